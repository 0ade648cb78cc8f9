"""A small round of `make test-faults`: every fault, with healthy portals beside them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.crawling import ROOT
from tests.faults.portals import WAYS, assortment
from tests.faults.sizes import CASES

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


@pytest.mark.parametrize(
    "case",
    [pytest.param(name, marks=() if "links" in name else pytest.mark.slow) for name in CASES],
)
def test_a_huge_document_costs_no_article(case: str) -> None:
    command = [sys.executable, "-m", "tests.faults.sizes", "--share", "0.1", "--case", case]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=180)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.slow
def test_a_slow_an_endless_and_a_hostile_portal_cost_the_others_nothing() -> None:
    command = [sys.executable, "-m", "tests.faults.run", "--many", "--portals", "20", "--timeout", "170"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=180)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("database", "values"),
    [
        ("postgresql", ["--values", "0,1"]),
        pytest.param("postgresql", [], marks=pytest.mark.slow),
        pytest.param("sqlite", [], marks=pytest.mark.slow),
    ],
)
def test_an_odd_value_in_every_place_costs_no_other_article(database: str, values: list[str]) -> None:
    command = [sys.executable, "-m", "tests.faults.values", "--databases", database, *values]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert run.returncode == 0, run.stdout + run.stderr
    if "left out" in run.stdout:
        pytest.skip(run.stdout)
    assert "0 problems" in run.stdout
