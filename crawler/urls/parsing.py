"""Splits http(s) URLs and normalizes the spelling of their parts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

from crawler.urls.tracking_params import SESSION

MAX_LENGTH = 4096
"""Longer URLs are traps or mistakes; servers reject them."""

SAFE_IN_PATH = "!$&'()*+,;=:@-._~"
SAFE_IN_QUERY = "!$'()*,;:@/?-._~"
ASCII = "".join(map(chr, range(0x21, 0x7F)))

_PLAIN = re.compile(r"[A-Za-z0-9._~-]*")
"""Characters that percent-encoding leaves unchanged in both directions."""

ROUTE = re.compile(r"!?/[^/]")
"""Beginning of a fragment that a script reads as a path."""

_KEPT = re.compile(
    r"(?:(/(?!/))|https?://[\w.-]+(?::\d+)?(?![^/?]))[\w%~+@:,=./-]*(?:\?[\w%~+@:,=./&-]+)?", re.ASCII
)
"""Links that stay as they are, or (group 1) behind the scheme and host of the page: nearly all."""

UNSAFE_IN_HOST = re.compile(r"[\s<>\"'\\]")

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters, and lone surrogates, for which there is no UTF-8."""


class UrlError(ValueError):
    """The string is not an http(s) URL; the message contains it."""


@lru_cache(maxsize=512)
def split_url(url: str) -> SplitResult:
    """Split an absolute http(s) URL.

    Raises UrlError for another scheme, no host, a bad port, control characters or excessive length.
    """
    text = url.strip()
    if len(text) > MAX_LENGTH:
        raise UrlError(f"address longer than {MAX_LENGTH} characters: {text[:80]}...")
    if not text.isprintable() and CONTROL.search(text):  # urlsplit drops them silently
        raise UrlError(f"control characters in the address: {text!r}")
    try:
        parts = urlsplit(text)
        host, port = _host_and_port(parts.netloc)
    except ValueError as error:
        raise UrlError(f"not an address: {text!r} ({error})") from error
    if parts.scheme not in {"http", "https"}:
        raise UrlError(f"not an http(s) address: {text!r}")
    if not host or port == 0 or UNSAFE_IN_HOST.search(host):
        raise UrlError(f"no usable host in the address: {text!r}")
    return parts


def is_url(url: str) -> bool:
    """Whether `url` is an absolute http(s) URL."""
    try:
        split_url(url)
    except UrlError:
        return False
    return True


def route_of(parts: SplitResult) -> str:
    """Return the fragment, with its `#`, if it is the path of a page rendered by JavaScript (`#/berita/12`);
    otherwise "".
    """
    if ROUTE.match(parts.fragment) is None:
        return ""
    return "#" + percent_encode(parts.fragment.rstrip("/"), SAFE_IN_QUERY + "&=")


def without_anchor(url: str) -> str:
    """Return the URL without a fragment that is a place on the page."""
    page, _, fragment = url.partition("#")
    return url if ROUTE.match(fragment) else page


def resolve(base: str, href: str) -> str:
    """Return what `urllib.parse.urljoin` returns: the absolute URL of a link on the page `base`.

    Splits and builds no URL for links of the usual form, a page has hundreds. Raises ValueError for a URL
    that cannot be split.
    """
    kept = _KEPT.fullmatch(href)
    if kept is None or "/." in href:
        return urljoin(base, href)
    if kept[1] is None:
        return href
    origin = _origin_of(base)
    return origin + href if origin else urljoin(base, href)


@lru_cache(maxsize=64)
def _origin_of(base: str) -> str:
    """Scheme and host of an http(s) URL; empty for any other."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} and parts.netloc else ""


def join(base: str, href: str, *, routes: bool = False) -> str | None:
    """Return the absolute http(s) URL of a link on the page `base`, without fragment; None if it is no such
    URL.

    With `routes` a fragment that is the path of a page rendered by JavaScript stays.
    """
    href = href.strip()
    if not href or len(href) > MAX_LENGTH or (href.startswith("#") and not routes):
        return None
    if "\\" in href:  # browsers read it as a slash: https://url.spec.whatwg.org/#path-state
        place = re.search(r"[?#]", href)
        end = place.start() if place else len(href)
        href = href[:end].replace("\\", "/") + href[end:]
    try:
        absolute = resolve(base, href)
    except ValueError:
        return None
    absolute = without_anchor(absolute) if routes else absolute.partition("#")[0]
    return absolute if is_url(absolute) else None


@lru_cache(maxsize=512)  # a few hosts at a time
def _host_and_port(netloc: str) -> tuple[str | None, int | None]:
    parts = SplitResult("", netloc, "", "", "")
    return parts.hostname, parts.port


def normalize_authority(parts: SplitResult) -> str:
    """Normalize host and port: lower case, ASCII, no default port, no user."""
    return _written_authority(parts.scheme, parts.netloc)


@lru_cache(maxsize=512)  # a few hosts at a time
def _written_authority(scheme: str, netloc: str) -> str:
    found, port = _host_and_port(netloc)
    host = (found or "").rstrip(".").lower()
    if not host.isascii():
        # The codec implements IDNA 2003 only; a host that it rejects stays as is and fails at DNS resolution.
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host)
    if ":" in host:
        host = f"[{host}]"
    usual = {"http": 80, "https": 443}[scheme]
    return host if port in {None, usual} else f"{host}:{port}"


def normalize_path(parts: SplitResult) -> str:
    """Normalize a path: no dot segments, double slashes or session tails; UTF-8, NFC, upper-case %XX."""
    segments: list[str] = []
    for raw in parts.path.split("/"):
        plain = raw.partition(";")[0] if SESSION.match(raw.partition(";")[2]) else raw
        if plain == "..":
            del segments[-1:]
        elif plain not in {"", "."}:
            segments.append(percent_encode(plain, SAFE_IN_PATH))
    path = "/" + "/".join(segments)
    return path + "/" if segments and parts.path.endswith("/") else path


def query_fields(parts: SplitResult) -> list[tuple[str, str, str]]:
    """Return the query fields in order: raw (ASCII), name, value; both still percent-encoded."""
    if not parts.query:
        return []
    found = []
    for raw in quote(parts.query, safe=ASCII).split("&"):
        name, _, value = raw.partition("=")
        if name:
            found.append((raw, name, value.replace("+", "%20")))
    return found


def percent_encode(text: str, safe: str) -> str:
    """Percent-encode consistently, except for the characters in `safe`."""
    if _PLAIN.fullmatch(text):
        return text
    raw = unquote_to_bytes(text)
    try:
        return quote(unicodedata.normalize("NFC", raw.decode("utf-8")), safe=safe)
    except UnicodeDecodeError:
        return quote(raw, safe=safe)


def build_url(scheme: str, authority: str, path: str, fields: list[str]) -> str:
    """Join the parts to a URL."""
    return f"{scheme}://{authority}{path}" + (f"?{'&'.join(fields)}" if fields else "")
