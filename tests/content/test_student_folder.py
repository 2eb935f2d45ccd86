"""The real student folders: up to date, reproducible, blank, and consistent across notebook, stub and course."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys

import nbformat
import numpy as np
import pytest

from autograder import questions
from autograder.content import freshness
from autograder.content.build_folder import _write
from autograder.content.build_folder import student_files as build_files
from autograder.content.script import stub
from autograder.content.sources import HANDOUT, document
from autograder.content.student_document import solved_document
from autograder.course import AssignmentSettings, Course
from reference_impl.trainability.colors import equalize

NAMES = questions.names()


def notebook_of(files: dict[str, bytes], name: str) -> nbformat.NotebookNode:
    return nbformat.reads(files[f"{name}.ipynb"].decode(), as_version=4)


@pytest.mark.parametrize("name", NAMES)
def test_committed_folder_is_fresh(name, course):
    assert freshness(name, course) == ""


@pytest.mark.slow
def test_stale_folder_is_named_with_the_command_to_run(tmp_path, student_files, course):
    _write(tmp_path / "chain_rule", student_files("chain_rule"))
    (tmp_path / "chain_rule" / "README.md").write_text("changed")
    assert freshness("chain_rule", course, tmp_path) == f"{tmp_path.name}/chain_rule is out of date: run make build."


@pytest.mark.slow
def test_same_source_and_key_give_the_same_bytes_in_another_process(student_files):
    program = (
        "import hashlib; from autograder.course import Course; from autograder.content.build_folder import student_files;"
        "from autograder.content.sources import HANDOUT, document; from autograder.content.deterministic_zip import zip_bytes;"
        "print(hashlib.sha256(zip_bytes(student_files(document('chain_rule'), Course()))).hexdigest())"
    )
    import hashlib

    from autograder.content.deterministic_zip import zip_bytes

    command = [sys.executable, "-W", "ignore", "-c", program]
    there = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"})
    assert there.stdout.strip() == hashlib.sha256(zip_bytes(student_files("chain_rule"))).hexdigest()


def test_student_folder_does_not_depend_on_the_key(student_files):
    assert build_files(document("chain_rule"), Course(key="another")) == student_files("chain_rule")


@pytest.mark.parametrize("name", NAMES)
def test_notebook_is_valid_without_outputs_and_with_speaking_ids(name, student_files):
    found = notebook_of(student_files(name), name)
    nbformat.validate(found)
    assert (found.nbformat, found.nbformat_minor) == (4, 5)
    assert not any(cell.outputs or cell.execution_count for cell in found.cells if cell.cell_type == "code")
    ids = [cell.id for cell in found.cells]
    judged = [question.id for question in questions.find(name).questions if not question.by_hand]
    assert len(set(ids)) == len(ids)
    assert all(f"{one}-answer" in ids and f"{one}-check" in ids for one in judged)
    assert found.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("name", NAMES)
def test_written_answers_have_a_tagged_cell_and_a_string(name, student_files):
    by_hand = [question.id for question in questions.find(name).questions if question.by_hand]
    cells = notebook_of(student_files(name), name).cells
    tagged = [tag for cell in cells if cell.cell_type == "markdown" for tag in cell.metadata.get("tags", [])]
    assert tagged == by_hand
    assert all(f'\n{one} = """\n\n"""\n' in student_files(name)[f"{name}.py"].decode() for one in by_hand)


@pytest.mark.parametrize("name", NAMES)
def test_stub_asks_every_question_in_plain_words(name, student_files):
    text = student_files(name)[f"{name}.py"].decode()
    ast.parse(text)
    for question in questions.find(name).questions:
        assert re.search(rf"^## {question.id} \({question.points:g} points?(, by hand)?\) · ", text, re.MULTILINE)
    prose = "\n".join(re.sub("`[^`]*`", "", line) for line in text.splitlines() if line.startswith("#"))
    assert not re.search(r"\$|\\[a-z]+|<!--", prose)


@pytest.mark.parametrize("name", NAMES)
def test_stub_defines_every_owned_name_and_prints_nothing_but_checks(name, student_files):
    text = student_files(name)[f"{name}.py"].decode()
    defined = {
        target.id if isinstance(target, ast.Name) else getattr(target, "name", "")
        for node in ast.parse(text).body
        for target in (node.targets if isinstance(node, ast.Assign) else [node])
    }
    assert set(questions.find(name).owner) <= defined


def said(right, judged, readable):
    """The report does not claim more than was checked."""
    if readable == judged:
        correct = "these checks do not tell you whether they are correct. Look up what you are not sure of."
        return f"{right} of {judged} answers can be read{f'; {correct}' if right else '.'}"
    if right and readable:
        return f"{right - readable} of {judged} pass, {readable} can only be checked for readability."
    return f"{right} of {judged} questions pass their public checks."


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_blank_stub_fails_every_public_check_and_solved_one_passes(name, tmp_path, student_files, course):
    _write(tmp_path, student_files(name))
    (tmp_path / "solved.py").write_text(
        stub(solved_document(document(name), course.assignment(name))), encoding="utf-8"
    )
    judged = sum(not question.by_hand for question in questions.find(name).questions)
    readable = sum(not q.by_hand and all(part.reads_only for part in q.parts) for q in questions.find(name).questions)
    for file, right in ((f"{name}.py", 0), ("solved.py", judged)):
        done = subprocess.run([sys.executable, file], cwd=tmp_path, capture_output=True, check=False)
        assert said(right, judged, readable) in " ".join(done.stdout.decode().split())
        assert done.stderr == b""


@pytest.mark.slow
def test_course_points_and_omissions_reach_heading_total_and_checks():
    settings = AssignmentSettings(omit=("q11_relu",), points={"q8_hidden_weights": 8.5})
    course = Course(settings={"forward_backward": settings})
    files = build_files(document("forward_backward"), course)
    text = files["forward_backward.py"].decode()
    assert "## q8_hidden_weights (8.5 points) · " in text
    assert "Points: 45.5" in text
    assert "relu(a)" not in text.replace("q11", "")
    assert "tests/q11_relu.py" not in files
    assert "q11_relu" not in {one["id"] for one in json.loads(files["cases.json"])["questions"]}


@pytest.mark.parametrize("name", NAMES)
def test_files_that_the_code_needs_go_along(name, student_files):
    files = student_files(name)
    code = files[f"{name}.py"].decode() + files[f"{name}.ipynb"].decode()
    assert ("import figures" in code) == ("figures.py" in files)
    assert ("trainability_data.npz" in code) == ("trainability_data.npz" in files)


def test_the_students_picture_has_the_colours_of_the_reference():
    spec = importlib.util.spec_from_file_location("figures", HANDOUT / "figures.py")
    figures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(figures)
    V = np.random.default_rng(3).normal(size=(9, 7)) * 1e3
    np.testing.assert_allclose(figures._ranked(V), equalize(V))
