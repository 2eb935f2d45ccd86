"""A trial of the layers on a process that ends at once: each has to be seen to hold."""

from __future__ import annotations

import importlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

from autograder.sandbox.kernel import cleanup
from autograder.sandbox.kernel.confinement import Confinement


def failing_layer(confinement: Confinement, base: str, root: str) -> str:
    """The first layer that cannot be put on here or does not hold, "" if all do."""
    uid = confinement.free_uid(set())
    try:
        directory = cleanup.make(base, uid)
    except PermissionError:  # root in name only: it may not give a file away
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
    """The child: put the layers on, test each, write the name of the first that fails, end."""
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
    """Another user, who can still import what was not imported before."""
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
