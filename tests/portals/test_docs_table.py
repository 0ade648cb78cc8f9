from __future__ import annotations

from pathlib import Path

import pytest

from crawler.portals import Portal, load_registry
from crawler.portals.docs_table import (
    DOCUMENT,
    READMES,
    display_width,
    document,
    main,
    text_table,
    with_counts,
)


def test_the_page_of_portals_is_what_the_registry_says() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(list(load_registry())), "run `make portals`"
    assert main(["--check"]) == 0


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_counts_in_the_readmes_are_what_the_registry_says(readme: Path) -> None:
    portals = list(load_registry())
    text = readme.read_text(encoding="utf-8")
    assert text == with_counts(text, portals, READMES[readme]), "run `make portals`"
    one_less = with_counts(text, portals[1:], READMES[readme])
    assert one_less != text
    assert f"**{len(portals)} portal" in text


def test_every_portal_stands_on_the_page_once() -> None:
    page = document(list(load_registry()))
    for portal in load_registry():
        assert page.count(f"| `{portal.id}` |") == 1


def test_cells_cannot_break_the_table() -> None:
    portal = Portal(id="a", name="A | B", address="https://a.example/", domain="a.example")
    assert "[A \\| B](https://a.example/)" in document([portal])


def test_widths_are_those_of_a_terminal() -> None:
    assert display_width("abc") == 3
    assert display_width("新聞") == 4
    assert display_width("e\u0301") == 1
    assert display_width("a\u200bb") == 2
    table = text_table([Portal(id="a", name="新聞", address="https://a.example/", domain="a.example")])
    assert table.splitlines()[1] == "a   新聞  -         WIB   -         unverified  https://a.example/"
