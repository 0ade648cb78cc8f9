"""Further portals without a platform of their own: villages, offices, agencies. Built like
`tests.sites.unknown`, with the same traps.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.sites.site import Post, Reply, posts, urlset, xml
from tests.sites.unknown import Unknown, noise, numbers, teaser


class VillageNumbers(Unknown):
    """One script and numbers: `/?p=artikel&no=12`, older ones by `&mulai=10`, other pages by `no` too."""

    def build(self) -> None:
        of = [(f"?p=artikel&no={post.number}", post) for post in self.posts]
        others = "".join(
            f"<h4><a href='/?p={kind}&amp;no={n}'>Data {kind} desa nomor {n} selengkapnya di sini</a></h4>"
            for kind in ("agenda", "perangkat", "galeri", "produk")
            for n in range(1, 4)
        )
        around = noise(section="?p=kabar") + f"<div class='bawah'>{others}</div>"
        size = 6

        def path(number: int) -> str:
            return "?p=kabar" + (f"&mulai={(number - 1) * size}" if number > 1 else "")

        self.listing(path, of, size, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:4]))
        for one, post in of:
            self.article(one, post, around)


class OldestFirst(Unknown):
    """An archive that begins with the oldest; the front page shows the newest three."""

    way: Callable[[int], str] = staticmethod(lambda number: f"warta?page={number}")

    def build(self) -> None:
        of = [(f"warta/{post.number}-{post.slug}", post) for post in self.posts]
        around = noise(section="warta")

        def path(number: int) -> str:
            return type(self).way(number) if number > 1 else "warta"

        def pager(number: int, last: int) -> str:
            end = f"<a href='/{path(last)}'>Terakhir</a>"
            return numbers(path)(number, last) + end

        self.listing(path, of[::-1], 8, around, pager)
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:3]))
        for one, post in of:
            self.article(one, post, around)


class TwoHosts(Unknown):
    """The office's own articles, in an unusually named section, beside those of the regency on another host,
    whose sitemap robots.txt names.
    """

    def build(self) -> None:
        of = [(f"kegiatan/{post.slug}", post) for post in self.posts]
        sister = "http://kabupaten.portal.test/"
        foreign = "".join(
            f"<h3><a href='{sister}kegiatan/{post.slug}-kabupaten'>{post.title} di kabupaten</a></h3>"
            for post in self.posts[:9]
        )
        around = noise(section="kegiatan") + f"<section>{foreign}</section>"

        def path(number: int) -> str:
            return "kegiatan" + (f"?page={number}" if number > 1 else "")

        self.listing(path, of, 6, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:3]))
        self.robots = f"User-agent: *\nSitemap: {sister}sitemap.xml\n"
        self.pages["sitemap.xml"] = xml(
            urlset([(f"{sister}kegiatan/{post.slug}-kabupaten", None) for post in self.posts])
        )
        for one, post in of:
            self.article(one, post, around)


class Postback(Unknown):
    """ASP.NET Web Forms: the listing's pager uses script and form; a sitemap lists every page."""

    def build(self) -> None:
        of = [(f"Baca.aspx?ID={post.number}&kat={'umum' if post.number % 2 else 'desa'}", post)
              for post in self.posts]  # fmt: skip
        others = ["Profil.aspx", "Layanan.aspx?ID=3", "Layanan.aspx?ID=4", "Unduhan.aspx?ID=8", "Kontak.aspx",
                  "Galeri.aspx?ID=2", "Halaman.aspx?ID=5"]  # fmt: skip
        around = noise(section="Berita.aspx") + "".join(
            f"<a href='/{one}'>Halaman {one.partition('.')[0]} dinas kami yang lengkap</a>" for one in others
        )
        turn = "".join(
            f"<td><a href=\"javascript:__doPostBack('ctl00$isi$GridBerita','Page${n}')\">{n}</a></td>"
            for n in range(2, 6)
        )
        form = (
            "<form method='post' action='./Berita.aspx' id='form1'><input type='hidden' name='__VIEWSTATE'>"
        )
        rows = "".join(f"<tr><td><a href='/{one}'>{post.title}</a></td></tr>" for one, post in of[:8])
        self.put("Berita.aspx", f"{around}{form}<table>{rows}<tr>{turn}</tr></table></form>")
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:4]))
        self.pages["sitemap.xml"] = xml(
            urlset([(self.base + one.replace("&", "&amp;"), None)
                    for one in ["", "Berita.aspx", *others, *(one for one, _ in of)]])
        )  # fmt: skip
        for one, post in of:
            self.article(one, post, around)
        for one in others:
            self.put(one, f"{around}<h1>{one}</h1>")


class BuiltFront(Unknown):
    """WordPress behind a page builder: no post on the front page, news below `/berita/` only, no feed.

    Posts and pages have the same form, `/slug/`; the body's class distinguishes them.
    """

    def build(self) -> None:
        of = [(f"{post.slug}/", post) for post in self.posts]
        head = (
            '<meta name="generator" content="Elementor 3.21"><link rel="stylesheet" '
            'href="/wp-content/plugins/elementor/assets/css/frontend.min.css">'
        )
        services = ("layanan-pengaduan-masyarakat-online", "permohonan-informasi-publik-daring")
        boxes = "".join(
            f"<div class='widget'><h3><a href='/{one}/'>{one.replace('-', ' ').title()}</a></h3></div>"
            for one in services
        )
        around = noise(section="berita/")
        self.put("", f"{around}<div class='elementor'>{boxes}</div>", head)
        for one in services:
            self.put(f"{one}/", f"{around}<h1>{one}</h1>", head)
            self.signature(f"{one}/", "page-template-default page page-id-9 elementor-page")

        def path(number: int) -> str:
            return "berita/" + (f"page/{number}/" if number > 1 else "")

        self.listing(path, of, 9, around, numbers(path), head)
        for one, post in of:
            self.article(one, post, around)
            self.signature(one, "post-template-default single single-post postid-7")

    def signature(self, path: str, names: str) -> None:
        page = self.pages[path].data.decode().replace("<body>", f"<body class='{names}'>")
        self.pages[path] = Reply(page)


class YearPages(Unknown):
    """Hand-made files: the newest on the front page, all others on a page for each year."""

    def build(self) -> None:
        of = [(f"{2019 + post.number // 10}/{post.slug}.html", post) for post in self.posts]
        year_archives = sorted({one[:4] for one, _ in of}, reverse=True)
        links = "".join(f"<li><a href='/arsip/{year}.html'>Tahun {year}</a></li>" for year in year_archives)
        around = (
            noise(section="index.html") + f"<div class='kanan'><h4>Arsip berita</h4><ul>{links}</ul></div>"
        )
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:5]))
        self.put("index.html", self.pages[""].data.decode())
        for year in year_archives:
            rows = "".join(
                f"<li><a href='/{one}'>{post.title}</a> ({post.date:%d/%m})</li>" for one, post in of
                if one.startswith(year)
            )  # fmt: skip
            self.put(f"arsip/{year}.html", f"{around}<h1>Berita tahun {year}</h1><ul>{rows}</ul>")
        for one, post in of:
            self.article(one, post, around)


class Variants(Unknown):
    """One article at many addresses: `/berita/x`, `/berita/x/`, `?lang=id`, `/amp/...`, and `?lang=en`."""

    def build(self) -> None:
        of = [(f"berita/{post.slug}", post) for post in self.posts]
        switch = "<a href='/?lang=id'>ID</a><a href='/?lang=en'>EN</a>"
        around = noise(section="berita?lang=id") + switch

        def path(number: int) -> str:
            return "berita?lang=id" + (f"&page={number}" if number > 1 else "")

        self.listing(path, [(f"{one}/?lang=id", post) for one, post in of], 7, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}?lang=id", post) for one, post in of[:4]))
        self.put("?lang=id", self.pages[""].data.decode())
        half = of[: len(of) // 2]
        self.pages["sitemap.xml"] = xml(
            urlset(
                [(f"{self.base}{one}", None) for one, _ in half]
                + [(f"{self.base}{one}?lang=en", None) for one, _ in half]
                + [(f"{self.base}amp/{one}", None) for one, _ in half]
            )
        )
        for one, post in of:
            self.article(one, post, around)
            for doublet in (f"{one}/", f"{one}?lang=id", f"{one}/?lang=id", f"amp/{one}"):
                self.pages[doublet] = self.pages[one]


class HiddenSection(Unknown):
    """The front page shows the newest three, without further links; all are in the usual section."""

    def build(self) -> None:
        of = [(f"kabar/{post.slug}", post) for post in self.posts]

        def path(number: int) -> str:
            return "berita" + (f"?page={number}" if number > 1 else "")

        self.listing(path, of, 6, "", numbers(path))
        self.put("", "".join(teaser(f"/{one}", post) for one, post in of[:3]))
        for one, post in of:
            self.article(one, post)


class MonthPages(Unknown):
    """Two sections on one page, which shows view counts, each with its own archive by months.

    The second gets no new articles.
    """

    def build(self) -> None:
        around = noise(section="berita") + "<a href='/artikel'>Artikel</a>"
        self.put("", f"{around}<h1>Selamat datang</h1>")
        for section, own in (("berita", self.posts), ("artikel", posts(40, first=5000))):
            of = [(f"{section}/{post.slug}", post) for post in own]
            month_archives: dict[str, list[tuple[str, Post]]] = {}
            for path, post in of:
                month_archives.setdefault(f"{section}/{post.date:%Y/%m}", []).append((path, post))
            links = "".join(f"<li><a href='/{month}'>{month[-7:]}</a></li>" for month in month_archives)
            for path, shown in {section: of[:5], **month_archives}.items():
                teasers = "".join(teaser(f"/{one}", post) for one, post in shown)
                visitors = f"<p>Pengunjung: {len(self.posts)}</p>" if path == section else ""
                self.put(path, f"{around}<main>{teasers}</main><ul>{links}</ul>{visitors}")
            for one, post in of:
                self.article(one, post, around)


class Named(Unknown):
    """A plain site whose articles have addresses of the shape `name`."""

    name: Callable[[Post], str]

    def build(self) -> None:
        of = [(type(self).name(post), post) for post in self.posts]
        around = noise()

        def path(number: int) -> str:
            return "berita" + (f"?page={number}" if number > 1 else "")

        self.listing(path, of, 8, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:3]))
        for one, post in of:
            self.article(one, post, around)


NAMES: dict[str, Callable[[Post], str]] = {
    "number": lambda post: f"{1000 + post.number}",
    "number after a word": lambda post: f"berita/{post.slug.partition('-')[0]}-{post.number}",
    "key": lambda post: f"post/{post.number * 7919 % 99991:05x}ab",
    "uuid": lambda post: f"berita/{post.number:08x}-1c2d-4e5f-8a9b-{post.number:012x}",
    "category and number": lambda post: f"{('umum', 'ekonomi')[post.number % 2]}/{post.number}/{post.slug}",
    "script": lambda post: f"lihat.php?id={post.number}",
}


OFFICES: dict[str, tuple[type[Unknown], int]] = {
    "village numbers": (VillageNumbers, 33),
    "oldest first": (OldestFirst, 43),
    "two hosts": (TwoHosts, 29),
    "postback": (Postback, 31),
    "built front": (BuiltFront, 40),
    "year pages": (YearPages, 38),
    "variants": (Variants, 36),
    "hidden section": (HiddenSection, 30),
    "month pages": (MonthPages, 150),
}
