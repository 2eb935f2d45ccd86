"""What is said of statements that failed and were skipped: where, why, and what they would have defined."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.sandbox.program import CellError, Loaded, Program

MOST_NOTES = 20
MOST_NAMES = 5


def skipped_notes(loaded: Loaded, program: Program) -> tuple[str, ...]:
    """Return a sentence for each statement that was skipped, save where a cell that no answer needs was cut short."""
    errors = [error for error in loaded.errors if error.error != "TimeoutError" or error.cell not in program.brief]
    notes = [_sentence(error, program) for error in errors[:MOST_NOTES]]
    if len(errors) > MOST_NOTES:
        notes.append(f"{len(errors) - MOST_NOTES} more statements failed and were skipped.")
    return tuple(notes)


def skipped_names(loaded: Loaded, program: Program) -> dict[str, str]:
    """Return the names that skipped statements would have defined and nothing else did, each with where that was."""
    found: dict[str, str] = {}
    for error in loaded.errors:
        for name in error.names:
            if name not in loaded.names:
                found.setdefault(name, _where(error, program))
    return found


def _sentence(error: CellError, program: Program) -> str:
    where = _where(error, program)
    verb = "was made plainer" if error.plainer else "was skipped" if "line" in where else "was not run"
    if error.error == "LeftOut":
        return f"{where} was left out: {error.message}{_lost(error.names)}"
    reason = f"{error.error}: {error.message}".rstrip(": ")
    inside = f" (in {error.line})" if error.line and not error.line.startswith(f"{where}:") else ""
    instead = f"; it defined {error.plainer}" if error.plainer else _lost(error.names)
    return f"{where} {verb}: {reason}{inside}{instead}"


def _where(error: CellError, program: Program) -> str:
    """Return the place of a statement, as "cell 3, line 7" or "work.py, line 7"; of a whole cell its number."""
    if error.place:
        return f"{_source(error, program)}, line {error.first_line}"
    in_module = error.line and not error.line.startswith((_source(error, program), "cell "))
    return error.line.partition(":")[0] if in_module else _source(error, program)


def _source(error: CellError, program: Program) -> str:
    return program.main if program.kind == "script" else f"cell {error.cell}"


def _lost(names: Iterable[str]) -> str:
    names = list(names)
    if not names:
        return ""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"; it would have defined {', '.join(names[:MOST_NAMES])}{more}"
