"""Made exports of every layout: the same students and files, laid out as each platform lays them out.

Where the layouts are written down: Canvas, lib/content_zipper.rb of instructure/canvas-lms; Moodle, mod/assign/locallib.php
(download_submissions); Blackboard, "Assignment File Download" and the README of kwurst/bb-file-cleanup; Brightspace, the
names in the tests of kodiak (`13394-80551 - Eric Gillotti - Mar 29, 2018 1205 PM - file`); Sakai,
BaseAssignmentService.zipSubmissions of sakaiproject/sakai; ILIAS, the multi-feedback download (`Last_First_login_id`);
nbgrader, "Exchanging assignment files" and "Managing assignment files manually" of its documentation; CoCalc, the page
"Assignments and Handouts" of sagemathinc/cocalc-doc; Gradescope, "Export Submissions"; otter, `Notebook.export`;
Autolab, Submission#create_user_directory_handin_filename of autolab/Autolab (`email_version_file`);
Google Classroom names a student's copy after the document and the student.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

NAME = "forward_backward"


@dataclass(frozen=True)
class Student:
    first: str
    last: str
    login: str
    number: int

    @property
    def email(self) -> str:
        return f"{self.login}@example.edu"

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


ADA = Student("Ada", "Moss", "amoss12", 4711)
OTHERS = (
    Student("Bo", "Reed", "breed7", 4712),
    Student("Cy", "O'Hara", "cyo1", 4713),
    Student("Zoë", "Lind-Park", "zlind", 4714),
)
STUDENTS = (ADA, *OTHERS)
ROSTER = "name,email,id,login\n" + "".join(f"{s.name},{s.email},{s.number},{s.login}\n" for s in STUDENTS)


def notebook(student: Student) -> bytes:
    """A notebook that is right enough to be found again: it holds the login."""
    return (
        f'{{"cells": [], "metadata": {{"mark": "MARK {student.login} "}}, "nbformat": 4, "nbformat_minor": 5}}'.encode()
    )


def zipped(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


Files = dict[str, bytes]
HandedIn = list[tuple[Student, Files]]


def _flat(name: str) -> str:
    return name.rpartition("/")[2]


def gradescope(handed_in: HandedIn) -> Files:
    lines, files = ["---"], {}
    for number, (student, own) in enumerate(handed_in, 101):
        lines += [
            f"submission_{number}:", "  :submitters:", f'  - :name: "{student.name}"', f"    :sid: '{student.number}'",
            f"    :email: {student.email}", "  :created_at: 2026-11-20 12:00:00.5 Z",
        ]  # fmt: skip
        files |= {f"assignment_77_export/submission_{number}/{name}": data for name, data in own.items()}
    return {"assignment_77_export/submission_metadata.yml": "\n".join(lines).encode(), **files}


def canvas(handed_in: HandedIn) -> Files:
    found = {}
    for student, own in handed_in:
        sortable = "".join(
            char for char in f"{student.last}{student.first}".lower() if char.isascii() and char.isalnum()
        )
        for place, (name, data) in enumerate(own.items()):
            found[f"{sortable}_{student.number}_{90000 + place}_{_flat(name)}"] = data
    return found


def moodle(handed_in: HandedIn) -> Files:
    found = {}
    for student, own in handed_in:
        label = f"{student.name}_{student.number}_assignsubmission"
        found |= {f"{label}_file/{name}": data for name, data in own.items()}
        found[f"{label}_onlinetext/onlinetext.html"] = b"<p>I handed in the file.</p>"
    return found


def moodle_files(handed_in: HandedIn) -> Files:
    return {f"{s.name}_{s.number}_assignsubmission_file_{_flat(n)}": d for s, own in handed_in for n, d in own.items()}


def moodle_blind(handed_in: HandedIn) -> Files:
    return {f"Teilnehmer_{s.number}_assignsubmission_file_/{n}": d for s, own in handed_in for n, d in own.items()}


def moodle_groups(handed_in: HandedIn) -> Files:
    return {
        f"Group A-{s.name}_{s.number}_assignsubmission_file_/{n}": d for s, own in handed_in for n, d in own.items()
    }


def blackboard(handed_in: HandedIn) -> Files:
    found = {}
    for student, own in handed_in:
        label = f"Homework_2_{student.login}_attempt_2026-11-20-13-05-11"
        found[f"{label}.txt"] = f"Name: {student.name} ({student.login})\r\nAssignment: Homework_2\r\n".encode()
        found |= {f"{label}_{_flat(name)}": data for name, data in own.items()}
    return found


def brightspace(handed_in: HandedIn) -> Files:
    found: Files = {"index.html": b"<html>"}
    for student, own in handed_in:
        label = f"397063-2557369 - {student.name} - Nov 20, 2026 105 PM"
        found |= {f"{label}/{name}": data for name, data in own.items()}
    return found


def brightspace_files(handed_in: HandedIn) -> Files:
    return {
        f"397063-2557369 - {s.name}- Nov 20, 2026 105 PM - {_flat(n)}": d
        for s, own in handed_in
        for n, d in own.items()
    }


def sakai(handed_in: HandedIn) -> Files:
    found: Files = {"HW2/grades.csv": b"HW2,Points\r\n\r\nDisplay ID,ID,Last Name,First Name,grade\r\n"}
    for student, own in handed_in:
        label = f"HW2/{student.last}, {student.first}({student.login})"
        found |= {f"{label}/Submission attachment(s)/{name}": data for name, data in own.items()}
        found |= {
            f"{label}/timestamp.txt": b"20261120130511000",
            f"{label}/comments.txt": b"",
            f"{label}/feedbackText.html": b"",
        }
    return found


def ilias(handed_in: HandedIn) -> Files:
    found = {}
    for student, own in handed_in:
        label = f"Abgaben/{student.last}_{student.first}_{student.login}_{student.number}"
        found |= {
            f"{label}/{'/'.join([*name.split('/')[:-1], f'20261120120000_{_flat(name)}'])}": data
            for name, data in own.items()
        }
    return found


def nbgrader(handed_in: HandedIn) -> Files:
    found = {}
    for student, own in handed_in:
        found |= {f"submitted/{student.login}/{NAME}/{name}": data for name, data in own.items()}
        found[f"submitted/{student.login}/{NAME}/timestamp.txt"] = b"2026-11-20 12:00:00.000000 UTC"
    return found


def nbgrader_inbound(handed_in: HandedIn) -> Files:
    found = {}
    for student, own in handed_in:
        label = f"inbound/{student.login}+{NAME}+2026-11-20 12:00:00.000000 UTC+rAnd0m"
        found |= {f"{label}/{name}": data for name, data in own.items()} | {
            f"{label}/timestamp.txt": b"2026-11-20 12:00:00.000000 UTC"
        }
    return found


def github(handed_in: HandedIn) -> Files:
    return {
        f"ml-hw-2-submissions/ml-hw-2-{s.login}/{n}": d
        for s, own in handed_in
        for n, d in {**own, "README.md": b"# hw"}.items()
    }


def cocalc(handed_in: HandedIn) -> Files:
    found = {}
    for student, own in handed_in:
        label = f"Homework 2-collect/{student.number:08x}-0000-4000-8000-{student.number:012}"
        found |= {f"{label}/{name}": data for name, data in own.items()}
        found[f"{label}/STUDENT - {student.name}.txt"] = f"This student is {student.name}.".encode()
    return found


def google_drive(handed_in: HandedIn) -> Files:
    return {
        f"Homework 2/{_flat(name).rpartition('.')[0] or _flat(name)} - {s.name}.{_flat(name).rpartition('.')[2]}": data
        for s, own in handed_in
        for name, data in own.items()
    }


def otter(handed_in: HandedIn) -> Files:
    return {f"{s.login}_2026_11_20T12_00_00_123456.zip": zipped(own) for s, own in handed_in}


def autolab(handed_in: HandedIn) -> Files:
    found = {}
    for place, (student, own) in enumerate(handed_in, 9):
        found |= {f"{student.email}_{place}_{_flat(name)}": data for name, data in own.items()}
        found[f"{student.email}_2_old.ipynb"] = b'{"cells": []}'
    return {name: found[name] for name in sorted(found)}


def folders(handed_in: HandedIn) -> Files:
    return {f"{s.login}/{name}": data for s, own in handed_in for name, data in own.items()}


def sections(handed_in: HandedIn) -> Files:
    half = len(handed_in) // 2
    return {
        f"section {1 + (place >= half)}/{s.login}/{name}": data
        for place, (s, own) in enumerate(handed_in)
        for name, data in own.items()
    }


def named_folders(handed_in: HandedIn) -> Files:
    return {f"HW2 - {s.last}, {s.first} - late/{name}": data for s, own in handed_in for name, data in own.items()}


LAYOUTS: dict[str, Callable[[HandedIn], Files]] = {
    layout.__name__: layout
    for layout in (
        gradescope, canvas, moodle, moodle_files, moodle_blind, moodle_groups, blackboard, brightspace, brightspace_files, sakai, ilias,
        nbgrader, nbgrader_inbound, github, cocalc, google_drive, otter, autolab, folders, sections, named_folders,
    )
}  # fmt: skip
