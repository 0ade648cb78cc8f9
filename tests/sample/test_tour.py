"""`make crawl`: two portals of a registry, each trouble explained in a line, and what to try next."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.crawling import ROOT, records


def test_the_first_run_explains_what_it_found(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "crawler.sample", "-s", f"OUTPUT_DIR={tmp_path}"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""
    assert "Articles: 21 found, 20 written, 1 dropped (1 protected)" in run.stderr
    assert "protected: the portal asks for a password: http://127.0.0.1:" in run.stderr
    said = run.stderr.partition("What to look at in these articles:")[2]
    assert len(re.findall(r"an edited copy of '.*' \(\d\d % alike", said)) == 2
    assert said.count("links a document: Jadwal Pelayanan Keliling 2026 (PDF)") == 1
    assert said.count("injected advertising") == 1
    assert len(said.partition("Try next:")[2].strip().splitlines()) == 3
    stored = records(tmp_path)
    assert {record["portal"]["province"] for record in stored} == {"Jawa Barat"}
    assert {record["portal"]["region"] for record in stored} == {"Kabupaten Mandalawangi"}
    assert not [record for record in stored if "slot gacor" in " ".join(record["body"]).lower()]
