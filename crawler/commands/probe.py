"""`scrapy probe ADDRESS`: prints a site's platform, sources and one article, as a registry entry."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.closed_pipe import tolerate_closed_pipe
from crawler.commands.own_output import DISPLAYS, quiet_log, store_nothing, switch_off
from crawler.counting import counted
from crawler.portals.errors import UsageError
from crawler.probing.toml_text import toml_text
from crawler.program import program
from crawler.stats.outcomes import PortalOutcome, read_outcomes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from crawler.discovery.planner import DiscoveryPlanner
    from crawler.items import Article
    from crawler.portals import Portal

SAMPLE = 3
"""Number of articles that a probe fetches."""

SURE, LIKELY = 80, 50


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "ADDRESS"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--render",
            action="store_true",
            help="render its pages in a browser and describe the API that they request (extra render)",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        quiet_log(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from spiders.portal import PortalSpider

        assert self.crawler_process is not None
        settings = self.crawler_process.settings
        if len(args) != 1:
            self._refuse(f"name one address, e.g. {program()} probe https://example.go.id/")
            return
        try:
            PortalSpider.check_arguments(settings, url=args[0], limit=str(SAMPLE))
        except UsageError as error:
            self._refuse(str(error))
            return
        if opts.render:
            self._render(args[0])
            return
        store_nothing(settings)
        switch_off(settings, DISPLAYS)
        articles: list[Article] = []
        crawler = self.crawler_process.create_crawler(PortalSpider)

        def keep(item: Any) -> None:
            articles.append(item)

        crawler.signals.connect(keep, signals.item_scraped)
        self.crawler_process.crawl(crawler, url=args[0], limit=str(SAMPLE))
        self.crawler_process.start()
        assert crawler.stats is not None
        spider = crawler.spider
        assert isinstance(spider, PortalSpider)
        (portal,) = spider.arguments.portals
        run = spider.runs.get(portal.id)
        outcomes = read_outcomes(crawler.stats.get_stats())
        outcome = next((one for one in outcomes if one.id == portal.id), PortalOutcome(portal.id))
        if run is None or outcome.failed or not articles:
            reason = outcome.failed or "no article could be read there"
            print(f"{program()} probe: {reason}", file=sys.stderr)
            self.exitcode = 1
            return
        today = datetime.now(UTC).date().isoformat()
        with tolerate_closed_pipe():
            for line in entry_lines(portal, run.planner, outcome, articles, today):
                print(line)

    def _render(self, address: str) -> None:
        from crawler.probing.render_probe import RenderProbe, rendered_entry_lines
        from crawler.render.availability import why_unavailable
        from spiders.arguments import read_arguments

        trouble = why_unavailable()
        if trouble is not None:
            self._refuse(trouble)
            return
        assert self.crawler_process is not None
        settings = self.crawler_process.settings
        (portal,) = read_arguments(settings, url=address).portals
        settings.set("EXTENSIONS", {}, priority="cmdline")
        crawler = self.crawler_process.create_crawler(RenderProbe)
        self.crawler_process.crawl(crawler, portal)
        self.crawler_process.start()
        spider = crawler.spider
        assert isinstance(spider, RenderProbe)
        findings = spider.findings
        if findings is None or (findings.options is None and not findings.renders_links):
            print(f"{program()} probe: {spider.trouble or (findings and findings.why)}", file=sys.stderr)
            self.exitcode = 1
            return
        for line in rendered_entry_lines(portal, findings, datetime.now(UTC).date().isoformat()):
            print(line)

    def _refuse(self, message: str) -> None:
        print(f"{program()} probe: {message}", file=sys.stderr)
        self.exitcode = 2


def entry_lines(
    portal: Portal, planner: DiscoveryPlanner, outcome: PortalOutcome, articles: list[Article], today: str
) -> Iterator[str]:
    """Yield the entry in TOML, below comments with the findings and their confidence."""
    platform = planner.platform.name if planner.platform is not None else "generic"
    sure = "sure" if planner.confidence >= SURE else "likely" if planner.confidence >= LIKELY else "a guess"
    yield f"# platform: {platform} ({sure}, {planner.confidence} of 100)"
    ways = ", ".join(planner.used) or "nothing"
    yield f"# articles: by {ways}; {outcome.found} found so far, {len(articles)} read"
    for note in sorted(outcome.notes):
        yield f"# note: {note}"
    if planner.front != portal.address:
        yield f"# {toml_text(portal.address)} only redirects to the front page"
    if planner.title:
        yield f"# title of the front page: {toml_text(planner.title)}"
    article = max(articles, key=lambda one: len(one.body))
    yield f"# example: {toml_text(article.title)}"
    yield f"#   {article.published_at or 'no date'}, {len(article.body)} paragraphs, {article.url}"
    if article.body:
        yield f"#   {toml_text(article.body[0][:160])}"
    yield "[[portal]]"
    yield f"id = {toml_text(portal.id)}"
    yield f"name = {toml_text(planner.title or portal.name)}"
    yield f"address = {toml_text(planner.front)}"
    for name, value in (("region", portal.region), ("province", portal.province), ("level", portal.level)):
        yield f"{name} = {toml_text(value)}" if value else f"# {name} = ?"
    if portal.province is None:
        yield f"# zone = {toml_text(portal.zone)}  # of the capital; the province decides"
    if platform != "generic":
        yield f"platform = {toml_text(platform)}"
    read = counted(len(articles), "article")
    yield f"evidence = {toml_text(f'probed {today}, {read} read')}"
