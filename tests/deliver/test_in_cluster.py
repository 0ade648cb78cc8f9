"""Workers of a cluster deliver by the clock, one of them to each sink."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster.drive import Cluster
from tests.cluster.sites import apart
from tests.cluster.sites import serving as serving_sites
from tests.deliver.receivers import Hook, serving
from tests.deliver.world import stored_records
from tests.ledger.postgres import Server


@pytest.mark.slow
def test_workers_deliver_what_they_crawl(postgres: Server, tmp_path: Path) -> None:
    hook, database = Hook(), postgres.new_database()
    file = tmp_path / "deliver.toml"
    with serving_sites(apart(2, 6)) as sites, serving(hook) as port:
        file.write_text(f'[[sink]]\nname = "hook"\nto = "http://127.0.0.1:{port}/"\n', encoding="utf-8")
        settings = {"DELIVER": "1", "DELIVER_FILE": str(file), "CLUSTER_DELIVER": "* * * * * */1"}
        cluster = Cluster(tmp_path, database, sites, settings=settings)
        cluster.enqueue("--portal", cluster.portal_ids)
        try:
            cluster.start("one")
            cluster.start("two")
            cluster.until(lambda: len(hook.seqs) >= 12, "the delivery of 12 articles", 90)
            for name in ("one", "two"):
                status, seconds = cluster.terminate(name)
                assert status == 0
                assert seconds < 30
        finally:
            cluster.stop()
    assert hook.complaints == []
    assert [record["seq"] for record in hook.records] == [one.seq for one in stored_records(database)]
    assert "sink hook: " in cluster.logs()
    assert "Traceback" not in cluster.logs()
