"""A class list as a CSV from any registrar or learning platform: columns are found by their headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from autograder.classroom.arrivals.person import Person, name_forms, told_apart
from autograder.classroom.csv_tables import titled
from autograder.intake.decoding import decode

_EMAIL = {"email", "e-mail", "email address", "e-mail address", "mail", "student email", "sis login id", "login id"}
_ID = {
    "id", "sid", "student id", "student number", "student no", "matriculation number", "id number", "sis user id",
    "identifier", "github_username", "username", "user name", "user id", "org defined id", "orgdefinedid", "netid", "login", "sis login id",
}  # fmt: skip
_STAFF = {"instructor", "teacher", "ta", "teaching assistant", "reader", "grader", "observer", "designer"}
_NAME = {"name", "full name", "student", "student name", "display name", "last, first", "last name, first name"}
_FIRST, _LAST = (
    {"first name", "given name", "firstname", "first"},
    {"last name", "surname", "family name", "lastname", "last"},
)


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
        """The one on the roster that `person` is: by e-mail, then by any id, then by name; None if none or several."""
        for word in _words(person):
            found = self._by_word.get(word, set())
            if len(found) == 1:
                return next(iter(found))
        return None

    @cached_property
    def _by_word(self) -> dict[str, set[Person]]:
        found: dict[str, set[Person]] = {}
        for member in self.members:
            for alias in (*member.aliases, *name_forms(member.person.name)):
                found.setdefault(alias, set()).add(member.person)
        return found


def _words(person: Person) -> Iterable[str]:
    """Under what to look a person up; a file's stem, which stands as an id, may be an e-mail's first half or a name."""
    yield from (text for text in (person.email.casefold(), person.id.casefold()) if text)
    yield from name_forms(person.name or person.id)


def read_roster(path: Path) -> Roster:
    """The roster in a CSV file, in any encoding, separated by commas, semicolons or tabs.

    Raises:
        RosterError: it cannot be read, or no heading names an e-mail, an id or a name.
    """
    try:
        text = decode(path.read_bytes())
    except OSError as error:
        raise RosterError(f"{path}: the roster cannot be read ({error.strerror}).") from None
    rows, titles = titled(text, _EMAIL | _ID | _NAME | _FIRST | _LAST)
    if not {*titles} & (_EMAIL | _ID | _NAME | _LAST):
        raise RosterError(
            f"{path}, line 1: no column is headed email, id or name; there are {', '.join(titles) or 'none'}."
        )
    members = [member_of(dict(zip(titles, (cell.strip() for cell in row)))) for row in rows if any(row)]
    return Roster(_distinct(member for member in members if member is not None))


def member_of(row: dict[str, str]) -> Member | None:
    """The person in a row, by its headings in small letters; None if it is nobody's, or one of the staff's."""
    if row.get("role", "").casefold() in _STAFF:
        return None
    emails = [row[title] for title in row if title in _EMAIL | {"identifier"} and "@" in row[title]]
    # Moodle writes `Participant 42`, and Brightspace `#42`, so that no spreadsheet takes it for a number.
    ids = [re.sub(r"^(Participant |#)", "", row[title]) for title in row if title in _ID and row[title]]
    name = next((row[title] for title in row if title in _NAME and row[title]), "") or _joined(row)
    name = " ".join(name.split())
    if name.casefold().startswith("points possible") or not (emails or ids or name):
        return None
    plain_ids = [text for text in ids if "@" not in text]
    person = Person(emails[0] if emails else "", plain_ids[0] if plain_ids else "", name)
    locals_ = [email.partition("@")[0] for email in emails]
    return Member(person, tuple(dict.fromkeys(text.casefold() for text in (*emails, *ids, *locals_))))


def _joined(row: dict[str, str]) -> str:
    first = next((row[title] for title in row if title in _FIRST), "")
    last = next((row[title] for title in row if title in _LAST), "")
    return f"{first} {last}".strip()


def _distinct(members: Iterable[Member]) -> tuple[Member, ...]:
    """One member an identity, with the ids of all its lines."""
    found: dict[str, Member] = {}
    for member in members:
        known = found.get(member.person.identity)
        aliases = tuple(dict.fromkeys((*(known.aliases if known else ()), *member.aliases)))
        found[member.person.identity] = replace(known or member, aliases=aliases)
    return tuple(found.values())
