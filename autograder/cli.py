"""The command line: one program, `nnhw`. Finds the course, runs one command, turns an error into a sentence.

Nothing that imports NumPy is imported here: help and completion answer at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder import paths
from autograder.cli_parser import FALLS_SHORT, FINE, WRONG_USAGE, parser_of_all

# Errors whose text is a sentence for the user; anything else is a fault of ours.
SENTENCES = (ValueError, OSError, RuntimeError, LookupError)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 (fine), 1 (the work falls short) or 2 (wrong usage or input)."""
    _speak_any_terminal()
    parser = parser_of_all()
    arguments = parser.parse_args(argv)
    if arguments.command is None:
        parser.print_help()
        return WRONG_USAGE
    try:
        with _course(arguments.course):
            status = arguments.run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # the reader of a pipe went away: `nnhw explain … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left goes nowhere, without a complaint
        return FINE
    except ModuleNotFoundError as error:
        from autograder.extras import extra_sentence

        sentence = extra_sentence(error)
        if arguments.verbose or not sentence:
            raise
        print(f"nnhw {arguments.command}: {sentence}", file=sys.stderr)
        return WRONG_USAGE
    except SENTENCES as error:
        if arguments.verbose:
            raise
        print(f"nnhw {arguments.command}: {_sentence(error)}", file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("stopped; the same command goes on from here.", file=sys.stderr)
        return FALLS_SHORT


@contextmanager
def _course(said: Path | None) -> Iterator[None]:
    """Name the course for this process and its children: `--course`, NNHW_COURSE, or the nearest folder above."""
    before = os.environ.get("NNHW_COURSE")
    folder = said or (None if before else paths.course_above(Path.cwd()))
    if said is not None and not (said / paths.COURSE_FILE).is_file():
        raise ValueError(f"{said} is not a course: it has no {paths.COURSE_FILE}. To make one, run nnhw init {said}.")
    if folder is None:
        strange = None if before else paths.passed_over(Path.cwd())
        if strange:
            note = f"{strange} is passed over, as nnhw init did not make it; to use it, add --course {strange.parent}."
            print(f"nnhw: {note}", file=sys.stderr)
        yield
        return
    os.environ["NNHW_COURSE"] = str(folder.absolute())
    try:
        yield
    finally:
        if before is None:
            del os.environ["NNHW_COURSE"]
        else:
            os.environ["NNHW_COURSE"] = before


def _sentence(error: Exception) -> str:
    """An error as people read it; what the system refused is said with the file's name in front, without a number."""
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}."
    return str(error)


def _speak_any_terminal() -> None:
    """A terminal that lacks a character shows a replacement instead of ending the program (Windows' cp1252)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
