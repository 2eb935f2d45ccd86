"""The files of one submission: a file, a folder or a zip, or some members of a class's folder or zip.

Everything here assumes that names and sizes are hostile: no `..`, absolute names, links, devices or duplicates; caps on
the number of files, their total size and the ratio at which they unpack. Python's `zipfile` limits none of these.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from autograder.intake.decoding import encodable
from autograder.intake.unreadable import Unreadable

MAX_MEMBERS = 200
MAX_TOTAL = 50_000_000
# Notebooks with long printed outputs unpack at up to 50 : 1; deflate's own limit is 1032 : 1. Below 10 MB no ratio can hurt.
MAX_RATIO, RATIO_FROM = 200, 10_000_000
MAX_DEPTH = 20
# `zipfile` reads the whole directory of an archive, junk included, at about 600 bytes an entry.
MAX_ENTRIES = 20_000

_JUNK_FOLDERS = {"__MACOSX", "__pycache__", "node_modules", "venv", "env", "site-packages"}
_JUNK_FILES = {"thumbs.db", "desktop.ini"}
# Otter's, nbgrader's and Gradescope's own files beside a student's.
_EXPORT_FILES = {"__zip_filename__", "timestamp.txt", "submission_metadata.yml"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where one submission lies: all of `root` (a file, a folder or a zip), or only `members` of it.

    `members` are pairs (name within the submission, name within root).
    """

    root: Path
    members: tuple[tuple[str, str], ...] | None = None


def is_junk(name: str) -> bool:
    """Is this a file that an operating system, an editor or a tool left, not the student?"""
    parts = name.split("/")
    hidden = any(part.startswith(".") for part in parts)
    return hidden or not _JUNK_FOLDERS.isdisjoint(parts[:-1]) or parts[-1].lower() in _JUNK_FILES


def _is_theirs(name: str) -> bool:
    return not is_junk(name) and name.rsplit("/", 1)[-1] not in _EXPORT_FILES


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def safe_name(name: str) -> str | None:
    """`name` with forward slashes; None if it could lead out of a folder, or means a device on Windows."""
    plain = name.replace("\\", "/")
    path = PurePosixPath(plain)
    drive = len(plain) > 1 and plain[1] == ":"
    if not plain or path.is_absolute() or drive or ".." in path.parts or "\0" in plain or len(path.parts) > MAX_DEPTH:
        return None
    return str(path)


def gather(source: Source | Path | bytes, name: str = "submission") -> dict[str, bytes]:
    """All files of a submission by their name; `bytes` are one file called `name`.

    Raises:
        Unreadable: a name, a kind of file, a number or a size that is refused.
    """
    if isinstance(source, bytes):
        if not looks_zipped(source, name):
            return {name: source}
        archive = zipfile_of(source, name)
        return _unzip(archive, archive.infolist())
    source = source if isinstance(source, Source) else Source(Path(source))
    try:
        return _gather(source)
    except OSError as error:
        raise Unreadable(f"{source.root.name} cannot be read ({error.strerror or error}).") from None


def _gather(source: Source) -> dict[str, bytes]:
    root = source.root
    if root.is_dir():
        names = source.members if source.members is not None else tuple((name, name) for name in walk(root))
        return _read_files(root, names)
    if source.members is None:
        files = _read_files(root.parent, (("the file", root.name),))
        return gather(files["the file"], encodable(root.name))
    archive, infos = _class_archive(root, root.stat().st_mtime_ns)
    return _unzip(archive, [infos[inside] for _, inside in source.members], source.members)


@lru_cache(maxsize=2)
def _class_archive(path: Path, _modified: int) -> tuple[zipfile.ZipFile, dict[str | None, zipfile.ZipInfo]]:
    """A class's zip, kept open: its directory has thousands of entries, and every submission of the class asks for it."""
    archive = zipfile_of(path, path.name)
    return archive, {safe_name(info.filename): info for info in reversed(archive.infolist())}


def looks_zipped(data: bytes, name: str) -> bool:
    """A zip by its first bytes or its name: Canvas and mail programs rename either."""
    return data[:4] in (b"PK\3\4", b"PK\5\6") or is_zip(name)


def walk(root: Path) -> Iterator[str]:
    """The names of all files below `root` that are not junk, in order, links included and not followed."""
    for path in sorted(root.iterdir()):
        inner = path.name
        if is_junk(inner) or (path.is_dir() and inner in _JUNK_FOLDERS):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from (f"{inner}/{below}" for below in walk(path))
        else:
            yield inner


def _read_files(root: Path, names: tuple[tuple[str, str], ...]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    names = tuple((name, inside) for name, inside in names if _is_theirs(name))
    _check_count(len(names))
    room = MAX_TOTAL
    for name, inside in names:
        path = root / inside
        kind = path.lstat().st_mode
        if not stat.S_ISREG(kind):
            raise Unreadable(f"{name} is {_kind(kind)}, not a file; hand in the file itself.")
        with path.open("rb") as file:
            data = _bounded(file, room, name)
        found[encodable(name)] = data
        room -= len(data)
    return found


def _kind(mode: int) -> str:
    return "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"


def _check_count(count: int) -> None:
    if count > MAX_MEMBERS:
        raise Unreadable(
            f"It holds {count} files; at most {MAX_MEMBERS} are read. Hand in the notebook and what it needs."
        )


def _bounded(file: io.BufferedIOBase | zipfile.ZipExtFile, room: int, name: str) -> bytes:
    data = file.read(room + 1)
    if len(data) > room:
        raise Unreadable(
            f"It holds more than {MAX_TOTAL // 1_000_000} MB (at {name}). Clear the notebook's outputs and hand in again."
        )
    return data


def zipfile_of(source: Path | bytes, name: str) -> zipfile.ZipFile:
    """The archive, opened.

    Raises:
        Unreadable: it is none, or breaks off.
    """
    if isinstance(source, bytes) and source.count(b"PK\1\2") > MAX_ENTRIES:
        raise Unreadable(f"{name} holds too many files. Hand in the notebook and what it needs.")
    try:
        return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, IndexError):
        raise Unreadable(f"{name} is not a complete zip file. Make it again and hand that in.") from None


def checked_members(infos: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The members of an archive by their safe names, junk left out.

    Raises:
        Unreadable: a name leads out of the archive or comes twice; a member is a link, a device or encrypted.
    """
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = safe_name(info.filename)
        if name is None:
            raise Unreadable(
                f"The zip holds the name {info.filename[:80]!r}, which leads out of it; make the zip again."
            )
        if info.is_dir() or is_junk(name):
            continue
        if name in found:
            raise Unreadable(f"The zip holds {name} twice; make the zip again.")
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise Unreadable(f"{name} in the zip is {_kind(kind)}, not a file; hand in the file itself.")
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unreadable(
                f"{name} in the zip is encrypted or packed in a rare way; make an ordinary zip without a password."
            )
        found[name] = info
    return found


def _unzip(
    archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], wanted: tuple[tuple[str, str], ...] | None = None
) -> dict[str, bytes]:
    members = checked_members(infos)
    pairs = wanted if wanted is not None else tuple((inside, inside) for inside in members)
    pairs = tuple((own, inside) for own, inside in pairs if _is_theirs(own))
    _check_count(len(pairs))
    _check_ratio([members[inside] for _, inside in pairs])
    found, room = {}, MAX_TOTAL
    for own, inside in pairs:
        found[own] = _member(archive, members[inside], room)
        room -= len(found[own])
    return found


def _check_ratio(infos: list[zipfile.ZipInfo]) -> None:
    packed, unpacked = sum(info.compress_size for info in infos), sum(info.file_size for info in infos)
    if unpacked > MAX_TOTAL:
        raise Unreadable(
            f"The zip unpacks to {unpacked // 1_000_000} MB; at most {MAX_TOTAL // 1_000_000} MB are read. "
            "Clear the notebook's outputs and hand in again."
        )
    if unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1):
        raise Unreadable("The zip unpacks to far more than its size. Clear the notebook's outputs and hand in again.")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    """One member's bytes; the room left counts, whatever size the archive's directory declares."""
    try:
        with archive.open(info) as file:
            return _bounded(file, room, info.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"{info.filename} in the zip is damaged; make the zip again and hand that in.") from None
