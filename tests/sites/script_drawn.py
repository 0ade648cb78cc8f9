"""Portals rendered by JavaScript from a JSON API: an empty page, one script, and an API of several shapes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.sites.site import NOT_FOUND, Post, Reply, TestSite, posts

SCRIPT = """
const setting = JSON.parse(document.getElementById('setting').textContent);
const root = document.getElementById('root');
const draw = html => root.insertAdjacentHTML('beforeend', html);
const get = url => fetch(url, {headers: setting.headers})
    .then(answer => answer.ok ? answer.json() : Promise.reject(answer.status));
const deep = (value, path) => path.split('.').reduce((inner, key) => inner && inner[key], value);
let page = 0;
async function more() {
    page += 1;
    const answer = await get(setting.list[page - 1]);
    const items = Array.isArray(answer) ? answer : deep(answer, setting.items);
    for (const item of items) {
        draw(`<div class="kartu"><h3><a href="${item.__href}">${deep(item, setting.title)}</a></h3></div>`);
    }
    const old = document.getElementById('lagi');
    if (old) old.remove();
    if (page < setting.list.length) {
        draw('<button id="lagi">Muat lebih banyak</button>');
        document.getElementById('lagi').onclick = more;
    }
}
async function article() {
    const answer = await get(setting.detail);
    const item = setting.detailItem ? deep(answer, setting.detailItem) : answer;
    document.title = deep(item, setting.title);
    draw(`<article><h1>${deep(item, setting.title)}</h1>
        <time datetime="${deep(item, setting.date)}">${deep(item, setting.date)}</time>
        <div class="isi">${deep(item, setting.body)}</div></article>`);
}
draw('<header><a href="/">Beranda</a> <a href="/berita">Berita</a></header>');
setting.detail ? article() : more();
"""


@dataclass(frozen=True)
class Shape:
    """How an API answers: `list` is the path of a page of its list, `wrap` and `entry` make the JSON."""

    api: str = "api/berita"
    query: str = "halaman={page}&jumlah={size}"
    items: str = "data"
    total: str | None = "total"
    title: str = "judul"
    body: str = "isi"
    date: str = "tanggal"
    detail: str = "api/berita/{slug}"
    detail_item: str = "data"
    in_list: bool = False
    """Whether the list holds the whole texts."""
    wordpress: bool = False
    strapi: bool = False
    largest: int = 20
    """Most entries that the API gives at once."""
    offset: bool = False
    cursor: str | None = None
    """The member of an answer with the cursor of the next one, which is the parameter `setelah`."""


class ScriptDrawn(TestSite):
    """A portal of `count` articles at `/berita/SLUG`, `size` on a page of its list."""

    def __init__(
        self, count: int, shape: Shape | None = None, *, size: int = 5, key: str | None = None
    ) -> None:
        super().__init__("http://portal.test/")
        self.posts = posts(count)
        self.shape = shape or Shape()
        self.size = size
        self.key = key
        """A header without which the API answers 401."""

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}berita/{post.slug}" for post in self.posts}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path == "app.js":
            return Reply(SCRIPT, content_type="text/javascript")
        shape = self.shape
        if path.startswith(("api/", "wp-json/")):
            if self.key is not None and headers.get(self.key) is None:
                return Reply('{"pesan": "kunci tidak ada"}', 401, "application/json")
            if path == shape.api.partition("?")[0]:
                return self._list(query)
            before, _, after = shape.detail.partition("{slug}")
            slug = path.removeprefix(before).removesuffix(after)
            found = next((post for post in self.posts if post.slug == slug), None)
            return NOT_FOUND if found is None else _json(self._wrapped(self._entry(found, whole=True)))
        if path in ("", "berita") or path.startswith("berita/"):
            return self._shell(path)
        return NOT_FOUND

    def _shell(self, path: str) -> Reply:
        shape, slug = self.shape, path.removeprefix("berita").strip("/")
        setting: dict[str, Any] = {
            "list": [self._page_url(number) for number in range(-(-len(self.posts) // self.size))],
            "items": shape.items, "title": shape.title, "body": shape.body, "date": shape.date,
            "headers": {self.key: "rahasia"} if self.key else {},
        }  # fmt: skip
        if slug:
            setting["detail"] = "/" + shape.detail.replace("{slug}", slug)
            setting["detailItem"] = shape.detail_item
        data = json.dumps(setting).replace("<", "\\u003c")
        return Reply(
            '<!doctype html><html><head><meta charset="utf-8"><title>Portal Kabupaten Wonoasri</title></head>'
            "<body>"
            f'<div id="root"></div><script id="setting" type="text/plain">{data}</script>'
            '<script type="module" src="/app.js"></script></body></html>'
        )

    def _page_url(self, number: int) -> str:
        if self.shape.cursor:
            after = f"&setelah={self._cursor(number * self.size)}" if number else ""
            return f"/{self.shape.api}?jumlah={self.size}{after}"
        start = number * self.size if self.shape.offset else number + 1
        mark = "&" if "?" in self.shape.api else "?"
        return f"/{self.shape.api}{mark}{self.shape.query.format(page=start, size=self.size)}"

    def _cursor(self, number: int) -> str | None:
        return f"c{number:x}" if number < len(self.posts) else None

    def _list(self, query: Mapping[str, str]) -> Reply:
        if self.shape.cursor:
            start = int(query.get("setelah", "c0")[1:], 16)
            end = start + min(int(query.get("jumlah", self.size)), self.shape.largest)
            entries = [self._entry(post, whole=self.shape.in_list) for post in self.posts[start:end]]
            return _json({self.shape.items: entries, self.shape.cursor: self._cursor(end)})
        names = [one.partition("=")[0] for one in self.shape.query.split("&")]
        size = min(int(query.get(names[1], self.size)) if len(names) > 1 else self.size, self.shape.largest)
        number = int(query.get(names[0], 0 if self.shape.offset else 1))
        start = number if self.shape.offset else (number - 1) * size
        found = self.posts[start : start + size]
        entries = [self._entry(post, whole=self.shape.in_list) for post in found]
        if self.shape.wordpress:
            return _json(entries) if entries else _json({"code": "rest_post_invalid_page_number"}, 400)
        answer: dict[str, Any] = {self.shape.items: entries}
        if self.shape.strapi:
            count = len(self.posts)
            pages = {"page": number, "pageSize": size, "pageCount": -(-count // size), "total": count}
            answer["meta"] = {"pagination": pages}
        elif self.shape.total:
            answer[self.shape.total] = len(self.posts)
        return _json(answer)

    def _wrapped(self, entry: dict[str, Any]) -> Any:
        return {self.shape.detail_item: entry} if self.shape.detail_item else entry

    def _entry(self, post: Post, *, whole: bool) -> dict[str, Any]:
        text = "".join(f"<p>{paragraph}</p>" for paragraph in post.paragraphs)
        if self.shape.wordpress:
            return {
                "id": post.number, "slug": post.slug, "date_gmt": post.date.strftime("%Y-%m-%dT%H:%M:%S"),
                "date": post.date.isoformat(), "link": f"{self.base}berita/{post.slug}",
                "title": {"rendered": post.title}, "content": {"rendered": text},
                "__href": f"/berita/{post.slug}",
            }  # fmt: skip
        entry = {
            "id": post.number, "slug": post.slug, self.shape.title: post.title,
            self.shape.date: post.date.isoformat(), "penulis": "Redaksi Wonoasri",
            "kategori": {"nama": "Pemerintahan"}, "ringkasan": post.paragraphs[0],
            "__href": f"/berita/{post.slug}",
        }  # fmt: skip
        return {**entry, self.shape.body: text} if whole else entry


def _json(data: Any, status: int = 200) -> Reply:
    return Reply(json.dumps(data), status, "application/json")
