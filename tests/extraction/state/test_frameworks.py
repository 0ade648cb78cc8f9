"""Each framework's state, with articles of five shapes among others of the same page."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from crawler.extraction import extract_article, judge
from tests.extraction.state.frameworks import FRAMEWORKS

TITLE = "Warga Wonoasri Menanam Dua Ribu Bibit Alpukat"
FIRST = (
    "Sebanyak dua ratus warga Desa Wonoasri menanam dua ribu bibit alpukat di lereng bukit pada Sabtu pagi, "
    "dibantu petugas penyuluh dari kecamatan."
)
SECOND = (
    "Kepala desa menyebut bibit itu akan dirawat bersama oleh delapan kelompok tani, dan panen pertama "
    "diharapkan tiba dalam empat tahun."
)
HTML = f"<p>{FIRST}</p>\n<p>{SECOND}</p>"
SLUG = "warga-wonoasri-menanam-dua-ribu-bibit-alpukat"
OTHER_TEXT = (
    "<p>" + "Pasar malam di lapangan kecamatan dibuka kembali setelah dua tahun berhenti. " * 6 + "</p>"
)
FETCHED = datetime(2026, 11, 30, tzinfo=UTC)


class Shape(NamedTuple):
    url: str
    article: dict[str, Any]
    published: str
    others: list[dict[str, Any]]


OTHERS = [
    {
        "id": n,
        "slug": f"pasar-malam-kecamatan-dibuka-lagi-{n}",
        "judul": f"Pasar Malam Kecamatan Dibuka Lagi {n}",
        "isi": OTHER_TEXT,
        "tanggal": "2025-01-02 08:00:00",
        "penulis": "Orang Lain",
    }
    for n in (70, 71, 72)
]
ENGLISH_OTHERS = [
    {
        "id": 8,
        "title": "Pasar Malam Kecamatan Dibuka Lagi",
        "content": OTHER_TEXT,
        "created_at": "2025-01-02",
    },
    {"id": 9, "title": "Jembatan Gantung Diperbaiki", "content": OTHER_TEXT, "created_at": "2025-01-03"},
]
EDITOR_JS = {
    "time": 1700000000000,
    "blocks": [
        {"id": "a", "type": "paragraph", "data": {"text": FIRST.replace("Wonoasri", "<b>Wonoasri</b>")}},
        {"id": "b", "type": "paragraph", "data": {"text": SECOND}},
    ],
}
SHAPES = {
    "indonesian": Shape(
        f"https://wonoasri.example/berita/{SLUG}",
        {
            "id": 12,
            "judul": TITLE,
            "slug": SLUG,
            "isi": HTML,
            "tanggal": "2024-05-04 09:30:00",
            "penulis": "Tim Humas",
            "kategori": {"id": 3, "nama": "Pertanian"},
            "tag": ["alpukat", "bukit"],
            "gambar": "/foto/alpukat.jpg",
        },
        "2024-05-04T09:30:00+07:00",
        OTHERS,
    ),
    "english_by_id": Shape(
        "https://wonoasri.example/news/4711",
        {
            "id": 4711,
            "title": TITLE,
            "content": HTML,
            "published_at": "2024-05-04T02:30:00.000000Z",
            "author": {"name": "Tim Humas", "id": 5},
            "category": "Pertanian",
            "tags": [{"name": "alpukat"}, {"name": "bukit"}],
            "image": {"url": "/foto/alpukat.jpg", "alt": None},
        },
        "2024-05-04T09:30:00+07:00",
        ENGLISH_OTHERS,
    ),
    "editor": Shape(
        f"https://wonoasri.example/baca/12-{SLUG}.html",
        {
            "judul_berita": TITLE,
            "isi_berita": EDITOR_JS,
            "tgl_berita": "4 Mei 2024 09:30",
            "nama_penulis": "Tim Humas",
            "kategori_id": 3,
            "nama_kategori": "Pertanian",
            "tags": "alpukat, bukit",
            "gambar_berita": "https://cdn.example/foto/alpukat.jpg",
        },
        "2024-05-04T09:30:00+07:00",
        OTHERS,
    ),
    "markdown": Shape(
        f"https://wonoasri.example/?p=berita&judul={SLUG}",
        {
            "newsTitle": TITLE,
            "newsContent": f"**{FIRST[:20]}**{FIRST[20:]}\n\n{SECOND}\n",
            "publishedAt": 1714789800,
            "user": {"username": "humas", "name": "Tim Humas"},
            "categories": [{"name": "Pertanian"}],
            "tags": ["alpukat", "bukit"],
            "thumbnail": "/foto/alpukat.jpg",
        },
        "2024-05-04T09:30:00+07:00",
        OTHERS,
    ),
    "editor_in_string": Shape(
        f"https://wonoasri.example/artikel/{SLUG}",
        {
            "title": {"rendered": TITLE},
            "content": json.dumps(EDITOR_JS),
            "created_at": "2024-05-04 09:30:00",
            "updated_at": "2026-11-01 10:00:00",
            "views": 812,
            "byline": "Tim Humas",
            "rubrik": "Pertanian",
            "keywords": ["alpukat", "bukit"],
            "cover_image": {"data": {"attributes": {"url": "/foto/alpukat.jpg"}}},
        },
        "2024-05-04T09:30:00+07:00",
        ENGLISH_OTHERS,
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_article_among_others(framework: str, shape: str) -> None:
    url, article, published, others = SHAPES[shape]
    found = extract_article(FRAMEWORKS[framework](article, others), url, fetched_at=FETCHED)
    assert found.title == TITLE
    assert found.body == [FIRST, SECOND]
    assert (found.published_at, found.published_source) == (published, "state")
    assert found.modified_at is None
    assert judge(found).is_article
    assert [credit.name for credit in found.credits] == ["Tim Humas"]
    assert (found.section, found.tags) == ("Pertanian", ["alpukat", "bukit"])
    assert [image.url.rsplit("/", 1)[-1] for image in found.images] == ["alpukat.jpg"]
    assert found.warnings == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_no_article_of_another_page(framework: str) -> None:
    """A page whose state holds only other pages' articles has no text and none of their facts."""
    html = FRAMEWORKS[framework](OTHERS[0], OTHERS[1:])
    found = extract_article(html, f"https://wonoasri.example/berita/{SLUG}", fetched_at=FETCHED)
    assert found.body == []
    assert found.published_at is None
    assert found.credits == []
    assert not judge(found).is_article
