"""The one page of a listing that shows whether the sources before listed all of its articles."""

from __future__ import annotations

import pytest
from lxml import html

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.listing.source import ListingSource
from crawler.discovery.messages import FetchResult
from crawler.urls.canonical import article_id
from tests.sites.drive import NOW

SITE = "https://desa.example.id"
SIZE, COUNT = 8, 76


def url(number: int) -> str:
    return f"{SITE}/artikel/2026/11/{number % 28 + 1}/kabar-warga-desa-nomor-{number}"


def page(address: str, boxes: int) -> html.HtmlElement:
    place = int(address.rpartition("/")[2]) if "/index/" in address else 1
    numbers = range(COUNT, 0, -1)[SIZE * (place - 1) : SIZE * place]
    main = "".join(
        f"<div class=isi><h2><a href='{url(n)}'>Kabar Warga Desa {n}</a></h2></div>" for n in numbers
    )
    box = "".join(
        f"<li class=acak><a href='{url(n)}'>Kabar Warga Desa Nomor {n}</a></li>" for n in range(1, boxes + 1)
    )
    last = -(-COUNT // SIZE)
    pager = "".join(f"<li><a href='{SITE}/index/{n}'>{n}</a></li>" for n in range(1, last + 1) if n != place)
    listing = f"<div class=artikel>{main}<ul class=pagination>{pager}</ul></div>"
    return html.document_fromstring(f"<html><body>{listing}<ul>{box}</ul></body></html>")


def pages_read(missing: set[int], boxes: int) -> list[str]:
    """The pages that the source reads if the sources before listed all articles but some."""
    known = ArticleIds(article_id(url(n)) for n in range(1, COUNT + 1) if n not in missing)
    source = ListingSource([f"{SITE}/index"], CrawlOptions(now=NOW, skip_ahead=False))
    step = source.start(known)
    read = []
    while step.fetches:
        (fetch,) = step.fetches
        read.append(fetch.url.rpartition("/")[2])
        tree = page(fetch.url, boxes)
        step = source.receive(FetchResult(fetch, 200, fetch.url, tree=tree, known=known))
    return read


@pytest.mark.parametrize("boxes", [0, 3, 7])
def test_the_last_page_is_enough(boxes: int) -> None:
    assert pages_read(set(), boxes) == ["index", "10"]


@pytest.mark.parametrize("boxes", [0, 7])
@pytest.mark.parametrize("missing", [{1}, {40}, {30, 31, 32, 33, 34, 35, 36, 37, 38}])
def test_all_pages_if_an_article_is_missing(missing: set[int], boxes: int) -> None:
    assert {*pages_read(missing, boxes)} >= {str(number) for number in range(2, 10)}
