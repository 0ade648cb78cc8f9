"""Every page gives a body, in time that grows only with its size."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extraction import extract_article, judge
from crawler.extraction.boilerplate import phrases
from crawler.extraction.boilerplate.cleaner import strip_boilerplate
from crawler.extraction.content.body import locate_body
from crawler.extraction.dom.parse import parse_html
from crawler.templates.lifecycle import learn_template
from tests.extraction import portal_pages
from tests.extraction.pages import FIRST, SECOND, extracted, page

_FRAGMENTS = st.sampled_from(
    [
        "<p>", "</p>", "<div class='share'>", "<table>", "<tr><td>", "<td>", "</table>", "</a>",
        "<a href=x>", "<br>", "<figure>", "<img src=x>", "<figcaption>", "</figure>", "<li>", "<ul>", "</ul>",
        "<pre>",
        "</pre>", "<h2>", "<b>", "<blockquote>", "</blockquote>", "<!-- x -->", "<?x ?>", "\x00", "&nbsp;",
        "&#8203;", "<ruby><rb>", "<svg>", "Baca juga: ", "BACA JUGA:", "Foto: Ist", FIRST, SECOND,
        "[caption id=1]", "[/caption]", "#tagar ", "17 Mei 2022",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_FRAGMENTS | st.text(max_size=20), max_size=60))
def test_any_mix_of_markup_gives_a_body(parts: list[str]) -> None:
    body = extracted(page("".join(parts)))
    assert all(block.text.strip() for block in body.blocks)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400), st.text(max_size=80))
def test_any_text_gives_a_body(text: str, title: str) -> None:
    strip_boilerplate(locate_body(parse_html(text), title=title), title=title)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + FIRST,
        "<b>" * 50_000 + FIRST,
        "<table><tr><td>" * 5_000 + FIRST,
        "<a href=x><img>" * 20_000 + FIRST,
        "<figure><figcaption>" * 20_000 + FIRST,
        "<blockquote>Sama saja kata mereka.</blockquote>" * 5_000,
        f"<p>{FIRST}</p>" * 5_000,
        f"<p>{FIRST}</p><img src=a alt='{SECOND}'>" * 3_000,
        "<p>Baca juga: " * 20_000,
        "<br>" * 200_000 + FIRST,
        "<li><a href=/x>Beranda</a> dan" * 20_000,
        "<p>" + "a " * 500_000,
        "<p " + " ".join(f"a{n}='x'" for n in range(1_000_000)) + f">{FIRST}",
    ],
    ids=lambda html: html[:24],
)
def test_hostile_pages_take_seconds_at_most(html: str) -> None:
    start = time.process_time()
    strip_boilerplate(locate_body(parse_html(html), title="Judul"), title="Judul")
    assert time.process_time() - start < 10


BAD: dict[str, str | bytes] = {
    "empty": "",
    "nothing but space": " \n\t ",
    "truncated in a tag": f"<html><body><article><h1>Judul</h1><p>{FIRST}</p><p>{SECOND}</p><div class='x",
    "truncated in a character": f"<html><body><h1>Judul</h1><p>{FIRST}</p><p>{SECOND} é".encode()[:-1],
    "nested": "<div>" * 100_000 + FIRST,
    "nested and closed": "<div>" * 50_000 + FIRST + "</div>" * 50_000,
    "attributes on one tag": "<p " + " ".join(f"a{n}='x'" for n in range(1_000_000)) + f">{FIRST}",
    "attributes on many": f"<p a='1' b='2' c='3' d='4'>{FIRST}</p>" * 100
    + "<i a=1 b=2 c=3 d=4></i>" * 50_000,
    "null bytes": f"<h1>Ju\0dul</h1><p>{FIRST}\0</p>".encode(),
    "latin bytes called utf-8": f"<meta charset=utf-8><h1>Café</h1><p>{FIRST} é è</p>".encode("cp1252"),
    "utf-8 bytes called latin": f"<meta charset=windows-1252><h1>Café</h1><p>{FIRST} é</p>".encode(),
    "unknown charset": f"<meta charset=x-tidak-ada><h1>Judul</h1><p>{FIRST}</p>".encode(),
    "utf-16": f"<h1>Judul</h1><p>{FIRST}</p>".encode("utf-16"),
    "xhtml": f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml' xmlns:x='urn:x'><body>"
    f"<x:y/><h1>Judul</h1><p>{FIRST}</p></body></html>",
    "frameset": "<html><frameset cols='20%,80%'><frame src='a'><frame src='b'></frameset></html>",
    "no html": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 500,
    "ten megabytes": f"<article><h1>Judul</h1>{f'<p>{FIRST}</p>' * 10}</article><!--"
    + "x" * 10_000_000
    + "-->",
}


@pytest.mark.parametrize("name", BAD)
def test_any_input_gives_an_article_or_a_reason(name: str) -> None:
    """Calls the library directly, without the guards of a crawl."""
    start = time.process_time()
    article = extract_article(BAD[name], "https://portal.example.go.id/berita/1")
    assert time.process_time() - start < 20
    verdict = judge(article)
    assert verdict.is_article or verdict.reason
    assert verdict.is_article == any(FIRST[-60:] in line for line in article.body)


UNITS = [
    "a", " ", "#", "#a ", "1", "1.", "(", "[a", "baca juga ", "- ", "foto ", "«“", "© ", "/ ", "on ",
    "senin ", "share ", "bagikan ini ", "a-", "whatsapp ", "1 1 ", "tags ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_no_phrase_backtracks(unit: str) -> None:
    """Boilerplate lines are short; each pattern must match the longest of them quickly."""
    patterns = [value for value in vars(phrases).values() if isinstance(value, re.Pattern)]
    assert len(patterns) > 12
    start = time.process_time()
    for end in ("", "!", "WIB"):
        for pattern in patterns:
            pattern.fullmatch((unit * 450)[:450] + end)
            pattern.match((unit * 450)[:450] + end)
    assert time.process_time() - start < 2


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(_FRAGMENTS, max_size=20), max_size=6))
def test_any_pages_may_be_learned_from(pages: list[list[str]]) -> None:
    learn_template(
        "x", [portal_pages.page(page("".join(parts)), number) for number, parts in enumerate(pages)]
    )


def test_a_thousand_names_and_tags_are_cut_with_a_warning() -> None:
    names = "".join(
        f"<a class=author href=/penulis/{i}>Nama {chr(65 + i % 26)}{i % 9}</a>" for i in range(99)
    )
    tags = "".join(f"<a href=/tag/{i}>tag {i}</a> " for i in range(5000))
    article = extract_article(
        f"<html><body><div><h1>Bupati Buka Pasar Rakyat</h1>{names}<div><p>{FIRST}</p><p>{SECOND}</p></div>"
        f"<div>{tags}</div></div></body></html>",
        "https://x.go.id/berita/1",
    )
    assert len(article.credits) <= 20
    assert len(article.tags) <= 60
    assert {"credits_cut", "tags_cut"} <= set(article.warnings)


@pytest.mark.parametrize(
    "line",
    [
        f"<span>👤</span>{chr(0x1F464) * 99_999} Ani",
        f"<p>{chr(0x1F464)}{chr(0x200D) * 99_999}Ani</p>",
        f"<p>{'22 Agt 23 10:15 ' * 9_999}</p>",
        f"<img src='/u/{'_640' * 900}.jpg'><img src='/foto.php?{'a=1&' * 9_999}'>",
        f"<figure><img src=/u/p.jpg><figcaption>{'<div>WARTA/Ani</div>' * 9_999}</figcaption></figure>",
        f"<header style='background:url(javascript:alert(1)/uploads/{'a' * 9_999}.jpg)'></header>",
    ],
)
def test_hostile_facts_stay_small(line: str) -> None:
    article = extract_article(
        f"<html><body><h1>Bupati Buka Pasar</h1>{line}<div><p>{FIRST}</p><p>{SECOND}</p></div></body></html>",
        "https://x.go.id/berita/1",
    )
    assert all(len(credit.name) < 200 for credit in article.credits)
    assert all(
        image.url.startswith("https://x.go.id/") and len(image.url) < 5_000 for image in article.images
    )
