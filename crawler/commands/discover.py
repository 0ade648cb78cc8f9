"""`scrapy discover`: finds news sites of governments that have none in the registry."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.commands import ScrapyCommand

from crawler.commands.checked import ChecksSettings
from crawler.commands.closed_pipe import tolerate_closed_pipe
from crawler.commands.own_output import REPORTS, quiet_log, store_nothing, switch_off
from crawler.commands.probe import SAMPLE, entry_lines
from crawler.counting import counted
from crawler.portals.candidates import guessed, named_hosts, read_host_list, targets_named
from crawler.portals.errors import UsageError, shown
from crawler.program import program
from crawler.stats.outcomes import read_outcomes

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from crawler.items import Article
    from crawler.portals import Portal, Registry
    from crawler.portals.candidates import Target
    from spiders.discover import Answer

WHOLE_COUNTRY = "nasional"


class Command(ChecksSettings, ScrapyCommand):
    requires_project = True

    def syntax(self) -> str:
        return "REGION|PROVINCE|all [--certificates FILE] [--requests N] [--probes N] [--budget TIME]"

    def long_desc(self) -> str:
        return (
            "Search the main portals for links, and request hosts with common names. A host "
            f"without a successful probe (see {program()} probe) is printed as a comment."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--certificates", metavar="FILE", help="host names, one a line, e.g. those of certificate logs"
        )
        parser.add_argument(
            "--requests",
            metavar="N",
            default="400",
            help="maximum number of front pages to request (default 400)",
        )
        parser.add_argument(
            "--probes",
            metavar="N",
            default="20",
            help="maximum number of candidates to probe (default 20)",
        )
        parser.add_argument(
            "--budget", metavar="TIME", default="30m", help="time limit for these requests (default 30m)"
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        quiet_log(self.settings)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        from spiders.arguments import read_budget, registry_of
        from spiders.discover import DiscoverSpider

        assert self.crawler_process is not None
        settings = self.crawler_process.settings
        try:
            if len(args) != 1:
                raise UsageError(
                    f'name a region, a province or all, e.g. {program()} discover "Kabupaten Sigi"'
                )
            most, probes = (_count(name, getattr(opts, name)) for name in ("requests", "probes"))
            budget = read_budget(opts.budget)
            registry = registry_of(settings)
            targets = targets_named(registry, args[0])
            hosts = read_host_list(Path(opts.certificates)) if opts.certificates else []
        except UsageError as error:
            print(f"{program()} discover: {error}", file=sys.stderr)
            self.exitcode = 2
            return
        if not targets:
            print(f"every government of {args[0]} has a news site in the registry", file=sys.stderr)
            return
        store_nothing(settings)
        switch_off(settings, REPORTS)
        crawler = self.crawler_process.create_crawler(DiscoverSpider)
        prober = _Prober(self.crawler_process, probes)
        prober.crawl(
            crawler,
            lambda: prober.begin(crawler.spider),
            targets=targets,
            sources=_sources(registry, targets),
            listed=list(chain(named_hosts(hosts, targets, "named in a certificate"), guessed(targets))),
            known={portal.domain for portal in registry},
            most=most,
            budget=budget,
        )
        self.crawler_process.start()
        with tolerate_closed_pipe():
            for line in prober.lines():
                print(line)
        print(prober.summary(len(targets)), file=sys.stderr)
        self.exitcode = int(not prober.entries)


class _Prober:
    """Probes the candidates that answered, one after the other, in the same process."""

    def __init__(self, process: Any, most: int) -> None:
        self._process = process
        self._most = most
        self._waiting: list[Answer] = []
        self._rest: list[str] = []
        self._asked = self._left = 0
        self.entries: list[list[str]] = []

    def begin(self, spider: Any) -> None:
        """Start with the responses that the spider collected."""
        self._asked, self._left = len(spider.answers), spider.left
        self._waiting = [answer for answer in spider.answers if answer.trouble is None]
        for answer in self._waiting[self._most :]:
            self._rest.append(_comment(answer, "answers; not probed, see --probes"))
        del self._waiting[self._most :]
        self._next()

    def _next(self) -> None:
        if not self._waiting:
            return
        from spiders.portal import PortalSpider

        answer = self._waiting.pop(0)
        articles: list[Article] = []
        crawler = self._process.create_crawler(PortalSpider)
        crawler.signals.connect(lambda item: articles.append(item), signals.item_scraped, weak=False)
        done = partial(self._probed, answer, crawler, articles)
        self.crawl(crawler, done, url=answer.address, limit=str(SAMPLE))

    def crawl(self, crawler: Any, done: Callable[[], None], **arguments: Any) -> None:
        """Run a crawler; `done` may start the next one before the process ends."""
        task = self._process.crawl(crawler, **arguments)
        task.add_done_callback(lambda _: done())

    def _probed(self, answer: Answer, crawler: Any, articles: list[Article]) -> None:
        (portal,) = crawler.spider.arguments.portals
        run = crawler.spider.runs.get(portal.id)
        outcomes = read_outcomes(crawler.stats.get_stats())
        outcome = next((one for one in outcomes if one.id == portal.id), None)
        if run is None or outcome is None or outcome.failed or not articles:
            why = (outcome and outcome.failed) or "no article could be read there"
            self._rest.append(_comment(answer, why))
        else:
            today = datetime.now(UTC).date().isoformat()
            found = [f"# {answer.candidate.target.name}: {answer.candidate.why}"]
            found += _completed(entry_lines(portal, run.planner, outcome, articles, today), answer)
            self.entries.append(found)
        self._next()

    def lines(self) -> Iterator[str]:
        """The entries as TOML, then the other candidates as comments."""
        for entry in self.entries:
            yield from entry
            yield ""
        yield from self._rest

    def summary(self, governments: int) -> str:
        """One line of counts for stderr."""
        left = f"; {counted(self._left, 'was', 'were')} not requested, see --requests" if self._left else ""
        return (
            f"{counted(governments, 'government')}: {counted(self._asked, 'host')} requested, "
            f"{counted(len(self.entries), 'has', 'have')} articles, "
            f"{counted(len(self._rest), 'stays a candidate', 'stay candidates')}{left}"
        )


def _sources(registry: Registry, targets: list[Target]) -> list[Portal]:
    """Portals that may link to the news sites: the targets' own, those of their provinces, InfoPublik."""
    provinces = {target.province for target in targets}
    own = [portal for target in targets for portal in target.portals]
    above = [one for one in registry if one.level == "provinsi" and one.province in provinces]
    country = [one for one in registry if one.level == WHOLE_COUNTRY]
    return list({portal.id: portal for portal in (*own, *above, *country)}.values())


def _completed(lines: Iterator[str], answer: Answer) -> Iterator[str]:
    """A probe's entry, completed by the facts about the government."""
    target = answer.candidate.target
    for line in lines:
        yield f'level = "{target.level}"\nkind = "communications"' if line == "# level = ?" else line


def _comment(answer: Answer, why: str) -> str:
    return f"# candidate {answer.address} ({answer.candidate.target.name}, {answer.candidate.why}): {why}"


def _count(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 100_000):
        raise UsageError(f"--{name} {shown(text)} is not a number from 1 on")
    return int(text)
