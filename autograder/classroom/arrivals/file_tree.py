"""Read the files below a folder or in a zip through one interface, without unpacking and within bounds."""

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

DEEPEST = MAX_DEPTH + 4  # a class folder may be a few levels above its students
LONGEST_NAME = 1000  # bytes; the system's own limit is 4,096 for a whole path
MOST_IN_ONE_FOLDER = 20_000


@dataclass(frozen=True)
class FileTree:
    """The files of a folder or a zip.

    Attributes:
        root: The folder or the zip.
        modified: The modification time of each file by its name; junk is left out.
        strange: A sentence for everything that was left alone.
        links: The names of symbolic links.
        empty: The names of empty files.
        spare: Notebooks in hidden folders (such as checkpoints) next to visible files.
    """

    root: Path
    modified: Mapping[str, float]
    strange: tuple[str, ...] = ()
    links: frozenset[str] = field(default_factory=frozenset)
    empty: frozenset[str] = field(default_factory=frozenset)
    spare: tuple[str, ...] = ()

    def source(self, pairs: Iterable[tuple[str, str]]) -> Source:
        """Return files as one submission, from pairs of the name within it and the name here."""
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
        """Return a file's first bytes; nothing for a link or a damaged file."""
        if name in self.links:
            return b""
        try:
            return self.read(name, most)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError, KeyError, EOFError):
            return b""


@lru_cache(maxsize=2)
def _archive(path: Path, _modified: int) -> zipfile.ZipFile:
    """Return the zip. It is kept open, as its directory may have thousands of entries."""
    return zipfile_of(path, path.name)


def tree_of(path: Path) -> FileTree:
    """Return the tree of a folder or of a zip.

    Raises:
        Unreadable: The zip is damaged.
    """
    return _of_folder(path) if path.is_dir() else _of_zip(path)


def tree_of_files(folder: Path, paths: Iterable[Path]) -> FileTree:
    """Return the tree of a few files in one folder."""
    return FileTree(folder, {path.name: path.lstat().st_mtime for path in paths})


def _of_folder(root: Path) -> FileTree:
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
    return FileTree(root, modified, tuple(strange), frozenset(links), frozenset(empty), spare)


def _set_aside(modified: dict[str, float]) -> tuple[str, ...]:
    """Remove the spare notebooks from `modified` and return them, except in folders without other files."""
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
    """Return the visible folder to which a spare notebook belongs."""
    return "/".join(part for part in name.split("/")[:-1] if part not in SPARE_FOLDERS)


def _walk(root: Path, below: str, depth: int, strange: list[str]) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Yield all files that are not junk, in order; links are yielded and not followed."""
    try:
        with os.scandir(root / below) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        strange.append(f"{root.name}: the folder {on_a_line(below[:80])} cannot be read ({error.strerror}).")
        return
    if len(inside) > MOST_IN_ONE_FOLDER:
        strange.append(
            f"{root.name}: the folder {on_a_line(below[:80])} has {len(inside)} entries; the first "
            f"{MOST_IN_ONE_FOLDER} are read."
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
            top = on_a_line(below.split("/")[0][:80])
            strange.append(f"{root.name}: files more than {DEEPEST} folders deep in {top} were left alone.")
            return


def _of_zip(path: Path) -> FileTree:
    modified: dict[str, float] = {}
    strange = []
    empty: set[str] = set()
    with zipfile_of(path, path.name) as archive:
        for info in archive.infolist():
            name = safe_name(info.filename)
            if name is None or name in modified or len(name.encode("utf-8", "surrogateescape")) > LONGEST_NAME:
                strange.append(
                    f"{path.name}: {info.filename[:80]!r} is not a safe name, or occurs twice; it was left alone."
                )
            elif not info.is_dir() and (not is_junk(name) or is_spare(name)):
                modified[name] = _modified(info)
                if not info.file_size:
                    empty.add(name)
    spare = _set_aside(modified)
    return FileTree(path, modified, tuple(strange), empty=frozenset(empty), spare=spare)


def _modified(info: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):  # an impossible date
        return 0.0


def spell_source(source: Source) -> str:
    """Return the location of a submission as JSON for the journal."""
    return json.dumps({"root": str(source.root), "members": source.members})


def source_of(text: str) -> Source:
    """Return the inverse of `spell_source`."""
    stored = json.loads(text)
    return Source(Path(stored["root"]), stored["members"] and tuple((own, inside) for own, inside in stored["members"]))


__all__ = ["FileTree", "Unreadable", "is_work", "source_of", "spell_source", "tree_of", "tree_of_files"]
