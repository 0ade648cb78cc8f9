from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis.strategies import text

from crawler.guard import ContactPolicy, Refusal, refuse_address, refuse_url

CLOSED = ContactPolicy()
OPEN = ContactPolicy(allow_private=True)


def reason(refusal: Refusal | None) -> str | None:
    return None if refusal is None else refusal.reason


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://mediacenter.malangkota.go.id/2022/03/x/", None),
        ("http://example.go.id:8080/", None),
        ("http://EXAMPLE.go.id./", None),
        ("http://103.28.12.1/", None),
        ("http://[2606:4700::1111]/", None),
        ("https://xn--bcher-kva.example/", None),
        ("https://bücher.example/", None),
        ("https://under_score.go.id/", None),
        ("https://3com.com/", None),
        ("file:///etc/passwd", "scheme"),
        ("data:text/html,<p>x", "scheme"),
        ("ftp://example.go.id/x", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("gopher://example.go.id/_x", "scheme"),
        ("//example.go.id/", "scheme"),
        ("", "scheme"),
        ("http://user:pass@example.go.id/", "credentials"),
        ("http://user@example.go.id/", "credentials"),
        ("http://@example.go.id/", "credentials"),
        ("http://example.go.id@127.0.0.1/", "credentials"),
        ("http://example.go.id:22/", "port"),
        ("http://example.go.id:0/", "port"),
        ("http://example.go.id:6379/", "port"),
        ("http://example.go.id:99999/", "malformed"),
        ("http://example.go.id:8o/", "malformed"),
        ("http:///path", "malformed"),
        ("http://", "malformed"),
        ("http://exa mple.go.id/", "malformed"),
        ("http://example.go.id\\@127.0.0.1/", "malformed"),
        ("http://example.go.id/\r\nHost: x", "malformed"),
        ("http://127%2e0.0.1/", "malformed"),
        ("http://[::1/", "malformed"),
        ("http://[v1.x]/", "malformed"),
        ("http://a..b/", "malformed"),
        ("http://" + "a." * 200 + "id/", "malformed"),
        ("http://127.0.0.1/", "loopback"),
        ("http://127.0.0.1./", "notation"),
        ("http://[::1]/", "loopback"),
        ("http://[::ffff:127.0.0.1]/", "mapped"),
        ("http://[fe80::1%25eth0]/", "link_local"),
        ("http://192.168.0.10/", "private"),
        ("http://169.254.169.254/latest/meta-data/", "metadata"),
        ("http://0.0.0.0/", "unspecified"),
        ("http://0x7f.1/", "notation"),
        ("http://0x7f000001/", "notation"),
        ("http://2130706433/", "notation"),
        ("http://127.1/", "notation"),
        ("http://0177.0.0.1/", "notation"),
        ("http://127.0.0.0x1/", "notation"),
        ("http://127。0。0。1/", "notation"),
        ("http://１２７.0.0.1/", "notation"),
        ("http://①②⑦.0.0.1/", "notation"),
        ("http://0x8.8.8.8/", "notation"),
        ("http://1.2.3.4.5/", "notation"),
        ("http://999.1.1.1/", "notation"),
    ],
)
def test_what_the_address_alone_gives_away(url: str, expected: str | None) -> None:
    assert reason(refuse_url(url, CLOSED)) == expected


def test_a_policy_for_tests_opens_private_addresses_and_every_port() -> None:
    assert refuse_url("http://127.0.0.1:34567/", OPEN) is None
    assert refuse_url("http://[::1]:34567/", OPEN) is None
    assert refuse_address("192.168.1.7", 5000, OPEN) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://169.254.169.254/", "metadata"),
        ("http://[fd00:ec2::254]/", "metadata"),
        ("http://224.0.0.1/", "multicast"),
        ("http://0x7f.1/", "notation"),
        ("http://user:pass@127.0.0.1/", "credentials"),
        ("file:///etc/passwd", "scheme"),
        ("http://[::ffff:169.254.169.254]/", "mapped"),
    ],
)
def test_a_policy_for_tests_opens_nothing_else(url: str, expected: str) -> None:
    assert reason(refuse_url(url, OPEN)) == expected


def test_extra_ports_are_added_to_the_web_ports() -> None:
    policy = ContactPolicy(extra_ports=frozenset({8000}))
    assert refuse_url("http://example.go.id:8000/", policy) is None
    assert refuse_url("http://example.go.id:8443/", policy) is None
    assert reason(refuse_url("http://example.go.id:8001/", policy)) == "port"


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("103.28.12.1", 443, None),
        ("103.28.12.1", 25, "port"),
        ("127.0.0.1", 80, "loopback"),
        ("fe80::1%eth0", 80, "link_local"),
        ("localhost", 80, "malformed"),
    ],
)
def test_the_address_that_is_connected_to(host: str, port: int, expected: str | None) -> None:
    assert reason(refuse_address(host, port, CLOSED)) == expected


@given(text())
def test_any_text_gets_an_answer(url: str) -> None:
    refuse_url(url, CLOSED)
    refuse_url("http://" + url, CLOSED)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost:9000/",
        "http://app.localhost./",
        "http://[::1]:1/",
        "http://10.0.0.1:81/",
    ],
)
def test_a_local_address_names_the_one_setting_that_opens_it(url: str) -> None:
    refusal = refuse_url(url, ContactPolicy())
    assert refusal is not None
    assert "ALLOW_PRIVATE_ADDRESSES=1" in refusal.detail
    assert "ALLOW_PORTS" not in refusal.detail
    assert refuse_url(url, ContactPolicy(allow_private=True)) is None
