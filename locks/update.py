"""Locks anew for every supported Python: `make update`. Then proves the grader with them, and says whose verdict changed.

The sample class is graded before and after; in between, this environment gets the packages of the new lock.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
CLASS = PROJECT / "tests" / "sample_class"
# Where the two gradings stay, to be looked at should they differ.
GRADED = PROJECT / ".cache" / "update"
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
# What a machine needs to build and grade, what tests need besides, and what Gradescope's image needs to grade.
LOCKS = {
    "build": ("--extra", "build"),
    "dev": ("--extra", "build", "--extra", "test"),
    "grade": ("--extra", "grade"),
}
# Hashes for all platforms; no word of where an index is.
OPTIONS = ("--quiet", "--generate-hashes", "--universal", "--no-header", "--no-annotate", "--no-emit-index-url",
           "--no-emit-find-links", "--upgrade")  # fmt: skip


def main() -> int:
    """Write every lock, install this Python's, run `nnhw check`, compare the sample class. 1 if the check refuses."""
    _pip("uv")
    shutil.rmtree(GRADED, ignore_errors=True)
    _grade(GRADED / "before")
    for python in PYTHONS:
        for name, extras in LOCKS.items():
            _lock(python, extras, lock_file(name, python))
    here = lock_file("dev", f"{sys.version_info[0]}.{sys.version_info[1]}")
    if here.is_file():
        print(f"installing {here.name}", flush=True)
        _pip("--require-hashes", "--no-deps", "-r", str(here))
    status = _nnhw("check")
    _grade(GRADED / "after")
    _compare(GRADED / "before", GRADED / "after")
    return status


def lock_file(name: str, python: str) -> Path:
    """The file of a lock, such as grade-py310.txt."""
    return HERE / f"{name}-py{python.replace('.', '')}.txt"


def _lock(python: str, extras: tuple[str, ...], out: Path) -> None:
    print(f"locking {out.name}", flush=True)
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *extras, *OPTIONS]
    subprocess.run([*command, "--python-version", python, "--output-file", str(out)], cwd=PROJECT, check=True)


def _grade(out: Path) -> None:
    """The sample class of every assignment. The status says only whether all of it could be read."""
    print(f"grading the sample class, {out.name}", flush=True)
    for folder in sorted(path for path in CLASS.iterdir() if path.is_dir()):
        _nnhw("grade", folder.name, str(folder), "--out", str(out / folder.name), "--quiet")


def _compare(before: Path, after: Path) -> None:
    """Differences of verdict between the locks that were and those that are."""
    for folder in sorted(before.iterdir()):
        print(f"{folder.name}, before and after:", flush=True)
        _nnhw("compare", str(folder), str(after / folder.name))


def _nnhw(*arguments: str) -> int:
    return subprocess.run([sys.executable, "-m", "autograder", *arguments], cwd=PROJECT, check=False).returncode


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *arguments], cwd=PROJECT, check=True)


if __name__ == "__main__":
    raise SystemExit(main())
