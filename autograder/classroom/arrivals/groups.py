"""groups.csv: what arrives under a group's name is each member's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.classroom.arrivals.lms_formats import Arrival
from autograder.classroom.arrivals.person import Person, name_forms, person_of
from autograder.classroom.arrivals.roster import Roster, label_words
from autograder.classroom.csv_tables import read_table

HEADINGS = ("group", "student")


@dataclass(frozen=True)
class Groups:
    """The members of each group by its name; `refused` holds a sentence for each line that was not understood."""

    members: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    refused: tuple[str, ...] = ()

    def with_members(self, arrival: Arrival) -> Arrival:
        """Return the arrival with a group's members in place of the group, by its whole name or by the words of a label."""
        people = dict.fromkeys(member for person in arrival.people for member in self._of(person))
        return replace(arrival, people=tuple(people))

    def _of(self, person: Person) -> tuple[Person, ...]:
        words = (person.id, person.name, *person.also)
        for word in filter(None, words):
            for form in (word.casefold(), *name_forms(word)):
                if form in self._by_form:
                    return self.members[self._by_form[form]]
        spoken = {"".join(label_words(word)) for word in words if word}
        found = {name for name in self.members if len(plain := "".join(label_words(name))) > 2 and plain in spoken}
        return self.members[found.pop()] if len(found) == 1 else (person,)

    @property
    def _by_form(self) -> dict[str, str]:
        return {form: name for name in self.members for form in (name.casefold(), *name_forms(name))}


def read_groups(path: Path | None, roster: Roster, must_be_there: bool) -> Groups:
    """Return the groups of a CSV group, student; a student is named by e-mail, id or name.

    Raises:
        ValueError: the file has to be there and cannot be used; the text is a sentence.
    """
    if path is None or not (path.exists() or must_be_there):
        return Groups()
    lines, refused = read_table(path, HEADINGS)
    if refused:
        raise ValueError(refused[0].replace("it was not applied", "nothing was graded"))
    members: dict[str, list[Person]] = {}
    for line in lines:
        if not line["group"] or not line["student"]:
            refused.append(f"{path.name}, line {line.number}: group and student have to be there; it was not applied.")
            continue
        person = person_of(line["student"])
        found = roster.find(person)
        if found is None and roster.members:
            refused.append(
                f"{path.name}, line {line.number}: {line['student']!r} is nobody on the roster; graded all the same."
            )
        members.setdefault(line["group"], []).append(found or person)
    return Groups({name: tuple(_once(people)) for name, people in members.items()}, tuple(refused))


def _once(people: Iterable[Person]) -> Iterable[Person]:
    return {person.identity: person for person in people}.values()
