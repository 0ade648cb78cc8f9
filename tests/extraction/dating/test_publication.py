"""The publication time chosen from all signals of whole pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Literal

import pytest

from crawler.dates.zones import WIB, WITA
from crawler.extraction import extract_article
from crawler.extraction.dating.publication import Stamp, choose_publication, read_stamp, url_day
from crawler.extraction.dating.text_dates import dated_by_text
from crawler.extraction.metadata.fields import Signal
from crawler.items import Article
from crawler.portals import Portal, portal_from_address

BODY = """
<p>Bupati membuka lomba cerdas cermat tingkat kabupaten di pendopo, yang diikuti puluhan regu pelajar.</p>
<p>Menurut Bupati, lomba itu menjadi ajang bagi pelajar untuk mengasah pengetahuan tentang daerahnya.</p>
<p>Panitia menyiapkan hadiah bagi para pemenang, yang akan diumumkan pada penutupan acara oleh Dinas.</p>
"""
FETCHED = datetime(2023, 6, 1, 3, 0, tzinfo=UTC)


def portal(zone: Literal["WIB", "WITA", "WIT"]) -> Portal:
    return Portal(id="x", name="Portal X", address="https://x.go.id/", domain="x.go.id", zone=zone)


def page(
    *, head: str = "", top: str = "", line: str = "", after: str = "", body: str = BODY, url: str = "",
    zone: Literal["WIB", "WITA", "WIT"] = "WIB",
) -> Article:  # fmt: skip
    html = f"""<html><head><title>Bupati Buka Lomba Cerdas Cermat - Portal X</title>{head}</head><body>
    <div class="header">{top}<ul class="menu"><li><a href="/">Beranda</a></li></ul></div>
    <div class="konten"><h1>Bupati Buka Lomba Cerdas Cermat</h1>{line}
    <div class="isi">{body}</div>{after}</div>
    <div class="footer">Copyright © 2019 Portal X</div></body></html>"""
    return extract_article(html, url or "https://x.go.id/berita/12", portal(zone), fetched_at=FETCHED)


def meta(stamp: str) -> str:
    return f'<meta property="article:published_time" content="{stamp}">'


def ld(stamp: str, more: str = "") -> str:
    return (
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle",'
        f'"headline":"Bupati Buka Lomba Cerdas Cermat","datePublished":"{stamp}"{more}}}</script>'
    )


def test_json_ld_before_metadata() -> None:
    article = page(head=ld("2022-11-17T09:12:05+07:00") + meta("2022-11-17T02:12:05+00:00"))
    assert (article.published_at, article.published_source) == ("2022-11-17T09:12:05+07:00", "json-ld")
    assert article.warnings == []


def test_utc_is_given_in_the_zone_of_the_portal() -> None:
    assert page(head=meta("2022-11-17T02:12:05Z")).published_at == "2022-11-17T09:12:05+07:00"
    assert page(head=meta("2022-11-17T02:12:05Z"), zone="WITA").published_at == "2022-11-17T10:12:05+08:00"


def test_an_offset_is_kept() -> None:
    assert page(head=meta("2022-11-17T09:12:05+0700"), zone="WIT").published_at == "2022-11-17T09:12:05+07:00"


def test_utc_stamp_of_the_day_before_and_printed_day_are_one_instant() -> None:
    article = page(
        head=meta("2022-11-16T20:47:33+00:00"), line='<div class="tgl">Kamis, 17 November 2022</div>'
    )
    assert article.published_at == "2022-11-17T03:47:33+07:00"
    assert article.warnings == []


def test_local_time_that_a_plugin_calls_utc() -> None:
    article = page(
        head=meta("2022-11-17T09:12:05+00:00"), line="<span>Kamis, 17 November 2022 | 09:12 WIB</span>"
    )
    assert article.published_at == "2022-11-17T09:12:05+07:00"
    assert article.warnings == ["zone_corrected:meta:article:published_time"]


def test_local_time_that_a_plugin_calls_utc_told_by_the_address() -> None:
    article = page(head=meta("2022-11-17T20:47:33Z"), url="https://x.go.id/2022/11/17/lomba-cerdas-cermat/")
    assert article.published_at == "2022-11-17T20:47:33+07:00"


def test_utc_that_a_plugin_calls_local() -> None:
    article = page(head=meta("2022-11-17 02:12:05"), line="<span>17 November 2022, 09.12 WIB</span>")
    assert article.published_at == "2022-11-17T09:12:05+07:00"


def test_no_zone_is_the_zone_of_the_portal() -> None:
    article = page(head=meta("2022-11-17 09:12:05"), zone="WITA")
    assert article.published_at == "2022-11-17T09:12:05+08:00"


def test_the_same_error_is_undone_in_the_modification_time() -> None:
    article = page(
        head=ld("2022-11-17T09:12:05+00:00", ',"dateModified":"2022-11-17T10:00:00+00:00"'),
        line="<span>Kamis, 17 November 2022 | 09:12 WIB</span>",
    )
    assert article.modified_at == "2022-11-17T10:00:00+07:00"


def test_a_day_takes_its_time_from_another_signal_of_that_day() -> None:
    article = page(head=ld("2022-11-17"), line="<span>17 November 2022 09:12 WIB</span>")
    assert (article.published_at, article.published_source) == ("2022-11-17T09:12:00+07:00", "line")


def test_a_day_without_a_time_stays_a_day() -> None:
    assert page(head=ld("2022-11-17")).published_at == "2022-11-17"


@pytest.mark.parametrize(
    "stamp",
    ["0000-00-00 00:00:00", "1970-01-01T00:00:00+00:00", "-0001-11-30", "now", "2024-11-17T09:12:05+07:00"],
)
def test_a_stamp_that_cannot_be(stamp: str) -> None:
    article = page(head=meta(stamp), line="<span>Kamis, 17 November 2022</span>")
    assert (article.published_at, article.published_source) == ("2022-11-17", "line")
    assert len(article.warnings) == 1
    assert article.warnings[0].startswith(("published_unusable:", "published_in_future:"))


def test_disagreement_is_counted() -> None:
    article = page(head=ld("2022-11-17T09:12:05+07:00") + meta("2021-01-05T09:00:00+07:00"))
    assert article.published_at == "2022-11-17T09:12:05+07:00"
    assert article.warnings == ["published_disagrees:meta:article:published_time"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("<p>Kamis, 17 November 2022 | 09:12 WIB | 998 Views</p>", "2022-11-17T09:12:00+07:00"),
        ("<div><i class='fa fa-clock'></i> 17 Nov 2022</div>", "2022-11-17"),
        ("<ul class='post-meta'><li>Admin</li><li>17/11/2022</li></ul>", "2022-11-17"),
        ("<div class='date'><span>17</span> <span>Nov</span> <span>2022</span></div>", "2022-11-17"),
        ("<small>Diposting oleh Admin pada 17 November 2022 15.30 WIB</small>", "2022-11-17T15:30:00+07:00"),
        ("<time>17 November 2022</time>", "2022-11-17"),
        ("<h5>Sabtu, November 19, 2022</h5>", "2022-11-19"),
        ("<p>By Admin on Nov 17, 2022 59 views</p>", "2022-11-17"),
    ],
)  # fmt: skip
def test_a_printed_line(line: str, expected: str) -> None:
    article = page(line=line)
    assert article.published_at == expected
    assert article.published_source in {"line", "time"}


def test_a_line_after_the_body() -> None:
    article = page(after='<div class="posted-on">Dipublikasikan 17 November 2022</div>')
    assert article.published_at == "2022-11-17"


@pytest.mark.parametrize(
    "top",
    [
        "<div id='clock'>Kamis, 1 Juni 2023</div>",
        "<span>Kamis, 1 Juni 2023</span>",
        "<marquee>JADWAL SHOLAT Subuh 04:40:55 WIB Kamis, 1 Juni 2023</marquee>",
        "<p>Copyright © 2023</p>",
    ],
)
def test_a_header_clock_is_not_the_publication_date(top: str) -> None:
    assert page(top=top).published_at is None


def test_a_header_clock_loses_to_the_line() -> None:
    article = page(top="<span>Kamis, 1 Juni 2023</span>", line="<span>17 November 2022</span>")
    assert article.published_at == "2022-11-17"


def test_dates_of_other_articles_are_not_its_own() -> None:
    related = """<div class="berita-terkait"><h3>Berita Terkait</h3><ul>
    <li><a href="/berita/1">Lain</a> <time datetime="2020-01-01T00:00:01+07:00">1 Januari 2020</time></li>
    </ul></div>"""
    comments = """<div class="komentar"><p>Budi
    <time datetime="2022-12-01T10:00:00+07:00">1 Desember</time></p></div>"""
    article = page(line="<span>17 November 2022</span>", after=related + comments)
    assert article.published_at == "2022-11-17"
    assert page(after=related + comments).published_at is None


def test_the_time_next_to_the_title_and_the_updated_one() -> None:
    line = (
        '<time class="updated" datetime="2022-11-18T08:00:00+07:00">18 November 2022</time>'
        '<time class="entry-date published" datetime="2022-11-17T09:12:05+07:00">17 November 2022</time>'
    )
    article = page(line=line)
    assert article.published_at == "2022-11-17T09:12:05+07:00"
    assert article.modified_at == "2022-11-18T08:00:00+07:00"
    assert article.published_source == "time"


def test_the_address_alone() -> None:
    article = page(url="https://x.go.id/2022/11/17/lomba-cerdas-cermat/")
    assert (article.published_at, article.published_source) == ("2022-11-17", "url")


def test_the_text_alone() -> None:
    body = BODY.replace("di pendopo", "di pendopo hari ini, Kamis (17/11/2022)")
    article = page(body=body)
    assert (article.published_at, article.published_source) == ("2022-11-17", "text")
    assert article.warnings == ["published_from_text"]


def test_the_dateline_alone() -> None:
    article = page(body=BODY.replace("<p>Bupati", "<p>Batam, 3 November 2022 – Bupati", 1))
    assert (article.published_at, article.published_source) == ("2022-11-03", "dateline")


def test_a_date_in_the_text_alone_dates_nothing() -> None:
    assert page(body=BODY.replace("di pendopo", "di pendopo pada Kamis (17/11/2022)")).published_at is None


def test_years_in_the_text_follow_the_publication() -> None:
    article = page(
        head=ld("2016-03-23T10:41:00+07:00"), body=BODY.replace("di pendopo", "di pendopo, Selasa (22/3)")
    )
    [mention] = article.date_mentions
    assert mention.iso == "2016-03-22"
    assert article.body[mention.paragraph][mention.start : mention.end] == mention.text == "Selasa (22/3)"


def test_microdata() -> None:
    article = page(line='<span itemprop="datePublished" content="2022-11-17T09:12:05+07:00">kemarin</span>')
    assert (article.published_at, article.published_source) == ("2022-11-17T09:12:05+07:00", "microdata")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.id/2022/11/17/slug/", (2022, 11, 17)),
        ("https://x.id/2022/11/slug.html", (2022, 11, None)),
        ("https://x.id/berita/2022-11-17/slug", (2022, 11, 17)),
        ("https://x.id/berita/2022/616", None),
        ("https://x.id/2022/31/12/slug", None),
    ],
)
def test_day_of_an_address(url: str, expected: tuple[int, int, int | None] | None) -> None:
    assert url_day(url) == expected


def test_a_witness_with_an_offset_settles_a_stamp_without() -> None:
    chosen = choose_publication(
        [Signal("meta:date", "2022-11-17 01:12:05"), Signal("time", "2022-11-17T09:12:05+08:00")],
        [],
        [],
        "https://x.id/",
        WITA,
    )
    assert (chosen.published_at, chosen.source) == ("2022-11-17T09:12:05+08:00", "meta:date")


def test_midnight_without_a_zone_is_a_day() -> None:
    stamp = read_stamp(Signal("meta:date", "2022-11-17 00:00:00"), WIB)
    assert stamp is not None
    assert stamp.moment is None


@pytest.mark.parametrize(
    "label",
    [
        "Diperbarui", "Update:", "Last updated on", "Terakhir diubah:", "Diupdate", "Di-update pada",
        "Perubahan Terakhir :", "Pembaruan", "Pemutakhiran", "Dimutakhirkan", "Diedit", "Disunting",
        "Last edited",
        "Modified:", "Direvisi", "Terakhir diperbaharui", "Pembaharuan", "Diralat", "Terakhir di-edit",
    ],
)  # fmt: skip
def test_a_change_is_not_the_publication(label: str) -> None:
    article = page(line=f"<div class=date>{label} 18 November 2022 08.00 WIB</div>")
    assert article.published_at is None
    assert article.modified_at == "2022-11-18T08:00:00+07:00"


@pytest.mark.parametrize(
    "line",
    [
        "<div>Diperbarui 18 November 2022</div><div>Diterbitkan 17 November 2022 09:12 WIB</div>",
        "<div>17/11/2022 09:12 | Diperbarui 18/11/2022 08:00</div>",
        "<time itemprop=dateModified datetime='2022-11-18'>17/11/2022 09:12 | Update 18/11/2022</time>",
        "<div class='social clearfix'><div class=tgl>Kamis, 17 November 2022 | 09:12 WIB</div></div>",
        "<div><span>17 November 2022</span><span>09.12 WIB</span></div>",
        "<div><span title='17 November 2022 09.12 WIB'>dua bulan lalu</span></div>",
        "<div><span class=material-icons>calendar_today</span> 17 November 2022 09.12 WIB</div>",
        "<div>Maya Puspita | Kamis, 17 November 2022 - 09:12 WIB | dibaca: 449 pembaca</div>",
        "<div>17 Nopermber 2022 09.12</div>",
        "<p><i class=material-icons>event</i>17 November 2022<i class=material-icons>alarm</i>09:12</p>",
        "<div><span data-bs-original-title='17 November 2022 09.12 WIB'>dua bulan lalu</span></div>",
        "<div><time title='17 November 2022 09.12 WIB'>kemarin</time></div>",
        "<div><time-ago datetime='2022-11-17T09:12:00+07:00'>2 bulan lalu</time-ago></div>",
        "<div><a title='Arsip 2022' href=/a>17 November 2022 09.12 WIB</a></div>",
        "<div>17.11.22 09.12 WIB</div>",
    ],
)
def test_the_publication_beside_other_times(line: str) -> None:
    assert page(line=line).published_at == "2022-11-17T09:12:00+07:00"


@pytest.mark.parametrize(
    "line",
    [
        "<div>17 November 2022 09:12 WIB</div><small>(Diperbarui 18 November 2022 08.00 WIB)</small>",
        "<p>17 November 2022 09:12 WIB</p><p>Oleh Humas</p><p>Update terakhir: 18 November 2022 08:00</p>",
        "<dl><dt>Dibuat<dd>17 November 2022 09:12 WIB<dt>Diperbarui<dd>18 November 2022 08:00</dl>",
        "<table><tr><td>Tanggal<td>17/11/2022 09:12<tr><td>Terakhir diubah<td>18/11/2022 08:00</table>",
        "17 November 2022 09:12 WIB<br>Oleh Humas<br>Diperbarui: 18 November 2022 08:00<br>",
    ],
)
def test_a_change_in_a_line_below_the_publication(line: str) -> None:
    article = page(line=line)
    assert article.published_at == "2022-11-17T09:12:00+07:00"
    assert article.modified_at == "2022-11-18T08:00:00+07:00"


@pytest.mark.parametrize(
    "line",
    [
        "<div class=info>Pendaftaran ditutup 30 Desember 2022</div>",
        "<div>Agenda: Rapat, 20 Desember 2022</div>",
        "<div><i>Camat saat membuka pasar di Turen, Kamis (17/11/2022). (Foto: Kominfo)</i></div>",
        "<div>Batas akhir pengumpulan berkas 17 November 2022</div>",
        "<div>Berlaku sampai 17 November 2022</div>",
        "<div>Hari/Tanggal: Kamis, 17 November 2022<br>Tempat: Balai Desa</div>",
    ],
)
def test_other_days_are_not_the_publication(line: str) -> None:
    assert page(line=line).published_at is None
    assert page(after=line).published_at is None


@pytest.mark.parametrize(
    ("line", "warning"),
    [("31 Juni 2022", "published_unusable:line"), ("17 Desember 2027", "published_in_future:line")],
)
def test_a_printed_day_that_cannot_be_leaves_a_warning(line: str, warning: str) -> None:
    article = page(line=f"<p class=tgl>{line}</p>")
    assert article.published_at is None
    assert warning in article.warnings


def test_a_label_in_an_element_of_its_own() -> None:
    article = page(line="<div><span>Terakhir diubah:</span> <span>18 November 2022 08:00</span></div>")
    assert (article.published_at, article.modified_at) == (None, "2022-11-18T08:00:00+07:00")


def test_a_change_told_as_publication_too() -> None:
    stamps = [Signal("json-ld", "2024-05-03T02:00:00Z")]
    lines = [Stamp("line", date(2022, 11, 17))]
    chosen = choose_publication(stamps, list(stamps), lines, "https://x.go.id/1", WIB)
    assert (chosen.published_at, chosen.source) == ("2022-11-17", "line")
    later = [Signal("json-ld", "2024-06-03T02:00:00Z")]
    assert (
        choose_publication(stamps, later, lines, "https://x.go.id/1", WIB).published_at
        == "2024-05-03T09:00:00+07:00"
    )


def test_seconds_since_1970_in_json_ld() -> None:
    script = (
        """<script type="application/ld+json">{"@type":"NewsArticle","datePublished":1668651120}</script>"""
    )
    assert page(head=script).published_at == "2022-11-17T09:12:00+07:00"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Wonoasri, (17.11.2022). Warga", "2022-11-17"),
        ("17 November 2022 – Warga", "2022-11-17"),
        ("Warga yang pada 17 November 2022 - seperti", None),
    ],
)
def test_a_date_at_the_very_head_of_the_text(head: str, day: str | None) -> None:
    assert dated_by_text(None, [f"{head} memanen cabai bersama penyuluh dari kecamatan."], WIB) == (
        (day, "text") if day else None
    )


def test_midnight_in_utc_takes_the_printed_time_of_its_day() -> None:
    line = "<p>Kamis, 17 November 2022 09:12 WIB</p>"
    assert page(head=meta("2022-11-17T00:00:00Z"), line=line).published_at == "2022-11-17T09:12:00+07:00"


def test_midnight_in_utc_is_a_day() -> None:
    article = page(head=meta("2022-11-17T00:00:00+00:00"), line="<span>17 November 2022</span>")
    assert article.published_at == "2022-11-17"
    assert page(head=meta("2022-11-17T00:00:00Z")).published_at == "2022-11-17"
    printed = page(head=meta("2022-11-17T00:00:00Z"), line="<span>17 November 2022 07:00 WIB</span>")
    assert printed.published_at == "2022-11-17T07:00:00+07:00"


def test_the_day_of_creation_counts_last() -> None:
    created = (
        '<script type="application/ld+json">{"@type":"Article","dateCreated":"2022-11-03T02:00:00Z"}</script>'
    )
    assert page(head=created, line="<span>17 November 2022</span>").published_at == "2022-11-17"
    assert page(head=created).published_at == "2022-11-03T09:00:00+07:00"


def test_a_date_before_the_wrapper_of_the_title() -> None:
    html = f"""<html><head><title>Dinas</title></head><body><div class=col><div class=top><div>
    <a href="/uploadby/admin">Fadli</a><span>Kamis, 17 November 2022 pukul 09.12 WIB</span></div></div>
    <center><h1>Bupati Buka Lomba Cerdas Cermat</h1>{BODY}</center></div></body></html>"""
    article = extract_article(html, "https://x.go.id/berita/12", portal("WIB"), fetched_at=FETCHED)
    assert article.published_at == "2022-11-17T09:12:00+07:00"


@pytest.mark.parametrize(
    "name",
    [
        "publication_date",
        "bepress_citation_date",
        "citation_date",
        "DC.date",
        "publishedDate",
        "Publish-Time",
    ],
)
def test_names_of_metadata(name: str) -> None:
    article = page(head=f'<meta name="{name}" content="2022-11-17">')
    assert article.published_at == "2022-11-17"


GERMAN = "<p>Die Stadt hat am Abend beschlossen, dass der neue Markt im Herbst eröffnet werden soll.</p>" * 3


def test_a_foreign_site_that_nobody_listed_keeps_its_utc() -> None:
    html = (
        f"<html lang=de><head>{meta('2022-11-17T20:12:05Z')}</head><body><h1>Titel</h1>{GERMAN}</body></html>"
    )
    assert extract_article(html, "https://zeitung.example.com/a").published_at == "2022-11-17T20:12:05+00:00"
    local = html.replace(GERMAN, BODY)  # themes declare the language of their interface
    assert extract_article(local, "https://koran.example.com/a").published_at == "2022-11-18T03:12:05+07:00"


@pytest.mark.parametrize(
    ("head", "line", "body", "said"),
    [
        (meta("2022-11-17T09:12:05"), "", BODY, True),
        ("", "<p>Kamis, 17 November 2022 09:12</p>", BODY, True),
        ("", "<p>Kamis, 17 November 2022 09:12 WITA</p>", BODY, False),
        (meta("2022-11-17T09:12:05+08:00"), "", BODY, False),
        (meta("2022-11-17"), "", BODY, False),
        (meta("2022-11-17"), "", BODY.replace("di pendopo", "Kamis (24/11/2022) pukul 09.00"), True),
    ],
)
def test_a_time_in_a_guessed_zone_is_said(head: str, line: str, body: str, said: bool) -> None:
    html = f"""<html><head><title>Bupati Buka Lomba Cerdas Cermat</title>{head}</head><body>
    <h1>Bupati Buka Lomba Cerdas Cermat</h1>{line}<div class="isi">{body}</div></body></html>"""
    for host, guessed in (("https://kabar.example/", True), ("https://diskominfo.kolutkab.go.id/", False)):
        article = extract_article(html, f"{host}berita/12", portal_from_address(host), fetched_at=FETCHED)
        assert ("zone_guessed" in article.warnings) == (said and guessed), article.published_at


def test_the_label_of_a_time_counts_before_its_class() -> None:
    line = (
        '<p>Diterbitkan <time class="jam updated" datetime="2022-11-17 09:12:00">17 November 2022</time></p>'
    )
    article = page(line=line)
    assert (article.published_at, article.modified_at) == ("2022-11-17T09:12:00+07:00", None)


@pytest.mark.parametrize(
    "line",
    ["17 November '22", "17 Nop 22", "17-Nov-22", "Kamis, 17 Nov 22 09.12 WIB", "<b>17</b><i>Nov 2022</i>"],
)
def test_a_year_of_two_digits_beside_the_headline(line: str) -> None:
    assert (page(line=f"<p>{line}</p>").published_at or "")[:10] == "2022-11-17"


def test_a_numeric_day_is_read_as_the_page_prints_it() -> None:
    head = meta("03-09-2022")
    assert page(head=head, line="<p>Published March 9, 2022</p>").published_at == "2022-03-09"
    assert page(head=head, line="<p>3 September 2022</p>").published_at == "2022-09-03"


@pytest.mark.parametrize(
    "printed", ["22 Mei 2023", "22 May 2023", "Senin, 22 Mei 2023", "22 Mei 2023 08:00 WIB", "22 mei 2023"]
)
def test_a_time_whose_attribute_the_theme_has_left(printed: str) -> None:
    found = page(line=f"<time datetime='2020-10-22 10:00'><svg></svg> {printed}</time>")
    assert (found.published_at or "")[:10] == "2023-05-22"


@pytest.mark.parametrize(
    "line",
    [
        "<time datetime='2023-05-21T22:30:00Z'>22 Mei 2023</time>",
        "<time datetime='2023-05-22'>kemarin</time>",
        "<time datetime='2023-05-22'>Diperbarui 25 Mei 2023</time>",
        "<time datetime='2023-05-22'>05/06/2023</time>",
        "<time datetime='2023-05-22T08:00:00+07:00'>22 Mei</time>",
    ],
)
def test_a_time_whose_attribute_its_text_agrees_with(line: str) -> None:
    assert (page(line=line).published_at or "")[:10] == "2023-05-22"


@pytest.mark.parametrize(
    "card",
    [
        "<div><h2><a onclick='x()'>Camat Serahkan Bantuan Benih</a></h2><ul><li>{}</li></ul></div>",
        "<div><div><h3>Camat Serahkan Bantuan Benih Ikan</h3></div><p>{}</p></div>",
        "<article><h4>Camat Serahkan Bantuan Benih Ikan</h4><span>{}</span></article>",
        "<section><div><h5>Camat Serahkan Bantuan Benih Ikan</h5><small>{}</small></div></section>",
        "<ul><li><h6>Camat Serahkan Bantuan Benih Ikan</h6><i>{}</i></li></ul>",
    ],
)
def test_the_day_on_the_card_of_another_article(card: str) -> None:
    card = card.format("2023-04-17")
    assert page(top=card).published_at is None
    assert page(after=card).published_at is None


def test_the_day_in_a_box_about_the_article() -> None:
    box = "<div><h4>Informasi Berita</h4><p>Tanggal: 17 April 2023</p></div>"
    assert page(after=box).published_at == "2023-04-17"


@pytest.mark.parametrize(
    "picture",
    [
        "<div class=foto><img src=/a.jpg><p class=caption>Suasana lomba pada 3 Mei 2023</p></div>",
        "<figure><img src=/a.jpg><figcaption>Suasana lomba, Rabu (3/5/2023)</figcaption></figure>",
        "<div><img src=/a.jpg><span class=wp-caption-text>Suasana lomba 3 Mei 2023</span></div>",
        "<div><img src=/a.jpg><small class=photo-caption>Lomba, 3 Mei 2023</small></div>",
        "<div><img src=/a.jpg></div><div class=image-caption>Lomba 03-05-2023</div>",
    ],
)
def test_the_day_in_a_caption(picture: str) -> None:
    assert page(line=picture).published_at is None


@pytest.mark.parametrize(
    "duration",
    [
        "<time datetime=PT7M>7 menit baca</time>",
        "<span><time datetime='PT1H5M'></time></span>",
        "<time datetime=P1D>1 hari</time>",
        "<time datetime='pt4m'>Baca 4 menit</time>",
        "<time content=PT30S>30 detik</time>",
    ],
)
def test_a_duration_is_no_day(duration: str) -> None:
    assert page(line=f"{duration}<time datetime=2023-05-03>3 Mei 2023</time>").published_at == "2023-05-03"
    found = page(line=f"{duration}<p>3 Mei 2023</p>")
    assert (found.published_at, found.warnings) == ("2023-05-03", [])


@pytest.mark.parametrize(
    "head",
    [
        "<h1>{title}</h1><div class=info>{day}</div>",
        "<header><h1>{title}</h1></header><p>{day}</p>",
        "<div class=judul>{title}</div><span>{day}</span>",
        "<h1>{title}</h1><time>{day}</time>",
        "<h1>{title}</h1><time datetime=2022-03-22>{day}</time>",
        "<table><tr><td><b>{title}</b></td></tr><tr><td>{day}</td></tr></table>",
    ],
)
@pytest.mark.parametrize(
    "title", ["DPRD Bahas APBD Perubahan", "Kominfo Gelar Rapat Pembaruan", "Pangan Update"]
)
def test_a_headline_is_no_label_of_the_date_below_it(title: str, head: str) -> None:
    html = (
        f"<title>{title} - Portal X</title><body><nav><a href=/>Beranda</a></nav><main>"
        f"{head.format(title=title, day='22 Maret 2022')}<div class=isi>{BODY}</div></main>"
    )
    article = extract_article(html, "https://x.go.id/berita/x", portal("WIB"), fetched_at=FETCHED)
    assert (article.published_at, article.modified_at) == ("2022-03-22", None)


def test_a_heading_that_says_so_is_a_label() -> None:
    article = page(line="<h5>Terakhir diperbarui</h5><p>22 Maret 2022</p>")
    assert (article.published_at, article.modified_at) == (None, "2022-03-22")


@pytest.mark.parametrize("clock", ["<em>10:00 WIB</em>", "<span>10.00</span>", "<b>Pukul 10.00 WIB</b>"])
def test_a_clock_behind_a_time_element(clock: str) -> None:
    article = extract_article(
        f"<html><body><h1>Camat Buka Pelatihan</h1><p><time>12 Mar 2024</time>{clock}</p><div class=isi>"
        "<p>Camat membuka pelatihan merajut di balai warga.</p><p>Peserta belajar selama dua hari.</p></div>",
        "https://kec.example/berita/camat-buka-pelatihan",
    )
    assert article.published_at == "2024-03-12T10:00:00+07:00"
