"""Describe code that did not run, and flag questions for review whose right work may be in it.

A question is flagged if one of its names came out empty although the submission defines it, in code that was skipped
or where nothing runs. Wrong answers and unmodified stubs are not flagged.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from autograder.judge.result import QuestionResult, Result
from autograder.judge.substitutes import is_blank
from autograder.judge.verdict import JudgedQuestion, is_empty_value
from autograder.questions.schema import Read
from autograder.sandbox.program import CellError, Loaded, Program

if TYPE_CHECKING:
    from autograder.intake import Submission


# What no Python can parse is searched for definitions when the submission is read, as is code for a newer Python.
NO_PYTHON = ("SyntaxError", "IndentationError", "TabError")


def flagged(
    record: Result,
    submission: Submission,
    first: Mapping[str, JudgedQuestion],
    loaded: Loaded,
    program: Program,
) -> Result:
    """Return the record with `needs_review` and a note on each question whose work may not have run.

    Args:
        record: the record of the submission.
        submission: the submission as intake read it.
        first: the first verdicts.
        loaded: the outcome of loading the submission.
        program: the code that was run.
    """
    loaded = replace(loaded, errors=tuple(error for error in loaded.errors if error.error not in NO_PYTHON))
    skipped = skipped_names(loaded, program)
    wrong = {q.id: first[q.id] for q in record.questions if q.id in first and q.points != q.max}
    lost = _lost(wrong.values(), submission, loaded, skipped)
    words = {name: text for name, text in submission.doubtful_words.items() if name not in record.written}
    words |= {
        name: EMPTY.format(name, f"in code that was skipped ({skipped[name]})")
        for name in submission.made_by_running
        if name in skipped and name not in record.written
    }
    sentences = {q.id: words.get(q.id, "") for q in record.questions if not q.parts}
    parts = [part for q in record.questions for part in q.parts]
    if parts and all(part.verdict == "crash" for part in parts):
        sentences |= dict.fromkeys(wrong, NO_CALL_CAME_BACK)
    elif len(wrong) > 1 and all(part.verdict in RAISED for part in parts):
        sentences |= dict.fromkeys(wrong, EVERY_CALL_RAISED)
    else:
        sentences |= {name: _sentence(judged, lost, submission, loaded) for name, judged in wrong.items()}
        shadowed = loaded.names & vars(builtins).keys()
        for q in record.questions:
            if q.id in wrong and not sentences[q.id] and any(part.verdict in RAISED for part in q.parts):
                sentence = _unimported(q, loaded, skipped)
                sentences[q.id] = sentence or (_shadowing(wrong[q.id], submission, shadowed) if shadowed else "")
    if not any(sentences.values()):
        return record
    return replace(record, questions=tuple(_flag(q, sentences.get(q.id, "")) for q in record.questions))


NO_CALL_CAME_BACK = "Every call of every function ended the Python process, so something else than the answers does: a person looks at it."


EVERY_CALL_RAISED = (
    "Every call of every function raised an exception, so its cause may be outside the answers: a person looks at it."
)
RAISED = ("error", "crash")


_UNDEFINED = re.compile(r"NameError: name '(\w+)' is not defined")
LIBRARIES = frozenset(("np", "numpy", "math", "cmath", "random", "plt", "matplotlib", "scipy", "sp", "pd", "itertools", "functools", "copy", "torch"))  # fmt: skip


def _unimported(question: QuestionResult, loaded: Loaded, skipped: Mapping[str, str]) -> str:
    """Return a sentence about a name that the answer uses and that a skipped statement would have defined, or an import."""
    texts = " ".join(f"{part.message} {part.hidden_message}" for part in question.parts if part.verdict in RAISED)
    for name in _UNDEFINED.findall(texts):
        if name in skipped:
            return (
                f"It needs {name}, which is defined in code that was skipped ({skipped[name]}): a person looks at it."
            )
        if name in LIBRARIES - loaded.names:
            return f"It needs {name}, which the submission imports nowhere: a person looks at it."
    return ""


def _shadowing(judged: JudgedQuestion, submission: Submission, shadowed: frozenset[str]) -> str:
    """Return a sentence about a function of Python's that the answer uses and that the submission has redefined."""
    for name in sorted(_read_by(judged.cases.question.owns, submission) & shadowed):
        return f"It uses Python's {name}, which the submission defines as something else: a person looks at it."
    return ""


def _flag(question: QuestionResult, sentence: str) -> QuestionResult:
    if not sentence:
        return question
    return replace(question, needs_review=True, note=f"{question.note} {sentence}".strip())


EMPTY = "{} came out empty, although it is defined {}: a person looks at it."


def _lost(
    wrong: Iterable[JudgedQuestion], submission: Submission, loaded: Loaded, skipped: Mapping[str, str]
) -> dict[str, str]:
    """Return the place of the definition of each name that came out empty although it is defined."""
    places = {name: _where(name, submission, loaded, skipped) for judged in wrong for name in _empty_names(judged)}
    return {name: where for name, where in places.items() if where}


def _sentence(judged: JudgedQuestion, lost: Mapping[str, str], submission: Submission, loaded: Loaded) -> str:
    owned = judged.cases.question.owns
    for name in owned:
        if name in lost:
            return EMPTY.format(name, lost[name])
    bare = {error.plainer: error for error in loaded.errors if error.plainer}
    for name in owned:
        error = bare.get(f"{name} without decorators")
        if error is not None:
            return f"{name} ran without its decorators ({error.error}: {error.message}): a person looks at it."
    for name in owned:
        if name in submission.rebound:
            return (
                f"{name} is defined in {submission.attempted.get(name, 'the submission')} and then set to something else "
                f"({submission.rebound[name]}): a person looks at it."
            )
    for name in _read_by(owned, submission) & submission.rebound.keys() if submission.rebound else ():
        return f"It needs {name}, which is set to something else ({submission.rebound[name]}): a person looks at it."
    for name in _read_by(owned, submission) & lost.keys() if lost else ():
        return f"It needs {name}, which is defined {lost[name]}: a person looks at it."
    for name in owned:
        if name in submission.coroutines:
            return (
                f"{name} is defined by `async def` ({submission.coroutines[name]}), so that a call of it returns a "
                "coroutine: a person looks at it."
            )
    return f"{submission.doubt} A person looks at it." if submission.doubt else ""


def _read_by(names: Iterable[str], submission: Submission) -> set[str]:
    """Return the names that definitions of `names` read, and those that the definitions of these read, and so on."""
    reads: dict[str, set[str]] = {}
    for binding in (binding for source in submission.facts for facts in source for binding in facts.bindings):
        reads.setdefault(binding.name, set()).update(binding.reads)
    known: set[str] = set()
    waiting = list(names)
    while waiting:
        new = reads.get(waiting.pop(), set()) - known
        known |= new
        waiting += new
    return known


def _where(name: str, submission: Submission, loaded: Loaded, skipped: Mapping[str, str]) -> str:
    """Return the place of a name's definition that did not run; "" if it ran or does not exist."""
    if name in skipped:
        return f"in code that was skipped ({skipped[name]})"
    if name in submission.attempted:
        ran = name in loaded.names and not any(name in error.names for error in loaded.errors)
        return "" if ran else f"in code that did not run ({submission.attempted[name]})"
    if name in submission.elsewhere or name in loaded.names:
        return submission.elsewhere.get(name, "")
    star = next((error.line for error in loaded.errors if _STAR.search(error.line)), "")
    return f"perhaps in a module that is not there ({star})" if star else ""


_STAR = re.compile(r"\bfrom \S+ import \*")


def _empty_names(judged: JudgedQuestion) -> list[str]:
    """Return the names of a question that gave nothing in any call."""
    spoken: set[str] = set()
    for key, ask in judged.cases.asks.items():
        seen = judged.seen.get(key)
        if seen is None:
            continue
        if isinstance(ask, Read):
            blank = seen.outcome == "missing" or (seen.outcome == "returned" and is_empty_value(seen.value))
        else:
            blank = is_blank(seen)
        if not blank:
            spoken.add(ask.name)
    return [name for name in judged.cases.question.owns if name not in spoken]


MOST_NOTES = 20
MOST_NAMES = 5


def skipped_notes(loaded: Loaded, program: Program) -> tuple[str, ...]:
    """Return a sentence for each skipped statement, except for cells not needed by any answer that took too long."""
    errors = [error for error in loaded.errors if error.error != "TimeoutError" or error.cell not in program.brief]
    notes = [_skipped_sentence(error, program) for error in errors[:MOST_NOTES]]
    if len(errors) > MOST_NOTES:
        notes.append(f"{len(errors) - MOST_NOTES} more statements failed and were skipped.")
    return tuple(notes)


def skipped_names(loaded: Loaded, program: Program) -> dict[str, str]:
    """Return the names that only skipped statements would have defined, each with the place of the statement."""
    places: dict[str, str] = {}
    for error in loaded.errors:
        for name in error.names:
            if name not in loaded.names:
                places.setdefault(name, _skipped_place(error, program))
    return places


def _skipped_sentence(error: CellError, program: Program) -> str:
    where = _skipped_place(error, program)
    verb = "failed and ran in a simpler form" if error.plainer else "was skipped" if "line" in where else "was not run"
    if error.error == "LeftOut":
        return f"{where} was left out: {error.message}{_undefined(error.names)}"
    reason = f"{error.error}: {error.message}".rstrip(": ")
    inside = f" (in {error.line})" if error.line and not error.line.startswith(f"{where}:") else ""
    instead = f"; it defined {error.plainer}" if error.plainer else _undefined(error.names)
    return f"{where} {verb}: {reason}{inside}{instead}"


def _skipped_place(error: CellError, program: Program) -> str:
    """Return the place of a statement, such as "cell 3, line 7" or "work.py, line 7"; "cell 3" for a whole cell."""
    if error.place:
        return f"{_source(error, program)}, line {error.first_line}"
    in_module = error.line and not error.line.startswith((_source(error, program), "cell "))
    return error.line.partition(":")[0] if in_module else _source(error, program)


def _source(error: CellError, program: Program) -> str:
    return program.main if program.kind == "script" else f"cell {error.cell}"


def _undefined(names: Iterable[str]) -> str:
    names = list(names)
    if not names:
        return ""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return f"; it would have defined {', '.join(names[:MOST_NAMES])}{more}"
