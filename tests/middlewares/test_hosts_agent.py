from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from twisted.internet.address import IPv4Address
from twisted.internet.protocol import Factory
from twisted.internet.testing import MemoryReactorClock
from twisted.python.failure import Failure
from twisted.web.client import URI, BrowserLikePolicyForHTTPS

from crawler.guard import ContactPolicy
from crawler.middlewares import connection
from crawler.middlewares.connection import GuardedReactor, GuardError, _HostsAgent


class Names:
    """Resolves any name, each time to the next address."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self.addresses = iter(addresses)

    def resolveHostName(self, receiver: Any, name: str, portNumber: int) -> None:
        receiver.resolutionBegan(None)
        receiver.addressResolved(IPv4Address("TCP", next(self.addresses), portNumber))
        receiver.resolutionComplete()


def agent_over(*addresses: str) -> tuple[_HostsAgent, Any]:
    reactor: Any = MemoryReactorClock()  # type: ignore[no-untyped-call]
    reactor.nameResolver = Names(addresses)
    guarded = GuardedReactor(reactor, ContactPolicy())
    contexts = BrowserLikePolicyForHTTPS()  # type: ignore[no-untyped-call]
    return _HostsAgent(reactor=guarded, contextFactory=contexts, connectTimeout=1.0), reactor


def endpoint(agent: _HostsAgent, url: bytes) -> Any:
    return agent._getEndpoint(URI.fromBytes(url))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("scheme", [b"http", b"https"])
def test_pages_of_a_host_share_an_endpoint(scheme: bytes) -> None:
    agent, _ = agent_over()
    assert endpoint(agent, scheme + b"://a.go.id/1") is endpoint(agent, scheme + b"://a.go.id/2?x=1")


@pytest.mark.parametrize("url", [b"https://b.go.id/", b"http://a.go.id/", b"https://a.go.id:8443/"])
def test_no_other_host_scheme_or_port_does(url: bytes) -> None:
    agent, _ = agent_over()
    assert endpoint(agent, b"https://a.go.id/") is not endpoint(agent, url)


def test_endpoints_are_not_kept_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HOSTS", 3)
    agent, _ = agent_over()
    for number in range(20):
        endpoint(agent, b"https://%d.go.id/" % number)
        assert len(agent._endpoints) <= 3


def test_a_name_that_turns_to_a_private_address_is_refused() -> None:
    agent, reactor = agent_over("103.28.12.1", "127.0.0.1")
    factory = Factory()
    endpoint(agent, b"http://a.go.id/").connect(factory)
    assert [client[0] for client in reactor.tcpClients] == ["103.28.12.1"]
    failed: list[Failure] = []
    endpoint(agent, b"http://a.go.id/").connect(factory).addErrback(failed.append)
    reactor.advance(1)
    assert [client[0] for client in reactor.tcpClients] == ["103.28.12.1"]
    assert [failure.type for failure in failed] == [GuardError]
