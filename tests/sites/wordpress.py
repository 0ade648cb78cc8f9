"""A stock WordPress: body classes of themes, sitemaps of core or an SEO plugin, feeds, archives, REST."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from tests.sites.site import NOT_FOUND, Post, Reply, TestSite, posts, rss, sitemap_index, urlset, xml

Permalinks = Literal["date", "slug", "plain", "index.php"]
Rest = Literal["", "open", "weak", "stripped", "short", "html", "error200"]
"""How the REST API answers; empty: closed."""
T = TypeVar("T")
SITEMAP_SIZE = 50
PER_PAGE = 10


class WordPress(TestSite):
    """`sitemap`: core, plugin, partial (a plugin that lists the newest half), mixed (one file) or none."""

    def __init__(
        self,
        count: int = 37,
        *,
        permalinks: Permalinks = "date",
        sitemap: Literal["core", "plugin", "partial", "mixed", "none"] = "core",
        feed: bool = True,
        rest: Rest = "",
        announce: bool = True,
        base: str = "http://portal.test/",
    ) -> None:
        super().__init__(base)
        self.posts = posts(count)
        self.protected = posts(2, first=5001, status="protected")
        self.drafts = posts(2, first=6001, status="draft")
        self.pages = [Post(7001, "Profil Dinas", "profil-dinas", self.posts[0].date if count else _DAY)]
        self.permalinks = permalinks
        self.sitemap = sitemap
        self.feed = feed
        self.rest = rest
        self.announce = announce

    # --- addresses ---------------------------------------------------------------------------------

    def path_of(self, post: Post) -> str:
        match self.permalinks:
            case "date":
                return f"{post.date:%Y/%m/%d}/{post.slug}/"
            case "slug":
                return f"{post.slug}/"
            case "plain":
                return f"?p={post.number}"
            case "index.php":
                return f"index.php/{post.date:%Y/%m}/{post.slug}/"

    def page_path(self, page: Post) -> str:
        if self.permalinks == "plain":
            return f"?page_id={page.number}"
        return f"{'index.php/' if self.permalinks == 'index.php' else ''}{page.slug}/"

    @property
    def articles(self) -> set[str]:
        return {self.base + self.path_of(post) for post in self.posts}

    @property
    def listed(self) -> list[Post]:
        return sorted([*self.posts, *self.protected], key=lambda post: post.date, reverse=True)

    # --- replies -----------------------------------------------------------------------------------

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path.startswith("wp-json") or "rest_route" in query:
            return self.rest_reply(path or query["rest_route"], query)
        if path.endswith(".xml") or "sitemap" in query:
            return self.sitemap_reply(path or f"wp-sitemap{query['sitemap']}")
        if path.removeprefix("index.php/") == "feed/" or query.get("feed") == "rss2":
            return self.feed_reply(int(query.get("paged", "1")))
        plain = path.removeprefix("index.php/")
        if not plain and not {"p", "page_id"} & query.keys():
            return self.listing_reply(int(query.get("paged", "1")))
        if plain.startswith("page/"):
            return self.listing_reply(int(plain.split("/")[1]))
        asked = path + (f"?{'&'.join(f'{k}={v}' for k, v in query.items())}" if query else "")
        for post in [*self.posts, *self.protected]:
            if self.path_of(post) == asked:
                return self.post_reply(post)
        for page in self.pages:
            if self.page_path(page) == asked:
                return Reply(self.html("page-template-default page page-id-7001", page.title, _body(page)))
        if plain.startswith("category/"):
            return self.listing_reply(1, "archive category category-berita")
        return NOT_FOUND

    def post_reply(self, post: Post) -> Reply:
        if post.status == "protected":
            body = '<form action="/wp-login.php?action=postpass" class="post-password-form"><input></form>'
            title = f"Diproteksi: {post.title}"
        else:
            body, title = _body(post), post.title
        head = (
            f'<link rel="canonical" href="{self.base}{self.path_of(post)}" />'
            if self.permalinks != "plain"
            else ""
        )
        content = (
            f'<article id="post-{post.number}" class="post-{post.number} post type-post hentry">'
            f'<h1 class="entry-title">{title}</h1>'
            f'<time class="entry-date" datetime="{post.date.isoformat()}">'
            f'{post.date:%d %B %Y}</time><div class="entry-content">{body}</div></article>'
            f"{self.navigation(post)}"
        )
        return Reply(self.html(f"single single-post postid-{post.number}", title, content, head))

    def navigation(self, post: Post) -> str:
        """The links to the posts before and after this one, as the stock themes have them."""
        place = self.listed.index(post)
        links = ""
        for name, rel, other in (("previous", "prev", place + 1), ("next", "next", place - 1)):
            if 0 <= other < len(self.listed):
                near = self.listed[other]
                links += (
                    f'<div class="nav-{name}"><a href="{self.base}{self.path_of(near)}" rel="{rel}">'
                    f'<span class="post-title">{near.title}</span></a></div>'
                )
        return f'<nav class="navigation post-navigation"><div class="nav-links">{links}</div></nav>'

    def listing_reply(self, number: int, body_class: str = "home blog") -> Reply:
        shown = self.listed[(number - 1) * PER_PAGE : number * PER_PAGE]
        if not shown and number > 1:
            return NOT_FOUND
        articles = "".join(
            f'<article class="post hentry"><h2 class="entry-title"><a href="{self.base}{self.path_of(post)}" '
            f'rel="bookmark">{post.title}</a></h2><p>Ringkasan.</p></article>'
            for post in shown
        )
        last = -(-len(self.listed) // PER_PAGE)
        pages = "".join(
            f'<a class="page-numbers" href="{self.listing_address(n)}">{n}</a>' for n in (1, last)
        )
        if number < last:
            pages += f'<a class="next page-numbers" href="{self.listing_address(number + 1)}">Berikutnya</a>'
        nav = (
            f'<nav class="navigation pagination"><div class="nav-links">{pages}</div></nav>'
            if last > 1
            else ""
        )
        return Reply(self.html(body_class, "Beranda", articles + nav))

    def listing_address(self, number: int) -> str:
        if self.permalinks == "plain":
            return f"{self.base}?paged={number}"
        front = "index.php/" if self.permalinks == "index.php" else ""
        return f"{self.base}{front}page/{number}/"

    def feed_reply(self, number: int) -> Reply:
        shown = self.listed[(number - 1) * PER_PAGE : number * PER_PAGE]
        if not self.feed or (not shown and number > 1):
            return NOT_FOUND
        entries = [
            (f"{self.base}{self.path_of(post)}".replace("&", "&amp;"), post.title, post.date)
            for post in shown
        ]
        return Reply(rss(self.base, entries), content_type="application/rss+xml; charset=UTF-8")

    def sitemap_reply(self, name: str) -> Reply:
        everything = [self.base + self.path_of(post) for post in self.listed]
        pages = [self.base, *(self.base + self.page_path(page) for page in self.pages)]
        match self.sitemap:
            case "core":
                files: dict[str, list[tuple[str, str | None]]] = {
                    f"wp-sitemap-posts-post-{n + 1}.xml": [(u, None) for u in part]
                    for n, part in enumerate(_parts(everything))
                }
                files["wp-sitemap-posts-page-1.xml"] = [(url, None) for url in pages]
                files["wp-sitemap-taxonomies-category-1.xml"] = [(f"{self.base}category/berita/", None)]
                files["wp-sitemap-users-1.xml"] = [(f"{self.base}author/admin/", None)]
                index = "wp-sitemap.xml"
            case "plugin" | "partial":
                listed = self.listed if self.sitemap == "plugin" else self.listed[: len(self.listed) // 2]
                dated: list[tuple[str, str | None]] = [
                    (self.base + self.path_of(post), post.changed.isoformat()) for post in listed
                ]
                files = {
                    f"post-sitemap{n + 1 if n else ''}.xml": part for n, part in enumerate(_parts(dated))
                }
                files["page-sitemap.xml"] = [(url, None) for url in pages]
                files["category-sitemap.xml"] = [(f"{self.base}category/berita/", None)]
                index = "sitemap_index.xml"
            case "mixed":
                dates = [(self.base + self.path_of(post), post.changed.isoformat()) for post in self.listed]
                rest = [(url, None) for url in [*pages, f"{self.base}category/berita/"]]
                return xml(urlset([*rest, *dates])) if name == "sitemap.xml" else NOT_FOUND
            case _:
                return NOT_FOUND
        if name in {index, "wp-sitemapindex"}:
            return xml(sitemap_index([self.base + file for file in files]))
        return xml(urlset(files[name])) if name in files else NOT_FOUND

    def rest_reply(self, path: str, query: Mapping[str, str]) -> Reply:
        if self.rest == "html":
            return Reply(self.html("home", "Beranda", "<p>Selamat datang</p>"))
        if self.rest == "error200":
            return _json({"code": "rest_disabled", "message": "REST API dinonaktifkan"})
        if not self.rest:
            return _json({"code": "rest_cannot_access", "data": {"status": 401}}, 401)
        size = int(query.get("per_page", "10"))
        if not path.endswith("wp/v2/posts") or size > 100 or (self.rest == "weak" and size > 20):
            return _json({"code": "rest_invalid_param", "data": {"status": 400}}, 400)
        chosen = list(self.listed)
        if "modified_after" in query:
            chosen = [post for post in chosen if _local(post.changed) > query["modified_after"]]
        if "after" in query:
            chosen = [post for post in chosen if _local(post.date) > query["after"]]
        if "before" in query:
            chosen = [post for post in chosen if _local(post.date) < query["before"]]
        if query.get("orderby") == "modified":
            chosen.sort(key=lambda post: post.changed, reverse=True)
        number = int(query.get("page", "1"))
        shown = chosen[(number - 1) * size : number * size]
        if self.rest == "short":
            shown = shown[: size // 2]
        pages = -(-len(chosen) // size)
        if number > max(1, pages):
            return _json({"code": "rest_post_invalid_page_number", "data": {"status": 400}}, 400)
        headers = (
            {} if self.rest == "stripped" else {"X-WP-Total": str(len(chosen)), "X-WP-TotalPages": str(pages)}
        )
        return _json([self.rest_post(post) for post in shown], headers=headers)

    def rest_post(self, post: Post) -> dict[str, object]:
        protected = post.status == "protected"
        return {
            "id": post.number,
            "date": _local(post.date),
            "date_gmt": f"{post.date:%Y-%m-%dT%H:%M:%S}",
            "modified": _local(post.changed),
            "modified_gmt": f"{post.changed:%Y-%m-%dT%H:%M:%S}",
            "slug": post.slug,
            "status": "publish",
            "type": "post",
            "link": self.base + self.path_of(post),
            "title": {"rendered": f"{'Diproteksi: ' if protected else ''}{post.title} &#8211; Kominfo"},
            "content": {"rendered": "" if protected else _body(post), "protected": protected},
            "_embedded": {
                "author": [{"id": 1, "name": "Redaksi"}],
                "wp:featuredmedia": [{"source_url": f"{self.base}wp-content/uploads/{post.number}.jpg"}],
                "wp:term": [
                    [{"id": 3, "name": "Berita &amp; Kegiatan", "taxonomy": "category"}],
                    [{"id": 4, "name": "kominfo", "taxonomy": "post_tag"}],
                ],
            },
        }

    def html(self, body_class: str, title: str, content: str, head: str = "") -> str:
        announced = (
            f'<meta name="generator" content="WordPress 6.1.9" />'
            f'<link rel="alternate" type="application/rss+xml" title="Umpan" href="{self.feed_address}" />'
            f'<link rel="alternate" type="application/rss+xml" href="{self.base}comments/feed/" />'
            if self.announce
            else ""
        )
        menu = "".join(
            f'<li><a href="{self.base}{self.page_path(page)}">{page.title}</a></li>' for page in self.pages
        )
        return (
            f'<!doctype html><html lang="id-ID"><head><meta charset="UTF-8"><title>{title} – Portal</title>'
            f'{announced}{head}<link rel="stylesheet" href="{self.base}wp-content/style.css"></head>'
            f'<body class="{body_class} wp-embed-responsive"><header class="site-header">'
            f'<a href="{self.base}">Portal</a><nav><ul class="menu">{menu}'
            f'<li><a href="{self.base}category/berita/">Berita</a></li></ul></nav></header>'
            f'<main id="main">{content}</main><footer class="site-footer">'
            f'<a href="https://wordpress.org/">Dibuat dengan WordPress</a></footer></body></html>'
        )

    @property
    def feed_address(self) -> str:
        if self.permalinks == "plain":
            return f"{self.base}?feed=rss2"
        return f"{self.base}{'index.php/' if self.permalinks == 'index.php' else ''}feed/"


def _local(date: datetime) -> str:
    """The site's time zone is WITA."""
    return f"{date + timedelta(hours=8):%Y-%m-%dT%H:%M:%S}"


def _json(data: object, status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    return Reply(json.dumps(data), status, "application/json; charset=UTF-8", headers or {})


def _body(post: Post) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in post.paragraphs)


def _parts(values: list[T]) -> list[list[T]]:
    return [values[start : start + SITEMAP_SIZE] for start in range(0, len(values), SITEMAP_SIZE)]


_DAY = posts(1)[0].date
