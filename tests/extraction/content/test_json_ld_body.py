"""Pages that render their body with JavaScript and provide it in JSON-LD."""

from __future__ import annotations

import json

import pytest

from crawler.extraction import extract_article

URL = "https://portal.example.go.id/berita/bupati-resmikan-pasar-baru"
TITLE = "Bupati Resmikan Pasar Baru di Kecamatan Lawang"
TEXTS = [
    "Bupati meresmikan pasar baru di Kecamatan Lawang, Senin (14/11/2022), disaksikan pedagang dan warga.",
    "Ia berharap pasar yang dibangun selama dua tahun itu menjadi pusat ekonomi masyarakat di wilayah utara.",
    "“Pedagang lama tetap mendapat tempat, tidak ada yang ditinggalkan,” katanya seusai acara peresmian itu.",
]
FORMS = {
    "empty lines": "\n\n".join(TEXTS),
    "line breaks": "\n".join(TEXTS),
    "markup": "".join(f"<p>{text}</p>" for text in TEXTS),
    "escaped markup": "".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in TEXTS),
}


def page(body: object, printed: str) -> str:
    data = {
        "@type": "NewsArticle", "headline": TITLE, "datePublished": "2022-11-14T10:00:00+07:00",
        "articleBody": body,
    }  # fmt: skip
    return (
        f"<html lang='id'><head><title>{TITLE}</title><script type='application/ld+json'>{json.dumps(data)}"
        f"</script></head><body><div id='app'><h1>{TITLE}</h1>{printed}</div></body></html>"
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_body_that_the_page_prints_by_a_script(form: str) -> None:
    article = extract_article(page(FORMS[form], "<p>Memuat...</p>"), URL)
    assert article.body == TEXTS
    assert article.title == TITLE
    assert not [warning for warning in article.warnings if warning.startswith("not_an_article")]


def test_what_the_page_prints_comes_first() -> None:
    printed = [f"{text} Begitu tertulis pada halaman." for text in TEXTS]
    article = extract_article(page(FORMS["empty lines"], "".join(f"<p>{text}</p>" for text in printed)), URL)
    assert article.body == printed


@pytest.mark.parametrize("body", [None, 5, "", TEXTS[0], {"@value": "x"}, [None, 3], "<p></p>" * 200])
def test_what_is_no_body(body: object) -> None:
    assert extract_article(page(body, "<p>Memuat...</p>"), URL).body in ([], ["Memuat..."])


@pytest.mark.parametrize("at", ["https://portal.example.go.id/berita", URL])
def test_a_body_of_another_article_is_not_the_page_s(at: str) -> None:
    nodes = [
        {
            "@type": "NewsArticle", "headline": f"{TITLE} {number}", "articleBody": FORMS["line breaks"],
            "url": f"/berita/kabar-lain-{number}", "datePublished": "2022-11-14T10:00:00+07:00",
        }
        for number in range(3)
    ]  # fmt: skip
    for some in (nodes, nodes[:1]):
        html = page(None, "<p>Memuat...</p>").replace("</head>", (
            f"<script type='application/ld+json'>{json.dumps(some)}</script></head>"
        ))  # fmt: skip
        assert extract_article(html, at).body in ([], ["Memuat..."])
