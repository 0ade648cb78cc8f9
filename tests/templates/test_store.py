"""Templates stored in the ledger, and editing them by hand."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction import normalise_dates, strip_boilerplate
from crawler.ledger.ledger import Ledger
from crawler.templates.store import (
    Templates,
    forget_template,
    last_revision,
    reasons_for_none,
    store_template,
    stored_template,
    stored_templates,
)
from tests.crawling import scrapy
from tests.extraction.portal_pages import classic, modern, page


class Tally:
    """Counts like a crawl's stats."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None:
        self.counts[key] += count

    def set_value(self, key: str, value: Any) -> None:
        self.counts[key] = value


def read(ledger: Ledger, numbers: range, look: Any = classic) -> tuple[Counter[str], list[str | None]]:
    """One run over these pages: its counts, and the layout that read each page."""
    stats = Tally()
    templates = Templates(stats, ledger)
    layouts = []
    ledger.start_run()
    for number in numbers:
        draft = normalise_dates(strip_boilerplate(templates.locate(page(look(number), number))))
        templates.note(draft)
        layouts.append(draft.layout)
    ledger.flush()
    return stats.counts, layouts


@pytest.fixture
def ledger(tmp_path: Path) -> Any:
    with Ledger.open(tmp_path / "ledger.db") as opened:
        yield opened


def test_short_runs_teach_together(ledger: Ledger) -> None:
    for start in range(0, 20, 5):
        assert stored_template(ledger, "kabar") is None
        read(ledger, range(start, start + 5))
    counts, layouts = read(ledger, range(30, 33))
    assert layouts == ["layout-1"] * 3
    assert not counts
    assert set(stored_templates(ledger)) == {"kabar"}


def test_a_change_that_short_runs_show_is_noticed(ledger: Ledger) -> None:
    read(ledger, range(20))
    total: Counter[str] = Counter()
    for start in range(100, 120, 4):
        total += read(ledger, range(start, start + 4), modern)[0]
    assert total["work/kabar/drifted"] == 1
    assert stored_template(ledger, "kabar", revision=1) is not None
    present = stored_template(ledger, "kabar")
    assert present is not None
    assert (present.revision, present.layouts[0].body) == (2, "section.narasi")


def test_by_hand(ledger: Ledger, tmp_path: Path) -> None:
    read(ledger, range(20))
    learned = stored_template(ledger, "kabar")
    assert learned is not None
    revised = json.loads(learned.to_json())
    revised["layouts"][0]["furniture"] = []
    file = tmp_path / "mine.json"
    file.write_text(json.dumps(revised), encoding="utf-8")
    flags = ("-s", f"OUTPUT_DIR={tmp_path}")
    done = scrapy("template", "kabar", "--import", str(file), *flags)
    assert done.returncode == 0, done.stderr
    shown = json.loads(scrapy("template", "kabar", *flags).stdout)
    assert (shown["revision"], shown["origin"]) == (2, "hand")
    assert shown["layouts"] == revised["layouts"]
    assert forget_template(ledger, "kabar")
    assert stored_template(ledger, "kabar") is None
    read(ledger, range(20))
    assert last_revision(ledger, "kabar") == 3
    assert stored_template(ledger, "kabar", revision=1) == learned


def test_what_is_stored_by_hand_is_judged_anew(ledger: Ledger) -> None:
    """Pages that did not match the earlier template are no evidence about the edited one."""
    read(ledger, range(20))
    read(ledger, range(100, 109), modern)
    learned = stored_template(ledger, "kabar")
    assert learned is not None
    store_template(ledger, learned)
    counts, _ = read(ledger, range(109, 113), modern)
    assert counts["work/kabar/drifted"] == 0


def test_one_that_cannot_be_read_is_said_and_learned_anew(ledger: Ledger) -> None:
    ledger.save_template("kabar", b'{"version": 99, "layouts": []}')
    counts, layouts = read(ledger, range(21))
    assert any("stored template is not used" in key for key in counts)
    assert layouts == [None] * 20 + ["layout-1"]


def scattered(number: int) -> str:
    """The text stands in another element on every page."""
    return classic(number).replace("teks-kabar", f"teks-{chr(97 + number % 26)}")


def test_why_there_is_none_is_said_by_the_run_and_the_commands(ledger: Ledger, tmp_path: Path) -> None:
    ledger.save_template("kabar", b"", "article.progress")
    counts, layouts = read(ledger, range(20), scattered)
    why = "the text of 20 pages stands in 20 different elements"
    assert counts[f"portal/kabar/note/no template of its pages: {why}"] == 1
    assert layouts == [None] * 20
    assert reasons_for_none(ledger) == {"kabar": why}
    shown = scrapy("template", "kabar", "-s", f"OUTPUT_DIR={tmp_path}")
    assert shown.returncode == 2
    assert why in shown.stderr
    read(ledger, range(30, 50))
    assert reasons_for_none(ledger) == {}


def test_places_that_an_earlier_version_learned_are_not_followed(ledger: Ledger) -> None:
    read(ledger, range(20))
    learned = stored_template(ledger, "kabar")
    assert learned is not None
    older = json.loads(learned.to_json())
    older["layouts"][0] |= {"title": "div.kotak-biru > p", "date": "span.x", "searches": ["lines"]}
    ledger.save_template("kabar", json.dumps(older).encode())
    assert stored_template(ledger, "kabar") == learned
    assert stored_templates(ledger) == {"kabar": learned}
    older["origin"] = "hand"
    ledger.save_template("kabar", json.dumps(older).encode())
    revised = stored_template(ledger, "kabar")
    assert revised is not None
    assert revised.layouts[0].title == "div.kotak-biru > p"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name one portal"),
        (("siapa", "--import", "README.md"), "not JSON"),
        (("siapa", "--revision", "7"), "no template 7"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(
    arguments: tuple[str, ...], message: str, ledger: Ledger, tmp_path: Path
) -> None:
    done = scrapy("template", *arguments, "-s", f"OUTPUT_DIR={tmp_path}")
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
