"""What was judged of a question, as the record of it: points by parts, and what may be said to whom."""

from __future__ import annotations

from autograder.checks.observation import argument
from autograder.judge.messages import hidden_gap, public_message, told
from autograder.judge.result import PartResult, QuestionResult
from autograder.judge.slips import Slip
from autograder.judge.verdict import JudgedPart, JudgedQuestion
from autograder.questions.schema import Question


def unjudged(question: Question) -> QuestionResult:
    """The record of a question of which nothing is known yet."""
    points = None if question.by_hand else 0.0
    parts = tuple(PartResult(part.name, 0.0, part.points, "missing", "missing") for part in question.parts)
    return QuestionResult(question.id, points, question.points, parts)


def internal(question: Question, error: Exception) -> QuestionResult:
    """The record of a question at which the grader itself failed: never a zero without a person's look.

    Only TAs read the error's own words: they may hold a hidden value.
    """
    told = f"{type(error).__name__}: {error}"[:300]
    parts = tuple(
        PartResult(part.name, 0.0, part.points, "internal", "internal", hidden_message=told) for part in question.parts
    )
    note = f"The grader failed here ({type(error).__name__}); a person has to look at it."
    return QuestionResult(question.id, 0.0, question.points, parts, needs_review=True, note=note)


def question_result(
    judged: JudgedQuestion, slip: Slip | None, slip_is_public: bool, best: JudgedQuestion | None = None
) -> QuestionResult:
    """The record of a question; it gets the points of `best`, which was judged with correct functions beside it."""
    question = judged.cases.question
    best = best or judged
    parts = tuple(_part_result(first, then, judged, slip is not None) for first, then in zip(judged.parts, best.parts))
    return QuestionResult(
        id=question.id,
        points=best.points,
        max=question.points,
        parts=parts,
        carried_forward=best is not judged,
        changed_argument=best.changed_argument,
        slip=slip.id if slip else None,
        slip_sentence=slip.sentence if slip else "",
        slip_is_public=slip_is_public,
        note=f"{_changed(judged)}: that costs one point." if best is judged and judged.changed_argument else "",
        experiment="" if judged.right else question.experiment,
    )


def _part_result(first: JudgedPart, best: JudgedPart, question: JudgedQuestion, named: bool) -> PartResult:
    part = best.cases.part
    told_first = first.wrong[0] if first.wrong else None
    return PartResult(
        name=part.name,
        points=round(part.points, 6) if best.right else 0.0,
        max=round(part.points, 6),
        verdict=best.wrong[0].finding.verdict if best.wrong else "right",
        public_verdict=_public_verdict(best),
        message=public_message(first),
        gap=hidden_gap(first, question, named),
        hidden_message=told(told_first) if told_first else "",
    )


def _public_verdict(part: JudgedPart) -> str:
    one = part.first_wrong(public=True)
    return one.finding.verdict if one else "right"


def _changed(judged: JudgedQuestion) -> str:
    """Which function changes which argument, as far as public calls show it: of hidden ones nothing is told."""
    for key, ask in judged.cases.public_asks.items():
        changed = judged.seen[key].changed if key in judged.seen else ()
        if changed:
            return f"{ask.name} changes {argument(judged.cases.question.owns.get(ask.name), changed[0])}"
    return "It changes an argument that it was given"
