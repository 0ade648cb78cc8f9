"""Articles as Markdown, HTML and JSON-LD, from the structure of their bodies."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from crawler.export.article_files import write_folder, write_html
from crawler.export.body_structure import structure
from crawler.export.html_article import html_article, html_document
from crawler.export.markdown_article import markdown_body, markdown_document
from crawler.export.news_article import news_article, write_json_ld
from crawler.items import Attachment, BodyBlock, BodyLink, Credit, Dateline, Embed, Image
from crawler.ledger.records import line_of
from tests.ledger.making import make_article

yaml = pytest.importorskip("yaml")

BODY = [
    "Bibit padi dibagikan di Pakelsari.",
    "Syarat penerima",
    "petani aktif",
    "punya sawah",
    "Semoga bermanfaat, kata kades.",
    "Dusun | Bibit",
    "Krajan | 12 karung",
    "Larik satu\nLarik dua",
]
BLOCKS = [
    BodyBlock("paragraph", None, [BodyLink(0, 10, "https://contoh.go.id/bibit?a=1&b=2")]),
    BodyBlock("heading", 3),
    BodyBlock("list_item", 1),
    BodyBlock("list_item", 2),
    BodyBlock("quote"),
    BodyBlock("table_row"),
    BodyBlock("table_row", None, [BodyLink(9, 18, "https://contoh.go.id/karung")]),
    BodyBlock("verse"),
]


def record(**fields: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "body": BODY,
        "body_blocks": BLOCKS,
        "credits": [Credit("author", "Maya Puspita", "Oleh Maya"), Credit("initials", "may", "(may)")],
        "images": [Image("https://contoh.go.id/a b.jpg", "Warga antre", "Humas")],
        "attachments": [Attachment("https://contoh.go.id/daftar.pdf", "Daftar", "application/pdf")],
        "embeds": [Embed("youtube", "https://www.youtube.com/embed/abc")],
        "tags": ["padi", "bibit: unggul"],
        "description": 'Bibit "unggul" untuk petani.',
        "dateline": Dateline("PAKELSARI", None, "PAKELSARI -"),
    }
    article = make_article(1, seq=1, **(facts | fields))
    return dict(json.loads(line_of(article)))


def test_markdown_of_each_kind() -> None:
    assert markdown_body(structure(record())) == [
        "[Bibit padi](<https://contoh.go.id/bibit?a=1&b=2>) dibagikan di Pakelsari.",
        "### Syarat penerima",
        "- petani aktif\n  - punya sawah",
        "> Semoga bermanfaat, kata kades.",
        "| Dusun | Bibit |\n| --- | --- |\n| Krajan | [12 karung](<https://contoh.go.id/karung>) |",
        "Larik satu\\\nLarik dua",
    ]


def test_front_matter_is_yaml() -> None:
    document = markdown_document(record())
    _, front, text = document.split("---\n", 2)
    facts = yaml.safe_load(front)
    assert facts["title"] == "Wali Kota resmikan taman nomor 1"
    assert facts["tags"] == ["padi", "bibit: unggul"]
    assert facts["authors"] == ["Maya Puspita"]
    assert facts["description"] == 'Bibit "unggul" untuk petani.'
    assert facts["attachments"][0]["media_type"] == "application/pdf"
    assert text.startswith(
        "\n# Wali Kota resmikan taman nomor 1\n\n![Warga antre](<https://contoh.go.id/a%20b.jpg>)"
    )
    assert "- [Daftar](<https://contoh.go.id/daftar.pdf>)" in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1. Pertama", "1\\. Pertama"),
        ("# bukan judul", "\\# bukan judul"),
        ("- bukan daftar", "\\- bukan daftar"),
        ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
        ("![x](javascript:alert(1))", "!\\[x\\](javascript:alert(1))"),
        ("a_b * c `d`", "a\\_b \\* c \\`d\\`"),
        ("---\njudul: x", "\\--- judul: x"),
        ("baris\n\n\n# dua", "baris # dua"),
        ("&lt;b&gt;", "\\&lt;b\\&gt;"),
    ],
)
def test_what_markdown_would_take_for_its_own(text: str, written: str) -> None:
    assert markdown_body(structure(record(body=[text], body_blocks=[]))) == [written]


def test_html_of_each_kind() -> None:
    text = html_article(record())
    assert (
        '<p><a href="https://contoh.go.id/bibit?a=1&amp;b=2" rel="nofollow noopener">Bibit padi</a>' in text
    )
    assert "<h3>Syarat penerima</h3>" in text
    assert "<ul><li>petani aktif<ul><li>punya sawah</li></ul></li></ul>" in text
    assert "<blockquote><p>Semoga bermanfaat, kata kades.</p></blockquote>" in text
    assert "<tr><td>Dusun</td><td>Bibit</td></tr>" in text
    assert "<p>Larik satu<br>Larik dua</p>" in text
    assert "<figcaption>Warga antre (Foto: Humas)</figcaption>" in text


@pytest.mark.parametrize("levels", [[1, 2, 3, 1], [3, 1, 2], [1, 1], [9, 9, 1, 5], [2, None, 4]])
def test_lists_are_closed_as_they_are_opened(levels: list[int | None]) -> None:
    blocks = [BodyBlock("list_item", level) for level in levels]
    text = html_article(record(body=[f"butir {n}" for n in range(len(levels))], body_blocks=blocks))
    opened: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("img", "br", "meta", "link"):
                opened.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert opened.pop() == tag

    Tags().feed(text)
    assert opened == []


HOSTILE = '</title></script><script>alert(1)</script>\u202e\x1b[2J"><img src=x onerror=alert(1)>'


def hostile() -> dict[str, Any]:
    return record(
        title=HOSTILE,
        body=[HOSTILE, "klik di sini"],
        body_blocks=[BodyBlock("heading", 99), BodyBlock("x", None, [
            BodyLink(0, 4, "javascript:alert(1)"), BodyLink(5, 900, "https://contoh.go.id/"),
            BodyLink(5, 12, 'https://contoh.go.id/">' + HOSTILE),
        ])],
        description=HOSTILE,
        tags=[HOSTILE],
        section=HOSTILE,
        images=[Image("javascript:alert(1)", HOSTILE), Image("https://contoh.go.id/a.jpg", HOSTILE, HOSTILE)],
        attachments=[Attachment("data:text/html,x", HOSTILE),
                     Attachment("https://contoh.go.id/a.pdf", HOSTILE, HOSTILE)],
        embeds=[Embed("x", "javascript:alert(1)")],
        credits=[Credit("author", HOSTILE, HOSTILE)],
    )  # fmt: skip


def test_hostile_values_are_text_in_html() -> None:
    tree = lxml_html.document_fromstring(html_document(hostile()))
    assert not tree.xpath("//script | //@onerror | //img[@src='x']")
    addresses = [str(address) for address in tree.xpath("//@href | //@src")]
    assert addresses
    assert all(address.startswith("https://") for address in addresses)


def test_hostile_values_are_text_in_markdown() -> None:
    markdown_it = pytest.importorskip("markdown_it")
    document = markdown_document(hostile())
    _, front, text = document.split("---\n", 2)
    assert "\x1b" not in document
    assert "\u202e" not in document
    assert yaml.safe_load(front)["title"].startswith("</title>")
    tree = lxml_html.fromstring(f"<div>{markdown_it.MarkdownIt('commonmark').render(text)}</div>")
    assert not tree.xpath("//script | //@onerror | //img[@src='x']")
    assert all(str(address).startswith("https://") for address in tree.xpath("//@href | //@src"))


def test_json_ld() -> None:
    node = news_article(record())
    assert (node["@type"], node["headline"]) == ("NewsArticle", "Wali Kota resmikan taman nomor 1")
    assert node["articleBody"].startswith("Bibit padi dibagikan di Pakelsari.\n\nSyarat penerima")
    assert node["author"] == [{"@type": "Person", "name": "Maya Puspita"}]
    assert node["image"][0]["url"] == "https://contoh.go.id/a%20b.jpg"
    assert node["associatedMedia"][0]["encodingFormat"] == "application/pdf"
    assert node["locationCreated"] == {"@type": "Place", "name": "PAKELSARI"}
    assert "dateModified" not in node


def test_json_ld_documents_are_json_and_end_no_script_element() -> None:
    out = io.BytesIO()
    write_json_ld([json.dumps(one).encode() for one in (record(), hostile())], out)
    data = out.getvalue()
    assert b"<" not in data
    document = json.loads(data)
    assert document["@context"] == "https://schema.org"
    assert [node["@type"] for node in document["@graph"]] == ["NewsArticle", "NewsArticle"]
    empty = io.BytesIO()
    write_json_ld([], empty)
    assert json.loads(empty.getvalue())["@graph"] == []


@pytest.mark.parametrize(("form", "ending"), [("markdown", "md"), ("html", "html")])
def test_a_file_an_article(tmp_path: Path, form: str, ending: str) -> None:
    lines = [json.dumps(one).encode() for one in (record(), record(id="../../etc/passwd"))]
    assert write_folder(lines, tmp_path / "out", form) == 2
    out = tmp_path / "out"
    files = [path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()]
    assert f"contoh/{record()['id']}.{ending}" in files
    assert len(files) == 2
    assert all(name.startswith("contoh/") for name in files)
    assert not list(tmp_path.parent.glob(f"passwd.{ending}"))


def test_one_html_document() -> None:
    out = io.BytesIO()
    assert write_html([json.dumps(record()).encode()] * 2, out) == 2
    assert len(lxml_html.document_fromstring(out.getvalue()).xpath("//article/h1")) == 2
