"""Hints from element, class and id names. They are only hints: a redesign changes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from functools import lru_cache

from lxml.html import HtmlElement

from crawler.extraction.dom.visibility import is_undisplayed

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "o:p", "q", "rb", "rp", "rt", "rtc", "ruby",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
"""Tags that do not end a line."""

NEVER = frozenset({
    "script", "style", "noscript", "template", "head", "svg", "math", "object", "embed", "canvas",
    "audio", "video", "iframe", "select", "option", "button", "input", "textarea", "meta", "link",
    "nav", "menu", "dialog", "map", "progress", "meter", "datalist", "fieldset", "amp-ad", "amp-embed",
    "amp-social-share", "amp-sidebar", "amp-analytics", "title", "frameset", "noframes",
})  # fmt: skip
"""Tags that hold no text of an article."""

NEVER_INLINE = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "input", "button", "select", "meta",
    "link", "audio",
})  # fmt: skip
"""Those among them that may be within a line."""

_LINKS = r"""
    related terkait baca[-_]?juga linksisip lihatjg lihat[-_]juga inner[-_]link noncontent simak[-_]juga
    read[-_]?(?:more|next|also) see[-_]?also also[-_]?read more[-_](?:from|on|stories|news)
    recommend rekomendasi terpopuler popul[ae]r trending most[-_]?(?:read|viewed) latest terkini terbaru
    lainnya next[-_]?(?:article|post|story) prev(?:ious)?[-_]?(?:article|post)
"""
"""What names links to other pages."""

_BY_MACHINE = r"""
    ai[-_](?:summary|ringkasan|rangkuman) gpt[-_](?:summary|ringkasan|rangkuman)
    summary[-_](?:ai|gpt)(?![a-z]) ringkasan[-_](?:ai|gpt)(?![a-z]) rangkuman[-_](?:ai|gpt)(?![a-z])
"""
"""Names of summaries that a program wrote, which are no leads of an article."""

_ANYWHERE = r"""
    comment(?!ary|ator) komen(?:tar|(?![a-z])) disqus respond\b reply
    shar(?:e|ing)(?![a-z]*holder) socia?l(?![a-z]*ist) sosmed socmed bagikan addtoany addthis follow
    newsletter subscri langganan sign[-_]?up paywall[-_](?:banner|offer) piano
    outbrain taboola mgid affiliate
    breadcrumb pagination pager paging page-links(?<!\wpage-links) pagelinks(?<!\wpagelinks)
    site[-_](?:header|footer|nav) menu(?<!\wmenu) navigation
    post[-_]?(?:nav|(?:tags?|footer|meta|info|author|views?)\b)
    article[-_]?(?:nav|(?:tags?|footer|meta|info|author|views?)\b)
    entry[-_]?(?:nav|(?:tags?|footer|meta|info|author|views?)\b)
    author[-_]?(?:box|bio|info|card|desc)?\b(?!ed) view[-_]?count
    cookie consent gdpr copyright disclaimer
    skip-?link screen-reader sr-only visually-?hidden hidden(?<!.hidden)$ d-none(?<!.d-none)
    instagram-media tiktok-embed
"""
"""Names of boilerplate, anywhere in a class name."""

_ANYWHERE_WEAK = r"""
    sidebar widget(?<!.widget)(?=_|$) toolbar tool-?tip popup pop-?over modal counter register marketing
"""
"""Names of boilerplate that are also used for layouts and page builders."""

_PARTS = (
    ("byline penulis dateline timestamp publish(?:ed)?[-_]?date", ""),
    ("footer", "$"),
    (
        "rating vote poll polling correction feedback toc table-of-contents login account carousel slider"
        " swiper playlist video-?player jwplayer",
        "(?=$|[_-])",
    ),
)
_PARTS_WEAK = (
    (
        r"ad ads adv adsense adslot advert\w* dfp gpt iklan banner sponsor\w* promo\w* parallax\w*",
        r"(?=$|[_-]|\d)",
    ),
    ("tags? tagcloud tag-?list topics? keywords?", "$"),
    ("survey quiz print fact-?box info-?box audio listen", "(?=$|[_-])"),
)
_PARTS_LINKS = (("teaser teasers card cards", "(?=$|[_-])"),)
"""Names as parts of a class name, from a dash or underscore on, with the required continuation."""


def one_of(words: str, *, begins: bool = False, after: str = "") -> str:
    """A pattern for any of `words`, each beginning with a letter, sorted by it.

    If all alternatives begin this way, the search skips other letters at once: a lookbehind after the first
    letter costs a fraction of one before it. `begins`: match only at the start of a part of a name; `after`:
    what must follow.
    """
    initials: dict[str, list[str]] = {}
    for word in words.split():
        initials.setdefault(word[0], []).append(word[1:])
    return "|".join(
        f"{initial}{f'(?<![^_-]{initial})' if begins else ''}(?:{'|'.join(rest)}){after}"
        for initial, rest in initials.items()
    )


def _named(anywhere: str, parts: Iterable[tuple[str, str]]) -> re.Pattern[str]:
    return re.compile(
        "|".join([one_of(anywhere), *(one_of(words, begins=True, after=after) for words, after in parts)])
    )


_DIGITS = re.compile(r"\d+")
_HIDDEN = re.compile(
    r"skip-?link|screen-?reader|sr-only|visually-?hidden|(?<![\w-])d-none|tool-?tip[-_]?(?:text|content|inner|body)"
)
"""Names of text that is not shown, or not yet."""
_TEXTS = _named(_BY_MACHINE + _ANYWHERE + _ANYWHERE_WEAK, _PARTS + _PARTS_WEAK)
_STRONG = _named(_LINKS + _BY_MACHINE + _ANYWHERE, _PARTS)
_BOILERPLATE = _named(_LINKS + _BY_MACHINE + _ANYWHERE + _ANYWHERE_WEAK, _PARTS + _PARTS_WEAK + _PARTS_LINKS)

_BODY = re.compile(
    one_of(
        """
        article-?_*body article_?-?_?content article_?-?_?text articletext story-?_?_?body
        story-?_?_?content entry-?_?content post-?_?_?content post-?_?_?body postcontent
        content-?_?article news-?_?(?:content|body|text|detail) body-?_?(?:content|text|copy)
        richtext(?:story)?body content-inner td-post-content itemfulltext item-?page field-name-body
        isi-?_?(?:berita|artikel|konten) berita-?_?(?:isi|content|body|text|detail)
        artikel-?_?(?:isi|content|body|text|detail) konten-?_?(?:isi|content|body|text|detail)
        detail-?_?(?:berita|artikel|konten|isi|text|content) read-?_*content
        baca-?_?(?:berita|konten|isi) konten-?_?artikel text-?_?artikel single-?_?content main-?_?content
        """
    )
)

_LEAD = re.compile(
    one_of(
        """
        lead(?!ing) lede deck dek standfirst stand-first subtitle sub-title subhead subheadline sub-headline
        subline summary summery excerpt intro introtext introduction preface preamble vorspann einleitung
        chapeau chapo abstract strapline sinopsis ringkasan teras ingress kicker-text description desc
        entradilla sommario occhiello sapo bajada copete
        """,
        begins=True,
    )
    + "|"
    + one_of(
        """
        lead-?text intro-?text leadtext lead__ teaser-?text header[-_](?:teaser|lead) headdek
        article__?lead standfirst
        """
    )
)

_CAPTION = re.compile(
    one_of(
        """
        caption ket(?:erangan)?[-_]?(?:foto|gambar) photo-?_?credit image-?_?credit img-?_?(?:desc|caption)
        foto-?_?(?:ket|caption)
        """
    )
)
_MEDIA = re.compile(
    one_of(
        """
        image images img photo foto picture figure media bild gambar video gallery galeri thumb(?:nail)?
        featured visual illustration
        """,
        begins=True,
        after="(?=$|[_-]|[a-z]*(?:info|wrap|box|container|block))",
    )
)


_FOOTER = re.compile(
    r"(?:^|\s)(?:(?:site|page|main|global|app)[-_]?)?footer(?:[-_](?:area|section|wrap(?:per)?|container|main))?"
    r"(?:\s|$)",
    re.I,
)
_CIPHER = "obfuscated"
_ID_WORD = re.compile(r"[^\W_]+")
_CHAPTER = 3
"""Words of an id from which on it repeats a heading and names no part of a site."""


def marks(element: HtmlElement, *, by_id: bool = True) -> tuple[str, bool]:
    """Class and id of `element` (the class alone unless `by_id`), and whether it is not displayed.

    Most elements have no attributes, and a single attribute lookup takes longer than listing them.
    """
    given = element.keys()
    if not given:
        return "", False
    get = element.get
    named = get("class") or "" if "class" in given else ""
    if by_id and "id" in given:
        named = f"{named} {get('id')}"
    hidden = "hidden" in given or ("style" in given and is_undisplayed(get("style") or ""))
    return named, hidden or is_cipher(named)


def is_cipher(named: str) -> bool:
    """Whether a name marks text that a paywall delivers encrypted and nobody can read."""
    return _CIPHER in named


@lru_cache(maxsize=8192)
def is_called_footer(named: str) -> bool:
    """Whether classes or id call an element the footer of the page, as surely as its tag would."""
    return _FOOTER.search(named) is not None


def is_chapter(element: HtmlElement, anchors: Set[str]) -> bool:
    """Whether an element's id is only the target of a link in a table of contents, and repeats a heading.

    `anchors` are the ids that links within the page lead to. `comments` and `site-footer` still count
    as names; an id of several words does not (`toc_how-they-work`).
    """
    label = element.get("id")
    return label is not None and label in anchors and len(_ID_WORD.findall(label)) >= _CHAPTER


def names(element: HtmlElement) -> str:
    """Class and id of `element`; empty if it has neither."""
    get = element.get
    named, label = get("class"), get("id")
    if named is None:
        return label or ""
    return f"{named} {label}" if label else named


def make_of(element: HtmlElement, most: int | None = 2) -> tuple[str, str]:
    """Tag and first `most` classes of `element`, without digits: equal for parts with the same markup."""
    named = element.get("class")
    if not named:
        return str(element.tag), ""
    return str(element.tag), _DIGITS.sub("", " ".join(named.split()[:most]))


def _one(pattern: re.Pattern[str], unless: re.Pattern[str] | None = None) -> Callable[[str], bool]:
    """Whether a name matches `pattern`, and not `unless`."""
    search = pattern.search
    if unless is not None:
        return lru_cache(maxsize=50_000)(
            lambda name: search(name) is not None and unless.search(name) is None
        )
    return lru_cache(maxsize=50_000)(lambda name: search(name) is not None)


_SHOWN_WIDE = re.compile(
    r"(?<![\w:-])(?:d-none|hidden)(?=\s.*(?<![\w-])(?:d-(?:sm|md|lg|xl|xxl)-|(?:sm|md|lg|xl|2xl):)"
    r"(?:block|flex|grid|inline|table))"
)
"""A class that hides an element on small screens only: `d-none d-md-block`, `hidden md:block`."""


def _any(says: Callable[[str], bool]) -> Callable[[str], bool]:
    """Whether one of several names matches."""
    return lru_cache(maxsize=20_000)(lambda named: any(map(says, _SHOWN_WIDE.sub("", named.lower()).split())))


# One function and one cache for each kind of part: most names are looked up for one or two kinds.
_says_boilerplate = _one(_BOILERPLATE)
_says_boilerplate_surely = _one(_STRONG)
_says_body = _one(_BODY)
_says_lead = _one(_LEAD, unless=re.compile(one_of(_BY_MACHINE)))
_says_caption = _one(_CAPTION)
_says_media = _one(_MEDIA)
is_called_boilerplate = _any(_says_boilerplate)
is_called_hidden = _any(_one(_HIDDEN))
is_surely_boilerplate = _any(_says_boilerplate_surely)
is_called_other_text = _any(_one(_TEXTS))
"""Whether a name marks boilerplate that needs no link: comments, a newsletter, a footer."""
is_called_body = _any(_says_body)
is_called_lead = _any(_says_lead)
is_called_caption = _any(_says_caption)
is_called_media = _any(_says_media)
