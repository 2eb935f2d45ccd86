"""A system call filter (seccomp-BPF), which allows only what a student's code needs.

Refused calls fail with EPERM, so that honest code gets an exception and not a signal. Code cannot start processes, open
sockets, or signal, trace or read other processes. Threads work.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from autograder.sandbox.kernel import seccomp
from autograder.sandbox.kernel.libc import libc

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000  # x86_64 kernels may offer a second table of calls above this bit

# struct seccomp_data: call number, architecture, instruction pointer, six 64-bit arguments (little-endian).
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06

NEWEST_KNOWN = 440  # unknown calls from here on fail with ENOSYS, as on an older kernel
CLONE_THREAD, CLONE_FILES = 0x00010000, 0x400
AF_UNIX = 1
MAP_SHARED, MAP_ANONYMOUS = 0x01, 0x20
O_ACCMODE, O_TRUNC = 0x3, 0x200
MSG_HARMLESS = 0x40 | 0x4000 | 0x40000000  # DONTWAIT, NOSIGNAL, CMSG_CLOEXEC
# Duplication, flags and locks, but not F_SETOWN and F_SETSIG, with which a file can signal any process of the user.
FCNTLS = (0, 1, 2, 3, 4, 5, 6, 7, 36, 37, 38, 1030, 1032)
PRCTLS = (3, 15, 16, 21, 39, 0x53564D41)  # GET_DUMPABLE, SET_NAME, GET_NAME, GET_SECCOMP, GET_NO_NEW_PRIVS, SET_VMA
IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX

OWN_PID = 0x7F0D1D07  # a placeholder, larger than any process number and unlike other constants of the filter

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


def supported() -> bool:
    """Return True if the tables cover this machine's architecture."""
    return platform.machine() in AUDIT_ARCH and ctypes.sizeof(ctypes.c_void_p) == 8


def no_new_privileges() -> None:
    """Ignore set-user-id files from here on, which both the filter and Landlock require."""
    _prctl(PR_SET_NO_NEW_PRIVS, 1)


def template(machine: str) -> bytes:
    """Return the filter for `machine`, with `OWN_PID` in place of a worker's process number."""
    body = _head(machine)
    for number in seccomp.numbers(seccomp.ALLOWED, machine).values():
        body += _when(number, [LET])
    for name, number in seccomp.numbers(seccomp.CONDITIONAL, machine).items():
        body += _when(number, _condition(name))
    for table, error in ((seccomp.PRETENDED, 0), (seccomp.UNSUPPORTED, errno.ENOTSUP), (seccomp.ABSENT, errno.ENOSYS)):
        for number in seccomp.numbers(table, machine).values():
            body += _when(number, [_refuse(error)])
    body += [(JUMP_GREATER_EQUAL, 0, 1, NEWEST_KNOWN), _refuse(errno.ENOSYS), REFUSE]
    return b"".join(struct.pack("HBBI", *instruction) for instruction in body)


def install(program: bytes, pid: int) -> None:
    """Filter the system calls of this process, `pid`, and of its future threads, irrevocably."""
    program = program.replace(struct.pack("I", OWN_PID), struct.pack("I", pid))
    address = ctypes.cast(program, ctypes.c_void_p).value  # type: ignore[arg-type]  # the stub knows no bytes
    descriptor = struct.pack("HxxxxxxP", len(program) // 8, address)
    pointer = ctypes.cast(descriptor, ctypes.c_void_p)  # type: ignore[arg-type]  # the stub knows no bytes
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, pointer)


def _refuse(error: int) -> Instruction:
    """Return the instruction that makes a call fail with this error, or succeed without effect for 0."""
    return (RETURN, 0, 0, 0x00050000 | error)


LET: Instruction = (RETURN, 0, 0, 0x7FFF0000)
REFUSE = _refuse(errno.EPERM)


def _head(machine: str) -> list[Instruction]:
    """Return instructions that refuse calls for another architecture and load the call's number."""
    other_architecture = [(LOAD, 0, 0, ARCHITECTURE), (JUMP_EQUAL, 1, 0, AUDIT_ARCH[machine]), REFUSE]
    return [*other_architecture, (LOAD, 0, 0, NUMBER), (JUMP_GREATER_EQUAL, 0, 1, X32_BIT), REFUSE]


def _when(number: int, then: list[Instruction]) -> list[Instruction]:
    return [(JUMP_EQUAL, 0, len(then), number), *then]


def _condition(name: str) -> list[Instruction]:
    """Return instructions that decide one call by its arguments and always return."""
    if name == "clone":  # only a thread that shares all open files, not a process
        return [_load(0), (JUMP_ANY_BIT, 0, 2, CLONE_THREAD), (JUMP_ANY_BIT, 0, 1, CLONE_FILES), LET, REFUSE]
    if name == "mmap":  # RLIMIT_DATA does not count shared memory
        return [_load(3), (JUMP_ANY_BIT, 0, 1, MAP_ANONYMOUS), (JUMP_ANY_BIT, 1, 0, MAP_SHARED), LET, REFUSE]
    if name in ("recvfrom", "recvmsg"):
        return [*_no_flags(3 if name == "recvfrom" else 2), LET]
    if name == "sendto":  # without an address: only to the other end of a connected socket
        return [*_no_flags(3), _load(4), (JUMP_EQUAL, 0, 3, 0), _load(4, high=True), (JUMP_EQUAL, 0, 1, 0), LET, REFUSE]
    if name in ("open", "openat"):  # Landlock before version 3 allows truncating a file opened for reading
        flags = _load(1 if name == "open" else 2)
        return [flags, (JUMP_ANY_BIT, 1, 0, O_TRUNC), LET, (JUMP_ANY_BIT, 0, 1, O_ACCMODE), LET, REFUSE]
    if name == "prlimit64":  # only to read limits of its own: a lower one would cost the calls that follow
        own = [_load(0), (JUMP_EQUAL, 1, 0, 0), (JUMP_EQUAL, 0, 5, OWN_PID)]
        return [*own, _load(2), (JUMP_EQUAL, 0, 3, 0), _load(2, high=True), (JUMP_EQUAL, 0, 1, 0), LET, REFUSE]
    argument, values = {
        "kill": (0, (OWN_PID,)),
        "tgkill": (0, (OWN_PID,)),
        "prctl": (0, PRCTLS),
        "socketpair": (0, (AF_UNIX,)),
        "ioctl": (1, IOCTLS),
        "fcntl": (1, FCNTLS),
    }[name]
    tests = [step for value in values for step in ((JUMP_EQUAL, 0, 1, value), LET)]
    return [_load(argument), *tests, _refuse(errno.ENOTTY) if name == "ioctl" else REFUSE]


def _no_flags(argument: int) -> list[Instruction]:
    """Return instructions that refuse flags, such as MSG_OOB, except those that the C library may set."""
    return [_load(argument), (JUMP_ANY_BIT, 0, 1, ~MSG_HARMLESS & 0xFFFFFFFF), REFUSE]


def _load(argument: int, high: bool = False) -> Instruction:
    """Return the instruction that loads half of a 64-bit argument; the kernel reads the lower half of an `int`."""
    return (LOAD, 0, 0, ARGUMENTS + 8 * argument + (4 if high else 0))


def _prctl(option: int, first: int, second: object = None) -> None:
    zero = ctypes.c_ulong(0)
    second = zero if second is None else second
    if libc.prctl(option, ctypes.c_ulong(first), second, zero, zero) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl({option}): {errno.errorcode.get(number, number)}")


ARCHITECTURES = ("x86_64", "aarch64")

# Allowed: files (Landlock and modes check paths), memory, time, waiting, signals to itself, connected sockets.
ALLOWED = """
read 0 63; write 1 64; readv 19 65; writev 20 66; pread64 17 67; pwrite64 18 68; preadv 295 69
pwritev 296 70; preadv2 327 286; pwritev2 328 287; lseek 8 62; close 3 57; close_range 436 436; dup 32 23
dup2 33 -; dup3 292 24; pipe 22 -; pipe2 293 59; poll 7 -; ppoll 271 73; select 23 -
pselect6 270 72; epoll_create 213 -; epoll_create1 291 20; epoll_ctl 233 21; epoll_wait 232 -
epoll_pwait 281 22; epoll_pwait2 441 441; eventfd 284 -; eventfd2 290 19; timerfd_create 283 85
timerfd_settime 286 86; timerfd_gettime 287 87; fsync 74 82; fdatasync 75 83; sync_file_range 277 84
flock 73 32; ftruncate 77 46; fallocate 285 47; fadvise64 221 223; sendfile 40 71
copy_file_range 326 285; creat 85 -; stat 4 -; lstat 6 -; fstat 5 80
newfstatat 262 79; statx 332 291; access 21 -; faccessat 269 48; faccessat2 439 439; readlink 89 -
readlinkat 267 78; getdents 78 -; getdents64 217 61; getcwd 79 17; chdir 80 49; fchdir 81 50; mkdir 83 -
mkdirat 258 34; rmdir 84 -; unlink 87 -; unlinkat 263 35; rename 82 -; renameat 264 38; renameat2 316 276
symlink 88 -; symlinkat 266 36; link 86 -; linkat 265 37; statfs 137 43; fstatfs 138 44; umask 95 166
mprotect 10 226; munmap 11 215; mremap 25 216; madvise 28 233; brk 12 214; msync 26 227
membarrier 324 283; rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139
sigaltstack 131 132; rt_sigpending 127 136; rt_sigsuspend 130 133; rt_sigtimedwait 128 137; pause 34 -
alarm 37 -; getitimer 36 102; setitimer 38 103; signalfd4 289 74; timer_create 222 107; timer_settime 223 110
timer_gettime 224 108; timer_getoverrun 225 109; timer_delete 226 111; exit 60 93; exit_group 231 94
getpid 39 172; getppid 110 173; gettid 186 178; getuid 102 174; geteuid 107 175; getgid 104 176
getegid 108 177; getresuid 118 148; getresgid 120 150; getgroups 115 158; getpgid 121 155; getpgrp 111 -
getsid 124 156; wait4 61 260; waitid 247 95; set_tid_address 218 96; set_robust_list 273 99
get_robust_list 274 100; futex 202 98; futex_waitv 449 449; futex_wake 454 454; futex_wait 455 455
futex_requeue 456 456; rseq 334 293; arch_prctl 158 -; uname 63 160; sysinfo 99 179; times 100 153
getrusage 98 165; getrlimit 97 163; sched_yield 24 124; sched_getaffinity 204 123
sched_getparam 143 121; sched_getscheduler 145 120; sched_get_priority_max 146 125
sched_get_priority_min 147 126; getpriority 140 141; getcpu 309 168; capget 125 90; restart_syscall 219 128
clock_gettime 228 113; clock_getres 229 114; clock_nanosleep 230 115; nanosleep 35 101; gettimeofday 96 169
time 201 -; getrandom 318 278; shutdown 48 210; getsockopt 55 209
getsockname 51 204; getpeername 52 205
"""

# Allowed for some arguments (see `_condition`).
CONDITIONAL = """
fcntl 72 25; openat 257 56; open 2 -
clone 56 220; kill 62 129; tgkill 234 131; prlimit64 302 261; prctl 157 167; socketpair 53 199; sendto 44 206
recvfrom 45 207; recvmsg 47 212; ioctl 16 29; mmap 9 222
"""

# Succeed without effect: changes of modes, owners and times of files, which Landlock does not restrict.
PRETENDED = """
chmod 90 -; fchmod 91 52; fchmodat 268 53; fchmodat2 452 452; chown 92 -; fchown 93 55; lchown 94 -
fchownat 260 54; utime 132 -; utimes 235 -; futimesat 261 -; utimensat 280 88
"""

# Fail as on a file system without extended attributes, which Python's functions for copying files expect.
UNSUPPORTED = """
setxattr 188 5; lsetxattr 189 6; fsetxattr 190 7; getxattr 191 8; lgetxattr 192 9; fgetxattr 193 10
listxattr 194 11; llistxattr 195 12; flistxattr 196 13; removexattr 197 14; lremovexattr 198 15
fremovexattr 199 16
"""

# Fail as on an older kernel, so that the C library falls back to calls whose arguments a filter can read.
ABSENT = """
clone3 435 435
"""


def numbers(table: str, machine: str) -> dict[str, int]:
    """Return the numbers of a table's calls on `machine`, by name."""
    column = 1 + ARCHITECTURES.index(machine)
    rows = [row.split() for row in table.replace("\n", ";").split(";")]
    return {row[0]: int(row[column]) for row in rows if row and row[column] != "-"}
