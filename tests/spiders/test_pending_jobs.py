"""What is known of a portal's jobs while they are pending."""

from __future__ import annotations

from crawler.discovery.core.state import FetchDecision
from crawler.discovery.messages import Candidate, Fetch, Kind
from spiders.pending_jobs import PendingJobs


def test_an_article_is_finished_after_its_extraction() -> None:
    jobs = PendingJobs()
    article, page = (
        FetchDecision(Candidate("http://x.go.id/a", "listing")),
        Fetch("http://x.go.id/", Kind.HOME),
    )
    for job in (page, article):
        jobs.send(job)
    jobs.finish(page)
    jobs.wait(article, 100)
    assert jobs.articles == 1
    assert not jobs.has_finished_article
    assert jobs.finish(article)
    assert jobs.has_finished_article
    assert not jobs
