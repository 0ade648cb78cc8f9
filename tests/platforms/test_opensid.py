"""Which pages of OpenSID are no articles although their URLs look so."""

from __future__ import annotations

import lxml.html

from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import read_homepage
from crawler.platforms.generic import GENERIC
from crawler.platforms.opensid import OPENSID
from crawler.urls.canonical import article_id

SITE = "https://desa.example.go.id/"
FRONT = """
<nav><a href="/artikel/2020/3/1/sejarah-desa">Sejarah Desa</a><a href="/galeri">Galeri</a>
<a href="/artikel/2026/5/2/warga-bersihkan-saluran">Warga Bersihkan Saluran Irigasi di Dusun Dua</a></nav>
<div class="menu"><a href="/artikel/2026/5/1/lomba-desa">Lomba Desa</a></div>
<table><tr><td><a href="/artikel/2026/5/3/rapat-bulanan">Rapat Bulanan</a></td></tr>
<tr><th id="label-meta-agenda">Lokasi</th><td>Balai</td></tr></table>
"""


def test_short_names_in_the_navigation_and_rows_of_the_agenda_are_no_articles() -> None:
    tree = lxml.html.document_fromstring(FRONT)
    site = read_homepage(FetchResult(Fetch(SITE, Kind.HOME), 200, SITE, tree=tree))
    paths = ("artikel/2020/3/1/sejarah-desa", "artikel/2026/5/3/rapat-bulanan")
    assert OPENSID.static_pages(site) == {article_id(SITE + path) for path in paths}
    assert GENERIC.static_pages(site) == frozenset()
