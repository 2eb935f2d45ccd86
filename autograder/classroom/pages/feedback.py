"""feedback.html: what one student may see of their own result, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from autograder.classroom.csv_tables import spell_points
from autograder.classroom.final_results import Standing
from autograder.classroom.pages.html import Markup, page, tag
from autograder.course import Course
from autograder.judge.result import PartResult, QuestionResult
from autograder.questions.schema import Question

WORDS = {
    "right": "right", "wrong": "wrong", "missing": "not written", "error": "an error", "type": "wrong type",
    "shape": "wrong shape", "not_finite": "not finite", "timeout": "too slow", "memory": "too much memory",
    "output": "too much output", "crash": "ended the process", "protocol": "disturbed the grader", "internal": "not graded",
}  # fmt: skip
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

    @classmethod
    def of(cls, course: Course, name: str, graded_at: datetime | None) -> Openness:
        course, due = course.seen_by(name), course.of(name).due
        past = due is None or (graded_at is not None and graded_at > due)
        shown = course.visibility in ("visible", "after_published") or (course.visibility == "after_due_date" and past)
        sentence = "" if shown else LATER if course.visibility == "after_due_date" else NEVER
        hints = course.hints == "at_once" or (past and course.hints != "never")
        return cls(shown, hints, past, sentence)

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
    """The page for one student; `headings` by the question's id."""
    result = standing.result
    name = standing.entry.name or standing.entry.student
    head = [tag("h1", f"{result.assignment}: feedback"), tag("p", name, class_="soft")]
    if result.status != "graded":
        head.append(
            tag("p", tag("strong", result.status.replace("_", " ").capitalize(), ". "), result.message, class_="flag")
        )
    head.append(tag("p", _total(standing, openness)))
    questions = [
        _question(question, headings.get(question.id, QuestionHeading()), openness) for question in result.questions
    ]
    notes = (
        [tag("h2", "While your work was loaded"), tag("ul", [tag("li", note) for note in result.notes])]
        if result.notes
        else None
    )
    return page(f"{result.assignment}: feedback for {name}", tag("main", head, questions, notes))


def _total(standing: Standing, openness: Openness) -> Markup | str:
    result = standing.result
    if not openness.hidden_cases:
        return openness.sentence
    if result.total is None:
        return "A fault of the grader kept this from being graded. A person will look at it; it is not a zero."
    return tag("strong", f"{spell_points(result.total)} of {spell_points(result.max)} points")


@lru_cache(maxsize=1024)  # most of a class has the same result in most questions
def _question(question: QuestionResult, heading: QuestionHeading, openness: Openness) -> Markup:
    points = None
    if openness.hidden_cases or not question.parts:
        got = "open" if question.points is None else spell_points(question.points)
        points = tag("p", f"{got} of {spell_points(question.max)} points")
    body: list[Any] = [
        tag("h2", question.id, f" · {heading.title}" if heading.title else ""),
        points,
        _override(question),
    ]
    if any(_has_news(part, openness) for part in question.parts):
        body.append(_parts(question.parts, openness, READ if heading.reads_only else WORDS["right"]))
    elif question.parts:
        seen = (
            "Every answer can be read; whether it is right is not said here."
            if heading.reads_only
            else "All public cases are right."
        )
        body.append(tag("p", "Everything is right." if openness.hidden_cases else seen))
    body.append(tag("p", question.note) if question.note and (openness.hidden_cases or not question.parts) else None)
    if not question.parts and question.points is None:
        body.append(tag("p", "Read by a person; its points are not in yet.", class_="soft"))
    if any(part.public_verdict != "right" for part in question.parts) and question.experiment:
        body.append(tag("p", tag("strong", "Try this: "), question.experiment))
    if openness.shows_slip(question):
        body.append(tag("p", tag("strong", "Hint: "), question.slip_sentence))
    return tag("section", *body)


def _has_news(part: PartResult, openness: Openness) -> bool:
    """Is there more to say than that it is right? Before hidden cases may be seen, not even the form of a page tells of them."""
    public = bool(part.message) or part.public_verdict != "right"
    return public or (openness.hidden_cases and (bool(part.gap) or part.verdict != "right"))


def _override(question: QuestionResult) -> Markup | None:
    decision = question.override
    return tag("p", tag("strong", f"Decided by hand ({decision.by}): "), decision.reason) if decision else None


def _parts(parts: tuple[PartResult, ...], openness: Openness, fine: str) -> Markup:
    """The parts as a table; `fine` says that a part passes its public cases."""
    shown = openness.hidden_cases
    head = tag("tr", tag("th", "Part", scope="col"), tag("th", "Points", scope="col") if shown else None,
               tag("th", "Public cases", scope="col"), tag("th", "Hidden cases", scope="col") if shown else None)  # fmt: skip
    rows = [
        tag(
            "tr",
            tag("th", part.name, scope="row"),
            tag("td", f"{spell_points(part.points)} of {spell_points(part.max)}", class_="whole") if shown else None,
            tag("td", part.message or (fine if part.public_verdict == "right" else WORDS[part.public_verdict])),
            tag("td", part.gap or WORDS[part.verdict]) if shown else None,
        )
        for part in parts
    ]
    return tag(
        "div",
        tag("table", tag("thead", head), tag("tbody", rows)),
        class_="scroll",
        tabindex="0",
        role="group",
        aria_label="Parts",
    )
