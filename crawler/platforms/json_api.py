"""Portals whose pages are drawn by JavaScript from a JSON API; the registry describes it in `options`:

    platform = "json_api"
    [portal.options]
    endpoint = "https://api.contoh.go.id/v1/news?page={page}&per_page=50"   # or {offset}
    items = "data.items"                     # JMESPath to the list; every other expression is on one item
    address = "slug"                         # an address, or what `address_template` makes one of
    address_template = "https://contoh.go.id/berita/{}"
    title = "title"
    published = "published_at"
    modified = "updated_at"
    body = "content"                         # HTML of the whole article: then no page is fetched
    author = "author.name"
    section = "category.name"
    total = "meta.total"                     # on the whole answer
    first_page = 1

Only `endpoint`, `items` and `address` must be there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any
from urllib.parse import quote

from lxml.html import HtmlElement

from crawler.discovery.core.compact_ids import ArticleIds
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.core.source import SourceResult, UrlSource
from crawler.discovery.messages import SKIPPED, Candidate, Fetch, FetchResult, Kind, Record
from crawler.discovery.page.homepage import Homepage
from crawler.discovery.timestamps import in_utc, read_time
from crawler.guard.json_reader import read_json
from crawler.items import KnownFacts
from crawler.platforms.generic import GENERIC
from crawler.urls.canonical import article_id
from crawler.urls.parsing import join

NEEDED = ("endpoint", "items", "address")
EXPRESSIONS = ("items", "address", "title", "published", "modified", "body", "author", "section", "total")
MAX_PAGES = 20_000


class OptionsError(ValueError):
    """The registry's description of an API cannot be used; the message says why."""


class ApiSource:
    """Asks the endpoint page by page until one is empty, repeated, refused, or all was delivered."""

    name = "api"

    def __init__(self, base: str, options: CrawlOptions) -> None:
        self._base = base
        self._options = options
        self._api = options.portal_options
        self._paths = _compiled(options.portal_options)
        first = options.portal_options.get("first_page", 1)
        self._first = first if isinstance(first, int) else 1
        self._seen = ArticleIds()
        self._delivered = 0
        self.complete = False
        self.entries: dict[str, int] = {}

    def start(self, known: AbstractSet[str]) -> SourceResult:
        return SourceResult((self._fetch(1),))

    def _fetch(self, number: int) -> Fetch:
        page, offset = number - 1 + self._first, self._delivered
        url = str(self._api["endpoint"]).replace("{page}", str(page)).replace("{offset}", str(offset))
        if_new = number > 1 and not self._options.full
        return Fetch(url, Kind.API, number=number, if_new=if_new, conditional=number == 1)

    def receive(self, answer: FetchResult) -> SourceResult:
        number = answer.fetch.number
        if answer.unchanged:
            self.complete = True
            return SourceResult()
        if not answer.ok:
            # Skipped: the ledger knew all of the page before.
            ended = answer.failure == SKIPPED or answer.status in {400, 404, 410, 422}
            self.complete = number > 1 and ended
            return SourceResult(
                notes=() if self.complete or not answer.status else (f"API: {answer.error_text}",)
            )
        try:
            data = read_json(answer.body)
        except ValueError:
            return SourceResult(notes=("API answers with something that is no JSON",))
        items = self._value("items", data)
        if not isinstance(items, list):
            return SourceResult(notes=("API answers with JSON that lists nothing",))
        return self._read([item for item in items if isinstance(item, dict)], data, number)

    def _read(self, items: list[dict[str, Any]], data: Any, number: int) -> SourceResult:
        candidates, records = [], []
        fresh = 0
        if number == 1:
            self.entries[str(self._api["endpoint"])] = len(items)
        self._delivered += len(items)
        past = bool(items)
        for item in items:
            candidate = self._candidate(item)
            if candidate is None:
                continue
            past = past and self._options.before(candidate.published)
            id_ = article_id(candidate.url)
            fresh += self._seen.add(id_)
            if self._options.before(candidate.published) or self._options.after(candidate.published):
                continue
            body = self._text("body", item)
            if body and self._options.rest:
                records.append(Record(candidate, body, self._known(candidate, item)))
            else:
                candidates.append(candidate)
        total = self._value("total", data)
        everything = isinstance(total, int) and self._delivered >= total
        if not fresh or past or everything or number >= MAX_PAGES:
            self.complete = bool(self._seen)
            return SourceResult((), tuple(candidates), tuple(records))
        return SourceResult((self._fetch(number + 1),), tuple(candidates), tuple(records))

    def _candidate(self, item: Mapping[str, Any]) -> Candidate | None:
        value = self._value("address", item)
        if not isinstance(value, str | int):
            return None
        template = self._api.get("address_template")
        text = str(value)
        if isinstance(template, str) and "://" not in text:
            text = template.replace("{}", quote(text, safe="/"))
        url = join(self._base, text)
        if url is None:
            return None
        published = self._time("published", item)
        return Candidate(
            url, self.name, in_utc(self._time("modified", item)), published, self._text("title", item)
        )

    def _known(self, candidate: Candidate, item: Mapping[str, Any]) -> KnownFacts:
        author = self._text("author", item)
        return KnownFacts(
            source=self.name,
            title=candidate.title,
            canonical_url=candidate.url,
            published_at=candidate.published,
            modified_at=self._time("modified", item),
            authors=(author,) if author else (),
            section=self._text("section", item),
        )

    def _value(self, name: str, data: Any) -> Any:
        path = self._paths.get(name)
        return path.search(data) if path is not None else None

    def _text(self, name: str, item: Mapping[str, Any]) -> str | None:
        value = self._value(name, item)
        return value.strip() or None if isinstance(value, str) else None

    def _time(self, name: str, item: Mapping[str, Any]) -> str | None:
        value = self._value(name, item)
        text = str(value) if isinstance(value, str | int) else None
        return read_time(text, self._options.now, self._options.timezone)


def _compiled(options: Mapping[str, object]) -> dict[str, Any]:
    import jmespath  # type: ignore[import-untyped]  # only portals with an API of their own need it
    from jmespath.exceptions import JMESPathError  # type: ignore[import-untyped]

    missing = [name for name in NEEDED if not isinstance(options.get(name), str)]
    if missing:
        raise OptionsError(f"a json_api portal needs the options {', '.join(NEEDED)}; missing: {missing[0]}")
    paths = {}
    for name in EXPRESSIONS:
        expression = options.get(name)
        if isinstance(expression, str):
            try:
                paths[name] = jmespath.compile(expression)
            except JMESPathError as error:
                raise OptionsError(f"option {name}={expression!r} is no JMESPath expression") from error
    return paths


class JsonApi:
    """Never recognised: only the registry knows where such an API is. The other walks are a fallback."""

    name = "json_api"

    def detect(self, site: Homepage) -> int:
        return 0

    def url_sources(self, site: Homepage, options: CrawlOptions) -> Sequence[UrlSource]:
        """The API, then what any site has."""
        return [ApiSource(site.base, options), *GENERIC.url_sources(site, options)]

    def is_article(self, url: str) -> bool | None:
        return GENERIC.is_article(url)

    def page_kind(self, tree: HtmlElement) -> str | None:
        return GENERIC.page_kind(tree)


JSON_API = JsonApi()
