"""Spider traps on a site of 100 articles: each ends within 300 requests, and all articles are stored once."""

from __future__ import annotations

import random
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import crawl, records
from tests.sites.cms import Cms
from tests.sites.site import Reply

MONTHS = str.split("januari februari maret april mei juni juli agustus september oktober november desember")
SESSION = re.compile(r"^\(S\([a-f0-9]+\)\)/|;jsessionid=[a-f0-9]+|^sid-[a-f0-9]+/")


def entry(url: str, text: str) -> str:
    return f'<li><h3><a href="{url}">{text}</a></h3></li>'


class Trap(Cms):
    """A healthy site with the links of a trap on each page; `page` answers what they lead to."""

    def __init__(self) -> None:
        super().__init__("laravel", 100)
        self.random = random.Random(5)

    def links(self, asked: str) -> str:
        return ""

    def page(self, asked: str) -> Reply | None:
        return None

    def answer(self, asked: str) -> Reply:
        reply = self.page(asked) or super().answer(asked)
        if isinstance(reply.body, str) and reply.status == 200:
            links = (
                f'<nav class="menu"><ul>{self.links(asked)}</ul></nav><div>{self.links(asked)}</div></body>'
            )
            reply.body = reply.body.replace("</body>", links)
        return reply

    def some(self, form: str) -> str:
        """Links to some articles; `form` has `{}` for the slug."""
        return "".join(
            entry(form.format(post.slug), post.title) for post in self.random.sample(self.posts, 6)
        )


class PathBelowEachPath(Trap):
    def page(self, asked: str) -> Reply | None:
        deep = asked.startswith("berita/") and asked.count("/") > 1
        return Reply(self.html("", "Daftar", "".join(map(self.teaser, self.posts[:10])))) if deep else None

    def links(self, asked: str) -> str:
        own = "/" + asked.partition("?")[0].rstrip("/")
        return "".join(
            entry(f"{own}/{word}-kabar-baru", f"{word} kabar baru daerah") for word in ("satu", "dua")
        )


class ArticlesBelowEachPath(Trap):
    def page(self, asked: str) -> Reply | None:
        match = re.search(r"berita/([^/?]+)$", asked)
        return (
            super(Trap, self).answer(f"berita/{match[1]}") if match and asked.count("berita/") > 1 else None
        )

    def links(self, asked: str) -> str:
        return self.some(f"/{asked.rstrip('/')}/berita/{{}}")


class AnyCase(Trap):
    def answer(self, asked: str) -> Reply:
        return super().answer(asked.lower())

    def links(self, asked: str) -> str:
        return re.sub(
            r'(?<=/berita/)[^"]+',
            lambda match: "".join(self.random.choice((c, c.upper())) for c in match[0]),
            self.some("/berita/{}"),
        )


class Slashes(Trap):
    def answer(self, asked: str) -> Reply:
        return super().answer(re.sub("/+", "/", asked).lstrip("/"))

    def links(self, asked: str) -> str:
        slashes = "/" * self.random.randint(2, 40)
        return self.some(f"/berita{slashes}{{}}") + entry(f"/berita{slashes}?page=2", "Indeks berita lengkap")


class Dots(Trap):
    def links(self, asked: str) -> str:
        return self.some("/berita/" + "x/../" * self.random.randint(1, 9) + "{}")


class SessionInPath(Trap):
    form = "/sid-{session}{path}"

    def answer(self, asked: str) -> Reply:
        return super().answer(SESSION.sub("", asked))

    def links(self, asked: str) -> str:
        session = f"{self.random.getrandbits(96):024x}"
        places = [self.form.format(session=session, path=path) for path in ("/berita/{}", "/berita")]
        return self.some(places[0]) + entry(places[1], "Semua berita")


class SessionOfAsp(SessionInPath):
    form = "/(S({session})){path}"


class SessionBehindPath(SessionInPath):
    form = "{path};jsessionid={session}"


class CalendarInWords(Trap):
    def page(self, asked: str) -> Reply | None:
        return Reply(self.html("", "Kalender", "")) if asked.startswith("kalender") else None

    def links(self, asked: str) -> str:
        match = re.match(r"kalender/([a-z]+)-(\d+)", asked)
        number = int(match[2]) * 12 + MONTHS.index(match[1]) if match else 2024 * 12
        urls = [f"/kalender/{MONTHS[n % 12]}-{n // 12}" for n in (number - 1, number + 1)]
        return (
            "".join(entry(url, f"Kegiatan bulan {url[10:]}") for url in urls)
            + f'<a href="{urls[1]}" rel="next">Bulan berikutnya »</a>'
        )


class Facets(Trap):
    def page(self, asked: str) -> Reply | None:
        return self.listing(1) if asked.startswith("berita?") and "page=" not in asked else None

    def links(self, asked: str) -> str:
        query = dict(parse_qsl(urlsplit(f"/{asked}").query))
        facets = {"urut": "baru lama", "bidang": "a b c", "tahun": "2020 2021", "kota": "x y", "warna": "1 2"}
        return "".join(
            f'<li><a href="/berita?{urlencode({**query, name: value})}">Saring {name} {value} berita</a></li>'
            for name, values in facets.items()
            for value in values.split()
        )


class GrowingRedirects(Trap):
    def page(self, asked: str) -> Reply | None:
        target = {"Location": f"/{asked}/lagi-dan-lagi"}
        return Reply("", 302, headers=target) if asked.startswith("lari") else None

    def links(self, asked: str) -> str:
        return "".join(
            entry(f"/lari/kabar-{self.random.randint(1, 10**6)}-desa-kita", f"Kabar {n} desa kita hari ini")
            for n in range(3)
        )


@pytest.mark.parametrize(
    "trap",
    [
        PathBelowEachPath,
        pytest.param(ArticlesBelowEachPath, marks=pytest.mark.slow),
        AnyCase,
        pytest.param(Slashes, marks=pytest.mark.slow),
        pytest.param(Dots, marks=pytest.mark.slow),
        SessionInPath,
        pytest.param(SessionOfAsp, marks=pytest.mark.slow),
        pytest.param(SessionBehindPath, marks=pytest.mark.slow),
        pytest.param(CalendarInWords, marks=pytest.mark.slow),
        Facets,
        pytest.param(GrowingRedirects, marks=pytest.mark.slow),
    ],
)
def test_a_trap_ends_and_costs_no_article(trap: type[Trap], httpserver: HTTPServer, tmp_path: Path) -> None:
    site = trap()
    address = site.mount(httpserver)
    run = crawl(tmp_path, "-a", f"url={address}")
    assert run.returncode == 0, run.stderr
    assert len(site.requests) <= 300
    titles = [record["title"] for record in records(tmp_path)]
    assert sorted(titles) == sorted(post.title for post in site.posts)
