"""The governments that a text names: provinces, regencies and cities, by the registry's gazetteer.

A name alone is often a word (`batu`, `malang`, `pati`), a dish, a street or a village. It counts after a word
that says what it is (`Bupati Malang`, `Pemkot Batu`, `Kabupaten Karimun`), in a list behind such a name,
after an office (`Polres Sragen`), after a preposition (`di Surabaya`), or as a dateline. A name of two
governments (Kota and Kabupaten Malang) counts where the text names one of them in full, or the portal is of
one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from crawler.extraction.attribution.government_names import (
    PROVINCE,
    Government,
    Name,
    names_by_first_word,
)
from crawler.items import Place

_WORD = re.compile(r"[A-Z][^\W\d_]*(?:-[^\W\d_]+)*")
_FIRST_PART = re.compile(r"[A-Z][^\W\d_]*")
_LOOK_BACK = 48
_KINDS = {
    "kabupaten": re.compile(r"\b(?:kabupaten(?: administrasi)?|kab\.?|pemkab\.?|bupati|wabup)\s$"),
    "kota": re.compile(r"\b(?:kota(?: administrasi)?|pemkot?\.?|wali ?kota|wawali(?:kota)?|wako|wawako)\s$"),
    PROVINCE: re.compile(r"\b(?:provinsi|propinsi|prov\.?|pemprov\.?|gubernur|wagub)\s$"),
}
_OFFICE = re.compile(
    r"\b(?:pemerintah|pemda|dprd|dpra|sekda|sekretaris daerah|setda|(?:dis)?kominfo\w*(?: sp)?|"
    r"dinas(?: [a-z]+){1,4}|din(?:kes|sos|as)|dis[a-z]{2,9}|bappeda|bpbd|bkd|inspektorat|satpol pp|rsud|apbd|"
    r"asn|(?:ka)?pol(?:res(?:ta|tabes)?|da)(?: metro)?|(?:ka)?kodim|dandim|kejari|kejati|kemenag|kpu|bawaslu|"
    r"baznas|pmi|bnnk?|tp pkk|forkopimda)\s$"
)
_BEFORE = re.compile(
    r"\b(?:(?:di|ke|dari|asal|menuju|mengunjungi|kunjungi|warga|masyarakat|pelajar|petani|nelayan|"
    r"wilayah|kawasan|daerah)\s|se-)$"
)
# Before a name these say that it is a part of something else, or something else of that name.
_OTHER = re.compile(
    r"\b(?:kecamatan|kec\.?|camat|kelurahan|kel\.?|lurah|desa|dusun|nagari|gampong|kampung|jalan|jl\.?|jln\.?|gang|"
    r"pulau|gunung|danau|laut|selat|teluk|sungai|tanjung|pantai|bukit|lembah|hutan|bank|universitas|univ\.?|"
    r"institut|politeknik|kampus|stadion|bandara|stasiun|terminal|pelabuhan|pasar|hotel|masjid|candi|suku|bahasa|"
    r"adat|kain|kopi|pisang|dodol|batik|nasi|sate|soto|restoran|rumah makan|warung|kerajaan|kesultanan|radar|"
    r"tribun|harian|suara|antara|kabar|polda metro)\s$"
)
_POLICE = re.compile(r"\b(?:ka|waka)?pol(?:res|sek)\s$")
_AFTER = re.compile(r"\s(?:post?|tv|fm|fc|united|raya|jaya|ekspres|express|(?:sampai|hingga) merauke)\b")
_DATELINE = re.compile(r"\s?(?:[–—-]\s|,\s[A-Z(]|\s?\([^)]{2,20}\)\s?[–—-])")
_LIST = re.compile(r"\s*(?:,|/|&|,?\s(?:dan|serta|maupun|hingga))\s*")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name in a text (`paragraph` None: the title), and what it can mean."""

    governments: tuple[Government, ...]
    paragraph: int | None
    start: int
    end: int


def find_places(
    title: str, body: Sequence[str], *, region: str | None = None, province: str | None = None
) -> list[Place]:
    """The governments named in title and body, in the order in which they are first named.

    `region` and `province` are those of the portal. A name that can mean several governments is left out
    where nothing decides.
    """
    mentions = list(_mentions(None, title))
    for number, text in enumerate(body):
        mentions.extend(_mentions(number, text))
    named = {one.governments[0].code for one in mentions if len(one.governments) == 1}
    places: dict[str, tuple[Government, _Mention, int]] = {}
    for mention in mentions:
        government = _decided(mention.governments, named, region, province)
        if government is not None:
            _, first, count = places.get(government.code, (government, mention, 0))
            places[government.code] = government, first, count + 1
    texts: dict[int | None, str] = {None: title, **dict(enumerate(body))}
    return [
        Place(
            government.name,
            government.code,
            government.level,
            count,
            first.paragraph,
            first.start,
            texts[first.paragraph][first.start : first.end],
        )
        for government, first, count in places.values()
    ]


def _decided(
    governments: Sequence[Government], named: set[str], region: str | None, province: str | None
) -> Government | None:
    """The only meaning, or the one selected by the text or the portal."""
    for fits in (
        lambda one: len(governments) == 1,
        lambda one: one.code in named,
        lambda one: one.name == region,
        lambda one: one.kind != PROVINCE and one.province == province,
    ):
        chosen = [one for one in governments if fits(one)]
        if len(chosen) == 1:
            return chosen[0]
    return None


def _mentions(paragraph: int | None, text: str) -> Iterator[_Mention]:
    names = names_by_first_word()
    if _first_parts().isdisjoint(map(str.lower, _FIRST_PART.findall(text))):
        return  # most paragraphs: one pass of the pattern instead of several steps for each word
    folded = text.lower()
    if len(folded) != len(text):  # a letter whose small form is two
        folded = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    end, kind = 0, None
    for word in _WORD.finditer(text):
        start = word.start()
        if start < end or (start and text[start - 1].isalnum()):
            continue
        for name in _longest(names, folded, word):
            before = folded[max(0, start - _LOOK_BACK) : start]
            chained = end and _LIST.fullmatch(folded[end:start])
            said = next((one for one, pattern in _KINDS.items() if pattern.search(before)), None)
            meant = _meant(name, said or (kind if chained else None), before, text, start, bool(chained))
            if meant:
                end, kind = start + len(name.text), said or (kind if chained else None)
                yield _Mention(meant, paragraph, start, end)
                break


@cache
def _first_parts() -> frozenset[str]:
    """The first words of all names, up to a hyphen."""
    return frozenset(word.partition("-")[0] for word in names_by_first_word())


def _longest(names: dict[str, tuple[Name, ...]], folded: str, word: re.Match[str]) -> Iterable[Name]:
    """The names that begin at a word, longest first; none ends within a word."""
    start = word.start()
    first = folded[start : word.end()]
    for key in dict.fromkeys((first, first.partition("-")[0])):
        for name in names.get(key, ()):
            end = start + len(name.text)
            if folded.startswith(name.text, start) and not folded[end : end + 1].isalnum():
                yield name


def _meant(
    name: Name, kind: str | None, before: str, text: str, start: int, chained: bool
) -> tuple[Government, ...]:
    """The meanings of the name here; empty if it is not a government."""
    if kind is not None:
        said = tuple(one for one in name.governments if one.kind == kind)
        if said or not chained:
            return said
    end = start + len(name.text)
    if _OTHER.search(before) or _AFTER.match(text[end : end + 24].lower()):
        return ()
    if name.text == "metro" and _POLICE.search(before) and _begins_a_name(text, end):
        return ()  # Polres Metro Bekasi: metropolitan; not Kota Metro
    if chained or _BEFORE.search(before) or _OFFICE.search(before):
        return name.governments
    if start == 0 and _DATELINE.match(text, end):
        return name.governments
    return name.governments if name.sure and not _within_a_name(text, start) else ()


def _begins_a_name(text: str, end: int) -> bool:
    """Whether the next word begins a government's name."""
    following = _FIRST_PART.match(text, end + 1)
    return following is not None and following[0].lower() in _first_parts()


def _within_a_name(text: str, start: int) -> bool:
    """Whether the word before begins with a capital within a sentence: `School of Economics Jakarta`."""
    words = text[max(0, start - _LOOK_BACK) : start].split()
    if not words or not words[-1][:1].isupper() or text[start - 1 : start] != " ":
        return False
    return len(words) > 1 or start > _LOOK_BACK
