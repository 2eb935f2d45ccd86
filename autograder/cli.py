"""Run the program `nnhw`: find the course, run one command, print an error as a sentence.

This module does not import NumPy, so help and completion start at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder import paths
from autograder.cli_parser import FALLS_SHORT, FINE, WRONG_USAGE, parser_of_all

# Errors whose text is a sentence for the user; any other error is a bug.
SENTENCES = (ValueError, OSError, RuntimeError, LookupError)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status 0 (fine), 1 (the work falls short) or 2 (wrong usage or input)."""
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
    except BrokenPipeError:  # the reader of a pipe has exited: `nnhw explain … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # discard the rest silently
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
        print("stopped; run the same command to continue.", file=sys.stderr)
        return FALLS_SHORT


@contextmanager
def _course(said: Path | None) -> Iterator[None]:
    """Set NNHW_COURSE for this process and its children: to `--course`, or to the nearest course at or above."""
    before = os.environ.get("NNHW_COURSE")
    folder = said or (None if before else paths.course_above(Path.cwd()))
    if said is not None and not (said / paths.COURSE_FILE).is_file():
        raise ValueError(f"{said} is not a course: it has no {paths.COURSE_FILE}. To make one, run nnhw init {said}.")
    if folder is None:
        strange = None if before else paths.passed_over(Path.cwd())
        if strange:
            note = f"{strange} is ignored because nnhw init did not make it; to use it, add --course {strange.parent}."
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
    """Return an error's text; for an error of the system, the file's name and the reason without a number."""
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}."
    return str(error)


def _speak_any_terminal() -> None:
    """Print a replacement for a character that the terminal lacks (Windows' cp1252) instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
