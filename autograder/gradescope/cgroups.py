"""Half a CPU and 768 MB, as Gradescope gives by default, where this machine lets us set it (control groups, as root)."""

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
    """Control groups with those limits, to be joined by writing a process id into `cgroup.procs`; as many as there are."""
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
    """The most memory that a group has used, in MB; None where none counts it."""
    counts = [group / name for group in groups for name in ("memory.peak", "memory.max_usage_in_bytes")]
    return max((int(file.read_text()) / (1 << 20) for file in counts if file.is_file()), default=None)


def join(groups: list[Path]) -> None:
    """Put this process, and all that it starts from now on, under the limits."""
    for group in groups:
        (group / "cgroup.procs").write_text(str(os.getpid()))


def _group(parent: Path, settings: dict[str, str]) -> Path | None:
    """A new group below `parent` with these settings; None where that is not allowed."""
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
# The judge with its fork server, and what the kernel counts besides: 60 MB measured, the rest is room.
OURS = 160 << 20
# NumPy and Matplotlib take 250 MB of address space; less than this would refuse right work.
LEAST = 320 << 20


def worker_memory(wanted: int, container: int | None) -> int:
    """Bytes of address space for a worker: `wanted`, or less where judge and worker must share a small container.

    A worker that reaches its own limit gets a MemoryError, which costs one call. One that reaches the container's makes
    the kernel look for a process to end, and the judge may be among those it finds.
    """
    return wanted if container is None else min(wanted, max(container - OURS, LEAST))


def memory_limit(groups: Path = GROUPS, membership: Path = MEMBERSHIP) -> int | None:
    """The smallest memory limit of the control groups that this process is in; None where none is set or known."""
    found = []
    for file in _files(groups, membership):
        try:
            text = file.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            continue
        if text.isdigit() and int(text) < 1 << 50:  # version 1 says "none" by a number near 2⁶³, version 2 by "max"
            found.append(int(text))
    return min(found, default=None)


def _files(groups: Path, membership: Path) -> Iterator[Path]:
    """Where a limit may stand: in each group from ours up to the root. In a container the root is often ours."""
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
