"""overrides.csv: decisions by hand, each with its reason and its author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.classroom.csv_tables import Line, parse_points, read_table
from autograder.judge.result import Override, QuestionResult, Result

NAME = "overrides.csv"
HEADINGS = ("student", "question", "points", "reason", "by")
# In the column question: the whole submission was looked at; its points stay as they are.
LOOKED_AT = "*"


@dataclass(frozen=True)
class Decision:
    """One line: `points` is None where a person only looked and let the judge's points stand."""

    points: float | None
    reason: str
    by: str


@dataclass(frozen=True)
class Overrides:
    """The decisions by student and question, and a sentence for each line that was not applied, or that another replaced."""

    decisions: Mapping[str, Mapping[str, Decision]] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


def read_overrides(folder: Path, questions: Mapping[str, float], students: set[str]) -> Overrides:
    """The decisions in `folder`/overrides.csv; none if there is no such file.

    A line needs a known student (in any case, if that leaves no doubt), a known question (or `*`), points from 0 to what
    the question pays (or nothing, where a person looked and found them right), a reason and a name. Of two lines for the
    same question the later counts.

    Args:
        questions: what each question pays.
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
    """Who may be meant; a decision is never applied to a guess."""
    near = sorted(student for student in students if wanted and wanted.casefold() in student.casefold())
    return f" (is it {' or '.join(near)}?)" if 0 < len(near) <= 3 else ""


def _spellings(students: set[str]) -> dict[str, str]:
    """Students by their names in small letters; whoever shares them with another is left out."""
    shared = Counter(student.casefold() for student in students)
    return {student.casefold(): student for student in students if shared[student.casefold()] == 1}


def _wrong(line: Line, questions: Mapping[str, float]) -> str:
    if line["question"] not in (*questions, LOOKED_AT):
        return f"there is no question {line['question']!r}; there are {', '.join(questions)} and * for all"
    points = parse_points(line["points"]) if line["points"] else None
    if line["points"] and points is None:
        return f"{line['points']!r} is no number of points"
    if line["points"] and line["question"] == LOOKED_AT:
        return "points are given question by question; leave them empty beside *"
    if points is not None and points > questions[line["question"]]:
        return f"{line['points']} is more than the {questions[line['question']]:g} points of {line['question']}"
    missing = [heading for heading in ("reason", "by") if not line[heading]]
    return f"{' and '.join(missing)} must not be empty" if missing else ""


def with_overrides(result: Result, decisions: Mapping[str, Decision]) -> Result:
    """`result` as the decisions by hand leave it."""
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
