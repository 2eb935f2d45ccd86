"""Serve the answers of stand-ins under limits, until the judge closes the pipe; run by path in a process of its own."""

from __future__ import annotations

import json
import sys

TYPE_CHECKING = False  # as in typing, which this file need not import
if TYPE_CHECKING:
    from typing import Any


def main(settings: dict[str, Any]) -> None:
    """Import the references, give up all rights and answer calls."""
    sys.path[:] = settings["path"]
    import importlib
    import os
    import warnings
    from pathlib import Path

    import numpy as np

    from autograder.checks.normalize_values import plain
    from autograder.sandbox.kernel.bootstrap import open_entry, rename_loaded
    from autograder.sandbox.wire.messages import HEADER, opened, pack, sizes

    modules = {name: importlib.import_module(name) for name in settings["modules"]}
    if sys.platform.startswith("linux") and os.geteuid() == 0:
        # Python may be installed where other users have no access.
        names = {entry: open_entry(entry, []) for entry in sys.path if Path(entry).exists()}
        rename_loaded(names)
        sys.path[:] = names.values()
    line, out = sys.stdin.buffer, sys.stdout.buffer
    give_up_rights(settings)
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")

    def send(message: list[Any]) -> None:
        out.write(pack(message))
        out.flush()

    def answer(module: str, name: str, arguments: list[Any], named: dict[str, Any]) -> list[Any]:
        function: Any = modules[module]
        for word in name.split("."):
            function = getattr(function, word)
        try:
            return ["answered", plain(function(*arguments, **named))]
        except MemoryError:
            os._exit(1)
        except Exception as error:
            return ["raised", str(error)[:300]]

    send(["ready", ""])
    while header := line.read(HEADER.size):
        message, _ = opened(header + line.read(sum(sizes(header))))
        alarm(settings["seconds"])
        reply = answer(*message[1:])
        alarm(0)
        send(reply)


def alarm(seconds: float) -> None:
    """Have the kernel end this process after so many seconds of processor time; 0 turns the alarm off."""
    import signal

    signal.setitimer(signal.ITIMER_PROF, seconds)


def give_up_rights(settings: dict[str, Any]) -> None:
    """Change to an unprivileged user, limit memory, forbid files, and end when the judge ends."""
    import ctypes
    import os
    import resource
    import signal
    from pathlib import Path

    if os.geteuid() == 0:
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        except OSError:  # a container that lets nobody change the user
            pass
    held = 0
    if sys.platform.startswith("linux"):
        # Set after the change of user, which resets it.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != settings["parent"]:
            os._exit(0)
        held = int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    if held:
        limits[resource.RLIMIT_AS] = held + settings["memory"]
    for limit, most in limits.items():
        try:
            resource.setrlimit(limit, (most, most))
        except (OSError, ValueError):
            pass


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
