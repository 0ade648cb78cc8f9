from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis.strategies import integers

from crawler.guard import blocked_network


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("::1", "loopback"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("172.31.255.255", "private"),
        ("192.168.1.1", "private"),
        ("fd12:3456::1", "private"),
        ("fec0::1", "private"),
        ("169.254.1.1", "link_local"),
        ("fe80::1", "link_local"),
        ("100.64.0.1", "carrier"),
        ("100.127.255.255", "carrier"),
        ("224.0.0.1", "multicast"),
        ("239.255.255.250", "multicast"),
        ("ff02::1", "multicast"),
        ("169.254.169.254", "metadata"),
        ("100.100.100.200", "metadata"),
        ("168.63.129.16", "metadata"),
        ("192.0.0.192", "metadata"),
        ("fd00:ec2::254", "metadata"),
        ("::ffff:127.0.0.1", "mapped"),
        ("::ffff:8.8.8.8", "mapped"),
        ("::127.0.0.1", "mapped"),
        ("::ffff:0:127.0.0.1", "mapped"),
        ("2002:7f00:1::", "mapped"),
        ("2001:0:7f00:1::", "mapped"),
        ("64:ff9b:1::a00:1", "mapped"),
        ("64:ff9b::10.0.0.1", "private"),
        ("64:ff9b::a9fe:a9fe", "metadata"),
        ("0.0.0.0", "unspecified"),
        ("0.1.2.3", "unspecified"),
        ("::", "unspecified"),
        ("255.255.255.255", "reserved"),
        ("240.0.0.1", "reserved"),
        ("192.0.2.1", "reserved"),
        ("198.18.0.1", "reserved"),
        ("203.0.113.9", "reserved"),
        ("2001:db8::1", "reserved"),
        ("100::1", "reserved"),
    ],
)
def test_closed_networks(text: str, network: str) -> None:
    assert blocked_network(ip_address(text)) == network


@pytest.mark.parametrize(
    "text", ["8.8.8.8", "103.28.12.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::8.8.8.8"]
)
def test_public_addresses_are_open(text: str) -> None:
    assert blocked_network(ip_address(text)) is None


@given(integers(min_value=0, max_value=2**32 - 1))
def test_whatever_is_open_is_global_ipv4(number: int) -> None:
    address = IPv4Address(number)
    assert blocked_network(address) is not None or (address.is_global and not address.is_multicast)


@given(integers(min_value=0, max_value=2**128 - 1))
def test_whatever_is_open_is_global_ipv6(number: int) -> None:
    address = IPv6Address(number)
    assert blocked_network(address) is not None or (address.is_global and not address.is_multicast)


@given(integers(min_value=0, max_value=2**32 - 1))
def test_an_ipv4_address_inside_ipv6_is_never_more_open_than_itself(number: int) -> None:
    inner = blocked_network(IPv4Address(number))
    for prefix in ("64:ff9b::", "::ffff:0:0", "2002::", "::"):
        shift = 80 if prefix == "2002::" else 0
        outer = IPv6Address(int(IPv6Address(prefix)) | number << shift)
        assert inner is None or blocked_network(outer) is not None
