"""Detects styles that hide an element: display, position, size, clipping or color.

Undisplayed text is not part of the article. The other ways count as evidence of spam only: honest pages fade
in paragraphs and move content that slides into view.
"""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

_END = r"\s*(?:!\s*important\s*)?(?:;|$)"
_ZERO = rf"[01]?(?:\.0*\d*)?(?:px|pt|em|rem|%|vh|vw)?{_END}"
_AWAY = r"-\s*(?:\d{3,}|\d{2}(?:em|rem|vw|vh))"
_UNDISPLAYED = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)")
_GONE = re.compile(
    rf"""
      {_UNDISPLAYED.pattern}
    | (?:left|right|top|bottom|text-indent|margin(?:-(?:left|top))?)\s*:\s*{_AWAY}
    | font-size\s*:\s*{_ZERO} | opacity\s*:\s*0?(?:\.0\d*)?{_END} | line-height\s*:\s*0(?:px)?{_END}
    | transform\s*:[^;]*scale\s*\(\s*0?(?:\.0\d*)?\s*[,)]
    | transform\s*:[^;]*translate(?:x|y|3d)?\s*\(\s*(?:0\s*,\s*)?{_AWAY}
    | filter\s*:\s*(?:alpha\s*\(\s*opacity\s*=\s*0|opacity\s*\(\s*0)\s*%?\s*\)
    | (?:^|[;\s])color\s*:\s*transparent
    | clip\s*:\s*rect\s*\(\s*[01](?:px)?\s*[,\s]\s*[01](?:px)?
    | clip-path\s*:\s*(?:inset\s*\(\s*(?:50|100)% | circle\s*\(\s*0 | polygon\s*\(\s*0\s+0\s*,\s*0\s+0)
    """,
    re.VERBOSE,
)
_OVERFLOW = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip|auto|scroll)")
_NO_SIZE = re.compile(rf"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*{_ZERO}")
_TEXT_COLOUR = re.compile(r"(?:^|[;\s])color\s*:\s*([^;!]+)")
_GROUND_COLOUR = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)")
_SIMPLE_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?([.#][\w-]+)")
_MAX_STYLE = 1000  # maximum characters of one style that are read
_MAX_SHEET = 60_000  # maximum characters of style sheets that are read

_WHITE = frozenset(
    {"#fff", "#ffffff", "#fefefe", "#fdfdfd", "white", "rgb(255,255,255)", "rgba(0,0,0,0)", "transparent"}
)
_STYLE_SHEETS = etree.XPath("descendant::style")


def is_undisplayed(style: str) -> bool:
    """Whether a style explicitly prevents display, as sites do for content that is not needed yet."""
    # Styles may hold inline images: long ones are not cached.
    return _is_undisplayed(style) if len(style) <= _MAX_STYLE else _is_undisplayed.__wrapped__(style)


@lru_cache(maxsize=4096)
def _is_undisplayed(style: str) -> bool:
    return _UNDISPLAYED.search(style.lower()) is not None


def hides(style: str) -> bool:
    """Whether a style makes an element invisible: not displayed, off screen, or without size."""
    return _hides(style[:_MAX_STYLE])


@lru_cache(maxsize=4096)
def _hides(style: str) -> bool:
    low = style.lower()
    if _GONE.search(low):
        return True
    sizes = len(_NO_SIZE.findall(low))
    return sizes >= 2 or (sizes == 1 and _OVERFLOW.search(low) is not None)


def is_out_of_sight(element: HtmlElement, sheet: frozenset[str] = frozenset()) -> bool:
    """Whether `element` itself is hidden by its style, its attributes, or a class or id of `sheet`."""
    get = element.get
    style = get("style")
    if (style and hides(style)) or get("hidden") is not None:
        return True
    if element.tag in ("noscript", "marquee") and (get("height") or get("width")) in ("0", "1", "0px", "1px"):
        return True
    if not sheet:
        return False
    return f"#{get('id')}" in sheet or any(f".{name}" in sheet for name in (get("class") or "").split())


def hidden_by_sheets(tree: HtmlElement) -> frozenset[str]:
    """Classes (`.x`) and ids (`#x`) that the page's style sheets hide. Reads selectors of one part only."""
    found: set[str] = set()
    left = _MAX_SHEET
    for sheet in _STYLE_SHEETS(tree):
        text = (sheet.text or "")[:left]
        left -= len(text)
        for rule in text.split("}"):
            selectors, _, style = rule.rpartition("{")
            if selectors and hides(style):
                for selector in selectors.rpartition("{")[2].split(","):
                    simple = _SIMPLE_SELECTOR.fullmatch(selector.strip())
                    if simple:
                        found.add(simple.group(1))
        if left <= 0:
            break
    return frozenset(found)


def is_ground_coloured(element: HtmlElement) -> bool:
    """Whether the text of `element` has the color of its background, judged by inline styles.

    White text counts if no ancestor sets a background.
    """
    colour: str | None = None
    around: HtmlElement | None = element
    for _ in range(12):
        if around is None:
            break
        style = (around.get("style") or "")[:_MAX_STYLE].lower()
        if colour is None and (found := _TEXT_COLOUR.search(style)):
            colour = _colour(found.group(1))
        if colour is not None:
            ground = _GROUND_COLOUR.search(style)
            if ground or around.get("bgcolor"):
                return _colour(ground.group(1) if ground else around.get("bgcolor") or "") == colour
        if colour is None and around.tag == "font" and around.get("color"):
            colour = _colour(around.get("color") or "")
        around = around.getparent()
    return colour in _WHITE


def _colour(value: str) -> str:
    return "".join(value.split()).strip("\"'")
