"""Runs hostile submissions through the judge and looks at everything they must not have changed."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import attacks_around_the_walls
import attacks_by_an_insider
import attacks_from_within
import attacks_on_files
import attacks_on_the_machine
import numpy as np
from attack import Attack
from baseline import CELLS

from autograder import questions
from autograder.intake import Unreadable, read_submission
from autograder.intake.submission import Submission
from autograder.judge.judge import Judge
from autograder.judge.result import Result, to_verdicts
from autograder.sandbox import ForkServer, Limits, Program
from autograder.sandbox.kernel import users
from autograder.sandbox.limits import WAITING

REPOSITORY = Path(__file__).resolve().parents[2]
ATTACKS: list[Attack] = [
    *attacks_on_files.ATTACKS,
    *attacks_from_within.ATTACKS,
    *attacks_on_the_machine.ATTACKS,
    *attacks_by_an_insider.ATTACKS,
    *attacks_around_the_walls.ATTACKS,
]
LIMITS = Limits(call=1.0, cell=1.0, load=4.0, disk=16 << 20, disk_entries=500)
SECONDS = 6.0  # for all calls of one submission
PLACES = ("/tmp", "/var/tmp", "/dev/shm", str(Path.home()), str(REPOSITORY / "autograder" / "judge"))
KEY = "hostile-tests"
PROBE = (np.array([0.5, -1.0]), np.ones((3, 2)), np.zeros(3), np.ones((1, 3)), 1.0)


@dataclass
class Row:
    """What one attack came to: `faults` names everything that went wrong for us."""

    family: str
    name: str
    score: float | None = None
    baseline: float = 0.0
    seconds: float = 0.0
    stopped_by: str = ""
    faults: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class Arena:
    """A judge, a vault of secrets, a listening socket; a context manager."""

    def __init__(self, layers: Iterable[str] | None = None, limits: Limits = LIMITS) -> None:
        self.slot = os.getpid() % 400
        self.server = ForkServer(limits, slot=self.slot, layers=layers)
        self.judge = Judge(questions.find("forward_backward"), KEY, self.server, SECONDS)
        self.vault = _vault()
        self.udp, self.tcp = _listeners()
        self.places = {"repository": REPOSITORY, "vault": self.vault, "port": self.udp.getsockname()[1]}
        self.before = _state(self.vault)
        self.judge.judge(submission(CELLS))  # the first one waits for truths to be worked out
        self.honest = self.judge.judge(submission(CELLS))
        self.hidden = self._hidden_numbers()

    def __enter__(self) -> Arena:
        return self

    def __exit__(self, *exc: object) -> None:
        self.server.close()
        self.udp.close()
        self.tcp.close()

    def run(self, attack: Attack) -> Row:
        """Judge `attack`, then the honest submission, and compare the world with what it was."""
        row = Row(attack.family, attack.name, baseline=self.honest.total)
        began = time.monotonic()
        try:
            result = self.judge.judge(self._read(attack))
        except Unreadable as error:
            row.score, row.stopped_by = 0.0, str(error)
            if "fault of the grader" in str(error) or len(str(error)) > 500:
                row.faults.append(str(error)[:100])
        except Exception as error:
            row.faults.append(f"no result: {type(error).__name__}: {error}")
        else:
            row.score = result.total
            self._look_at(result, row)
        row.seconds = round(time.monotonic() - began, 2)
        if row.seconds > WAITING * (LIMITS.load + SECONDS) + 1.0:
            row.faults.append(f"{row.seconds} s")
        self._look_around(row)
        row.stopped_by = row.stopped_by or self._evidence(attack)
        if _verdicts(self.judge.judge(submission(CELLS))) != _verdicts(self.honest):
            row.faults.append("the next student's verdict changed")
        return row

    def _read(self, attack: Attack) -> Submission:
        name, data = attack.handed_in
        if name:
            return read_submission(data, self.judge.assignment, name)
        return submission(attack.cells(**self.places), attack.files)

    def _look_at(self, result: Result, row: Row) -> None:
        if result.total is None or result.total > self.honest.total:
            row.faults.append(f"score {result.total} above the honest {self.honest.total}")
        text = shown(result)
        leaked = sorted(number for number in self.hidden if number in text)
        if leaked:
            row.faults.append(f"hidden numbers shown: {', '.join(leaked[:3])}")

    def _look_around(self, row: Row) -> None:
        pid = self.server._process.pid
        left = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if left or _of_workers(self.slot):
            row.faults.append(f"processes left: {left or _of_workers(self.slot)}")
        seen_by_server = f"/proc/{pid}/root" if "netns" in self.server.protection else ""
        if os.listdir(seen_by_server + self.server._base):
            row.faults.append("files left in the scratch place")
        after = _state(self.vault)
        if after != self.before:
            row.faults.append(
                f"changed: {[a for a in after.items() if a not in self.before.items()] or 'deleted'}"[:200]
            )
            self.before = after
        for listener in (self.udp, self.tcp):
            try:
                listener.recv(100) if listener is self.udp else listener.accept()
                row.faults.append("the network was reached")
            except BlockingIOError:
                pass

    def _evidence(self, attack: Attack) -> str:
        """What the attack itself met: an exception, a limit, or nothing to gain."""
        if attack.handed_in[0]:
            return "nothing gained (read)"
        worker = self.server.load(Program(attack.cells(**self.places), files=dict(attack.files)))
        try:
            if not worker.alive:
                return f"{worker.loaded.outcome}: {worker.loaded.message}"
            seen = worker.call(attack.probe, PROBE)
            if not worker.alive:
                return f"{seen.outcome}: {seen.message}"
            stopped = worker.read("stopped").value
            words = [text for text in stopped if text] if isinstance(stopped, list) else []
            words = [text for text in words if text != "got through"] or ["answered, and nothing done"] * bool(words)
            ended = [f"{e.error}: {e.message}" for e in worker.loaded.errors]
            return str((words or ended or [f"nothing gained ({seen.outcome})"])[0])[:90]
        finally:
            worker.close()

    def _hidden_numbers(self) -> set[str]:
        """The first eight characters of every number that only hidden cases hold."""
        hidden, public = set(), set()
        for question in self.judge.assignment.questions:
            if question.by_hand:
                continue
            cases = self.judge.cases(question.id)
            truths = cases.truths
            for part in cases.parts:
                for group, into in ((part.public, public), (part.hidden, hidden)):
                    for case in group:
                        into |= _numbers([getattr(case.ask, "arguments", ()), truths.get(cases.fingerprint(case.ask))])
        return hidden - public


def shown(result: Result) -> str:
    """Everything in a result that a student may read before the due date."""
    texts = [result.message, *result.notes]
    for question in result.questions:
        texts += [question.note, question.experiment, question.slip_sentence if question.slip_is_public else ""]
        for part in question.parts:
            texts += [part.message, part.gap]
    return "\n".join(texts)


def _numbers(value: object) -> set[str]:
    if isinstance(value, (list, tuple)):
        return set().union(*map(_numbers, value)) if value else set()
    if isinstance(value, dict):
        return _numbers(list(value.values()))
    if isinstance(value, np.ndarray):
        return _numbers(value.ravel().tolist())
    if isinstance(value, float) and np.isfinite(value):
        text = repr(abs(value))
        return (
            {text[:8]}
            if len(text) >= 8 and re.fullmatch(r"\d+\.\d*", text[:8]) and not text.startswith("0.000")
            else set()
        )
    return set()


def submission(cells: tuple[str, ...], files: object = None) -> Submission:
    name = hashlib.sha256("\0".join(cells).encode("utf-8", "replace")).hexdigest()
    return Submission("forward_backward.ipynb", "notebook", cells, dict(files or {}), {}, name)


def _verdicts(result: Result) -> dict[str, object]:
    return {key: value for key, value in to_verdicts(result).items() if key != "submission_sha256"}


def _vault() -> Path:
    vault = Path(tempfile.mkdtemp(prefix="vault-"))
    (vault / "classmate.py").write_text((REPOSITORY / "reference_impl" / "network.py").read_text())
    (vault / "results.json").write_text('{"score": 0}')
    (vault / "key.txt").write_text(KEY)
    return vault


def _state(vault: Path) -> dict[str, str]:
    """Every file that an attack is after, with its content and mode, and every marker that one could leave."""
    state = {str(vault): oct(vault.stat().st_mode)}
    for file in sorted(vault.iterdir()):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
        state[str(file)] = f"{digest} {file.stat().st_mode:o} {file.stat().st_mtime}"
    for place in PLACES:
        found = [p for p in Path(place).iterdir() if "hostile_marker" in p.name] if os.access(place, os.R_OK) else []
        state |= {str(path): "left" for path in found}
    return state


def _listeners() -> tuple[socket.socket, socket.socket]:
    while True:
        udp, tcp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket()
        udp.bind(("127.0.0.1", 0))
        try:
            tcp.bind(udp.getsockname())
        except OSError:
            udp.close()
            tcp.close()
            continue
        tcp.listen()
        udp.setblocking(False)
        tcp.setblocking(False)
        return udp, tcp


def _of_workers(slot: int) -> list[str]:
    """Processes of the user ids that the slot's workers get, whoever started them."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            uid = int(re.search(r"^Uid:\s+(\d+)", status.read_text(), re.MULTILINE)[1])
        except (OSError, TypeError):
            continue
        if users.FIRST <= uid - users.PER_SLOT * slot < users.FIRST + users.PER_SLOT:
            found.append(status.parent.name)
    return found
