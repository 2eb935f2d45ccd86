"""The directories workers run in: made, measured and deleted here, whatever a worker did inside."""

from __future__ import annotations

import errno
import os
import stat
import tempfile

from .limits import Limits


def make_base() -> str:
    """A directory that others may pass through but not list; each worker's own lies within it."""
    base = tempfile.mkdtemp(prefix="nnhw-", dir=_reachable())
    os.chmod(base, 0o711)
    return base


def make(base: str, uid: int) -> str:
    """A fresh directory that only one worker's user can enter."""
    directory = tempfile.mkdtemp(dir=base)
    if uid:
        try:
            os.chown(directory, uid, uid)
        except OSError:
            os.rmdir(directory)
            raise
    return directory


def beyond(directory: str, limits: Limits) -> bool:
    """Does the directory hold more bytes or more entries than the limit, or a path too long to be looked at?"""
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
        except OSError as error:  # it changes while we look, or it was made unreadable
            if error.errno == errno.ENAMETOOLONG:
                return True
    return False


def remove_all_but(base: str, kept: set[str]) -> None:
    """Delete every worker's directory but those `kept`, and whatever a worker put beside its own."""
    for entry in _entries(base):
        if entry.path in kept:
            continue
        if entry.is_dir(follow_symlinks=False):
            remove(entry.path)
        else:
            os.unlink(entry.path)


def remove(directory: str) -> None:
    """Delete a directory tree of any depth and any modes.

    Subdirectories are moved up into `directory` before they are emptied, so that neither the length of a path nor the
    depth of a recursion grows with the tree.
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
    """Make a directory writable and passable again, should its owner have closed it."""
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode) and mode & 0o700 != 0o700:
            os.chmod(path, 0o700)
    except FileNotFoundError:
        pass


def _reachable() -> str | None:
    """A place for temporary files that every user can pass through; None for Python's own choice."""
    for place in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        if os.access(place, os.W_OK) and passable(place):
            return place
    return None


def passable(path: str) -> bool:
    """May every user pass through `path` and each directory above it?"""
    path = os.path.realpath(path)
    while True:
        if not os.stat(path).st_mode & stat.S_IXOTH:
            return False
        if path == os.path.dirname(path):
            return True
        path = os.path.dirname(path)
