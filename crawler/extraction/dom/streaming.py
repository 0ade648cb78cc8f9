"""Pages that a server streams in pieces: hidden divisions that a script moves to their places.

React's streaming (react-dom/server) leaves `<template id="B:0">` (a boundary) or `P:0` (a placeholder) where
a piece belongs, and sends it later as `<div hidden id="S:0">`; `$RC("B:0","S:0")` puts it there. What is not
moved would count as hidden text.
"""

from __future__ import annotations

from lxml.html import HtmlElement

MARK = b'id="S:'
"""What a page of this kind has in its bytes."""


def assemble(root: HtmlElement) -> None:
    """Move the streamed pieces of the page at `root` to their places, as its own script would."""
    places: dict[str, HtmlElement] = {}
    for template in root.iter("template"):
        key = template.get("id") or ""
        if key[:2] in ("B:", "P:"):
            places.setdefault(key[2:], template)
    for piece in list(root.iter("div")) if places else ():
        key = piece.get("id") or ""
        target = places.get(key[2:]) if key.startswith("S:") else None
        if target is None or piece.get("hidden") is None:
            continue
        if all(above is not piece for above in target.iterancestors()):
            _replace(target, piece)
            _drop_fallback(target)


def _replace(target: HtmlElement, piece: HtmlElement) -> None:
    """Put what `piece` holds in front of `target`."""
    parent = target.getparent()
    if parent is None:
        return
    text, piece.text = piece.text, None
    if text and text.strip():
        before = target.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + text
        else:
            parent.text = (parent.text or "") + text
    for child in list(piece):
        target.addprevious(child)  # with the text behind it


_END = "/$"
"""The comment with which React closes a boundary."""
_MOST_FALLBACK = 200


def _drop_fallback(target: HtmlElement) -> None:
    """Remove what stood for the piece until it came: all from its template to the end of the boundary."""
    following: list[HtmlElement] = []
    for sibling in target.itersiblings():
        if not isinstance(sibling.tag, str) and (sibling.text or "").strip() == _END:
            break
        following.append(sibling)
        if len(following) > _MOST_FALLBACK:
            return
    else:
        return  # a placeholder, or a boundary that was cut off
    parent = target.getparent()
    if parent is None:
        return
    target.tail = None
    for sibling in following:
        parent.remove(sibling)
