"""Addresses: one article, one identity, whatever doublet of its address was found.

`tidy` gives the address to fetch: what only tracks or decorates is gone, the rest is untouched.
`canonicalize` gives the identity, in the form of an address: two addresses of one article have the same,
two articles never do. It is a key and need not answer when fetched. `article_id` is its short hash.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import SplitResult

from crawler.urls.parsing import (
    SAFE_IN_QUERY,
    UrlError,
    build_url,
    join,
    normalize_authority,
    normalize_path,
    percent_encode,
    query_fields,
    split_url,
)
from crawler.urls.tracking_params import COMMENT_PAGE, MENU, is_decoration, is_tracking, strip_decoration

KEPT = 4096
"""Addresses whose identity is remembered: discovery, decision, download and storing each ask for it."""

MIRROR_HOSTS = {"www", "www1", "www2", "m", "amp", "mobile"}
"""First labels of hosts that show the same site."""

LISTING_ROOTS = {"category", "kategori", "tag", "author", "search", "page"}
"""First segments of listings; with a number or a slug as third segment they may still hold articles."""


def clean_url(url: str) -> str:
    """The address to fetch: lower-case host, clean path, no fragment, user, tracking or session.

    Scheme, `www.`, trailing slash, unknown parameters and their order stay: a server may insist on them.
    Raises AddressError.
    """
    parts = split_url(url)
    fields = [raw for raw, name, value in query_fields(parts) if not is_tracking(name, value)]
    return build_url(parts.scheme, normalize_authority(parts), normalize_path(parts) or "/", fields)


@lru_cache(maxsize=512)  # several steps in a row ask for the same address
def canonicalize(url: str) -> str:
    """The identity of an article's address, written as an address.

    Equal for www/bare/mobile host, http/https, `/amp/`, `?amp=1`, `?page=all`, `?print=`, `/index.php/`,
    `/v2/`, trailing slash, percent-encoding, order of parameters, tracking, session ids, pages of the same
    article. Raises AddressError when `url` is no absolute http(s) address.
    """
    parts = split_url(url)
    host = _site_host(parts)
    path = strip_decoration(host, normalize_path(parts))
    fields = [(name, value) for _, name, value in query_fields(parts) if not is_decoration(name, value)]
    if any(name == "option" for name, _ in fields):
        fields = [
            (name, value.partition(":")[0] if name == "id" else value)
            for name, value in fields
            if name.lower() not in MENU
        ]
    written = sorted(
        percent_encode(name, SAFE_IN_QUERY) + (f"={percent_encode(value, SAFE_IN_QUERY)}" if value else "")
        for name, value in fields
    )
    return build_url("https", host, path or "/", written)


@lru_cache(maxsize=KEPT)
def article_id(url: str) -> str:
    """16 hexadecimal characters, the same over runs and doublets of the address. Raises AddressError."""
    return hashlib.sha256(canonicalize(url).encode()).hexdigest()[:16]


@lru_cache(maxsize=512)
def site_of(url: str) -> str:
    """The host (and port, if it is not the usual one) without `www.` and its like. Raises AddressError."""
    return _site_host(split_url(url))


def same_site(one: str, other: str) -> bool:
    """Whether two addresses stand on the same site; each sub-domain of go.id is a site of its own."""
    try:
        return site_of(one) == site_of(other)
    except UrlError:
        return False


def trusted_canonical(page: str, link: str | None) -> str:
    """The address that the page `page` (absolute) may be known by, given its canonical link `link` (raw).

    The link is believed when it stands on the same site and can be an article: the home page or a listing as
    canonical of every page is a common mistake. A relative link is resolved (Drupal 7). A further page of an
    article or of its comments that names itself (WordPress `/slug/2/`, `/slug/comment-page-1/`) is the
    article. Raises AddressError.
    """
    own = clean_url(page)
    if link == page:
        return own
    target = join(page, link) if link else None
    if target is None or _is_page_of(own, target):
        return own
    if not same_site(page, target) or _is_front_or_listing(target):
        return own
    target = clean_url(target)
    return own if _is_page_of(own, target) else target


def _is_page_of(own: str, target: str) -> bool:
    """Whether an address is that of a further page of `own`, of its text or of its comments."""
    tail = target.removeprefix(own.rstrip("/") + "/").rstrip("/")
    return (len(tail) <= 2 and tail.isdigit()) or COMMENT_PAGE.fullmatch(tail) is not None


def _is_front_or_listing(url: str) -> bool:
    """The site's front page, or an address that only listings have."""
    parts = split_url(canonicalize(url))
    if parts.path == "/" and not parts.query:
        return True
    segments = parts.path.lower().strip("/").split("/")
    if segments[0] not in LISTING_ROOTS:
        return False
    return not any(re.search(r"\d{3,}|-", segment) for segment in segments[2:])


def _site_host(parts: SplitResult) -> str:
    return _site_of_authority(normalize_authority(parts))


@lru_cache(maxsize=512)
def _site_of_authority(host: str) -> str:
    first, _, rest = host.partition(".")
    if first in MIRROR_HOSTS and "." in rest:
        return rest
    # A port that is usual for the other scheme is no other site.
    return re.sub(r":(?:80|443)$", "", host)
