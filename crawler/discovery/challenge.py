"""Pages that a protection service shows instead of the site. They are reported, never worked around."""

from __future__ import annotations

import re

from crawler.discovery.model import Answer

LOOKED_AT = 20_000
"""Bytes of the page; challenge pages are short and say it early."""

MARKS = (
    (
        "Cloudflare",
        re.compile(rb"/cdn-cgi/challenge-platform/|cf-chl-|cf_chl_opt|<title>Just a moment\.\.\.", re.I),
    ),
    ("Sucuri", re.compile(rb"sucuri_cloudproxy_js|Sucuri WebSite Firewall - Access Denied", re.I)),
    ("Imunify360", re.compile(rb"imunify360|One moment, please\.\.\.</title>", re.I)),
    ("BitNinja", re.compile(rb"bitninja", re.I)),
    ("Incapsula", re.compile(rb"_Incapsula_Resource|Request unsuccessful\. Incapsula", re.I)),
    ("DDoS-Guard", re.compile(rb"ddos-guard|check\.ddos-guard\.net", re.I)),
    ("AWS WAF", re.compile(rb"awsWafCookieDomainList|challenge\.js\"[^>]*aws", re.I)),
    ("reCAPTCHA", re.compile(rb"<form[^>]{0,300}(?:captcha|challenge-form)", re.I)),
    ("JavaScript cookie", re.compile(rb"slowAES\.decrypt|document\.cookie\s*=\s*[\"']__test=", re.I)),
)
"""Service and what its page holds; the last is what free hosts put before a site."""

REFUSALS = frozenset({202, 401, 403, 405, 406, 409, 429, 503})
"""With these a mark counts wherever it stands; a page that answers 200 must also be short."""

SHORT = 12_000


def challenge_name(answer: Answer) -> str | None:
    """Who put the challenge before the page, or None for a page."""
    if answer.headers.get("cf-mitigated", "").lower() == "challenge":
        return "Cloudflare"
    if answer.status not in REFUSALS and not (answer.status == 200 and 0 < len(answer.body) < SHORT):
        return None
    head = answer.body[:LOOKED_AT]
    return next((name for name, mark in MARKS if mark.search(head)), None)
