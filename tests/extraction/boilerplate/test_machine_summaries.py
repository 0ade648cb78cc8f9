"""A summary by a machine in a box of its own is no part of the article."""

from __future__ import annotations

import pytest

from crawler.extraction.boilerplate.machine_summaries import REASON
from tests.extraction.pages import FIRST, SECOND, THIRD, extracted, page

TEXT = "".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD))
SUMMARY = "Pasar baru di Wonosari menampung seratus dua puluh pedagang, tanpa biaya sewa selama tiga bulan."

BOXES = {
    "heading": f"<div class='sorot'><h3>Ringkasan AI</h3><p>{SUMMARY}</p></div>",
    "note below": (
        f"<div><p><b>Rangkuman AI</b></p><p>{SUMMARY}</p>"
        "<p>Ringkasan ini dibuat secara otomatis oleh AI.</p></div>"
    ),
    "folded": f"<details open><summary>Dirangkum oleh AI</summary><p>{SUMMARY}</p></details>",
    "list": f"<section><h4>Poin penting (dibuat dengan AI)</h4><ul><li>{SUMMARY}</li></ul></section>",
    "wrapped label": f"<div><div class='judul'>✨ AI Summary</div><div><p>{SUMMARY}</p></div></div>",
    "other makers": f"<div><p>Ringkasan oleh ChatGPT</p><p>{SUMMARY}</p></div>",
    "class alone": f"<div class='ai-summary'><h3>Inti Berita</h3><p>{SUMMARY}</p></div>",
}


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES.keys())
def test_box_is_left_out(box: str, below: bool) -> None:
    body = extracted(page(TEXT + box if below else box + TEXT))
    assert [block.text for block in body.blocks] == [FIRST, SECOND, THIRD]
    assert any(SUMMARY in item.text for item in body.removed)


def test_reason() -> None:
    body = extracted(page(BOXES["heading"] + TEXT))
    assert {item.reason for item in body.removed if item.text in (SUMMARY, "Ringkasan AI")} == {REASON}


@pytest.mark.parametrize(
    "chapter",
    [
        f"<h3>Ringkasan AI</h3><p>{SUMMARY}</p>",  # without a box nothing shows where it ends
        f"<div><h3>Rangkuman Berita AI</h3><p>{SUMMARY}</p></div>",
        f"<div><h3>Poin Penting Regulasi AI</h3><p>{SUMMARY}</p></div>",
        f"<div><h3>Ringkasan</h3><p>{SUMMARY}</p></div>",
        f"<div><p>Ringkasan acara dibuat oleh Ai Nurhayati.</p><p>{SUMMARY}</p></div>",
    ],
)
def test_chapters_stay(chapter: str) -> None:
    assert SUMMARY in [block.text for block in extracted(page(TEXT + chapter)).blocks]
