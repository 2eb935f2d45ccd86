"""Landlock (Linux 5.13 and later, no rights needed): which files a process may read, and that it writes in one place.

What is not allowed below a directory named here is refused, whatever its mode: the grader's code and keys, classmates'
files, other processes' memory under /proc. Running any program is refused everywhere.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable

from autograder.sandbox.kernel.libc import libc

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
PATH_BENEATH = 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
EXECUTE, WRITE_FILE, TRUNCATE = 1 << 0, 1 << 1, 1 << 14
# How many rights on files each version of the interface knows, from the lowest bit: to MAKE_SYM, REFER, TRUNCATE, IOCTL.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
SPECIAL_FILES = (1 << 6) | (1 << 11)  # device nodes
ON_A_FILE = READ_FILE | WRITE_FILE | TRUNCATE


def version() -> int:
    """The kernel's Landlock interface version, 0 if it has none."""
    return max(0, _call(CREATE_RULESET, None, 0, 1))


class Ruleset:
    """Files to read and one directory to write in; made once, put on by each worker.

    Rights that the kernel does not know (version 1 cannot restrict `truncate`) are left out: the best it has. Where two
    rulesets are put on, both have to allow; one that is `only_writing` says nothing about reading.
    """

    def __init__(self, only_writing: bool = False) -> None:
        self.version = version()
        self.rights = (1 << FILE_RIGHTS[min(self.version, max(FILE_RIGHTS))]) - 1
        if only_writing:
            self.rights &= ~(READ_FILE | READ_DIR | EXECUTE)
        network = 0b11 if self.version >= 4 else 0  # binding and connecting TCP sockets
        scopes = 0b11 if self.version >= 6 else 0  # abstract sockets and signals leave the sandbox
        attributes = struct.pack("QQQ", self.rights, network, scopes)
        size = 8 if self.version < 4 else 16 if self.version < 6 else 24
        self.descriptor = _check(_call(CREATE_RULESET, attributes[:size], size, 0))

    def read(self, paths: Iterable[str]) -> None:
        """Allow reading these files, and everything below these directories."""
        for path in paths:
            self._allow(path, READ_FILE | READ_DIR)

    def read_and_write(self, path: str) -> None:
        """Allow everything but running programs and making devices, in and below `path`."""
        self._allow(path, self.rights & ~EXECUTE & ~SPECIAL_FILES)

    def restrict(self) -> None:
        """Hold this process to the rules from here on; needs no_new_privs. It cannot be taken off again."""
        _check(_call(RESTRICT_SELF, self.descriptor, 0, 0))
        os.close(self.descriptor)

    def _allow(self, path: str, rights: int) -> None:
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        try:
            rights &= self.rights if os.path.isdir(path) else ON_A_FILE & self.rights
            _check(_call(ADD_RULE, self.descriptor, PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0))
        finally:
            os.close(descriptor)


def _call(number: int, *arguments: int | bytes | None) -> int:
    """A system call by number; the C library has no names for these."""
    converted = [ctypes.c_long(a) if isinstance(a, int) else ctypes.c_char_p(a) for a in arguments]
    result: int = libc.syscall(ctypes.c_long(number), *converted)
    return result


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"Landlock: {os.strerror(number)}")
    return result
