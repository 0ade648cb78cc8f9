"""Who may be contacted and how much may be read: decisions alone, made from data, without Scrapy."""

from __future__ import annotations

from crawler.guard.ip_ranges import closed_network
from crawler.guard.offsite import refuse_redirect
from crawler.guard.target_url import ContactPolicy, Reason, Refusal, refuse_address, refuse_url

__all__ = [
    "ContactPolicy",
    "Reason",
    "Refusal",
    "closed_network",
    "refuse_address",
    "refuse_redirect",
    "refuse_url",
]
