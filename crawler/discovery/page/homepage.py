"""Reads a site's front page: generator, feeds, REST root, resources, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.discovery.messages import FetchResult
from crawler.urls.canonical import same_site
from crawler.urls.parsing import join

MAX_LINKS = 5000
FEED_TYPES = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)", re.IGNORECASE)
MENU_LINKS = "//nav//a/@href | //*[contains(@class, 'menu') or contains(@id, 'menu')]//a/@href"
NEWS_LINK = re.compile(
    r"\W*(?:(?:lihat|tampilkan|buka|baca|semua|seluruh|indeks?|index|arsip|daftar|kumpulan|kanal|rubrik|portal|info|all|more)"
    r"\s+){0,3}(?:berita|news|artikel|kabar|warta|siaran\s+pers|rilis|liputan)(?:\s+(?:&|dan)?\s*[^\W\d_]+){0,2}\W*",
    re.IGNORECASE,
)
"""Texts of links to a list of articles, whatever its URL: `Indeks Berita`, `Lihat semua berita »`."""
MAX_NAME = 40
"""Characters of such a text."""
COMMENT_FEED = re.compile(r"/comments/|/comment|komentar|[?&]feed=comments", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Homepage:
    """`address` is the URL of the front page after redirects; `base` its folder, ending with a slash.

    `resources` are absolute URLs of scripts, styles and images; `links` those of anchors, `menu_links` of
    those in menus, `news_links` of those whose text names a list of news; `feeds` the announced feeds of
    articles; `sitemaps` those that robots.txt and the page announce, `unusable` the values there that are not
    http(s) URLs.
    """

    address: str
    base: str
    tree: HtmlElement | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    title: str | None = None
    generator: str = ""
    body_class: str = ""
    resources: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    menu_links: tuple[str, ...] = ()
    news_links: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()
    rest: str | None = None


TITLE_PARTS = re.compile(r"\s+[|–—»·:-]+\s+|\s*[|»·]\s*")
NO_NAMES = frozenset(
    {"beranda", "home", "homepage", "halaman utama", "halaman depan", "index", "selamat datang", "welcome"}
    | {"berita", "laravel", "logo", "untitled"}
)
"""Parts of a front page's title that name no site."""


def base_of(url: str) -> str:
    """Return the folder of a URL: without query, and without a last segment that is a file name."""
    plain = url.partition("#")[0].partition("?")[0]
    scheme, _, rest = plain.partition("://")
    host, slash, path = rest.partition("/")
    if not slash or not path:
        return f"{scheme}://{host}/"
    folder, _, last = path.rpartition("/")
    if last and "." not in last:
        folder = path
    return (
        f"{scheme}://{host}/{folder.strip('/')}/".replace("///", "/").removesuffix("//")
        if folder
        else (f"{scheme}://{host}/")
    )


def read_homepage(answer: FetchResult) -> Homepage:
    """Read the page in the result; without a tree only URL, headers and sitemaps."""
    address = answer.url or answer.fetch.url
    resolved = {value: sitemap_url(urljoin(address, "/robots.txt"), value) for value in answer.sitemaps}
    announced = [url for url in resolved.values() if url is not None]
    unusable = tuple(value for value, url in resolved.items() if url is None)
    tree = answer.tree
    if tree is None:
        return Homepage(
            address, base_of(address), headers=answer.headers, sitemaps=tuple(announced), unusable=unusable
        )
    page_base = address
    for href in tree.xpath("//base/@href")[:1]:
        page_base = join(address, href) or address
    feeds: dict[str, None] = {}
    sitemaps: dict[str, None] = dict.fromkeys(announced)
    rest = None
    for link in tree.iterfind(".//link"):
        rel = (link.get("rel") or "").lower().split()
        target = join(page_base, link.get("href") or "")
        if target is None:
            continue
        if "https://api.w.org/" in rel:
            rest = target
        elif "sitemap" in rel:
            sitemaps[target] = None
        elif (
            "alternate" in rel
            and FEED_TYPES.match(link.get("type") or "")
            and not COMMENT_FEED.search(target)
            and same_site(target, address)
        ):
            feeds[target] = None
    return Homepage(
        address=address,
        base=base_of(address),
        tree=tree,
        headers=answer.headers,
        title=_title(tree),
        generator=" ".join(meta.get("content") or "" for meta in _metas(tree, "generator"))[:500],
        body_class=" ".join(body.get("class") or "" for body in tree.iter("body"))[:2000],
        resources=_addresses(tree, page_base, "//script/@src | //link[@rel='stylesheet']/@href | //img/@src"),
        links=_addresses(tree, page_base, "//a/@href"),
        menu_links=_addresses(tree, page_base, MENU_LINKS),
        news_links=_news_links(tree, page_base),
        feeds=tuple(feeds),
        sitemaps=tuple(sitemaps),
        unusable=unusable,
        rest=rest or _rest_header(answer.headers.get("link", "")),
    )


def sitemap_url(base: str, value: str) -> str | None:
    """Return the URL of a sitemap that robots.txt or a page at `base` announces; None if it is none.

    The value may be relative, or lack its scheme (`x.go.id/sitemap.xml`).
    """
    value = value.strip()
    host = base.partition("://")[2].partition("/")[0].removeprefix("www.")
    if value.removeprefix("www.").startswith(f"{host}/"):
        value = f"//{value}"
    if "{" in value or "<" in value:
        return None  # a template that was not filled in
    return join(base, value)


def _title(tree: HtmlElement) -> str | None:
    """Return the site's name: `og:site_name`, else the front page's title without words like "Beranda"."""
    names = [
        meta.get("content") or ""
        for meta in tree.iterfind(".//meta")
        if meta.get("property") == "og:site_name"
    ]
    titles = ["".join(title.itertext()) for title in tree.iterfind(".//head/title")]
    names += [meta.get("content") or "" for meta in _metas(tree, "application-name")]
    for text in names:
        if plain := " ".join(text.split())[:200]:
            return plain
    logos = tree.xpath("(//header | //*[contains(@class, 'logo') or contains(@class, 'brand')])//img/@alt")
    for text in (*titles, *map(str, logos[:3])):
        parts = [" ".join(part.split()) for part in TITLE_PARTS.split(text)]
        named = [part for part in parts if part and part.lower() not in NO_NAMES]
        if named:
            return " ".join(text.split())[:200] if len(named) == len(parts) else max(named, key=len)[:200]
    return None


def _metas(tree: HtmlElement, name: str) -> list[HtmlElement]:
    return [meta for meta in tree.iterfind(".//meta") if (meta.get("name") or "").lower() == name]


def _addresses(tree: HtmlElement, base: str, xpath: str) -> tuple[str, ...]:
    return _resolved(tree.xpath(xpath)[:MAX_LINKS], base)


def _news_links(tree: HtmlElement, base: str) -> tuple[str, ...]:
    return _resolved(
        (link.get("href") for link in tree.xpath("//a[@href]")[:MAX_LINKS] if _names_news(link)), base
    )


def _names_news(link: HtmlElement) -> bool:
    text = " ".join("".join(link.itertext()).split())
    return len(text) <= MAX_NAME and NEWS_LINK.fullmatch(text) is not None


def _resolved(hrefs: Iterable[str], base: str) -> tuple[str, ...]:
    """The absolute http(s) URLs of links, each once."""
    targets = (join(base, href) for href in hrefs)
    return tuple(dict.fromkeys(target for target in targets if target is not None))


def _rest_header(link: str) -> str | None:
    match = re.search(r"<([^<>]{1,500})>;\s*rel=\"https://api\.w\.org/\"", link)
    return match[1] if match else None
