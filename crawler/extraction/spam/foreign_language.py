"""Detects spam by language: languages no portal uses, and English advertising posts.

Portals publish in English, Malay and Arabic, so these languages are no evidence. An English post counts as
spam if it is about prices, reviews and websites (essays, brides, gummies) and names nothing of the region.
"""

from __future__ import annotations

import re

from crawler.extraction.language.detect import told_foreign
from crawler.extraction.language.unicode_scripts import CHINESE, JAPANESE, KOREAN, THAI
from crawler.extraction.spam.lexicon import OTHER_LETTERS

_FEW_WORDS = 8
_MIN_WORDS = 40
_MIN_DIFFERENT = 5
_MIN_SHARE = 0.04
_ENGLISH_TEXT = "the of and to in is that for with are you your can from this or it on as"
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
_ENGLISH_SHARE = 0.2

_SALES_TEXT = """
    buy buying buyer buyers bought purchase purchasing price prices priced pricing cheap cheapest
    affordable discount discounts coupon coupons promo deal deals shop shopping sale sales sell selling
    shipping delivery refund guarantee guaranteed review reviews reviewed rating ratings best top website
    websites site sites click subscription subscribe customer customers client clients product products
    brand brands money pay paid payment payments free bonus bonuses win winning winnings dating bride
    brides women girls wife singles casino casinos gambling betting bet bets slots poker players loan
    loans lender lenders credit payday essay essays paper papers thesis dissertation assignment homework
    writer writers download software antivirus vpn hosting weight loss fat diet gummies cbd keto
    supplement supplements pills pill dosage tablets generic prescription pharmacy viagra cialis crypto
    bitcoin trading traders broker brokers forex invest investing earn profit profits replica watches
    handbags sneakers outlet luxury escort escorts massage hair skin mattress vape
"""
_NEAR_TEXT = """
    indonesia indonesian indonesians rupiah regency regencies regent regents governor mayor province
    provinces provincial district districts subdistrict village villages municipality ministry minister
    ministries government governments local regional office agency agencies department council secretary
    ambassador festival students student school schools university farmers fishermen residents resident
    citizens community communities jakarta java javanese bali balinese sumatra sulawesi kalimantan papua
    maluku lombok borneo asean kabupaten kota desa bupati dinas police officers said
"""
_SALES = frozenset(_SALES_TEXT.split())
_NEAR = frozenset(_NEAR_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+")


def is_english(text: str) -> bool:
    """Return whether a text is English, by function words."""
    if text.count(" di ") + text.count(" yang ") + text.count(" dan ") > 1:
        return False
    words = _WORD.findall(text.lower())
    return len(words) >= _FEW_WORDS and sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)


def is_english_ad(text: str, names: str = "") -> str | None:
    """Return some advertising words of an English ad text, or None.

    `names` are names of the portal and its region; a text that holds them is the portal's own.
    """
    words = _WORD.findall(text.lower()) if is_english(text) else []
    if len(words) < _MIN_WORDS:
        return None
    different = set(words)
    own = {word for word in _WORD.findall(names.lower()) if len(word) > 3}
    if not different.isdisjoint(_NEAR | own):
        return None
    hits = [word for word in words if word in _SALES]
    sold = list(dict.fromkeys(hits))
    if len(sold) < _MIN_DIFFERENT or len(hits) < _MIN_SHARE * len(words):
        return None
    return ", ".join(sold[:8])


_SAMPLE = 1500  # characters
_MIN_LETTERS = 30
_SCRIPTS = (
    ("ja", JAPANESE),
    ("ko", KOREAN),
    ("th", THAI),
    ("ru", re.compile(r"[\u0400-\u052f]")),
    ("zh", CHINESE),
)
_INDONESIAN_TEXT = "yang dan di ini itu dengan untuk tidak dari dalam akan pada juga ke oleh telah ada"
_INDONESIAN = frozenset(_INDONESIAN_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+")


def foreign_share(text: str) -> float:
    """Return the share of letters in scripts that Indonesian portals do not use."""
    if text.isascii() or not OTHER_LETTERS.search(text):
        return 0.0
    letters = sum(map(str.isalpha, text))
    return len(OTHER_LETTERS.findall(text)) / letters if letters else 0.0


def foreign_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the foreign language of `text`, or None."""
    sample = text[:_SAMPLE]
    if sample.count(" yang ") + sample.count(" dan ") + sample.count(" di ") >= 4:
        return None
    if foreign_share(sample) > 0.5 and sum(map(str.isalpha, sample)) >= _MIN_LETTERS:
        counts = [(len(script.findall(sample)), language) for language, script in _SCRIPTS]
        # Japanese texts hold Chinese characters, but not the other way round
        return "ja" if counts[0][0] > 0.1 * sum(n for n, _ in counts) else max(counts)[1]
    words = _WORD.findall(sample.lower())
    if len(words) < 12 or sum(word in _INDONESIAN for word in words) > 0.03 * len(words):
        return None
    return told_foreign(words)
