"""The API behind a portal, found by the requests of its pages, for APIs of several shapes."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.render.api_search import Findings, find_api
from crawler.render.browser import Browser
from crawler.render.messages import PageRequest, PageResponse
from tests.render.pages import SITE, Table, in_browser
from tests.sites.script_drawn import ScriptDrawn, Shape

pytestmark = pytest.mark.browser


class Served(Table):
    """The pages of a test portal."""

    def __init__(self, site: ScriptDrawn) -> None:
        super().__init__({})
        self.site = site

    async def get(self, wanted: PageRequest) -> PageResponse:
        self.asked.append(wanted.url)
        parts = urlsplit(wanted.url)
        reply = self.site.respond(parts.path + (f"?{parts.query}" if parts.query else ""), wanted.headers)
        return PageResponse(wanted.url, reply.status, {"content-type": reply.content_type}, reply.data)


def _find(site: ScriptDrawn) -> Findings:
    served = Served(site)

    async def scenario(browser: Browser) -> Findings:
        return await find_api(browser, served.get, SITE, "portal")

    return in_browser(served, scenario)


SHAPES: dict[str, tuple[Shape, dict[str, Any], str | None]] = {
    "list and detail": (
        Shape(),
        {
            "endpoint": f"{SITE}api/berita?halaman={{page}}&jumlah=100",
            "items": "data",
            "total": "total",
            "address": "slug",
            "address_template": f"{SITE}berita/{{}}",
            "detail": f"{SITE}api/berita/{{}}",
            "detail_item": "data",
            "title": "judul",
            "published": "tanggal",
            "body": "isi",
            "author": "penulis",
            "section": "kategori",
        },
        None,
    ),
    "offsets, no total, texts in the list": (
        Shape(query="mulai={page}", total=None, offset=True, in_list=True, items="hasil", title="title"),
        {"endpoint": f"{SITE}api/berita?mulai={{offset}}", "items": "hasil", "title": "title", "body": "isi"},
        None,
    ),
    "a cursor": (
        Shape(cursor="lanjut", in_list=True),
        {
            "endpoint": f"{SITE}api/berita?jumlah=100",
            "next": "lanjut",
            "next_template": f"{SITE}api/berita?jumlah=100&setelah={{}}",
            "body": "isi",
        },
        None,
    ),
    "WordPress": (
        Shape(
            api="wp-json/wp/v2/posts", query="page={page}&per_page={size}", wordpress=True, in_list=True,
            items="x", title="title.rendered", body="content.rendered", detail="wp-json/wp/v2/one/{slug}",
            detail_item="", largest=100,
        ),
        {
            "endpoint": f"{SITE}wp-json/wp/v2/posts?page={{page}}&per_page=100&_embed=1",
            "items": "@", "title": "title.rendered", "body": "content.rendered", "published": "date",
        },
        "WordPress REST",
    ),
    "Strapi": (
        Shape(
            query="pagination[page]={page}&pagination[pageSize]={size}", strapi=True, total=None,
            in_list=True,
        ),
        {"endpoint": f"{SITE}api/berita?pagination[page]={{page}}&pagination[pageSize]=100", "body": "isi"},
        "Strapi",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if index else ()) for index, name in enumerate(SHAPES)]
)
def test_the_api_is_described(name: str) -> None:
    shape, expected, known = SHAPES[name]
    findings = _find(ScriptDrawn(12, shape))
    assert findings.why is None
    assert findings.options is not None
    assert {key: findings.options.get(key) for key in expected} == expected
    assert findings.known == known
    assert (findings.agreed, findings.compared) == (2, 2)


@pytest.mark.slow
def test_an_api_that_needs_a_key_is_left() -> None:
    findings = _find(ScriptDrawn(12, key="x-api-key"))
    assert findings.options is None
    assert "needs the header 'x-api-key'" in (findings.why or "")
    assert findings.renders_links


@pytest.mark.slow
def test_a_page_without_a_list_says_so() -> None:
    table = Table({SITE: f"<body><h1>Portal</h1><p>{'Selamat datang di Wonoasri. ' * 4}"})

    async def scenario(browser: Browser) -> Findings:
        return await find_api(browser, table.get, SITE, "portal")

    findings = in_browser(table, scenario)
    assert findings.options is None
    assert findings.why == "its pages request no list of articles as JSON"


@pytest.mark.slow
def test_an_api_of_another_owner_is_named_and_left() -> None:
    script = "fetch('https://awan.lain.test/berita').catch(() => 0)"
    table = Table({SITE: f"<body><p>{'Selamat datang di Wonoasri. ' * 4}<script>{script}</script>"})

    async def scenario(browser: Browser) -> Findings:
        return await find_api(browser, table.get, SITE, "portal")

    findings = in_browser(table, scenario)
    assert (
        findings.why == "its pages request data from awan.lain.test, another owner's host, so it is not used"
    )
    assert table.asked == [SITE]


@pytest.mark.slow
def test_a_list_by_post_is_named_and_left() -> None:
    query = '{"query": "query { berita { id slug judul tanggal } }"}'
    script = f"fetch('/graphql', {{method: 'POST', body: JSON.stringify({query})}}).catch(() => 0)"
    items = [
        {"id": n, "slug": f"kabar-{n}", "judul": f"Kabar panjang desa nomor {n}", "tanggal": "2026-05-01"}
        for n in range(4)
    ]
    page = f"<body><p>{'Selamat datang di Wonoasri. ' * 4}<script>{script}</script>"
    table = Table({SITE: page, f"{SITE}graphql": json.dumps({"data": {"berita": items}})})

    async def scenario(browser: Browser) -> Findings:
        return await find_api(browser, table.get, SITE, "portal")

    assert in_browser(table, scenario).why == f"{SITE}graphql is requested by POST, so it is not used"
