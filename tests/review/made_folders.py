"""Make graded folders to review, with answers in words and judged questions that need a person."""

from dataclasses import replace

from autograder.classroom import judge_process
from autograder.classroom.journal import Journal
from autograder.classroom.journal_rows import Record, RollEntry
from autograder.course import Course
from autograder.judge.result import Doubt, Lender, to_verdicts

NAME, QUESTION = "forward_backward", "q12_dead_zones"
LENDER_QUESTION = "q4_forward"
ASSIGNMENT = Course().assignment(NAME)


def reviewable(folder, answers, flags=(), lenders=(), version="sha"):
    """A graded folder: one student an answer; `flags` need a person, the credit of `lenders` hangs on one function;
    another `version` is a resubmission."""
    folder.mkdir(parents=True, exist_ok=True)
    judged = judged_question()
    with Journal(folder) as journal:
        journal.describe(
            assignment=NAME,
            blank=to_verdicts(judge_process.blank(ASSIGNMENT, "graded")),
            graded_at="2027-05-22T00:00:00Z",
        )
        names = [f"student{number:04}" for number in range(len(answers))]
        journal.call_roll(
            RollEntry(name, f"{name}@example.edu", str(900 + i), name.title(), name, name, "", "", False, "{}")
            for i, name in enumerate(names)
        )
        for number, (name, answer) in enumerate(zip(names, answers)):
            result = replace(judge_process.blank(ASSIGNMENT, "graded"), submission_sha256=f"{version}-{name}")
            changes = {}
            if number in flags:
                changes = {"needs_review": True, "note": "It came out empty, yet a definition stands in skipped code."}
            if number in lenders:
                doubt = Doubt(judged.max, 0.0, ("first",), (Lender("forward", LENDER_QUESTION, "c0de"),))
                changes = {
                    "pending": doubt,
                    "points": 0.0,
                    "note": "Right once layer_forward is right.",
                    "needs_review": True,
                }
            result = replace(
                result, questions=tuple(replace(q, **changes) if q.id == judged.id else q for q in result.questions)
            )
            written = {QUESTION: answer} if answer else {}
            cells = {judged.id: ["def layer_backward(x):\n    return x  # <script>alert(1)</script>"]}
            journal.commit(Record(name, f"{version}-{name}", "print", to_verdicts(result), written, cells, 0.1))
    return folder


def judged_question():
    """Return the judged question with flags and doubts, from the middle of the assignment."""
    return [q for q in judge_process.blank(ASSIGNMENT, "graded").questions if q.parts][4]


def words(number):
    """Return an answer in words that is not near-equal to any other."""
    return f"Answer {number}: the gradient shrinks by σ′ ≤ 1/4 in layer {number * 7}, " + " ".join(
        f"word{number}x{i}" for i in range(12)
    )
