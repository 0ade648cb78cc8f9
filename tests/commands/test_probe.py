"""`scrapy probe` prints an entry that the registry accepts."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

from pytest_httpserver import HTTPServer

from crawler.commands.probe import entry_lines
from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.planner import DiscoveryPlanner
from crawler.extraction import extract_article
from crawler.platforms import PLATFORMS
from crawler.portals.loader import read_text
from crawler.portals.unlisted import portal_from_address
from crawler.stats.outcomes import PortalOutcome
from tests.sites.drive import NOW, fetch
from tests.sites.unseen import Splash
from tests.sites.wordpress import WordPress
from tests.starting.program import run

ROOT = Path(__file__).resolve().parents[2]
QUICK = ["-s", "ALLOW_PRIVATE_ADDRESSES=1", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0"]
QUICK += ["-s", "BACKOFF_SECONDS=0.01"]


def probe(address: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["scrapy", "probe", address, *QUICK, "-s", f"OUTPUT_DIR={folder}"]
    return run(*command, cwd=ROOT, timeout=120)


def test_an_unknown_site_becomes_an_entry(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = WordPress(12, rest="open")
    done = probe(site.mount(httpserver), tmp_path)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    assert "# platform: wordpress (sure" in done.stdout
    assert site.posts[0].paragraphs[0][:40] in done.stdout
    (entry,) = tomllib.loads(done.stdout)["portal"]
    assert entry["platform"] == "wordpress"
    assert entry["evidence"].startswith("probed 20")
    (read,) = read_text(done.stdout, "probe.toml").entries
    assert read.portal.address == site.base
    assert not (tmp_path / "articles").exists()


def test_a_site_without_articles_gives_no_entry(httpserver: HTTPServer, tmp_path: Path) -> None:
    httpserver.expect_request("/").respond_with_data("<html><body>Segera hadir</body></html>")
    httpserver.expect_request(re.compile("/.+")).respond_with_data("", status=404)
    done = probe(httpserver.url_for("/"), tmp_path)
    assert done.returncode == 1
    assert not done.stdout
    (line,) = done.stderr.splitlines()
    assert "no article found" in line


def test_the_front_page_behind_another_is_the_entry_s_address() -> None:
    site = Splash(9)
    plan = DiscoveryPlanner(site.base, PLATFORMS, CrawlOptions(now=NOW))
    queue = [*plan.start().fetches]
    while queue:
        queue += plan.receive(fetch(site, queue.pop(0))).fetches
    portal = portal_from_address(site.base)
    url = next(iter(site.articles))
    article = extract_article(site.respond(url.removeprefix("http://portal.test")).data, url, portal)
    lines = [*entry_lines(portal, plan, PortalOutcome(portal.id), [article], "2026-11-22")]
    (entry,) = tomllib.loads("\n".join(lines))["portal"]
    assert entry["address"] == "http://portal.test/id/"
    assert '# "http://portal.test/" only redirects to the front page' in lines
