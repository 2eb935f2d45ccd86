"""The rows of the journal: a submission's record and a student's entry on the roll, and how they are stored.

A record repeats most of its words. Compressed, a class takes a quarter of the room.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

RECORD_FIELDS = "submission_sha256, fingerprint, verdicts, written, code, seconds, files_sha256"


@dataclass(frozen=True)
class Record:
    """The row of one submission.

    Attributes:
        submission: The name of the submission in the journal.
        submission_sha256: The hash of its content as read.
        fingerprint: A hash of everything but the submission on which a verdict depends.
        verdicts: The judge's record.
        written: The answers in words, by question id.
        code: The cells about a question with a slip, by its id.
        seconds: The time that judging took.
        files_sha256: The hash of the files before they are read; equal files have equal records.
        text_sha256: The hash of `verdicts` as stored.
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
    """A submission on the roll: its location as JSON, and the hashes of its record, if it has one."""

    submission: str
    source: str
    submission_sha256: str | None
    fingerprint: str | None
    files_sha256: str | None


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One row of the roll.

    Attributes:
        student: The student's name in files.
        submission: The name of the submission in the journal; empty if nothing was handed in.
        label: The location of the submission, for people to read.
        handed_in: The time in UTC.
        clock: The clock of that time: export, file or unknown.
        late: True if the export marks it as late.
        source: The location of the submission, as JSON.
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


def record_to_row(record: Record) -> tuple[Any, ...]:
    """Return a record as a row of the table `records`."""
    texts = (_packed(record.verdicts), _packed(record.written), _packed(record.code))
    return (
        record.submission, record.submission_sha256, record.fingerprint, *texts, record.seconds, record.files_sha256,
    )  # fmt: skip


def record_from_row(submission: str, row: tuple[Any, ...]) -> Record:
    """Return the record of a submission from the values of `RECORD_FIELDS`."""
    sha256, fingerprint, verdicts, written, code, seconds, files = row
    text = _text(verdicts)
    stamp = hashlib.sha256(text.encode()).hexdigest()
    return Record(
        submission, sha256, fingerprint, json.loads(text), unpacked(written), unpacked(code), seconds, files, stamp
    )


def unpacked(stored: bytes | str) -> Any:
    """Return the value that `record_to_row` stored; a text is from a journal of an earlier version."""
    return json.loads(_text(stored))


def entry_from_row(row: tuple[Any, ...]) -> RollEntry:
    """Return an entry from a row of the table `roll`."""
    values = [*row[:8], bool(row[8]), row[9]]
    return RollEntry(*values)


entry_to_row = attrgetter(*(field.name for field in fields(RollEntry)))


def _packed(value: Any) -> bytes:
    return zlib.compress(json.dumps(value).encode("ascii"))


def _text(stored: bytes | str) -> str:
    return stored if isinstance(stored, str) else zlib.decompress(stored).decode("ascii")
