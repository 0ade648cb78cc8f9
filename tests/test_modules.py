"""The size of modules, as CONTRIBUTING.md limits it."""

from __future__ import annotations

from tests.crawling import ROOT

MAX_LINES = 350


def test_no_module_is_longer_than_a_reader_keeps_in_mind() -> None:
    modules = [file for top in ("crawler", "spiders", "pipelines") for file in (ROOT / top).rglob("*.py")]
    assert len(modules) > 300
    lengths = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in modules}
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}
