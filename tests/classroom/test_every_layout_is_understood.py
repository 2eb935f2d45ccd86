"""Check who handed in which files, and when, on faithful samples of every layout."""

import os
import zipfile
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path

import pytest

from autograder.classroom.arrivals.arrival import Arrival
from autograder.classroom.arrivals.attendance import call_roll
from autograder.classroom.arrivals.layouts import NothingThere, arrivals
from autograder.classroom.arrivals.person import Person
from autograder.classroom.arrivals.platform_exports import gradescope_people
from autograder.classroom.arrivals.roster import Roster
from autograder.classroom.journal_roll import journal_name, name_candidates
from autograder.intake import Source
from autograder.intake.safe_archive import gather

NAME = "forward_backward"
NOTEBOOK = b'{"cells": []}'

# As Gradescope writes it (Ruby's YAML, symbols as keys), shortened to two submissions of which one is a group's.
GRADESCOPE = """---
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: '0042'
    :email: ada@example.edu
  :created_at: 2027-05-20 17:34:02.123456789 Z
  :score: 12.0
  :status: processed
  :results:
    tests:
    - name: q1
      output: |-
        :submitters: is no key here
        submission_999:
    :email: nobody@example.edu
  :history: &1
  - :id: 100
    :created_at: !ruby/object:ActiveSupport::TimeWithZone
      utc: 2027-05-19 10:00:00.000000000 Z
submission_102:
  :submitters:
  - :name: Bob Ångström
    :sid: 007
    :email: bob@example.edu
  - :name: "Cyd \\"C\\" Charisse"
    :sid:
    :email: cyd@example.edu
  :created_at: 2027-05-21 01:00:00.000000000 Z
  :history: []
"""

GRADESCOPE_FILES = {
    "assignment_77_export/submission_metadata.yml": GRADESCOPE.encode(),
    "assignment_77_export/submission_101/forward_backward.ipynb": NOTEBOOK,
    "assignment_77_export/submission_101/helper.py": b"",
    "assignment_77_export/submission_102/hw.py": b"x = 1",
    "assignment_77_export/submission_103/hw.py": b"x = 1",
}
CANVAS = {
    "lovelaceada_4711_90001_forward_backward-1.ipynb": NOTEBOOK,
    "ngstrmbob_LATE_4712_90002_forward_backward.py": b"x = 1",
    "ngstrmbob_LATE_4712_90003_helper.py": b"",
    "charissecyd_4713_90004_hw.zip": b"PK",
}
MOODLE = {
    "Ada Lovelace_311_assignsubmission_file_/forward_backward.ipynb": NOTEBOOK,
    "Bob Ångström_312_assignsubmission_file/hw.ipynb": NOTEBOOK,
    "Cyd Charisse_313_assignsubmission_file_hw.ipynb": NOTEBOOK,
}
NBGRADER = {
    "ada/forward_backward/forward_backward.ipynb": NOTEBOOK,
    "ada/forward_backward/timestamp.txt": b"2027-05-20 13:34:02.123456 America/New_York",
    "ada/chain_rule/chain_rule.ipynb": NOTEBOOK,
    "bob/forward_backward/forward_backward.ipynb": NOTEBOOK,
    "bob/forward_backward/timestamp.txt": b"2027-05-20 17:34:02.123456 UTC",
    "cyd/chain_rule/chain_rule.ipynb": NOTEBOOK,
}
FOLDERS = {"ada/forward_backward.ipynb": NOTEBOOK, "bob/work/hw.ipynb": NOTEBOOK, "cyd/readme.txt": b"sorry"}
FILES = {"ada.ipynb": NOTEBOOK, "ada.py": b"x = 1", "bob@example.edu.py": b"x = 1", "cyd.zip": b"PK"}
OTTER = {"forward_backward_2027_05_20T17_34_02_123456.zip": b"PK"}


@pytest.fixture(params=["folder", "zip"])
def arrive(request, tmp_path):
    """Return the submissions in these files, as a folder or packed as a zip."""

    def arrive(files, name="class"):
        place = tmp_path / name
        if request.param == "zip":
            place = tmp_path / f"{name}.zip"
            with zipfile.ZipFile(place, "w") as archive:
                for inside, data in files.items():
                    archive.writestr(inside, data)
        else:
            for inside, data in files.items():
                (place / inside).parent.mkdir(parents=True, exist_ok=True)
                (place / inside).write_bytes(data)
        return arrivals([place], NAME)

    return arrive


def people(found):
    return [[(p.email, p.id, p.name) for p in arrival.people] for arrival in found.arrivals]


def identities(found):
    return sorted(person.identity for arrival in found.arrivals for person in arrival.people)


def test_a_gradescope_export_names_groups_times_and_files(arrive):
    found = arrive(GRADESCOPE_FILES)
    assert people(found) == [
        [("ada@example.edu", "0042", "Ada Lovelace")],
        [("bob@example.edu", "007", "Bob Ångström"), ("cyd@example.edu", "", 'Cyd "C" Charisse')],
    ]
    assert found.arrivals[0].time == datetime(2027, 5, 20, 17, 34, 2, tzinfo=timezone.utc)
    assert set(gather(found.arrivals[0].source)) == {"forward_backward.ipynb", "helper.py"}


def test_a_folder_that_the_metadata_do_not_name_is_listed(arrive):
    assert [text for text in arrive(GRADESCOPE_FILES).strange if "submission_103" in text]


def test_a_submission_without_files_is_still_an_arrival(arrive):
    files = {"e/submission_metadata.yml": GRADESCOPE.encode(), "e/submission_101/a.ipynb": NOTEBOOK}
    assert len(arrive(files).arrivals) == 2


def test_metadata_with_megabytes_of_results_are_read_in_a_second(arrive):
    import time

    noise = "  :results:\n" + "".join(f"    - {{name: q{i}, output: 'line'}}\n" for i in range(2000))
    entry = "submission_{}:\n  :submitters:\n  - :name: N\n    :sid: '{}'\n    :email: s{}@example.edu\n"
    text = "---\n" + "".join(entry.format(i, i, i) + noise for i in range(100))
    start = time.process_time()
    found = arrive({"submission_metadata.yml": text.encode()})
    assert len(found.arrivals) == 100 and time.process_time() - start < 2


def test_a_canvas_download_joins_a_students_files_and_knows_lateness(arrive):
    found = arrive(CANVAS)
    assert [(a.people[0].id, a.people[0].name, a.late) for a in found.arrivals] == [
        ("4713", "charissecyd", False), ("4711", "lovelaceada", False), ("4712", "ngstrmbob", True),
    ]  # fmt: skip
    assert set(gather(found.arrivals[2].source)) == {"forward_backward.py", "helper.py"}


def test_of_two_canvas_attachments_of_one_name_the_later_counts(arrive):
    found = arrive({"a_1_10_hw.py": b"x = 1", "a_1_11_hw.py": b"x = 2"})
    assert gather(found.arrivals[0].source) == {"hw.py": b"x = 2"}


PAIRS = {
    "canvas": {
        f"{who}_{user}_{user}{i}_{file}": NOTEBOOK
        for who, user in (("ada", 1), ("bob", 2))
        for i, file in enumerate(("hw.ipynb", "hw.py"))
    },
    "files": {f"{who}.{kind}": NOTEBOOK for who in ("ada", "bob") for kind in ("ipynb", "py")},
    "folders": {f"{who}/hw.{kind}": NOTEBOOK for who in ("ada", "bob") for kind in ("ipynb", "py")},
}


@pytest.mark.parametrize("layout", PAIRS)
def test_two_students_with_several_files_each_are_two_submissions(arrive, layout):
    """Check a past error, in which both were named after their folder and one got the grade of the other."""
    roll = call_roll(arrive(PAIRS[layout]).arrivals, Roster())
    assert len(roll.rows) == len(roll.arrivals) == len({arrival.label for arrival in roll.arrivals}) == 2


def test_submissions_of_one_name_at_one_place_are_still_two(tmp_path):
    one, two = (
        Arrival((Person(id=who),), Source(tmp_path, ((file, file),)), "hw", 0.0)
        for who, file in (("ada", "a.py"), ("bob", "b.py"))
    )
    labels = Counter(text for arrival in (one, two) for text in name_candidates(arrival)[:2])
    assert journal_name(one, labels) != journal_name(two, labels)


def test_a_time_that_ruby_wrote_as_an_object_is_read():
    text = "s1:\n  :submitters:\n  - :email: a@x.edu\n  :created_at: !ruby/object:ActiveSupport::TimeWithZone\n    utc: 2027-05-22 23:59:01.1 Z\n"
    assert gradescope_people(text)["s1"][1] == datetime(2027, 5, 22, 23, 59, 1, tzinfo=timezone.utc)


def test_an_anonymous_canvas_download_keeps_its_students_apart(arrive):
    found = arrive({"anon_Xy3zQ_90001_hw.ipynb": NOTEBOOK, "LATE_anon_ab3Cd_90002_hw.ipynb": NOTEBOOK})
    assert sorted((a.people[0].id, a.late) for a in found.arrivals) == [("anon_Xy3zQ", False), ("anon_ab3Cd", True)]


def test_a_text_entry_in_a_canvas_download_is_listed(arrive):
    assert "lovelaceada_4711_text.html" in arrive({**CANVAS, "lovelaceada_4711_text.html": b"<p>hi"}).strange[0]


def test_a_stray_file_in_a_canvas_download_is_listed(arrive):
    assert "stray.ipynb" in arrive({**CANVAS, "stray.ipynb": NOTEBOOK}).strange[0]


def test_moodle_folders_give_name_and_id(arrive):
    assert sorted(people(arrive(MOODLE))) == [
        [("", "311", "Ada Lovelace")], [("", "312", "Bob Ångström")], [("", "313", "Cyd Charisse")],
    ]  # fmt: skip


def test_nbgraders_folders_give_the_assignments_own_submission_and_its_time(arrive):
    found = arrive(NBGRADER)
    assert identities(found) == ["ada", "bob"]
    assert {arrival.time for arrival in found.arrivals} == {datetime(2027, 5, 20, 17, 34, 2, tzinfo=timezone.utc)}
    assert set(gather(found.arrivals[0].source)) == {"forward_backward.ipynb"}


def test_github_classrooms_repositories_are_called_after_their_students(arrive):
    files = {f"forward-backward-submissions/forward-backward-{who}/{file}": NOTEBOOK
             for who in ("ada-l", "bob_x") for file in ("forward_backward.ipynb", "README.md", ".git/config")}  # fmt: skip
    assert sorted(arrival.people[0].id for arrival in arrive(files).arrivals) == ["ada-l", "bob_x"]


def test_a_folder_of_folders_is_a_class_and_an_empty_hand_in_an_arrival(arrive):
    assert identities(arrive(FOLDERS)) == ["ada", "bob", "cyd"]


def test_a_folder_of_files_is_a_class_and_a_pair_of_one_name_one_submission(arrive):
    found = arrive(FILES)
    assert identities(found) == ["ada", "bob@example.edu", "cyd"]
    assert set(gather(found.arrivals[0].source)) == {"ada.ipynb", "ada.py"}


def test_files_and_folders_may_be_mixed(arrive):
    assert identities(arrive({"ada.ipynb": NOTEBOOK, "bob/x.py": b"x"})) == ["ada", "bob"]


def test_a_class_in_a_folder_of_its_own_is_found(arrive):
    assert identities(arrive({f"download/{name}": data for name, data in NBGRADER.items()})) == ["ada", "bob"]


def test_an_otter_exports_name_tells_no_time(arrive):
    """Check that a time written by the student's machine does not decide about lateness."""
    found = arrive({"ada_2027_05_20T17_34_02_123456.zip": b"PK", **OTTER})
    assert all(arrival.time is None for arrival in found.arrivals)
    assert [arrival.people[0].id for arrival in found.arrivals] == ["ada", *(name[:-4] for name in OTTER)]


@pytest.mark.parametrize("name", ["notes.txt", "grades.csv", "ada.docx"])
def test_what_fits_no_way_is_listed(arrive, name):
    found = arrive({"ada.ipynb": NOTEBOOK, "bob.ipynb": NOTEBOOK, name: b"x"})
    assert len(found.arrivals) == 2 and name in found.strange[0]


@pytest.mark.parametrize(
    "extra", [{}, {"helper.py": b""}, {"forward_backward-Copy1.ipynb": NOTEBOOK}, {"forward_backward.py": b"x"}]
)
def test_a_students_own_folder_or_zip_is_one_submission(arrive, extra):
    found = arrive({"forward_backward.ipynb": NOTEBOOK, "checks/__init__.py": b"", **extra}, name="ada")
    assert identities(found) == ["ada"] and "forward_backward.ipynb" in gather(found.arrivals[0].source)


def test_an_otter_export_is_one_submission(tmp_path):
    with zipfile.ZipFile(tmp_path / "hw_2027_05_20T17_34_02_1.zip", "w") as archive:
        for name in ("renamed.ipynb", ".OTTER_LOG", "__zip_filename__", "renamed.pdf"):
            archive.writestr(name, NOTEBOOK)
    (found,) = arrivals([tmp_path / "hw_2027_05_20T17_34_02_1.zip"], NAME).arrivals
    assert found.people[0].id == "hw" and set(gather(found.source)) == {"renamed.ipynb", "renamed.pdf"}


def test_single_files_are_students_and_of_equal_names_the_folders_are(tmp_path):
    paths = [tmp_path / "ada" / f"{NAME}.ipynb", tmp_path / "bob" / f"{NAME}.ipynb", tmp_path / "cyd.py"]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(NOTEBOOK)
    assert identities(arrivals(paths, NAME)) == ["ada", "bob", "cyd"]


def test_a_path_that_is_not_there_is_a_sentence():
    with pytest.raises(NothingThere, match="no such file"):
        arrivals([Path("/nowhere/at/all")], NAME)


def test_a_broken_zip_is_listed_and_the_rest_is_found(tmp_path):
    (tmp_path / "class.zip").write_bytes(b"PK\3\4 and no more")
    (tmp_path / "ada.ipynb").write_bytes(NOTEBOOK)
    found = arrivals([tmp_path / "class.zip", tmp_path / "ada.ipynb"], NAME)
    assert len(found.arrivals) == 1 and "complete zip" in found.strange[0]


def test_members_that_lead_out_of_a_class_zip_are_listed_and_left_alone(tmp_path):
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("ada/x.ipynb", NOTEBOOK)
        archive.writestr("../../evil.ipynb", NOTEBOOK)
        archive.writestr("bob/y.ipynb", NOTEBOOK)
    found = arrivals([tmp_path / "class.zip"], NAME)
    assert identities(found) == ["ada", "bob"] and "evil" in found.strange[0]
    assert gather(found.arrivals[0].source) == {"x.ipynb": NOTEBOOK}


def test_a_link_among_the_submissions_is_not_followed(tmp_path):
    (tmp_path / "secret.ipynb").write_bytes(NOTEBOOK)
    (tmp_path / "class").mkdir()
    os.symlink(tmp_path / "secret.ipynb", tmp_path / "class" / "ada.ipynb")
    (found,) = arrivals([tmp_path / "class"], NAME).arrivals
    with pytest.raises(ValueError, match="a link"):
        gather(found.source)
