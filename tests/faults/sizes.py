"""Crawls sites of which one document is huge: `make test-sizes`.

Each crawl must deliver the articles of the site, stay below a limit of memory and of time, and say what it
left out. Exit status 0 if all do.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pytest_httpserver import HTTPServer

from bench.crawl.measuring import Peak, memory_of_children
from tests.crawling import LOOPBACK, records, scrapy
from tests.sites.site import Post, Reply, rss, sitemap_index, xml
from tests.sites.wordpress import WordPress

MAX_MEMORY_MIB = 300
MAX_SECONDS = 120
MIB = 1024 * 1024
PER_FILE = 50_000
"""Entries of one sitemap file, the protocol's limit."""


class Huge(WordPress):
    """A healthy site of ten articles; `huge` answers in its place."""

    def __init__(self, share: float) -> None:
        super().__init__(10, sitemap="none")
        self.share = share

    def size(self, full: int) -> int:
        """A size or number, of which small rounds take their share."""
        return max(1, int(full * self.share))

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        return self.huge(path, query) or super().reply(path, query, headers)

    def huge(self, path: str, query: Mapping[str, str]) -> Reply | None:
        raise NotImplementedError


class Sitemap(Huge):
    """A million entries in files of 50,000, the articles of the site first."""

    def __init__(self, share: float) -> None:
        super().__init__(share)
        self.feed = False

    def respond(self, target: str, headers: Mapping[str, str] | None = None) -> Reply:
        self.robots = f"User-agent: *\nSitemap: {self.base}sitemap.xml\n"
        return super().respond(target, headers)

    def huge(self, path: str, query: Mapping[str, str]) -> Reply | None:
        files = max(1, self.size(1_000_000) // PER_FILE)
        if path in ("sitemap.xml", "wp-sitemap.xml"):
            return xml(sitemap_index([f"{self.base}peta-{number}.xml" for number in range(files)]))
        if path.startswith("peta-"):
            number = int(path.removeprefix("peta-").removesuffix(".xml"))
            own = [f"<url><loc>{url}</loc></url>" for url in sorted(self.articles)] if not number else []
            count = min(PER_FILE, self.size(1_000_000))
            filled = (
                f"<url><loc>{self.base}2019/01/02/kegiatan-warga-desa-nomor-{number}-{entry}/</loc>"
                "<lastmod>2019-01-02</lastmod></url>"
                for entry in range(count)
            )
            body = "".join((*own, *filled))
            return xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{body}</urlset>')
        return None


class Feed(Huge):
    """A feed of 200 MB beside the listing."""

    def huge(self, path: str, query: Mapping[str, str]) -> Reply | None:
        if path != "feed/":
            return None
        post = self.posts[0]
        entry = rss(self.base, [(f"{self.base}lama/{post.slug}/", post.title, post.date)])
        head, item = entry.partition("<item>")[0], entry[entry.index("<item>") : entry.index("</channel>")]
        return xml(head + item * (self.size(200 * MIB) // len(item)))


class ZippedFeed(Feed):
    """The same, 200 MB after decompression."""

    def huge(self, path: str, query: Mapping[str, str]) -> Reply | None:
        reply = super().huge(path, query)
        if reply is not None:
            reply.body = gzip.compress(reply.data, 1)
            reply.headers["Content-Encoding"] = "gzip"
        return reply


class Links(Huge):
    """A front page of 100,000 links, the newest articles first."""

    def listing_reply(self, number: int, body_class: str = "home blog") -> Reply:
        reply = super().listing_reply(number, body_class)
        assert isinstance(reply.body, str)
        links = "".join(
            f'<li><a href="/2018/01/02/warga-lama-{n}/">Warga lama {n}</a></li>'
            for n in range(self.size(100_000))
        )
        reply.body = reply.body.replace("</body>", f"<ul>{links}</ul></body>")
        return reply

    def huge(self, path: str, query: Mapping[str, str]) -> Reply | None:
        return None


class Title(Huge):
    """Pages of articles that do not count, with a `<title>` of nearly 10 MB."""

    text = "a "

    def __init__(self, share: float) -> None:
        super().__init__(share)
        self.ill = Post(9001, "Judul", "judul-tanpa-akhir", self.posts[0].date)

    @property
    def listed(self) -> list[Post]:
        return [self.ill, *super().listed]

    def huge(self, path: str, query: Mapping[str, str]) -> Reply | None:
        if self.ill.slug not in path:
            return None
        title = self.text * (self.size(10_000_000) // len(self.text))
        return Reply(f"<html><head><title>{title}</title></head><body><p>Isi.</p></body></html>")


class Claims(Title):
    """A title of which each part could name the outlet."""

    text = "KOTA - "


class FrontTitle(Title):
    """The front page has such a title too."""

    text = "Warta Kota | "

    def huge(self, path: str, query: Mapping[str, str]) -> Reply | None:
        if path:
            return super().huge(path, query)
        reply = self.listing_reply(1)
        assert isinstance(reply.body, str)
        title = self.text * (self.size(9_000_000) // len(self.text))
        reply.body = reply.body.replace("<title>", f"<title>{title}", 1)
        return reply


@dataclass(frozen=True)
class Case:
    site: Callable[[float], Huge]
    says: str = ""
    """Part of what the run says of it."""
    arguments: tuple[str, ...] = ()
    status: int = 0


CASES: dict[str, Case] = {
    "sitemap of 1,000,000 entries": Case(Sitemap, arguments=("since=2024-01-01",)),
    "feed of 200 MB": Case(Feed, "feed not read: the body is larger than allowed"),
    "zipped feed of 200 MB": Case(ZippedFeed, "feed not read: the body decompresses to more"),
    "page of 100,000 links": Case(Links, "more than 5,000 links", ("limit=10",)),
    "title of 10 MB": Case(Title, "too_complex"),
    "title of 10 MB that claims": Case(Claims, "too_complex"),
    "front page with a title of 9 MB": Case(FrontTitle, "too_complex"),
}


@dataclass
class Round:
    status: int
    seconds: float
    memory_mib: float
    said: str
    lost: int
    problems: list[str] = field(default_factory=list)


def play(name: str, share: float = 1.0) -> Round:
    """Crawl the site of one case."""
    case = CASES[name]
    with tempfile.TemporaryDirectory() as folder, HTTPServer(threaded=True) as http:
        site = case.site(share)
        address = site.mount(http)
        flags = [flag for setting in (*LOOPBACK, f"OUTPUT_DIR={folder}") for flag in ("-s", setting)]
        arguments = [flag for one in case.arguments for flag in ("-a", one)]
        began = time.monotonic()
        with Peak(memory_of_children) as peak:
            done = scrapy(
                *("crawl", "portal", "-a", f"url={address}", *arguments, *flags),
                timeout=3 * MAX_SECONDS,
                fresh=True,
            )
        seconds = time.monotonic() - began
        stored = {record["url"] for record in records(Path(folder))}
    lost = len(site.articles - stored)
    result = Round(done.returncode, seconds, peak.value / MIB, done.stderr, lost)
    result.problems += complaints(result, case, full=share == 1.0)
    return result


def complaints(result: Round, case: Case, *, full: bool) -> Iterator[str]:
    """What does not hold, a line each."""
    if result.status != case.status:
        yield f"exit status {result.status}: {result.said}"
    if result.lost:
        yield f"{result.lost} articles lost: {result.said}"
    if result.memory_mib >= MAX_MEMORY_MIB:
        yield f"{result.memory_mib:.0f} MiB of memory"
    if result.seconds >= MAX_SECONDS:
        yield f"{result.seconds:.0f} s"
    if "Traceback" in result.said:
        yield f"an error in the log: {result.said}"
    if full and case.says not in result.said:
        yield f"nothing of {case.says!r} in {result.said}"


def main() -> int:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", choices=CASES, help="one case alone")
    parser.add_argument("--share", type=float, default=1.0, help="share of the full sizes")
    parser.add_argument("--verbose", action="store_true", help="print what each run says")
    options = parser.parse_args()
    failed = 0
    for name in [options.case] if options.case else CASES:
        result = play(name, options.share)
        failed += bool(result.problems)
        told = "; ".join(result.problems) or "holds"
        if options.verbose:
            print(result.said)
        print(f"{name:34} {result.seconds:4.0f} s {result.memory_mib:4.0f} MiB  {told}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
