"""A worker's use of the disk: its files, and deleted files that it still keeps open or mapped."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.sandbox.limits import Limits

DELETED = " (deleted)"
UNSEEN = (errno.ENAMETOOLONG, errno.EACCES, errno.EPERM)


def beyond(directory: str, limits: Limits) -> bool:
    """Return whether the directory exceeds the limits of bytes or entries, or contains something unreadable."""
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
        except OSError as error:  # the directory changes meanwhile
            if error.errno in UNSEEN:
                return True
    return False


def holds_beyond(pid: int, uid: int, directory: str, limits: Limits) -> bool:
    """Return whether the running worker `pid` exceeds the limits in deleted files.

    Args:
        pid: the worker, whose own user may read its memory.
        uid: that user, 0 for the user of this process.
        directory: in which its files were.
        limits: of a worker.
    """
    try:
        with _as_user(uid):
            held = _open_files(pid, directory)
            for number, most in _mapped_files(pid, directory, limits.file_size):
                held.setdefault(number, most)
    except OSError:  # it has ended, or cannot be read
        return False
    return len(held) > limits.disk_entries or sum(held.values()) > limits.disk


def _open_files(pid: int, directory: str) -> dict[int, int]:
    """Return the sizes of deleted open files, by inode number."""
    sizes = {}
    folder = f"/proc/{pid}/fd"
    for name in os.listdir(folder):
        path = f"{folder}/{name}"
        try:
            if _deleted(os.readlink(path), directory):
                status = os.stat(path)
                sizes[status.st_ino] = status.st_blocks * 512
        except OSError:  # closed meanwhile
            continue
    return sizes


def _mapped_files(pid: int, directory: str, largest: int) -> Iterator[tuple[int, int]]:
    """Yield the inode number of each deleted mapped file, and its size, or the maximum if only root may read it."""
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
    """Take the rights of `uid`, since in a container root may not read the processes of other users."""
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
