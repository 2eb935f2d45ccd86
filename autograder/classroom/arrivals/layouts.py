"""Every way a class arrives: paths to arrivals, and to a list of what fits no way.

Recognised, in this order: Gradescope's export (by its list of submissions, at its own place), the export of a platform (by
the names of most of its entries), one submission (NAME.ipynb or NAME.py at its top), a class of folders and files. All of
this is decided at the top, where platforms and teachers write; what lies in a student's own folder changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cached_property
from pathlib import Path

from autograder.classroom.arrivals.arrival import Found, below, make_arrival
from autograder.classroom.arrivals.class_folder import ClassFolder, is_hand_in, looks_like_a_class
from autograder.classroom.arrivals.class_labels import is_own_name, names_a_task, people_of
from autograder.classroom.arrivals.file_tree import Shelf, shelf_of, shelf_of_files
from autograder.classroom.arrivals.platform_exports import (
    GRADESCOPE_FILE,
    entries_of,
    gradescope_people,
    platform_of,
    read_export,
)
from autograder.classroom.arrivals.work_files import is_doubtful, is_work, true_name
from autograder.intake import Unreadable
from autograder.intake.handout import GIVEN_FOLDERS
from autograder.safe_text import on_a_line

_EXPORT = re.compile(
    r"(assignment_\d+_export|submissions?|gradebook|inbound|submitted|.*-submissions|Abgaben|multi_feedback)\b.*",
    re.IGNORECASE,
)
# Of two paths one with as many students is an export whatever the other is.
MANY = 8


class NothingThere(ValueError):
    """A path that does not exist or that nothing can be read from; the text is a sentence."""


def arrivals(paths: Iterable[Path], assignment: str, zone: tzinfo | None = None) -> Found:
    """Return all submissions at `paths`: files, folders and zips.

    Args:
        paths: one export or class, or several, or one path a student.
        assignment: the one that is graded.
        zone: of a time that names none, the course's; by default this machine's.

    Raises:
        NothingThere: a path does not exist.
    """
    places, files, parts = [], [], []
    for path in (Path(path) for path in paths):
        if not path.exists():
            raise NothingThere(f"{path}: there is no such file or folder.")
        path = path.resolve()
        if not path.is_dir() and path.suffix.lower() != ".zip":
            files.append(path)
            continue
        try:
            places.append(_Place(shelf_of(path), assignment, zone))
        except Unreadable as error:
            parts.append(Found(strange=(f"{path}: {error}",)))
    one_each = _one_each(places)
    parts += [place.found(alone=one_each) for place in places]
    return Found.of([*parts, *_files(files, assignment, zone)])


def _one_each(places: Sequence[_Place]) -> bool:
    """Are the paths one student's each? Then a path is no class, whatever a student put into it."""
    if len(places) < 2:
        return False
    single = sum(place.is_one_students for place in places)
    return 2 * single > len(places) or (2 * single == len(places) and not any(place.is_large for place in places))


def _files(paths: Sequence[Path], assignment: str, zone: tzinfo | None) -> list[Found]:
    """Return single files: those of a folder as a platform's export if most are named so, else one a student."""
    parts = []
    for folder in dict.fromkeys(path.parent for path in paths):
        here = [path for path in paths if path.parent == folder]
        entries = entries_of([path.name for path in here], "")
        platform = platform_of(entries)
        shelf = shelf_of_files(folder, here)
        strangers = here
        if platform:
            found, rest = read_export(shelf, "", entries, platform, assignment, zone)
            names = {entry.name for entry in rest}
            strangers = [path for path in here if path.name in names]
            parts.append(found)
        parts += [_file(path, assignment) for path in strangers]
    return parts


def _file(path: Path, assignment: str) -> Found:
    shelf = shelf_of_files(path.parent, [path])
    name = true_name(path.name, shelf.peek(path.name)) if is_doubtful(path.name) else path.name
    if not is_work(name):
        return Found(strange=(f"{path}: neither a notebook, a .py file, a zip nor a folder; it was not graded.",))
    # Of `*/forward_backward.ipynb` the folders tell the students apart.
    stem = path.parent.name if is_own_name(name, assignment) and path.parent.name else name.rsplit(".", 1)[0]
    people = people_of([(stem, False)], assignment)
    arrival = make_arrival(shelf, [(name, path.name)], people)
    return Found((replace(arrival, label=on_a_line(path.name)),))


@dataclass(frozen=True)
class _Place:
    """A folder or a zip."""

    shelf: Shelf
    assignment: str
    zone: tzinfo | None

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.shelf.modified))

    @cached_property
    def _top(self) -> str:
        """The folder that holds the class or the work: below folders that hold nothing but one folder."""
        top, names = "", self.names
        while True:
            entries = entries_of(names, top)
            inner = _inner(entries, {entry.name for entry in entries})
            if inner is None or (self.shelf.root.is_dir() and not self._opens(names, f"{top}{inner}/")):
                return top
            top = f"{top}{inner}/"
            names = tuple(name for name in names if name.startswith(top))

    def _opens(self, names: Sequence[str], inner: str) -> bool:
        """Is the only folder of a folder a class? A student's folder may be the only one, too."""
        inside = [name for name in names if name.startswith(inner)]
        if platform_of(entries_of(inside, inner)) or looks_like_a_class(inside, inner, self.assignment):
            return True
        tops = [name.removeprefix(inner) for name in inside if "/" not in name.removeprefix(inner)]
        works = [name for name in tops if is_hand_in(name, self.assignment)] or [*filter(is_doubtful, tops)]
        stems = {name.rsplit(".", 1)[0] for name in works}
        own = any(is_own_name(name, self.assignment) for name in tops)
        return (
            names_a_task(inner.rstrip("/").rpartition("/")[2]) and len(stems) > 1 and not own
        )  # as Drive packs a folder

    @property
    def is_one_students(self) -> bool:
        """Is this one student's folder or zip, as far as it tells by itself?"""
        top = self._top
        names = tuple(name for name in self.names if name.startswith(top))
        if self._gradescope_list() is not None or platform_of(entries_of(names, top)):
            return False
        tops = [name.removeprefix(top) for name in names if "/" not in name.removeprefix(top)]
        stems = {name.rsplit(".", 1)[0] for name in tops if is_hand_in(name, self.assignment)}
        return self._is_one_submission(tops, names, top) or len(stems) == 1

    @property
    def is_large(self) -> bool:
        """Does it hold so many students that no student made it up?"""
        top = self._top
        names = [name for name in self.names if name.startswith(top)]
        return len({entry.name for entry in entries_of(names, top) if entry.may_hold_work}) >= MANY

    def found(self, *, alone: bool) -> Found:
        """Return what lies here; as one student's if the paths are one student's each, unless it is named like an export."""
        if alone and not _EXPORT.fullmatch(self.shelf.root.name):
            return replace(self._alone(), strange=(*self.shelf.strange, *self._doubt()))
        found = self._gradescope() or self._by_names()
        return replace(found, strange=(*self.shelf.strange, *found.strange))

    def _doubt(self) -> tuple[str, ...]:
        if self.is_one_students or not self.names:
            return ()
        return (
            f"{self.shelf.root.name} was read as one student's, as the other paths are; if it is an export, give it a command of "
            "its own, or its own name (as assignment_123_export or submissions).",
        )

    def _alone(self) -> Found:
        root = self.shelf.root
        label = root.name if root.is_dir() else root.stem
        (person,) = people_of([(label, True)], self.assignment)
        own = ClassFolder(self.shelf, "", self.assignment, self.zone)
        prefix, names = own.homework("", self.names)
        return Found((make_arrival(self.shelf, below(names, prefix), (person,), prefix),))

    def _gradescope_list(self) -> str | None:
        """Return the name of Gradescope's list of submissions, at its own place: the export's top, where no work lies."""
        tops = {name.split("/")[0] for name in self.names}
        inner = f"{next(iter(tops))}/" if len(tops) == 1 and GRADESCOPE_FILE not in tops else ""
        beside = any("/" not in name.removeprefix(inner) and is_work(name) for name in self.names)
        return f"{inner}{GRADESCOPE_FILE}" if f"{inner}{GRADESCOPE_FILE}" in self.names and not beside else None

    def _gradescope(self) -> Found | None:
        metadata = self._gradescope_list()
        if metadata is None:
            return None
        top = metadata.removesuffix(GRADESCOPE_FILE)
        people = gradescope_people(self.shelf.read(metadata).decode("utf-8", "replace"))
        found, strange = [], []
        groups = {
            entry.name: entry.files for entry in entries_of((name for name in self.names if name != metadata), top)
        }
        for folder in sorted({*groups, *people}):
            persons, moment = people.get(folder, ((), None))
            if not persons:
                strange.append(
                    f"{self.shelf.root.name}: {top}{folder} has no entry in {GRADESCOPE_FILE}; it was not graded."
                )
            else:
                place = f"{top}{folder}/"
                found.append(
                    make_arrival(self.shelf, below(groups.get(folder, ()), place), persons, place, time=moment)
                )
        return Found(tuple(found), tuple(strange))

    def _by_names(self) -> Found:
        """Return the submissions of a platform's export, of one student, or of a class."""
        top = self._top
        names = tuple(name for name in self.names if name.startswith(top))
        entries = entries_of(names, top)
        platform = platform_of(entries)
        if platform:
            found, rest = read_export(self.shelf, top, entries, platform, self.assignment, self.zone)
            said = [
                f"{self.shelf.root.name}: {entry.name} has no {platform.name} name ({platform.pattern}); "
                f"it {'is graded under its own name' if entry.may_hold_work else 'was not graded'}."
                for entry in rest
            ]
            others = ClassFolder(self.shelf, top, self.assignment, self.zone).found(
                [one for one in rest if one.may_hold_work]
            )
            return Found.of([found, Found(strange=tuple(said)), Found(others.arrivals)])
        tops = [name.removeprefix(top) for name in names if "/" not in name.removeprefix(top)]
        if self._is_one_submission(tops, names, top):
            return self._one(names, top)
        return ClassFolder(self.shelf, top, self.assignment, self.zone).found(entries)

    def _one(self, names: Sequence[str], top: str) -> Found:
        root = self.shelf.root
        label = (top.rstrip("/").rpartition("/")[2] if root.is_dir() else "") or (
            root.name if root.is_dir() else root.stem
        )
        people = people_of([(label, True)], self.assignment)
        return Found((make_arrival(self.shelf, below(names, top), people, top),))

    def _is_one_submission(self, tops: Sequence[str], names: Sequence[str], top: str) -> bool:
        """NAME.ipynb or NAME.py lies at the top, with copies of it at most; or a zip holds one notebook, as otter's export does."""
        tops = [true_name(name, self.shelf.peek(f"{top}{name}")) if is_doubtful(name) else name for name in tops]
        notebooks = [name for name in tops if name.lower().endswith(".ipynb")]
        own = [name for name in tops if is_own_name(name, self.assignment)]
        if any(name.lower() in (f"{self.assignment}.ipynb", f"{self.assignment}.py") for name in own):
            return all(name in own for name in notebooks) and not self._has_students(names, top)
        works = [name for name in names if is_work(name) and name.removeprefix(top).split("/")[0] not in GIVEN_FOLDERS]
        return not self.shelf.root.is_dir() and len(tops) > 0 and len(works) == 1

    def _has_students(self, names: Sequence[str], top: str) -> bool:
        """Do several students' folders lie beside a hand-out or a solution of the teacher's?"""
        beside = [name for name in names if "/" in name.removeprefix(top)]
        folders = {
            name.removeprefix(top).split("/")[0]
            for name in beside
            if is_own_name(name.rpartition("/")[2], self.assignment)
        }
        return len(folders) > 2 and looks_like_a_class(beside, top, self.assignment)


def _inner(entries: Sequence, names: set[str]) -> str | None:
    """Return the folder that holds the class: the only one, or nbgrader's `submitted` and `inbound` beside its own."""
    folders = [entry for entry in entries if entry.folder]
    if "submitted" in names and names & {"source", "release", "autograded"}:
        return "submitted"
    if "inbound" in names and "outbound" in names:
        return "inbound"
    return folders[0].name if len(folders) == 1 and len(entries) == 1 else None
