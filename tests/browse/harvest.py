"""A small ledger to browse: two portals, a changed article, a duplicate, hostile text."""

from __future__ import annotations

from pathlib import Path

from crawler.items import Article
from crawler.ledger.ledger import Ledger
from crawler.ledger.visit import Visit
from crawler.ledger.visits import History
from tests.ledger.making import OTHER, PORTAL, make_article

HOSTILE = (
    '</title><script>alert(1)</script><img src="x" onerror="alert(1)"> {{ 7*7 }} [x](javascript:alert(1))'
)


def harvest() -> list[Article]:
    """The articles, in storage order."""
    made = [
        make_article(
            number, published_at=f"2026-11-{number:02d}T08:00:00+07:00", language="id", section="Berita"
        )
        for number in range(1, 29)
    ]
    flood = "Warga menerima bantuan setelah banjir bandang di Kécamatan Sukamaju."
    made.append(make_article(40, OTHER, title="Banjir bandang", body=[flood], published_at="2026-11-20"))
    made.append(
        make_article(41, OTHER, title=HOSTILE, body=[HOSTILE, HOSTILE], section=HOSTILE, published_at=None)
    )
    made.append(make_article(3, title="Judul yang diperbaiki", published_at="2026-11-03T08:00:00+07:00"))
    return made


def fill(ledger_file: Path, articles: list[Article] | None = None) -> None:
    """Store the articles in the ledger, like a crawl."""
    with Ledger.open(ledger_file) as ledger:
        ledger.start_run()
        for portal in (PORTAL, OTHER):
            ledger.lease(portal)
        for article in articles or harvest():
            ledger.record_article(article, lambda stored: None)
            ledger.flush()
    with History.open(ledger_file) as history:
        history.record([Visit(PORTAL.id, history.now(), "run", complete=True, verdict="watch")])
