"""Check that no spreadsheet computes a cell of a table, whatever a student's name is."""

import csv
import io

import pytest

from autograder.classroom.csv_tables import write_table
from autograder.classroom.lms_uploads import _inert

SIGNS = "=+-@＝＋－＠"
BEFORE = ["", " ", "mal;", "mal; ", "a|", ";;"]


def cells(text):
    ((cell,),) = list(csv.reader(io.StringIO(write_table(["h"], [[text]]))))[1:]
    return cell


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_cell_that_begins_a_formula_is_quoted(before, sign):
    cell = cells(f"{before}{sign}1+1")
    assert cell.startswith("'") or not any(mark in cell for mark in SIGNS)


@pytest.mark.parametrize("text", ["Ada Lovelace", "Jean-Luc", "a+b@example.edu", "x = 1", "hw; part 2", "O'Neil"])
def test_ordinary_cell_stays_as_it_is(text):
    assert cells(text) == text


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_no_cell_for_another_system_computes_anything(before, sign):
    """A name after a sign keeps its letters, as the system finds the student by them."""
    for rest in ("SUM(A1)", "1+1", "cmd|' /C calc'!A0"):
        cell = _inert(f"{before}{sign}{rest}")
        assert f"'{sign}{rest}"[:2] in cell and not cell.startswith(sign)
    assert _inert(f"{sign}Ada Moss") == f" {sign}Ada Moss"
