"""The crawled site: article pages of a WordPress portal, the sample's markup with other text.

Each page keeps its frame (menu, inline styles and scripts, "Baca juga" lines, galleries, comments) and gets
its own title, dates and sentences. Some sentences recur, and every fiftieth page repeats another one's text
under a new title, so that templates and near-duplicates occur as on a real portal. Pages are stored gzipped,
as portals send them.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from html import escape, unescape
from pathlib import Path

from crawler.sample import site as sample
from tests.ledger.press import sentence

BODY = re.compile(
    r'(entry-content wp-block-post-content">)(.*?)(</div>\s*<div style="height:32px")', re.DOTALL
)
TEXT = re.compile(r">([^<>]{60,})<")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
DATED = re.compile(r"\d{4}|/\d")
TITLE = re.compile(r'wp-block-post-title">(.*?)</h1>', re.DOTALL)
POST_DATE = re.compile(r'(wp-block-post-date[^>]*><time datetime=")[^"]*(">)[^<]*')
ZONE = timezone(timedelta(hours=7))
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]

SITEMAP_SIZE = 2000
"""Addresses in one sitemap, as WordPress has it."""

COPY_EVERY = 50
"""One page in so many repeats an earlier one's text."""

LEVEL = 6
"""nginx's and Apache's usual compression levels are 1 and 6; sizes hardly differ."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A page of the sample with its replaceable parts."""

    html: str
    path: str
    title: str


def build(folder: Path, base: str, pages: int, seed: int = 1) -> list[str]:
    """Write the site below `folder`, to be served at `base` (no trailing slash); return article addresses."""
    chance = random.Random(seed)
    shells = list(_shells(base))
    newest = datetime(2024, 6, 28, 9, 0, tzinfo=ZONE)
    addresses: list[str] = []
    bodies: list[str] = []
    for number in range(pages):
        shell = shells[number % len(shells)]
        when = newest - timedelta(minutes=487 * number)
        title = sentence(chance)[:90].rpartition(" ")[0]
        slug = re.sub(r"\W+", "-", title.lower()).strip("-")
        path = f"/{when:%Y/%m/%d}/{slug}-{number}/"
        copied = number >= len(shells) * 2 and number % COPY_EVERY == 0
        body = bodies[-len(shells)] if copied else _body(shell, chance)
        bodies = [*bodies[-len(shells) * 2 :], body]
        _write(folder, path, _page(shell, path, title, when, body))
        addresses.append(base + path)
    home = sample.answer("/", "", base).text
    for article, address in zip(sample.articles(), addresses, strict=False):
        home = home.replace(base + article.path, address)
    _write(folder, "/", home)
    _write(folder, "/robots.txt", sample.answer("/robots.txt", "", base).text)
    _write_sitemaps(folder, base, addresses)
    return addresses


def _shells(base: str) -> Iterator[Shell]:
    for article in sample.articles():
        html = sample.answer(article.path, "", base).text
        found = TITLE.search(html)
        if found is None or BODY.search(html) is None:
            raise RuntimeError(f"the sample page {article.file} is not of the theme that is known here")
        yield Shell(html, article.path, found[1])


def _body(shell: Shell, chance: random.Random) -> str:
    """The frame's body with most of its sentences replaced."""

    def rewrite(text: re.Match[str]) -> str:
        first, *rest = SENTENCE_END.split(unescape(text[1]).strip())
        kept = [first if DATED.search(first) or " – " in first else sentence(chance)]
        kept += [one if DATED.search(one) else sentence(chance) for one in rest]
        return f">{escape(' '.join(kept))}<"

    found = BODY.search(shell.html)
    assert found is not None
    return TEXT.sub(rewrite, found[2])


def _page(shell: Shell, path: str, title: str, when: datetime, body: str) -> str:
    html = BODY.sub(lambda found: found[1] + body + found[3], shell.html, count=1)
    date = f"{MONTHS[when.month - 1]} {when.day}, {when.year}"
    html = POST_DATE.sub(lambda found: f"{found[1]}{when.isoformat()}{found[2]}{date}", html, count=1)
    return html.replace(shell.title, escape(title)).replace(shell.path, path)


def _write(folder: Path, path: str, text: str) -> None:
    file = folder / (path.lstrip("/") + ("index.html.gz" if path.endswith("/") else ".gz"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode(), LEVEL, mtime=0))


def _write_sitemaps(folder: Path, base: str, addresses: list[str]) -> None:
    parts: list[str] = []
    for at in range(0, len(addresses), SITEMAP_SIZE):
        parts.append(f"/wp-sitemap-posts-post-{len(parts) + 1}.xml")
        _write(folder, parts[-1], _sitemap("urlset", "url", addresses[at : at + SITEMAP_SIZE]))
    _write(folder, "/wp-sitemap.xml", _sitemap("sitemapindex", "sitemap", [base + part for part in parts]))


def _sitemap(kind: str, entry: str, addresses: list[str]) -> str:
    entries = "".join(f"<{entry}><loc>{address}</loc></{entry}>" for address in addresses)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{namespace}">{entries}</{kind}>\n'
