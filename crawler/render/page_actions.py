"""Actions on an open page: read links, load more of a list, click headlines that are not links."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from crawler.render.tab import Tab
from crawler.urls.parsing import without_anchor


@cache
def _script(name: str) -> str:
    source = files("crawler.render").joinpath("page_actions.js").read_text(encoding="utf-8")
    source = source[source.index("({") :].strip()
    return f"argument => {source}.{name}(argument)"


async def links_on(tab: Tab) -> list[tuple[str, str]]:
    """The URL and the text of each link."""
    found = await tab.evaluate(_script("links"))
    return [(without_anchor(str(url)), str(text)) for url, text in found or ()]


async def load_more(tab: Tab) -> bool:
    """Load more of the page's list: click its load-more button or next-page link, or scroll to its end.
    False if the page sent no request."""
    for name in ("press", "scroll"):
        before = len(tab.calls)
        if await tab.evaluate(_script(name)) is False:
            continue
        await tab.settle()
        if len(tab.calls) > before:
            return True
    return False


async def load_all(tab: Tab, most: int) -> tuple[dict[str, str], bool]:
    """Click the load-more button, or scroll, while links are added, up to `most` times.

    Returns the text of each link by URL, including links removed again, and whether more may follow.
    """
    seen = _named(await links_on(tab))
    for _ in range(most):
        tab.extend()
        if not await _adds_links(tab, seen):
            return seen, False
    return seen, most > 0


async def _adds_links(tab: Tab, seen: dict[str, str]) -> bool:
    before = len(seen)
    for name in ("press", "scroll"):
        if await tab.evaluate(_script(name), True) is False:
            continue
        await tab.settle()
        seen.update(_named(await links_on(tab)))
        if len(seen) > before:
            return True
    return False


def _named(links: list[tuple[str, str]]) -> dict[str, str]:
    """The longest link text of each URL."""
    found: dict[str, str] = {}
    for url, text in links:
        found[url] = max(found.get(url, ""), text, key=len)
    return found


async def click_headline(tab: Tab, title: str) -> str | None:
    """The URL that a click on a headline opens; None if it opens none."""
    before = tab.page.url
    if not await tab.evaluate(_script("follow"), title):
        return None
    await tab.settle()
    return tab.page.url if tab.page.url != before else None
