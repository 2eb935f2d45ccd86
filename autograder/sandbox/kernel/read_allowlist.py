"""Which files a worker may read: the interpreter, its libraries and fonts; not the grader, nor anything of the user's."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/fonts", "/usr/local/share/fonts",
    "/usr/share/zoneinfo", "/usr/share/locale", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts",
    "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
)  # fmt: skip
OURS = ("autograder", "reference_impl", "otter")  # the grader, its truth, and the harness that may hold tests


def readable(path: Iterable[str], root: str) -> list[str]:
    """The files and directories to allow, for the import path `path` and the directory `root` that holds the grader.

    An installed grader lies among the libraries; there every neighbour is allowed by name and it is not.
    """
    resolve = getattr(os.path.realpath, "__wrapped__", os.path.realpath)  # not to the names that bootstrap.py gives
    entries = {resolve(entry) for entry in path if os.path.exists(entry)}
    root = resolve(root)
    if not _is_library(root):
        entries.discard(root)
    hidden = {resolve(os.path.join(entry, name)) for entry in {*entries, root} for name in OURS}
    allowed: list[str] = []
    for top in sorted({*entries, *(resolve(name) for name in SYSTEM if os.path.exists(name))}):
        allowed.extend(_without(top, hidden))
    return sorted(set(allowed))


def _without(top: str, hidden: set[str]) -> Iterator[str]:
    """`top` if nothing hidden lies in it, else what lies in it beside the hidden."""
    if top in hidden or os.path.basename(top).startswith(("nnhw", "__editable__")):
        return
    inside = {name for name in hidden if name.startswith(top + os.sep) and os.path.exists(name)}
    if not inside:
        yield top
        return
    for entry in os.scandir(top):
        yield from _without(os.path.join(top, entry.name), inside)


def _is_library(directory: str) -> bool:
    return os.path.basename(directory) in ("site-packages", "dist-packages")
