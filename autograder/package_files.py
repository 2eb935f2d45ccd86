"""What each module of the package is for: hashed into a verdict, shipped to Gradescope, hashed into a student's page.

Every module is listed, by itself or with its folder; `tests/course/test_package_files.py` checks that none is missing
and none is listed for nothing. A renamed module can neither stay out of the image nor leave a stale page behind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

from autograder.paths import PACKAGE

DATA = (".npz", ".yaml")

VERDICT = "verdict"  # a verdict may depend on it: part of the grader's hash
IMAGE = "image"  # needed to grade on Gradescope: part of the wheel in the zip
PAGE = "page"  # a student's page depends on it: a change makes all pages anew

# The longest entry that a module's path starts with decides; nothing else is inherited.
PURPOSES: dict[str, frozenset[str]] = {
    "__init__.py": frozenset({IMAGE}),
    "__main__.py": frozenset(),
    "cli.py": frozenset(),
    "commands.py": frozenset(),
    "course.py": frozenset({IMAGE}),
    # What a zip needs of the course is in its otter_config.json.
    "course.yaml": frozenset(),
    "latex_to_text.py": frozenset({VERDICT, IMAGE}),
    "package_files.py": frozenset({IMAGE}),
    "paths.py": frozenset({IMAGE}),
    "progress.py": frozenset(),
    "safe_text.py": frozenset({IMAGE, PAGE}),
    "checks/": frozenset({VERDICT, IMAGE}),
    "classroom/": frozenset(),
    "classroom/pages/": frozenset({PAGE}),
    "content/": frozenset(),
    "gradescope/": frozenset(),
    "gradescope/__init__.py": frozenset({IMAGE}),
    "gradescope/cgroups.py": frozenset({IMAGE}),
    "gradescope/results_json.py": frozenset({IMAGE, PAGE}),
    "gradescope/run.py": frozenset({IMAGE}),
    "gradescope/settings.py": frozenset({IMAGE}),
    "intake/": frozenset({VERDICT, IMAGE}),
    "judge/": frozenset({VERDICT, IMAGE}),
    "judge/result.py": frozenset({VERDICT, IMAGE, PAGE}),
    "otter_adapter/": frozenset(),
    "otter_adapter/__init__.py": frozenset({IMAGE}),
    "otter_adapter/judged.py": frozenset({IMAGE}),
    "otter_adapter/pickled.py": frozenset({IMAGE}),
    "otter_adapter/plugin.py": frozenset({IMAGE}),
    "questions/": frozenset({VERDICT, IMAGE}),
    "quiz/": frozenset(),
    "sandbox/": frozenset({VERDICT, IMAGE}),
    "selftest/": frozenset(),
    "starter/": frozenset(),
}


def purposes(inside: str) -> frozenset[str]:
    """Return what the module with this path inside the package is for.

    Raises:
        ValueError: PURPOSES does not list it.
    """
    entry = max(
        (entry for entry in PURPOSES if inside == entry or (entry.endswith("/") and inside.startswith(entry))), key=len
    )
    return PURPOSES[entry]


def files_for(purpose: str, suffixes: Collection[str] = (".py", *DATA)) -> Iterator[tuple[str, Path]]:
    """Yield path inside the package and location of each of the package's files that serves `purpose`, in order."""
    for path in own_files(PACKAGE, suffixes):
        inside = path.relative_to(PACKAGE).as_posix()
        if purpose in purposes(inside):
            yield inside, path


@cache
def package_sha256(purpose: str) -> str:
    """Return a hash of the package's modules that serve `purpose`."""
    return sources_sha256(files_for(purpose, (".py",)))


def sources_sha256(files: Iterable[tuple[str, Path]]) -> str:
    """Return a hash of names and contents."""
    digest = hashlib.sha256()
    for name, path in files:
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def own_files(folder: Path, suffixes: Collection[str] = (".py", *DATA)) -> Iterator[Path]:
    """Yield the modules and data files below `folder`, in order.

    A file belongs to the package if Python could import it or code could ask for it: every folder on the way is a
    package, and its name is an identifier. `.ipynb_checkpoints/judge-checkpoint.py`, `judge (1).py`, `#judge.py#`,
    `judge.py~` and `judge.orig.py` do not belong to it.
    """
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name.isidentifier() and (path / "__init__.py").is_file():
                yield from own_files(path, suffixes)
        elif path.suffix in suffixes and path.stem.isidentifier():
            yield path
