"""Find definitions of a question's names where the grader does not run them, so that no zero goes unnoticed.

Such a definition may be in a Markdown or raw cell, a comment, a string, a function or class, in syntax newer than the
grader's Python, or in a file that was not chosen. Calls, mentions, stubs and the hand-out's own text do not count.
`judge/review_flags.py` uses the result for names that came out empty.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from keyword import iskeyword

from autograder.checks.similar_names import namesake
from autograder.intake.analysis.definitions import Definition
from autograder.intake.analysis.statements import Statement, split
from autograder.intake.notebook import Cell
from autograder.intake.written_answers import plain
from autograder.sandbox.ipython_syntax import BODY_MAGICS

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)")
_MAGIC = re.compile(r"%%(\w{1,40})")
# A function at any indentation, up to the first line that is not indented deeper.
_DEFINITION = re.compile(r"^(?:async )?def [^\n]*(?:\n(?:[ \t]+[^\n]*|[ \t]*(?=\n)))*", re.MULTILINE)
# Characters that word processors, chats and web pages put in place of those of a keyboard.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u3000", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
        **dict.fromkeys("\u2018\u2019", "'"),
        **dict.fromkeys("\u201c\u201d\u201e", '"'),
        **dict.fromkeys("\u2212\u2013\u2014", "-"),
        "\u00d7": "*",
        "\u00b7": "*",
    }
)
_BLANK_VALUES = ("", "...", "None", '""', "''", 'r""', "r''", "{}", "[]")
_PROMPT = re.compile(r"^(?:In ?\[[ \d*]*\]:|>>>|\.\.\.) ?", re.MULTILINE)
_INLINE_CODE = re.compile(r"(?<!`)`([^`\n]{1,300})`(?!`)")
_BODY_COMMENT = re.compile(r"^([ \t]+)#[ ]?(.*)$", re.MULTILINE)
_COMMENTED_RETURN = re.compile(r"^[ \t]+#.*\breturn\b.*$", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*#+!?[ ]?(.*)$")
# Characters of text outside code that are searched.
MAX_TEXT = 300_000
MAX_OTHERS = 500  # names that no question asks for
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_DEFINES = re.compile(r"(?:@[^\n]*\n)*(?:async )?def ")
# Words that make of an answer's name the name of something else.
_USES = frozenset(
    (
        "plot",
        "draw",
        "show",
        "print",
        "test",
        "check",
        "try",
        "demo",
        "example",
        "compare",
        "time",
        "run",
        "call",
        "table",
    )
)
_SLOPES = frozenset(
    ("d", "derivative", "deriv", "prime", "gradient", "grad", "slope", "backward", "inverse", "numerical")
)


@dataclass
class Lost:
    """Where each name is defined, though a question may come out empty.

    Attributes:
        elsewhere: places of definitions that never run.
        attempted: places of definitions that should run.
        rebound: places where the name of a function is set to something else after its definition.
        coroutines: places of definitions by `async def`.
    """

    elsewhere: dict[str, str] = field(default_factory=dict)
    attempted: dict[str, str] = field(default_factory=dict)
    coroutines: dict[str, str] = field(default_factory=dict)
    rebound: dict[str, str] = field(default_factory=dict)


class Net:
    """Collect definitions of `owned` names outside the hand-out.

    Args:
        owned: the names that questions ask for.
        given: the texts that were handed out, as `plain` writes them.
    """

    def __init__(self, owned: Iterable[str], given: frozenset[str]) -> None:
        self._owned = frozenset(owned)
        self._given = given
        self._room = MAX_TEXT
        self._others: dict[str, tuple[bool, str]] = {}  # other names that are defined: whether by a function, and where
        self._functions: frozenset[str] = frozenset()  # owned names of functions that are defined so far
        self.lost = Lost()

    def code(self, statements: Sequence[Statement], where: str) -> None:
        """Search a cell or a file that is run."""
        wrong = [one for one in statements if one.facts.error]
        self.broken(wrong, where)
        for statement in statements:
            for name, nested, blank in self._wanted(statement.facts.definitions):
                if blank and not nested and not wrong and name in self.lost.attempted:
                    first = self.lost.attempted.pop(name)
                    self.lost.elsewhere[name] = f"in {first}, as a later stub replaces it ({where})"
            if self._is_given(statement.text):
                continue
            self._remember_others(statement, where)
            self._remember_rebound(statement, where)
            for name, nested, blank in self._wanted(statement.facts.definitions):
                if blank and not nested:
                    self._uncommented(statement.text, f"in a comment ({where})")
                if blank:
                    continue
                if nested:
                    self._elsewhere(name, f"inside another function or class ({where})")
                elif wrong:
                    self._elsewhere(name, f"in {where}, which Python cannot read as a whole")
                else:
                    self.lost.attempted.setdefault(name, where)
                if not nested and _is_coroutine(statement.text, name):
                    self.lost.coroutines.setdefault(name, where)
            if statement.facts.prose:
                self.text(statement.facts.prose, f"in a string ({where})")

    def _remember_others(self, statement: Statement, where: str) -> None:
        for name, nested, blank in statement.facts.definitions:
            if name not in self._owned and not nested and not blank and len(self._others) < MAX_OTHERS:
                makes_function = "lambda" in statement.text or "def " in statement.text
                self._others.setdefault(name, (makes_function, where))

    def _remember_rebound(self, statement: Statement, where: str) -> None:
        """Remember that a loop, an import or an assignment takes the name of a function that is defined above."""
        for name in statement.facts.binds & self._functions:
            if _DEFINES.match(statement.text) or "lambda" in statement.text or f"def {name}" in statement.text:
                self.lost.rebound.pop(name, None)
            else:
                self.lost.rebound[name] = where
        if "def " in statement.text:
            self._functions |= self._owned.intersection(
                one.name for one in statement.facts.definitions if not one.nested and not one.blank
            )

    def other_names(self) -> None:
        """Search what was defined under another spelling of a name that is defined nowhere, or under a longer name."""
        missing = self._owned.difference(self.lost.attempted, self.lost.elsewhere) if self._others else ()
        functions = {other for other, (makes_function, _) in self._others.items() if makes_function}
        for name in sorted(missing, key=len, reverse=True):
            longer = (other for other in self._others if _is_variant(name, other, other in functions))
            other = namesake(name, self._others, self._owned) or next(longer, "")
            if other:
                functions.discard(other)
                self._elsewhere(name, f"as {other} ({self._others[other][1]})")

    def _uncommented(self, stub: str, where: str) -> None:
        """Search a stub's body for an answer in its comments."""
        if _COMMENTED_RETURN.search(stub):
            self._whole(_BODY_COMMENT.sub(r"\1\2", stub), where)

    def broken(self, statements: Sequence[Statement], where: str) -> None:
        """Search statements that Python cannot read."""
        for statement in statements:
            self._cleaned(statement.text, where)
            for name in self._owned:
                line = _line_of_definition(statement.text, name)
                if line and not _UNFINISHED.search(statement.text.rstrip()[-80:]):
                    self._elsewhere(name, f"in {where}, line {statement.line + line - 1}, which Python cannot read")

    def _cleaned(self, wrong: str, where: str) -> None:
        """Search an unreadable text for definitions that are readable on their own or with plain characters."""
        if not self._mentioned(wrong):
            return
        plain_signs = _with_plain_signs(wrong)
        if plain_signs != wrong:
            self._whole(plain_signs, f"in {where}, with signs that Python does not read")
        for block in _DEFINITION.findall(textwrap.dedent(wrong)):
            if block.strip() != wrong.strip():
                self._whole(block, f"in {where}, which Python cannot read as a whole")

    def _whole(self, text: str, where: str) -> None:
        """Search a text whose definitions count only if Python can read them."""
        if self._room < len(text):
            return
        self._room -= len(text)
        for statement in split(text):
            if not statement.facts.error:
                self._definitions(statement, where)

    def _definitions(self, statement: Statement, where: str) -> None:
        for name, _, blank in self._wanted(statement.facts.definitions):
            if not blank:
                self._elsewhere(name, where)

    def magic(self, source: str, where: str) -> None:
        """Search a cell whose magic passes it to another program or to a file, or whose lines all begin with a mark."""
        plain_lines = _without_marks(source)
        if plain_lines != source:
            self._whole(plain_lines, f"in {where}, with marks in front of its lines")
        if "%%" not in source:
            return
        lines = source.split("\n")
        first = next((i for i, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)
        found = _MAGIC.match(lines[first])
        if found and found.group(1) not in BODY_MAGICS:
            self.text("\n".join(lines[first + 1 :]), f"in {where}, which %%{found.group(1)} keeps from running")

    def newer(self, statement: Statement, version: str, here: str, where: str) -> None:
        """Search a statement that only a newer Python can read."""
        for name in self._owned:
            if _line_of_definition(statement.text, name):
                self._elsewhere(name, f"in {where}, in syntax that needs {version}; the grader runs {here}")

    def comments(self, text: str, where: str) -> None:
        """Search the comments in a text."""
        if not self._mentioned(text):
            return
        block: list[str] = []
        for line in [*text.split("\n"), ""]:
            found = _COMMENT.match(line)
            if found:
                block.append(found.group(1))
            elif block:
                self.text("\n".join(block), f"in a comment ({where})")
                block = []

    def prose(self, cell: Cell, number: int) -> None:
        """Search a cell that is not code."""
        kind = "a raw cell" if cell.kind == "raw" else "a Markdown cell"
        self.text(cell.source, f"in {kind} (cell {number} of the notebook)")

    def text(self, text: str, where: str) -> None:
        """Search a text that is not run."""
        if not self._mentioned(text) or self._is_given(text) or self._room < len(text):
            return
        self._room -= len(text)
        for span in _INLINE_CODE.findall(text):
            if self._mentioned(span):
                self._whole(span.strip(), where)
        for statement in split(textwrap.dedent(_unfenced(_without_marks(text))).strip("\n")):
            if self._is_given(statement.text):
                continue
            self._definitions(statement, where)
            if statement.facts.error:
                for name in self._owned:
                    if _line_of_definition(statement.text, name):
                        self._elsewhere(name, where)

    def file(self, statements: Sequence[Statement], name: str) -> None:
        """Search a file that was not chosen as the work."""
        self.broken([one for one in statements if one.facts.error], f"{name}, which was not graded")
        for statement in statements:
            if self._is_given(statement.text):
                continue
            for owned, nested, blank in self._wanted(statement.facts.definitions):
                if not blank and not nested:
                    self._elsewhere(owned, f"in {name}, which was not graded")

    def _is_given(self, text: str) -> bool:
        return text in self._given or plain(text) in self._given

    def _elsewhere(self, name: str, where: str) -> None:
        self.lost.elsewhere.setdefault(name, where)

    def _wanted(self, definitions: Iterable[Definition]) -> list[Definition]:
        return [one for one in definitions if one.name in self._owned]

    def _mentioned(self, text: str) -> bool:
        return any(name in text for name in self._owned)


def _is_variant(name: str, other: str, makes_function: bool) -> bool:
    """Return True if `other` is `name` with words before or after it (my_sigmoid, sigmoidFn), or nearly its letters.

    Around the name of a variable, only words are allowed that every answer may have.
    """
    parts, letters = [part.lower() for part in _PARTS.findall(other)], "".join(_PARTS.findall(name)).lower()
    own = {part.lower() for part in _PARTS.findall(name)}
    excluded = _USES if own & _SLOPES else _USES | _SLOPES
    for start in range(len(parts)):
        for end in range(start + 1, len(parts) + 1):
            if "".join(parts[start:end]) == letters:
                rest = parts[:start] + parts[end:]
                return excluded.isdisjoint(rest) if makes_function else all(map(_ANY.fullmatch, rest))
    return makes_function and len(name) >= 6 and SequenceMatcher(None, letters, "".join(parts)).ratio() > 0.87


_ANY = re.compile(r"my|mine|the|answer|ans|answers|solution|sol|final|new|q|fn|function|v|\d")


def _with_plain_signs(text: str) -> str:
    """Return `text` without prompts, with spaces for tabs and the characters of a keyboard."""
    return _PROMPT.sub("", text.translate(_SIGNS).expandtabs(4))


def _unfenced(text: str) -> str:
    """Return the code between fences; a text without fences is returned unchanged."""
    lines = text.split("\n")
    if not any(_FENCE.match(line) for line in lines):
        return text
    kept, inside = [], False
    for line in lines:
        if _FENCE.match(line):
            inside = not inside
        elif inside:
            kept.append(line)
    return "\n".join(kept)


# The last line of an answer that somebody stopped writing: it ends with an operator, an open bracket or a comma.
_UNFINISHED = re.compile(r"(?:[-=.,+*/@(\[{<>|&%^]|\b(?:and|or|not|in|is|if|else|lambda|return))\Z")


# What a quotation, a comparison of versions or a listing has in front of a line.
_MARK = re.compile(r"(?:> ?|\+|\| ?|[ \t]*\d{1,4}[.:|]?(?:[ \t]|$))")


def _without_marks(text: str) -> str:
    """Return `text` without the mark in front of each line; a text of which a line has none is returned unchanged."""
    if text[:1] not in ">+|" and not text[:5].strip()[:1].isdigit():
        return text
    lines = [line for line in text.split("\n") if line.strip()]
    marks = [_MARK.match(line) for line in lines]
    return "\n".join(line[mark.end() :] for line, mark in zip(lines, marks) if mark) if all(marks) else text


def _line_of_definition(text: str, name: str) -> int:
    """Return the line, from 1, where a text that cannot be parsed defines `name` by more than a stub; 0 without one."""
    if name not in text:  # the usual case
        return 0
    lines = [line.strip() for line in text.split("\n")]
    for i, words in enumerate(lines):
        head = re.match(rf"(?:async\s+)?(\w+)\s+{re.escape(name)}\b(\s*\(.*:)?", words)
        if head and (head.group(1) == "def" or (head.group(2) and not iskeyword(head.group(1)))):
            some = any(rest and rest not in ("...", "pass") and not rest.startswith("#") for rest in lines[i + 1 :])
            return i + 1 if some or "return" in words else 0
        value = re.match(rf"{re.escape(name)}(?:\[[^\]]{{0,80}}\])?\s?(?::[^=]{{0,80}})?=(?!=)(.*)", words)
        if value and value.group(1).strip() not in _BLANK_VALUES:
            return i + 1
    return 0


def _is_coroutine(text: str, name: str) -> bool:
    return "async" in text and re.search(rf"\basync[ \t]+def[ \t]+{re.escape(name)}\b", text) is not None


def as_sentence(name: str, where: str) -> str:
    """Return the sentence about a name that came out empty although it is defined `where`."""
    return f"{name} came out empty, although it is defined {where}: a person looks at it."


def given_texts(
    codes: Iterable[str], stub: Sequence[Statement], cells: Mapping[str, Sequence[Statement]]
) -> frozenset[str]:
    """Return the cells and single statements of the hand-out, as `plain` writes them."""
    statements = [one.text for found in (stub, *cells.values()) for one in found]
    return frozenset(plain(text) for text in (*codes, *statements)) | {""}
