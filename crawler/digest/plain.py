"""A digest as Markdown (CommonMark), or as plain text for services without markup."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from crawler.digest.entries import Copy, Entry
from crawler.digest.groups import Digest
from crawler.digest.page import topic_name
from crawler.digest.wording import Language, count_of, time_text, word
from crawler.export.markdown_article import inline_markdown


def markdown_page(digest: Digest, *, language: Language, now: datetime) -> str:
    """The digest as Markdown; special characters of Markdown and HTML are escaped."""
    made = f"{word('made_by', language)}, {time_text(now.isoformat(timespec='seconds'), language)}"
    return (
        "\n\n".join(
            [*_blocks(digest, language, "#", inline_markdown, _markdown_entry), "---", inline_markdown(made)]
        )
        + "\n"
    )


def text_page(digest: Digest, *, language: Language) -> str:
    """The digest as plain text, without its title."""
    blocks = list(_blocks(digest, language, "", lambda text: text, _text_entry))
    return "\n\n".join(blocks[1:]) + "\n"


def _blocks(
    digest: Digest,
    language: Language,
    mark: str,
    plain: Callable[[str], str],
    entry_text: Callable[[Entry, Language], str],
) -> Iterator[str]:
    def heading(level: int, text: str) -> str:
        return f"{mark * level} {plain(text)}" if mark else text.upper() if level < 4 else text

    counts = (
        f"{count_of(digest.count, 'article', 'articles', language)}, "
        f"{count_of(digest.portals, 'portal', 'portals', language)}"
    )
    yield heading(1, digest.title)
    yield plain(f"{digest.period}: {counts}")
    if not digest.topics:
        yield plain(word("nothing", language))
    for topic in digest.topics:
        if topic.name is not None:
            yield heading(2, topic_name(topic, language))
        for province in topic.provinces:
            yield heading(3, province.name or word("no_province", language))
            for portal in province.portals:
                yield heading(4, portal.name)
                for entry in portal.entries:
                    yield entry_text(entry, language)
    if digest.more:
        yield plain(f"{digest.more} {word('more', language)}")


def _markdown_entry(entry: Entry, language: Language) -> str:
    title = inline_markdown(entry.title)
    lines = [f"**[{title}](<{entry.url}>)**" if entry.url else f"**{title}**"]
    lines[0] += f" ({inline_markdown(time_text(entry.published, language))})"
    if entry.lead:
        lines.append(inline_markdown(entry.lead))
    if entry.copies:
        lines.append(f"{word('copies', language)}: {', '.join(map(_markdown_copy, entry.copies))}")
    return "\\\n".join(lines)


def _markdown_copy(copy: Copy) -> str:
    name = inline_markdown(copy.portal)
    return f"[{name}](<{copy.url}>)" if copy.url else name


def _text_entry(entry: Entry, language: Language) -> str:
    lines = [entry.title, time_text(entry.published, language), entry.lead]
    if entry.copies:
        lines.append(f"{word('copies', language)}: {', '.join(copy.portal for copy in entry.copies)}")
    return "\n".join(filter(None, [*lines, entry.url]))
