"""Infers the URL template of articles: how a URL is built from an id or slug."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from crawler.api_finder.fields import scalars

_JOINTS = ("/", "-", "_")
_LEAST = 3
"""Minimum length of a value within a path segment; shorter values must be a whole segment."""


@dataclass(frozen=True, slots=True)
class UrlRule:
    """`template` contains `{}` for the result of the JMESPath `value`; None: the result is the URL itself."""

    value: str
    template: str | None


def infer_url_rule(pairs: Sequence[tuple[dict[str, Any], str]]) -> UrlRule | None:
    """The rule that fits most pairs of entry and URL; None if there is none."""
    votes: Counter[UrlRule] = Counter()
    for item, url in pairs:
        votes.update(dict.fromkeys(_rules(item, url), 1))
    if not votes:
        return None
    number = max(votes.values())
    if number < len(pairs) / 2:
        return None
    return min((rule for rule, votes_ in votes.items() if votes_ == number), key=_rank)


def _rank(rule: UrlRule) -> tuple[bool, bool, int]:
    """Sort key for rules with equal support: longest value first, a slug before an id within it.

    Paths and URLs come last: a slug can also build the URL of an article's data.
    """
    template = rule.template or ""
    return template.count("/") < 3, rule.value.startswith("join("), len(template)


def _rules(item: dict[str, Any], url: str) -> Iterable[UrlRule]:
    plain = unquote(url)
    values = [(path, value) for path, value in scalars(item) if value]
    for path, value in values:
        if value == url or (
            value.startswith("/") and plain.endswith(value) and plain.count("/") == value.count("/") + 2
        ):
            yield UrlRule(path, None if value == url else plain[: -len(value)] + "{}")
    single = [(path, at) for path, value in values if (at := _place(plain, value)) is not None]
    for path, at in single:
        value = dict(values)[path]
        yield UrlRule(path, _template(plain, at, at + len(value)))
    for path, at in single:
        value = dict(values)[path]
        end = at + len(value)
        for other, text in values:
            if other == path:
                continue
            if (
                plain[end : end + 1] in _JOINTS
                and plain[end + 1 :].startswith(text)
                and _ends(plain, end + 1 + len(text))
            ):
                yield UrlRule(_joined(path, plain[end], other), _template(plain, at, end + 1 + len(text)))
            start = at - 1 - len(text)
            if plain[at - 1] in _JOINTS and plain[start : at - 1] == text and plain[start - 1] in "/=":
                yield UrlRule(_joined(other, plain[at - 1], path), _template(plain, start, end))


def _ends(plain: str, at: int) -> bool:
    return plain[at : at + 1] in ("", "/", "?", "&", "#", ".")


def _joined(one: str, between: str, other: str) -> str:
    return f"join('{between}', [to_string({one}), to_string({other})])"


def _template(plain: str, start: int, end: int) -> str:
    return (
        quote(plain[:start], safe="/:?&=%#+,;@[]!$'()*~")
        + "{}"
        + quote(plain[end:], safe="/:?&=%#+,;@[]!$'()*~")
    )


def _place(plain: str, value: str) -> int | None:
    """Position of a value in a URL's path or query: a segment, or a part of one between hyphens."""
    host_end = plain.find("/", plain.find("://") + 3)
    at = plain.rfind(value)
    if host_end < 0 or at <= host_end:
        return None
    before, after = plain[at - 1], plain[at + len(value) : at + len(value) + 1]
    edges = "/=" if len(value) < _LEAST else "/=-_"
    ends = ("", "/", "?", "&", "#", ".", *(() if len(value) < _LEAST else ("-", "_")))
    return at if before in edges and after in ends else None
