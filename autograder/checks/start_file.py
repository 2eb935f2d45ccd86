"""Checks of a file that does not run: Python refuses to start it, or an exception ends it before its checks.

`python public_checks.py` starts NAME.py and explains why Python refuses it, if it does.
"""

from __future__ import annotations

import ast
import linecache
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from .case_file import assignment, questions
from .command_line import main
from .observation import describe_error, student_line
from .terminal import Terminal, typed, wrapped

DECLARED = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")  # PEP 263, in one of the first two lines


def start(words: list[str]) -> int:
    """Run NAME.py, the file of this assignment, and its checks.

    Args:
        words: the arguments of `public_checks.py`: another file in place of NAME.py, then as for `python NAME.py`.
    """
    terminal = Terminal(sys.stdout)
    named = words and words[0].endswith(".py")
    path = Path(words[0] if named else f"{assignment()['assignment']}.py").absolute()
    code, problem = _compiled(path)
    if problem:
        terminal.print("\n".join(map(wrapped, problem.splitlines())))
    if code is None:
        return 2
    sys.argv = [str(path), *words[1 if named else 0 :]]
    namespace: dict[str, Any] = {"__name__": "__main__", "__file__": str(path)}
    judge_what_is_there(str(path), namespace)
    exec(code, namespace)  # the student's file, on the student's computer
    return main(str(path), namespace)


def _compiled(path: Path) -> tuple[Any, str]:
    """Return the code of the file, or None, and a sentence on a problem with the file, or ""."""
    try:
        data = path.read_bytes()
    except OSError:
        return None, f"There is no file {path.name} in this folder."
    text, problem = _text(data, path.name)
    try:
        tree = ast.parse(text, str(path))
    except SyntaxError as error:
        return None, _syntax(error, path.name)
    return compile(tree, str(path), "exec"), problem


def _text(data: bytes, name: str) -> tuple[str, str]:
    """Return the file's text, and a sentence on a problem with its encoding, or ""."""
    declared = next(
        (match[1].decode() for line in data.splitlines()[:2] if (match := DECLARED.match(line))), "utf-8-sig"
    )
    try:
        return data.decode(declared), ""
    except (UnicodeDecodeError, LookupError):
        sentence = (
            f"{name} is saved in a Windows encoding, and Python expects UTF-8: save it again as UTF-8 (in most editors "
            "under Save As or Encoding)."
        )
        return data.decode("cp1252", "replace"), sentence


def _syntax(error: SyntaxError, name: str) -> str:
    if isinstance(error, TabError):
        return (
            f"Line {error.lineno} of {name} mixes tabs and spaces, so Python cannot start the file. Indent with spaces "
            "only: most editors can convert tabs to spaces."
        )
    line = (error.text or "").strip()
    text = f": {line[:80]}" if line else ""
    advice = QUOTES["advice"](line) if QUOTES else ""
    advice = _pasted(error, line) or advice or "Fix that line and run this again."
    return f"Python cannot start {name}: {error.msg} in line {error.lineno}{text}\n{advice}"


# Signs that word processors and web pages write, with what Python wants in their place.
TYPED = {"“”„‟«»": '"', "‘’‚‛": "'", "−–—": "-", "×·⋅∗": "*", "\u00a0\u2002\u2003\u2009\u200b\u202f\ufeff": "a space"}
KINDS_OF_SIGNS = {'"': "The curly quote ", "'": "The curly quote ", "a space": "A space of another kind"}


def _pasted(error: SyntaxError, line: str) -> str:
    """Return advice if the error is a sign that was pasted rather than typed, such as a curly quote, else ""."""
    code = re.search(r"U\+([0-9A-F]{4,6})", error.msg)
    sign = chr(int(code[1], 16)) if code else next((sign for sign in line if sign in "“”"), "")
    wanted = next((wanted for signs, wanted in TYPED.items() if sign and sign in signs), "")
    what = KINDS_OF_SIGNS.get(wanted, "The sign ") + (sign if sign.isprintable() else "")
    return (
        f"{what} comes from pasted text. Type {wanted} wherever the line has it, and run this again." if wanted else ""
    )


def _quoting(line: str) -> str:
    """Return a sentence that shows the line of an answer with the quotes it lacks, or "" for any other line."""
    typed = re.match(r"((\w+)(?:\[.*\])?) *= *([^#]*)", line)
    answer = typed[3].strip() if typed else ""
    if not typed or typed[2] not in _variables() or not re.search(r"[^\W\d_]", re.sub(QUOTED, "", answer)):
        return ""
    if re.fullmatch(r"[\[{(][\w\s,\"']*[\])}]", answer):
        answer = re.sub(r"(?<![\w\"'])[^\W\d]\w*(?![\w\"'])", r'"\g<0>"', answer)
    elif re.search(r"[\"'“”]", answer):
        return "Letters, words and formulas go in quotes."
    else:
        answer = f'"{answer}"'
    return f"Letters, words and formulas go in quotes: {typed[1]} = {answer}"


QUOTED = r"""r?"[^"]*"|r?'[^']*'"""


def _variables() -> set[str]:
    """Return the names of the variables that questions ask for."""
    cases = [case["ask"] for question in questions() for part in question["parts"] for case in part["cases"]]
    return {ask["name"] for ask in cases if "arguments" not in ask}


# A student folder without answers that are typed in quotes does not have this sentence.
QUOTES = {
    "advice": _quoting,
}

STOPS = "Python stops a file there, and the lines below it were not read. "
MOVE = (
    STOPS + "If that line is an experiment of your own, "
    "indent it under `if EXPERIMENTS:`; it then runs with `python {name} experiments` and with nothing else."
)
EXPERIMENT = (
    STOPS + "If the line belongs to an experiment, run "
    "`python {name}` without the word `experiments`: then no experiment runs, and all of the file is checked."
)


def judge_what_is_there(path: str, namespace: dict[str, Any]) -> None:
    """Prepare the run of the file at `path`, so that what ends it early does not keep it from being checked.

    Files beside it are read from any folder, and characters that the terminal lacks are printed as `?`. A hook checks
    what the file defined before an exception ended it; a reader that is gone, as in `python NAME.py | head`, ends it
    in silence.
    """
    path = os.path.abspath(path)
    os.chdir(os.path.dirname(path))
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")

    def stopped(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.excepthook = sys.__excepthook__
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        own = [at for at in _frames(trace) if at.tb_frame.f_code.co_filename == path]
        if not isinstance(error, Exception) or len(own) != 1:  # of one line, the sentences below say everything
            sys.__excepthook__(kind, error.with_traceback(own[0] if own else trace), trace)
        if isinstance(error, Exception):
            terminal = Terminal(sys.stdout)
            terminal.print(_sentences(path, error, own[0].tb_lineno if own else 0))
            main(path, namespace)

    sys.excepthook = stopped


def _frames(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _sentences(path: str, error: Exception, number: int) -> str:
    """Return lines that name the line of the file and the exception, and give advice."""
    name, raised = typed(path), describe_error(error)
    line = linecache.getline(path, number).rstrip()
    indented = line != line.lstrip()  # in the stub, only experiments are indented at the top level
    advice = (EXPERIMENT if indented else MOVE).format(name=name)
    if isinstance(error, NameError) and QUOTES:
        quoted = QUOTES["advice"](line)
        advice = f"Python stops a file there. {quoted}" if quoted else advice
    reason = f"  {raised['error']}: {raised['message']} ({student_line(error)})"
    stopped = f"{name} stopped at line {number}: {line.strip()[:120]}"
    below = "Here is the check of what comes before that line; nothing below it was reached:"
    return "\n".join(map(wrapped, [stopped, reason, advice, below]))
