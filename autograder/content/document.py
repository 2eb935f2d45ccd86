"""Read solved prose and code as a document, from which notebook, stub and solution page are written."""

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

    `role` is prose, prompt (a question's heading), answer, written, or one of ROLES. `question` is the id of the
    question whose section contains the cell, or "".
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
    """An assignment's content. `imports` is the code before the first prose; `file` is for messages."""

    name: str
    file: str
    imports: str
    passages: tuple[Passage, ...]
    headings: tuple[Heading, ...]

    def section(self, question: str) -> tuple[Passage, ...]:
        """Return the passages that belong to a question."""
        return tuple(passage for passage in self.passages if passage.question == question)


def read_document(name: str, path: Path, file: str) -> Document:
    """Return the document in a percent script.

    Raises:
        ContentError: a marker has no end, a heading is malformed, or code does not parse.
    """
    cells = read_percent(path.read_text(encoding="utf-8-sig"), file)
    first_prose = next((i for i, cell in enumerate(cells) if cell.kind == "markdown"), len(cells))
    imports = "\n".join(cell.source for cell in cells[:first_prose])
    return document_of(name, file, imports, cells[first_prose:])


def document_of(name: str, file: str, imports: str, cells: tuple[SourceCell, ...]) -> Document:
    """Return the document of these cells, with a role and a question for each."""
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
    match = HEADING.match(line)
    return match["title"] if match else ""


def _heading(cell: SourceCell, file: str) -> Heading | None:
    """Return the question's heading at the start of the cell; None if it has no heading."""
    for i, line in enumerate(cell.source.splitlines()):
        match = HEADING.match(line)
        if match and i == 0:
            return Heading(match["id"], float(match["points"]), match["title"], cell.line)
        if match:
            raise ContentError(f"{file}, line {cell.line + i}: a question's heading must begin its cell.")
        if LOOKS_LIKE_A_QUESTION.match(line):
            raise ContentError(
                f"{file}, line {cell.line + i}: write a question's heading as `## id (N points) · title`."
            )
    return None


def _prose(cell: SourceCell, question: str, prompt: bool) -> list[Passage]:
    """Return a Markdown cell as passages, with an answer in words as a separate one."""
    role = "prompt" if prompt else "prose"
    if not has_written_answer(cell.source):
        return [Passage(role, cell.source, cell.line, question)]
    before, written, after = split_written(cell.source)
    pieces = ((role, before), ("written", written), ("prose", after))
    return [Passage(kind, text, cell.line, question) for kind, text in pieces if text]


def split_written(source: str) -> tuple[str, str, str]:
    """Return the text before, in and after the answer in words (with its markers) of a Markdown cell."""
    start = source.index("<!-- BEGIN SOLUTION -->")
    end = source.index("<!-- END SOLUTION -->") + len("<!-- END SOLUTION -->")
    return source[:start].strip(), source[start:end], source[end:].strip()


def _code(cell: SourceCell, question: str, file: str) -> Passage:
    """Return a code cell; its role follows from its first line (`# run`) or an otter marker, else it is given."""
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        line = cell.line + (error.lineno or 1) - 1
        raise ContentError(f"{file}, line {line}: this is not Python ({error.msg}).") from None
    first, _, rest = cell.source.partition("\n")
    word = first.removeprefix("# ").strip()
    if first.startswith("# ") and word in ROLES:
        return Passage(word, rest.strip("\n"), cell.line + 1, question)
    return Passage("answer" if has_code_marker(cell.source) else "given", cell.source, cell.line, question)
