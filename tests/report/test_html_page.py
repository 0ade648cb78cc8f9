"""The report page: complete, self-contained, in both languages, safe against hostile text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html
from lxml.html import HtmlElement

from crawler.discovery import planner
from crawler.discovery.feed import source as feed_source
from crawler.discovery.listing import page as listing_page
from crawler.discovery.listing import source as listing_source
from crawler.report.charts import LABEL_LENGTH, short
from crawler.report.drop_reasons import MEANINGS
from crawler.report.html_page import duration, duration_text, report_page
from crawler.report.note_texts import note_text
from crawler.report.run_data import Duplicate, PortalRun, Reason, Sample, Verdict
from crawler.report.wording import REASONS, WORDS, reason_text
from crawler.stats.outcomes import DroppedPage
from crawler.templates import store
from tests.crawling import ROOT
from tests.report.make import portal, run

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \u202eevil\x00\x1b[31m {why} \"'&"


def page(text: str) -> HtmlElement:
    return html.document_fromstring(text)


def visible(tree: HtmlElement, language: str) -> str:
    """The text displayed to a reader of the language."""
    other = {"en": "id", "id": "en"}[language]
    parts = tree.xpath(
        f"//body//text()[not(ancestor::script) and not(ancestor::span[@lang='{other}'])]",
    )
    return re.sub(r"\s+", " ", " ".join(parts))


def test_the_page_names_every_portal_with_its_tallies_and_verdict() -> None:
    ill = portal("rusak", Verdict.BROKEN, Reason("failed", {"why": "connection refused"}))
    tree = page(report_page(run(portal("sehat"), ill)))
    rows = tree.xpath("//table[@id='portals']/tbody/tr")
    assert [row.get("data-verdict") for row in rows] == ["broken", "ok"]
    cells = [cell.text_content() for cell in rows[1].xpath("td")]
    assert [re.sub(r"\D", "", cell) for cell in cells[1:6]] == ["8", "2", "7", "3", "25"]
    assert "gagal: sambungan ditolak" in visible(tree, "id")
    assert "failed: connection refused" in visible(tree, "en")


def test_nothing_is_fetched_from_anywhere() -> None:
    text = report_page(run(portal()))
    tree = page(text)
    for attribute in ("src", "srcset", "data", "poster", "xlink:href"):
        assert tree.xpath(f"//@*[name()='{attribute}']") == []
    assert [link.get("href") for link in tree.xpath("//link")] == ["data:,"]
    assert "@import" not in text
    assert "url(" not in text
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")


def test_hostile_text_stays_text() -> None:
    ill = replace(
        portal(HOSTILE, Verdict.BROKEN, Reason("failed", {"why": HOSTILE})),
        name=HOSTILE,
        province=HOSTILE,
        dropped={HOSTILE: 3},
        notes=(HOSTILE,),
    )
    made = replace(
        run(ill),
        finish=HOSTILE,
        samples=(Sample(HOSTILE, "javascript:alert(1)", HOSTILE, HOSTILE, HOSTILE),),
        duplicates=(
            Duplicate(HOSTILE, "data:text/html,x", "a", HOSTILE, "https://a.example/", HOSTILE, 1.0),
        ),
    )
    text = report_page(made)
    tree = page(text)
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img | //@onerror | //@onload") == []
    assert all(address.startswith(("https://", "#")) for address in tree.xpath("//a/@href"))
    for character in "\u202e\x00\x1b":
        assert character not in text
    assert "<script>alert(1)" in tree.text_content()


def test_an_empty_run_has_a_sensible_page() -> None:
    tree = page(report_page(replace(run(), fields=(), samples=(), duplicates=())))
    assert visible(tree, "en").count("Nothing in this run.") >= 7
    assert tree.xpath("//table") == []


def test_a_portal_that_never_published_is_shown_as_such() -> None:
    tree = page(report_page(run(PortalRun("baru"))))
    assert "belum pernah" in visible(tree, "id")
    assert "never" in visible(tree, "en")


def test_every_reference_between_elements_holds() -> None:
    tree = page(report_page(run(portal("a"), portal("b", Verdict.WATCH, Reason("errors", {"share": 40.0})))))
    identities = tree.xpath("//@id")
    assert len(identities) == len(set(identities))
    for name in ("aria-labelledby", "for"):
        assert set(tree.xpath(f"//@{name}")) <= set(identities)
    assert {href[1:] for href in tree.xpath("//a/@href[starts-with(., '#')]")} <= set(identities)


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_language_can_be_fixed(language: str) -> None:
    tree = page(report_page(run(portal()), language=language))
    assert tree.get("lang") == language
    assert tree.get("data-fixed") == "1"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        report_page(run(), language="fr")


def test_every_text_has_both_languages_with_the_same_places() -> None:
    for table in (WORDS, REASONS):
        for key, (english, indonesian) in table.items():
            assert english, key
            assert indonesian, key
            assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", indonesian)), key


def test_numbers_are_written_as_each_language_does() -> None:
    reason = Reason("silent", {"days": 21, "usual": 2.5})
    assert "every 2.5 days" in reason_text(reason)
    assert "tiap 2,5 hari" in reason_text(reason, "id")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(4.2, "4.2 s"), (200, "3 min 20 s"), (3720, "1 h 02 min"), (59.96, "60.0 s"), (90000, "25 h 00 min")],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_report_of_500_portals_is_small_and_begins_with_trouble() -> None:
    name = "Portal Berita Pemerintah Kabupaten Wonoasri {}"
    healthy = [replace(portal(f"sehat-{number}"), name=name.format(number)) for number in range(440)]
    failed = Reason("failed", {"why": "front page answers HTTP 503"})
    ill = [portal(f"rusak-{number}", Verdict.BROKEN, failed) for number in range(60)]
    text = report_page(run(*healthy, *ill))
    assert len(text.encode()) < 400_000
    tree = page(text)
    headings = tree.xpath("//h2/@id")
    assert headings.index("attention") < headings.index("harvest") < headings.index("portals-title")
    assert tree.xpath("count(//table[@id='portals']/tbody/tr)") == 100
    assert tree.xpath("count(//details[@id='rest']//li)") == 400
    assert "halaman depan menjawab HTTP 503" in visible(tree, "id")


def test_a_report_of_500_portals_in_trouble_is_small_and_names_each_with_its_reason() -> None:
    name = "Portal Berita Pemerintah Kabupaten Wonoasri {}"
    failed = Reason("failed", {"why": "front page answers HTTP 503"})
    ill = [
        replace(portal(f"rusak-{number}", Verdict.BROKEN, failed), name=name.format(number))
        for number in range(500)
    ]
    text = report_page(run(*ill))
    assert len(text.encode()) < 400_000
    tree = page(text)
    assert "+ 450" in visible(tree, "en")
    folded = tree.xpath("//details[@id='rest']//li[@data-verdict='broken']")
    assert len(folded) + tree.xpath("count(//table[@id='portals']/tbody/tr)") == 500
    assert all("front page answers HTTP 503" in one.text_content() for one in folded)


def test_a_report_of_500_portals_with_much_to_say_is_small_and_names_each() -> None:
    reasons = (
        Reason("fails_again", {"runs": 12, "why": "front page answers HTTP 503; " + "x" * 400}),
        Reason("silent", {"days": 41, "usual": 3.0}),
        Reason("errors", {"share": 34.5}),
        Reason("without_date_first", {"share": 40.0}),
    )
    notes = ("the robots.txt of the host forbids 311 articles", "a feed is broken", "n" * 500)
    kinds = list(MEANINGS)
    ill = [
        replace(
            portal(f"rusak-{number}", Verdict.BROKEN, *reasons),
            name=f"Portal Berita Resmi Pemerintah Kabupaten Wonoasri Bagian {number}",
            notes=notes,
            dropped=dict.fromkeys(kinds, 3),
        )
        for number in range(500)
    ]
    pages = tuple(
        DroppedPage("rusak-1", kind, f"https://a.example/{number}/{'judul-' * 60}", "d" * 300)
        for kind in kinds
        for number in range(20)
    )
    twin = Duplicate(
        "Salinan " * 30, f"https://b.example/{'a' * 200}", "b", "Asal", "https://a.example/", "a"
    )
    text = report_page(replace(run(*ill), dropped=pages, duplicates=(twin,) * 50))
    assert len(text.encode()) < 400_000
    tree = page(text)
    rows = tree.xpath("//table[@id='portals']/tbody/tr//*[@class='sub'][1]")
    names = " ".join(one.text_content() for one in [*rows, *tree.xpath("//details[@id='rest']//li")])
    assert all(re.search(rf"rusak-{number}\b|Bagian {number}\b", names) for number in range(500))
    assert tree.xpath("//details[@id='rest']//li")[0].text_content().count("front page answers HTTP 503") == 1
    listed = tree.xpath("//ul[contains(@class, 'dropped')]")
    assert len(listed) == len(kinds), "each reason has its first pages"
    assert all(one.xpath("li") for one in listed)
    left_out = [int(one.text_content().strip("+ ")) for one in tree.xpath("//details/p[@class='note']")]
    assert sum(left_out) + tree.xpath("count(//ul[contains(@class, 'dropped')]/li)") == len(pages)


def test_notes_and_durations_are_in_both_languages() -> None:
    notes = (
        "WordPress REST API is closed (HTTP 401); using sitemaps and feeds",
        "no template of its pages: the text of 40 pages stands in 30 different elements",
    )
    tree = page(report_page(run(replace(portal(), notes=notes))))
    assert notes[0] in visible(tree, "en")
    assert "REST API WordPress tertutup (HTTP 401); memakai peta situs" in visible(tree, "id")
    assert "tanpa pola halaman: isi 40 halaman berada dalam 30 elemen" in visible(tree, "id")
    assert duration_text(4.2) == ("4.2 s", "4,2 s")
    assert duration_text(3720) == ("1 h 02 min", "1 jam 02 min")


CONSTANTS = (
    listing_source.CIRCLES,
    listing_source.NO_WAY,
    listing_page.TOO_MANY,
    feed_source.TOO_MANY,
    planner.REPEATS,
    planner.JAVASCRIPT_ONLY,
    store.CHANGED_LOOK,
    store.LEARNED.format(2),
    store.NONE.format("x"),
)


@pytest.mark.parametrize("note", CONSTANTS)
def test_notes_of_discovery_have_a_translation(note: str) -> None:
    english, indonesian = note_text(note)
    assert english == note
    assert indonesian != note


def test_dropped_pages_are_listed_by_reason_with_their_evidence() -> None:
    pages = tuple(
        DroppedPage("a", "listing", f"https://a.example/{number}", "six links, no date")
        for number in range(3)
    )
    tree = page(report_page(replace(run(portal()), dropped=(*pages, DroppedPage("a", "http_410", HOSTILE)))))
    listed = tree.xpath("//details[.//ul[contains(@class, 'dropped')]]")
    assert [one.xpath("string(summary)").split(":")[0] for one in listed] == ["listing", "http_410"]
    assert "daftar artikel" in listed[0].text_content()
    assert "six links, no date" in listed[0].text_content()
    assert listed[0].xpath(".//a/@href") == [f"https://a.example/{number}" for number in range(3)]
    assert listed[1].xpath(".//a") == []


def test_names_that_begin_alike_stay_apart() -> None:
    names = [f"Portal Berita Pemerintah Kabupaten {place}" for place in ("Wonoasri", "Sukamaju")]
    assert len({short(name) for name in names}) == 2
    assert all(len(short(name)) <= LABEL_LENGTH for name in names)


def test_indonesian_has_decimal_commas_and_meanings() -> None:
    tree = page(
        report_page(
            run(portal("a", Verdict.WATCH, Reason("drops_first", {"share": 60, "reason": "listing"})))
        )
    )
    assert "90,0 %" in visible(tree, "id")
    assert "90.0 %" in visible(tree, "en")
    assert "31,5 s" in visible(tree, "id")
    assert "terutama listing (daftar artikel)" in visible(tree, "id")


def test_the_page_on_drop_reasons_lists_each_with_a_meaning() -> None:
    text = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
    section = text.partition("## Why a page was dropped")[2].partition("\n## ")[0]
    listed = set(re.findall(r"`([a-z_]+)`", section))
    assert set(MEANINGS) <= listed
