"""Measure the size of each assignment (questions, points, words, minutes) for the table in docs/instructor.md.

`python -m autograder.content.workload` prints the table. Minutes and the core path are read from each title cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder import questions
from autograder.content.document import Document
from autograder.content.plain_text import plain_text
from autograder.content.sources import document
from autograder.content.student_document import student_document
from autograder.course import Course
from autograder.safe_text import spell_points

PER_QUESTION = re.compile(r"\bq(\d+) (\d+)(?=[, ])")
CORE = re.compile(r"\*\*Core path:\*\* ([^(]*)\(about (\d+) minutes\)")
ABOUT = re.compile(r"about (twenty-five|an hour)")
IN_WORDS = {"twenty-five": 25, "an hour": 60}
HEAD = """\
| assignment | questions | points | words to read | minutes | of these on the core path |
| --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True)
class Workload:
    """One assignment's size. `minutes` has estimates by question, or one for the whole assignment under ""."""

    name: str
    questions: int
    points: float
    words: int
    minutes: dict[str, int]
    core: frozenset[str]

    @property
    def core_minutes(self) -> int:
        """Return the minutes of the questions on the core path."""
        return sum(minutes for question, minutes in self.minutes.items() if question in self.core)


def workload(name: str, course: Course) -> Workload:
    """Return the size of an assignment as a course gives it."""
    assignment = course.assignment(name)
    handed_out = student_document(document(name), assignment)
    title = handed_out.passages[0].source
    minutes = {f"q{number}": int(count) for number, count in PER_QUESTION.findall(title)}
    if not minutes and (whole := ABOUT.search(title)):
        minutes = {"": IN_WORDS[whole[1]]}
    core = CORE.search(title)
    points = sum(question.points for question in assignment.questions)
    return Workload(
        name,
        len(assignment.questions),
        points,
        _words(handed_out),
        minutes,
        _numbered(core[1]) if core else frozenset(),
    )


def _words(handed_out: Document) -> int:
    """Return the number of words in all prose, with formulas in plain form."""
    return sum(len(plain_text(passage.source).split()) for passage in handed_out.passages if not passage.is_code)


def _numbered(text: str) -> frozenset[str]:
    """Return the questions in a text such as "q1 to q4, q6 and q9"."""
    chosen = set()
    for first, last in re.findall(r"q(\d+)(?: to q(\d+))?", text):
        chosen |= {f"q{number}" for number in range(int(first), int(last or first) + 1)}
    return frozenset(chosen)


def table(course: Course) -> str:
    """Return the sizes of all assignments as a Markdown table."""
    sizes = [workload(name, course) for name in questions.names()]
    rows = [
        f"| `{size.name}` | {size.questions} | {spell_points(size.points)} | {size.words:,} | "
        f"{sum(size.minutes.values())} | {size.core_minutes or '–'} |"
        for size in sizes
    ]
    count, words = sum(size.questions for size in sizes), sum(size.words for size in sizes)
    minutes, core = sum(sum(size.minutes.values()) for size in sizes), sum(size.core_minutes for size in sizes)
    return "\n".join([HEAD, *rows, f"| together | {count} | | {words:,} | {minutes} | {core} |"])


if __name__ == "__main__":
    print(table(Course()))
