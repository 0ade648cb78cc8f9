"""Broken, huge or hostile state never raises, is never slow, and gives a warning."""

from __future__ import annotations

import json
import time

import pytest

from crawler.extraction import extract_article
from crawler.extraction.deadline import Deadline, OutOfTime
from tests.extraction.state.frameworks import FRAMEWORKS, page, script
from tests.extraction.state.test_frameworks import FIRST, HTML, OTHERS, SECOND, SLUG, TITLE

URL = f"https://wonoasri.example/berita/{SLUG}"
ARTICLE = {"judul": TITLE, "slug": SLUG, "isi": HTML, "tanggal": "2024-05-04"}
JSON = 'type="application/json"'
PUSH = "self.__next_f.push("
DEEP = "[" * 200_000 + "]" * 200_000

PIECES = {
    "no_json": ('{"judul": ' + "x" * 90, JSON),
    "cut_json": (json.dumps(ARTICLE)[:-20], JSON),
    "deep_json": (DEEP, JSON),
    "deep_objects": ('{"a":' * 100_000 + "1" + "}" * 100_000, JSON),
    "deep_script": ("window.__NUXT__=" + DEEP, ""),
    "deep_call": ("window.__NUXT__=" + "(function(a){return " * 5000 + "{}" + "}(1))" * 5000, ""),
    "not_closed": ('window.__NUXT__={a:"' + "x" * 100_000, ""),
    "call_not_closed": ("window.__NUXT__=(function(a,b){return {a:a,b:[" + "a," * 50_000, ""),
    "many_calls": ("window.__NUXT__={a:[" + "(function(a){return a})," * 20_000 + "]}", ""),
    "prototype_keys": (
        '{"__proto__": {"judul": "x"}, "constructor": {"prototype": {"isi": "y"}}, "a": 1}',
        JSON,
    ),
    "devalue_circle": ('[{"a":0,"b":1},["Reactive",1],["Ref",0],["Set",0,1,2],["Map",0,1]]' + " " * 60, JSON),
    "devalue_outside": (
        '[{"judul":1,"isi":9999,"b":-9},"x",["Date"],["Map",7],["null","a"]]' + " " * 60,
        JSON,
    ),
    "devalue_wide": (json.dumps([{"a": 1}, [1] * 300_000]), JSON),
    "flight_circle": (PUSH + json.dumps([1, '0:{"a":"$0","b":"$1"}\n1:["$0"]\n']) + ")", ""),
    "flight_length": ('self.__next_f.push([1,"1:Tffffffff,abc"])' + " " * 60, ""),
    "flight_elements": (f"self.__next_f.push({json.dumps([1, '0:' + '[' * 900 + ']' * 900 + chr(10)])})", ""),
    "flight_no_json": ("self.__next_f.push([1," + "x" * 200, ""),
    "flight_base64": ('self.__next_f.push([3,"%%%"])' + " " * 60, ""),
    "surrogates": ('{"judul": "\\ud800", "isi": "<p>\\udfff\\u0000</p>", "tanggal": 1e400}' + " " * 60, JSON),
    "numbers": (
        '{"judul": 9, "isi": [1, 2, {}], "tanggal": [[]], "id": {"a": 1}, "slug": []}' + " " * 60,
        JSON,
    ),
    "escapes": ('window.__NUXT__={a:"' + "\\x4" * 50_000 + '"}', ""),
    "quotes": ("window.__NUXT__=" + "{a:'" * 50_000, ""),
    "parse_nothing": ("window.__INITIAL_STATE__ = JSON.parse(" + '"' + "{" * 90 + '")', ""),
}


@pytest.mark.parametrize("name", PIECES)
def test_broken_state_harms_nothing(name: str) -> None:
    text, attributes = PIECES[name]
    html = page(f"<h1>{TITLE}</h1>" + script(text, attributes))
    began = time.process_time()
    found = extract_article(html, URL)
    assert time.process_time() - began < 2
    assert (found.title, found.body) == (TITLE, [])


@pytest.mark.parametrize("name", PIECES)
def test_sound_state_beside_broken_one(name: str) -> None:
    text, attributes = PIECES[name]
    html = page(script(text, attributes) + script(json.dumps(ARTICLE), JSON))
    found = extract_article(html, URL)
    assert (found.title, found.body) == (TITLE, [FIRST, SECOND])


def test_unreadable_state_is_named_where_the_text_is_missing() -> None:
    broken = script(json.dumps(ARTICLE)[:-20], JSON)
    assert "state_unreadable" in extract_article(page(broken), URL).warnings
    printed = page(f"<article><h1>{TITLE}</h1>{HTML}</article>" + broken)
    found = extract_article(printed, URL)
    assert (found.body, found.warnings) == ([FIRST, SECOND], [])


def test_state_above_the_limit_is_named_and_not_read() -> None:
    huge = script(json.dumps({**ARTICLE, "lampiran": "x" * 6_000_000}), JSON)
    began = time.process_time()
    found = extract_article(page(huge), URL)
    assert time.process_time() - began < 2
    assert found.body == []
    assert "state_too_large" in found.warnings


def test_the_page_s_time_holds() -> None:
    wide = json.dumps({"isi": [{"a": {"b": [number]}} for number in range(40_000)]})
    with pytest.raises(OutOfTime), Deadline(0.02):
        extract_article(page(script(wide, JSON)), URL)


def test_hidden_text_of_an_editor_is_no_article_text() -> None:
    hidden = f'{HTML}<div style="display:none">situs judi slot gacor maxwin bonus deposit</div>'
    found = extract_article(FRAMEWORKS["next_data"]({**ARTICLE, "isi": hidden}, OTHERS), URL)
    assert found.body == [FIRST, SECOND]


def test_scripts_in_a_text_stay_out() -> None:
    article = {**ARTICLE, "isi": f"<script>alert(1)</script>{HTML}<style>p{{}}</style>"}
    assert extract_article(FRAMEWORKS["nuxt3"](article, OTHERS), URL).body == [FIRST, SECOND]
