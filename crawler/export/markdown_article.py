"""Articles as Markdown (CommonMark with GitHub's tables), with front matter in YAML.

Special characters of Markdown and HTML in the text are escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from crawler.export.body_structure import Paragraph, Piece, by_kind, structure
from crawler.export.control_characters import printable, printable_value
from crawler.export.web_address import iri, is_web

Record = Mapping[str, Any]

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$]")
_LINE_START = re.compile(r"^([#+\-=]|\d{1,9}[.)])")
"""Start of a line that Markdown would read as a heading, list item or rule."""
_BREAKS = re.compile("[\u0085\u2028\u2029]")
FRONT_MATTER = (
    "id", "type", "published_at", "modified_at", "section", "tags", "language", "description", "duplicate_of",
    "revision",
)  # fmt: skip
"""Fields of the record copied to the front matter."""


def markdown_document(record: Record) -> str:
    """The article as a document: front matter, headline, images, text, documents and embeds."""
    parts = [_front_matter(record), f"# {inline_markdown(record['title'])}"]
    parts += [_image(image) for image in record.get("images") or [] if is_web(image["url"])]
    parts += markdown_body(structure(record))
    files = [
        f"- [{inline_markdown(one.get('title') or one['url'])}](<{iri(one['url'])}>)"
        for one in [*(record.get("attachments") or []), *(record.get("embeds") or [])]
        if is_web(one["url"])
    ]
    if files:
        parts.append("\n".join(files))
    return "\n\n".join(parts) + "\n"


def markdown_body(paragraphs: Iterable[Paragraph]) -> list[str]:
    """The text of an article as Markdown blocks; lists and tables are one block each."""
    found: list[str] = []
    for kind, group in by_kind(paragraphs):
        if kind == "list_item":
            found.append("\n".join(_items(group)))
        elif kind == "table_row":
            found.append(_table(group))
        else:
            found += [_block(paragraph) for paragraph in group]
    return found


def _block(paragraph: Paragraph) -> str:
    text = _inline(paragraph.pieces)
    if paragraph.kind == "heading":
        return f"{'#' * min(max(paragraph.level or 2, 2), 6)} {' '.join(text.split())}"
    lines = text.split("\n") if paragraph.kind == "verse" else [text]
    lines = [_LINE_START.sub(_escaped_start, " ".join(line.split())) for line in lines]
    text = "\\\n".join(filter(None, lines))
    return f"> {text}" if paragraph.kind == "quote" else text


def _items(items: list[Paragraph]) -> Iterable[str]:
    depth = 0
    for item in items:
        depth = min(max(item.level or 1, 1), depth + 1)
        text = " ".join(_inline(item.pieces).split())
        yield f"{'  ' * (depth - 1)}- {_LINE_START.sub(_escaped_start, text)}"


def _table(rows: list[Paragraph]) -> str:
    """Rows as a table; the first one is the header."""
    cells = [[" ".join(_inline(cell).split()) for cell in row.cells] for row in rows]
    width = max(map(len, cells))
    lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _inline(pieces: Iterable[Piece]) -> str:
    return "".join(
        f"[{inline_markdown(piece.text)}](<{iri(piece.url)}>)" if piece.url else _text(piece.text)
        for piece in pieces
    )


def _image(image: Mapping[str, Any]) -> str:
    caption = inline_markdown(image.get("caption") or "")
    picture = f"![{caption}](<{iri(image['url'])}>)"
    said = " ".join(
        filter(None, [caption, f"(Foto: {inline_markdown(image['credit'])})" if image.get("credit") else ""])
    )
    return f"{picture}\\\n{said}" if said else picture


def _text(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", _BREAKS.sub("\n", printable(text)))


def inline_markdown(text: str) -> str:
    """Text on one line, for headlines and links; Markdown and HTML are escaped."""
    return " ".join(_text(text).split())


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found[1][:-1]}\\{found[1][-1]}"


def _front_matter(record: Record) -> str:
    """The record's metadata as YAML; every JSON value is a YAML value."""
    credits = record.get("credits") or []
    facts: dict[str, Any] = {"title": record["title"], "url": record["canonical_url"]}
    facts["portal"] = record["portal"]["name"]
    facts["province"] = record["portal"].get("province")
    facts["authors"] = list(dict.fromkeys(one["name"] for one in credits if one["role"] == "author"))
    facts |= {name: record.get(name) for name in FRONT_MATTER}
    for name in ("images", "attachments", "embeds"):
        facts[name] = [one for one in record.get(name) or [] if is_web(one["url"])]
    if not is_web(record["canonical_url"]):
        facts["url"] = None
    lines = [f"{name}: {_yaml(value)}" for name, value in facts.items() if value not in (None, "", [])]
    return "\n".join(["---", *lines, "---"])


def _yaml(value: Any) -> str:
    text = json.dumps(printable_value(value), ensure_ascii=False)
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
