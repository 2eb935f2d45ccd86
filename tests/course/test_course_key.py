"""Where a course's key may lie, which one counts, and what is said of a place that is not safe."""

import subprocess

import pytest

from autograder import course
from autograder.course import CourseError


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "course.yaml"
    path.write_text("hints: never\n")
    return path


def beside(file, text, mode=0o600):
    path = file.with_name("course.key")
    path.write_text(text)
    path.chmod(mode)
    return path


def track(path):
    for words in (["init", "-q"], ["add", path.name]):
        subprocess.run(["git", "-C", path.parent, *words], check=True, capture_output=True)


def test_the_key_file_counts(file):
    beside(file, "secret\n")
    assert course.load(file, {}).key == "secret" and course.load(file, {}).warnings == ()


def test_the_environment_counts_before_the_file(file):
    beside(file, "secret\n")
    assert course.load(file, {"NNHW_KEY": "mine"}).key == "mine"


def test_without_a_key_it_is_the_public_one(file):
    assert course.load(file, {}).key_is_public


def test_a_public_key_in_the_course_file_gives_way(file):
    file.write_text("key: public\n")
    beside(file, "secret\n")
    assert course.load(file, {}).key == "secret"


def test_two_different_keys_are_refused(file):
    file.write_text("key: other\n")
    beside(file, "secret\n")
    with pytest.raises(CourseError, match="different keys"):
        course.load(file, {})


def test_an_empty_key_file_is_refused(file):
    beside(file, "\n")
    with pytest.raises(CourseError, match="empty"):
        course.load(file, {})


def test_a_key_that_others_can_read_is_warned_of(file):
    beside(file, "secret", 0o644)
    assert "chmod 600" in course.load(file, {}).warnings[0]


def test_a_key_in_a_tracked_course_file_is_warned_of(file):
    file.write_text("key: secret\n")
    assert course.load(file, {}).warnings == ()
    track(file)
    assert "tracked by git" in course.load(file, {}).warnings[0]


def test_a_tracked_key_file_is_warned_of(file):
    track(beside(file, "secret"))
    assert "tracked by git" in course.load(file, {}).warnings[0]


def test_the_public_key_is_no_secret(file):
    file.write_text("key: public\n")
    track(file)
    assert course.load(file, {}).warnings == ()


def test_the_key_is_not_in_what_is_printed_of_a_warning(file):
    track(beside(file, "a-long-secret", 0o644))
    assert all("a-long-secret" not in warning for warning in course.load(file, {}).warnings)
