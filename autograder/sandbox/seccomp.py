"""A system call filter (seccomp-BPF): what a student's code needs is let through, everything else is refused.

Refused calls fail with EPERM, so that honest code that tries one gets an exception and not a signal. No process can be
started, no socket opened, no other process signalled, traced or read. Threads work.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from . import syscalls
from .libc import libc

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000  # x86_64 kernels may offer a second table of calls above this bit

# struct seccomp_data: call number, architecture, instruction pointer, six 64-bit arguments (little-endian).
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06

NEWEST_KNOWN = 440  # unknown calls from here on are answered ENOSYS, as an older kernel would
CLONE_THREAD = 0x00010000
AF_UNIX = 1
O_ACCMODE, O_TRUNC = 0x3, 0x200
# Duplicating, flags and locks. Not F_SETOWN and F_SETSIG, by which a file sends any signal to any process of the user.
FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
PRCTLS = (3, 15, 16, 21, 39, 0x53564D41)  # GET_DUMPABLE, SET_NAME, GET_NAME, GET_SECCOMP, GET_NO_NEW_PRIVS, SET_VMA
IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX

OWN_PID = 0x7F0D1D07  # larger than any process number, and no other constant of the filter

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


def supported() -> bool:
    """Is there a table for this machine's architecture?"""
    return platform.machine() in AUDIT_ARCH and ctypes.sizeof(ctypes.c_void_p) == 8


def no_new_privileges() -> None:
    """From here on no set-user-id file gives rights; without it neither a filter nor Landlock is allowed."""
    _prctl(PR_SET_NO_NEW_PRIVS, 1)


def template(machine: str) -> bytes:
    """The filter for `machine`, with `OWN_PID` where a worker's process number goes; assembled once."""
    body = _head(machine)
    for number in syscalls.numbers(syscalls.ALLOWED, machine).values():
        body += _when(number, [LET])
    for name, number in syscalls.numbers(syscalls.CONDITIONAL, machine).items():
        body += _when(number, _condition(name))
    for table, error in ((syscalls.PRETENDED, 0), (syscalls.UNSUPPORTED, errno.ENOTSUP), (syscalls.ABSENT, errno.ENOSYS)):
        for number in syscalls.numbers(table, machine).values():
            body += _when(number, [_refuse(error)])
    body += [(JUMP_GREATER_EQUAL, 0, 1, NEWEST_KNOWN), _refuse(errno.ENOSYS), REFUSE]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in body)


def install(program: bytes, pid: int) -> None:
    """Filter the calls of this process, `pid`, and of its threads to come. It cannot be taken off again."""
    program = program.replace(struct.pack("I", OWN_PID), struct.pack("I", pid))
    address = ctypes.cast(program, ctypes.c_void_p).value
    descriptor = struct.pack("HxxxxxxP", len(program) // 8, address)
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.cast(descriptor, ctypes.c_void_p))


def _refuse(error: int) -> Instruction:
    """Answer with this error in place of the call; 0 is success."""
    return (RETURN, 0, 0, 0x00050000 | error)


LET: Instruction = (RETURN, 0, 0, 0x7FFF0000)
REFUSE = _refuse(errno.EPERM)


def _head(machine: str) -> list[Instruction]:
    """Refuse calls made for another architecture; leave the call's number loaded."""
    other_architecture = [(LOAD, 0, 0, ARCHITECTURE), (JUMP_EQUAL, 1, 0, AUDIT_ARCH[machine]), REFUSE]
    return [*other_architecture, (LOAD, 0, 0, NUMBER), (JUMP_GREATER_EQUAL, 0, 1, X32_BIT), REFUSE]


def _when(number: int, then: list[Instruction]) -> list[Instruction]:
    return [(JUMP_EQUAL, 0, len(then), number), *then]


def _condition(name: str) -> list[Instruction]:
    """Instructions that decide one call by its arguments and always return."""
    if name == "clone":  # a thread, not a process
        return [_load(0), (JUMP_ANY_BIT, 0, 1, CLONE_THREAD), LET, REFUSE]
    if name == "sendto":  # no address: only to the other end of a connected socket
        return [_load(4), (JUMP_EQUAL, 0, 3, 0), _load(4, high=True), (JUMP_EQUAL, 0, 1, 0), LET, REFUSE]
    if name in ("open", "openat"):  # Landlock before version 3 lets a file opened for reading be truncated
        flags = _load(1 if name == "open" else 2)
        return [flags, (JUMP_ANY_BIT, 1, 0, O_TRUNC), LET, (JUMP_ANY_BIT, 0, 1, O_ACCMODE), LET, REFUSE]
    argument, values = {
        "kill": (0, (OWN_PID,)),
        "tgkill": (0, (OWN_PID,)),
        "prlimit64": (0, (0, OWN_PID)),
        "prctl": (0, PRCTLS),
        "socketpair": (0, (AF_UNIX,)),
        "ioctl": (1, IOCTLS),
        "fcntl": (1, FCNTLS),
    }[name]
    tests = [step for value in values for step in ((JUMP_EQUAL, 0, 1, value), LET)]
    return [_load(argument), *tests, _refuse(errno.ENOTTY) if name == "ioctl" else REFUSE]


def _load(argument: int, high: bool = False) -> Instruction:
    """Load one half of a 64-bit argument; the kernel itself reads an `int` argument by its lower half."""
    return (LOAD, 0, 0, ARGUMENTS + 8 * argument + (4 if high else 0))


def _prctl(option: int, first: int, second: object = None) -> None:
    zero = ctypes.c_ulong(0)
    second = zero if second is None else second
    if libc.prctl(option, ctypes.c_ulong(first), second, zero, zero) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl({option}): {errno.errorcode.get(number, number)}")
