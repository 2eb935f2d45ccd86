"""Who handed in: persons as exports and rosters know them, and their names as files."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.safe_text import on_a_line

_EMAIL = re.compile(r"[^@\s/\\]+@[^@\s/\\]+\.[^@\s/\\]+")
# Windows takes these for devices, with any extension.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
MAX_BYTES = 80


@dataclass(frozen=True, slots=True)
class Person:
    """A student, as far as an export, a roster or a file name tells."""

    email: str = ""
    id: str = ""
    name: str = ""

    @property
    def identity(self) -> str:
        """What tells persons apart: the e-mail, else the id, else the name. Mail systems ignore case, ids may not."""
        return self.email.casefold() or self.id or self.name


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
