"""Actions on an open page: read links, load more of a list, click headlines that are not links."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from crawler.render.visit import Visit


@cache
def _script(name: str) -> str:
    source = files("crawler.render").joinpath("page_actions.js").read_text(encoding="utf-8")
    source = source[source.index("({") :].strip()
    return f"argument => {source}.{name}(argument)"


async def links_on(visit: Visit) -> list[tuple[str, str]]:
    """The URL and the text of each link."""
    found = await visit.evaluate(_script("links"))
    return [(str(url).partition("#")[0], str(text)) for url, text in found or ()]


async def go_on(visit: Visit) -> bool:
    """Load more of the page's list: click its load-more button or next-page link, or scroll to its end.
    False if the page sent no request."""
    for name in ("press", "scroll"):
        before = len(visit.calls)
        if await visit.evaluate(_script(name)) is False:
            continue
        await visit.settle()
        if len(visit.calls) > before:
            return True
    return False


async def show_all(visit: Visit, most: int) -> tuple[dict[str, str], bool]:
    """Click the load-more button, or scroll, while links are added, up to `most` times.

    Returns the text of each link by URL, including links that were removed again, and whether more may follow.
    """
    seen = _named(await links_on(visit))
    for _ in range(most):
        visit.prolong()
        if not await _adds_links(visit, seen):
            return seen, False
    return seen, most > 0


async def _adds_links(visit: Visit, seen: dict[str, str]) -> bool:
    before = len(seen)
    for name in ("press", "scroll"):
        if await visit.evaluate(_script(name), True) is False:
            continue
        await visit.settle()
        seen.update(_named(await links_on(visit)))
        if len(seen) > before:
            return True
    return False


def _named(links: list[tuple[str, str]]) -> dict[str, str]:
    """The longest link text of each URL."""
    found: dict[str, str] = {}
    for url, text in links:
        found[url] = max(found.get(url, ""), text, key=len)
    return found


async def follow(visit: Visit, title: str) -> str | None:
    """The URL that a click on a headline opens; None if it opens none."""
    before = visit.page.url
    if not await visit.evaluate(_script("follow"), title):
        return None
    await visit.settle()
    return visit.page.url if visit.page.url != before else None
