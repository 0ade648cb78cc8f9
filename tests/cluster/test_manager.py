"""The queue while workers die and the server restarts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status

from crawler.cluster.locks import HostLocks
from crawler.cluster.manager import RobustJobManager, server_is_away
from crawler.cluster.queue import WORK, Added, Queue
from crawler.cluster.retries import MAX_LOSSES
from crawler.portals import Portal
from tests.cluster.commands import run_command
from tests.ledger.postgres import Server

KOTA = Portal("kota", "Kota", "https://contoh.go.id/kota/", "contoh.go.id")
DESA = Portal("desa", "Desa", "https://contoh.go.id/desa/", "contoh.go.id")
LAIN = Portal("lain", "Lain", "https://lain.go.id/", "lain.go.id")
ALL = [KOTA, DESA, LAIN]
LOCKS = HostLocks(ALL)


@pytest.fixture
def address(postgres: Server) -> str:
    """A database with an empty queue, as psycopg names it."""
    url = postgres.new_database()
    assert run_command("enqueue", "--status", LEDGER_URL=url)[0] == 0
    return url.replace("+psycopg", "")


@contextmanager
def queue_at(address: str) -> Iterator[Queue]:
    with Queue.open(address) as queue:
        yield queue


def add(address: str, *portals: Portal) -> Added:
    with queue_at(address) as queue:
        return queue.add_portals(portals, LOCKS)


def add_due(address: str, *portals: Portal) -> Added:
    with queue_at(address) as queue:
        return queue.add_due(lambda: portals, LOCKS)


def managed(address: str, work: Callable[[RobustJobManager], Awaitable[Any]]) -> Any:
    """Run `work` with its own manager, like another worker."""

    async def run() -> Any:
        connector = PsycopgConnector(conninfo=address, min_size=1, max_size=2, timeout=5)
        await connector.open_async()
        try:
            return await work(RobustJobManager(connector))
        finally:
            await connector.close_async()

    return asyncio.run(run())


async def fetch(manager: RobustJobManager, worker: int) -> Job:
    job = await manager.fetch_job([WORK], worker)
    assert job is not None
    return job


def test_a_host_has_one_worker_and_a_portal_waits_once(address: str) -> None:
    assert add(address, *ALL) == Added(3)
    assert add(address, *ALL) == Added(0, waiting=3)

    async def work(manager: RobustJobManager) -> None:
        one, other = await manager.register_worker(), await manager.register_worker()
        names = [(await fetch(manager, worker)).task_kwargs["portal_id"] for worker in (one, other)]
        assert names == ["kota", "lain"], "desa shares its host with kota"
        assert await manager.fetch_job([WORK], other) is None

    managed(address, work)
    assert add_due(address, *ALL) == Added(0, waiting=3), "what is being crawled is not due"
    assert add(address, KOTA) == Added(1), "but a person may ask for it once more"


def test_tasks_of_a_dead_worker_go_back_with_their_failures(address: str) -> None:
    add(address, KOTA, LAIN)

    async def work(manager: RobustJobManager) -> None:
        worker = await manager.register_worker()
        job = await fetch(manager, worker)
        await manager.retry_job(job, retry_at=None)
        job = await fetch(manager, worker)
        assert (job.task_kwargs["portal_id"], job.attempts) == ("kota", 1)
        assert await manager.requeue_stalled(stalled=60) == (0, [])
        await manager.unregister_worker(worker)
        assert await manager.requeue_stalled(stalled=60) == (1, [])
        waiting = {
            str(job.task_kwargs["portal_id"]): job for job in await manager.list_jobs_async(status="todo")
        }
        assert waiting.keys() == {"kota", "lain"}
        again = waiting["kota"]
        assert again.task_kwargs == {"portal_id": "kota", "failures": 1, "lost": 1}
        assert (again.lock, again.queueing_lock) == (job.lock, job.queueing_lock)

    managed(address, work)


def test_a_task_that_many_workers_died_over_is_parked(address: str) -> None:
    add(address, KOTA)

    async def work(manager: RobustJobManager) -> list[Job]:
        for _ in range(MAX_LOSSES + 1):
            worker = await manager.register_worker()
            await fetch(manager, worker)
            await manager.unregister_worker(worker)
            back, parked = await manager.requeue_stalled(stalled=60)
        assert back == 0
        return parked

    (job,) = managed(address, work)
    assert job.task_kwargs["portal_id"] == "kota"
    with queue_at(address) as queue:
        assert [one.what for one in queue.parked()] == ["kota"]


def test_an_interrupted_task_goes_back_and_is_settled_once(address: str) -> None:
    add(address, KOTA)

    async def work(manager: RobustJobManager) -> None:
        worker = await manager.register_worker()
        job = await fetch(manager, worker)
        await manager.put_back(job)
        await manager.finish_job(job, Status.ABORTED, delete_job=False)  # like Procrastinate in this case
        again = await fetch(manager, worker)
        assert again.id != job.id
        assert again.task_kwargs == {"portal_id": "kota", "failures": 0, "lost": 0}

    managed(address, work)


def test_a_task_that_was_taken_over_is_let_go(address: str) -> None:
    add(address, KOTA)

    async def work(manager: RobustJobManager) -> None:
        worker = await manager.register_worker()
        job = await fetch(manager, worker)
        await manager.unregister_worker(worker)
        await RobustJobManager(manager.connector).requeue_stalled(stalled=60)
        await manager.put_back(job)
        await manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
        assert len(list(await manager.list_jobs_async(status="todo"))) == 1

    managed(address, work)


def test_a_retry_gives_way_to_the_same_task_that_waits(address: str) -> None:
    add(address, KOTA)

    async def work(manager: RobustJobManager) -> None:
        job = await fetch(manager, await manager.register_worker())
        await asyncio.to_thread(add, address, KOTA)
        await manager.retry_job(job, retry_at=None)
        assert [one.status for one in await manager.list_jobs_async()] == ["aborted", "todo"]

    managed(address, work)


def test_a_portal_whose_crawl_ends_while_the_due_ones_are_read_is_not_crawled_again(address: str) -> None:
    add(address, KOTA, LAIN)

    async def end_one(manager: RobustJobManager) -> None:
        await manager.finish_job(
            await fetch(manager, await manager.register_worker()), Status.SUCCEEDED, delete_job=True
        )

    def due() -> list[Portal]:
        managed(address, end_one)
        return [KOTA, DESA]

    with queue_at(address) as queue:
        assert queue.add_due(due, LOCKS) == Added(1, waiting=1)
        assert queue.counts() == {"todo": 2}, "desa and lain"


def test_parked_tasks_rest_and_a_person_frees_them(address: str) -> None:
    add(address, KOTA, LAIN)

    async def work(manager: RobustJobManager) -> None:
        job = await fetch(manager, await manager.register_worker())
        await manager.note(job, "its process was ended by SIGKILL")
        await manager.finish_job(job, Status.FAILED, delete_job=False)

    managed(address, work)
    assert add_due(address, *ALL) == Added(1, waiting=1, parked=1)
    with queue_at(address) as queue:
        (parked,) = queue.parked()
        assert (parked.what, parked.tries, parked.resting) == ("kota", 1, True)
        assert parked.reason == "its process was ended by SIGKILL"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("UPDATE procrastinate_events SET at = at - interval '2 days'")
        assert not queue.parked()[0].resting
        assert queue.add_due(lambda: [KOTA], LOCKS) == Added(1)
        assert queue.parked() == []
        assert queue.counts() == {"todo": 3}


def test_a_restart_of_the_server_stops_nothing(address: str, postgres: Server) -> None:
    add(address, KOTA, LAIN)

    async def work(manager: RobustJobManager) -> None:
        worker = await manager.register_worker()
        job = await fetch(manager, worker)
        postgres.restart()
        await manager.finish_job(job, Status.SUCCEEDED, delete_job=True)
        await manager.update_heartbeat(worker)
        assert await manager.heartbeat_age(worker) is not None
        assert (await fetch(manager, worker)).task_kwargs["portal_id"] == "lain"

    managed(address, work)


def test_a_task_whose_answer_was_lost_comes_up_again(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(address, KOTA)

    async def work(manager: RobustJobManager) -> None:
        worker = await manager.register_worker()
        ask = manager.connector.execute_query_one_async

        async def lose(*arguments: Any, **options: Any) -> Any:
            await ask(*arguments, **options)
            raise ConnectorException from psycopg.OperationalError("server closed the connection")

        with monkeypatch.context() as patch:
            patch.setattr(manager.connector, "execute_query_one_async", lose)
            assert await manager.fetch_job([WORK], worker) is None
        assert (await fetch(manager, worker)).task_kwargs["portal_id"] == "kota"
        assert await manager.fetch_job([WORK], worker) is None

    managed(address, work)


def test_a_worker_that_was_taken_for_dead_hears_of_it(address: str) -> None:
    async def work(manager: RobustJobManager) -> None:
        worker = await manager.register_worker()
        sign = await manager.heartbeat_age(worker)
        assert sign is not None
        assert 0 <= sign[1] < 30
        await manager.prune_stalled_workers(0)
        assert await manager.heartbeat_age(worker) is None

    managed(address, work)


def test_what_the_server_refuses_is_not_taken_for_its_absence(address: str) -> None:
    async def work(manager: RobustJobManager) -> None:
        with pytest.raises(ConnectorException) as caught:
            await manager.connector.execute_query_async("SELECT nothing")
        assert not server_is_away(caught.value)

    managed(address, work)
