"""A site of 100 articles under several hosts and schemes, and URLs that hide those of articles: no article is
lost or stored twice, and each crawl ends within 300 requests."""

from __future__ import annotations

import json
import os
import re
import socket
import ssl
from contextlib import suppress
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.crawling import LOOPBACK, crawl, records
from tests.middlewares.certificates import Authority
from tests.middlewares.hostile import Behaviour, HostileServer, response
from tests.sites.site import Reply
from tests.spiders.test_traps import Trap, entry

DOMAIN = "wonoasri.example"
LABELS = ["www", "www2", "m", "berita", "portal", "web", *(f"s{number}" for number in range(60))]


class Mirrors(Trap):
    """The site answers on every host, and each page links to articles and listings of some."""

    labels: tuple[str, ...] = ("www", "berita", "portal")

    def links(self, asked: str) -> str:
        label = self.random.choice(self.labels)
        base = self.base.replace(f"//{DOMAIN}", f"//{label}.{DOMAIN}")
        return (
            self.some(f"{base}berita/{{}}")
            + entry(f"{base}berita?page=2", "Indeks berita kota")
            + entry(base, "Beranda situs kami")
        )


class EndlessMirrors(Mirrors):
    """As with a wildcard record in the DNS."""

    labels = tuple(LABELS)


class MirrorsAndFolders(Mirrors):
    """Each host shows the site below folders of its own."""

    def answer(self, asked: str) -> Reply:
        return super().answer(re.sub(r"^situs/[a-z0-9]+/", "", asked))

    def links(self, asked: str) -> str:
        label = self.random.choice(LABELS)
        return self.some(f"{self.base.replace('//', f'//{label}.')}situs/{label}/berita/{{}}")


@pytest.mark.parametrize(
    "trap",
    [
        Mirrors,
        pytest.param(EndlessMirrors, marks=pytest.mark.slow),
        pytest.param(MirrorsAndFolders, marks=pytest.mark.slow),
    ],
)
def test_further_hosts_show_the_same_articles(
    trap: type[Trap], httpserver: HTTPServer, tmp_path: Path
) -> None:
    site = trap()
    site.mount(httpserver)
    site.base = site.base.replace("localhost", DOMAIN)
    hosts = dict.fromkeys((DOMAIN, *(f"{label}.{DOMAIN}" for label in LABELS)), "127.0.0.1")
    settings = (
        *LOOPBACK,
        "TWISTED_DNS_RESOLVER=tests.middlewares.crawl.ScriptedResolver",
        f"SCRIPTED_HOSTS={json.dumps(hosts)}",
    )
    run = crawl(tmp_path, "-a", f"url={site.base}", settings=settings)
    check(site, run.returncode, run.stderr, tmp_path)


def check(site: Trap, status: int, said: str, folder: Path) -> None:
    assert status == 0, said
    assert len(site.requests) <= 300
    newest = {record["id"]: record["title"] for record in records(folder)}
    assert sorted(newest.values()) == sorted(post.title for post in site.posts)


class Hidden(Trap):
    """`forms` of each article's URL, all with one canonical URL, that answer as `reply` says."""

    forms: tuple[str, ...]

    def links(self, asked: str) -> str:
        return "".join(self.some(form) for form in self.forms)

    def answer(self, asked: str) -> Reply:
        reply = super().answer(asked)
        if isinstance(reply.body, str):  # before the links to the articles themselves
            reply.body = reply.body.replace('<div id="content">', f'<div id="content">{self.links(asked)}')
        return reply


class MissingForms(Hidden):
    """The forms do not exist."""

    forms = ("/index.php/berita/{}", "/berita/{}?print=1", "/berita/{}/amp")


class OtherForms(Hidden):
    """The forms show a page that is no article."""

    forms = ("/index.php/berita/{}",)

    def page(self, asked: str) -> Reply | None:
        return Reply(self.html("", "Galeri", "<h1>Galeri</h1>")) if asked.startswith("index.php") else None


class ForeignCanonical(Hidden):
    """Pages of other text that name an article as their canonical URL."""

    forms = ("/promo/murah-meriah-{}",)

    def page(self, asked: str) -> Reply | None:
        if not asked.startswith("promo/"):
            return None
        slug = asked.rpartition("murah-meriah-")[2]
        number = slug.rpartition("-")[2]
        text = f"Promo nomor {number} hanya minggu ini di toko kami, harga murah dan meriah untuk semua."
        page = self.html(
            "", f"Promo murah meriah nomor {number}", f"<h1>Promo murah meriah {number}</h1><p>{text}</p>" * 3
        )
        link = f'<link rel="canonical" href="{self.base}berita/{slug}">'
        return Reply(page.replace("</head>", f"{link}</head>"))


@pytest.mark.parametrize(
    "trap",
    [
        MissingForms,
        pytest.param(OtherForms, marks=pytest.mark.slow),
        ForeignCanonical,
    ],
)
def test_other_forms_of_a_url_do_not_hide_its_article(
    trap: type[Trap], httpserver: HTTPServer, tmp_path: Path
) -> None:
    site = trap()
    address = site.mount(httpserver)
    run = crawl(tmp_path, "-a", f"url={address}")
    check(site, run.returncode, run.stderr, tmp_path)


class BothSchemes(Trap):
    """Each page links to articles and listings with http and https, which one port answers."""

    def links(self, asked: str) -> str:
        base = self.base.replace("http:", self.random.choice(("http:", "https:")))
        return self.some(f"{base}berita/{{}}") + entry(f"{base}berita?page=3", "Indeks berita lama")


class BothServer(HostileServer):
    """Answers with TLS if the client begins with a TLS handshake."""

    def _answer(self, connection: socket.socket) -> None:
        with suppress(OSError):
            connection.settimeout(30)
            if connection.recv(1, socket.MSG_PEEK) == b"\x16":
                assert self.context is not None
                connection = self.context.wrap_socket(connection, server_side=True)
        super()._answer(connection)

    context: ssl.SSLContext | None = None


def test_http_and_https_are_one_site(tmp_path: Path) -> None:
    site = BothSchemes()
    authority = Authority(tmp_path, "warta")
    server = BothServer()
    server.context = authority.server("127.0.0.1")
    site.base = server.url("/")

    def behave(path: str) -> Behaviour:
        reply = site.respond(path)
        answer = response(reply.data, f"{reply.status} X", reply.content_type)
        return lambda connection, over: connection.sendall(answer)

    server.otherwise = behave
    server.start()
    os.environ["SSL_CERT_FILE"] = str(authority.root)
    try:
        run = crawl(tmp_path / "output", "-a", f"url={site.base}")
    finally:
        server.stop()
    check(site, run.returncode, run.stderr, tmp_path / "output")
    assert "https" in {record["url"].partition(":")[0] for record in records(tmp_path / "output")}
