"""What follows the judging, for a class of any size: report, gradebook and comparison of a made journal, no page written.

    python tests/benchmarks/bench_scale.py [--size 100000] [--judged 60]

A small made class is judged; its records, under new names, fill two journals, of which the second differs in one student
of fifty. Prints the processor time, the memory of the largest process and the size of what each command writes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from made_class import ROOT, made_class

from autograder.classroom.journal import Journal
from autograder.classroom.journal_rows import Record, RollEntry

NAME = "forward_backward"


def main() -> None:
    """Make the journals, run the commands, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--judged", type=int, default=60)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        made_class(work / "class", NAME, arguments.judged)
        _nnhw("grade", NAME, work / "class", "--out", work / "judged", "--quiet")
        for name, changed in (("old", 0), ("new", 50)):
            made_journal(work / name, work / "judged", arguments.size, changed)
        print(f"{arguments.size} students; journal.db {_megabytes(work / 'old' / 'journal.db'):.1f} MB")
        _row("report", work / "old" / "report.html", *_nnhw("report", work / "old"))
        _row("gradebook", work / "book.csv", *_nnhw("gradebook", work / "old", "--out", work / "book.csv"))
        _row("compare", work / "new" / "comparison.html", *_nnhw("compare", work / "old", work / "new"))


def made_journal(folder: Path, judged: Path, size: int, changed: int = 0) -> None:
    """Write a journal of `size` students, whose records are those of the folder `judged`, one after another, again and again.

    Args:
        folder: is made.
        judged: a graded folder.
        size: how many students.
        changed: one student in so many has another's record; 0 for none.
    """
    with Journal(judged, create=False) as source:
        records = [record for _, record in source.rows() if record is not None]
        about = {
            key: source.about(key)
            for key in ("assignment", "course", "blank", "strange", "notes", "fingerprint", "graded_at")
        }
    folder.mkdir()
    with Journal(folder) as journal:
        journal.describe(**about)
        journal.call_roll(_entry(number) for number in range(size))
        journal._base.execute("BEGIN")  # one transaction: the disk is not what is measured
        for record in _renamed(records, size, changed):
            journal.commit(record)
        journal._base.execute("COMMIT")
    for name in ("provenance.json",):
        if (judged / name).exists():
            (folder / name).write_bytes((judged / name).read_bytes())


def _renamed(records: list[Record], size: int, changed: int) -> Iterator[Record]:
    for number, record in enumerate(islice(cycle(records), size)):
        if changed and number % changed == 0:
            record = records[(number + 1) % len(records)]
        name = f"student{number:06}"
        yield replace(record, submission=f"{name}.ipynb", verdicts={**record.verdicts, "student": name})


def _entry(number: int) -> RollEntry:
    name = f"student{number:06}"
    return RollEntry(
        name,
        f"{name}@example.edu",
        str(number),
        f"Student, {number}",
        f"{name}.ipynb",
        f"{name}.ipynb",
        "",
        "",
        False,
        "{}",
    )


def _nnhw(*words: object) -> tuple[float, float, float]:
    """Run a command; its processor time and its time by the clock in seconds, and its memory in MB.

    Raises:
        RuntimeError: it failed.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", *map(str, words)], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) > 1:
        raise RuntimeError(f"nnhw {words[0]} ended with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024


def _row(what: str, path: Path, processor: float, clock: float, memory: float) -> None:
    size = f"{path.name} {_megabytes(path):.2f} MB" if path.exists() else ""
    print(
        f"{what:10} {processor:7.1f} s of the processor ({clock:.0f} s by the clock) {memory:6.0f} MB   {size}",
        flush=True,
    )


def _megabytes(path: Path) -> float:
    return path.stat().st_size / 1e6


if __name__ == "__main__":
    main()
