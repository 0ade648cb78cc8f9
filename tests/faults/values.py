"""Crawls portals that send one odd value in every place that a server fills: `make test-values`.

For each value there is a portal for each kind of source, beside a healthy one, on SQLite and on PostgreSQL;
each is crawled twice. Exit status 0 if all articles without odd values are stored, the runs succeed, and the
log has no error.
"""

from __future__ import annotations

import argparse
import html
import json
import socket
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests.attacks.odd_values import VALUES, places, replaced
from tests.attacks.test_odd_values import ITEMPROPS, METAS, POST, STRUCTURED, TEXT
from tests.crawling import LOOPBACK, records, scrapy
from tests.ledger.postgres import NoPostgres, private_server
from tests.middlewares.hostile import Behaviour, HostileServer
from tests.sites.site import Reply, TestSite
from tests.sites.wordpress import WordPress

ARTICLES = 8
TIMEOUT = 400
"""Seconds for one crawl."""
ODD = 4
"""Articles of each portal whose pages and headers hold the value."""
SOURCES: dict[str, Callable[[], WordPress]] = {
    "listing": lambda: WordPress(ARTICLES, sitemap="none", feed=False),
    "sitemap": lambda: WordPress(ARTICLES, sitemap="plugin", feed=False),
    "rest": lambda: WordPress(ARTICLES, rest="open", sitemap="none", feed=False),
    "feed": lambda: WordPress(ARTICLES, sitemap="none"),
}
HEADERS = (
    "ETag", "Last-Modified", "Content-Language", "Link", "X-Robots-Tag", "Set-Cookie", "Server", "Date",
    "Retry-After", "Cache-Control",
)  # fmt: skip
FEED_FIELDS = ("title", "link", "pubDate", "guid", "description", "author", "category")


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


class OddPortal:
    """A healthy site, with `odd` beside and within what it sends."""

    def __init__(self, name: str, source: str, odd: Any) -> None:
        self.name, self.odd = name, odd
        self.text = odd if isinstance(odd, str) else json.dumps(odd)
        self.site: TestSite = SOURCES[source]()

    @property
    def odd_articles(self) -> list[str]:
        return sorted(self.site.articles)[:ODD]

    @property
    def expected(self) -> set[str]:
        """The articles without odd values."""
        return set(self.site.articles) - set(self.odd_articles)

    def answer(self, path: str) -> bytes:
        reply = self.site.respond(path)
        url = self.site.base.rstrip("/") + path
        body = self.body(reply, path, is_odd=url in self.odd_articles)
        lines = [
            f"HTTP/1.1 {reply.status} X".encode(),
            b"Content-Type: " + reply.content_type.encode(),
            b"Content-Length: " + str(len(body)).encode(),
            b"Connection: close",
            *(f"{name}: {value}".encode() for name, value in reply.headers.items()),
        ]
        if url in self.odd_articles:
            value = encoded(self.text[:6000]).replace(b"\n", b"").replace(b"\r", b"")
            lines += [name.encode() + b": " + value for name in HEADERS]
        return b"\r\n".join(lines) + b"\r\n\r\n" + body

    def body(self, reply: Reply, path: str, *, is_odd: bool) -> bytes:
        text = reply.data.decode()
        if reply.status != 200:
            return reply.data
        if path == "/robots.txt":
            return encoded(
                f"{text}\nSitemap: {self.text}\n\nUser-agent: {self.text}\nDisallow: {self.text}\n"
            )
        if "json" in reply.content_type:
            return json.dumps(self.posts(json.loads(text))).encode()
        if "</item>" in text:
            return encoded(text.replace("</item>", f"</item>{self.feed_entries()}", 1))
        if "</url>" in text:
            return encoded(text.replace("</url>", f"</url>{self.sitemap_entries()}", 1))
        if is_odd:
            return encoded(
                text.replace("</head>", f"{self.head()}</head>", 1).replace(
                    "</h1>", f"</h1>{self.marks()}", 1
                )
            )
        return encoded(text.replace("</body>", f"{self.links()}</body>", 1))

    def posts(self, found: Any) -> Any:
        if not isinstance(found, list):
            return found
        further = [
            replaced(
                {**POST, "id": 90_000 + number, "link": f"{self.site.base}aneh/{number}/"}, place, self.odd
            )
            for number, place in enumerate(place for place in places(POST) if place)
        ]
        return [*found[:1], *further, *found[1:]]

    def feed_entries(self) -> str:
        made = ""
        for number, field in enumerate(FEED_FIELDS):
            entry = {
                "title": f"Kabar aneh {number}",
                "link": f"{self.site.base}aneh/{number}/",
                field: self.text,
            }
            made += (
                "<item>"
                + "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in entry.items())
                + "</item>"
            )
        return made

    def sitemap_entries(self) -> str:
        entries = [(self.text, "2024-01-01"), (f"{self.site.base}aneh/1/", self.text)]
        return "".join(
            f"<url><loc>{escape(url)}</loc><lastmod>{escape(day)}</lastmod></url>" for url, day in entries
        )

    def head(self) -> str:
        odd = html.escape(self.text)
        data = "".join(
            f"<script type='application/ld+json'>{json.dumps(replaced(STRUCTURED, place, self.odd))}</script>"
            for place in places(STRUCTURED)
            if place and place[0] != "articleBody"
        ).replace("</h", "<\\/h")
        return data + "".join(f"<meta property='{name}' name='{name}' content='{odd}'>" for name in METAS)

    def marks(self) -> str:
        odd = html.escape(self.text)
        marked = "".join(f"<a itemprop='{name}' href='{odd}'>{odd}</a>" for name in ITEMPROPS)
        return f"<time datetime='{odd}'>{odd}</time>{marked}<img src='{odd}' srcset='{odd}'>{TEXT}"

    def links(self) -> str:
        odd = html.escape(self.text)
        return f"<h2><a href='{odd}'>Kabar aneh hari ini</a></h2><h2><a href='/aneh/9/'>{odd}</a></h2>"


@dataclass
class Outcome:
    problems: list[str]
    portals: int


def crawl_all(folder: Path, names: list[str], ledger_url: str = "") -> Outcome:
    """Crawl the portals of some values twice."""
    problems: list[str] = []
    with ExitStack() as stack:
        portals = [OddPortal("sehat", "feed", "")]
        portals += [
            OddPortal(f"v{number}-{source}", source, VALUES[name])
            for number, name in enumerate(names)
            for source in SOURCES
        ]
        for number, portal in enumerate(portals):
            server = HostileServer(host=f"127.0.{20 + number // 200}.{1 + number % 200}")
            portal.site.base = server.url("/")
            server.otherwise = _behaviour(portal)
            server.start()
            stack.callback(server.stop)
        registry = folder / "portals.toml"
        registry.write_text("".join(map(_entry, portals)), encoding="utf-8")
        settings = (
            *LOOPBACK,
            f"OUTPUT_DIR={folder / 'output'}",
            f"PORTALS_FILE={registry}",
            *([f"LEDGER_URL={ledger_url}"] if ledger_url else []),
        )
        flags = [flag for setting in settings for flag in ("-s", setting)]
        ids = ",".join(portal.name for portal in portals)
        for turn in (1, 2):
            run = scrapy("crawl", "portal", "-a", f"portal={ids}", *flags, timeout=TIMEOUT)
            if run.returncode or "Traceback" in run.stderr or " ERROR" in run.stderr:
                problems.append(f"run {turn}: exit status {run.returncode}: {run.stderr[-3000:]}")
    stored = {record["url"] for record in records(folder / "output")}
    problems += [
        f"{portal.name}: {len(lost)} of {len(portal.expected)} articles lost"
        for portal in portals
        if (lost := portal.expected - stored)
    ]
    problems += [
        f"{portal.name}: {url} was not requested"
        for portal in portals
        for url in portal.odd_articles
        if "/" + url.removeprefix(portal.site.base) not in portal.site.requests
        if not portal.name.endswith("rest")  # the API has the whole articles
    ]
    return Outcome(problems, len(portals))


def _behaviour(portal: OddPortal) -> Callable[[str], Behaviour]:
    def behave(path: str) -> Behaviour:
        answer = portal.answer(path)

        def send(connection: socket.socket, over: threading.Event) -> None:
            connection.sendall(answer)

        return send

    return behave


def _entry(portal: OddPortal) -> str:
    return (
        f"[[portal]]\nid = {json.dumps(portal.name)}\nname = {json.dumps(portal.name)}\n"
        f'address = {json.dumps(portal.site.base)}\nprovince = "Jawa Timur"\nevidence = "test"\n\n'
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--values", default=",".join(map(str, range(len(VALUES)))), help="their numbers")
    options = parser.parse_args()
    names = [[*VALUES][int(number)] for number in options.values.split(",")]
    failed = False
    for database in options.databases.split(","):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = ""
            if database == "postgresql":
                try:
                    url = stack.enter_context(private_server()).new_database()
                except NoPostgres as error:
                    print(f"PostgreSQL left out: {error}")
                    continue
            outcome = crawl_all(folder, names, url)
            print(
                f"{database}: {outcome.portals} portals, {len(names)} values, "
                f"{len(outcome.problems)} problems"
            )
            for problem in outcome.problems:
                print(f"FAILED: {problem}")
            failed = failed or bool(outcome.problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
