"""journal.db: one row a submission, committed once and whole; all else in the folder is made from it.

SQLite with a write-ahead log: a commit is one append, so that a kill at any moment leaves each row whole or absent, and
no fsync is waited for (a power cut may cost the last rows, which are then graded again, never the file). The locking
mode is exclusive: it keeps a second run out, ends with the process however that ends, and needs no shared memory, which
network file systems lack. On closing, the log is folded into the one file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path
from typing import Any

SCHEMA_VERSION = 3
NAME = "journal.db"

_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE records (
    submission TEXT PRIMARY KEY, submission_sha256 TEXT NOT NULL, fingerprint TEXT NOT NULL,
    verdicts TEXT NOT NULL, written TEXT NOT NULL, code TEXT NOT NULL, seconds REAL NOT NULL);
CREATE TABLE roll (
    student TEXT PRIMARY KEY, email TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
    submission TEXT NOT NULL, label TEXT NOT NULL, handed_in TEXT NOT NULL, clock TEXT NOT NULL, late INTEGER NOT NULL,
    source TEXT NOT NULL);
CREATE INDEX roll_submission ON roll (submission);
"""
# Since version 2: what lets a run pass over a submission unread, and a student's pages unwritten.
_SINCE_2 = """
ALTER TABLE records ADD COLUMN files_sha256 TEXT NOT NULL DEFAULT '';
CREATE TABLE pages (student TEXT PRIMARY KEY, stamp TEXT NOT NULL);
"""
# Since version 3: the code of a slip as the cells that it stands in, no more as the example of a report.
_SINCE_3 = """
UPDATE records SET code = '{}';
"""


class JournalError(RuntimeError):
    """The journal cannot be used; the text is a sentence."""


class Damaged(JournalError):
    """The file is no journal."""


class DiskFull(JournalError):
    """Nothing more can be written; what was committed stays."""


@dataclass(frozen=True)
class Record:
    """What the journal keeps of one submission.

    `fingerprint` stands for everything but the submission that a verdict depends on; `verdicts` is the judge's record
    as JSON; `written` the answers in words by question id; `code` the cells about a question, by its id, as
    written, for those questions that a slip was found in. `files_sha256` is the hash of the files before anything is
    read out of them: where it is the same, so is all else. `text_sha256` is that of the verdicts as they stand in the journal.
    """

    submission: str
    submission_sha256: str
    fingerprint: str
    verdicts: dict[str, Any]
    written: dict[str, str]
    code: dict[str, list[str]]
    seconds: float
    files_sha256: str = ""
    text_sha256: str = ""


@dataclass(frozen=True)
class KnownRecord:
    """A submission on the roll: where it lies, as JSON, and the hashes of the record there is, if any."""

    submission: str
    source: str
    submission_sha256: str | None
    fingerprint: str | None
    files_sha256: str | None


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One row of the roll; `submission` is empty for who handed in nothing.

    `handed_in` is in UTC, by the clock of the export or of the file; `source` says where the submission lies, as JSON.
    """

    student: str
    email: str
    id: str
    name: str
    submission: str
    label: str
    handed_in: str
    clock: str
    late: bool
    source: str


class Journal:
    """The journal of one folder, held by one process at a time.

    Raises:
        JournalError: another run holds it, it is of a newer version, or it is damaged.
        DiskFull: there is no room for it.
    """

    def __init__(self, folder: Path, *, create: bool = True, fresh: bool = False) -> None:
        path = folder / NAME
        if not create and not path.is_file():
            raise JournalError(f"{folder} contains no {NAME}, so it is not a graded folder. Run `nnhw grade` first.")
        self.folder = folder
        if not all(os.access(place, os.W_OK) for place in (folder, path) if place.exists()):
            if create:
                raise JournalError(f"{folder} cannot be written to; grade into a folder of your own with --out.")
            self._open_to_read(path)
            return
        try:
            self._open(path)
        except Damaged:
            if not fresh:
                raise
            for name in (NAME, f"{NAME}-wal"):
                (folder / name).unlink(missing_ok=True)
            self._open(path)
        if fresh:
            with _sentences(self.folder):
                self._base.execute("DELETE FROM records")

    def _open(self, path: Path) -> None:
        # Autocommit: each statement that stands alone is a transaction of its own.
        self._base = sqlite3.connect(path, timeout=0.2, isolation_level=None, check_same_thread=False)
        try:
            with _sentences(self.folder):
                version = self._prepare()
            if version > SCHEMA_VERSION:
                raise JournalError(f"{path} was written by a newer nnhw (version {version}); update this one.")
        except BaseException:
            self._base.close()
            raise

    def _open_to_read(self, path: Path) -> None:
        """Somebody else's folder: SQLite's locks and log would be files in it, so it is read as it lies."""
        log = path.with_name(f"{NAME}-wal")
        if log.exists() and log.stat().st_size:
            raise JournalError(
                f"{path} belongs to a run that is under way or was stopped, and {self.folder} cannot be written to."
            )
        self._base = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None)
        with _sentences(self.folder):
            version = self._base.execute("PRAGMA user_version").fetchone()[0]
        if version != SCHEMA_VERSION:
            raise JournalError(
                f"{path} was written by another version of nnhw, and {self.folder} cannot be written to."
            )

    def _prepare(self) -> int:
        for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL"):
            self._base.execute(f"PRAGMA {setting}")
        self._base.execute("BEGIN IMMEDIATE")
        version = self._base.execute("PRAGMA user_version").fetchone()[0]
        steps = {0: _TABLES + _SINCE_2, 1: _SINCE_2 + _SINCE_3, 2: _SINCE_3}.get(version)
        if steps:
            for statement in steps.split(";"):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self._base.execute("CREATE INDEX IF NOT EXISTS records_files ON records (files_sha256)")
        self._base.execute("COMMIT")
        return version

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        try:
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            pass  # a full disk; the log beside the file still holds the rows
        self._base.close()

    def describe(self, **about: Any) -> None:
        """Set what the journal says of the run: assignment, course, notes."""
        rows = [(key, json.dumps(value)) for key, value in about.items()]
        with _sentences(self.folder):
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", rows)
            self._base.execute("COMMIT")

    def about(self, key: str, default: Any = None) -> Any:
        """What the journal says under this key."""
        found = self._base.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return json.loads(found[0]) if found else default

    def commit(self, record: Record) -> None:
        """Write one submission's record, whole."""
        row = (
            record.submission, record.submission_sha256, record.fingerprint, json.dumps(record.verdicts),
            json.dumps(record.written), json.dumps(record.code), record.seconds, record.files_sha256,
        )  # fmt: skip
        with _sentences(self.folder):
            self._base.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def call_roll(self, entries: Iterable[RollEntry]) -> None:
        """Replace the roll; records of submissions that nobody on it handed in are dropped."""
        with _sentences(self.folder):
            self._base.execute("BEGIN")
            self._base.execute("DELETE FROM roll")
            self._base.executemany("INSERT INTO roll VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_COLUMNS, entries))
            for table, column in (("records", "submission"), ("pages", "student")):
                self._base.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {column} FROM roll)")
            self._base.execute("COMMIT")

    def known(self, submission: str) -> tuple[str, str] | None:
        """Submission hash and fingerprint of the record there is."""
        query = "SELECT submission_sha256, fingerprint FROM records WHERE submission = ?"
        return self._base.execute(query, (submission,)).fetchone()

    def equal(self, files_sha256: str, fingerprint: str) -> tuple[Record, str] | None:
        """Return a record of the same files by the same grader and key, and where its submission lies, as JSON."""
        query = (
            f"SELECT submission, source, {_FIELDS} FROM records JOIN roll USING (submission) "
            "WHERE files_sha256 = ? AND fingerprint = ? LIMIT 1"
        )
        row = self._base.execute(query, (files_sha256, fingerprint)).fetchone()
        return (_record(row[0], row[2:]), row[1]) if row else None

    def submissions(self) -> Iterator[KnownRecord]:
        """Every submission on the roll once, a group's too, in order; records may be committed on the way."""
        query = (
            "SELECT submission, source, submission_sha256, fingerprint, files_sha256 FROM roll LEFT JOIN records USING (submission) "
            "WHERE submission > ? GROUP BY submission ORDER BY submission LIMIT ?"
        )
        last = ""  # who handed in nothing
        while batch := [KnownRecord(*row) for row in self._base.execute(query, (last, _BATCH))]:
            yield from batch
            last = batch[-1].submission

    def students(self) -> list[str]:
        """All students on the roll, in order."""
        return [student for (student,) in self._base.execute("SELECT student FROM roll ORDER BY student")]

    def written_answers(self) -> Iterator[dict[str, str]]:
        """The answers in words of each submission, by question id."""
        for (written,) in self._base.cursor().execute("SELECT DISTINCT written FROM records"):
            yield json.loads(written)

    def has_names(self) -> bool:
        """Does the roll know anybody's name?"""
        return self._base.execute("SELECT 1 FROM roll WHERE name != '' LIMIT 1").fetchone() is not None

    def roll(self) -> Iterator[RollEntry]:
        """The roll alone, in order of students."""
        return (_entry(row) for row in self._base.cursor().execute("SELECT * FROM roll ORDER BY student"))

    def stamp_of(self, student: str) -> str | None:
        """What stood for a student's pages when they were written."""
        found = self._base.execute("SELECT stamp FROM pages WHERE student = ?", (student,)).fetchone()
        return found[0] if found else None

    def stamp(self, stamps: Mapping[str, str]) -> None:
        """Note what stands for the pages of these students now."""
        with _sentences(self.folder):
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?)", stamps.items())
            self._base.execute("COMMIT")

    def rows(self, student: str | None = None) -> Iterator[tuple[RollEntry, Record | None]]:
        """The roll in order of students (or one of them), each with its record; one row in memory at a time."""
        query = f"SELECT roll.*, {_FIELDS} FROM roll LEFT JOIN records USING (submission)"
        which, values = ("", ()) if student is None else (" WHERE student = ?", (student,))
        for row in self._base.cursor().execute(f"{query}{which} ORDER BY student", values):
            entry = _entry(row[:10])
            yield entry, _record(entry.submission, row[10:]) if row[10] is not None else None


_COLUMNS = attrgetter(*(field.name for field in fields(RollEntry)))
_FIELDS = "submission_sha256, fingerprint, verdicts, written, code, seconds, files_sha256"
_BATCH = 500


def _entry(row: tuple[Any, ...]) -> RollEntry:
    values = [*row[:8], bool(row[8]), row[9]]
    return RollEntry(*values)


def _record(submission: str, row: tuple[Any, ...]) -> Record:
    sha256, fingerprint, verdicts, written, code, seconds, files = row
    text = hashlib.sha256(verdicts.encode()).hexdigest()
    return Record(
        submission,
        sha256,
        fingerprint,
        json.loads(verdicts),
        json.loads(written),
        json.loads(code),
        seconds,
        files,
        text,
    )


@contextmanager
def _sentences(folder: Path) -> Iterator[None]:
    """Turns SQLite's errors into sentences."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        if "locked" in text:
            raise JournalError(f"{folder} is in use by another run; wait until it has ended, or stop it.") from None
        if "full" in text or "disk I/O" in text:
            full = "full" in text or shutil.disk_usage(folder).free < 1_000_000
            raise DiskFull(
                f"There is no room left on the disk of {folder}."
                if full
                else f"{folder} cannot be written to ({text})."
            ) from None
        raise Damaged(f"{folder / NAME} cannot be used ({text}); `--fresh` starts anew.") from None
