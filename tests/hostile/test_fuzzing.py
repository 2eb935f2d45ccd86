"""Whatever is handed in, and whatever a worker writes, there is exactly one record, and no exception."""

import json
import random
import socket
import threading
from pathlib import Path

import numpy as np
import pytest

from autograder import questions
from autograder.checks.observation import OUTCOMES, Observation
from autograder.intake import Unreadable, read_submission
from autograder.judge.judge import Judge
from autograder.judge.result import STATUSES, Result, from_verdicts, to_verdicts
from autograder.sandbox import ForkServer, Limits
from autograder.sandbox.host.answer_cache import Heard
from autograder.sandbox.host.worker import Worker
from autograder.sandbox.limits import Ending
from autograder.sandbox.wire.calls import Requests
from autograder.sandbox.wire.channel import Channel
from autograder.sandbox.wire.messages import HEADER, pack
from autograder.sandbox.wire.shared_memory import Board

REPOSITORY = Path(__file__).resolve().parents[2]
ANSWER = [
    "observed",
    "returned",
    {"W0": np.ones((2, 3)), "b0": [1.0, (2, "x")]},
    "",
    "",
    "",
    [0],
    ["UserWarning"],
    "overflow",
    "W0",
]
SPLICES = [
    b"{",
    b"[",
    b'"',
    b"1e999",
    b"NaN",
    b"null",
    b'{"a":["<f8",[9]]}',
    b"\xff",
    b"\0\0\0\0",
    b'["ask","f",[],{"d":[]}]',
    b"observed",
]


class NoServer:
    """Stands where a fork server would; there is no process to end."""

    limits = Limits(call=0.5)
    heard, requests = Heard(), Requests()

    def end(self, pid, grace=0.0):
        return Ending(None)


def mutated(data, rng, most=6):
    """`data` with bytes changed, cut out, doubled or spliced in, or cut short."""
    data = bytearray(data)
    for _ in range(rng.randint(1, most)):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(5)
        if kind == 0 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 1:
            del data[at : at + rng.randint(1, 30)]
        elif kind == 2:
            data[at:at] = data[at : at + rng.randint(1, 30)]
        elif kind == 3:
            data[at:at] = rng.choice(SPLICES)
        else:
            del data[at:]
    return bytes(data)


def frames(count, seed):
    """Answers that a worker might write: mutated ones, ones with a right header around wrong text, random bytes."""
    rng = random.Random(seed)
    good = [
        pack(ANSWER),
        pack(["ask", "f", [1.0, np.ones(2)], {"k": 1}]),
        pack(["reply", 1.0]),
        pack(["loaded", "loaded", "", [], []]),
    ]
    for _ in range(count):
        kind = rng.randrange(3)
        if kind == 0:
            yield mutated(rng.choice(good), rng)
        elif kind == 1:
            text = mutated(rng.choice(good)[HEADER.size :], rng)
            cut = rng.randint(0, len(text))
            yield HEADER.pack(cut, len(text) - cut) + text
        else:
            yield rng.randbytes(rng.randint(0, 200))


def observe_frame(frame):
    """One call of a worker that answers with `frame` and hangs up."""
    ours, theirs = socket.socketpair()
    worker = Worker(NoServer(), 0, Channel(ours, NoServer.limits), Board(), {"f": lambda *a, **k: 1.0}, float("inf"))
    with theirs:
        theirs.sendall(frame)
        theirs.shutdown(socket.SHUT_WR)
        seen = worker.call("g", ())
    worker.close()
    ours.close()
    return seen


def check_frames(count, seed):
    for frame in frames(count, seed):
        seen = observe_frame(frame)
        assert type(seen) is Observation and seen.outcome in OUTCOMES, frame


def test_any_frame_gives_one_observation():
    check_frames(1_000, seed=3)


@pytest.mark.slow
def test_ten_thousand_frames_give_one_observation_each():
    check_frames(10_000, seed=4)


@pytest.mark.slow
def test_a_peer_that_asks_for_ever_is_ended():
    ours, theirs = socket.socketpair()
    worker = Worker(NoServer(), 0, Channel(ours, NoServer.limits), Board(), {"f": lambda: 1.0}, float("inf"))
    question = pack(["ask", "f", [], {}])

    def ask():
        try:
            while True:
                theirs.sendall(question)
        except OSError:
            pass

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    assert worker.call("g", ()).outcome in ("protocol", "timeout")
    theirs.close()
    thread.join(5)


@pytest.fixture(scope="module")
def judge():
    with ForkServer(Limits(call=0.5, cell=1.0, load=3.0), slot=90) as server:
        yield Judge(questions.find("chain_rule"), "fuzz", server, seconds=5.0)


def submissions(count, seed):
    """The hand-outs and the solution, mutated; cells shuffled, doubled, cut in two."""
    rng = random.Random(seed)
    folder = REPOSITORY / "assignments" / "chain_rule"
    notebook, script = (folder / "chain_rule.ipynb").read_bytes(), (folder / "chain_rule.py").read_bytes()
    solution = (REPOSITORY / "solutions" / "chain_rule.py").read_bytes()
    for _ in range(count):
        kind = rng.randrange(4)
        if kind == 0:
            yield "chain_rule.ipynb", mutated(notebook, rng, most=4)
        elif kind == 1:
            yield "chain_rule.py", mutated(rng.choice([script, solution]), rng, most=20)
        elif kind == 2:
            yield "chain_rule.ipynb", json.dumps(scrambled(json.loads(notebook), rng)).encode()
        else:
            lines = solution.splitlines(keepends=True)
            rng.shuffle(lines)
            yield "chain_rule.py", b"".join(lines[: rng.randrange(len(lines))])


def scrambled(notebook, rng):
    cells = notebook["cells"]
    rng.shuffle(cells)
    for cell in rng.sample(cells, len(cells) // 3):
        text = "".join(cell.get("source", ""))
        cell["source"] = rng.choice([text[::-1], text[: len(text) // 2], text * 2, [text], None, 3, {}])
        cell["cell_type"] = rng.choice(["code", "markdown", "raw", "?"])
    return notebook


def check_submissions(judge, count, seed):
    for name, data in submissions(count, seed):
        try:
            submission = read_submission(data, judge.assignment, name)
        except Unreadable as refusal:
            assert str(refusal)
            continue
        result = judge.judge(submission)
        assert type(result) is Result and result.status in STATUSES and result.total is not None, result.message
        record = json.loads(json.dumps(to_verdicts(result), allow_nan=False))
        assert to_verdicts(from_verdicts(record)) == to_verdicts(result)


@pytest.mark.slow
def test_any_submission_gives_one_record(judge):
    check_submissions(judge, 10, seed=5)


@pytest.mark.slow
def test_ten_thousand_submissions_give_one_record_each(judge):
    check_submissions(judge, 10_000, seed=6)
