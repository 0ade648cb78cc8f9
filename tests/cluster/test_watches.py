"""Watches of crawls side by side on a worker: each article is sent once."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from crawler.ledger.watches import Tally, Watches
from tests.cluster.drive import Cluster
from tests.cluster.sites import apart, serving
from tests.ledger.postgres import Server


@pytest.mark.slow
def test_crawls_side_by_side_tell_each_article_once(
    postgres: Server, httpserver: HTTPServer, tmp_path: Path
) -> None:
    httpserver.expect_request("/hook").respond_with_data("")
    file = tmp_path / "watch.toml"
    file.write_text(
        f'[tell]\ngrup = "json://kunci:rahasia@127.0.0.1:{httpserver.port}/hook"\n'
        '[[watch]]\nname = "semua"\nquery = "NOT mustahil"\ntell = "grup"\nmax_age_days = 0\n',
        encoding="utf-8",
    )
    with serving(apart(3, 5)) as sites:
        cluster = Cluster(tmp_path, postgres.new_database(), sites, settings={"WATCH_FILE": str(file)})
        try:
            cluster.enqueue("--portal", cluster.portal_ids)
            cluster.start("w", "--concurrency", "3")
            cluster.until(lambda: cluster.log("w").count(": done") == 3, "the crawls")
            assert cluster.terminate("w")[0] == 0
        finally:
            cluster.stop()
        log = cluster.log("w")
        assert "Traceback" not in log
        assert "rahasia" not in log
        told = Counter(
            line
            for request, _ in httpserver.log
            for line in json.loads(request.data)["message"].splitlines()
            if line.startswith("http")
        )
        # The portals carry the same texts: copies in one message are one entry with the first one's URL.
        assert set(told.values()) == {1}
        assert set(told) <= {record["canonical_url"] for record in cluster.exported()}
        with Watches.open(cluster.database) as state:
            assert state.tallies() == {("semua", "grup"): Tally(sent=15)}
