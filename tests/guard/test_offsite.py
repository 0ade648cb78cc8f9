from __future__ import annotations

import pytest

from crawler.guard import refuse_redirect


def named() -> set[str]:
    return {"kominfo.lain.go.id", "mediacenterdua.com"}


@pytest.mark.parametrize(
    ("origin", "target"),
    [
        ("http://malangkota.go.id/", "https://malangkota.go.id/"),
        ("http://malangkota.go.id/", "https://www.malangkota.go.id/"),
        ("https://malangkota.go.id/", "https://mediacenter.malangkota.go.id/x"),
        ("https://a.b.desa.id/", "https://b.desa.id/"),
        ("https://portal.go.id/", "https://kominfo.lain.go.id/berita"),
        ("https://portal.go.id/", "https://www.kominfo.lain.go.id/berita"),
        ("https://portal.go.id/", "https://MediaCenterDua.com/"),
        ("https://portal.go.id./", "https://portal.go.id/"),
        ("http://127.0.0.1:5000/", "http://127.0.0.1:5001/"),
    ],
)
def test_followed(origin: str, target: str) -> None:
    assert refuse_redirect(origin, target, named) is None


@pytest.mark.parametrize(
    ("origin", "target"),
    [
        ("https://malangkota.go.id/", "https://judi.example/"),
        ("https://malangkota.go.id/", "https://bandung.go.id/"),  # go.id is a suffix, not a domain
        ("https://malangkota.go.id/", "https://go.id/"),
        ("https://satu.blogspot.com/", "https://dua.blogspot.com/"),
        ("https://malangkota.go.id/", "https://malangkota.go.id.judi.example/"),
        ("https://malangkota.go.id/", "https://xmalangkota.go.id/"),
        ("http://127.0.0.1/", "http://127.0.0.2/"),
        ("http://localhost/", "http://127.0.0.1/"),
    ],
)
def test_not_followed(origin: str, target: str) -> None:
    refusal = refuse_redirect(origin, target, named)
    assert refusal is not None
    assert refusal.reason == "offsite"


def test_the_registry_is_asked_only_when_a_redirect_leaves_its_domain() -> None:
    def never() -> set[str]:
        raise AssertionError("asked")

    assert refuse_redirect("http://malangkota.go.id/", "https://www.malangkota.go.id/", never) is None
