"""Addresses: one article, one identity, whatever doublet of its address was found.

`tidy` gives the address to fetch: what only tracks or decorates is gone, the rest is untouched.
`canonicalize` gives the identity, in the form of an address: two addresses of one article have the same,
two articles never do. It is a key and need not answer when fetched. `article_id` is its short hash.

The rules only take away what is known to decorate (tables below): an unknown query parameter stays, since
`/baca?nomor=12` and `/baca?nomor=13` are two articles. Seen on the portals named beside the rules.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

MAX_LENGTH = 4096
"""Longer addresses are traps or mistakes; no server of the field takes them."""

KEPT = 4096
"""Addresses whose identity is remembered: discovery, decision, download and storing each ask for it."""

TRACKING = re.compile(
    r"utm_\w+|at_(?:medium|campaign)|mtm_\w+|pk_\w+|hsa_\w+|_hs\w+|fb_\w+|mc_(?:cid|eid)|"
    r"fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid?|igsh|li_fat_id|"
    r"_ga|_gl|spm|ref|ref_src|ref_url|referrer|cmp|cmpid|ns_\w+|share|shared|share_\w+|shareid|"
    r"nb|replytocom|like_comment|showcomment|_wpnonce|doing_wp_cron|relatedposts(?:_\w+)?",
    re.IGNORECASE,
)
"""Parameters that say who came from where."""

SESSION = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id|ci_session", re.IGNORECASE)
SHORT_SESSION = re.compile(r"sid|s|session", re.IGNORECASE)
"""Sessions only when the value looks like one: PHP-Nuke numbers its articles `sid=12`."""
SESSION_VALUE = re.compile(r"[0-9a-z,-]{20,}", re.IGNORECASE)

RENDERING = re.compile(
    r"amp|noamp|pgrelated|print|printable|cetak|nomobile|outputtype|tmpl|showall|language|fontstyle|cpage",
    re.IGNORECASE,
)
"""Parameters that choose how the same article is shown (`?amp=1` WordPress, `?pgrelated=`,
`?print=print-search`, `?language=farsi`, `?tmpl=component` Joomla)."""

PAGING = re.compile(r"page|halaman|hal|paged|start|limitstart", re.IGNORECASE)
PAGING_VALUE = re.compile(r"\d*|all|semua", re.IGNORECASE)
"""`?page=all`, `?halaman=2` show the same article; `?page=berita&id=5` is how home-made sites name it."""

INDONESIAN = {"id", "ind", "in", "id-id", "id_id", "idn", "indonesia", "indonesian"}
"""How sites name the language of their articles where they have others beside them: `?lang=id`."""

RENDERING_VALUES = {
    "m": {"", "0", "1"},  # Blogger's mobile page
    "view": {"classic", "flipcard", "magazine", "mosaic", "sidebar", "snapshot", "timeslide"},  # Blogger
    "format": {"amp", "html"},
    "output": {"amp", "1"},
    "type": {"amp"},
    "single": {"1", "true"},
    "nocache": {"", "0", "1"},
    **dict.fromkeys(("lang", "hl", "locale", "bahasa"), INDONESIAN),
}
"""Parameters that decorate only with these values."""

MENU = {"itemid", "catid", "lang", "layout"}
"""Joomla repeats menu and category beside `option=` and `id=`; they do not change the article."""

MIRROR_HOSTS = {"www", "www1", "www2", "m", "amp", "mobile"}
"""First labels of hosts that show the same site."""

FRONT_CONTROLLERS = {"index.php", "index.html", "index.htm", "index.asp", "default.aspx"}
"""Path segments that stand for the folder they are in: `/index.php/berita/616`, `/berita/616/index.html`."""

TAIL_SEGMENTS = {"amp", "print", "embed"}
"""Last segments that show the article before them another way."""

LISTING_ROOTS = {"category", "kategori", "tag", "author", "search", "page"}
"""First segments of listings; with a number or a slug as third segment they may still hold articles."""

VERSION_SEGMENT = re.compile(r"v\d{1,2}", re.IGNORECASE)
"""`/v2/berita/616` is `/berita/616` (kukarkab.go.id keeps both)."""

PAGED_TAIL = re.compile(r"(?:page|halaman|hal|comment-page)", re.IGNORECASE)
"""`/slug/halaman/4`; WordPress also writes `/slug/comment-page-2`."""

COMMENT_PAGE = re.compile(r"comment-page-\d+", re.IGNORECASE)

AMP_SUFFIX = re.compile(r"(?<=[^.])(?:\.amp)+(?=\.html?$|$)")
"""`/judul.amp.html`."""

ANY_TAIL = (
    (
        re.compile(r"(?:^|\.)infopublik\.id$"),
        re.compile(r"^/(kategori|galeri|read)/([^/]+)/(\d+)(?:/.*)?$"),
        r"/\1/\3",
    ),
)
"""Sites that answer with the same article whatever follows its number (host, path, identity)."""

K2_ITEM = re.compile(r"^.*/item/(\d+)[-:][^/]*$")
"""Joomla K2 shows an item below every menu entry: `/berita/item/12-x`, `/component/k2/item/12-x`."""

WORDPRESS_DATED_PAGE = re.compile(r"^(.*/(?:19|20)\d\d/\d\d(?:/\d\d)?/[^/]*[^\W\d][^/]*)/\d{1,2}$")
"""`/2022/11/17/slug/2/` is the second page of the article `slug`."""

SAFE_IN_PATH = "!$&'()*+,;=:@-._~"
SAFE_IN_QUERY = "!$'()*,;:@/?-._~"
ASCII = "".join(map(chr, range(0x21, 0x7F)))


_PLAIN = re.compile(r"[A-Za-z0-9._~-]*")
"""What percent-encoding leaves as it is, in either direction."""

UNSAFE_IN_HOST = re.compile(r"[\s<>\"'\\]")

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class AddressError(ValueError):
    """What was given is no http(s) address; the message names it."""


@lru_cache(maxsize=512)
def split_address(url: str) -> SplitResult:
    """Take an absolute http(s) address apart.

    Raises AddressError for another scheme, no host, a bad port, control characters or absurd length.
    """
    text = url.strip()
    if len(text) > MAX_LENGTH:
        raise AddressError(f"address longer than {MAX_LENGTH} characters: {text[:80]}...")
    if not text.isprintable() and CONTROL.search(text):  # urlsplit would pass over them without a word
        raise AddressError(f"control characters in the address: {text!r}")
    try:
        parts = urlsplit(text)
        host, port = _host_and_port(parts.netloc)
    except ValueError as error:
        raise AddressError(f"not an address: {text!r} ({error})") from error
    if parts.scheme not in {"http", "https"}:
        raise AddressError(f"not an http(s) address: {text!r}")
    if not host or port == 0 or UNSAFE_IN_HOST.search(host):
        raise AddressError(f"no usable host in the address: {text!r}")
    return parts


def is_address(url: str) -> bool:
    """Whether `url` is an absolute http(s) address."""
    try:
        split_address(url)
    except AddressError:
        return False
    return True


def join(base: str, href: str) -> str | None:
    """The absolute http(s) address of a link on the page `base`, no fragment; None if it leads nowhere."""
    href = href.strip()
    if not href or len(href) > MAX_LENGTH or href.startswith("#"):
        return None
    try:
        absolute = urljoin(base, href)
    except ValueError:
        return None
    absolute = absolute.partition("#")[0]
    return absolute if is_address(absolute) else None


def tidy(url: str) -> str:
    """The address to fetch: lower-case host, clean path, no fragment, user, tracking or session.

    Scheme, `www.`, trailing slash, unknown parameters and their order stay: a server may insist on them.
    Raises AddressError.
    """
    parts = split_address(url)
    fields = [raw for raw, name, value in _query(parts) if not _tracks(name, value)]
    return _build(parts.scheme, _authority(parts), _path(parts) or "/", fields)


@lru_cache(maxsize=512)  # several steps in a row ask for the same address
def canonicalize(url: str) -> str:
    """The identity of an article's address, written as an address.

    Equal for www/bare/mobile host, http/https, `/amp/`, `?amp=1`, `?page=all`, `?print=`, `/index.php/`,
    `/v2/`, trailing slash, percent-encoding, order of parameters, tracking, session ids, pages of the same
    article. Raises AddressError when `url` is no absolute http(s) address.
    """
    parts = split_address(url)
    host = _site_host(parts)
    path = _article_path(host, _path(parts))
    fields = [(name, value) for _, name, value in _query(parts) if not _decorates(name, value)]
    if any(name == "option" for name, _ in fields):
        fields = [
            (name, value.partition(":")[0] if name == "id" else value)
            for name, value in fields
            if name.lower() not in MENU
        ]
    spelled = sorted(
        _spell(name, SAFE_IN_QUERY) + (f"={_spell(value, SAFE_IN_QUERY)}" if value else "")
        for name, value in fields
    )
    return _build("https", host, path or "/", spelled)


@lru_cache(maxsize=KEPT)
def article_id(url: str) -> str:
    """16 hexadecimal characters, the same over runs and doublets of the address. Raises AddressError."""
    return hashlib.sha256(canonicalize(url).encode()).hexdigest()[:16]


@lru_cache(maxsize=512)
def bare_authority(url: str) -> str:
    """The host (and port, if it is not the usual one) without `www.` and its like. Raises AddressError."""
    return _site_host(split_address(url))


def same_site(one: str, other: str) -> bool:
    """Whether two addresses stand on the same site; each sub-domain of go.id is a site of its own."""
    try:
        return bare_authority(one) == bare_authority(other)
    except AddressError:
        return False


def trusted_canonical(page: str, link: str | None) -> str:
    """The address that the page `page` (absolute) may be known by, given its canonical link `link` (raw).

    The link is believed when it stands on the same site and can be an article: the home page or a listing as
    canonical of every page is a common mistake. A relative link is resolved (Drupal 7). A further page of an
    article or of its comments that names itself (WordPress `/slug/2/`, `/slug/comment-page-1/`) is the
    article. Raises AddressError.
    """
    own = tidy(page)
    if link == page:
        return own
    target = join(page, link) if link else None
    if target is None or _is_page_of(own, target):
        return own
    if not same_site(page, target) or _is_front_or_listing(target):
        return own
    target = tidy(target)
    return own if _is_page_of(own, target) else target


def _is_page_of(own: str, target: str) -> bool:
    """Whether an address is that of a further page of `own`, of its text or of its comments."""
    tail = target.removeprefix(own.rstrip("/") + "/").rstrip("/")
    return (len(tail) <= 2 and tail.isdigit()) or COMMENT_PAGE.fullmatch(tail) is not None


def _is_front_or_listing(url: str) -> bool:
    """The site's front page, or an address that only listings have."""
    parts = split_address(canonicalize(url))
    if parts.path == "/" and not parts.query:
        return True
    segments = parts.path.lower().strip("/").split("/")
    if segments[0] not in LISTING_ROOTS:
        return False
    return not any(re.search(r"\d{3,}|-", segment) for segment in segments[2:])


@lru_cache(maxsize=512)  # of a few hosts at a time
def _host_and_port(netloc: str) -> tuple[str | None, int | None]:
    parts = SplitResult("", netloc, "", "", "")
    return parts.hostname, parts.port


def _authority(parts: SplitResult) -> str:
    return _written_authority(parts.scheme, parts.netloc)


@lru_cache(maxsize=512)  # of a few hosts at a time
def _written_authority(scheme: str, netloc: str) -> str:
    found, port = _host_and_port(netloc)
    host = (found or "").rstrip(".").lower()
    if not host.isascii():
        # The codec knows IDNA 2003 only; a host it declines stays as written and fails when resolved.
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host)
    if ":" in host:
        host = f"[{host}]"
    usual = {"http": 80, "https": 443}[scheme]
    return host if port in {None, usual} else f"{host}:{port}"


def _site_host(parts: SplitResult) -> str:
    return _site_of_authority(_authority(parts))


@lru_cache(maxsize=512)
def _site_of_authority(host: str) -> str:
    first, _, rest = host.partition(".")
    if first in MIRROR_HOSTS and "." in rest:
        return rest
    # A port that is usual for the other scheme is no other site.
    return re.sub(r":(?:80|443)$", "", host)


def _path(parts: SplitResult) -> str:
    """One spelling of a path: no dot segment, double slashes, session tails, UTF-8, NFC, upper-case %XX."""
    segments: list[str] = []
    for raw in parts.path.split("/"):
        plain = raw.partition(";")[0] if SESSION.match(raw.partition(";")[2]) else raw
        if plain == "..":
            del segments[-1:]
        elif plain not in {"", "."}:
            segments.append(_spell(plain, SAFE_IN_PATH))
    path = "/" + "/".join(segments)
    return path + "/" if segments and parts.path.endswith("/") else path


def _spell(text: str, safe: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    raw = unquote_to_bytes(text)
    try:
        return quote(unicodedata.normalize("NFC", raw.decode("utf-8")), safe=safe)
    except UnicodeDecodeError:
        return quote(raw, safe=safe)


def _article_path(host: str, path: str) -> str:
    """The path without anything that decorates it; what one rule lays bare, the next may take away."""
    path = path.rstrip("/") or "/"
    while (shorter := _undecorated(host, path)) != path:
        path = shorter
    return path


def _undecorated(host: str, path: str) -> str:
    for of_host, of_path, identity in ANY_TAIL:
        if of_host.search(host) and of_path.match(path):
            return of_path.sub(identity, path)
    segments = [s for s in path.split("/") if s and s.lower() not in FRONT_CONTROLLERS]
    while len(segments) > 1 and (segments[0].lower() == "amp" or VERSION_SEGMENT.fullmatch(segments[0])):
        del segments[0]
    while len(segments) > 1:
        last, before = segments[-1].lower(), segments[-2]
        if last in TAIL_SEGMENTS or COMMENT_PAGE.fullmatch(last):
            del segments[-1]
        elif last.isdigit() and len(segments) > 2 and PAGED_TAIL.fullmatch(before):
            del segments[-2:]
        else:
            break
    if segments and ".amp" in segments[-1]:
        segments[-1] = AMP_SUFFIX.sub("", segments[-1])
    path = "/" + "/".join(segments)
    # Both patterns try every folder of the path; what they need is rare.
    if "/item/" in path and (item := K2_ITEM.match(path)):
        return f"/item/{item[1]}"
    if segments and len(segments[-1]) <= 2 and (paged := WORDPRESS_DATED_PAGE.match(path)):
        return paged[1]
    return path


def _query(parts: SplitResult) -> list[tuple[str, str, str]]:
    """The fields of the query in order: as written (in ASCII), name, value; both still percent-encoded."""
    if not parts.query:
        return []
    found = []
    for raw in quote(parts.query, safe=ASCII).split("&"):
        name, _, value = raw.partition("=")
        if name:
            found.append((raw, name, value.replace("+", "%20")))
    return found


def _tracks(name: str, value: str) -> bool:
    if TRACKING.fullmatch(name) or SESSION.fullmatch(name):
        return True
    return bool(SHORT_SESSION.fullmatch(name) and SESSION_VALUE.fullmatch(value))


def _decorates(name: str, value: str) -> bool:
    if _tracks(name, value) or RENDERING.fullmatch(name):
        return True
    if PAGING.fullmatch(name) and PAGING_VALUE.fullmatch(value):
        return True
    return value.lower() in RENDERING_VALUES.get(name.lower(), ())


def _build(scheme: str, authority: str, path: str, fields: list[str]) -> str:
    return f"{scheme}://{authority}{path}" + (f"?{'&'.join(fields)}" if fields else "")
