"""How much of the machine's processor a container may use: the quota of its control groups (Linux).

Version 2: https://docs.kernel.org/admin-guide/cgroup-v2.html, `cpu.max`. Version 1:
https://docs.kernel.org/scheduler/sched-bwc.html, `cpu.cfs_quota_us` and `cpu.cfs_period_us`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

GROUPS = "proc/self/cgroup"
"""The groups of this process, a line each: number, controllers (none in version 2), path."""

MOUNT = "sys/fs/cgroup"

CONTROLLER = "cpu"


def cpu_quota(root: Path = Path("/")) -> float | None:
    """The cores, whole or in part, that the time of this process adds up to at most; None without a limit.

    A group's limit holds for all below it, so the narrowest counts. What cannot be read limits nothing.
    """
    limits = [limit for folder in _folders(root) if (limit := _limit(folder)) is not None]
    return min(limits, default=None)


def _folders(root: Path) -> Iterator[Path]:
    """Those of the groups that this process is in, and of all above them.

    In a container the path may be that of the machine, which is not to be seen there: then its own groups
    are at the top.
    """
    for line in _read(root / GROUPS).splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers and CONTROLLER not in controllers.split(","):
            continue
        inner = PurePosixPath(path.lstrip("/"))
        if ".." in inner.parts:
            inner = PurePosixPath()
        for name in {controllers, CONTROLLER} if controllers else {""}:
            top = root / MOUNT / name
            yield from (top / group for group in (inner, *inner.parents))


def _limit(folder: Path) -> float | None:
    """The cores that one group allows."""
    quota, _, period = _read(folder / "cpu.max").strip().partition(" ")
    if not quota:
        quota, period = (_read(folder / f"cpu.cfs_{name}_us").strip() for name in ("quota", "period"))
    if quota.isdecimal() and period.isdecimal() and int(quota) and int(period):
        return int(quota) / int(period)
    return None  # `max` or -1


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace")
    except OSError:  # another system, another version, or not for us to see
        return ""
