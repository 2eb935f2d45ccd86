"""The files below a folder or in a zip, under one interface, nothing unpacked."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.intake import Source, Unreadable
from autograder.intake.safe_archive import is_junk, safe_name, walk, zipfile_of

WORK = (".ipynb", ".py", ".zip")


@dataclass(frozen=True)
class Shelf:
    """`modified` gives each file's time of modification by its name, junk left out; `strange` what is not to be touched."""

    root: Path
    modified: Mapping[str, float]
    strange: tuple[str, ...] = ()

    def source(self, names: Iterable[str], prefix: str = "") -> Source:
        """These files as one submission, by their names without `prefix`."""
        return Source(self.root, tuple((name.removeprefix(prefix), name) for name in names))

    def read(self, name: str) -> bytes:
        """The content of an export's own file."""
        if self.root.is_dir():
            return (self.root / name).read_bytes()
        with zipfile_of(self.root, self.root.name) as archive:
            return archive.read(name)


def shelf_of(path: Path) -> Shelf:
    """The shelf of a folder or of a zip.

    Raises:
        Unreadable: it is a zip that breaks off.
    """
    if path.is_dir():
        return Shelf(path, {name: (path / name).lstat().st_mtime for name in walk(path)})
    modified, strange = {}, []
    with zipfile_of(path, path.name) as archive:
        for info in archive.infolist():
            name = safe_name(info.filename)
            if name is None or name in modified:
                strange.append(
                    f"{path.name}: {info.filename[:80]!r} is no safe name, or comes twice; it was left alone."
                )
            elif not info.is_dir() and not is_junk(name):
                modified[name] = _modified(info)
    return Shelf(path, modified, tuple(strange))


def _modified(info: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*info.date_time, 0, 0, -1))
    except (ValueError, OverflowError):  # a date that no calendar has
        return 0.0


def spell_source(source: Source) -> str:
    """Where a submission lies, as JSON for the journal."""
    return json.dumps({"root": str(source.root), "members": source.members})


def source_of(text: str) -> Source:
    """The inverse of `spell_source`."""
    stored = json.loads(text)
    return Source(Path(stored["root"]), stored["members"] and tuple((own, inside) for own, inside in stored["members"]))


def is_work(name: str) -> bool:
    """May this file be a submission, or hold one?"""
    return name.lower().endswith(WORK)


__all__ = ["Shelf", "Unreadable", "is_work", "shelf_of", "source_of", "spell_source"]
