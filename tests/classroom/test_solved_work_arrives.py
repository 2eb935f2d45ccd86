"""Grade real work in odd layouts with the real command, and check that everybody gets their points."""

import csv
from pathlib import Path

import pytest

from autograder.cli import main
from tests.classroom.made_exports import LAYOUTS, NAME, ROSTER, STUDENTS, zipped
from tests.classroom.test_no_layout_loses_work import lay_out

SOLUTION = (Path(__file__).parents[2] / "solutions" / f"{NAME}.py").read_bytes()


def _as_notebook(code):
    import json

    cell = {"cell_type": "code", "source": code.decode(), "metadata": {}, "outputs": [], "execution_count": None}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


HANDED_IN = [
    {f"{NAME}.ipynb.txt": _as_notebook(SOLUTION)},
    {"my homework.json": _as_notebook(SOLUTION), "notes.txt": b"done"},
    {f"hw2 {NAME}.zip": zipped({f"work/{NAME}.ipynb": _as_notebook(SOLUTION)})},
    {f"{NAME}.py.txt": SOLUTION},
]


@pytest.mark.slow
@pytest.mark.parametrize("layout", ["blackboard", "sakai"])
def test_solved_work_gets_its_points_however_it_came(tmp_path, layout):
    place = lay_out(tmp_path / "class", LAYOUTS[layout](list(zip(STUDENTS, HANDED_IN))), True)
    (tmp_path / "roster.csv").write_text(ROSTER)
    status = main(
        ["grade", NAME, str(place), "--out", str(tmp_path / "out"), "--roster", str(tmp_path / "roster.csv"), "--quiet"]
    )
    with open(tmp_path / "out" / "grades.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student"], row["total"]) for row in rows] == sorted(
        (student.email, "42") for student in STUDENTS
    ) and status == 0
