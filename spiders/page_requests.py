"""Converts responses for articles to items, or reports to the run why there is none."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.http import Response
from w3lib.encoding import http_content_type_encoding

from crawler.discovery.core.state import FetchDecision
from crawler.discovery.messages import Record
from crawler.discovery.page.mime_sniffing import is_html
from crawler.discovery.page.multipage import MultipageArticle, further_pages
from crawler.discovery.platform import NOT_AN_ARTICLE, PROTECTED
from crawler.items import KnownFacts, Page
from crawler.middlewares.rendering import FLAG
from crawler.urls.canonical import same_site
from crawler.workers.wire_format import (
    Answer,
    ExtractedPage,
    Outcome,
    RawPage,
    RejectedPage,
    RunInProcess,
    WorkerDied,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from spiders.portal_run import PortalRun

GONE = frozenset({404, 410})
NO_HEADERS: Mapping[str, str] = {}


def is_html_page(response: Response, run: PortalRun, job: FetchDecision) -> bool:
    """Whether the response is an HTML page of the requested site; otherwise the reason is counted."""
    status = response.status
    if status == 304 and (job.etag or job.last_modified):
        run.on_unchanged(job)
    elif status != 200:
        run.on_failed(job, f"http_{status}", gone=status in GONE)
    elif not same_site(response.url, job.candidate.url):
        run.on_rejected(job, "redirected_away")
    elif not job.new and _is_front_page(response, run, job):
        run.on_failed(job, "front_page", gone=True)
    elif job.revisit and run.has_api:
        run.on_unchanged(job)  # the page exists; the API reports edits
    elif not is_html(response.body, _content_type(response)):
        run.on_rejected(job, "not_html")
    else:
        return True
    return False


def _is_front_page(response: Response, run: PortalRun, job: FetchDecision) -> bool:
    """Whether the site answers with its front page where an article was."""
    front = run.planner.front_page
    if front.is_at(response.url):
        return not front.is_at(job.candidate.url)
    tree = tree_of(response)
    return tree is not None and front.is_shown_by(tree, response.url)


def read_in_process(response: Response, run: PortalRun, job: FetchDecision) -> Page | MultipageArticle | None:
    """Return the page as an item, or as the first page of a multi-page article.

    None, with the reason counted, if it is not an article.
    """
    tree, url = tree_of(response), response.url
    if tree is None:
        run.on_rejected(job, "empty")
    elif (kind := run.planner.page_kind(tree)) in NOT_AN_ARTICLE:
        if kind == PROTECTED:
            run.on_prev_next(job, run.prev_next_links_in(tree, url))
        run.on_rejected(job, str(kind))
    else:
        run.on_prev_next(job, run.prev_next_links_in(tree, url))
        page = Page(url, run.portal, tree, datetime.now(UTC), _known(job), warnings=_warnings(response))
        further = further_pages(tree, url)
        if further is not None:
            run.on_pending(job)
            return MultipageArticle(page, further)
        run.on_accepted(job, url, headers_of(response))
        return page
    return None


def raw_page(response: Response, run: PortalRun, job: FetchDecision) -> RawPage:
    """Return the page as input for an extraction worker."""
    platform = run.planner.platform.name if run.planner.platform is not None else None
    fetched_at = datetime.now(UTC)
    return RawPage(
        response.url,
        run.portal,
        response.body,
        _declared(response),
        fetched_at,
        _known(job),
        platform,
        run.follows_prev_next,
        _warnings(response),
    )


def read_from_worker(
    answer: Answer, raw: RawPage, response: Response, run: PortalRun, job: FetchDecision
) -> Page | ExtractedPage | MultipageArticle | None:
    """Return the same as `read_in_process`, from a worker's answer."""
    match answer:
        case Outcome(article=article, neighbours=prev_next_urls):
            if article is not None:
                run.on_prev_next(job, prev_next_urls)
            run.on_accepted(job, raw.url, headers_of(response))
            return ExtractedPage(raw.url, raw.portal, raw.known, answer)
        case RunInProcess():
            return read_in_process(response, run, job)
        case RejectedPage(reason, prev_next_urls):
            run.on_prev_next(job, prev_next_urls)
            run.on_rejected(job, reason)
        case WorkerDied(reason, why):
            run.on_failed(job, reason, why)
    return None


def add_further_page(response: Response, multipage: MultipageArticle) -> None:
    """Add a further page to an article, or record that it is missing."""
    good = response.status == 200 and same_site(response.url, multipage.page.url)
    multipage.take(tree_of(response) if good else None, response.url)


def record_page(
    run: PortalRun, decision: FetchDecision, record: Record, headers: Mapping[str, str] = NO_HEADERS
) -> Page | ExtractedPage:
    """Return a full article from a source as an item; `headers` of its own response, if it had one."""
    from crawler.extraction.dom.parse import parse_html

    url = record.candidate.url
    run.on_accepted(decision, url, headers)
    try:
        tree = parse_html(record.html, url)
    except Exception:  # raised again in the pipelines, where it affects this article only
        return ExtractedPage(url, run.portal, record.known, Outcome(None, failure=traceback.format_exc()))
    return Page(url, run.portal, tree, datetime.now(UTC), record.known, body_only=True)


def headers_of(response: Response) -> dict[str, str]:
    """Return the response's headers, names in lower case."""
    return {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }


def tree_of(response: Response) -> HtmlElement | None:
    """Parse the response; None if it is not an HTML page or empty.

    Not by `response.selector`: response and selector reference each other, so each page's tree would stay
    in memory until the garbage collector runs.
    """
    from crawler.extraction.dom.parse import parse_html

    if not response.body.strip() or not is_html(response.body, _content_type(response)):
        return None
    return parse_html(response.body, response.url, _declared(response))


def _warnings(response: Response) -> tuple[str, ...]:
    return (FLAG,) if FLAG in response.flags else ()


def _declared(response: Response) -> str | None:
    """Return the encoding in the Content-Type header."""
    return http_content_type_encoding(_content_type(response))


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def _known(job: FetchDecision) -> KnownFacts:
    candidate = job.candidate
    return KnownFacts(
        candidate.source, candidate.title, published_at=candidate.published, listed_at=candidate.listed
    )


def netloc_of(url: str) -> str:
    """Return host and port of a URL, unnormalized."""
    return url.partition("://")[2].partition("/")[0]
