"""Assign the prose that a student added to the questions that it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from autograder.intake import exported_script
from autograder.intake.analysis.statements import Statement, split
from autograder.intake.analysis.strings import count_words
from autograder.intake.handout import Handout
from autograder.intake.notebook import Cell

_QUESTION = re.compile(r"\bq\d{1,9}_\w+")
MAX_ANSWER = 50_000
# Words from which on a piece of prose may be an answer in the wrong place; a shorter piece is a note.
MIN_WORDS = 8
# Words from which on a single piece of prose is taken for the single missing answer.
MIN_ANSWER = 20
# Share of a paragraph's runs of three words that the hand-out has too, from which on it is the hand-out's. Measured: a
# reworded version shares 0.9 or more, answers of students' own on the same subject at most 0.1.
REWORDED = 0.5


@dataclass
class Prose:
    """What a student wrote in words.

    `answers` are texts by question id, `unattributed` what stands where no question asks for it, `cells` the cells that
    each answer was read from, the empty name's those of no question.
    """

    answers: dict[str, str] = field(default_factory=dict)
    unattributed: str = ""
    cells: dict[str, list[Cell]] = field(default_factory=dict)

    @property
    def may_hold_an_answer(self) -> bool:
        """Return whether a piece of the unattributed prose is long enough for an answer, or is a picture."""
        return bool(self._long_pieces())

    def _long_pieces(self) -> list[Cell]:
        pieces = self.cells.get("", [])
        return [
            one
            for one in pieces
            if count_words(one.source) >= MIN_WORDS
            or "](" in one.source
            or one.attachments
            or "<img" in one.source.lower()
        ]

    def add(self, pieces: Iterable[str]) -> None:
        """Add prose that belongs to no question, unless it is there."""
        self.add_cells(Cell("markdown", piece) for piece in pieces)

    def add_cells(self, cells: Iterable[Cell]) -> None:
        """Add prose that belongs to no question, with its pictures, unless it is there."""
        own = self.cells.setdefault("", [])
        for cell in cells:
            if cell.attachments or not any(cell.source in one.source for one in own):
                own.append(cell)
        self.unattributed = _joined(own)

    def take_misplaced(self, name: str) -> bool:
        """Assign the single long unattributed piece to the question without an answer; return False unless it is single."""
        pieces = self._long_pieces()
        if len(pieces) != 1 or not (pieces[0].attachments or count_words(pieces[0].source) >= MIN_ANSWER):
            return False
        self.cells[""].remove(pieces[0])
        self.cells[name] = pieces
        self.answers[name], self.unattributed = _joined(pieces), _joined(self.cells[""])
        return True


def prose_in_notebook(cells: tuple[Cell, ...], ids: Iterable[str], handout: Handout) -> Prose:
    """Return the answers in words, and the prose that belongs to no question; what was handed out is neither.

    An answer is every cell that has the question's tag or the id of the cell that was meant, every other prose cell
    that the student added between that question's heading and the next, and one right above the cell that comes next in
    the hand-out: people write below the cell that was meant, and editors lose tags, ids and headings.
    """
    places = _places_of(handout.cells)
    given = given_prose(handout)
    ids = list(ids)
    found = Prose(cells={name: [] for name in ("", *ids)})
    current = ""
    for i, cell in enumerate(cells):
        current = _section(cell, places.titles, current)
        name = _name_of(cell, cells[i + 1] if i + 1 < len(cells) else None, current, ids, places)
        if name is None or (not cell.attachments and (cell.source.strip() in given or plain(cell.source) in given)):
            continue
        text = _without(cell.source, places.templates.get(name, ()))
        text = "\n".join(line for line in text.split("\n") if line.strip() not in places.titles).strip()
        text = without_reworded(text, handout) if not name or question_in_heading(cell.source) else text
        if text:
            found.cells[name].append(Cell(cell.kind, text, cell.tags, cell.id, cell.attachments))
    found.answers = {name: _joined(found.cells[name]) for name in ids if found.cells[name]}
    found.unattributed = _joined(found.cells[""])
    return found


def _joined(cells: Iterable[Cell]) -> str:
    return "\n\n".join(cell.source for cell in cells)[:MAX_ANSWER]


@dataclass(frozen=True)
class _Places:
    """Where the hand-out asks for words: ids of cells, the cells that follow them, prompts, headings."""

    ids: dict[str, str]
    followers: dict[str, str]
    templates: dict[str, list[str]]
    titles: frozenset[str]


@lru_cache(maxsize=16)
def _places_of(cells: tuple[Cell, ...]) -> _Places:
    ids: dict[str, str] = {}
    followers: dict[str, str] = {}
    templates: dict[str, list[str]] = {}
    for i, cell in enumerate(cells):
        heading = question_in_heading(cell.source) if cell.kind != "code" else ""
        for name in (*cell.tags, *([heading] if heading else [])):
            templates.setdefault(name, []).append(cell.source)
        for tag in cell.tags:
            if cell.id:
                ids[cell.id] = tag
            if i + 1 < len(cells):
                followers[plain(cells[i + 1].source)] = tag
    lines = [line.strip() for cell in cells if cell.kind != "code" for line in cell.source.splitlines()]
    return _Places(ids, followers, templates, frozenset(line for line in lines if re.match(r"#{1,6}\s", line)))


def _name_of(cell: Cell, following: Cell | None, current: str, ids: Sequence[str], places: _Places) -> str | None:
    """Return the question that a cell answers; "" for other prose, None for a cell that is not prose."""
    own = next((tag for tag in cell.tags if tag in ids), "") or places.ids.get(cell.id, "")
    if own in ids or cell.id in ids:
        return own or cell.id
    if cell.kind == "code":
        return current if current in ids and cell.source.strip() and _is_no_code(cell.source) else None
    if current in ids:
        return current
    next_of = places.followers.get(plain(following.source), "") if following is not None else ""
    return next_of if next_of in ids and not question_in_heading(cell.source) else ""


def _is_no_code(source: str) -> bool:
    """Return True for prose in a code cell: nothing in it parses, or all of it is comments."""
    return all(statement.facts.error or statement.facts.prose for statement in split(source))


def _section(cell: Cell, titles: frozenset[str], current: str) -> str:
    """Return the question under whose heading the following text is; none under another heading of the hand-out."""
    if cell.kind == "code":
        return current
    heading = question_in_heading(cell.source)
    if heading:
        return heading
    return "" if cell.source.strip().partition("\n")[0].strip() in titles else current


def question_in_heading(source: str) -> str:
    """Return the question id in the first Markdown heading of `source` that has one."""
    if "#" not in source:
        return ""
    for line in source.split("\n"):
        line = line.strip()
        found = _QUESTION.search(line) if line.startswith("#") and len(line) < 1000 else None
        if found:
            return found.group()
    return ""


def prose_in_script(text: str, statements: Sequence[Statement], ids: Iterable[str], handout: Handout) -> Prose:
    """Return the answers in words of a file: `q12_dead_zones = "…"`, else the comments and strings of an exported notebook."""
    ids = list(ids)
    strings = last_strings(statement.facts.strings for statement in statements)
    set_here = {
        name: own
        for name in ids
        if strings.get(name) != handout.strings.get(name)
        and (own := _without(strings.get(name, ""), [handout.strings.get(name, "")]))
    }
    cells = [cell for cell in exported_script.cells_of(text, statements) if not _is_header(cell.source)]
    found = prose_in_notebook(tuple(cells), ids, handout)
    for name, answer in set_here.items():
        if not exported_script.is_exported(text):
            found.cells[""] += found.cells[name]
        found.answers[name] = answer[:MAX_ANSWER]
    if not exported_script.is_exported(text):  # comments about code are not prose
        found.cells[""] = [one for one in found.cells[""] if count_words(one.source) >= MIN_WORDS]
    found.unattributed = _joined(found.cells[""])
    return found


def _is_header(source: str) -> bool:
    """Return True for an exporter's header: a shebang, an encoding, a source."""
    return (
        "enerated by Colab" in source
        or source.startswith(("!/", "-*- coding", "coding:", "coding=", "---\njupyter", "---\n jupyter"))
        or "jupytext:" in source[:200]
    )


def last_strings(assignments: Iterable[Iterable[tuple[str, str]]]) -> dict[str, str]:
    """Return the last string that is assigned to each name."""
    return {name: value for pairs in assignments for name, value in pairs}


def strings_in_code(statements: Iterable[Statement], ids: Iterable[str], prose: Prose, handout: Handout) -> None:
    """Take strings of a notebook's code cells for answers that no prose gives: the stub's way, taken in the notebook."""
    strings = last_strings(statement.facts.strings for statement in statements)
    for name in ids:
        if strings.get(name) and not prose.answers.get(name):  # for most notebooks, nobody need read the stub
            own = _without(strings[name], [handout.strings.get(name, "")])
            if own:
                prose.answers[name] = own[:MAX_ANSWER]


def made_by_running(statements: Sequence[Statement], ids: Iterable[str]) -> tuple[str, ...]:
    """Return the names of answers whose text only running shows: set otherwise than once, to a string that stands there."""
    found = []
    for name in ids:
        binding = [one.facts for one in statements if name in one.facts.binds or name in one.facts.writes]
        plain_ones = [facts for facts in binding if facts.literal and any(name == key for key, _ in facts.strings)]
        if len(binding) != len(plain_ones):
            found.append(name)
    return tuple(found)


def given_prose(handout: Handout) -> frozenset[str]:
    """Return every piece of prose of the hand-out, notebook and stub, as `plain` writes it.

    It is asked for at every cell: a hand-out is known by its identity, as to hash all its cells takes longer.
    """
    known = _given.get(id(handout))
    if known is None:
        if len(_given) >= MOST_GIVEN:
            _given.clear()
        known = _given[id(handout)] = handout, _given_prose(handout)  # kept, so that no other object takes its id
    return known[1]


MOST_GIVEN = 16
_given: dict[int, tuple[Handout, frozenset[str]]] = {}


def _given_prose(handout: Handout) -> frozenset[str]:
    stub_cells = exported_script.cells_of(handout.stub, split(handout.stub)) if handout.stub else ()
    prose = [cell.source for cell in (*handout.cells, *stub_cells) if cell.kind != "code"]
    return frozenset(map(plain, prose)) | {text.strip() for text in prose} | {""}


def without_reworded(text: str, handout: Handout) -> str:
    """Return `text` without the paragraphs that mostly repeat the hand-out: another version of it was handed out, too."""
    known = _known_runs(given_prose(handout))
    return "\n\n".join(piece for piece in text.split("\n\n") if not _repeats(piece, known)).strip()


@lru_cache(maxsize=4)
def _known_runs(given: frozenset[str]) -> frozenset[tuple[str, ...]]:
    return _runs_of_words("\n".join(given))


def _repeats(piece: str, known: frozenset[tuple[str, ...]]) -> bool:
    return _repeats_once(piece, known) if len(piece) <= SHORT else _repeats_now(piece, known)


SHORT = 2000  # characters of a paragraph that is remembered: most are the hand-out's own


@lru_cache(maxsize=512)
def _repeats_once(piece: str, known: frozenset[tuple[str, ...]]) -> bool:
    return _repeats_now(piece, known)


def _repeats_now(piece: str, known: frozenset[tuple[str, ...]]) -> bool:
    runs = _runs_of_words(piece)
    return bool(runs) and len(runs & known) >= REWORDED * len(runs)


@lru_cache(maxsize=16)
def _runs_of_words(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return frozenset(zip(words, words[1:], words[2:]))


def plain(text: str) -> str:
    """Return `text` with each run of white space replaced by one space."""
    return " ".join(text.split())


def _without(answer: str, templates: Iterable[str]) -> str:
    for template in templates:
        if template.strip():
            answer = answer.replace(template.strip(), "")
    return answer.strip()
