"""CPU quota of a container from its control groups (Linux).

Version 2: https://docs.kernel.org/admin-guide/cgroup-v2.html, `cpu.max`. Version 1:
https://docs.kernel.org/scheduler/sched-bwc.html, `cpu.cfs_quota_us` and `cpu.cfs_period_us`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

GROUPS = "proc/self/cgroup"
"""Control groups of this process, one per line: number, controllers (empty in version 2), path."""

MOUNT = "sys/fs/cgroup"

CONTROLLER = "cpu"


def cpu_quota(root: Path = Path("/")) -> float | None:
    """Maximum cores, possibly fractional, that this process may use; None without a quota.

    A group's quota covers all groups below it, so the smallest applies. Unreadable files are ignored.
    """
    limits = [limit for folder in _folders(root) if (limit := _limit(folder)) is not None]
    return min(limits, default=None)


def _folders(root: Path) -> Iterator[Path]:
    """Folders of the groups that contain this process, and of their parents.

    In a container the path may be relative to the host and not exist; then its groups are at the root.
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
    except OSError:  # another system or version, or not readable
        return ""
