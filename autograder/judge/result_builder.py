"""Build the record of a question: points by part, and the texts for students and for TAs."""

from __future__ import annotations

from autograder.checks.observation import argument
from autograder.judge.messages import hidden_gap, public_message, told
from autograder.judge.result import PartResult, QuestionResult
from autograder.judge.slips import Slip
from autograder.judge.verdict import JudgedPart, JudgedQuestion
from autograder.questions.schema import Question


def unjudged(question: Question) -> QuestionResult:
    """Return the record of a question that is not judged yet."""
    points = None if question.by_hand else 0.0
    parts = tuple(PartResult(part.name, 0.0, part.points, "missing", "missing") for part in question.parts)
    return QuestionResult(question.id, points, question.points, parts)


def internal(question: Question, error: Exception) -> QuestionResult:
    """Return the record of a question at which the grader itself failed; a person has to look at it.

    Only TAs see the error's text, since it may contain a hidden value.
    """
    words = f"{type(error).__name__}: {error}"[:300]
    parts = tuple(
        PartResult(part.name, 0.0, part.points, "internal", "internal", hidden_message=words) for part in question.parts
    )
    note = f"The grader failed here ({type(error).__name__}); a person has to look at it."
    return QuestionResult(question.id, 0.0, question.points, parts, needs_review=True, note=note)


def question_result(
    judged: JudgedQuestion,
    slip: Slip | None,
    slip_is_public: bool,
    best: JudgedQuestion | None = None,
    explained: frozenset[str] = frozenset(),
) -> QuestionResult:
    """Return the record of a question.

    Args:
        judged: the question as the student's own code answers it.
        slip: the slip that was recognized.
        slip_is_public: whether public cases alone reveal the slip.
        best: the question judged with correct functions of other questions; it determines the points.
        explained: the names of the parts that the slip loses, of which no habit is named.
    """
    question = judged.cases.question
    best = best or judged
    parts = tuple(_part_result(first, then, judged, explained) for first, then in zip(judged.parts, best.parts))
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
        note=f"{_changed(judged)} (-1 point). Work on a copy." if best is judged and judged.changed_argument else "",
        experiment="" if judged.right else question.experiment,
    )


def _part_result(
    first: JudgedPart, best: JudgedPart, question: JudgedQuestion, explained: frozenset[str]
) -> PartResult:
    part = best.cases.part
    first_wrong = first.wrong[0] if first.wrong else None
    return PartResult(
        name=part.name,
        points=round(part.points, 6) if best.right else 0.0,
        max=round(part.points, 6),
        verdict=best.wrong[0].finding.verdict if best.wrong else "right",
        public_verdict=_public_verdict(best),
        message=public_message(first),
        gap=hidden_gap(first, question, part.name in explained),
        hidden_message=told(first_wrong) if first_wrong else "",
    )


def _public_verdict(part: JudgedPart) -> str:
    one = part.first_wrong(public=True)
    return one.finding.verdict if one else "right"


def _changed(judged: JudgedQuestion) -> str:
    """Return which function changes which argument in public calls; hidden calls are not described."""
    for key, ask in judged.cases.public_asks.items():
        changed = judged.seen[key].changed if key in judged.seen else ()
        if changed:
            return f"{ask.name} modifies {argument(judged.cases.question.owns.get(ask.name), changed[0])}"
    return "It modifies an argument"
