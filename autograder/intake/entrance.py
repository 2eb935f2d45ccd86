"""Read a submission from a path, bytes or members of an archive; every caller starts here."""

from __future__ import annotations

import atexit
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.intake.bounded.reader import end_own_reader, own_reader
from autograder.intake.handout import Handout, Wanted, handout_of, wanted_of
from autograder.intake.reading import read
from autograder.intake.safe_archive import Gathered, Source, handed_in
from autograder.intake.submission import Submission

if TYPE_CHECKING:
    from autograder.questions.schema import Assignment


def read_submission(
    source: Path | bytes | Source,
    assignment: str | Assignment,
    name: str = "submission.ipynb",
    handout: Handout | None = None,
) -> Submission:
    """Return what was handed in for `assignment`, from a notebook, a stub, a zip or a folder.

    Args:
        source: a path, the bytes of one file, or members of a class's folder or zip.
        assignment: its name, or the assignment as a course defines it.
        name: of the file whose bytes are given.
        handout: what students received; by default `assignments/NAME` of this project.

    Raises:
        Unreadable: the text is one sentence for the student.
    """
    if isinstance(assignment, str):
        from autograder import questions

        assignment = questions.find(assignment)
    return read_files(handed_in(source, name), assignment, handout or handout_of(assignment.name))


def read_files(files: Mapping[str, bytes], assignment: Assignment, handout: Handout) -> Submission:
    """Return the submission that these files, as they were handed in, make up.

    Raises:
        Unreadable: the text is one sentence for the student.
    """
    gathered = Gathered(files)
    if isinstance(files, Gathered):
        gathered.left_out, gathered.review = list(files.left_out), files.review
    if os.name != "posix":
        return read(gathered, _wanted(assignment), handout)
    return own_reader().read(gathered, _wanted(assignment), handout)


def prepare() -> None:
    """Start the process that will read this thread's submissions, without waiting for it."""
    if os.name == "posix":
        own_reader().prepare()


_known: dict[int, tuple[Assignment, Wanted]] = {}
MAX_KNOWN = 64


def _wanted(assignment: Assignment) -> Wanted:
    """Return what an assignment asks for, computed once for each assignment."""
    known = _known.get(id(assignment))
    if known is None or known[0] is not assignment:
        if len(_known) >= MAX_KNOWN:
            _known.clear()
        known = _known[id(assignment)] = (assignment, wanted_of(assignment))
    return known[1]


atexit.register(end_own_reader)
