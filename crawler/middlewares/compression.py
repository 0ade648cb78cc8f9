"""Content-Encoding: an answer that unpacks to too much, or not at all, is refused under a name."""

from __future__ import annotations

import zlib

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response, TextResponse
from scrapy.utils import _compression
from scrapy.utils.gz import gunzip

from crawler.guard import Refusal
from crawler.guard.decompression import unpacked_gzip
from crawler.middlewares.refusals import refuse

_BROKEN = (
    OSError,
    EOFError,
    zlib.error,
    _compression.brotli.error,  # type: ignore[attr-defined]  # which brotli and zstd is Scrapy's choice
    _compression.zstd.ZstdError,  # type: ignore[attr-defined]
)
"""What the unpackers raise for data that is not theirs; an OSError here is gzip's, no file is read."""


class CompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's own, which stops at `download_maxsize`; its errors become `Refused`."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        assert self.stats is not None
        if isinstance(response, TextResponse) and request.method != "HEAD" and _is_packed(response):
            response = _without_text(response)
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            refusal = Refusal("size", "the body unpacks to more than allowed")
            raise refuse(refusal, request.url, self.stats) from error
        except _BROKEN as error:
            refusal = Refusal("encoding", f"the body does not unpack: {error}")
            raise refuse(refusal, request.url, self.stats) from error

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        """Unpack one layer; a usual gzip body at once."""
        if encoding not in (b"gzip", b"x-gzip"):
            return HttpCompressionMiddleware._decode(body, encoding, max_size)
        usual = unpacked_gzip(body, max_size)
        return gunzip(body, max_size=max_size) if usual is None else usual


def _is_packed(response: Response) -> bool:
    return "Content-Encoding" in response.headers


def _without_text(response: TextResponse) -> Response:
    """The same answer before it is unpacked, as bytes alone; unpacked, it gets the class that fits it.

    Scrapy's `replace` asks a text for its encoding before it sees that another one is given: where the server
    names none, that would be guessed from the packed bytes, in some 2 ms a page.
    """
    return Response(**{name: getattr(response, name) for name in Response.attributes})
