"""A crawl whose worker died ends by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from crawler.cluster.retries import CUT_OFF
from tests.crawling import ROOT

OBEDIENT = """import signal, sys, time
from crawler.cluster.watchdog import Watchdog
Watchdog(0, fence=float(sys.argv[1]), grace=float(sys.argv[2])).start()
print("ready", flush=True)
time.sleep(60)"""
STUBBORN = OBEDIENT.replace("print", "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint")
CUT = """import sys, time
from crawler.cluster.watchdog import Watchdog
import signal
signal.signal(signal.SIGTERM, lambda *_: sys.exit(int(heartbeats.cut)))
heartbeats = Watchdog(0, fence=60, grace=60)
heartbeats.start()
print("ready", flush=True)
time.sleep(60)"""


def tethered(program: str, fence: float, grace: float) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(fence), str(grace)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def test_it_stops_when_the_worker_dies() -> None:
    process = tethered(OBEDIENT, 60, 60)
    process.communicate(timeout=20)  # closes the heartbeats
    assert process.returncode == -signal.SIGTERM


def test_it_stops_when_the_worker_falls_silent() -> None:
    process = tethered(OBEDIENT, 0.2, 60)
    assert process.wait(20) == -signal.SIGTERM


def test_it_goes_on_while_there_are_signs_of_life() -> None:
    process = tethered(OBEDIENT, 5, 60)
    assert process.stdin is not None
    end = time.monotonic() + 1
    while time.monotonic() < end:
        os.write(process.stdin.fileno(), b".")
        assert process.poll() is None
    process.kill()
    process.wait()


def test_one_that_does_not_stop_in_order_is_ended() -> None:
    process = tethered(STUBBORN, 60, 0.1)
    process.communicate(timeout=20)
    assert process.returncode == CUT_OFF


def test_it_says_why_it_stopped() -> None:
    process = tethered(CUT, 60, 60)
    process.communicate(timeout=20)
    assert process.returncode == 1
