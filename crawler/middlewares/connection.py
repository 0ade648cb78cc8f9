"""HTTP(S) download handler that checks every IP address at the moment of connection.

A host name proves nothing: it may resolve to a public address when checked and to 127.0.0.1 when used (DNS
rebinding). Twisted resolves a name and then calls `reactor.connectTCP` with one IP address, the last step
before a packet is sent; the guard checks there. Pages, redirects, sitemaps, robots.txt and retries all use
this handler.

Response headers are checked here too, before the body is read.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
)
from scrapy.http import Request, Response
from scrapy.utils._download_handlers import normalize_bind_address, wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from service_identity import VerificationError
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IReactorPluggableNameResolver, IReactorTCP, IReactorTime
from twisted.web.client import URI, Agent, HTTPConnectionPool
from zope.interface import implementer

from crawler.guard import ContactPolicy, Refusal, refuse_address
from crawler.guard.limits import MAX_ENCODINGS, count_encodings, is_non_text
from crawler.guard.offsite import host_of
from crawler.middlewares.bounded_protocol import BoundedFactory, HeadersTooLarge
from crawler.middlewares.failures import ProxyRefused, UnansweredLookup
from crawler.middlewares.refusals import contact_policy, refuse
from crawler.middlewares.resolver import was_unanswered

logger = logging.getLogger(__name__)

CONNECT_TIMEOUT = 20.0
"""Seconds; a host that does not accept a connection by then is unreachable."""


HOSTS = 1000
"""Hosts whose endpoints are cached, some 10 kB each with TLS; the cache is cleared beyond that."""


class GuardError(OSError):
    """Raised inside Twisted; the handler converts it to `Refused`."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


@implementer(IReactorTCP, IReactorTime, IReactorPluggableNameResolver)
class GuardedReactor:
    """Proxy of the reactor for the download handler: `connectTCP` checks the address first."""

    def __init__(self, reactor: Any, policy: ContactPolicy) -> None:
        self._reactor = reactor
        self._policy = policy

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    def connectTCP(self, host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        refusal = refuse_address(host, port, self._policy)
        if refusal is not None:
            raise GuardError(refusal)
        return self._reactor.connectTCP(host, port, *args, **kwargs)


class _HostsAgent(http11._BindAddressAgent):
    """Caches one endpoint per host, where Twisted's agent creates one per request, with a TLS context of its
    own for HTTPS. Names are still resolved for each connection."""

    def __init__(self, *, reactor: GuardedReactor, **kwargs: Any) -> None:
        super().__init__(reactor=reactor, **kwargs)  # type: ignore[arg-type]  # a reactor in all that an agent uses
        self._endpoints: dict[tuple[bytes, bytes, int], Any] = {}

    def _getEndpoint(self, uri: URI) -> Any:
        key = (uri.scheme, uri.host, uri.port)
        if key not in self._endpoints:
            if len(self._endpoints) >= HOSTS:
                self._endpoints.clear()
            self._endpoints[key] = super()._getEndpoint(uri)  # type: ignore[no-untyped-call]
        return self._endpoints[key]


class _GuardedAgent(http11._ScrapyAgent):
    """Scrapy's agent, connecting through a `GuardedReactor`.

    A proxy is the operator's choice (`meta["proxy"]`, `http_proxy`): it is contacted as configured, and the
    address it connects to cannot be checked. The URL itself is still checked.
    """

    def __init__(self, *, reactor: GuardedReactor, agent: _HostsAgent, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._guarded_reactor = reactor
        self._agent = agent

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        if request.meta.get("proxy"):
            return super()._get_agent(request, timeout)
        if timeout >= CONNECT_TIMEOUT:
            return self._agent
        return _HostsAgent(
            reactor=self._guarded_reactor,
            contextFactory=self._contextFactory,
            connectTimeout=timeout,
            bindAddress=normalize_bind_address(self._bindAddress),
            pool=self._pool,
        )

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        refusal = _refuse_head(txresponse, any_type=request.meta.get("kind") == "robots")
        if refusal is not None:
            txresponse._transport._producer.abortConnection()
            raise GuardError(refusal)
        return super()._cb_bodyready(txresponse, request)


class GuardedDownloadHandler(http11.HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler behind the guard; the handler of `http` and `https` in the settings.

    A request with `meta["tls_unverified"]` skips certificate verification, over connections that no other
    request shares.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # installed by now; an earlier import would choose one

        assert crawler.stats is not None
        self._stats = crawler.stats
        self._guarded_reactor = GuardedReactor(reactor, contact_policy(crawler.settings))
        self._pool._factory = BoundedFactory
        self._unverified_pool = HTTPConnectionPool(reactor, persistent=True)  # type: ignore[no-untyped-call]
        self._unverified_pool.maxPersistentPerHost = self._pool.maxPersistentPerHost
        self._unverified_pool._factory = BoundedFactory
        self._unverified_contexts = _ScrapyClientContextFactory.from_crawler(crawler)
        self._unverified_contexts._verify_certificates = False
        self._agents = {
            unverified: _HostsAgent(
                reactor=self._guarded_reactor,
                contextFactory=contexts,
                connectTimeout=CONNECT_TIMEOUT,
                bindAddress=normalize_bind_address(self._bind_address),
                pool=pool,
            )
            for unverified, contexts, pool in (
                (False, self._contextFactory, self._pool),
                (True, self._unverified_contexts, self._unverified_pool),
            )
        }

    async def download_request(self, request: Request) -> Response:
        """The response to `request`.

        Raises `Refused` if the address must not be contacted or the response not be read, and Scrapy's
        download errors.
        """
        unverified = bool(request.meta.get("tls_unverified"))
        agent = _GuardedAgent(
            reactor=self._guarded_reactor,
            agent=self._agents[unverified],
            contextFactory=self._unverified_contexts if unverified else self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._unverified_pool if unverified else self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        try:
            with _refusals(), wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except GuardError as error:
            raise refuse(error.refusal, request.url, self._stats) from error
        except CannotResolveHostError as error:
            if was_unanswered(host_of(request.meta.get("proxy") or request.url)):
                raise UnansweredLookup(str(error)) from error
            raise
        except DownloadConnectionRefusedError as error:
            if request.meta.get("proxy"):
                raise ProxyRefused(str(error)) from error
            raise

    async def close(self) -> None:
        closed: Deferred[None] = self._unverified_pool.closeCachedConnections()  # type: ignore[no-untyped-call]
        closed.addErrback(lambda failure: logger.debug("closing connections: %s", failure.value))
        await super().close()


@contextmanager
def _refusals() -> Iterator[None]:
    """Convert download errors that stand for a refusal to GuardError; let others pass."""
    try:
        yield
    except DownloadCancelledError as error:  # timeouts have their own class; this is the size limit
        raise GuardError(Refusal("size", "the body is larger than allowed")) from error
    except DownloadFailedError as error:
        for reason in _reasons(error.__cause__):
            if isinstance(reason, HeadersTooLarge):
                raise GuardError(Refusal("headers", str(reason))) from error
            if isinstance(reason, VerificationError) or _is_bad_certificate(reason):
                raise GuardError(Refusal("certificate", _certificate_detail(reason))) from error
        raise


def _reasons(error: BaseException | None) -> Iterator[BaseException]:
    """The errors inside a Twisted ResponseFailed."""
    for failure in getattr(error, "reasons", ()):
        yield failure.value


def _is_bad_certificate(error: BaseException) -> bool:
    return isinstance(error, SSL.Error) and "certificate verify failed" in str(error)


def _certificate_detail(error: BaseException) -> str:
    if isinstance(error, VerificationError):
        return "the certificate is for another host"
    return "the certificate does not verify"


def _refuse_head(txresponse: Any, *, any_type: bool) -> Refusal | None:
    """The reason to refuse a response by its headers, or None.

    With `any_type` the Content-Type does not matter: a robots.txt of any type is obeyed.
    """
    headers = txresponse.headers
    encodings = count_encodings(
        value.decode("latin-1") for value in headers.getRawHeaders(b"content-encoding", [])
    )
    if encodings > MAX_ENCODINGS:
        return Refusal("encoding", f"{encodings} layers of Content-Encoding")
    content_type = headers.getRawHeaders(b"content-type", [b""])[-1].decode("latin-1")
    if not any_type and txresponse.code == 200 and is_non_text(content_type):
        return Refusal("media", f"Content-Type {content_type[:80]}")
    return None
