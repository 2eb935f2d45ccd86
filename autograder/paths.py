"""Locations of the project's data: solutions, hand-outs, locks. No other module computes them.

In a clone the folders are beside the package. In an installed wheel they are inside it, under `autograder/data/`. In the
grading image on Gradescope only `assignments/` exists, beside the package.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_BESIDE = PACKAGE.parent
_INSIDE = PACKAGE / "data"


class MissingDataError(RuntimeError):
    """Part of the project's data is not installed; the message says what to do."""


def _folder(name: str) -> Path:
    inside = _INSIDE / name
    return inside if inside.is_dir() else _BESIDE / name


# Where each kind of data is if it is installed; `require` says so when it is not.
SOLUTIONS = _folder("solutions")
ASSIGNMENTS = _folder("assignments")
LOCKS = _folder("locks")
# Output of a clone's own course; not part of an installation.
PROJECT = _BESIDE
CACHE = _BESIDE / ".cache"


def require(path: Path) -> Path:
    """Return `path`, a file or folder of the project's data.

    Raises:
        MissingDataError: nothing is there.
    """
    if not path.exists():
        raise MissingDataError(
            f"{path} is missing: this installation of nnhw is incomplete. Install it again from a wheel, or run it in a clone."
        )
    return path
