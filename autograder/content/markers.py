"""Read the markers around solutions: `# BEGIN SOLUTION` (otter's) in code, `<!-- BEGIN SOLUTION -->` in Markdown."""

from __future__ import annotations

import re

from autograder.content.percent_source import ContentError, SourceCell

CODE_LINE = re.compile(r"# (BEGIN SOLUTION|END SOLUTION|SOLUTION)(?: NO PROMPT)?$")
NEARLY = re.compile(r"#\s*(BEGIN|END)?[\s_-]*SOLUTIONS?\b(?!\s*\w)", re.IGNORECASE)
COMMENT = re.compile(r"<!--\s*(.*?)\s*-->")
COMMENT_MARKS = tuple(f"{end} {kind}" for kind in ("SOLUTION", "RUBRIC", "EXPLANATION") for end in ("BEGIN", "END"))
BLOCK = re.compile(r"<!-- BEGIN (SOLUTION|RUBRIC|EXPLANATION) -->\n?(.*?)\n?<!-- END \1 -->", re.DOTALL)


def has_code_marker(source: str) -> bool:
    """Return True if any line has an otter marker."""
    return any(CODE_LINE.search(line.rstrip()) for line in source.splitlines())


def without_markers(source: str) -> str:
    """Return solved code without its markers."""
    whole_lines = re.sub(r"^[ \t]*# (?:BEGIN|END) SOLUTION(?: NO PROMPT)?[ \t]*\n?", "", source, flags=re.MULTILINE)
    return re.sub(r"[ \t]*# SOLUTION(?: NO PROMPT)?[ \t]*$", "", whole_lines, flags=re.MULTILINE).rstrip("\n")


def has_written_answer(source: str) -> bool:
    """Return True if this Markdown contains an answer in words."""
    return "<!-- BEGIN SOLUTION -->" in source


def check_markers(cell: SourceCell, file: str) -> None:
    """Refuse unpaired, nested and misspelled markers, which would leave a solution in.

    Raises:
        ContentError: the message names file and line.
    """
    marks = _comment_marks(cell, file) if cell.kind == "markdown" else _code_marks(cell, file)
    opened: tuple[str, int] | None = None
    for line, mark in marks:
        action, _, what = mark.partition(" ")
        if action == "BEGIN" and opened:
            raise ContentError(f"{file}, line {line}: {mark} inside of {opened[0]} (line {opened[1]}).")
        if action == "END" and (not opened or opened[0] != f"BEGIN {what}"):
            raise ContentError(f"{file}, line {line}: {mark} has no BEGIN {what}.")
        opened = (mark, line) if action == "BEGIN" else None
    if opened:
        raise ContentError(f"{file}, line {opened[1]}: {opened[0]} has no {opened[0].replace('BEGIN', 'END')}.")


def _code_marks(cell: SourceCell, file: str) -> list[tuple[int, str]]:
    """Return the BEGIN and END markers of a code cell, with their lines."""
    marks = []
    for line, text in enumerate(cell.source.splitlines(), start=cell.line):
        exact = CODE_LINE.search(text.rstrip())
        if exact is None and NEARLY.search(text):
            raise ContentError(
                f"{file}, line {line}: write the marker as `# BEGIN SOLUTION`, `# END SOLUTION` or `# SOLUTION`."
            )
        if exact and exact[1] != "SOLUTION":
            if text.strip() != exact[0]:
                raise ContentError(f"{file}, line {line}: {exact[1]} must be on its own line.")
            marks.append((line, exact[1]))
    return marks


def _comment_marks(cell: SourceCell, file: str) -> list[tuple[int, str]]:
    """Return the markers of a Markdown cell, with their lines."""
    marks = []
    for line, text in enumerate(cell.source.splitlines(), start=cell.line):
        for comment in COMMENT.findall(text):
            if comment in COMMENT_MARKS and text.strip() == f"<!-- {comment} -->":
                marks.append((line, comment))
            elif re.search(r"SOLUTION|RUBRIC|EXPLANATION", comment, re.IGNORECASE):
                raise ContentError(
                    f"{file}, line {line}: write the marker alone on its line, as `<!-- BEGIN SOLUTION -->`."
                )
    return marks


def without_blocks(source: str, *kinds: str) -> str:
    """Return Markdown without the marked blocks of these kinds ("SOLUTION", "RUBRIC", "EXPLANATION")."""
    return BLOCK.sub(lambda block: "" if block[1] in kinds else block[0], source).strip()
