"""Solved prose and code, read once; notebook, stub and solution page are written from it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.content.markers import check_markers, has_code_marker, has_written_answer
from autograder.content.percent_source import ContentError, SourceCell, read_percent

HEADING = re.compile(r"^## (?P<id>\w+) \((?P<points>\d+(?:\.\d+)?) points?(?:, by hand)?\) · (?P<title>\S.*)$")
LOOKS_LIKE_A_QUESTION = re.compile(r"^#+\s*(q|p)\d+\w*\b")
ROLES = ("given", "example", "figure", "predict", "run")


@dataclass(frozen=True)
class Passage:
    """One cell of a document.

    `role` is prose, prompt (a question's heading), answer, written, or one of ROLES; `question` the id of the question
    in whose section it stands, "" outside of any.
    """

    role: str
    source: str
    line: int
    question: str = ""

    @property
    def is_code(self) -> bool:
        return self.role not in ("prose", "prompt", "written")


@dataclass(frozen=True)
class Heading:
    """A question's heading as written: `## id (N points) · title`."""

    id: str
    points: float
    title: str
    line: int


@dataclass(frozen=True)
class Document:
    """An assignment's content. `imports` is the code that stands before the first prose; `file` is for messages."""

    name: str
    file: str
    imports: str
    passages: tuple[Passage, ...]
    headings: tuple[Heading, ...]

    def section(self, question: str) -> tuple[Passage, ...]:
        """The passages that belong to a question."""
        return tuple(passage for passage in self.passages if passage.question == question)


def read_document(name: str, path: Path, file: str) -> Document:
    """The document in a percent script.

    Raises:
        ContentError: a marker without its end, a malformed heading, code that does not parse.
    """
    cells = read_percent(path.read_text(encoding="utf-8-sig"), file)
    first_prose = next((i for i, cell in enumerate(cells) if cell.kind == "markdown"), len(cells))
    imports = "\n".join(cell.source for cell in cells[:first_prose])
    return document_of(name, file, imports, cells[first_prose:])


def document_of(name: str, file: str, imports: str, cells: tuple[SourceCell, ...]) -> Document:
    """The document that these cells make: each cell gets its role and its question."""
    passages: list[Passage] = []
    headings: list[Heading] = []
    question = ""
    for cell in cells:
        check_markers(cell, file)
        if cell.kind == "markdown":
            heading = _heading(cell, file)
            if heading:
                headings.append(heading)
                question = heading.id
            elif re.match(r"^##? ", cell.source):
                question = ""
            passages += _prose(cell, question, bool(heading))
        else:
            passages.append(_code(cell, question, file))
    return Document(name, file, imports, tuple(passages), tuple(headings))


def heading_title(line: str) -> str:
    """Return the title in a question's heading."""
    found = HEADING.match(line)
    return found["title"] if found else ""


def _heading(cell: SourceCell, file: str) -> Heading | None:
    """The question heading that the cell begins with, if any."""
    for i, line in enumerate(cell.source.splitlines()):
        found = HEADING.match(line)
        if found and i == 0:
            return Heading(found["id"], float(found["points"]), found["title"], cell.line)
        if found:
            raise ContentError(f"{file}, line {cell.line + i}: a question's heading must begin its cell.")
        if LOOKS_LIKE_A_QUESTION.match(line):
            raise ContentError(
                f"{file}, line {cell.line + i}: write a question's heading as `## id (N points) · title`."
            )
    return None


def _prose(cell: SourceCell, question: str, prompt: bool) -> list[Passage]:
    """A Markdown cell as passages: an answer by hand stands in one of its own."""
    role = "prompt" if prompt else "prose"
    if not has_written_answer(cell.source):
        return [Passage(role, cell.source, cell.line, question)]
    before, written, after = split_written(cell.source)
    pieces = ((role, before), ("written", written), ("prose", after))
    return [Passage(kind, text, cell.line, question) for kind, text in pieces if text]


def split_written(source: str) -> tuple[str, str, str]:
    """What stands before, in, and after the written answer (with its markers) of a Markdown cell."""
    start = source.index("<!-- BEGIN SOLUTION -->")
    end = source.index("<!-- END SOLUTION -->") + len("<!-- END SOLUTION -->")
    return source[:start].strip(), source[start:end], source[end:].strip()


def _code(cell: SourceCell, question: str, file: str) -> Passage:
    """A code cell by its first line (`# run`) or by its otter marker; else it is given."""
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        line = cell.line + (error.lineno or 1) - 1
        raise ContentError(f"{file}, line {line}: this is no Python ({error.msg}).") from None
    first, _, rest = cell.source.partition("\n")
    word = first.removeprefix("# ").strip()
    if first.startswith("# ") and word in ROLES:
        return Passage(word, rest.strip("\n"), cell.line + 1, question)
    return Passage("answer" if has_code_marker(cell.source) else "given", cell.source, cell.line, question)
