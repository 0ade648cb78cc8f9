"""Facts of an object in a page's state: texts, names, images and times, in any nesting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crawler.dates import parse_date, parse_machine_date
from crawler.extraction.metadata.json_ld import clean
from crawler.extraction.state.field_names import BODY, WEAK_BODY, field_name
from crawler.extraction.state.rich_text import is_document

_NAMES = ("name", "nama", "namalengkap", "fullname", "displayname", "title", "judul", "label", "username")
_SOURCES = ("url", "src", "sourceurl", "path", "originalurl", "original", "large", "publicurl")

_WRAPPINGS = ("rendered", "attributes", "data", "node")
_EMPTY = frozenset({"null", "undefined", "void 0", "NaN"})
"""chompjs gives `null` before a comma as the word."""
_FEW = 400
"""Characters of a fact; a text that is longer is no name, caption or title."""
_MAX_MARKUP_LENGTH = 5_000
_ADDRESS = re.compile(r"(?:https?:/)?/[^\s<>]{1,2000}$")
_PARAGRAPH = re.compile(r"<p\b[^<>]{0,500}>(.*?)</p>", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{0,2000}>")
_SECONDS = (8e8, 4.1e9)
"""Unix times between 1995 and 2100, in seconds."""
_DATE_CALL = re.compile(r"new Date\(\s*[\"']?([^\"')]{4,40})[\"']?\s*\)")


@dataclass(frozen=True, slots=True)
class Fields:
    """The members of one object by normalized name, in the object's order."""

    members: Mapping[str, Any]

    def first(self, names: Iterable[str]) -> Any:
        """The first member with one of these names that is not empty."""
        for name in names:
            if name in self.members:
                value = unwrapped(self.members[name])
                if value not in (None, "", [], {}):
                    return value
        return None

    def text(self, names: Iterable[str]) -> str | None:
        """The first of these members that is a text of plausible length for a fact."""
        for name in names:
            text = text_of(self.members[name]) if name in self.members else None
            text = _plain(text) if text and "<" in text else text
            if text and len(text) <= _FEW:
                return clean(text)
        return None

    def body(self) -> tuple[Any, bool] | None:
        """The member that holds the text, and whether its name denotes the whole text."""
        for names, sure in ((BODY, True), (WEAK_BODY, False)):
            for name in names:
                if name not in self.members:
                    continue
                value = unwrapped(self.members[name])
                value = value if is_document(value) else text_of(value)
                if value and (not isinstance(value, str) or len(value) > 40):
                    return value, sure
        return None


def read_fields(value: Mapping[str, Any]) -> Fields:
    """The members of an object; those of `_embedded` (WordPress) for names that it lacks."""
    members: dict[str, Any] = {}
    embedded = value.get("_embedded")
    for key, member in value.items():
        name = field_name(key)
        if name and (name not in members or members[name] in (None, "")):
            members[name] = member
    if isinstance(embedded, dict):
        members.update({field_name(key): member for key, member in embedded.items()})
    return Fields(members)


def unwrapped(value: Any) -> Any:
    """Unwrap a member from its CMS's structure: `{"rendered": "x"}` (WordPress),
    `{"data": {"attributes": ...}}` (Strapi), `{"node": ...}` (GraphQL).
    """
    for _ in range(4):
        if not isinstance(value, dict):
            break
        inner = next((value[key] for key in _WRAPPINGS if value.get(key)), None)
        if inner is None or is_document(value):
            break
        value = inner
    return None if isinstance(value, str) and value in _EMPTY else value


def text_of(value: Any) -> str | None:
    """A text, also one given in several languages; None if there is none."""
    value = unwrapped(value)
    if isinstance(value, dict):
        for key in ("id", "ind", "id-ID", "id_ID", "html", "value", "raw", "text", "default"):
            inner = value.get(key)
            if isinstance(inner, str) and inner.strip():
                return inner.strip()
        return None
    return value.strip() or None if isinstance(value, str) else None


def _plain(text: str) -> str:
    """The first paragraph of a fact given as HTML, without markup."""
    paragraph = _PARAGRAPH.search(text[:_MAX_MARKUP_LENGTH])
    return _MARKUP.sub("", paragraph[1] if paragraph else text[:_MAX_MARKUP_LENGTH]).strip()


def names_of(value: Any) -> list[str]:
    """The names in a text, an object with a name, or a list of either."""
    value = unwrapped(value)
    found = []
    for one in value if isinstance(value, list) else [value]:
        one = unwrapped(one)
        if isinstance(one, list):  # wp:term: a list of lists
            found += names_of(one)
            continue
        text = text_of(one) if isinstance(one, str) else None
        if isinstance(one, dict):
            text = read_fields(one).text(_NAMES)
        if text and len(text) <= 120 and not text.startswith(("http:", "https:", "$")):
            found.append(clean(text))
    return found


def images_of(value: Any) -> Iterator[tuple[str, str | None]]:
    """Addresses of images with their captions.

    Skips `berita/a.jpg`, a path in the site's storage whose base address only its scripts know.
    """
    value = unwrapped(value)
    for one in (value if isinstance(value, list) else [value])[:20]:
        one = unwrapped(one)
        if isinstance(one, str):
            if _ADDRESS.match(one):
                yield one, None
        elif isinstance(one, dict):
            inner = read_fields(one)
            urls = (text_of(inner.members[name]) for name in _SOURCES if name in inner.members)
            url = next((text for text in urls if text and _ADDRESS.match(text)), None)
            if url:
                yield url, inner.text(("caption", "keterangan"))


def time_of(value: Any) -> str | None:
    """A time as text for the date parser; resolves Unix times and dates in words."""
    value = unwrapped(value)
    if isinstance(value, dict):
        value = value.get("date") or value.get("$date") or value.get("iso")
    if isinstance(value, str):
        text = value.strip()
        call = _DATE_CALL.fullmatch(text)
        text = call[1] if call else text
        if text.isdigit() and len(text) in (10, 13):
            value = int(text)
        elif not text or len(text) > 80:
            return None
        elif parse_machine_date(text) is not None:
            return text
        else:
            return _worded(text)
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if abs(value) > _SECONDS[1] else value
        if _SECONDS[0] < seconds < _SECONDS[1]:
            return datetime.fromtimestamp(seconds, UTC).isoformat()
    return None


def _worded(text: str) -> str | None:
    """A date in words; without an offset if none is printed, so that it is in the portal's zone."""
    found = parse_date(text)
    if found is None or found.precision not in {"day", "minute", "second"}:
        return None
    if found.precision != "day" and found.zone_source == "default":
        return datetime.fromisoformat(found.iso).replace(tzinfo=None).isoformat()
    return found.iso
