"""Chooses the article's title from all candidates; never the site's name.

A title appears several times: in the document title beside the site's name, in share metadata, in a heading,
in the address. The title is the heading that the others confirm, as printed; if none is confirmed, the
headline nearest above the text counts as well (`crawler.extraction.metadata.headline`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from crawler.extraction.blocks import Body
from crawler.extraction.boilerplate.phrases import ends_sentence
from crawler.extraction.dom.class_patterns import INLINE
from crawler.extraction.dom.text import text_of
from crawler.extraction.metadata.fields import Metadata
from crawler.extraction.metadata.heading_elements import heading_text, leads_elsewhere, leads_home
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.metadata.title_claims import (
    LONGEST,
    Claim,
    TitleEvidence,
    key_of,
    without_role,
    words_of,
)


class Title(NamedTuple):
    """`source` is `heading`, `json-ld`, `meta:og:title`, `title`, `text`, ...; `element` prints it, if known;
    `weak`: a headline above the text takes precedence.
    """

    text: str
    source: str
    element: HtmlElement | None
    weak: bool = False


NO_TITLE = Title("", "none", None)

_RANK = {"h1": 0.3, "h2": 0.1, "h3": 0.0}
_CERTAIN = 3.3
"""An h1 outside the page's chrome that says what a claim says."""
_SAME = 2.0
"""Score from which on a heading says what a claim says, and does not only share words with it."""
_ABOVE_TEXT = 4
"""Blocks from the top of the body among which a title without a mark of its own is looked for."""
_SENTENCE = 60
_NOT_IN_ADDRESS = 0.5
"""Part of a heading to cut if no word of it is in the address: the site's name above the title."""
_NEARLY = 0.75
"""Share of the words that a heading and a claim must have in common to mean the same."""
_CHROME_TAGS = frozenset({"header", "nav", "aside", "footer"})
_SLUG_WORDS = 3
"""Words of an address from which on a line with the same words is the title."""
_SPACED = 3
"""The length of a line over that of its distinct words, at most."""
_FALLBACK = 120
"""Characters of the first sentence that stand for a title where nothing names the article."""


def choose_title(facts: Metadata, evidence: TitleEvidence) -> Title:
    """The title of a page by its headings and metadata, before its text is located."""
    # Headings are read one by one: the first may be certain, and menus and teasers hold dozens.
    confirmed = _confirmed(_headings(facts, evidence), evidence)
    if confirmed is not None:
        return confirmed
    strong = [claim for claim in evidence.claims if not claim.weak]
    shared = Counter(key_of(claim.text) for claim in strong)
    # A claim that another source repeats comes before one that stands alone.
    for claim in sorted(strong, key=lambda claim: (shared[key_of(claim.text)] < 2, claim.source == "title")):
        return Title(claim.text, claim.source, None, weak=not _is_in_address(claim, evidence))
    # Home-made sites print their name as document title and in a heading of every page.
    for site in (evidence.site_title, ""):
        for tag in ("h1", "h2"):
            for text, key, element in _headings(facts, evidence):
                if element.tag == tag and key != site and not in_page_chrome(element):
                    return Title(text, "heading", element, weak=True)
    return NO_TITLE


def last_resort(evidence: TitleEvidence) -> Title:
    """A candidate that may be a section's or the site's name, used if the page prints nothing better."""
    claims = sorted(evidence.claims, key=lambda claim: claim.source != "listing")
    return Title(claims[0].text, claims[0].source, None, weak=True) if claims else NO_TITLE


def _is_in_address(claim: Claim, evidence: TitleEvidence) -> bool:
    """Whether most words of the address occur in a candidate."""
    return len(words_of(claim.text) & evidence.slug) >= max(2, 0.6 * len(evidence.slug))


_LARGE = frozenset({"4", "5", "6", "+1", "+2"})
_LARGE_STYLE = re.compile(
    r"font-size\s*:\s*(?:(?:1[89]|[2-5]\d)(?:\.\d+)?(?:px|pt)|(?:x{1,2}-)?large|[12]\.\d+r?em|2r?em)", re.I
)
_EMPHASIS = frozenset({"b", "strong", "big", "u", "center", "h4", "h5", "h6"})
NAMED_TITLE = re.compile(
    r"judul|headline|(?:^|\s)h[1-4](?:$|\s)|(?:^|[\s_-])title|(?<!sub)(?<!sub[_-])title(?:$|[\s_-])", re.I
)


def printed_title(
    title: Title,
    body: Body,
    evidence: TitleEvidence | None,
    texts: Iterable[tuple[HtmlElement, str]],
) -> Title:
    """The line among the page's `texts` that has the words of the address, if `title` has none of them; if
    there is no title at all, the emphasized line above the first sentence of the body.

    Old home-made sites print it in bold, and use their own name as document title.
    """
    if evidence is not None and words_of(title.text).isdisjoint(evidence.slug):
        line = _line_of_address(texts, evidence.slug)
        if line.text:
            return line
    if title.text:
        return title
    for block in body.blocks[:_ABOVE_TEXT]:
        if ends_sentence(block.text) and len(block.text) > _SENTENCE:
            return NO_TITLE
        element = block.element
        if element is None or not 10 <= len(block.text) <= 250 or block.kind not in ("paragraph", "heading"):
            continue
        named = NAMED_TITLE.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if named or _is_emphasised(element):
            return Title(block.text, "text", element)
    return NO_TITLE


def _line_of_address(texts: Iterable[tuple[HtmlElement, str]], slug: Set[str]) -> Title:
    """The line whose words are those of the address."""
    if len(slug) < _SLUG_WORDS:
        return NO_TITLE
    shortest, longest = sum(map(len, slug)), min(LONGEST, _SPACED * sum(map(len, slug)))
    for element, raw in texts:
        if len(raw) < shortest or len(text := clean(raw)) > longest or words_of(text) != slug:
            continue
        if not in_page_chrome(element):
            return Title(text, "text", element)
    return NO_TITLE


def _is_emphasised(element: HtmlElement) -> bool:
    return element.tag in _EMPHASIS or element.get("size") in _LARGE


def is_large(element: HtmlElement) -> bool:
    """Whether an element is a line of its own in larger letters than the rest."""
    if element.get("size") not in _LARGE and not _LARGE_STYLE.search(element.get("style") or ""):
        return False
    before, after = element.getprevious(), element.getnext()
    parent = element.getparent()
    text_before = before.tail if before is not None else parent.text if parent is not None else None
    return (
        not (text_before or "").strip()
        and not (element.tail or "").strip()
        and all(
            beside is None or beside.tag not in INLINE or beside.tag == "br" for beside in (before, after)
        )
    )


def heading_title(element: HtmlElement | None) -> Title:
    """The title in a given element; NO_TITLE if the element is empty."""
    text = heading_text(element) if element is not None else ""
    return Title(text, "heading", element) if 2 < len(text) <= LONGEST else NO_TITLE


def fallback_title(body: list[str], listed: str | None, url: str) -> tuple[str, str]:
    """The title if nothing names the article, with its source: the text of the link to the page (`listing`),
    the first sentence of the text (`text`), the last words of the address (`address`).
    """
    if listed and len(listed.strip()) > 2:
        return clean(listed[:LONGEST]), "listing"
    for text in body[:1]:
        end = re.search(r"[.!?](?=\s|$)", text[: _FALLBACK + 1])
        sentence = text[: end.start()] if end is not None and end.start() > 15 else text
        if len(sentence) > _FALLBACK:
            sentence = sentence[:_FALLBACK].rsplit(" ", 1)[0].rstrip(",;:-– ") + "…"
        if sentence.strip():
            return sentence.strip(), "text"
    segments = [segment for segment in unquote(urlsplit(url).path[:2000]).split("/") if segment]
    words = clean(re.sub(r"[-_+.]+", " ", re.sub(r"\.\w{2,5}$", "", segments[-1] if segments else "")))
    return (words[:LONGEST] or urlsplit(url).netloc or "-"), "address"


def _headings(facts: Metadata, evidence: TitleEvidence) -> Iterator[tuple[str, str, HtmlElement]]:
    """Candidate headings with their keys: not the site's name, not a link to the front page."""
    for element in facts.headings:
        text = without_role(heading_text(element))
        if 2 < len(text) <= LONGEST and not evidence.is_no_title(text) and not leads_home(element):
            yield text, key_of(text), element


def _confirmed(headings: Iterable[tuple[str, str, HtmlElement]], evidence: TitleEvidence) -> Title | None:
    """The heading best confirmed by metadata or the address; h1 before h2, the first of equals."""
    best: tuple[float, Title] | None = None
    # If a candidate made the address, a lower heading with the same words is a heading within the text.
    named = any(not claim.weak and _is_in_address(claim, evidence) for claim in evidence.claims)
    for text, _, element in headings:
        score = agreement(text, evidence, by_address=element.tag == "h1" or not named)
        if score < 1.5 or (score < _SAME and leads_elsewhere(element, evidence.url)):
            continue
        score += _RANK[str(element.tag)]
        if in_page_chrome(element):
            score -= 0.4
        if evidence.slug and not words_of(text) & evidence.slug:
            score -= _NOT_IN_ADDRESS
        if best is None or score > best[0] + 1e-9:
            best = (score, Title(as_claimed(text, element, evidence), "heading", element))
        if score >= _CERTAIN:
            break
    return best[1] if best else None


def agreement(text: str, evidence: TitleEvidence, *, by_address: bool = True) -> float:
    """How well a heading is confirmed: 3 if a candidate equals it, 1.5 and more if it is likely.

    Without `by_address` the words of the address confirm nothing.
    """
    score = 0.0
    key, words = key_of(text), words_of(text)
    for claim in evidence.claims:
        said = key_of(claim.text)
        if key == said:
            return 3.0
        if claim.truncated and said and key.startswith(said):
            score = max(score, 2.8)
        elif len(key) > 15 and (key in said or (said in key and len(said) > 0.6 * len(key))):
            score = max(score, 2.0 + len(key) / (len(key) + len(said)) / 2)
        else:
            others = words_of(claim.text)
            if len(words & others) >= max(3, _NEARLY * max(len(words), len(others))):
                score = max(score, 1.6)
    slug = evidence.slug if by_address else frozenset()
    if len(slug) >= 3:
        share = len(words & slug) / len(slug)
        score = max(score, 2.2 * share if share >= 0.7 else 0.0) + share / 4
    return score


def as_claimed(text: str, element: HtmlElement, evidence: TitleEvidence) -> str:
    """A heading without parts that a child element adds to the title: a flag, a date, a kicker.

    `Title <span>Featured</span>` becomes `Title` if another candidate agrees.
    """
    if not len(element):
        return text
    claimed: dict[str, list[str]] = {}
    for claim in evidence.claims:
        if not claim.truncated and claim.source != "microdata":  # this heading's own text
            claimed.setdefault(key_of(claim.text), []).append(claim.text)
    key = key_of(text)
    whole = key_of(text_of(element, LONGEST))
    if key not in claimed and len(claimed.get(whole, ())) > 1:
        return claimed[whole][0]  # the publisher counts the kicker as a part of the title
    for child in element.iterchildren():
        if not isinstance(child.tag, str):
            continue
        inside = key_of(clean(text_of(child, LONGEST)))
        if not inside or inside == key:
            continue
        rest = key.removeprefix(inside) if key.startswith(inside) else key.removesuffix(inside)
        for whole in (rest, inside):
            long_enough = len(whole) > 10 and len(whole) >= 0.4 * len(key)
            if long_enough and len(claimed.get(whole, ())) > len(claimed.get(key, ())):
                return claimed[whole][0]
    return text


def in_page_chrome(element: HtmlElement) -> bool:
    """Whether an element is in the page's header, navigation or footer (an article may have a header too)."""
    within = [above.tag for above in element.iterancestors()]
    return "article" not in within and "main" not in within and not _CHROME_TAGS.isdisjoint(within)
