"""Why a request brought no response, in words for people."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.middlewares.refused import Refused

FORBIDDEN = "robots.txt forbids"
UNREADABLE = "robots.txt cannot be read"


class RobotsForbid(IgnoreRequest):
    """A request that robots.txt, or its failure, forbids; the message says which."""


WORDS: tuple[tuple[type[Exception], str, str], ...] = (
    (CannotResolveHostError, "unreachable", "unreachable: its host name is not found"),
    (DownloadConnectionRefusedError, "unreachable", "unreachable: connection refused"),
    (DownloadTimeoutError, "timeout", "unreachable: no answer in time"),
    (DownloadCancelledError, "too_large", "the answer is larger than allowed"),
    (ResponseDataLossError, "broken_answer", "the answer breaks off"),
    (UnsupportedURLSchemeError, "scheme", "not an http(s) address"),
    (DownloadFailedError, "unreachable", "unreachable"),
    (RobotsForbid, "robots", ""),
    (Refused, "refused", ""),
    (IgnoreRequest, "ignored", ""),
)
"""Exception, the word it is counted under, and what people read; empty: the exception's own message."""

DOWNLOAD_ERRORS = tuple(kind for kind, _, _ in WORDS)


def failure_reason(error: BaseException) -> tuple[str, str]:
    """The word to count a failed request under, and one line for people."""
    detail = " ".join(str(error).split())[:150]
    for kind, word, text in WORDS:
        if isinstance(error, kind):
            return word, (f"{text} ({detail})" if kind is DownloadFailedError else text or detail or word)
    return "failed", f"{type(error).__name__}: {detail}"
