"""Declarations of all questions: one module or package per assignment, each with an `ASSIGNMENT`."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder import paths
from autograder.questions.schema import Assignment

# Names that an assignment must not have, since modules of this package or of student folders use them.
RESERVED = frozenset(
    {"schema", "vocabulary", "experiments", "domain", "regimes", "covering", "kept_draws", "ways", "typed", "quiz_bank"}
) | frozenset({"checks", "public_checks", "figures", "tests", "numpy", "np", "otter"})


_importing = threading.RLock()


class UnknownAssignment(ValueError):
    """No assignment has that name; the message lists the existing ones."""


class BadDeclaration(ValueError):
    """A module of questions cannot be imported; the message names file, line and question."""


def names() -> tuple[str, ...]:
    """Return the names of all assignments, the course's own included, in alphabetical order."""
    _follow_course()
    modules = {module.name for module in pkgutil.iter_modules(__path__)}
    return tuple(sorted(modules - RESERVED))


def find(name: str) -> Assignment:
    """Return the assignment of that name.

    Raises:
        UnknownAssignment: no assignment has that name.
        BadDeclaration: its questions cannot be imported.
    """
    _follow_course()
    # Loaded modules skip the folder listing, which takes longer than writing a student's pages.
    if (f"{__name__}.{name}" not in sys.modules or name in RESERVED) and name not in names():
        raise UnknownAssignment(f"there is no assignment {name!r}; there are {', '.join(names())}.")
    loaded = getattr(sys.modules.get(f"{__name__}.{name}"), "ASSIGNMENT", None)
    if loaded is not None:
        return loaded
    with naming(f"the questions of {name} cannot be read"), _importing:  # another thread may be importing it
        module = importlib.import_module(f"{__name__}.{name}")
    assignment = getattr(module, "ASSIGNMENT", None)
    if not isinstance(assignment, Assignment) or assignment.name != name:
        raise BadDeclaration(f'{module.__file__}: it must end with `ASSIGNMENT = Assignment("{name}", …)`.')
    return assignment


@contextmanager
def naming(consequence: str) -> Iterator[None]:
    """Turn an error of code in a module of questions into a sentence with file, line and question.

    Args:
        consequence: what cannot be done because of it, such as "the cases of q1_slope cannot be drawn".

    Raises:
        BadDeclaration: such an error occurred.
    """
    try:
        yield
    except BadDeclaration:
        raise
    except Exception as error:
        sentence = _where(error)
        if not sentence:
            raise
        raise BadDeclaration(f"{sentence}, so {consequence}.") from error


def _follow_course() -> None:
    """Put the course's own folder of questions before the package's, and unload the modules of another course."""
    own = paths.own_questions()
    places = [str(place) for place in (own, paths.QUESTIONS) if place]
    if list(__path__) == places:
        return
    changed = {place for place in (*__path__, *places) if Path(place) != paths.QUESTIONS}
    declared = {module.name for module in pkgutil.iter_modules(sorted(changed))}
    for module in list(sys.modules):
        if module.startswith(f"{__name__}.") and module.split(".")[2] in declared:
            del sys.modules[module]
    __path__[:] = places
    importlib.invalidate_caches()


def _where(error: Exception) -> str:
    """Return file, line and error of a fault in a module of questions or in a bank; "" for a fault elsewhere."""
    from autograder.questions.quiz_bank import BankError

    if isinstance(error, BankError):
        return str(error).removesuffix(".")
    if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("autograder"):
        return ""  # a package is not installed: the command line names the extra to install
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}, line {error.lineno}: {error.msg}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_declaration(frame.filename)]
    frames = [frame for frame in frames if Path(frame.filename).stem not in RESERVED] or frames
    if not frames:
        return ""
    last = frames[-1]
    question = next((part for part in Path(last.filename).parts[::-1] if re.match(r"q\d+_", part)), "")
    about = f" ({question.removesuffix('.py')})" if question else ""
    return f"{last.filename}, line {last.lineno}{about}: {type(error).__name__}: {error}"


def _is_declaration(file: str) -> bool:
    path = Path(file)
    return path != Path(__file__) and any(path.is_relative_to(place) for place in map(Path, __path__))
