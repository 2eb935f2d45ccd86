"""List what each module is for: hashed into a verdict, shipped to Gradescope, hashed into a student's page.

Every module is listed, by itself or with its folder. `tests/course/test_package_files.py` checks that the list is
complete and has no unused entry, so a renamed module cannot be missing from the image or leave outdated pages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

from autograder.paths import PACKAGE, own_questions

DATA = (".npz", ".yaml")

VERDICT = "verdict"  # a verdict may depend on it: part of the grader's hash
IMAGE = "image"  # needed to grade on Gradescope: part of the wheel in the zip
PAGE = "page"  # a student's page depends on it: after a change, all pages are written again

# For each module, the longest matching entry counts alone.
PURPOSES: dict[str, frozenset[str]] = {
    "__init__.py": frozenset({IMAGE}),
    "__main__.py": frozenset(),
    "class_commands.py": frozenset(),
    "cli.py": frozenset(),
    "cli_parser.py": frozenset(),
    "commands.py": frozenset(),
    "course.py": frozenset({IMAGE}),
    "course_folder.py": frozenset(),
    "course_key.py": frozenset(),
    "course_reader.py": frozenset({IMAGE}),
    "extras.py": frozenset(),
    # A zip has the course's settings in its otter_config.json.
    "course.yaml": frozenset(),
    "latex_to_text.py": frozenset({VERDICT, IMAGE}),
    "package_files.py": frozenset({IMAGE}),
    "paths.py": frozenset({IMAGE}),
    "json_output.py": frozenset(),
    "progress.py": frozenset(),
    "provenance.py": frozenset(),
    "safe_text.py": frozenset({IMAGE, PAGE}),
    "checks/": frozenset({VERDICT, IMAGE}),
    "classroom/": frozenset(),
    "classroom/pages/": frozenset({PAGE}),
    "content/": frozenset(),
    "gradescope/": frozenset(),
    "gradescope/__init__.py": frozenset({IMAGE}),
    "gradescope/cgroups.py": frozenset({IMAGE}),
    "gradescope/question_entries.py": frozenset({IMAGE, PAGE}),
    "gradescope/results_json.py": frozenset({IMAGE, PAGE}),
    "gradescope/run.py": frozenset({IMAGE}),
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
    "review/": frozenset(),
    "sandbox/": frozenset({VERDICT, IMAGE}),
    "selftest/": frozenset(),
    "starter/": frozenset(),
    "upgrade.py": frozenset(),
}


def purposes(inside: str) -> frozenset[str]:
    """Return the purposes of the module with this path inside the package.

    Raises:
        ValueError: PURPOSES does not list the module.
    """
    above = ("/".join(inside.split("/")[:depth]) + "/" for depth in range(inside.count("/"), 0, -1))
    entry = next((entry for entry in (inside, *above) if entry in PURPOSES), None)
    if entry is None:
        raise ValueError(f"{inside}: PURPOSES does not list the module")
    return PURPOSES[entry]


def files_for(purpose: str, suffixes: Collection[str] = (".py", *DATA)) -> Iterator[tuple[str, Path]]:
    """Yield path inside the package and location of each file that serves `purpose`, in order.

    A course's own questions replace the package's questions of the same name.
    """
    files = {path.relative_to(PACKAGE).as_posix(): path for path in own_files(PACKAGE, suffixes)}
    own = own_questions()
    if own is not None:
        changed = {path.relative_to(own).as_posix(): path for path in own_files(own, suffixes)}
        names = {_assignment(inside) for inside in changed}
        files = {
            inside: path
            for inside, path in files.items()
            if not (inside.startswith("questions/") and _assignment(inside.removeprefix("questions/")) in names)
        } | {f"questions/{inside}": path for inside, path in changed.items()}
    for inside, path in sorted(files.items()):
        if purpose in purposes(inside):
            yield inside, path


def _assignment(inside: str) -> str:
    """Return the assignment that a path inside a folder of questions belongs to."""
    return inside.split("/")[0].removesuffix(".py")


def package_sha256(purpose: str) -> str:
    """Return a hash of the package's modules that serve `purpose`; a course's own questions are included."""
    return _package_sha256(purpose, own_questions())


@cache
def _package_sha256(purpose: str, own: Path | None) -> str:
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
