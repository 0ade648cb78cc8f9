"""More portals without a platform of their own, in the forms of government sites: built like
`tests.sites.unknown`, with the same traps.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.sites.site import Reply, rss, sitemap_index, urlset, xml
from tests.sites.unknown import Unknown, noise, numbers, teaser


class SegmentOffsets(Unknown):
    """CodeIgniter: `/publikasi/berita/index/9`, links with arrows, articles by number and slug."""

    def build(self) -> None:
        folder = "publikasi/berita"
        of = [(f"{folder}/rinci/{post.number}/{post.slug}", post) for post in self.posts]
        around = noise(section=folder)
        size = 9

        def path(number: int) -> str:
            return folder if number == 1 else f"{folder}/index/{(number - 1) * size}"

        def pager(number: int, last: int) -> str:
            near = "".join(
                f"<a href='/{path(n)}'>{n}</a>&nbsp;" if n != number else f"<strong>{n}</strong>&nbsp;"
                for n in range(max(1, number - 2), min(last, number + 2) + 1)
            )
            back = f"<a href='/{path(number - 1)}'>&lt;</a>" if number > 1 else ""
            on = f"<a href='/{path(number + 1)}'>&gt;</a>" if number < last else ""
            end = f"<a href='/{path(last)}'>Akhir &rsaquo;&rsaquo;</a>"
            return f"<div class='halaman'>{back}{near}{on}{end}</div>"

        self.listing(path, of, size, around, pager)
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:3]))
        for one, post in of:
            self.article(one, post, around)


class PostedPieces(Unknown):
    """A "Selengkapnya" button whose script posts: the archive is also available by month, in a select."""

    def build(self) -> None:
        of = [(f"detail-berita/{post.slug}", post) for post in self.posts]
        month_archives = sorted({f"{post.date:%Y-%m}" for post in self.posts}, reverse=True)
        around = noise(section="indeks-berita")
        script = (
            "<script>$('#muat').click(function(){$.post('/berita/muat',{hal:++hal,_token:t},"
            "function(d){$('#isi').append(d.html)})})</script>"
        )
        self.put("", f"{around}<main>{''.join(teaser(f'/{one}', p) for one, p in of[:6])}</main>"
                     f"<button id='muat' class='btn'>Selengkapnya</button>{script}")  # fmt: skip
        links = "".join(f"<li><a href='/indeks-berita/{month}'>{month}</a></li>" for month in month_archives)
        rows = "".join(f"<li><a href='/{one}'>{post.title}</a></li>" for one, post in of[:10])
        self.put("indeks-berita", f"{around}<ul>{rows}</ul><ul class='bulan'>{links}</ul>")
        for month in month_archives:
            mine = [(one, post) for one, post in of if f"{post.date:%Y-%m}" == month]
            rows = "".join(f"<li><a href='/{one}'>{post.title}</a></li>" for one, post in mine)
            self.put(f"indeks-berita/{month}", f"{around}<ul>{rows}</ul><ul class='bulan'>{links}</ul>")
        for one, post in of:
            self.article(one, post, around)


class WebForms(Unknown):
    """ASP.NET Web Forms: `Berita.aspx?hal=2`, `DetailBerita.aspx?id=12`, other scripts with `?id=`."""

    def build(self) -> None:
        of = [(f"DetailBerita.aspx?id={post.number}", post) for post in self.posts]
        around = (
            noise(section="Berita.aspx")
            + "<a href='/DetailLayanan.aspx?id=3'>Layanan izin usaha mikro dan kecil terpadu</a>"
            + "<a href='/Pejabat.aspx?id=2'>Kepala Dinas Komunikasi dan Informatika</a>"
        )

        def path(number: int) -> str:
            return "Berita.aspx" + (f"?hal={number}" if number > 1 else "")

        self.listing(path, of, 8, around, numbers(path))
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:4]))
        for one, post in of:
            self.article(one, post, around)
        self.put("DetailLayanan.aspx?id=3", "<h1>Layanan</h1>")
        self.put("Pejabat.aspx?id=2", "<h1>Kepala Dinas</h1>")


class JoomlaItemid(Unknown):
    """Joomla 3 without clean addresses: `index.php?option=com_content&view=article&id=12:judul`."""

    def build(self) -> None:
        of = [
            (f"index.php?option=com_content&view=article&id={p.number}%3A{p.slug}&catid=8&Itemid=101", p)
            for p in self.posts
        ]
        head = '<meta name="generator" content="Joomla! - Open Source Content Management">'
        section = "index.php?option=com_content&view=category&layout=blog&id=8&Itemid=101"
        around = noise(section=section.replace("&", "&amp;")) + (
            "<a href='/index.php?option=com_users&amp;view=login&amp;Itemid=105'>Login anggota</a>"
        )

        def path(number: int) -> str:
            return section + (f"&start={(number - 1) * 7}" if number > 1 else "")

        self.listing(path, of, 7, around, numbers(path), head)
        self.put("", around + "".join(teaser(f"/{one}", post) for one, post in of[:4]), head)
        for one, post in of:
            self.article(one, post, around)


class BlogBesideHome(Unknown):
    """A static home page; its button leads to a WordPress without REST API in `/web/`."""

    def build(self) -> None:
        of = [(f"web/{post.date:%Y/%m/%d}/{post.slug}/", post) for post in self.posts]
        head = (
            '<meta name="generator" content="WordPress 6.4.3">'
            '<link rel="alternate" type="application/rss+xml" href="/web/feed/">'
        )
        self.put(
            "",
            "<div class='hero'><img src='/logo.png'><h1>Selamat datang di Kabupaten</h1>"
            "<a class='btn' href='/web/'>Portal berita</a><a href='/ppid/'>PPID</a></div>",
        )
        self.put(
            "ppid/", "<h1>PPID</h1><a href='/ppid/daftar-informasi-publik-serta-merta'>Daftar informasi</a>"
        )
        around = noise("web/", "category/berita/")

        def path(number: int) -> str:
            return "web/" if number == 1 else f"web/page/{number}/"

        self.listing(path, of, 6, around, numbers(path), head)
        entries = [(f"{self.base}{one}", post.title, post.date) for one, post in of[:10]]
        self.pages["web/feed/"] = xml(rss(f"{self.base}web/", entries))
        for one, post in of:
            self.article(one, post, around)
            self.pages[one] = Reply(
                self.pages[one].data.decode().replace("<head>", f"<head>{head}").replace(
                    "<body>", "<body class='single single-post'>")
            )  # fmt: skip


class Splash(Unknown):
    """A page to choose the language (or to enter); the site is below `/id/`, the English one below `/en/`."""

    def build(self) -> None:
        of = [(f"id/berita/{post.slug}", post) for post in self.posts]
        self.put(
            "",
            "<div class='splash'><img src='/bg.jpg'><a href='/id/'>Bahasa Indonesia</a>"
            "<a href='/en/'>English</a></div>",
        )
        around = noise("id/", "berita") + "<a href='/en/'>EN</a>"

        def path(number: int) -> str:
            return "id/berita" + (f"?page={number}" if number > 1 else "")

        self.listing(path, of, 10, around, numbers(path))
        self.put("id/", around + "".join(teaser(f"/{one}", post) for one, post in of[:4]))
        for one, post in of:
            self.article(one, post, around)


class WrongHost(Unknown):
    """A sitemap made on the developer's machine: `http://localhost/...`; the home page redirects."""

    def build(self) -> None:
        of = [(f"beranda/artikel/{post.number}-{post.slug}", post) for post in self.posts]
        around = noise("beranda/", "artikel")
        self.pages[""] = Reply("", 302, headers={"Location": "/beranda/"})
        self.robots = f"User-agent: *\nSitemap: {self.base}sitemap_index.xml\n"
        wrong = "http://localhost:8000/"
        self.pages["sitemap_index.xml"] = xml(sitemap_index([f"{wrong}artikel-sitemap.xml"]))
        self.pages["artikel-sitemap.xml"] = xml(urlset([(wrong + one, None) for one, _ in of]))

        def path(number: int) -> str:
            return "beranda/artikel" + (f"?page={number}" if number > 1 else "")

        self.listing(path, of, 8, around, numbers(path))
        self.put("beranda/", around + "".join(teaser(f"/{one}", post) for one, post in of[:4]))
        for one, post in of:
            self.article(one, post, around)


class Drawn(Unknown):
    """AngularJS: every address gives the same empty page, and the API is not described anywhere."""

    def build(self) -> None:
        self.put(
            "",
            "<div id='app' ng-app='portal' ng-controller='Utama'><a ng-href='/berita/{{b.slug}}'>{{b.judul}}"
            "</a><ui-view></ui-view></div><script src='/app.bundle.js'></script>",
        )

    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        if path.startswith("api/"):
            data = [{"judul": post.title, "slug": post.slug} for post in self.posts]
            return Reply(json.dumps({"data": data}), content_type="application/json")
        return self.pages[""]


UNSEEN: dict[str, tuple[type[Unknown], int]] = {
    "segment offsets": (SegmentOffsets, 58),
    "posted pieces": (PostedPieces, 49),
    "web forms": (WebForms, 37),
    "joomla itemid": (JoomlaItemid, 45),
    "blog beside home": (BlogBesideHome, 40),
    "splash": (Splash, 47),
    "wrong host": (WrongHost, 43),
}
"""All but those without anything to find."""
