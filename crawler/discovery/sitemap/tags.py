"""Incremental scanner for the tags that matter in a sitemap.

This is not an XML parser: hand-made sitemaps contain a bare `&` (`?p=1&lang=id`), miss an end tag, or repeat
a declaration, and one such error must not lose thousands of URLs after it. The scanner finds tags by their
angle brackets, reads each character a bounded number of times, and expands no entities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.urls.parsing import is_url, join

MAX_TAG = 64 * 1024
"""Maximum characters from `<` to `>`; a longer tag ends parsing."""
MAX_TEXT = 4096
"""Maximum characters of one element's text."""

LINE_BREAKS = str.maketrans("", "", "\t\r\n")
"""Characters that wrap a long URL: https://url.spec.whatwg.org/#concept-basic-url-
parser
"""

ENTRIES = frozenset({"url", "sitemap"})
ROOTS = frozenset({"urlset", "sitemapindex"})
OF_NEWS = frozenset({"publication_date", "title"})
"""Fields of the news extension; image and video entries have titles and dates of their own."""
NEWS = "news"
BARE = "text"
"""The text of an entry without `<loc>`: `<sitemap>https://x.go.id/b.xml</sitemap>`."""

TOKEN = re.compile(
    r"<(?P<close>/?)(?:(?P<prefix>[\w.-]{1,60}+):)?"
    r"(?P<name>urlset|url|sitemapindex|sitemap|loc|lastmod|publication_date|title|news)"
    r"(?=[\s/>])[^<>]*>|<!--|<!\[CDATA\[",
    re.IGNORECASE,
)
"""The relevant tags, comments and CDATA sections; everything between them is text."""
ANY_TAG = re.compile(r"<(?:[\w.-]{1,60}+:)?([A-Za-z_][\w.-]{0,60})")
REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
"""XML 1.0, section 4.6. Other entities need a declaration; a bare `&` is kept."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One `<url>` or `<sitemap>`: raw `lastmod` and news publication date, None if absent."""

    url: str
    is_sitemap: bool = False
    lastmod: str | None = None
    published: str | None = None
    title: str | None = None


class BrokenMarkup(ValueError):
    """The text cannot be parsed further; the message is the reason."""


class Tags:
    """Takes text by `feed`, yields entries. Raises BrokenMarkup if the text is not a sitemap or is truncated.

    Relative URLs are resolved against `base`.
    """

    def __init__(self, base: str = "") -> None:
        self._base = base
        self._rest = ""
        self._until = ""  # end of the open comment or CDATA section
        self._first = ""  # name of the first element
        self._open = False  # whether the root element is open
        self._entry: tuple[str, str] | None = None  # prefix and name of the open entry
        self._facts: dict[str, str] = {}
        self._field = ""
        self._text: list[str] = []
        self._length = 0
        self._in_news = False
        self._found = False

    def feed(self, text: str) -> Iterator[Entry]:
        """Yield the entries that this chunk completes."""
        buffer, at = self._rest + text, 0
        last = buffer.rfind("<")
        end = last if last >= 0 and buffer.find(">", last) < 0 else len(buffer)
        self._rest = buffer[end:]
        if len(self._rest) > MAX_TAG:
            raise BrokenMarkup("a tag without end")
        if not self._first and (element := ANY_TAG.search(buffer)):
            self._first = element[1].lower()
        while True:
            if self._until:
                stop = buffer.find(self._until, at)
                if stop < 0:
                    # The end marker may span two chunks.
                    keep = max(at, end - len(self._until) + 1)
                    self._inside(buffer[at:keep])
                    self._rest = buffer[keep:]
                    return
                self._inside(buffer[at:stop])
                at, self._until = stop + len(self._until), ""
            token = TOKEN.search(buffer, at, end)
            if token is None:
                break
            if self._field:
                self._take(buffer[at : token.start()])
            at = token.end()
            if token["name"] is None:
                self._until = "-->" if token[0] == "<!--" else "]]>"
            else:
                yield from self._tag(token)
        if self._field:
            self._take(buffer[at:end])

    def close(self) -> Iterator[Entry]:
        """Yield an entry whose end tag is missing. Raises BrokenMarkup if the text is truncated."""
        if self._entry is not None and not self._field:
            yield from self._done()
        if not self._found and self._first not in ROOTS | ENTRIES:
            raise BrokenMarkup(f"XML of another kind (<{self._first}>)" if self._first else "broken XML")
        if self._open or self._field or self._until or self._rest:
            raise BrokenMarkup("it breaks off")

    def _inside(self, text: str) -> None:
        """Handle text inside a comment or CDATA section; only the latter counts."""
        if self._until == "]]>" and self._field:
            self._take(text.replace("&", "&amp;"))

    def _take(self, text: str) -> None:
        if self._length < MAX_TEXT:
            text = text[: MAX_TEXT - self._length]
            self._length += len(text)
            # Resolved at the end of the element: a chunk may split a reference.
            self._text.append(text)

    def _tag(self, token: re.Match[str]) -> Iterator[Entry]:
        prefix, name = (token["prefix"] or "").lower(), token["name"].lower()
        opens = not token["close"] and not token[0].endswith("/>")
        if name in ROOTS:
            yield from self._done()
            self._open = opens
        elif name in ENTRIES:
            # An entry that was never closed ends where the next begins.
            yield from self._done()
            if opens:
                self._entry = (prefix, name)
                self._field, self._text, self._length = BARE, [], 0
        elif name == NEWS:
            self._in_news = opens
        elif self._entry is not None:
            self._of_field(prefix, name, opens=opens)

    def _of_field(self, prefix: str, name: str, *, opens: bool) -> None:
        assert self._entry is not None
        self._end_field()  # any tag ends the field: the text of a field contains no other field
        ours = self._in_news if name in OF_NEWS else prefix == self._entry[0]
        if opens and ours and name not in self._facts:
            self._field, self._text, self._length = name, [], 0

    def _end_field(self) -> None:
        if self._field:
            self._facts[self._field] = _resolved("".join(self._text)).strip()
            self._field = ""

    def _done(self) -> Iterator[Entry]:
        """Finish the open entry."""
        if self._entry is None:
            return
        self._end_field()
        facts, kind = self._facts, self._entry[1]
        self._entry, self._facts, self._in_news = None, {}, False
        url = (facts.get("loc") or facts.get(BARE, "")).translate(LINE_BREAKS)
        target = join(self._base, url) if self._base else url
        if target is not None and is_url(target):
            self._found = True
            yield Entry(
                target,
                kind == "sitemap",
                facts.get("lastmod") or None,
                facts.get("publication_date") or None,
                facts.get("title") or None,
            )


def _resolved(text: str) -> str:
    return REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return PREDEFINED[match[1]]
    number = int(match[2]) if match[2] else int(match[3], 16)
    return chr(number) if 0x1F < number < 0x110000 and not 0xD800 <= number < 0xE000 else ""
