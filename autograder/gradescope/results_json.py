"""Convert a Result to Gradescope's results.json.

The format is documented at https://gradescope-autograders.readthedocs.io/en/latest/specs/. question_entries.py writes
the entries of a question; this module writes the document around them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from autograder.course import Course
from autograder.gradescope.question_entries import Occasion, QuestionEntries, entry, escaped, pending_entry
from autograder.judge.result import Result
from autograder.questions.schema import Question

MOST_NOTES = 8
FIRST_SUBMISSION = Occasion()
# The sentence on the total, by the course's visibility.
TOTALS = {
    "visible": "The total counts public and hidden cases.",
    "after_due_date": "The total includes hidden cases and is shown after the due date.",
    "after_published": "The total includes hidden cases and is shown when grades are published.",
    "hidden": "The total includes hidden cases; your instructor will tell you your grade.",
}
# A course that pays for completion uses no hidden cases.
COMPLETION = "The total counts only public cases: this assignment gives points for completion."
NOT_GRADED = "This submission could not be graded: the grader did not finish. Submit it again, or tell your instructor."
# Why a readable submission was not graded, and what to do; the sandbox's own message follows.
NOT_LOADED = {
    "timeout": "Your code took too long to run from top to bottom, so no question could be graded. "
    "Restart the kernel, run all cells, and see which one does not finish.",
    "memory": "Your code used more memory than is available, so no question could be graded. "
    "Restart the kernel, run all cells, and see which one makes something very large.",
    "crash": "Your code ended the Python process while it was being loaded, so no question could be graded. "
    "Restart the kernel, run all cells, and see which one ends it.",
}
FAULT = (
    "This question could not be graded because of an error in the grader, not in your work. A person will look at it."
)


def results_json(
    result: Result, course: Course, occasion: Occasion = FIRST_SUBMISSION, *, unjudged: Collection[str] = ()
) -> dict[str, Any]:
    """Return the content of results.json.

    Args:
        result: one submission's record.
        course: sets points, hints and visibility.
        occasion: decides whether a hint is due.
        unjudged: ids of the questions that the judge has not reached; their entries have no points and say why.
    """
    if result.status != "graded":
        why = " ".join(filter(None, (NOT_LOADED.get(result.status), result.message and sentence(result.message))))
        return not_graded(why or NOT_GRADED)
    results = {question.id: question for question in result.questions}
    tests: list[dict[str, Any]] = []
    for number, question in enumerate(course.assignment(result.assignment).questions, start=1):
        judged = results.get(question.id)
        if question.by_hand:
            tests.append(_written(question, number))
        elif judged is None or question.id in unjudged:
            tests.append(_unjudged(question, number))
        elif any(part.verdict == "internal" for part in judged.parts):
            tests.append(entry(question, f"{number}", [FAULT], "visible"))
        else:
            entries = QuestionEntries(question, judged, number, course, occasion)
            tests += entries.public_alone() if _for_completion(course, result) else entries.both()
    for_instructors = pending_entry(result)
    if for_instructors is not None:
        tests.append({"number": f"{len(result.questions) + 1}"} | for_instructors)
    return {
        "output": _head(result, course, bool(unjudged)),
        "output_format": "md",
        "stdout_visibility": "hidden",
        "execution_time": round(result.seconds, 1),
        "tests": tests,
        "extra_data": {name: getattr(result, name) for name in ("submission_sha256", "grader_sha256", "key_sha256")},
    }


def not_graded(why: str) -> dict[str, Any]:
    """Return a valid results.json that gives no points and says why."""
    return {
        "score": 0.0,
        "output": escaped(why),
        "output_format": "md",
        "stdout_visibility": "hidden",
        "tests": [],
    }


def _for_completion(course: Course, result: Result) -> bool:
    return course.of(result.assignment).pay == "completion"


def _written(question: Question, number: int) -> dict[str, Any]:
    reminder = "You answer this in words, and it is read by a person. Its points are not part of the total here."
    return entry(question, f"{number}", [reminder], "visible")


def _unjudged(question: Question, number: int) -> dict[str, Any]:
    lines = ["Grading stopped before this question. Submit again, or tell your instructor."]
    points = {"score": 0.0, "max_score": round(question.points, 4), "status": "failed"}
    return entry(question, f"{number}", lines, "visible") | points


def _head(result: Result, course: Course, partial: bool) -> str:
    """Return the text above all entries: what the total counts, then up to MOST_NOTES notes."""
    lines = [COMPLETION if _for_completion(course, result) else TOTALS[course.visibility]]
    if partial:
        lines.insert(0, "**The grading did not finish.** Questions that it did not reach have no points yet.")
    if result.total is None:
        lines.insert(0, "**The total is not final:** a question below could not be graded.")
    notes = [f"- {escaped(note)}" for note in result.notes[:MOST_NOTES]]
    return "\n\n".join(lines + (["\n".join(notes)] if notes else []))


def sentence(text: str) -> str:
    """Return `text` with a capital at its start and a period at its end."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
