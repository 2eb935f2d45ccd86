"""Check that a student's own folders, whatever their names, give one row with the work for this assignment."""

import pytest

from autograder import questions
from autograder.classroom.arrivals.layouts import arrivals
from autograder.intake.safe_archive import gather
from tests.classroom.made_exports import NAME
from tests.classroom.test_no_layout_loses_work import lay_out

OWNED = sorted(questions.find(NAME).owner)


def notebook(mark, *functions):
    source = "\\n".join(f"def {name}(x): ..." for name in functions)
    return f'{{"cells": [{{"cell_type": "code", "source": "{source}"}}], "metadata": {{"mark": "{mark}"}}, "nbformat": 4}}'.encode()


THIS, OTHER = notebook("this", *OWNED[:4]), notebook("other", "something_else")
# What lies in one student's folder; only what is marked `this` may count.
OWN = {
    "homework folders": {"hw1/chain.ipynb": OTHER, f"hw2/{NAME}.ipynb": THIS},
    "week folders of one file name": {"week 1/main.ipynb": OTHER, "week 2/main.ipynb": THIS},
    "topics": {"gradients/notebook.ipynb": OTHER, "networks/notebook.ipynb": THIS},
    "a folder of homeworks": {"homeworks/1/nb.ipynb": OTHER, f"homeworks/2/{NAME}.ipynb": THIS},
    "assignments": {"chain_rule/chain_rule.ipynb": OTHER, f"{NAME}/{NAME}.ipynb": THIS},
    "another assignment's folder beside the work": {"chain_rule/chain_rule.ipynb": OTHER, f"{NAME}.ipynb": THIS},
    "classmates' names": {"cyo/old.ipynb": OTHER, f"breed/{NAME}.ipynb": THIS},
    "one homework beside another": {"chain.ipynb": OTHER, f"hw2/{NAME}.ipynb": THIS},
    "named folders": {"Homework one/nb.ipynb": OTHER, "Forward Backward/nb.ipynb": THIS},
    "deep": {"courses/ml/hw1/nb.ipynb": OTHER, f"courses/ml/hw2/{NAME}.ipynb": THIS},
}


def row(tmp_path, own, others, as_zip=False):
    files = {f"amoss/{name}": data for name, data in own.items()} | others
    found = arrivals([lay_out(tmp_path / "repos", files, as_zip)], NAME)
    return {arrival.people[0].id: b"".join(gather(arrival.source).values()) for arrival in found.arrivals}


@pytest.mark.parametrize("as_zip", [False, True])
@pytest.mark.parametrize("own", OWN)
def test_the_one_for_this_assignment_is_read(tmp_path, own, as_zip):
    rows = row(tmp_path, OWN[own], {f"breed/{NAME}.ipynb": THIS, f"cyo/{NAME}.ipynb": THIS}, as_zip)
    assert sorted(rows) == ["amoss", "breed", "cyo"]
    assert b'"this"' in rows["amoss"] and b'"other"' not in rows["amoss"]


@pytest.mark.parametrize("own", OWN)
def test_so_it_is_where_all_students_keep_such_folders(tmp_path, own):
    rows = row(
        tmp_path,
        OWN[own],
        {f"{student}/{name}": data for student in ("breed", "cyo") for name, data in OWN[own].items()},
    )
    assert sorted(rows) == ["amoss", "breed", "cyo"]
    assert all(b'"this"' in text and b'"other"' not in text for text in rows.values())


@pytest.mark.parametrize("own", sorted(set(OWN) - {"topics"}))
def test_so_it_is_where_each_calls_them_otherwise(tmp_path, own):
    others = {
        "breed/one/nb.ipynb": OTHER,
        f"breed/two/{NAME}.ipynb": THIS,
        "cyo/part-a/nb.ipynb": OTHER,
        f"cyo/part-b/{NAME}.ipynb": THIS,
    }
    assert sorted(row(tmp_path, OWN[own], others)) == ["amoss", "breed", "cyo"]


@pytest.mark.parametrize(
    "names", [["section 1", "section 2"], ["Lab-A", "Lab-B"], ["Gruppe 1", "Gruppe 2"], ["Mon 10am", "Tue 2pm"]]
)
def test_sections_of_a_class_are_no_students_either(tmp_path, names):
    students = {names[0]: ("amoss", "breed"), names[1]: ("cyo", "zlind")}
    files = {f"{section}/{student}/{NAME}.ipynb": THIS for section, those in students.items() for student in those}
    found = arrivals([lay_out(tmp_path / "class", files, True)], NAME)
    assert sorted(arrival.people[0].id for arrival in found.arrivals) == ["amoss", "breed", "cyo", "zlind"]


@pytest.mark.parametrize("later", [b"", b"a photo"])
def test_an_empty_file_is_no_work_that_displaces_any(tmp_path, later):
    from autograder.classroom.arrivals.attendance import call_roll
    from autograder.classroom.arrivals.roster import Roster

    files = {f"amoss+{NAME}+2026-11-19 12:00:00.0 UTC+a/{NAME}.ipynb": THIS, f"amoss+{NAME}+2026-11-20 12:00:00.0 UTC+b/photo.jpg": b"x",
             f"amoss+{NAME}+2026-11-21 12:00:00.0 UTC+c/{NAME}.ipynb": b""}  # fmt: skip
    found = arrivals([lay_out(tmp_path / "inbound", files, True)], NAME)
    (only,) = call_roll(found.arrivals, Roster()).rows
    assert b'"this"' in b"".join(gather(only.arrival.source).values())
