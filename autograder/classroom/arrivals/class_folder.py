"""Read a class folder that people keep: a folder or a file for each student, perhaps in sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from autograder import questions
from autograder.classroom.arrivals.arrival import Arrival, Submissions, below, make_arrival, timed
from autograder.classroom.arrivals.class_labels import is_own_name, names_a_section, people_of, student_like
from autograder.classroom.arrivals.file_tree import FileTree
from autograder.classroom.arrivals.person import Person
from autograder.classroom.arrivals.platform_exports import Entry, entries_of
from autograder.classroom.arrivals.work_files import is_doubtful, is_work
from autograder.intake.choose_main_file import is_named
from autograder.intake.fenced_markdown import EXTENSIONS
from autograder.intake.handout import GIVEN_FOLDERS
from autograder.intake.tarballs import TARBALLS

STAMP = "timestamp.txt"
_HAND_INS = (".ipynb", ".zip", ".ipynb.txt", ".ipynb.json", *TARBALLS)
MOST_READ = 2_000_000  # bytes of a notebook that are searched for the assignment's functions
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# CoCalc collects into folders named after accounts, and puts the student's name into a file name.
_COCALC = re.compile(r"STUDENT - (?P<name>[^/]+)\.txt")


@dataclass(frozen=True)
class ClassFolder:
    """A class below the folder `top` of a tree; `zone` is the time zone of times that name none."""

    tree: FileTree
    top: str
    assignment: str
    zone: tzinfo | None = None

    def submissions(self, entries: Sequence[Entry]) -> Submissions:
        """Return the submissions, one for each entry; a notebook and a stub of one name belong together."""
        sections = self._sections(entries)
        if sections:
            return Submissions.of(
                replace(self, top=f"{self.top}{entry.name}/").submissions(inner) for entry, inner in sections
            )
        students, strange = self._students(entries)
        labels = [(entry.name, entry.folder) for entry in students]
        wrapper = self.top.rstrip("/").rpartition("/")[2] or self.tree.root.stem
        people = people_of(labels, self.assignment, wrapper)
        stamped = self._stamped(students)
        parts = [self._student(entry, person, stamped) for entry, person in zip(students, people)]
        return Submissions.of([*parts, Submissions(strange=tuple(strange))])

    def _students(self, entries: Sequence[Entry]) -> tuple[list[Entry], list[str]]:
        """Return an entry for each student, with files of one stem together, and a sentence for each other file."""
        files: dict[str, list[str]] = {}
        for entry in entries:
            if not entry.folder:
                stem = entry.name.rsplit(".", 1)[0].removesuffix(".tar") if is_work(entry.name) else entry.name
                files.setdefault(stem, []).extend(entry.files)
        students = [entry for entry in entries if entry.folder]
        strange = []
        for stem, names in files.items():
            arrival = make_arrival(self.tree, below(names, self.top), ())
            if arrival.has_work:
                students.append(Entry(stem if is_work(names[0]) else _bare(stem), False, tuple(names)))
            else:
                strange += [
                    f"{self.tree.root.name}: {name} is not a notebook, a .py file or a zip; it was not graded."
                    for name in names
                ]
        return sorted(students, key=lambda entry: entry.files[0]), strange

    def _student(self, entry: Entry, person: Person, stamped: frozenset[str]) -> Submissions:
        if not entry.folder:
            return Submissions((make_arrival(self.tree, below(entry.files, self.top), (person,)),))
        prefix, names = self._own(entry)
        if not names:
            return Submissions()  # the folder contains only other assignments
        person = _in_cocalc(entry, person, f"{self.top}{entry.name}/")
        arrival = make_arrival(self.tree, below(names, prefix), (person,), prefix)
        if entry.name not in stamped:
            return Submissions((arrival,))
        arrival, sentences = timed(arrival, self._stamp(f"{prefix}{STAMP}"), self.zone)
        return Submissions((arrival,), sentences)

    def _stamp(self, name: str) -> str:
        return self.tree.read(name, 200).decode("utf-8", "replace").strip()

    def _own(self, entry: Entry) -> tuple[str, list[str]]:
        """Return prefix and files of the part of a student's folder that belongs to this assignment."""
        prefix = f"{self.top}{entry.name}/"
        if self._keeps_assignments(entry):
            prefix = f"{prefix}{self.assignment}/"
            return prefix, [name for name in entry.files if name.startswith(prefix)]
        return self.homework(prefix, list(entry.files))

    def _keeps_assignments(self, entry: Entry) -> bool:
        """Return True if the folder has one folder per assignment, as in nbgrader, and no work next to them."""
        inside = entries_of(entry.files, f"{self.top}{entry.name}/")
        folders = {inner.name for inner in inside if inner.folder}
        beside = any(is_hand_in(inner.name, self.assignment) for inner in inside if not inner.folder)
        return bool(folders) and folders <= {*questions.names()} and not beside

    def _stamped(self, students: Sequence[Entry]) -> frozenset[str]:
        """Return the names of students whose timestamp.txt counts.

        It counts if most students have one at nbgrader's place; otherwise a student may have written it.
        """
        keeping = [entry for entry in students if entry.folder and self._keeps_assignments(entry)]
        about = [entry for entry in keeping if any(self._is_about(entry, name) for name in entry.files)]
        stamped = [entry for entry in about if f"{self.top}{entry.name}/{self.assignment}/{STAMP}" in entry.files]
        nbgrader = 2 * len(stamped) > len(students) - (len(keeping) - len(about))
        return frozenset(entry.name for entry in stamped) if nbgrader else frozenset()

    def _is_about(self, entry: Entry, name: str) -> bool:
        return name.startswith(f"{self.top}{entry.name}/{self.assignment}/")

    def homework(self, prefix: str, names: Sequence[str]) -> tuple[str, list[str]]:
        """Return prefix and files of this homework among several homeworks; all files if it is not clear."""
        names = self._without_other_assignments(prefix, names)
        inner, inside, groups = self._inmost(prefix, names)
        if len(groups) < 2:
            return prefix, names
        best = None if self._has_own(groups.get("", ())) else self._best(groups)
        if best is None:
            return inner, inside
        others = tuple(f"{inner}{folder}/" for folder in groups if folder not in (best, ""))
        dropped = {*groups.get("", ())} if best else set()
        return inner, [name for name in inside if not name.startswith(others) and name not in dropped]

    def _has_own(self, names: Iterable[str]) -> bool:
        return any(is_own_name(name, self.assignment) for name in names)

    def _without_other_assignments(self, prefix: str, names: Sequence[str]) -> list[str]:
        others = tuple(f"{prefix}{name}/" for name in questions.names() if name != self.assignment)
        return [name for name in names if not name.startswith(others)] or list(names)

    def _inmost(self, prefix: str, names: list[str]) -> tuple[str, list[str], dict[str, list[str]]]:
        """Return the prefix below folders with only one folder of work, its files, and the possible work by folder."""
        groups = _hand_ins_by_folder(names, prefix, self.assignment)
        while len(groups) == 1 and "" not in groups:
            prefix = f"{prefix}{next(iter(groups))}/"
            names = [name for name in names if name.startswith(prefix)]
            groups = _hand_ins_by_folder(names, prefix, self.assignment)
        return prefix, names, groups

    def _best(self, groups: dict[str, list[str]]) -> str | None:
        """Return the folder with work for this assignment, or None if it is not clear.

        The names of files decide first, then the names of folders, then the functions that the files define.
        """
        for holds in (
            lambda folder: any(is_named(name, self.assignment) for name in groups[folder]),
            lambda folder: is_named(f"{folder}.", self.assignment),
        ):
            named = [folder for folder in groups if holds(folder)]
            if len(named) == 1:
                return named[0]
        counts = {folder: max(map(self._owned, names)) for folder, names in groups.items()}
        most = max(counts.values())
        best = [folder for folder, count in counts.items() if count == most]
        return best[0] if most and len(best) == 1 else None

    def _owned(self, name: str) -> int:
        """Return the number of the assignment's functions that a file defines."""
        try:
            text = self.tree.read(name, MOST_READ) if name not in self.tree.links else b""
        except (OSError, RuntimeError, ValueError, KeyError, NotImplementedError):
            return 0
        return sum(f"def {owned}(".encode() in text for owned in questions.find(self.assignment).owner)

    def _sections(self, entries: Sequence[Entry]) -> list[tuple[Entry, list[Entry]]]:
        """Return the sections of a class with their entries; empty if the class has no sections.

        A folder inside a student's folder must not be taken for a student. Therefore all parts have to look like
        sections, and no two of them may contain a folder of the same name.
        """
        parts = [entry for entry in entries if any(is_hand_in(name, self.assignment) for name in entry.files)]
        if not parts or not all(entry.folder for entry in parts):
            return []
        inner = {entry.name: entries_of(entry.files, f"{self.top}{entry.name}/") for entry in parts}
        folders = [self._folders_of_students(inner[entry.name]) for entry in parts]
        if any(section is None for section in folders):
            return []
        names = [name for section in folders for name in section or ()]
        called = all(names_a_section(entry.name) for entry in parts)
        several = len(parts) > 1 and all(self._several_hand_in(inner[entry.name]) for entry in parts)
        distinct = len(names) == len({*names})
        return [(entry, inner[entry.name]) for entry in parts] if distinct and (called or several) else []

    def _several_hand_in(self, entries: Sequence[Entry]) -> bool:
        """Return True if several folders have a file named after this assignment, unlike one student's homeworks."""
        return sum(any(is_named(name, self.assignment) for name in entry.files) for entry in entries) > 1

    def _folders_of_students(self, entries: Sequence[Entry]) -> list[str] | None:
        """Return the folders with work if all may be students' and there is no work next to them, else None."""
        works = [entry for entry in entries if any(is_hand_in(name, self.assignment) for name in entry.files)]
        names = [entry.name for entry in works if entry.folder]
        fits = names and len(names) == len(works) and len(student_like(names)) == len(names)
        return names if fits else None


def _bare(name: str) -> str:
    """Return a name such as `forward_backward.ipynb.txt` without its extensions."""
    return re.sub(r"(?:\.(?:ipynb|py|zip))?\.\w{1,12}$", "", name)


def is_hand_in(name: str, assignment: str) -> bool:
    """Return True for a notebook, an archive or a stub, but not for a student's helper module."""
    last = name.rsplit("/", 1)[-1]
    written_out = last.lower().endswith(EXTENSIONS) and is_named(last, assignment)
    return name.lower().endswith(_HAND_INS) or written_out or is_own_name(last, assignment)


def _hand_ins_by_folder(names: Iterable[str], prefix: str, assignment: str) -> dict[str, list[str]]:
    """Return the files that may be work, by the first folder below `prefix`; files outside folders are under ""."""
    groups: dict[str, list[str]] = {}
    for name in names:
        folder = name.removeprefix(prefix).rpartition("/")[0].split("/")[0]
        if is_hand_in(name, assignment) and folder not in GIVEN_FOLDERS:
            groups.setdefault(folder, []).append(name)
    return groups


def _in_cocalc(entry: Entry, person: Person, prefix: str) -> Person:
    """Return the person with the name in CoCalc's file; if there are two such files, neither counts."""
    if not _UUID.fullmatch(entry.name):
        return person
    students = [match["name"] for name in entry.files if (match := _COCALC.fullmatch(name.removeprefix(prefix)))]
    return replace(person, name=students[0], also=(students[0],)) if len(students) == 1 else person


def looks_like_a_class(names: Sequence[str], top: str, assignment: str) -> bool:
    """Return True if there are several folders with work, most of them named like students, and no work outside."""
    works = [name.removeprefix(top) for name in names if is_hand_in(name, assignment)]
    works = works or [name.removeprefix(top) for name in names if is_doubtful(name)]
    folders = {name.split("/")[0] for name in works if "/" in name} - {*GIVEN_FOLDERS}
    students = student_like(folders)
    beside = any("/" not in name for name in works)
    named = {name.split("/")[0] for name in works if is_named(name, assignment)}
    homeworks = len(named) == 1 and len(folders) > 1  # one student's, of which one is this
    return len(students) > 1 and 2 * len(students) > len(folders) and not beside and not homeworks


__all__ = ["Arrival", "ClassFolder", "is_hand_in", "looks_like_a_class"]
