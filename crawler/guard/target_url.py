"""Whether a URL may be contacted, as far as the URL alone shows."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from crawler.guard.ip_ranges import LOCAL_NETWORKS, Network, blocked_network

Reason = (
    Literal[
        "scheme",
        "credentials",
        "malformed",
        "notation",
        "port",
        "offsite",  # a redirect to another site
        "size",  # on the wire or decompressed
        "headers",
        "encoding",  # too many layers of it, or broken
        "media",  # not text by its Content-Type
        "certificate",
        "challenge",
        "robots",  # forbidden by robots.txt
        "robots_unreachable",
        "host_down",  # given up after consecutive failures
        "budget",
    ]
    | Network
)

SCHEMES = {"http": 80, "https": 443}
WEB_PORTS = frozenset({80, 443, 8080, 8443})

_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")
_NUMERIC_LABEL = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DOTS = str.maketrans("\u3002\uff0e\uff61", "...")  # label separators of RFC 3490
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")  # parsers disagree about URLs with these characters
_MAX_HOST_LENGTH = 253  # RFC 1035


@dataclass(frozen=True, slots=True)
class ContactPolicy:
    """Which hosts and ports may be contacted.

    `allow_private` opens loopback, private, link-local and carrier networks, and every port.
    `extra_ports` are allowed in addition to 80, 443, 8080 and 8443.
    """

    allow_private: bool = False
    extra_ports: frozenset[int] = field(default_factory=frozenset)

    def refuses_network(self, address: IPv4Address | IPv6Address) -> Network | None:
        """The network that forbids a connection to `address`, or None."""
        network = blocked_network(address)
        return None if self.allow_private and network in LOCAL_NETWORKS else network

    def refuses_port(self, port: int) -> bool:
        return not (self.allow_private or port in WEB_PORTS or port in self.extra_ports)


@dataclass(frozen=True, slots=True)
class Refusal:
    """`reason` is a stable identifier for statistics; `detail` is for people."""

    reason: Reason
    detail: str


def refuse_url(url: str, policy: ContactPolicy) -> Refusal | None:
    """Why `url` must not be requested, or None if its host may be resolved.

    A host name can resolve to any address: `refuse_address` checks again when the connection is made.
    """
    if _UNSAFE.search(url):
        return Refusal("malformed", "white space, control character or backslash in the URL")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        return Refusal("malformed", str(error))
    if parts.scheme not in SCHEMES:
        return Refusal("scheme", f"{parts.scheme or 'no scheme'} is neither http nor https")
    if "@" in parts.netloc:
        return Refusal("credentials", "user name or password in the URL")
    # The host first: the setting that opens a local network opens every port.
    if refusal := _refuse_host(parts, policy):
        return refusal
    contacted = SCHEMES[parts.scheme] if port is None else port
    return Refusal("port", _closed_port(contacted)) if policy.refuses_port(contacted) else None


def refuse_address(host: str, port: int, policy: ContactPolicy) -> Refusal | None:
    """Why a connection to IP address `host` (text, zone allowed) and `port` is refused, or None."""
    address = _ip_address(host.partition("%")[0])
    if address is None:
        return Refusal("malformed", f"{host} is not an IP address")
    network = policy.refuses_network(address)
    if network is not None:
        return Refusal(network, _closed_address(address, network))
    return Refusal("port", _closed_port(port)) if policy.refuses_port(port) else None


def _refuse_host(parts: SplitResult, policy: ContactPolicy) -> Refusal | None:
    host = parts.hostname
    if not host:
        return Refusal("malformed", "no host")
    if parts.netloc.startswith("["):
        address = _ip_address(host)
        if address is None:
            return Refusal("malformed", "a bracketed host that is not an IPv6 address")
    else:
        plain = unicodedata.normalize("NFKC", host.translate(_DOTS)).lower()
        try:
            ascii_host = plain if plain.isascii() else plain.encode("idna").decode("ascii")
        except UnicodeError:
            return Refusal("malformed", "a host that is not a domain name")
        if len(ascii_host) > _MAX_HOST_LENGTH + 1 or not _HOST.fullmatch(ascii_host):
            return Refusal("malformed", "a host that is not a domain name")
        name = ascii_host.rstrip(".")
        if (name == "localhost" or name.endswith(".localhost")) and not policy.allow_private:  # RFC 6761, 6.3
            return Refusal("loopback", _closed_address(name, "loopback"))
        # A host whose last label is a number is an IPv4 address (WHATWG URL, "ends in a number").
        if not _NUMERIC_LABEL.fullmatch(name.rpartition(".")[2]):
            return None
        address = _ip_address(host)
        if address is None:
            return Refusal("notation", f"{host} is an IPv4 address in a non-standard notation")
    network = policy.refuses_network(address)
    return None if network is None else Refusal(network, _closed_address(address, network))


def _ip_address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return IPv6Address(text) if ":" in text else IPv4Address(text)
    except AddressValueError:
        return None


def _closed_port(port: int) -> str:
    return f"refused: port {port} is not open (-s ALLOW_PORTS={port} opens it)"


def _closed_address(address: IPv4Address | IPv6Address | str, network: Network) -> str:
    way_out = " (-s ALLOW_PRIVATE_ADDRESSES=1 opens it)" if network in LOCAL_NETWORKS else ""
    return f"refused: {address} is {network.replace('_', '-')}{way_out}"
