"""A course folder: what init writes, how commands find it, what is customized in it; two courses never touch each other."""

import os
import stat
import subprocess

import pytest

from autograder import course, paths, questions
from autograder.course_folder import IGNORED, customize
from autograder.judge.grader_version import grader_sha256

MINE = "\nimport dataclasses\n\nASSIGNMENT = dataclasses.replace(ASSIGNMENT, title={!r})\n"


@pytest.fixture
def inside(monkeypatch):
    """Put this process into a course, as `--course` does."""

    def enter(folder):
        monkeypatch.setenv("NNHW_COURSE", str(folder))
        monkeypatch.delenv("NNHW_KEY", raising=False)

    yield enter
    monkeypatch.undo()
    questions.names()


def test_init_writes_settings_that_are_the_defaults(course_in, inside):
    folder = course_in("ml-2027")
    inside(folder)
    found = course.load()
    assert (found.name, found.hints, found.visibility) == ("ml 2027", "third_submission", "after_due_date")


def test_the_commented_settings_of_init_are_valid(course_in, inside):
    file = course_in() / "course.yaml"
    lines = file.read_text().splitlines()
    start = lines.index("# assignments:")
    file.write_text("\n".join(lines[:start] + [line.removeprefix("# ") for line in lines[start:]]))
    inside(file.parent)
    assert course.load().of("forward_backward").canvas == 4711


def test_init_draws_a_key_that_its_owner_alone_can_read(course_in):
    keys = [(course_in(name) / "course.key").read_text() for name in ("a", "b")]
    assert keys[0] != keys[1] and all(len(key.strip()) > 40 for key in keys)


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_the_key_has_mode_600(course_in):
    assert stat.S_IMODE((course_in() / "course.key").stat().st_mode) == 0o600


def test_git_does_not_see_the_key_nor_the_output(course_in):
    folder = course_in()
    for name in ("assignments", "dist", "graded"):
        (folder / name).mkdir()
        (folder / name / "x").write_text("")
    subprocess.run(["git", "init", "-q", folder], check=True)
    status = subprocess.run(
        ["git", "-C", folder, "status", "--porcelain", "-uall"], capture_output=True, text=True, check=True
    )
    assert status.stdout.split() == ["??", ".gitignore", "??", ".nnhw/version", "??", "course.yaml"]


def test_init_says_what_the_key_is_for(nnhw, tmp_path):
    assert "nothing can be graded again the same way" in nnhw("init", "ml", cwd=tmp_path)[1]


def test_init_keeps_what_is_there(nnhw, tmp_path):
    (tmp_path / ".gitignore").write_text("*.pdf")
    (tmp_path / "course.key").write_text("mine\n")
    assert nnhw("init", ".", cwd=tmp_path)[0] == 0
    assert (tmp_path / "course.key").read_text() == "mine\n"
    assert (tmp_path / ".gitignore").read_text() == "*.pdf\n" + IGNORED


def test_init_refuses_a_course_and_the_clone(nnhw, course_in, tmp_path):
    course_in("ml")
    assert nnhw("init", "ml", cwd=tmp_path)[0] == 2
    assert nnhw("init", paths.PROJECT, cwd=tmp_path)[0] == 2


def test_a_course_is_found_from_below_it(course_in):
    folder = course_in()
    (folder / "graded" / "x").mkdir(parents=True)
    assert paths.course_above(folder / "graded" / "x") == folder


def test_the_nearest_course_counts(nnhw, course_in):
    folder = course_in("outer")
    assert nnhw("init", "inner", cwd=folder)[0] == 0
    assert paths.course_above(folder / "inner") == folder / "inner"


def test_the_clone_is_its_own_course():
    assert paths.course_above(paths.PACKAGE / "judge") is None and paths.output() == paths.PROJECT


def test_a_clone_below_another_course_is_still_its_own(tmp_path, monkeypatch):
    clone = tmp_path / "clone"
    (tmp_path / "course.yaml").write_text("")
    (tmp_path / ".nnhw").mkdir()
    monkeypatch.setattr(paths, "PROJECT", clone)
    assert paths.course_above(clone / "tests") is None and paths.course_above(tmp_path / "other") == tmp_path


def test_a_course_file_that_init_did_not_make_is_passed_over_and_said(nnhw, tmp_path):
    (tmp_path / "course.yaml").write_text("key: of a stranger\n")
    assert paths.course_above(tmp_path) is None
    assert "is ignored" in nnhw("new", "2bad", cwd=tmp_path)[2]
    assert "key: of" not in nnhw("new", "2bad", "--course", tmp_path, cwd=tmp_path)[2]


def test_a_folder_without_a_course_is_refused(nnhw, tmp_path):
    status, _, error = nnhw("build", "chain_rule", "--course", tmp_path, cwd=tmp_path)
    assert status == 2 and "nnhw init" in error


def test_output_goes_into_the_course(course_in, inside):
    folder = course_in()
    inside(folder)
    assert paths.built_assignments() == folder / "assignments" and paths.dist() == folder / "dist"
    assert paths.graded("chain_rule") == folder / "graded" / "chain_rule" and paths.cache() == folder / ".cache"


def test_customized_content_is_used_and_hashed(course_in, inside):
    folder = course_in()
    before = grader_sha256()
    inside(folder)
    assert grader_sha256() == before
    customize("chain_rule")
    module = folder / "questions" / "chain_rule" / "__init__.py"
    module.write_text(module.read_text() + MINE.format("Mine"))
    assert questions.find("chain_rule").title == "Mine" and grader_sha256() != before
    assert paths.solution("chain_rule.py") == folder / "solutions" / "chain_rule.py"
    assert paths.solution("initialization.py").parent == paths.SOLUTIONS


def test_the_gradescope_zip_holds_the_courses_own_questions(course_in, inside):
    from autograder.package_files import IMAGE, files_for

    folder = course_in()
    inside(folder)
    customize("chain_rule")
    (folder / "questions" / "chain_rule" / "q5_upstream.py").unlink()
    files = dict(files_for(IMAGE))
    assert files["questions/chain_rule/q1_structure.py"].is_relative_to(folder)
    assert "questions/chain_rule/q5_upstream.py" not in files
    assert not files["questions/initialization/__init__.py"].is_relative_to(folder)


def test_two_courses_in_one_process_do_not_mix(course_in, inside):
    titles = []
    for name in ("a", "b"):
        inside(course_in(name))
        customize("chain_rule")
        module = paths.course_folder() / "questions" / "chain_rule" / "__init__.py"
        module.write_text(module.read_text() + MINE.format(name))
        titles.append(questions.find("chain_rule").title)
    assert titles == ["a", "b"]


def test_customizing_twice_is_refused(nnhw, course_in):
    folder = course_in()
    assert nnhw("customize", "chain_rule", cwd=folder)[0] == 0
    status, _, error = nnhw("customize", "chain_rule", cwd=folder)
    assert status == 2 and "there already" in error


def test_a_new_assignment_is_written_into_the_course(nnhw, course_in):
    folder = course_in()
    assert nnhw("new", "regression", cwd=folder)[0] == 0
    assert (folder / "solutions" / "regression.py").is_file() and (folder / "questions" / "regression.py").is_file()
    assert not (paths.QUESTIONS / "regression.py").exists()


def test_the_age_of_a_course_is_said(nnhw, course_in):
    folder = course_in()
    (folder / ".nnhw" / "version").write_text("0.9\n")
    assert "made with nnhw 0.9" in nnhw("quiz", "participation", "--to", "moodle", cwd=folder)[2]
    assert nnhw("upgrade", cwd=folder)[0] == 0
    assert "made with" not in nnhw("quiz", "participation", "--to", "moodle", cwd=folder)[2]
