"""The classification of a labelled set: precision and recall of both classes, in several layouts."""

from __future__ import annotations

import gzip
import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from crawler.extraction import (
    Draft,
    extract_article,
    extract_text,
    judge,
    locate_article,
    normalise_dates,
    strip_boilerplate,
)
from crawler.extraction.dom.parse import parse_html
from crawler.extraction.page_type import REASONS, classify_page
from crawler.extraction.page_type.address import address_evidence, read_address
from crawler.extraction.page_type.entries import share_in_entries
from crawler.extraction.page_type.evidence import PRIOR
from crawler.extraction.page_type.page_links import PageLinks
from crawler.items import Page
from crawler.portals import portal_of_host

LABELLED = Path(__file__).parent / "fixtures" / "page_type"


def labelled(name: str) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = tomllib.loads((LABELLED / f"{name}.toml").read_text())["page"]
    return pages


PAGES = labelled("pages") + labelled("further") + labelled("few_entries")

MENU = (
    "<ul class='menu'><li><a href='/'>Beranda</a></li><li><a href='/profil'>Profil</a></li>"
    "<li><a href='/berita'>Berita</a></li><li><a href='/kontak'>Kontak</a></li></ul>"
)
SIDE = (
    "<h4>Berita Terbaru</h4><ul><li><a href='/b/91'>Wakil Bupati Buka Rakor Camat</a></li>"
    "<li><a href='/b/92'>Diskominfo Latih Admin Desa</a></li></ul>"
)
FOOTER = "<p>Copyright © 2022 Pemerintah Kabupaten Mandalawangi. Dikelola oleh Dinas Kominfo.</p>"

LAYOUTS = {
    "semantic": "<header>{menu}</header><main><article><h1>{title}</h1><div class='entry-content'>{body}"
    "</div></article></main><aside>{side}</aside><footer>{footer}</footer>",
    "divs": "<div id='header'>{menu}</div><div class='container'><div class='col-md-8'><h2>{title}</h2>"
    "<div>{body}</div></div><div class='col-md-4'>{side}</div></div><div id='footer'>{footer}</div>",
    "tables": "<table width='900'><tr><td colspan='2'>{menu}</td></tr><tr><td width='650'><h3>{title}</h3>"
    "{body}</td><td>{side}</td></tr><tr><td colspan='2'>{footer}</td></tr></table>",
}


def rendered(case: dict[str, Any], layout: str) -> str:
    content = LAYOUTS[layout].format(
        title=case["title"], body=case["body"], menu=MENU, side=SIDE, footer=FOOTER
    )
    return (
        f"<html><head><title>{case['title']} - Portal Resmi Kabupaten Mandalawangi</title>"
        f"{case.get('head', '')}</head><body class='{case.get('body_class', '')}'>{content}</body></html>"
    )


def cases() -> Iterator[tuple[dict[str, Any], str]]:
    for case in PAGES:
        for layout in LAYOUTS:
            yield case, layout


@pytest.mark.parametrize(
    ("case", "layout"), list(cases()), ids=lambda value: value if isinstance(value, str) else value["label"]
)
def test_page(case: dict[str, Any], layout: str) -> None:
    article = extract_article(rendered(case, layout), case["url"])
    verdict = judge(article)
    assert (verdict.reason or "article") == case["label"]
    assert verdict.is_article == (case["label"] == "article")


def test_precision_and_recall_on_pages_set_aside() -> None:
    """Precision and recall on pages that no rule was made for."""
    said = [
        (judge(extract_article(rendered(case, layout), case["url"])).is_article, case["label"] == "article")
        for case in labelled("aside")
        for layout in LAYOUTS
    ]
    hits = sum(found and true for found, true in said)
    assert hits >= 0.99 * sum(found for found, _ in said)
    assert hits >= 0.99 * sum(true for _, true in said)


@pytest.mark.parametrize(("name", "file"), [("portals", "wordpress.jsonl.gz"), ("articles", "news.jsonl.gz")])
def test_published_pages_are_articles(shared_data: Path, name: str, file: str) -> None:
    """Every page of the development sets is an article; a part of the news pages, to keep the suite quick."""
    with gzip.open(shared_data / name / file, "rt") as lines:
        rows = [json.loads(line) for line in lines]
    refused = [
        row["id"] for row in rows[::16] if not judge(extract_article(row["html"], row["url"])).is_article
    ]
    assert refused == []


def test_the_evidence_is_named_and_adds_up_to_the_score() -> None:
    page = draft_of("https://wonoasri.example/kategori/ekonomi", ENTRY)
    verdict = classify_page(page)
    assert not verdict.is_article
    assert verdict.reason == "listing"
    assert {"address_of_listing", "headline_above_entry"} <= {item.name for item in verdict.evidence}
    assert verdict.score == pytest.approx(PRIOR + sum(item.points for item in verdict.evidence))
    assert verdict.explanation.startswith("address_of_listing -3.5, ")


def test_the_same_text_below_its_own_headline_is_an_article() -> None:
    page = draft_of(
        "https://wonoasri.example/berita/panen-raya-padi-di-wonoasri", ENTRY.replace("<a ", "<i ")
    )
    assert classify_page(page).is_article


ENTRY = (
    "<h1>Ekonomi</h1><article><h2><a href='/berita/panen-raya-padi-di-wonoasri'>Panen Raya Padi di "
    "Wonoasri</a></h2><p>Kelompok tani memanen padi varietas baru di lahan seluas dua belas hektare pada "
    "Kamis pagi. Hasilnya naik hampir sepertiga dibanding musim lalu.</p></article>"
)


def draft_of(url: str, body: str) -> Draft:
    html = f"<html><head><title>Panen Raya Padi di Wonoasri - Kabar</title></head><body>{body}</body></html>"
    if "<h2><a" in body:
        html = html.replace("Panen Raya Padi di Wonoasri - Kabar", "Ekonomi - Kabar")
    page = Page(url, portal_of_host(url), parse_html(html, url), datetime(2024, 5, 6, tzinfo=UTC))
    return normalise_dates(strip_boilerplate(locate_article(page)))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://wonoasri.example/", {"address_front_page"}),
        ("https://wonoasri.example/index.php?lang=id", {"address_front_page"}),
        ("https://wonoasri.example/?berita=warga-tanam-pohon", {"address_of_article"}),
        ("https://wonoasri.example/?p=812", {"address_of_article"}),
        ("https://wonoasri.example/?page_id=2", {"address_static_section"}),
        ("https://wonoasri.example/?cat=3", {"address_query"}),
        ("https://wonoasri.example/?m=202405", {"address_query"}),
        ("https://wonoasri.example/?m=berita&id=12", {"address_of_article"}),
        (
            "https://wonoasri.example/?q=berita/panen-raya-padi-sawah",
            {"address_of_article", "address_of_news"},
        ),
        ("https://wonoasri.example/2024/05/", {"address_of_day"}),
        ("https://wonoasri.example/berita/2024", {"address_of_listing", "address_of_news"}),
        ("https://wonoasri.example/laporan-tahunan/2024", set()),
        ("https://wonoasri.example/2024_05_01_archive.html", {"address_of_day"}),
        ("https://wonoasri.example/2024/05/panen-raya-padi-sawah", {"address_of_article"}),
        ("https://wonoasri.example/page/2/", {"address_of_page_number"}),
        ("https://wonoasri.example/index3.html", {"address_of_page_number"}),
        ("https://wonoasri.example/berita?page=4", {"address_of_page_number"}),
        ("https://wonoasri.example/tag/covid-19", {"address_of_listing"}),
        ("https://wonoasri.example/kategori/daerah/820374/warga-panen-raya-padi", {"address_of_article"}),
        ("https://wonoasri.example/archives/30", set()),
        ("https://wonoasri.example/archives/", {"address_of_listing"}),
        ("https://wonoasri.example/index.php?option=com_content&view=category&id=8", {"address_query"}),
        ("https://wonoasri.example/index.php?option=com_content&view=article&id=9", {"address_of_article"}),
        ("https://wonoasri.example/itemlist/user/900-tari-lukita", {"address_of_listing"}),
        ("https://wonoasri.example/hal-maklumat.html", {"address_static_section"}),
        ("https://wonoasri.example/halaman/visi-misi", {"address_static_section", "address_static_name"}),
        ("https://wonoasri.example/p/kontak.html", {"address_static_section", "address_static_name"}),
        ("https://wonoasri.example/berita", {"address_of_section"}),
        ("https://wonoasri.example/berita/2/kabar", {"address_of_news"}),
        ("", set()),
    ],
)
def test_what_an_address_says(url: str, expected: set[str]) -> None:
    assert set(address_evidence(read_address(url))) == expected


@pytest.mark.parametrize("text", ["Warga memanen padi. " * 3, "Warga memanen padi varietas baru. " * 12])
def test_plain_text_is_no_listing_for_want_of_a_page(text: str) -> None:
    assert judge(extract_text(f"Panen Raya Padi\n{text}")).is_article


@pytest.mark.parametrize("place", ["tr", "form", "h1", "a", "ul", "article", "head", "body"])
@pytest.mark.parametrize(
    "node", ["<!-- x -->", "<?x y?>", "<svg><title>x</title></svg>", "&#0;&bogus;", "<x:y/>"]
)
def test_no_node_at_any_place_raises(place: str, node: str) -> None:
    html = (
        "<html><head>{head}<title>Panen</title></head><body>{body}<h1>{h1}Panen</h1><article>{article}"
        "<a href='/x'>{a}Petani memanen padi di lereng</a><ul>{ul}<li>satu</li></ul><form>{form}<input>"
        "</form><table><tr>{tr}<td>Beras</td><td>Rp 12.000</td></tr></table></article></body></html>"
    )
    places = dict.fromkeys(("tr", "form", "h1", "a", "ul", "article", "head", "body"), "")
    assert judge(
        extract_article(html.format(**(places | {place: node})), "https://wonoasri.example/x")
    ).reason in (REASONS | {None})


def test_a_table_of_sentences_is_text_of_the_article() -> None:
    told = "mencatat kendaraan yang lewat sejak pagi dan meminta sopir truk beristirahat di lapangan desa."
    rows = "".join(f"<tr><td>{n}</td><td>Petugas di pos {n} {told}</td></tr>" for n in range(1, 5))
    title = "Arus Mudik di Simpang Empat"
    page = (
        f"<html><title>{title}</title><body><h1>{title}</h1>"
        f"<p>Arus mudik di simpang empat lancar sejak pagi.</p><table>{rows}</table></body></html>"
    )
    assert judge(extract_article(page, "https://mandalawangi.example.id/berita/arus-mudik")).is_article


def count_instructions(function: Callable[[], object]) -> int:
    """How many instructions of Python a call executes: the same on each machine."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


def test_siblings_of_different_classes_are_compared_in_linear_time() -> None:
    def work(number: int) -> int:
        entry = (
            "<div class='entry-{n}'><h3><a href='/berita/{n}'>Panen raya {n}</a></h3>"
            "<p>Kelompok tani {n} memanen padi di lahan dua belas hektare pada Kamis pagi.</p></div>"
        )
        entries = "".join(entry.format(n=n) for n in range(number))
        draft = draft_of("https://wonoasri.example/berita", f"<h1>Berita</h1><div>{entries}</div>")
        assert len(draft.printed) >= number
        return count_instructions(lambda: share_in_entries(draft, PageLinks(draft)))

    assert work(400) < 2.5 * work(200)


@pytest.mark.parametrize(
    ("path", "title", "article"),
    [
        ("alur-pelayanan", "Alur Pelayanan", False),
        ("sejarah-pkk", "Sejarah PKK", False),
        ("struktur-pokja", "Struktur Pokja", False),
        ("berita/sejarah-pkk-desa-wonoasri-dibukukan", "Sejarah PKK Desa Wonoasri Dibukukan", True),
        ("struktur-jembatan-wonoasri-diperkuat", "Struktur Jembatan Wonoasri Diperkuat", True),
    ],
)
def test_a_dated_page_whose_short_title_is_its_address(path: str, title: str, article: bool) -> None:
    text = "Warga Dusun Krajan bergotong royong membersihkan saluran air pada Minggu pagi."
    html = (
        f"<html><body><h1>{title}</h1><span>3 Mei 2024</span><div>{f'<p>{text}</p>' * 2}</div></body></html>"
    )
    assert judge(extract_article(html, f"https://wonoasri.example/{path}")).is_article is article
