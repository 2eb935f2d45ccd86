"""The first file a fork server runs, by path: it sets the import path, then hands over.

It is no part of a package import, so that the path is right before NumPy is imported.

A worker with a user of its own must import what it needs, yet cannot pass through a directory like /root (mode 700)
in which Python itself may lie. Such entries of the path are opened here, as root, and named by their descriptor:
/proc/self/fd/7 leads to the directory without passing through those above it.
"""

import json
import os
import stat
import sys


def open_entry(path, opened):
    """`path`, or a name for it that every user can follow; new descriptors are added to `opened`."""
    if all_may_pass(path):
        return path
    descriptor = os.open(path, os.O_PATH if os.path.isdir(path) else os.O_RDONLY)
    opened.append(descriptor)
    return f"/proc/self/fd/{descriptor}"


def all_may_pass(path):
    """May every user pass through every directory above `path`?"""
    above = os.path.dirname(os.path.realpath(path))
    while os.stat(above).st_mode & stat.S_IXOTH:
        if above == os.path.dirname(above):
            return True
        above = os.path.dirname(above)
    return False


def rename_loaded(names):
    """Make the modules that are loaded already look for their parts under the new names."""
    for module in list(sys.modules.values()):
        for name, new in names.items():
            if name != new and hasattr(module, "__path__"):
                module.__path__ = [new + p[len(name) :] if p.startswith(name + "/") else p for p in module.__path__]
    sys.path_importer_cache.clear()


def main(settings):
    """Set the path and run the server."""
    opened = []
    path = settings["path"]
    if sys.platform.startswith("linux") and os.geteuid() == 0:
        names = {entry: open_entry(entry, opened) for entry in path}
        rename_loaded(names)
        path = list(names.values())
    sys.path[:] = [*path, settings["root"]]
    from autograder.sandbox.kernel import fork_loop

    sys.path.remove(settings["root"])
    fork_loop.main(settings, tuple(opened))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
