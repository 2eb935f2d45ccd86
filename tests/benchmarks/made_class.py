"""Write a class of any size, made from the solution and the catalogue of slips."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

from autograder import questions
from autograder.content.markers import has_code_marker, without_markers
from autograder.content.percent_source import read_percent
from autograder.content.script import stub
from autograder.selftest.specimens import document

ROOT = Path(__file__).resolve().parents[2]


KINDS = ("notebooks", "scripts", "half wrong", "5 % endless", "all equal")
ENDLESS = "def {function}(*arguments):\n    while True:\n        pass\n"


def made_class(folder: Path, assignment: str, size: int, seed: int = 1, kind: str = "notebooks") -> list[Path]:
    """Write a class of `size` submissions into `folder`; return their paths.

    Args:
        folder: where; it is made.
        assignment: what they hand in.
        size: how many.
        seed: decides everything that is drawn.
        kind: one of KINDS. Notebooks are solved, with up to four slips or variants each, and with plots and outputs, as
            notebooks that were run have them. Scripts are the same changes in stubs. "half wrong" has a slip or more in
            every second one, and the others are solved; "5 % endless" has a function that never returns in one of 20;
            in "all equal", all hand in the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random_ = random.Random(seed)
    cells = solved_cells(assignment)
    paths = []
    for number in range(size):
        more = _more(assignment, random.Random(seed) if kind == "all equal" else random_, number, kind)
        path = folder / f"student{number:05}{'.py' if kind == 'scripts' else '.ipynb'}"
        if kind == "scripts":
            path.write_text("\n\n".join([solved_script(assignment), *more]))
        else:
            outputs = random.Random(seed) if kind == "all equal" else random_
            path.write_text(json.dumps(_notebook([*cells, *(("code", code) for code in more)], outputs)))
        paths.append(path)
    return paths


def processors_of(jobs: int) -> list[int]:
    """Return the processors that this process may use, one for each job, again and again."""
    ours = sorted(os.sched_getaffinity(0))
    return [ours[i % len(ours)] for i in range(jobs)]


def solved_script(assignment: str) -> str:
    """Return the stub with the solution's answers."""
    return stub(document(assignment))


def solved_cells(assignment: str) -> list[tuple[str, str]]:
    """Return (kind, source) of every cell of the hand-out's notebook, the answers filled in from the solution."""
    solution = read_percent((ROOT / "solutions" / f"{assignment}.py").read_text(), assignment)
    answers = [
        without_markers(cell.source) for cell in solution if cell.kind != "markdown" and has_code_marker(cell.source)
    ]
    by_start = {answer.partition("\n")[0]: answer for answer in answers}
    given = json.loads((ROOT / "assignments" / assignment / f"{assignment}.ipynb").read_text())
    found = [(cell["cell_type"], "".join(cell["source"])) for cell in given["cells"]]
    return [(kind, by_start.get(source.partition("\n")[0], source)) for kind, source in found]


def _more(assignment: str, random_: random.Random, number: int, kind: str) -> list[str]:
    """Return code to append: up to four slips or variants, or what the kind of class asks for."""
    asked = [question for question in questions.find(assignment).questions if not question.by_hand]
    count = random_.choice([0, 1, 1, 2, 2, 3, 4])
    if kind == "half wrong":
        asked = [question for question in asked if question.slips]
        count = number % 2 * max(1, count)
    extra = []
    for question in random_.sample(asked, k=count):
        pool = question.slips if kind == "half wrong" else [*question.slips, *question.variants] or [None]
        change = random_.choice(pool)
        extra += [change.code] if change else []
    if kind == "5 % endless" and number % 20 == 19:
        functions = [name for question in asked for name, value in question.owns.items() if callable(value)]
        extra.append(ENDLESS.format(function=random_.choice(functions)))
    return extra


def _notebook(cells: list[tuple[str, str]], random_: random.Random) -> dict:
    return {
        "cells": [_cell(kind, source, random_) for kind, source in cells],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(kind: str, source: str, random_: random.Random) -> dict:
    if kind == "markdown":
        return {"cell_type": kind, "metadata": {}, "source": source}
    text = "".join(f"{random_.random()}\n" for _ in range(20))
    outputs = [{"output_type": "stream", "name": "stdout", "text": text}]
    return {"cell_type": kind, "metadata": {}, "source": source, "outputs": outputs, "execution_count": 1}
