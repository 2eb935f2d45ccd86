"""Read written/points.csv, the points for answers in words.

An answer has a code of ten consonants, which no spreadsheet can take for a number, a date or a truth value. A line
whose code belongs to no answer is refused with a sentence, so that its points are not lost silently.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.classroom.csv_tables import Line, parse_points, read_table
from autograder.judge.result import QuestionResult, Result
from autograder.safe_text import spell_points

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
    """All marks by question and answer code, and a sentence for each refused line."""

    marks: Mapping[tuple[str, str], tuple[Mark, ...]] = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    def apply(self, result: Result, written: Mapping[str, str]) -> Result:
        """Return `result` with the points for its answers in words.

        A missing answer gets 0 points as soon as another answer to the question has points.
        """
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
    """Return the code of an answer. Equal answers, up to whitespace, have the same code."""
    number = int(_digest(question, answer), 16)
    letters = []
    for _ in range(10):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "".join(letters)


def older_code(question: str, answer: str) -> str:
    """Return the code that an earlier version gave an answer: ten hexadecimal digits. Older tables contain it."""
    return _digest(question, answer)[:10]


def _digest(question: str, answer: str) -> str:
    return hashlib.sha256(f"{question}\0{' '.join(answer.split())}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Codes:
    """The codes of all answers by question; `older` maps the codes of an earlier version to the present ones."""

    known: Mapping[str, Collection[str]]
    older: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Mapping[str, Collection[str]]) -> Codes:
        """Return the codes of the given answers."""
        known = {name: {answer_code(name, text) for text in texts} for name, texts in answers.items()}
        older = {
            name: {older_code(name, text): answer_code(name, text) for text in texts} for name, texts in answers.items()
        }
        return cls(known, older)

    def today(self, question: str, code: str) -> str:
        """Return the present code for a code of any version; an unknown code is returned in lower case."""
        return self.older.get(question, {}).get(code, code.casefold())


def read_points(folder: Path, most: Mapping[str, float], codes: Codes | None = None) -> HandPoints:
    """Return the marks in written/points.csv; lines without points are skipped.

    Args:
        folder: The graded folder.
        most: The points of each question that is graded by hand.
        codes: The codes of the present answers; a line with points and an unknown code is refused.
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
    return HandPoints({key: tuple(given) for key, given in marks.items()}, tuple(refused))


def _wrong(line: Line, most: Mapping[str, float]) -> str:
    if line["question"] not in most:
        return f"there is no question graded by hand {line['question']!r}; there are {', '.join(most) or 'none'}"
    points = parse_points(line["points"]) if line["points"] else 0.0
    if points is None or points > most[line["question"]]:
        return f"{line['points']!r} is not a number from 0 to {spell_points(most[line['question']])}"
    return ""


def _unknown(line: Line, code: str, codes: Codes | None) -> str:
    """Return the reason why a line's code is refused; empty for a known code and for a line without points."""
    if codes is None or not line["points"] or code in codes.known.get(line["question"], ()):
        return ""
    if not code:
        return "the answer's code is missing"
    if not code.isascii() or not code.isalpha():
        return f"{line['answer']!r} is not the code of an answer; a spreadsheet may have turned it into a number"
    return (
        f"no answer has the code {line['answer']!r}; the student may have resubmitted, see the page for the new codes"
    )
