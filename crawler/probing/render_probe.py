"""`scrapy probe ADDRESS --render`: finds the API of a JavaScript-rendered portal and prints its entry."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

from scrapy import Spider

from crawler.api_finder.entry import toml_lines
from crawler.middlewares.browser_requests import Downloads, browser_of
from crawler.probing.toml_text import toml_text
from crawler.render.api_search import Findings, find_api
from crawler.render.messages import RenderError

if TYPE_CHECKING:
    from crawler.portals import Portal


class RenderProbe(Spider):
    """Searches the API of one portal. `trouble` is the reason if there are no `findings`."""

    name = "render-probe"

    def __init__(self, portal: Portal) -> None:
        super().__init__()
        self.portals = (portal,)
        self.findings: Findings | None = None
        self.trouble = ""

    async def start(self) -> AsyncIterator[Any]:
        (portal,) = self.portals
        browser, downloads = browser_of(self.crawler), Downloads(self.crawler)
        try:
            self.findings = await find_api(browser, downloads.get, portal.address, portal.id)
        except RenderError as error:
            self.trouble = str(error)
        return
        yield  # makes this a generator, as Scrapy requires


def rendered_entry_lines(portal: Portal, findings: Findings, today: str) -> Iterator[str]:
    """Yield the entry in TOML, below comments with the findings."""
    if findings.options is not None:
        yield f"# articles: by the API at {findings.options['endpoint']}"
        if findings.known:
            yield f"# the API is {findings.known}"
        agreed = f"{findings.agreed} of {findings.compared} articles match their rendered pages"
        yield f"# checked without the browser: {agreed}"
    else:
        yield f"# no API: {findings.why}"
        yield "# articles: from pages rendered in the browser; each takes a second or more"
    if findings.example:
        yield f"# example: {toml_text(findings.example)}"
    yield "[[portal]]"
    yield f"id = {toml_text(portal.id)}"
    yield f"name = {toml_text(findings.title or portal.name)}"
    yield f"address = {toml_text(findings.front or portal.address)}"
    for name, value in (("region", portal.region), ("province", portal.province), ("level", portal.level)):
        yield f"{name} = {toml_text(value)}" if value else f"# {name} = ?"
    if portal.province is None:
        yield f"# zone = {toml_text(portal.zone)}  # of the capital; the province decides"
    yield "render = true" if findings.options is None else 'platform = "json_api"'
    yield f"evidence = {toml_text(f'probed {today} in a browser')}"
    if findings.options is not None:
        yield ""
        yield "[portal.options]"
        yield from toml_lines(findings.options)
