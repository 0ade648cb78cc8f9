"""A site as a function from requests to replies, called directly or served on loopback."""

from __future__ import annotations

import gzip
import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qsl, urlsplit

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

START = datetime(2024, 3, 1, 2, 30, tzinfo=UTC)
WORDS = str.split("""
    bupati resmikan jembatan desa wali kota buka pasar rakyat dinas kominfo gelar pelatihan warga
    gotong royong bersihkan sungai pemerintah salurkan bantuan petani panen raya padi
""")


@dataclass(slots=True)
class Post:
    """An article, or a page that looks like one."""

    number: int
    title: str
    slug: str
    date: datetime
    status: str = "publish"
    modified: datetime | None = None

    @property
    def changed(self) -> datetime:
        return self.modified or self.date

    @property
    def paragraphs(self) -> list[str]:
        words = self.title.lower().split()[:-1]  # text that differs only in numbers looks like boilerplate
        return [
            f"Kegiatan nomor {self.number}, {' '.join(words[::-1])}, dihadiri warga dari tiga kecamatan.",
            f"{self.title} menjadi bagian dari program tahunan yang dibiayai anggaran daerah.",
            f"Bupati berharap {' '.join(sorted(words))} dilanjutkan tahun depan dengan peserta lebih banyak.",
        ]


def posts(count: int, *, first: int = 1, status: str = "publish") -> list[Post]:
    """`count` posts, newest first, a day apart."""
    made = []
    for number in range(first, first + count):
        words = [WORDS[(number * step) % len(WORDS)] for step in (1, 2, 3, 5, 7)]
        title = f"{' '.join(words).title()} {number}"
        made.append(
            Post(number, title, f"{'-'.join(words)}-{number}", START + timedelta(days=number % 1000), status)
        )
    return made[::-1]


@dataclass(slots=True)
class Reply:
    body: str | bytes = ""
    status: int = 200
    content_type: str = "text/html; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


NOT_FOUND = Reply("<html><body class='error404'><h1>Halaman tidak ditemukan</h1></body></html>", 404)


def xml(body: str) -> Reply:
    return Reply(body, content_type="text/xml; charset=UTF-8")


class TestSite(ABC):
    """Subclasses implement `reply`; `base` is the site's address, ending with a slash."""

    __test__ = False

    def __init__(self, base: str = "http://portal.test/") -> None:
        self.base = base
        self.requests: list[str] = []
        self.bytes = 0
        self.robots = "User-agent: *\nDisallow: /wp-admin/\n"

    @abstractmethod
    def reply(self, path: str, query: Mapping[str, str], headers: Mapping[str, str]) -> Reply:
        """The answer to a request for `path` (below `base`, without leading slash)."""

    @property
    @abstractmethod
    def articles(self) -> set[str]:
        """The addresses of all published articles."""

    def respond(self, target: str, headers: Mapping[str, str] | None = None) -> Reply:
        """The answer to a request for path and query; conditional requests get 304."""
        self.requests.append(target)
        parts = urlsplit(target)
        if parts.path == "/robots.txt":
            answer = Reply(self.robots, content_type="text/plain") if self.robots else NOT_FOUND
        else:
            lower = {name.lower(): value for name, value in (headers or {}).items()}
            prefix = urlsplit(self.base).path
            if not parts.path.startswith(prefix):
                answer = NOT_FOUND
            else:
                query = dict(parse_qsl(parts.query, keep_blank_values=True))
                answer = self.reply(parts.path[len(prefix) :], query, lower)
        self.bytes += len(answer.data)
        return answer

    def mount(self, server: HTTPServer, path: str = "/") -> str:
        """Serve the site on loopback; its front page's address is returned."""
        self.base = server.url_for(path)

        def handle(request: Request) -> Response:
            target = request.full_path if request.query_string else request.path
            answer = self.respond(target.removesuffix("?"), dict(request.headers))
            response = Response(answer.data, answer.status, content_type=answer.content_type)
            response.headers.extend(answer.headers)
            return response

        server.expect_request(re.compile(".*")).respond_with_handler(handle)
        return self.base

    def asked(self, text: str) -> int:
        """How many requests contained `text`."""
        return sum(text in request for request in self.requests)

    @property
    def repeated(self) -> dict[str, int]:
        """URLs that were requested more than once."""
        return {request: count for request, count in Counter(self.requests).items() if count > 1}


def rss(base: str, entries: list[tuple[str, str, datetime]], title: str = "Portal") -> str:
    """An RSS 2.0 feed of (address, title, date)."""
    items = "".join(
        f"<item><title>{title}</title><link>{url}</link><pubDate>{format_datetime(date)}</pubDate>"
        f'<guid isPermaLink="false">{base}?p={number}</guid><description>Ringkasan.</description></item>'
        for number, (url, title, date) in enumerate(entries)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>{base}</link><description></description>{items}</channel></rss>"
    )


def urlset(entries: Iterable[tuple[str, str | None]]) -> str:
    """A sitemap of (address, lastmod)."""
    urls = "".join(
        f"<url><loc>{url}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</url>"
        for url, lastmod in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    )


def sitemap_index(urls: list[str]) -> str:
    """A sitemap index."""
    entries = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'
    )


def gzipped(text: str) -> bytes:
    return gzip.compress(text.encode())
