"""A program started from loaded libraries equals one that Python starts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.starting.program import ROOT, Program, run

SEEN = """
import json, os, signal, sys, threading, warnings
seen = {
    "arguments": sys.argv[1:], "folder": os.getcwd(), "path": sys.path[0], "name": __name__,
    "variable": os.environ.get("WARTA_OF_THIS_TEST"), "home": os.environ.get("HOME"),
    "interrupt": str(signal.getsignal(signal.SIGINT)), "child": str(signal.getsignal(signal.SIGCHLD)),
    "threads": threading.active_count(), "input": sys.stdin.read(),
    "descriptors": sorted(int(fd) for fd in os.listdir("/dev/fd") if os.path.exists(f"/dev/fd/{fd}")),
    "umask": os.umask(0o22), "buffered": [sys.stdout.line_buffering, sys.stdout.encoding],
}
seen["reactor"] = "twisted.internet.reactor" in sys.modules
ours = ("crawler", "spiders", "pipelines", "commands", "middlewares", "extensions")
seen["ours"] = [name for name in sys.modules if name.split(".")[0] in ours]
print(json.dumps(seen))
"""

WAITING = """
import os, time
with open("pid", "w") as file:
    file.write(str(os.getpid()))
print("here", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seen.py").write_text(SEEN)
    (tmp_path / "ending.py").write_text("import sys\nprint('last')\nsys.exit(eval(sys.argv[1]))\n")
    (tmp_path / "waiting.py").write_text(WAITING)
    (tmp_path / "warning.py").write_text("import warnings\nwarnings.warn('old', DeprecationWarning)\n")
    return tmp_path


def test_it_finds_what_a_program_of_python_finds(folder: Path) -> None:
    environment = {**os.environ, "WARTA_OF_THIS_TEST": "é"}
    command = [sys.executable, "-m", "seen", "one", "--two"]
    real = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        input="said",
        capture_output=True,
        text=True,
        check=True,
        # As from a terminal: tests that run in the background may have inherited ignored signals.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    ours = run("seen", "one", "--two", cwd=folder, env=environment, standard_input="said")
    assert ours.returncode == 0, ours.stderr
    expected: dict[str, Any] = json.loads(real.stdout)
    assert json.loads(ours.stdout) == expected
    assert (expected["threads"], expected["reactor"], expected["ours"]) == (1, False, [])


@pytest.mark.parametrize("code", ["0", "None", "3", "'in words'", "1 / 0"])
def test_it_ends_as_a_program_of_python_ends(folder: Path, code: str) -> None:
    real = subprocess.run(
        [sys.executable, "-m", "ending", code], cwd=folder, capture_output=True, text=True, check=False
    )
    ours = run("ending", code, cwd=folder)
    assert (ours.returncode, ours.stdout) == (real.returncode, real.stdout)
    assert ours.stderr.splitlines()[-1:] == real.stderr.splitlines()[-1:]
    assert ("Traceback" in ours.stderr) == ("Traceback" in real.stderr)


def test_warnings_are_shown_where_they_are_wanted(folder: Path) -> None:
    assert "DeprecationWarning: old" in run("warning", cwd=folder, env={"PYTHONWARNINGS": "default"}).stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_ends_it_and_no_other(folder: Path, number: signal.Signals) -> None:
    ends = [os.pipe(), os.pipe()]
    programs = [Program("waiting", cwd=folder, stdout=end) for _, end in ends]
    for heard, end in ends:
        os.close(end)
        with open(heard) as said:
            assert said.readline() == "here\n"
    first, second = programs
    with pytest.raises(subprocess.TimeoutExpired):
        first.wait(0)
    first.send_signal(number)
    assert first.wait(30) == -number
    assert second.poll() is None
    second.kill()
    assert second.wait(30) == -signal.SIGKILL


def test_one_that_takes_too_long_is_killed(folder: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired) as caught:
        run("waiting", cwd=folder, timeout=1)
    assert b"here" in (caught.value.stdout or b"")
    with pytest.raises(ProcessLookupError):
        os.kill(int((folder / "pid").read_text()), 0)


def test_a_project_s_command_runs() -> None:
    done = run("scrapy", "version", cwd=ROOT)
    assert done.stdout.startswith("Scrapy ")
