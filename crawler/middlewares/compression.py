"""Content-Encoding: refuses responses that decompress to too much, or not at all, with a reason."""

from __future__ import annotations

import zlib

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response, TextResponse
from scrapy.responsetypes import responsetypes
from scrapy.utils import _compression
from scrapy.utils.gz import gunzip

from crawler.guard import Refusal
from crawler.guard.decompression import gunzip_bounded
from crawler.middlewares.refusals import refuse

MAX_LEAD = 200
"""Bytes in which markup begins, after white space."""
_BROKEN = (
    OSError,
    EOFError,
    zlib.error,
    _compression.brotli.error,  # type: ignore[attr-defined]  # which brotli and zstd is Scrapy's choice
    _compression.zstd.ZstdError,  # type: ignore[attr-defined]
)
"""Errors of the decompressors for invalid data; an OSError here is gzip's, no file is read."""


class CompressionMiddleware(HttpCompressionMiddleware):
    """Scrapy's middleware, which stops at `download_maxsize`; its errors become `Refused`."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        assert self.stats is not None
        if isinstance(response, TextResponse) and request.method != "HEAD" and _is_packed(response):
            response = _without_text(response)
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            refusal = Refusal("size", "the body decompresses to more than allowed")
            raise refuse(refusal, request.url, self.stats) from error
        except _BROKEN as error:
            if (
                request.meta.get("kind") == "robots" or _is_markup(response.body)
            ) and b"\0" not in response.body:
                return _plain(response)
            refusal = Refusal("encoding", f"the body does not decompress: {error}")
            raise refuse(refusal, request.url, self.stats) from error

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        """Decompress one layer; ordinary gzip bodies in one call."""
        if encoding not in (b"gzip", b"x-gzip"):
            return HttpCompressionMiddleware._decode(body, encoding, max_size)
        usual = gunzip_bounded(body, max_size)
        return gunzip(body, max_size=max_size) if usual is None else usual


def _is_markup(body: bytes) -> bool:
    """Whether a body that does not decompress is a page or XML as it stands."""
    return body[:MAX_LEAD].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _plain(response: Response) -> Response:
    """The response as it came, for text that is wrongly declared as compressed."""
    headers = response.headers.copy()
    headers.pop("Content-Encoding", None)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=response.body)
    return response.replace(cls=kind, headers=headers)


def _is_packed(response: Response) -> bool:
    return "Content-Encoding" in response.headers


def _without_text(response: TextResponse) -> Response:
    """The compressed response as plain bytes; Scrapy chooses the class after decompression.

    Scrapy's `replace` reads a text response's encoding even if a new one is given: without a declared
    encoding it would be guessed from the compressed bytes, which takes some 2 ms per page.
    """
    return Response(**{name: getattr(response, name) for name in Response.attributes})
