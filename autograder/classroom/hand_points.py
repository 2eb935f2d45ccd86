"""Points entered by hand: written/points.csv, one line per answer, read back by every run and never overwritten.

An answer is identified by a code that hides the student: the start of a hash of submission and question. Identical answers
share one line, so that they get the same points.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.classroom.csv_tables import Line, parse_points, read_table
from autograder.judge.result import QuestionResult, Result

FOLDER, NAME = "written", "points.csv"
HEADINGS = ("question", "answer", "grader", "points", "comment")


@dataclass(frozen=True)
class Mark:
    """One grader's points for one answer."""

    grader: str
    points: float
    comment: str
    line: int


@dataclass(frozen=True)
class HandPoints:
    """All marks by question and answer code; `refused` says what could not be used."""

    marks: Mapping[tuple[str, str], tuple[Mark, ...]] = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    def apply(self, result: Result, written: Mapping[str, str]) -> Result:
        """`result` with the points for its answers in words; no answer is 0 points once others have been graded."""
        return replace(result, questions=tuple(self._marked(q, written.get(q.id, "")) for q in result.questions))

    def _marked(self, question: QuestionResult, answer: str) -> QuestionResult:
        if question.parts:
            return question
        marks = self.marks.get((question.id, answer_code(question.id, answer)), ())
        if not marks:
            graded = any(name == question.id for name, _ in self.marks)
            return replace(question, points=0.0, note="No answer.") if graded and not answer else question
        differ = len({mark.points for mark in marks}) > 1
        comment = " · ".join(dict.fromkeys(mark.comment for mark in marks if mark.comment))
        return replace(question, points=marks[0].points, note=comment, needs_review=differ)


def answer_code(question: str, answer: str) -> str:
    """A name for an answer that says nothing of its author: identical answers have the same one."""
    words = " ".join(answer.split())
    return hashlib.sha256(f"{question}\0{words}".encode()).hexdigest()[:10]


def read_points(folder: Path, most: Mapping[str, float]) -> HandPoints:
    """The marks in `folder`/written/points.csv; a line without points is an answer not graded yet."""
    path = folder / FOLDER / NAME
    if not path.exists():
        return HandPoints()
    lines, refused = read_table(path, HEADINGS)
    marks: dict[tuple[str, str], list[Mark]] = {}
    for line in lines:
        wrong = _wrong(line, most)
        if wrong:
            refused.append(f"{FOLDER}/{NAME}, line {line.number}: {wrong}; the line was not applied.")
        elif line["points"]:
            mark = Mark(line["grader"], parse_points(line["points"]) or 0.0, line["comment"], line.number)
            marks.setdefault((line["question"], line["answer"]), []).append(mark)
    return HandPoints({key: tuple(found) for key, found in marks.items()}, tuple(refused))


def _wrong(line: Line, most: Mapping[str, float]) -> str:
    if line["question"] not in most:
        return f"there is no question by hand {line['question']!r}; there are {', '.join(most) or 'none'}"
    points = parse_points(line["points"]) if line["points"] else 0.0
    if points is None or points > most[line["question"]]:
        return f"{line['points']!r} is no number from 0 to {most[line['question']]:g}"
    return ""
