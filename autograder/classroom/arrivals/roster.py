"""Read a class list from the CSV of any registrar or learning platform, and find persons on it."""

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
    """Report a roster that cannot be used; the message names what it lacks."""


@dataclass(frozen=True)
class Member:
    """A person on the roster, with all their ids and e-mail addresses in lower case."""

    person: Person
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Roster:
    """The class. If `members` is empty, the persons of an export are taken as they are."""

    members: tuple[Member, ...] = ()

    def find(self, person: Person) -> Person | None:
        """Return the person on the roster, or None if nobody or more than one person matches.

        They are compared by e-mail, then by any id, then by name, then by ids without the zeros in front, which
        spreadsheets drop, then by the words of a label.
        """
        words = list(_words(person))
        numbers = [word.lstrip("0") for word in words if word.isdecimal()]
        for known, keys in ((self._by_word, words), (self._by_number, numbers)):
            for key in keys:
                matches = known.get(key, set())
                if len(matches) == 1:
                    return next(iter(matches))
        for label in person.also:
            matches = self._within(label)
            if len(matches) == 1:
                return next(iter(matches))
        return None

    def _within(self, label: str) -> set[Person]:
        """Return the persons whose e-mail, id or full name occurs in the label as whole words."""
        words = label_words(label)
        spans = {"".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(len(words), i + 6) + 1)}
        spoken = {*words}
        named = (pair for word in spoken for pair in self._by_name_word.get(word, ()))
        return {person for span in spans for person in self._by_label_word.get(span, ())} | {
            person for person, name in named if name <= spoken
        }

    @cached_property
    def _by_label_word(self) -> dict[str, set[Person]]:
        """Return persons by their ids and e-mails without separators. Short ids occur by chance and are left out."""
        people: dict[str, set[Person]] = {}
        for member in self.members:
            for alias in member.aliases:
                plain = "".join(label_words(alias))
                if len(plain) >= 3:
                    people.setdefault(plain, set()).add(member.person)
        return people

    @cached_property
    def _by_name_word(self) -> dict[str, list[tuple[Person, frozenset[str]]]]:
        """Return persons and the words of their names, by the longest word. Names of one word are left out."""
        people: dict[str, list[tuple[Person, frozenset[str]]]] = {}
        for member in self.members:
            words = frozenset(label_words(member.person.name))
            if len(words) > 1:
                people.setdefault(max(words, key=lambda word: (len(word), word)), []).append((member.person, words))
        return people

    @cached_property
    def _by_number(self) -> dict[str, set[Person]]:
        people: dict[str, set[Person]] = {}
        for member in self.members:
            for alias in filter(str.isdecimal, member.aliases):
                people.setdefault(alias.lstrip("0"), set()).add(member.person)
        return people

    @cached_property
    def _by_word(self) -> dict[str, set[Person]]:
        people: dict[str, set[Person]] = {}
        for member in self.members:
            for alias in (*member.aliases, *name_forms(member.person.name)):
                people.setdefault(alias, set()).add(member.person)
        return people


def _words(person: Person) -> Iterable[str]:
    """Yield the words by which to look up a person.

    An id may be the stem of a file, and thus the first part of an e-mail address or a name.
    """
    yield from (text for text in (person.email.casefold(), person.id.casefold()) if text)
    yield from name_forms(person.name or person.id)
    for label in person.also:
        yield label.casefold()
        yield from name_forms(label)


def label_words(label: str) -> list[str]:
    """Return the words of a label in lower case and without accents."""
    letters = unicodedata.normalize("NFKD", label.casefold())
    return re.findall(r"[^\W_]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))


def read_roster(path: Path) -> Roster:
    """Return the roster in a CSV file, in any encoding and language, with commas, semicolons or tabs.

    Raises:
        RosterError: The file cannot be read, or no column has e-mails, ids or names.
    """
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise RosterError(f"{path}: the roster cannot be read ({error.strerror}).") from None
    rows = [[" ".join(cell.split()) for cell in row] for row in rows_of(text, KNOWN)]
    columns = find_columns(rows)
    if not columns.identify:
        there = ", ".join(filter(None, rows[0])) if rows else ""
        raise RosterError(f"{path}, line 1: no column is headed email, id or name; there are {there or 'none'}.")
    members = [_member(row, columns) for row in rows[columns.top :] if any(row)]
    return Roster(_distinct([member for member in members if member is not None]))


def member_of(row: dict[str, str]) -> Member | None:
    """Return the person in a row, given by headings in lower case; None for an empty row and for staff."""
    columns = find_columns([list(row)])
    return _member([" ".join(cell.split()) for cell in row.values()], columns)


def _member(row: list[str], columns: Columns) -> Member | None:
    def cell(place: int | None) -> str:
        return row[place] if place is not None and place < len(row) else ""

    if cell(columns.role).casefold() in _STAFF:
        return None
    emails = [email for place in columns.emails for email in EMAIL_IN_TEXT.findall(cell(place))]
    # Moodle writes `Participant 42` in the site's language; Brightspace writes `#42` against changes by spreadsheets.
    ids = [re.sub(r"^(?:[^\W\d]+ (?=\d+$)|#)", "", cell(place)) for place in columns.ids if cell(place)]
    name = cell(columns.name) or f"{cell(columns.first)} {cell(columns.last)}".strip()
    if name.casefold().startswith("points possible") or not (emails or ids or name):
        return None
    plain_ids = [text for text in ids if "@" not in text]
    login = cell(columns.login).removeprefix("#").partition("@")[0]
    person = Person(emails[0] if emails else "", plain_ids[0] if plain_ids else "", name, login=login)
    locals_ = [email.partition("@")[0] for email in emails]
    return Member(person, tuple(dict.fromkeys(text.casefold() for text in (*emails, *ids, *locals_))))


def _distinct(members: list[Member]) -> tuple[Member, ...]:
    """Return one member for each identity, with the ids of all its lines."""
    by_identity: dict[str, Member] = {}
    people = told_apart(member.person for member in members)
    for person, member in zip(people, members):
        known = by_identity.get(person.identity)
        aliases = tuple(dict.fromkeys((*(known.aliases if known else ()), *member.aliases)))
        by_identity[person.identity] = replace(known or Member(person, ()), aliases=aliases)
    return tuple(by_identity.values())
