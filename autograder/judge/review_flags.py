"""Where a person has to look because right work may not have been run: never a zero that nobody questions.

A name that came out empty, while a definition of it stands where nothing runs, or in code that was skipped. A wrong
answer is flagged never, nor is a stub that was left as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from autograder.judge.result import QuestionResult, Result
from autograder.judge.skipped_code import skipped_names
from autograder.judge.substitutes import is_blank
from autograder.judge.verdict import JudgedQuestion, is_empty_value
from autograder.questions.schema import Read
from autograder.sandbox import Loaded, Program

if TYPE_CHECKING:
    from autograder.intake import Submission


# A cell that no Python can read is wrong work; what only a newer one can read the submission's reader knows of.
NO_PYTHON = ("SyntaxError", "IndentationError", "TabError")


def flagged(
    record: Result,
    submission: Submission,
    first: Mapping[str, JudgedQuestion],
    loaded: Loaded,
    program: Program,
) -> Result:
    """Return the record with `needs_review`, and a sentence that says where, at each question that may be lost work.

    Args:
        first: the first verdicts.
        loaded: what running the submission showed.
        program: what was run.
    """
    loaded = replace(loaded, errors=tuple(error for error in loaded.errors if error.error not in NO_PYTHON))
    skipped = skipped_names(loaded, program)
    wrong = {one.id: first[one.id] for one in record.questions if one.id in first and one.points != one.max}
    lost = _lost(wrong.values(), submission, loaded, skipped)
    sentences = {one.id: submission.doubtful_words.get(one.id, "") for one in record.questions if not one.parts}
    for question, judged in wrong.items():
        sentences[question] = _sentence(judged, lost, submission, loaded)
    if not any(sentences.values()):
        return record
    return replace(record, questions=tuple(_flag(one, sentences.get(one.id, "")) for one in record.questions))


def _flag(question: QuestionResult, sentence: str) -> QuestionResult:
    if not sentence:
        return question
    return replace(question, needs_review=True, note=f"{question.note} {sentence}".strip())


def _lost(
    wrong: Iterable[JudgedQuestion], submission: Submission, loaded: Loaded, skipped: Mapping[str, str]
) -> dict[str, str]:
    """Return where a definition stands of each name that came out empty although there is one."""
    places = {name: _where(name, submission, loaded, skipped) for judged in wrong for name in _empty_names(judged)}
    return {name: where for name, where in places.items() if where}


def _sentence(judged: JudgedQuestion, lost: Mapping[str, str], submission: Submission, loaded: Loaded) -> str:
    owned = judged.cases.question.owns
    for name in owned:
        if name in lost:
            return f"{name} came out empty, yet a definition of it stands {lost[name]}: a person looks at it."
    bare = {error.plainer: error for error in loaded.errors if error.plainer}
    for name in owned:
        error = bare.get(f"{name} without decorators")
        if error is not None:
            return f"{name} ran without its decorators ({error.error}: {error.message}): a person looks at it."
    for name in _read_by(owned, submission) & lost.keys() if lost else ():
        return f"It needs {name}, of which a definition stands {lost[name]}: a person looks at it."
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
    for binding in (one for source in submission.facts for facts in source for one in facts.bindings):
        reads.setdefault(binding.name, set()).update(binding.reads)
    known: set[str] = set()
    waiting = list(names)
    while waiting:
        new = reads.get(waiting.pop(), set()) - known
        known |= new
        waiting += new
    return known


def _where(name: str, submission: Submission, loaded: Loaded, skipped: Mapping[str, str]) -> str:
    """Where the definition stands that did not run; nothing if it ran, or there is none."""
    if name in skipped:
        return f"in code that was skipped ({skipped[name]})"
    if name in submission.attempted:
        ran = name in loaded.names and not any(name in error.names for error in loaded.errors)
        return "" if ran else f"in code that did not run ({submission.attempted[name]})"
    return submission.elsewhere.get(name, "")


def _empty_names(judged: JudgedQuestion) -> list[str]:
    """The names of a question that gave nothing, whatever they were asked."""
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
