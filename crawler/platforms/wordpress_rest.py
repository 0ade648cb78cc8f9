"""URL source for WordPress's REST API: a hundred full articles per request.

quirk | seen
------|-----
`X-WP-Total` and `X-WP-TotalPages` count posts and pages; some proxies strip them | stock, proxies
a page after the last, or `per_page=101`, is HTTP 400 | stock
`date` and `modified` have no zone; `date_gmt` gives it | stock
protected posts are listed, with empty content and `content.protected` | stock
`modified_after` exists since 5.7; older versions ignore it and list everything | stock
closed by plugins: 401, 403, 404, or a page of HTML or JSON that is not a list | security plugins
a time-out or 5xx at 100 per page on weak servers, but 20 per page work | small hosts
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from crawler.dates.zones import as_zone
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import SourceResult
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind, Record
from crawler.discovery.timestamps import EARLIEST, in_utc
from crawler.guard.json_reader import read_json
from crawler.items import KnownFacts
from crawler.urls.parsing import is_url

SIZES = (100, 20)
"""Articles per page: the maximum, and a size for weak servers."""

MAX_PAGES = 20_000
LATEST = "9000"
"""Later years are invalid; time zone conversion fails at the end of the calendar."""
MODIFIED = "wordpress.rest.modified"
CLOSED = "wordpress.rest.closed"
"""Memory keys: the newest `modified` seen; why the API is closed."""


class WordPressRestSource:
    """Reads `<root>wp/v2/posts`, newest first; with a stored time only what was modified since."""

    name = "rest"

    def __init__(self, root: str, options: CrawlOptions) -> None:
        self._root = root
        self._options = options
        self._sizes = list(SIZES)
        self._since = "" if options.full else options.memory.get(MODIFIED, "")
        self._total: int | None = None
        self._pages: int | None = None
        self._delivered: set[int] = set()
        self._withheld = 0
        self._newest = self._since
        self.complete = False
        self.entries: dict[str, int] = {}

    def start(self, known: AbstractSet[str]) -> SourceResult:
        if not self._options.full and self._options.memory.get(CLOSED):
            return SourceResult()
        return SourceResult((self._fetch(1),))

    def _fetch(self, number: int) -> Fetch:
        query = f"per_page={self._sizes[0]}&page={number}&_embed=1"
        if self._since:
            query += f"&orderby=modified&order=desc&modified_after={self._since}"
        if self._options.since is not None:
            query += f"&after={self._options.since - timedelta(days=1)}T23:59:59"
        if self._options.until is not None:
            query += f"&before={self._options.until + timedelta(days=1)}T00:00:00"
        # Plain permalinks: the root is `/?rest_route=/`.
        signature = "&" if urlsplit(self._root).query else "?"
        return Fetch(f"{self._root}wp/v2/posts{signature}{query}", Kind.API, number=number)

    def receive(self, answer: FetchResult) -> SourceResult:
        number = answer.fetch.number
        if not answer.ok:
            return self._refused(answer, number)
        try:
            posts = read_json(answer.body)
        except ValueError:
            return self._closed("something that is no JSON", number)
        if not isinstance(posts, list) or not all(isinstance(post, dict) for post in posts):
            return self._closed("JSON that lists no posts", number)
        if number == 1:
            # Not their number: a later run requests only modified articles, possibly none.
            self.entries[self._root] = 1 if self._since or posts else 0
            self._total = _number(answer.headers.get("x-wp-total"))
            self._pages = _number(answer.headers.get("x-wp-totalpages"))
        return self._read(posts, number)

    def _refused(self, answer: FetchResult, number: int) -> SourceResult:
        if number == 1 and len(self._sizes) > 1 and self._may_be_weak(answer):
            del self._sizes[0]
            return SourceResult((self._fetch(1),))
        if number > 1 and answer.status in {400, 404}:
            return self._end()
        return self._closed(answer.error_text, number)

    def _may_be_weak(self, answer: FetchResult) -> bool:
        return answer.status == 400 or answer.status >= 500 or "in time" in (answer.failure or "")

    def _closed(self, why: str, number: int) -> SourceResult:
        if number > 1:
            return SourceResult(
                notes=(f"WordPress REST API breaks off ({why}); continuing with sitemaps and feeds",)
            )
        return SourceResult(
            notes=(f"WordPress REST API is closed ({why}); using sitemaps and feeds",),
            remember=((CLOSED, why),) if 400 <= _status(why) < 500 else (),
        )

    def _read(self, posts: list[dict[str, Any]], number: int) -> SourceResult:
        records = []
        fresh = 0
        past = False
        for post in posts:
            identity = post.get("id")
            if isinstance(identity, int):
                fresh += identity not in self._delivered
                self._delivered.add(identity)
            modified = post.get("modified")
            if isinstance(modified, str):
                self._newest = max(self._newest, modified)
                past = past or bool(self._since and modified <= self._since)
                if self._since and modified <= self._since:
                    continue
            record = _record(post, self._options)
            if record is None:
                self._withheld += 1
            else:
                records.append(record)
        last = self._pages is not None and number >= self._pages
        short = self._pages is None and len(posts) < self._sizes[0]
        if not posts or not fresh or past or last or short or number >= MAX_PAGES:
            end = self._end()
            return SourceResult(records=tuple(records), notes=end.notes, remember=end.remember)
        return SourceResult((self._fetch(number + 1),), records=tuple(records))

    def _end(self) -> SourceResult:
        missing = (self._total or 0) - len(self._delivered)
        # A server clock that is ahead must not hide later changes.
        local_now = self._options.now.astimezone(as_zone(self._options.timezone)).replace(tzinfo=None)
        newest = min(self._newest, local_now.isoformat(timespec="seconds"))
        remember = ((MODIFIED, newest), (CLOSED, "")) if newest else ()
        if missing > 0 and not self._since:
            note = (
                f"WordPress REST API delivered {len(self._delivered)} of {self._total}; looking elsewhere too"
            )
            return SourceResult(notes=(note,))
        # If the API lists nothing, the site publishes in another way.
        self.complete = bool(self._delivered) or bool(self._since) or self._options.since is not None
        return SourceResult(remember=remember)


def _record(post: Mapping[str, Any], options: CrawlOptions) -> Record | None:
    """Convert a post; None if it is not public, or has no text or URL."""
    content = _mapping(post.get("content"))
    text = content.get("rendered")
    url = post.get("link")
    if post.get("status", "publish") != "publish" or content.get("protected"):
        return None
    if not isinstance(text, str) or not _plain(text) or not isinstance(url, str) or not is_url(url):
        return None
    published = _time(post, "date", options.timezone)
    modified = _time(post, "modified", options.timezone)
    embedded = _mapping(post.get("_embedded"))
    terms = [
        term for group in _list(embedded.get("wp:term")) for term in _list(group) if isinstance(term, dict)
    ]
    title = _plain(str(_mapping(post.get("title")).get("rendered") or "")) or None
    candidate = Candidate(url, WordPressRestSource.name, in_utc(modified), published, title)
    known = KnownFacts(
        source=WordPressRestSource.name,
        title=title,
        canonical_url=url,
        published_at=published,
        modified_at=modified,
        authors=tuple(_names(_list(embedded.get("author")))),
        section=next(iter(_names([t for t in terms if t.get("taxonomy") == "category"])), None),
        tags=tuple(_names([t for t in terms if t.get("taxonomy") == "post_tag"])),
        images=tuple(_images(_list(embedded.get("wp:featuredmedia")))),
    )
    return Record(candidate, text, known)


def _time(post: Mapping[str, Any], name: str, timezone: str) -> str | None:
    """Return the local time `name` with the offset derived from `<name>_gmt`, else in the portal's time zone.

    For a site left at UTC the portal's time zone is used: its readers are there.
    """
    local, utc = _moment(post.get(name)), _moment(post.get(f"{name}_gmt"))
    zone = as_zone(timezone)
    if utc is None:
        return None if local is None else local.replace(tzinfo=zone).isoformat()
    aware = utc.replace(tzinfo=UTC)
    offset = None if local is None else local - utc
    if not offset or abs(offset) > timedelta(hours=14):
        return aware.astimezone(zone).isoformat()
    assert local is not None
    hours, minutes = divmod(round(abs(offset).total_seconds() / 60), 60)
    return f"{local.isoformat()}{'-' if offset < timedelta(0) else '+'}{hours:02d}:{minutes:02d}"


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:  # `0000-00-00T00:00:00` for none
        return None
    return moment if EARLIEST <= value[:4] < LATEST else None


def _names(terms: list[Any]) -> list[str]:
    named = (term.get("name") for term in terms if isinstance(term, dict))
    return [plain for name in named if isinstance(name, str) and (plain := _plain(name))]


def _images(media: list[Any]) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for one in media:
        url = one.get("source_url") if isinstance(one, dict) else None
        if isinstance(url, str) and is_url(url):
            caption = _plain(str(_mapping(one.get("caption")).get("rendered") or ""))
            found.append((url, caption or None))
    return found


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", markup)).split())


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None


def _status(why: str) -> int:
    digits = why.removeprefix("HTTP ")
    return int(digits) if digits.isdigit() else 0
