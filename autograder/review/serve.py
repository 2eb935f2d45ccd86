"""Serve the review of a graded folder (`nnhw review DIR`); a lock keeps a second server out."""

from __future__ import annotations

import re
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder import course as courses
from autograder.classroom.decisions import JUDGED, LENDER, DecisionStore
from autograder.classroom.final_results import open_graded
from autograder.classroom.hand_decisions import read_overrides
from autograder.classroom.hand_grading import boxes_of, rubric_of
from autograder.classroom.journal import JournalError
from autograder.classroom.outputs import write_outputs
from autograder.classroom.pages.report import write_door
from autograder.classroom.regrade_requests import read_requests
from autograder.course import Course
from autograder.review.items import Item, item_about, items_of
from autograder.review.queues import TWICE, ReviewQueues

PORT = 8571
LOCK, TOKEN = "review.lock", ".review-token"


def serve(
    folder: Path,
    port: int = PORT,
    graders: Sequence[str] = (),
    twice: int = TWICE,
    say: Callable[[str], None] = print,
    course_file: Path | None = None,
) -> tuple[str, ...]:
    """Serve the review of a graded folder until Ctrl-C, then write its results and return sentences.

    Args:
        folder: The graded folder.
        port: The port on this machine. A free one is taken if it is in use.
        graders: The people who share the answers; without names, each grader takes the next free one.
        twice: One answer in this many is graded by two people.
        say: Receives each sentence to show while the server starts.
        course_file: The course's configuration; by default the one that the folder was graded with.

    Raises:
        JournalError: `folder` is not a graded folder, or another server has it open.
        ModuleNotFoundError: The extra `review` is not installed.
    """
    import uvicorn

    from autograder.review.app import Review

    with owned(folder), tempfile.TemporaryDirectory() as overflow, _listening(port) as listening:
        course, queues, store, refused = open_queues(folder, Path(overflow), graders, twice, course_file)
        with open_graded(folder) as journal:
            assignment = course.assignment(journal.about("assignment"))

        def item_of(student: str, question: str) -> Item | None:
            with open_graded(folder) as journal:
                return item_about(journal, assignment, student, question)

        token = _token(folder)
        store.forget("token")  # where earlier versions kept it
        review = Review(queues, assignment, token, lambda: publish(folder, course), item_of)
        app = review.app()
        app.state.overflow = Path(overflow)
        port = listening.getsockname()[1]
        write_door(folder, f"http://127.0.0.1:{port}/{token}/")
        for line in (*refused, *_welcome(queues, port, token)):
            say(line)
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="off", ws="none"))
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            pass
        finally:
            store.close()
            write_door(folder)
        return publish(folder, course)


def open_queues(
    folder: Path, overflow: Path, graders: Sequence[str], twice: int, course_file: Path | None = None
) -> tuple[Course, ReviewQueues, DecisionStore, tuple[str, ...]]:
    """Return course, queues and store of a folder, and sentences about regrade requests that were ignored."""
    with open_graded(folder) as journal:
        stored = journal.about("course")
        course = courses.load(course_file or (Path(stored) if stored else None))
        assignment = course.assignment(journal.about("assignment"))
        boxes = {q.id: boxes_of(rubric_of(assignment.name, q.id)) for q in assignment.questions if q.by_hand}
        requests, refused = read_requests(folder, journal.roll(), assignment.ids)
        store = DecisionStore(folder)
        decided = {(event.question, event.bound) for event in store.events() if event.kind == JUDGED}
        most = {question.id: question.points for question in assignment.questions}
        overrides = read_overrides(folder, most, {*journal.students()}).decisions
        items = items_of(journal, assignment, boxes, requests, overflow, decided, overrides)
    return course, ReviewQueues(items, store, graders, twice), store, refused


def publish(folder: Path, course: Course) -> tuple[str, ...]:
    """Write grades.csv, the students' pages and the report with the decisions so far; return sentences."""
    try:
        with open_graded(folder) as journal:
            outcome = write_outputs(journal, course)
    except (JournalError, OSError) as error:
        return (
            f"The results were not written: {error} All decisions are saved; nnhw report or nnhw grade applies them.",
        )
    return (f"Grades, pages and report of {folder} include the decisions made so far.", *outcome.refused)


@contextmanager
def owned(folder: Path) -> Iterator[None]:
    """Keep a second server out of the folder. The system releases the lock when the process ends.

    Raises:
        JournalError: `folder` is not a graded folder, or it is being reviewed.
    """
    import fcntl

    with open_graded(folder):
        pass  # raises if it is not a graded folder
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise JournalError(
                f"{folder} is being reviewed already: open the address that the other server printed. From another "
                "machine, use ssh -L."
            ) from None
        yield


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """Open a socket on the loopback interface, at a free port if `port` is in use."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(("127.0.0.1", port))
        except OSError:
            listening.bind(("127.0.0.1", 0))
        listening.listen(64)  # connections wait until the server is up
        yield listening


def _token(folder: Path) -> str:
    """Return the folder's token. It is kept in a file that only its owner can read: addresses outlast a restart."""
    path = folder / TOKEN
    try:
        token = path.read_text(encoding="ascii") if not path.stat().st_mode & 0o077 else ""
    except (OSError, UnicodeDecodeError):  # there is none, or it belongs to another grader
        token = ""
    if not re.fullmatch(r"[\w-]{32}", token):
        token = secrets.token_urlsafe(24)
        path.unlink(missing_ok=True)
        path.touch(0o600)
        path.write_text(token, encoding="ascii")
    return token


def _welcome(queues: ReviewQueues, port: int, token: str) -> tuple[str, ...]:
    words = sum(item.kind == "written" for item in queues.items.values())
    lent = sum(item.kind == LENDER for item in queues.items.values())
    look = len(queues.items) - words - lent
    more = f", {lent} functions on which credit depends" if lent else ""
    return (
        f"{words} answers in words, {look} judged questions that need a person{more}.",
        f"Open http://127.0.0.1:{port}/{token}/ (Ctrl-C ends; every decision is saved at once).",
        f"From another machine: ssh -L {port}:127.0.0.1:{port} THIS-MACHINE, then the same address there.",
    )
