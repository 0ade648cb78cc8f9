"""React flight data: joins the chunks of `self.__next_f.push([1,"..."])` and converts their elements to HTML.

The chunks form one text of rows, `ID:JSON` up to a line break or `ID:T<hex length>,text`; chunks may end
anywhere. `"$1f"` refers to row 1f, `["$","p",null,{"children":...}]` is an element. Source:
ReactFlightClient.js.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from html import escape
from typing import Any, TypeGuard

from crawler.extraction.deadline import check_time
from crawler.extraction.state.javascript import Unreadable, read_json, read_literal
from crawler.extraction.state.limits import MAX_NODES, MAX_TEXT

_PUSH = re.compile(r"__next_f\s*(?:=[^;]{0,60}?)?\)?\.push\(\s*(?=\[)")
_ROW = re.compile(rb"([0-9a-f]{1,8}):(?:([TAOoUSsLlGgMmV])([0-9a-f]{1,8}),)?")
_REFERENCE = re.compile(r"\$[L@QWBi]?([0-9a-f]{1,8})((?::[\w-]+)*)")
_TAG = re.compile(r"[a-z][a-z0-9-]*")
_VOID = frozenset({"br", "hr", "img"})
_KEPT = {"src": "src", "alt": "alt", "href": "href", "className": "class", "id": "id", "dateTime": "datetime"}
_LEFT_OUT = frozenset({"script", "style", "title", "meta", "link", "head", "noscript", "template"})
_MAX_ROWS = 20_000

Rows = dict[str, Any]


def read_rows(scripts: Iterable[str]) -> Rows:
    """The rows by ID. Raises Unreadable if no pushed chunk is data."""
    text, pushed, failed = [], 0, None
    for script in scripts:
        for push in _PUSH.finditer(script):
            pushed += 1
            check_time()
            try:
                text.append(_chunk(script[push.end() :]))
            except Unreadable as error:
                failed = error
    raw = "".join(text).encode("utf-8", "replace")
    if failed is not None and not raw:
        raise failed
    return _rows(raw)


def _chunk(text: str) -> str:
    try:
        chunk, _ = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        chunk = read_literal(text)
    if not isinstance(chunk, list) or len(chunk) < 2 or not isinstance(chunk[1], str):
        return ""
    if chunk[0] == 3:
        try:
            return base64.b64decode(chunk[1]).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    return chunk[1] if chunk[0] == 1 else ""


def _rows(raw: bytes) -> Rows:
    rows: Rows = {}
    at = 0
    while at < len(raw) and len(rows) < _MAX_ROWS:
        check_time()
        head = _ROW.match(raw, at)
        end = raw.find(b"\n", at)
        end = len(raw) if end < 0 else end
        if head is None:
            at = end + 1
            continue
        name, kind = head[1].decode(), head[2]
        if kind is not None:
            length = int(head[3], 16)
            if kind == b"T":
                rows[name] = raw[head.end() : head.end() + length].decode("utf-8", "replace")
            at = head.end() + length
            continue
        if raw[head.end() : head.end() + 1] in (b"{", b"[", b'"'):
            with suppress(Unreadable):  # a truncated row; the others are kept
                rows[name] = read_json(raw[head.end() : end].decode("utf-8", "replace"))
        at = end + 1
    return rows


def resolve(root: Any, rows: Rows) -> None:
    """Replace references within `root`, an object or list, by rows. Rows may contain each other."""
    queue: list[Any] = [root]
    seen: set[int] = set()
    while queue and len(seen) < MAX_NODES:
        node = queue.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if len(seen) % 1000 == 0:
            check_time()
        # The first entry of an element is the marker "$", its second a tag or a component.
        skip = 2 if isinstance(node, list) and is_element(node) else 0
        for key, value in list(node.items() if isinstance(node, dict) else enumerate(node))[skip:]:
            if isinstance(value, str) and value[:1] == "$":
                value = node[key] = _meant(value, rows)
            if isinstance(value, dict | list):
                queue.append(value)


def _meant(text: str, rows: Rows) -> Any:
    if text.startswith("$$"):
        return text[1:]
    if text[:2] in {"$D", "$n"}:
        return text[2:]
    reference = _REFERENCE.fullmatch(text)
    if reference is None:
        return None  # undefined, symbols, server functions
    value = rows.get(reference[1])
    for step in reference[2].split(":")[1:]:
        if is_element(value):
            value = {"type": value[1], "key": value[2], "props": value[3]}
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step[:8]) < len(value):
            value = value[int(step[:8])]
        else:
            return None
    return value


def is_element(node: Any) -> TypeGuard[list[Any]]:
    """Whether a list is a React element: `["$", tag, key, props]`."""
    return isinstance(node, list) and len(node) >= 4 and node[0] == "$"


def as_html(rows: Rows) -> str:
    """The elements in the rows, in order, as HTML. Each is written once; `""` if there are none."""
    resolve(rows, rows)
    pieces: list[str] = []
    size = 0
    seen: set[int] = set()
    stack: list[Any] = _outermost(rows)[::-1]
    while stack and len(seen) < MAX_NODES and size < MAX_TEXT:
        node = stack.pop()
        if isinstance(node, tuple):  # ready-made markup
            pieces.append(node[0])
        elif isinstance(node, list):
            if id(node) in seen:
                continue
            seen.add(id(node))
            if len(seen) % 1000 == 0:
                check_time()
            stack.extend(_element(node)[::-1] if is_element(node) else node[::-1])
        elif isinstance(node, str | int | float) and not isinstance(node, bool):
            pieces.append(escape(str(node), quote=False))
        size += len(pieces[-1]) if pieces else 0
    return "".join(pieces)


def _outermost(rows: Rows) -> list[Any]:
    """The elements without a parent element, in the order of the rows: row 0 is the page."""
    found: list[Any] = []
    seen: set[int] = set()
    stack: list[Any] = [rows[name] for name in sorted(rows, key=lambda name: -int(name, 16))]
    while stack and len(seen) < MAX_NODES:
        node = stack.pop()
        if not isinstance(node, dict | list) or id(node) in seen:
            continue
        seen.add(id(node))
        if is_element(node):
            found.append(node)
        else:
            stack.extend([*(node.values() if isinstance(node, dict) else node)][::-1])
    return found


def _element(node: list[Any]) -> list[Any]:
    tag, props = node[1], node[3]
    if not isinstance(props, dict) or not isinstance(tag, str) or tag in _LEFT_OUT:
        return []
    children = props.get("children")
    inner: list[Any] = [] if children is None else [children]
    markup = props.get("dangerouslySetInnerHTML")
    if isinstance(markup, dict) and isinstance(markup.get("__html"), str):
        inner = [(markup["__html"],)]
    if not _TAG.fullmatch(tag):
        return inner  # a component: its content is among its children
    attributes = "".join(
        f' {name}="{escape(value)}"'
        for prop, name in _KEPT.items()
        if isinstance(value := props.get(prop), str) and len(value) < 2000
    )
    return [(f"<{tag}{attributes}>",), *inner] + ([] if tag in _VOID else [(f"</{tag}>",)])
