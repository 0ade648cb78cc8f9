"""Portals rendered by JavaScript from a JSON API; the registry describes the API in `options`:

    platform = "json_api"
    [portal.options]
    endpoint = "https://api.contoh.go.id/v1/news?page={page}&per_page=50"   # or {offset}
    items = "data.items"                     # JMESPath to the list; every other expression is on one item
    address = "slug"                         # a URL, or the value for `address_template`
    address_template = "https://contoh.go.id/berita/{}"
    title = "title"
    published = "published_at"
    modified = "updated_at"
    body = "content"                         # the full text: no page is fetched
    author = "author.name"
    section = "category.name"
    tags = "tags[].name"
    image = "image_url"
    caption = "image_caption"
    total = "meta.total"                     # on the whole response
    next = "links.next"                      # on the whole response: URL of the next page, instead of {page}
    next_template = "https://api.contoh.go.id/v1/news?after={}"   # if `next` is a cursor: the next page
    first_page = 1
    detail = "https://api.contoh.go.id/v1/news/{}"   # if the list has no text: URL of one article's data
    detail_value = "id"                      # on an item, if it differs from `address`
    detail_item = "data"                     # on the response of `detail`; `body` and the rest are on its
                                             # result

Only `endpoint`, `items` and `address` are required. `body` may be HTML, Markdown, plain text or an editor's
document (`crawler.extraction.state.rich_text`).
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from lxml.html import HtmlElement

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import SourceResult, UrlSource
from crawler.discovery.messages import SKIPPED, Candidate, Fetch, FetchResult, Kind, Record
from crawler.discovery.page.homepage import Homepage
from crawler.guard.json_reader import read_json
from crawler.platforms.api_options import NEEDED, OptionsError
from crawler.platforms.generic import GENERIC
from crawler.urls.canonical import article_id

__all__ = ["JSON_API", "NEEDED", "ApiSource", "JsonApi", "OptionsError"]

MAX_PAGES = 20_000
NEARLY = 0.9
"""A list with this share of the API's total counts as complete: some totals include drafts."""


class ApiSource:
    """Requests the endpoint page by page, until one is empty, repeated or refused, or all are read."""

    name = "api"

    def __init__(self, base: str, options: CrawlOptions) -> None:
        self._base = base
        self._options = options
        self._endpoint = str(options.portal_options.get("endpoint"))
        from crawler.platforms.article_api import ArticleApi  # loads the date grammar; few portals need it

        self._articles = ArticleApi(base, options)
        first = options.portal_options.get("first_page", 1)
        self._first = first if isinstance(first, int) else 1
        self._seen = ArticleIds()
        self._delivered = 0
        self.complete = False
        self.entries: dict[str, int] = {}

    def start(self, known: AbstractSet[str]) -> SourceResult:
        return SourceResult((self._fetch(1),))

    def data_url(self, candidate: Candidate) -> str | None:
        """URL of an article's data, if neither the list nor its page contains them."""
        return candidate.data_url or self._articles.data_url(candidate.url)

    def read_detail(self, body: bytes, candidate: Candidate) -> Record | None:
        """The article in the response of `data_url`; None if it has none."""
        try:
            return self._articles.detail(body, candidate)
        except ValueError:
            return None

    def _fetch(self, number: int, url: str | None = None) -> Fetch:
        page, offset = number - 1 + self._first, self._delivered
        url = url or self._endpoint.replace("{page}", str(page)).replace("{offset}", str(offset))
        if_new = number > 1 and not self._options.full
        return Fetch(url, Kind.API, number=number, if_new=if_new, conditional=number == 1)

    def receive(self, answer: FetchResult) -> SourceResult:
        number = answer.fetch.number
        if answer.unchanged:
            self.complete = True
            return SourceResult()
        if not answer.ok:
            # Skipped: the ledger knows all items of the page before.
            ended = answer.failure == SKIPPED or answer.status in {400, 404, 410, 422}
            self.complete = number > 1 and ended
            return SourceResult(
                notes=() if self.complete or not answer.status else (f"API: {answer.error_text}",)
            )
        try:
            data = read_json(answer.body)
        except ValueError:
            return SourceResult(notes=("API answers with something that is no JSON",))
        items = self._articles.items(data)
        if items is None:
            return SourceResult(notes=("API answers with JSON that lists nothing",))
        return self._read(items, data, answer)

    def _read(self, items: list[dict[str, Any]], data: Any, answer: FetchResult) -> SourceResult:
        candidates, records = [], []
        number = answer.fetch.number
        fresh = 0
        if number == 1:
            self.entries[self._endpoint] = len(items)
        self._delivered += len(items)
        past = bool(items)
        for item in items:
            candidate = self._articles.candidate(item, self.name)
            if candidate is None:
                continue
            past = past and self._options.before(candidate.published)
            id_ = article_id(candidate.url)
            fresh += self._seen.add(id_)
            if self._options.before(candidate.published) or self._options.after(candidate.published):
                continue
            whole = self._options.rest and not self._articles.has_details
            record = self._articles.record(item, candidate) if whole else None
            if record is not None:
                records.append(record)
            else:
                candidates.append(candidate)
        following = self._following(data, answer)
        if not fresh or past or following is None or number >= MAX_PAGES:
            total = self._articles.value("total", data)
            short = (
                not past and isinstance(total, int) and len(self._seen) < min(total, self._delivered) * NEARLY
            )
            self.complete = bool(self._seen) and not short
            notes = (f"API lists {len(self._seen)} of {total} articles",) if short else ()
            return SourceResult((), tuple(candidates), tuple(records), notes)
        return SourceResult((following,), tuple(candidates), tuple(records))

    def _following(self, data: Any, answer: FetchResult) -> Fetch | None:
        """The request for the next page; None after the last."""
        number = answer.fetch.number
        total = self._articles.value("total", data)
        if isinstance(total, int) and self._delivered >= total:
            return None
        if "next" not in self._options.portal_options:
            paged = "{page}" in self._endpoint or "{offset}" in self._endpoint
            return self._fetch(number + 1) if paged else None
        url = self._articles.next_url(data, answer.url or answer.fetch.url)
        return self._fetch(number + 1, url) if url else None


class JsonApi:
    """Never detected: the registry has to describe the endpoint. The generic sources are the fallback."""

    name = "json_api"

    def detect(self, site: Homepage) -> int:
        return 0

    def url_sources(self, site: Homepage, options: CrawlOptions) -> Sequence[UrlSource]:
        """The API, then the generic sources."""
        return [ApiSource(site.base, options), *GENERIC.url_sources(site, options)]

    def is_article(self, url: str) -> bool | None:
        return GENERIC.is_article(url)

    def static_pages(self, site: Homepage) -> frozenset[str]:
        return frozenset()

    def page_kind(self, tree: HtmlElement) -> str | None:
        return GENERIC.page_kind(tree)


JSON_API = JsonApi()
