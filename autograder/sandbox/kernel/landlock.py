"""Landlock (Linux 5.13 and later, no privileges needed): the files that a process may read or write.

A worker may read the interpreter, its libraries and fonts, and write in its scratch directory. Everything else is
refused, regardless of its mode: the grader's code and keys, classmates' files, other processes' memory under /proc.
Running programs is refused everywhere.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable, Iterator

from autograder.sandbox.kernel.libc import libc

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
PATH_BENEATH = 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
EXECUTE, WRITE_FILE, TRUNCATE = 1 << 0, 1 << 1, 1 << 14
# Number of rights on files in each version of the interface, from the lowest bit; 2 adds REFER, 3 TRUNCATE, 5 IOCTL.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
SPECIAL_FILES = (1 << 6) | (1 << 11)  # device nodes
ON_A_FILE = READ_FILE | WRITE_FILE | TRUNCATE


def version() -> int:
    """Return the version of the kernel's Landlock interface, 0 if it does not have Landlock."""
    return max(0, _call(CREATE_RULESET, None, 0, 1))


class Ruleset:
    """The files to read and the directory to write in; made once, applied by each worker.

    Rights that the kernel does not know are not restricted (`truncate` in version 1). If two rulesets are applied, both
    have to allow an access. A ruleset that is `only_writing` does not restrict reading.
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
        """Allow reading these files and everything below these directories."""
        for path in paths:
            self._allow(path, READ_FILE | READ_DIR)

    def read_and_write(self, path: str) -> None:
        """Allow everything in and below `path` except running programs and making devices."""
        self._allow(path, self.rights & ~EXECUTE & ~SPECIAL_FILES)

    def restrict(self) -> None:
        """Apply the rules to this process, irrevocably; requires no_new_privs."""
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
    """Make a system call by number, since the C library has no functions for these."""
    converted = [ctypes.c_long(a) if isinstance(a, int) else ctypes.c_char_p(a) for a in arguments]
    result: int = libc.syscall(ctypes.c_long(number), *converted)
    return result


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"Landlock: {os.strerror(number)}")
    return result


SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/fonts", "/usr/local/share/fonts",
    "/usr/share/zoneinfo", "/usr/share/locale", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts",
    "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
)  # fmt: skip
OURS = ("autograder", "reference_impl", "otter")  # the grader, the reference, and otter, which may contain tests


def readable(path: Iterable[str], root: str) -> list[str]:
    """Return the files and directories that a worker may read.

    If the grader is installed among the libraries, the entries beside it are allowed one by one.

    Args:
        path: the import path.
        root: the directory that contains the grader.
    """
    resolve = getattr(os.path.realpath, "__wrapped__", os.path.realpath)  # without the names that bootstrap.py gives
    entries = {resolve(entry) for entry in path if os.path.exists(entry)}
    root = resolve(root)
    if not _is_library(root):
        entries.discard(root)
    hidden = {resolve(os.path.join(entry, name)) for entry in {*entries, root} for name in OURS}
    allowed: list[str] = []
    for top in sorted({*entries, *(resolve(name) for name in SYSTEM if os.path.exists(name))}):
        allowed.extend(_without(top, hidden))
    return sorted(set(allowed))


def _without(top: str, hidden: set[str]) -> Iterator[str]:
    """Yield `top` if it contains nothing hidden, else its entries without the hidden ones."""
    if top in hidden or os.path.basename(top).startswith(("nnhw", "__editable__")):
        return
    inside = {name for name in hidden if name.startswith(top + os.sep) and os.path.exists(name)}
    if not inside:
        yield top
        return
    for entry in os.scandir(top):
        yield from _without(os.path.join(top, entry.name), inside)


def _is_library(directory: str) -> bool:
    return os.path.basename(directory) in ("site-packages", "dist-packages")
