from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse, Request
from scrapy.utils.test import get_crawler

from crawler.middlewares.redirects import RefreshMiddleware

META = '<meta http-equiv="Refresh" content="0; url=/beranda">'


def answer(body: bytes) -> Request | HtmlResponse:
    middleware = RefreshMiddleware.from_crawler(get_crawler(settings_dict={"METAREFRESH_MAXDELAY": 5}))
    request = Request("https://a.go.id/")
    found = middleware.process_response(request, HtmlResponse(request.url, body=body, encoding="utf-8"))
    assert isinstance(found, Request | HtmlResponse)
    return found


@pytest.mark.parametrize(
    "head",
    [META, META.upper(), "<title>é</title>" + " " * 4000 + META, "é" * 4000 + META, META.replace("0;", "4;")],
)
def test_a_page_that_sends_on_is_followed(head: str) -> None:
    found = answer(head.encode())
    assert isinstance(found, Request)
    assert found.url.lower() == "https://a.go.id/beranda"


def test_so_is_one_in_utf_16() -> None:
    middleware = RefreshMiddleware.from_crawler(get_crawler(settings_dict={"METAREFRESH_MAXDELAY": 5}))
    request = Request("https://a.go.id/")
    body = f"<html>{META}".encode("utf-16")
    found = middleware.process_response(request, HtmlResponse(request.url, body=body, encoding="utf-16"))
    assert isinstance(found, Request)


@pytest.mark.parametrize(
    "text", ["<p>Berita", f"<p>{' ' * 4096}{META}", META.replace("0;", "9;"), "<p>refresh</p>"]
)
def test_other_pages_stay(text: str) -> None:
    assert isinstance(answer(text.encode()), HtmlResponse)


def test_a_page_without_the_word_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def decode(_: HtmlResponse) -> str:
        raise AssertionError("decoded")

    monkeypatch.setattr(HtmlResponse, "text", property(decode))
    assert isinstance(answer(b"<p>Berita"), HtmlResponse)
