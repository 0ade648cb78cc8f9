"""JavaScript expressions as data."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.extraction.state.javascript import Unreadable, read_expression


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{judul:"Panen",tag:["a",\'b\'],}', {"judul": "Panen", "tag": ["a", "b"]}),
        ('{a:"\\x3Cp\\x3E \\u{1F33E} \\u003Cb>"}; b = 2', {"a": "<p> 🌾 <b>"}),
        ('{a:"satu\\\ndua"}', {"a": "satudua"}),
        ('JSON.parse("{\\"a\\": \\"x\\"}")', {"a": "x"}),
        ('JSON.parse(\'{"a": "x"}\')', {"a": "x"}),
        ('JSON.parse(decodeURIComponent("%7B%22a%22%3A%22x%22%7D"))', {"a": "x"}),
        (
            '(function(a,b){return {judul:a,tag:[b,"a"],c:{d:a}}}("Panen",null))',
            {"judul": "Panen", "tag": [None, "a"], "c": {"d": "Panen"}},
        ),
        (
            '(function(a,b){a.isi=b;a.daftar[0]=b;return {x:a}}({daftar:[1]},"teks; {}("))',
            {"x": {"daftar": ["teks; {}("], "isi": "teks; {}("}},
        ),
        ("(function(a){return a})({b:1})", {"b": 1}),
        ("function(a){return {b:a}}(void 0)", {"b": None}),
    ],
)
def test_expressions(text: str, value: Any) -> None:
    assert read_expression(text)[0] == value


def test_calls_inside_an_object_are_values_too() -> None:
    values = read_expression('{data:[null,{data:(function(a){return {judul:a}}("Panen"))}],f:function(x){}}')
    assert {"judul": "Panen"} in values


def test_arguments_that_hold_each_other() -> None:
    value = read_expression("(function(a,b){a.lain=b;b.lain=a;return {x:a}}({n:1},{n:2}))")[0]
    assert value["x"]["lain"]["lain"] is value["x"]


@pytest.mark.parametrize(
    "text", ["", "x", "{", '{a:"', "(function(a){return 1})", "(function(){}())", "JSON.parse(x)"]
)
def test_what_is_no_data(text: str) -> None:
    with pytest.raises(Unreadable):
        read_expression(text)
