"""Classifies failed requests: a keyword for statistics and a line of text."""

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
from twisted.internet.error import ConnectError, ConnectionClosed, NoRouteError
from twisted.web._newclient import ParseError

from crawler.middlewares.refusals import Refused


class UnansweredLookup(CannotResolveHostError):
    """No DNS server answered, so the host name may exist."""


class ProxyRefused(DownloadConnectionRefusedError):
    """The configured proxy refused the connection."""


class NotRendered(IgnoreRequest):
    """A page could not be rendered; `reason` is its keyword in the statistics."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


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
    ValueError,  # Twisted's, for a host or header that cannot be sent
)
"""Exceptions that a download can raise."""

WORDS: tuple[tuple[type[BaseException], str, str], ...] = (
    (UnansweredLookup, "unreachable", "unreachable: no DNS server answers"),
    (CannotResolveHostError, "unreachable", "unreachable: its host name is not found"),
    (ProxyRefused, "unreachable", "unreachable: the proxy refuses the connection"),
    (DownloadConnectionRefusedError, "unreachable", "unreachable: connection refused"),
    (DownloadTimeoutError, "timeout", "unreachable: no answer in time"),
    (ResponseDataLossError, "broken_answer", "the response is incomplete"),
    (SSL.Error, "tls", "no secure connection"),
    (ParseError, "broken_answer", "the response is not HTTP"),
    (NoRouteError, "unreachable", "unreachable: no route to the network"),
    (ConnectError, "unreachable", "unreachable: no connection"),
    (ConnectionClosed, "connection_lost", "the connection was lost"),
    (
        ValueError,
        "broken_answer",
        "the response is not HTTP",
    ),  # Twisted's, for a Content-Length that is not a number
    (DownloadFailedError, "unreachable", "unreachable"),
    (UnsupportedURLSchemeError, "scheme", "not an http(s) URL"),
    (NotSupported, "scheme", "not an http(s) URL"),
)
"""Exception (or its cause), keyword for statistics, text; the first match counts."""


def left_site_for(error: object) -> str | None:
    """The URL on another site to which a request was redirected, and which the guard refused."""
    return error.url if isinstance(error, Refused) and error.reason == "offsite" else None


def failure_reason(error: BaseException) -> tuple[str, str]:
    """The keyword of a failed request in the statistics, and one line of text.

    >>> failure_reason(DownloadTimeoutError("took longer"))
    ('timeout', 'unreachable: no answer in time')
    """
    if isinstance(error, Refused):
        return error.reason, error.detail
    if isinstance(error, NotRendered):
        return error.reason, f"it cannot be rendered: {error}"
    errors = [error, *_causes(error)]
    for kind, word, text in WORDS:
        if any(isinstance(one, kind) for one in errors):
            return word, text
    detail = " ".join(str(error).split())[:150]
    if isinstance(error, IgnoreRequest) and "redirection" in detail:
        return "redirect_loop", "it redirects without end; perhaps it requires cookies"
    if isinstance(error, IgnoreRequest):
        return "ignored", detail or "ignored"
    return "failed", f"{type(error).__name__}: {detail}"


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The errors behind a DownloadFailedError: Twisted's ResponseFailed may nest several."""
    waiting = [error.__cause__]
    seen = 0
    while waiting and seen < 20:
        cause = waiting.pop()
        seen += 1
        if cause is not None:
            yield cause
            waiting.extend(failure.value for failure in getattr(cause, "reasons", ()))
