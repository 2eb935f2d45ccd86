"""Gather the files of one submission: a file, a folder, a zip, or some members of a class's folder or zip.

Everything here assumes that names and sizes are hostile: no `..`, absolute names, links, devices or duplicates; caps on
the number of files, their total size and the ratio at which they unpack. Python's `zipfile` limits none of these.
Files beyond a limit are left out with a sentence, and the work beside them is read.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from autograder.intake.decoding import encodable
from autograder.intake.submission import Unreadable
from autograder.intake.tarballs import TARBALLS, is_tarball, members_of, unpacked

MAX_MEMBERS = 200
MAX_TOTAL = 50_000_000
# Notebooks with long printed outputs unpack at up to 50 : 1, and deflate's own limit is 1032 : 1. Below 10 MB every
# ratio is harmless.
MAX_RATIO, RATIO_FROM = 200, 10_000_000
MAX_DEPTH = 20
# `zipfile` reads the whole directory of an archive, junk included, and takes about 600 bytes per entry.
MAX_ENTRIES = 20_000
MAX_SENTENCES = 10  # about files that were left out

_JUNK_FOLDERS = {"__MACOSX", "__pycache__", "node_modules", "venv", "env", "site-packages"}
# Junk folders that may contain a student's only filled notebook.
SPARE_FOLDERS = {".ipynb_checkpoints", "__MACOSX"}
_JUNK_FILES = {"thumbs.db", "desktop.ini"}
# Files that Otter, nbgrader and Gradescope add to a student's.
_EXPORT_FILES = {"__zip_filename__", "timestamp.txt", "submission_metadata.yml"}


@dataclass(frozen=True, slots=True)
class Source:
    """The place of one submission.

    Attributes:
        root: a file, a folder or a zip.
        members: pairs (name within the submission, name within root); None for all of `root`.
    """

    root: Path
    members: tuple[tuple[str, str], ...] | None = None


def is_junk(name: str) -> bool:
    """Return True for a file that an operating system, an editor or a tool left behind."""
    parts = name.split("/")
    hidden = any(part.startswith(".") for part in parts)
    return hidden or not _JUNK_FOLDERS.isdisjoint(parts[:-1]) or parts[-1].lower() in _JUNK_FILES


def is_spare(name: str) -> bool:
    """Return True for a notebook among junk: Jupyter's last checkpoint, or a hidden or misplaced one.

    It is graded if nothing else is filled in.
    """
    *folders, last = name.split("/")
    if not last.lower().endswith(".ipynb") or last.startswith("._") or not is_junk(name):
        return False
    return SPARE_FOLDERS.issuperset(folder for folder in folders if is_junk(f"{folder}/x"))


def _is_theirs(name: str) -> bool:
    return (not is_junk(name) or is_spare(name)) and name.rsplit("/", 1)[-1] not in _EXPORT_FILES


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def safe_name(name: str) -> str | None:
    """Return `name` with forward slashes; None if it could lead out of a folder or names a device on Windows."""
    plain = name.replace("\\", "/")
    path = PurePosixPath(plain)
    drive = len(plain) > 1 and plain[1] == ":"
    if not plain or path.is_absolute() or drive or ".." in path.parts or "\0" in plain or len(path.parts) > MAX_DEPTH:
        return None
    return str(path)


class Gathered(dict[str, bytes]):
    """Files by name.

    Attributes:
        left_out: a sentence about each file that was left out.
        review: whether one of those may have mattered.
    """

    def __init__(self, files: Mapping[str, bytes] = MappingProxyType({})) -> None:
        super().__init__(files)
        self.left_out: list[str] = []
        self.review = False

    def leave_out(self, name: str, sentence: str) -> None:
        """Record that a file is left out, with a sentence that gives the reason."""
        self.review = self.review or not is_picture(name)
        if len(self.left_out) < MAX_SENTENCES:
            self.left_out.append(sentence)

    def checked(self) -> Gathered:
        """Return the same files.

        Raises:
            Unreadable: every file was left out.
        """
        if not self and self.left_out:
            raise Unreadable(self.left_out[0])
        return self


def gather(source: Source | Path | bytes, name: str = "submission") -> Gathered:
    """Return the files of a submission by their name; a zip that is all of it is opened.

    Args:
        source: the place of the submission, or the bytes of one file.
        name: of that file.

    Raises:
        Unreadable: everything is refused for its name, kind, number or size.
    """
    return unzipped(handed_in(source, name))


def handed_in(source: Source | Path | bytes, name: str = "submission") -> Gathered:
    """Return the files of a submission by their name; no archive that a student made is opened.

    The bounded reader opens them (see `reading.py`). Arguments and exceptions are those of `gather`.
    """
    if isinstance(source, bytes):
        return Gathered({name: source})
    source = source if isinstance(source, Source) else Source(Path(source))
    try:
        return _gather(source).checked()
    except OSError as error:
        raise Unreadable(f"{source.root.name[:200]} cannot be read ({error.strerror or error}).") from None


def unzipped(files: Gathered) -> Gathered:
    """Return the files in a zip that is the only file; other files are returned as they are.

    Raises:
        Unreadable: the zip is damaged, or everything in it is refused.
    """
    name, data = next(iter(files.items())) if len(files) == 1 else ("", b"")
    if not looks_zipped(data, name):
        return files
    archive = zipfile_of(data, name)
    return _unzip(archive, archive.infolist()).checked()


def untarred(data: bytes, name: str) -> Gathered:
    """Return the files of a tar archive, or the one file that gzip packed.

    Raises:
        Unreadable: the archive is damaged, or unpacks to more than the limit.
    """
    content = unpacked(data, MAX_TOTAL)
    members = None if content is None else members_of(content)
    if content is not None and not is_tarball(name):
        return Gathered({name[: -len(".gz")]: content})
    if members is None:
        raise Unreadable(
            f"{name} is damaged, or unpacks to more than {MAX_TOTAL // 1_000_000} MB. Hand in the notebook itself."
        )
    found = Gathered()
    theirs = {own: inside for inside in members if (own := safe_name(inside)) is not None and _is_theirs(own)}
    sizes = {(own, inside): len(members[inside]) for own, inside in theirs.items()}
    for own, inside in _first(sizes, found):
        found[encodable(own)] = members[inside]
    return found


def _gather(source: Source) -> Gathered:
    root = source.root
    if root.is_dir():
        found = Gathered()
        names = source.members
        if names is None:
            names = tuple((name, name) for name in islice(_walk(root, found), MAX_ENTRIES))
        return _read_files(root, names, found)
    if source.members is None:
        files = _read_files(root.parent, (("the file", root.name),), Gathered()).checked()
        return Gathered({encodable(root.name): files["the file"]})
    archive, infos = _class_archive(root, root.stat().st_mtime_ns, os.getpid())
    return _unzip(archive, [infos[inside] for _, inside in source.members], source.members)


@lru_cache(maxsize=2)
def _class_archive(
    path: Path, _modified: int, _process: int
) -> tuple[zipfile.ZipFile, dict[str | None, zipfile.ZipInfo]]:
    """Open a class's zip and keep it open, since its directory of thousands of entries is needed for every submission.

    The process is part of the key, as the template of judges closes the files that it inherits from a fork.
    """
    archive = zipfile_of(path, path.name)
    return archive, {safe_name(info.filename): info for info in reversed(archive.infolist())}


def looks_zipped(data: bytes, name: str) -> bool:
    """Return True for a zip by its first bytes or its name; Canvas and mail programs rename zips."""
    return data[:4] in (b"PK\3\4", b"PK\5\6") or is_zip(name)


def walk(root: Path) -> Iterator[str]:
    """Yield the names of all files below `root` that are not junk, in order.

    Links are included and not followed. Folders that are too deep are left out.
    """
    return _walk(root, Gathered())


def _walk(root: Path, left_out: Gathered) -> Iterator[str]:
    levels = [iter(sorted(os.scandir(root), key=lambda entry: entry.name))]
    above: list[str] = []
    while levels:
        entry = next(levels[-1], None)
        if entry is None:
            levels.pop()
            del above[-1:]
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        is_kept = entry.name in SPARE_FOLDERS if is_folder else is_spare(entry.name)
        if not is_kept and (is_junk(entry.name) or (entry.name in _JUNK_FOLDERS and is_folder)):
            continue
        if not is_folder:
            yield "/".join([*above, entry.name])
        elif len(levels) > MAX_DEPTH:
            name = "/".join(above)[:100]
            left_out.leave_out(
                name, f"What lies below {name}… was left out: folders are read to a depth of {MAX_DEPTH}."
            )
        else:
            try:
                inner = sorted(os.scandir(entry.path), key=lambda entry: entry.name)
            except OSError as error:
                left_out.leave_out(
                    entry.name, f"{entry.name[:100]} was left out, as it cannot be read ({error.strerror})."
                )
                continue
            above.append(entry.name)
            levels.append(iter(inner))


_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".mp4", ".mov", ".pdf")


def is_picture(name: str) -> bool:
    """Return True for a file that no code needs: a picture, a film, a PDF."""
    return name.lower().endswith(_PICTURES)


def is_work(name: str) -> bool:
    """Return True if a file's name is that of code, or of an archive that may contain code."""
    lower = name.lower()
    return lower.endswith((".ipynb", ".py", ".zip", *TARBALLS)) or ".ipynb." in lower or ".py." in lower


def _rank(name: str, size: int) -> tuple[bool, bool, int, int, str]:
    """Return a key that sorts files by importance: code, then what code may need; upper folders and small files first."""
    return not is_work(name), is_picture(name), name.count("/"), size, name


def _read_files(root: Path, names: tuple[tuple[str, str], ...], found: Gathered) -> Gathered:
    sizes = {}
    for name, inside in names:
        if not _is_theirs(name):
            continue
        try:
            state = (root / inside).lstat()
        except FileNotFoundError:
            raise
        except OSError as error:
            found.leave_out(name, f"{name[:100]} was left out, as it cannot be read ({error.strerror}).")
            continue
        if stat.S_ISREG(state.st_mode):
            sizes[name, inside] = state.st_size
        else:
            found.leave_out(name, _special(name, state.st_mode))
    room = MAX_TOTAL
    for name, inside in _first(sizes, found):
        if sizes[name, inside] > room:
            found.leave_out(name, _too_much(name))
            continue
        with (root / inside).open("rb") as file:
            data = file.read(room + 1)
        if len(data) > room:  # it has grown meanwhile
            found.leave_out(name, _too_much(name))
            continue
        found[encodable(name)] = data
        room -= len(data)
    return found


def _first(sizes: dict[tuple[str, str], int], found: Gathered) -> list[tuple[str, str]]:
    """Return the files that are read, the important ones first, and record the others as left out."""
    ranked = sorted(sizes, key=lambda pair: _rank(pair[0], sizes[pair]))
    for name, _ in ranked[MAX_MEMBERS:]:
        found.review = found.review or not is_picture(name)
    if len(ranked) > MAX_MEMBERS:
        found.left_out.append(
            f"It holds {len(ranked)} files; at most {MAX_MEMBERS} are read, code and data first, so "
            f"{len(ranked) - MAX_MEMBERS} were left out ({ranked[MAX_MEMBERS][0][:100]} for one)."
        )
    kept = set(ranked[:MAX_MEMBERS])
    return ranked[:MAX_MEMBERS] if len(kept) < len(sizes) or sum(sizes.values()) > MAX_TOTAL else list(sizes)


def _special(name: str, mode: int) -> str:
    kind = "a link" if stat.S_ISLNK(mode) else "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
    return f"{name[:100]} is {kind}, not a file, and was left out; hand in the file itself."


def _too_much(name: str) -> str:
    return (
        f"{name[:100]} was left out: what was handed in holds more than {MAX_TOTAL // 1_000_000} MB, at most "
        f"{MAX_TOTAL // 1_000_000} MB are read. Clear the notebook's outputs and hand in again."
    )


def zipfile_of(source: Path | bytes, name: str) -> zipfile.ZipFile:
    """Open a zip archive.

    Raises:
        Unreadable: the data is not a zip, or is incomplete.
    """
    if isinstance(source, bytes) and source.count(b"PK\1\2") > MAX_ENTRIES:
        raise Unreadable(f"{name} holds too many files. Hand in the notebook and what it needs.")
    try:
        return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, IndexError):
        raise Unreadable(f"{name} is not a complete zip file. Make it again and hand that in.") from None


def _checked_members(infos: Iterable[zipfile.ZipInfo], found: Gathered) -> dict[str, zipfile.ZipInfo]:
    """Return the members of an archive by their safe names, without junk; record each that cannot be read.

    Raises:
        Unreadable: two members of code have the same name.
    """
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = safe_name(info.filename)
        if name is None:
            sentence = (
                f"The zip holds the name {info.filename[:80]!r}, which leads out of it or too deep; that was left out."
            )
            found.leave_out(info.filename, sentence)
            continue
        if info.is_dir() or (is_junk(name) and not is_spare(name)):
            continue
        if name in members:
            if is_work(name):
                raise Unreadable(f"The zip holds {name} twice; make the zip again.")
            found.leave_out(name, f"The zip holds {name} twice; the first one was read.")
            continue
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            found.leave_out(name, _special(f"{name} in the zip", kind))
        elif info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            found.leave_out(
                name,
                f"{name} in the zip is encrypted or packed in a rare way, and was left out; "
                "make an ordinary zip without a password.",
            )
        else:
            members[name] = info
    return members


def _unzip(
    archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], wanted: tuple[tuple[str, str], ...] | None = None
) -> Gathered:
    found = Gathered()
    members = _checked_members(infos, found)
    pairs = wanted if wanted is not None else tuple((inside, inside) for inside in members)
    sizes = {(own, inside): members[inside].file_size for own, inside in pairs if inside in members and _is_theirs(own)}
    room = MAX_TOTAL
    for own, inside in _first(sizes, found):
        info = members[inside]
        if info.file_size > room:
            found.leave_out(own, _too_much(own))
        elif info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            found.leave_out(
                own, f"{own} unpacks to far more than its size, and was left out. Clear the notebook's outputs."
            )
        else:
            _member(archive, info, own, room, found)
            room -= len(found.get(own, b""))
    return found


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, own: str, room: int, found: Gathered) -> None:
    """Return one member's bytes, at most as many as there is room for, whatever size the archive declares."""
    try:
        with archive.open(info) as file:
            data = file.read(room + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        found.leave_out(
            own, f"{info.filename} in the zip is damaged, and was left out; make the zip again and hand that in."
        )
        return
    if len(data) > room:
        found.leave_out(own, _too_much(own))
    else:
        found[own] = data
