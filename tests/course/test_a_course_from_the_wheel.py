"""From an empty directory with the wheel alone: a course, built, rehearsed and graded; a second one; an upgrade."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NAME = "chain_rule"
SAMPLE = PROJECT / "tests" / "sample_class" / NAME
pytestmark = pytest.mark.slow


def wheel_of(source, folder):
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-q", "-w", folder, source]
    subprocess.run(command, check=True, timeout=300)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """The repository's files, as a release has them."""
    folder = tmp_path_factory.mktemp("source") / "nnhw"
    subprocess.run(["git", "checkout-index", "-a", f"--prefix={folder}/"], cwd=PROJECT, check=True)
    return folder


@pytest.fixture(scope="module")
def environment(export, tmp_path_factory):
    """A fresh environment with the wheel and what building needs."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    wheel = wheel_of(export, tmp_path_factory.mktemp("dist"))
    subprocess.run([folder / "bin" / "pip", "install", "-q", f"{wheel}[build]"], check=True, timeout=900)
    return folder


@pytest.fixture(scope="module")
def nnhw(environment):
    def run(*words, cwd, statuses=(0,)):
        variables = {key: value for key, value in os.environ.items() if not key.startswith(("NNHW", "PYTHON"))}
        command = [environment / "bin" / "nnhw", *map(str, words)]
        done = subprocess.run(command, cwd=cwd, env=variables, capture_output=True, text=True, timeout=900)
        assert done.returncode in statuses and "Traceback" not in done.stderr, done.stdout + done.stderr
        return done.stdout + done.stderr

    return run


@pytest.fixture(scope="module")
def course(nnhw, tmp_path_factory):
    folder = tmp_path_factory.mktemp("empty") / "ml-2027"
    nnhw("init", folder.name, cwd=folder.parent)
    with open(folder / "course.yaml", "a") as file:
        file.write(f"assignments: {{{NAME}: {{due: 2027-05-22 23:59 -0700, points: {{q5_upstream: 4}}}}}}\n")
    nnhw("build", NAME, cwd=folder)
    return folder


def test_what_is_built_follows_the_settings(course):
    text = (course / "assignments" / NAME / f"{NAME}.py").read_text(encoding="utf-8")
    assert "q5_upstream (4 points)" in text and "Due Saturday, May 22, 2027" in text


def test_the_zip_is_rehearsed(nnhw, course):
    assert "The rehearsal passed" in nnhw("rehearse", NAME, cwd=course)


def test_the_class_is_graded_and_has_a_gradebook(nnhw, course):
    nnhw("grade", NAME, SAMPLE, cwd=course, statuses=(0, 1))
    nnhw("gradebook", f"graded/{NAME}", cwd=course)
    assert (course / "graded" / NAME / "report.html").is_file() and (course / "gradebook.csv").is_file()


def test_a_second_course_leaves_the_first_as_it_is(nnhw, course):
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    nnhw("init", "other", cwd=course.parent)
    nnhw("build", NAME, "--course", "other", cwd=course.parent)
    assert (course.parent / "other" / "dist" / f"{NAME}-student.zip").is_file()
    assert (course.parent / "other" / "course.key").read_text() != (course / "course.key").read_text()
    assert before == {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}


def test_an_upgrade_brings_changed_prose_into_customized_content(nnhw, course, environment, export, tmp_path):
    folder = shutil.copytree(course, tmp_path / "course")
    nnhw("customize", NAME, cwd=folder)
    mine = folder / "solutions" / f"{NAME}.py"
    mine.write_text(
        mine.read_text(encoding="utf-8").replace("# # Chain rule", "# # My chain rule", 1), encoding="utf-8"
    )
    later = shutil.copytree(export, tmp_path / "later")
    for file, old, new in (
        ("pyproject.toml", 'version = "1.0.0"', 'version = "1.0.1"'),
        (f"solutions/{NAME}.py", "nudge one number a little", "nudge one number ever so little"),
    ):
        text = (later / file).read_text(encoding="utf-8")
        assert old in text
        (later / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    wheel = wheel_of(later, tmp_path)
    subprocess.run([environment / "bin" / "pip", "install", "-q", "--no-deps", wheel], check=True, timeout=300)
    assert "made with nnhw 1.0.0, and nnhw 1.0.1 is installed" in nnhw("build", NAME, cwd=folder)
    assert "changed by both; merged" in nnhw("upgrade", cwd=folder)
    text = mine.read_text(encoding="utf-8")
    assert "# # My chain rule" in text and "ever so little" in text
    nnhw("build", NAME, cwd=folder)
