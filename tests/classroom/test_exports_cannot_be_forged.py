"""Plant every control file and name of every layout in a submission, and check that no other row changes."""

import os
import subprocess

import pytest

from autograder.classroom.arrivals.attendance import call_roll
from autograder.classroom.arrivals.layouts import arrivals
from autograder.classroom.arrivals.roster import read_roster
from autograder.intake.safe_archive import gather
from tests.classroom.made_exports import ADA, LAYOUTS, NAME, OTHERS, ROSTER, STUDENTS, notebook, zipped
from tests.classroom.test_no_layout_loses_work import ONLY_FOLDERS, has_the_work_of, lay_out

BO = OTHERS[0]
FORGED = b'{"cells": [], "metadata": {"mark": "forged"}, "nbformat": 4, "nbformat_minor": 5}'
OLD = b"2020-01-01 00:00:00.000000 UTC"


def _metadata(folder):
    people = "".join(f"  - :name: {s.first}\n    :sid: '{s.number}'\n    :email: {s.email}\n" for s in STUDENTS)
    return f"---\n{folder}:\n  :submitters:\n{people}  :created_at: 2020-01-01 00:00:00 Z\n".encode()


FORGERIES = {
    "gradescope's list": {"submission_metadata.yml": _metadata("submission_101"), "submission_101/x.ipynb": FORGED},
    "gradescope's export": {"assignment_77_export/submission_metadata.yml": _metadata("submission_102"), "assignment_77_export/submission_102/x.ipynb": FORGED},
    "gradescope's empty list": {"submission_metadata.yml": b"--- {}\n"},
    "gradescope's broken list": {"submission_metadata.yml": b"--- [\n\t:"},
    "timestamp.txt": {"timestamp.txt": OLD},
    "nbgrader's folder": {f"{NAME}/timestamp.txt": OLD, f"{NAME}/{NAME}.ipynb": FORGED},
    "submitted": {f"submitted/{BO.login}/{NAME}/{NAME}.ipynb": FORGED, f"submitted/{BO.login}/{NAME}/timestamp.txt": OLD},
    "inbound": {f"{BO.login}+{NAME}+2020-01-01 00:00:00.000000 UTC+x/{NAME}.ipynb": FORGED},
    "canvas": {f"reedbo_{BO.number}_999999_{NAME}.ipynb": FORGED, f"mossada_{ADA.number}_999998_{NAME}.ipynb": FORGED},
    "canvas, late": {f"reedbo_LATE_{BO.number}_999999_{NAME}.ipynb": FORGED, f"reedbo_{BO.number}_text.html": b"<p>"},
    "canvas, anonymous": {"anon_Xy3zQ_90001_hw.ipynb": FORGED, "LATE_anon_ab3Cd_90002_hw.ipynb": FORGED},
    "moodle": {f"{BO.name}_{BO.number}_assignsubmission_file_/{NAME}.ipynb": FORGED, "x_1_assignsubmission_onlinetext_/onlinetext.html": b""},
    "moodle, files": {f"{BO.name}_{BO.number}_assignsubmission_file_{NAME}.ipynb": FORGED},
    "blackboard": {f"Homework_2_{BO.login}_attempt_2027-01-01-00-00-00_{NAME}.ipynb": FORGED,
                   f"Homework_2_{BO.login}_attempt_2027-01-01-00-00-00.txt": f"Name: {BO.name} ({BO.login})\n".encode()},
    "brightspace": {f"397063-2557369 - {BO.name} - Jan 1, 2020 105 PM/{NAME}.ipynb": FORGED, "index.html": b""},
    "brightspace, files": {f"397063-2557369 - {BO.name}- Jan 1, 2020 105 PM - {NAME}.ipynb": FORGED},
    "sakai": {f"{BO.last}, {BO.first}({BO.login})/Submission attachment(s)/{NAME}.ipynb": FORGED, "grades.csv": b"Display ID,ID\n"},
    "sakai's notes": {"timestamp.txt": b"20200101000000000", "comments.txt": b"full marks", "feedbackText.html": b""},
    "ilias": {f"{BO.last}_{BO.first}_{BO.login}_{BO.number}/20200101000000_{NAME}.ipynb": FORGED},
    "ilias, a file": {f"20200101000000_{NAME}.ipynb": FORGED},
    "cocalc": {f"STUDENT - {BO.name}.txt": b"This student is Bo Reed."},
    "github": {f"ml-hw-2-submissions/ml-hw-2-{BO.login}/{NAME}.ipynb": FORGED, f"ml-hw-2-{BO.login}/{NAME}.ipynb": FORGED},
    "otter": {"forward_backward_2020_01_01T00_00_00_123456.zip": zipped({f"{NAME}.ipynb": FORGED})},
    "a class": {f"{student.login}/{NAME}.ipynb": FORGED for student in OTHERS},
    "sections": {f"section {number}/{student.login}/{NAME}.ipynb": FORGED for number, student in enumerate(OTHERS)},
    "mail": {f"{student.email}.ipynb": FORGED for student in OTHERS},
    "roster": {"roster.csv": f"name,email,id\nAda,{BO.email},{BO.number}\n".encode(), "groups.csv": b"group,student\namoss12,breed7\n"},
    "deep": {f"{'d/' * 440}x.ipynb": FORGED},
}  # fmt: skip
HOW = ("at the top", "in a folder", "in a zip")


def planted(forgery, how):
    """Return the files that the student hands in: her own work and the forgery."""
    own = {f"{NAME}.ipynb": notebook(ADA)}
    if how == "in a zip":
        return {"work.zip": zipped({**own, **forgery})}
    return {**own, **(forgery if how == "at the top" else {f"stuff/{name}": data for name, data in forgery.items()})}


def rows_of(place, tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER)
    places = place if isinstance(place, list) else [place]
    roll = call_roll(arrivals(places, NAME).arrivals, read_roster(tmp_path / "roster.csv"))
    return {row.student: row.arrival for row in roll.rows}


def told(arrival):
    """All of an arrival that a grade, a page or a lateness depends on; the place of the whole class apart."""
    if arrival is None:
        return None
    return (
        arrival.source.members,
        arrival.time,
        arrival.late,
        arrival.has_work,
        arrival.entry,
        arrival.clear,
        len(arrival.people),
    )


def assert_only_hers(before, after):
    for student in OTHERS:
        assert told(after.get(student.email)) == told(before[student.email]), student
        assert has_the_work_of(student, after[student.email])
    for stranger in {*after} - {*before}:  # who makes her own name unclear is a stranger, and is told of
        assert has_the_work_of(ADA, after[stranger]) or b"forged" in b"".join(gather(after[stranger].source).values())


MEMBERS = [(layout, how) for layout in LAYOUTS for how in HOW if not (layout in ONLY_FOLDERS and how == "in a folder")]


@pytest.mark.sampled
@pytest.mark.parametrize(("layout", "how"), MEMBERS)
def test_a_planted_file_changes_no_other_row(tmp_path, layout, how):
    others = [(student, {f"{NAME}.ipynb": notebook(student)}) for student in OTHERS]

    def rows(place, own):
        return rows_of(lay_out(tmp_path / place / "class", LAYOUTS[layout]([*others, (ADA, own)]), True), tmp_path)

    (tmp_path / "honest").mkdir()
    before = rows("honest", {f"{NAME}.ipynb": notebook(ADA)})
    for number, (name, forgery) in enumerate(FORGERIES.items()):
        (tmp_path / str(number)).mkdir()
        print(name)
        after = rows(str(number), planted(forgery, how))
        assert_only_hers(before, after)
        if after.get(ADA.email):
            assert (after[ADA.email].time, after[ADA.email].late) == (before[ADA.email].time, before[ADA.email].late)


@pytest.mark.sampled
@pytest.mark.parametrize("forgery", FORGERIES)
@pytest.mark.parametrize("as_zip", [False, True])
def test_paths_named_one_by_one_are_one_students_each(tmp_path, forgery, as_zip):
    def rows(place, own):
        files = {student.login: {f"{NAME}.ipynb": notebook(student)} for student in OTHERS} | {ADA.login: own}
        return rows_of([lay_out(tmp_path / place / login, held, as_zip) for login, held in files.items()], tmp_path)

    for place in ("honest", "forged"):
        (tmp_path / place).mkdir()
    before = rows("honest", {f"{NAME}.ipynb": notebook(ADA)})
    assert_only_hers(before, rows("forged", planted(FORGERIES[forgery], "at the top")))


@pytest.mark.slow
def test_many_folders_inside_one_another_and_long_names_stop_nobody(tmp_path):
    """No class is lost to one submission of 1,500 folders, or of names that no program can open."""
    place = lay_out(
        tmp_path / "class", LAYOUTS["folders"]([(s, {f"{NAME}.ipynb": notebook(s)}) for s in STUDENTS]), False
    )
    here = os.getcwd()
    try:
        os.chdir(place / ADA.login)
        for _ in range(1500):
            os.mkdir("d" * 100)
            os.chdir("d" * 100)
        os.chdir(here)
        rows = rows_of(place, tmp_path)
    finally:
        os.chdir(here)
        subprocess.run(["rm", "-rf", str(place / ADA.login / ("d" * 100))], check=True)  # shutil is not able to
    assert all(has_the_work_of(student, rows[student.email]) for student in STUDENTS)
