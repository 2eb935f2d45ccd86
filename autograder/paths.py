"""Locations of the project's data: solutions, hand-outs, locks, and the course folder. No other module computes them.

In a clone the data folders are beside the package. In an installed wheel they are inside it, below `autograder/data/`.
In the grading image on Gradescope only `assignments/` exists, beside the package. A course folder, made by `nnhw init`,
has its own versions in front of those; the environment variable NNHW_COURSE names it, for this process and its children.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_BESIDE = PACKAGE.parent
_INSIDE = PACKAGE / "data"
COURSE_FILE = "course.yaml"
# What `nnhw init` leaves in a course folder: the version it was made with, the bases of customized content.
MARK = ".nnhw"


class MissingDataError(RuntimeError):
    """Part of the project's data is not installed; the message says what to do."""


def _folder(name: str) -> Path:
    inside = _INSIDE / name
    return inside if _INSIDE.is_dir() else _BESIDE / name


# Where each kind of data is if it is installed; `require` says so when it is not.
SOLUTIONS = _folder("solutions")
ASSIGNMENTS = _folder("assignments")
LOCKS = _folder("locks")
QUESTIONS = PACKAGE / "questions"
# The repository, where the package is in one.
PROJECT = _BESIDE
IN_CLONE = not _INSIDE.is_dir() and (_BESIDE / "solutions").is_dir()
_DEFAULT = PACKAGE / COURSE_FILE


def require(path: Path) -> Path:
    """Return `path`, a file or folder of the project's data.

    Raises:
        MissingDataError: nothing is there.
    """
    if not path.exists():
        raise MissingDataError(
            f"{path} is missing: this installation of nnhw is incomplete. Install it again from a wheel, or run it in a clone."
        )
    return path


def course_above(folder: Path) -> Path | None:
    """Return the nearest course that `nnhw init` made at or above `folder`; None without one.

    A clone is the default course, wherever it is. A file that happens to be called course.yaml makes no course: content
    beside it would be run.
    """
    for place in (folder, *folder.parents):
        if IN_CLONE and place == PROJECT:
            return None
        if (place / COURSE_FILE).is_file() and (place / MARK).is_dir():
            return place
    return None


def passed_over(folder: Path) -> Path | None:
    """Return the nearest course.yaml at or above `folder` that is not of a course; None without one."""
    places = [folder, *folder.parents]
    if IN_CLONE and PROJECT in places:
        return None
    return next((place / COURSE_FILE for place in places if (place / COURSE_FILE).is_file()), None)


def course_folder(environment: Mapping[str, str] | None = None) -> Path | None:
    """Return the course folder in force; None where the default course is used.

    NNHW_COURSE names the folder, or its course.yaml. Any other file in it replaces the settings alone.
    """
    said = (os.environ if environment is None else environment).get("NNHW_COURSE")
    if not said:
        return None
    path = Path(said)
    if path.name == COURSE_FILE and (path.parent / MARK).is_dir():
        path = path.parent
    return path.absolute() if path.is_dir() else None


def course_file(environment: Mapping[str, str] | None = None) -> Path:
    """Return the file with the settings in force."""
    folder = course_folder(environment)
    if folder is not None:
        return folder / COURSE_FILE
    return Path((os.environ if environment is None else environment).get("NNHW_COURSE") or _DEFAULT)


def output() -> Path:
    """Return the folder that holds a build's output: the course's, the clone, or else the working directory."""
    return course_folder() or (PROJECT if IN_CLONE else Path.cwd())


def built_assignments() -> Path:
    """Return the folder into which student folders are built."""
    return output() / "assignments"


def dist() -> Path:
    """Return the folder into which zips and pages are built."""
    return output() / "dist"


def graded(name: str) -> Path:
    """Return the folder that receives the grades of an assignment where none is given."""
    folder = course_folder()
    return (folder / "graded" if folder else Path("graded")) / name


def cache() -> Path:
    """Return the folder for notes of this machine: the course's, the clone's, or else the user's."""
    if course_folder() is not None or IN_CLONE:
        return output() / ".cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nnhw"


def handout(name: str) -> Path:
    """Return the student folder of an assignment: as the course built it, else as it is installed."""
    built = built_assignments() / name
    return built if course_folder() is not None and built.is_dir() else ASSIGNMENTS / name


def solution_folders() -> tuple[Path, ...]:
    """Return the folders with solutions, the course's own in front."""
    folder = course_folder()
    return (*([folder / "solutions"] if folder else []), SOLUTIONS)


def solution(file: str) -> Path:
    """Return the path of a solution's file such as `chain_rule.py`; it need not exist."""
    places = [folder / file for folder in solution_folders()]
    return next((place for place in places if place.is_file()), places[-1])


def own_questions() -> Path | None:
    """Return the course's own folder of questions; None without one."""
    folder = course_folder()
    return folder / "questions" if folder and (folder / "questions").is_dir() else None


def writable_content() -> tuple[Path, Path]:
    """Return the folders for new solutions and questions: the course's own, or in a clone the repository's.

    Raises:
        MissingDataError: there is no course, and what is installed is not for writing.
    """
    folder = course_folder()
    if folder is not None:
        return folder / "solutions", folder / "questions"
    if not IN_CLONE:
        raise MissingDataError(
            "There is no course here to write to: run nnhw init FOLDER, and this command in that folder."
        )
    return SOLUTIONS, QUESTIONS
