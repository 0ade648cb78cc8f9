"""Converts an article's text in any format that CMSs store to HTML: HTML, Markdown, plain text, and editor
documents.

editor | document
-------|---------
Editor.js | `{"blocks": [{"type": "paragraph", "data": {"text": "..."}}]}`
TipTap, ProseMirror | `{"type": "doc", "content": [{"type": "paragraph", "content": [{"text": "..."}]}]}`
Lexical | `{"root": {"children": [{"type": "paragraph", "children": [{"text": "..."}]}]}}`
Slate, Strapi | `[{"type": "paragraph", "children": [{"text": "..."}]}]`
Contentful | `{"nodeType": "document", "content": [{"nodeType": "paragraph", "content": [{"value": "..."}]}]}`
Portable Text | `[{"_type": "block", "style": "normal", "children": [{"_type": "span", "text": "..."}]}]`
Quill | `{"ops": [{"insert": "...\\n"}]}`
Draft.js | `{"blocks": [{"type": "unstyled", "text": "..."}], "entityMap": {}}`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from crawler.extraction.deadline import check_time
from crawler.extraction.state.javascript import Unreadable, read_json
from crawler.extraction.state.limits import MAX_DEPTH, MAX_VALUE

_MARKUP = re.compile(
    r"<(?:p|br|div|h[1-6]|ul|ol|li|blockquote|figure|img|table|span|strong|b|em|a)\b[^<>]{0,2000}>", re.I
)
_BLOCK_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|blockquote|figure|table)\b", re.I)
_ESCAPED = re.compile(r"&lt;(?:p|br|div|h[1-6]|ul|ol|figure|img|table|span|strong)\b", re.I)
_MARKDOWN = re.compile(
    r"^#{1,6} \S|^>+ ?\S|\*\*[^*\s][^*\n]{0,300}\*\*|^(?:[-*+] \S.*\n){2}"
    r"|!?\[[^\]\n]{0,300}\]\((?:https?:|/)[^)\s]{1,1000}\)",
    re.MULTILINE,
)
_MAX_MARKDOWN = 60_000
"""Characters beyond which a text is taken as plain: no article is as long."""
_LINES = re.compile(r"\n\s*\n|\r\n\r\n")
_ROOTS = ("blocks", "root", "document")
_CHILDREN = ("children", "content")
_TEXTS = ("text", "value")
_TYPES = ("type", "_type", "nodeType")
_HEADING = re.compile(r"(?:heading|header)(?:-?([1-6]))?|h([1-6])")
_TAGS = {
    "paragraph": "p", "unstyled": "p", "block": "p", "normal": "p", "p": "p", "blockquote": "blockquote",
    "block_quote": "blockquote", "quote": "blockquote", "bulletlist": "ul", "bulletedlist": "ul", "ul": "ul",
    "orderedlist": "ol", "numberedlist": "ol", "ol": "ol", "listitem": "li", "li": "li", "table": "table",
    "tablerow": "tr", "tablecell": "td", "tableheader": "th", "unorderedlistitem": "li",
    "orderedlistitem": "li",
    "headerone": "h1", "headertwo": "h2", "headerthree": "h3",
    "figure": "figure", "code": "pre", "codeblock": "pre", "line": "p", "unorderedlist": "ul",
}  # fmt: skip
_IMAGES = frozenset({"image", "img", "embeddedassetblock", "picture", "upload", "simpleimage"})
_BREAKS = frozenset({"hardbreak", "linebreak", "br", "softbreak"})


def html_of(value: Any) -> str | None:
    """The HTML of a text or an editor document; None if `value` is neither."""
    if isinstance(value, str):
        if len(value) > MAX_VALUE:
            return None
        text = value.strip()
        if text[:1] in {"{", "["}:
            try:
                inner = read_json(text)
            except Unreadable:
                inner = None
            if is_document(inner):
                return _document(inner)
        return _text(text)
    return _document(value) if is_document(value) else None


def is_document(value: Any) -> bool:
    """Whether `value` is an editor document."""
    if isinstance(value, list):
        return bool(value) and all(_is_block(one) for one in value[:20])
    if not isinstance(value, dict):
        return False
    for key in ("blocks", "ops"):
        inner = value.get(key)
        if isinstance(inner, list) and inner and all(isinstance(one, dict) for one in inner[:20]):
            return all(("insert" in one) if key == "ops" else _is_block(one) for one in inner[:20])
    root = value.get("root") or value.get("document")
    if isinstance(root, dict | list) and (isinstance(root, list) or "children" in root):
        return is_document(root if isinstance(root, list) else root["children"])
    return _type_of(value) in {"doc", "document", "root"} and isinstance(value.get("content"), list)


def _is_block(node: Any) -> bool:
    return isinstance(node, dict) and (
        any(isinstance(node.get(key), list) for key in _CHILDREN)
        or ("type" in node and (isinstance(node.get("data"), dict) or isinstance(node.get("text"), str)))
        or _type_of(node) in _IMAGES
    )


def _text(text: str) -> str:
    if _ESCAPED.search(text[:3000]) and not _BLOCK_MARKUP.search(text):
        text = unescape(text)
    if _BLOCK_MARKUP.search(text):
        return text
    if len(text) <= _MAX_MARKDOWN and _MARKDOWN.search(text):
        return _markdown(text)
    inner = text if _MARKUP.search(text) else escape(unescape(text), quote=False)
    parts = _LINES.split(inner) if _LINES.search(inner) else inner.splitlines()
    return "".join(f"<p>{'<br>'.join(part.strip().splitlines())}</p>" for part in parts if part.strip())


def _markdown(text: str) -> str:
    from markdown_it import MarkdownIt  # few portals store Markdown

    check_time()
    return str(MarkdownIt("commonmark", {"breaks": True}).enable("table").render(text))


def _document(value: Any) -> str:
    if isinstance(value, dict) and isinstance(value.get("ops"), list):
        return _quill(value["ops"])
    if isinstance(value, dict):
        value = next((value[key] for key in _ROOTS if isinstance(value.get(key), dict | list)), value)
    return "".join(_nodes(value, 0))


def _type_of(node: dict[str, Any]) -> str:
    named = next((node[key] for key in _TYPES if isinstance(node.get(key), str)), "")
    return re.sub(r"[-_ ]", "", named).lower() if not _HEADING.fullmatch(named) else named


def _nodes(node: Any, depth: int) -> Iterator[str]:
    """The HTML of a node and its descendants, in pieces."""
    if depth > MAX_DEPTH:
        return
    check_time()
    if isinstance(node, str):
        yield escape(node, quote=False)
        return
    if isinstance(node, list):
        for one in node:
            yield from _nodes(one, depth + 1)
        return
    if not isinstance(node, dict):
        return
    kind = _type_of(node)
    data = node.get("data")
    if isinstance(data, dict) and (
        data.keys() & {"text", "items", "file", "content", "url", "html", "caption"}
    ):
        yield from _editor_js(kind, node, data, depth)
    elif kind in _IMAGES:
        yield _image(node)
    elif kind in _BREAKS:
        yield "<br>"
    else:
        yield from _wrapped(_tag(kind, node), node, depth)


def _tag(kind: str, node: dict[str, Any]) -> str | None:
    heading = _HEADING.fullmatch(kind) or _HEADING.fullmatch(str(node.get("style") or ""))
    if heading:
        attrs = node.get("attrs")
        level = heading[1] or heading[2] or (attrs.get("level") if isinstance(attrs, dict) else None)
        level = level or str(node.get("level") or node.get("tag") or "2").removeprefix("h")
        return f"h{level}" if str(level) in "123456" else "h2"
    if kind == "block" and node.get("style") == "blockquote":
        return "blockquote"
    if kind == "list":
        ordered = node.get("listType") in {"number", "ordered"} or node.get("format") == "ordered"
        return "ol" if ordered else "ul"
    if kind in {"block", "normal"} and node.get("listItem"):
        return "li"
    if kind in {"", "elt"} and any(isinstance(node.get(key), list) for key in _CHILDREN):
        return "p"
    return _TAGS.get(kind)


def _wrapped(tag: str | None, node: dict[str, Any], depth: int) -> Iterator[str]:
    inner = next((node[key] for key in _CHILDREN if isinstance(node.get(key), list)), None)
    text = next((node[key] for key in _TEXTS if isinstance(node.get(key), str)), None)
    if tag:
        yield f"<{tag}>"
    if inner is not None:
        link = _link(node)
        if link:
            yield f'<a href="{escape(link)}">'
        yield from _nodes(inner, depth + 1)
        if link:
            yield "</a>"
    elif text is not None:
        yield escape(text, quote=False).replace("\n", "<br>")
    if tag:
        yield f"</{tag}>"


def _link(node: dict[str, Any]) -> str | None:
    if _type_of(node) not in {"link", "a", "hyperlink", "autolink"}:
        return None
    data = node.get("data") if isinstance(node.get("data"), dict) else {}
    fields = node.get("fields") if isinstance(node.get("fields"), dict) else {}
    for value in (node.get("url"), node.get("href"), (data or {}).get("uri"), (fields or {}).get("url")):
        if isinstance(value, str):
            return value
    return None


def _image(node: dict[str, Any]) -> str:
    holders = [node]
    for key in ("attrs", "data", "image", "file", "asset", "value", "attributes"):
        holders += [inner for holder in holders[:6] if isinstance(inner := holder.get(key), dict)]
    found: dict[str, str] = {}
    for holder in holders:
        for key, name in (
            ("src", "src"),
            ("url", "src"),
            ("alt", "alt"),
            ("alternativeText", "alt"),
            ("caption", "caption"),
        ):
            value = holder.get(key)
            if isinstance(value, str) and value.strip():
                found.setdefault(name, value.strip())
    if "src" not in found:
        return ""
    caption = f"<figcaption>{escape(found['caption'])}</figcaption>" if "caption" in found else ""
    alt = escape(found.get("alt", ""))
    return f'<figure><img src="{escape(found["src"])}" alt="{alt}">{caption}</figure>'


def _editor_js(kind: str, node: dict[str, Any], data: dict[str, Any], depth: int) -> Iterator[str]:
    """A block of Editor.js; its texts are HTML."""
    text = data.get("text")
    if kind in _IMAGES or isinstance(data.get("file"), dict):
        yield _image(node)
    elif isinstance(data.get("html"), str):
        yield data["html"]
    elif isinstance(data.get("items"), list):
        tag = "ol" if data.get("style") == "ordered" else "ul"
        yield f"<{tag}>{''.join(_items(data['items'], depth))}</{tag}>"
    elif isinstance(data.get("content"), list):
        for row in data["content"]:
            cells = row if isinstance(row, list) else [row]
            yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells if isinstance(cell, str))}</tr>"
    elif isinstance(text, str) and text.strip():
        tag = _tag(kind, data) or "p"
        yield f"<{tag}>{text}</{tag}>"


def _items(items: list[Any], depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        return
    for item in items:
        text = item.get("content") or item.get("text") if isinstance(item, dict) else item
        if isinstance(text, str):
            yield f"<li>{text}</li>"
        if isinstance(item, dict) and isinstance(item.get("items"), list):
            yield from _items(item["items"], depth + 1)


def _quill(ops: list[Any]) -> str:
    """A Quill delta: the type of a line is stored with its final line break."""
    pieces: list[str] = []
    line: list[str] = []
    for op in ops:
        check_time()
        insert = op.get("insert") if isinstance(op, dict) else None
        attributes = op.get("attributes") if isinstance(op, dict) else None
        attributes = attributes if isinstance(attributes, dict) else {}
        if isinstance(insert, dict):
            source = insert.get("image")
            if isinstance(source, str):
                line.append(f'<img src="{escape(source)}">')
            continue
        if not isinstance(insert, str):
            continue
        for number, part in enumerate(insert.split("\n")):
            if number:
                pieces.append(_quill_line("".join(line), attributes))
                line = []
            line.append(escape(part, quote=False))
    pieces.append(_quill_line("".join(line), {}))
    return "".join(pieces)


def _quill_line(text: str, attributes: dict[str, Any]) -> str:
    if not text.strip():
        return ""
    tag = "p"
    if attributes.get("list"):
        tag = "li"
    elif attributes.get("blockquote"):
        tag = "blockquote"
    elif str(attributes.get("header") or "") in set("123456"):
        tag = f"h{attributes['header']}"
    return f"<{tag}>{text}</{tag}>"
