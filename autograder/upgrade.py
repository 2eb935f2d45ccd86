"""`nnhw upgrade`: what changed upstream in content that a course edited, merged into it three ways."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from autograder import paths
from autograder.course_folder import BASE, CannotMake, made_with, note_version, upstream_files
from autograder.extras import version
from autograder.three_way_merge import merge


@dataclass(frozen=True)
class Upgrade:
    """Sentences on every file, and the number of conflicts."""

    sentences: tuple[str, ...]
    conflicts: int


def upgrade(dry_run: bool = False) -> Upgrade:
    """Merge what changed upstream since the bases were copied into the course in force.

    Args:
        dry_run: say what would change, and change nothing.

    Raises:
        CannotMake: there is no course here, or an earlier merge's conflicts are still marked.
    """
    folder = paths.course_folder()
    if folder is None:
        raise CannotMake("There is no course here: run nnhw upgrade in a course's folder.")
    changes = [_Change(folder, inside) for inside in _based(folder)]
    for change in changes:
        if not dry_run and change.is_marked:
            raise CannotMake(
                f"{change.mine} still holds the marks of a conflict; settle it, then run nnhw upgrade again."
            )
    sentences, conflicts = [], 0
    for change in changes:
        sentence, count = change.apply(dry_run)
        sentences.append(sentence)
        conflicts += count
    sentences += [f"{path}: new in this version; copied." for path in _new_files(folder, dry_run)]
    before = made_with(folder)
    if not dry_run:
        note_version(folder)
    head = f"From nnhw {before or '(not noted)'} to {version()}."
    rest = "Nothing was customized: all content is that of the installed version." if not changes else ""
    return Upgrade((head, *sentences, *filter(None, (rest, _next(conflicts, dry_run)))), conflicts)


def _next(conflicts: int, dry_run: bool) -> str:
    if dry_run:
        return "Nothing was changed: this is what nnhw upgrade would do."
    if conflicts:
        return "Settle each place between <<<<<<< and >>>>>>>, then run nnhw check."
    return "Next: nnhw check, then nnhw build."


def _based(folder: Path) -> list[str]:
    base = folder / paths.MARK / BASE
    files = sorted(base.rglob("*")) if base.is_dir() else []
    return [path.relative_to(base).as_posix() for path in files if path.is_file() and "__pycache__" not in path.parts]


def _names(folder: Path) -> list[str]:
    """Return the assignments that were customized."""
    return sorted({Path(inside).parts[1].split(".")[0] for inside in _based(folder)})


def _new_files(folder: Path, dry_run: bool) -> list[Path]:
    """Copy what an assignment gained since it was customized; return the copies."""
    known, copied = set(_based(folder)), []
    for name in _names(folder):
        for inside, path in upstream_files(name).items():
            if inside in known or (folder / inside).exists():
                continue
            copied.append(folder / inside)
            for place in () if dry_run else (folder / inside, folder / paths.MARK / BASE / inside):
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place)
    return copied


class _Change:
    """One customized file: its base, the course's version and the installed one."""

    def __init__(self, folder: Path, inside: str) -> None:
        self.base, self.mine = folder / paths.MARK / BASE / inside, folder / inside
        name = Path(inside).parts[1].split(".")[0]
        self.theirs = upstream_files(name).get(inside)

    @property
    def is_marked(self) -> bool:
        return self.mine.is_file() and "\n<<<<<<< " in "\n" + self.mine.read_text(encoding="utf-8")

    def apply(self, dry_run: bool) -> tuple[str, int]:
        """Merge the file; return the sentence on it and the number of conflicts."""
        if self.theirs is None:
            return f"{self.mine}: gone from this version; yours stays.", 0
        if not self.mine.is_file():
            return f"{self.mine}: removed by you; it stays away.", 0
        base, mine, theirs = (path.read_text(encoding="utf-8") for path in (self.base, self.mine, self.theirs))
        if theirs == base:
            return f"{self.mine}: unchanged upstream.", 0
        merged = merge(base, mine, theirs, theirs_name=f"nnhw {version()}")
        if not dry_run:
            self.mine.write_text(merged.text, encoding="utf-8")
            self.base.write_text(theirs, encoding="utf-8")
        if merged.conflicts:
            places = (
                "1 place conflicts and is" if merged.conflicts == 1 else f"{merged.conflicts} places conflict and are"
            )
            return f"{self.mine}: changed by both; {places} marked.", merged.conflicts
        return f"{self.mine}: {'updated' if mine == base else 'changed by both; merged'}.", 0
