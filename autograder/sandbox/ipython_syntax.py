"""IPython's syntax (`%magic`, `!command`, `name?`) as Python, line by line, so that line numbers stay."""

from __future__ import annotations

import ast
import re

BODY_MAGICS = frozenset({"time", "capture", "prun", "memit", "mprun", "lprun", "python", "python3", "pypy"})
# No two repeats in it can take the same characters: its time grows with the line, not with its square.
ASSIGNMENT = re.compile(r"^([^=!%'\"#]+=)\s*([!%])(?![=])\s*(.*)$")


MOST_MAGICS = 8
"""Cell magics within one another; each level holds the rest of the cell once more."""


def as_python(source: str, magics: int = MOST_MAGICS) -> str:
    """`source` itself if it is Python, else with IPython's lines turned into calls of `get_ipython()`.

    What parses is never touched, so that no right cell can be harmed. A cell magic that runs its body (`%%time`)
    becomes a blank line above it; at most `magics` of them stand upon one another.
    """
    if _parses(source):
        return source
    lines = _unprompted(_unindented(source.split("\n")))
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        return _cell_magic(lines, first, magics) if magics else source
    lines = _joined(lines, _logical_starts(lines))
    starts = _logical_starts(lines)
    return "\n".join(_line(line) if starts[i] else line for i, line in enumerate(lines))


def _unindented(lines: list[str]) -> list[str]:
    """As in Jupyter, a cell may be indented as a whole, by as much as its first line is."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    return [line.removeprefix(indent) for line in lines]


def _unprompted(lines: list[str]) -> list[str]:
    """As in Jupyter, a pasted session may keep its prompts (`>>> x = 1`)."""
    if not next((line for line in lines if line.strip()), "").startswith(">>>"):
        return lines
    return [re.sub(r"^(>>>|\.\.\.)( |$)", "", line) for line in lines]


def _cell_magic(lines: list[str], first: int, magics: int) -> str:
    name, _, arguments = lines[first][2:].strip().partition(" ")
    body = "\n".join(lines[first + 1 :])
    if name not in BODY_MAGICS:
        call = f"get_ipython().run_cell_magic({name!r}, {arguments.strip()!r}, {body!r})"
        return "\n" * first + call
    head = ""
    if name == "capture" and re.fullmatch(r"[^\W\d]\w*", arguments.split(" ")[0]):
        head = f"{arguments.split(' ')[0]} = get_ipython().captured()"
    return "\n" * first + head + "\n" + as_python(body, magics - 1)


def _joined(lines: list[str], starts: list[bool]) -> list[str]:
    """A magic line that ends in a backslash, with the next one in it; a blank line keeps the count."""
    lines = list(lines)
    i = 0
    while i < len(lines) - 1:
        magic = starts[i] and (lines[i].lstrip()[:1] in ("%", "!") or ASSIGNMENT.match(lines[i]))
        end, parts = i, [lines[i]]
        while magic and parts[-1].endswith("\\") and end + 1 < len(lines):
            end += 1
            parts[-1] = parts[-1][:-1]
            parts.append(lines[end].strip())
            lines[end] = ""
        lines[i] = "".join(parts)
        i = end + 1
    return lines


def _line(line: str) -> str:
    text = line.lstrip()
    indent = line[: len(line) - len(text)]
    if text.startswith("%"):
        return indent + _magic_call(text.lstrip("%"))
    if text.startswith("!"):
        return f"{indent}get_ipython().system({text.lstrip('!')!r})"
    if text.startswith("?") or (text.rstrip().endswith("?") and "#" not in text):
        return f"{indent}get_ipython().run_line_magic('pinfo', {text.strip('? ')!r})"
    match = ASSIGNMENT.match(line)
    if not match:
        return line
    target, sign, command = match.groups()
    return f"{target} get_ipython().getoutput({command!r})" if sign == "!" else f"{target} {_magic_call(command)}"


def _magic_call(text: str) -> str:
    name, _, arguments = text.strip().partition(" ")
    return f"get_ipython().run_line_magic({name!r}, {arguments.strip()!r})"


def _parses(source: str) -> bool:
    try:
        compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _logical_starts(lines: list[str]) -> list[bool]:
    """For each line: does a statement begin there, outside strings, brackets and continued lines?"""
    starts, quote, depth, continued = [], "", 0, False
    for line in lines:
        fresh = not quote and depth == 0 and not continued
        starts.append(fresh)
        if fresh and line.lstrip()[:1] in ("%", "!", "?"):
            continue
        quote, depth, continued = _scan(line, quote, depth)
    return starts


TOKEN = re.compile(r"'''|\"\"\"|['\"]|\\.|#|[()\[\]{}]", re.DOTALL)


def _scan(line: str, quote: str, depth: int) -> tuple[str, int, bool]:
    """The open string, the open brackets and a trailing backslash after `line`."""
    for match in TOKEN.finditer(line):
        token = match.group()
        if quote:
            quote = "" if token == quote else quote
        elif token == "#":
            return "", depth, False
        elif token[0] in "'\"":
            quote = token
        elif token in "([{":
            depth += 1
        elif token in ")]}":
            depth = max(0, depth - 1)
    continued = line.endswith("\\")
    return (quote if len(quote) == 3 or continued else ""), depth, continued
