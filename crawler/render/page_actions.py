"""What is done on an open page: read its links, go on in its list, follow a headline that is no link."""

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
    """Ask for more of the page's list: press its button for more, or its link to the next page, or scroll to
    its end. False if the page asked for nothing."""
    for name in ("press", "scroll"):
        before = len(visit.calls)
        if await visit.evaluate(_script(name)) is False:
            continue
        await visit.settle()
        if len(visit.calls) > before:
            return True
    return False


async def show_all(visit: Visit, most: int) -> tuple[dict[str, str], bool]:
    """Press the list's button for more, or scroll, as long as links are added, `most` times at most.

    Returns the text of each link by URL, also of those that left the page again, and whether more may follow.
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
    """The longest text of each URL's links."""
    found: dict[str, str] = {}
    for url, text in links:
        found[url] = max(found.get(url, ""), text, key=len)
    return found


async def follow(visit: Visit, title: str) -> str | None:
    """The URL to which a click on a headline leads; None if it leads nowhere."""
    before = visit.page.url
    if not await visit.evaluate(_script("follow"), title):
        return None
    await visit.settle()
    return visit.page.url if visit.page.url != before else None
