"""Ending a worker and whatever it started: by group, by user, by descent; then looking that nothing remains."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from .libc import libc

LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
PATIENCE = 10.0  # s for a fork bomb to be outrun


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent is gone, so that a daemon is still found."""
    if LINUX:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end(pid: int, uid: int, others: set[int], grace: float = 0.0) -> int | None:
    """Kill worker `pid`, its group, its user's processes and its orphans; its exit status if it had ended by itself.

    Args:
        uid: the worker's own user id, or 0 to look for descendants alone.
        others: workers that go on.
        grace: seconds for a worker that is on its way out to get there, so that its status is its own.

    Raises:
        RuntimeError: something still lives after `PATIENCE` seconds.
    """
    status = _wait(pid, grace)
    _kill(os.killpg, pid)
    if status is None:
        _kill(os.kill, pid)
        status = os.waitpid(pid, 0)[1]
        status = None if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL else status
    deadline = time.monotonic() + PATIENCE
    while left := (_children() - others) | (_of_user(uid) if uid else set()):
        for process in left:
            _kill(os.kill, process)
        _reap(others)
        if time.monotonic() > deadline:
            raise RuntimeError(f"processes {sorted(left)[:5]} of a worker could not be ended")
    return status


def _wait(pid: int, grace: float) -> int | None:
    deadline = time.monotonic() + grace
    while True:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        if time.monotonic() >= deadline:
            return None
        time.sleep(0.001)


def _kill(kill: Callable[[int, int], None], process: int) -> None:
    try:
        kill(process, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _reap(others: set[int]) -> None:
    for process in _children() - others:
        try:
            os.waitpid(process, os.WNOHANG)
        except ChildProcessError:
            pass


def _children() -> set[int]:
    """Our own children, dead ones included, from /proc; empty where there is none."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", "rb") as file:
            return {int(number) for number in file.read().split()}
    except OSError:
        return set()


def _of_user(uid: int) -> set[int]:
    """The processes of `uid`. By their status: the directory of an undumpable process belongs to root."""
    found, line = set(), f"\nUid:\t{uid}\t".encode()
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/status", "rb") as file:
                if line in file.read():
                    found.add(int(name))
        except OSError:
            pass
    return found
