"""The connection itself: HTTP(S) downloads that check each address at the moment they connect to it.

A host name says nothing: it may resolve to a public address when it is checked and to 127.0.0.1 when it is
used (DNS rebinding). Twisted resolves a name and then calls `reactor.connectTCP` with one IP address; this is
the last step before the packet leaves, and the guard stands there. Pages, redirects, sitemaps, robots.txt and
retries all come through here.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.utils._download_handlers import normalize_bind_address, wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.interfaces import IReactorPluggableNameResolver, IReactorTCP, IReactorTime
from twisted.web.client import Agent
from zope.interface import implementer

from crawler.guard import ContactPolicy, Refusal, refuse_address
from crawler.middlewares.policy import contact_policy
from crawler.middlewares.refused import Refused


class AddressRefused(OSError):
    """`connectTCP` was asked for an address that must not be contacted."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.detail)
        self.refusal = refusal


@implementer(IReactorTCP, IReactorTime, IReactorPluggableNameResolver)
class GuardedReactor:
    """The reactor as the download handler sees it: all is the real one's, but `connectTCP` checks first."""

    def __init__(self, reactor: Any, policy: ContactPolicy) -> None:
        self._reactor = reactor
        self._policy = policy

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reactor, name)

    def connectTCP(self, host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        refusal = refuse_address(host, port, self._policy)
        if refusal is not None:
            raise AddressRefused(refusal)
        return self._reactor.connectTCP(host, port, *args, **kwargs)


class _GuardedAgent(http11._ScrapyAgent):
    """Scrapy's agent, connecting through a `GuardedReactor`.

    A proxy is the operator's own choice (`meta["proxy"]`, `http_proxy`): it is contacted as configured, and
    the address that it connects to is out of sight. What the URL itself tells is checked all the same.
    """

    def __init__(self, *, reactor: GuardedReactor, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._guarded_reactor = reactor

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        if request.meta.get("proxy"):
            return super()._get_agent(request, timeout)
        return http11._BindAddressAgent(
            reactor=self._guarded_reactor,  # type: ignore[arg-type]  # a reactor in all that an agent uses
            contextFactory=self._contextFactory,
            connectTimeout=timeout,
            bindAddress=normalize_bind_address(self._bindAddress),
            pool=self._pool,
        )


class GuardedDownloadHandler(http11.HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler behind the guard; the handler of `http` and `https` in the settings."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        from twisted.internet import reactor  # installed by now; importing it earlier would choose one

        self._guarded_reactor = GuardedReactor(reactor, contact_policy(crawler.settings))

    async def download_request(self, request: Request) -> Response:
        """The response to `request`.

        Raises `Refused` if the address must not be contacted, and Scrapy's download errors.
        """
        agent = _GuardedAgent(
            reactor=self._guarded_reactor,
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except AddressRefused as error:
            raise Refused(error.refusal, request.url) from error
