"""The command line of a student's file: `python NAME.py` checks all questions and explains the first that fails."""

from __future__ import annotations

import sys
from typing import Any

from .case_file import known, question_named, short
from .check_text import MORE, full_text, unwritten
from .checked import Checked
from .observation import student_frames
from .self_check import Calls, checked, run_all, traced
from .terminal import CODE, Terminal, typed, wrapped

HELP = """\
python {name}
    runs the public checks and explains the first question that fails
python {name} {q}
    explains question {q}
{hint}python {name} experiments
    runs the experiments between the questions as well
python {name} --help
    shows this text"""
HINT_HELP = """\
python {name} hint {q}
    shows a hint for {q}; run it again with a number for the next: hint {q} 2
"""
STOPPED = 130  # as a shell reports a program that Ctrl-C has ended


def main(path: str, namespace: dict[str, Any], words: list[str] | None = None) -> int:
    """Run the command that the words after `python NAME.py` ask for.

    Returns:
        0 if all public checks pass, 1 if not, 2 if a named question does not exist, 130 after Ctrl-C.
    """
    words = [word for word in (sys.argv[1:] if words is None else words) if word != "experiments"]
    terminal = Terminal(sys.stdout)
    name = typed(path)
    try:
        return _main(terminal, name, namespace, words)
    except KeyboardInterrupt as error:
        inside = stopped_inside(error)
        terminal.clear()
        terminal.print(f"Stopped inside {inside}." if inside else "Stopped.")
        return STOPPED


def _main(terminal: Terminal, name: str, namespace: dict[str, Any], words: list[str]) -> int:
    first = known().partition(",")[0]
    if any(word in ("-h", "--help", "help") for word in words):
        terminal.print(
            HELP.format(name=name, q=first, hint=HINT_HELP.format(name=name, q=first) if SUBCOMMANDS else "")
        )
        return 0
    if words[:1] == ["hint"] and SUBCOMMANDS:
        return SUBCOMMANDS["hint"](terminal, name, namespace, words[1:])
    chosen = [question_named(word) for word in words]
    if None in chosen:
        return _unknown(terminal, name, words[chosen.index(None)])
    if chosen:
        results = [_explained(question, namespace) for question in chosen if question]
        terminal.print("\n\n".join(map(full_text, results)))
        return 0 if all(result.right for result in results) else 1
    return _all(terminal, name, namespace)


def _all(terminal: Terminal, name: str, namespace: dict[str, Any]) -> int:
    results: list[Checked] = []
    run_all(terminal, namespace, results)
    judged = [result for result in results if result.parts]
    failing = next((result for result in judged if not result.right and not result.blank), None)
    failing = failing or next((result for result in judged if not result.right), None)
    if failing is None:
        reads_only = all(result.reads_only for result in judged)  # then the summary is complete
        more = "" if reads_only else f"Everything that can be checked here passes. {MORE} "
        readable = [] if reads_only else [short(result.id) for result in judged if result.reads_only]
        if readable:
            more += f"Test {' and '.join(readable)} yourself: `python {name} {readable[0]}` says how. "
        done = f"Write {left}; then" if (left := unwritten(results)) else "When you are done,"
        terminal.print("\n" + wrapped(f"{more}{done} hand in {name}."))
        return 0 if all(result.right for result in results) else 1
    question = question_named(failing.id)
    terminal.print("\n" + full_text(_explained(question, namespace) if question else failing))
    terminal.print("\n" + wrapped(f"Next: work on {failing.id} in {name}, save it, and run"))
    terminal.print(f"{CODE}python {name}")
    return 1


def _explained(question: dict[str, Any], namespace: dict[str, Any]) -> Checked:
    calls = Calls(namespace)
    return traced(checked(question, calls), calls)


def _unknown(terminal: Terminal, name: str, word: str) -> int:
    terminal.print(wrapped(f"There is no question {word!r} here; there are {known()}. All commands are listed by"))
    terminal.print(f"{CODE}python {name} --help")
    return 2


def _hint(terminal: Terminal, name: str, namespace: dict[str, Any], words: list[str]) -> int:
    """Print one hint and the command for the next."""
    if not words:
        terminal.print(wrapped(f"Name the question whose hint you want ({known()}), as in"))
        terminal.print(f"{CODE}python {name} hint {known().partition(',')[0]}")
        return 2
    question = question_named(words[0])
    if question is None:
        return _unknown(terminal, name, words[0])
    hints = question["hints"]
    number = int(words[1]) if len(words) > 1 and words[1].isdigit() else 1
    if not 1 <= number <= len(hints):
        terminal.print(f"{question['id']} has {len(hints)} hint{'s' if len(hints) != 1 else ''}.")
        return 2
    terminal.print(wrapped(f"Hint {number} of {len(hints)} for {question['id']}: {hints[number - 1]}"))
    if number < len(hints):
        terminal.print(f"Next hint:  python {name} hint {short(question['id'])} {number + 1}")
    return 0


# A student folder without hints does not have this command.
SUBCOMMANDS = {
    "hint": _hint,
}


def stopped_inside(error: BaseException) -> str:
    """Return the place in the student's code that Ctrl-C interrupted, as "dy_dW0, line 534", or ""."""
    for frame, number in student_frames(error):
        if frame.f_code.co_name != "<module>":
            return f"{frame.f_code.co_name}, line {number}"
    return ""
