"""Fill the placeholders in prose for what a course may change.

| in a solution's prose | becomes |
| --- | --- |
| `{{points}}` | the points of the whole assignment |
| `{{points q8_hidden_weights}}` | those of a question |
| `{{points q8_hidden_weights.dead zones}}` | those of a part |
| `{{questions}}` | how many questions there are |
| `{{graded}}` | who grades what, a sentence |
| `{{due}}` | the due dates, a sentence |
| `{{omitted}}` | what this course leaves out, a sentence |

A line that is empty after filling is left out. Points have at most two decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from autograder.content.percent_source import ContentError
from autograder.questions.schema import Assignment
from autograder.safe_text import spell_points

PLACEHOLDER = re.compile(r"\{\{ *([a-z]+)(?: +([^{}\n]+?))? *\}\}")
KINDS = ("points", "questions", "graded", "due", "omitted")
NUMBER = r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
# Text that needs a placeholder: "3 points", "One of the three points", "Questions 1 to 11", "Points: 46".
TYPED = re.compile(
    rf"\b{NUMBER} points?\b|\bpoints?:?\**:? \d|\bquestions? (?:\d|q\d)|\b{NUMBER} questions\b", re.IGNORECASE
)
RUBRIC = re.compile(r"<!-- BEGIN RUBRIC -->.*?<!-- END RUBRIC -->", re.DOTALL)


def fill(text: str, assignment: Assignment) -> str:
    """Return prose with every placeholder filled for the assignment as a course gives it.

    Raises:
        ContentError: a placeholder is unknown, or names an unknown question or part.
    """
    if "{{" not in text:
        return text
    lines = []
    for line in text.split("\n"):
        filled = PLACEHOLDER.sub(lambda match: _value(match[1], match[2], assignment), line)
        if filled == line or filled.strip(" -*#"):
            lines.append(filled)
    return "\n".join(lines)


def complaints(text: str, assignment: Assignment) -> Iterator[tuple[int, str]]:
    """Yield line and sentence for each fault in the placeholders of a prose passage.

    A line with a placeholder must not contain a hand-typed number of points or questions.
    """
    prose = RUBRIC.sub(lambda rubric: "\n" * rubric[0].count("\n"), text)
    for number, line in enumerate(prose.split("\n")):
        matches = list(PLACEHOLDER.finditer(line))
        for match in matches:
            try:
                _value(match[1], match[2], assignment)
            except ContentError as error:
                yield number, str(error)
        typed = TYPED.search(PLACEHOLDER.sub("…", line)) if matches else None
        if typed:
            yield number, f"{typed[0]!r} is typed by hand beside a placeholder; write a placeholder for it, too."


def _value(kind: str, about: str | None, assignment: Assignment) -> str:
    if kind == "points":
        return spell_points(_points(about, assignment))
    if about or kind not in KINDS:
        said = f"{{{{{kind}{' ' + about if about else ''}}}}}"
        raise ContentError(f"{said} is not a placeholder; there are {', '.join(KINDS)}.")
    if kind == "questions":
        return str(len(assignment.questions))
    return {"graded": _graded, "due": _due, "omitted": _omitted}[kind](assignment)


def _points(about: str | None, assignment: Assignment) -> float:
    if not about:
        return sum(question.points for question in assignment.questions)
    name, _, part_name = about.partition(".")
    if name in assignment.omitted:
        raise ContentError(f"{{{{points {about}}}}} is about {name}, which this course omits.")
    if name not in assignment.ids:
        raise ContentError(f"{{{{points {about}}}}} is about {name}, which {assignment.name} does not have.")
    question = assignment.question(name)
    if not part_name:
        return question.points
    part = next((part for part in question.parts if part.name == part_name), None)
    if part is None:
        known = ", ".join(part.name for part in question.parts)
        raise ContentError(f"{{{{points {about}}}}}: {name} has no part {part_name!r}; there are {known}.")
    return part.points


def _graded(assignment: Assignment) -> str:
    by_hand = [f"`{question.id}`" for question in assignment.questions if question.by_hand]
    if not by_hand:
        return "All are graded by machine."
    if len(by_hand) == len(assignment.questions):
        return "All are graded by a person."
    verb = "is" if len(by_hand) == 1 else "are"
    return f"{' and '.join(by_hand)} {verb} graded by a person, everything else by machine."


def _due(assignment: Assignment) -> str:
    if assignment.due is None:
        return ""
    late = f"; late work is taken until {_date(assignment.late_due)}" if assignment.late_due else ""
    return f"Due {_date(assignment.due)}{late}."


def _date(date: datetime) -> str:
    zone = date.strftime("%z")
    return f"{date:%A, %B} {date.day}, {date:%Y, %H:%M} (UTC{zone[:3]}:{zone[3:5]})"


def _omitted(assignment: Assignment) -> str:
    names = ", ".join(f"`{name}`" for name in assignment.omitted)
    return f"This course leaves out {names}; where a later question mentions it, read on." if names else ""
