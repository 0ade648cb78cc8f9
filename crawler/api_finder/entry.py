"""Builds the options of a `json_api` portal from the findings."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from crawler.api_finder.details import Detail
from crawler.api_finder.paging import Paging
from crawler.api_finder.url_rules import UrlRule

ORDER = (
    "endpoint", "first_page", "items", "next", "next_template", "total", "address", "address_template",
    "detail", "detail_value", "detail_item", "title", "published", "modified", "body", "author", "section",
    "tags", "image", "caption",
)  # fmt: skip


def build_options(
    paging: Paging,
    items: str,
    address: UrlRule,
    facts: Mapping[str, str],
    detail: Detail | None = None,
    *,
    total: str | None = None,
    next_url: str | None = None,
) -> dict[str, object]:
    """The options in their usual order. `facts` are JMESPaths relative to an entry of the list."""
    options: dict[str, object] = {
        "endpoint": paging.endpoint,
        "items": items,
        "address": address.value,
        **facts,
    }
    if paging.first != 1 and "{page}" in paging.endpoint:
        options["first_page"] = paging.first
    if address.template is not None:
        options["address_template"] = address.template
    if total is not None:
        options["total"] = total
    if paging.cursor is not None:
        options.update(next=paging.cursor.value, next_template=paging.cursor.template)
    elif next_url is not None and not paging.is_paged:
        options["next"] = next_url
    if detail is not None:
        options.update(detail.facts)
        # One expression reads a field from the list and from the article: if the paths differ, it tries both.
        for name, path in facts.items():
            if name != "body" and name in detail.facts and detail.facts[name] != path:
                options[name] = f"{detail.facts[name]} || {path}"
            elif name != "body" and name not in detail.facts:
                options[name] = path
        options["detail"] = detail.rule.template
        if detail.rule.value != address.value:
            options["detail_value"] = detail.rule.value
        if detail.item_path:
            options["detail_item"] = detail.item_path
    return {name: options[name] for name in ORDER if name in options}


def toml_lines(options: Mapping[str, object]) -> Iterator[str]:
    """The options as lines of TOML."""
    for name, value in options.items():
        yield f"{name} = {json.dumps(value, ensure_ascii=False)}"
