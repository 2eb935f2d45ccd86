"""Zips built once, and a stage on which their run_autograder runs without a set-up: this environment stands in for it."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from autograder import gradescope
from autograder.content.notebook import notebook, to_text
from autograder.content.script import stub
from autograder.content.sources import document
from autograder.content.student_document import solved_document
from autograder.course import Course
from autograder.paths import ASSIGNMENTS

COURSE = Course(key="the key of these tests")


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The path of a built NAME-autograder.zip."""
    dist = tmp_path_factory.mktemp("dist")

    def path(name: str) -> Path:
        found = dist / f"{name}-autograder.zip"
        return found if found.is_file() else gradescope.build(name, COURSE, dist)

    return path


@pytest.fixture(scope="session")
def solution() -> Callable[[str, str], bytes]:
    """A full-marks submission as a notebook or a stub."""

    def made(name: str, form: str) -> bytes:
        solved = solved_document(document(name), COURSE.assignment(name))
        return (to_text(notebook(solved)) if form == "ipynb" else stub(solved)).encode()

    return made


@pytest.fixture(scope="session")
def blank() -> Callable[[str], bytes]:
    """The bare stub."""
    return lambda name: (ASSIGNMENTS / name / f"{name}.py").read_bytes()


class Tree:
    """/autograder in a temporary folder, with a home in which our own Python stands in for the installed one."""

    def __init__(self, root: Path, archive: Path) -> None:
        self.root, self.home = root / "autograder", root / "home"
        self.results = self.root / "results" / "results.json"
        with zipfile.ZipFile(archive) as members:
            members.extractall(self.root / "source")
            wheel = next(name for name in members.namelist() if name.endswith(".whl"))
            zipfile.ZipFile(io.BytesIO(members.read(wheel))).extractall(self.home / "grader")
        python = self.home / "venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        (self.root / "results").mkdir()
        self.environment = {"PATH": os.environ["PATH"], "NNHW_AUTOGRADER": str(self.root), "NNHW_HOME": str(self.home)}

    def submit(self, files: Mapping[str, bytes], metadata: str | None = "{}") -> None:
        """Put a submission in place of the one before."""
        folder = self.root / "submission"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        (self.root / "submission_metadata.json").unlink(missing_ok=True)
        if metadata is not None:
            (self.root / "submission_metadata.json").write_text(metadata)

    def start(self) -> subprocess.Popen[bytes]:
        """Run run_autograder in a process group of its own."""
        command = ["bash", str(self.root / "source" / "run_autograder")]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )

    def grade(self, files: Mapping[str, bytes], metadata: str | None = "{}") -> bytes:
        """results.json after a whole run."""
        self.submit(files, metadata)
        self.printed = self.start().communicate(timeout=300)[0].decode()
        return self.results.read_bytes()


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory, archive: Callable[[str], Path]) -> Callable[[str], Tree]:
    """A tree for an assignment's zip, made once."""
    made: dict[str, Tree] = {}

    def stage(name: str) -> Tree:
        if name not in made:
            made[name] = Tree(tmp_path_factory.mktemp(name), archive(name))
        return made[name]

    return stage
