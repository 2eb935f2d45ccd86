"""How much an assignment asks: questions, points, words to read, minutes; `python -m autograder.content.workload` prints it.

Minutes are the estimates in each title's line on time; the core path is what its line says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder import questions
from autograder.content.document import Document
from autograder.content.placeholders import spell_points
from autograder.content.plain_text import plain_text
from autograder.content.sources import document
from autograder.content.student_document import student_document
from autograder.course import Course

PER_QUESTION = re.compile(r"\bq(\d+) (\d+)(?=[, ])")
CORE = re.compile(r"\*\*Core path:\*\* ([^(]*)\(about (\d+) minutes\)")
ABOUT = re.compile(r"about (twenty-five|an hour)")
IN_WORDS = {"twenty-five": 25, "an hour": 60}
HEAD = """\
| assignment | questions | points | words to read | minutes | of these on the core path |
| --- | --- | --- | --- | --- | --- |"""


@dataclass(frozen=True)
class Workload:
    """One assignment's size; `minutes` by question where they are estimated so, else under ""."""

    name: str
    questions: int
    points: float
    words: int
    minutes: dict[str, int]
    core: frozenset[str]

    @property
    def core_minutes(self) -> int:
        """The minutes of the questions on the core path."""
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
    """The words of all prose, formulas in their plain form."""
    return sum(len(plain_text(passage.source).split()) for passage in handed_out.passages if not passage.is_code)


def _numbered(text: str) -> frozenset[str]:
    """The questions that "q1 to q4, q6 and q9" names."""
    chosen = set()
    for first, last in re.findall(r"q(\d+)(?: to q(\d+))?", text):
        chosen |= {f"q{number}" for number in range(int(first), int(last or first) + 1)}
    return frozenset(chosen)


def table(course: Course) -> str:
    """Return the sizes of all assignments as a Markdown table."""
    sizes = [workload(name, course) for name in questions.names()]
    rows = [
        f"| `{one.name}` | {one.questions} | {spell_points(one.points)} | {one.words:,} | {sum(one.minutes.values())} | "
        f"{one.core_minutes or '–'} |"
        for one in sizes
    ]
    total = sum(one.core_minutes for one in sizes)
    minutes = sum(sum(one.minutes.values()) for one in sizes)
    words = sum(one.words for one in sizes)
    return "\n".join(
        [HEAD, *rows, f"| together | {sum(o.questions for o in sizes)} | | {words:,} | {minutes} | {total} |"]
    )


if __name__ == "__main__":
    print(table(Course()))
