"""Which requests of a page are made."""

from __future__ import annotations

import pytest

from crawler.render.messages import PageResponse
from crawler.render.request_policy import Action, action_for
from crawler.render.script_cache import ScriptCache

SITE = "https://berita.wonoasrikab.go.id/"


@pytest.mark.parametrize(
    ("kind", "method", "url", "sent", "action"),
    [
        ("document", "GET", SITE, None, Action.DOWNLOAD),
        ("script", "GET", SITE + "a.js", None, Action.DOWNLOAD),
        ("fetch", "GET", "https://api.wonoasrikab.go.id/berita", None, Action.DOWNLOAD),
        ("xhr", "POST", SITE + "graphql", '{"query": "query { berita { judul } }"}', Action.DOWNLOAD),
        ("xhr", "POST", SITE + "graphql", '{"query": " mutation { lihat(id: 1) }"}', Action.METHOD),
        ("xhr", "POST", SITE + "hitung", '{"id": 1}', Action.METHOD),
        ("xhr", "POST", SITE + "hitung", "id=1", Action.METHOD),
        ("xhr", "POST", SITE + "hitung", None, Action.METHOD),
        ("fetch", "DELETE", SITE + "berita/1", None, Action.METHOD),
        ("stylesheet", "GET", "https://cdn.test/a.css", None, Action.EMPTY),
        ("image", "GET", SITE + "a.jpg", None, Action.KIND),
        ("font", "GET", SITE + "a.woff2", None, Action.KIND),
        ("media", "GET", SITE + "a.mp4", None, Action.KIND),
        ("websocket", "GET", SITE, None, Action.KIND),
        ("script", "GET", "https://statistik.test/t.js", None, Action.THIRD_PARTY),
        ("fetch", "GET", "http://127.0.0.1/", None, Action.THIRD_PARTY),
        ("document", "GET", "https://malangkota.go.id/", None, Action.THIRD_PARTY),
        ("document", "GET", "file:///etc/passwd", None, Action.SCHEME),
    ],
)
def test_requests(kind: str, method: str, url: str, sent: str | None, action: Action) -> None:
    assert action_for(kind, method, url, SITE, sent) is action
    assert action.refuses is (action not in (Action.DOWNLOAD, Action.EMPTY))


def test_the_cache_keeps_what_was_used_last() -> None:
    cache = ScriptCache(most=100)
    for name in "abc":
        cache[name] = PageResponse(name, 200, {}, b"x" * 40)
        assert cache["a"].url == "a"
    assert set(cache) == {"a", "c"}
    cache["a"] = PageResponse("a", 200, {}, b"x" * 90)
    assert set(cache) == {"a"}
