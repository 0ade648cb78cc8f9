"""Selection of the page's article among the objects of its state."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.extraction import extract_article
from crawler.extraction.state.choice import PageIdentity, choose
from tests.extraction.state.frameworks import page, script
from tests.extraction.state.test_frameworks import FIRST, HTML, OTHER_TEXT, OTHERS, SECOND, SLUG, TITLE

HOST = "https://wonoasri.example"
JSON = 'type="application/json"'


def chosen(values: list[Any], path: str, *titles: str) -> str | None:
    found = choose(values, PageIdentity(HOST + path, titles), {})
    return found.title if found else None


def article(**members: Any) -> dict[str, Any]:
    return {"judul": TITLE, "isi": HTML, "tanggal": "2024-05-04", **members}


@pytest.mark.parametrize(
    ("members", "path"),
    [
        ({"slug": SLUG}, f"/berita/{SLUG}"),
        ({"slug": SLUG}, f"/berita/{SLUG}.html"),
        ({"slug": SLUG}, f"/berita/12-{SLUG}"),
        ({"slug": SLUG}, f"/berita/{SLUG}-12"),
        ({"slug": SLUG}, f"/?hal=detail&s={SLUG}"),
        ({"slug": {"current": SLUG}}, f"/id/{SLUG}/"),
        ({"url": "/baca/xyz"}, "/baca/xyz/"),
        ({"permalink": "https://lama.example/berita/xyz"}, "/berita/xyz"),
        ({"id": 4711}, "/berita/4711"),
        ({"id": 4711}, "/berita?id=4711"),
        ({"id_berita": "4711"}, "/berita/detail/4711/judul"),
        ({"uuid": "3f0b6f0e-9f7d-4a59-9c3d-0123456789ab"}, "/b/3f0b6f0e-9f7d-4a59-9c3d-0123456789ab"),
        ({}, f"/berita/{SLUG}"),
        ({}, "/berita/tampil/aX93kQ"),
    ],
)
def test_address_tells(members: dict[str, Any], path: str) -> None:
    assert chosen([{"lain": OTHERS[:1] if members else [], "data": article(**members)}], path) == TITLE


@pytest.mark.parametrize(
    "claim", [TITLE, f"{TITLE} - Portal Wonoasri", f"Portal Wonoasri | {TITLE}", TITLE.upper()]
)
def test_title_tells(claim: str) -> None:
    assert chosen([{"a": OTHERS, "b": article()}], "/detail", claim, "Portal Wonoasri") == TITLE


@pytest.mark.parametrize(
    ("values", "path", "titles"),
    [
        ([OTHERS], f"/berita/{SLUG}", (TITLE,)),  # only related articles
        ([article(id=12)], "/berita/13", ()),  # another number
        (
            [article(slug="warga-wonoasri-memanen-seribu-alpukat")],
            "/berita/jembatan-gantung-desa-rampung",
            (),
        ),
        ([{"berita": [article(), *OTHERS]}], "/berita", ("Berita Terkini",)),  # a listing
        ([{"berita": [article(), *OTHERS]}], "/kategori/12", ("Pertanian",)),
        ([{"berita": [article(), *OTHERS]}], "/", (TITLE, *[one["judul"] for one in OTHERS])),  # its headings
        (
            [{"nama": "Pertanian", "slug": "berita-pertanian", "deskripsi": OTHER_TEXT}],
            "/kategori/berita-pertanian",
            (),
        ),
        ([{"title": TITLE, "slug": SLUG}], f"/berita/{SLUG}", ()),  # a menu entry
    ],
)
def test_no_article(values: list[Any], path: str, titles: tuple[str, ...]) -> None:
    assert chosen(values, path, *titles) is None


def test_the_whole_text_before_its_teaser() -> None:
    teaser = {"judul": TITLE, "slug": SLUG, "tanggal": "2024-05-04", "ringkasan": FIRST}
    found = choose(
        [{"hangat": [teaser]}, {"berita": article(slug=SLUG)}], PageIdentity(f"{HOST}/b/{SLUG}", ()), {}
    )
    assert found is not None
    assert found.body == HTML


def test_printed_text_stays_and_facts_are_completed() -> None:
    printed = f"<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
    state = article(slug=SLUG, penulis="Tim Humas", isi=HTML + "<p>Catatan yang tidak dicetak.</p>")
    found = extract_article(page(printed + script(json.dumps(state), JSON)), f"{HOST}/berita/{SLUG}")
    assert found.body == [FIRST, SECOND]
    assert [credit.name for credit in found.credits] == ["Tim Humas"]
    assert found.published_at == "2024-05-04"


def test_text_beside_an_empty_frame() -> None:
    """A page that prints only a teaser and its footer."""
    footer = f"<footer><p>{'Pusat layanan warga dibuka setiap hari kerja di balai desa. ' * 5}</p></footer>"
    html = page(f"<main><h1>{TITLE}</h1></main>{footer}" + script(json.dumps(article(slug=SLUG)), JSON))
    assert extract_article(html, f"{HOST}/berita/{SLUG}").body == [FIRST, SECOND]


def test_metadata_of_the_page_come_first() -> None:
    meta = '<meta property="article:published_time" content="2024-05-04T10:00:00+07:00">'
    state = article(slug=SLUG, tanggal="2024-05-04 09:30:00")
    found = extract_article(page(meta + script(json.dumps(state), JSON)), f"{HOST}/berita/{SLUG}")
    assert (found.published_at, found.published_source) == (
        "2024-05-04T10:00:00+07:00",
        "meta:article:published_time",
    )


def test_references_of_an_apollo_cache() -> None:
    cache = {
        "ROOT_QUERY": {f'beritaBySlug({{"slug":"{SLUG}"}})': {"__ref": "Berita:1"}},
        "Berita:1": {
            "judul": TITLE,
            'isi({"format":"RENDERED"})': HTML,
            "slug": SLUG,
            "tanggal": "2024-05-04",
            "penulis": {"__ref": "Pengguna:7"},
            "tag": [{"__ref": "Tag:1"}],
        },
        "Pengguna:7": {"nama": "Tim Humas"},
        "Tag:1": {"nama": "alpukat"},
    }
    html = page(script(f"window.__APOLLO_STATE__ = {json.dumps(cache)};"))
    found = extract_article(html, f"{HOST}/berita/{SLUG}")
    assert found.body == [FIRST, SECOND]
    assert ([credit.name for credit in found.credits], found.tags) == (["Tim Humas"], ["alpukat"])


def test_elements_of_react_alone() -> None:
    """A page of the app router whose text stands among its elements, in no object with a title."""
    row = [
        "$",
        "main",
        None,
        {
            "children": [
                ["$", "h1", None, {"children": TITLE}],
                [
                    "$",
                    "$L5",
                    None,
                    {
                        "children": [
                            "$",
                            "p",
                            None,
                            {
                                "children": [
                                    FIRST[:50],
                                    ["$", "b", None, {"children": FIRST[50:60]}],
                                    FIRST[60:],
                                ]
                            },
                        ]
                    },
                ],
                ["$", "div", None, {"dangerouslySetInnerHTML": {"__html": f"<p>{SECOND}</p>"}}],
            ]
        },
    ]
    pushed = script(f"self.__next_f.push({json.dumps([1, '5:' + json.dumps(row) + chr(10)])})")
    found = extract_article(page("<div></div>" + pushed, f"{TITLE} - Portal"), f"{HOST}/berita/{SLUG}")
    assert (found.title, found.body) == (TITLE, [FIRST, SECOND])


@pytest.mark.parametrize(
    ("members", "urls"),
    [
        ({"gambar": "/foto/a.jpg", "thumbnail": "/foto/kecil/a-1.jpg"}, [f"{HOST}/foto/a.jpg"]),
        ({"foto": "berita/a.jpg"}, []),
        ({"image": {"url": "https://cdn.example/a.jpg"}}, ["https://cdn.example/a.jpg"]),
        ({"images": ["/a.jpg", "/b.jpg"]}, [f"{HOST}/a.jpg", f"{HOST}/b.jpg"]),
        ({"gambar": None, "cover": [{"formats": 1, "url": "/c.jpg"}]}, [f"{HOST}/c.jpg"]),
    ],
)
def test_pictures(members: dict[str, Any], urls: list[str]) -> None:
    state = json.dumps(article(slug=SLUG, **members))
    found = extract_article(page(script(state, JSON)), f"{HOST}/berita/{SLUG}")
    assert [image.url for image in found.images] == urls


@pytest.mark.parametrize(
    ("members", "published"),
    [
        ({"tanggal": None, "created_at": "2024-05-04 09:30:00"}, "2024-05-04T09:30:00+07:00"),
        ({"tanggal": "", "published_at": "2024-05-04T02:30:00.000000Z"}, "2024-05-04T09:30:00+07:00"),
        ({"tanggal": "Sabtu, 4 Mei 2024"}, "2024-05-04"),
        ({"tanggal": 1714789800000}, "2024-05-04T09:30:00+07:00"),
        (
            {"tanggal": {"date": "2024-05-04 09:30:00.000000", "timezone": "Asia/Jakarta"}},
            "2024-05-04T09:30:00+07:00",
        ),
        ({"tanggal": True, "tgl_terbit": "04/05/2024 09:30"}, "2024-05-04T09:30:00+07:00"),
        ({"tanggal": "belum terbit"}, None),
        ({"tanggal": 7}, None),
    ],
)
def test_times(members: dict[str, Any], published: str | None) -> None:
    state = json.dumps({**article(slug=SLUG), **members})
    assert extract_article(page(script(state, JSON)), f"{HOST}/berita/{SLUG}").published_at == published
