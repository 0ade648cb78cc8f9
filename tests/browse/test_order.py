"""Every way to read on, by pages or in one file, gives each of 20,000 articles once."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest

from crawler.browse.app import BrowseApp
from crawler.browse.facets import write_totals
from crawler.browse.positions import minute, position
from crawler.browse.projection import open_database, store
from tests.browse.asking import ask

ARTICLES = 20_000
DAYS = ("2026-11-20", "2026-11-21", "2026-11-21T08:00:00+07:00", "2026-11-21T08:00:30+07:00", None)
"""Few values, so that thousands of articles are equal by time."""


def records() -> Iterator[tuple[int, bytes]]:
    for number, day in zip(range(1, ARTICLES + 1), itertools.cycle(DAYS), strict=False):
        record = {
            "id": f"id{number}", "revision": 1, "title": f"Taman {number}",
            "body": ["Warga datang ke taman.", "Kota bersih."], "published_at": day, "section": "Berita",
            "language": "id", "canonical_url": f"https://contoh.go.id/{number}",
            "portal": {"id": "contoh", "name": "Portal Contoh", "domain": "contoh.go.id", "province": "Bali"},
        }  # fmt: skip
        yield number, json.dumps(record).encode()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> BrowseApp:
    file = tmp_path_factory.mktemp("many") / "warta.db"
    with closing(open_database(file)) as database:
        assert store(database, records()) == ARTICLES
        write_totals(database)
        database.commit()
    return BrowseApp(file, file.parent / "reports")


ALL = Counter({f"id{number}": 1 for number in range(1, ARTICLES + 1)})


@pytest.mark.parametrize("query", ["", "&q=taman", "&q=taman&portal=contoh&province=Bali"])
def test_pages_of_a_list_and_of_a_search(app: BrowseApp, query: str) -> None:
    seen: Counter[str] = Counter()
    after = ""
    while after is not None:
        answer = ask(app, f"/api/search?limit=999{query}" + (f"&after={after}" if after else "")).json
        seen.update(one["id"] for one in answer["articles"])
        after = answer["after"]
    assert seen == ALL


def test_pages_by_seq(app: BrowseApp) -> None:
    seen: Counter[str] = Counter()
    seq, more = 0, True
    while more:
        answer = ask(app, f"/api/articles?limit=1000&since_seq={seq}").json
        seen.update(one["id"] for one in answer["articles"])
        seq, more = answer["next_seq"], answer["more"]
    assert seen == ALL
    assert seq == ARTICLES


def test_files_are_whole(app: BrowseApp) -> None:
    rows = csv.DictReader(io.StringIO(ask(app, "/articles.csv?q=taman").text))
    assert Counter(row["id"] for row in rows) == ALL
    lines = ask(app, "/articles.jsonl").body.splitlines()
    assert Counter(json.loads(line)["id"] for line in lines) == ALL
    assert Counter(one["id"] for one in ask(app, "/articles.json?q=taman").json) == ALL


def test_pages_for_people_lead_from_one_to_the_next(app: BrowseApp) -> None:
    first = ask(app, "/").text
    assert 'href="/?after=' in first
    link = first.partition('class="button" href="/?')[2].partition('"')[0]
    second = ask(app, f"/?{link}").text
    ids = [{part.partition('"')[0] for part in page.split("/article/")[1:]} for page in (first, second)]
    assert len(ids[0]) == len(ids[1]) == 25
    assert not ids[0] & ids[1]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1970-01-02T00:00:00+00:00", 1440),
        ("1970-01-02T07:00:59+07:00", 1440),
        ("1970-01-02", 1440 - 420),
        ("1969-05-05", 0),
        ("0001-01-01T00:00:00+09:00", 0),
        ("yesterday", 0),
        (None, 0),
    ],
)
def test_a_time_is_minutes_in_utc(text: str | None, minutes: int) -> None:
    assert minute(text) == minutes


def test_positions_fit_an_integer_of_the_database_and_differ_by_seq() -> None:
    assert position("9999-12-31T23:59:59+00:00", (1 << 31) - 1) < 1 << 63
    assert position("2026-11-20", 1) != position("2026-11-20", 2)
    assert position("2026-11-20", 9) < position("2026-11-20T00:01:00+07:00", 1)
