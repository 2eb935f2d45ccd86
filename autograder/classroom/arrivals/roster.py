"""A class list as a CSV from any registrar or learning platform, and who on it is meant by a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from autograder.classroom.arrivals.person import Person, name_forms, told_apart
from autograder.classroom.arrivals.roster_columns import EMAIL_IN_TEXT, KNOWN, Columns, find_columns
from autograder.classroom.csv_tables import rows_of
from autograder.intake.decoding import decode

_STAFF = {"instructor", "teacher", "ta", "teaching assistant", "reader", "grader", "observer", "designer"}


class RosterError(ValueError):
    """A roster that cannot be used; the message says what it lacks."""


@dataclass(frozen=True)
class Member:
    """A person on the roster with every id that they are known by."""

    person: Person
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Roster:
    """The class. Without one (`members` empty) everybody is who their export says."""

    members: tuple[Member, ...] = ()

    def find(self, person: Person) -> Person | None:
        """Return who on the roster `person` is: by e-mail, then by any id, then by name, then by the words of a label.

        None if that is nobody, or if several may be meant.
        """
        for word in _words(person):
            found = self._by_word.get(word, set())
            if len(found) == 1:
                return next(iter(found))
        for label in person.also:
            found = self._within(label)
            if len(found) == 1:
                return next(iter(found))
        return None

    def _within(self, label: str) -> set[Person]:
        """Return whose e-mail, id or whole name occurs in the label as words of its own."""
        words = label_words(label)
        spans = {"".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(len(words), i + 6) + 1)}
        spoken = {*words}
        named = (pair for word in spoken for pair in self._by_name_word.get(word, ()))
        return {person for span in spans for person in self._by_label_word.get(span, ())} | {
            person for person, name in named if name <= spoken
        }

    @cached_property
    def _by_label_word(self) -> dict[str, set[Person]]:
        """Return persons by their ids and e-mails without separators; short ids would occur by chance."""
        found: dict[str, set[Person]] = {}
        for member in self.members:
            for alias in member.aliases:
                plain = "".join(label_words(alias))
                if len(plain) >= 3:
                    found.setdefault(plain, set()).add(member.person)
        return found

    @cached_property
    def _by_name_word(self) -> dict[str, list[tuple[Person, frozenset[str]]]]:
        """Return persons with all words of their names by the longest of these; names of one word would occur by chance."""
        found: dict[str, list[tuple[Person, frozenset[str]]]] = {}
        for member in self.members:
            words = frozenset(label_words(member.person.name))
            if len(words) > 1:
                found.setdefault(max(words, key=lambda word: (len(word), word)), []).append((member.person, words))
        return found

    @cached_property
    def _by_word(self) -> dict[str, set[Person]]:
        found: dict[str, set[Person]] = {}
        for member in self.members:
            for alias in (*member.aliases, *name_forms(member.person.name)):
                found.setdefault(alias, set()).add(member.person)
        return found


def _words(person: Person) -> Iterable[str]:
    """Yield under what to look a person up; a file's stem, which stands as an id, may be an e-mail's first half or a name."""
    yield from (text for text in (person.email.casefold(), person.id.casefold()) if text)
    yield from name_forms(person.name or person.id)
    for label in person.also:
        yield label.casefold()
        yield from name_forms(label)


def label_words(label: str) -> list[str]:
    """Return the words of a label in small letters, without accents."""
    letters = unicodedata.normalize("NFKD", label.casefold())
    return re.findall(r"[^\W_]+", "".join(one for one in letters if not unicodedata.combining(one)))


def read_roster(path: Path) -> Roster:
    """Return the roster in a CSV file, in any encoding and language, separated by commas, semicolons or tabs.

    Raises:
        RosterError: it cannot be read, or no column holds e-mails, ids or names.
    """
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise RosterError(f"{path}: the roster cannot be read ({error.strerror}).") from None
    rows = [[" ".join(cell.split()) for cell in row] for row in rows_of(text, KNOWN)]
    columns = find_columns(rows)
    if not columns.tells:
        there = ", ".join(filter(None, rows[0])) if rows else ""
        raise RosterError(f"{path}, line 1: no column is headed email, id or name; there are {there or 'none'}.")
    members = [_member(row, columns) for row in rows[columns.top :] if any(row)]
    return Roster(_distinct([member for member in members if member is not None]))


def member_of(row: dict[str, str]) -> Member | None:
    """Return the person in a row, by its headings in small letters; None if it is nobody's, or one of the staff's."""
    columns = find_columns([list(row)])
    return _member([" ".join(cell.split()) for cell in row.values()], columns)


def _member(row: list[str], columns: Columns) -> Member | None:
    def cell(place: int | None) -> str:
        return row[place] if place is not None and place < len(row) else ""

    if cell(columns.role).casefold() in _STAFF:
        return None
    emails = [email for place in columns.emails for email in EMAIL_IN_TEXT.findall(cell(place))]
    # Moodle writes `Participant 42` in the site's language, and Brightspace `#42`, so that no spreadsheet takes it for a number.
    ids = [re.sub(r"^(?:[^\W\d]+ (?=\d+$)|#)", "", cell(place)) for place in columns.ids if cell(place)]
    name = cell(columns.name) or f"{cell(columns.first)} {cell(columns.last)}".strip()
    if name.casefold().startswith("points possible") or not (emails or ids or name):
        return None
    plain_ids = [text for text in ids if "@" not in text]
    person = Person(emails[0] if emails else "", plain_ids[0] if plain_ids else "", name)
    locals_ = [email.partition("@")[0] for email in emails]
    return Member(person, tuple(dict.fromkeys(text.casefold() for text in (*emails, *ids, *locals_))))


def _distinct(members: list[Member]) -> tuple[Member, ...]:
    """Return one member an identity, with the ids of all its lines."""
    found: dict[str, Member] = {}
    people = told_apart(member.person for member in members)
    for person, member in zip(people, members):
        known = found.get(person.identity)
        aliases = tuple(dict.fromkeys((*(known.aliases if known else ()), *member.aliases)))
        found[person.identity] = replace(known or Member(person, ()), aliases=aliases)
    return tuple(found.values())
