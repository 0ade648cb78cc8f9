"""Portals without a platform of their own: each a table of pages, with traps around them.

A trap is an address below which every page exists: calendars, tags, searches, other languages. A crawler that
follows one finds more of them, and pages that are no articles.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from tests.sites.site import NOT_FOUND, Post, Reply, TestSite, posts, sitemap_index, urlset, xml

TRAP = re.compile(
    r"(?:^|/)(?:en|kalender|calendar|tag|tags|cari|search|print|cetak|penulis|author|archive|arsip)(?:/|\?|$)|"
    r"[?&](?:cari|q|s|tanggal|bulan|print|cetak|tag|lang|orderby)=|agenda|galeri"
)


class Unknown(TestSite):
    """`pages` maps path and query to the page there."""

    def __init__(self, count: int, base: str = "http://portal.test/") -> None:
        super().__init__(base)
        self.posts = posts(count)
        self.pages: dict[str, Reply] = {}
        self.paths: list[str] = []
        self.trapped: list[str] = []
        self.build()

    def build(self) -> None:
        raise NotImplementedError

    @property
    def articles(self) -> set[str]:
        return {self.base + path for path in self.paths}

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        asked = path + (f"?{urlencode(query)}" if query else "")
        if asked in self.pages:
            return self.pages[asked]
        if TRAP.search(asked):
            self.trapped.append(asked)
            return Reply(
                f"<h2><a href='/{asked}/berita-palsu-nomor-{len(self.trapped)}'>Berita palsu sekali</a></h2>"
            )
        return NOT_FOUND

    # --- building blocks ---------------------------------------------------------------------------

    def put(self, path: str, content: str, head: str = "") -> None:
        self.pages[path] = Reply(
            f"<!doctype html><html><head><title>Portal</title>{head}</head><body>{content}</body></html>"
        )

    def article(self, path: str, post: Post, around: str = "", address: str | None = None) -> None:
        """`address` is the article's canonical path if `path` is a variant."""
        text = "".join(f"<p>{paragraph}</p>" for paragraph in post.paragraphs)
        self.put(path, f"{around}<h1>{post.title}</h1><div class='isi'>{text}</div>")
        self.paths.append(address or path)

    def listing(
        self, page_path: Callable[[int], str], of: Sequence[tuple[str, Post]], size: int, around: str = "",
        pager: Callable[[int, int], str] = lambda number, last: "", head: str = "",
    ) -> None:  # fmt: skip
        """Pages of `size` teasers; `page_path` gives the path of a page, `pager` the links below it."""
        last = -(-len(of) // size)
        for number in range(1, last + 1):
            shown = of[(number - 1) * size : number * size]
            teasers = "".join(teaser(f"/{path}", post) for path, post in shown)
            self.put(page_path(number), f"{around}<main>{teasers}</main>{pager(number, last)}", head)


def teaser(href: str, post: Post) -> str:
    return (
        f"<div class='kartu'><a href='{href}'><img src='/u/{post.number}.jpg'></a>"
        f"<h3><a href='{href}'>{post.title}</a></h3><p>{post.paragraphs[0]}</p>"
        f"<a href='{href}' class='btn'>Baca</a></div>"
    )


def numbers(path: Callable[[int], str]) -> Callable[[int, int], str]:
    def pager(number: int, last: int) -> str:
        links = "".join(
            f"<li><a class='page-link' href='/{path(n)}'>{n}</a></li>"
            for n in range(max(1, number - 2), min(last, number + 2) + 1)
        )
        following = f"<li><a rel='next' href='/{path(number + 1)}'>&rsaquo;</a></li>" if number < last else ""
        return f"<ul class='pagination'>{links}{following}</ul>"

    return pager


def noise(folder: str = "", section: str = "berita") -> str:
    """Menu, tag cloud, calendar, search form, language switch, and a list of services."""
    days = "".join(f"<td><a href='/{folder}kalender/2024/03/{day}'>{day}</a></td>" for day in range(1, 32))
    tags = "".join(
        f"<a href='/{folder}tag/kata-kunci-yang-panjang-{n}'>kata kunci panjang {n}</a>" for n in range(9)
    )
    return (
        f"<header><nav class='navbar'><ul><li><a href='/{folder}'>Beranda</a></li>"
        f"<li><a href='/{folder}{section}'>Kabar</a></li><li><a href='/{folder}profil'>Profil</a></li>"
        f"<li><a href='/{folder}layanan/pembuatan-kartu-tanda-penduduk-elektronik'>"
        "Layanan KTP elektronik warga</a></li>"
        f"<li><a href='/{folder}en/'>English</a></li></ul></nav>"
        f"<form action='/{folder}cari'><input name='q'></form></header>"
        f"<div class='tagcloud'>{tags}</div><table class='kalender'><tr>{days}</tr></table>"
        f"<a href='/{folder}cari?q=banjir'>Pencarian populer: banjir rob pesisir</a>"
        f"<div class='sidebar'><h4><a href='/{folder}agenda/rapat-koordinasi-tingkat-kabupaten'>"
        "Rapat koordinasi tingkat kabupaten digelar</a></h4></div>"
    )


class LaravelTheme(Unknown):
    """A commercial theme: deep paths, `?halaman=`, a tree of categories, each article in English too."""

    def build(self) -> None:
        folder = "informasi/kabar-daerah"
        of = [(f"{folder}/{post.slug}", post) for post in self.posts]
        tree = "".join(
            f"<li><a href='/{folder}/kategori/{one}'>{one}</a><ul><li>"
            f"<a href='/{folder}/kategori/{one}/sub-kategori-{one}'>Sub kategori {one}</a></li></ul></li>"
            for one in ("umum", "pendidikan-dan-kebudayaan", "kesehatan")
        )
        around = noise(section=folder) + f"<aside><ul>{tree}</ul></aside>"

        def path(number: int) -> str:
            return folder if number == 1 else f"{folder}?halaman={number}"

        self.listing(path, of, 9, around, numbers(path))
        hero = "".join(teaser(f"/{one}", post) for one, post in of[:3])
        self.put("", f"{around}<section>{hero}</section>", '<meta name="csrf-token" content="x">')
        for one, post in of:
            switch = f"<a href='/en/{one}'>EN</a><a href='/{one}?cetak=1'>Cetak berita ini sekarang juga</a>"
            self.article(one, post, around + switch)


class StaticExport(Unknown):
    """A static export of a JavaScript framework: the newest few as links, all of them as data."""

    def build(self) -> None:
        data = [
            {
                "slug": p.slug,
                "title": p.title,
                "category": {"name": "Umum", "slug": "umum"},
                "date": p.date.isoformat(),
            }
            for p in self.posts
        ]
        island = json.dumps(
            {"props": {"pageProps": {"posts": data, "site": {"title": "Portal"}}}, "buildId": "x"}
        )
        script = f'<script id="__NEXT_DATA__" type="application/json">{island}</script>'
        links = "".join(teaser(f"/kabar/{post.slug}/", post) for post in self.posts[:6])
        self.put("", f"{noise(section='kabar/')}<main>{links}<button>Lihat lainnya</button></main>{script}")
        self.put("kabar/", self.pages[""].data.decode())
        for post in self.posts:
            self.article(f"kabar/{post.slug}/", post, noise(section="kabar/"))


class SiteBuilder(Unknown):
    """A site builder: `/post/slug`, `/blog/page/2`, one sitemap for each kind of page."""

    def build(self) -> None:
        of = [(f"post/{post.slug}", post) for post in self.posts]
        around = noise(section="blog") + "<a href='/blog/categories/berita-utama'>Berita utama kami</a>"

        def path(number: int) -> str:
            return "blog" if number == 1 else f"blog/page/{number}"

        self.listing(path, of, 10, around, numbers(path))
        self.put("", around, '<meta name="generator" content="Builder.com Website Builder">')
        for one, post in of:
            self.article(one, post, around)
        self.robots = f"User-agent: *\nSitemap: {self.base}sitemap.xml\n"
        files: dict[str, list[tuple[str, str | None]]] = {
            "blog-posts-sitemap.xml": [(self.base + one, f"{post.date:%Y-%m-%d}") for one, post in of],
            "pages-sitemap.xml": [(self.base, None), (f"{self.base}profil", None)],
            "blog-categories-sitemap.xml": [(f"{self.base}blog/categories/berita-utama", None)],
        }
        self.pages["sitemap.xml"] = xml(sitemap_index([self.base + name for name in files]))
        for name, entries in files.items():
            self.pages[name] = xml(urlset(entries))


class JoomlaSuffix(Unknown):
    """Joomla with `.html` suffixes and without IDs: a category looks like an article."""

    def build(self) -> None:
        names = ("pemerintahan", "ekonomi-dan-pembangunan")
        of = [(f"berita/{names[post.number % 2]}/{post.slug}.html", post) for post in self.posts]
        menu = "".join(f"<li><a href='/berita/{name}.html'>{name}</a></li>" for name in names)
        around = (
            noise(section="berita.html") + f"<ul class='nav menu'>{menu}</ul>"
            "<a href='/component/search/?searchword=x'>Cari</a><a href='/kalender-kegiatan.html'>Kalender</a>"
        )
        head = '<meta name="generator" content="Joomla! - Open Source Content Management">'

        def path(number: int) -> str:
            return "berita.html" if number == 1 else f"berita.html?start={(number - 1) * 9}"

        self.listing(path, of, 9, around, numbers(path), head)
        for name in names:
            mine = [(one, post) for one, post in of if f"/{name}/" in one]

            def below(number: int, name: str = name) -> str:
                return f"berita/{name}.html" + (f"?start={(number - 1) * 9}" if number > 1 else "")

            self.listing(below, mine, 9, around, numbers(below), head)
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:4]), head)
        for one, post in of:
            extra = f"<a href='/{one}?tmpl=component&amp;print=1'>Cetak</a>"
            self.article(one, post, around + extra)


class DrupalFolder(Unknown):
    """Drupal 7 below `/portal/`, with aliases, and English nodes beside the Indonesian ones."""

    def __init__(self, count: int) -> None:
        super().__init__(count, "http://portal.test/portal/")

    def build(self) -> None:
        of = [(f"berita/{post.slug}", post) for post in self.posts]
        around = (
            noise("portal/", "berita")
            + "<a href='/portal/taxonomy/term/3'>Pemerintahan dan pelayanan publik</a>"
        )
        head = '<meta name="Generator" content="Drupal 7 (http://drupal.org)" />'

        def path(number: int) -> str:
            return "" if number == 1 else f"node?page={number - 1}"

        def pager(number: int, last: int) -> str:
            if number == last:
                return ""
            following = f"<a href='/portal/{path(number + 1)}'>berikutnya ›</a>"
            return f"<ul class='pager'><li class='pager-next'>{following}</li></ul>"

        self.listing(path, [(f"portal/{one}", post) for one, post in of], 10, around, pager, head)
        for number, (one, post) in enumerate(of):
            links = (
                f"<link rel='canonical' href='/portal/{one}'>"
                f"<link rel='shortlink' href='/portal/node/{number + 1}'>"
                f"<a href='/portal/en/berita/{post.slug}'>English</a>"
                f"<a href='/portal/print/{number + 1}'>Cetak</a>"
            )
            self.article(one, post, around + links)


class VillageSubpath(Unknown):
    """OpenSID below a folder, with `index.php` in every address, and no feed."""

    def __init__(self, count: int) -> None:
        super().__init__(count, "http://portal.test/sid/")

    def build(self) -> None:
        of = [
            (f"index.php/artikel/{p.date.year}/{p.date.month}/{p.date.day}/{p.slug}", p) for p in self.posts
        ]
        around = (
            noise("sid/index.php/", "index")
            + "<a href='/sid/index.php/first/statistik/13'>Statistik penduduk menurut "
            "pekerjaan</a><a href='/sid/index.php/data-wilayah'>Data wilayah administratif desa kami</a>"
        )
        head = '<meta name="generator" content="OpenSID 23.07"><link href="/sid/desa/themes/x/a.css">'

        def path(number: int) -> str:
            return "" if number == 1 else f"index.php/index/{number}"

        def pager(number: int, last: int) -> str:
            return numbers(lambda n: f"sid/{path(n)}")(number, last)

        self.listing(path, [(f"sid/{one}", post) for one, post in of], 8, around, pager, head)
        for one, post in of:
            self.article(one, post, around)


class OnePage(Unknown):
    """A village's home-made PHP: all news on the front page, `berita.php?id=`, a session in every link."""

    def build(self) -> None:
        session = "&amp;PHPSESSID=0a1b2c3d4e5f60718293a4b5c6d7e8f9"
        of = [(f"berita.php?id={post.number}", post) for post in self.posts]
        rows = "".join(f"<tr><td><a href='/{one}{session}'>{post.title}</a></td></tr>" for one, post in of)
        others = "".join(
            f"<tr><td><a href='/{kind}.php?id={n}{session}'>"
            f"{kind} desa nomor {n} yang panjang judulnya</a></td></tr>"
            for kind in ("agenda", "galeri", "halaman")
            for n in range(1, 4)
        )
        self.put("", f"{noise()}<table>{rows}</table><table>{others}</table>")
        for one, post in of:
            self.article(one, post)
            self.pages[f"{one}&PHPSESSID=0a1b2c3d4e5f60718293a4b5c6d7e8f9"] = self.pages[one]


class MoreButton(Unknown):
    """A theme that loads older articles by admin-ajax: HTML inside JSON, by GET, until nothing is left."""

    def build(self) -> None:
        of = [(f"{post.slug}/", post) for post in self.posts]
        size, folder = 8, "wp-admin/admin-ajax.php"
        button = (
            f"<a href='#' class='btn load-more' data-ajaxurl='/{folder}' data-action='muat_lagi' "
            "data-page='1' data-max='9'>Muat lebih banyak</a>"
        )
        shown = "".join(teaser(f"/{one}", post) for one, post in of[:size])
        self.put("", f"{noise()}<main>{shown}</main>{button}")
        for number in range(2, 40):
            part = of[(number - 1) * size : number * size]
            markup = "".join(teaser(f"/{one}", post) for one, post in part)
            self.pages[f"{folder}?action=muat_lagi&page={number}"] = Reply(
                json.dumps({"success": bool(part), "data": markup}), content_type="application/json"
            )
        for one, post in of:
            self.article(one, post, noise())


class ByScript(Unknown):
    """Without a button: the page's script requests JSON that contains slugs."""

    def build(self) -> None:
        of = [(f"warta/{post.slug}", post) for post in self.posts]
        script = "<script>let page=1;onscroll=()=>{fetch(`/api/warta?page=${++page}`).then(tambah)}</script>"
        shown = "".join(teaser(f"/{one}", post) for one, post in of[:10])
        self.put("warta", f"{noise(section='warta')}<main>{shown}</main>{script}")
        self.put("", noise(section="warta"))
        for number in range(2, 40):
            part = [
                {"slug": post.slug, "judul": post.title} for _, post in of[(number - 1) * 10 : number * 10]
            ]
            body = json.dumps({"data": part, "meta": {"page": number}})
            self.pages[f"api/warta?page={number}"] = Reply(body, content_type="application/json")
        for one, post in of:
            self.article(one, post, noise(section="warta"))


class ByCategory(Unknown):
    """No common list: each category has its own pages, and the front page shows a few of each."""

    def build(self) -> None:
        names = ("pemerintahan", "ekonomi", "olahraga")
        of = [(f"baca/{post.number}/{post.slug}", post) for post in self.posts]
        menu = "".join(f"<li><a href='/kategori/{name}'>{name.title()}</a></li>" for name in names)
        around = f"{noise(section='profil')}<nav><ul>{menu}</ul></nav>"
        for place, name in enumerate(names):
            mine = [pair for pair in of if pair[1].number % 3 == place]

            def path(number: int, name: str = name) -> str:
                return f"kategori/{name}" + (f"/{number}" if number > 1 else "")

            self.listing(path, mine, 7, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:6]))
        for one, post in of:
            self.article(one, post, around)


class ByQuery(Unknown):
    """One script for everything: `index.php?page=berita&hal=2`, `index.php?page=detail&id=12`."""

    def build(self) -> None:
        of = [(f"index.php?page=detail-berita&id={post.number}", post) for post in self.posts]
        menu = "".join(
            f"<li><a href='/index.php?page={name}'>{name}</a></li>"
            for name in ("berita", "profil", "kontak", "unduhan")
        )
        around = f"{noise(section='index.php?page=berita')}<nav><ul>{menu}</ul></nav>"

        def path(number: int) -> str:
            return "index.php?page=berita" + (f"&hal={number}" if number > 1 else "")

        self.listing(path, of, 10, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:5]))
        for one, post in of:
            self.article(one, post, around)


class DotNet(Unknown):
    """ASP.NET: capital letters, `?pageIndex=2`, numbers only."""

    def build(self) -> None:
        of = [(f"Berita/Detail/{post.number}", post) for post in self.posts]
        around = (
            noise(section="Berita") + "<a href='/Layanan/Detail/3'>Izin mendirikan bangunan gedung warga</a>"
        )

        def path(number: int) -> str:
            return "Berita" + (f"?pageIndex={number}" if number > 1 else "")

        self.listing(path, of, 9, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:3]))
        for one, post in of:
            self.article(one, post, around)


class Routes(Unknown):
    """Yii without clean addresses: `index.php?r=berita/view&id=12`, pages with `&page=2`."""

    def build(self) -> None:
        of = [(f"index.php?r=berita%2Fview&id={post.number}", post) for post in self.posts]
        around = noise(section="index.php?r=berita%2Findex")

        def path(number: int) -> str:
            return "index.php?r=berita%2Findex" + (f"&page={number}" if number > 1 else "")

        self.listing(path, of, 10, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:4]))
        for one, post in of:
            self.article(one, post, around)


class Nuke(Unknown):
    """PHP-Nuke: articles by `sid=`, older ones by `new_topic` and `pagenum`."""

    def build(self) -> None:
        of = [(f"modules.php?name=News&file=article&sid={post.number}", post) for post in self.posts]
        around = noise(section="modules.php?name=News")

        def path(number: int) -> str:
            return "modules.php?name=News" + (f"&pagenum={number}" if number > 1 else "")

        self.listing(path, of, 8, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:8]))
        for one, post in of:
            self.article(one, post, around)


class Generated(Unknown):
    """A static site generator: `/berita/2024/judul/`, `/berita/page/2/`, a menu of years."""

    def build(self) -> None:
        of = [(f"berita/{post.date.year}/{post.slug}/", post) for post in self.posts]
        year_archives = "".join(f"<a href='/berita/{year}/'>{year}</a>" for year in (2024, 2025, 2026))
        around = noise(section="berita/") + f"<div>{year_archives}</div>"

        def path(number: int) -> str:
            return "berita/" + (f"page/{number}/" if number > 1 else "")

        self.listing(path, of, 12, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:4]))
        for one, post in of:
            self.article(one, post, around)


UNKNOWN: dict[str, tuple[type[Unknown], int]] = {
    "laravel theme": (LaravelTheme, 61),
    "static export": (StaticExport, 40),
    "site builder": (SiteBuilder, 57),
    "joomla suffix": (JoomlaSuffix, 50),
    "drupal folder": (DrupalFolder, 44),
    "village subpath": (VillageSubpath, 37),
    "one page": (OnePage, 35),
    "more button": (MoreButton, 45),
    "by script": (ByScript, 52),
    "by category": (ByCategory, 64),
    "by query": (ByQuery, 43),
    "asp.net": (DotNet, 41),
    "routes": (Routes, 39),
    "php-nuke": (Nuke, 38),
    "generated": (Generated, 50),
}
