"""Find the columns of a class list by their headings in several languages, else by their content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

EMAIL_IN_TEXT = re.compile(r"[^@\s/\\,;<>()\"']{1,64}@[^@\s/\\,;<>()\"']{1,255}\.[^@\s/\\,;<>()\"'.]{2,24}")
# Headings are compared in lower case, without accents, and with one space for `_`, `-` and runs of spaces.
EMAIL = {
    "email", "e mail", "email address", "e mail address", "mail", "student email", "sis login id", "login id",
    "email id",
    "direccion de correo", "correo", "correo electronico", "adreca electronica", "adresse de courriel", "courriel",
    "adresse e mail", "adresse email", "e mail adresse", "mailadresse", "indirizzo email", "endereco de email",
    "emailadres",
}  # fmt: skip
ID = {
    "id", "sid", "student id", "student number", "student no", "matriculation number", "id number", "sis user id",
    "identifier", "github username", "username", "user name", "user id", "org defined id", "orgdefinedid", "netid",
    "net id",
    "login", "sis login id", "lms user id", "display id", "eid", "uni", "utorid", "kerberos", "roll number", "roll no",
    "identificador", "numero de id", "nombre de usuario", "identifiant", "numero d'identification", "numero etudiant",
    "matrikelnummer", "matrikelnr", "matr. nr.", "anmeldename", "benutzername", "matricola", "matricula",
    "studentnummer",
}  # fmt: skip
LOGIN = {
    "username", "user name", "login", "login id", "sis login id", "netid", "net id", "kerberos", "nombre de usuario",
    "identifiant", "anmeldename", "benutzername",
}  # fmt: skip
NAME = {
    "name", "full name", "student", "student name", "display name", "last, first", "last name, first name",
    "nombre completo",
    "nom complet", "nom i cognoms", "vollstandiger name", "nome completo", "nom et prenom", "volledige naam", "nome",
}  # fmt: skip
FIRST = {"first name", "given name", "firstname", "first", "preferred name", "vorname", "prenom", "nombre", "voornaam"}
LAST = {
    "last name", "surname", "family name", "lastname", "last", "nachname", "familienname", "apellido", "apellidos",
    "apellido(s)", "nom", "nom de famille", "cognome", "sobrenome", "achternaam",
}  # fmt: skip
KNOWN = EMAIL | ID | NAME | FIRST | LAST
MOST_TITLE_LINES = 20


def plain_heading(title: str) -> str:
    """Return a heading in the spelling of the sets above."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    return re.sub(r"[\s_-]+", " ", "".join(char for char in letters if not unicodedata.combining(char))).strip()


@dataclass(frozen=True)
class Columns:
    """The indexes of the columns by their meaning; `top` is the number of rows above the first student."""

    top: int
    emails: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    name: int | None = None
    first: int | None = None
    last: int | None = None
    role: int | None = None
    login: int | None = None

    @property
    def identify(self) -> bool:
        """Return True if a column distinguishes students."""
        return bool(self.emails or self.ids) or self.name is not None or self.last is not None


def find_columns(rows: Sequence[Sequence[str]]) -> Columns:
    """Return the columns of a table, whose headings may be below title lines, in any language, or missing."""
    line = _headings_line(rows)
    titles = [plain_heading(cell) for cell in rows[line]] if line is not None and line < len(rows) else []
    top = 0 if line is None else line + 1
    students = [row for row in rows[top:] if any(row)]
    columns = _by_heading(titles, top)
    return _by_content(columns, titles, students) if students else columns


def _headings_line(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the index of the heading line, or None if there is none.

    It is the line with most known words, else the last line above the first e-mail address.
    """
    first = rows[:MOST_TITLE_LINES]
    known = [len({plain_heading(cell) for cell in row} & KNOWN) for row in first]
    if any(known):
        return known.index(max(known))
    emails = next((number for number, row in enumerate(first) if any(map(_is_email, row))), None)
    if emails is None:
        return 0
    return None if emails == 0 else max(number for number in range(emails) if number == 0 or any(rows[number]))


def _by_heading(titles: Sequence[str], top: int) -> Columns:
    def places(words: set[str]) -> tuple[int, ...]:
        return tuple(place for place, title in enumerate(titles) if title in words)

    def first(words: set[str]) -> int | None:
        return next(iter(places(words)), None)

    last = first(LAST)
    # `Nombre` and `Nome` are first names next to a last name, and full names without one.
    whole = first(NAME - {"nome"} if last is not None else NAME)
    given = first(FIRST | {"nome"})
    if last is None and whole is None:
        whole, given = given, None
    role, login = first({"role", "rol", "rolle"}), first(LOGIN)
    return Columns(top, places(EMAIL | {"identifier"}), places(ID), whole, given, last, role, login)


def _by_content(columns: Columns, titles: Sequence[str], students: Sequence[Sequence[str]]) -> Columns:
    """Return `columns` with missing ones found by content. Columns with a known heading keep their meaning."""
    width = max(map(len, students))
    taken = {place for place, title in enumerate(titles) if title in KNOWN}
    free = [place for place in range(width) if place not in taken]
    cells = {place: [row[place] if place < len(row) else "" for row in students] for place in range(width)}
    emails = columns.emails if any(map(_is_email, _all(cells, columns.emails))) else ()
    emails = emails or tuple(place for place in free if _most(cells[place], _is_email))
    name = columns.name
    if name is None and columns.last is None:
        name = next((place for place in free if place not in emails and _names_people(cells[place])), None)
    ids = columns.ids
    if not ids:
        free_ids = (place for place in free if place not in emails and place != name and _tells_apart(cells[place]))
        ids = tuple(free_ids)[:1]
    return replace(columns, emails=emails, ids=ids, name=name)


def _all(cells: dict[int, list[str]], places: Iterable[int]) -> list[str]:
    return [cell for place in places for cell in cells.get(place, ())]


def _most(cells: Sequence[str], holds: Callable[[str], bool]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and 2 * sum(map(holds, filled)) > len(filled)


def _is_email(cell: str) -> bool:
    return EMAIL_IN_TEXT.search(cell) is not None


def _names_people(cells: Sequence[str]) -> bool:
    """Return True if most cells are names of two or more words, and nine in ten are different."""
    filled = [cell for cell in cells if cell]
    return _most(cells, _is_name) and 10 * len({*filled}) >= 9 * len(filled)


def _is_name(cell: str) -> bool:
    words = re.split(r"[\s,]+", cell.strip())
    return len(words) > 1 and all(
        re.fullmatch(r"[^\W\d_][^\W\d_'’.\-]*(?:['’.\-][^\W\d_]*)*", word) for word in words if word
    )


def _tells_apart(cells: Sequence[str]) -> bool:
    """Return True if all cells are different words with a digit, too long for points."""
    shaped = all(re.fullmatch(r"(?:[^\W\d]+ )?[\w.\-#]{3,40}", cell) and re.search(r"\d", cell) for cell in cells)
    return shaped and len({*cells}) == len(cells)
