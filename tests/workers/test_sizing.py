"""When a crawl starts further extraction workers."""

from __future__ import annotations

import pytest

from crawler.settings import ITEM_PIPELINES
from crawler.workers.sizing import has_default_steps, processes, stores_unmodified
from pipelines.validate import ValidatePipeline
from spiders.archive import ArchiveSpider


@pytest.mark.parametrize(
    ("setting", "cores", "portals", "delay", "expected"),
    [
        ("auto", 1, 500, 0.0, 0),  # one core: nothing to gain
        ("auto", 2, 1, 1.0, 0),  # a page a second keeps no core busy
        ("auto", 2, 552, 1.0, 1),
        ("auto", 2, 1, 0.0, 1),
        ("auto", 64, 1, 0.0, 2),  # the crawl's own process cannot supply more
        ("0", 8, 552, 0.0, 0),
        (3, 1, 1, 5.0, 3),
    ],
)
def test_processes(setting: str | int, cores: int, portals: int, delay: float, expected: int) -> None:
    assert processes(setting, cores=cores, portals=portals, delay=delay) == expected


def test_a_pipeline_of_the_users_own_among_the_steps_wants_them_here() -> None:
    assert has_default_steps(ITEM_PIPELINES)
    assert has_default_steps(ITEM_PIPELINES | {"own.Behind": 450})
    assert not has_default_steps(ITEM_PIPELINES | {"own.Before": 50})
    assert not has_default_steps(ITEM_PIPELINES | {"own.Between": 250})


def test_steps_that_are_missing_moved_or_switched_off_are_not_taken_at_once() -> None:
    assert not has_default_steps({"pipelines.store.StorePipeline": 900})
    assert not has_default_steps(ITEM_PIPELINES | {"pipelines.boilerplate.BoilerplatePipeline": None})
    assert not has_default_steps(ITEM_PIPELINES | {"pipelines.boilerplate.BoilerplatePipeline": 320})
    without = {name: order for name, order in ITEM_PIPELINES.items() if "Validate" not in name}
    assert not has_default_steps(without)
    assert has_default_steps({**without, ValidatePipeline: 400})


def test_articles_that_a_step_of_the_users_own_may_change_are_stored_as_they_come_out_of_it() -> None:
    assert stores_unmodified(ITEM_PIPELINES, {})
    assert stores_unmodified(ITEM_PIPELINES | {"own.Behind": 950}, {})
    assert not stores_unmodified(ITEM_PIPELINES | {"own.Between": 450}, {})
    assert not stores_unmodified(ITEM_PIPELINES | {"pipelines.store.StorePipeline": None}, {})
    assert stores_unmodified(ArchiveSpider.custom_settings["ITEM_PIPELINES"], {})
    assert not stores_unmodified(ITEM_PIPELINES, {"own.Tags": 550})
    assert stores_unmodified(ITEM_PIPELINES, {"own.Tags": None})
