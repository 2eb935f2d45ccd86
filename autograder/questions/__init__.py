"""What is judged, declared once for each question. One module or package an assignment, each with `ASSIGNMENT`."""

from __future__ import annotations

import importlib
import pkgutil
import sys

from autograder.questions.schema import Assignment

# Names in this package and beside it that no assignment may take.
RESERVED = frozenset({"schema", "checks", "figures", "tests", "numpy", "np", "otter"})


class UnknownAssignment(ValueError):
    """There is no assignment of that name; the message lists those there are."""


def names() -> tuple[str, ...]:
    """The assignments there are, in alphabetical order."""
    found = {module.name for module in pkgutil.iter_modules(__path__)}
    return tuple(sorted(found - RESERVED))


def find(name: str) -> Assignment:
    """The assignment of that name."""
    # What is loaded is there: to look at the folder takes longer than to write a student's pages.
    if (f"{__name__}.{name}" not in sys.modules or name in RESERVED) and name not in names():
        raise UnknownAssignment(f"there is no assignment {name!r}; there are {', '.join(names())}.")
    return importlib.import_module(f"{__name__}.{name}").ASSIGNMENT
