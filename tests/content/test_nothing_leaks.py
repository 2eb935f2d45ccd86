"""No student file holds a solution, a rubric, a slip, a hidden case or the reference; planted ones are found."""

from __future__ import annotations

import io
import zipfile

import pytest

from autograder import questions
from autograder.content.build_folder import student_files as build_files
from autograder.content.leak_scan import leaks
from autograder.content.percent_source import ContentError
from autograder.content.sources import document
from autograder.course import Course
from autograder.paths import ASSIGNMENTS

NAMES = questions.names()
PLANTS = {
    "a line of the solution": ("tiny.py", b"the_answer_is_here = x * x", "solution text of solutions/tiny.py"),
    "the solution in a comment": ("README.md", b"# the_answer_is_here = x * x", "solution text of solutions/tiny.py"),
    "the answer in words": ("README.md", b"Because a square is a product of equal factors.", "solution text"),
    "the rubric": ("tiny.py", b"- **2 points:** naming the factors, and their equality.", "solution text"),
    "a marker": ("tiny.py", b"x = 1  # SOLUTION", "SOLUTION"),
    "a slip's sentence": ("README.md", b"That is the cube, one factor too many.", "the sentence of the slip cubed"),
    "a slip's code": ("tiny.py", b"    return x * x * x * 1.0", "code of the slip cubed of q1_square"),
    "a hidden input": ("cases.json", b"5.123456789012345", "a number of a hidden case"),
    "a hidden truth": ("cases.json", repr(5.123456789012345**2).encode(), "a number of a hidden case"),
    "the reference": ("tiny.py", b"import reference_impl as ref", "reference_impl"),
    "a changed check": ("public_checks.py", b"RTOL = 1e-2", "differs from what the build makes"),
}


@pytest.mark.slow
@pytest.mark.parametrize("plant", PLANTS)
def test_planted_secret_is_found(plant, tiny, declare_tiny):
    name, text, what = PLANTS[plant]
    files = build_files(tiny(), Course())
    assert leaks(files, tiny(), declare_tiny, "public") == []
    files[name] += b"\n" + text + b"\n"
    assert any(name in leak and what in leak for leak in leaks(files, tiny(), declare_tiny, "public"))


def test_solution_in_the_notebook_is_found_behind_json_escapes(tiny, declare_tiny):
    files = build_files(tiny(), Course())
    planted = files["tiny.ipynb"].replace(b"square of 3:", b'x\\")\\nthe_answer_is_here = x * x\\nprint(\\"')
    assert leaks(files | {"tiny.ipynb": planted}, tiny(), declare_tiny, "public")


def test_a_formula_of_the_solution_is_found_in_the_middle_of_prose(tiny, tiny_text, declare_tiny):
    solved = tiny_text.replace("the_answer_is_here = x * x", "the_answer_is_here = np.multiply(x,  x) + 0")
    files = build_files(tiny(solved), Course())
    files["README.md"] += b"\nTry `np.multiply(x, x) + 0`, say.\n"
    assert any(
        "README.md contains solution text" in leak for leak in leaks(files, tiny(solved), declare_tiny, "public")
    )


def test_the_signature_of_another_answer_is_no_secret(tiny, tiny_text, declare_tiny):
    solved = tiny_text.replace("the_answer_is_here = x * x", "the_answer_is_here = multiplied_with_itself(x)")
    files = build_files(tiny(solved), Course())
    files["README.md"] += b"\nYou may call `multiplied_with_itself(x)`.\n"
    assert leaks(files, tiny(solved), declare_tiny, "public") == []


def test_build_refuses_solution_text_outside_of_the_markers(tiny, tiny_text, declare_tiny):
    careless = tiny_text.replace('print("square of 3:", square(3))', "the_answer_is_here = x * x")
    with pytest.raises(ContentError, match=r"tiny\.ipynb contains solution text of solutions/tiny\.py, line 18\b"):
        build_files(tiny(careless), Course())


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_committed_folder_holds_no_secret(name):
    folder = ASSIGNMENTS / name
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files = {inside: data for inside, data in files.items() if "__pycache__" not in inside}
    assert leaks(files, document(name), questions.find(name), "public") == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_another_key_leaks_nothing(name, student_files):
    assert leaks(student_files(name), document(name), questions.find(name), "a private key") == []


@pytest.mark.slow
def test_student_zip_holds_what_the_folder_holds(tmp_path, course):
    name = "forward_backward"

    from autograder.content import build

    built = build(name, course, tmp_path / "assignments", tmp_path / "dist")
    with zipfile.ZipFile(io.BytesIO(built.student_zip.read_bytes())) as archive:
        inside = {member: archive.read(member) for member in archive.namelist()}
    there = {
        f"{name}/{p.relative_to(built.folder).as_posix()}": p.read_bytes()
        for p in built.folder.rglob("*")
        if p.is_file()
    }
    assert inside == there
