"""Archives by month or year: the pagination of sections that have no other pages.

form | seen on
------|-----
`/indeks/2024/05`, `/indeks-berita/2024-05`, `/berita?bulan=5&tahun=2024` | home-made sites
`/arsip-oktober-2026.html`, `/arsip/2026/oktober` | AuraCMS, home-made sites
`/arsip/2021.html`, `/berita/tahun/2021`, `?tahun=2021` | files by hand, home-made sites
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.urls.canonical import same_site
from crawler.urls.parsing import join

MONTH = re.compile(r"/(?P<year>(?:19|20)\d\d)[-/](?P<month>0?[1-9]|1[0-2])(?P<later>)(?P<in>)")
MONTH_FIELDS = re.compile(
    r"(?:(?:tahun|thn|year|y)=(?P<year>(?:19|20)\d\d)&(?:bulan|bln|month|m)=(?P<month>0?[1-9]|1[0-2]))|"
    r"(?:(?:bulan|bln|month|m)=(?P<in>0?[1-9]|1[0-2])&(?:tahun|thn|year|y)=(?P<later>(?:19|20)\d\d))",
    re.IGNORECASE,
)
ANY_YEAR = re.compile(r"(?:19|20)\d\d")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "january", "jan"),
            ("februari", "february", "pebruari", "feb"),
            ("maret", "march", "mar"),
            ("april", "apr"),
            ("mei", "may"),
            ("juni", "june", "jun"),
            ("juli", "july", "jul"),
            ("agustus", "august", "agu", "aug"),
            ("september", "sept", "sep"),
            ("oktober", "october", "okt", "oct"),
            ("november", "nopember", "nov", "nop"),
            ("desember", "december", "des", "dec"),
        ),
        start=1,
    )
    for name in names
}
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
NAMED_MONTH = re.compile(
    rf"/(?:arsip|archives?|indeks|index)[-_/](?:(?:[a-z]+)[-_/])?(?:(?P<name>{_NAMES})[-_/](?P<year>(?:19|20)\d\d)|"
    rf"(?P<before>(?:19|20)\d\d)[-_/](?P<after>{_NAMES}))(?:/|\.[a-z]{{3,5}})?",
    re.IGNORECASE,
)
FIRST_YEAR = 1995
MAX_LINKS = 5000
MAX_MONTHS = 240
YEAR = re.compile(
    r"(?P<lead>[^?]*?/(?:(?:tahun|arsip|berita|index|indeks)[-_]?)?)(?P<year>(?:19|20)\d\d)(?P<tail>/?|\.[a-z]{3,5})|"
    r"(?P<script>[^?]*\?(?:[^&]+&)?(?:tahun|thn|year)=)(?P<field>(?:19|20)\d\d)(?P<end>)",
    re.IGNORECASE,
)


def month_archives(tree: HtmlElement, url: str, latest: int) -> list[str]:
    """Return the month archives that the section at `url` links to, newest first, up to the year `latest`.

    A month archive is the section's own path with a year and a month: `/indeks/2024/05`,
    `/berita?bulan=5&tahun=2024`; or a path that names the month: `/arsip-oktober-2026.html`. Days are
    ignored, so that calendars are not crawled.
    """
    stem = urlsplit(url).path.rstrip("/")
    found: dict[str, tuple[int, int]] = {}
    for target in _links_with_year(tree, url):
        parts = urlsplit(target)
        tail = parts.path.rstrip("/").removeprefix(stem) if parts.path.startswith(stem) else ""
        if not parts.query and (named := NAMED_MONTH.fullmatch(parts.path)) is not None:
            month = MONTHS[(named["name"] or named["after"]).lower()]
            year = int(named["year"] or named["before"])
            if FIRST_YEAR <= year <= latest:
                found[target] = year, month
            continue
        if parts.query:
            match = MONTH_FIELDS.fullmatch(parts.query) if parts.path.rstrip("/") == stem else None
        else:
            match = MONTH.fullmatch(tail)
        if match is not None and FIRST_YEAR <= int(match["year"] or match["later"]) <= latest:
            found[target] = int(match["year"] or match["later"]), int(match["month"] or match["in"])
    return sorted(found, key=found.__getitem__, reverse=True)[:MAX_MONTHS]


def year_archives(tree: HtmlElement, url: str, latest: int) -> list[str]:
    """Return the year archives that the page at `url` links to side by side, newest first, up to `latest`.

    Their URLs differ in the year only. They may list other things than articles (budgets, laws).
    """
    groups: dict[str, dict[int, str]] = {}
    for target in _links_with_year(tree, url):
        match = YEAR.fullmatch(target)
        if match is None:
            continue
        year = int(match["year"] or match["field"])
        stem = match["lead"] or match["script"]
        if FIRST_YEAR <= year <= latest:
            groups.setdefault(f"{stem} {match['tail']}", {})[year] = target
    several = [group for group in groups.values() if len(group) > 1]
    return [group[year] for group in several for year in sorted(group, reverse=True)][:MAX_MONTHS]


def _links_with_year(tree: HtmlElement, url: str) -> Iterator[str]:
    """The links within the site that contain a year, at most `MAX_LINKS` of them."""
    values = (element.get("href") or element.get("value") or "" for element in tree.iter("a", "option"))
    dated = values if ANY_YEAR.search(url) else (value for value in values if ANY_YEAR.search(value))
    for value in islice(dated, MAX_LINKS):
        target = join(url, value)
        if target is not None and same_site(target, url):
            yield target
