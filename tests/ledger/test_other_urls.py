"""One text under several URLs of a portal: which of them are one article."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.items import Article
from crawler.ledger.entries import Fetched, Stored
from crawler.ledger.ledger import Ledger
from crawler.urls.canonical import article_id
from tests.ledger.making import OTHER, PORTAL, make_article


def shown_at(url: str, **fields: Any) -> Article:
    return make_article(1, id=article_id(url), url=url, canonical_url=url, **fields)


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("first", "second", "fields", "kind"),
    [
        ("contoh.go.id/sid-1f/berita/taman-kota", "contoh.go.id/sid-2e/berita/taman-kota", {}, "unchanged"),
        ("contoh.go.id/sid-1f/berita/taman-kota", "contoh.go.id/berita/taman-kota", {}, "unchanged"),
        ("contoh.go.id/Berita/Taman-Kota", "contoh.go.id/berita/taman-kota", {}, "unchanged"),
        ("contoh.go.id/baca?id=5", "berita.contoh.go.id/baca?id=5", {}, "unchanged"),
        ("contoh.go.id/1/berita/taman-kota", "portal.contoh.go.id/2/berita/taman-kota", {}, "unchanged"),
        # The same name in another folder is another article if it was published on another day.
        (
            "contoh.go.id/2024/pasar-murah",
            "contoh.go.id/2025/pasar-murah",
            {"published_at": "2025-01-01"},
            "new",
        ),
        ("contoh.go.id/1/baca", "contoh.go.id/2/baca", {}, "new"),
        ("contoh.go.id/berita/6/taman-kota", "contoh.go.id/berita/9/taman-kota", {}, "new"),
        ("contoh.go.id/berita/taman-kota", "contoh.go.id/berita/taman-desa", {}, "new"),
        ("contoh.go.id/baca?id=5", "contoh.go.id/baca?id=6", {"title": "Judul lain sekali"}, "new"),
        ("contoh.go.id/a/taman-kota", "contoh.go.id/b/taman-kota", {"portal": OTHER}, "new"),
    ],
)
def test_a_text_under_another_url(
    ledger: Ledger, together: bool, first: str, second: str, fields: dict[str, Any], kind: str
) -> None:
    answers: list[Stored] = []
    for article in (shown_at(f"https://{first}"), shown_at(f"https://{second}", **fields)):
        ledger.record_article(article, answers.append)
        if not together:
            ledger.flush()
    ledger.flush()
    assert [answer.kind for answer in answers] == ["new", kind]
    assert len(list(ledger.lines(PORTAL.id, ledger.run.crawl_date, 0))) == 1 + (
        kind == "new" and not fields.get("portal")
    )


def test_the_page_at_the_url_of_an_article_outranks_one_that_names_it(ledger: Ledger) -> None:
    own, other = "https://contoh.go.id/berita/taman-kota", "https://contoh.go.id/promo/murah"
    named = make_article(
        1, id=article_id(own), url=other, canonical_url=own, title="Harga murah pekan ini", body=["Promo."]
    )
    texts = [named, shown_at(own), shown_at(own, title="Situs sedang diperbaiki", body=["Mohon maaf."])]
    answers: list[Stored] = []
    for article in texts:
        ledger.fetched(Fetched(PORTAL.id, article.url, article.url))
        ledger.record_article(article, answers.append)
        ledger.flush()
    assert [answer.kind for answer in answers] == ["new", "changed", "replaced"]
