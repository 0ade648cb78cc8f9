"""Nodes other than HTML elements at any place of a tree: no exception, the same text."""

from __future__ import annotations

import random

import pytest

from crawler.extraction import extract_article
from tests.fuzz.targets import URL, fuzz_trees


@pytest.mark.parametrize("seed", range(8))
def test_no_node_at_any_place_raises(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(40):
        fuzz_trees(bytes(dice.randrange(256) for _ in range(dice.choice([2, 4, 16, 40]))))


def test_a_comment_in_the_row_of_a_table_raises_nothing() -> None:
    page = "<title>Rapat</title><h1>Daftar Rapat</h1><table><tr><!-- kolom --><td>Senin<td>Aula</table>"
    assert (
        "not_an_article:title_only" in extract_article(page, URL).warnings or extract_article(page, URL).body
    )


@pytest.mark.parametrize("node", ["<!-- catatan -->", "<?php catatan ?>", "<![CDATA[ catatan ]]>"])
def test_comments_and_instructions_change_no_text(node: str) -> None:
    plain = (
        "<h1>Jembatan Wonoasri Dibuka</h1><article><p>Jembatan dibuka {}untuk umum pada Senin pagi.{}</p>{}"
        "<ul>{}<li>{}Warga berjalan kaki ke pasar desa.</ul>"
        "<p>{}Angkutan barang menyusul pekan depan.</p></article>"
    )
    with_nodes = extract_article(plain.replace("{}", node), URL)
    assert with_nodes.body == extract_article(plain.replace("{}", ""), URL).body
    assert len(with_nodes.body) == 3
