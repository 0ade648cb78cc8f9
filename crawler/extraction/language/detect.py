"""Detects the language of an article by its function words.

Portals publish in Indonesian, sometimes in Javanese, Sundanese or English; Malay shares most function words
with Indonesian. Scoring a table of function words over a sample of the body takes microseconds; a second
table and scripts cover the large foreign languages. The declared language counts only if it is none of the
portals' languages: themes declare `en` for everything, but no theme declares Czech for an Indonesian text.
A general classifier handles the rest; loading it takes as long as extracting some hundred pages.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crawler.extraction.language.tokenizer import letter_words
from crawler.extraction.language.unicode_scripts import told_by_script

SAMPLE = 900
"""Characters of the body that are looked at; function words make up a third of any running text."""

MIN_WORDS = 8
CLASSIFIED = 300
"""Characters that the classifier reads: on articles of 22 languages more change nothing."""
CLEAR = 1.3
DISTINCT = 4
"""A foreign language needs this many different words, and this lead over the next one."""
ALONE = 3.0
FEW_DISTINCT = 3
"""The same if no other language is close and there is no other evidence."""
SHARE = 0.12
"""Least share of function words in a text of their language: Dutch too has `in`, `is` and `was`."""

# ISO 639-1 -> words that are frequent in the language and rare or unknown in the others.
_SHARED_MALAY = """
    yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke oleh telah ada sudah saya
    kami kita mereka atau para tersebut sebagai adalah dapat bisa menjadi lebih secara serta antara
"""
FUNCTION_WORDS: dict[str, str] = {
    "id": _SHARED_MALAY
    + """
    bahwa karena saat kepada melalui hingga agar bagi seperti namun sementara ujarnya katanya
    ungkapnya kata bapak ibu warga kabupaten provinsi kecamatan desa bupati wakil gubernur dinas wib
    wita sebanyak serta pihak guna usai senin selasa rabu kamis jumat sabtu minggu menurut harus
    hari tahun masyarakat anggota kegiatan
    """,
    "ms": _SHARED_MALAY
    + """
    bahawa kerana ialah boleh beliau kerajaan negeri awam berkata daripada bagaimanapun manakala
    turut selepas sebelum ketika semasa jabatan pejabat tiada sahaja isnin khamis jumaat ahad
    hendaklah mahu apabila sekiranya wang kereta syarikat malaysia polis
    """,
    "jv": """
    sing lan ing iku karo ora kang saka marang amarga nanging dadi wong ana bakal wis uga yaiku
    kanggo menyang dening kuwi iki bisa padha kabeh maneh mung durung nalika saben liya luwih
    dheweke panjenengan kula mboten wonten saking dhateng punika inggih ingkang kaliyan sampun badhe
    menika
    """,
    "su": """
    nu jeung ku anu teh teu dina ti keur kana geus nyaeta jadi urang ieu eta aya sarta pikeun moal
    bisa oge lain ngan kudu ka tina salah sahiji sangkan kusabab mangrupa henteu sanajan lamun boh
    nya mah deui baris rék téh éta nyaéta hiji ogé bari para
    """,
    "en": """
    the of and to in is that for it was on with as by at this are from be have has not or an were
    which their will they he she his her been said would more can its but who also after had about
    than
    """,
}

# Large languages in Latin script that no portal uses, but spam and foreign press do.
FOREIGN_WORDS: dict[str, str] = {
    "tr": "ve bir için ile olan daha çok bu sizin gibi olarak her vardır siteleri olduğu değil kadar sonra",
    "vi": "và của là có cho các được một không người với những trong nhà để bạn đã khi từ tại",
    "es": "el la en de los las una que para con por del más como sus puede está y se su al lo pero ha este",
    "pt": "de em não uma para com mais são você dos das pelo também está os do da no na ao foi pela seu sua",
    "fr": "le la de et les des une dans pour avec est sur vous que pas nous aux du au qui par ce il son plus",
    "de": "der die und den von mit ist das nicht für auf eine sich dem ein zu hat auch als nach im werden",
    "it": "di la il che per una con del della sono gli nel più alla anche le dei non si ha è delle da al un",
    "nl": "de het een van en dat niet zijn voor met op te aan er ook bij om als maar naar hebben wordt",
    "pl": "nie się jest oraz które przez dla jak aby tylko można że na do to po był od roku ich ale",
    "ro": "și este pentru care din mai sunt prin sau jocuri nu cu în al fost că pe această despre",
    "sv": "och att det som en på är av för med den till inte har de om ett var jag men kan från vi efter",
    # Too similar for a table: the classifier decides.
    "da": "og at det er en til af på som med ikke de har den et for om var men kan blev også fra efter",
    "no": "og at det er en til av på som med ikke de har den et for om var men kan ble også fra etter",
    "sw": "ya wa na kwa katika ni kuwa la za cha huo huyo hiyo amesema wakati baada pia hivyo ambao ambayo",
    "zu": "ukuthi futhi kodwa ngoba uma noma lapho lokhu leli kanye manje nje lo kwa ukuze nokuthi kuthiwa",
    "xh": "ukuba kwaye kodwa kuba xa okanye apho apha oku kunye ngoku kwi into omnye okokuba emva abantu",
}
_LANGUAGES_TEXT = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
    dv dz ee el eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia ie ig
    ii ik io is it iu ja ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh
    mi mk ml mn mr mt my na nd ne ng nl no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa
    sc sd se sg si sk sl sm sn so sq sr ss st sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur
    uz ve vi vo wa wo xh yi yo za zh zu
"""
_DECLARABLE = frozenset(_LANGUAGES_TEXT.split())
"""ISO 639-1 codes but those of the portals' own languages."""
_SAME = {
    "nb": "no", "nn": "no", "iw": "he", "ji": "yi",
    "in": "id", "ind": "id", "jw": "jv", "jav": "jv", "sun": "su", "msa": "ms", "zsm": "ms",
}  # fmt: skip
"""Other codes of a language that pages declare: those of before 1989 (Blogger), those of three letters."""
_CLASSES = {
    "yue": "zh", "wuu": "zh", "arz": "ar", "ary": "ar", "uzs": "uz", "sdh": "ku", "fuv": "ff", "kik": "ki",
    "gug": "gn", "hbo": "he",
}  # fmt: skip
"""ISO 639-1 codes of those of the classifier's classes that are kinds of a language that has one, by their
ISO 639-3 codes. Other three-letter classes (Acehnese, Bikol) have no code and give None."""
_NAMES = 0.6
"""Share of words in capitals from which on a text is a list of names: these tell no language."""

Weights = dict[str, tuple[tuple[str, float], ...]]
_PRIMARY = re.compile("[-_]")
"""Separators after the first part of a language tag (BCP 47)."""


def _weights(table: dict[str, str]) -> Weights:
    """Return word -> weight per language; a word shared by languages is divided among them."""
    owners: dict[str, list[str]] = {}
    for language, words in table.items():
        for word in dict.fromkeys(words.split()):
            owners.setdefault(word, []).append(language)
    return {
        word: tuple((each, 1 / len(languages)) for each in languages) for word, languages in owners.items()
    }


@cache
def _own_weights() -> Weights:
    return _weights(FUNCTION_WORDS)


@cache
def _foreign_weights() -> Weights:
    return _weights(FOREIGN_WORDS)


def _scores(words: list[str], weights: Weights) -> list[tuple[float, str]]:
    """Return languages with their scores, best first."""
    scores: dict[str, float] = {}
    for owners in filter(None, map(weights.get, words)):
        for language, weight in owners:
            scores[language] = scores.get(language, 0.0) + weight
    return sorted(((score, language) for language, score in scores.items()), reverse=True)


def told_foreign(words: list[str]) -> str | None:
    """Return the ISO 639-1 code of a language in `FOREIGN_WORDS` that `words` (lower case) match."""
    ranked = _scores(words, _foreign_weights())
    if not ranked or ranked[0][0] < SHARE * len(words) or len(words) < MIN_WORDS:
        return None
    clear = len(ranked) == 1 or ranked[0][0] > CLEAR * ranked[1][0]
    return ranked[0][1] if clear and _distinct(words, ranked[0][1]) >= DISTINCT else None


def _told_alone(words: list[str], own: float) -> str | None:
    """Return the foreign language that clearly beats the others and the portals' languages (score `own`).

    For languages that write most function words as endings.
    """
    ranked = _scores(words, _foreign_weights())
    if not ranked or ranked[0][0] < ALONE * max(own, ranked[1][0] if len(ranked) > 1 else 0.0):
        return None
    return ranked[0][1] if _distinct(words, ranked[0][1]) >= FEW_DISTINCT else None


def _distinct(words: list[str], language: str) -> int:
    """Return the number of distinct function words of `language` in `words`."""
    weights = _foreign_weights()
    return sum(any(each == language for each, _ in weights.get(word, ())) for word in set(words))


def detect_language(paragraphs: list[str], declared: str | None = None) -> str | None:
    """Return the ISO 639-1 code of the body's language; None for too little text or a language without code.

    `declared` (the page's `lang`) decides only if two languages score alike, the text is in none of the
    portals' languages, or lists names.
    """
    return _detect(" ".join(_sample(paragraphs)), declared)


@lru_cache(maxsize=16)
def _detect(printed: str, declared: str | None) -> str | None:
    """`detect_language` for the sample of a body. Several steps ask for the language of a page."""
    sample = printed.lower()
    words = letter_words(sample)
    if len(words) < MIN_WORDS:
        return None
    ranked = _scores(words, _own_weights())
    best, language = ranked[0] if ranked else (0.0, "")
    named = _PRIMARY.split(declared.strip().lower(), 1)[0] if declared else ""
    hint = _SAME.get(named, named)
    if best < max(2.0, SHARE * len(words)) and not (best >= 2.0 and hint == language != "en"):
        if _lists_names(printed):
            if hint in FUNCTION_WORDS and hint != "en":
                return hint
            guess = _classify(sample[:CLASSIFIED])
            return guess if guess in {hint, "id"} else None
        return (
            told_foreign(words)
            or told_by_script(sample)
            or (hint if hint in _DECLARABLE else None)
            or _told_alone(words, best)
            or _classify(sample[:CLASSIFIED])
        )
    if len(ranked) > 1 and hint == ranked[1][1] and ranked[1][0] > 0.8 * best:
        return hint
    return language


def _lists_names(printed: str) -> bool:
    """Return whether most words are capitalized. `La` and `Wa` are Swahili words and Butonese names."""
    words = letter_words(printed)
    return sum(word[0].isupper() for word in words) >= _NAMES * len(words)


def _sample(paragraphs: list[str]) -> list[str]:
    taken: list[str] = []
    left = SAMPLE
    for paragraph in paragraphs:
        if left <= 0:
            break
        taken.append(paragraph[:left])
        left -= len(paragraph)
    return taken


def _classify(sample: str) -> str | None:
    """Ask the general classifier. Imported on first use: its model takes a second and tens of megabytes."""
    from py3langid import classify

    label = str(classify(sample)[0])
    return _CLASSES.get(label, _SAME.get(label, label if len(label) == 2 else None))
