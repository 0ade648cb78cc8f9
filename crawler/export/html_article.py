"""Articles as HTML: generated, with all text escaped; never markup of the original page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from crawler.export.body_structure import Paragraph, Piece, by_kind, structure
from crawler.export.control_characters import printable
from crawler.export.web_address import iri, is_web

Record = Mapping[str, Any]

DEEPEST = 6


def html_document(record: Record) -> str:
    """The article as a complete document."""
    language = escape(record.get("language") or "id")
    head = [f"<title>{_text(record['title'])}</title>"]
    if is_web(record["canonical_url"]):
        head.append(f'<link rel="canonical" href="{escape(iri(record["canonical_url"]))}">')
    if record.get("description"):
        head.append(f'<meta name="description" content="{_text(record["description"])}">')
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        + "\n".join(head)
        + f"\n</head>\n<body>\n{html_article(record)}\n</body>\n</html>\n"
    )


def html_article(record: Record) -> str:
    """The article as an `<article>` element: headline, metadata, images, text, documents and embeds."""
    parts = [f"<h1>{_text(record['title'])}</h1>", *_facts(record), *html_figures(record)]
    parts += html_body(structure(record))
    files = [
        f"<li>{_link(one.get('title') or one['url'], one['url'])}</li>"
        for one in [*(record.get("attachments") or []), *(record.get("embeds") or [])]
        if is_web(one["url"])
    ]
    if files:
        parts.append("<ul>" + "".join(files) + "</ul>")
    return "<article>\n" + "\n".join(parts) + "\n</article>"


def html_figures(record: Record) -> list[str]:
    """The images of an article."""
    found = []
    for image in record.get("images") or []:
        if not is_web(image["url"]):
            continue
        caption = " ".join(filter(None, [image.get("caption"), _credit(image)]))
        about = f"<figcaption>{_text(caption)}</figcaption>" if caption else ""
        found.append(f'<figure><img src="{escape(iri(image["url"]))}" alt="">{about}</figure>')
    return found


def html_body(paragraphs: Iterable[Paragraph]) -> list[str]:
    """The text of an article, one element per paragraph; lists and tables are one element each."""
    found: list[str] = []
    for kind, group in by_kind(paragraphs):
        if kind == "list_item":
            found.append(_list(group))
        elif kind == "table_row":
            rows = ("".join(f"<td>{_inline(cell)}</td>" for cell in row.cells) for row in group)
            found.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            found += [_element(paragraph) for paragraph in group]
    return found


def _element(paragraph: Paragraph) -> str:
    text = _inline(paragraph.pieces)
    if paragraph.kind == "verse":
        text = text.replace("\n", "<br>")
    if paragraph.kind == "heading":
        level = min(max(paragraph.level or 2, 2), DEEPEST)
        return f"<h{level}>{text}</h{level}>"
    if paragraph.kind == "quote":
        return f"<blockquote><p>{text}</p></blockquote>"
    return f"<p>{text}</p>"


def _list(items: list[Paragraph]) -> str:
    """Items as nested lists; opens and closes one level at a time."""
    found: list[str] = []
    depth = 0
    for item in items:
        level = min(max(item.level or 1, 1), depth + 1, DEEPEST)
        if level > depth:
            found.append("<ul>")
        else:
            found.append("</li>" + "</ul></li>" * (depth - level))
        depth = level
        found.append(f"<li>{_inline(item.pieces)}")
    return "".join(found) + "</li></ul>" * depth


def _inline(pieces: Iterable[Piece]) -> str:
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: Piece) -> str:
    if piece.url:
        return _link(piece.text, piece.url)
    if piece.iso:
        moment = "" if "/" in piece.iso else f' datetime="{_text(piece.iso)}"'  # <time> cannot hold a range
        return f'<time{moment} title="{_text(piece.iso)}">{_text(piece.text)}</time>'
    return _text(piece.text)


def _link(text: str, url: str) -> str:
    return f'<a href="{escape(iri(url))}" rel="nofollow noopener">{_text(text)}</a>'


def _text(text: str) -> str:
    return escape(printable(text))


def _credit(image: Mapping[str, Any]) -> str:
    return f"(Foto: {image['credit']})" if image.get("credit") else ""


def _facts(record: Record) -> list[str]:
    """Byline: authors, time and portal."""
    names = [credit["name"] for credit in record.get("credits") or [] if credit["role"] == "author"]
    facts = [*dict.fromkeys(names), record.get("published_at") or "", record["portal"]["name"]]
    return [f"<p>{_text(' | '.join(filter(None, facts)))}</p>"]
