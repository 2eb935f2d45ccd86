"""The layers of confinement that this machine offers.

Each layer is applied to a process that ends at once, and must be seen to hold before it counts as in force.
"""

from __future__ import annotations

import importlib
import os
import platform
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.sandbox.kernel import cleanup, landlock, seccomp, users
from autograder.sandbox.kernel.confinement import Confinement
from autograder.sandbox.kernel.landlock import readable
from autograder.sandbox.kernel.libc import libc
from autograder.sandbox.kernel.platform_limits import ALL, LINUX, hide_memory
from autograder.sandbox.limits import Limits

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWNET = 0x00020000, 0x04000000, 0x08000000, 0x40000000
MNT_DETACH = 2
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REC, MS_PRIVATE = 2, 4, 8, 16384, 1 << 18


def prepare(settings: dict[str, Any], base: str, limits: Limits, kept: tuple[int, ...]) -> Confinement:
    """Return the confinement by those of the wanted layers that hold on this machine.

    Args:
        settings: of the fork server, with the names of the wanted layers, None for all.
        base: the directory that contains the scratch directories.
        limits: of a worker.
        kept: descriptors that workers inherit.
    """
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


def _confinement(
    layers: tuple[str, ...],
    settings: dict[str, Any],
    base: str,
    limits: Limits,
    kept: tuple[int, ...],
    own_users: users.Users | None,
) -> Confinement:
    rules = None
    if "landlock" in layers:
        rules = landlock.Ruleset()
        rules.read(readable(settings["path"], settings["root"]))
        rules.read_and_write(base)
    calls = seccomp.template(platform.machine()) if "seccomp" in layers else b""
    return Confinement(layers, limits, kept, own_users if "uid" in layers else None, rules, calls)


def leave_scratch(base: str) -> None:
    """Unmount the scratch file system with everything in it, so that its directory can be deleted."""
    if LINUX:
        libc.umount2(base.encode(), MNT_DETACH)


def _leave_namespaces(base: str, limits: Limits) -> bool:
    """Move to new namespaces of network, host name, message queues and mounts; return False if that is not allowed.

    The new network is empty. Scratch directories are then in memory, in a file system of limited size that other
    processes do not see and that disappears with this process.
    """
    if libc.unshare(CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNS) != 0:
        return False
    options = f"mode=711,size={users.PER_SLOT * limits.disk},nr_inodes={users.PER_SLOT * limits.disk_entries}"
    if libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) == 0:
        libc.mount(b"scratch", base.encode(), b"tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options.encode())
    return True


def failing_layer(confinement: Confinement, base: str, root: str) -> str:
    """Return the first layer that cannot be applied here or does not hold, "" if all hold."""
    uid = confinement.free_uid(set())
    try:
        directory = cleanup.make(base, uid)
    except PermissionError:  # a root user that may not change the owner of a file
        return "uid"
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        _try(confinement, directory, uid, root, write)
    os.close(write)
    with open(read, encoding="ascii") as answer:
        failing = answer.read()
    cleanup.end(pid, uid, set(), grace=1.0)
    cleanup.remove(directory)
    if failing == "process":
        raise OSError("a worker process cannot be set up on this machine")
    return failing


def _try(confinement: Confinement, directory: str, uid: int, root: str, report: int) -> None:
    """Apply the layers in the child, test each, report the name of the first that fails, and exit."""
    failing = ""
    try:
        confinement.apply(directory, uid)
        for name, holds in (("uid", _user_holds), ("landlock", _files_hold), ("seccomp", _calls_hold)):
            if name in confinement.layers and not holds(uid, root):
                failing = name
                break
    except BaseException:
        failing = confinement.step
    os.write(report, failing.encode("ascii"))
    os._exit(0)


def _user_holds(uid: int, root: str) -> bool:
    """Return True if this process has the other user id and can still import modules."""
    importlib.import_module("colorsys")
    Path("probe").write_text("")
    return os.getresuid() == (uid, uid, uid) and os.getgroups() == []


def _files_hold(uid: int, root: str) -> bool:
    return _refused(lambda: Path(root, "autograder", "__init__.py").read_text())


def _calls_hold(uid: int, root: str) -> bool:
    return _refused(socket.socket) and _refused(_fork)


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except PermissionError:
        return True
    return False
