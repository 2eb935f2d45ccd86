"""Set and read limits on CPU and memory by control groups.

A rehearsal as root gets half a CPU and 768 MB, Gradescope's default. In the grading image, the container's own limit
decides how much memory a worker gets.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SECONDS = 600
MEMORY = 768 << 20
CPU_PERIOD, CPU_SHARE = 100_000, 50_000  # µs: half of one processor

GROUPS = Path("/sys/fs/cgroup")
# Version 2 has one tree with all controllers, version 1 a tree for each.
SETTINGS = {
    "": {"memory.max": f"{MEMORY}", "cpu.max": f"{CPU_SHARE} {CPU_PERIOD}"},
    "memory": {"memory.limit_in_bytes": f"{MEMORY}"},
    "cpu": {"cpu.cfs_period_us": f"{CPU_PERIOD}", "cpu.cfs_quota_us": f"{CPU_SHARE}"},
}


@contextmanager
def quota() -> Iterator[list[Path]]:
    """Create control groups with these limits, as far as this machine allows it; remove them on exit.

    A process joins a group by writing its id into `cgroup.procs`; see `join`.
    """
    made: list[Path] = []
    for controller, settings in SETTINGS.items():
        group = _group(GROUPS / controller, settings)
        made += [group] if group else []
    try:
        yield made
    finally:
        for group in made:
            with suppress(OSError):
                group.rmdir()


def highest(groups: list[Path]) -> float | None:
    """Return the peak memory of the groups, in MB; None if no group counts it."""
    counts = [group / name for group in groups for name in ("memory.peak", "memory.max_usage_in_bytes")]
    return max((int(file.read_text()) / (1 << 20) for file in counts if file.is_file()), default=None)


def join(groups: list[Path]) -> None:
    """Put this process, and those it starts from now on, under the limits."""
    for group in groups:
        (group / "cgroup.procs").write_text(str(os.getpid()))


def _group(parent: Path, settings: dict[str, str]) -> Path | None:
    """Return a new group below `parent` with these settings; None if that is not allowed."""
    if os.geteuid() != 0 or not (parent / "cgroup.procs").is_file():
        return None
    group = None
    try:
        group = Path(tempfile.mkdtemp(prefix="nnhw-", dir=parent))
        for name, value in settings.items():
            (group / name).write_text(value)
    except OSError:
        if group is not None:
            with suppress(OSError):
                group.rmdir()
        return None
    return group


MEMBERSHIP = Path("/proc/self/cgroup")
# Reserved for the judge, its fork server and what the kernel counts; 60 MB measured.
OURS = 160 << 20
# Correct work takes up to 10 MB.
LEAST = 32 << 20


def worker_memory(wanted: int, container: int | None) -> int:
    """Return the bytes of memory of a worker's own: `wanted`, or less in a small container.

    A worker that reaches its own limit gets a MemoryError, which costs one call. If it reaches the container's limit,
    the kernel ends a process, which may be the judge.
    """
    return wanted if container is None else min(wanted, max(container - OURS, LEAST))


def memory_limit(groups: Path = GROUPS, membership: Path = MEMBERSHIP) -> int | None:
    """Return the smallest memory limit of this process's control groups, in bytes; None if none is set or known."""
    limits = []
    for file in _files(groups, membership):
        try:
            text = file.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            continue
        if text.isdigit() and int(text) < 1 << 50:  # no limit: a number near 2⁶³ in version 1, "max" in version 2
            limits.append(int(text))
    return min(limits, default=None)


def _files(groups: Path, membership: Path) -> Iterator[Path]:
    """Yield the files that may contain a limit, from our group up to the root (in a container often the same)."""
    try:
        lines = membership.read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    paths = {"/"}
    for _, controllers, path in (line.split(":", 2) for line in lines if line.count(":") >= 2):
        if controllers == "" or "memory" in controllers.split(","):
            paths |= {path, *map(str, Path(path).parents)}
    for path in sorted(path for path in paths if ".." not in path):
        yield groups / path.lstrip("/") / "memory.max"
        yield groups / "memory" / path.lstrip("/") / "memory.limit_in_bytes"
