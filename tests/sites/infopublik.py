"""InfoPublik: categories with lists of their own, and one article under any slug after its number."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.sites.site import NOT_FOUND, Post, Reply, TestSite, posts

CATEGORIES = ("nusantara", "nasional-ekonomi-bisnis", "sorot-sosial-budaya")
PER_PAGE = 12
FIRST = 800_000
ARTICLE = re.compile(r"kategori/([a-z-]+)/(\d+)/.*")


class InfoPublik(TestSite):
    """The ending of an article's links differs from page to page; the site answers to all of them."""

    def __init__(self, count: int = 100, base: str = "https://infopublik.id/") -> None:
        super().__init__(base)
        self.posts = posts(count)

    def path_of(self, post: Post, tail: str = "") -> str:
        category = CATEGORIES[post.number % len(CATEGORIES)]
        return f"kategori/{category}/{FIRST + post.number}/{tail or post.slug}"

    @property
    def articles(self) -> set[str]:
        return {self.base + self.path_of(post) for post in self.posts}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path == "":
            return self.page("".join(self.teaser(post, "index.html") for post in self.posts[:9]))
        if path.startswith("kategori/") and path.count("/") == 1:
            return self.listing(path.partition("/")[2], int(query.get("page", "1")))
        match = ARTICLE.fullmatch(path)
        number = int(match[2]) - FIRST if match else 0
        post = next((post for post in self.posts if post.number == number), None)
        if post is None:
            return NOT_FOUND
        related = "".join(self.teaser(other, f"{other.slug}-2") for other in self.posts[:3])
        text = "".join(f"<p>{paragraph}</p>" for paragraph in post.paragraphs)
        return self.page(f"<h1>{post.title}</h1><div>{text}</div><div class='related'>{related}</div>")

    def listing(self, category: str, number: int) -> Reply:
        mine = [post for post in self.posts if CATEGORIES[post.number % len(CATEGORIES)] == category]
        shown = mine[(number - 1) * PER_PAGE : number * PER_PAGE]
        teasers = "".join(
            self.teaser(post, "site.webmanifest" if post.number % 7 == 0 else "") for post in shown
        )
        last = -(-len(mine) // PER_PAGE)
        pager = "".join(
            f"<li><a href='/kategori/{category}?page={n}'>{n}</a></li>" for n in range(1, last + 1)
        )
        return self.page(f"{teasers}<ul class='pagination'>{pager}</ul>")

    def teaser(self, post: Post, tail: str = "") -> str:
        return f"<article><h3><a href='/{self.path_of(post, tail)}'>{post.title}</a></h3></article>"

    def page(self, content: str) -> Reply:
        menu = "".join(f"<li><a href='/kategori/{name}'>{name}</a></li>" for name in CATEGORIES)
        return Reply(
            "<!doctype html><html><head><title>InfoPublik</title>"
            "<link rel='manifest' href='site.webmanifest'>"
            f"</head><body><nav><ul>{menu}<li><a href='/galeri/foto/900/festival'>Galeri</a></li>"
            f"</ul></nav><main>{content}</main><h3><a href='/galeri/foto/901/parade-kapal-hias-di-teluk'>"
            "Parade kapal hias di teluk kota</a></h3></body></html>"
        )
