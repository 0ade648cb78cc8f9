"""Parses a page, as bytes or text, into an lxml tree; any input gives a tree."""

from __future__ import annotations

import re
from threading import local

import lxml.html
from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HTMLParser, HtmlProcessingInstruction
from w3lib.encoding import html_body_declared_encoding, read_bom, resolve_encoding

from crawler.discovery.page.mime_sniffing import is_binary
from crawler.extraction.dom import streaming

_EMPTY = b"<html><head></head><body></body></html>"
_TRUNCATED_TAIL = 4
"""A cut may fall inside the last character: at most four bytes of UTF-8."""

_MAX_TAG = 64_000
"""Bytes in one start tag, quoted values apart, beyond which its attributes are dropped: the parser compares
each name with all before it, so a million of them would take hours. A page's state may be one long value."""
_QUOTED = re.compile(rb"=\s{0,20}(?:\"[^\"]*\"|'[^']*')")
_HUGE_TAG = re.compile(rb"<([a-zA-Z][a-zA-Z0-9:-]*)\s[^<>]{%d,}>?" % _MAX_TAG)

_CLASSES = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)
"""One class for all elements: lxml.html's own choice by tag is a call for each element that is touched."""


def parse_html(html: str | bytes | HtmlElement, url: str = "", encoding: str | None = None) -> HtmlElement:
    """The root of the tree of `html`; a parsed tree is returned unchanged.

    `encoding` is the charset that the server declared, if any. Never raises: an empty document gives an
    empty tree. `url` becomes the tree's base address.
    """
    if isinstance(html, HtmlElement):
        return html
    if isinstance(html, bytes) and is_binary(html):
        html = b""  # an image or document has no tree, though its bytes decode as text
    # UTF-8 from here on: a search for one byte runs at memory speed.
    raw = as_utf8(html, encoding) if isinstance(html, bytes) else html.encode("utf-8", "replace")
    if b"\x00" in raw:
        raw = raw.replace(b"\x00", b"")
    raw = _without_early_end(_without_huge_tags(raw))
    root = _parse(raw, url)
    if root is None:
        return lxml.html.fromstring(_EMPTY, base_url=url or None)
    if streaming.MARK in raw:
        streaming.assemble(root)
    return root


def as_utf8(body: bytes, encoding: str | None = None) -> bytes:
    """The text of `body` in UTF-8. Evidence in the bytes overrides declarations.

    Order: byte order mark; strict UTF-8 if the bytes allow no other reading; the server's declaration
    (`encoding`); the page's own declaration; Windows-1252. Ignores declarations that the bytes contradict.
    """
    encoded, mark = read_bom(body)
    if encoded is not None and mark is not None:
        return body[len(mark) :].decode(encoded, "replace").encode("utf-8", "replace")
    declared = [resolve_encoding(encoding)] if encoding else []
    # A page that says in ASCII that it is UTF-16 is read as UTF-8 (HTML Standard, 13.2.3.2).
    named = html_body_declared_encoding(body)
    declared.append("utf-8" if named and named.startswith("utf-16") else named)
    labels = [label for label in declared if label]
    if not (labels and labels[0].startswith(("utf-16", "utf-32"))):
        try:
            body.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start >= len(body) - _TRUNCATED_TAIL and error.reason == "unexpected end of data":
                return body.decode("utf-8", "replace").encode("utf-8")
        else:
            return body  # true for most pages: no need to decode and encode
    return _labelled(body, labels).encode("utf-8", "replace")


def _labelled(body: bytes, labels: list[str]) -> str:
    """Decode a body that is not UTF-8 by its declared charset, as far as the bytes agree."""
    for label in labels:
        if label == "utf-8":
            continue
        try:
            return body.decode(label)
        except (UnicodeDecodeError, LookupError):
            if label.startswith("cp125") or label.startswith("iso8859"):
                return body.decode(label, "replace")
    if "utf-8" in labels and _mostly_utf8(body):
        return body.decode("utf-8", "replace")
    if labels and "utf-8" not in labels:
        return body.decode(labels[0], "replace")
    return body.decode("utf-8" if _mostly_utf8(body) else "cp1252", "replace")


def _mostly_utf8(body: bytes) -> bool:
    """Whether most non-ASCII characters are UTF-8: a page with a few broken bytes."""
    text = body.decode("utf-8", "replace")
    broken = text.count("�")
    whole = sum(map(len, re.findall(r"[^\x00-\x7f�]+", text)))
    return whole > broken


def _without_huge_tags(raw: bytes) -> bytes:
    """`raw` without the attributes of huge tags; searches only long stretches without `>`."""
    step = _MAX_TAG // 2
    kept: list[bytes] = []
    done = 0
    at = 0
    while at + step < len(raw):
        if raw.find(b">", at, at + step) >= 0:
            at += step
            continue
        start = max(raw.rfind(b">", done, at) + 1, done)
        end = raw.find(b">", at) + 1 or len(raw)
        if end - start > _MAX_TAG:
            kept += [raw[done:start], _HUGE_TAG.sub(_without_attributes, raw[start:end])]
            done = end
        at = end
    return b"".join([*kept, raw[done:]]) if kept else raw


_END_TAGS = re.compile(rb"</(?:body|html)\s*>", re.IGNORECASE)
_BLOCK = re.compile(rb"<(?:p|div|article|section|table|h1)[\s>]", re.IGNORECASE)


def _without_early_end(raw: bytes) -> bytes:
    """`raw` without the end tags of body and html if text follows them.

    Browsers move that text into the body; libxml2 drops it.
    """
    end = raw.find(b"</body")
    if end < 0 or _BLOCK.search(raw, end) is None:
        return raw
    return _END_TAGS.sub(b"", raw)


def _without_attributes(tag: re.Match[bytes]) -> bytes:
    return tag[0] if len(_QUOTED.sub(b"=", tag[0])) <= _MAX_TAG else b"<" + tag[1] + b">"


class _Parsers(local):
    """One parser per thread: creating a parser takes as long as parsing a short page."""

    def __init__(self) -> None:
        # No ID table: nothing uses it, and it doubles the time to free a large page.
        self.html = HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)
        self.html.set_element_class_lookup(_CLASSES)


_PARSERS = _Parsers()


def _parse(raw: bytes, url: str) -> HtmlElement | None:
    """The root, or None if there is nothing to parse."""
    try:
        return etree.fromstring(raw, parser=_PARSERS.html, base_url=url or None)
    except etree.XMLSyntaxError:
        return None
