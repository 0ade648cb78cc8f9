"""The address of an image, from its attributes, `srcset`, `<picture>` or inline style.

Themes load images lazily: `src` then holds a placeholder, and an attribute of the loading script holds the
address. `srcset` syntax: HTML Standard, section 4.8.4.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

IMAGE_TAGS = frozenset({"img", "amp-img"})

MAX_ADDRESS = 4_000
"""Characters of an address that is read; a longer one is data."""
MAX_SOURCES = 8
SMALLEST = 80
"""Pixels of width and height up to which an image is an icon."""

_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-full-url", "data-large-file")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
_PLACEHOLDER = re.compile(
    r"^(?:data:|about:|javascript:)|(?:^|/)(?:blank|pixel|spacer|placeholder|transparent|loading|loader|lazy|1x1|grey)"
    r"[^/]{0,20}\.(?:gif|png|svg|jpe?g|webp)(?:$|\?)",
    re.I,
)
_NO_LOADER = frozenset({"src", "srcset", "alt", "title", "class", "id", "style", "href", "onerror", "onload"})
_IMAGE_FILE = re.compile(r"^\s*[^\s<>{}\"]+\.(?:jpe?g|png|gif|webp|avif|bmp)(?:[?#\s,]|$)", re.I)
_CANDIDATE = re.compile(r"\s*(?:,\s*)*(\S[^\s]*)([^,(]*(?:\([^)]*\)[^,(]*)*)(?:,|$)")
_DESCRIPTOR = re.compile(r"(\d+(?:\.\d+)?)(w|x)\b")
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]{0,200}?url\(\s*(['\"]?)(.{1,2000}?)\1\s*\)", re.I)
_BACKGROUND_NAME = re.compile(r"data-(?:[a-z]+-)*(?:bg|background|setbg)(?:-[a-z]+)*")
_LETTERS = re.compile(r"(?:^|[\s;])width\s*:\s*(\d{1,2}(?:\.\d{1,2})?)r?em", re.I)
_ICON_LETTERS = 4.0
_PORTRAIT = re.compile(
    r"(?:^|\s)(?:rounded-(?:full|circle|pill)|img-circle|(?:user|author|profile)?-?avatar[\w-]*|w-(?:[1-9]|1[0-6]))(?:\s|$)",
    re.I,
)
"""Classes of round pictures, which show an author, and of widths up to 64 pixels (Tailwind, Bootstrap)."""
_PIXELS = re.compile(r"\s*(\d{1,5})\s*(?:px)?\s*$")


def image_source(element: HtmlElement) -> str | None:
    """The raw address of an image element; None if it has none except inline data.

    A lazily loaded address takes precedence over `src`, a single address over a set of sizes.
    """
    get = element.get
    for name in _LAZY:
        value = _address(get(name))
        if value is not None:
            return value
    for name in _LAZY_SETS:
        value = largest(get(name))
        if value is not None:
            return value
    src = _address(get("src"))
    if src is not None and not _PLACEHOLDER.search(src):
        return src
    return largest(get("srcset")) or _of_picture(element) or _of_any_loader(element) or src


def _of_any_loader(element: HtmlElement) -> str | None:
    """The address in any attribute of an image without a usable `src`: each loading script has its own."""
    for name, value in element.items():
        if name not in _NO_LOADER and len(value) <= MAX_ADDRESS and _IMAGE_FILE.search(value):
            found = largest(value)
            if found is not None and not _PLACEHOLDER.search(found):
                return found
    return None


def _of_picture(element: HtmlElement) -> str | None:
    # The parser does not know that `<source>` is a void element: the image is its child.
    for above in islice(element.iterancestors(), MAX_SOURCES):
        if above.tag not in ("source", "picture"):
            break
        found = largest(above.get("srcset") or above.get("data-srcset"))
        if found is not None:
            return found
    return None


def _address(value: str | None) -> str | None:
    value = value.strip() if value and len(value) <= MAX_ADDRESS else ""
    return value if value and value[:5].lower() != "data:" else None


def largest(srcset: str | None) -> str | None:
    """The address of the largest image of a set; the first if the set has no descriptors."""
    if not srcset or len(srcset) > 10 * MAX_ADDRESS:
        return None
    best: tuple[float, str] | None = None
    for address, size in _candidates(srcset):
        if _address(address) is not None and (best is None or size > best[0]):
            best = size, address
    return best[1] if best is not None else None


def _candidates(srcset: str) -> Iterator[tuple[str, float]]:
    at = 0
    while (match := _CANDIDATE.match(srcset, at)) is not None and match.end() > at:
        address = match[1]
        if address.endswith(","):  # no descriptor: the comma ends the address
            address, at = address.rstrip(","), match.end(1)
            yield address, 1.0
            continue
        at = match.end()
        descriptor = _DESCRIPTOR.search(match[2])
        yield address, float(descriptor[1]) if descriptor else 1.0


def background_source(element: HtmlElement) -> str | None:
    """The address of an element's background image: in its inline style, or for a script in `data-bg`."""
    for name, value in element.items():
        if len(value) > MAX_ADDRESS:
            continue
        if name == "style" and "url(" in value and (match := _BACKGROUND.search(value)) is not None:
            return _address(match[2])
        if _BACKGROUND_NAME.fullmatch(name) and _IMAGE_FILE.search(value):
            return _address(value)
    return None


def leads_to_image(element: HtmlElement) -> bool:
    """Whether an element is a link to an image file: the larger size of the one in it, whatever its class."""
    href = element.get("href") if element.tag == "a" else None
    return href is not None and len(href) <= MAX_ADDRESS and _IMAGE_FILE.search(href) is not None


def is_icon(element: HtmlElement) -> bool:
    """Whether the attributes of an image give it the size of an icon or the form of a portrait."""
    parent = element.getparent()
    if any(_PORTRAIT.search(box.get("class") or "") for box in (element, parent) if box is not None):
        return True
    sizes = [_PIXELS.match(value) for name in ("width", "height") if (value := element.get(name))]
    known = [int(match[1]) for match in sizes if match]
    if not known and (style := element.get("style")) and (letters := _LETTERS.search(style[:MAX_ADDRESS])):
        return float(letters[1]) <= _ICON_LETTERS
    return bool(known) and max(known) < SMALLEST
