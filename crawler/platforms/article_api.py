"""Reads articles from responses of a JSON API, by the options of a `json_api` portal
(`crawler.platforms.json_api`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.messages import Candidate, Record
from crawler.discovery.timestamps import in_utc, read_time
from crawler.extraction.state.fields import images_of, names_of, time_of
from crawler.extraction.state.rich_text import html_of
from crawler.guard.json_reader import read_json
from crawler.items import KnownFacts
from crawler.platforms.api_options import compiled
from crawler.urls.parsing import join


class ArticleApi:
    """Reads articles by the options' JMESPath expressions. Raises OptionsError if they cannot be used."""

    def __init__(self, base: str, options: CrawlOptions) -> None:
        self._base = base
        self._options = options
        self._api = options.portal_options
        self._paths = compiled(options.portal_options)
        detail = self._api.get("detail")
        self._detail = detail if isinstance(detail, str) and "{}" in detail else None

    @property
    def has_details(self) -> bool:
        """Whether the text of an article needs a request of its own."""
        return self._detail is not None

    def items(self, data: Any) -> list[dict[str, Any]] | None:
        """The entries of a list response; None if it has none."""
        found = self.value("items", data)
        if not isinstance(found, list):
            return None
        return [item for item in found if isinstance(item, dict)]

    def next_url(self, data: Any, base: str) -> str | None:
        """The URL of the next page of the list at `base`; None after the last."""
        value, template = self.value("next", data), self._api.get("next_template")
        if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
            return None
        text = str(value).strip()
        return join(base, template.replace("{}", quote(text, safe="")) if isinstance(template, str) else text)

    def candidate(self, item: Mapping[str, Any], source: str) -> Candidate | None:
        """The article of an entry; None if its address is missing."""
        url = self._url(item)
        if url is None:
            return None
        return Candidate(
            url,
            source,
            in_utc(self.time("modified", item)),
            self.time("published", item),
            self.text("title", item),
            data_url=self._data_url(item, url),
        )

    def _url(self, item: Mapping[str, Any]) -> str | None:
        value = self.value("address", item)
        if not isinstance(value, str | int):
            return None
        template, text = self._api.get("address_template"), str(value)
        if isinstance(template, str) and "://" not in text:
            text = template.replace("{}", quote(text, safe="/"))
        return join(self._base, text, routes=True)

    def _data_url(self, item: Mapping[str, Any], url: str) -> str | None:
        if self._detail is None:
            return None
        value = self.value("detail_value" if "detail_value" in self._paths else "address", item)
        if not isinstance(value, str | int):
            return self.data_url(url)
        return join(self._base, self._detail.replace("{}", quote(str(value), safe="/")))

    def data_url(self, url: str) -> str | None:
        """URL of the data of the article at `url`, if it can be derived from the URL."""
        template = self._api.get("address_template")
        if self._detail is None or "detail_value" in self._paths or not isinstance(template, str):
            return None
        before, _, after = template.partition("{}")
        start = join(self._base, before, routes=True) or before
        match = re.fullmatch(f"{re.escape(start)}(.+?){re.escape(after)}", url)
        return (
            join(self._base, self._detail.replace("{}", quote(unquote(match[1]), safe="/")))
            if match
            else None
        )

    def record(self, item: Mapping[str, Any], candidate: Candidate) -> Record | None:
        """The full article of an entry; None if it has no text."""
        value = self.value("body", item)
        body = html_of(value) if value else None
        return Record(candidate, body, self._known(candidate, item)) if body else None

    def detail(self, body: bytes, candidate: Candidate) -> Record | None:
        """The article in the response to a request for its data; None if it is missing. Raises ValueError for
        a response that is not JSON.
        """
        data = read_json(body)
        item = self.value("detail_item", data) if "detail_item" in self._paths else data
        return self.record(item, candidate) if isinstance(item, dict) else None

    def _known(self, candidate: Candidate, item: Mapping[str, Any]) -> KnownFacts:
        authors, sections = names_of(self.value("author", item)), names_of(self.value("section", item))
        return KnownFacts(
            source=candidate.source,
            title=self.text("title", item) or candidate.title,
            canonical_url=candidate.url,
            published_at=self.time("published", item) or candidate.published,
            modified_at=self.time("modified", item),
            authors=tuple(authors),
            section=sections[0] if sections else None,
            tags=tuple(names_of(self.value("tags", item))),
            images=self._images(item),
        )

    def _images(self, item: Mapping[str, Any]) -> tuple[tuple[str, str | None], ...]:
        caption = self.text("caption", item)
        found = [
            (url, text)
            for address, text in images_of(self.value("image", item))
            if (url := join(self._base, address)) is not None
        ]
        return tuple((url, text or (caption if len(found) == 1 else None)) for url, text in found)

    def value(self, name: str, data: Any) -> Any:
        """The result of the expression with this name; None without one."""
        path = self._paths.get(name)
        return path.search(data) if path is not None else None

    def text(self, name: str, item: Mapping[str, Any]) -> str | None:
        """A text by the expression of this name."""
        value = self.value(name, item)
        return value.strip() or None if isinstance(value, str) else None

    def time(self, name: str, item: Mapping[str, Any]) -> str | None:
        """A time by the expression of this name, ISO 8601."""
        value = self.value(name, item)
        text = str(value) if isinstance(value, str | int) else None
        now, zone = self._options.now, self._options.timezone
        return read_time(text, now, zone) or read_time(time_of(value), now, zone)
