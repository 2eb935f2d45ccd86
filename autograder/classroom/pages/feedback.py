"""Render feedback.html, the page with everything a student may see of their own result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from autograder.classroom.final_results import Standing
from autograder.classroom.pages.html import Markup, render
from autograder.classroom.pages.student_markdown import rendered
from autograder.course import Course
from autograder.intake.submission import PICTURES, UNATTRIBUTED
from autograder.judge.result import PartResult, QuestionResult
from autograder.questions.schema import Question

WORDS = {
    "right": "right", "wrong": "wrong", "missing": "not written", "error": "an error", "type": "wrong type",
    "shape": "wrong shape", "not_finite": "not finite", "timeout": "too slow", "memory": "too much memory",
    "output": "too much output", "crash": "ended the process", "protocol": "disturbed the grader",
    "internal": "not graded",
}  # fmt: skip
PICTURE = "data:image/jpeg;base64,"  # intake converts every picture to JPEG
READ = "can be read"
LATER = "Points and hidden cases are shown after the due date."
NEVER = "Points are given by your instructor."


@dataclass(frozen=True)
class Openness:
    """What the course lets students see at the time of grading.

    Attributes:
        hidden_cases: True if hidden cases and points are shown.
        hints: True if hints are shown.
        past_due: True if the due date has passed, or if the course has none.
        sentence: The reason for students if points are not shown.
        solutions: The address of the solution page, once it is published.
    """

    hidden_cases: bool
    hints: bool
    past_due: bool
    sentence: str = ""
    solutions: str = ""

    @classmethod
    def of(cls, course: Course, name: str, graded_at: datetime | None) -> Openness:
        course, due = course.seen_by(name), course.of(name).due
        past = due is None or (graded_at is not None and graded_at > due)
        shown = course.visibility in ("visible", "after_published") or (course.visibility == "after_due_date" and past)
        sentence = "" if shown else LATER if course.visibility == "after_due_date" else NEVER
        hints = course.hints == "at_once" or (past and course.hints != "never")
        return cls(shown, hints, past, sentence, course.of(name).solutions)

    def shows_slip(self, question: QuestionResult) -> bool:
        """Return True if the hint may be shown; a slip that only hidden cases reveal waits for the due date."""
        return (
            bool(question.slip_sentence)
            and self.hints
            and (question.slip_is_public or (self.past_due and self.hidden_cases))
        )


@dataclass(frozen=True)
class QuestionHeading:
    """What a page shows of a question besides its result.

    `reads_only` is True if public cases only check that the answer can be read.
    """

    title: str = ""
    reads_only: bool = False

    @classmethod
    def of(cls, question: Question) -> QuestionHeading:
        return cls(question.title, bool(question.parts) and all(part.reads_only for part in question.parts))


def feedback_page(standing: Standing, headings: Mapping[str, QuestionHeading], openness: Openness) -> str:
    """Return the page of one student.

    Args:
        standing: The student's result.
        headings: The title of each question, by its id.
        openness: What the course shows at this time.
    """
    result = standing.result
    questions = [_question(q, headings.get(q.id, QuestionHeading()), openness) for q in result.questions]
    name = standing.entry.name or standing.entry.student
    prose, pictures = prose_of_no_question(standing.written)
    return render(
        "feedback.html",
        result=result,
        name=name,
        openness=openness,
        questions=questions,
        prose=prose,
        pictures=pictures,
    )


def prose_of_no_question(written: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the text that a student wrote outside all questions, as HTML, and the pictures in it."""
    text = written.get(UNATTRIBUTED, "")
    uris = written.get(f"{UNATTRIBUTED} {PICTURES}", "").split()
    return (rendered(text) if text else "", [uri for uri in uris if uri.startswith(PICTURE)])


@lru_cache(maxsize=1024)  # most of a class has the same result in most questions
def _question(question: QuestionResult, heading: QuestionHeading, openness: Openness) -> Markup:
    return render(
        "feedback_question.html", question=question, heading=heading, openness=openness, words=WORDS,
        fine=READ if heading.reads_only else WORDS["right"],
        has_news=any(_has_news(part, openness) for part in question.parts),
        try_this=bool(question.experiment) and any(part.public_verdict != "right" for part in question.parts),
    )  # fmt: skip


def _has_news(part: PartResult, openness: Openness) -> bool:
    """Return True if the page has more to show about a part than that it is right.

    While hidden cases are not shown, the result must not depend on them: the layout of the page would reveal it.
    """
    public = bool(part.message) or part.public_verdict != "right"
    return public or (openness.hidden_cases and (bool(part.gap) or part.verdict != "right"))
