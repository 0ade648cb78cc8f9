from __future__ import annotations

import os
from pathlib import Path

import pytest

from crawler.workers import forking
from crawler.workers.cpu_quota import cpu_quota

V1 = "3:memory:/box\n4:cpu,cpuacct:/box/job\n0::/\n"


def machine(root: Path, groups: str, **limits: str) -> Path:
    """A machine's files: the cgroups of this process, and the contents of files below the mount."""
    for name, text in {
        "proc/self/cgroup": groups,
        **{f"sys/fs/cgroup/{n}": t for n, t in limits.items()},
    }.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


@pytest.mark.parametrize(
    ("groups", "limits", "expected"),
    [
        ("0::/\n", {"cpu.max": "150000 100000\n"}, 1.5),
        ("0::/\n", {"cpu.max": "max 100000\n"}, None),
        ("0::/\n", {}, None),
        (
            "0::/a.slice/job\n",
            {"a.slice/job/cpu.max": "max 100000\n", "a.slice/cpu.max": "300000 100000\n"},
            3.0,
        ),
        ("0::/a/b\n", {"a/b/cpu.max": "400000 100000\n", "a/cpu.max": "50000 100000\n"}, 0.5),
        ("0::/../../other\n", {"cpu.max": "200000 100000\n"}, 2.0),
        ("0::/not/seen/in/here\n", {"cpu.max": "200000 100000\n"}, 2.0),
        (
            V1,
            {
                "cpu,cpuacct/box/job/cpu.cfs_quota_us": "250000\n",
                "cpu,cpuacct/box/job/cpu.cfs_period_us": "100000\n",
            },
            2.5,
        ),
        (V1, {"cpu/cpu.cfs_quota_us": "100000\n", "cpu/cpu.cfs_period_us": "100000\n"}, 1.0),
        (V1, {"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"}, None),
        ("0::/\n", {"cpu.max": "0 0\n"}, None),
        ("nonsense\n", {"cpu.max": "\ufffd\n"}, None),
    ],
)
def test_the_narrowest_quota_counts(
    tmp_path: Path, groups: str, limits: dict[str, str], expected: float | None
) -> None:
    assert cpu_quota(machine(tmp_path, groups, **limits)) == expected


def test_a_system_without_groups_limits_nothing(tmp_path: Path) -> None:
    assert cpu_quota(tmp_path) is None


@pytest.mark.parametrize(("quota", "expected"), [(None, 8), (0.5, 1), (1.5, 2), (3.0, 3), (64.0, 8)])
def test_cores_are_no_more_than_the_quota_fills(
    monkeypatch: pytest.MonkeyPatch, quota: float | None, expected: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(forking, "cpu_quota", lambda: quota)
    assert forking.cores() == expected
