"""Reads data from JavaScript expressions: object literals, `JSON.parse("...")`, calls of a function literal.

Nuxt 2 and SvelteKit write repeated values once, as arguments of a function that returns the object:
`(function(a,b){return {title:a,tags:[b]}}("Judul","pasar"))`. chompjs reads object literals. Nothing is
executed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import chompjs

from crawler.extraction.deadline import check_time
from crawler.extraction.state.limits import MAX_NODES

_STRING = r'"(?:[^"\\]|\\.)*+"|\'(?:[^\'\\]|\\.)*+\'|`(?:[^`\\]|\\.)*+`'
_TOKEN = re.compile(rf"{_STRING}|[{{}}\[\]();]", re.DOTALL)
_BARE = re.compile(rf"{_STRING}|(?<=[:\[,=])\s*([A-Za-z_$][\w$]*)(?=\s*[,}}\]])", re.DOTALL)
_QUOTED = re.compile(_STRING, re.DOTALL)
_CALL = re.compile(r"\(?\s*function\s*\w*\(([\w$,\s]*)\)\s*(?=\{)")
_ARGUMENTS = re.compile(r"\s*\)?\s*\(")
_PARSE = re.compile(
    rf"JSON\.parse\(\s*(?:(?P<quoted>decodeURIComponent|unescape)\(\s*)?(?P<text>{_STRING})", re.DOTALL
)
_PATH = re.compile(r'([\w$]+)((?:\.[\w$]+|\[\d+\]|\["[^"\\]*"\])+)=(?!=)')
_STEP = re.compile(r'\.([\w$]+)|\[(\d+)\]|\["([^"\\]*)"\]')
_FOREIGN_ESCAPE = re.compile(r"\\(?![\"\\/bfnrt'`]|u[0-9a-fA-F]{4})")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|([\s\S]))")
_TAG = "\ue000"
"""Marks the name of an argument among the strings of the object."""
_NOTHING = frozenset({"void 0", "undefined", "NaN"})
_MAX_POINT = 0x10FFFF
_MAX_CALLS = 40


class Unreadable(ValueError):
    """The text is not data of the expected format."""


def read_json(text: str) -> Any:
    """The JSON value at the start of `text`. Raises Unreadable."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)[:100]) from None


def read_literal(text: str) -> Any:
    """The object or list literal at the start of `text`; ignores the rest. Raises Unreadable.

    Expressions within (`new Date(0)`, names) become strings of their source.
    """
    if _FOREIGN_ESCAPE.search(text):
        text = _ESCAPE.sub(_json_escape, text)
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        return chompjs.parse_js_object(
            text.encode("utf-8", "replace").decode(), loader_kwargs={"strict": False}
        )
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)[:100]) from None


def _json_escape(match: re.Match[str]) -> str:
    """An escape in JSON's form: `\\x3C` and `\\u{1F600}` exist only in JavaScript."""
    byte, point, other = match.groups()
    if byte:
        return f"\\u00{byte}"
    if point:
        code = int(point, 16)
        return json.dumps(chr(code))[1:-1] if code <= _MAX_POINT else ""
    if other in "\n\r":
        return ""  # a continued line
    return match[0] if other in "\"\\/bfnrtu'`" else other


def read_expression(text: str, at: int = 0) -> list[Any]:
    """The values of the expression that begins at `at`. Raises Unreadable.

    Function calls inside an object literal give further values.
    """
    rest = text[at:].lstrip()
    parsed = _PARSE.match(rest)
    if parsed:
        inner = read_literal(f"[{parsed['text']}]")[0]
        return [read_json(unquote(inner) if parsed["quoted"] else inner)]
    quoted = _QUOTED.match(rest)
    if quoted:  # JSON that a stream receives
        return [read_json(read_literal(f"[{quoted[0]}]")[0])]
    if _CALL.match(rest):
        return [_read_call(rest, 0)[0]]
    if rest[:1] not in {"{", "["}:
        raise Unreadable("no object, list or call")
    if "function" not in rest:
        return [read_literal(rest)]
    rest = rest[: _closing(rest, 0)]
    return [read_literal(rest), *_calls_within(rest)]


def _calls_within(text: str) -> Iterator[Any]:
    at = 0
    for _ in range(_MAX_CALLS):
        call = _CALL.search(text, at)
        if call is None:
            return
        try:
            value, at = _read_call(text, call.start())
        except Unreadable:
            at = call.end()  # a function that is not called at once
        else:
            yield value


def _closing(text: str, at: int) -> int:
    """The position after the bracket that closes the one at `at`. Raises Unreadable."""
    depth = 0
    for number, token in enumerate(_TOKEN.finditer(text, at)):
        if number % 4096 == 0:
            check_time()
        sign = token[0]
        if sign in "{[(":
            depth += 1
        elif sign in "}])":
            depth -= 1
            if depth <= 0:
                return token.end()
    raise Unreadable("a bracket is not closed")


def _statements(text: str) -> Iterator[str]:
    depth = start = 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in "{[(":
            depth += 1
        elif sign in "}])":
            depth -= 1
        elif sign == ";" and depth == 0:
            yield text[start : token.start()].strip()
            start = token.end()
    yield text[start:].strip()


def _read_call(text: str, at: int) -> tuple[Any, int]:
    """The value of `(function(a,b){...;return X}(1,2))`, which begins at `at`, and the end of the call."""
    head = _CALL.match(text, at)
    if head is None:
        raise Unreadable("no call")
    end = _closing(text, head.end())
    opening = _ARGUMENTS.match(text, end)
    if opening is None:
        raise Unreadable("a function that is not called")
    last = _closing(text, opening.end() - 1)
    given = read_literal(f"[{text[opening.end() : last - 1]}]")
    names = [name.strip() for name in head[1].split(",") if name.strip()]
    known: dict[str, Any] = dict.fromkeys(names)
    known.update(zip(names, (None if _is_nothing(value) else value for value in given), strict=False))

    def tagged(match: re.Match[str]) -> str:
        name = match[1]
        return f'"{_TAG}{name}"' if name is not None and name in known else match[0]

    result = None
    for statement in _statements(text[head.end() + 1 : end - 1]):
        if statement.startswith("return"):
            source = f"[{statement.removeprefix('return').strip()}]"
            result = read_literal(_BARE.sub(tagged, source))
            break
        path = _PATH.match(statement)
        if path is not None and path[1] in known:
            value = read_literal(_BARE.sub(tagged, f"[{statement[path.end() :]}]"))
            _assign(known[path[1]], path[2], value[0])
    if not result:
        raise Unreadable("a function that returns nothing")
    _insert(result, known)
    return result[0], last


def _is_nothing(value: Any) -> bool:
    return isinstance(value, str) and value in _NOTHING


def _assign(target: Any, path: str, value: Any) -> None:
    """Execute the assignment `target.a[0] = value`; ignored if the target does not exist."""
    steps = [name or key if not index else int(index) for name, index, key in _STEP.findall(path)]
    for step in steps[:-1]:
        if isinstance(target, dict):
            target = target.get(str(step))
        elif isinstance(target, list) and isinstance(step, int) and step < len(target):
            target = target[step]
        else:
            return
    last = steps[-1]
    if isinstance(target, dict):
        target[str(last)] = value
    elif isinstance(target, list) and isinstance(last, int) and last <= len(target):
        target[last : last + 1] = [value]


def _insert(root: Any, known: dict[str, Any]) -> None:
    """Substitute the arguments for their names. Arguments may contain each other."""
    queue, seen = [root, *known.values()], set[int]()
    while queue and len(seen) < MAX_NODES:
        node = queue.pop()
        if not isinstance(node, dict | list) or id(node) in seen:
            continue
        seen.add(id(node))
        for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
            if isinstance(value, str) and value[:1] == _TAG and value[1:] in known:
                node[key] = known[value[1:]]
            elif isinstance(value, dict | list):
                queue.append(value)
