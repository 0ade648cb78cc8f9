"""Why a request brought no answer: a word to count it under, and a line for people."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web._newclient import ParseError

from crawler.middlewares.refusals import Refused

DOWNLOAD_ERRORS = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
    ConnectError,
    ConnectionClosed,
    SSL.Error,
    OSError,
    ValueError,  # Twisted's for a host or header that cannot be sent
)
"""What a download can raise."""

WORDS: tuple[tuple[type[BaseException], str, str], ...] = (
    (CannotResolveHostError, "unreachable", "unreachable: its host name is not found"),
    (DownloadConnectionRefusedError, "unreachable", "unreachable: connection refused"),
    (DownloadTimeoutError, "timeout", "unreachable: no answer in time"),
    (ResponseDataLossError, "broken_answer", "the answer breaks off"),
    (SSL.Error, "tls", "no secure connection"),
    (ParseError, "broken_answer", "the answer is no HTTP"),
    (ConnectError, "unreachable", "unreachable: no connection"),
    (ConnectionClosed, "connection_lost", "the connection was lost"),
    (
        ValueError,
        "broken_answer",
        "the answer is no HTTP",
    ),  # Twisted's for a Content-Length that is no number
    (DownloadFailedError, "unreachable", "unreachable"),
    (UnsupportedURLSchemeError, "scheme", "not an http(s) address"),
    (NotSupported, "scheme", "not an http(s) address"),
)
"""Exception, also as a cause, the word it is counted under, and what people read; the first that fits."""


def failure_reason(error: BaseException) -> tuple[str, str]:
    """The word to count a failed request under, and one line for people.

    >>> failure_reason(DownloadTimeoutError("took longer"))
    ('timeout', 'unreachable: no answer in time')
    """
    if isinstance(error, Refused):
        return error.reason, error.detail
    errors = [error, *_causes(error)]
    for kind, word, text in WORDS:
        if any(isinstance(one, kind) for one in errors):
            return word, text
    detail = " ".join(str(error).split())[:150]
    if isinstance(error, IgnoreRequest):
        return "ignored", detail or "ignored"
    return "failed", f"{type(error).__name__}: {detail}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The errors behind a DownloadFailedError: Twisted's ResponseFailed holds several, nested."""
    waiting = [error.__cause__]
    seen = 0
    while waiting and seen < 20:
        cause = waiting.pop()
        seen += 1
        if cause is not None:
            yield cause
            waiting.extend(failure.value for failure in getattr(cause, "reasons", ()))
