"""Import paths of components that do not exist are refused with the current path."""

from __future__ import annotations

import re

import pytest
from scrapy.settings import Settings

import crawler.settings
from crawler.portals import UsageError
from crawler.setting_components import _component_paths, _exists, check_components


def settings(**given: object) -> Settings:
    made = Settings()
    made.setmodule(crawler.settings)
    for name, value in given.items():
        made.set(name, value, priority="cmdline")
    return made


@pytest.mark.parametrize(
    ("name", "value", "current"),
    [
        (
            "EXTENSIONS",
            {"crawler.extensions.collection.Collection": 50},
            "crawler.extensions.garbage_collection.GarbageCollection",
        ),
        (
            "ADDONS",
            '{"crawler.extensions.identity.Identity": 100}',
            "crawler.extensions.user_agent.UserAgent",
        ),
        (
            "SPIDERMON_SPIDER_CLOSE_MONITORS",
            ["pipelines.stores.StorePipeline"],
            "pipelines.store.StorePipeline",
        ),
        (
            "STATS_CLASS",
            "crawler.middlewares.guard.GuardMiddlewares",
            "crawler.middlewares.guard.GuardMiddleware",
        ),
        ("ITEM_PIPELINES", {"crawler.gone.Qwertz": 100}, "remove it"),
    ],
)
def test_a_path_of_no_class_is_refused_with_the_current_one(name: str, value: object, current: str) -> None:
    with pytest.raises(UsageError, match=re.escape(current)) as raised:
        check_components(settings(**{name: value}))
    assert str(raised.value).startswith(f"{name} names ")


def test_components_of_the_project_and_of_users_pass() -> None:
    given = {"mine.pipelines.Mine": 1, "pipelines.store.StorePipeline": 900}
    check_components(settings(ITEM_PIPELINES=given))


def test_the_default_components_exist() -> None:
    for value in vars(crawler.settings).values():
        assert all(map(_exists, _component_paths(value)))
