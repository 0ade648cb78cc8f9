"""Tables of query parameters, path segments and suffixes that do not change the article.

The rules remove known parts only: an unknown query parameter stays, since `/baca?nomor=12` and
`/baca?nomor=13` are two articles. The portals on which a form was seen are named beside the rules.
"""

from __future__ import annotations

import re

TRACKING = re.compile(
    r"utm_\w+|at_(?:medium|campaign)|mtm_\w+|pk_\w+|hsa_\w+|_hs\w+|fb_\w+|mc_(?:cid|eid)|"
    r"fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid?|igsh|li_fat_id|"
    r"_ga|_gl|spm|ref|ref_src|ref_url|referrer|cmp|cmpid|ns_\w+|share|shared|share_\w+|shareid|"
    r"nb|replytocom|like_comment|showcomment|_wpnonce|doing_wp_cron|relatedposts(?:_\w+)?",
    re.IGNORECASE,
)
"""Parameters that track the visitor."""

SESSION = re.compile(r"phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id|ci_session", re.IGNORECASE)
SHORT_SESSION = re.compile(r"sid|s|session", re.IGNORECASE)
"""Session parameters only if the value looks like a session id: PHP-Nuke numbers its articles `sid=12`."""
SESSION_VALUE = re.compile(r"[0-9a-z,-]{20,}", re.IGNORECASE)

RENDERING = re.compile(
    r"amp|noamp|pgrelated|print|printable|cetak|nomobile|outputtype|tmpl|showall|language|fontstyle|cpage",
    re.IGNORECASE,
)
"""Parameters that select another rendering of the same article (`?amp=1` WordPress, `?pgrelated=`,
`?print=print-search`, `?language=farsi`, `?tmpl=component` Joomla).
"""

PAGING = re.compile(r"page|halaman|hal|paged|start|limitstart", re.IGNORECASE)
PAGING_VALUE = re.compile(r"\d*|all|semua", re.IGNORECASE)
"""`?page=all` and `?halaman=2` show the same article; home-made sites name pages by `?page=berita&id=5`."""

INDONESIAN = {"id", "ind", "in", "id-id", "id_id", "idn", "indonesia", "indonesian"}
"""Values for the Indonesian version of a page on multilingual sites: `?lang=id`."""

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
"""Parameters that are ignored only with these values."""

MENU = {"itemid", "catid", "lang", "layout"}
"""Joomla repeats menu and category beside `option=` and `id=`; they do not change the article."""

FRONT_CONTROLLERS = {"index.php", "index.html", "index.htm", "index.asp", "default.aspx"}
"""Path segments equal to their folder: `/index.php/berita/616`, `/berita/616/index.html`."""

TAIL_SEGMENTS = {"amp", "print", "embed"}
"""Last segments that select another rendering of the article."""

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
"""Sites that ignore everything after the article's number (host, path, key)."""

K2_ITEM = re.compile(r"^.*/item/(\d+)[-:][^/]*$")
"""Joomla K2 serves an item below every menu entry: `/berita/item/12-x`, `/component/k2/item/12-x`."""

WORDPRESS_DATED_PAGE = re.compile(r"^(.*/(?:19|20)\d\d/\d\d(?:/\d\d)?/[^/]*[^\W\d][^/]*)/\d{1,2}$")
"""`/2022/11/17/slug/2/` is the second page of the article `slug`."""


def is_tracking(name: str, value: str) -> bool:
    """Whether a query field tracks the visitor, or is a session id."""
    if TRACKING.fullmatch(name) or SESSION.fullmatch(name):
        return True
    return bool(SHORT_SESSION.fullmatch(name) and SESSION_VALUE.fullmatch(value))


def is_decoration(name: str, value: str) -> bool:
    """Whether the article is the same without the query field."""
    if is_tracking(name, value) or RENDERING.fullmatch(name):
        return True
    if PAGING.fullmatch(name) and PAGING_VALUE.fullmatch(value):
        return True
    return value.lower() in RENDERING_VALUES.get(name.lower(), ())


def strip_decoration(host: str, path: str) -> str:
    """Remove all parts that do not change the article; repeated, since one rule may enable the next."""
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
    # Both patterns try every folder of the path; most paths cannot match.
    if "/item/" in path and (item := K2_ITEM.match(path)):
        return f"/item/{item[1]}"
    if segments and len(segments[-1]) <= 2 and (paged := WORDPRESS_DATED_PAGE.match(path)):
        return paged[1]
    return path
