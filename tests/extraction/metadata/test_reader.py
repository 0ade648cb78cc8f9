"""Title, canonical address, authors, section, tags, through whole pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.extraction import extract_article, finish, locate_article, normalise_dates, strip_boilerplate
from crawler.extraction.dom.parse import parse_html
from crawler.items import Article, KnownFacts, Page
from crawler.portals import portal_of_host

TITLE = "Bupati Buka Lomba Cerdas Cermat di Tanjungsari"
TEXT = """<p>Bupati membuka lomba cerdas cermat tingkat kabupaten di pendopo, yang diikuti puluhan regu.</p>
<p>Menurut Bupati, lomba itu menjadi ajang bagi pelajar untuk mengasah pengetahuan tentang daerahnya.</p>
<p>Panitia menyiapkan hadiah bagi para pemenang, yang akan diumumkan pada penutupan acara.</p>"""
URL = "https://portal.example.go.id/berita/616"


def page(head: str, heading: str, more: str = "", url: str = URL) -> Article:
    return extract_article(
        f"<html lang='id'><head>{head}</head><body>"
        f"<div id='header'><h1><a href='/'>Portal Resmi Kabupaten</a></h1></div>"
        f"<div class='konten'>{heading}<div class='isi'>{TEXT}</div>{more}</div></body></html>",
        url,
    )


@pytest.mark.parametrize(
    ("head", "heading"),
    [
        (f"<title>{TITLE} - Portal Resmi Kabupaten</title>", f"<h2>{TITLE}</h2>"),
        (f"<title>{TITLE} | portal.example.go.id</title>", ""),
        (f"<title>Portal Resmi Kabupaten » {TITLE}</title>", f"<h3>{TITLE}</h3>"),
        (f"<title>{TITLE} – Dinas Kominfo</title><meta property='og:site_name' content='Dinas Kominfo'>", ""),
        (f"<title>Diskominfo</title><meta property='og:title' content='{TITLE} - Diskominfo'>"
         "<meta property='og:site_name' content='Diskominfo'>", ""),
        ("<title>Portal Resmi Kabupaten</title>", f"<h1>{TITLE}</h1>"),
        ("", f"<h1>{TITLE}</h1>"),
        (f"<title>{TITLE[:30]}...</title>", f"<h2>{TITLE}</h2>"),
        (f"<title>{TITLE}</title>", f"<h1>{TITLE}</h1><h2>Berita Terkait</h2>"),
    ],
)  # fmt: skip
def test_title_without_the_name_of_the_site(head: str, heading: str) -> None:
    assert page(head, heading).title == TITLE


LOGO = "<div class='logo'><h1>Kabar Kabupaten</h1></div>"
LINKED_LOGO = "<div class='logo'><h1><a href='/'>Kabar Kabupaten</a></h1></div>"


@pytest.mark.parametrize(
    ("path", "title", "head", "heading"),
    [
        ("kabar-warga-kabupaten/12", TITLE, f"{TITLE} - Kabar Kabupaten", f"<h1>{TITLE}</h1>"),
        ("kabar-kabupaten-terbaru", TITLE, f"{TITLE} - Kabar Kabupaten", f"{LOGO}<h2>{TITLE}</h2>"),
        ("kabar-warga-kabupaten", "Kabar Warga Kabupaten", "Kabar Warga Kabupaten - Kabar Kabupaten", ""),
        ("buka-kabar-kabupaten", "Buka Kabar Kabupaten", "Buka Kabar Kabupaten - Kabar Kabupaten", LOGO),
        ("bupati-buka-lomba", TITLE, f"Kabar Kabupaten - {TITLE}", f"{LOGO}<h2>{TITLE}</h2>"),
        ("bupati-buka-lomba", TITLE, f"Kabar Kabupaten - {TITLE}", f"{LOGO}<div class='judul'>{TITLE}</div>"),
        ("bupati-buka-pasar-murah", TITLE, f"Kabar Kabupaten - {TITLE}", f"<h4>{TITLE}</h4>"),
        ("bupati-buka-pasar-murah", TITLE, f"Kabar Kabupaten - {TITLE}", f"{LINKED_LOGO}<h4>{TITLE}</h4>"),
    ],
)
def test_an_address_with_the_words_of_the_site_s_name(path: str, title: str, head: str, heading: str) -> None:
    markup = f"<html><head><title>{head}</title></head><body><article>{heading}{TEXT}</article></body></html>"
    assert extract_article(markup, f"https://kk.example.id/{path}").title == title


@pytest.mark.parametrize(
    "title", ["Jalan Malang - Surabaya Ditutup", "Sutiaji: “Kami Siap” | Wawancara Khusus"]
)
def test_separators_within_a_title(title: str) -> None:
    assert page(f"<title>{title} - Portal Resmi Kabupaten</title>", f"<h1>{title}</h1>").title == title


def test_canonical_address() -> None:
    own = "https://portal.example.go.id/berita/616"
    assert page("<link rel='canonical' href='/berita/616'>", "", url=own + "?page=all").canonical_url == own
    assert page("<link rel='canonical' href='/'>", "").canonical_url == own
    assert page("<link rel='canonical' href='https://lain.id/x'>", "").canonical_url == own


def test_print_and_amp_views_are_the_same_article() -> None:
    ids = {
        page("", "", url=url).id
        for url in (URL, URL + "?print=1", URL + "/amp/", URL.replace("https", "http"))
    }
    assert len(ids) == 1


def test_section_tags_and_author_beside_the_text() -> None:
    more = """<div class="meta">Oleh: <a rel="author" href="/author/cahya">Cahyo Nugroho</a>
    <a href="/kategori/pemerintahan">Pemerintahan</a></div>
    <p class="tags"><a rel="tag" href="/tag/kominfo">#Kominfo</a> <a rel="tag" href="/tag/jatim">Jatim</a></p>
    <div class="sidebar"><a rel="tag" href="/tag/lain">Lain</a></div>"""
    article = page("", f"<h1>{TITLE}</h1>", more)
    assert article.section == "Pemerintahan"
    assert article.tags == ["Kominfo", "Jatim"]
    assert [(credit.role, credit.name) for credit in article.credits] == [("author", "Cahyo Nugroho")]


def test_author_of_the_most_trusted_place_only() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"Article","author":{"name":"Cahyo Nugroho"}}</script>'
        '<meta name="author" content="admin">'
    )
    assert [credit.name for credit in page(head, "").credits] == ["Cahyo Nugroho"]


def test_what_the_source_knew_fills_what_the_page_does_not_say() -> None:
    known = KnownFacts(
        source="rest", title=TITLE, published_at="2022-11-17T09:12:05+07:00", authors=("Cahyo",),
        section="Pemerintahan", tags=("Kominfo",), images=(("/up/a.jpg", "Lomba. Foto: Maya"),),
    )  # fmt: skip
    tree = parse_html(TEXT, URL)
    given = Page(URL, portal_of_host(URL), tree, datetime(2023, 1, 1, tzinfo=UTC), known, body_only=True)
    article = finish(normalise_dates(strip_boilerplate(locate_article(given))))
    assert article.title == TITLE
    assert len(article.body) == 3
    assert (article.published_at, article.published_source) == ("2022-11-17T09:12:05+07:00", "rest")
    assert (article.section, article.tags) == ("Pemerintahan", ["Kominfo"])
    assert [(c.role, c.name) for c in article.credits] == [("author", "Cahyo")]
    assert [(i.url, i.caption, i.credit) for i in article.images] == [
        ("https://portal.example.go.id/up/a.jpg", "Lomba.", "Maya")
    ]
    assert article.fetched_at == "2023-01-01T00:00:00+00:00"


def test_further_pages_are_joined_in_order() -> None:
    second = parse_html(
        f"<html><body><h1>{TITLE}</h1><div>{TEXT.replace('Bupati', 'Gubernur')}</div></body></html>"
    )
    first = parse_html(f"<html><body><h1>{TITLE}</h1><div>{TEXT}</div></body></html>")
    given = Page(URL, portal_of_host(URL), first, datetime(2023, 1, 1, tzinfo=UTC), more=(second,))
    body = finish(normalise_dates(strip_boilerplate(locate_article(given)))).body
    assert len(body) == 6
    assert [text.split()[0] for text in body] == [
        "Bupati",
        "Menurut",
        "Panitia",
        "Gubernur",
        "Menurut",
        "Panitia",
    ]


@pytest.mark.parametrize(
    "html",
    [
        b"", b"\x00\x00", b"<", b"<html>", "<title>", b"\xff\xfe\x00", "<frameset><frame src=x></frameset>",
        "<div>" * 20_000 + "teks", "<meta name=author><link rel=canonical><time><h1><script type=a/ld+json>{",
        '<html xmlns="http://www.w3.org/1999/xhtml"><base href="http://[x"><body><p>Teks</p></body></html>',
    ],
    ids=range(10),
)  # fmt: skip
def test_any_page_gives_an_article(html: str | bytes) -> None:
    article = extract_article(html, URL)
    assert article.id
    assert any(warning.startswith("not_an_article:") for warning in article.warnings)


def test_an_unusable_address_still_gives_an_article() -> None:
    article = extract_article(f"<h1>{TITLE}</h1>{TEXT}", "not an address")
    assert len(article.body) == 3
    assert article.id == article.content_hash[:16]


def test_the_tree_is_not_changed_and_the_result_is_the_same_again() -> None:
    tree = parse_html(f"<html><body><h1>{TITLE}</h1><div>{TEXT} (cah/may)</div></body></html>", URL)
    assert extract_article(tree, URL) == extract_article(tree, URL)
