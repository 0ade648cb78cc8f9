"""Reassembles pages that a server streams in pieces: hidden elements that a script moves into place.

React's streaming (react-dom/server) leaves `<template id="B:0">` (a boundary) or `P:0` (a placeholder) where
a piece belongs, and later sends it as `<div hidden id="S:0">`; `$RC("B:0","S:0")` moves it. Pieces that were
not moved would count as hidden text.
"""

from __future__ import annotations

from lxml.html import HtmlElement

MARK = b'id="S:'
"""A byte string of all such pages."""


def assemble(root: HtmlElement) -> None:
    """Move the streamed pieces of the page at `root` into place, like its own script."""
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
    """Put the content of `piece` before `target`."""
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
        target.addprevious(child)  # with the text after it


_END = "/$"
"""The comment with which React closes a boundary."""
_MAX_FALLBACK = 200


def _drop_fallback(target: HtmlElement) -> None:
    """Remove the fallback of a piece: everything from its template to the end of the boundary."""
    following: list[HtmlElement] = []
    for sibling in target.itersiblings():
        if not isinstance(sibling.tag, str) and (sibling.text or "").strip() == _END:
            break
        following.append(sibling)
        if len(following) > _MAX_FALLBACK:
            return
    else:
        return  # a placeholder, or a truncated boundary
    parent = target.getparent()
    if parent is None:
        return
    target.tail = None
    for sibling in following:
        parent.remove(sibling)
