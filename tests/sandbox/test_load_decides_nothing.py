"""Test that limits count the worker's processor time, so that a busy machine costs no points."""

import os
import signal
import threading

import pytest

from autograder.judge.worker_session import Session
from autograder.questions.schema import Call
from autograder.sandbox import ForkServer, Limits, Program

BURN = "import time\ndef burn(s):\n    start = time.process_time()\n    while time.process_time() < start + s: pass\n    return s"


@pytest.fixture
def server():
    with ForkServer(Limits(call=0.4, cell=0.4, moment=0.2, load=4.0), slot=42) as server:
        yield server


class Counting:
    """Return a fork server that counts its loads."""

    def __init__(self, server):
        self.server, self.loads, self.limits = server, 0, server.limits

    def load(self, *args, **kwargs):
        self.loads += 1
        return self.server.load(*args, **kwargs)


def stopped_for(worker, seconds):
    """Stop the worker for some time, as a busy machine does."""
    os.kill(worker._pid, signal.SIGSTOP)
    timer = threading.Timer(seconds, os.kill, (worker._pid, signal.SIGCONT))
    timer.start()
    return timer


def skip_if_starved(seen):
    if "waiting included" in seen.message:
        pytest.skip("this machine had less than a fifth of a processor for the worker")


@pytest.mark.slow
def test_a_call_that_waits_for_a_processor_is_answered(server):
    worker = server.load(Program((BURN,)))
    timer = stopped_for(worker, 0.8)
    assert worker.call("burn", (0.2,)).value == 0.2
    timer.join()
    worker.close()


@pytest.mark.slow
def test_a_cell_that_waits_for_a_processor_is_run_to_its_end(server):
    # The worker stops itself; whatever stops it, its processor time stands still.
    wake = "import os, time, threading\nt = time.monotonic()\nwhile time.monotonic() < t + 1.0: time.sleep(0.1)\nx = 1"
    worker = server.load(Program((wake,)))
    assert worker.loaded.errors == () and worker.read("x").value == 1
    worker.close()


@pytest.mark.slow
def test_a_call_that_computes_for_too_long_is_final_and_counts_threads(server):
    threads = (
        f"{BURN}\nimport threading\ndef f():\n    t = threading.Thread(target=burn, args=(9,)); t.start(); t.join()"
    )
    worker = server.load(Program((threads,)))
    seen = worker.call("f", ())
    skip_if_starved(seen)
    assert seen.outcome == "timeout" and "0.4 s for a call" in seen.message


@pytest.mark.slow
def test_what_met_the_clock_alone_gets_one_more_try(server):
    counting = Counting(server)
    session = Session(counting, Program((BURN,)), 10.0)
    session.start()
    os.kill(session._worker._pid, signal.SIGSTOP)
    seen = session.observe([Call("burn", (0.0,)), Call("burn", (0.1,))])
    assert [one.value for one in seen] == [0.0, 0.1] and counting.loads == 2
    session.close()


@pytest.mark.slow
def test_what_used_its_processor_time_gets_none(server):
    counting = Counting(server)
    session = Session(counting, Program((BURN,)), 10.0)
    session.start()
    seen = session.observe([Call("burn", (9,))])[0]
    session.close()
    skip_if_starved(seen)
    assert seen.outcome == "timeout" and counting.loads == 1


@pytest.mark.slow
def test_who_sleeps_for_ever_gets_one_more_try_and_no_third(server):
    counting = Counting(server)
    session = Session(counting, Program(("import time\ndef f(): time.sleep(99)\ndef g(): return f() or 1",)), 10.0)
    session.start()
    seen = session.observe([Call("f", ()), Call("f", ()), Call("g", ())])
    assert [one.outcome for one in seen] == ["timeout"] * 3 and "waiting included" in seen[0].message
    assert counting.loads == 4  # the second try of f, then g, and its second try
    session.close()


@pytest.mark.slow
def test_a_cell_that_met_the_clock_is_run_once_more(server):
    counting = Counting(server)
    session = Session(counting, Program(("import time\ntime.sleep(99)\nx = 1", "y = 2")), 10.0)
    loaded = session.start()
    assert counting.loads == 2 and {"x", "y"} <= loaded.names and loaded.errors[0].waited
    session.close()


@pytest.mark.slow
def test_all_calls_together_have_a_limit_of_processor_time(server):
    session = Session(server, Program((BURN,)), 0.5)
    session.start()
    seen = session.observe([Call("burn", (0.2,)) for _ in range(9)])
    assert seen[0].outcome == "returned" and seen[-1].outcome == "timeout"
    session.close()
