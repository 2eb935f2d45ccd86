"""Artefacts know what they were built with; a difference in key or questions is refused, one in points or dates is said."""

import json
from dataclasses import replace

import pytest

from autograder import provenance as record
from autograder.course import Course, load
from autograder.provenance import OtherSettings, from_json, key_fingerprint, of_folder, provenance, refuse_other


def settings(tmp_path, text=""):
    file = tmp_path / "course.yaml"
    file.write_text(text)
    return load(file, {})


NOW = provenance(Course(key="a key"), "chain_rule")


def test_it_survives_being_written():
    assert from_json(NOW.to_json()) == NOW


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"omitted": []}', b"\xff"])
def test_something_else_is_not_taken_for_it(text):
    assert from_json(text) is None


def test_the_fingerprint_does_not_hold_the_key_and_is_too_short_to_try_guesses_with():
    assert len(key_fingerprint("a key")) == 4 and key_fingerprint("public") == "public"
    assert key_fingerprint("a key") != key_fingerprint("another key")


@pytest.mark.parametrize(
    "changed, word",
    [
        ({"key": "ffff"}, "fingerprint ffff"),
        ({"key": "public"}, "the public key"),
        ({"omitted": ("q5_upstream",)}, "omitted questions q5_upstream, and none"),
        ({"assignment": "initialization"}, "initialization"),
    ],
)
def test_another_key_or_other_questions_are_refused(changed, word):
    with pytest.raises(OtherSettings, match=f"{word}.*Build it again"):
        refuse_other("a zip", replace(NOW, **changed), NOW, "Build it again.")


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"points": {**NOW.points, "q5_upstream": 3.0}}, ("q5_upstream", "3 points", "2 is")),
        ({"points": {**NOW.points, "q5_upstream": 12345.5}}, ("12345.5 points",)),
        ({"points": {**NOW.points, "q7_gradient_step.value": 2.0}}, ("q7_gradient_step.value", "2 points", "1 is")),
        ({"due": "2027-05-22 23:59:00 -0700"}, ("due date 2027-05-22", "none")),
        ({"version": "0.9"}, ("nnhw 0.9", NOW.version)),
    ],
)
def test_other_points_dates_and_versions_are_said_with_both_values(changed, words):
    warnings = refuse_other("a zip", replace(NOW, **changed), NOW, "")
    assert len(warnings) == 1 and all(word in warnings[0] for word in words)


def test_what_does_not_say_is_not_judged():
    assert refuse_other("a zip", None, NOW, "") == []


def test_it_says_what_the_course_says(tmp_path):
    text = "assignments: {chain_rule: {due: 2027-05-22 23:59 -0700, omit: [q1_structure], points: {q5_upstream: 3}}}"
    found = provenance(settings(tmp_path, text), "chain_rule")
    assert (found.omitted, found.points["q5_upstream"], found.due) == (
        ("q1_structure",),
        3,
        "2027-05-22 23:59:00 -0700",
    )
    assert found.key == "public" and "q1_structure" not in found.points


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An assignment built in a course of its own key."""
    from autograder import content
    from autograder.gradescope import package

    folder = tmp_path_factory.mktemp("built")
    course = Course(key="a key")
    made = content.build("chain_rule", course, folder / "assignments", folder / "dist")
    zipped = package.build("chain_rule", course, folder / "dist", assignments=folder / "assignments")
    return made, zipped


def test_student_folder_and_both_zips_say_what_they_were_built_with(built):
    made, zipped = built
    assert of_folder(made.folder) == record.of_zip(made.student_zip) == record.of_zip(zipped) == NOW


def test_a_student_cannot_read_the_key(built):
    assert "a key" not in (built[0].folder / record.FILE).read_text()


def test_the_handout_is_the_same_under_every_key_but_for_that(built):
    from autograder.intake.handout import handout_of

    assert handout_of("chain_rule", built[0].folder).sha256 == handout_of("chain_rule").sha256


@pytest.fixture
def submission(tmp_path):
    path = tmp_path / "ada.py"
    path.write_text("def weight_gradient(inputs, upstream):\n    return inputs * upstream\n")
    return path


@pytest.mark.slow
def test_grading_says_that_the_key_is_public(nnhw, course_in, submission):
    folder = course_in()
    assert "public key" not in nnhw("grade", "chain_rule", submission, cwd=folder)[1]
    (folder / "course.key").unlink()
    assert "public key" in nnhw("grade", "chain_rule", submission, "--fresh", cwd=folder)[1]


@pytest.mark.slow
def test_a_folder_of_another_key_is_refused_everywhere(nnhw, course_in, submission):
    folder = course_in()
    assert nnhw("grade", "chain_rule", submission, cwd=folder)[0] == 0
    (folder / "course.key").unlink()  # a TA who was not given the key
    graded = folder / "graded" / "chain_rule"
    after = (["report", graded], ["written", graded], ["review", graded], ["explain", graded, "ada", "q5"])
    for words in (["grade", "chain_rule", submission], ["gradebook", graded], ["compare", graded, graded], *after):
        status, _, error = nnhw(*words, cwd=folder)
        assert status == 2 and "the public key is in force" in error, words
    for words in (["compare", graded, graded], ["report", graded], ["written", graded]):
        assert nnhw(*words, "--anyway", cwd=folder)[0] == 0


@pytest.mark.slow
def test_changed_points_and_dates_are_warned_of(nnhw, course_in, submission):
    folder = course_in()
    nnhw("grade", "chain_rule", submission, cwd=folder)
    with open(folder / "course.yaml", "a") as file:
        file.write("assignments: {chain_rule: {points: {q5_upstream: 4}, due: 2027-05-22 23:59 -0700}}\n")
    status, _, error = nnhw("gradebook", folder / "graded" / "chain_rule", cwd=folder)
    assert status == 0 and "q5_upstream at 2 points, and 4" in error and "due date not set, and 2027" in error


@pytest.mark.slow
def test_an_omitted_question_is_refused_until_all_is_graded_anew(nnhw, course_in, submission):
    folder = course_in()
    nnhw("grade", "chain_rule", submission, cwd=folder)
    with open(folder / "course.yaml", "a") as file:
        file.write("assignments: {chain_rule: {omit: [q1_structure]}}\n")
    assert nnhw("grade", "chain_rule", submission, cwd=folder)[0] == 2
    assert nnhw("grade", "chain_rule", submission, "--fresh", cwd=folder)[0] == 0
    assert nnhw("grade", "chain_rule", submission, cwd=folder)[0] == 0


def test_a_zip_of_the_public_key_is_not_rehearsed(nnhw, course_in):
    from autograder import gradescope

    folder = course_in()
    gradescope.build("chain_rule", Course(), folder / "dist")
    status, _, error = nnhw("rehearse", "chain_rule", cwd=folder)
    assert status == 2 and "the public key" in error and "nnhw build chain_rule" in error


def test_the_record_is_plain_json(built):
    said = json.loads((built[0].folder / record.FILE).read_text())
    assert set(said) == {"assignment", "version", "key", "omitted", "points", "due", "late_due"}


@pytest.mark.slow
def test_a_handout_that_came_with_nnhw_is_of_no_key(nnhw, course_in, submission, monkeypatch, tmp_path):
    """In a clone that was built, its hand-outs say the public key; a course that built none of its own grades with them."""
    import shutil

    from autograder import paths

    own = shutil.copytree(paths.ASSIGNMENTS, tmp_path / "own")
    (own / "chain_rule" / record.FILE).write_text(replace(NOW, key="public").to_json())
    monkeypatch.setattr(paths, "ASSIGNMENTS", own)
    assert nnhw("grade", "chain_rule", submission, cwd=course_in())[0] == 0
