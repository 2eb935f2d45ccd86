"""The files below a folder or in a zip, under one interface, nothing unpacked, bounded in depth and number."""

from __future__ import annotations

import json
import os
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from autograder.classroom.arrivals.work_files import PEEK, is_work
from autograder.intake import Source, Unreadable
from autograder.intake.safe_archive import MAX_DEPTH, SPARE_FOLDERS, is_junk, is_spare, safe_name, zipfile_of
from autograder.safe_text import on_a_line

# A class folder may lie a few levels above its students; what lies deeper than that in a student's own is no work.
DEEPEST = MAX_DEPTH + 4
LONGEST_NAME = 1000  # bytes; the system's own limit is 4,096 for a whole path
MOST_IN_ONE_FOLDER = 20_000


@dataclass(frozen=True)
class Shelf:
    """`modified` gives each file's time of modification by its name, junk left out.

    `strange` holds a sentence for what is not touched; `links` are the names of files that are none, as links; `empty` those
    of files of no bytes; `spare` are notebooks that lie out of sight, beside files that do not.
    """

    root: Path
    modified: Mapping[str, float]
    strange: tuple[str, ...] = ()
    links: frozenset[str] = field(default_factory=frozenset)
    empty: frozenset[str] = field(default_factory=frozenset)
    spare: tuple[str, ...] = ()

    def source(self, pairs: Iterable[tuple[str, str]]) -> Source:
        """Return these files as one submission: pairs of a name of its own and the name here."""
        return Source(self.root, tuple(pairs))

    def read(self, name: str, most: int | None = None) -> bytes:
        """Return the content of a file, or its first `most` bytes."""
        size = -1 if most is None else most
        if self.root.is_dir():
            with (self.root / name).open("rb") as file:
                return file.read(size)
        with _archive(self.root, self.root.stat().st_mtime_ns).open(name) as member:
            return member.read(size)

    def peek(self, name: str, most: int = PEEK) -> bytes:
        """Return a file's first bytes; nothing if it is no file or is damaged."""
        if name in self.links:
            return b""
        try:
            return self.read(name, most)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, KeyError, EOFError):
            return b""


@lru_cache(maxsize=2)
def _archive(path: Path, _modified: int) -> zipfile.ZipFile:
    """Return the zip, kept open: its directory has thousands of entries."""
    return zipfile_of(path, path.name)


def shelf_of(path: Path) -> Shelf:
    """Return the shelf of a folder or of a zip.

    Raises:
        Unreadable: it is a zip that breaks off.
    """
    return _of_folder(path) if path.is_dir() else _of_zip(path)


def shelf_of_files(folder: Path, paths: Iterable[Path]) -> Shelf:
    """Return the shelf of a few files that lie in one folder."""
    return Shelf(folder, {path.name: path.lstat().st_mtime for path in paths})


def _of_folder(root: Path) -> Shelf:
    modified: dict[str, float] = {}
    strange: list[str] = []
    links: set[str] = set()
    empty: set[str] = set()
    for entry, name in _walk(root, "", 1, strange):
        if len(os.fsencode(name)) > LONGEST_NAME:
            strange.append(
                f"{root.name}: {on_a_line(name[:80])}… has a name of more than {LONGEST_NAME} bytes; it was left alone."
            )
            continue
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            strange.append(f"{root.name}: {on_a_line(name[:80])} cannot be read ({error.strerror}).")
            continue
        modified[name] = status.st_mtime
        if entry.is_symlink():
            links.add(name)
        elif not status.st_size:
            empty.add(name)
    spare = _set_aside(modified)
    return Shelf(root, modified, tuple(strange), frozenset(links), frozenset(empty), spare)


def _set_aside(modified: dict[str, float]) -> tuple[str, ...]:
    """Take the spare notebooks out of `modified` and return them, save those of folders that hold nothing else."""
    spare = [name for name in modified if is_spare(name)]
    if not spare:
        return ()
    seen = {name.rpartition("/")[0] for name in modified if not is_spare(name)}
    places = {"/".join(parts[:i]) for parts in (folder.split("/") for folder in seen) for i in range(len(parts) + 1)}
    aside = tuple(name for name in spare if _in_sight(name) in places)
    for name in aside:
        del modified[name]
    return aside


def _in_sight(name: str) -> str:
    """Return the folder that a spare notebook is about."""
    return "/".join(part for part in name.split("/")[:-1] if part not in SPARE_FOLDERS)


def _walk(root: Path, below: str, depth: int, strange: list[str]) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Yield all files that are not junk, in order; links are shown and not followed."""
    try:
        with os.scandir(root / below) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        strange.append(f"{root.name}: the folder {on_a_line(below[:80])} cannot be read ({error.strerror}).")
        return
    if len(inside) > MOST_IN_ONE_FOLDER:
        strange.append(
            f"{root.name}: the folder {on_a_line(below[:80])} holds {len(inside)} entries; the first {MOST_IN_ONE_FOLDER} are read."
        )
    for entry in inside[:MOST_IN_ONE_FOLDER]:
        folder = entry.is_dir(follow_symlinks=False)
        is_kept = entry.name in SPARE_FOLDERS if folder else is_spare(f"{below}{entry.name}")
        out_of_sight = any(part in SPARE_FOLDERS for part in below.split("/"))
        if not is_kept and (out_of_sight or is_junk(f"{entry.name}/x" if folder else entry.name)):
            continue
        if not folder:
            yield entry, f"{below}{entry.name}"
        elif depth < DEEPEST:
            yield from _walk(root, f"{below}{entry.name}/", depth + 1, strange)
        else:
            strange.append(
                f"{root.name}: what lies {DEEPEST} folders deep in {on_a_line(below.split('/')[0][:80])} was left alone."
            )
            return


def _of_zip(path: Path) -> Shelf:
    modified: dict[str, float] = {}
    strange = []
    empty: set[str] = set()
    with zipfile_of(path, path.name) as archive:
        for info in archive.infolist():
            name = safe_name(info.filename)
            if name is None or name in modified or len(name.encode("utf-8", "surrogateescape")) > LONGEST_NAME:
                strange.append(
                    f"{path.name}: {info.filename[:80]!r} is no safe name, or comes twice; it was left alone."
                )
            elif not info.is_dir() and (not is_junk(name) or is_spare(name)):
                modified[name] = _modified(info)
                if not info.file_size:
                    empty.add(name)
    spare = _set_aside(modified)
    return Shelf(path, modified, tuple(strange), empty=frozenset(empty), spare=spare)


def _modified(info: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):  # a date that no calendar has
        return 0.0


def spell_source(source: Source) -> str:
    """Return where a submission lies, as JSON for the journal."""
    return json.dumps({"root": str(source.root), "members": source.members})


def source_of(text: str) -> Source:
    """Return the inverse of `spell_source`."""
    stored = json.loads(text)
    return Source(Path(stored["root"]), stored["members"] and tuple((own, inside) for own, inside in stored["members"]))


__all__ = ["Shelf", "Unreadable", "is_work", "shelf_of", "shelf_of_files", "source_of", "spell_source"]
