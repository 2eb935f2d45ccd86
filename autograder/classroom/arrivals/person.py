"""Who handed in: persons as exports and rosters know them, and their names as files."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from autograder.safe_text import on_a_line

_EMAIL = re.compile(r"[^@\s/\\]+@[^@\s/\\]+\.[^@\s/\\]+")
# Windows takes these for devices, with any extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
MAX_BYTES = 80


@dataclass(frozen=True, slots=True)
class Person:
    """A student, as far as an export, a roster or a file name tells.

    `shared` says that another student has the same e-mail; `also` are further words that a label calls the student by.
    """

    email: str = ""
    id: str = ""
    name: str = ""
    shared: bool = False
    also: tuple[str, ...] = field(default=(), compare=False)

    @property
    def identity(self) -> str:
        """What tells persons apart: the e-mail, else the id, else the name. Mail systems ignore case, ids may not."""
        return (not self.shared and self.email.casefold()) or self.id or self.name or self.email.casefold()


def told_apart(people: Iterable[Person]) -> list[Person]:
    """Return the same people, those marked who share an e-mail with somebody else: with another name, or no name and another id."""
    people = list(people)
    by_email: dict[str, list[Person]] = {}
    for person in people:
        if person.email:
            by_email.setdefault(person.email.casefold(), []).append(person)
    shared = {email for email, those in by_email.items() if any(_differ(those[0], other) for other in those[1:])}
    return [replace(person, shared=True) if person.email.casefold() in shared else person for person in people]


def _differ(one: Person, other: Person) -> bool:
    """Tell whether two of one e-mail are two: spellings of a name, or another id of a second registrar, are not enough."""
    if one.name and other.name:
        names = {*name_forms(one.name)} & {*name_forms(other.name)}
        return not names and (one.id != other.id or not one.id)
    return bool(one.id and other.id and one.id != other.id and not (one.name or other.name))


def name_forms(name: str) -> list[str]:
    """Return `Lovelace, Ada` and `Ada Lovelace` and Canvas's `lovelaceada` as one form each."""
    if not name:
        return []
    last, comma, first = name.partition(",")
    spelled = f"{first} {last}" if comma else name
    words = [re.sub(r"[\W_]", "", word) for word in unicodedata.normalize("NFKC", spelled).casefold().split()]
    return [f"name:{''.join(words)}", f"name:{''.join([*words[-1:], *words[:-1]])}"] if any(words) else []


def person_of(label: str) -> Person:
    """The person a file or a folder is named after."""
    label = on_a_line(unicodedata.normalize("NFC", label.strip()))
    return Person(email=label) if _EMAIL.fullmatch(label) else Person(id=label)


def file_names(people: Iterable[Person]) -> dict[str, str]:
    """A safe file name for each identity: different ones also where case does not count.

    A name that had to be changed, or that differs from another only in case or in composed characters, carries six
    digits of the identity's hash.
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
    """Letters and digits of any script and `._@+-`; never empty, hidden, a device, a formula or a path."""
    text = "".join(char if char.isalnum() or char in "._@+-" else "_" for char in identity)
    text = text.encode()[:MAX_BYTES].decode("utf-8", "ignore").lstrip(".-+@").rstrip(".")
    return f"_{text}" if not text or _RESERVED.fullmatch(text) else text


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
