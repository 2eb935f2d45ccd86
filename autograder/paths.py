"""Locate the project's data: solutions, hand-outs, locks and the course folder. No other module computes these paths.

In a clone the data folders are beside the package. In an installed wheel they are inside it, below `autograder/data/`.
In the grading image on Gradescope only `assignments/` exists, beside the package. The content of a course folder, made
by `nnhw init`, takes precedence; the environment variable NNHW_COURSE names it for this process and its children.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
_BESIDE = PACKAGE.parent
_INSIDE = PACKAGE / "data"
COURSE_FILE = "course.yaml"
# The folder that `nnhw init` makes in a course folder; it records the version and the bases of customized content.
MARK = ".nnhw"


class MissingDataError(RuntimeError):
    """Part of the project's data is not installed; the message gives the remedy."""


def _folder(name: str) -> Path:
    inside = _INSIDE / name
    return inside if _INSIDE.is_dir() else _BESIDE / name


# The location of each kind of data if it is installed; `require` raises an error if it is not.
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
        MissingDataError: it does not exist.
    """
    if not path.exists():
        raise MissingDataError(
            f"{path} is missing: this installation of nnhw is incomplete. "
            "Install it again from a wheel, or run it in a clone."
        )
    return path


def course_above(folder: Path) -> Path | None:
    """Return the nearest course folder made by `nnhw init` at or above `folder`; None if no folder is one.

    The search stops at a clone, which is the default course. A file named course.yaml alone does not make a course,
    since the code of a course is run.
    """
    for place in (folder, *folder.parents):
        if IN_CLONE and place == PROJECT:
            return None
        if (place / COURSE_FILE).is_file() and (place / MARK).is_dir():
            return place
    return None


def passed_over(folder: Path) -> Path | None:
    """Return the nearest course.yaml at or above `folder` outside a course folder; None if there is no such file."""
    places = [folder, *folder.parents]
    if IN_CLONE and PROJECT in places:
        return None
    return next((place / COURSE_FILE for place in places if (place / COURSE_FILE).is_file()), None)


def course_folder(environment: Mapping[str, str] | None = None) -> Path | None:
    """Return the course folder in force; None if the default course is used.

    NNHW_COURSE names the folder, or its course.yaml. If it names any other file, that file replaces only the settings.
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
    """Return the folder for a build's output: the course's folder, the clone, or else the working directory."""
    return course_folder() or (PROJECT if IN_CLONE else Path.cwd())


def built_assignments() -> Path:
    """Return the folder into which student folders are built."""
    return output() / "assignments"


def dist() -> Path:
    """Return the folder into which zips and pages are built."""
    return output() / "dist"


def graded(name: str) -> Path:
    """Return the default folder for the grades of an assignment."""
    folder = course_folder()
    return (folder / "graded" if folder else Path("graded")) / name


def cache() -> Path:
    """Return the cache folder: the course's, the clone's, or else the user's."""
    if course_folder() is not None or IN_CLONE:
        return output() / ".cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nnhw"


def handout(name: str) -> Path:
    """Return the student folder of an assignment: as the course built it, else as it is installed."""
    built = built_assignments() / name
    return built if course_folder() is not None and built.is_dir() else ASSIGNMENTS / name


def solution_folders() -> tuple[Path, ...]:
    """Return the folders with solutions, the course's own first."""
    folder = course_folder()
    return (*([folder / "solutions"] if folder else []), SOLUTIONS)


def solution(file: str) -> Path:
    """Return the path of a solution's file such as `chain_rule.py`; it need not exist."""
    places = [folder / file for folder in solution_folders()]
    return next((place for place in places if place.is_file()), places[-1])


def own_questions() -> Path | None:
    """Return the course's own folder of questions; None if it has none."""
    folder = course_folder()
    return folder / "questions" if folder and (folder / "questions").is_dir() else None


def writable_content() -> tuple[Path, Path]:
    """Return the folders for new solutions and questions: the course's own, or in a clone the repository's.

    Raises:
        MissingDataError: no course is in force, and nnhw is installed, not run from a clone.
    """
    folder = course_folder()
    if folder is not None:
        return folder / "solutions", folder / "questions"
    if not IN_CLONE:
        raise MissingDataError(
            "This folder is not in a course: run nnhw init FOLDER, then this command in that folder."
        )
    return SOLUTIONS, QUESTIONS
