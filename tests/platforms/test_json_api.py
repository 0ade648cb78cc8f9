"""JSON APIs whose articles stand behind another request than the list, and APIs that misbehave."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawler.discovery.core.options import CrawlOptions
from crawler.discovery.messages import Candidate, Fetch, FetchResult, Kind
from crawler.platforms.json_api import ApiSource
from tests.sites.drive import NOW

API = "https://api.wonoasri.test/berita"
OPTIONS: dict[str, Any] = {
    "endpoint": f"{API}?page={{page}}",
    "items": "data",
    "total": "total",
    "address": "slug",
    "address_template": "https://wonoasri.test/baca/{}",
    "detail": f"{API}/{{}}",
    "detail_item": "data",
    "title": "judul",
    "published": "tanggal",
    "body": "isi",
    "tags": "tag[].nama",
    "image": "gambar",
    "caption": "keterangan",
}
ITEMS = [
    {"id": n, "slug": f"kabar-desa-{n}", "judul": f"Kabar Desa {n}", "tanggal": "2026-05-01"}
    for n in range(9)
]
TEXT = "Warga Wonoasri memperbaiki jembatan desa bersama-sama sepanjang akhir pekan."


def _source(**more: Any) -> ApiSource:
    options = {name: value for name, value in {**OPTIONS, **more}.items() if value is not None}
    return ApiSource("https://wonoasri.test/", CrawlOptions(NOW, portal_options=options))


def _answer(fetch: Fetch, data: Any, status: int = 200) -> FetchResult:
    body = data if isinstance(data, bytes) else json.dumps(data).encode()
    return FetchResult(fetch, status, fetch.url, body=body)


def _first(source: ApiSource) -> Fetch:
    (fetch,) = source.start(frozenset()).fetches
    return fetch


def test_articles_are_asked_for_one_by_one() -> None:
    source = _source()
    result = source.receive(_answer(_first(source), {"data": ITEMS[:3], "total": 3}))
    assert result.fetches == ()
    assert [one.data_url for one in result.candidates] == [f"{API}/kabar-desa-{n}" for n in range(3)]
    assert source.complete
    data = {**ITEMS[0], "isi": TEXT, "tag": [{"nama": "desa"}], "gambar": "/a.jpg", "keterangan": "Jembatan."}
    record = source.read_detail(json.dumps({"data": data}).encode(), result.candidates[0])
    assert record is not None
    assert record.html == f"<p>{TEXT}</p>"
    assert record.known.published_at == "2026-05-01"
    assert record.known.tags == ("desa",)
    assert record.known.images == (("https://wonoasri.test/a.jpg", "Jembatan."),)


def test_the_ledgers_articles_are_asked_for_by_their_addresses() -> None:
    """An earlier run found them; this run's list may not name them."""
    known = Candidate("https://wonoasri.test/baca/kabar-lama", "ledger")
    assert _source().data_url(known) == f"{API}/kabar-lama"
    assert _source(detail_value="id").data_url(known) is None
    assert _source().data_url(Candidate("https://wonoasri.test/halaman/kontak", "ledger")) is None
    assert _source(detail=None).data_url(known) is None


def test_a_template_may_have_the_path_in_its_fragment() -> None:
    source = _source(address_template="https://wonoasri.test/#/baca/{}")
    (candidate,) = source.receive(_answer(_first(source), {"data": ITEMS[:1], "total": 1})).candidates
    assert candidate.url == "https://wonoasri.test/#/baca/kabar-desa-0"
    known = Candidate(candidate.url, "ledger")
    assert source.data_url(known) == candidate.data_url == f"{API}/kabar-desa-0"


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"data": null}', b'{"data": {"judul": "x"}}', b"[" * 99_999]
)
def test_an_answer_without_the_article_is_none(body: bytes) -> None:
    assert _source().read_detail(body, Candidate("https://wonoasri.test/baca/x", "api")) is None


def test_the_text_may_be_an_editors_document() -> None:
    document = {"blocks": [{"type": "paragraph", "data": {"text": TEXT}}]}
    source = _source(detail=None)
    result = source.receive(_answer(_first(source), {"data": [{**ITEMS[0], "isi": document}], "total": 1}))
    assert [one.html for one in result.records] == [f"<p>{TEXT}</p>"]


def test_the_next_page_may_be_named_by_the_answer() -> None:
    source = _source(endpoint=API, next="links.next")
    result = source.receive(_answer(_first(source), {"data": ITEMS[:3], "links": {"next": "?cursor=abc"}}))
    assert [one.url for one in result.fetches] == [f"{API}?cursor=abc"]
    last = source.receive(_answer(result.fetches[0], {"data": ITEMS[3:5], "links": {"next": None}}))
    assert last.fetches == ()
    assert source.complete


def test_an_api_that_forgets_its_paging_is_told() -> None:
    """Every page lists the first articles again, though more are counted."""
    source = _source()
    result = source.receive(_answer(_first(source), {"data": ITEMS[:3], "total": 9}))
    result = source.receive(_answer(result.fetches[0], {"data": ITEMS[:3], "total": 9}))
    assert result.fetches == ()
    assert result.notes == ("API lists 3 of 9 articles",)
    assert not source.complete


def test_a_cursor_leads_from_page_to_page() -> None:
    more = {"next": "ada && lanjut", "next_template": f"{API}?setelah={{}}", "total": None}
    source = _source(endpoint=API, **more)
    first = _first(source)
    assert first.url == API
    result = source.receive(_answer(first, {"data": ITEMS[:3], "ada": True, "lanjut": "a+/="}))
    assert [fetch.url for fetch in result.fetches] == [f"{API}?setelah=a%2B%2F%3D"]
    result = source.receive(_answer(result.fetches[0], {"data": ITEMS[3:6], "ada": False, "lanjut": "b"}))
    assert result.fetches == ()
    assert source.complete


@pytest.mark.parametrize("cursor", [None, "", True, {"id": 3}, ["x"]])
def test_a_cursor_that_is_no_value_ends_the_list(cursor: object) -> None:
    source = _source(endpoint=API, next="lanjut", next_template=f"{API}?setelah={{}}", total=None)
    result = source.receive(_answer(_first(source), {"data": ITEMS[:3], "lanjut": cursor}))
    assert result.fetches == ()
    assert source.complete


def test_a_cursor_that_leads_nowhere_ends_the_list() -> None:
    source = _source(endpoint=API, next="lanjut", next_template=f"{API}?setelah={{}}", total=None)
    data = {"data": ITEMS[:3], "lanjut": "x"}
    result = source.receive(_answer(_first(source), data))
    assert source.receive(_answer(result.fetches[0], data)).fetches == ()


def test_a_refusal_in_the_middle_is_told() -> None:
    source = _source()
    result = source.receive(_answer(_first(source), {"data": ITEMS[:3], "total": 9}))
    result = source.receive(_answer(result.fetches[0], {"pesan": "masuk dahulu"}, 401))
    assert result.notes == ("API: HTTP 401",)
    assert not source.complete


def test_times_of_any_form_are_read() -> None:
    source = _source(detail=None, published="waktu")
    times = [
        1_777_600_000,
        "1777600000",
        "Jumat, 1 Mei 2026",
        {"date": "2026-05-01 09:00:00"},
        None,
        "segera",
    ]
    items = [{**item, "waktu": time} for item, time in zip(ITEMS, times, strict=False)]
    result = source.receive(_answer(_first(source), {"data": items, "total": 6}))
    found = [(one.published or "-")[:10] for one in result.candidates]
    assert found == ["2026-05-01", "2026-05-01", "2026-05-01", "2026-05-01", "-", "-"]


def test_kinds() -> None:
    assert _first(_source()).kind is Kind.API
