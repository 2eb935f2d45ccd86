"""Merge what a new version changed into content that a course edited, for `nnhw upgrade`.

The merge is three-way and line by line, as in `diff3 -m`.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from autograder import paths
from autograder.course_folder import BASE, CannotMake, made_with, note_version, upstream_files
from autograder.extras import version


@dataclass(frozen=True)
class Upgrade:
    """A sentence on every file, and the number of conflicts."""

    sentences: tuple[str, ...]
    conflicts: int


def upgrade(dry_run: bool = False) -> Upgrade:
    """Merge what changed upstream since the bases were copied into the course in force.

    Args:
        dry_run: report what would change without changing it.

    Raises:
        CannotMake: no course is in force, or an earlier merge's conflicts are still marked.
    """
    folder = paths.course_folder()
    if folder is None:
        raise CannotMake("This folder is not in a course: run nnhw upgrade in a course's folder.")
    changes = [_Change(folder, inside) for inside in _based(folder)]
    for change in changes:
        if not dry_run and change.is_marked:
            raise CannotMake(
                f"{change.mine} still has conflict markers; resolve the conflict, then run nnhw upgrade again."
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
    rest = "Nothing was customized: all content is from the installed version." if not changes else ""
    return Upgrade((head, *sentences, *filter(None, (rest, _next(conflicts, dry_run)))), conflicts)


def _next(conflicts: int, dry_run: bool) -> str:
    if dry_run:
        return "Nothing was changed: this is what nnhw upgrade would do."
    if conflicts:
        return "Resolve each conflict between <<<<<<< and >>>>>>>, then run nnhw check."
    return "Next: nnhw check, then nnhw build."


def _based(folder: Path) -> list[str]:
    base = folder / paths.MARK / BASE
    files = sorted(base.rglob("*")) if base.is_dir() else []
    return [path.relative_to(base).as_posix() for path in files if path.is_file() and "__pycache__" not in path.parts]


def _names(folder: Path) -> list[str]:
    """Return the assignments that were customized."""
    return sorted({Path(inside).parts[1].split(".")[0] for inside in _based(folder)})


def _new_files(folder: Path, dry_run: bool) -> list[Path]:
    """Copy files that an assignment gained since it was customized; return the copies."""
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
            return f"{self.mine}: not in this version; yours is kept.", 0
        if not self.mine.is_file():
            return f"{self.mine}: you removed it; not restored.", 0
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


@dataclass(frozen=True)
class Merge:
    """A merged text, and the number of conflicts. Each conflict shows both versions between markers."""

    text: str
    conflicts: int


def merge(base: str, mine: str, theirs: str, mine_name: str = "yours", theirs_name: str = "nnhw") -> Merge:
    """Return `mine` with the changes that lead from `base` to `theirs`."""
    b, m, t = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    lines: list[str] = []
    conflicts = 0
    at_base = at_mine = at_theirs = 0
    for base_line, mine_line, theirs_line, size in [*_common(b, m, t), (len(b), len(m), len(t), 0)]:
        changed = b[at_base:base_line], m[at_mine:mine_line], t[at_theirs:theirs_line]
        merged = _merged(*changed)
        if merged is None:
            conflicts += 1
            merged = _marked(changed[1], changed[2], mine_name, theirs_name)
        lines += merged + b[base_line : base_line + size]
        at_base, at_mine, at_theirs = base_line + size, mine_line + size, theirs_line + size
    return Merge("".join(lines), conflicts)


def _common(base: list[str], mine: list[str], theirs: list[str]) -> list[tuple[int, int, int, int]]:
    """Return the runs of lines common to all three: start in base, start in mine, start in theirs, length."""
    in_mine, in_theirs = (_positions(base, other) for other in (mine, theirs))
    runs: list[tuple[int, int, int, int]] = []
    for line in sorted(set(in_mine) & set(in_theirs)):
        start = (line, in_mine[line], in_theirs[line])
        if runs and all(x + runs[-1][3] == y for x, y in zip(runs[-1], start)):
            runs[-1] = (*runs[-1][:3], runs[-1][3] + 1)
        else:
            runs.append((*start, 1))
    return runs


def _positions(base: list[str], other: list[str]) -> dict[int, int]:
    """Return line number in base → line number in the other text, for lines that match."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + k: block.b + k for block in blocks for k in range(block.size)}


def _merged(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """Return the lines if only one side changed or both changed alike; None in a conflict."""
    if theirs in (base, mine):
        return mine
    return theirs if mine == base else None


def _marked(mine: list[str], theirs: list[str], mine_name: str, theirs_name: str) -> list[str]:
    whole = [*mine, "=======\n", *theirs]
    whole = [line if line.endswith("\n") else line + "\n" for line in whole]
    return [f"<<<<<<< {mine_name}\n", *whole, f">>>>>>> {theirs_name}\n"]
