"""URL canonicalization: all URL variants of an article map to one key.

`clean_url` returns the URL to fetch: without tracking parameters, otherwise unchanged. `canonicalize`
returns the key, in the form of a URL: two URLs of one article have the same key, two articles never do. The
key need not be fetchable. `article_id` is its short hash.
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
    route_of,
    split_url,
)
from crawler.urls.tracking_params import COMMENT_PAGE, MENU, is_decoration, is_tracking, strip_decoration

KEPT = 4096
"""Cache size: discovery, fetch decision, download and storage each use the id of a URL."""

MIRROR_HOSTS = {"www", "www1", "www2", "m", "amp", "mobile"}
"""First labels of hosts that serve the same site."""

PLAIN_WORD = re.compile(r"[a-z]+(?:\.(?:html?|php|aspx?|jsp))?", re.IGNORECASE)
"""The last segment of a section or a script, not of an article."""

LISTING_ROOTS = {"category", "kategori", "tag", "author", "search", "page"}
"""First path segments of listings; with a number or slug as third segment they may still be articles."""


def clean_url(url: str) -> str:
    """Return the URL to fetch: lower-case host, normalized path, no fragment, user, tracking or session
    parameter. A fragment that is a path for the page's scripts (`#/berita/12`) stays.

    Scheme, `www.`, trailing slash, unknown parameters and their order stay: a server may require them.
    Raises UrlError.
    """
    parts = split_url(url)
    fields = [raw for raw, name, value in query_fields(parts) if not is_tracking(name, value)]
    page = build_url(parts.scheme, normalize_authority(parts), normalize_path(parts) or "/", fields)
    return page + route_of(parts)


@lru_cache(maxsize=512)  # several steps in a row use the same URL
def canonicalize(url: str) -> str:
    """Return the key of an article's URL, in the form of a URL.

    Equal for www/bare/mobile host, http/https, `/amp/`, `?amp=1`, `?page=all`, `?print=`, `/index.php/`,
    `/v2/`, trailing slash, percent-encoding, parameter order, tracking, session ids, pages of the same
    article. Raises UrlError if `url` is not an absolute http(s) URL.
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
    return build_url("https", host, path or "/", written) + route_of(parts)


@lru_cache(maxsize=KEPT)
def article_id(url: str) -> str:
    """Return 16 hexadecimal digits, stable across runs and equal for all variants of the URL. Raises
    UrlError.
    """
    return hashlib.sha256(canonicalize(url).encode()).hexdigest()[:16]


@lru_cache(maxsize=512)
def site_of(url: str) -> str:
    """Return the host, with a non-default port, without `www.` or `m.`. Raises UrlError."""
    return _site_host(split_url(url))


def same_site(one: str, other: str) -> bool:
    """Whether two URLs belong to the same site; each subdomain of go.id is a site of its own."""
    try:
        return site_of(one) == site_of(other)
    except UrlError:
        return False


def trusted_canonical(page: str, link: str | None) -> str:
    """Return the canonical URL of the page at `page` (absolute), given its canonical link `link` (raw).

    The link is used if it is on the same site and may be an article: sites often declare the home page or a
    listing as canonical of every page. A relative link is resolved (Drupal 7). A further page of an article
    or of its comments that declares itself (WordPress `/slug/2/`, `/slug/comment-page-1/`) maps to the
    article. Raises UrlError.
    """
    own = clean_url(page)
    if link == page:
        return own
    target = join(page, link) if link else None
    if target is None or _is_page_of(own, target):
        return own
    if not same_site(page, target) or _is_front_or_listing(target) or _is_section(own, target):
        return own
    target = clean_url(target)
    return own if _is_page_of(own, target) else target


def _is_page_of(own: str, target: str) -> bool:
    """Whether a URL is that of a further page of `own`, of its text or of its comments."""
    tail = target.removeprefix(own.rstrip("/") + "/").rstrip("/")
    return (len(tail) <= 2 and tail.isdigit()) or COMMENT_PAGE.fullmatch(tail) is not None


def _is_front_or_listing(url: str) -> bool:
    """Whether the URL is the site's front page, or one that only listings have."""
    parts = split_url(canonicalize(url))
    if parts.path == "/" and not parts.query:
        return True
    segments = parts.path.lower().strip("/").split("/")
    if segments[0] not in LISTING_ROOTS:
        return False
    return not any(re.search(r"\d{3,}|-", segment) for segment in segments[2:])


def _is_section(own: str, target: str) -> bool:
    """Whether the canonical URL is a plain word (`/berita`), and that of the page names one article.

    Some sites declare the same section or script as canonical of all articles.
    """
    mine, there = split_url(canonicalize(own)), split_url(canonicalize(target))
    name, own_name = (parts.path.rstrip("/").rpartition("/")[2] for parts in (there, mine))
    if there.query or PLAIN_WORD.fullmatch(name) is None or mine == there:
        return False
    return bool(mine.query) or PLAIN_WORD.fullmatch(own_name) is None


def _site_host(parts: SplitResult) -> str:
    return _site_of_authority(normalize_authority(parts))


@lru_cache(maxsize=512)
def _site_of_authority(host: str) -> str:
    first, _, rest = host.partition(".")
    if first in MIRROR_HOSTS and "." in rest:
        return rest
    # The default port of the other scheme is the same site.
    return re.sub(r":(?:80|443)$", "", host)
