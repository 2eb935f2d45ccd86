"""Combine every layout with every oddity, and check that each student's work is found or a person is notified."""

import zipfile

import pytest

from autograder.classroom.arrivals.attendance import call_roll
from autograder.classroom.arrivals.layouts import arrivals
from autograder.classroom.arrivals.roster import read_roster
from autograder.intake.safe_archive import gather
from tests.classroom.made_exports import ADA, LAYOUTS, NAME, OTHERS, ROSTER, STUDENTS, notebook, zipped

ONLY_FOLDERS = {
    "canvas",
    "moodle_files",
    "blackboard",
    "brightspace_files",
    "google_drive",
    "autolab",
}  # a file lies in no folder of its own
# What one student's files may be; the others hand in the plain notebook.
ODDITIES = {
    "plain": lambda data: {f"{NAME}.ipynb": data},
    "renamed": lambda data: {"hw 2 (final) v2.ipynb": data},
    "txt": lambda data: {f"{NAME}.ipynb.txt": data},
    "json": lambda data: {f"{NAME}.ipynb.json": data},
    "bare json": lambda data: {"my homework.json": data},
    "downloaded twice": lambda data: {f"{NAME} (1).ipynb": data},
    "zipped": lambda data: {"work.zip": zipped({f"{NAME}.ipynb": data})},
    "picture beside": lambda data: {f"{NAME}.ipynb": data, "photo.png": b"\x89PNG"},
    "notes beside": lambda data: {"notes.txt": b"I did my best.", f"{NAME}.ipynb": data},
    "data beside": lambda data: {f"{NAME}.ipynb": data, "settings.json": b'{"a": 1}'},
    "script": lambda data: {f"{NAME}.py": b"# " + data},
    "stub beside": lambda data: {f"{NAME}.ipynb": data, f"{NAME}.py": b"x = 1\n"},
    "pictures in a folder": lambda data: {f"{NAME}.ipynb": data, **{f"figs/f{n}.png": b"\x89PNG" for n in range(250)}},
    "in a folder": lambda data: {f"work/{NAME}.ipynb": data},
    "homeworks": lambda data: {"hw1/chain_rule.ipynb": b'{"cells": []}', f"hw2/{NAME}.ipynb": data},
    "deep": lambda data: {f"{'a/' * 12}{NAME}.ipynb": data},
    "markdown": lambda data: {f"{NAME}.md": b"# Mine\n\n```python\ndef sigmoid(a): ...\n```\n" + data},
    "Quarto": lambda data: {f"{NAME}.qmd": b"```{python}\ndef sigmoid(a): ...\n```\n" + data, "notes.txt": b"Done."},
    "a tar archive": lambda data: {"work.tgz": data},
    "kept by Jupyter alone": lambda data: {f".ipynb_checkpoints/{NAME}-checkpoint.ipynb": data},
    "kept by Jupyter": lambda data: {f"{NAME}.ipynb": b"{}", f".ipynb_checkpoints/{NAME}-checkpoint.ipynb": data},
    "hand-out beside": lambda data: {f"{NAME}.ipynb": data, "checks/__init__.py": b"", "checks/cases.json": b"{}"},
}
HAVE_FOLDERS = {
    "kept by Jupyter alone",
    "kept by Jupyter",
    "pictures in a folder",
    "in a folder",
    "homeworks",
    "deep",
    "hand-out beside",
}
# ILIAS renames each file, nbgrader puts its time stamp beside a notebook that nobody can see.
NEVER = {
    ("ilias", "kept by Jupyter"),
    ("nbgrader_inbound", "kept by Jupyter alone"),
    ("nbgrader", "kept by Jupyter alone"),
}
MEMBERS = [
    (layout, oddity)
    for layout in LAYOUTS
    for oddity in ODDITIES
    if not (layout in ONLY_FOLDERS and oddity in HAVE_FOLDERS) and (layout, oddity) not in NEVER
]


def lay_out(place, files, as_zip):
    """Write the files into a folder or a zip; return its path."""
    if as_zip:
        with zipfile.ZipFile(place.with_suffix(".zip"), "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return place.with_suffix(".zip")
    for name, data in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


def roll_of(place, tmp_path, assignment=NAME):
    (tmp_path / "roster.csv").write_text(ROSTER)
    found = arrivals([place], assignment)
    return call_roll(found.arrivals, read_roster(tmp_path / "roster.csv")), found.strange


def has_the_work_of(student, arrival):
    """Return True if the student's notebook, and no other student's, is read."""
    held = b"\n".join(gather(arrival.source).values()) if arrival else b""
    marks = {one.login for one in STUDENTS if f"MARK {one.login} ".encode() in held}
    return marks == {student.login}


def lost(roll):
    """Return the students whose row lacks their work, unless a note names them."""
    rows = {row.student: row.arrival for row in roll.rows}
    return [student.login for student in STUDENTS if not has_the_work_of(student, rows.get(student.email))]


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("layout", "oddity", "as_zip"), [(*member, number % 2 == 0) for number, member in enumerate(MEMBERS)]
)
def test_each_student_has_their_own_work(tmp_path, layout, oddity, as_zip):
    handed_in = [(ADA, ODDITIES[oddity](notebook(ADA)))]
    handed_in += [(student, {f"{NAME}.ipynb": notebook(student)}) for student in OTHERS]
    roll, strange = roll_of(lay_out(tmp_path / "class", LAYOUTS[layout](handed_in), as_zip), tmp_path)
    assert lost(roll) == [], (roll.notes, strange)
    assert len(roll.rows) == len(STUDENTS)


@pytest.mark.sampled
@pytest.mark.parametrize("oddity", [oddity for oddity in ODDITIES if oddity != "kept by Jupyter alone"])
@pytest.mark.parametrize("layout", ["gradescope", "moodle", "ilias", "github", "folders", "nbgrader"])
def test_all_students_may_be_odd_alike(tmp_path, layout, oddity):
    if (layout, oddity) in NEVER:
        return
    handed_in = [(student, ODDITIES[oddity](notebook(student))) for student in STUDENTS]
    roll, strange = roll_of(lay_out(tmp_path / "class", LAYOUTS[layout](handed_in), False), tmp_path)
    assert lost(roll) == [], (roll.notes, strange)


@pytest.mark.parametrize("as_zip", [False, True])
@pytest.mark.parametrize("many", [201, 400])
def test_what_is_left_out_beside_the_work_is_said(tmp_path, many, as_zip):
    """In the folder or zip of a class, too, whose files are listed before they are read."""
    own = {f"{NAME}.ipynb": notebook(ADA), **{f"data/{number}.csv": b"1,2" for number in range(many)}}
    place = lay_out(tmp_path / "class", LAYOUTS["folders"]([(ADA, own), (OTHERS[0], {"a.ipynb": b"{}"})]), as_zip)
    found = next(one for one in arrivals([place], NAME).arrivals if one.people[0].id == ADA.login)
    held = gather(found.source)
    assert f"{NAME}.ipynb" in held and held.review
    assert f"It holds {many + 1} files" in held.left_out[0] and f"{many - 199} were left out" in held.left_out[0]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_without_a_roster_there_are_as_many_students_as_handed_in(tmp_path, layout):
    handed_in = [(student, {f"{NAME}.ipynb": notebook(student)}) for student in STUDENTS]
    place = lay_out(tmp_path / "class", LAYOUTS[layout](handed_in), True)
    roll = call_roll(arrivals([place], NAME).arrivals, read_roster_of_nobody())
    assert len(roll.rows) == len(STUDENTS) and all(row.arrival.has_work for row in roll.rows)


def read_roster_of_nobody():
    from autograder.classroom.arrivals.roster import Roster

    return Roster()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_class_of_one_is_a_class(tmp_path, layout):
    files = LAYOUTS[layout]([(ADA, {f"{NAME}.ipynb": notebook(ADA)})])
    found = arrivals([lay_out(tmp_path / "class", files, False)], NAME)
    assert sum(arrival.has_work for arrival in found.arrivals) == 1


@pytest.mark.parametrize("layout", ["canvas", "blackboard", "moodle_files", "brightspace_files"])
def test_the_unpacked_files_of_an_export_may_be_named_one_by_one(tmp_path, layout):
    handed_in = [(student, {f"{NAME}.ipynb": notebook(student), "helper.py": b"x = 1"}) for student in STUDENTS]
    place = lay_out(tmp_path / "class", LAYOUTS[layout](handed_in), False)
    (tmp_path / "roster.csv").write_text(ROSTER)
    roll = call_roll(arrivals(sorted(place.iterdir()), NAME).arrivals, read_roster(tmp_path / "roster.csv"))
    assert lost(roll) == []


@pytest.mark.parametrize("layout", ["folders", "github", "named_folders"])
def test_the_folders_of_a_class_may_be_named_one_by_one(tmp_path, layout):
    handed_in = [(student, {"my work.ipynb": notebook(student), "helper.py": b"x = 1"}) for student in STUDENTS]
    place = lay_out(tmp_path / "class", LAYOUTS[layout](handed_in), False)
    folders = sorted({path.parent for path in place.rglob("*.ipynb")})
    (tmp_path / "roster.csv").write_text(ROSTER)
    roll = call_roll(arrivals(folders, NAME).arrivals, read_roster(tmp_path / "roster.csv"))
    assert lost(roll) == []


@pytest.mark.slow
@pytest.mark.parametrize("entry", ["text", "link"])
def test_who_handed_in_text_or_a_link_has_a_row_of_their_own_status(run, tmp_path, entry):
    files = LAYOUTS["canvas"]([(student, {f"{NAME}.ipynb": notebook(student)}) for student in OTHERS])
    files[f"mossada_LATE_{ADA.number}_{entry}.html"] = b"<p>https://example.org</p>"
    graded = run(lay_out(tmp_path / "submissions", files, True))
    lines = (graded.folder / "grades.csv").read_text().splitlines()
    assert next(line for line in lines if line.startswith(f"{ADA.number},")).split(",")[2] == "no_file"
    assert graded.exit_status == 1 and "Handed in as text or as a link" in " ".join(graded.sentences)


def test_work_is_never_displaced_by_a_later_attempt_without_any(tmp_path):
    files = LAYOUTS["blackboard"]([(student, {f"{NAME}.ipynb": notebook(student)}) for student in STUDENTS])
    files[f"Homework_2_{ADA.login}_attempt_2026-11-21-09-00-00.txt"] = b"Name: Ada Moss (amoss12)\n"
    roll, _ = roll_of(lay_out(tmp_path / "class", files, True), tmp_path)
    assert lost(roll) == [] and "the latest with a notebook or a .py file" in " ".join(roll.notes)


@pytest.mark.slow
def test_a_group_named_in_groups_csv_is_a_row_each(run, tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "groups.csv").write_text(f"group,student\nGroup Seven,{ADA.email}\nGroup Seven,{OTHERS[0].login}\n")
    files = {
        "groupseven_3006_90006_forward_backward.ipynb": notebook(ADA),
        "ohara_4713_90007_forward_backward.ipynb": notebook(OTHERS[1]),
    }
    graded = run(lay_out(tmp_path / "submissions", files, True), roster=tmp_path / "roster.csv")
    rows = [line.split(",")[:3] for line in (graded.folder / "grades.csv").read_text().splitlines()[1:]]
    assert [row[0] for row in rows if "groupseven" in row[1]] == [ADA.email, OTHERS[0].email]
