"""Translation of IPython's syntax (`%magic`, `!command`, `name?`) to Python, with unchanged line numbers."""

from __future__ import annotations

import ast
import re

BODY_MAGICS = frozenset({"time", "capture", "prun", "memit", "mprun", "lprun", "python", "python3", "pypy"})
# No two repetitions in it can match the same characters, so its time is linear in the length of the line.
ASSIGNMENT = re.compile(r"^([^=!%'\"#]+=)\s*([!%])(?![=])\s*(.*)$")


MOST_MAGICS = 8
"""Maximum number of nested cell magics; each level holds another copy of the rest of the cell."""


def as_python(source: str, magics: int = MOST_MAGICS) -> str:
    """Return `source` itself if it is Python, else with IPython's lines replaced by calls of `get_ipython()`.

    A source that parses is never changed, so a right cell cannot be harmed. A cell magic that runs its body (`%%time`)
    becomes a blank line; at most `magics` of them may follow one another.
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
    """Remove the indentation of the first line from all lines, as Jupyter does."""
    first = next((line for line in lines if line.strip()), "")
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    return [line.removeprefix(indent) for line in lines]


def _unprompted(lines: list[str]) -> list[str]:
    """Remove the prompts of a pasted session (`>>> x = 1`), as Jupyter does."""
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
    """Join magic lines that end in a backslash with their next line, which becomes blank to keep the line numbers."""
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
    """Return for each line whether a statement begins there, outside strings, brackets and continued lines."""
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
    """Return, after `line`, the quote of an open string, the number of open brackets, and whether it is continued."""
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
