"""Captures the API requests of a portal: opens its front page, its news page and two articles in the
browser.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import lxml.html

from crawler.api_finder.calls import Call, needs_secret
from crawler.api_finder.details import Detail, find_detail
from crawler.api_finder.lists import ArticleList, best_list, is_same_kind, title_of
from crawler.api_finder.url_rules import UrlRule, infer_url_rule
from crawler.discovery.messages import Fetch, FetchResult, Kind
from crawler.discovery.page.homepage import Homepage, read_homepage
from crawler.platforms.generic import GENERIC
from crawler.render.messages import RenderedPage, RenderError
from crawler.render.page_actions import click_headline, links_on, load_more
from crawler.urls.hosts import host_of
from crawler.urls.parsing import join, without_anchor

if TYPE_CHECKING:
    from crawler.render.browser import Browser
    from crawler.render.tab import Tab

NO_LIST = "its pages request no list of articles as JSON"
FEW = 3
"""Minimum articles of a list; a shorter one may be a selection, or no list of articles."""


@dataclass(slots=True)
class Listed:
    """A list of articles that a page requested, and the later requests for more of it."""

    call: Call
    found: ArticleList
    later: list[Call] = field(default_factory=list)
    pairs: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    """Entries with the URLs of their articles."""
    is_rest: bool = False
    """Whether the page itself contains the list's first part, and `call` is the request for its second."""


@dataclass(slots=True)
class Exploration:
    """Observations on the pages of a portal. `why` is the reason if no API was found."""

    listed: Listed | None = None
    rule: UrlRule | None = None
    detail: Detail | None = None
    articles: list[tuple[dict[str, Any], RenderedPage]] = field(default_factory=list)
    front: RenderedPage | None = None
    why: str | None = None


async def explore(browser: Browser, address: str, portal: str) -> Exploration:
    """Capture the requests of the portal at `address`. Raises RenderError if no page can be rendered."""
    exploration = Exploration()
    news = await _read_page(browser, address, portal, exploration)
    for url in news:
        try:
            await _read_page(browser, url, portal, exploration)
        except RenderError as error:
            exploration.why = exploration.why or f"{url}: {error}"
    listed = exploration.listed
    if listed is None:
        exploration.why = exploration.why or _foreign(exploration.front) or NO_LIST
        return exploration
    exploration.rule = infer_url_rule(listed.pairs)
    if exploration.rule is None:
        exploration.why = f"the URLs of the articles cannot be derived from {listed.call.url}"
        return exploration
    for item, url in _samples(listed.pairs):
        try:
            rendered = await browser.render(url, portal)
        except RenderError as error:
            exploration.why = f"{url}: {error}"
            continue
        exploration.articles.append((item, rendered))
        exploration.detail = exploration.detail or find_detail(rendered.calls, item)
    return exploration


def _samples(pairs: list[tuple[dict[str, Any], str]]) -> list[tuple[dict[str, Any], str]]:
    """Two articles; one of them is not the newest."""
    unique = list({url: (item, url) for item, url in pairs}.values())
    return unique[:1] if len(unique) < 2 else [unique[0], unique[len(unique) // 2]]


async def _read_page(browser: Browser, url: str, portal: str, exploration: Exploration) -> list[str]:
    """Open a page with a list and load more of it; return the pages that may contain the whole list."""
    async with browser.tab(url, portal) as tab:
        await tab.open(url)
        rendered = await tab.read()
        exploration.front = exploration.front or rendered
        listed, why = _listed(rendered.calls)
        exploration.why = exploration.why or why
        if listed is None and why is None and await load_more(tab):
            listed, why = _listed(tuple(tab.calls[len(rendered.calls) :]))
            exploration.why = exploration.why or why
            if listed is not None:
                listed.is_rest = True
        if listed is not None and _is_better(listed, exploration.listed):
            await _learn(tab, listed)
            if listed.pairs:
                exploration.listed = listed
        return [] if exploration.front is not rendered else _news_pages(rendered)


def _foreign(rendered: RenderedPage | None) -> str | None:
    """The reason that a page requests data from other owners' hosts, which are not contacted."""
    hosts = dict.fromkeys(host_of(url) for url in rendered.foreign) if rendered is not None else {}
    return (
        f"its pages request data from {', '.join([*hosts][:3])}, another owner's host, so it is not used"
        if hosts
        else None
    )


def _listed(calls: tuple[Call, ...]) -> tuple[Listed | None, str | None]:
    """The best list among the responses, or the reason why it is not usable."""
    best: Listed | None = None
    why = None
    for call in calls:
        found = best_list(call.json())
        if found is None:
            continue
        secret = needs_secret(call)
        if call.method != "GET":
            why = f"{call.url} is requested by {call.method}, so it is not used"
        elif secret is not None:
            why = f"{call.url.partition('?')[0]} needs {secret}, so it is not used"
        elif best is None or _worth(found) > _worth(best.found):
            best = Listed(call, found)
    return best, why


def _worth(found: ArticleList) -> tuple[bool, float, int]:
    return len(found.items) >= FEW, found.score, len(found.items)


def _is_better(one: Listed, other: Listed | None) -> bool:
    if other is None:
        return True
    more = (
        len(one.found.items) > len(other.found.items)
        or bool(one.later) > bool(other.later)
        or one.is_rest < other.is_rest
    )
    return more and one.found.score >= other.found.score - 1


async def _learn(tab: Tab, listed: Listed) -> None:
    """Infer the articles' URLs and the pagination."""
    listed.pairs = _pairs(listed.found, await links_on(tab))
    # On scrolling a page may have requested several parts at once.
    seen = tab.calls.index(listed.call) + 1 if listed.is_rest else len(tab.calls)
    if await load_more(tab) or seen < len(tab.calls):
        for call in tab.calls[seen:]:
            further = best_list(call.data())
            if further is not None and is_same_kind(further.items[0], listed.found.items[0]):
                listed.later.append(call)
                listed.pairs += _pairs(further, await links_on(tab))
    if not listed.pairs:
        title = title_of(listed.found.items[0])
        target = await click_headline(tab, title) if title else None
        if target is not None:
            listed.pairs.append((listed.found.items[0], without_anchor(target)))


def _pairs(found: ArticleList, links: list[tuple[str, str]]) -> list[tuple[dict[str, Any], str]]:
    """Entries with their URLs, found by links with their titles."""
    by_text = {_key(text): url for url, text in reversed(links)}
    pairs = []
    for item in found.items:
        title = _key(title_of(item) or "")
        if len(title) < 8:
            continue
        url = by_text.get(title) or next((url for text, url in by_text.items() if title in text), None)
        if url is not None:
            pairs.append((item, url))
    return pairs


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def homepage_of(rendered: RenderedPage) -> Homepage:
    """Parse a rendered page as a front page."""
    return _homepage(rendered, lxml.html.document_fromstring(rendered.html))


def _homepage(rendered: RenderedPage, tree: lxml.html.HtmlElement) -> Homepage:
    return read_homepage(FetchResult(Fetch(rendered.url, Kind.HOME), 200, rendered.url, tree=tree))


def _news_pages(rendered: RenderedPage) -> list[str]:
    """Pages with the whole list, linked from the front page."""
    tree = lxml.html.document_fromstring(rendered.html)
    routes: dict[str, str] = {}
    for anchor in tree.iter("a"):  # `#/berita` as `/berita`, to recognize it by its path
        route = join(rendered.url, anchor.get("href") or "", routes=True) or ""
        page, mark, path = route.partition("#")
        if mark and (url := join(page, path.removeprefix("!"))) is not None:
            routes[url] = route
            anchor.set("href", url)
    sections = GENERIC.sections(_homepage(rendered, tree))
    own = rendered.url.rstrip("/")
    return [url for one in sections if (url := routes.get(one, one)).rstrip("/") != own][:2]
