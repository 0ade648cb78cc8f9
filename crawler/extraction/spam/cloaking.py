"""Detects cloaking: canonical URL, refresh, frame or script that leads to a spam site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.extraction.dom.anchors import cut
from crawler.extraction.spam.context import SpamContext
from crawler.extraction.spam.evidence import Evidence
from crawler.extraction.spam.lexicon import is_spam_host
from crawler.urls.hosts import host_of

_JUMP = re.compile(r"location(?:\.href|\.replace|\.assign)?\s*(?:=|\()\s*[\"'](https?:)?//([^\"'/?#]+)", re.I)
_ENGINE = re.compile(r"google|bing|yahoo|yandex|search", re.I)
_VISITOR = re.compile(r"android|iphone|mobile|bot\b|crawl|spider", re.I)
_TARGET = re.compile(r"url\s*=\s*[\"']?\s*(?:https?:)?//([^\"'/?#\s;]+)", re.I)
_FULL_SCREEN = re.compile(r"position\s*:\s*fixed")


def find_cloaks(page: SpamContext) -> Iterator[Evidence]:
    """Return evidence for each link from head, frame or script to a spam site."""
    for name, link in sorted(page.claims.links):
        host = host_of(link)
        telling = is_spam_host(host) or (name == "amphtml" and page.indonesian)
        if host and telling and page.is_foreign(host):
            yield Evidence("cloaked", cut(f"{name} {host}"))
    for content in page.claims.refreshes:
        target = _TARGET.search(content)
        if target and page.is_foreign(target.group(1).lower()) and is_spam_host(target.group(1).lower()):
            yield Evidence("cloaked", cut(f"refresh {target.group(1)}"))
    for frame in page.outline.frames:
        host = host_of(frame.get("src") or "")
        covers = _FULL_SCREEN.search((frame.get("style") or "").lower()) is not None
        if page.is_foreign(host) and is_spam_host(host) and (covers or page.indonesian):
            yield Evidence("cloaked", cut(f"frame {host}"), (frame,))
    for program in page.outline.scripts if page.indonesian else ():
        script = program.text
        jump = _JUMP.search(script) if script and "location" in script else None
        if not script or not jump or not page.is_foreign(host := jump.group(2).lower()):
            continue
        by_origin = "document.referrer" in script and _ENGINE.search(script)
        by_visitor = "userAgent" in script and _VISITOR.search(script)
        if by_origin or by_visitor or is_spam_host(host):
            yield Evidence("cloaked", cut(f"redirect {host}"))
