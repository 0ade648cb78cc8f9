"""Sends messages through apprise. Nothing here shows an address: only its name and what kind of failure.

apprise's own log lines may hold parts of addresses: they are searched for a status number, never shown.
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
"""Seconds within which a service must answer."""

PAGE = 30_000
"""Characters that a service must take to be sent a page."""

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
    """`html`, if any, is the same text for services that take nothing else, such as mail."""

    title: str
    text: str
    html: str | None = None


def check_addresses(destinations: Mapping[str, str]) -> None:
    """Check that apprise understands each address. Raises UsageError that names the destination."""
    for name, address in destinations.items():
        _target(name, address)


def send(name: str, address: str, message: Message) -> str | None:
    """Send a message; returns why it failed, or None. Raises UsageError for an address that is none.

    Blocks until the service answers; see `PATIENCE`.
    """
    from apprise import NotifyFormat, OverflowMode

    target = _target(name, address)
    service = target[0]
    body, form = message.text, NotifyFormat.TEXT
    if message.html is not None and _takes_pages(service.notify_format, service.body_maxlen):
        body, form = message.html, NotifyFormat.HTML
    elif service.overflow_mode == OverflowMode.UPSTREAM:  # the service would refuse what is too long for it
        service.overflow_mode = OverflowMode.SPLIT
    with target.notify(body=body, title=message.title, body_format=form, log_level=logging.DEBUG) as result:
        if result.timeout_count:
            return f"no answer within {PATIENCE:.0f} s"
        return None if result else _problem(entry.message for entry in result.logs())


def _takes_pages(formats: Any, most: int) -> bool:
    """Whether a service prefers HTML and takes whole pages: mail does, Telegram knows a few tags only."""
    first = formats[0] if isinstance(formats, (tuple, list)) else formats
    return str(getattr(first, "value", first)) == "html" and most >= PAGE


def _target(name: str, address: str) -> Apprise:
    try:
        import apprise
    except ModuleNotFoundError as error:
        raise UsageError("telling needs a package: pip install -e '.[watch]' in the checkout") from error
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)  # of a failed connection only these lines give the cause
    asset = apprise.AppriseAsset(app_id="Warta", app_desc="Warta", service_timeout=PATIENCE)
    asset.http_redirects = False  # a service that moves is named anew by the operator
    asset.async_mode = False
    target = apprise.Apprise(asset=asset)
    if not target.add(address) or len(target) != 1:
        raise UsageError(
            f"the address of {name} is none that apprise understands; see https://appriseit.com/services/"
        )
    return target


def _problem(lines: Iterable[str]) -> str:
    """What kind of failure the log lines tell of; the surest pattern counts."""
    texts = list(lines)
    for pattern, says in (*_STATUS, *_KINDS):
        for text in texts:
            if found := pattern.search(text):
                return says.format(*found.groups())
    return "the service did not accept the message"
