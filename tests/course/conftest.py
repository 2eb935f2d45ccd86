"""A course folder, made by `nnhw init`, and the program run in it."""

from __future__ import annotations

import pytest

from autograder import questions
from autograder.cli import main


@pytest.fixture
def nnhw(capsys, monkeypatch):
    """Run one command in this process, from a folder; returns status, output and errors."""
    monkeypatch.delenv("NNHW_KEY")

    def run(*words, cwd):
        monkeypatch.chdir(cwd)
        capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:
            status = ended.code
        said = capsys.readouterr()
        return status, said.out, said.err

    yield run
    questions.names()  # forget what a course declared


@pytest.fixture
def course_in(nnhw, tmp_path):
    """Make a course of this name; returns its folder."""

    def make(name="ml"):
        assert nnhw("init", name, cwd=tmp_path)[0] == 0
        return tmp_path / name

    return make
