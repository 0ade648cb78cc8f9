"""Previous/next links: the links of an article's page to the article before and after it.

Most systems link to the older and the newer article below the text. Where each article links to the next,
the article pages lead to all articles, and the listing is needed only to verify that none is missing.

form | seen on
------|-----
`<div class="nav-previous"><a href="..." rel="prev">` | WordPress themes
`<a class="hasTooltip" href="..." rel="prev">` in `ul.pagenav`, `a.previous` | Joomla 3, Joomla 4
`<a class="itemPrevious" href="...">` | K2
`<a href="..." class="prev-post">`, `<a href="...">Berita Sebelumnya</a>` | themes, home-made sites
`<a href="...">⇐ Headline</a>` | PopojiCMS
"""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from crawler.discovery.page.url_patterns import HEADLINE, WORDS
from crawler.urls.canonical import canonicalize, same_site
from crawler.urls.parsing import join

MOST = 6
"""Maximum links to read; an article has two neighbours."""

_MAY_BE = etree.XPath(
    "descendant::a[@href and (@rel or @class or ../@class or contains(., 'belumnya') or "
    "contains(., 'anjutnya') or contains(., 'ikutnya') or contains(., 'revious') or contains(., 'ext ') or "
    "translate(., '«‹←⇐⟵❮»›→⇒⟶❯', '') != .)]"
)
_NAME = re.compile(
    r"(?:^|[\s_-])(?:(?:nav|post|item|article|berita|artikel|page)?[_-]?(?:previous|prev|next))"
    r"(?:[_-]?(?:post|article|item|link|berita|artikel|page))?(?:$|[\s_-])",
    re.IGNORECASE,
)
_TEXT = re.compile(
    r"\W*(?:(?:berita|artikel|pos|post|posting|postingan|kabar|tulisan) (?:sebelum|selanjut|berikut)nya\b.*|"
    r"(?:previous|next) (?:post|article|news|story)\b.*|(?:sebelum|selanjut|berikut)nya\W*)",
    re.IGNORECASE | re.DOTALL,
)
_ARROW = re.compile(r"\s*[«‹←⇐⟵❮].*|.*[»›→⇒⟶❯]\s*", re.DOTALL)
_WAYS = frozenset({"prev", "previous", "next"})


def prev_next_links(tree: HtmlElement, url: str) -> tuple[str, ...]:
    """Return the URLs, absolute and on the same site, of the previous and next article on the page at `url`.

    Further pages of the article itself are excluded.
    """
    own = canonicalize(url).rstrip("/")
    found: dict[str, None] = {}
    for element in _MAY_BE(tree):
        if not _leads_on(element):
            continue
        target = join(url, element.get("href") or "")
        if target is None or not same_site(target, url):
            continue
        there = canonicalize(target).rstrip("/")
        if there != own and not there.startswith((f"{own}/", f"{own}?", f"{own}&")):
            found[target] = None
            if len(found) >= MOST:
                break
    return tuple(found)


def _leads_on(element: HtmlElement) -> bool:
    if not _WAYS.isdisjoint((element.get("rel") or "").lower().split()):
        return True
    parent = element.getparent()
    around = parent.get("class") if parent is not None else None
    if _NAME.search(f"{element.get('class') or ''} {around or ''}"[:300]):
        return True
    text = "".join(element.itertext())[:200].strip()
    if _TEXT.fullmatch(text[:100]):
        return True
    return len(WORDS.findall(text)) >= HEADLINE and bool(_ARROW.fullmatch(text))
