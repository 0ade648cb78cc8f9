"""Many portals on loopback, each host with its own address, served by one server that keeps a log."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

PAGE = """<!DOCTYPE html><html lang="id"><head><title>{title} - Portal {portal}</title>
<meta property="article:published_time" content="2022-11-{day:02d}T08:00:00+07:00">
<meta property="og:type" content="article"></head><body><header><a href="{base}">Portal {portal}</a></header>
<article><h1>{title}</h1><div class="entry-content">
<p>Pemerintah {portal} membuka taman ke-{number} untuk warga di kelurahan {number} pada Selasa pagi.</p>
<p>Kepala dinas {portal} nomor {number} mengatakan taman itu dibangun {number} hari oleh {number} pekerja.</p>
<p>Warga {portal} RT {number} datang sejak pukul enam dan menanam {number} pohon di tepi sungai.</p>
</div></article><footer>Hak cipta Portal {portal}</footer></body></html>"""
FRONT = """<!DOCTYPE html><html lang="id"><head><title>Portal {portal}</title>
<link rel="sitemap" href="{base}sitemap.xml"></head><body>Portal {portal}</body></html>"""


@dataclass(frozen=True)
class Site:
    """A portal: its id, its host, its folder, its number of articles."""

    id: str
    host: str
    base: str
    articles: int

    def paths(self) -> list[str]:
        return [f"{self.base}berita/{number}-taman-kota" for number in range(1, self.articles + 1)]


@dataclass(frozen=True)
class Request:
    """A line of the log; `agent` is the User-Agent, times are monotonic seconds."""

    host: str
    path: str
    agent: str
    begun: float
    ended: float


def apart(count: int, articles: int) -> list[Site]:
    """This many portals, each on its own host."""
    return [Site(f"uji-{number:02d}", f"127.0.1.{number}", "/", articles) for number in range(1, count + 1)]


def assortment(count: int, articles: int) -> list[Site]:
    """This many portals, of which the last two share a host."""
    shared = f"127.0.1.{count}"
    return [
        *apart(count - 2, articles),
        Site(f"uji-{count - 1:02d}", shared, "/kota/", articles),
        Site(f"uji-{count:02d}", shared, "/desa/", articles),
    ]


class Sites(ThreadingHTTPServer):
    """Serves the portals; `delay` seconds pass before each article."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, sites: Sequence[Site], delay: float) -> None:
        super().__init__(("0.0.0.0", 0), _Handler)
        self.sites = sites
        self.delay = delay
        self.log: list[Request] = []
        self.lock = threading.Lock()
        self._by_path = {(site.host, site.base): site for site in sites}
        self.muted: set[str] = set()
        """Hosts whose article pages are held back until `released`: crawls stand still while a test acts."""
        self.released = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Do not report connections of killed crawls."""

    def registry(self) -> str:
        """A PORTALS_FILE of the portals."""
        return "".join(
            f'[[portal]]\nid = "{site.id}"\nname = "Portal {site.id}"\naddress = "{self.address(site)}"\n'
            'province = "Jawa Timur"\nevidence = "test"\n\n'
            for site in self.sites
        )

    def address(self, site: Site) -> str:
        return f"http://{site.host}:{self.server_port}{site.base}"

    def expected(self) -> set[str]:
        """The address of every article."""
        return {
            f"http://{site.host}:{self.server_port}{path}" for site in self.sites for path in site.paths()
        }

    def asked(self) -> int:
        """Requests for articles so far."""
        with self.lock:
            return sum("/berita/" in request.path for request in self.log)

    def reply(self, host: str, path: str) -> tuple[int, str, str]:
        """Status, content type and text."""
        if path == "/robots.txt":
            return 200, "text/plain", "User-agent: *\nAllow: /\n"
        base = f"/{path.split('/')[1]}/" if path.startswith(("/kota/", "/desa/")) else "/"
        site = self._by_path.get((host, base))
        if site is None:
            return 404, "text/html", "<html><body>tidak ada</body></html>"
        rest = path.removeprefix(base)
        if rest == "":
            return 200, "text/html", FRONT.format(portal=site.id, base=base)
        if rest == "sitemap.xml":
            urls = "".join(
                f"<url><loc>http://{host}:{self.server_port}{one}</loc><lastmod>2022-11-17</lastmod></url>"
                for one in site.paths()
            )
            text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
            return 200, "application/xml", text
        if path not in site.paths():
            return 404, "text/html", "<html><body>tidak ada</body></html>"
        if host in self.muted:
            self.released.wait(30)
        time.sleep(self.delay)
        number = int(rest.removeprefix("berita/").partition("-")[0])
        title = f"Taman {site.id} ke-{number} dibuka untuk warga"
        text = PAGE.format(title=title, portal=site.id, number=number, day=number % 28 + 1, base=base)
        return 200, "text/html", text

    def note(self, request: Request) -> None:
        with self.lock:
            self.log.append(request)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Sites

    def do_GET(self) -> None:
        begun = time.monotonic()
        host = (self.headers.get("Host") or "").partition(":")[0]
        status, kind, text = self.server.reply(host, self.path.partition("?")[0])
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        agent = self.headers.get("User-Agent") or ""
        self.server.note(Request(host, self.path, agent, begun, time.monotonic()))

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@contextmanager
def serving(sites: Sequence[Site], delay: float = 0.0) -> Iterator[Sites]:
    """Serve the portals within the context."""
    with Sites(sites, delay) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            server.shutdown()


@dataclass(frozen=True)
class Stay:
    """One process's time on a host, from its first to its last request."""

    agent: str
    begun: float
    ended: float
    requests: int


def stays(log: Sequence[Request]) -> dict[str, list[Stay]]:
    """Who was on each host from when to when: a process begins with robots.txt, which it requests once."""
    found: dict[str, list[Stay]] = defaultdict(list)
    latest: dict[tuple[str, str], int] = {}
    for request in sorted(log, key=lambda one: one.begun):
        key = request.host, request.agent
        here = found[request.host]
        if request.path == "/robots.txt" or key not in latest:
            latest[key] = len(here)
            here.append(Stay(request.agent, request.begun, request.ended, 1))
        else:
            stay = here[latest[key]]
            here[latest[key]] = Stay(
                stay.agent, stay.begun, max(stay.ended, request.ended), stay.requests + 1
            )
    return dict(found)


def trespasses(log: Sequence[Request]) -> list[str]:
    """Where a process came to a host that another one was still using; one line each."""
    lines = []
    for host, visits in stays(log).items():
        visits.sort(key=lambda one: one.begun)
        for before, after in pairwise(visits):
            if after.begun < before.ended:
                late = before.ended - after.begun
                lines.append(f"{host}: {after.agent} came {late:.3f} s before {before.agent} had gone")
    return lines


def times_asked(log: Sequence[Request]) -> Counter[tuple[str, str]]:
    """How often each article was requested."""
    return Counter((one.host, one.path) for one in log if "/berita/" in one.path)
