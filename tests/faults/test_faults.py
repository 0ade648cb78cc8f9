"""A small round of `make test-faults`: every fault once, a healthy portal beside each."""

from __future__ import annotations

import subprocess
import sys

from tests.crawling import ROOT
from tests.faults.portals import KINDS


def test_healthy_portals_come_through_every_fault() -> None:
    # A program of its own, as `make test-faults` runs it: the peak of memory that a process reports for its
    # children counts the size of the process that started them.
    command = [sys.executable, "-m", "tests.faults.run", "--portals", str(2 * len(KINDS))]
    limits = ["--timeout", "120", "--download-timeout", "2"]
    run = subprocess.run(
        [*command, *limits], cwd=ROOT, capture_output=True, text=True, check=False, timeout=180
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{len(KINDS)} of {len(KINDS)} healthy portals delivered all" in run.stdout
