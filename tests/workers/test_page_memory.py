"""A page that would take more memory than one may costs itself alone."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
from crawler.workers import extraction_worker as worker
from crawler.workers.wire_format import RawPage, Task
from crawler.items import KnownFacts
from crawler.portals import portal_from_address
from datetime import UTC, datetime

def task(body):
    now, known = datetime.now(UTC), KnownFacts(source="sitemap")
    page = RawPage("https://wonoasri.example/berita/kabar-desa", portal, body, "utf-8", now, known, None)
    return Task(page, {}, False)

real = worker.read_page
def greedy(page, *rest, **named):
    if "RAKUS" in page.tree.text_content():
        held = ["x" * 1_000_000 for _ in range(10_000)]
    return real(page, *rest, **named)

portal = portal_from_address("https://wonoasri.example/")
worker.read_page = greedy
worker.limit_memory(200 << 20)
TEXT = b"<html><body><article><h1>Kabar desa %b</h1><p>Warga bergotong royong di saluran air.</p></article>"
for word in (b"biasa", b"RAKUS", b"biasa"):
    answer = worker.run_job(task(TEXT % word), {}, 10.0).answer
    print(answer.reason, answer.detail, answer.failure is None)
"""


def test_the_next_page_is_read() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 0, run.stderr
    first, greedy, last = run.stdout.splitlines()
    assert greedy == "too_complex more than 1024 MB of memory True"
    assert first == last
    assert "too_complex" not in first
