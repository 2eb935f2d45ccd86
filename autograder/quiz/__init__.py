"""Export the quiz to Canvas, to Moodle and to paper.

The grader itself does not need this package.
"""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course
from autograder.quiz.bank import QuizError, read_bank, warnings_of
from autograder.quiz.canvas import canvas_zip
from autograder.quiz.moodle import moodle_xml
from autograder.quiz.paper import key_sheet, sheets

__all__ = ["QuizError", "export", "read_bank", "warnings_of"]


def export(name: str, to: str, course: Course, out_dir: Path, roster: Path | None = None) -> list[Path]:
    """Write the quiz for another system or for paper, and return the paths of the new files.

    Args:
        name: The quiz, from solutions/NAME.yaml.
        to: canvas (QTI 1.2), moodle (Moodle XML) or print (a page to print, and its answer key).
        course: The course, whose key determines the order and the numbers of each paper.
        out_dir: The folder for the files.
        roster: A CSV of the class. With `print`, each of its students gets a different paper (NAME-papers.html) in
            addition to the common one (NAME-paper.html).

    Raises:
        QuizError: The quiz does not exist, or `roster` was given for a format other than print.
    """
    if roster is not None and to != "print":
        raise QuizError("--per-student goes with --to print: on Canvas and Moodle the system itself shuffles.")
    bank = read_bank(name)
    out_dir.mkdir(parents=True, exist_ok=True)
    if to == "canvas":
        return [_written(out_dir / f"{name}-canvas-qti.zip", canvas_zip(bank))]
    if to == "moodle":
        return [_written(out_dir / f"{name}-moodle.xml", moodle_xml(bank).encode())]
    written = []
    for students in (None, roster) if roster else (None,):
        papers, stem = sheets(bank, course.key, students), f"{name}-papers" if students else f"{name}-paper"
        written.append(_written(out_dir / f"{stem}.html", papers.page.encode()))
        written.append(_written(out_dir / f"{stem}-key.html", key_sheet(bank, papers).encode()))
    return written


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
