"""Selects the article's object in a page's state: the one that matches the address or the page's title.

The state of an article page also holds other articles (related, newest, the layout's). Their slugs, addresses
and titles differ from those of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.extraction.state.field_names import AUTHOR, IDENTITY, PLACE, PUBLISHED, TITLE, field_name
from crawler.extraction.state.fields import Fields, read_fields, unwrapped
from crawler.extraction.state.flight import Rows, resolve
from crawler.extraction.state.nodes import iter_nodes

_WORD = re.compile(r"[^\W_]+")
_OPAQUE = re.compile(r"\d+|[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f-]{27}|(?=\w*\d)[A-Za-z0-9_-]{5,16}", re.I)
_TITLES = frozenset(TITLE)
_AT, _CERTAIN, _LIKELY = 4, 3, 2
_FEWEST = 3
"""Words in common from which on a title and an address are compared."""
_SHARE = 0.8
_MAX_TITLE_LENGTH = 400


@dataclass(slots=True)
class Candidate:
    """An object with a title, and how well it matches the page: from 0 (no match) to 4 (by its address)."""

    fields: Fields
    title: str
    body: Any
    agreement: int


@dataclass(frozen=True)
class PageIdentity:
    """The address of the page at `url` and its claimed titles."""

    url: str
    titles: tuple[str, ...]

    @cached_property
    def parts(self) -> list[str]:
        """The last segment of the path, and the values of the query."""
        address = urlsplit(self.url)
        segments = [part for part in unquote(address.path).split("/") if part]
        return [_stem(part) for part in segments[-1:]] + [value for _, value in parse_qsl(address.query)]

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Numbers in the address that may be an ID."""
        address = urlsplit(self.url)
        segments = [_stem(part) for part in unquote(address.path).split("/") if part]
        return frozenset(p for p in [*segments, *self.parts] if _OPAQUE.fullmatch(p))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the part of the address that has most words."""
        return max((_words(part) for part in self.parts), key=len, default=frozenset())

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for title in self.titles if len(key := _key(title)) > 8)


def _stem(part: str) -> str:
    return re.sub(r"\.(?:html?|php|aspx?)$", "", part)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text) if not word.isdigit())


def _key(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))


def choose(values: list[Any], page: PageIdentity, rows: Rows) -> Candidate | None:
    """The article among the objects in `values`; None if none matches the page."""
    agreeing: list[Candidate] = []
    lone: list[Candidate] = []
    with_text = 0
    for node in iter_nodes(values):
        found = _candidate(node.value, page, rows)
        if found is None:
            continue
        if found.agreement:
            agreeing.append(found)
        if found.body is not None:
            with_text += 1
            if not found.agreement and not node.listed:
                lone.append(found)
    if agreeing:
        best = max(agreeing, key=_rank)
        rivals = {_key(one.title) for one in agreeing if one.agreement == best.agreement}
        # Several titles match and none is known to be the page's own: the page is a listing.
        return best if best.agreement == _AT or len(rivals) == 1 else None
    # The address is an ID and the title is the site's: the only article in the state is the page's.
    only_number = len(page.words) < _FEWEST and bool(page.numbers)
    return lone[0] if only_number and with_text == 1 and len(lone) == 1 else None


def _rank(candidate: Candidate) -> tuple[bool, int, int]:
    size = len(candidate.body) if isinstance(candidate.body, str) else 0
    return candidate.body is not None, candidate.agreement, size


def _candidate(value: dict[str, Any], page: PageIdentity, rows: Rows) -> Candidate | None:
    if not 2 <= len(value) <= 300 or not any(map(_names_title, value)):
        return None
    if rows:
        resolve(value, rows)
    fields = read_fields(value)
    title = fields.text(TITLE)
    if title is None or len(title) > _MAX_TITLE_LENGTH:
        return None
    text = fields.body()
    dated = fields.first(PUBLISHED) is not None
    body = None
    if text is not None and (text[1] or dated or fields.first(AUTHOR) is not None):
        body = text[0]  # a lone description may belong to a category or a site
    if body is None and not dated:
        return None
    agreement = _agreement(fields, title, page)
    if _names_other(fields, page) and agreement < _CERTAIN:
        return None
    return Candidate(fields, title, body, agreement)


@lru_cache(maxsize=4096)
def _names_title(key: object) -> bool:
    return isinstance(key, str) and field_name(key) in _TITLES


def _agreement(fields: Fields, title: str, page: PageIdentity) -> int:
    if _is_at(fields, page):
        return _AT
    key = _key(title)
    if len(key) > 8:
        for claim in page.keys:
            # A document title has the site's name beside the headline.
            if key == claim or (len(key) > 15 and (claim.startswith(key) or claim.endswith(key))):
                return _CERTAIN
    words = _words(title)
    if len(page.words) >= _FEWEST and len(words & page.words) >= _SHARE * len(page.words):
        return _LIKELY
    identity = _identities(fields)
    return _LIKELY if identity & page.numbers else 0


def _is_at(fields: Fields, page: PageIdentity) -> bool:
    """Whether a slug or an address of the object is the page's."""
    path = unquote(urlsplit(page.url).path).rstrip("/")
    for name in PLACE:
        value = unwrapped(fields.members.get(name))
        if isinstance(value, dict):
            value = value.get("current")  # Sanity
        if not isinstance(value, str) or not 2 < len(value) < 1000:
            continue
        if "/" in value:
            if _path_of(value) == path and path:
                return True
            value = value.rstrip("/").rsplit("/", 1)[-1]
        stem = _stem(unquote(value))
        if len(_words(stem)) > 1 and any(_same_slug(stem, part) for part in page.parts):
            return True
    return False


def _path_of(url: str) -> str:
    try:
        return unquote(urlsplit(url).path).rstrip("/")
    except ValueError:
        return ""


def _same_slug(slug: str, part: str) -> bool:
    """Whether a part of the address is the slug, with or without an ID before or after it."""
    if slug == part:
        return True
    if len(slug) < 12 or slug not in part:
        return False
    rest = part.replace(slug, "", 1).strip("-_.")
    return rest.isdigit()


def _identities(fields: Fields) -> frozenset[str]:
    values = (unwrapped(fields.members.get(name)) for name in IDENTITY)
    return frozenset(
        str(value) for value in values if isinstance(value, str | int) and value not in ("", True, False)
    )


def _names_other(fields: Fields, page: PageIdentity) -> bool:
    """Whether the object has its own ID or slug that differs from the address."""
    slug = unwrapped(fields.members.get("slug"))
    if isinstance(slug, str) and len(_words(slug)) >= _FEWEST and len(page.words) >= _FEWEST:
        return len(_words(slug) & page.words) < _SHARE * len(page.words)
    identities = {one for one in _identities(fields) if one.isdigit()}
    numbers = {one for one in page.numbers if one.isdigit()}
    return bool(identities and numbers and len(page.words) < _FEWEST and not identities & numbers)
