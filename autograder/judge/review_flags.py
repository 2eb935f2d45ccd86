"""Where a person has to look because right work may not have been run: never a zero that nobody questions.

A name that came out empty, while a definition of it stands where nothing runs, or in code that was skipped. A wrong
answer is flagged never, nor is a stub that was left as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from autograder.judge.result import QuestionResult, Result
from autograder.judge.substitutes import is_blank
from autograder.judge.verdict import JudgedQuestion, is_empty_value
from autograder.questions.schema import Read
from autograder.sandbox import Loaded

if TYPE_CHECKING:
    from autograder.intake import Submission


def flagged(
    record: Result, submission: Submission, first: Mapping[str, JudgedQuestion], loaded: Loaded | None
) -> Result:
    """Return the record with `needs_review`, and a sentence that says where, at each question that may be lost work."""
    sentences = {name: _sentence(name, record, submission, first.get(name), loaded) for name in _ids(record)}
    if not any(sentences.values()):
        return record
    return replace(record, questions=tuple(_flag(one, sentences[one.id]) for one in record.questions))


def _ids(record: Result) -> list[str]:
    return [question.id for question in record.questions]


def _flag(question: QuestionResult, sentence: str) -> QuestionResult:
    if not sentence:
        return question
    return replace(question, needs_review=True, note=f"{question.note} {sentence}".strip())


def _sentence(
    name: str, record: Result, submission: Submission, judged: JudgedQuestion | None, loaded: Loaded | None
) -> str:
    question = next(one for one in record.questions if one.id == name)
    if not question.parts:
        return submission.doubtful_words.get(name, "")
    if judged is None:
        owned: list[str] = []
    elif question.points == question.max:
        return ""
    else:
        owned = _empty_names(judged)
    for lost in owned:
        where = _where(lost, submission, loaded)
        if where:
            return f"{lost} came out empty, yet a definition of it stands {where}: a person looks at it."
    return f"{submission.doubt} A person looks at it." if submission.doubt else ""


def _where(name: str, submission: Submission, loaded: Loaded | None) -> str:
    """Where the definition stands that did not run; nothing if it ran, or there is none."""
    skipped = _skipped(name, loaded)
    if name in submission.attempted:
        ran = loaded is not None and name in loaded.names and not skipped
        return "" if ran else f"in code that did not run ({submission.attempted[name]})"
    if name in submission.elsewhere:
        return submission.elsewhere[name]
    return "in code that did not run" if skipped and name not in (loaded.names if loaded else ()) else ""


def _skipped(name: str, loaded: Loaded | None) -> bool:
    """Was a statement skipped that would have bound this name?"""
    return loaded is not None and any(name in getattr(error, "names", ()) for error in loaded.errors)


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
