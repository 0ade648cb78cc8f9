"""OpenSearch and Elasticsearch, against a loopback server that checks the published formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.deliver import deliverer
from crawler.deliver.deliverer import Deliverer, Result, Signals
from crawler.deliver.runs import check_sinks, run_sinks
from crawler.ledger.deliveries import Deliveries
from tests.deliver.filling import filled, sink
from tests.deliver.receivers import SearchServer, serving


@pytest.fixture
def last(tmp_path: Path) -> int:
    return filled(tmp_path / "ledger.db", 60)


def table(port: int, scheme: str = "opensearch+http") -> str:
    return f'name = "search"\nto = "{scheme}://warta:kata-sandi@127.0.0.1:{port}/berita"\nbatch = 25'


def deliver(tmp_path: Path, port: int, seq: int | None = None, scheme: str = "opensearch+http") -> Result:
    signals = Signals()
    signals.drain.set()
    spec, target = sink(tmp_path, table(port, scheme)), str(tmp_path / "ledger.db")
    if seq is not None:
        run_sinks([spec], target, signals, lambda one: Deliverer.rewind(one, seq))
    (result,) = run_sinks([spec], target, signals)
    return result


@pytest.mark.parametrize("scheme", ["opensearch+http", "elasticsearch+http"])
def test_the_newest_revision_of_each_article(tmp_path: Path, last: int, scheme: str) -> None:
    server = SearchServer()
    with serving(server) as port:
        assert deliver(tmp_path, port, scheme=scheme).delivered == last
        before = dict(server.documents)
        assert deliver(tmp_path, port, seq=1, scheme=scheme).delivered == last  # all are conflicts
    assert server.complaints == []
    assert server.documents == before
    assert len(server.documents) == 60
    assert all(version == document["seq"] for version, document in server.documents.values())
    assert any(document["gone_at"] for _, document in server.documents.values())


def test_the_template_has_an_indonesian_analyser(tmp_path: Path, last: int) -> None:
    server = SearchServer()
    with serving(server) as port:
        deliver(tmp_path, port)
    assert server.template is not None
    assert server.template["index_patterns"] == ["berita"]
    template = server.template["template"]
    analysis = template["settings"]["analysis"]
    name = template["mappings"]["properties"]["body"]["analyzer"]
    filters = analysis["analyzer"][name]["filter"]
    assert {analysis["filter"].get(one, {}).get("language") for one in filters} >= {"indonesian"}
    assert {analysis["filter"].get(one, {}).get("stopwords") for one in filters} >= {"_indonesian_"}
    assert template["mappings"]["dynamic"] is False


def test_single_documents_are_refused_or_busy(
    tmp_path: Path, last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliverer, "pause", lambda *_: 0.0)
    busy = iter([(429, "queue is full")])
    server = SearchServer(
        item=lambda document: (
            (400, "failed to parse")
            if document["seq"] == 7
            else next(busy, None)
            if document["seq"] == 9
            else None
        )
    )
    with serving(server) as port:
        result = deliver(tmp_path, port)
    assert (result.delivered, result.parked, result.error) == (last - 1, 1, None)
    with Deliveries.open(tmp_path / "ledger.db") as ledger:
        (parked,) = ledger.parked(["search"])
    assert (parked.seq, parked.error) == (7, "HTTP 400: mapper_parsing_exception: failed to parse")


def test_an_index_of_another_shape(tmp_path: Path, last: int) -> None:
    server = SearchServer(mapping={"properties": {"title": {"type": "text"}}})
    with serving(server) as port:
        (complaint,) = check_sinks([sink(tmp_path, table(port))], str(tmp_path / "ledger.db"))
    assert "index berita has another schema" in complaint
    assert server.documents == {}


@pytest.mark.parametrize("status", [401, 403])
def test_wrong_credentials(tmp_path: Path, last: int, status: int) -> None:
    server = SearchServer(answer=lambda _: (status, {}, b'{"error": "user warta:kata-sandi"}'))
    with serving(server) as port:
        (complaint,) = check_sinks([sink(tmp_path, table(port))], str(tmp_path / "ledger.db"))
    assert f"HTTP {status}" in complaint
    assert "kata-sandi" not in complaint


def test_a_busy_server_is_asked_again(tmp_path: Path, last: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliverer, "pause", lambda *_: 0.0)
    answers = iter([(503, {}, b"starting"), (429, {"Retry-After": "1"}, b"")])
    server = SearchServer(answer=lambda _: next(answers, None))
    with serving(server) as port:
        assert deliver(tmp_path, port).delivered == last
    assert len(server.documents) == 60
