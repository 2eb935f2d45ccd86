"""Answers in words: Markdown cells tagged with the question's id, or string variables of that name in a stub."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from autograder.intake.handout import Handout
from autograder.intake.notebook import Cell
from autograder.intake.script import string_variables

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+.*?\b(q\d+_\w+)", re.MULTILINE)
MAX_ANSWER = 50_000


def written_in_notebook(cells: tuple[Cell, ...], ids: Iterable[str], handout: Handout) -> dict[str, str]:
    """The answers by question id; what still is as it was handed out is no answer.

    An answer is every cell tagged with the id, and every other prose cell that the student added between that
    question's heading and the next: people write below the cell that was meant, and editors lose tags.
    """
    given, templates, titles = handout.prose, _templates_of(handout.cells), _titles_of(handout.cells)
    found: dict[str, list[str]] = {name: [] for name in ids}
    current = ""
    for cell in cells:
        current = _section(cell, titles, current)
        tagged = next((tag for tag in cell.tags if tag in found), None)
        name = tagged or (current if cell.kind in ("markdown", "raw") else "")
        if name in found and cell.source.strip() not in given:
            own = _without(cell.source, templates.get(name, ()))
            found[name].append("\n".join(line for line in own.split("\n") if line.strip() not in titles).strip())
    for name, parts in found.items():
        parts += [] if any(parts) else [_variable(cells, name)]
    return _answers({name: "\n\n".join(filter(None, parts)) for name, parts in found.items()})


def _section(cell: Cell, titles: frozenset[str], current: str) -> str:
    """The question under whose heading what follows stands; none under a heading of the hand-out that is no question's."""
    if cell.kind != "markdown":
        return current
    heading = _HEADING.search(cell.source)
    if heading:
        return heading.group(1)
    return "" if cell.source.strip().partition("\n")[0].strip() in titles else current


def written_in_script(text: str, ids: Iterable[str], handout: Handout) -> dict[str, str]:
    """The answers by question id, from `q12_dead_zones = "…"` at the top level."""
    strings = string_variables(text)
    changed = {name: strings.get(name, "") for name in ids if strings.get(name) != handout.strings.get(name)}
    return _answers({name: _without(answer, [handout.strings.get(name, "")]) for name, answer in changed.items()})


@lru_cache(maxsize=16)
def _templates_of(cells: tuple[Cell, ...]) -> dict[str, list[str]]:
    """The prose that was handed out for each question: its tagged cells, and the cell with its heading."""
    found: dict[str, list[str]] = {}
    for cell in cells:
        heading = _HEADING.search(cell.source)
        for name in (*cell.tags, *([heading.group(1)] if heading else [])):
            found.setdefault(name, []).append(cell.source)
    return found


@lru_cache(maxsize=16)
def _titles_of(cells: tuple[Cell, ...]) -> frozenset[str]:
    """The lines of the hand-out that are headings: left standing in a cell that a student emptied, they are no answer."""
    lines = [line.strip() for cell in cells if cell.kind != "code" for line in cell.source.splitlines()]
    return frozenset(line for line in lines if re.match(r"#{1,6}\s", line))


def _without(answer: str, templates: Iterable[str]) -> str:
    for template in templates:
        if template.strip():
            answer = answer.replace(template.strip(), "")
    return answer.strip()


def _variable(cells: tuple[Cell, ...], name: str) -> str:
    """A string of that name in a code cell: the stub's way, taken in the notebook."""
    sources = (cell.source for cell in cells if cell.kind == "code" and name in cell.source)
    return next((text for source in sources if (text := string_variables(source).get(name))), "").strip()


def _answers(found: dict[str, str]) -> dict[str, str]:
    return {name: text[:MAX_ANSWER] for name, text in found.items() if text}
