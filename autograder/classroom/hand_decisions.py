"""Read and apply overrides.csv, the decisions made by hand, each with its reason and its author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.classroom.csv_tables import Line, parse_points, read_table
from autograder.judge.result import Override, QuestionResult, Result
from autograder.safe_text import spell_points

NAME = "overrides.csv"
HEADINGS = ("student", "question", "points", "reason", "by")
# In the column question, this means that a person looked at the whole submission and its points stay as they are.
LOOKED_AT = "*"


@dataclass(frozen=True)
class Decision:
    """One decision; `points` is None if a person looked and kept the judge's points."""

    points: float | None
    reason: str
    by: str


@dataclass(frozen=True)
class Overrides:
    """The decisions by student and question, and a sentence for each line that was refused or replaced by another."""

    decisions: Mapping[str, Mapping[str, Decision]] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


def read_overrides(folder: Path, questions: Mapping[str, float], students: set[str]) -> Overrides:
    """Return the decisions in overrides.csv; none if the file does not exist.

    A line needs a known student (in upper or lower case, if that is unambiguous), a known question (or `*`), points
    from 0 to the question's maximum (or no points, to keep the judge's), a reason and a name. Of two lines about the
    same question, the later counts.

    Args:
        folder: The graded folder.
        questions: The maximum points of each question.
        students: The students of the folder.
    """
    path = folder / NAME
    if not path.exists():
        return Overrides()
    lines, refused = read_table(path, HEADINGS)
    decisions: dict[str, dict[str, Decision]] = {}
    numbers: dict[tuple[str, str], int] = {}
    spelled = _spellings(students)
    for line in lines:
        student = line["student"] if line["student"] in students else spelled.get(line["student"].casefold(), "")
        wrong = (
            _wrong(line, questions)
            if student
            else f"there is no student {line['student']!r}{_near(line['student'], students)}"
        )
        if wrong:
            refused.append(f"{NAME}, line {line.number}: {wrong}; the line was not applied.")
        else:
            question = line["question"]
            decision = Decision(parse_points(line["points"]) if line["points"] else None, line["reason"], line["by"])
            before = decisions.setdefault(student, {}).get(question)
            if before is not None:
                first = numbers[student, question]
                how = "says the same" if before == decision else f"decides {question} of {student}, too"
                refused.append(
                    f"{NAME}, line {line.number}: line {first} {how}; line {line.number} counts. Leave one of them."
                )
            decisions[student][question] = decision
            numbers[student, question] = line.number
    return Overrides(decisions, tuple(refused))


def _near(wanted: str, students: Iterable[str]) -> str:
    """Return a hint at similar names, for a message; a decision is never applied to a guess."""
    near = sorted(student for student in students if wanted and wanted.casefold() in student.casefold())
    return f" (is it {' or '.join(near)}?)" if 0 < len(near) <= 3 else ""


def _spellings(students: set[str]) -> dict[str, str]:
    """Return the students by their names in lower case, without names that two students share."""
    shared = Counter(student.casefold() for student in students)
    return {student.casefold(): student for student in students if shared[student.casefold()] == 1}


def _wrong(line: Line, questions: Mapping[str, float]) -> str:
    if line["question"] not in (*questions, LOOKED_AT):
        return f"there is no question {line['question']!r}; there are {', '.join(questions)} and * for all"
    points = parse_points(line["points"]) if line["points"] else None
    if line["points"] and points is None:
        return f"{line['points']!r} is not a number of points"
    if line["points"] and line["question"] == LOOKED_AT:
        return "points are given per question; leave them empty in a line with *"
    if points is not None and points > questions[line["question"]]:
        most = spell_points(questions[line["question"]])
        return f"{line['points']} is more than the {most} points of {line['question']}"
    missing = [heading for heading in ("reason", "by") if not line[heading]]
    return f"{' and '.join(missing)} must not be empty" if missing else ""


def with_overrides(result: Result, decisions: Mapping[str, Decision]) -> Result:
    """Return `result` with the decisions applied."""
    looked = decisions.get(LOOKED_AT)
    questions = tuple(_decided(question, decisions.get(question.id), looked) for question in result.questions)
    notes = (*result.notes, f"Looked at by {looked.by}: {looked.reason}") if looked else result.notes
    return replace(result, questions=questions, notes=notes)


def _decided(question: QuestionResult, decision: Decision | None, looked: Decision | None) -> QuestionResult:
    if decision is not None:
        points = question.points if decision.points is None else decision.points
        override = Override(points, decision.reason, decision.by, question.points) if points is not None else None
        return replace(question, points=points, override=override, needs_review=False)
    internal = any(part.verdict == "internal" for part in question.parts)
    return replace(question, needs_review=internal) if looked is not None else question
