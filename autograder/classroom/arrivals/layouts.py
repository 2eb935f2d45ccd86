"""Find all submissions at some paths, in every layout in which a class arrives, and list what is not understood.

Layouts are recognized in this order: Gradescope's export (by its list of submissions), the export of another platform
(by the names of most of its entries), one submission (NAME.ipynb or NAME.py at the top), a class of folders and files.
Only the top level decides, where platforms and teachers write. The content of a student's folder does not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cached_property
from pathlib import Path

from autograder.classroom.arrivals.arrival import Submissions, below, make_arrival
from autograder.classroom.arrivals.class_folder import ClassFolder, is_hand_in, looks_like_a_class
from autograder.classroom.arrivals.class_labels import is_own_name, names_a_task, people_of
from autograder.classroom.arrivals.file_tree import FileTree, tree_of, tree_of_files
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
MANY = 8  # of two paths, one with this many students is an export


class NothingThere(ValueError):
    """Report a path that does not exist or contains nothing to grade; the text is a sentence."""


def existing(path: Path | str) -> Path:
    """Return the absolute path.

    Raises:
        NothingThere: The path does not exist.
    """
    if not Path(path).exists():
        raise NothingThere(f"{path}: there is no such file or folder.")
    return Path(path).resolve()


def arrivals(paths: Iterable[Path], assignment: str, zone: tzinfo | None = None) -> Submissions:
    """Return all submissions at `paths`, which are files, folders and zips.

    Args:
        paths: One or more exports or classes, or one path per student.
        assignment: The assignment to grade.
        zone: The time zone of times that name none; by default that of this machine.

    Raises:
        NothingThere: A path does not exist.
    """
    places, files, parts = [], [], []
    for path in map(existing, paths):
        if not path.is_dir() and path.suffix.lower() != ".zip":
            files.append(path)
            continue
        try:
            places.append(_Place(tree_of(path), assignment, zone))
        except Unreadable as error:
            parts.append(Submissions(strange=(f"{path}: {error}",)))
    one_each = _one_each(places)
    parts += [place.submissions(alone=one_each) for place in places]
    return Submissions.of([*parts, *_files(files, assignment, zone)])


def _one_each(places: Sequence[_Place]) -> bool:
    """Return True if each path is the work of one student. A path is then not a class, whatever it contains."""
    if len(places) < 2:
        return False
    single = sum(place.is_one_students for place in places)
    return 2 * single > len(places) or (2 * single == len(places) and not any(place.is_large for place in places))


def _files(paths: Sequence[Path], assignment: str, zone: tzinfo | None) -> list[Submissions]:
    """Return the submissions of single files.

    Files of one folder are read as a platform's export if most of their names follow its pattern. Otherwise each file
    is the work of one student.
    """
    parts = []
    for folder in dict.fromkeys(path.parent for path in paths):
        here = [path for path in paths if path.parent == folder]
        entries = entries_of([path.name for path in here], "")
        platform = platform_of(entries)
        tree = tree_of_files(folder, here)
        strangers = here
        if platform:
            export, rest = read_export(tree, "", entries, platform, assignment, zone)
            names = {entry.name for entry in rest}
            strangers = [path for path in here if path.name in names]
            parts.append(export)
        parts += [_file(path, assignment) for path in strangers]
    return parts


def _file(path: Path, assignment: str) -> Submissions:
    tree = tree_of_files(path.parent, [path])
    name = true_name(path.name, tree.peek(path.name)) if is_doubtful(path.name) else path.name
    if not is_work(name):
        return Submissions(strange=(f"{path}: neither a notebook, a .py file, a zip nor a folder; it was not graded.",))
    # For `*/forward_backward.ipynb`, the folders distinguish the students.
    stem = path.parent.name if is_own_name(name, assignment) and path.parent.name else name.rsplit(".", 1)[0]
    people = people_of([(stem, False)], assignment)
    arrival = make_arrival(tree, [(name, path.name)], people)
    return Submissions((replace(arrival, label=on_a_line(path.name)),))


@dataclass(frozen=True)
class _Place:
    """A folder or a zip that was given as a path."""

    tree: FileTree
    assignment: str
    zone: tzinfo | None

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.tree.modified))

    @cached_property
    def _top(self) -> str:
        """Return the folder with the class or the work, below folders that contain only one folder."""
        top, names = "", self.names
        while True:
            entries = entries_of(names, top)
            inner = _inner(entries, {entry.name for entry in entries})
            if inner is None or (self.tree.root.is_dir() and not self._opens(names, f"{top}{inner}/")):
                return top
            top = f"{top}{inner}/"
            names = tuple(name for name in names if name.startswith(top))

    def _opens(self, names: Sequence[str], inner: str) -> bool:
        """Return True if the only folder inside a folder is a class, and not the folder of a student."""
        inside = [name for name in names if name.startswith(inner)]
        if platform_of(entries_of(inside, inner)) or looks_like_a_class(inside, inner, self.assignment):
            return True
        tops = [name.removeprefix(inner) for name in inside if "/" not in name.removeprefix(inner)]
        works = [name for name in tops if is_hand_in(name, self.assignment)] or [*filter(is_doubtful, tops)]
        stems = {name.rsplit(".", 1)[0] for name in works}
        own = any(is_own_name(name, self.assignment) for name in tops)
        # Google Drive packs a folder of files in this way.
        return names_a_task(inner.rstrip("/").rpartition("/")[2]) and len(stems) > 1 and not own

    @property
    def is_one_students(self) -> bool:
        """Return True if this looks like the folder or the zip of one student, without regard to other paths."""
        top = self._top
        names = tuple(name for name in self.names if name.startswith(top))
        if self._gradescope_list() is not None or platform_of(entries_of(names, top)):
            return False
        tops = [name.removeprefix(top) for name in names if "/" not in name.removeprefix(top)]
        stems = {name.rsplit(".", 1)[0] for name in tops if is_hand_in(name, self.assignment)}
        return self._is_one_submission(tops, names, top) or len(stems) == 1

    @property
    def is_large(self) -> bool:
        """Return True if there are MANY entries with work, which no single student would have made."""
        top = self._top
        names = [name for name in self.names if name.startswith(top)]
        return len({entry.name for entry in entries_of(names, top) if entry.may_hold_work}) >= MANY

    def submissions(self, *, alone: bool) -> Submissions:
        """Return the submissions at this path.

        Args:
            alone: True if each path is the work of one student. A path named like an export is read as one anyway.
        """
        if alone and not _EXPORT.fullmatch(self.tree.root.name):
            return replace(self._alone(), strange=(*self.tree.strange, *self._doubt()))
        submissions = self._gradescope() or self._by_names()
        return replace(submissions, strange=(*self.tree.strange, *submissions.strange))

    def _doubt(self) -> tuple[str, ...]:
        if self.is_one_students or not self.names:
            return ()
        return (
            f"{self.tree.root.name} was read as the work of one student, like the other paths. If it is an export, "
            "grade it in a separate command, or name it like one (assignment_123_export or submissions).",
        )

    def _alone(self) -> Submissions:
        root = self.tree.root
        label = root.name if root.is_dir() else root.stem
        (person,) = people_of([(label, True)], self.assignment)
        own = ClassFolder(self.tree, "", self.assignment, self.zone)
        prefix, names = own.homework("", self.names)
        return Submissions((make_arrival(self.tree, below(names, prefix), (person,), prefix),))

    def _gradescope_list(self) -> str | None:
        """Return the path of Gradescope's list of submissions, or None; it is at the top of an export without work."""
        tops = {name.split("/")[0] for name in self.names}
        inner = f"{next(iter(tops))}/" if len(tops) == 1 and GRADESCOPE_FILE not in tops else ""
        beside = any("/" not in name.removeprefix(inner) and is_work(name) for name in self.names)
        return f"{inner}{GRADESCOPE_FILE}" if f"{inner}{GRADESCOPE_FILE}" in self.names and not beside else None

    def _gradescope(self) -> Submissions | None:
        metadata = self._gradescope_list()
        if metadata is None:
            return None
        top = metadata.removesuffix(GRADESCOPE_FILE)
        people = gradescope_people(self.tree.read(metadata).decode("utf-8", "replace"))
        submissions, strange = [], []
        groups = {
            entry.name: entry.files for entry in entries_of((name for name in self.names if name != metadata), top)
        }
        for folder in sorted({*groups, *people}):
            persons, moment = people.get(folder, ((), None))
            if not persons:
                strange.append(
                    f"{self.tree.root.name}: {top}{folder} has no entry in {GRADESCOPE_FILE}; it was not graded."
                )
            else:
                place = f"{top}{folder}/"
                pairs = below(groups.get(folder, ()), place)
                submissions.append(make_arrival(self.tree, pairs, persons, place, time=moment))
        return Submissions(tuple(submissions), tuple(strange))

    def _by_names(self) -> Submissions:
        """Return the submissions of a platform's export, of one student, or of a class."""
        top = self._top
        names = tuple(name for name in self.names if name.startswith(top))
        entries = entries_of(names, top)
        platform = platform_of(entries)
        if platform:
            export, rest = read_export(self.tree, top, entries, platform, self.assignment, self.zone)
            sentences = [
                f"{self.tree.root.name}: {entry.name} has no {platform.name} name ({platform.pattern}); "
                f"it {'is graded under its own name' if entry.may_hold_work else 'was not graded'}."
                for entry in rest
            ]
            works = [entry for entry in rest if entry.may_hold_work]
            others = ClassFolder(self.tree, top, self.assignment, self.zone).submissions(works)
            return Submissions.of([export, Submissions(strange=tuple(sentences)), Submissions(others.arrivals)])
        tops = [name.removeprefix(top) for name in names if "/" not in name.removeprefix(top)]
        if self._is_one_submission(tops, names, top):
            return self._one(names, top)
        return ClassFolder(self.tree, top, self.assignment, self.zone).submissions(entries)

    def _one(self, names: Sequence[str], top: str) -> Submissions:
        root = self.tree.root
        label = (top.rstrip("/").rpartition("/")[2] if root.is_dir() else "") or (
            root.name if root.is_dir() else root.stem
        )
        people = people_of([(label, True)], self.assignment)
        return Submissions((make_arrival(self.tree, below(names, top), people, top),))

    def _is_one_submission(self, tops: Sequence[str], names: Sequence[str], top: str) -> bool:
        """Return True if this is one submission.

        NAME.ipynb or NAME.py is at the top, with no notebooks but copies of it, or a zip contains one work, as otter's
        export does.
        """
        tops = [true_name(name, self.tree.peek(f"{top}{name}")) if is_doubtful(name) else name for name in tops]
        notebooks = [name for name in tops if name.lower().endswith(".ipynb")]
        own = [name for name in tops if is_own_name(name, self.assignment)]
        if any(name.lower() in (f"{self.assignment}.ipynb", f"{self.assignment}.py") for name in own):
            return all(name in own for name in notebooks) and not self._has_students(names, top)
        works = [name for name in names if is_work(name) and name.removeprefix(top).split("/")[0] not in GIVEN_FOLDERS]
        return not self.tree.root.is_dir() and len(tops) > 0 and len(works) == 1

    def _has_students(self, names: Sequence[str], top: str) -> bool:
        """Return True if there are folders of several students next to a hand-out or a solution of the teacher."""
        beside = [name for name in names if "/" in name.removeprefix(top)]
        folders = {
            name.removeprefix(top).split("/")[0]
            for name in beside
            if is_own_name(name.rpartition("/")[2], self.assignment)
        }
        return len(folders) > 2 and looks_like_a_class(beside, top, self.assignment)


def _inner(entries: Sequence, names: set[str]) -> str | None:
    """Return the folder with the class: the only one, or `submitted` or `inbound` next to nbgrader's others."""
    folders = [entry for entry in entries if entry.folder]
    if "submitted" in names and names & {"source", "release", "autograded"}:
        return "submitted"
    if "inbound" in names and "outbound" in names:
        return "inbound"
    return folders[0].name if len(folders) == 1 and len(entries) == 1 else None
