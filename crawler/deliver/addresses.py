"""Sink addresses (`to`): parsing, and redaction of their secrets. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_WEB = ("http", "https")
_SECRET = ("secret", "password", "passwd", "token", "key", "authorization")
HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Strings that must not appear in logs, status or errors."""

    texts: tuple[str, ...] = ()

    def redact(self, text: str) -> str:
        """`text` with every secret replaced by `***`."""
        for secret in self.texts:
            text = text.replace(secret, HIDDEN)
        return text

    def with_more(self, *texts: str) -> Secrets:
        """These secrets and `more`, the longest first: one may contain another."""
        found = {*self.texts, *(text for text in texts if text)}
        return Secrets(tuple(sorted(found, key=lambda text: (-len(text), text))))


def split_address(to: str) -> SplitResult:
    """The parts of an address. Raises ValueError with the reason."""
    scheme, mark, rest = to.partition("://")
    if not mark or not _SCHEME.fullmatch(scheme) or not rest:
        raise ValueError("must be an address such as https://example.org/hook")
    if any(ord(character) <= 32 or ord(character) == 127 for character in to):
        raise ValueError("must not contain blanks or control characters; write them as %20")
    try:
        parts = urlsplit(to)
        _ = parts.port
    except ValueError:  # its text repeats what was taken for the host or the port, e.g. half a password
        raise ValueError(
            "cannot be read: its host or port is wrong; write @, /, :, ?, #, [ and ] in a password as "
            "%40, %2F, %3A, %3F, %23, %5B and %5D"
        ) from None
    if "@" in parts.fragment or (parts.username is not None and "@" in parts.path + parts.query):
        raise ValueError(
            "holds @ behind its host: is it part of a password? write @ as %40, # as %23, / as %2F"
        )
    return parts


def secrets_of(to: str) -> Secrets:
    """The secrets in an address: its password, what its query holds, and a webhook's path.

    Path and query are the only credentials of a chat system's webhook. In other addresses the query also
    has options of the client, such as `sslmode=require`, which errors must show.
    """
    parts = split_address(to)
    found = [parts.password or "", unquote(parts.password or "")]
    web = parts.scheme in _WEB
    for pair in parts.query.split("&"):
        name, _, value = pair.partition("=")
        if len(value) > 3 and (web or names_secret(name)):
            found += [value, unquote(value)]
    if web:
        found += [parts.path.lstrip("/")] if len(parts.path) > 8 else []
    return Secrets().with_more(*found)


def names_secret(name: str) -> bool:
    """Whether an option of this name holds a secret."""
    return any(word in name.lower() for word in _SECRET)


def redacted_address(to: str) -> str:
    """The address for display: without password, query, and a webhook's path."""
    parts = split_address(to)
    host = parts.netloc.rpartition("@")[2]
    user = f"{parts.username}@" if parts.username else ""
    path = "/..." if parts.scheme in _WEB and len(parts.path) > 1 else parts.path
    return f"{parts.scheme}://{user}{host}{path}"
