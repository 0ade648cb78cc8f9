"""The examples of docs/api.md give the results in their comments."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest

from tests.crawling import ROOT

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=["articles", "dates"])
def test_each_line_gives_the_value_in_its_comment(block: str) -> None:
    names: dict[str, Any] = {}
    checked = 0
    for statement in ast.parse(block).body:
        source = ast.get_source_segment(block, statement) or ""
        line = block.splitlines()[(statement.end_lineno or 1) - 1]
        comment = line.partition("  # ")[2]
        if isinstance(statement, ast.Expr) and comment:
            assert eval(source, names) == ast.literal_eval(comment), source
            checked += 1
        else:
            exec(source, names)
    assert checked >= 4
