"""Whole crawls of JavaScript-rendered portals, as users start them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import records, scrapy
from tests.sites.script_drawn import ScriptDrawn, Shape
from tests.sites.site import Reply, posts, urlset
from tests.spiders.crawl import WHOLE, crawl

pytestmark = pytest.mark.browser


def _same(site: ScriptDrawn, output: Path) -> None:
    """Each article once, with its whole text and its date, and nothing else."""
    found = {record["url"]: record for record in records(output)}
    assert set(found) == site.articles
    for post in site.posts:
        record = found[f"{site.base}berita/{post.slug}"]
        assert record["title"] == post.title
        assert record["body"] == post.paragraphs
        assert record["published_at"][:10] == post.date.date().isoformat()


def test_an_unknown_portal_is_read_from_its_api(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(30)
    address = site.mount(httpserver)
    first = crawl(tmp_path, url=address, settings=WHOLE)
    assert first.status == 0, first.stderr
    _same(site, tmp_path)
    assert first.stats["render/pages"] >= 3
    assert not any(record["warnings"] for record in records(tmp_path))

    site.requests.clear()
    again = crawl(tmp_path, url=address, mode="full", settings=WHOLE)
    assert again.status == 0, again.stderr
    assert "render/pages" not in again.stats
    assert len(site.requests) <= 1.1 * 30 + 2  # robots.txt and the front page

    site.requests.clear()
    assert crawl(tmp_path, url=address, settings=WHOLE).status == 0
    assert len(site.requests) == 3  # robots.txt, front page, first page of the list


def test_without_the_browser_it_says_what_is_missing(httpserver: HTTPServer, tmp_path: Path) -> None:
    address = ScriptDrawn(12).mount(httpserver)
    done = crawl(tmp_path, url=address, settings={**WHOLE, "RENDER": "never"})
    assert done.status == 1
    assert "a browser may be needed: RENDER=never" in done.stderr


@pytest.mark.slow
def test_an_api_with_a_key_is_left_and_the_pages_are_drawn(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(12, key="x-api-key")  # three pages, each behind a button
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE)
    assert done.status == 0, done.stderr
    _same(site, tmp_path)
    assert all(record["warnings"] == ["rendered"] for record in records(tmp_path))
    assert "needs the header 'x-api-key'" in done.stderr


@pytest.mark.slow
def test_robots_txt_holds_for_what_pages_ask_for(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(5)
    site.robots = "User-agent: *\nDisallow: /api/\n"
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE)
    assert done.status == 1
    assert site.asked("/api/") == 0


class Mapped(ScriptDrawn):
    """A portal whose sitemap lists the articles, whose pages are empty."""

    def reply(self, path, query, headers):  # type: ignore[no-untyped-def]
        if path == "sitemap.xml":
            return Reply(urlset((url, None) for url in sorted(self.articles)), content_type="text/xml")
        return super().reply(path, query, headers)


@pytest.mark.slow
def test_articles_of_a_sitemap_without_text_are_read_from_the_api(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    site = Mapped(8)
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE)
    assert done.status == 0, done.stderr
    _same(site, tmp_path)


@pytest.mark.slow
def test_the_probe_prints_an_entry_that_crawls(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(12)
    address = site.mount(httpserver)
    quick = ("-s", "ALLOW_PRIVATE_ADDRESSES=1", "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")
    probed = scrapy("probe", address, "--render", *quick)
    assert probed.returncode == 0, probed.stderr
    entry = tmp_path / "portal.toml"
    entry.write_text(probed.stdout, encoding="utf-8")
    portal = next(line.split('"')[1] for line in probed.stdout.splitlines() if line.startswith("id = "))
    settings = {**WHOLE, "PORTALS_FILE": str(entry), "RENDER": "never"}
    done = crawl(tmp_path / "output", portal=portal, settings=settings)
    assert done.status == 0, done.stderr
    _same(site, tmp_path / "output")


class PlainArticles(ScriptDrawn):
    """A portal that renders only the list by JavaScript, from an API with a key."""

    def reply(self, path, query, headers):  # type: ignore[no-untyped-def]
        post = next((one for one in self.posts if path == f"berita/{one.slug}"), None)
        if post is None:
            return super().reply(path, query, headers)
        text = "".join(f"<p>{paragraph}</p>" for paragraph in post.paragraphs)
        time = f"<time datetime='{post.date.isoformat()}'></time>"
        return Reply(f"<title>{post.title}</title><article><h1>{post.title}</h1>{time}{text}</article>")


@pytest.mark.slow
def test_only_what_needs_the_browser_is_drawn(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = PlainArticles(14, key="x-api-key", size=14)
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE)
    assert done.status == 0, done.stderr
    _same(site, tmp_path)
    rendered = [record for record in records(tmp_path) if "rendered" in record["warnings"]]
    assert 3 <= len(rendered) <= 8  # the first three decide; a few are in flight then
    assert "its lists need the browser, its articles do not" in done.stderr


@pytest.mark.slow
def test_an_entry_may_demand_or_forbid_the_browser(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(3)
    entry = tmp_path / "portals.toml"
    text = f'[[portal]]\nid = "wonoasri"\nname = "Wonoasri"\naddress = "{site.mount(httpserver)}"\nrender = '
    entry.write_text(text + "true\n", encoding="utf-8")
    settings = {**WHOLE, "PORTALS_FILE": str(entry)}
    done = crawl(tmp_path / "a", portal="wonoasri", settings=settings)
    assert done.status == 0, done.stderr
    assert [record["warnings"] for record in records(tmp_path / "a")] == [["rendered"]] * 3
    entry.write_text(text + "false\n", encoding="utf-8")
    done = crawl(tmp_path / "b", portal="wonoasri", settings=settings)
    assert done.status == 1
    assert "render/pages" not in done.stats


@pytest.mark.slow
def test_an_api_that_moved_is_searched_again(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = ScriptDrawn(6)
    address = site.mount(httpserver)
    assert crawl(tmp_path, url=address, settings=WHOLE).status == 0
    site.shape = Shape(api="api/v2/kabar", detail="api/v2/kabar/{slug}")
    site.posts[:0] = posts(1, first=7)
    again = crawl(tmp_path, url=address, settings=WHOLE)
    assert again.status == 0, again.stderr
    assert again.stats["render/pages"] >= 3
    _same(site, tmp_path)
    site.requests.clear()
    assert "render/pages" not in crawl(tmp_path, url=address, settings=WHOLE).stats
    assert site.asked("/api/v2/kabar") == 1


class FirstPart(PlainArticles):
    """A portal whose pages print their text and the beginning of the list; a button loads the rest."""

    def reply(self, path, query, headers):  # type: ignore[no-untyped-def]
        if path not in ("", "berita"):
            return super().reply(path, query, headers)  # type: ignore[no-untyped-call]
        start = self.size if path else 3
        entries = "".join(
            f'<h3><a href="/berita/{post.slug}">{post.title}</a></h3>' for post in self.posts[:start]
        )
        urls = [self._page_url(number) for number in range(1, -(-len(self.posts) // self.size))]
        script = MORE.replace("URLS", json.dumps(urls)) if path else ""
        link = '<a href="/berita">Berita</a>'
        return Reply(f"<html><head><script src=/app.js></script></head><body>{link}{entries}{script}</body>")


MORE = """<button id="lagi">Muat lebih banyak</button><script type="module">
const urls = URLS, button = document.getElementById('lagi');
button.onclick = async () => {
    const answer = await (await fetch(urls.shift())).json();
    for (const item of answer.data)
        button.insertAdjacentHTML('beforebegin', `<h3><a href="${item.__href}">${item.judul}</a></h3>`);
    if (!urls.length) button.remove();
};
</script>"""


@pytest.mark.parametrize(
    "shape",
    [Shape(), pytest.param(Shape(cursor="lanjut"), marks=pytest.mark.slow)],
    ids=["numbers", "cursor"],
)
def test_the_rest_of_a_list_is_read_from_the_api(
    shape: Shape, httpserver: HTTPServer, tmp_path: Path
) -> None:
    site = FirstPart(18, shape)
    address = site.mount(httpserver)
    done = crawl(tmp_path, url=address, settings=WHOLE)
    assert done.status == 0, done.stderr
    _same(site, tmp_path)
    assert done.only["found"] == 18
    site.requests.clear()
    again = crawl(tmp_path, url=address, settings=WHOLE)
    assert again.pages == []
    assert site.asked("/api/berita") == 1  # the ledger has the API


SCROLLED = """<div style="height: 3000px"></div><div id="akhir">.</div>
<script id="__NEXT_DATA__" type="application/json">ENTRIES</script><script type="module">
const urls = URLS, end = document.getElementById('akhir');
new IntersectionObserver(async seen => {
    while (seen[0].isIntersecting && urls.length)
        for (const item of (await (await fetch(urls.shift())).json()).data)
            end.insertAdjacentHTML('beforebegin', `<h3><a href="${item.__href}">${item.judul}</a></h3>`);
}).observe(end);
</script>"""


class Scrolled(FirstPart):
    """The first scroll loads all further parts; nothing on the page names them."""

    def reply(self, path, query, headers):  # type: ignore[no-untyped-def]
        reply = super().reply(path, query, headers)  # type: ignore[no-untyped-call]
        if path != "berita":
            return reply
        urls = [self._page_url(number) for number in range(1, -(-len(self.posts) // self.size))]
        entries = json.dumps([self._entry(post, whole=False) for post in self.posts[: self.size]])
        script = SCROLLED.replace("URLS", json.dumps(urls)).replace("ENTRIES", entries)
        return Reply(str(reply.body).partition("<button")[0] + script)


@pytest.mark.slow
def test_a_list_that_loads_on_scrolling_is_read_from_the_api(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = Scrolled(18)
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE)
    assert done.status == 0, done.stderr
    _same(site, tmp_path)
    assert "its articles are read from its API" in done.stderr


def test_a_list_that_is_cut_is_named_without_the_browser(httpserver: HTTPServer, tmp_path: Path) -> None:
    site = FirstPart(12)
    done = crawl(tmp_path, url=site.mount(httpserver), settings={**WHOLE, "RENDER": "never"})
    assert done.status == 0
    assert len(records(tmp_path)) == 5
    assert "scripts may load more of its list; a browser may be needed: RENDER=never" in done.stderr


@pytest.mark.slow
def test_the_rest_of_a_list_is_rendered_without_an_api(httpserver: HTTPServer, tmp_path: Path) -> None:
    """The button asks for the pages as text, from a URL that changes in no known way."""
    site = Shuffled(18)
    done = crawl(tmp_path, url=site.mount(httpserver), settings=WHOLE)
    assert done.status == 0, done.stderr
    _same(site, tmp_path)
    assert not any(record["warnings"] for record in records(tmp_path))
    assert "its lists are read in a browser" in done.stderr


class Shuffled(FirstPart):
    def _page_url(self, number: int) -> str:
        return f"/api/berita?kunci={(number * 7919) % 101}"

    def _list(self, query):  # type: ignore[no-untyped-def]
        numbers = {str((number * 7919) % 101): number for number in range(9)}
        number = numbers.get(query.get("kunci", ""))
        found = self.posts[number * self.size : (number + 1) * self.size] if number else []
        return Reply(json.dumps({"data": [self._entry(post, whole=False) for post in found]}))


class Hashed(ScriptDrawn):
    """A portal whose script reads the path in the fragment: `/#/berita/SLUG`."""

    @property
    def articles(self) -> set[str]:
        return {f"{self.base}#/berita/{post.slug}" for post in self.posts}

    def _shell(self, path: str) -> Reply:
        if path:
            return Reply("<p>Tidak ada", 404)
        return Reply(f"<title>Portal Wonoasri</title><script src=/app.js></script><body>{HASHED}")


HASHED = """<a href="#/">Beranda</a> <a href="#/berita">Berita</a><main></main><script type="module">
const main = document.querySelector('main'), get = async url => (await fetch(url)).json();
let page = 0;
async function list() {
    const answer = await get(`/api/berita?halaman=${++page}&jumlah=5`);
    for (const item of answer.data)
        main.insertAdjacentHTML('beforeend', `<h3><a href="#/berita/${item.slug}">${item.judul}</a></h3>`);
    document.querySelector('button')?.remove();
    if (page * 5 < answer.total) {
        main.insertAdjacentHTML('beforeend', '<button>Muat lebih banyak</button>');
        document.querySelector('button').onclick = list;
    }
}
async function article(slug) {
    const item = (await get(`/api/berita/${slug}`)).data;
    main.innerHTML = `<h1>${item.judul}</h1><time>${item.tanggal}</time>${item.isi}`;
}
const [, folder, slug] = location.hash.split('/');
if (folder === 'berita' && slug) article(slug);
else if (folder === 'berita') list();
else main.innerHTML = '<p>Selamat datang di portal kabupaten. Pilih salah satu menu di atas.</p>';
</script>"""


def test_articles_with_their_path_in_the_fragment_are_told_apart(
    httpserver: HTTPServer, tmp_path: Path
) -> None:
    site = Hashed(12)
    address = site.mount(httpserver)
    done = crawl(tmp_path, url=address, settings=WHOLE)
    assert done.status == 0, done.stderr
    assert {record["url"] for record in records(tmp_path)} == site.articles
    assert {record["title"]: record["body"] for record in records(tmp_path)} == {
        post.title: post.paragraphs for post in site.posts
    }
    site.requests.clear()
    assert crawl(tmp_path, url=address, settings=WHOLE).status == 0
    assert len(site.requests) == 3  # robots.txt, front page, first page of the list
