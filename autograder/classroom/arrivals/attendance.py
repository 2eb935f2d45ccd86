"""The roll: one row a student, with the submission that counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from autograder.classroom.arrivals.groups import Groups
from autograder.classroom.arrivals.lms_formats import Arrival
from autograder.classroom.arrivals.person import Person, file_names, told_apart
from autograder.classroom.arrivals.roster import Roster


@dataclass(frozen=True, slots=True)
class Row:
    """A student, by the name that stands for them in files, and what they handed in (None: nothing)."""

    student: str
    person: Person
    arrival: Arrival | None


@dataclass(frozen=True)
class Roll:
    """All rows by student, and a sentence for everything that a person may want to know of how it came about."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """The submissions to judge, each once, a group's too."""
        return tuple(
            {row.arrival.source: row.arrival for row in self.rows if row.arrival and not row.arrival.entry}.values()
        )


def call_roll(arrivals: Iterable[Arrival], roster: Roster, groups: Groups | None = None) -> Roll:
    """Return who handed in what: persons as the roster knows them, of several submissions the latest, nobody left out.

    Args:
        arrivals: as they were found.
        roster: the class; without one everybody is who their export says.
        groups: each member has what arrived under the group's name.
    """
    groups = groups or Groups()
    arrivals = [groups.with_members(arrival) for arrival in arrivals]
    known = [replace(one, people=tuple(roster.find(p) or p for p in one.people)) for one in arrivals]
    known = _told_apart(known)
    by_person: dict[str, list[tuple[Person, Arrival]]] = {}
    for arrival in known:
        for person in arrival.people:
            by_person.setdefault(person.identity, []).append((person, arrival))
    absent = [member.person for member in roster.members if member.person.identity not in by_person]
    people = [entries[0][0] for entries in by_person.values()] + absent
    names = file_names(people)
    notes = [*groups.refused, *_several(by_person, names), *_unknown(by_person, roster, names)]
    rows = [_row(person, by_person.get(person.identity, []), names) for person in people]
    return Roll(tuple(sorted(rows, key=lambda row: row.student)), tuple(notes))


def _told_apart(arrivals: list[Arrival]) -> list[Arrival]:
    people = iter(told_apart(person for arrival in arrivals for person in arrival.people))
    return [replace(arrival, people=tuple(next(people) for _ in arrival.people)) for arrival in arrivals]


def _row(person: Person, entries: list[tuple[Person, Arrival]], names: dict[str, str]) -> Row:
    latest = _latest([arrival for _, arrival in entries]) if entries else None
    return Row(names[person.identity], person, latest)


def _latest(arrivals: list[Arrival]) -> Arrival:
    """Return the latest with work, by the export's time, else the file's; of two at the same time the one named last."""
    ranked = [(arrival.has_work, arrival.when, place) for place, arrival in enumerate(arrivals)]
    return arrivals[max(ranked)[2]]


def _several(by_person: dict[str, list[tuple[Person, Arrival]]], names: dict[str, str]) -> Iterable[str]:
    for identity, entries in by_person.items():
        labels = list(dict.fromkeys(arrival.label for _, arrival in entries))
        if len(entries) > 1:
            counts = _latest([arrival for _, arrival in entries])
            empty = any(not arrival.has_work for _, arrival in entries) and counts.has_work
            which = "the latest with a notebook or a .py file" if empty else "the latest"
            yield f"{names[identity]} handed in {len(entries)} times ({', '.join(labels)}); {which}, {counts.label}, counts."


def _unknown(
    by_person: dict[str, list[tuple[Person, Arrival]]], roster: Roster, names: dict[str, str]
) -> Iterable[str]:
    if roster.members:
        listed = {member.person.identity for member in roster.members}
        for identity, entries in by_person.items():
            if identity not in listed:
                yield f"{names[identity]} ({entries[0][1].label}) is not on the roster; graded all the same."
