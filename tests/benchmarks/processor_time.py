"""Measure a command with everything that it starts: processor time, wall time and points."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Cost:
    """What something took: seconds of processor time of all its processes, and seconds by the clock."""

    cpu: float
    wall: float

    def each(self, count: int) -> Cost:
        """Return the cost of one of `count` submissions."""
        return Cost(self.cpu / count, self.wall / count)


def adopt_orphans() -> None:
    """Make processes that outlive their parent children of this one, so that their time is counted (Linux)."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def cost_of(
    commands: Sequence[Sequence[str | Path]],
    jobs: int = 1,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run commands, `jobs` at a time as `xargs -P` does; return what they cost together.

    Raises:
        RuntimeError: a command failed; the text ends with what it printed.
    """
    waiting, running = list(commands)[::-1], dict[int, subprocess.Popen[str]]()
    cpu, start = seconds_of_children(), time.monotonic()
    while waiting or running:
        while waiting and len(running) < jobs:
            process = subprocess.Popen(
                waiting.pop(), cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            )
            running[process.pid] = process
        pid, status = os.wait()
        process = running.pop(pid, None)  # None for an orphan
        if process is not None:
            process.returncode = os.waitstatus_to_exitcode(status)
            said = process.stderr.read() if process.stderr else ""
            if process.returncode not in (0, 1):
                raise RuntimeError(f"{process.args}: exit status {process.returncode}\n{said[-2000:]}")
    wall = time.monotonic() - start
    _reap()
    return Cost(seconds_of_children() - cpu, wall)


def seconds_of_children() -> float:
    """Return the processor time of all children that were waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _reap() -> None:
    """Wait for what a command left behind, so that its time counts."""
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
