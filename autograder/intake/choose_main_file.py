"""Which file of a submission is the work: the notebook or the stub, renamed or not, filled in or as handed out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from autograder.intake.handout import Handout
from autograder.intake.notebook import Cell, read_notebook
from autograder.intake.script import read_script
from autograder.intake.unreadable import Unreadable

# Bytes of code, of one file and of all that may be the work: to parse Python takes up to 900 bytes of memory and 4 µs for
# each of these, and a container has 768 MB. The longest solution has 30,000.
MAX_CODE, MAX_CODE_IN_ALL = 500_000, 5_000_000


@dataclass(frozen=True)
class Work:
    """A file that may be the work: its name, its cells (for a script one, the whole text), and how it was named."""

    name: str
    kind: str
    cells: tuple[Cell, ...]
    changed: bool
    named: bool

    @property
    def code(self) -> tuple[str, ...]:
        return tuple(cell.source for cell in self.cells if cell.kind == "code")

    @property
    def order(self) -> tuple[bool, bool, bool, int, int, str]:
        """The first in this order is the work: changed, notebook, well named; then nearest the top, with most code."""
        return (not self.changed, self.kind != "notebook", not self.named, self.name.count("/"), -self.size, self.name)

    @property
    def size(self) -> int:
        return sum(len(source) for source in self.code)


@dataclass(frozen=True)
class Choice:
    """The work, whether a person should look at the choice, and what to say of it."""

    work: Work
    needs_review: bool = False
    notes: tuple[str, ...] = ()


def choose(files: dict[str, bytes], handout: Handout, owned: frozenset[str]) -> Choice:
    """The work among `files`; the one that differs from the hand-out, and of two such the notebook.

    Raises:
        Unreadable: there is none, or none can be read; the sentence of the likeliest one is given.
    """
    works, sentences, room = [], [], MAX_CODE_IN_ALL
    for name in _candidates(files, handout.name, owned):
        try:
            works.append(_read(name, files[name], handout, owned, min(room, MAX_CODE)))
            room -= works[-1].size
        except Unreadable as error:
            sentences.append(str(error))
    if not works:
        raise Unreadable(sentences[0] if sentences else _nothing(files, handout.name))
    works.sort(key=lambda work: work.order)
    rivals = [work.name for work in works[1:] if work.changed]
    notes = [f"{sentence} It was passed over." for sentence in sentences]
    if rivals:
        notes.insert(0, f"{works[0].name} was graded; {', '.join(rivals)} was filled in, too: only one of them counts.")
    return Choice(works[0], bool(rivals or sentences), tuple(notes))


def is_named(name: str, assignment: str) -> bool:
    """Does the file name speak of the assignment: `forward_backward-Copy1.ipynb`, `ada_Forward-Backward (2).py`?"""
    return _plain(assignment) in _plain(name.rsplit("/", 1)[-1].rsplit(".", 1)[0])


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _candidates(files: dict[str, bytes], assignment: str, owned: frozenset[str]) -> list[str]:
    """Notebooks; scripts named like the stub, or that define at least half of what it does; else the scripts there are."""
    notebooks = [name for name in files if name.lower().endswith(".ipynb")]
    scripts = [name for name in files if name.lower().endswith(".py")]
    stubs = [name for name in scripts if is_named(name, assignment)]
    if not stubs:
        stubs = [name for name in scripts if 2 * _defined(files[name], owned) >= max(1, len(owned))]
    if not stubs and not notebooks:
        most = max((_defined(files[name], owned) for name in scripts), default=0)
        stubs = [name for name in scripts if _defined(files[name], owned) == most]
    return sorted([*notebooks, *stubs], key=lambda name: (not is_named(name, assignment), name.count("/"), name))


def _defined(data: bytes, owned: frozenset[str]) -> int:
    """How many of the owned names this file defines at its top level."""
    text = data.decode("utf-8", "replace")
    found = set(re.findall(r"^(?:def +(\w+)|(\w+) *(?::[^=\n]*)?=[^=])", text, re.MULTILINE))
    return len({name for pair in found for name in pair} & owned)


def _read(name: str, data: bytes, handout: Handout, owned: frozenset[str], most: int) -> Work:
    named = is_named(name, handout.name)
    if name.lower().endswith(".ipynb"):
        cells = read_notebook(data, name)
        _check_size(name, sum(len(cell.source.encode()) for cell in cells if cell.kind == "code"), most)
        given = handout.code | handout.prose | {""}
        changed = any(cell.source.strip() not in given and _is_answer(cell, owned) for cell in cells)
        return Work(name, "notebook", cells, changed, named)
    _check_size(name, len(data), most)
    text = read_script(data, name)
    return Work(name, "script", (Cell("code", text),), text.strip() != handout.stub.strip(), named)


# Bounded to a line, and to whole words, so that its time grows with the text and not with its square.
_ANSWER = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|(\w+)\b[^\n(=]*=(?!=))", re.MULTILINE)


def _is_answer(cell: Cell, owned: frozenset[str]) -> bool:
    """Does the cell answer a question? Notes in the margin and experiments do not, nor what a newer hand-out words otherwise."""
    if cell.kind != "code":
        return bool(cell.tags)
    return not owned.isdisjoint(name for pair in _ANSWER.findall(cell.source) for name in pair)


def _check_size(name: str, size: int, most: int) -> None:
    if size > most:
        raise Unreadable(
            f"{name} is too large: it holds {_amount(size)} of code, and at most {_amount(most)} are read. "
            "Load large data from a file beside it, and hand in both."
        )


def _amount(size: int) -> str:
    return f"{size / 1e6:.0f} MB" if size >= 10_000_000 else f"{size / 1000:,.0f} kB"


def _nothing(files: dict[str, bytes], assignment: str) -> str:
    if not files:
        return f"What was handed in is empty: there is no notebook and no .py file. Hand in {assignment}.ipynb or {assignment}.py."
    there = ", ".join(sorted(files)[:5])
    more = f" and {len(files) - 5} more" if len(files) > 5 else ""
    return f"There is no notebook and no .py file in it, only {there}{more}. Hand in {assignment}.ipynb or {assignment}.py."
