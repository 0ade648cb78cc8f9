"""Sends messages through apprise. Errors show a destination's name and the kind of failure, no address.

apprise's own log lines may contain parts of addresses: they are searched for a status code, never shown.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crawler.portals.errors import UsageError

if TYPE_CHECKING:
    from apprise import Apprise

PATIENCE = 20.0
"""Timeout for a service, in seconds."""

PAGE = 30_000
"""Minimum message length of a service that gets an HTML page, in characters."""

_STATUS = (
    (re.compile(r"\berror=(\d{3})\b"), "HTTP {}"),
    (re.compile(r"\((\d{3}), b['\"]"), "SMTP {}"),
)
_KINDS = (
    (re.compile(r"certificate|SSL", re.IGNORECASE), "the certificate or TLS failed"),
    (re.compile(r"refused", re.IGNORECASE), "the connection was refused"),
    (re.compile(r"timed? ?out", re.IGNORECASE), "no answer in time"),
    (re.compile(r"name or service|getaddrinfo|resolution", re.IGNORECASE), "the host is unknown"),
    (re.compile(r"connection error", re.IGNORECASE), "the connection failed"),
)


@dataclass(frozen=True, slots=True)
class Message:
    """`html`, if any, is the same content for services that prefer HTML pages, such as mail."""

    title: str
    text: str
    html: str | None = None


def check_addresses(destinations: Mapping[str, str]) -> None:
    """Check that apprise accepts each URL. Raises UsageError with the destination's name."""
    for name, address in destinations.items():
        _target(name, address)


def send(name: str, address: str, message: Message) -> str | None:
    """Send a message; returns the reason of a failure, or None. Raises UsageError for an invalid URL.

    Blocks until the service responds; see `PATIENCE`.
    """
    from apprise import NotifyFormat, OverflowMode

    target = _target(name, address)
    service = target[0]
    body, form = message.text, NotifyFormat.TEXT
    if message.html is not None and _takes_pages(service.notify_format, service.body_maxlen):
        body, form = message.html, NotifyFormat.HTML
    elif service.overflow_mode == OverflowMode.UPSTREAM:  # the service would refuse longer texts
        service.overflow_mode = OverflowMode.SPLIT
    with target.notify(body=body, title=message.title, body_format=form, log_level=logging.DEBUG) as result:
        if result.timeout_count:
            return f"no answer within {PATIENCE:.0f} s"
        return None if result else _problem(entry.message for entry in result.logs())


def _takes_pages(formats: Any, most: int) -> bool:
    """Whether a service prefers HTML and accepts whole pages: mail does, Telegram allows only a few tags."""
    first = formats[0] if isinstance(formats, (tuple, list)) else formats
    return str(getattr(first, "value", first)) == "html" and most >= PAGE


def _target(name: str, address: str) -> Apprise:
    try:
        import apprise
    except ModuleNotFoundError as error:
        raise UsageError("notifications need a package: pip install -e '.[watch]' in the checkout") from error
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)  # only these lines give the cause of a failed connection
    asset = apprise.AppriseAsset(app_id="Warta", app_desc="Warta", service_timeout=PATIENCE)
    asset.http_redirects = False  # the operator updates the URL of a moved service
    asset.async_mode = False
    target = apprise.Apprise(asset=asset)
    if not target.add(address) or len(target) != 1:
        raise UsageError(f"apprise does not accept the URL of {name}; see https://appriseit.com/services/")
    return target


def _problem(lines: Iterable[str]) -> str:
    """Classify a failure by the log lines; the most specific pattern wins."""
    texts = list(lines)
    for pattern, says in (*_STATUS, *_KINDS):
        for text in texts:
            if found := pattern.search(text):
                return says.format(*found.groups())
    return "the service did not accept the message"
