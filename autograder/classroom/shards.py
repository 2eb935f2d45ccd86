"""`nnhw merge DIR… --out DIR`: graded folders of one assignment joined into one journal and one report."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder import course as courses
from autograder.classroom.arrivals.attendance import Roll, Row
from autograder.classroom.hand_decisions import NAME as OVERRIDES
from autograder.classroom.hand_points import FOLDER, NAME
from autograder.classroom.journal import Journal, JournalError, Record, RollEntry
from autograder.classroom.outputs import write_outputs

# What the parts must agree on: another grader, key or set of points would give other verdicts.
SAME = {"assignment": "another assignment", "fingerprint": "another version of the grader, key or settings"}


def merge(folders: Sequence[Path], out: Path) -> tuple[str, ...]:
    """Join `folders` into the graded folder `out`; return sentences to print.

    Raises:
        JournalError: a folder is not a graded one, two of them do not belong together, or both hold a different
            submission of one student.
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
        _join_tables([folder / OVERRIDES for folder in folders], out / OVERRIDES)
        _join_tables([folder / FOLDER / NAME for folder in folders], out / FOLDER / NAME)
        outcome = write_outputs(journal, course)
    return (f"{len(folders)} folders with {len(entries)} students joined in {out}.", *outcome.sentences(out))


def _same(journal: Journal, about: dict[str, object]) -> dict[str, object]:
    """Return what `journal` says about its run, once it agrees with `about`, what the folders before it say."""
    keys = ("assignment", "fingerprint", "course", "blank", "strange", "graded_at")
    mine = {key: journal.about(key) for key in keys}
    for key, what in SAME.items():
        if about and mine[key] != about[key]:
            raise JournalError(f"{journal.folder} was graded with {what}; folders to merge must agree. Grade it again.")
    return about or mine


def _distinct(records: dict[str, Record], record: Record, folder: Path) -> Record:
    """Return `record` under a name that no other submission has: two folders may both hold a `hw.ipynb`."""
    known = records.get(record.submission)
    if known is None or known.submission_sha256 == record.submission_sha256:
        return record
    return replace(record, submission=f"{folder}: {record.submission}")


def _enter(entries: dict[str, tuple[RollEntry, Path]], entry: RollEntry, folder: Path) -> None:
    """Put `entry` on the roll; of a student whom two folders list, the one with a submission counts."""
    known = entries.get(entry.student)
    if known is None or not known[0].submission:
        entries[entry.student] = (entry, folder)
    elif entry.submission and entry.submission != known[0].submission:
        raise JournalError(
            f"{entry.student} has different submissions in {known[1]} and {folder}; grade them in one command."
        )


def _join_tables(paths: Iterable[Path], out: Path) -> None:
    """Write the lines of all tables that exist into `out`, the headings once and equal lines once."""
    texts = [path.read_text(encoding="utf-8-sig") for path in paths if path.is_file()]
    if not texts:
        return
    head = texts[0].splitlines()[:1]
    body = dict.fromkeys(line for text in texts for line in text.splitlines()[1:] if line.strip())
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.is_file():
        shutil.copy2(out, out.with_name(f"{out.name}.before-merge"))
    out.write_text("\n".join([*head, *body]) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Shard:
    """Part `number` (from 1) of `count` parts.

    A submission belongs to the part that a hash of its label gives, so that every machine divides a class alike and the
    members of a group stay together. Students who handed in nothing belong to the first part.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard written as `I/N`.

        Raises:
            ValueError: it is not two whole numbers with 1 ≤ I ≤ N.
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
