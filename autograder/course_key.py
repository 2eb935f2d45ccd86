"""Find a course's key: in NNHW_KEY, in course.key beside course.yaml, or in course.yaml itself."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.course_reader import CourseError

KEY_FILE = "course.key"
PUBLIC_KEY = "public"


@dataclass(frozen=True)
class Key:
    """A key, with warnings about its location."""

    text: str
    warnings: tuple[str, ...] = ()


def key_of(file: Path, said: str | None, environment: Mapping[str, str]) -> Key:
    """Return the key in force: NNHW_KEY, else the key file beside `file`, else the key in `file`, else the public one.

    Args:
        file: the course file.
        said: its `key:`, if it has one.
        environment: the process's environment.

    Raises:
        CourseError: the key file cannot be read or is empty, or it and the course file name different keys.
    """
    if environment.get("NNHW_KEY"):
        return Key(environment["NNHW_KEY"])
    beside = file.with_name(KEY_FILE)
    if not beside.exists():
        private = said not in (None, PUBLIC_KEY)
        return Key(said or PUBLIC_KEY, _tracked(file, f"move the key to {KEY_FILE} beside it") if private else ())
    try:
        text = beside.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{beside}: the key cannot be read ({error}).") from None
    if not text:
        raise CourseError(f"{beside}: the file is empty; put the course's key into it.")
    if said not in (None, PUBLIC_KEY, text):
        raise CourseError(f"{file} and {beside.name} name different keys; keep one of them.")
    return Key(text, (*_readable(beside), *_tracked(beside, "take it out of the repository's history")))


def draw_key(folder: Path) -> Path | None:
    """Write a new key into `folder`, readable by its owner alone; None if there is one already."""
    path = folder / KEY_FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
    return path


def _readable(path: Path) -> tuple[str, ...]:
    """Return a warning if others on this machine can read the key."""
    if os.name != "posix" or not path.stat().st_mode & 0o077:
        return ()
    return (f"{path} can be read by others on this machine: run chmod 600 {path}.",)


def _tracked(path: Path, then: str) -> tuple[str, ...]:
    """Return a warning if git tracks the file that holds the key."""
    git = shutil.which("git")
    if git is None:
        return ()
    command = [git, "-C", str(path.absolute().parent), "ls-files", "--error-unmatch", "--", path.name]
    try:
        tracked = subprocess.run(command, capture_output=True, check=False, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return (
        (f"{path} holds the course's key and is tracked by git, so everyone with the repository has it: {then}.",)
        if tracked
        else ()
    )
