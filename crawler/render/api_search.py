"""Builds the registry entry of a JavaScript-rendered portal: verifies the API over plain HTTP."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import lxml.html

from crawler.api_finder.cursors import infer_cursor
from crawler.api_finder.entry import build_options
from crawler.api_finder.fields import field_paths
from crawler.api_finder.known_apis import KnownApi, recognise
from crawler.api_finder.lists import best_list, title_of
from crawler.api_finder.paging import (
    SIZES,
    Paging,
    cursor_paging,
    earlier_start,
    infer_paging,
    next_path,
    paging_of_rest,
    total_path,
    with_fields,
    with_page_field,
    with_size,
)
from crawler.discovery.core.options import CrawlOptions
from crawler.guard.json_reader import read_json
from crawler.platforms.article_api import ArticleApi
from crawler.render.exploration import Exploration, Listed, explore, homepage_of
from crawler.render.messages import Download, PageDownloadError, PageRequest, RenderError

if TYPE_CHECKING:
    from crawler.render.browser import Browser

_WORD = re.compile(r"\w+")
SHOWN = 0.9
"""Minimum share of an API article's words that its page must show."""


@dataclass(frozen=True, slots=True)
class Findings:
    """`options` of a `json_api` portal; None if no usable API was found, with the reason in `why`. `known` is
    the name of the CMS. Of `compared` articles `agreed` matched their rendered pages. `listed` is the number
    of entries on the list's first page. `renders_links`: the rendered front page links to pages of the
    site, so the portal can be crawled by rendering. `front` and `title` are the URL and the title of the
    front page, `example` is the title of an article.
    """

    options: dict[str, object] | None = None
    known: str | None = None
    why: str | None = None
    compared: int = 0
    agreed: int = 0
    listed: int = 0
    renders_links: bool = False
    front: str | None = None
    title: str | None = None
    example: str | None = None


async def find_api(browser: Browser, download: Download, address: str, portal: str) -> Findings:
    """Find the API behind the portal at `address`. Raises RenderError if its pages cannot be rendered."""
    exploration = await explore(browser, address, portal)
    findings = await _Search(download, address, portal).describe(exploration)
    if exploration.front is None:
        return findings
    example = title_of(exploration.articles[0][0]) if exploration.articles else None
    front = homepage_of(exploration.front)
    return replace(findings, front=front.address.partition("#")[0], title=front.title, example=example)


class _Search:
    def __init__(self, download: Download, address: str, portal: str) -> None:
        self._download = download
        self._address = address
        self._portal = portal

    async def describe(self, exploration: Exploration) -> Findings:
        links = exploration.front is not None and "<a " in exploration.front.html
        listed, rule = exploration.listed, exploration.rule
        if listed is None or rule is None:
            return Findings(why=exploration.why, renders_links=links)
        data = await self._data(listed.call.url)
        first = best_list(data)
        if first is None:
            why = f"{listed.call.url} responds only in the browser, so it is not used"
            return Findings(why=why, renders_links=links)
        known = recognise(listed.call.url, data)
        paging, trouble = await self._paging(listed, data, known)
        if paging is None:
            return Findings(why=trouble, renders_links=links, known=known.name if known else None)
        items = list(first.items)
        facts = field_paths(items, with_body=True)
        detail = exploration.detail
        if detail is not None and "body" in facts and not _is_longer(detail.item, detail.facts, items, facts):
            detail = None
        if detail is not None:
            facts.pop("body", None)
        options = build_options(
            paging,
            first.path,
            rule,
            facts,
            detail,
            total=total_path(data, len(items)),
            next_url=next_path(data, [call.url for call in listed.later]),
        )
        findings = Findings(options, known.name if known else None, listed=len(items), renders_links=links)
        return await self._checked(findings, exploration)

    async def _data(self, url: str) -> Any:
        """The JSON at a URL, requested without credentials; None if there is none."""
        try:
            answer = await self._download(PageRequest(url, "fetch", site=self._address, portal=self._portal))
            return read_json(answer.body) if answer.status == 200 else None
        except (PageDownloadError, ValueError):
            return None

    async def _paging(
        self, listed: Listed, data: Any, known: KnownApi | None
    ) -> tuple[Paging | None, str | None]:
        """The pagination of the list with the largest accepted page size, or the reason why it is
        unknown.
        """
        url, number = listed.call.url, len(listed.found.items)
        paging = infer_paging(url, [call.url for call in listed.later], number)
        if listed.is_rest and not listed.later:
            paging = paging_of_rest(url, number)
        if paging is None:
            if next_path(data, [call.url for call in listed.later]) is not None:
                return Paging(url), None
            parts = [(call.url, call.data()) for call in (listed.call, *listed.later)]
            cursor = infer_cursor(parts, listed.found.path)
            if cursor is None:
                return None, f"{parts[-1][0]}: the part that changes from page to page is unknown"
            paging = cursor_paging(url, cursor, number)
        if listed.is_rest:
            begun = await self._from_start(paging, listed)
            if begun is None:
                return None, f"{url}: its list has no first part"
            paging = begun
        if paging.cursor is None and not paging.is_paged:
            if next_path(data, ()) is None or known is not None:
                guess = with_page_field(paging, known.page if known and known.page else "page")
                paging = guess if await self._goes_on(guess, listed, number) else paging
        elif not listed.later and paging.cursor is None and not await self._goes_on(paging, listed, number):
            total = total_path(data, number + 1)
            if total is not None:
                return None, f"{url}: the pagination of its list is not known"
        if known is not None and known.size is not None and paging.size is None:
            paging = replace(with_fields(paging, f"{known.size}={number}"), size=known.size)
        if known is not None and known.extra and f"{known.extra.partition('=')[0]}=" not in paging.endpoint:
            paging = with_fields(paging, known.extra)
        return await self._with_most(paging, number), None

    async def _from_start(self, paging: Paging, listed: Listed) -> Paging | None:
        """The paging from the first part of the list, which the page itself contains."""
        begun = paging if "{offset}" in paging.endpoint else None
        seen = listed.found.items
        while (earlier := earlier_start(begun or paging)) is not None:
            found = best_list(await self._data(earlier.page(0, len(listed.found.items))))
            if found is None or found.items[0] in seen:
                break
            begun, seen = earlier, (*seen, *found.items)
        return begun

    async def _goes_on(self, paging: Paging, listed: Listed, number: int) -> bool:
        """Whether the second page lists further articles."""
        found = best_list(await self._data(paging.page(1, number)))
        return found is not None and found.items[0] not in listed.found.items

    async def _with_most(self, paging: Paging, number: int) -> Paging:
        if paging.size is None:
            return paging
        for size in SIZES:
            larger = with_size(paging, size)
            found = best_list(await self._data(larger.page(0, size))) if size > number else None
            if found is not None and len(found.items) > number:
                return larger
        return paging

    async def _checked(self, findings: Findings, exploration: Exploration) -> Findings:
        """The findings, verified by reading articles over plain HTTP."""
        assert findings.options is not None
        options = CrawlOptions(datetime.now(UTC), portal_options=findings.options)
        api = ArticleApi(self._address, options)
        compared = agreed = 0
        for item, rendered in exploration.articles:
            candidate = api.candidate(item, "api")
            if candidate is None:
                continue
            compared += 1
            html = await self._text(api, item, candidate)
            agreed += html is not None and _is_shown(html, rendered.html)
        if not compared or agreed < compared:
            why = f"only {agreed} of {compared} articles of the API match their pages, so it is not used"
            return replace(findings, options=None, why=why, compared=compared, agreed=agreed)
        return replace(findings, compared=compared, agreed=agreed)

    async def _text(self, api: ArticleApi, item: Mapping[str, Any], candidate: Any) -> str | None:
        """An article's text from the API, or from its page if the API has none."""
        if not api.has_details:
            record = api.record(item, candidate)
            if record is not None:
                return record.html
        url = candidate.data_url or candidate.url
        try:
            answer = await self._download(PageRequest(url, "fetch", site=self._address, portal=self._portal))
        except PageDownloadError:
            return None
        if answer.status != 200:
            return None
        if candidate.data_url is None:
            return _page_text(answer.body, candidate.url)
        try:
            record = api.detail(answer.body, candidate)
        except ValueError:
            return None
        return record.html if record is not None else None


def _page_text(body: bytes, url: str) -> str | None:
    """The text of an article's page without a browser."""
    from crawler.extraction import extract_article

    article = extract_article(body, url)
    return f"<p>{'</p><p>'.join(article.body)}</p>" if article.body else None


def _is_longer(
    one: dict[str, Any], facts: dict[str, str], items: list[dict[str, Any]], others: dict[str, str]
) -> bool:
    """Whether an article's own response has more text than its entry in the list."""
    import jmespath  # type: ignore[import-untyped]

    texts = [len(str(jmespath.search(others["body"], item) or "")) for item in items]
    return len(str(jmespath.search(facts["body"], one) or "")) > 1.2 * (sum(texts) / max(1, len(texts)))


def _is_shown(html: str, page: str) -> bool:
    """Whether a page contains the words of a text."""
    words = set(_WORD.findall(_plain(html).casefold()))
    shown = set(_WORD.findall(_plain(page).casefold()))
    return bool(words) and len(words & shown) >= SHOWN * len(words)


def _plain(html: str) -> str:
    tree = lxml.html.document_fromstring(f"<html><body>{html}</body></html>")
    for element in tree.xpath("//script | //style | //template"):
        element.drop_tree()
    return " ".join(tree.itertext())


__all__ = ["Findings", "RenderError", "find_api"]
