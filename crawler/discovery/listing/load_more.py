"""Listings without pager links: "load more" buttons, endpoints in scripts, and the fragments they return.

The URL of the next fragment is read from the button's attributes or from the page's own script; without
either, `?page=2` is tried, the convention of most frameworks. The response is a page, an HTML fragment, or
JSON that contains either HTML or the articles' URLs.

form | seen on
------|-----
`<button data-url="/berita/load" data-page="1">` | home-made sites
`<a class="load-more" data-ajaxurl=".../admin-ajax.php" data-action="more" data-page="1">` | WordPress themes
`hx-get="/berita?page=2"` | htmx
`$.get("/berita?page=" + page)`, `` fetch(`/api/berita?page=${page}`) `` | jQuery, plain scripts
`{"success": true, "data": "<article>..."}`, `{"data": [{"url": ..., "title": ...}]}` | answers
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import lxml.html
from lxml.html import HtmlElement

from crawler.guard.json_reader import read_json
from crawler.urls.canonical import same_site
from crawler.urls.parsing import join

MORE_TEXT = re.compile(
    r"\W*(?:load|show|view|see|read)? ?more(?: (?:posts?|news|articles?))?\W*|"
    r"\W*(?:muat|tampilkan|lihat|buka) (?:lebih(?: banyak)?|lagi|lainnya)(?: (?:berita|artikel))?\W*|"
    r"\W*(?:next|older posts?|(?:halaman )?(?:selanjutnya|berikutnya))\W*",
    re.IGNORECASE,
)
MORE_NAME = re.compile(
    r"(?:^|[\s_-])(?:load|show|ajax|btn)[_-]?(?:more|next)|more[_-]?(?:posts?|news|btn|button)", re.I
)
ADDRESSES = tuple(
    f"data-{name}" if name != "hx-get" else name
    for name in (
        *("hx-get", "url", "href", "next", "next-url", "next-page-url", "link", "path", "endpoint"),
        *("ajax", "ajax-url", "ajaxurl", "api", "route"),
    )
)
"""Attributes that contain the endpoint, best first."""
NUMBERS = ("data-next-page", "data-page", "data-paged", "data-current-page", "data-current", "data-halaman")
OFFSETS = ("data-offset", "data-start", "data-skip")
SLIDES = re.compile(r"carousel|slick|swiper|slide|owl|lightbox|modal|datepicker|calendar|kalender", re.I)
"""Buttons that control something else than the listing."""
NOT_FIELDS = frozenset(
    {*ADDRESSES, *NUMBERS, *OFFSETS, "data-toggle", "data-target", "data-bs-toggle", "data-max"}
)
SCRIPT_ENDPOINT = re.compile(
    r"""["'`](?P<endpoint>[^"'`\s<>]{0,200}[?&](?:page|paged|halaman|hal)=)(?:["'`]\s{0,5}\+|\$\{)"""
)
URL_KEYS = ("url", "link", "permalink", "href", "path", "uri")
TITLE_KEYS = ("title", "judul", "headline")
MAX_SCRIPT = 200_000
MAX_VALUES = 200_000


def load_more(tree: HtmlElement, base: str, number: int = 1) -> str | None:
    """Return the URL of the fragment after page `number` of the listing at `base` (absolute), if there is
    one.
    """
    for element in tree.iter("button", "a", "input", "div", "span"):
        if _is_more(element):
            way = _endpoint_of(element, base, number)
            return way if way is None or same_site(way, base) else None
    return _in_scripts(tree, base, number)


def _is_more(element: HtmlElement) -> bool:
    href = element.get("href") or ""
    if element.tag == "a" and href not in {"", "#"} and not href.startswith(("#!", "javascript:")):
        return False
    name = f"{element.get('class') or ''} {element.get('id') or ''}"[:300]
    if SLIDES.search(name) or any("slide" in attribute for attribute in element.attrib):
        return False
    if element.tag in {"div", "span"}:
        # Only with an explicit name and endpoint: most such elements are wrappers of the button.
        return bool(MORE_NAME.search(name)) and any(element.get(one) for one in ADDRESSES)
    text = (element.get("value") or "") if element.tag == "input" else "".join(element.itertext())
    return bool(MORE_NAME.search(name) or MORE_TEXT.fullmatch(" ".join(text[:100].split()) or "-"))


def _endpoint_of(element: HtmlElement, base: str, number: int) -> str | None:
    """Read the URL from the attributes of the button or its ancestors."""
    node: HtmlElement | None = element
    for _ in range(3):
        if node is None or not isinstance(node.tag, str):
            break
        for name in ADDRESSES:
            target = join(base, node.get(name) or "")
            if target is not None:
                return _with_fields(target, {**node.attrib, **element.attrib}, number)
        node = node.getparent()
    return _with_fields(base, dict(element.attrib), number)


def _with_fields(target: str, attributes: dict[str, str], number: int) -> str:
    """Add the page number or offset from the button's attributes to the URL."""
    query = urlsplit(target).query
    if re.search(r"(?:^|&)(?:page|paged|halaman|hal|offset|start)=\d", query):
        return target
    fields: dict[str, str] = {}
    if target.endswith("/admin-ajax.php"):
        fields = {
            name.removeprefix("data-").replace("-", "_"): value
            for name, value in attributes.items()
            if name.startswith("data-") and name not in NOT_FIELDS and len(value) <= 100
        }
    offset = next((attributes[name] for name in OFFSETS if attributes.get(name, "").isdigit()), None)
    if offset is not None:
        fields["offset"] = offset
    else:
        current = next((attributes[name] for name in NUMBERS if attributes.get(name, "").isdigit()), "0")
        fields["page"] = str(max(int(current[:6]), number + 1))
    return f"{target}{'&' if query else '?'}{urlencode(fields)}"


def _in_scripts(tree: HtmlElement, base: str, number: int) -> str | None:
    for script in tree.iter("script"):
        text = script.text or ""
        if len(text) > MAX_SCRIPT or "=" not in text:
            continue
        match = SCRIPT_ENDPOINT.search(text)
        if match is not None:
            target = join(base, f"{html.unescape(match['endpoint'])}{number + 1}")
            if target is not None and same_site(target, base):
                return target
    return None


def parse_fragment(body: bytes, folder: str) -> HtmlElement | None:
    """Parse a fragment of a listing (HTML or JSON) to a tree like that of a page; None if it is neither.

    `folder` is the URL folder of the articles on the page before: JSON often contains slugs only.
    """
    text = body.decode("utf-8", "replace").strip()
    if text[:1] in {"{", "["}:
        try:
            data = read_json(text)
        except ValueError:
            return None
        values = list(_values(data))
        markup = "".join(value for value in values if isinstance(value, str) and "<a" in value)
        text = markup or "".join(_anchor(value, folder) for value in values if isinstance(value, dict))
    if "<a" not in text:
        return None
    return lxml.html.document_fromstring(f"<html><body>{text}</body></html>")


def _values(data: Any) -> Iterator[Any]:
    """Yield all strings and objects in the data, in order, up to MAX_VALUES."""
    queue, seen = [data], 0
    while queue and seen < MAX_VALUES:
        value = queue.pop()
        seen += 1
        if isinstance(value, dict):
            yield value
            queue += [*value.values()][::-1]
        elif isinstance(value, list):
            queue += value[::-1]
        elif isinstance(value, str):
            yield value


def _anchor(item: dict[str, Any], folder: str) -> str:
    title = next((item[key] for key in TITLE_KEYS if isinstance(item.get(key), str)), None)
    if title is None:
        return ""
    url = next((item[key] for key in URL_KEYS if isinstance(item.get(key), str) and "/" in item[key]), None)
    slug = item.get("slug")
    if url is None and folder and isinstance(slug, str) and slug:
        url = folder + quote(slug)
    return f'<h3><a href="{html.escape(url)}">{html.escape(title)}</a></h3>' if url else ""


def is_data(no_page: bool, body: bytes) -> bool:
    """Whether a response is a fragment and no page; some servers send JSON as text/html."""
    return no_page or body.lstrip()[:1] in {b"{", b"["}
