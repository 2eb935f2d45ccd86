"""written/points.csv: points for answers in words, under codes that no spreadsheet takes for a number.

A code is ten consonants without E: no number in any notation, no date, no TRUE, no word. A line whose code belongs to no
answer is refused, as its points would be lost without a sound.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.classroom.csv_tables import Line, parse_points, read_table
from autograder.judge.result import QuestionResult, Result

FOLDER, NAME = "written", "points.csv"
HEADINGS = ("question", "answer", "grader", "points", "comment")
LETTERS = "bcdfghjklmnpqrstvwxz"


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
        """Return `result` with the points for its answers in words; no answer is 0 points once others have been graded."""
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
    """Return a name for an answer that says nothing of its author: identical answers have the same one."""
    number = int(_digest(question, answer), 16)
    letters = []
    for _ in range(10):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "".join(letters)


def older_code(question: str, answer: str) -> str:
    """Return the code of an earlier version, which a table that was begun then still holds: ten hexadecimal digits."""
    return _digest(question, answer)[:10]


def _digest(question: str, answer: str) -> str:
    return hashlib.sha256(f"{question}\0{' '.join(answer.split())}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Codes:
    """The codes of all answers there are, by question; `older` leads from an earlier version's to today's."""

    known: Mapping[str, Collection[str]]
    older: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Mapping[str, Collection[str]]) -> Codes:
        """Return the codes of these answers by question."""
        known = {name: {answer_code(name, text) for text in texts} for name, texts in answers.items()}
        older = {
            name: {older_code(name, text): answer_code(name, text) for text in texts} for name, texts in answers.items()
        }
        return cls(known, older)

    def today(self, question: str, code: str) -> str:
        """Return the answer's code of today; as it is if no answer has it."""
        return self.older.get(question, {}).get(code, code.casefold())


def read_points(folder: Path, most: Mapping[str, float], codes: Codes | None = None) -> HandPoints:
    """Return the marks in `folder`/written/points.csv; a line without points is an answer not graded yet.

    Args:
        folder: the graded folder.
        most: what each question by hand pays.
        codes: of the answers there are; a line with another and with points is refused.
    """
    path = folder / FOLDER / NAME
    if not path.exists():
        return HandPoints()
    lines, refused = read_table(path, HEADINGS)
    marks: dict[tuple[str, str], list[Mark]] = {}
    for line in lines:
        code = codes.today(line["question"], line["answer"]) if codes else line["answer"]
        wrong = _wrong(line, most) or _unknown(line, code, codes)
        if wrong:
            refused.append(f"{FOLDER}/{NAME}, line {line.number}: {wrong}; the line was not applied.")
        elif line["points"]:
            mark = Mark(line["grader"], parse_points(line["points"]) or 0.0, line["comment"], line.number)
            marks.setdefault((line["question"], code), []).append(mark)
    return HandPoints({key: tuple(found) for key, found in marks.items()}, tuple(refused))


def _wrong(line: Line, most: Mapping[str, float]) -> str:
    if line["question"] not in most:
        return f"there is no question by hand {line['question']!r}; there are {', '.join(most) or 'none'}"
    points = parse_points(line["points"]) if line["points"] else 0.0
    if points is None or points > most[line["question"]]:
        return f"{line['points']!r} is no number from 0 to {most[line['question']]:g}"
    return ""


def _unknown(line: Line, code: str, codes: Codes | None) -> str:
    """Say why no answer has this code; nothing where a line without points loses nothing (the answer was handed in anew)."""
    if codes is None or not line["points"] or code in codes.known.get(line["question"], ()):
        return ""
    if not code:
        return "the answer's code is missing"
    if not code.isascii() or not code.isalpha():
        return f"{line['answer']!r} is no answer's code; a spreadsheet may have turned it into a number"
    return f"no answer has the code {line['answer']!r}; the student may have handed in anew, see the page for today's codes"
