"""Articles as JSON-LD: schema.org `NewsArticle`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from crawler.export.control_characters import printable_value
from crawler.export.web_address import iri, is_web

CONTEXT = "https://schema.org"
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that end a script element of an HTML page, or a line of JavaScript."""
_ROLES = {"author": "author", "reporter": "author", "editor": "editor"}


def news_article(record: Mapping[str, Any]) -> dict[str, Any]:
    """The article as a graph node, without missing fields."""
    portal, dateline = record["portal"], record.get("dateline") or {}
    page = iri(record["canonical_url"]) if is_web(record["canonical_url"]) else None
    node: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": page,
        "url": page,
        "mainEntityOfPage": page,
        "identifier": record["id"],
        "headline": record["title"],
        "description": record.get("description"),
        "articleBody": "\n\n".join(record["body"]),
        "datePublished": record.get("published_at"),
        "dateModified": record.get("modified_at"),
        "inLanguage": record.get("language"),
        "articleSection": record.get("section"),
        "keywords": record.get("tags"),
        "publisher": {"@type": "Organization", "name": portal["name"], "url": f"https://{portal['domain']}/"},
        "image": [_image(image) for image in record.get("images") or [] if is_web(image["url"])],
        "associatedMedia": [_media(one) for one in record.get("attachments") or [] if is_web(one["url"])],
    }
    if dateline.get("place"):
        node["locationCreated"] = {"@type": "Place", "name": dateline["place"]}
    for credit in record.get("credits") or []:
        if credit["role"] in _ROLES:
            person = {"@type": "Person", "name": credit["name"]}
            known = node.setdefault(_ROLES[credit["role"]], [])
            if person not in known:
                known.append(person)
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def write_json_ld(lines: Iterable[bytes], out: BinaryIO) -> None:
    """One JSON-LD document with all articles in its graph, one per line."""
    out.write(f'{{"@context": "{CONTEXT}", "@graph": ['.encode())
    separator = b"\n"
    for line in lines:
        out.write(separator + _encoded(news_article(json.loads(line))))
        separator = b",\n"
    out.write(b"\n]}\n")


def _encoded(node: dict[str, Any]) -> bytes:
    text = json.dumps(printable_value(node), ensure_ascii=False)
    for character, escaped in _UNSAFE.items():
        text = text.replace(character, escaped)
    return text.encode()


def _image(image: Mapping[str, Any]) -> dict[str, Any]:
    node = {"@type": "ImageObject", "url": iri(image["url"]), "caption": image.get("caption")}
    node["creditText"] = image.get("credit")
    return {name: value for name, value in node.items() if value}


def _media(attachment: Mapping[str, Any]) -> dict[str, Any]:
    node = {"@type": "MediaObject", "contentUrl": iri(attachment["url"]), "name": attachment.get("title")}
    node["encodingFormat"] = attachment.get("media_type")
    return {name: value for name, value in node.items() if value}
