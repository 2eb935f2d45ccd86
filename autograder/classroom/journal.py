"""Keep journal.db, with one row per submission; everything else in a graded folder is made from it.

It is SQLite with a write-ahead log. A commit is one append, so a kill at any moment leaves each row complete or absent.
No fsync is needed: a power cut may cost the last rows, which are graded again, but not the file. Exclusive locking
keeps a second run out, ends with the process, and needs no shared memory, which network file systems lack. Closing
merges the log into the file.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.classroom.journal_rows import (
    RECORD_FIELDS,
    KnownRecord,
    Record,
    RollEntry,
    entry_from_row,
    entry_to_row,
    record_from_row,
    record_to_row,
    unpacked,
)

SCHEMA_VERSION = 4
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
# Since version 2: hashes with which a run skips unchanged submissions and unchanged pages.
_SINCE_2 = """
ALTER TABLE records ADD COLUMN files_sha256 TEXT NOT NULL DEFAULT '';
CREATE TABLE pages (student TEXT PRIMARY KEY, stamp TEXT NOT NULL);
"""
# Since version 3: the cells with a slip, in place of the example for a report.
_SINCE_3 = """
UPDATE records SET code = '{}';
"""
# Since version 4: verdicts, written and code are compressed, which earlier versions cannot read. Older rows stay as text.
_STEPS = {0: _TABLES + _SINCE_2, 1: _SINCE_2 + _SINCE_3, 2: _SINCE_3}


class JournalError(RuntimeError):
    """The journal cannot be used; the text is a sentence."""


class Damaged(JournalError):
    """Report that the file is not a journal."""


class DiskFull(JournalError):
    """Report that nothing more can be written; committed rows are kept."""


class Journal:
    """The journal of one folder, open in one process at a time.

    Args:
        folder: The graded folder.
        create: False to refuse a folder without a journal.
        fresh: True to drop all records, and a damaged file.

    Raises:
        JournalError: Another run has it open, it is of a newer version, or it is damaged.
        DiskFull: The disk is full.
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
        # Autocommit: each statement outside BEGIN … COMMIT is a transaction.
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
        """Open the journal of a folder that cannot be written to, without SQLite's locks and log, which are files."""
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
        if version < SCHEMA_VERSION:
            for statement in _STEPS.get(version, "").split(";"):
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
            pass  # a full disk; the rows are still in the log
        self._base.close()

    def describe(self, **about: Any) -> None:
        """Store values about the run, such as assignment, course and notes."""
        rows = [(key, json.dumps(value)) for key, value in about.items()]
        with _sentences(self.folder):
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", rows)
            self._base.execute("COMMIT")

    def about(self, key: str, default: Any = None) -> Any:
        """Return the value stored under `key` by `describe`."""
        row = self._base.execute("SELECT value FROM about WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else default

    def commit(self, record: Record) -> None:
        """Write the record of one submission in one transaction."""
        with _sentences(self.folder):
            self._base.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", record_to_row(record))

    def call_roll(self, entries: Iterable[RollEntry]) -> None:
        """Replace the roll, and drop the records of submissions that are not on it."""
        with _sentences(self.folder):
            self._base.execute("BEGIN")
            self._base.execute("DELETE FROM roll")
            self._base.executemany("INSERT INTO roll VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(entry_to_row, entries))
            for table, column in (("records", "submission"), ("pages", "student")):
                self._base.execute(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT {column} FROM roll)")
            self._base.execute("COMMIT")

    def known(self, submission: str) -> tuple[str, str] | None:
        """Return submission hash and fingerprint of a submission's record, or None."""
        query = "SELECT submission_sha256, fingerprint FROM records WHERE submission = ?"
        return self._base.execute(query, (submission,)).fetchone()

    def equal(self, files_sha256: str, fingerprint: str) -> tuple[Record, str] | None:
        """Return a record with equal files and fingerprint and the location of its submission as JSON, or None."""
        query = (
            f"SELECT submission, source, {RECORD_FIELDS} FROM records JOIN roll USING (submission) "
            "WHERE files_sha256 = ? AND fingerprint = ? LIMIT 1"
        )
        row = self._base.execute(query, (files_sha256, fingerprint)).fetchone()
        return (record_from_row(row[0], row[2:]), row[1]) if row else None

    def submissions(self) -> Iterator[KnownRecord]:
        """Yield each submission on the roll once, in order; records may be committed meanwhile."""
        query = (
            "SELECT submission, source, submission_sha256, fingerprint, files_sha256 FROM roll "
            "LEFT JOIN records USING (submission) "
            "WHERE submission > ? GROUP BY submission ORDER BY submission LIMIT ?"
        )
        last = ""  # skips students who handed in nothing
        while batch := [KnownRecord(*row) for row in self._base.execute(query, (last, _BATCH))]:
            yield from batch
            last = batch[-1].submission

    def students(self) -> list[str]:
        """Return all students on the roll, in order."""
        return [student for (student,) in self._base.execute("SELECT student FROM roll ORDER BY student")]

    def written_answers(self) -> Iterator[dict[str, str]]:
        """Yield the answers in words of the submissions, by question id; equal ones once."""
        for (written,) in self._base.cursor().execute("SELECT DISTINCT written FROM records"):
            yield unpacked(written)

    def has_names(self) -> bool:
        """Return True if the roll has the name of any student."""
        return self._base.execute("SELECT 1 FROM roll WHERE name != '' LIMIT 1").fetchone() is not None

    def roll(self) -> Iterator[RollEntry]:
        """Return the roll without records, in order of students."""
        return (entry_from_row(row) for row in self._base.cursor().execute("SELECT * FROM roll ORDER BY student"))

    def stamp_of(self, student: str) -> str | None:
        """Return the stamp of a student's pages when they were written, or None."""
        row = self._base.execute("SELECT stamp FROM pages WHERE student = ?", (student,)).fetchone()
        return row[0] if row else None

    def stamp(self, stamps: Mapping[str, str]) -> None:
        """Store the stamps of students' pages."""
        with _sentences(self.folder):
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?)", stamps.items())
            self._base.execute("COMMIT")

    def rows(self, student: str | None = None) -> Iterator[tuple[RollEntry, Record | None]]:
        """Yield the rows of the roll in order, or that of one student, each with its record or None."""
        query = f"SELECT roll.*, {RECORD_FIELDS} FROM roll LEFT JOIN records USING (submission)"
        which, values = ("", ()) if student is None else (" WHERE student = ?", (student,))
        for row in self._base.cursor().execute(f"{query}{which} ORDER BY student", values):
            entry = entry_from_row(row[:10])
            yield entry, record_from_row(entry.submission, row[10:]) if row[10] is not None else None


_BATCH = 500


@contextmanager
def _sentences(folder: Path) -> Iterator[None]:
    """Turn errors of SQLite into errors with a sentence."""
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
        raise Damaged(f"{folder / NAME} cannot be used ({text}); `--fresh` starts again.") from None
