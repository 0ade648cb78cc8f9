"""Digests: grouping, folding of copies, times, and texts of strangers in HTML, Markdown and plain text."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from crawler.digest.entries import LEAD, TITLE, entries, shortened
from crawler.digest.groups import MOST, Digest, digest
from crawler.digest.page import html_page
from crawler.digest.period import published_within
from crawler.digest.plain import markdown_page, text_page
from crawler.digest.wording import WORDS, time_text
from crawler.items import PortalRef
from crawler.query import parse
from tests.browse.harvest import HOSTILE
from tests.ledger.making import OTHER, PORTAL, make_article

NOW = datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
PAPUA = PortalRef("papua", "Portal Papua", "papua.go.id", None, "Papua")
NATIONAL = PortalRef("pusat", "Portal Pusat", "pusat.go.id", None, None)


def record(number: int, portal: PortalRef = PORTAL, **fields: Any) -> dict[str, Any]:
    fields.setdefault("first_seen_at", "2026-11-30T02:00:00+00:00")
    return asdict(make_article(number, portal, **fields))


def made(*records: dict[str, Any], **options: Any) -> Digest:
    return digest(records, title="Kliping berita", period="Senin, 30 November 2026", **options)


def outline(one: Digest) -> list[Any]:
    return [
        (
            topic.name,
            [(province.name, [portal.name for portal in province.portals]) for province in topic.provinces],
        )
        for topic in one.topics
    ]


def test_articles_stand_by_province_from_west_to_east_and_by_portal() -> None:
    one = made(record(1, NATIONAL), record(2, PAPUA), record(3, OTHER), record(4), record(5))
    assert outline(one) == [
        (
            None,
            [
                ("Jawa Timur", ["Portal Contoh"]),
                ("Bali", ["Portal Lain"]),
                ("Papua", ["Portal Papua"]),
                ("", ["Portal Pusat"]),
            ],
        )
    ]
    assert (one.count, one.portals) == (5, 4)


def test_topics_are_watches_with_the_rest_behind_them() -> None:
    flood = record(1, title="Banjir dan longsor")
    topics = [("banjir", parse("banjir")), ("longsor", parse("longsor")), ("gempa", parse("gempa"))]
    one = made(flood, record(2, OTHER), topics=topics)
    assert [(topic.name, topic.count) for topic in one.topics] == [("banjir", 1), ("longsor", 1), ("", 1)]
    assert one.count == 2
    only = made(flood, record(2, OTHER), topics=topics, rest=False)
    assert [topic.name for topic in only.topics] == ["banjir", "longsor"]
    assert only.count == 1


def test_sections_that_are_spelt_alike_are_one_topic() -> None:
    one = made(
        record(1, section="Berita Daerah"), record(2, section="BERITA  daerah"), record(3), by_section=True
    )
    assert [(topic.name, topic.count) for topic in one.topics] == [("Berita Daerah", 2), ("", 1)]


def test_copies_of_a_release_are_one_entry_with_its_portals() -> None:
    first = record(1, published_at="2026-11-30T09:00:00+07:00")
    copy = record(2, OTHER, duplicate_of=first["id"], published_at="2026-11-30T08:30:00+08:00")
    third = record(3, PAPUA, duplicate_of=first["id"], published_at="2026-11-30T12:00:00+09:00")
    (entry,) = entries([third, copy, first])
    assert entry.portal == "Portal Contoh"
    assert [one.portal for one in entry.copies] == ["Portal Lain", "Portal Papua"]
    (without,) = entries([third, copy])  # the original is of another day
    assert (without.portal, [one.portal for one in without.copies]) == ("Portal Lain", ["Portal Papua"])
    one = made(third, copy, topics=[("papua", parse("portal:papua"))])
    assert outline(one) == [("papua", [("Bali", ["Portal Lain"])])]  # found through a copy


def test_the_newest_revision_counts() -> None:
    (entry,) = entries([record(1), record(1, title="Judul yang diperbaiki")])
    assert entry.title == "Judul yang diperbaiki"


@pytest.mark.parametrize(
    ("published", "indonesian", "english"),
    [
        ("2026-11-30T10:15:00+07:00", "30 November 2026, 10.15 WIB", "30 November 2026, 10:15 WIB"),
        ("2026-05-01T00:05:00+08:00", "1 Mei 2026, 00.05 WITA", "1 May 2026, 00:05 WITA"),
        ("2026-05-01T23:05:00+09:00", "1 Mei 2026, 23.05 WIT", "1 May 2026, 23:05 WIT"),
        ("2026-05-01T23:05:00+05:30", "1 Mei 2026, 23.05 UTC+0530", "1 May 2026, 23:05 UTC+0530"),
        ("2026-05-01", "1 Mei 2026", "1 May 2026"),
        (None, "tanggal tidak diketahui", "date unknown"),
        ("kapan-kapan", "tanggal tidak diketahui", "date unknown"),
    ],
)
def test_times_are_in_the_portals_zone(published: str | None, indonesian: str, english: str) -> None:
    assert time_text(published, "id") == indonesian
    assert time_text(published, "en") == english


def test_days_are_those_of_the_portal_and_undated_articles_count_when_first_seen() -> None:
    lines = [
        json.dumps(one).encode()
        for one in (
            record(1, published_at="2026-11-29T23:30:00+09:00"),
            record(2, published_at="2026-11-30T00:30:00+07:00"),
            record(3, published_at=None),
            record(4, published_at="2026-12-01"),
            record(5, published_at="2026-11-30", gone_at="2026-11-30T10:00:00+00:00"),
        )
    ]
    day = datetime(2026, 11, 30).date()
    assert [one["url"][-1] for one in published_within(lines, day, day)] == ["2", "3"]


def test_texts_are_cut_between_words() -> None:
    assert shortened("satu dua tiga", 9) == "satu dua…"
    assert len(shortened("a" * 1000, 50)) == 50
    (entry,) = entries([record(1, title="judul " * 1000, body=["kata " * 1000])])
    assert len(entry.title) <= TITLE
    assert len(entry.lead) <= LEAD
    assert entry.title.endswith("judul…")


def test_a_huge_digest_is_cut_and_says_so() -> None:
    one = made(*(record(number) for number in range(MOST + 7)))
    assert (one.count, one.more) == (MOST + 7, 7)
    assert "7 berita lain tidak ditampilkan." in html_page(one, language="id", now=NOW)


def hostile() -> Digest:
    evil = PortalRef("jahat", HOSTILE, "jahat.go.id", None, HOSTILE)
    script = record(1, evil, title=HOSTILE, body=[HOSTILE], section=HOSTILE)
    script["canonical_url"] = "javascript:alert(1)"
    quoted = record(
        2, title="a\u202eb\x00c\nd </style>", body=["# judul\n- butir\n1. satu"], published_at=HOSTILE
    )
    quoted["canonical_url"] = 'https://contoh.go.id/"><script>alert(1)</script>'
    return made(script, quoted, by_section=True)


def test_strangers_texts_stay_texts_in_html() -> None:
    page = html_page(hostile(), language="id", now=NOW)
    root = lxml_html.fromstring(page)
    assert root.xpath("//script | //img | //body//style | //*[@onerror]") == []
    assert [link.get("href") for link in root.xpath("//main//a")] == [
        "https://contoh.go.id/%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    ]
    assert "\u202e" not in page
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")


def test_strangers_texts_stay_texts_in_markdown() -> None:
    rendered = MarkdownIt("commonmark", {"html": True}).render(
        markdown_page(hostile(), language="id", now=NOW)
    )
    root = lxml_html.fromstring(f"<div>{rendered}</div>")
    assert root.xpath("//script | //img | //li") == []
    assert all(link.get("href").startswith("https://contoh.go.id/") for link in root.xpath("//a"))


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_format_holds_every_entry(language: Any) -> None:
    one = made(record(1, OTHER), record(2), topics=[("taman", parse("taman"))])
    for page in (
        html_page(one, language=language, now=NOW),
        markdown_page(one, language=language, now=NOW),
        text_page(one, language=language),
    ):
        for text in ("taman nomor 1", "taman nomor 2", "Portal Lain", "https://contoh.go.id/berita/2"):
            assert text in page
    empty = made()
    nothing = WORDS["nothing"][["id", "en"].index(language)]
    assert nothing in html_page(empty, language=language, now=NOW)
    assert nothing in text_page(empty, language=language)
