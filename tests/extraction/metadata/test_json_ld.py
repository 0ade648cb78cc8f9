"""JSON-LD as portals write it: graphs, lists, references, and broken scripts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extraction.metadata.json_ld import parse_json, read_json_ld

URL = "https://x.go.id/2022/11/17/lomba/"
ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Bupati Buka Lomba",
    "datePublished": "2022-11-17T09:12:05+07:00",
    "dateModified": "2022-11-18T09:12:05+07:00",
    "author": {"@type": "Person", "name": "Cahyo Nugroho"},
    "articleSection": "Pemerintahan",
    "keywords": "Kominfo, Sulsel",
    "image": {"@type": "ImageObject", "url": "https://x.go.id/a.jpg", "caption": "Lomba"},
}


def test_a_graph_with_references() -> None:
    graph = [
        {"@type": "WebSite", "@id": "https://x.go.id/#website", "name": "Portal X"},
        {"@type": "Person", "@id": "https://x.go.id/#cahyo", "name": "Cahyo Nugroho"},
        {"@type": "WebPage", "@id": URL, "datePublished": "2020-01-01"},
        {**ARTICLE, "author": {"@id": "https://x.go.id/#cahyo"}, "isPartOf": {"@id": URL}},
    ]
    facts = read_json_ld([json.dumps({"@context": "https://schema.org", "@graph": graph})], URL)
    assert facts.headline == "Bupati Buka Lomba"
    assert facts.published == "2022-11-17T09:12:05+07:00"
    assert facts.modified == "2022-11-18T09:12:05+07:00"
    assert facts.authors == ("Cahyo Nugroho",)
    assert facts.site_names == ("Portal X",)
    assert facts.tags == ("Kominfo", "Sulsel")
    assert facts.images == (("https://x.go.id/a.jpg", "Lomba"),)
    assert {"newsarticle", "webpage", "website"} <= facts.types


def test_of_several_articles_the_one_of_this_address() -> None:
    other = {**ARTICLE, "headline": "Lain", "mainEntityOfPage": "https://x.go.id/2022/11/16/lain/"}
    own = {**ARTICLE, "mainEntityOfPage": {"@type": "WebPage", "@id": URL}}
    facts = read_json_ld([json.dumps([other]), json.dumps(own)], URL)
    assert facts.headline == "Bupati Buka Lomba"


def test_items_of_a_list_are_not_the_article() -> None:
    listing = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": ARTICLE}]}
    facts = read_json_ld([json.dumps(listing)], URL)
    assert facts.published is None
    assert facts.types == {"itemlist"}


def test_section_from_the_breadcrumbs() -> None:
    crumbs = {
        "@type": "BreadcrumbList",
        "itemListElement": [{"name": "Beranda"}, {"item": {"name": "Pemerintahan"}}, {"name": "Judul"}],
    }
    article = {key: value for key, value in ARTICLE.items() if key != "articleSection"}
    facts = read_json_ld([json.dumps(crumbs), json.dumps(article)], URL)
    assert facts.sections == ()
    assert facts.crumbs == ("Beranda", "Pemerintahan", "Judul")


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"NewsArticle","datePublished":"2022-11-17",}',
        '<!-- {"@type":"NewsArticle","datePublished":"2022-11-17"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","datePublished":"2022-11-17"}\n//]]>',
        '{"@type":"NewsArticle","description":"satu\ndua\ttiga","datePublished":"2022-11-17"}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;datePublished&quot;:&quot;2022-11-17&quot;}",
        '{"@type":"WebSite"} {"@type":"NewsArticle","datePublished":"2022-11-17"}',
        '{"@type":"NewsArticle","datePublished":"2022-11-17"}; window.x = 1;',
        '{"@type":"NewsArticle","description":"jalan \\Pahlawan","datePublished":"2022-11-17"}',
        '{"@type":"NewsArticle",,"datePublished":"2022-11-17"}',
    ],
)
def test_broken_scripts_that_can_be_repaired(script: str) -> None:
    facts = read_json_ld([script], URL)
    assert (facts.published, facts.salvaged) == ("2022-11-17", False)
    assert "newsarticle" in facts.types


def test_a_script_beyond_repair_is_salvaged() -> None:
    script = (
        '{"@type":"NewsArticle","headline":"Bupati: "Kami Siap"","datePublished":"2022-11-17T09:12:05+07:00",'
        '"author":{"@type":"Person","name":"Cahyo"},'
    )
    facts = read_json_ld([script], URL)
    assert facts.published == "2022-11-17T09:12:05+07:00"
    assert facts.authors == ("Cahyo",)
    assert facts.salvaged


def test_nesting_without_end_is_no_error() -> None:
    assert parse_json("[" * 200_000) is None
    assert read_json_ld(["[" * 200_000, '{"a":' * 50_000], URL).published is None


@given(st.text(alphabet='{}[]",:\\@typedatePublished0-9 \n', max_size=300))
def test_any_text_gives_facts(text: str) -> None:
    read_json_ld([text], URL)
