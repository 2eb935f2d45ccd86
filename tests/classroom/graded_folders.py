"""Make graded folders without a judge: the records are made up, and everything after them is real."""

from dataclasses import replace

from autograder.classroom import judge_process
from autograder.classroom.journal import Journal
from autograder.classroom.journal_rows import Record, RollEntry
from autograder.course import Course
from autograder.judge.result import to_verdicts

NAME = "forward_backward"


def graded_folder(folder, size, **changes):
    """Write a journal of made-up records, as if a class had been judged."""
    folder.mkdir()
    journal = Journal(folder)
    result = judge_process.blank(Course().assignment(NAME), "graded")
    verdicts = to_verdicts(replace(result, **changes))
    journal.describe(assignment=NAME, blank=to_verdicts(result), graded_at="2027-05-22T00:00:00Z")
    names = [f"student{number:05}" for number in range(size)]
    journal.call_roll(RollEntry(name, "", name, "", name, name, "", "", False, "{}") for name in names)
    for name in names:
        journal.commit(Record(name, "sha", "print", verdicts, {}, {}, 0.1))
    return journal
