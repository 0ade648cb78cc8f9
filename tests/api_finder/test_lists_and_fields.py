"""The list of articles in an answer, and the JMESPath of each fact."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.api_finder.calls import Call, needs_secret
from crawler.api_finder.details import find_detail
from crawler.api_finder.fields import field_paths
from crawler.api_finder.known_apis import recognise
from crawler.api_finder.lists import best_list, is_same_kind
from crawler.api_finder.url_rules import UrlRule, infer_url_rule

TEXT = "<p>Warga Wonoasri bergotong royong memperbaiki jembatan desa sepanjang akhir pekan ini.</p>" * 2
TITLES = ["Bupati Resmikan Jembatan Gantung", "Pasar Rakyat Kembali Buka", "Panen Raya di Lemahputih"]


def _items(**more: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": 70 + n,
            "slug": f"berita-{n}-jembatan-desa",
            "judul": title,
            "tanggal": f"2026-11-0{n + 1}",
            **more,
        }
        for n, title in enumerate(TITLES)
    ]


MENU = [{"id": n, "nama": f"Menu Layanan {n}", "slug": f"menu-{n}"} for n in range(9)]


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        (_items(), "@"),
        ({"data": _items()}, "data"),
        ({"menu": MENU, "hasil": {"berita": _items()}}, "hasil.berita"),
        ({"data": {"posts": {"edges": [{"node": one} for one in _items()]}}}, "data.posts.edges[].node"),
        ({"data-berita": _items()}, '"data-berita"'),
        ({"data": [{"id": one["id"], "attributes": one} for one in _items()]}, "data"),
    ],
)
def test_the_list_is_found(answer: Any, path: str) -> None:
    found = best_list(answer)
    assert found is not None
    assert found.path == path
    assert len(found.items) == 3


@pytest.mark.parametrize(
    "answer",
    [
        {"menu": MENU},
        {"data": []},
        {"data": None},
        None,
        "teks",
        {"kategori": [{"id": 1, "nama": "Pemerintahan"}]},
        [1, 2, 3],
        {"__proto__": [{"constructor": 1}]},
    ],
)
def test_other_answers_list_no_articles(answer: Any) -> None:
    assert best_list(answer) is None


def test_entries_of_other_kinds_differ() -> None:
    assert is_same_kind(_items()[0], _items()[1])
    assert not is_same_kind(_items()[0], {"foto": 1, "album": 2, "lokasi": 3})


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"isi": TEXT, "penulis": "Tim"}, {"title": "judul", "published": "tanggal", "body": "isi"}),
        ({"isi": TEXT, "penulis": "Tim Redaksi"}, {"author": "penulis"}),
        ({"kategori": {"nama": "Desa"}, "gambar": "/a.jpg"}, {"section": "kategori", "image": "gambar"}),
        ({"tags": [{"name": "desa"}, {"name": "jembatan"}]}, {"tags": "tags"}),
        ({"updated_at": "2026-11-09T08:00:00Z"}, {"published": "tanggal", "modified": "updated_at"}),
        ({"content": {"rendered": TEXT}}, {"body": "content.rendered"}),
        ({"isi": {"blocks": [{"type": "paragraph", "data": {"text": TEXT}}]}}, {"body": "isi"}),
    ],
)  # fmt: skip
def test_facts_have_paths(more: dict[str, Any], expected: dict[str, str]) -> None:
    found = field_paths(_items(**more), with_body=True)
    assert {name: found.get(name) for name in expected} == expected


def test_a_teaser_is_no_text() -> None:
    assert "body" not in field_paths(_items(isi="Pendek saja."), with_body=True)


def test_facts_below_attributes() -> None:
    items = [{"id": one["id"], "attributes": one} for one in _items(isi=TEXT)]
    assert field_paths(items, with_body=True)["body"] == "attributes.isi"


S = "https://wonoasri.test"


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("/berita/{slug}", UrlRule("slug", f"{S}/berita/{{}}")),
        ("/berita/{id}", UrlRule("id", f"{S}/berita/{{}}")),
        (
            "/berita/{id}/{slug}",
            UrlRule("join('/', [to_string(id), to_string(slug)])", f"{S}/berita/{{}}"),
        ),
        (
            "/berita/{slug}-{id}",
            UrlRule("join('-', [to_string(slug), to_string(id)])", f"{S}/berita/{{}}"),
        ),
        ("/baca?id={id}", UrlRule("id", f"{S}/baca?id={{}}")),
        ("/{slug}.html", UrlRule("slug", f"{S}/{{}}.html")),
        ("/#/berita/{slug}", UrlRule("slug", f"{S}/#/berita/{{}}")),
    ],
)
def test_the_rule_of_addresses(url: str, rule: UrlRule) -> None:
    assert infer_url_rule([(item, S + url.format(**item)) for item in _items()]) == rule


def test_a_member_may_be_the_address() -> None:
    items = [{"judul": title, "tautan": f"{S}/2026/11/{n}/x.html"} for n, title in enumerate(TITLES)]
    assert infer_url_rule([(one, str(one["tautan"])) for one in items]) == UrlRule("tautan", None)


def test_addresses_without_a_rule() -> None:
    assert infer_url_rule([(item, f"{S}/2026/{n * 7}/halaman") for n, item in enumerate(_items())]) is None
    assert infer_url_rule([]) is None


def _call(url: str, data: Any, **headers: str) -> Call:
    return Call(url, "GET", headers, 200, "application/json", json.dumps(data).encode(), S)


def test_the_detail_call() -> None:
    entry = _items()[1]
    calls = [
        _call(f"{S}/api/menu", {"data": MENU}),
        _call(f"{S}/api/terkait/71", {"data": _items(isi=TEXT)}),
        _call(f"{S}/api/berita/71", {"sukses": True, "data": {**entry, "isi": TEXT}}),
    ]
    detail = find_detail(calls, entry)
    assert detail is not None
    assert detail.rule == UrlRule("id", f"{S}/api/berita/{{}}")
    assert detail.item_path == "data"
    assert detail.facts["body"] == "isi"


@pytest.mark.parametrize(
    ("url", "headers", "named"),
    [
        (f"{S}/api?token=abc", {}, "the parameter 'token'"),
        (f"{S}/api?page=1&X-Amz-Signature=abc", {}, "the parameter 'X-Amz-Signature'"),
        (f"{S}/api", {"authorization": "Bearer x"}, "the header 'authorization'"),
        (f"{S}/api", {"x-xsrf-token": "x"}, "the header 'x-xsrf-token'"),
        (f"{S}/api?page=1", {"accept": "*/*", "referer": S, "x-requested-with": "XMLHttpRequest"}, None),
        (f"{S}/api?kategori=hash-tag&key_word=a", {}, None),
    ],
)
def test_secrets_are_named(url: str, headers: dict[str, str], named: str | None) -> None:
    assert needs_secret(_call(url, {}, **headers)) == named


@pytest.mark.parametrize(
    ("url", "data", "name"),
    [
        (f"{S}/wp-json/wp/v2/posts?page=1", _items(), "WordPress REST"),
        (f"{S}/?rest_route=%2Fwp%2Fv2%2Fposts", _items(), "WordPress REST"),
        (f"{S}/api/x", {"data": [{"documentId": "a"}], "meta": {"pagination": {"pageCount": 1}}}, "Strapi"),
        (f"{S}/items/berita", {"data": _items()}, "Directus"),
        (f"{S}/api/posts", {"data": _items(), "links": {}, "meta": {"last_page": 9}}, "a Laravel resource"),
        (f"{S}/api/posts", {"data": _items(), "last_page": 9, "next_page_url": None}, "a Laravel resource"),
        (f"{S}/ghost/api/content/posts/", {"posts": _items()}, "Ghost"),
        (f"{S}/api/berita", {"data": _items(), "total": 3}, None),
        (f"{S}/api/berita", "teks", None),
    ],
)  # fmt: skip
def test_known_systems(url: str, data: Any, name: str | None) -> None:
    known = recognise(url, data)
    assert (known.name if known else None) == name


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{", b"[" * 100_000, b"\xff\xfe{}", b'"teks"', b"x" * 9_000_000]
)
def test_what_is_no_json_has_no_data(body: bytes) -> None:
    assert Call(S, "GET", {}, 200, "application/json", body, S).data() is None
