"""The fast tokenizer finds the same words as the pattern, in any text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.language.tokenizer import letter_words, words

MARKED = st.text(alphabet="aB1_é²٣ь中-–—.,:;!?()\"“”'’/…\n\t\u00a0\u200b[]|%*+&@")


@given(st.one_of(st.text(), MARKED))
def test_the_words_are_those_of_the_pattern(text: str) -> None:
    assert words(text) == re.findall(r"\w+", text)
    assert letter_words(text) == re.findall(r"[^\W\d_]+", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bupati, “Pasar” (22/3/2022).", ["Bupati", "Pasar", "22", "3", "2022"]),
        ("slot88|gacor*77", ["slot88", "gacor", "77"]),
        ("", []),
    ],
)
def test_words_of_a_line(text: str, expected: list[str]) -> None:
    assert words(text) == expected
