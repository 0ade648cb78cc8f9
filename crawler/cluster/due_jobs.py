"""Selects the tasks for the queue: due or named portals of the registry, and WARC files."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.cluster.errors import ClusterError
from crawler.cluster.locks import HostLocks
from crawler.ledger.due_portals import due_portals
from crawler.ledger.errors import LedgerError
from crawler.portals import Portal, UsageError
from crawler.portals.site_url import domain_of
from spiders.arguments import registry_of

if TYPE_CHECKING:
    from crawler.cluster.database import Database
    from crawler.cluster.queue import Added

PEEK = 300
"""Responses at a WARC file's start that are read to determine its hosts."""


def enqueue_due(settings: Any, database: Database, portals: Sequence[Portal] | None = None) -> Added:
    """Enqueue those of the portals (by default all) that are due. Raises ClusterError, UsageError."""
    from crawler.cluster.queue import Queue

    registry = registry_of(settings)
    candidates = list(registry) if portals is None else portals
    try:
        with Queue.open(database.address) as queue:
            return queue.add_due(lambda: due_portals(settings, candidates), HostLocks(registry))
    except LedgerError as error:
        raise ClusterError(str(error)) from error


def archives(pattern: str, locks: HostLocks) -> list[tuple[str, str]]:
    """The WARC files that match a pattern, as absolute paths with their locks. Raises UsageError."""
    files = sorted(path for name in glob.glob(pattern, recursive=True) if (path := Path(name)).is_file())
    if not files:
        raise UsageError(f"--warc {pattern!r} matches no file")
    return [(str(file.resolve()), locks.of_archive(hosts_in(file))) for file in files]


def hosts_in(file: Path) -> set[str]:
    """The hosts of the first responses in a WARC file. Raises UsageError if it cannot be read."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ModuleNotFoundError as error:
        raise UsageError("WARC files need a package: pip install -e '.[archive]' in the checkout") from error

    hosts: set[str] = set()
    try:
        records = ArchiveIterator(
            str(file),
            record_types=WarcRecordType.response,
            parse_http=False,
            quirks_mode=True,
            fsspec_args=False,
        )
        for _, record in zip(range(PEEK), records, strict=False):
            with suppress(UsageError):  # an invalid URL: extraction skips it too
                hosts.add(domain_of((record.headers.get("WARC-Target-URI") or "").strip("<> ")))
    except (OSError, EOFError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from error
    return hosts
