"""Unused user ids for workers, reserved so that two graders on one machine never share any."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import socket
import struct
import tempfile

from autograder.sandbox.kernel.libc import libc

FIRST, LAST = 61_000, 64_999  # above ordinary users, below `nobody`, inside the 65,536 ids of a container
PER_SLOT = 8  # workers that one fork server may have at a time
CAPABILITY_VERSION_3 = 0x20080522


class Users:
    """The user ids of one slot, each reserved by an abstract socket's name, which ends with this process."""

    def __init__(self, slot: int) -> None:
        self._reserved: dict[int, socket.socket] = {}
        span = LAST - FIRST + 1
        for number in range(span):
            if len(self._reserved) == PER_SLOT:
                return
            self._reserve(FIRST + (slot * PER_SLOT + number) % span)
        raise OSError("no user id is free for a worker")

    def free(self, taken: set[int]) -> int:
        """Return a user id that no running worker has.

        Raises:
            OSError: all are taken.
        """
        for uid in self._reserved:
            if uid not in taken:
                return uid
        raise OSError(f"more than {PER_SLOT} workers of one fork server at a time")

    def release(self) -> None:
        """Give the reserved user ids back."""
        for name in self._reserved.values():
            name.close()

    def _reserve(self, uid: int) -> None:
        try:
            pwd.getpwuid(uid)
            return
        except KeyError:
            pass
        name = socket.socket(socket.AF_UNIX)
        try:
            name.bind(f"\0nnhw-worker-{uid}")
            self._reserved[uid] = name
        except OSError:
            name.close()


def become(uid: int) -> None:
    """Change to user and group `uid`, irrevocably; the kernel then removes all capabilities."""
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def drop_capabilities() -> None:
    """Give up root's capabilities without changing the user, if no other user id is available."""
    header = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    if libc.capset(header, bytes(24)) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def sweep(uid: int) -> None:
    """Delete the files that a worker's user left in directories that everyone may write to."""
    for place in {tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"}:
        if not os.path.isdir(place):
            continue
        for entry in os.scandir(place):
            try:
                if entry.stat(follow_symlinks=False).st_uid != uid:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    os.unlink(entry.path)
            except FileNotFoundError:
                pass
