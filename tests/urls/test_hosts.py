"""The registrable domain of a host."""

from __future__ import annotations

import socket

import pytest

from crawler.urls.hosts import owner_of, registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.malangkota.go.id", "malangkota.go.id"),
        ("Mediacenter.MalangKota.go.id.", "malangkota.go.id"),
        ("mediacentersinjai.blogspot.com", "mediacentersinjai.blogspot.com"),
        ("wonoasri.desa.id", "wonoasri.desa.id"),
        ("127.0.0.1", None),
        ("::1", None),
        ("localhost", None),
        ("go.id", None),
        ("b.kawasaki.jp", None),  # *.kawasaki.jp
        ("x.a.b.kawasaki.jp", "a.b.kawasaki.jp"),
        ("a.city.kawasaki.jp", "city.kawasaki.jp"),  # !city.kawasaki.jp
        ("b.a.xn--55qx5d.cn", "a.xn--55qx5d.cn"),
        ("a..go.id", None),
        ("xn--.com", "xn--.com"),
        ("", None),
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
    ("host", "owner"),
    [
        ("www.wonoasri.go.id", "wonoasri.go.id"),
        ("satu.wonoasri.or.id", "wonoasri.or.id"),
        ("kabar.wonoasri.kop.id", "wonoasri.kop.id"),
        ("slot-a.us.com", "slot-a.us.com"),
        ("www.slot-b.us.com", "slot-b.us.com"),
        ("www.farm.example", "farm.example"),  # a top-level domain that the list does not have
        ("localhost", "localhost"),
        ("10.0.0.1", "10.0.0.1"),
        ("::1", "::1"),
        ("", ""),
    ],
)
def test_hosts_of_one_owner_share_its_domain(host: str, owner: str) -> None:
    assert owner_of(host) == owner
