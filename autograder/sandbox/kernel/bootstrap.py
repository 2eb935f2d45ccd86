"""The first file that a fork server runs, by path: it sets the import path, then calls the fork loop.

It is run as a file, not imported from the package, so that the path is right before NumPy is imported.

A worker with its own user id must import what it needs, but cannot pass through a directory like /root (mode 700) in
which Python itself may be installed. Such entries of the path are opened here, as root, and named by their descriptor:
/proc/self/fd/7 leads to the directory without passing through its parents. Packages also find there what they read
later (Matplotlib's fonts and styles, Python's encodings), since `sys.prefix` is renamed in the same way, and
`os.path.realpath` returns the new names.
"""

from __future__ import annotations

import json
import os
import stat
import sys

TYPE_CHECKING = False  # as in typing, which this file need not import
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def open_entry(path: str, opened: list[int]) -> str:
    """Return `path`, or a name for it that every user can follow; append new descriptors to `opened`."""
    if all_may_pass(path):
        return path
    descriptor = os.open(path, os.O_PATH if os.path.isdir(path) else os.O_RDONLY)
    opened.append(descriptor)
    return f"/proc/self/fd/{descriptor}"


def all_may_pass(path: str) -> bool:
    """Return True if every user may pass through every directory above `path`."""
    above = os.path.dirname(os.path.realpath(path))
    while os.stat(above).st_mode & stat.S_IXOTH:
        if above == os.path.dirname(above):
            return True
        above = os.path.dirname(above)
    return False


def rename_loaded(names: dict[str, str]) -> None:
    """Make the modules that are already loaded look for their parts under the new names."""
    for module in list(sys.modules.values()):
        for name, new in names.items():
            if name != new and hasattr(module, "__path__"):
                module.__path__ = [renamed(p, [(name, new)]) for p in module.__path__]
            file = getattr(module, "__file__", None)
            if name != new and isinstance(file, str):
                module.__file__ = renamed(file, [(name, new)])
    sys.path_importer_cache.clear()


def renamed(path: str, names: Iterable[tuple[str, str]]) -> str:
    """Return `path` under the new name of the innermost directory above it that has one."""
    for name, new in names:
        if path == name or path.startswith(name + "/"):
            return new + path[len(name) :]
    return path


def keep_names_open(names: dict[str, str]) -> None:
    """Make `os.path.realpath`, which pathlib uses too, return only names that a worker can follow."""
    innermost_first = sorted(names.items(), key=lambda pair: -len(pair[0]))
    resolve: Any = os.path.realpath

    def realpath(filename: Any, **how: Any) -> Any:
        path = resolve(filename, **how)
        return renamed(path, innermost_first) if isinstance(path, str) else path

    vars(realpath)["__wrapped__"] = resolve
    vars(os.path)["realpath"] = realpath
    for name in ("prefix", "exec_prefix", "base_prefix", "base_exec_prefix"):
        setattr(sys, name, renamed(getattr(sys, name), innermost_first))


def main(settings: dict[str, Any]) -> None:
    """Set the path and run the server."""
    opened: list[int] = []
    path = settings["path"]
    if sys.platform.startswith("linux") and os.geteuid() == 0:
        names = {entry: open_entry(entry, opened) for entry in path}
        rename_loaded(names)
        path = list(names.values())
        places = {os.path.realpath(place) for place in (*names, sys.prefix, sys.base_prefix)}
        closed = {place for place in places if not all_may_pass(place)}
        if closed:
            keep_names_open({place: open_entry(place, opened) for place in closed})
    sys.path[:] = [*path, settings["root"]]
    from autograder.sandbox.kernel import fork_loop

    sys.path.remove(settings["root"])
    fork_loop.main(settings, tuple(opened))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
