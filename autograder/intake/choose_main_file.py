"""Choose the file of a submission that is graded: a notebook or a script, whatever its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.intake import fenced_markdown, marimo
from autograder.intake.advice import foreign, is_foreign_archive
from autograder.intake.analysis.statements import Statement, statements_of
from autograder.intake.decoding import decode
from autograder.intake.handout import Handout
from autograder.intake.notebook import Cell, open_notebook
from autograder.intake.safe_archive import is_spare
from autograder.intake.script import Script, open_script
from autograder.intake.submission import Unreadable

# Bytes of code in one file, and in all files that may be the work. Parsing takes up to 900 bytes of memory and 4 µs per
# byte, and a container has 768 MB. The longest solution has 30,000 bytes.
MAX_CODE, MAX_CODE_IN_ALL = 500_000, 1_000_000
FENCED = "the code between its fences as cells, all else as prose"


@dataclass(frozen=True)
class Work:
    """A file that may be the work.

    Attributes:
        name: within the submission.
        kind: "notebook" or "script".
        cells: of the notebook; a script is one cell.
        changed: whether it differs from the hand-out.
        named: whether its name contains that of the assignment.
        notes: sentences about how it was read.
        script: the file as it was read, if it is a script.
    """

    name: str
    kind: str
    cells: tuple[Cell, ...]
    changed: bool
    named: bool
    notes: tuple[str, ...] = ()
    script: Script | None = field(default=None, repr=False)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Return the statements of all its code cells."""
        if self.script is not None:
            return self.script.statements
        return tuple(statement for source in self.code for statement in statements_of(source))

    @property
    def code(self) -> tuple[str, ...]:
        return tuple(cell.source for cell in self.cells if cell.kind == "code")

    @property
    def order(self) -> tuple[bool, bool, bool, bool, int, int, str]:
        """Return a sort key; the first file in this order is the work.

        Changed files come first, then whole files, notebooks, well named files, upper folders, and files with more
        code.
        """
        broken = self.script is not None and bool(self.script.broken)
        return (
            not self.changed,
            broken,
            self.kind != "notebook",
            not self.named,
            self.name.count("/"),
            -self.size,
            self.name,
        )

    @property
    def size(self) -> int:
        return sum(len(source) for source in self.code)


@dataclass(frozen=True)
class Choice:
    """The chosen work and the other candidates; whether a person should look at the choice, and notes about it."""

    work: Work
    needs_review: bool = False
    notes: tuple[str, ...] = ()
    others: tuple[Work, ...] = ()


def choose(files: dict[str, bytes], handout: Handout, owned: frozenset[str]) -> Choice:
    """Return the work among `files`: the file that differs from the hand-out, and of two such files the notebook.

    Files with other names than those of notebooks and Python files count if no other file is filled in.

    Args:
        files: the submission's files by name.
        handout: what students received.
        owned: the names that questions ask for.

    Raises:
        Unreadable: no file is work, or none can be read; the sentence is about the likeliest one.
    """
    room = _Room()
    works, sentences = _read_all(_candidates(files, handout.name, owned), files, handout, owned, room)
    if not any(work.changed for work in works):
        hidden = _by_content(files, handout.name, owned)
        more, further = _read_all(hidden, files, handout, owned, room)
        works += [work for work in more if work.changed or not works]
        sentences += further if not works else []
    if not any(work.changed for work in works):
        kept, _ = _read_all(filter(is_spare, sorted(files)), files, handout, owned, room)
        works += [work for work in kept if work.changed or not works]
    if not works:
        sentence = sentences[0] if sentences else _nothing(files, handout.name)
        raise Unreadable(sentence, any(_may_hold_an_answer(name, data, owned) for name, data in files.items()))
    works.sort(key=lambda work: work.order)
    rivals = [work.name for work in works[1:] if work.changed]
    notes = [f"{sentence} It was passed over." for sentence in sentences]
    if rivals:
        notes.insert(0, f"{works[0].name} was graded; {', '.join(rivals)} was filled in, too: only one of them counts.")
    out_of_sight = is_spare(works[0].name) and works[0].changed
    if out_of_sight:
        notes.insert(
            0, f"{works[0].name} was graded, which Jupyter or an archive keeps out of sight: nothing else is filled in."
        )
    return Choice(works[0], bool(rivals or sentences or out_of_sight), (*works[0].notes, *notes), tuple(works[1:]))


@dataclass
class _Room:
    """Bytes of code that may still be read."""

    left: int = MAX_CODE_IN_ALL


def _read_all(
    names: Iterable[str], files: dict[str, bytes], handout: Handout, owned: frozenset[str], room: _Room
) -> tuple[list[Work], list[str]]:
    works, sentences = [], []
    for name in names:
        try:
            works.append(_read(name, files[name], handout, owned, min(room.left, MAX_CODE)))
            room.left -= works[-1].size
        except Unreadable as error:
            sentences.append(str(error))
    return works, sentences


def is_named(name: str, assignment: str) -> bool:
    """Return True if a file name contains the assignment's: `ada_Forward-Backward (2).py`."""
    return _plain(assignment) in _plain(name.rsplit("/", 1)[-1].rsplit(".", 1)[0])


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _candidates(files: dict[str, bytes], assignment: str, owned: frozenset[str]) -> list[str]:
    """Return notebooks, and scripts that are named like the stub or define at least half of its names; else all scripts."""
    notebooks = [name for name in files if name.lower().endswith(".ipynb") and not is_spare(name)]
    scripts = [name for name in files if name.lower().endswith(".py")]
    stubs = [name for name in scripts if is_named(name, assignment)]
    if not stubs:
        stubs = [name for name in scripts if 2 * _defined(files[name], owned) >= max(1, len(owned))]
    if not stubs and not notebooks:
        most = max((_defined(files[name], owned) for name in scripts), default=0)
        stubs = [name for name in scripts if _defined(files[name], owned) == most]
    return sorted([*notebooks, *stubs], key=lambda name: (not is_named(name, assignment), name.count("/"), name))


# Bytes; longer files with other names are data.
MAX_HIDDEN = 20_000_000


def _by_content(files: dict[str, bytes], assignment: str, owned: frozenset[str]) -> list[str]:
    """Return files with other names that contain a notebook or define at least half of the names; well named ones first."""
    names = [name for name in files if not name.lower().endswith((".ipynb", ".py", ".zip"))]
    found = [name for name in names if _looks_like_work(name, files[name], assignment, owned)]
    return sorted(found, key=lambda name: (not is_named(name, assignment), name.count("/"), name))


def _looks_like_work(name: str, data: bytes, assignment: str, owned: frozenset[str]) -> bool:
    if len(data) > MAX_HIDDEN:
        return False
    if is_notebook(data):
        return True
    if len(data) > MAX_CODE or foreign(data[:1000], name, name) is not None:
        return False
    enough = 1 if is_named(name, assignment) else max(1, len(owned) / 2)
    return _defined(data, owned) >= enough


def is_notebook(data: bytes) -> bool:
    """Return True if these bytes are a notebook's, whatever the file's name."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"\0" in start[:8] or start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = decode(data).encode()
        start = data[:10].lstrip()
    return start[:1] == b"{" and b'"cell_type"' in data and (b'"cells"' in data or b'"worksheets"' in data)


def _defined(data: bytes, owned: frozenset[str]) -> int:
    """Count the owned names that this file defines at its top level."""
    text = decode(data, python=True)
    found = set(re.findall(r"^(?:def +(\w+)|(\w+) *(?::[^=\n]*)?=[^=])", text, re.MULTILINE))
    return len({name for pair in found for name in pair} & owned)


def _read(name: str, data: bytes, handout: Handout, owned: frozenset[str], most: int) -> Work:
    named = is_named(name, handout.name)
    lower = name.lower()
    if (lower.endswith(".ipynb") and not _is_script(data, owned)) or is_notebook(data):
        book = open_notebook(data, name)
        _check_size(name, sum(len(cell.source.encode()) for cell in book.cells if cell.kind == "code"), most)
        return _notebook(name, book.cells, handout, owned, named, book.notes)
    _check_size(name, len(data), most)
    text = decode(data)
    if fenced_markdown.is_fenced(name, text):
        cells = fenced_markdown.cells_of(text)
        return _notebook(name, cells, handout, owned, named, (f"{name} was read as a notebook: {FENCED}.",))
    script = open_script(data, name)
    if marimo.is_marimo(script.text):
        return _notebook(name, marimo.cells_of(script.statements), handout, owned, named, script.notes)
    changed = script.text.strip() != handout.stub.strip()
    return Work(name, "script", (Cell("code", script.text),), changed, named, script.notes, script)


def _notebook(
    name: str, cells: tuple[Cell, ...], handout: Handout, owned: frozenset[str], named: bool, notes: tuple[str, ...]
) -> Work:
    given = handout.code | handout.prose | {""}
    changed = any(cell.source.strip() not in given and _is_answer(cell, owned) for cell in cells)
    return Work(name, "notebook", cells, changed, named, notes)


def _is_script(data: bytes, owned: frozenset[str]) -> bool:
    """Return True for a Python file, whose name may be that of a notebook."""
    return data.lstrip()[:1] not in (b"{", b"") and len(data) <= MAX_CODE and _defined(data, owned) > 0


# Bounded to one line and whole words, so that its time is linear in the length of the text.
_ANSWER = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|(\w+)\b[^\n(=]*=(?!=))", re.MULTILINE)


def _is_answer(cell: Cell, owned: frozenset[str]) -> bool:
    """Return True if a cell answers a question; notes, experiments and reworded cells of a newer hand-out do not."""
    if cell.kind != "code":
        return bool(cell.tags)
    return not owned.isdisjoint(name for pair in _ANSWER.findall(cell.source) for name in pair)


# Bytes from which on a PDF, a picture or an old word processor's document may show an answer.
MIN_DOCUMENT = 1000
_DOCUMENTS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")


def _may_hold_an_answer(name: str, data: bytes, owned: frozenset[str]) -> bool:
    """Return True for a file that defines a question's name or mentions half of them, and for an archive or a document.

    Such a file may be a script, a damaged notebook or a web page that a notebook was exported to.
    """
    if is_foreign_archive(name, data) or (len(data) >= MIN_DOCUMENT and data.startswith(_DOCUMENTS)):
        return True
    words = [one.encode() for one in owned]
    mentioned = sum(word in data for word in words)
    return 0 < len(words) <= 2 * mentioned or (mentioned > 0 and any(b"def " + word in data for word in words))


def _check_size(name: str, size: int, most: int) -> None:
    if size > most:
        raise Unreadable(
            f"{name} is too large: it holds {_amount(size)} of code, and at most {_amount(most)} are read. "
            "Load large data from a file beside it, and hand in both."
        )


def _amount(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 10_000_000 else f"{size / 1000:,.0f} kB"


def _nothing(files: dict[str, bytes], assignment: str) -> str:
    wanted = f"Hand in {assignment}.ipynb or {assignment}.py."
    if not files:
        return f"What was handed in is empty: there is no notebook and no .py file. {wanted}"
    for name in sorted(files, key=lambda name: not is_named(name, assignment)):
        sentence = foreign(files[name], name, f"{assignment}.ipynb")
        if sentence is not None:
            return f"There is no notebook and no .py file in it. {sentence} {wanted}"
    there = ", ".join(sorted(files)[:5])
    more = f" and {len(files) - 5} more" if len(files) > 5 else ""
    return f"There is no notebook and no .py file in it, only {there}{more}. {wanted}"
