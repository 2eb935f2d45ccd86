"""Grade a class in parts on several machines, and join the parts.

`nnhw grade … --shard 2/8` grades the second of eight parts. `nnhw merge DIR… --out DIR` joins graded folders of one
assignment into one journal and one report.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder import course as courses
from autograder.classroom.arrivals.attendance import Roll, Row
from autograder.classroom.csv_tables import read_table
from autograder.classroom.hand_decisions import HEADINGS as OVERRIDE_HEADINGS
from autograder.classroom.hand_decisions import NAME as OVERRIDES
from autograder.classroom.hand_points import FOLDER, NAME
from autograder.classroom.hand_points import HEADINGS as POINT_HEADINGS
from autograder.classroom.journal import Journal, JournalError
from autograder.classroom.journal_rows import Record, RollEntry
from autograder.classroom.outputs import write_outputs

# The parts must agree on these, since another grader, key or set of points would give other verdicts.
SAME = {"assignment": "another assignment", "fingerprint": "another version of the grader, key or settings"}


def merge(folders: Sequence[Path], out: Path) -> tuple[str, ...]:
    """Join `folders` into the graded folder `out`; return sentences to print.

    Raises:
        JournalError: A folder is not a graded folder, two folders do not belong together, or two contain different
            submissions of one student.
    """
    entries: dict[str, tuple[RollEntry, Path]] = {}
    records: dict[str, Record] = {}
    about: dict[str, object] = {}
    notes: list[str] = []
    for folder in folders:
        with Journal(folder, create=False) as journal:
            about = _same(journal, about)
            notes += [note for note in journal.about("notes", []) if note not in notes]
            for entry, record in journal.rows():
                if record is not None:
                    record = _distinct(records, record, folder)
                    records[record.submission] = record
                    entry = replace(entry, submission=record.submission)
                _enter(entries, entry, folder)
    out.mkdir(parents=True, exist_ok=True)
    course = courses.load(Path(str(about["course"])) if about["course"] else None)
    with Journal(out) as journal:
        journal.describe(**{**about, "notes": notes})
        journal.call_roll(entry for entry, _ in entries.values())
        for record in records.values():
            journal.commit(record)
        lost = _join_tables([folder / OVERRIDES for folder in folders], out / OVERRIDES, OVERRIDE_HEADINGS)
        lost += _join_tables([folder / FOLDER / NAME for folder in folders], out / FOLDER / NAME, POINT_HEADINGS)
        outcome = write_outputs(journal, course)
    return (f"{len(folders)} folders with {len(entries)} students joined in {out}.", *lost, *outcome.sentences(out))


def _same(journal: Journal, about: dict[str, object]) -> dict[str, object]:
    """Return the description of the run that all folders share.

    Args:
        journal: The journal of the next folder.
        about: The description of the folders before it; empty for the first.

    Raises:
        JournalError: The folder does not agree with those before it.
    """
    keys = ("assignment", "fingerprint", "course", "blank", "strange", "graded_at")
    mine = {key: journal.about(key) for key in keys}
    for key, what in SAME.items():
        if about and mine[key] != about[key]:
            raise JournalError(f"{journal.folder} was graded with {what}; folders to merge must agree. Grade it again.")
    return about or mine


def _distinct(records: dict[str, Record], record: Record, folder: Path) -> Record:
    """Return `record` under a name of no other content, since two folders may both contain a `hw.ipynb`.

    Students choose the names of files, among them such as this function makes.
    """
    name = record.submission
    while name in records and records[name].submission_sha256 != record.submission_sha256:
        name = f"{folder}: {name}"
    return replace(record, submission=name)


def _enter(entries: dict[str, tuple[RollEntry, Path]], entry: RollEntry, folder: Path) -> None:
    """Add `entry` to the roll; if two folders list a student, the entry with a submission counts.

    Raises:
        JournalError: Two folders contain different submissions of the student.
    """
    known = entries.get(entry.student)
    if known is None or not known[0].submission:
        entries[entry.student] = (entry, folder)
    elif entry.submission and entry.submission != known[0].submission:
        raise JournalError(
            f"{entry.student} has different submissions in {known[1]} and {folder}; grade them in one command."
        )


def _join_tables(paths: Iterable[Path], out: Path, headings: tuple[str, ...]) -> list[str]:
    """Write the rows of all existing tables to `out`, without repeated rows; return a sentence for each unusable one.

    Args:
        paths: Tables that people edited, in any encoding and with any separator.
        out: The table to write.
        headings: The columns that each must have; no others are kept.
    """
    tables = [read_table(path, headings) for path in paths if path.is_file()]
    if not tables:
        return []
    body = dict.fromkeys(tuple(line[heading] for heading in headings) for lines, _ in tables for line in lines)
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.is_file():
        shutil.copy2(out, out.with_name(f"{out.name}.before-merge"))
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([headings, *body])
    return [sentence for _, refused in tables for sentence in refused]


@dataclass(frozen=True)
class Shard:
    """Part `number` (from 1) of `count` parts of a class.

    A hash of its label assigns a submission to a part, so that all machines divide a class in the same way and the
    members of a group stay together. Students who handed in nothing belong to the first part.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard written as `I/N`.

        Raises:
            ValueError: `text` is not two whole numbers with 1 ≤ I ≤ N.
        """
        number, slash, count = text.partition("/")
        if not (slash and number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
            raise ValueError(f"{text!r} is not a shard: write I/N with 1 ≤ I ≤ N, such as 2/8.")
        return cls(int(number), int(count))

    def of(self, roll: Roll) -> Roll:
        """Return the rows of `roll` that belong to this part, with all notes."""
        return replace(roll, rows=tuple(row for row in roll.rows if self._holds(row)))

    def _holds(self, row: Row) -> bool:
        if row.arrival is None:
            return self.number == 1
        digest = hashlib.sha256(row.arrival.label.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1
