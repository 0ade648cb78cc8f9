"""Lexicon of injected spam and of reports on it.

Portals report on gambling every day (arrests, blocked sites), so a gambling word is no evidence. An
advertisement is dense in promotional phrases (bonus new member, rtp live) and lacks the words of a
report. Sources: public spam filters, public pages of hacked sites, news about them, 2026-11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import is_normalized, normalize

from crawler.extraction.language.tokenizer import words

# Promotional phrases, rare in other texts: first word or words, a colon, the continuation (part of a regular
# expression, a space matches any white space). Nothing after the colon: the word alone.
_TRADE = r"""
slot: gacor|online|dana|ovo|gopay|qris|pulsa|thailand|demo|server|maxwin|depo(?:sit)?|resmi|luar|kamboja
slot: vietnam|pragmatic|jackpot|mahjong|bet|via|tergacor|winrate|pro|terbaik|terbaru|hoki
link agen akun daftar bocoran pola rtp room game: slot|gacor
situs: slot \w+|gacor|toto|bola online|qq|togel (?:online|resmi|terpercaya)
situs: judi (?:online )?(?:resmi|terpercaya|terbaik)
situs: terpercaya
bandar: togel (?:online|resmi|terpercaya|terbesar)|qq|ceme|bola online|slot|toto
agen: togel|toto|judi|poker|bola|casino|kasino|sbobet|pkv
maxwin vimax cytotec sbobet ibcbet maxbet spadegaming dominoqq bandarq bandarqq domino99 dominobet bokep:
tragamonedas 1xbet mostbet melbet betwinner vavada:
rtp: live|tertinggi|hari|jitu
anti: rungkad
gampang mudah: menang|maxwin|jp|jackpot
bonus: new member|turnover|rollingan|referral|deposit|cashback|harian|slot
new: member \d+
scatter: hitam
mahjong: ways
gates: of olympus
sweet: bonanza
starlight: princess
pragmatic: play
pg: soft
joker: 123|gaming
idn: poker|play|slot
pkv: games?
capsa: susun
ceme: online
poker: online
togel: online|hari|terpercaya|resmi|4d
toto: macau|togel|slot|4d|hk|sgp
data keluaran pengeluaran prediksi paito result pasaran: hk|sgp|sdy|sydney|macau|togel
live: draw|casino|dealer
deposit depo: pulsa|dana|ovo|gopay|qris|via|tanpa|\d+\s*(?:k|rb|ribu)
minimal: depo(?:sit)?
tanpa: potongan
link: alternatif
akun: pro|vip|wso|jp
server: thailand|luar
proses: wd|withdraw
casino kasino: online|siteleri|sites?|slots?|bonus(?:es)?|en ligne
casino casinos: en l[ií]nea
judi: slot online|bola online|online (?:resmi|terpercaya|terbaik)
taruhan: bola online|bola parlay
baccarat: online
odds: terbaik
pasaran: handicap
mix bola: parlay
hadiah: 4d
colok: bebas
angka: jitu|main \d
bbfs:
obat: aborsi|penggugur|pembesar|perangsang
pembesar: alat vital|penis|payudara
viagra cialis levitra: asli|cod
jual: cytotec|obat (?:aborsi|kuat|bius)
titan: gel
hammer: of thor
buy cheap order generic discount purchase: (?:\w+ ){0,2}(?:viagra|cialis|levitra|kamagra|tadalafil)
buy cheap order generic discount purchase: (?:\w+ ){0,2}(?:sildenafil|tramadol|xanax|ambien|modafinil)
buy cheap order generic discount purchase: (?:\w+ ){0,2}(?:phentermine|essay|term paper)
viagra cialis levitra tramadol: online|\d+\s*mg
online canadian: pharmacy
no without: (?:a )?prescription
payday: loans?
essay paper dissertation: writing service
custom: essays?
write: my (?:essay|paper)
pay: someone to write
your: term paper
replica: watches|handbags|bags|rolex
cheap wholesale: (?:nfl|nba|mlb|nhl)?\s?jerseys
vuitton gucci kors oakley moncler hermes jordan ugg: outlet|sale|cheap|replica
no welcome: (?:deposit )?bonus(?:es)?
free: spins?
real: money (?:slots?|casinos?)
online best top: casinos?
betting: sites?
slot slots: games?
bitcoin: casino
escort: service|girls?|agency|bayan
call: girls
order: brides?
cbd: oil|gummies
keto: gummies
bahis: site\w*|oyna\w*
bahis:
deneme: bonusu
canlı: casino|bahis
güncel: giriş
nhà: cái
cá: cược
nổ: hũ
tài: xỉu
soi: cầu
đổi: thưởng
xổ: số
lô: đề
apuestas: deportivas
giros: gratis
apostas: esportivas
kasyno: online
machines: à sous
"""
# Scripts without spaces, or with inflected endings: matched anywhere.
_OTHER_SCRIPTS = re.compile(
    "สล็อต|บาคาร่า|คาสิโน|หวย|เว็บตรง|แทงบอล|娱乐城|娛樂城|百家乐|百家樂|博彩|老虎机|投注|六合彩|彩票游戏|首存"
    "|棋牌|激安|スーパーコピー|オンラインカジノ|送料無料|ブランドコピー|토토|먹튀|바카라|카지노|파워볼"
    "|казино|букмекер|ставки на спорт|вавада|игровые автоматы|виагр"
)
OTHER_LETTERS = re.compile(r"[\u0400-\u052f\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Letters of scripts that Indonesian portals do not write."""

# Brand names: a spam word with a number (slot88, mpo777, dewa99bet) or a title (rajatogel).
_BRAND = re.compile(
    r"[a-z]{0,12}(?:slot|toto|togel|gacor|hoki|mpo|bet|poker|casino|dewa|cuan|jackpot|sultan)[a-z]{0,8}\d{2,4}[a-z]{0,4}"
    r"|qq\d{2,5}|\d{0,4}[a-z]{0,8}(?:togel|toto|slot)4d[a-z]{0,4}"
    r"|(?:dewa|raja|ratu|bandar|pusat|master|sultan|naga)(?:togel|toto|slot|gacor|poker|qq)[a-z0-9]{0,6}"
)
# Part of every brand name: a fast pre-check.
_BRAND_PART = re.compile("slot|togel|toto|gacor|hoki|mpo|bet|poker|casino|dewa|cuan|jackpot|sultan|qq")
_BRAND_TEXT = 400  # characters; brand names are searched in titles and links, not in running text

# In a host name one such syllable is enough; no village or office name holds it.
_SPAM_HOST = re.compile(
    r"slot|togel|toto(?:4d|\d|$|\.|-)|gacor|maxwin|judi|casino|kasino|poker(?!t)|sbobet|bandarq|dominoqq|jackpot"
    r"|rtp(?:live|jitu)|viagra|cialis|pharmac|pills|bahis|(?:^|[.-])(?:bet|mpo|qq|hoki)[a-z]{0,6}\d|\d{2,3}bet"
    r"|bet\d{2,3}|escort|essays"
)

_TOPIC_TEXT = """
    judi perjudian togel toto slot slots casino casinos kasino poker taruhan jackpot maxwin gacor rtp scatter
    parlay handicap odds deposit withdraw withdrawal spin spins gulungan dominoqq domino sbobet bandarqq pkv
    pragmatic bbfs baccarat roulette blackjack viagra cialis levitra tadalafil sildenafil cytotec pharmacy
    pills bonus essay essays tragamonedas cassino kasyno казино
"""
_REPORT_TEXT = """
    polisi polres polresta polda polsek polri kapolres kapolda kapolsek reskrim satreskrim bareskrim tersangka
    pelaku ditangkap menangkap tangkap diamankan mengamankan meringkus diringkus disita menyita bukti pasal
    kuhp pidana penjara penyidik jaksa hakim terdakwa terpidana perjudian pemberantasan memberantas berantas
    blokir diblokir memblokir pemblokiran kominfo komdigi diskominfo bssn ppatk ojk bpom sosialisasi edukasi
    bahaya waspada mewaspadai cegah mencegah pencegahan imbau diimbau mengimbau mengingatkan ingatkan larangan
    dilarang melarang haram dosa agama menjauhi korban kecanduan pecandu razia satgas asn diretas peretasan
    disusupi menyusupi penyusup siber bupati gubernur wali walikota dinas kepala pemerintah pemkab pemkot
    sisipan menyisipkan disisipkan membersihkan dibersihkan csirt insiden keamanan aduan mengadukan lapor
    melapor melaporkan laporkan dilaporkan palsu kata katanya ujar ujarnya tutur tuturnya ungkap ungkapnya
    jelasnya mengatakan mengungkapkan menjelaskan menyatakan menyampaikan menegaskan mengaku
    ketagihan rentenir
    siswa pelajar sekolah guru warga masyarakat ilegal penipuan museum sejarah panitia lomba
    police arrested authorities regulator ministry government according
"""
TOPIC = frozenset(_TOPIC_TEXT.split())
REPORT = frozenset(_REPORT_TEXT.split())
_DIGIT = re.compile("[0-9]")
# Disguises: digits for letters within a word (g4c0r), Cyrillic look-alikes in a Latin word.
_MASKED = re.compile(r"\b(?=[0-9]*[a-z])(?=[a-z]*[0-9])[a-z0-9]{3,}\b")
_UNMASK = str.maketrans("013457", "oieast")
_MIXED = re.compile(r"\b(?=\w*[a-z])\w*[\u0430-\u0458\u0501\u051b]\w*\b")
_LOOKALIKE = str.maketrans("аеорсухіјѕԁԛһ", "aeopcyxijsdqh")
_WESTERN_DISGUISES = "\xad\xaa\xba\xb9\xb2\xb3"  # soft hyphen; superscript a, o, 1, 2, 3
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class Tone:
    """Counts of spam and report words in a text.

    `words`: number of words; `promo`: distinct promotional phrases, `promo_hits`: all of them; `topic` and
    `topic_hits`: the same for topic words; `report_hits`: words of a report.
    """

    words: int = 0
    promo: tuple[str, ...] = ()
    promo_hits: int = 0
    topic: tuple[str, ...] = ()
    topic_hits: int = 0
    report_hits: int = 0


SILENT = Tone()


def tone(text: str) -> Tone:
    """Return the counts of `text`; `SILENT` if it holds no spam or topic word. Linear time."""
    western = _is_western(text)
    low = (text if western else _plain(text)).lower()
    short = len(text) <= _BRAND_TEXT
    if short and _DIGIT.search(low):
        low = _MASKED.sub(_unmasked, low)
    brands = short and _BRAND_PART.search(low) is not None
    other_script = not western and OTHER_LETTERS.search(low) is not None
    trade = _trade()
    heard = words(low)
    # Nearly every text returns here; the rest runs only for texts with a spam or topic word.
    telling = _telling().intersection(heard)
    if not (telling or brands or other_script):
        return SILENT
    found = [phrase for first in telling if first in trade for phrase in _phrases(low, _pattern(first))]
    if brands:
        found += [word for word in heard if len(word) > 3 and _BRAND.fullmatch(word)]
    if other_script:
        found += _OTHER_SCRIPTS.findall(low)
    if not found and telling.isdisjoint(TOPIC):
        return SILENT
    topic = [word for word in heard if word in TOPIC]
    return Tone(
        words=len(heard),
        promo=tuple(sorted(set(found))),
        promo_hits=len(found),
        topic=tuple(dict.fromkeys(topic)),
        topic_hits=len(topic),
        report_hits=sum(word in REPORT for word in heard),
    )


@cache
def _telling() -> frozenset[str]:
    """Return words that need a closer look."""
    return TOPIC.union(_trade())


def _is_western(text: str) -> bool:
    """Return whether a text holds only Western letters and marks, none of them used for disguise."""
    if text.isascii():
        return True
    try:
        text.encode("cp1252")  # much faster than one search per kind
    except UnicodeEncodeError:
        return False
    return not any(letter in text for letter in _WESTERN_DISGUISES)


def _plain(text: str) -> str:
    """Return the text without disguises: mathematical letters, zero-width characters, look-alikes."""
    if text.isascii():
        return text
    plain = _INVISIBLE.sub("", text if is_normalized("NFKC", text) else normalize("NFKC", text))
    if OTHER_LETTERS.search(plain):
        plain = _MIXED.sub(lambda word: word.group().translate(_LOOKALIKE), plain.lower())
    return plain


def _unmasked(word: re.Match[str]) -> str:
    """Return the word with letters for digits, unless it is a brand name with a number."""
    if _BRAND.fullmatch(word.group()):
        return word.group()
    return word.group().translate(_UNMASK)


@lru_cache(maxsize=8192)
def is_spam_host(host: str) -> bool:
    """Return whether a host name holds a spam word."""
    return _SPAM_HOST.search(host) is not None


def _phrases(low: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """Search phrases by their literal first word, which is fast, and check the left word edge."""
    for match in pattern.finditer(low):
        if not match.start() or not (low[match.start() - 1].isalnum() or low[match.start() - 1] == "_"):
            yield " ".join(match.group().split())


@cache
def _trade() -> dict[str, list[str]]:
    """Return first word -> patterns of the continuations."""
    continuations: dict[str, list[str]] = {}
    for line in _TRADE.strip().splitlines():
        firsts, _, rest = line.partition(":")
        for first in firsts.split():
            continuations.setdefault(first, []).append(rest.strip().replace(" ", r"\s+"))
    return continuations


@cache
def _pattern(first: str) -> re.Pattern[str]:
    """Compile the phrases that begin with a word, on first use: few pages need any."""
    rests = "|".join(rf"\s+(?:{rest})" if rest else "" for rest in _trade()[first])
    return re.compile(rf"{first}(?:{rests})(?!\w)")
