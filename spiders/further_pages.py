"""Spider mixin for articles on several pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from scrapy import Request
from scrapy.http import Response

from crawler.discovery.core.state import FetchDecision
from crawler.discovery.page.multipage import MultipageArticle
from crawler.items import Page
from spiders.page_requests import add_further_page

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from spiders.portal_run import PortalRun


class FurtherPages:
    """Mixin of the portal spider."""

    def __init__(self) -> None:
        self.incomplete: dict[str, tuple[FetchDecision, int]] = {}
        """Articles in the pipelines of which a page is missing, by URL."""

    def receive_further(
        self, response: Response, run: PortalRun, multipage: MultipageArticle, job: FetchDecision
    ) -> Iterator[Request | Page]:
        """Handle the response to the request for a further page of an article."""
        add_further_page(response, multipage)
        yield self._rest(run, multipage, job)

    def miss_further(self, failure: Failure) -> Iterator[Request | Page]:
        """Handle a failed request for a further page."""
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        multipage: MultipageArticle = request.cb_kwargs["multipage"]
        multipage.take(None, request.url)
        yield self._rest(request.cb_kwargs["run"], multipage, request.cb_kwargs["job"])

    def _rest(self, run: PortalRun, multipage: MultipageArticle, job: FetchDecision) -> Request | Page:
        """Return the request for the article's next page, or the article with all its pages."""
        if multipage.next_url is not None:
            return Request(
                multipage.next_url,
                callback=self.receive_further,
                errback=self.miss_further,
                cb_kwargs={"run": run, "multipage": multipage, "job": job},
                meta={"kind": "page"},
                dont_filter=True,
            )
        if multipage.missing is not None:
            self.incomplete[multipage.page.url] = job, multipage.missing
        # The validators of the first page do not cover the others.
        run.on_accepted(job, multipage.page.url, {})
        return multipage.joined()
