"""A slow site of articles for the crash test, with its requests counted."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!DOCTYPE html><html lang="id"><head><title>{title} - Portal Uji</title>
<meta property="article:published_time" content="2022-11-{day:02d}T08:00:00+07:00">
<meta property="og:type" content="article"></head><body><header><a href="/">Portal Uji</a></header>
<article><h1>{title}</h1><div class="entry-content">
<p>Pemerintah kota membuka taman ke-{number} untuk warga di kelurahan {number} pada Selasa pagi.</p>
<p>Kepala dinas nomor {number} mengatakan taman itu dibangun selama {number} hari oleh {number} pekerja.</p>
<p>Warga RT {number} datang sejak pukul enam dan menanam {number} pohon di tepi sungai.</p>
</div></article><footer>Hak cipta Portal Uji</footer></body></html>"""


class CountingServer(ThreadingHTTPServer):
    """Serves `/`, `/sitemap.xml` and `/berita/N-...`; `seen` counts the requests for each article."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, articles: int, delay: float) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.articles = articles
        self.delay = delay
        self.seen: Counter[int] = Counter()
        self.lock = threading.Lock()

    def handle_error(self, request: object, client_address: object) -> None:
        """Do not report connections of killed crawls."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def asked(self) -> int:
        """Requests for articles so far."""
        with self.lock:
            return self.seen.total()

    def reply(self, path: str) -> tuple[int, str, str]:
        """Status, content type and text for a path."""
        if path == "/":
            return 200, "text/html", "<html><head><title>Portal Uji</title></head><body>Uji</body></html>"
        if path == "/robots.txt":
            return 200, "text/plain", f"Sitemap: {self.address}/sitemap.xml\n"
        if path == "/sitemap.xml":
            urls = "".join(
                f"<url><loc>{self.address}/berita/{number}-taman-kota</loc><lastmod>2022-11-17</lastmod></url>"
                for number in range(1, self.articles + 1)
            )
            text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
            return 200, "application/xml", text
        number = int(path.removeprefix("/berita/").partition("-")[0] or 0) if "/berita/" in path else 0
        if not 1 <= number <= self.articles:
            return 404, "text/html", "<html><body>tidak ada</body></html>"
        with self.lock:
            self.seen[number] += 1
        time.sleep(self.delay)
        title = f"Taman ke-{number} dibuka untuk warga"
        return 200, "text/html", PAGE.format(title=title, number=number, day=number % 28 + 1)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: CountingServer

    def do_GET(self) -> None:
        status, kind, text = self.server.reply(self.path)
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@contextmanager
def serving(articles: int, delay: float) -> Iterator[CountingServer]:
    """Serve the site within the context."""
    with CountingServer(articles, delay) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
