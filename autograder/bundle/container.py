"""What the container around us allows, read from its control groups; student code is kept well below it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup")
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
