from __future__ import annotations

import random
import socket

import pytest
from tldextract import TLDExtract

from crawler.portals import load_registry
from crawler.portals.registrable_domain import _rules, registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.malangkota.go.id", "malangkota.go.id"),
        ("Mediacenter.MalangKota.go.id.", "malangkota.go.id"),
        ("mediacentersinjai.blogspot.com", "mediacentersinjai.blogspot.com"),
        ("127.0.0.1", None),
        ("::1", None),
        ("localhost", None),
        ("go.id", None),
    ],
)
def test_what_someone_registered_is_known_without_network(
    host: str, domain: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("b.kawasaki.jp", None),  # *.kawasaki.jp
        ("x.a.b.kawasaki.jp", "a.b.kawasaki.jp"),
        ("a.city.kawasaki.jp", "city.kawasaki.jp"),  # !city.kawasaki.jp
        ("b.a.xn--55qx5d.cn", "a.xn--55qx5d.cn"),
        ("a..go.id", None),
        ("xn--.com", "xn--.com"),
        ("", None),
    ],
)
def test_rules_with_stars_exceptions_and_other_scripts_hold(host: str, domain: str | None) -> None:
    assert registrable_domain(host) == domain


def test_the_library_whose_list_it_is_says_the_same() -> None:
    theirs = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    rules = random.Random(1).sample(sorted(_rules()), 500)
    suffixes = [rule.lstrip("!").replace("*", "any") for rule in rules]
    hosts = [portal.domain for portal in load_registry()]
    hosts += [above + suffix for suffix in suffixes for above in ("", "a.", "b.a.", "c.b.a.")]
    ours = {host: registrable_domain(host) for host in hosts}
    assert ours == {host: theirs(host).top_domain_under_public_suffix or None for host in hosts}
