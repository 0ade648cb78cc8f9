"""HTTP server of the sample portal, on loopback."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from crawler.sample import media_center, site
from crawler.sample.site import Answer

Pages = Callable[[str, str, str], Answer]
PREFERRED_PORT = 8917  # fixed, so that a second run recognises the articles


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "WartaSample"
    pages: Pages = staticmethod(site.answer)

    def do_GET(self) -> None:
        assert isinstance(self.server, ThreadingHTTPServer)
        parts = urlsplit(self.path)
        reply = self.pages(parts.path, parts.query, f"http://127.0.0.1:{self.server.server_port}")
        body = reply.text.encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", f"{reply.content_type}; charset=UTF-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the crawl logs its requests."""


class _MediaCenterHandler(_Handler):
    @staticmethod
    def pages(path: str, query: str, base: str) -> Answer:
        return media_center.answer(path, base)


def serve_media_center(port: int = PREFERRED_PORT + 1) -> AbstractContextManager[str]:
    """Serve the second portal as `serve_sample` does the first."""
    return serve_sample(port, _MediaCenterHandler)


@contextmanager
def serve_sample(
    port: int = PREFERRED_PORT, handler: type[BaseHTTPRequestHandler] = _Handler
) -> Iterator[str]:
    """Serve the sample portal; yields its URL, e.g. `http://127.0.0.1:8917/`.

    If `port` is taken, a free port is used and printed on stderr: for the ledger it is another portal.
    """
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        print(
            f"port {port} is taken ({error.strerror}); the sample portal is at port {server.server_port}, "
            "so its articles are stored as those of another portal",
            file=sys.stderr,
        )
    with server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
