"""How a URL is made of an article's id or slug: one template for all that were seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from crawler.api_finder.fields import scalars

_LEAST = 3
"""Characters of a value that may stand within a segment of a path; shorter ones are a whole segment."""


@dataclass(frozen=True, slots=True)
class AddressRule:
    """`template` has `{}` for what the JMESPath `value` finds; it is None if that is the URL itself."""

    value: str
    template: str | None


def address_rule(pairs: Sequence[tuple[dict[str, Any], str]]) -> AddressRule | None:
    """The rule by which most of the pairs of an entry and its URL agree; None if there is none."""
    votes: Counter[AddressRule] = Counter()
    for item, url in pairs:
        votes.update(dict.fromkeys(_rules(item, url), 1))
    if not votes:
        return None
    number = max(votes.values())
    if number < len(pairs) / 2:
        return None
    return min((rule for rule, votes_ in votes.items() if votes_ == number), key=_rank)


def _rank(rule: AddressRule) -> tuple[bool, bool, int]:
    """Of equal rules first the one whose value is most of the URL: a slug rather than an id within it.

    A value that is a path or a URL comes last: from a slug the URL of an article's data follows as well.
    """
    template = rule.template or ""
    return template.count("/") < 3, rule.value.startswith("join("), len(template)


def _rules(item: dict[str, Any], url: str) -> Iterable[AddressRule]:
    plain = unquote(url)
    values = [(path, value) for path, value in scalars(item) if value]
    for path, value in values:
        if value == url or (
            value.startswith("/") and plain.endswith(value) and plain.count("/") == value.count("/") + 2
        ):
            yield AddressRule(path, None if value == url else plain[: -len(value)] + "{}")
    single = [(path, at) for path, value in values if (at := _place(plain, value)) is not None]
    for path, at in single:
        value = dict(values)[path]
        yield AddressRule(path, _template(plain, at, at + len(value)))
    for path, at in single:
        first = dict(values)[path]
        for other, place in single:
            second, between = dict(values)[other], plain[at + len(first) : place]
            if at + len(first) < place and len(between) == 1 and between in "/-_":
                joined = f"join('{between}', [to_string({path}), to_string({other})])"
                yield AddressRule(joined, _template(plain, at, place + len(second)))


def _template(plain: str, start: int, end: int) -> str:
    return (
        quote(plain[:start], safe="/:?&=%#+,;@[]!$'()*~")
        + "{}"
        + quote(plain[end:], safe="/:?&=%#+,;@[]!$'()*~")
    )


def _place(plain: str, value: str) -> int | None:
    """Where a value stands in a URL, in its path or query: as a segment, or a part of one between hyphens."""
    host_end = plain.find("/", plain.find("://") + 3)
    at = plain.rfind(value)
    if host_end < 0 or at <= host_end:
        return None
    before, after = plain[at - 1], plain[at + len(value) : at + len(value) + 1]
    edges = "/=" if len(value) < _LEAST else "/=-_"
    ends = ("", "/", "?", "&", "#", ".", *(() if len(value) < _LEAST else ("-", "_")))
    return at if before in edges and after in ends else None
