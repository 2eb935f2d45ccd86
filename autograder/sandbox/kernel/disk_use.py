"""How much of the disk a worker holds: files by name, and those it has deleted and still keeps open or mapped."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.sandbox.limits import Limits

DELETED = " (deleted)"
UNSEEN = (errno.ENAMETOOLONG, errno.EACCES, errno.EPERM)


def beyond(directory: str, limits: Limits) -> bool:
    """Return whether the directory holds more bytes or more entries than the limit, or what cannot be looked at."""
    size = entries = 0
    waiting = [directory]
    while waiting:
        try:
            for entry in os.scandir(waiting.pop()):
                entries += 1
                size += entry.stat(follow_symlinks=False).st_blocks * 512
                if entries > limits.disk_entries or size > limits.disk:
                    return True
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
        except OSError as error:  # it changes while we look
            if error.errno in UNSEEN:
                return True
    return False


def holds_beyond(pid: int, uid: int, directory: str, limits: Limits) -> bool:
    """Return whether living worker `pid` holds more than the limit in files it has deleted.

    Args:
        pid: the worker, whose memory may be looked at by its own user.
        uid: that user, 0 for ours.
        directory: where its files lay.
        limits: of a worker.
    """
    try:
        with _as_user(uid):
            held = _open_files(pid, directory)
            for number, most in _mapped_files(pid, directory, limits.file_size):
                held.setdefault(number, most)
    except OSError:  # it has ended, or nobody may look
        return False
    return len(held) > limits.disk_entries or sum(held.values()) > limits.disk


def _open_files(pid: int, directory: str) -> dict[int, int]:
    """Return the bytes of each deleted file that is open, by its number."""
    found = {}
    folder = f"/proc/{pid}/fd"
    for name in os.listdir(folder):
        path = f"{folder}/{name}"
        try:
            if _deleted(os.readlink(path), directory):
                status = os.stat(path)
                found[status.st_ino] = status.st_blocks * 512
        except OSError:  # closed meanwhile
            continue
    return found


def _mapped_files(pid: int, directory: str, largest: int) -> Iterator[tuple[int, int]]:
    """Yield the number of each deleted file that is mapped, and the most it can hold: only root may look at it itself."""
    with open(f"/proc/{pid}/maps", encoding="utf-8", errors="surrogateescape") as lines:
        for line in lines:
            fields = line.rstrip("\n").split(maxsplit=5)
            if len(fields) == 6 and _deleted(fields[5], directory):
                yield int(fields[4]), _size(pid, fields[0], largest)


def _size(pid: int, mapping: str, largest: int) -> int:
    try:
        return os.stat(f"/proc/{pid}/map_files/{mapping}").st_blocks * 512
    except OSError:
        return largest


def _deleted(path: str, directory: str) -> bool:
    return path.endswith(DELETED) and path.startswith(directory + os.sep)


@contextmanager
def _as_user(uid: int) -> Iterator[None]:
    """Look with the rights of `uid`: as in a container, where root may not look into the processes of others."""
    if not uid:
        yield
        return
    group = os.getegid()
    os.setegid(uid)
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(group)
