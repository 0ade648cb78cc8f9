"""Recognizes APIs of common CMSs by URL and response, with their maximum page size.

CMS | sign
-------|-----
WordPress | `/wp-json/wp/v2/posts`, `?rest_route=/wp/v2/posts`; `title.rendered`
Strapi | `pagination[page]`, `meta.pagination`; `attributes` (4) or `documentId` (5)
Directus | `/items/NAME`; `date_created`, `user_created`
Laravel resource | `meta.last_page` and `links.next`, or `last_page` and `next_page_url` beside `data`
Ghost | `/ghost/api/content/posts`
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class KnownApi:
    """`size` is the page-size parameter, `most` its maximum, `extra` are parameters that posts require."""

    name: str
    size: str | None
    most: int = 100
    page: str | None = None
    extra: str = ""


WORDPRESS = KnownApi("WordPress REST", "per_page", page="page", extra="_embed=1")
STRAPI = KnownApi("Strapi", "pagination[pageSize]", page="pagination[page]")
DIRECTUS = KnownApi("Directus", "limit", page="page")
LARAVEL = KnownApi("a Laravel resource", "per_page", page="page")
GHOST = KnownApi("Ghost", "limit", page="page")

_WORDPRESS = re.compile(r"/wp/v2/posts(?:[/?&]|$)")
_DIRECTUS = re.compile(r"/items/\w+/?$")


def recognise(url: str, data: Any) -> KnownApi | None:
    """The CMS that returned `data` at `url`; None if it is not known."""
    path, query = urlsplit(url).path, urlsplit(url).query
    meta = data.get("meta") if isinstance(data, dict) else None
    meta = meta if isinstance(meta, dict) else {}
    if _WORDPRESS.search(f"{path}?{query}".replace("%2F", "/")) and isinstance(data, list):
        return WORDPRESS
    if "/ghost/api/" in path:
        return GHOST
    items = data.get("data") if isinstance(data, dict) else None
    if not isinstance(items, list) or not items or not isinstance(items[0], dict):
        return None
    if isinstance(meta.get("pagination"), dict) and (
        "attributes" in items[0] or "documentId" in items[0] or "pageCount" in meta["pagination"]
    ):
        return STRAPI
    if "last_page" in meta or ("last_page" in data and "next_page_url" in data):
        return LARAVEL
    if _DIRECTUS.search(path):
        return DIRECTUS
    return None
