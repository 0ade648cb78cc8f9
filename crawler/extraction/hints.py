"""What element names and class names say of a block. They are hints: a redesign changes them."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "o:p",
        "q",
        "ruby",
        "rt",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
"""Tags that do not end a line."""

NEVER = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "svg",
        "math",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "iframe",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "meta",
        "link",
        "nav",
        "menu",
        "dialog",
        "map",
        "progress",
        "meter",
        "datalist",
        "fieldset",
        "rp",
        "amp-ad",
        "amp-embed",
        "amp-social-share",
        "amp-sidebar",
        "amp-analytics",
        "title",
        "frameset",
        "noframes",
    ]
)
"""Tags that hold no text of an article."""

_BOILERPLATE = re.compile(
    r"""
      comment(?!ary|ator) | komentar | disqus | respond\b | reply
    | related | terkait | baca[-_]?juga | bacajuga | linksisip | lihatjg | lihat[-_]juga | inner[-_]link
      | noncontent
    | simak[-_]juga | read[-_]?(?:more|next|also) | see[-_]?also | also[-_]?read | more[-_](?:from|on
      |stories|news)
    | recommend | rekomendasi | terpopuler | popul[ae]r | trending | most[-_]?(?:read|viewed) | latest
      | terkini
    | terbaru | lainnya | next[-_]?(?:article|post|story) | prev(?:ious)?[-_]?(?:article|post)
    | shar(?:e|ing)(?![a-z]*holder) | socia?l(?![a-z]*ist) | sosmed | socmed | bagikan | addtoany
      | addthis | follow
    | newsletter | subscri | langganan | sign[-_]?up | register | paywall[-_](?:banner|offer) | piano
    | (?:^|[\s_-])(?:ad|ads|adv|adsense|adslot|advert\w*|dfp|gpt|iklan|banner|sponsor\w*|promo\w*
      |parallax\w*)(?=$|[\s_-]|\d)
    | outbrain | taboola | mgid | marketing | affiliate
    | breadcrumb | pagination | pager | paging | \bpage-?links | site[-_](?:header|footer|nav) | \bmenu
      | navigation
    | (?:post|article|entry)[-_]?nav | sidebar | (?:^|\s)widget(?=\s|_|$) | toolbar | tool-?tip | popup
      | pop-?over | modal
    | (?:post|entry|article|jeg_post)[-_]?(?:tags?|footer|meta|info|author|views?)\b | (?:^
      |[\s_-])(?:tags?|tagcloud|tag-?list|topics?|keywords?)(?=$|\s)
    | author[-_]?(?:box|bio|info|card|desc)? \b(?!ed) | (?:^|[\s_-])(?:byline|penulis|dateline|timestamp
      |publish(?:ed)?[-_]?date)
    | view[-_]?count | counter | (?:^|[\s_-])(?:rating|vote|poll|polling|survey|quiz)(?=$|[\s_-])
    | cookie | consent | gdpr | copyright | disclaimer | (?:^|[\s_-])(?:print|correction|feedback)(?=$
      |[\s_-])
    | skip-?link | screen-reader | sr-only | visually-?hidden | (?:^|\s)hidden(?=$|\s) | d-none
    | (?:^|[\s_-])(?:teaser|teasers|card|cards|carousel|slider|swiper|playlist|video-?player|jwplayer)(?=$
      |[\s_-])
    | (?:^|[\s_-])(?:toc|table-of-contents|fact-?box|info-?box|audio|listen|login|account)(?=$|[\s_-])
    """,
    re.VERBOSE,
)

_BODY = re.compile(
    r"""
      article-?_*body | article_?-?_?content | article_?-?_?text | articletext | story-?_?_?body
        | story-?_?_?content
    | entry-?_?content | post-?_?_?content | post-?_?_?body | postcontent | content-?_?article
      | news-?_?(?:content|body|text|detail)
    | body-?_?(?:content|text|copy) | richtext(?:story)?body | content-inner | td-post-content
      | itemfulltext | item-?page | field-name-body
    | isi-?_?(?:berita|artikel|konten) | (?:berita|artikel|konten)-?_?(?:isi|content|body|text|detail)
      | detail-?_?(?:berita|artikel|konten|isi|text|content)
    | read-?_*content | baca-?_?(?:berita|konten|isi) | konten-?_?artikel | text-?_?artikel
      | single-?_?content | main-?_?content
    """,
    re.VERBOSE,
)

_LEAD = re.compile(
    r"""
      (?:^|[\s_-])(?:lead|lede|deck|dek|standfirst|stand-first|subtitle|sub-title|subhead|subheadline
        |subline|sub-headline
      |summary|summery|excerpt|intro|introtext|introduction|preface|preamble|vorspann|einleitung|chapeau
        |chapo|abstract|strapline
      |sinopsis|ringkasan|teras|ingress|kicker-text|description|desc|entradilla|sommario|occhiello|sapo
        |bajada|copete)
    | lead-?text | intro-?text | leadtext | lead__ | teaser-?text | header[-_](?:teaser|lead) | headdek
      | article__?lead | standfirst
    """,
    re.VERBOSE,
)

_CAPTION = re.compile(
    r"caption|keterangan[-_]?(?:foto|gambar)|photo-?_?credit|image-?_?credit|img-?_?(?:desc|caption)|foto-?_?(?:ket|caption)"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


def names(element: HtmlElement) -> str:
    """Class and id of `element` in lower case, or nothing."""
    get = element.get
    return f"{get('class') or ''} {get('id') or ''}".lower()


@lru_cache(maxsize=20_000)
def is_boilerplate(named: str) -> bool:
    """Whether class and id name something that stands beside an article."""
    return _BOILERPLATE.search(named) is not None


@lru_cache(maxsize=20_000)
def is_body(named: str) -> bool:
    """Whether class and id name the text of an article."""
    return _BODY.search(named) is not None


@lru_cache(maxsize=20_000)
def is_lead(named: str) -> bool:
    """Whether class and id name the lead between a title and the text."""
    return _LEAD.search(named) is not None


@lru_cache(maxsize=20_000)
def is_caption(named: str) -> bool:
    """Whether class and id name the caption of an image."""
    return _CAPTION.search(named) is not None


def is_hidden(element: HtmlElement) -> bool:
    """Whether a reader sees nothing of `element`."""
    style = element.get("style")
    return element.get("hidden") is not None or (
        style is not None and _HIDDEN.search(style.lower()) is not None
    )
