"""The proof at small size; `make test-cluster` runs it at full size."""

from __future__ import annotations

from pathlib import Path

from tests.cluster.drive import Cluster
from tests.cluster.sites import assortment, serving, times_asked, trespasses
from tests.ledger.postgres import Server


def test_two_workers_of_which_one_is_killed_lose_nothing_and_meet_nowhere(
    postgres: Server, tmp_path: Path
) -> None:
    with serving(assortment(6, 5), delay=0.3) as sites:  # w1 must still crawl when it is killed
        cluster = Cluster(tmp_path, postgres.new_database(), sites)
        cluster.enqueue("--portal", cluster.portal_ids)
        assert "6 were queued already" in cluster.enqueue("--portal", cluster.portal_ids)
        try:
            cluster.start("w1", "--drain", "--concurrency", "2")
            cluster.start("w2", "--drain", "--concurrency", "2")
            cluster.until(lambda: "+w1" in "".join(one.agent for one in sites.log), "w1's first request")
            cluster.kill("w1")
            assert cluster.workers["w2"].wait(120) == 0, cluster.logs()
        finally:
            cluster.stop()
        assert "of dead workers requeued" in cluster.log("w2")
        assert "Traceback" not in cluster.logs()
        assert cluster.complaints() == []
        assert trespasses(sites.log) == []
        assert cluster.status().keys() <= {"put back or dropped"}
        assert max(times_asked(sites.log).values()) <= 2
