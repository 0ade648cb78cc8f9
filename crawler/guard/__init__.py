"""SSRF guard: which hosts may be contacted, and how much may be read. Pure decisions, no Scrapy."""

from __future__ import annotations

from crawler.guard.ip_ranges import blocked_network
from crawler.guard.offsite import refuse_redirect
from crawler.guard.target_url import ContactPolicy, Reason, Refusal, refuse_address, refuse_url

__all__ = [
    "ContactPolicy",
    "Reason",
    "Refusal",
    "blocked_network",
    "refuse_address",
    "refuse_redirect",
    "refuse_url",
]
