"""Parses feeds (RSS, Atom, RDF, JSON Feed, Blogger's JSON)."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from crawler.discovery.timestamps import read_time
from crawler.guard.json_reader import read_json
from crawler.urls.parsing import join

Clock = Callable[[str | None], str | None]
MAX_ENTRIES = 5000
MAX_BYTES = 20 * 1024 * 1024
DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*(\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; times in ISO 8601 or None, `content` is the HTML of the full text where the feed has it."""

    url: str
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    content: str | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """`next_page` is the URL of the next page if linked; `total` the number of all entries if given
    (Blogger).
    """

    entries: tuple[FeedEntry, ...]
    next_page: str | None = None
    total: int | None = None


TOTAL = re.compile(r"[0-9]{1,9}")

MAX_AUTHOR = 1000
"""Characters of an author's name in which an e-mail address is searched."""

BREAKS_PARSER = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
"""Known and possible exceptions of feedparser for input that is not a feed; they are not documented."""


class NotAFeed(ValueError):
    """The file is not a feed; the message describes it."""


def read_feed(
    body: bytes, url: str, headers: Mapping[str, str], now: datetime, timezone: str = "WIB"
) -> Feed:
    """Parse the feed at `url`; times without an offset are in `timezone`. Raises NotAFeed."""

    def clock(text: str | None) -> str | None:
        return read_time(text, now, timezone)

    head = body[:2048].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise NotAFeed("empty")
    if len(body) > MAX_BYTES:
        raise NotAFeed("larger than any feed")
    if head[:1] in b"{[":
        return _read_json(body, url, clock)
    if b"<html" in head.lower() or head[:15].lower().startswith(b"<!doctype html"):
        raise NotAFeed("an HTML page")
    if not head.startswith(b"<"):
        raise NotAFeed("neither XML nor JSON")
    return _read_xml(body, url, headers, clock)


@cache
def _bound_authors() -> None:
    """Keep feedparser from searching long author names for an address: its pattern takes quadratic time."""
    from feedparser.mixin import _FeedParserMixin  # type: ignore[import-untyped]

    search = _FeedParserMixin._sync_author_detail

    def bounded(self: Any, key: str = "author") -> None:
        if len(str(self._get_context().get(key) or "")) <= MAX_AUTHOR:
            search(self, key)

    _FeedParserMixin._sync_author_detail = bounded


def _read_xml(body: bytes, url: str, headers: Mapping[str, str], clock: Clock) -> Feed:
    import feedparser  # type: ignore[import-untyped]  # a tenth of a second to import, and many runs read no feed

    _bound_authors()
    # feedparser expands entity declarations; feeds do not need any.
    plain = DOCTYPE.sub(b"", body.lstrip(), count=1)
    content_type = headers.get("content-type", "application/xml")
    try:
        parsed = feedparser.parse(
            io.BytesIO(plain),
            response_headers={"content-type": content_type, "content-location": url},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except BREAKS_PARSER as error:
        raise NotAFeed(f"XML that breaks the feed parser ({type(error).__name__}: {error})") from error
    if not parsed.get("version"):
        raise NotAFeed("XML that is no feed")
    entries = []
    for raw in parsed.entries[:MAX_ENTRIES]:
        target = join(url, raw.get("link") or _permalink(raw) or "")
        if target is not None:
            entries.append(_xml_entry(raw, target, clock, atom=parsed.version.startswith("atom")))
    links = parsed.feed.get("links", [])
    following = next((link.get("href") for link in links if link.get("rel") == "next"), None)
    total = parsed.feed.get("opensearch_totalresults")
    return Feed(
        tuple(entries),
        next_page=join(url, following) if following else None,
        total=int(total) if isinstance(total, str) and TOTAL.fullmatch(total) else None,
    )


def _permalink(raw: Mapping[str, Any]) -> str | None:
    """The entry's id if it is a URL (`<guid isPermaLink="true">`)."""
    identity = raw.get("id")
    return identity if isinstance(identity, str) and identity.startswith("http") else None


def _xml_entry(raw: dict[str, Any], url: str, clock: Clock, *, atom: bool) -> FeedEntry:
    contents = [part.get("value") or "" for part in raw.get("content") or []]
    # feedparser's own `get` returns the publication date if there is no `updated`.
    published, updated = raw.get("published") or raw.get("created"), dict.get(raw, "updated")
    if published is None and not atom:
        published, updated = updated, None  # the dc:date of RSS 1.0 is the publication date
    return FeedEntry(
        url,
        title=_text(raw.get("title")),
        published=clock(published),
        modified=clock(updated),
        content=max(contents, key=len, default="") or None,
        authors=tuple(name for author in raw.get("authors") or [] if (name := _text(author.get("name")))),
        tags=tuple(term for tag in raw.get("tags") or [] if (term := _text(tag.get("term")))),
    )


def _read_json(body: bytes, url: str, clock: Clock) -> Feed:
    try:
        data = read_json(body)
    except ValueError as error:
        raise NotAFeed(f"broken JSON ({type(error).__name__})") from error
    if not isinstance(data, dict):
        raise NotAFeed("JSON that is no feed")
    if isinstance(data.get("feed"), dict):
        return _read_blogger(data["feed"], url, clock)
    if "jsonfeed" in str(data.get("version", "")) and isinstance(data.get("items"), list):
        items = [item for item in data["items"][:MAX_ENTRIES] if isinstance(item, dict)]
        entries = [_json_entry(item, target, clock) for item in items if (target := _json_url(item, url))]
        following = data.get("next_url")
        return Feed(tuple(entries), join(url, following) if isinstance(following, str) else None)
    raise NotAFeed("JSON that is no feed")


def _json_url(item: Mapping[str, Any], base: str) -> str | None:
    for name in ("url", "external_url", "id"):
        value = item.get(name)
        if isinstance(value, str) and (target := join(base, value)):
            return target
    return None


def _json_entry(item: Mapping[str, Any], url: str, clock: Clock) -> FeedEntry:
    authors = item.get("authors") if isinstance(item.get("authors"), list) else [item.get("author")]
    content = item.get("content_html")
    return FeedEntry(
        url,
        title=_text(item.get("title")),
        published=clock(_string(item.get("date_published"))),
        modified=clock(_string(item.get("date_modified"))),
        content=content if isinstance(content, str) and content else None,
        authors=tuple(_names(authors)),
        tags=tuple(tag for tag in item.get("tags") or [] if isinstance(tag, str)),
    )


def _names(authors: Iterable[Any] | None) -> list[str]:
    named = (author.get("name") for author in authors or [] if isinstance(author, dict))
    return [text for name in named if (text := _text(name))]


def _read_blogger(feed: Mapping[str, Any], url: str, clock: Clock) -> Feed:
    """Parse Google's JSON form of Atom: text is in `$t`."""
    entries = []
    raw_entries = feed.get("entry")
    for raw in (raw_entries if isinstance(raw_entries, list) else [])[:MAX_ENTRIES]:
        if not isinstance(raw, dict):
            continue
        target = join(url, _link(raw, "alternate") or "")
        if target is None:
            continue
        tags = raw.get("category")
        authors = raw.get("author")
        entries.append(
            FeedEntry(
                target,
                title=_text(_t(raw, "title")),
                published=clock(_t(raw, "published")),
                modified=clock(_t(raw, "updated")),
                content=_t(raw, "content"),
                authors=tuple(
                    name
                    for author in (authors if isinstance(authors, list) else [])
                    if isinstance(author, dict) and (name := _text(_t(author, "name")))
                ),
                tags=tuple(
                    tag["term"]
                    for tag in (tags if isinstance(tags, list) else [])
                    if isinstance(tag, dict) and isinstance(tag.get("term"), str)
                ),
            )
        )
    total = _t(feed, "openSearch$totalResults") or ""
    following = _link(feed, "next")
    return Feed(
        tuple(entries),
        join(url, following) if following else None,
        int(total) if total.isdigit() else None,
    )


def _t(node: Mapping[str, Any], name: str) -> str | None:
    value = node.get(name)
    text = value.get("$t") if isinstance(value, dict) else None
    return text if isinstance(text, str) else None


def _link(node: Mapping[str, Any], rel: str) -> str | None:
    links = node.get("link")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == rel and isinstance(link.get("href"), str):
            return str(link["href"])
    return None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _text(value: Any) -> str | None:
    """A title or name as plain text: titles may be escaped once or twice."""
    if not isinstance(value, str):
        return None
    plain = " ".join(html.unescape(re.sub(r"<[^<>]*>", "", value)).split())
    return plain or None
