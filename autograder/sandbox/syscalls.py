"""System call numbers by name for x86_64 and aarch64, from Linux 6.18's tables; "-" where an architecture has none.

Whatever is not listed is refused (see seccomp.py).
"""

from __future__ import annotations

ARCHITECTURES = ("x86_64", "aarch64")

# Let through: files (Landlock and modes judge paths), memory, time, waiting, own signals, connected sockets.
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
mmap 9 222; mprotect 10 226; munmap 11 215; mremap 25 216; madvise 28 233; brk 12 214; msync 26 227
membarrier 324 283; rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139
sigaltstack 131 132; rt_sigpending 127 136; rt_sigsuspend 130 133; rt_sigtimedwait 128 137; pause 34 -
alarm 37 -; getitimer 36 102; setitimer 38 103; signalfd4 289 74; timer_create 222 107; timer_settime 223 110
timer_gettime 224 108; timer_getoverrun 225 109; timer_delete 226 111; exit 60 93; exit_group 231 94
getpid 39 172; getppid 110 173; gettid 186 178; getuid 102 174; geteuid 107 175; getgid 104 176
getegid 108 177; getresuid 118 148; getresgid 120 150; getgroups 115 158; getpgid 121 155; getpgrp 111 -
getsid 124 156; wait4 61 260; waitid 247 95; set_tid_address 218 96; set_robust_list 273 99
get_robust_list 274 100; futex 202 98; futex_waitv 449 449; futex_wake 454 454; futex_wait 455 455
futex_requeue 456 456; rseq 334 293; arch_prctl 158 -; uname 63 160; sysinfo 99 179; times 100 153
getrusage 98 165; getrlimit 97 163; setrlimit 160 164; sched_yield 24 124; sched_getaffinity 204 123
sched_getparam 143 121; sched_getscheduler 145 120; sched_get_priority_max 146 125
sched_get_priority_min 147 126; getpriority 140 141; getcpu 309 168; capget 125 90; restart_syscall 219 128
clock_gettime 228 113; clock_getres 229 114; clock_nanosleep 230 115; nanosleep 35 101; gettimeofday 96 169
time 201 -; getrandom 318 278; recvfrom 45 207; recvmsg 47 212; shutdown 48 210; getsockopt 55 209
setsockopt 54 208; getsockname 51 204; getpeername 52 205
"""

# Let through for some arguments only; see seccomp.py.
CONDITIONAL = """
fcntl 72 25; openat 257 56; open 2 -
clone 56 220; kill 62 129; tgkill 234 131; prlimit64 302 261; prctl 157 167; socketpair 53 199; sendto 44 206
ioctl 16 29
"""

# Answered with success and not done: file modes, owners and times, which Landlock does not guard.
PRETENDED = """
chmod 90 -; fchmod 91 52; fchmodat 268 53; fchmodat2 452 452; chown 92 -; fchown 93 55; lchown 94 -
fchownat 260 54; utime 132 -; utimes 235 -; futimesat 261 -; utimensat 280 88
"""

# Answered as by a file system without extended attributes; Python's own copying functions expect that.
UNSUPPORTED = """
setxattr 188 5; lsetxattr 189 6; fsetxattr 190 7; getxattr 191 8; lgetxattr 192 9; fgetxattr 193 10
listxattr 194 11; llistxattr 195 12; flistxattr 196 13; removexattr 197 14; lremovexattr 198 15
fremovexattr 199 16
"""

# Answered as by an older kernel, so that the C library falls back to calls whose arguments a filter can read.
ABSENT = """
clone3 435 435
"""


def numbers(table: str, machine: str) -> dict[str, int]:
    """The calls of one of the tables above on `machine`, by name."""
    column = 1 + ARCHITECTURES.index(machine)
    rows = [row.split() for row in table.replace("\n", ";").split(";")]
    return {row[0]: int(row[column]) for row in rows if row and row[column] != "-"}
