"""What confines a worker: the layers in force, put on in an order in which none undoes another."""

from __future__ import annotations

import os
import resource
from dataclasses import dataclass, field

from autograder.sandbox.kernel import landlock, seccomp, users
from autograder.sandbox.kernel.die_with_parent import die_with_parent
from autograder.sandbox.kernel.libc import libc
from autograder.sandbox.kernel.platform_limits import LINUX, PR_SET_DUMPABLE
from autograder.sandbox.limits import Limits


@dataclass
class Confinement:
    """The layers in force, with what was prepared for them once; `apply` puts them on a new worker."""

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
        """What a worker inherits besides its line: directories of the import path, the Landlock rules."""
        return self.kept + ((self.ruleset.descriptor,) if self.ruleset else ())

    @property
    def uid_or_landlock(self) -> bool:
        """Return whether no worker may look into another's memory even where that is not hidden."""
        return not {"uid", "landlock"}.isdisjoint(self.layers)

    def free_uid(self, taken: set[int]) -> int:
        """A user id for a new worker, 0 if it keeps ours."""
        return self.users.free(taken) if self.users else 0

    def hunted(self, uid: int) -> int:
        """The user whose processes are looked for at a worker's end; 0 where no process can have been started."""
        return 0 if "seccomp" in self.layers else uid

    def sweep(self, uid: int) -> None:
        """Delete files outside the scratch directory, where a worker could write any."""
        if uid and "landlock" not in self.layers:
            users.sweep(uid)

    def apply(self, directory: str, uid: int) -> None:
        """Confine this process, a new worker, to `directory`. What is put on later could undo what came before."""
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
        if self.uid_or_landlock:  # either keeps other workers out; its server has to see which files it holds
            libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
        die_with_parent(self.server)
        seccomp.no_new_privileges()
        self.step = "landlock"
        if self.ruleset:
            self.ruleset.restrict()
            own = landlock.Ruleset(only_writing=True)  # the shared rules allow the directory that all workers' lie in
            own.read_and_write(os.getcwd())
            own.restrict()
        self.step = "seccomp"
        if "seccomp" in self.layers:
            seccomp.install(self.filter, os.getpid())


def _go_first() -> None:
    """Where memory runs out for a whole container (Gradescope's has 768 MB), let it be this process that is ended."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("1000")
    except OSError:
        pass


def _set_limits(limits: Limits, own_user: bool) -> None:
    values = {
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": limits.cpu,
        "RLIMIT_AS": limits.memory,
        "RLIMIT_FSIZE": limits.file_size,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_MEMLOCK": 0,
    }
    if own_user:  # counted by user: a limit on our own would count the grader's processes too
        values["RLIMIT_NPROC"] = limits.processes
    for name, value in values.items():
        hard = value + 1 if name == "RLIMIT_CPU" else value  # SIGXCPU first, SIGKILL a second later
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (value, hard))
