"""SSRF guard: classifies IP addresses by network, and which networks a crawler must not contact.

Sources: the IANA special-purpose registries for IPv4 and IPv6, RFC 6890, RFC 6598 (carrier),
RFC 4193 (unique local), RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo), and the metadata
addresses that cloud providers document.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal

Network = Literal[
    "loopback",
    "private",
    "link_local",
    "carrier",
    "multicast",
    "metadata",
    "mapped",
    "unspecified",
    "reserved",
]

LOCAL_NETWORKS: frozenset[Network] = frozenset({"loopback", "private", "link_local", "carrier"})
"""Networks opened by `allow_private`; metadata, mapped and reserved addresses stay closed."""

# Checked first: inside the networks below, or public addresses with a private service.
METADATA = frozenset(
    ip_address(text)
    for text in (
        "169.254.169.254",  # AWS, Google Cloud, Azure, OpenStack, DigitalOcean
        "169.254.170.2",  # AWS container credentials
        "169.254.170.23",  # AWS EKS pod identity
        "169.254.169.253",  # AWS resolver
        "169.254.0.23",  # Tencent Cloud
        "100.100.100.200",  # Alibaba Cloud
        "192.0.0.192",  # Oracle Cloud
        "168.63.129.16",  # Azure host services, a public address
        "fd00:ec2::254",  # AWS over IPv6
        "fd00:ec2::23",  # AWS EKS pod identity over IPv6
        "fd20:ce::254",  # Google Cloud over IPv6
        "fd00:42::42",  # Scaleway over IPv6
    )
)

_V4: tuple[tuple[str, Network], ...] = (
    ("0.0.0.0/8", "unspecified"),
    ("127.0.0.0/8", "loopback"),
    ("10.0.0.0/8", "private"),
    ("172.16.0.0/12", "private"),
    ("192.168.0.0/16", "private"),
    ("169.254.0.0/16", "link_local"),
    ("100.64.0.0/10", "carrier"),
    ("224.0.0.0/4", "multicast"),
    ("192.0.0.0/24", "reserved"),  # protocol assignments; Python counts two of them as global
    ("192.88.99.0/24", "reserved"),  # 6to4 relays
    ("240.0.0.0/4", "reserved"),
)

_V6: tuple[tuple[str, Network], ...] = (
    ("::/128", "unspecified"),
    ("::1/128", "loopback"),
    ("fe80::/10", "link_local"),
    ("fc00::/7", "private"),
    ("fec0::/10", "private"),  # site local, deprecated but still routed
    ("ff00::/8", "multicast"),
    ("::ffff:0:0/96", "mapped"),
    ("::ffff:0:0:0/96", "mapped"),  # IPv4-translated, RFC 2765
    ("::/96", "mapped"),  # IPv4-compatible, deprecated
    ("2002::/16", "mapped"),  # 6to4: the relay forwards to the embedded IPv4 address
    ("2001::/32", "mapped"),  # Teredo: as 6to4
    ("64:ff9b:1::/48", "mapped"),  # local-use NAT64
)

_ASSIGNED = (
    "2001::/16", "2003::/18", "2400::/12", "2410::/12", "2600::/12", "2610::/23", "2620::/23", "2630::/12",
    "2800::/12", "2a00::/12", "2a10::/12", "2c00::/12",
)  # fmt: skip
"""Global unicast blocks that IANA has assigned to registries; all other IPv6 addresses are refused. Source:
IANA IPv6 Global Unicast Address Assignments. Special blocks within them are in `_V6`, or not global to
Python."""

V4_NETWORKS = tuple((IPv4Network(text), name) for text, name in _V4)
V6_NETWORKS = tuple((IPv6Network(text), name) for text, name in _V6)
ASSIGNED = tuple(map(IPv6Network, _ASSIGNED))
NAT64 = ip_network("64:ff9b::/96")  # IPv6-only networks reach the IPv4 internet through it


def blocked_network(address: IPv4Address | IPv6Address) -> Network | None:
    """The network that forbids contacting `address`; None for a public unicast address.

    >>> blocked_network(ip_address("10.1.2.3"))
    'private'
    >>> blocked_network(ip_address("103.28.12.1")) is None
    True
    """
    if address in METADATA:
        return "metadata"
    if isinstance(address, IPv4Address):
        for v4_network, name in V4_NETWORKS:
            if address in v4_network:
                return name
    else:
        if address in NAT64:
            return blocked_network(IPv4Address(int(address) & 0xFFFFFFFF))
        for v6_network, name in V6_NETWORKS:
            if address in v6_network:
                return name
        if not any(address in block for block in ASSIGNED):
            return "reserved"
    return None if address.is_global else "reserved"
