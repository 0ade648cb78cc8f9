"""A small round of `make test-faults`: every fault once, a healthy portal beside each."""

from __future__ import annotations

from pathlib import Path

from tests.faults.portals import KINDS
from tests.faults.run import crawl


def test_healthy_portals_come_through_every_fault(tmp_path: Path) -> None:
    report = crawl(2 * len(KINDS), tmp_path, timeout=120, download_timeout=2.0)
    assert report.complaints() == []
    assert report.seconds < 100
