"""Read the regrade requests of a graded folder, from `requests.csv` (student, question, text) or from `requests/`.

`requests/` contains text files named `STUDENT QUESTION.txt`. The student may be given by e-mail address, id or full
name, and the question by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.arrivals.person import name_forms
from autograder.classroom.csv_tables import read_table
from autograder.classroom.journal_rows import RollEntry
from autograder.intake.decoding import decode

NAME, FOLDER = "requests.csv", "requests"
SUFFIXES = (".txt", ".md")
_FILE = re.compile(r"(?P<student>.+) (?P<question>[^ ]+)|(?P<who>[^ ]+?)[_-]+(?P<what>q\d[^ ]*)", re.IGNORECASE)
HEADINGS = ("student", "question", "text")
MOST = 20_000  # characters of a request that are kept


@dataclass(frozen=True)
class Request:
    """One student's request to look at a question again."""

    student: str
    question: str
    text: str


def read_requests(
    folder: Path, roll: Iterable[RollEntry], questions: Sequence[str]
) -> tuple[list[Request], tuple[str, ...]]:
    """Return the requests of a graded folder, and a sentence for each with an unknown student or question."""
    students = _spellings(roll)
    requests: list[Request] = []
    refused: list[str] = []
    for where, student, question, text in (*_lines(folder, refused), *_files(folder, refused)):
        words = (student.casefold().strip(), *name_forms(student))
        who = next((students[word] for word in words if word in students), "")
        what = _question(question, questions)
        if not who:
            refused.append(f"{where}: there is no student {student!r}; the request was ignored.")
        elif not what:
            refused.append(
                f"{where}: there is no question {question!r}; there are {', '.join(questions)}. It was ignored."
            )
        elif text.strip():
            requests.append(Request(who, what, text.strip()[:MOST]))
    return list(dict.fromkeys(requests)), tuple(refused)


def _spellings(roll: Iterable[RollEntry]) -> dict[str, str]:
    spelled: dict[str, set[str]] = {}
    for entry in roll:
        words = (entry.student.casefold(), entry.email.casefold(), entry.id.casefold(), *name_forms(entry.name))
        for word in filter(None, words):
            spelled.setdefault(word, set()).add(entry.student)
    return {word: next(iter(students)) for word, students in spelled.items() if len(students) == 1}


def _question(wanted: str, questions: Sequence[str]) -> str:
    """Return the id of the question named by its id or by its number (q4 or 4); empty if there is none."""
    word = wanted.strip().casefold()
    word = f"q{word}" if word.isdecimal() else word
    near = [name for name in questions if word in (name.casefold(), name.partition("_")[0].casefold())]
    return near[0] if len(near) == 1 else ""


def _lines(folder: Path, refused: list[str]) -> Iterator[tuple[str, str, str, str]]:
    path = folder / NAME
    if path.is_file():
        lines, wrong = read_table(path, HEADINGS)
        refused.extend(wrong)
        for line in lines:
            yield f"{NAME}, line {line.number}", line["student"], line["question"], line["text"]


def _files(folder: Path, refused: list[str]) -> Iterator[tuple[str, str, str, str]]:
    place = folder / FOLDER
    for path in sorted(place.iterdir()) if place.is_dir() else ():
        where, match = f"{FOLDER}/{path.name}", _FILE.fullmatch(path.stem)
        if path.name.startswith("."):
            continue
        if path.suffix.lower() not in SUFFIXES or not match or not path.is_file():
            refused.append(f"{where}: it was ignored; a request is a text file named STUDENT QUESTION.txt.")
        else:
            text = decode(path.read_bytes()[: 4 * MOST])
            yield where, match["student"] or match["who"], match["question"] or match["what"], text
