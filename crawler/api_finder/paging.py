"""Infers the pagination of a list: the part of the request that changes from page to page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from crawler.api_finder.cursors import Cursor
from crawler.api_finder.lists import join_path

PAGE_NAMES = re.compile(
    r"(?!per[_-]?page)(?:^|.*[\[_-])(?:page|paged|halaman|hal|pagenumber|page_?no|pageindex|p|laman)\]?$",
    re.IGNORECASE,
)
OFFSET_NAMES = re.compile(r"(?:^|[\[_-])(?:offset|start|skip|from)\]?$", re.IGNORECASE)
SIZES = (100, 50)
"""Requested page size, if the site accepts it."""
_TIME_STAMP = re.compile(r"\d{10,13}")
_TOTALS = (
    "total",
    "totalitems",
    "total_items",
    "totalcount",
    "total_count",
    "count",
    "jumlah",
    "totaldata",
    "totalrecords",
)
_NEXT_KEYS = ("next", "next_page_url", "nextPageUrl", "next_url", "nextPage", "nextLink")
_SAFE = "/:,;@[]!$'()*~{}"

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Paging:
    """`endpoint` with `{page}` or `{offset}`, or neither; `first` is the number of the first page. `size`
    is the page-size parameter. With a `cursor`, `endpoint` is the first part of the list.
    """

    endpoint: str
    first: int = 1
    size: str | None = None
    cursor: Cursor | None = None

    @property
    def is_paged(self) -> bool:
        """Whether further pages can be requested by number."""
        return "{page}" in self.endpoint or "{offset}" in self.endpoint

    def page(self, number: int, per_page: int) -> str:
        """The URL of a page, counted from 0."""
        return self.endpoint.replace("{page}", str(number + self.first)).replace(
            "{offset}", str(number * per_page)
        )


def infer_paging(first: str, later: Iterable[str], per_page: int) -> Paging | None:
    """The paging of a list with the first page `first`, from the URLs of later pages; None if the changing
    part is not a page number.
    """
    later = [url for url in later if url != first]
    for url in later:
        found = _by_query(first, url, per_page) or _by_path(first, url, per_page)
        if found is not None:
            return found
    return None if later else guess_paging(first, per_page)


def guess_paging(first: str, per_page: int) -> Paging:
    """The paging suggested by a URL's parameter names."""
    fields = _steady(_fields(first))
    for number, (name, value) in enumerate(fields):
        if value.isdigit() and PAGE_NAMES.match(name) and int(value) in (0, 1):
            return _paging(first, _put(fields, number, "{page}"), int(value), per_page)
        if value == "0" and OFFSET_NAMES.search(name):
            return _paging(first, _put(fields, number, "{offset}"), 1, per_page)
    return _paging(first, fields, 1, per_page)


def earlier_start(paging: Paging) -> Paging | None:
    """The paging that begins a page before, or before the first cursor; None if there is no earlier page."""
    if "{page}" in paging.endpoint:
        return replace(paging, first=paging.first - 1) if paging.first > 0 else None
    if paging.cursor is None:
        return None
    name = next(name for name, value in _fields(paging.cursor.template) if value == "{}")
    fields = _fields(paging.endpoint)
    kept = [(key, value) for key, value in fields if key != name]
    return replace(paging, endpoint=_build(paging.endpoint, kept)) if kept != fields else None


def paging_of_rest(second: str, per_page: int) -> Paging | None:
    """The paging of a list whose second page is at `second`; None if no parameter is its number."""
    fields = _fields(second)
    numbers = sorted(range(len(fields)), key=lambda number: not _is_page_name(fields[number][0]))
    for number in numbers:
        first = _build(second, [*fields[:number], *fields[number + 1 :]])
        paging = infer_paging(first, [second], per_page)
        if paging is not None:
            return paging
    return None


def _is_page_name(name: str) -> bool:
    return bool(PAGE_NAMES.match(name) or OFFSET_NAMES.search(name))


def with_page_field(paging: Paging, name: str = "page") -> Paging:
    """The paging of a list whose first page has no page number, by common convention."""
    mark = "&" if urlsplit(paging.endpoint).query else "?"
    return Paging(f"{paging.endpoint}{mark}{name}={{page}}", 1, paging.size)


def with_size(paging: Paging, size: int) -> Paging:
    """The paging with this page size."""
    if paging.size is None:
        return paging
    return _with_urls(paging, lambda url: _resized(url, str(paging.size), size))


def with_fields(paging: Paging, query: str) -> Paging:
    """The paging with further query parameters."""
    return _with_urls(paging, lambda url: f"{url}{'&' if '?' in url else '?'}{query}")


def cursor_paging(first: str, cursor: Cursor, per_page: int) -> Paging:
    """The paging of a list whose first part is `first`."""
    return replace(_paging(first, _fields(first), 1, per_page), cursor=cursor)


def _with_urls(paging: Paging, change: Callable[[str], str]) -> Paging:
    cursor = paging.cursor
    changed = replace(cursor, template=change(cursor.template)) if cursor is not None else None
    return replace(paging, endpoint=change(paging.endpoint), cursor=changed)


def _resized(url: str, name: str, size: int) -> str:
    fields = [(key, str(size) if key == name else value) for key, value in _fields(url)]
    return _build(url, fields)


def _by_query(first: str, later: str, per_page: int) -> Paging | None:
    if urlsplit(first)[:3] != urlsplit(later)[:3]:
        return None
    before, after = dict(_fields(first)), _steady(_fields(later))
    for number, (name, value) in enumerate(after):
        was = before.get(name)
        if was == value or not value.isdigit() or (was is not None and not was.isdigit()):
            continue
        new = int(value)
        if (was is None and new == 2) or (was is not None and new - int(was) == 1 and per_page != 1):
            return _paging(later, _put(after, number, "{page}"), new - 1, per_page)
        if (was is None and new == 1) and PAGE_NAMES.match(name):
            return _paging(later, _put(after, number, "{page}"), 0, per_page)
        if new - int(was or 0) == per_page:
            return _paging(later, _put(after, number, "{offset}"), 1, per_page)
    return None


def _by_path(first: str, later: str, per_page: int) -> Paging | None:
    one, other = urlsplit(first).path.split("/"), urlsplit(later).path.split("/")
    if len(one) != len(other) or urlsplit(first).netloc != urlsplit(later).netloc:
        return None
    places = [number for number, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) != 1 or not (one[places[0]].isdigit() and other[places[0]].isdigit()):
        return None
    step = int(other[places[0]]) - int(one[places[0]])
    mark = "{page}" if step == 1 else "{offset}" if step == per_page else None
    if mark is None:
        return None
    parts = urlsplit(later)
    path = "/".join([*other[: places[0]], mark, *other[places[0] + 1 :]])
    start = int(one[places[0]]) if mark == "{page}" else 1
    return _paging(f"{parts.scheme}://{parts.netloc}{path}", _steady(_fields(later)), start, per_page)


def _paging(url: str, fields: Fields, first: int, per_page: int) -> Paging:
    size = next(
        (name for name, value in fields if value == str(per_page) and not PAGE_NAMES.match(name)), None
    )
    return Paging(_build(url, fields), first, size)


def _fields(url: str) -> Fields:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def _steady(fields: Fields) -> Fields:
    """The parameters without cache-busting timestamps."""
    return [(name, value) for name, value in fields if not _TIME_STAMP.fullmatch(value)]


def _put(fields: Fields, number: int, value: str) -> Fields:
    return [*fields[:number], (fields[number][0], value), *fields[number + 1 :]]


def _build(url: str, fields: Fields) -> str:
    base = url.partition("?")[0].partition("#")[0]
    query = "&".join(f"{quote(name, safe=_SAFE)}={quote(value, safe=_SAFE)}" for name, value in fields)
    return f"{base}?{query}" if query else base


def total_path(data: Any, least: int) -> str | None:
    """The JMESPath of the total number of articles: at least the length of a page."""
    found = (
        path
        for path, key, value in _leaves(data, "", 0)
        if key.lower() in _TOTALS and _is_count(value, least)
    )
    return next(found, None)


def _is_count(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def next_path(data: Any, later: Iterable[str]) -> str | None:
    """The JMESPath of the next page's URL, if the response contains it.

    `later` are the URLs that the page requested next.
    """
    wanted = {_key(url) for url in later}
    for path, key, value in _leaves(data, "", 0):
        named = key in _NEXT_KEYS and isinstance(value, str) and ("/" in value or "?" in value)
        if named and (not wanted or _key(value) in wanted):
            return path
    return None


def _key(url: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    return urlsplit(url).path, tuple(sorted(_fields(url)))


def _leaves(data: Any, path: str, depth: int) -> Iterator[tuple[str, str, Any]]:
    if not isinstance(data, dict) or depth > 3:
        return
    for key, value in data.items():
        inner = join_path(path, key)
        if isinstance(value, dict):
            yield from _leaves(value, inner, depth + 1)
        else:
            yield inner, key, value
