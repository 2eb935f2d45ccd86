"""The confinement of a worker: its layers, applied in an order in which none undoes another."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass, field

from autograder.sandbox.kernel import landlock, seccomp, users
from autograder.sandbox.kernel.die_with_parent import die_with_parent
from autograder.sandbox.kernel.libc import libc
from autograder.sandbox.kernel.platform_limits import LINUX, PR_SET_DUMPABLE
from autograder.sandbox.limits import Limits, MiB

LIBRARIES = 1024 * MiB  # of address space that NumPy and Matplotlib take at most
MAPPED = 192 * MiB  # of address space for files, such as libraries that a student imports


@dataclass
class Confinement:
    """The layers in force and what was prepared for them once; `apply` confines a new worker."""

    layers: tuple[str, ...]
    limits: Limits
    kept: tuple[int, ...]
    users: users.Users | None = None
    ruleset: landlock.Ruleset | None = None
    filter: bytes = b""
    step: str = "process"
    server: int = field(default_factory=os.getpid)

    @property
    def descriptors(self) -> tuple[int, ...]:
        """Return the descriptors that a worker inherits besides its line: of the import path and the Landlock rules."""
        return self.kept + ((self.ruleset.descriptor,) if self.ruleset else ())

    @property
    def uid_or_landlock(self) -> bool:
        """Return whether workers cannot read each other's memory even if they are dumpable."""
        return not {"uid", "landlock"}.isdisjoint(self.layers)

    def free_uid(self, taken: set[int]) -> int:
        """Return a user id for a new worker, 0 if it keeps that of this process."""
        return self.users.free(taken) if self.users else 0

    def hunted(self, uid: int) -> int:
        """Return the user whose processes are ended with a worker; 0 if it cannot have started any."""
        return 0 if "seccomp" in self.layers else uid

    def sweep(self, uid: int) -> None:
        """Delete the user's files outside the scratch directory if a worker could write there."""
        if uid and "landlock" not in self.layers:
            users.sweep(uid)

    def apply(self, directory: str, uid: int) -> None:
        """Confine this process, a new worker, to `directory`; the order of the layers matters."""
        os.setsid()
        if "limits" in self.layers:
            self.step = "limits"
            _go_first()
            _set_limits(self.limits, own_user=bool(uid))
        self.step = "uid"
        if uid:
            users.become(uid)
        elif LINUX and os.geteuid() == 0:
            users.drop_capabilities()
        os.chdir(directory)
        if LINUX:
            self._filter()

    def _filter(self) -> None:
        if self.uid_or_landlock:  # either protects it from other workers; the fork server must see which files it holds
            libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
        die_with_parent(self.server)
        seccomp.no_new_privileges()
        self.step = "landlock"
        if self.ruleset:
            self.ruleset.restrict()
            own = landlock.Ruleset(only_writing=True)  # the shared rules allow the parent of all workers' directories
            own.read_and_write(os.getcwd())
            own.restrict()
        self.step = "seccomp"
        if "seccomp" in self.layers:
            seccomp.install(self.filter, os.getpid())


def _go_first() -> None:
    """Make the kernel end this process first if a container (Gradescope's has 768 MB) runs out of memory."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("1000")
    except OSError:
        pass


def _set_limits(limits: Limits, own_user: bool) -> None:
    size, data, _ = memory_of("self")  # of the libraries that it inherits
    values = {
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": limits.cpu,
        "RLIMIT_AS": (size or LIBRARIES) + limits.memory + MAPPED,
        "RLIMIT_FSIZE": limits.file_size,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_MEMLOCK": 0,
    }
    if size:
        values["RLIMIT_DATA"] = data + limits.memory
    if own_user:  # processes are counted by user, so otherwise the grader's would count too
        values["RLIMIT_NPROC"] = limits.processes
    for name, value in values.items():
        hard = value + 1 if name == "RLIMIT_CPU" else value  # SIGXCPU first, SIGKILL a second later
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (value, hard))


def memory_of(pid: int | str) -> tuple[int, int, int]:
    """Return a process's bytes of address space, of it writable and private, and resident and private; else zeros."""
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            size, resident, shared, _, _, data, _ = (
                int(pages) * resource.getpagesize() for pages in file.read().split()
            )
    except OSError:  # it has ended, or the system does not say
        return 0, 0, 0
    return size, data, resident - shared
