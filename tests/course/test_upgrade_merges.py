"""`nnhw upgrade` brings upstream's changes into customized content and keeps the course's own."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import course_folder, paths, upgrade
from autograder.upgrade import merge

BASE = "".join(f"line {number}\n" for number in range(10))


def test_both_sides_changes_are_kept():
    merged = merge(BASE, BASE.replace("line 2", "mine"), BASE.replace("line 7", "theirs"))
    assert merged.conflicts == 0 and merged.text == BASE.replace("line 2", "mine").replace("line 7", "theirs")


def test_the_same_change_on_both_sides_is_no_conflict():
    changed = BASE.replace("line 4", "alike")
    assert merge(BASE, changed, changed) == merge(changed, changed, changed)


def test_a_conflict_holds_both_between_marks():
    merged = merge("a\nb\nc\n", "a\nmine\nc\n", "a\ntheirs\nc\n", "yours", "new")
    assert merged.text == "a\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> new\nc\n" and merged.conflicts == 1


def test_a_last_line_without_its_end_conflicts_legibly():
    assert "mine\n=======\ntheirs\n>>>>>>> " in merge("a", "mine", "theirs").text


TEXTS = st.lists(st.sampled_from("abcd"), max_size=8).map(lambda lines: "".join(f"{line}\n" for line in lines))


@given(TEXTS, TEXTS)
def test_a_side_that_changed_nothing_takes_the_other(base, changed):
    assert (
        merge(base, base, changed).text
        == merge(base, changed, base).text
        == merge(base, changed, changed).text
        == changed
    )


@given(TEXTS, TEXTS, TEXTS)
def test_without_conflict_no_line_of_either_side_is_invented(base, mine, theirs):
    merged = merge(base, mine, theirs)
    assert merged.conflicts or set(merged.text) <= set(base + mine + theirs)


@pytest.mark.skipif(shutil.which("git") is None, reason="compared with git merge-file")
@pytest.mark.parametrize(
    "mine, theirs",
    [
        (BASE.replace("line 2\n", ""), BASE.replace("line 8", "x")),
        (BASE + "mine\n", "theirs\n" + BASE),
        (BASE.replace("line 2\n", "line 2\nadded\n"), BASE.replace("line 5\nline 6\n", "")),
    ],
)
def test_git_merges_the_same(mine, theirs, tmp_path):
    for name, text in (("mine", mine), ("base", BASE), ("theirs", theirs)):
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        ["git", "merge-file", "-p", "mine", "base", "theirs"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert merge(BASE, mine, theirs).text == done.stdout


@pytest.fixture
def upstream(tmp_path, monkeypatch):
    """A later version of the content that comes with nnhw, to be changed."""
    folder = shutil.copytree(paths.SOLUTIONS, tmp_path / "later" / "solutions")
    monkeypatch.setattr(paths, "SOLUTIONS", folder)
    for module in (course_folder, upgrade):
        monkeypatch.setattr(module, "version", lambda: "9.9")
    return folder


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def first_and_last_prose(path):
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# ") and len(line) > 40]
    return lines[0], lines[-1]


def test_an_upgrade_merges_prose_and_keeps_what_was_edited(nnhw, course_in, upstream):
    folder = course_in()
    nnhw("customize", "chain_rule", cwd=folder)
    mine = folder / "solutions" / "chain_rule.py"
    first, last = first_and_last_prose(mine)
    edit(mine, first, "# my own beginning of this homework")
    edit(upstream / "chain_rule.py", last, "# a better end")
    status, said, _ = nnhw("upgrade", cwd=folder)
    text = mine.read_text(encoding="utf-8")
    assert status == 0 and "changed by both; merged" in said
    assert "# my own beginning of this homework" in text and "# a better end" in text
    assert "unchanged upstream" in nnhw("upgrade", cwd=folder)[1] and (folder / ".nnhw/version").read_text() == "9.9\n"


def test_a_conflict_is_marked_and_has_to_be_settled(nnhw, course_in, upstream):
    folder = course_in()
    nnhw("customize", "chain_rule", cwd=folder)
    mine = folder / "solutions" / "chain_rule.py"
    first, _ = first_and_last_prose(mine)
    edit(mine, first, "# mine")
    edit(upstream / "chain_rule.py", first, "# theirs")
    status, said, _ = nnhw("upgrade", cwd=folder)
    assert status == 1 and "1 place conflicts" in said
    assert "<<<<<<< yours\n# mine\n=======\n# theirs\n>>>>>>> nnhw 9.9\n" in mine.read_text(encoding="utf-8")
    status, _, error = nnhw("upgrade", cwd=folder)
    assert status == 2 and "resolve the conflict" in error


def test_a_dry_run_changes_nothing(nnhw, course_in, upstream):
    folder = course_in()
    nnhw("customize", "chain_rule", cwd=folder)
    edit(upstream / "chain_rule.py", first_and_last_prose(upstream / "chain_rule.py")[1], "# a better end")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    status, said, _ = nnhw("upgrade", "--dry-run", cwd=folder)
    assert status == 0 and "updated" in said
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
