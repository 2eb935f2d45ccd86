"""Call the roll: one row per student, with the submission that counts; groups hand in together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.classroom.arrivals.arrival import Arrival
from autograder.classroom.arrivals.class_labels import alike
from autograder.classroom.arrivals.person import Person, file_names, name_forms, person_of, told_apart
from autograder.classroom.arrivals.roster import Roster, label_words
from autograder.classroom.csv_tables import read_table


@dataclass(frozen=True, slots=True)
class Row:
    """A student, the student's name in files, and the submission (None if nothing was handed in)."""

    student: str
    person: Person
    arrival: Arrival | None


@dataclass(frozen=True)
class Roll:
    """All rows in order of students, and sentences about what a person should check."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """Return the submissions to judge, each once, also that of a group."""
        return tuple(
            {row.arrival.source: row.arrival for row in self.rows if row.arrival and not row.arrival.entry}.values()
        )


def call_roll(arrivals: Iterable[Arrival], roster: Roster, groups: Groups | None = None) -> Roll:
    """Return the roll: everybody on the roster or with a submission, with the latest submission of each.

    Args:
        arrivals: All submissions.
        roster: The class; if it is empty, persons are taken from the export.
        groups: The groups, whose members all have the group's submission.
    """
    groups = groups or Groups()
    arrivals = [groups.with_members(arrival) for arrival in arrivals]
    known = [replace(arrival, people=tuple(roster.find(p) or p for p in arrival.people)) for arrival in arrivals]
    known = _told_apart(known)
    by_person: dict[str, list[tuple[Person, Arrival]]] = {}
    for arrival in known:
        for person in arrival.people:
            by_person.setdefault(person.identity, []).append((person, arrival))
    mates = _from_mates(by_person, groups)
    by_person |= {person.identity: [(person, arrival)] for person, arrival, _ in mates}
    absent = [member.person for member in roster.members if member.person.identity not in by_person]
    people = [entries[0][0] for entries in by_person.values()] + absent
    names = file_names(people)
    notes = [*groups.refused, *_several(by_person, names), *_unknown(by_person, roster, names)]
    notes += [
        f"{names[person.identity]} handed in nothing alone; {arrival.label}, handed in by another member of {group}, counts."
        for person, arrival, group in mates
    ]
    if not roster.members:
        whole = {person.identity: person.name or person.email or person.id for person in people}
        spelled = {name: names[identity] for identity, name in whole.items()}
        notes += [
            f"{' and '.join(spelled[name] for name in group)} may be the same student under different names: each has a row. "
            "A roster (--roster) joins them."
            for group in alike(spelled)
        ]
    rows = [_row(person, by_person.get(person.identity, []), names) for person in people]
    return Roll(tuple(sorted(rows, key=lambda row: row.student)), tuple(notes))


def _from_mates(
    by_person: dict[str, list[tuple[Person, Arrival]]], groups: Groups
) -> list[tuple[Person, Arrival, str]]:
    """Return the members of groups who handed in nothing, with the latest work of another member, and the group's name."""
    found = []
    for name, members in groups.members.items():
        own = [arrival for member in members for _, arrival in by_person.get(member.identity, ()) if arrival.has_work]
        found += [(member, _latest(own), name) for member in members if own and member.identity not in by_person]
    return found


def _told_apart(arrivals: list[Arrival]) -> list[Arrival]:
    people = iter(told_apart(person for arrival in arrivals for person in arrival.people))
    return [replace(arrival, people=tuple(next(people) for _ in arrival.people)) for arrival in arrivals]


def _row(person: Person, entries: list[tuple[Person, Arrival]], names: dict[str, str]) -> Row:
    latest = _latest([arrival for _, arrival in entries]) if entries else None
    return Row(names[person.identity], person, latest)


def _latest(arrivals: list[Arrival]) -> Arrival:
    """Return the latest arrival with work, by the export's time, else the file's; of equal times, the last one."""
    ranked = [(arrival.has_work, arrival.when, place) for place, arrival in enumerate(arrivals)]
    return arrivals[max(ranked)[2]]


def _several(by_person: dict[str, list[tuple[Person, Arrival]]], names: dict[str, str]) -> Iterable[str]:
    for identity, entries in by_person.items():
        labels = list(dict.fromkeys(arrival.label for _, arrival in entries))
        if len(entries) > 1:
            counts = _latest([arrival for _, arrival in entries])
            empty = any(not arrival.has_work for _, arrival in entries) and counts.has_work
            which = "the latest with a notebook or a .py file" if empty else "the latest"
            times = f"{len(entries)} times ({', '.join(labels)})"
            yield f"{names[identity]} handed in {times}; {which}, {counts.label}, counts."


def _unknown(
    by_person: dict[str, list[tuple[Person, Arrival]]], roster: Roster, names: dict[str, str]
) -> Iterable[str]:
    if roster.members:
        listed = {member.person.identity for member in roster.members}
        for identity, entries in by_person.items():
            if identity not in listed:
                yield f"{names[identity]} ({entries[0][1].label}) is not on the roster; graded all the same."


HEADINGS = ("group", "student")


@dataclass(frozen=True)
class Groups:
    """The members of each group by its name; `refused` has a sentence for each line that was not understood."""

    members: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    def with_members(self, arrival: Arrival) -> Arrival:
        """Return the arrival with the members of a group in place of the group.

        The group is found by its whole name or by the words of a label.
        """
        people = dict.fromkeys(member for person in arrival.people for member in self._of(person))
        return replace(arrival, people=tuple(people))

    def _of(self, person: Person) -> tuple[Person, ...]:
        words = (person.id, person.name, *person.also)
        for word in filter(None, words):
            for form in (word.casefold(), *name_forms(word)):
                if form in self._by_form:
                    return self.members[self._by_form[form]]
        spoken = {"".join(label_words(word)) for word in words if word}
        matches = {name for name in self.members if len(plain := "".join(label_words(name))) > 2 and plain in spoken}
        return self.members[matches.pop()] if len(matches) == 1 else (person,)

    @property
    def _by_form(self) -> dict[str, str]:
        return {form: name for name in self.members for form in (name.casefold(), *name_forms(name))}


def read_groups(path: Path | None, roster: Roster, must_be_there: bool) -> Groups:
    """Return the groups in a CSV with the columns group and student; students are named by e-mail, id or name.

    Args:
        path: The CSV, or None.
        roster: The class.
        must_be_there: False if a missing file means that there are no groups.

    Raises:
        ValueError: The file cannot be used, or is missing and must exist; the text is a sentence.
    """
    if path is None or not (path.exists() or must_be_there):
        return Groups()
    lines, refused = read_table(path, HEADINGS)
    if refused:
        raise ValueError(refused[0].replace("it was not applied", "nothing was graded"))
    members: dict[str, list[Person]] = {}
    for line in lines:
        if not line["group"] or not line["student"]:
            refused.append(f"{path.name}, line {line.number}: group or student is missing; it was not applied.")
            continue
        person = person_of(line["student"])
        listed = roster.find(person)
        if listed is None and roster.members:
            refused.append(
                f"{path.name}, line {line.number}: {line['student']!r} is nobody on the roster; graded all the same."
            )
        members.setdefault(line["group"], []).append(listed or person)
    return Groups({name: tuple(_once(people)) for name, people in members.items()}, tuple(refused))


def _once(people: Iterable[Person]) -> Iterable[Person]:
    return {person.identity: person for person in people}.values()
