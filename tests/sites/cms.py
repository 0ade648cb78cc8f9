"""Sites of the other platforms: one class, and a table of their differences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import quote

from tests.sites.site import NOT_FOUND, Post, Reply, TestSite, posts, rss, urlset, xml

End = Literal["404", "empty", "last", "first"]


@dataclass(frozen=True, slots=True)
class Shape:
    """`page` gives path and query of the n-th page of the listing, `number` reads it from path and query.

    `end` is the answer to a page beyond the last. `links` is the kind of pager: numbers, next only, or none.
    `neighbours` is the link to the previous and next article, as in the stock templates, if there is one.
    """

    platform: str
    head: str
    article: Callable[[Post], str]
    page: Callable[[int], str]
    front: bool = True
    listing: str = ""
    per_page: int = 10
    end: End = "empty"
    links: Literal["numbers", "next", "none"] = "numbers"
    feed: str | None = None
    sitemap: bool = False
    article_class: str = ""
    listing_class: str = ""
    noise: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    bad_dates: bool = False
    prev_next_urls: str = ""


def _n(post: Post) -> int:
    return post.number


SHAPES = {
    "joomla": Shape(
        "joomla",
        '<meta name="generator" content="Joomla! - Open Source Content Management">'
        '<link href="/index.php?format=feed&amp;type=rss" rel="alternate" type="application/rss+xml">',
        lambda post: f"berita/{post.number}-{post.slug}",
        lambda n: "berita" if n == 1 else f"berita?start={(n - 1) * 10}",
        front=False,
        listing="berita",
        feed="index.php?format=feed&type=rss",
        article_class="site com_content view-article",
        listing_class="site com_content view-category",
        prev_next_urls='<li class="{way}"><a class="hasTooltip" href="{url}" rel="{rel}">{text}</a></li>',
        noise=("berita/12-x?tmpl=component&print=1", "component/users/?view=login"),
    ),
    "joomla_k2": Shape(
        "joomla_k2",
        '<meta name="generator" content="Joomla!"><script src="/media/k2/assets/js/k2.frontend.js"></script>',
        lambda post: f"berita/item/{post.number}-{post.slug}",
        lambda n: "berita" if n == 1 else f"berita?start={(n - 1) * 10}",
        front=False,
        listing="berita",
        links="next",
        article_class="site com_k2 view-item",
        listing_class="site com_k2 view-itemlist",
        prev_next_urls='<a class="item{Way}" href="{url}">{title}</a>',
        noise=("berita/itemlist/user/42-admin", "berita/itemlist/tag/kominfo", "berita/itemlist/date/2024/3"),
    ),
    "drupal": Shape(
        "drupal",
        '<meta name="Generator" content="Drupal 7 (http://drupal.org)" />',
        lambda post: f"node/{post.number}",
        lambda n: "" if n == 1 else f"node?page={n - 1}",
        feed="rss.xml",
        article_class="html not-front page-node page-node- node-type-article",
        listing_class="html front page-node",
        noise=("taxonomy/term/3", "user/login", "node/12#comments"),
        end="last",
    ),
    "drupal_aliases": Shape(
        "drupal",
        '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)" />',
        lambda post: f"content/{post.slug}",
        lambda n: "" if n == 1 else f"?page={n - 1}",
        article_class="path-node page-node-type-article",
        listing_class="path-frontpage",
        links="next",
        sitemap=True,
    ),
    "opensid_old": Shape(
        "opensid",
        '<link rel="stylesheet" href="/desa/themes/desa/css/style.css">',
        lambda post: f"first/artikel/{post.number}",
        lambda n: "" if n == 1 else f"first/index/{n}",
        feed="first/rss",
        noise=("first/statistik/13", "first/peta", "first/kategori/4"),
    ),
    "opensid_new": Shape(
        "opensid",
        '<meta name="generator" content="OpenSID 2307.0.0">',
        lambda post: f"artikel/{post.date.year}/{post.date.month}/{post.date.day}/{post.slug}",
        lambda n: "" if n == 1 else f"index/{n}",
        links="none",
        feed="feed",
        noise=("data-statistik/jenis-kelamin", "artikel/kategori/berita-desa"),
        end="last",
    ),
    "dotclear_query": Shape(
        "generic",
        '<meta name="generator" content="Dotclear">',
        lambda post: f"index.php?post/{post.date.year}/{post.date.month:02d}/{post.date.day:02d}/{post.slug}",
        lambda n: "" if n == 1 else f"index.php?page/{n}",
        feed="index.php?feed/atom",
        noise=("index.php?category/Ekonomi", "index.php?pages/tentang-kami", "index.php?archive/2026/11"),
    ),
    "codeigniter_offset": Shape(
        "codeigniter",
        '<link rel="stylesheet" href="/template/phpmu-magz/style.css">',
        lambda post: f"berita/detail/{post.slug}",
        lambda n: "berita" if n == 1 else f"berita/index/{(n - 1) * 10}",
        front=False,
        listing="berita",
        noise=("halaman/detail/profil", "agenda", "album/detail/foto"),
        end="last",
    ),
    "codeigniter_bare_offset": Shape(
        "codeigniter",
        '<meta name="x" content="">',
        lambda post: f"berita/baca/{post.number}",
        lambda n: "berita" if n == 1 else f"berita/{(n - 1) * 10}",
        front=False,
        listing="berita",
        headers=(("Set-Cookie", "ci_session=0af; path=/; HttpOnly"),),
        noise=("halaman/visi-misi", "berita/kategori/2"),
    ),
    "codeigniter_id_slug": Shape(
        "codeigniter",
        '<script src="/asset/js/app.js"></script>',
        lambda post: f"berita/{post.number}/{quote(post.title.replace(' ', '-'))}",
        lambda n: "berita" if n == 1 else f"berita?page={n}",
        front=False,
        listing="berita",
        sitemap=True,
    ),
    "laravel": Shape(
        "laravel",
        '<meta name="csrf-token" content="x">',
        lambda post: f"berita/{post.slug}",
        lambda n: "berita" if n == 1 else f"berita?page={n}",
        front=False,
        listing="berita",
        per_page=12,
        headers=(("Set-Cookie", "laravel_session=x; path=/"),),
        noise=("berita?kategori=umum", "login", "berita?search=banjir", "layanan/izin-usaha-mikro-kecil"),
    ),
    "laravel_news": Shape(
        "laravel",
        '<script src="/build/assets/app.4f.js"></script>',
        lambda post: f"news-detail/{post.slug}",
        lambda n: "news" if n == 1 else f"news?page={n}",
        front=False,
        listing="news",
        links="next",
        end="first",
        prev_next_urls='<a class="btn" href="{url}">Berita {arah}</a>',
    ),
    "yii": Shape(
        "codeigniter",
        "<title>Dinas</title>",
        lambda post: f"berita/detail/{post.number}-{post.slug}",
        lambda n: "berita" if n == 1 else f"berita?page={n}",
        front=False,
        listing="berita",
        feed="rss",
        bad_dates=True,
        end="404",
    ),
    "generic_blog": Shape(
        "generic",
        "<title>Kabar Kota</title>",
        lambda post: f"{post.date:%Y/%m}/{post.slug}.html",
        lambda n: "" if n == 1 else f"halaman/{n}",
        prev_next_urls='<div class="post-{rel}"><a href="{url}"><small>{title}</small></a></div>',
        noise=("tentang-kami.html", "2024/03/", "cari?q=banjir", "unduhan/laporan-kinerja-instansi.pdf"),
        end="last",
    ),
}  # fmt: skip


class Cms(TestSite):
    """A site of one of the SHAPES with `count` articles and a page that is not an article."""

    def __init__(self, name: str, count: int = 47, base: str = "http://portal.test/") -> None:
        super().__init__(base)
        self.shape = SHAPES[name]
        self.posts = posts(count)
        self.profile = "profil"

    @property
    def articles(self) -> set[str]:
        return {self.base + self.shape.article(post) for post in self.posts}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        shape = self.shape
        fields = "&".join(f"{name}={value}" if value else name for name, value in query.items())
        asked = path + (f"?{fields}" if query else "")
        answer = self.answer(quote(asked, safe="/?=&%-._"))
        for name, value in shape.headers:
            answer.headers[name] = value
        return answer

    def answer(self, asked: str) -> Reply:
        shape = self.shape
        if shape.feed == asked:
            return self.feed()
        if asked == "sitemap.xml" and shape.sitemap:
            pages = [(self.base, None), (f"{self.base}{self.profile}", None)]
            return xml(urlset([*pages, *((url, None) for url in sorted(self.articles))]))
        for post in self.posts:
            if shape.article(post) == asked:
                return Reply(self.html(shape.article_class, post.title, self.body(post)))
        if asked == self.profile:
            return Reply(
                self.html("com_content view-article static", "Profil", "<h1>Profil</h1><p>Alamat.</p>")
            )
        if asked == "" and not shape.front:
            newest = self.posts[:4]
            return Reply(self.html("front home", "Beranda", "".join(self.teaser(post) for post in newest)))
        for number in range(1, self.pages + 4):
            if shape.page(number) == asked:
                return self.listing(number)
        return NOT_FOUND

    @property
    def pages(self) -> int:
        return -(-len(self.posts) // self.shape.per_page)

    def listing(self, number: int) -> Reply:
        shape = self.shape
        if number > self.pages:
            match shape.end:
                case "404":
                    return NOT_FOUND
                case "empty":
                    return Reply(self.html(shape.listing_class, "Berita", "<p>Belum ada berita.</p>"))
                case "last":
                    number = self.pages
                case "first":
                    number = 1
        size = shape.per_page
        shown = self.posts[(number - 1) * size : number * size]
        return Reply(
            self.html(shape.listing_class, "Berita", "".join(map(self.teaser, shown)) + self.pager(number))
        )

    def teaser(self, post: Post) -> str:
        url = f"/{self.shape.article(post)}"
        return (
            f'<div class="node item teaser"><h2><a href="{url}">{post.title}</a></h2>'
            f'<a href="{url}"><img src="/upload/{post.number}.jpg"></a><p>{post.paragraphs[0]}</p>'
            f'<a href="{url}">Selengkapnya</a></div>'
        )

    def pager(self, number: int) -> str:
        shape = self.shape
        if shape.links == "none":
            return ""
        steps: list[tuple[int, str]] = []
        if shape.links == "numbers":
            steps = [(n, str(n)) for n in range(max(1, number - 2), min(self.pages, number + 2) + 1)]
        if number < self.pages:
            steps.append((number + 1, "Berikutnya »"))
        links = "".join(f'<li><a href="/{shape.page(n)}">{text}</a></li>' for n, text in steps)
        return f'<ul class="pagination">{links}</ul>'

    def body(self, post: Post) -> str:
        related = "".join(
            f'<li><a href="/{self.shape.article(other)}">{other.title}</a></li>' for other in self.posts[:3]
        )
        text = "".join(f"<p>{paragraph}</p>" for paragraph in post.paragraphs)
        text += self.navigation(post)
        return f'<h1>{post.title}</h1><div class="content">{text}</div><aside><ul>{related}</ul></aside>'

    def navigation(self, post: Post) -> str:
        place = self.posts.index(post)
        ways = [("previous", "prev", "Sebelumnya", place + 1), ("next", "next", "Selanjutnya", place - 1)]
        return "".join(
            self.shape.prev_next_urls.format(
                way=way,
                Way=way.title(),
                rel=rel,
                arah=text,
                text=text,
                url=f"/{self.shape.article(self.posts[other])}",
                title=self.posts[other].title,
            )
            for way, rel, text, other in ways
            if 0 <= other < len(self.posts)
        )

    def feed(self) -> Reply:
        entries = [(self.base + self.shape.article(post), post.title, post.date) for post in self.posts[:10]]
        text = rss(self.base, entries)
        if self.shape.bad_dates:
            for _ in range(10):
                text = text.replace("<pubDate>", "<date>", 1).replace("</pubDate>", "</date>", 1)
                text = text.replace("<link>http", "<link> http", 1)
            text = text.replace("<date>", "<pubDate>05 Agustus 2019</pubDate><x>").replace("</date>", "</x>")
        return xml(text)

    def html(self, body_class: str, title: str, content: str) -> str:
        noise = "".join(f'<li><a href="/{path}">{path}</a></li>' for path in self.shape.noise)
        section = f'<li><a href="/{self.shape.listing}">Berita</a></li>' if self.shape.listing else ""
        return (
            f"<!doctype html><html><head>{self.shape.head}<title>{title} | Pemkab</title></head>"
            f'<body class="{body_class}"><div class="menu"><ul><li><a href="/">Beranda</a></li>{section}'
            f'<li><a href="/{self.profile}">Profil</a></li>{noise}</ul></div>'
            f'<div id="content">{content}</div>'
            f'<div class="footer"><a href="https://www.facebook.com/pemkab">Facebook</a></div></body></html>'
        )


class Blogger(TestSite):
    """A Blogger site; `short` when its owner publishes short feeds."""

    PAGE = 150

    def __init__(self, count: int = 320, *, short: bool = False, base: str = "http://portal.test/") -> None:
        super().__init__(base)
        self.posts = posts(count)
        self.short = short

    def path_of(self, post: Post) -> str:
        return f"{post.date:%Y/%m}/{post.slug}.html"

    @property
    def articles(self) -> set[str]:
        return {self.base + self.path_of(post) for post in self.posts}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path == "feeds/posts/default" and query.get("alt") == "json":
            return self.feed(int(query.get("start-index", "1")), min(int(query["max-results"]), self.PAGE))
        if path == "":
            links = "".join(
                f'<h3><a href="{self.base}{self.path_of(p)}">{p.title}</a></h3>' for p in self.posts[:7]
            )
            trap = f"{self.base}search?updated-max=2024&max-results=7"
            older = f'<a class="blog-pager-older-link" href="{trap}">Lama</a>'
            return Reply(self.html(links + older, "index-view"))
        for post in self.posts:
            if self.path_of(post) == path:
                return Reply(
                    self.html(f"<h3>{post.title}</h3><p>{'</p><p>'.join(post.paragraphs)}</p>", "item-view")
                )
        return NOT_FOUND

    def feed(self, start: int, size: int) -> Reply:
        shown = self.posts[start - 1 : start - 1 + size]
        entries = [
            {
                "published": {"$t": (post.date + timedelta(hours=7)).isoformat().replace("+00:00", "+07:00")},
                "updated": {"$t": post.changed.isoformat()},
                "title": {"type": "text", "$t": post.title},
                "summary" if self.short else "content": {
                    "type": "html",
                    "$t": f"<p>{'</p><p>'.join(post.paragraphs)}</p>",
                },
                "link": [{"rel": "alternate", "type": "text/html", "href": self.base + self.path_of(post)}],
                "author": [{"name": {"$t": "Admin"}}],
                "category": [{"scheme": "http://www.blogger.com/atom/ns#", "term": "Berita"}],
            }
            for post in shown
        ]
        feed = {"openSearch$totalResults": {"$t": str(len(self.posts))}, "entry": entries}
        return Reply(
            json.dumps({"version": "1.0", "feed": feed}), content_type="application/json; charset=UTF-8"
        )

    def html(self, content: str, body_class: str) -> str:
        return (
            "<!doctype html><html><head><meta content='blogger' name='generator'/><title>Dinas</title>"
            f'<link rel="alternate" type="application/atom+xml" href="{self.base}feeds/posts/default" />'
            f'</head><body class="{body_class}">{content}</body></html>'
        )


class Api(TestSite):
    """A site rendered by JavaScript from an API; the article pages are complete."""

    def __init__(self, count: int = 130, *, base: str = "http://portal.test/") -> None:
        super().__init__(base)
        self.posts = posts(count)

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}berita/{post.slug}" for post in self.posts}

    @property
    def options(self) -> dict[str, object]:
        return {
            "endpoint": f"{self.base}v1/public/news?page={{page}}&per_page=50",
            "items": "data.items",
            "address": "slug",
            "address_template": f"{self.base}berita/{{}}",
            "title": "title",
            "published": "published_at",
        }

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path == "v1/public/news":
            number, size = int(query["page"]), int(query["per_page"])
            shown = self.posts[(number - 1) * size : number * size]
            items = [
                {
                    "slug": post.slug,
                    "title": post.title,
                    "published_at": f"{post.date:%Y-%m-%d %H:%M:%S}",
                    "content": f"<p>{'</p><p>'.join(post.paragraphs)}</p>",
                    "author": {"name": "Humas"},
                }
                for post in shown
            ]
            data = {"data": {"items": items}, "meta": {"total": len(self.posts)}}
            return Reply(json.dumps(data), content_type="application/json")
        if path == "" or f"{self.base}{path}" in self.articles:
            return Reply('<html><body><div id="app"></div><script src="/app.js"></script></body></html>')
        return NOT_FOUND
