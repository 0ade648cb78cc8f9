"""The sample portal as a pure function from path to response.

A small WordPress portal with closed REST API: robots.txt, core sitemap (index, posts, pages, categories),
feed, listing pages, 16 articles, one static page and one protected post. The article pages are kept as
rendered, gzipped, with the address `https://portal.example.go.id` where the served address belongs.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
RENDERED_ADDRESS = "https://portal.example.go.id"
NAME = "Portal Resmi Kabupaten Mandalawangi"
PER_PAGE = 10  # WordPress's default for listings and feeds
PROTECTED = "/2023/02/01/rencana-kerja-internal/"
STATIC = "/tentang-kami/"


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """A published article: its path and WordPress metadata; times are ISO 8601."""

    path: str
    file: str
    title: str
    published: str
    modified: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: status, content type, and the body as text with absolute addresses."""

    status: int
    content_type: str
    text: str


@cache
def articles() -> tuple[SampleArticle, ...]:
    """The sample's articles, newest first."""
    records = json.loads((HERE / "articles.json").read_text(encoding="utf-8"))
    return tuple(SampleArticle(**record) for record in records)


def answer(path: str, query: str, base: str) -> Answer:
    """Return the response to a GET of `path`; `base` is scheme and authority, without trailing slash."""
    pages = {article.path: article for article in articles()}
    if path in pages:
        html = gzip.decompress((HERE / "pages" / pages[path].file).read_bytes()).decode()
        return Answer(200, "text/html", html.replace(RENDERED_ADDRESS, base))
    if path == "/":
        return _listing(1, base)
    if path.startswith("/page/") and path.strip("/").removeprefix("page/").isdecimal():
        return _listing(int(path.strip("/").removeprefix("page/")), base)
    fixed = {
        "/robots.txt": _robots,
        "/wp-sitemap.xml": _sitemap_index,
        "/wp-sitemap-posts-post-1.xml": _sitemap_posts,
        "/wp-sitemap-posts-page-1.xml": _sitemap_pages,
        "/wp-sitemap-taxonomies-category-1.xml": _sitemap_categories,
        STATIC: _static_page,
        PROTECTED: _protected_post,
    }
    if path in fixed:
        return fixed[path](base)
    if path in ("/feed/", "/feed"):
        paged = query.removeprefix("paged=") if query.startswith("paged=") else "1"
        return _feed(int(paged) if paged.isdecimal() else 1, base)
    if path.startswith("/wp-json"):
        closed = {"code": "rest_disabled", "message": "REST API ditutup.", "data": {"status": 401}}
        return Answer(401, "application/json", json.dumps(closed))
    return _not_found(base)


def _not_found(base: str) -> Answer:
    return Answer(404, "text/html", _page("error404", "Halaman tidak ditemukan", "<p>Kosong.</p>", base))


def _robots(base: str) -> Answer:
    lines = ("User-agent: *", "Disallow: /wp-admin/", "Allow: /wp-admin/admin-ajax.php")
    return Answer(200, "text/plain", "\n".join((*lines, "", f"Sitemap: {base}/wp-sitemap.xml", "")))


def _sitemap(kind: str, entry: str, addresses: list[str]) -> Answer:
    entries = "".join(f"<{entry}><loc>{escape(address)}</loc></{entry}>" for address in addresses)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{namespace}">{entries}</{kind}>\n'
    return Answer(200, "application/xml", text)


def _sitemap_index(base: str) -> Answer:
    parts = ("posts-post", "posts-page", "taxonomies-category")
    return _sitemap("sitemapindex", "sitemap", [f"{base}/wp-sitemap-{part}-1.xml" for part in parts])


def _sitemap_posts(base: str) -> Answer:
    # WordPress core lists protected posts too.
    return _sitemap("urlset", "url", [base + article.path for article in articles()] + [base + PROTECTED])


def _sitemap_pages(base: str) -> Answer:
    return _sitemap("urlset", "url", [base + STATIC])


def _sitemap_categories(base: str) -> Answer:
    return _sitemap("urlset", "url", [f"{base}/category/pemerintahan/"])


def _feed(page: int, base: str) -> Answer:
    batch = articles()[(page - 1) * PER_PAGE : page * PER_PAGE]
    if not batch:
        return _not_found(base)
    items = "".join(
        f"<item><title>{escape(article.title)}</title><link>{base}{article.path}</link>"
        f"<pubDate>{format_datetime(datetime.fromisoformat(article.published))}</pubDate>"
        f'<guid isPermaLink="true">{base}{article.path}</guid></item>'
        for article in batch
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{NAME}</title><link>{base}</link><language>id-ID</language>{items}</channel></rss>"
    )
    return Answer(200, "application/rss+xml", text)


def _listing(page: int, base: str) -> Answer:
    batch = articles()[(page - 1) * PER_PAGE : page * PER_PAGE]
    if not batch:
        return _not_found(base)
    posts = "".join(
        f'<article class="post type-post"><h2 class="entry-title"><a href="{base}{article.path}">'
        f"{escape(article.title)}</a></h2><time>{article.published[:10]}</time></article>"
        for article in batch
    )
    if page * PER_PAGE < len(articles()):
        following = f'<a class="next page-numbers" href="{base}/page/{page + 1}/">Berikutnya</a>'
        posts += f'<nav class="navigation pagination">{following}</nav>'
    return Answer(200, "text/html", _page("home blog", NAME, posts, base))


def _static_page(base: str) -> Answer:
    title = "Tentang Kami"
    body = f"<article class='page type-page'><h1>{title}</h1><p>Portal resmi kabupaten.</p></article>"
    return Answer(200, "text/html", _page("page-template-default page page-id-2", title, body, base))


def _protected_post(base: str) -> Answer:
    title = "Diproteksi: Rencana Kerja Internal"
    body = (
        f"<article class='post type-post post-password-required'><h1 class='entry-title'>{title}</h1>"
        "<form class='post-password-form' method='post'><p>Konten ini diproteksi dengan kata sandi. "
        "Untuk melihatnya silakan masukkan kata sandi Anda di bawah:</p>"
        "<input type='password' name='post_password'></form></article>"
    )
    return Answer(200, "text/html", _page("post-template-default single single-post", title, body, base))


def _page(body_class: str, title: str, body: str, base: str) -> str:
    return (
        '<!DOCTYPE html><html lang="id-ID"><head><meta charset="UTF-8">'
        f"<title>{escape(title)} – {NAME}</title>"
        '<meta name="generator" content="WordPress 6.1.9">'
        f'<link rel="alternate" type="application/rss+xml" href="{base}/feed/">'
        f'<link rel="https://api.w.org/" href="{base}/wp-json/"></head>'
        f'<body class="{body_class}"><header><a href="{base}/">{NAME}</a> '
        f'<a href="{base}{STATIC}">Tentang Kami</a></header><main>{body}</main><footer>{NAME}. Bertenaga <a href="https://wordpress.org">WordPress</a>'
        "</footer></body></html>"
    )
