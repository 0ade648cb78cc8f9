"""Adds earlier links to a rendered page: some lists replace their entries when they load more."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import lxml.html

ENTRY = '<article class="entry"><h3><a href="{url}">{text}</a></h3></article>'


def with_links(html: str, links: Mapping[str, str]) -> str:
    """The page with the missing ones of `links` (text by URL) appended as entries of a list."""
    tree = lxml.html.document_fromstring(html)
    shown = {_key(anchor.get("href") or "") for anchor in tree.iter("a")}
    missing = {url: text for url, text in links.items() if text and _key(url) not in shown}
    body = tree.find("body")
    if not missing or body is None:
        return html
    entries = "".join(ENTRY.format(url=escape(url), text=escape(text)) for url, text in missing.items())
    body.append(lxml.html.fragment_fromstring(f"<main>{entries}</main>"))
    return lxml.html.tostring(tree, encoding="unicode", doctype="<!doctype html>")


def _key(url: str) -> str:
    """Path and query, equal for relative and absolute URLs."""
    rest = url.partition("://")[2]
    return "/" + rest.partition("/")[2] if rest else url
