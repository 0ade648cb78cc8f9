"""Finds embedded state in a page: in scripts, and in attributes that hold JSON.

form | frameworks
-----|-----------
`<script id="__NEXT_DATA__" type="application/json">` | Next.js (pages), Nuxt 3, Angular, SvelteKit
`self.__next_f.push([1,"..."])` | Next.js (app router)
`window.__NUXT__=`, `__INITIAL_STATE__=`, `__APOLLO_STATE__=` | Nuxt 2, Redux, Vuex, Apollo, Remix
`kit.start(app, element, {data: [...]})` | SvelteKit
`<div id="app" data-page="{...}">`, `wire:snapshot`, `<astro-island props>` | Inertia, Livewire, Astro
`<berita-detail :berita="{...}">` | Vue components in pages of other systems
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from crawler.extraction.deadline import check_time
from crawler.extraction.state.component_props import read_props
from crawler.extraction.state.flight import Rows, read_rows
from crawler.extraction.state.index_forms import is_index_form, read_index_form
from crawler.extraction.state.javascript import Unreadable, read_expression, read_json
from crawler.extraction.state.limits import MAX_SOURCES, MAX_TEXT

_LEAST = 60
"""Characters of a script that may hold an article."""
_HEAD = 600
"""Characters from the start of a script among which a framework's names stand."""
_NOT_STATE = ("ld+json", "importmap", "speculationrules")
_SCRIPT_TYPES = frozenset({"", "module", "text/javascript", "application/javascript"})
_NAMES = re.compile(r"__[A-Za-z$][\w$]*|kit\.start")
_VALUE = r"(?=[{\[]|JSON\.parse\(|\(?\s*function\s*\w*\()"
_ASSIGNED = re.compile(rf"\b__[A-Za-z]\w*(?:[\"']\])?\s*=\s*{_VALUE}")
_SVELTE = re.compile(rf"\b(?:data\s*[:=]|__sveltekit\w*\.resolve\()\s*{_VALUE}")
_ENQUEUED = re.compile(r"streamController\.enqueue\(\s*(?=\")")
_ANY_ASSIGNED = re.compile(
    r"(?:\b(?:window|self|globalThis)(?:\.[\w$]{1,60}){1,5}|\b(?:var|let|const)\s{1,9}[\w$]{1,60})\s*=\s*"
    + _VALUE
)
_MAX_VALUES = 12
"""Expressions of one script that are read."""
_ATTRIBUTES = etree.XPath(  # JSON of an object or a list
    "//@*[string-length(.) > 100 and (starts-with(., '{') or starts-with(., '[{') or starts-with(., '[['))]"
)
_ANGULAR = {"&q;": '"', "&s;": "'", "&l;": "<", "&g;": ">", "&a;": "&"}
_ANGULAR_ESCAPE = re.compile("&[qslga];")


@dataclass(slots=True)
class PageState:
    """The state of a page: `values` in document order, the rows of React flight data, and the problems met
    while reading (`too_large`, `unreadable`).
    """

    values: list[Any] = field(default_factory=list)
    rows: Rows = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    _left: int = MAX_TEXT

    def _read(self, text: str, read: Any) -> None:
        self._left -= len(text)
        if self._left < 0:
            self.problem("too_large")
            return
        check_time()
        try:
            self.values.extend(_decoded(value) for value in read(text))
        except Unreadable:
            self.problem("unreadable")

    def problem(self, reason: str) -> None:
        """Record once why something could not be read."""
        if reason not in self.problems:
            self.problems.append(reason)

    def add_json(self, text: str) -> None:
        """Read a JSON text."""
        self._read(text, _json_values)

    def add_attribute(self, text: str, tag: str, name: str) -> None:
        """Read the JSON in the attribute `name` of an element."""
        self._read(text, lambda text: [read_props(value, tag, name) for value in _json_values(text)])

    def add_expression(self, text: str, at: int) -> None:
        """Read the expression of a script that begins at `at`."""
        self._read(text[at:], read_expression)

    def add_flight(self, scripts: list[str]) -> None:
        """Read the chunks of React flight data."""
        self._left -= sum(map(len, scripts))
        if self._left < 0:
            self.problem("too_large")
            return
        try:
            self.rows = read_rows(scripts)
        except Unreadable:
            self.problem("unreadable")
        self.values.extend(self.rows.values())


def has_state(scripts: Iterable[HtmlElement]) -> bool:
    """Whether a page has scripts of the kinds that hold state, judged by each script's first characters."""
    return any(_kind(script) is not None for script in scripts)


def _kind(script: HtmlElement) -> str | None:
    text = script.text
    if not text:
        return None
    kind = (script.get("type") or "").lower()
    if kind in _SCRIPT_TYPES:
        head = text[:_HEAD]
        if "__next_f" in head:
            return "flight"  # of any length: chunks may end anywhere
        if len(text) < _LEAST:
            return None
        return "names" if ("__" in head or "kit.start" in head) and _NAMES.search(head) else None
    return "json" if "json" in kind and len(text) >= _LEAST and not kind.endswith(_NOT_STATE) else None


def read_scripts(scripts: Iterable[HtmlElement]) -> PageState:
    """The state in the scripts of a page, in the forms that frameworks write."""
    state = PageState()
    flight: list[str] = []
    for number, script in enumerate(scripts):
        if number >= MAX_SOURCES:
            break
        kind, text = _kind(script), script.text or ""
        if kind == "flight":
            flight.append(text)
        elif kind == "json":
            state.add_json(text)
        elif kind == "names":
            for at in _places(text):
                state.add_expression(text, at)
    if flight:
        state.add_flight(flight)
    return state


def _places(text: str) -> Iterator[int]:
    """Offsets of the expressions with state in a script."""
    svelte = "sveltekit" in text[:_HEAD] or "kit.start" in text
    forms = [_ASSIGNED, _ENQUEUED] + ([_SVELTE] if svelte else [])
    number = 0
    for form in forms:
        for match in form.finditer(text):
            number += 1
            if number > _MAX_VALUES:
                return
            yield match.end()


def read_further(tree: HtmlElement, scripts: Iterable[HtmlElement]) -> PageState:
    """State in any other form: JSON in attributes, and objects that scripts assign to other names.

    Examines the whole page, so it is used only for pages without text.
    """
    state = PageState()
    for number, value in enumerate(_ATTRIBUTES(tree)):
        if number >= MAX_SOURCES:
            break
        state.add_attribute(str(value), str(value.getparent().tag), str(value.attrname))
    for script in scripts:
        text = script.text
        kind = (script.get("type") or "").lower()
        if not text or kind not in _SCRIPT_TYPES or len(text) > MAX_TEXT:
            continue
        if "__next_f" not in text[:_HEAD]:
            for number, match in enumerate(_ANY_ASSIGNED.finditer(text)):
                if number >= _MAX_VALUES:
                    break
                state.add_expression(text, match.end())
    # Widgets keep their own settings in attributes and scripts, in any syntax.
    state.problems.clear()
    return state


def _json_values(text: str) -> list[Any]:
    text = text.strip()
    if text.startswith(("{&q;", "[{&q;")):
        text = _ANGULAR_ESCAPE.sub(lambda match: _ANGULAR[match[0]], text)
    try:
        return [read_json(text)]
    except Unreadable:
        # Comments, trailing commas and unquoted keys.
        return read_expression(text)


def _decoded(value: Any) -> Any:
    return read_index_form(value) if is_index_form(value) else value
