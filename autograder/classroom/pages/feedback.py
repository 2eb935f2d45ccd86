"""feedback.html: what one student may see of their own result, and nothing else."""

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
    "output": "too much output", "crash": "ended the process", "protocol": "disturbed the grader", "internal": "not graded",
}  # fmt: skip
PICTURE = "data:image/jpeg;base64,"  # what intake makes of every picture
READ = "can be read"
LATER = "Points and hidden cases are shown after the due date."
NEVER = "Points are given by your instructor."


@dataclass(frozen=True)
class Openness:
    """What the course lets be seen at the time of grading: `hidden_cases` with the points, and `hints`.

    A class without a due date is graded after it: the page is handed out when the instructor sees fit.
    """

    hidden_cases: bool
    hints: bool
    past_due: bool
    sentence: str = ""
    solutions: str = ""  # the address of the solution page, once it is out

    @classmethod
    def of(cls, course: Course, name: str, graded_at: datetime | None) -> Openness:
        course, due = course.seen_by(name), course.of(name).due
        past = due is None or (graded_at is not None and graded_at > due)
        shown = course.visibility in ("visible", "after_published") or (course.visibility == "after_due_date" and past)
        sentence = "" if shown else LATER if course.visibility == "after_due_date" else NEVER
        hints = course.hints == "at_once" or (past and course.hints != "never")
        return cls(shown, hints, past, sentence, course.of(name).solutions)

    def shows_slip(self, question: QuestionResult) -> bool:
        """Never a slip that only hidden cases reveal, before the due date."""
        return (
            bool(question.slip_sentence)
            and self.hints
            and (question.slip_is_public or (self.past_due and self.hidden_cases))
        )


@dataclass(frozen=True)
class QuestionHeading:
    """What a page says of a question besides its result; `reads_only`: public cases tell whether it can be read, no more."""

    title: str = ""
    reads_only: bool = False

    @classmethod
    def of(cls, question: Question) -> QuestionHeading:
        return cls(question.title, bool(question.parts) and all(part.reads_only for part in question.parts))


def feedback_page(standing: Standing, headings: Mapping[str, QuestionHeading], openness: Openness) -> str:
    """Return the page for one student; `headings` by the question's id."""
    result = standing.result
    questions = [_question(one, headings.get(one.id, QuestionHeading()), openness) for one in result.questions]
    name = standing.entry.name or standing.entry.student
    prose, pictures = prose_of_no_question(standing.written)
    return render(
        "feedback.html", result=result, name=name, openness=openness, questions=questions, prose=prose, pictures=pictures
    )  # fmt: skip


def prose_of_no_question(written: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return what a student wrote where no question asks for words, as HTML, and the pictures in it."""
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
    """Is there more to say than that it is right? Before hidden cases may be seen, not even the form of a page tells of them."""
    public = bool(part.message) or part.public_verdict != "right"
    return public or (openness.hidden_cases and (bool(part.gap) or part.verdict != "right"))
