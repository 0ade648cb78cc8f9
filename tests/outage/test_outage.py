"""A small round of `make test-outage`: one source, outages of each sort, on SQLite."""

from __future__ import annotations

import subprocess
import sys

from tests.crawling import ROOT
from tests.outage.sites import OUTAGES

PLAYED = ("error 500", "refused 403", "defaced front page")


def test_outages_of_a_known_portal_are_told() -> None:
    assert set(PLAYED) <= set(OUTAGES)
    command = [sys.executable, "-m", "tests.outage.run", "--databases", "sqlite", "--sources", "sitemap"]
    run = subprocess.run(
        [*command, "--outages", ",".join(PLAYED)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert f"{len(PLAYED)} of {len(PLAYED)} outages told" in run.stdout
