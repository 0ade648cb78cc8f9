"""Addresses of portals: validation, comparison, and ids."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import SplitResult, urlsplit

from crawler.portals.errors import UsageError, shown

_DEFAULT_PORTS = {"http": 80, "https": 443}
_MAX_ADDRESS = 2000
# Characters not allowed in a URL (RFC 3986 2): the checked URL must equal the fetched one.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"{}|^`\u2028\u2029\ufeff]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_ID_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Site:
    """The normalized location that identifies a portal.

    `host` is lower-case ASCII without a leading `www.`; `port` is None for the scheme's own port;
    `path` are the segments of the portal's folder.
    """

    host: str
    port: int | None
    path: tuple[str, ...]


def check_address(address: str) -> str:
    """`address` in normal form if it is valid for a portal: scheme and host in lower case, a path.

    Raises UsageError for anything but an absolute http(s) address with a host and without a password.
    """
    parts, host, port = _split(address)
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme}://{netloc}{parts.path or '/'}{query}"


def site_of(address: str) -> Site:
    """The location of `address`; ignores www, http/https and a trailing slash.

    Raises UsageError for what `check_address` refuses.
    """
    parts, host, port = _split(address)
    return Site(host.removeprefix("www."), port, tuple(s for s in parts.path.split("/") if s))


def domain_of(address: str) -> str:
    """The host of `address` in the form of `Portal.domain`."""
    return site_of(address).host


def slug_of(address: str) -> str:
    """An id for the site at `address`: `https://x-y.go.id/2019/` gives `x--y-go-id_2019`.

    Lower-case letters, digits, `-` and `_` only, at most 80 characters, different for different sites.
    """
    site = site_of(address)
    host = site.host.replace("-", "--").replace(".", "-").replace(":", "-")
    parts = [host if site.port is None else f"{host}-{site.port}", *site.path]
    slug = re.sub(r"[^a-z0-9_-]+", "-", "_".join(parts).lower()).strip("-_")
    # A digest separates addresses that a slug cannot (letter case, other characters, length).
    exact = all(re.fullmatch(r"[a-z0-9]+", segment) for segment in site.path) and ":" not in site.host
    if exact and "_" not in site.host and len(slug) <= _ID_LENGTH:
        return slug
    digest = hashlib.sha256("\n".join([site.host, str(site.port), *site.path]).encode()).hexdigest()[:8]
    return f"{slug[: _ID_LENGTH - 9].rstrip('-_')}-{digest}".lstrip("-")


def _split(address: str) -> tuple[SplitResult, str, int | None]:
    """The parts of a usable address, its host in ASCII, and its port unless it is the scheme's own."""
    if not address or len(address) > _MAX_ADDRESS:
        raise _unusable(address, "is empty" if not address else f"has more than {_MAX_ADDRESS} characters")
    if _FORBIDDEN.search(address):
        raise _unusable(address, "contains characters that an address cannot have")
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _unusable(address, f"cannot be read ({error})") from error
    if parts.scheme not in _DEFAULT_PORTS:
        what = f"has the scheme {parts.scheme!r}" if "://" in address else "has no scheme"
        raise _unusable(address, what)
    if parts.username is not None or parts.password is not None:
        raise _unusable(
            _without_userinfo(parts), "contains a user name or password, which Warta does not send"
        )
    if not host:
        raise _unusable(address, "has no host")
    if port == 0:
        raise _unusable(address, "has the port 0")
    return parts, _ascii_host(address, host), None if port == _DEFAULT_PORTS[parts.scheme] else port


def _ascii_host(address: str, host: str) -> str:
    """`host` in ASCII: IDNA for other scripts, an IPv6 address in short form."""
    if ":" in host:
        try:
            return str(IPv6Address(host))
        except ValueError as error:
            raise _unusable(address, f"has an unreadable host ({error})") from error
    try:
        name = host.encode("idna").decode().lower().rstrip(".")
    except UnicodeError as error:
        raise _unusable(address, f"has an unreadable host ({error})") from error
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in name.split(".")):
        raise _unusable(address, "has an unreadable host")
    return name


def _without_userinfo(parts: SplitResult) -> str:
    """The address without credentials, for messages."""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _unusable(address: str, what: str) -> UsageError:
    return UsageError(
        f"the address {shown(address)} {what}; give an http or https address such as https://malangkota.go.id/"
    )
