"""A class of any size, made from the solution and the catalogue of slips: what a real class hands in, without a real class."""

from __future__ import annotations

import json
import random
from pathlib import Path

from autograder import questions
from autograder.content.markers import has_code_marker, without_markers
from autograder.content.percent_source import read_percent

ROOT = Path(__file__).resolve().parents[2]


def made_class(folder: Path, assignment: str, size: int, seed: int = 1) -> list[Path]:
    """Write `size` notebooks into `folder`: solved, with up to four slips or variants each, and plots and outputs as
    notebooks that were run have them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    random_ = random.Random(seed)
    cells = solved_cells(assignment)
    paths = []
    for number in range(size):
        path = folder / f"student{number:05}.ipynb"
        path.write_text(json.dumps(_notebook(_changed(cells, assignment, random_), random_)))
        paths.append(path)
    return paths


def solved_cells(assignment: str) -> list[tuple[str, str]]:
    """(kind, source) of every cell of the hand-out's notebook, the answers filled in from the solution."""
    solution = read_percent((ROOT / "solutions" / f"{assignment}.py").read_text(), assignment)
    answers = [
        without_markers(cell.source) for cell in solution if cell.kind != "markdown" and has_code_marker(cell.source)
    ]
    by_start = {answer.partition("\n")[0]: answer for answer in answers}
    given = json.loads((ROOT / "assignments" / assignment / f"{assignment}.ipynb").read_text())
    found = [(cell["cell_type"], "".join(cell["source"])) for cell in given["cells"]]
    return [(kind, by_start.get(source.partition("\n")[0], source)) for kind, source in found]


def _changed(cells: list[tuple[str, str]], assignment: str, random_: random.Random) -> list[tuple[str, str]]:
    asked = [question for question in questions.find(assignment).questions if not question.by_hand]
    picked = random_.sample(asked, k=random_.choice([0, 1, 1, 2, 2, 3, 4]))
    extra = []
    for question in picked:
        pool = [*question.slips, *question.variants] or [None]
        change = random_.choice(pool)
        extra += [("code", change.code)] if change else []
    return [*cells, *extra]


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
