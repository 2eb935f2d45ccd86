"""Define the command line: one parser per command, with its help and an example.

This module does not import NumPy, so help and completion start at once.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

FINE, FALLS_SHORT, WRONG_USAGE = 0, 1, 2


class _Commands:
    """The functions of commands.py and class_commands.py, imported when one is called."""

    def __getattr__(self, name: str) -> Callable[[argparse.Namespace], int]:
        def run(arguments: argparse.Namespace) -> int:
            from autograder import class_commands, commands

            return getattr(commands if hasattr(commands, name) else class_commands, name)(arguments)

        return run


commands: Any = _Commands()


def parser_of_all() -> argparse.ArgumentParser:
    """Return the parser of the whole program."""
    parser = _Parser(
        prog="nnhw",
        description="Autograded homework on neural-network gradients.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version)
    parser.add_argument("--course", type=Path, metavar="FOLDER", help="the course (default: the nearest one above)")
    parser.add_argument("--verbose", action="store_true", help="show where an error arose")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    for declare in (
        _build,
        _check,
        _grade,
        _merge,
        _report,
        _explain,
        _compare,
        _written,
        _review,
        _gradebook,
        _rehearse,
        _quiz,
        _picture,
        _new,
        _init,
        _customize,
        _upgrade,
        _completion,
    ):
        declare(subparsers)
    return parser


class _Version(argparse.Action):
    """Print the version, looked up only on request."""

    def __init__(self, option_strings: Sequence[str], dest: str, **options: Any) -> None:
        super().__init__(option_strings, dest=argparse.SUPPRESS, nargs=0, help="print the version")

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from autograder.extras import version_line

        print(version_line())
        parser.exit(FINE)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> Any:
        """Exit with one sentence, which suggests the nearest command for a mistyped one."""
        mistyped = re.search(r"COMMAND: invalid choice: '([^']*)'", message)
        if mistyped:
            from difflib import get_close_matches

            names = re.findall(r"[\w-]+", message.split("choose from", 1)[-1])
            near = get_close_matches(mistyped[1], names, 1, 0.5)
            hint = f"did you mean {near[0]}?" if near else "nnhw --help lists the commands."
            self.exit(WRONG_USAGE, f"nnhw: unknown command {mistyped[1]!r}; {hint}\n")
        super().error(message)


def _command(
    subparsers: argparse._SubParsersAction, name: str, run: Callable[[argparse.Namespace], int], does: str, example: str
) -> argparse.ArgumentParser:
    text = f"{does}\n\nexample:\n  {example}"
    parser = subparsers.add_parser(
        name, help=does, description=text, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quiet", action="store_true", help="print nothing but errors")
    parser.add_argument("--version", action=_Version)
    for option, given in (("--course", {"type": Path, "metavar": "FOLDER"}), ("--verbose", {"action": "store_true"})):
        parser.add_argument(option, default=argparse.SUPPRESS, help=argparse.SUPPRESS, **given)
    parser.set_defaults(run=run)
    return parser


def _build(sub: argparse._SubParsersAction) -> None:
    example = "nnhw build forward_backward"
    parser = _command(sub, "build", commands.build, "build student folders in assignments/ and zips in dist/", example)
    parser.add_argument("names", nargs="*", metavar="NAME", help="assignments (default: all)")
    parser.add_argument("--offline", action="store_true", help="put all wheels into the Gradescope zip")


def _check(sub: argparse._SubParsersAction) -> None:
    parser = _command(
        sub, "check", commands.check, "prove the grader on its slips and variants", "nnhw check --keys 20"
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="assignments (default: all)")
    parser.add_argument(
        "--keys", type=_positive, default=1, metavar="N", help="check with the course key and N − 1 others"
    )
    parser.add_argument("--html", type=Path, metavar="FILE", help="also write a page for instructors")
    parser.add_argument("--mutants", action="store_true", help="also judge every mechanical mutant of the solutions")
    _json(parser)


def _grade(sub: argparse._SubParsersAction) -> None:
    example = "nnhw grade forward_backward export.zip --out graded/forward_backward"
    parser = _command(sub, "grade", commands.grade, "grade files, folders and export zips", example)
    parser.add_argument("name", metavar="NAME", help="the assignment")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="submissions, folders, export zips")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where results go (default: graded/NAME)")
    parser.add_argument("--jobs", type=_positive, metavar="N", help="how many at a time (default: one per core)")
    parser.add_argument("--roster", type=Path, metavar="FILE", help="CSV of the class")
    parser.add_argument(
        "--groups", type=Path, metavar="FILE", help="CSV group, student (default: groups.csv beside the roster)"
    )
    parser.add_argument("--fresh", action="store_true", help="grade everything again")
    parser.add_argument(
        "--no-pages", action="store_true", help="write only grades.csv and the report, no files for single students"
    )
    parser.add_argument("--table", action="store_true", help="print a line for each student")
    _json(parser)
    parser.add_argument("--shard", metavar="I/N", help="grade only part I of N; nnhw merge joins the parts")
    parser.add_argument("--cluster", metavar="ADDRESS", help="judge on the Dask cluster with this scheduler")
    parser.add_argument(
        "--allow-unconfined",
        action="store_true",
        help="with --cluster: also use workers that cannot confine student code",
    )


def _merge(sub: argparse._SubParsersAction) -> None:
    example = "nnhw merge part1 part2 part3 --out graded/forward_backward"
    parser = _command(sub, "merge", commands.merge, "join graded folders of one assignment", example)
    parser.add_argument("dirs", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder to write")


def _report(sub: argparse._SubParsersAction) -> None:
    example = "nnhw report graded/forward_backward"
    parser = _command(
        sub, "report", commands.report, "(re)write report, grades and pages from a graded folder", example
    )
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("--hide-names", action="store_true", help="numbers in place of names")
    _anyway(parser)


def _explain(sub: argparse._SubParsersAction) -> None:
    example = "nnhw explain graded/forward_backward ada@example.edu q8_hidden_weights"
    parser = _command(
        sub, "explain", commands.explain, "show the failing case, got and expected, the slip, a snippet", example
    )
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("student", metavar="STUDENT")
    parser.add_argument("question", metavar="QUESTION")
    _anyway(parser)


def _compare(sub: argparse._SubParsersAction) -> None:
    example = "nnhw compare graded/old graded/new"
    parser = _command(
        sub, "compare", commands.compare, "show whose points change between two graded folders, and why", example
    )
    parser.add_argument("old", type=Path, metavar="OLD")
    parser.add_argument("new", type=Path, metavar="NEW")
    _anyway(parser)
    _json(parser)


def _written(sub: argparse._SubParsersAction) -> None:
    example = "nnhw written graded/forward_backward --graders ada,bob"
    parser = _command(
        sub, "written", commands.written, "write one page per question for grading by hand; read points back", example
    )
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("--graders", default="", metavar="A,B", help="split the answers among these people")
    _anyway(parser)


def _review(sub: argparse._SubParsersAction) -> None:
    example = "nnhw review graded/forward_backward --graders ada,bob"
    parser = _command(
        sub,
        "review",
        commands.review,
        "open a local page to grade answers in words and to decide on what needs a person",
        example,
    )
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("--port", type=int, default=8571, metavar="N", help="on 127.0.0.1 (default: 8571)")
    parser.add_argument("--graders", default="", metavar="A,B", help="share the answers out among these people")
    parser.add_argument(
        "--twice", type=int, default=20, metavar="N", help="one answer in N is graded by two (default: 20; 0: none)"
    )
    _anyway(parser)


def _gradebook(sub: argparse._SubParsersAction) -> None:
    example = "nnhw gradebook graded/*"
    parser = _command(
        sub, "gradebook", commands.gradebook, "write one CSV of several assignments for Canvas or a registrar", example
    )
    parser.add_argument("dirs", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("gradebook.csv"), metavar="FILE")
    parser.add_argument("--roster", type=Path, metavar="FILE", help="CSV of the class")
    parser.add_argument("--extensions", type=Path, metavar="FILE", help="CSV: student, assignment, until")
    parser.add_argument(
        "--canvas", type=Path, metavar="FILE", help="Canvas's gradebook export: also write one to import there"
    )
    _anyway(parser)
    _json(parser)
    parser.add_argument(
        "--to",
        action="append",
        default=[],
        choices=("moodle", "blackboard", "brightspace", "gradescope", "mail"),
        help="also write a file to import there, or for a mail merge; may be given several times",
    )
    parser.add_argument(
        "--gradescope", type=Path, metavar="FILE", help="scores exported from Gradescope: points changed there count"
    )
    parser.add_argument(
        "--feedback", action="store_true", help="also zip the feedback pages to upload to Moodle or Canvas"
    )


def _rehearse(sub: argparse._SubParsersAction) -> None:
    example = "nnhw rehearse forward_backward --submission mine.ipynb"
    parser = _command(sub, "rehearse", commands.rehearse, "run the built zip in Gradescope's layout", example)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--submission", type=Path, metavar="FILE")
    _anyway(parser)


def _quiz(sub: argparse._SubParsersAction) -> None:
    example = "nnhw quiz participation --to print --per-student roster.csv"
    parser = _command(sub, "quiz", commands.quiz, "export the quiz to other systems and to paper, with keys", example)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--to", required=True, choices=("canvas", "moodle", "print"))
    parser.add_argument("--per-student", type=Path, metavar="ROSTER", help="a different paper quiz for each student")


def _picture(sub: argparse._SubParsersAction) -> None:
    example = "nnhw picture --size 256 --out fractal.png"
    parser = _command(sub, "picture", commands.picture, "draw the trainability picture", example)
    parser.add_argument("--size", type=_positive, default=256, metavar="N", help="pixels per side (default: 256)")
    parser.add_argument(
        "--window", type=_window, metavar="A:B,C:D", help="rates of W0 and W1 (default: 1e-3:1e6,1e-3:1e6)"
    )
    parser.add_argument("--steps", type=_positive, default=500, metavar="N", help="training steps (default: 500)")
    parser.add_argument("--full-batch", action="store_true", help="train on 272 datapoints instead of one")
    parser.add_argument("--out", type=Path, default=Path("trainability.png"), metavar="PNG")


def _new(sub: argparse._SubParsersAction) -> None:
    parser = _command(
        sub, "new", commands.new, "write a new assignment with one worked question", "nnhw new regression"
    )
    parser.add_argument("name", metavar="NAME")


def _init(sub: argparse._SubParsersAction) -> None:
    parser = _command(
        sub, "init", commands.init, "make a course folder with settings and its own key", "nnhw init ml-2027"
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")


def _customize(sub: argparse._SubParsersAction) -> None:
    example = "nnhw customize forward_backward"
    parser = _command(sub, "customize", commands.customize, "copy an assignment's content here, to edit it", example)
    parser.add_argument("name", metavar="NAME", help="the assignment")


def _upgrade(sub: argparse._SubParsersAction) -> None:
    example = "nnhw upgrade --dry-run"
    does = "merge what a new version changed into customized content"
    parser = _command(sub, "upgrade", commands.upgrade, does, example)
    parser.add_argument("--dry-run", action="store_true", help="report what would change without changing it")


def _completion(sub: argparse._SubParsersAction) -> None:
    example = "nnhw completion bash"
    parser = _command(sub, "completion", _print_completion, "print what a shell needs to complete commands", example)
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), metavar="SHELL", help="bash, zsh or tcsh")


def _print_completion(arguments: argparse.Namespace) -> int:
    import shtab

    print(shtab.complete(parser_of_all(), arguments.shell))
    return FINE


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON document instead (see docs/json.md)")


def _anyway(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--anyway", action="store_true", help="even if the key or the omitted questions differ from those in force"
    )


def _positive(text: str) -> int:
    value = int(text) if text.isdecimal() else 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return value


def _window(text: str) -> tuple[float, float, float, float]:
    try:
        (a, b), (c, d) = (map(float, pair.split(":")) for pair in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a window; write 1e-3:1e6,1e-3:1e6") from None
    if not (0 < a < b and 0 < c < d):
        raise argparse.ArgumentTypeError(f"{text!r}: rates are positive, the smaller one first")
    return a, b, c, d
