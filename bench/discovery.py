"""Cost of finding every article: requests and bytes per platform, for a first and a second run.

`python -m bench.discovery [ARTICLES]` runs the plans against the fixture sites of the tests, without a
network, and prints a table. Article pages are fetched and counted, and so is robots.txt.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from crawler.discovery.core.options import CrawlOptions
from tests.sites.cms import SHAPES, Api, Blogger, Cms
from tests.sites.drive import NOW, drive
from tests.sites.infopublik import InfoPublik
from tests.sites.site import TestSite
from tests.sites.wordpress import WordPress

ROBOTS = 1


def sites(count: int) -> dict[str, Callable[[], TestSite]]:
    """Each platform's fixture site, by its printed name."""
    made: dict[str, Callable[[], TestSite]] = {
        "wordpress, REST": lambda: WordPress(count, rest="open"),
        "wordpress, sitemap": lambda: WordPress(count, sitemap="plugin"),
        "wordpress, half a sitemap": lambda: WordPress(count, sitemap="partial"),
        "wordpress, feed": lambda: WordPress(count, sitemap="none"),
        "blogger": lambda: Blogger(count),
        "json_api": lambda: Api(count),
        "infopublik": lambda: InfoPublik(count),
    }
    for name in SHAPES:
        made[name] = lambda name=name: Cms(name, count)  # type: ignore[misc]
    return made


def row(name: str, site: TestSite) -> str:
    """One table line; the bytes are those of discovery."""
    options = site.options if isinstance(site, Api) else {}
    named = "json_api" if isinstance(site, Api) else None
    first = drive(site, CrawlOptions(now=NOW, portal_options=options), named=named, pages=True)
    asked = len(site.requests) + ROBOTS
    size, per_article = site.bytes - first.page_bytes, asked / len(site.articles)
    missing = len(site.articles) - len({*first.ids})
    site.requests.clear()
    site.bytes = 0
    memory = dict(first.remembered)
    drive(
        site,
        CrawlOptions(now=NOW, full=False, memory=memory, portal_options=options),
        named=named,
        known=lambda url: True,
    )
    return (
        f"| {name} | {len(site.articles)} | {max(missing, 0)} | {asked} | {per_article:.3f} "
        f"| {size // 1024} | "
        f"{len(site.requests) + ROBOTS} | {site.bytes // 1024} |"
    )


def main(arguments: list[str]) -> int:
    """Print the table."""
    count = int(arguments[0]) if arguments else 300
    print("| site | articles | missed | requests | per article | listings, KiB | second run | KiB |")
    print("|---|---|---|---|---|---|---|---|")
    for name, make in sites(count).items():
        print(row(name, make()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
