"""Find the students after whom the folders and files of a class are named.

Words that all names share and the name of the assignment are not part of a student's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from autograder import questions
from autograder.classroom.arrivals.export_names import person_named
from autograder.classroom.arrivals.person import Person, person_of
from autograder.classroom.arrivals.work_files import is_work
from autograder.intake.handout import GIVEN_FOLDERS

# Each word can match in only one way, so that no name takes exponential time.
_COPY = re.compile(r"(?:[ _-]|copy|\(\d+\)|v?\d+(?!\d)|final)*", re.IGNORECASE)
# otter's export: NAME_2027_05_22T23_59_01_123456.zip. The student's machine wrote the time, so it is not used.
_OTTER = re.compile(r"(?P<stem>.+?)_\d{4}_\d\d_\d\dT\d\d_\d\d_\d\d(?:_\d+)?")
_TASK = re.compile(
    r"(?:hw|homework|assignments?|asgn|assgn|lab|week|ex|exercises?|problem[ _-]?sets?|ps|pset|projects?|proj|parts?|"
    r"tasks?|chapters?|lectures?|sessions?|units?|modules?|quiz|exams?|midterm|final|tp|td|uebung|übung|blatt|aufgabe|"
    r"tarea|devoir)[ _-]*\d*[a-z]?",
    re.IGNORECASE,
)
_ORDINARY = {
    "src", "code", "work", "notebook", "notebooks", "submission", "submissions", "submitted", "data", "solution",
    "solutions", "files",
    "old", "backup", "archive", "figs", "figures", "images", "img", "nb", "scripts", "lib", "docs", "doc", "draft",
    "drafts", "new", "copy",
    "previous", "attempt", "attempts", "version", "versions", "test", "feedback", "release", "source", "autograded",
    "python", "jupyter",
    "untitled", "my", "mine", "student", "notes", "download", "downloads", "desktop", "documents", "abgabe",
    "abgaben", *GIVEN_FOLDERS,
}  # fmt: skip
# An e-mail address with something behind it.
_EMAIL_AND_MORE = re.compile(r"([^@\s/]+@[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,})[-_ (]+(.*)")
# Words that tell versions of one student's work apart.
_VERSION = re.compile(
    r"v(?:ersion)?[ .]?\d{1,3}|\d{1,2}|\d{4}|\d{8}|final|copy|of|late|new|old|latest|updated?|corrected|fixed|"
    r"re ?submi(?:t|tted|ssion)|handin|attempt|try|version|draft|revised|revision|kopie|neu|copia",
    re.IGNORECASE,
)
# These words are part of an id that follows them.
_KINDS = {"student", "user", "participant", "anon", "team", "group", "person", "id", "s", "u"}
_SECTION = re.compile(
    r"(?:section|sec|discussion|lab|tutorial|tut|class|seminar|track|cohort|group|gruppe|grupo|groupe)[ _-]*\w{1,4}",
    re.IGNORECASE,
)


def is_own_name(name: str, assignment: str) -> bool:
    """Return True for the assignment's file name, and for that of a copy made by an editor or a browser."""
    stem = PurePosixPath(name).stem.lower()
    return is_work(name) and stem.startswith(assignment) and bool(_COPY.fullmatch(stem[len(assignment) :]))


def names_a_task(name: str) -> bool:
    """Return True if a folder is named after a homework or a kind of file, not after a student."""
    plain = name.lower()
    return plain in _ORDINARY or plain in questions.names() or _TASK.fullmatch(name) is not None


def names_a_section(name: str) -> bool:
    """Return True if a folder is named after a section of the class."""
    return _SECTION.fullmatch(name) is not None


def people_of(labels: Sequence[tuple[str, bool]], assignment: str, wrapper: str = "") -> list[Person]:
    """Return the persons of a class's folders and files.

    Args:
        labels: The name of each (the stem of a file), and True for a folder.
        assignment: The assignment, whose name is not part of a person's.
        wrapper: The folder around them, which GitHub Classroom names after the assignment.
    """
    plain = [
        _without_task(_OTTER.sub(r"\g<stem>", name), assignment) if _is_dated(name) else _without_task(name, assignment)
        for name, _ in labels
    ]
    short = _without_shared(plain, wrapper.removesuffix("-submissions"))
    taken = Counter(text.casefold() for text in short)
    people = []
    for (name, folder), text in zip(labels, short):
        # Equal short names are not used, so that two students are never joined.
        own = text if taken[text.casefold()] == 1 and text.casefold() != assignment else name
        # In a class folder students choose the names, and one of them may choose a platform's pattern.
        own = _without_version(own)
        named = person_named(name, folder) if len(labels) == 1 and not _is_dated(name) else None
        people.append(named or replace(person_of(own), also=tuple(dict.fromkeys((own, name)))))
    return people


def _without_version(label: str) -> str:
    """Return an e-mail address without a version behind it, and any other label as it is."""
    match = _EMAIL_AND_MORE.fullmatch(label)
    if match and all(_VERSION.fullmatch(word) for word in re.findall(r"[^\W_]+", match[2])):
        return match[1]
    return label


def alike(names: Iterable[str]) -> list[list[str]]:
    """Return the groups of names that differ only in versions, remarks, case, separators or the order of words.

    They may belong to one student, and often do not: two students may be called `group 1` and `group 2`. A group of more
    than three names, or of half of all, is therefore left out, and so are names that are kinds or homework.
    """
    names = list(names)
    by_words: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        words = [word for word in re.split(r"[\W_]+", name.casefold()) if word and not _VERSION.fullmatch(word)]
        words = [word for word in words if not names_a_task(word)]
        if any(len(word) > 1 and not word.isdigit() for word in words) and not _KINDS.intersection(words):
            by_words.setdefault(tuple(sorted(words)), []).append(name)
    return [group for group in by_words.values() if 1 < len(group) <= 3 and 2 * len(group) <= len(names) + 1]


def _is_dated(name: str) -> bool:
    return _OTTER.fullmatch(name) is not None


def _without_task(label: str, assignment: str) -> str:
    """Return a label such as `chain-rule-ada` or `Ada - chain_rule (1)` without the assignment's name."""
    slug = "[-_ ]?".join(map(re.escape, assignment.split("_")))
    match = re.fullmatch(rf"{slug}[-_ ]+(?P<name>.+)", label, re.IGNORECASE)
    label = match["name"] if match else label
    match = re.fullmatch(rf"(?P<name>.+?)[-_ ]+{slug}(?P<copy>.*)", label, re.IGNORECASE)
    return match["name"] if match and _COPY.fullmatch(match["copy"]) else label


def _without_shared(labels: Sequence[str], slug: str) -> list[str]:
    """Return the labels without the words with which most of them begin or end."""
    head = _shared_head(labels, slug)
    labels = [label[len(head) :] if label.startswith(head) else label for label in labels]
    tail = _shared_head([label[::-1] for label in labels], slug[::-1])[::-1]
    return [label[: len(label) - len(tail)] if tail and label.endswith(tail) else label for label in labels]


def _shared_head(labels: Sequence[str], slug: str) -> str:
    """Return the longest beginning, up to a separator, that two labels in three share and that is not a person's name.

    If there are only two labels, it has to name a homework, since two sisters share a name.
    """
    counts = Counter(
        label[: cut.end()] for label in labels for cut in re.finditer(r"[-_ ]+", label) if cut.end() < len(label)
    )
    need = max(2, -(-2 * len(labels) // 3))
    whole = {label.casefold() for label in labels}  # next to `anna`, `anna_k` and `anna_m` share a name
    shared = [head for head, count in counts.items() if count >= need and head.strip("-_ ").casefold() not in whole]
    heads = [head for head in shared if _is_no_name(head.strip("-_ "), slug, len(labels))]
    rest_of = {head: [label[len(head) :] for label in labels if label.startswith(head)] for head in heads}
    good = [head for head, rests in rest_of.items() if all(re.search(r"[^\W\d_]", rest) for rest in rests)]
    return max(good, key=len, default="")


def _is_no_name(text: str, slug: str, labels: int) -> bool:
    plain = {text.casefold(), text[::-1].casefold()}
    if plain & _KINDS:
        return False
    words = re.split(r"[-_ ]+", text)
    task = any(re.search(r"\d", word) or names_a_task(word) or names_a_task(word[::-1]) for word in words)
    return labels > 2 or task or text.casefold() == slug.casefold()


def student_like(names: Iterable[str]) -> list[str]:
    """Return the folders that may be named after students."""
    return [name for name in names if not names_a_task(name)]
