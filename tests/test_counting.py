"""Numbers with their nouns, in messages and reasons."""

from __future__ import annotations

import ast
import re

import pytest

from crawler.counting import counted
from crawler.report.run_data import Reason
from crawler.report.wording import reason_text
from tests.crawling import ROOT

PLURAL = re.compile(
    r"^ (?:new )?(?:portals|tasks|articles|records|files|hosts|governments|sinks) ?\w*", re.ASCII
)
NEVER_ONE = {
    ("crawler/extensions/summary.py", "len(outcomes)"): "only where there are several",
    ("crawler/extensions/summary.py", "count"): "only where there are several",
    ("crawler/probing/render_probe.py", "findings.compared"): "several pages are compared",
    ("crawler/render/api_search.py", "compared"): "several pages are compared",
    ("crawler/discovery/outage.py", "before"): "an outage needs many",
    ("crawler/discovery/outage.py", "self._count"): "an outage needs many",
    ("crawler/deliver/deliverer.py", "self._refused_in_row"): "several in a row",
    ("crawler/platforms/json_api.py", "total"): "more than those listed",
    ("crawler/templates/lifecycle.py", "_DOUBTS"): "a constant",
    ("crawler/portals/docs_table.py", "len(portals)"): "the registry has hundreds",
    ("crawler/portals/docs_table.py", "len(governments(portals))"): "the registry has hundreds",
    ("crawler/commands/portals.py", "program()"): "the name of a command",
    ("crawler/console/portal_list.py", "program()"): "the name of a command",
    ("crawler/portals/errors.py", "program()"): "the name of a command",
    ("crawler/extraction/spam/hidden_text.py", "len(hosts)"): "evidence needs several",
}
"""Numbers before a plural that are never 1, with the reason."""


def test_a_number_has_its_noun() -> None:
    assert [counted(number, "task") for number in (0, 1, 2)] == ["0 tasks", "1 task", "2 tasks"]
    assert [counted(number, "is", "are") for number in (1, 2)] == ["1 is", "2 are"]


def test_reasons_have_singulars() -> None:
    silent = Reason("silent", {"days": 9, "usual": 1.0})
    assert reason_text(silent).endswith("no new article for 9 days; it usually publishes every 1 day")
    assert reason_text(silent, "id").endswith("selama 9 hari; biasanya terbit tiap 1 hari")
    assert reason_text(Reason("never_published", {"runs": 1})) == "no article in 1 run"
    assert reason_text(Reason("never_published", {"runs": 11})) == "no article in 11 runs"


@pytest.mark.parametrize("folder", ["crawler", "spiders", "pipelines"])
def test_no_message_puts_a_plural_after_a_number_that_may_be_one(folder: str) -> None:
    found = set()
    for file in (ROOT / folder).rglob("*.py"):
        name = str(file.relative_to(ROOT))
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.JoinedStr):
                for value, after in zip(node.values, node.values[1:], strict=False):
                    if (
                        isinstance(value, ast.FormattedValue)
                        and isinstance(after, ast.Constant)
                        and PLURAL.match(str(after.value))
                        and not ast.unparse(value.value).startswith("counted(")
                    ):
                        found.add((name, ast.unparse(value.value)))
    assert found <= NEVER_ONE.keys()
