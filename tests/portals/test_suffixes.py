from __future__ import annotations

import socket

import pytest

from crawler.portals.suffixes import registrable_domain


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
