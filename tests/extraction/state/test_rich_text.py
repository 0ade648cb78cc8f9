"""Texts and editor documents as HTML."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.extraction.state.rich_text import html_of

DOCUMENTS: dict[str, Any] = {
    "tiptap": {
        "type": "doc",
        "content": [
            {"type": "heading", "attrs": {"level": 3}, "content": [{"type": "text", "text": "Hasil"}]},
            {
                "type": "paragraph",
                "content": [
                    {"type": "text", "text": "Panen "},
                    {"type": "text", "marks": [{"type": "bold"}], "text": "raya"},
                ],
            },
            {
                "type": "bulletList",
                "content": [
                    {
                        "type": "listItem",
                        "content": [{"type": "paragraph", "content": [{"type": "text", "text": "padi"}]}],
                    }
                ],
            },
        ],
    },
    "lexical": {
        "root": {
            "type": "root",
            "children": [
                {"type": "heading", "tag": "h3", "children": [{"type": "text", "text": "Hasil"}]},
                {
                    "type": "paragraph",
                    "children": [{"type": "text", "text": "Panen "}, {"text": "raya", "format": 1}],
                },
                {
                    "type": "list",
                    "listType": "bullet",
                    "children": [{"type": "listitem", "children": [{"type": "text", "text": "padi"}]}],
                },
            ],
        }
    },
    "slate": [
        {"type": "h3", "children": [{"text": "Hasil"}]},
        {"type": "paragraph", "children": [{"text": "Panen "}, {"text": "raya", "bold": True}]},
        {
            "type": "list",
            "format": "unordered",
            "children": [{"type": "list-item", "children": [{"text": "padi"}]}],
        },
    ],
    "contentful": {
        "nodeType": "document",
        "content": [
            {"nodeType": "heading-3", "content": [{"nodeType": "text", "value": "Hasil"}]},
            {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "Panen raya"}]},
            {
                "nodeType": "unordered-list",
                "content": [{"nodeType": "list-item", "content": [{"nodeType": "text", "value": "padi"}]}],
            },
        ],
    },
    "portable_text": [
        {"_type": "block", "style": "h3", "children": [{"_type": "span", "text": "Hasil"}]},
        {"_type": "block", "style": "normal", "children": [{"_type": "span", "text": "Panen raya"}]},
        {
            "_type": "block",
            "listItem": "bullet",
            "style": "normal",
            "children": [{"_type": "span", "text": "padi"}],
        },
    ],
    "quill": {
        "ops": [
            {"insert": "Hasil"},
            {"insert": "\n", "attributes": {"header": 3}},
            {"insert": "Panen "},
            {"insert": "raya", "attributes": {"bold": True}},
            {"insert": "\npadi"},
            {"insert": "\n", "attributes": {"list": "bullet"}},
        ]
    },
    "editor_js": {
        "blocks": [
            {"type": "header", "data": {"text": "Hasil", "level": 3}},
            {"type": "paragraph", "data": {"text": "Panen <b>raya</b>"}},
            {"type": "list", "data": {"style": "unordered", "items": ["padi"]}},
        ]
    },
    "draft_js": {
        "entityMap": {},
        "blocks": [
            {"type": "header-three", "text": "Hasil"},
            {"type": "unstyled", "text": "Panen raya"},
            {"type": "unordered-list-item", "text": "padi"},
        ],
    },
    "markdown": "### Hasil\n\nPanen **raya**\n\n- padi\n",
}


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize("editor", DOCUMENTS)
def test_documents(editor: str, as_text: bool) -> None:
    document = DOCUMENTS[editor]
    html = html_of(json.dumps(document) if as_text and editor != "markdown" else document)
    assert html is not None
    plain = html.replace("<b>", "").replace("</b>", "").replace("<strong>", "").replace("</strong>", "")
    assert "Hasil</h3>" in plain
    assert "<p>Panen raya</p>" in plain
    assert "<li>" in plain
    assert plain.index("Hasil") < plain.index("Panen raya") < plain.index("padi")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<p>Satu.</p>", "<p>Satu.</p>"),
        ("&lt;p&gt;Satu &amp;amp; dua.&lt;/p&gt;", "<p>Satu &amp; dua.</p>"),
        ("Satu.\n\nDua & tiga.\r\n\r\nEmpat.", "<p>Satu.</p><p>Dua &amp; tiga.</p><p>Empat.</p>"),
        ("Satu.\nDua.", "<p>Satu.</p><p>Dua.</p>"),
        (
            "Rapat 1. dibuka\n\n1. Pendataan\n2. Penyuluhan",
            "<p>Rapat 1. dibuka</p><p>1. Pendataan<br>2. Penyuluhan</p>",
        ),
        ("Satu <b>tebal</b>.\n\nDua.", "<p>Satu <b>tebal</b>.</p><p>Dua.</p>"),
        ("{ini bukan JSON}", "<p>{ini bukan JSON}</p>"),
    ],
)
def test_texts(text: str, html: str) -> None:
    assert html_of(text) == html


@pytest.mark.parametrize(
    "value", [None, 7, {}, [], {"a": 1}, {"blocks": []}, [1, 2], {"ops": 3}, {"root": {}}]
)
def test_what_is_no_text(value: Any) -> None:
    assert html_of(value) is None


def test_pictures_keep_their_captions() -> None:
    block = {"type": "image", "data": {"file": {"url": "/a.jpg"}, "caption": "Warga & petugas"}}
    assert html_of({"blocks": [block]}) == (
        '<figure><img src="/a.jpg" alt=""><figcaption>Warga &amp; petugas</figcaption></figure>'
    )


def test_deep_documents_end() -> None:
    node: dict[str, Any] = {"text": "dasar"}
    for _ in range(500):
        node = {"type": "paragraph", "children": [node]}
    assert "dasar" not in (html_of([node]) or "")
