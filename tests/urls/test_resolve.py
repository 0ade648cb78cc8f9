"""`resolve` must return what urljoin returns, for links of every form."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls.parsing import resolve

PIECES = st.sampled_from([
    "/", "//", "a", "berita.html", ".", "..", "?", "x=1", "&", "#", "http://", "https://", "sinjai.go.id",
    ":80", ";", "%20", "HTTP://", "@", "=", "é", "\\", "[", ":", " ", "\n",
])  # fmt: skip
BASES = st.sampled_from([
    "https://sinjai.go.id/berita/12", "http://sinjai.go.id", "http://sinjai.go.id:81/a/?b=1#c",
    "HTTP://sinjai.go.id/x", "http:///x", "ftp://sinjai.go.id/x", "file:///x", "/x", "",
])  # fmt: skip


def _outcome(read: Callable[[str, str], str], base: str, href: str) -> str | tuple[type[Exception], str]:
    try:
        return read(base, href)
    except ValueError as error:
        return type(error), str(error)


@given(BASES, st.lists(PIECES, max_size=8).map("".join))
def test_same_as_urljoin(base: str, href: str) -> None:
    assert _outcome(resolve, base, href) == _outcome(urljoin, base, href)


@pytest.mark.parametrize(
    "href",
    [
        "/berita/panen-raya",
        "/?p=12",
        "https://sinjai.go.id/a?b=c",
        "//x.id/a",
        "/a/../b",
        "/a;",
        "/a?",
        "/./",
    ],
)
def test_usual_forms(href: str) -> None:
    base = "https://sinjai.go.id/berita/1"
    assert resolve(base, href) == urljoin(base, href)
