"""The layers between a student's code and everything else: which this machine offers, and putting them on in order.

Each is tried out on a process that then ends, and seen to hold, before it is said to be in force.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
from dataclasses import dataclass
from typing import Any

from . import landlock, seccomp, users
from .limits import Limits
from .protection import ALL, LINUX, hide_memory
from .readable import readable
from .trial import failing_layer

PR_SET_PDEATHSIG, SIGKILL = 1, 9
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWNET = 0x00020000, 0x04000000, 0x08000000, 0x40000000
MNT_DETACH = 2
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 16384, 1 << 18


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

    @property
    def descriptors(self) -> tuple[int, ...]:
        """What a worker inherits besides its line: directories of the import path, the Landlock rules."""
        return self.kept + ((self.ruleset.descriptor,) if self.ruleset else ())

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
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)  # a worker ends with its server
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


def prepare(settings: dict[str, Any], base: str, limits: Limits, kept: tuple[int, ...]) -> Confinement:
    """Find out which of the wanted layers hold here; `base` is where scratch directories lie."""
    layers = ALL if settings["layers"] is None else tuple(name for name in ALL if name in settings["layers"])
    if "undumpable" in layers:
        hide_memory()
    own_users = users.Users(settings["slot"]) if "uid" in layers and LINUX and os.geteuid() == 0 else None
    available = {
        "process": True,
        "limits": True,
        "uid": own_users is not None,
        "netns": LINUX and "netns" in layers and _leave_namespaces(base, limits),
        "landlock": LINUX and landlock.version() > 0,
        "seccomp": LINUX and seccomp.supported(),
        "undumpable": LINUX,
    }
    layers = tuple(name for name in layers if available[name])
    while True:
        confinement = _confinement(layers, settings, base, limits, kept, own_users)
        failing = failing_layer(confinement, base, settings["root"])
        if not failing:
            return confinement
        layers = tuple(name for name in layers if name != failing)


def _confinement(layers: tuple[str, ...], settings: dict[str, Any], base: str, limits: Limits, kept: tuple[int, ...],
                 own_users: users.Users | None) -> Confinement:
    rules = None
    if "landlock" in layers:
        rules = landlock.Ruleset()
        rules.read(readable(settings["path"], settings["root"]))
        rules.read_and_write(base)
    calls = seccomp.template(platform.machine()) if "seccomp" in layers else b""
    return Confinement(layers, limits, kept, own_users if "uid" in layers else None, rules, calls)


def _go_first() -> None:
    """Where memory runs out for a whole container (Gradescope's has 768 MB), let it be this process that is ended."""
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("1000")
    except OSError:
        pass


def leave_scratch(base: str) -> None:
    """Take the scratch file system away, with everything in it, so that the directory below it can be deleted."""
    if LINUX:
        ctypes.CDLL(None).umount2(base.encode(), MNT_DETACH)


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


def _leave_namespaces(base: str, limits: Limits) -> bool:
    """Move to a network, host name, message queues and mounts of our own; False if that is not allowed.

    Nothing is on that network. Scratch directories then lie in memory, in a file system of limited size that nobody else
    sees and that goes with us.
    """
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNS) != 0:
        return False
    options = f"mode=711,size={users.PER_SLOT * limits.disk},nr_inodes={users.PER_SLOT * limits.disk_entries}"
    if library.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) == 0:
        library.mount(b"scratch", base.encode(), b"tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options.encode())
    return True
