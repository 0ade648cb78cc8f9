"""A small round of `make test-faults`: every fault, with healthy portals beside them."""

from __future__ import annotations

import subprocess
import sys

from tests.crawling import ROOT
from tests.faults.portals import WAYS, assortment

PORTALS = 26


def test_healthy_portals_come_through_every_fault() -> None:
    # A program of its own, as `make test-faults` runs it: the peak of memory that a process reports for its
    # children counts the size of the process that started them.
    command = [sys.executable, "-m", "tests.faults.run", "--portals", str(PORTALS)]
    limits = ["--timeout", "120", "--download-timeout", "2"]
    run = subprocess.run(
        [*command, *limits], cwd=ROOT, capture_output=True, text=True, check=False, timeout=180
    )
    assert run.returncode == 0, run.stdout + run.stderr
    healthy = assortment(PORTALS).count(())
    assert healthy >= PORTALS // 5
    assert f"{healthy} of {healthy} healthy portals delivered all" in run.stdout


def test_a_tenth_misbehaves_in_each_way() -> None:
    portals = assortment(50)
    assert len(portals) == 50
    assert {way: sum(way in ways for ways in portals) for way in WAYS} == dict.fromkeys(WAYS, 5)
