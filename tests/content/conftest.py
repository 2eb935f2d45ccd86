"""Fixtures: a tiny assignment for errors that real content does not contain, and the real assignments, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder import course as courses
from autograder import questions
from autograder.checks.expectations import number
from autograder.content import build_folder
from autograder.content.document import Document, read_document
from autograder.content.sources import document
from autograder.questions.schema import Assignment, Call, Case, Part, Question, Slip

TINY = Path(__file__).with_name("tiny_solution.txt").read_text(encoding="utf-8")


def _cases(*points: float):
    return lambda draw: [Case(Call("square", (x,)), number(x * x)) for x in points]


TINY_ASSIGNMENT = Assignment(
    "tiny",
    "Tiny",
    (
        Question(
            "q1_square",
            "Squares",
            parts=(Part("values", 3.0, _cases(2.0, -1.0), _cases(5.123456789012345)),),
            owns={"square": lambda x: x * x},
            slips=(
                Slip("cubed", "That is the cube, one factor too many.", "def square(x):\n    return x * x * x * 1.0\n"),
            ),
        ),
        Question("q2_words", "In words", hand_points=2.0),
    ),
)


@pytest.fixture
def tiny_text() -> str:
    """Return a solution file that builds without changes."""
    return TINY


@pytest.fixture
def tiny(tmp_path: Path):
    """Return a function that reads a tiny solution file from its text, by default the good one."""

    def read(text: str = TINY) -> Document:
        path = tmp_path / "tiny.py"
        path.write_text(text, encoding="utf-8")
        return read_document("tiny", path, "solutions/tiny.py")

    return read


@pytest.fixture
def declare_tiny(monkeypatch: pytest.MonkeyPatch) -> Assignment:
    """Register the tiny assignment under its name."""
    monkeypatch.setattr(questions, "find", lambda name: TINY_ASSIGNMENT)
    monkeypatch.setattr(questions, "names", lambda: ("tiny",))
    return TINY_ASSIGNMENT


@pytest.fixture(scope="session")
def course() -> courses.Course:
    return courses.Course()


@pytest.fixture(scope="session")
def student_files(course: courses.Course):
    """Return a function for the real student folder of an assignment as path → content, built once."""
    made: dict[str, dict[str, bytes]] = {}

    def files(name: str) -> dict[str, bytes]:
        if name not in made:
            made[name] = build_folder.student_files(document(name), course)
        return made[name]

    return files
