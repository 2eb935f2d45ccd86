"""Read the export of a learning platform, recognized by the names in it: who handed in which files, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any

import yaml

from autograder.classroom.arrivals.arrival import Arrival, Submissions, make_arrival, timed
from autograder.classroom.arrivals.class_labels import is_own_name
from autograder.classroom.arrivals.export_names import PLATFORMS, Named, Platform, inbound_assignment
from autograder.classroom.arrivals.file_tree import FileTree
from autograder.classroom.arrivals.person import Person
from autograder.classroom.arrivals.work_files import is_doubtful, is_work
from autograder.classroom.times import parse_time
from autograder.intake import Unreadable

GRADESCOPE_FILE = "submission_metadata.yml"
MOST_NOTE = 2000  # bytes of a platform's own note that are read


@dataclass(frozen=True)
class Entry:
    """A file or a folder directly in a class, with the names of all its files."""

    name: str
    folder: bool
    files: tuple[str, ...]

    @property
    def may_hold_work(self) -> bool:
        """Return True if a file may be work by its name."""
        return any(map(is_work, self.files)) or any(map(is_doubtful, self.files))


def entries_of(names: Iterable[str], top: str) -> list[Entry]:
    """Return the files and folders directly below `top`."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for name in names:
        first, slash, _ = name.removeprefix(top).partition("/")
        groups.setdefault((first, bool(slash)), []).append(name)
    return [Entry(first, folder, tuple(files)) for (first, folder), files in groups.items()]


def platform_of(entries: Sequence[Entry]) -> Platform | None:
    """Return the platform whose pattern most entries follow, or None.

    Most entries have to follow it, so that one student's choice of a name cannot turn a class folder into an export.
    """
    for platform in PLATFORMS:
        matched = [entry for entry in entries if platform.read(entry.name, entry.folder)]
        others = sum(entry.may_hold_work for entry in entries) - sum(entry.may_hold_work for entry in matched)
        if len(matched) > others and _is_proved(platform, matched):
            return platform
    return None


def _is_proved(platform: Platform, matched: Sequence[Entry]) -> bool:
    if platform.proof is None:
        return True
    proved = sum(any(platform.proof(file.rpartition("/")[2]) for file in entry.files) for entry in matched)
    return 2 * proved > len(matched)


@dataclass
class _Pile:
    """All files of one attempt of one person; of two files with one name, the later attachment counts."""

    person: Person
    places: list[str] = field(default_factory=list)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    late: bool = False
    entry: str = ""

    def add(self, own: str, name: str, order: int, assignment: str) -> None:
        """Add a file. Canvas renames a file that was handed in again to `forward_backward-1.ipynb`."""
        key = f"{assignment}.{own.rpartition('.')[2]}" if order and is_own_name(own, assignment) else own
        if order >= self.files.get(key, (-1, ""))[0]:
            self.files[key] = (order, name)


def read_export(
    tree: FileTree, top: str, entries: Sequence[Entry], platform: Platform, assignment: str, zone: tzinfo | None
) -> tuple[Submissions, list[Entry]]:
    """Return the submissions of an export, and the entries that do not follow its pattern.

    Args:
        tree: The folder or zip with the export.
        top: The folder on the tree with the entries.
        entries: The entries in it.
        platform: The platform whose pattern they follow.
        assignment: The assignment to grade; folders that name another one are skipped.
        zone: The time zone of times that name none.
    """
    piles: dict[tuple[str, str], _Pile] = {}
    strangers = []
    about = {inbound_assignment(entry.name) for entry in entries} - {""}
    for entry in entries:
        named = platform.read(entry.name, entry.folder)
        if named is None:
            strangers.append(entry)
        elif assignment not in about or inbound_assignment(entry.name) in (assignment, ""):
            person = named.person
            # Blackboard's user name is not yet separated from the title of the assignment.
            whole = person.also[0] if person.also and not person.name else person.identity
            pile = piles.setdefault((whole, named.time), _Pile(person))
            _put(pile, entry, named, platform, top, assignment)
    people = _clearer(tree, piles.values())
    read = [_arrival(tree, pile, person, zone) for pile, person in zip(piles.values(), people)]
    sentences = [text for _, texts in read for text in texts]
    sentences += [
        f"{tree.root.name}: {note} contains what was entered on the page; the file handed in with it counts."
        for pile in piles.values()
        for note in (pile.notes if platform.name == "Canvas" and pile.files else ())
    ]
    return Submissions(tuple(arrival for arrival, _ in read), tuple(sentences)), strangers


def _put(pile: _Pile, entry: Entry, named: Named, platform: Platform, top: str, assignment: str) -> None:
    pile.places.append(f"{top}{entry.name}")
    pile.late |= named.late
    pile.entry = pile.entry or named.entry
    pile.times += [named.time] if named.time else []
    if not entry.folder:
        if named.file:
            pile.add(named.file, entry.files[0], named.order, assignment)
        else:
            pile.notes.append(entry.files[0])
        return
    for name in entry.files:
        inside = platform.inside(name.removeprefix(f"{top}{entry.name}/"))
        pile.entry = pile.entry or inside.entry
        pile.times += [inside.time] if inside.time else []
        if inside.file:
            pile.add(inside.file, name, 0, assignment)
        elif inside.stamp:
            pile.notes.append(name)


def _arrival(tree: FileTree, pile: _Pile, person: Person, zone: tzinfo | None) -> tuple[Arrival, tuple[str, ...]]:
    pairs = [(own, name) for own, (_, name) in pile.files.items()]
    place = pile.places[0] if len(pile.places) == 1 else ""
    arrival = make_arrival(tree, pairs, (person,), place, late=pile.late, entry=pile.entry)
    if not pairs:
        arrival = replace(arrival, label=f"{tree.root.name}/{pile.places[0]}", modified=_oldest(tree, pile.notes))
    stamps = [_stamp(tree, note) for note in pile.notes if note.endswith("/timestamp.txt")]
    times = [*pile.times, *filter(None, stamps)]
    return timed(arrival, max(times), zone) if times else (arrival, ())


def _oldest(tree: FileTree, notes: Sequence[str]) -> float:
    return min((tree.modified[note] for note in notes), default=0.0)


def _stamp(tree: FileTree, name: str) -> str:
    """Return the time in Sakai's timestamp.txt, which is 20261120130511000 in UTC or ISO 8601."""
    text = _note(tree, name).strip()
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d{3}", text)
    return "{}-{}-{} {}:{}:{} UTC".format(*match.groups()) if match else text[:60]


def _note(tree: FileTree, name: str) -> str:
    try:
        return tree.read(name, MOST_NOTE).decode("utf-8", "replace")
    except (OSError, Unreadable, RuntimeError, ValueError, KeyError):
        return ""


def _clearer(tree: FileTree, piles: Iterable[_Pile]) -> list[Person]:
    """Return the persons of the piles, improved by a comparison of all.

    Blackboard's user names lose the assignment in front, and a name that all students share is dropped.
    """
    piles = list(piles)
    people = [_in_the_note(tree, pile) for pile in piles]
    heads = {person.also[0] for person in people if person.also and not person.name}
    shared = _shared_head(heads)
    people = [_without_head(person, shared) for person in people]
    names = {person.name for person in people}
    ids = {person.id for person in people}
    nameless = len(names) == 1 and len(ids) > 1  # `Participant` in the site's language
    return [replace(person, name="", also=()) if nameless and person.id else person for person in people]


def _in_the_note(tree: FileTree, pile: _Pile) -> Person:
    """Return the person with the name in the first line of Blackboard's note: `Name: Ada Moss (amoss12)`."""
    person = pile.person
    for note in pile.notes:
        match = re.match(r"\ufeff?[^\n:]{1,40}: ([^\n()]{1,120}) \(([^\n()]{1,80})\)\r?(?:\n|$)", _note(tree, note))
        if match and person.also and person.also[0].endswith(f"_{match[2]}"):
            return Person(id=match[2], name=match[1].strip(), also=person.also)
    return person


def _shared_head(heads: set[str]) -> str:
    """Return the common beginning of all heads, up to an underscore."""
    if len(heads) < 2:
        return ""
    low, high = min(heads), max(heads)
    same = next((place for place, pair in enumerate(zip(low, high)) if pair[0] != pair[1]), min(len(low), len(high)))
    return low[: low.rfind("_", 0, same) + 1]


def _without_head(person: Person, shared: str) -> Person:
    if shared and person.also and not person.name and person.also[0].startswith(shared):
        return replace(person, id=person.also[0].removeprefix(shared))
    return person


def gradescope_people(text: str) -> dict[str, tuple[tuple[Person, ...], datetime | None]]:
    """Return the submitters and the time of each submission folder, from Gradescope's `submission_metadata.yml`.

    The file contains all test results, megabytes for a large class, so only the necessary lines are parsed. Values are
    read as text, so that student ids keep their leading zeros.
    """
    try:
        whole = yaml.load(_without_results(text), Loader=_Loader)
    except (yaml.YAMLError, RecursionError):
        whole = _loaded(text)
    whole = whole if isinstance(whole, Mapping) else {}
    return {str(folder): _gradescope_entry(entry) for folder, entry in whole.items() if isinstance(entry, Mapping)}


def _loaded(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError):  # every submission is then reported as one without an entry
        return {}


# BaseLoader makes only text, lists and dicts, and ignores tags (`!ruby/object:…`). That of libyaml is 10 times faster.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _without_results(text: str) -> str:
    """Return the lines about submitters and time.

    Ruby writes one key per line with an indent of two, and indents everything below `results` and `history` more.
    """
    kept, keep = [], True
    for line in text.splitlines():
        key = re.match(r"  :?(\w+):", line)
        if key or not line.startswith(" "):
            keep = key is None or key[1] in ("submitters", "created_at")
        if keep:
            kept.append(line)
    return "\n".join(kept)


def _gradescope_entry(entry: Mapping[str, Any]) -> tuple[tuple[Person, ...], datetime | None]:
    values = {str(key).lstrip(":"): value for key, value in entry.items()}
    submitters = values.get("submitters")
    listed = submitters if isinstance(submitters, list) else []
    people = tuple(_submitter(submitter) for submitter in listed if isinstance(submitter, Mapping))
    created = values.get("created_at", "")
    created = created.get("utc", "") if isinstance(created, Mapping) else created  # a Ruby object with a zone
    return tuple(person for person in people if person.identity), parse_time(str(created))


def _submitter(entry: Mapping[str, Any]) -> Person:
    values = {str(key).lstrip(":"): str(value) for key, value in entry.items() if value not in (None, "~", "null")}
    return Person(values.get("email", "").strip(), values.get("sid", "").strip(), values.get("name", "").strip())
