"""Portals whose pages hold lists and articles as data for their scripts, in the forms of several frameworks.

The forms are those that the frameworks write; the pages print nothing but a frame.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from tests.sites.site import NOT_FOUND, Post, Reply, TestSite, posts

Form = Callable[[dict[str, Any]], str]


def next_pages(props: dict[str, Any]) -> str:
    data = {"props": {"pageProps": props}, "page": "/berita/[slug]", "query": {}, "buildId": "x1"}
    return f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{_json(data)}</script>'


def next_app(props: dict[str, Any]) -> str:
    """Flight rows, cut in the middle of a string."""
    row = f'5:["$","$L6",null,{_json(props)}]\n'
    middle = len(row) // 2
    chunks = [f"self.__next_f.push({json.dumps([1, part])})" for part in (row[:middle], row[middle:])]
    chunks.insert(0, "(self.__next_f=self.__next_f||[]).push([0])")
    return "".join(f"<script>{chunk}</script>" for chunk in chunks)


def nuxt3(props: dict[str, Any]) -> str:
    """One flat list, whose numbers are indexes into it."""
    flat: list[Any] = []

    def put(value: Any) -> int:
        place = len(flat)
        flat.append(None)
        if isinstance(value, dict):
            flat[place] = {key: put(inner) for key, inner in value.items()}
        elif isinstance(value, list):
            flat[place] = [put(inner) for inner in value]
        else:
            flat[place] = value
        return place

    put({"data": {"halaman": props}, "state": {}})
    return f'<div id="__nuxt"></div><script type="application/json" id="__NUXT_DATA__">{_json(flat)}</script>'


def nuxt2(props: dict[str, Any]) -> str:
    call = f"(function(a,b){{return {{data:[{_json(props)}],ok:a}}}}(true,null))"
    return f"<script>window.__NUXT__={call};</script>"


def sveltekit(props: dict[str, Any]) -> str:
    data = f'[null,{{type:"data",data:{_bare(props)},uses:{{}}}}]'
    start = f"kit.start(app, element, {{ node_ids: [0, 2], data: {data} }});"
    return f"<script>{{ Promise.all([]).then(([kit, app]) => {{ {start} }}); }}</script>"


def inertia(props: dict[str, Any]) -> str:
    page = {"component": "Berita", "props": props, "url": "/berita", "version": "7"}
    return f'<div id="app" data-page="{escape(_json(page))}"></div>'


def vuex(props: dict[str, Any]) -> str:
    return f"<script>window.__INITIAL_STATE__={_json({'berita': props})};(function(){{}})()</script>"


FORMS: dict[str, Form] = {
    form.__name__: form for form in (next_pages, next_app, nuxt3, nuxt2, sveltekit, inertia, vuex)
}


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")


def _bare(value: Any) -> str:
    """As JavaScript: keys without quotes."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{_bare(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_bare, value)) + "]"
    return _json(value)


class StateDrawn(TestSite):
    """A portal of `count` articles at `/berita/SLUG`, its list at `/berita`, five on a page."""

    SIZE = 5

    def __init__(self, count: int, form: Form) -> None:
        super().__init__("http://portal.test/")
        self.posts = posts(count)
        self.form = form

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}berita/{post.slug}" for post in self.posts}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path == "":
            return self._page({"judul": "Portal Wonoasri"}, '<nav><a href="/berita">Berita</a></nav>')
        if path == "berita":
            number = int(query.get("page", 1))
            found = self.posts[(number - 1) * self.SIZE : number * self.SIZE]
            last = -(-len(self.posts) // self.SIZE)
            pager = f'<a rel="next" href="/berita?page={number + 1}">›</a>' if number < last else ""
            return self._page({"daftar": [self._entry(post) for post in found]}, f"<nav>{pager}</nav>")
        post = next((one for one in self.posts if path == f"berita/{one.slug}"), None)
        if post is None:
            return NOT_FOUND
        others = [self._entry(one) for one in self.posts[:3] if one is not post]
        text = "".join(f"<p>{paragraph}</p>" for paragraph in post.paragraphs)
        return self._page({"a": {**self._entry(post), "isi": text}, "terkait": others}, "")

    def _entry(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.number, "slug": post.slug, "judul": post.title, "tanggal": post.date.isoformat(),
            "penulis": "Redaksi Wonoasri", "gambar": f"/foto/{post.number}.jpg",
        }  # fmt: skip

    def _page(self, props: dict[str, Any], frame: str) -> Reply:
        return Reply(
            '<!doctype html><html><head><meta charset="utf-8"><title>Portal Wonoasri</title>'
            f'<script src="/build/app.js" defer></script></head><body>{frame}{self.form(props)}</body></html>'
        )
