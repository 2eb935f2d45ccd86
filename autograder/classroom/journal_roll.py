"""Call the roll of a run, and write it into the journal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone, tzinfo
from pathlib import Path

from autograder.classroom.arrivals.arrival import Arrival
from autograder.classroom.arrivals.attendance import Roll, Row, call_roll, read_groups
from autograder.classroom.arrivals.file_tree import spell_source
from autograder.classroom.arrivals.layouts import NothingThere, arrivals
from autograder.classroom.arrivals.roster import Roster, read_roster
from autograder.classroom.journal import Journal, JournalError
from autograder.classroom.journal_rows import RollEntry
from autograder.classroom.judge_process import blank, fingerprint
from autograder.classroom.times import spell_time
from autograder.course import Course
from autograder.judge.result import to_verdicts
from autograder.provenance import FILE, provenance


def called(
    paths: Iterable[Path], name: str, roster: Path | None, groups: Path | None, zone: tzinfo | None
) -> tuple[Roll, tuple[str, ...]]:
    """Return the roll, and a sentence for each file or folder that is not understood.

    Raises:
        NothingThere: There is nothing to grade.
    """
    submissions = arrivals(paths, name, zone)
    known = read_roster(roster) if roster else Roster()
    teams = read_groups(groups or (roster.with_name("groups.csv") if roster else None), known, groups is not None)
    roll = call_roll(submissions.arrivals, known, teams)
    if not roll.arrivals:
        reason = "There is nothing to grade: no notebook, .py file or zip was found."
        raise NothingThere(" ".join((reason, *submissions.strange)))
    return roll, submissions.strange


def enter(
    journal: Journal, course: Course, course_file: Path | None, name: str, roll: Roll, strange: tuple[str, ...]
) -> int:
    """Write the roll and a description of the run into the journal; return the number of submissions to judge.

    Raises:
        JournalError: The folder has the grades of another assignment.
    """
    _same_assignment(journal, name)
    (journal.folder / FILE).write_text(provenance(course, name).to_json(), encoding="utf-8")
    journal.describe(
        assignment=name, course=str(course_file or ""),
        blank=to_verdicts(blank(course.assignment(name), "no_submission")), strange=list(strange),
        notes=[*_gone(journal, roll), *roll.notes],
        fingerprint=fingerprint(course, name), graded_at=spell_time(datetime.now(timezone.utc)),
    )  # fmt: skip
    arrived = roll.arrivals
    labels = Counter(text for arrival in arrived for text in name_candidates(arrival)[:2])
    journal.call_roll(_entry(row, labels) for row in roll.rows)
    return len(arrived)


def _same_assignment(journal: Journal, name: str) -> None:
    """Check that the folder does not have the grades of another assignment, which would be replaced.

    Raises:
        JournalError: It has.
    """
    other = journal.about("assignment", name)
    if other != name:
        raise JournalError(f"{journal.folder} has the grades of {other}; give {name} another folder with --out.")


def _gone(journal: Journal, roll: Roll) -> list[str]:
    """Return a sentence if students of the folder's last run are not in this one, as they leave grades.csv."""
    here = {row.student for row in roll.rows}
    gone = [student for student in journal.students() if student not in here]
    if not gone:
        return []
    who = f"{', '.join(gone[:5])}{f' and {len(gone) - 5} more' if len(gone) > 5 else ''}"
    are = "was" if len(gone) == 1 else "were"
    return [f"{who} {are} in {journal.folder} before and {are} not handed in now, so their grades were removed. "
            "Name all submissions of an assignment in one command, or use --out."]  # fmt: skip


def _entry(row: Row, labels: Mapping[str, int]) -> RollEntry:
    person, arrival = row.person, row.arrival
    if arrival is None:
        return RollEntry(row.student, person.email, person.id, person.name, "", "", "", "", False, "")
    moment = arrival.time or (datetime.fromtimestamp(arrival.modified, timezone.utc) if arrival.clear else None)
    clock = "export" if arrival.time else "file" if arrival.clear else "unknown"
    submission, source = ("", "") if arrival.entry else (journal_name(arrival, labels), spell_source(arrival.source))
    return RollEntry(
        row.student, person.email, person.id, person.name, submission, arrival.label,
        spell_time(moment), clock, arrival.late, source,
    )  # fmt: skip


def journal_name(arrival: Arrival, labels: Mapping[str, int]) -> str:
    """Return the journal's name of a submission, which is unique.

    The label is used, since it survives moving a download. Equal labels also get their folder and, if that is not
    enough, all their files.
    """
    label, placed, whole = name_candidates(arrival)
    return label if labels[label] == 1 else placed if labels[placed] == 1 else whole


def name_candidates(arrival: Arrival) -> tuple[str, str, str]:
    """Return label, label with folder, and label with folder and files: names in order of preference."""
    placed = f"{arrival.source.root}: {arrival.label}"
    return arrival.label, placed, f"{placed} {spell_source(arrival.source)}"
