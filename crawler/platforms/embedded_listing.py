"""Articles of a listing in the data of its scripts (`crawler.extraction.state`), as links."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

import lxml.html
from lxml.html import HtmlElement

TITLES = ("judul", "title", "headline")
NEXT_PAGES = ("next_page_url", "nextPageUrl")
AROUND_NEXT = frozenset({"prev", "previous", "first", "last", "self"})
"""Members beside `next` in an object with the URLs of a list's pages."""
URLS = ("url", "link", "permalink", "href", "path", "uri")


def embedded_listing(tree: HtmlElement, folder: str, is_drawn: bool) -> HtmlElement | None:
    """Return the articles in the page's data as a tree of headlines with links; None if there are none.

    `folder` is the URL below which slugs stand, "" if it is unknown. `is_drawn`: the page itself lists
    nothing, so data of any form are read, and a slug needs a date or a text in its entry.
    """
    # Most listings have no such data; a late import speeds up the first request of a crawl.
    from crawler.extraction.state.field_names import BODY, PUBLISHED
    from crawler.extraction.state.fields import read_fields
    from crawler.extraction.state.flight import resolve
    from crawler.extraction.state.nodes import iter_nodes
    from crawler.extraction.state.scripts import has_state, read_further, read_scripts

    scripts = list(tree.iter("script"))
    if not is_drawn and not has_state(scripts):
        return None
    state = read_scripts(scripts)
    values = state.values + (read_further(tree, scripts).values if is_drawn else [])
    anchors: dict[str, str] = {}
    following = None
    for node in iter_nodes(values):
        if state.rows:
            resolve(node.value, state.rows)
        following = following or _next_page(node.value)
        fields = read_fields(node.value)
        title = fields.text(TITLES)
        if title is None:
            continue
        url = next((text for name in URLS if (text := fields.text((name,))) and "/" in text), None)
        slug = fields.text(("slug",))
        is_described = not is_drawn or fields.first((*PUBLISHED, *BODY)) is not None
        if url is None and folder and slug and is_described:
            url = folder + quote(slug)
        if url is not None:
            anchors.setdefault(url, f'<h3><a href="{escape(url)}">{escape(title)}</a></h3>')
    markup = "".join(anchors.values())
    if markup and following is not None:
        markup += f'<a rel="next" href="{escape(following)}">Selanjutnya</a>'
    return lxml.html.document_fromstring(f"<html><body>{markup}</body></html>") if markup else None


def _next_page(value: Mapping[str, Any]) -> str | None:
    """The URL of the list's next page, if the object has one: a paginator of Laravel and its relatives."""
    names = NEXT_PAGES if AROUND_NEXT.isdisjoint(value) else (*NEXT_PAGES, "next")
    urls = (value.get(name) for name in names)
    return next((url for url in urls if isinstance(url, str) and ("/" in url or "?" in url)), None)
