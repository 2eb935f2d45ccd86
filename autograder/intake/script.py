"""Read the text and statements of a Python file, without those that Python cannot read; run nothing."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.intake.advice import foreign
from autograder.intake.analysis.facts import TOO_DEEP, facts_of_unparsed
from autograder.intake.analysis.statements import MAX_WHOLE, Statement, python_of, split
from autograder.intake.decoding import decode
from autograder.intake.newer_python import HERE, Version, older_spelling, spelled, version_needed
from autograder.intake.repairs import conflict_sentence, versions_of
from autograder.intake.submission import Unreadable


@dataclass(frozen=True)
class Script:
    """A Python file as the grader reads it.

    Attributes:
        text: the file, with blank lines in place of statements that were left out.
        statements: those of `text`.
        notes: sentences about the statements that were left out.
        newer: statements that need a newer Python than the grader's.
        broken: statements that no Python can read.
    """

    text: str
    statements: tuple[Statement, ...]
    newer: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    broken: tuple[Statement, ...] = ()


def read_script(data: bytes, name: str) -> str:
    """Return the text of a Python file; see `open_script`.

    Raises:
        Unreadable: as in `open_script`.
    """
    return open_script(data, name).text


def open_script(data: bytes, name: str) -> Script:
    """Return the text of a Python file and its statements.

    A statement with a syntax error is left out with a note, as long as other statements define something.

    Raises:
        Unreadable: the file is empty, is not Python, or has syntax errors and nothing else.
    """
    text = decode(data, python=True).rstrip("\0\x1a")  # Ctrl-Z marks the end of a DOS file
    if not text.strip("\0 \t\n"):
        raise Unreadable(f"{name} is empty. Save the file in your editor and hand it in again.")
    if "\0" in text:
        raise Unreadable(
            f"{name} holds null bytes, as a file that was not saved completely. Save it again and hand that in."
        )
    python, statements = python_of(text)
    if not any(one.facts.error for one in statements):
        return Script(python, statements)
    wrong = [(statement, version_needed(statement.text)) for statement in statements if statement.facts.error]
    if all(version for _, version in wrong):
        return _salvaged(python, wrong, name)
    merged = _merged(text, name)
    if merged is not None:
        return merged
    script = _salvaged(python, wrong, name) if foreign(data, name, name) is None else None
    if script is None or not _defines_something(script.statements):
        raise Unreadable(_refusal(data, python, statements, name))
    return script


def _salvaged(text: str, wrong: Sequence[tuple[Statement, Version | None]], name: str) -> Script:
    """Return the file without the statements that the grader's Python cannot read.

    Args:
        text: the file as Python, line for line.
        wrong: the statements with an error, each with the newer Python that can read it, if there is one.
        name: the file's name, for the notes.
    """
    broken = _after_sound_lines([statement for statement, version in wrong if not version])
    newer = [(statement, version) for statement, version in wrong if version]
    older, left_out = respelled(text, [statement for statement, _ in newer])
    lines = older.split("\n")
    for statement in broken:
        count = statement.text.count("\n") + 1
        lines[statement.line - 1 : statement.line - 1 + count] = [""] * count
    text = "\n".join(lines)
    kept = tuple(statement for statement in python_of(text)[1] if not statement.facts.error)
    wrong = sorted([*newer, *((statement, None) for statement in broken)], key=lambda pair: pair[0].line)
    notes = [_note(statement, version, statement in left_out, name) for statement, version in wrong[:MAX_NOTES]]
    return Script(text, kept, tuple(left_out), tuple(notes), tuple(broken))


_BLOCK = re.compile(r"(?:async\s+def|def|class|if|for|while|with|try)\b|@")
_DEFINITION = re.compile(r"(?:async\s+def|def|class)\b|@")
# Characters of one file that are parsed in search of the end of what is sound.
MAX_TRIED = 100_000


def _after_sound_lines(broken: Sequence[Statement]) -> list[Statement]:
    """Return of each broken statement the part from where indented lines follow a statement that is complete."""
    room, parts = MAX_TRIED, []
    for statement in broken:
        lines = statement.text.split("\n")
        start = 0
        for i in _possible_ends(lines):
            text = "\n".join(lines[:i])
            room -= len(text)
            if room < 0 or start:
                break
            start = i if _is_python(text) else 0
        parts.append(_without_first(statement, lines, start) if start else statement)
    return parts


def _possible_ends(lines: Sequence[str]) -> Iterator[int]:
    """Yield how many lines may be a statement of their own, though indented ones follow.

    A definition follows a block if it is indented less than the block's lines; anything follows a single line, or the
    last `return` of a function.
    """
    is_block = bool(_BLOCK.match(lines[0]))
    inner, returned = 0, False
    for i, line in enumerate(lines[1:], 1):
        words = line.lstrip()
        if not words:
            continue
        indentation = len(line.expandtabs()) - len(words.expandtabs())
        inner = inner or indentation
        out_of_line = 0 < indentation < inner and _DEFINITION.match(words)
        if (returned or out_of_line) if is_block else indentation:
            yield i
        returned = words.startswith("return") and indentation == inner


def _without_first(broken: Statement, lines: Sequence[str], count: int) -> Statement:
    rest = "\n".join(lines[count:])
    message, wrong = broken.facts.error or ("unexpected indent", 1)
    return Statement(broken.line + count, rest, facts_of_unparsed(rest, message, max(1, wrong - count)))


def _is_python(text: str) -> bool:
    try:
        parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _note(statement: Statement, version: Version | None, is_left_out: bool, name: str) -> str:
    if version:
        return (
            f"{name}, line {statement.line}: this statement needs {spelled(version)} or newer; the grader runs "
            f"{spelled(HERE)}. It was {LEFT_OUT if is_left_out else RESPELLED}."
        )
    message, line = statement.facts.error or ("invalid syntax", 1)
    return (
        f"{name}, line {statement.line + line - 1}: {message}. Python cannot read this statement, so it was left out and "
        f"the rest was graded. Run `python {name}` until it starts, then hand it in again."
    )


def _defines_something(statements: Sequence[Statement]) -> bool:
    definitions = (definition for statement in statements for definition in statement.facts.definitions)
    return any(not definition.blank for definition in definitions)


MAX_NOTES = 20
LEFT_OUT, RESPELLED = "left out", "read in an older spelling that means the same"


def respelled(text: str, newer: list[Statement]) -> tuple[str, list[Statement]]:
    """Replace `newer` statements in `text` with older spellings, or else with blank lines.

    Returns:
        The text, and the statements that were replaced with blank lines.
    """
    lines = text.split("\n")
    left_out = []
    for one in newer:
        older = older_spelling(one.text)
        count = one.text.count("\n") + 1
        lines[one.line - 1 : one.line - 1 + count] = older.split("\n") if older else [""] * count
        left_out += [] if older else [one]
    return "\n".join(lines), left_out


def _merged(text: str, name: str) -> Script | None:
    """Read a file with git's conflict markers whose two versions have the same statements; None without markers.

    Raises:
        Unreadable: the versions differ.
    """
    found = versions_of(text)
    if found is None:
        return None
    ours, theirs = python_of(found.ours), python_of(found.theirs)
    if any(one.facts.error for one in ours[1]) or [s.text for s in ours[1]] != [s.text for s in theirs[1]]:
        raise Unreadable(conflict_sentence(name, found.line))
    note = (
        f"{name} holds git's conflict markers, the first in line {found.line}; "
        "both versions say the same, so it was read."
    )
    return Script(*ours, notes=(note,))


def _refusal(data: bytes, text: str, statements: tuple[Statement, ...], name: str) -> str:
    """Return why a file cannot be read, as a sentence for the student."""
    other = foreign(data, name, "the .py file")
    if other:
        return other
    first = next(one for one in statements if one.facts.error)
    assert first.facts.error is not None
    said, line = first.facts.error.message, first.line + first.facts.error.line - 1
    try:
        if len(text) <= MAX_WHOLE:
            parse(text)
    except SyntaxError as error:
        said, line = (error.msg or "invalid syntax").rstrip("."), error.lineno or line
    except (ValueError, RecursionError, MemoryError):  # nesting beyond the parser's stack
        said, line = TOO_DEEP, 1
    if said == TOO_DEEP:
        return f"{name} cannot be read by Python: it is nested too deep."
    return (
        f"{name}, line {line}: {said}. Python cannot read the file; run `python {name}` until it starts, "
        "then hand it in again."
    )


def parse(text: str) -> ast.Module:
    """Return the syntax tree, without warnings about invalid escapes in student code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def string_variables(text: str) -> dict[str, str]:
    """Return strings assigned at the top level by name: `name = "…"`, also inside one call such as `dedent("…")`."""
    strings: dict[str, str] = {}
    for statement in split(text):
        strings.update(statement.facts.strings)
    return strings
