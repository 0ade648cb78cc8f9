"""Languages in which spam is written and no portal writes; English, Malay and Arabic are not among them."""

from __future__ import annotations

import re

from crawler.extraction.spam_words import OTHER_LETTERS

_SAMPLE = 1500  # characters
_MIN_LETTERS = 30
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ru", re.compile(r"[\u0400-\u052f]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
)
_INDONESIAN_TEXT = "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke oleh telah ada"
_INDONESIAN = frozenset(_INDONESIAN_TEXT.split())
# Frequent function words that neither Indonesian nor the languages of the archipelago share.
_LATIN = {
    "tr": "ve bir için ile olan daha çok bu sizin gibi olarak her vardır siteleri",
    "vi": "và của là có cho các được một không người với những trong nhà để bạn",
    "es": "el la en de los las una que para con por del más como sus puede está",
    "pt": "de em não uma para com mais são você dos das pelo também está",
    "fr": "le la de et les des une dans pour avec est sur vous que pas nous aux",
    "de": "der die und den von mit ist das nicht für auf eine sich",
    "it": "di la il che per una con del della sono gli nel più alla anche",
    "pl": "nie się jest oraz które przez dla jak aby tylko można",
    "ro": "și este pentru care din mai sunt prin sau jocuri",
}
_WORDS = {language: frozenset(words.split()) for language, words in _LATIN.items()}
_WORD = re.compile(r"[^\W\d_]+")


def foreign_share(text: str) -> float:
    """Which part of the letters of `text` belongs to scripts that Indonesian portals do not write."""
    if text.isascii() or not OTHER_LETTERS.search(text):
        return 0.0
    letters = sum(map(str.isalpha, text))
    return len(OTHER_LETTERS.findall(text)) / letters if letters else 0.0


def foreign_language(text: str) -> str | None:
    """ISO 639-1 code of the foreign language that `text` is written in, or None."""
    sample = text[:_SAMPLE]
    if sample.count(" yang ") + sample.count(" dan ") + sample.count(" di ") >= 4:
        return None
    if foreign_share(sample) > 0.5 and sum(map(str.isalpha, sample)) >= _MIN_LETTERS:
        counts = [(len(script.findall(sample)), language) for language, script in _SCRIPTS]
        # a Japanese text is full of Chinese characters, never the other way round
        return "ja" if counts[0][0] > 0.1 * sum(n for n, _ in counts) else max(counts)[1]
    words = _WORD.findall(sample.lower())
    if len(words) < 12 or sum(word in _INDONESIAN for word in words) > 0.03 * len(words):
        return None
    for language, known in _WORDS.items():
        hits = [word for word in words if word in known]
        if len(hits) >= 0.12 * len(words) and len(set(hits)) >= 4:
            return language
    return None
