"""Read a notebook that was saved as Markdown: fenced blocks are its code, everything else is its prose.

The formats are those that jupytext (Markdown, MyST and R Markdown,
https://jupytext.readthedocs.io/en/latest/formats-markdown.html) and Quarto
(https://quarto.org/docs/computations/python.html) write, and those that people write by hand.
"""

from __future__ import annotations

import re

from autograder.intake.analysis.statements import split
from autograder.intake.notebook import Cell

EXTENSIONS = (".md", ".markdown", ".mdown", ".qmd", ".rmd", ".myst")
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_PYTHON = re.compile(r"\{?(?:code-cell\}?)?[ ]?(?:ipython3?|python3?|py3?|sage)?(?![\w.])", re.IGNORECASE)
# Lines between cells: jupytext's regions, MyST's breaks.
_BETWEEN = re.compile(r"<!-- ?#(?:end)?(?:region|md)\b[^\n]*|\+\+\+(?: .*)?")
_OPTION = re.compile(r":[\w-]{1,40}:")


def is_fenced(name: str, text: str) -> bool:
    """Return True for Markdown with code: by its name, or because the text has fences and is not a Python file."""
    lower = name.lower()
    if lower.endswith((".py", ".ipynb")) or ("```" not in text and "~~~" not in text):
        return False
    return any(_FENCE.match(line) for line in text.split("\n")) and (
        lower.removesuffix(".txt").endswith(EXTENSIONS) or not _is_python(text)
    )


def _is_python(text: str) -> bool:
    return not any(statement.facts.error for statement in split(text))


def cells_of(text: str) -> tuple[Cell, ...]:
    """Return the cells in order: blocks of Python as code, the text between them as prose, cut before each heading."""
    cells: list[Cell] = []
    prose: list[str] = []
    lines = _without_front_matter(text.split("\n"))
    i = 0
    while i < len(lines):
        fence = _FENCE.match(lines[i])
        end = _end_of(lines, i, fence["fence"]) if fence else i
        body = lines[i + 1 : end]
        if fence and _is_code(fence["info"].strip(), body):
            cells += _prose(prose)
            prose = []
            cells.append(Cell("code", "\n".join(_without_options(body))))
        elif _BETWEEN.fullmatch(lines[i].strip()):
            cells += _prose(prose)
            prose = []
        elif fence:
            prose += lines[i : end + 1]
        else:
            if lines[i].startswith("#"):
                cells += _prose(prose)
                prose = []
            prose.append(lines[i])
        i = end + 1
    return (*cells, *_prose(prose))


def _prose(lines: list[str]) -> list[Cell]:
    source = "\n".join(lines).strip()
    return [Cell("markdown", source)] if source else []


def _without_front_matter(lines: list[str]) -> list[str]:
    if not lines or lines[0].strip() != "---":
        return lines
    ends = [i for i, line in enumerate(lines[1:200], 1) if line.strip() in ("---", "...")]
    return lines[ends[0] + 1 :] if ends else lines


def _end_of(lines: list[str], start: int, fence: str) -> int:
    """Return the line that closes a block; the last line of the text if none does."""
    for i in range(start + 1, len(lines)):
        line = lines[i].strip()
        if len(line) >= len(fence) and not line.strip(fence[0]):
            return i
    return len(lines)


def _is_code(info: str, body: list[str]) -> bool:
    """Return True for a block of Python: by its language, or without one because Python can read it."""
    if info.strip("{} "):
        found = _PYTHON.match(info)
        return found is not None and found.end() > info.startswith("{")
    return _is_python("\n".join(body))


def _without_options(body: list[str]) -> list[str]:
    """Return the lines of a block below MyST's options (`:tags: […]`, or YAML between lines of dashes)."""
    if body and body[0].strip() == "---":
        return _without_front_matter(body)
    first = next((i for i, line in enumerate(body) if not _OPTION.match(line)), len(body))
    return body[first:]
