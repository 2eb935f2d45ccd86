"""Scratch directories of workers and their removal, and the end of a worker with all its processes."""

from __future__ import annotations

import os
import signal
import stat
import sys
import tempfile
import time
from collections.abc import Callable

from autograder.sandbox.kernel.libc import libc


def make_base() -> str:
    """Return a new directory for the workers' directories, which others may pass through but not list."""
    base = tempfile.mkdtemp(prefix="nnhw-", dir=_reachable())
    os.chmod(base, 0o711)
    return base


def make(base: str, uid: int) -> str:
    """Return a new directory that only the user `uid` can enter."""
    directory = tempfile.mkdtemp(dir=base)
    if uid:
        try:
            os.chown(directory, uid, uid)
        except OSError:
            os.rmdir(directory)
            raise
    return directory


def remove_all_but(base: str, kept: set[str]) -> None:
    """Delete all workers' directories except those in `kept`, and anything that workers put beside them."""
    for entry in _entries(base):
        if entry.path in kept:
            continue
        if entry.is_dir(follow_symlinks=False):
            remove(entry.path)
        else:
            os.unlink(entry.path)


def remove(directory: str) -> None:
    """Delete a directory tree of any depth and any modes.

    Subdirectories are moved up into `directory` before they are emptied, so neither the lengths of paths nor the depth
    of recursion grow with the tree.
    """
    names = 0
    while True:
        subdirectories = []
        _open_up(directory)
        for entry in _entries(directory):
            if entry.is_dir(follow_symlinks=False):
                subdirectories.append(entry.path)
            else:
                os.unlink(entry.path)
        if not subdirectories:
            break
        for path in subdirectories:
            _open_up(path)
            for entry in _entries(path):
                if entry.is_dir(follow_symlinks=False):
                    _open_up(entry.path)
                    names += 1
                    os.rename(entry.path, os.path.join(directory, f".nnhw-{names}-{os.urandom(4).hex()}"))
                else:
                    os.unlink(entry.path)
            os.rmdir(path)
    try:
        os.rmdir(directory)
    except FileNotFoundError:
        pass


def _entries(directory: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            return list(entries)
    except FileNotFoundError:
        return []


def _open_up(path: str) -> None:
    """Make a directory writable and passable again if its owner has closed it."""
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode) and mode & 0o700 != 0o700:
            os.chmod(path, 0o700)
    except FileNotFoundError:
        pass


def _reachable() -> str | None:
    """Return a directory for temporary files that every user can pass through; None for Python's default."""
    for place in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        if os.access(place, os.W_OK) and passable(place):
            return place
    return None


def passable(path: str) -> bool:
    """Return True if every user may pass through `path` and each directory above it."""
    path = os.path.realpath(path)
    while True:
        if not os.stat(path).st_mode & stat.S_IXOTH:
            return False
        if path == os.path.dirname(path):
            return True
        path = os.path.dirname(path)


LINUX = sys.platform.startswith("linux")
PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 10.0  # s; enough to end a fork bomb


def adopt_orphans() -> None:
    """Become the parent of every descendant whose parent has ended, so that daemons can be found."""
    if LINUX:
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end(pid: int, uid: int, others: set[int], grace: float = 0.0) -> int | None:
    """Kill a worker with its group, its user's processes and its orphans; return its status if it ended by itself.

    Args:
        pid: of the worker.
        uid: the worker's own user id, or 0 to look only for descendants.
        others: process numbers of workers that go on.
        grace: seconds in which a worker that is ending may end by itself.

    Raises:
        RuntimeError: a process still runs after `PATIENCE` seconds.
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
    """Return the children of this process, including dead ones, from /proc; the empty set without /proc."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", "rb") as file:
            return {int(number) for number in file.read().split()}
    except OSError:
        return set()


def _of_user(uid: int) -> set[int]:
    """Return the processes of `uid`, by their status, since the directory of an undumpable process belongs to root."""
    processes, line = set(), f"\nUid:\t{uid}\t".encode()
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/status", "rb") as file:
                if line in file.read():
                    processes.add(int(name))
        except OSError:
            pass
    return processes
