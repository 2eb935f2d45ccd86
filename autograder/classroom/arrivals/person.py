"""Represent the persons who hand in, and give each a safe file name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from autograder.safe_text import on_a_line

_EMAIL = re.compile(r"[^@\s/\\]+@[^@\s/\\]+\.[^@\s/\\]+")
# Windows reserves these names for devices, with any extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
MAX_BYTES = 80


@dataclass(frozen=True, slots=True)
class Person:
    """A student, as far as known from an export, a roster or a file name.

    Attributes:
        email: The e-mail address.
        id: The student id, user name or label.
        name: The full name.
        shared: True if another student has the same e-mail address.
        also: Other words by which a label names the student.
        login: The name with which the student signs in, from a class list that has a column for it.
    """

    email: str = ""
    id: str = ""
    name: str = ""
    shared: bool = False
    also: tuple[str, ...] = field(default=(), compare=False)
    login: str = field(default="", compare=False)

    @property
    def identity(self) -> str:
        """Return what identifies the person: the e-mail in lower case, else the id, else the name."""
        return (not self.shared and self.email.casefold()) or self.id or self.name or self.email.casefold()


def told_apart(people: Iterable[Person]) -> list[Person]:
    """Return the people, with `shared` set on those who have the same e-mail address as another person."""
    people = list(people)
    by_email: dict[str, list[Person]] = {}
    for person in people:
        if person.email:
            by_email.setdefault(person.email.casefold(), []).append(person)
    shared = {email for email, those in by_email.items() if any(_differ(those[0], other) for other in those[1:])}
    return [replace(person, shared=True) if person.email.casefold() in shared else person for person in people]


def _differ(first: Person, other: Person) -> bool:
    """Return True if two persons with one e-mail address are different.

    Another spelling of the name is not enough, nor another id if there is a name: registrars use different ids.
    """
    if first.name and other.name:
        names = {*name_forms(first.name)} & {*name_forms(other.name)}
        return not names and (first.id != other.id or not first.id)
    return bool(first.id and other.id and first.id != other.id and not (first.name or other.name))


def name_forms(name: str) -> list[str]:
    """Return two forms of a name for comparison; `Lovelace, Ada`, `Ada Lovelace` and `lovelaceada` share one."""
    if not name:
        return []
    last, comma, first = name.partition(",")
    spelled = f"{first} {last}" if comma else name
    words = [re.sub(r"[\W_]", "", word) for word in unicodedata.normalize("NFKC", spelled).casefold().split()]
    return [f"name:{''.join(words)}", f"name:{''.join([*words[-1:], *words[:-1]])}"] if any(words) else []


def person_of(label: str) -> Person:
    """Return the person after whom a file or a folder is named."""
    label = on_a_line(unicodedata.normalize("NFC", label.strip()))
    return Person(email=label) if _EMAIL.fullmatch(label) else Person(id=label)


def file_names(people: Iterable[Person]) -> dict[str, str]:
    """Return a safe file name for each identity, which is unique even if case is ignored.

    A name that had to be changed, or that differs from another only in case or in composed characters, gets six digits
    of the identity's hash.
    """
    identities = {person.identity for person in people}
    taken = Counter(_folded(_safe(identity)) for identity in identities)
    return {identity: _file_name(identity, taken[_folded(_safe(identity))] == 1) for identity in identities}


def _file_name(identity: str, alone: bool) -> str:
    safe = _safe(identity)
    if alone and safe == identity:
        return safe
    return f"{safe}-{hashlib.sha256(identity.encode()).hexdigest()[:6]}"


def _safe(identity: str) -> str:
    """Return the name with letters and digits of any script and `._@+-` only.

    It is never empty, a hidden file, a device, a formula or a path.
    """
    text = "".join(char if char.isalnum() or char in "._@+-" else "_" for char in identity)
    text = text.encode()[:MAX_BYTES].decode("utf-8", "ignore").lstrip(".-+@").rstrip(".")
    return f"_{text}" if not text or _RESERVED.fullmatch(text) else text


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
