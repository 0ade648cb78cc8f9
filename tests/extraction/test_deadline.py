"""The time limit for one page."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from crawler.extraction import deadline, extract_article, locate_article
from crawler.extraction.deadline import Deadline, OutOfTime, check_time
from crawler.extraction.dom.parse import parse_html
from crawler.items import Page
from crawler.portals import portal_of_host
from crawler.stats.outcomes import Dropped
from pipelines.boilerplate import BoilerplatePipeline
from pipelines.dates import DatesPipeline
from pipelines.extract import ExtractPipeline

URL = "https://portal.go.id/berita/jembatan"
LONG = "<h1>Jembatan</h1>" + "".join(
    f"<p>Warga RT {number} berkumpul, Rabu (16/11/2022) pukul 09.00 WIB, di balai desa.</p>"
    for number in range(3000)
)


def page(html: str) -> Page:
    return Page(URL, portal_of_host(URL), parse_html(html, URL), datetime.now(UTC))


def test_without_a_budget_nothing_is_cut_short() -> None:
    check_time()
    assert len(extract_article(LONG, URL).body) > 2900


def test_a_budget_is_for_all_steps_together() -> None:
    budget = Deadline(0.05)
    with pytest.raises(OutOfTime):  # noqa: PT012
        for _ in range(10_000):
            with budget:
                sum(range(10_000))
                check_time()
    assert budget.spent >= 0.05
    check_time()  # and outside of it there is no limit


def test_a_page_is_left_in_the_midst_of_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = count()
    for clock in ("thread_time", "perf_counter"):  # a second passes between two checks
        monkeypatch.setattr(deadline, clock, lambda: float(next(looks)))
    unhurried = Deadline(1e9)
    with unhurried:
        draft = locate_article(page(LONG))
    whole = unhurried.spent
    assert len(draft.body.blocks) > 2900
    budget = Deadline(whole / 10)
    with pytest.raises(OutOfTime), budget:
        locate_article(page(LONG))
    assert budget.spent < whole / 2


def test_a_page_that_takes_too_long_is_dropped_with_its_reason() -> None:
    with pytest.raises(Dropped) as dropped:
        ExtractPipeline(1e-6).process_item(page(LONG))
    assert dropped.value.reason == "too_slow"


@pytest.mark.parametrize("step", [BoilerplatePipeline(), DatesPipeline()])
def test_later_steps_spend_what_the_first_left(step: BoilerplatePipeline | DatesPipeline) -> None:
    draft = ExtractPipeline(60.0).process_item(page(LONG))
    assert draft.time.spent > 0
    draft.time.spent = 60.0
    with pytest.raises(Dropped) as dropped:
        step.process_item(draft)
    assert dropped.value.reason == "too_slow"


def test_an_ordinary_page_keeps_within_the_setting() -> None:
    from crawler.settings import PAGE_MAX_SECONDS

    html = (
        Path(__file__)
        .parent.joinpath("spam/fixtures/injection/legitimate/35-raid-names-sites.html")
        .read_text()
    )
    draft = ExtractPipeline(PAGE_MAX_SECONDS).process_item(page(html))
    draft = DatesPipeline().process_item(BoilerplatePipeline().process_item(draft))
    assert 0 < draft.time.spent < PAGE_MAX_SECONDS / 10
