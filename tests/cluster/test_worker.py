"""A worker, and failures of its tasks, each in a log line."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import psycopg

from crawler.ledger.visit import Visit
from crawler.ledger.visits import History
from crawler.portals import load_registry
from tests.cluster.drive import Cluster
from tests.cluster.sites import Site, assortment, serving
from tests.ledger.postgres import Server

REFUSED = """[[portal]]
id = "uji-tutup"
name = "Tutup"
address = "http://127.0.1.9:1/"
province = "Bali"
evidence = "test"
"""


def rested(target: str) -> None:
    """Make no portal of the bundled registry due: tests contact loopback only."""
    with History.open(target) as history:
        now = int(time.time())
        history.record(Visit(portal.id, now, "rested", complete=True) for portal in load_registry())


def test_ill_tasks_are_named_tried_again_and_parked(postgres: Server, tmp_path: Path) -> None:
    with serving(assortment(4, 3)) as sites:
        cluster = Cluster(tmp_path, postgres.new_database(), sites, settings={"CLUSTER_BACKOFF": "0,0,0"})
        registry = tmp_path / "portals.toml"
        registry.write_text(sites.registry() + REFUSED, encoding="utf-8")
        cluster.enqueue("--portal", f"{cluster.portal_ids},uji-tutup")
        gone, poison = sites.sites[:2]
        registry.write_text(sites.registry().replace(gone.id, "uji-baru") + REFUSED, encoding="utf-8")
        sites.muted = {poison.host}

        def killed() -> bool:
            """The poisonous portal kills each process that crawls it."""
            begun = re.findall(rf"{poison.id}: started \(try (\d), process (\d+)\)", cluster.log("w"))
            for _, process in begun[len(tries) :]:
                os.kill(int(process), signal.SIGKILL)
            tries.extend(begun[len(tries) :])
            return f"{poison.id}: parked" in cluster.log("w")

        tries: list[tuple[str, str]] = []
        try:
            cluster.start("w", "--concurrency", "3")
            cluster.until(killed, "the poisonous portal's parking")
            cluster.until(lambda: cluster.status().keys() <= {"parked", "put back or dropped"}, "the rest")
            log = cluster.log("w")
            assert [number for number, _ in tries] == ["1", "2", "3", "4"]
            assert f"{poison.id}: parked after 4 tries: its process was ended by SIGKILL" in log
            assert re.search(r"uji-tutup: parked after 4 tries: .*(refused|Refused)", log)
            assert f"{gone.id} is no longer in the registry: its task is dropped" in log
            assert re.findall(r"(uji-0\d): done", log) == ["uji-03", "uji-04"]
            assert "Traceback" not in log

            rested(cluster.database)
            said = cluster.enqueue("--parked")
            assert f"{poison.id}: parked since " in said
            assert "uji-tutup: parked since " in said
            said = cluster.enqueue("--due", "--province", "Jawa Timur,Bali")
            assert said.startswith("1 task queued, 1 is parked"), "uji-baru is new, uji-tutup was visited"

            assert cluster.enqueue("--portal", poison.id).startswith("1 task queued")
            cluster.until(lambda: cluster.log("w").count(f"{poison.id}: started") == 5, "another chance")
            cluster.until(lambda: poison.host in {one.host for one in sites.log}, "a request")
            cluster.workers["w"].send_signal(signal.SIGTERM)
            cluster.until(lambda: "stopping: crawls are stopped orderly" in cluster.log("w"), "the stop")
            sites.released.set()
            assert cluster.workers["w"].wait(60) == 0
            assert f"{poison.id}: interrupted; requeued for the next worker" in cluster.log("w")
            assert cluster.status()["waiting"] >= 1
        finally:
            cluster.stop()


def test_what_is_due_is_crawled_and_its_archive_extracted_again(postgres: Server, tmp_path: Path) -> None:
    with serving([Site("uji-a", "127.0.1.1", "/", 4), Site("uji-b", "127.0.1.2", "/", 4)]) as sites:
        settings = {"ARCHIVE": "1", "CLUSTER_DUE": "* * * * * */1"}
        cluster = Cluster(tmp_path, postgres.new_database(), sites, settings=settings)
        rested(cluster.database)
        try:
            cluster.start("w", "--concurrency", "2", due=True)
            cluster.until(lambda: len(re.findall(r"uji-[ab]: done", cluster.log("w"))) == 2, "both crawls")
            assert "2 portals are due" in cluster.log("w")
            assert cluster.complaints() == []
            asked = sites.asked()
            with psycopg.connect(cluster.database.replace("+psycopg", ""), autocommit=True) as connection:
                connection.execute("TRUNCATE articles, revisions, addresses, bands, sketches")
            said = cluster.enqueue("--warc", str(tmp_path / "output" / "warc" / "*.warc.gz"))
            assert said.startswith("2 tasks queued"), "each crawl has a file of its own"
            cluster.until(lambda: cluster.log("w").count(".warc.gz: done") == 2, "both extractions")
            assert cluster.terminate("w")[0] == 0
            assert cluster.complaints() == []
            assert sites.asked() == asked
        finally:
            cluster.stop()
