"""Finds the request that returns one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crawler.api_finder.calls import Call
from crawler.api_finder.fields import field_paths
from crawler.api_finder.lists import inner_of, join_path, title_of
from crawler.api_finder.url_rules import UrlRule, infer_url_rule

MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Detail:
    """The request for the article of an entry: its URL rule, the path of the article in the response, and the
    JMESPath of its fields.
    """

    call: Call
    rule: UrlRule
    item_path: str
    facts: dict[str, str]
    item: dict[str, Any]


def find_detail(calls: Sequence[Call], entry: dict[str, Any]) -> Detail | None:
    """The request of an article's page that returned the article of `entry` with its text."""
    title = title_of(entry)
    for call in calls:
        rule = infer_url_rule([(entry, call.url)])
        data = call.data()
        if rule is None or rule.template is None or data is None:
            continue
        for path, value in _objects(data, "", 0):
            if title is None or title_of(value) != title:
                continue
            facts = field_paths([value], with_body=True)
            if "body" in facts:
                return Detail(call, rule, path, facts, value)
    return None


def _objects(data: Any, path: str, depth: int) -> list[tuple[str, dict[str, Any]]]:
    """The objects of a response with their paths, outer ones first; only the first entry of lists."""
    found: list[tuple[str, dict[str, Any]]] = []
    if isinstance(data, list) and data and path.count("[") < 2:
        return _objects(data[0], f"{path}[0]", depth + 1)
    if not isinstance(data, dict) or depth > MAX_DEPTH:
        return found
    found.append((path, data))
    for key, value in data.items():
        if key != "attributes" and isinstance(value, dict | list):
            found += _objects(value, join_path(path, key), depth + 1)
    return found


def has_text(entry: dict[str, Any], facts: dict[str, str]) -> bool:
    """Whether an entry of the list contains more than a teaser."""
    return "body" in facts and bool(inner_of(entry))
