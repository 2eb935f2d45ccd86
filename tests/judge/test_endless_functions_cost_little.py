"""Test that an endless function takes its full time limit once, and its callers a fraction of it."""

import time

import pytest

from autograder import questions
from autograder.judge.judge import SECONDS, Judge
from autograder.judge.worker_session import Session
from autograder.questions.schema import Call
from autograder.sandbox import ForkServer, Limits, Program
from autograder.selftest.catalogue import overlaid
from autograder.selftest.specimens import solution

ENDLESS = "def f(): \n    while True: pass\ndef g(): return f()\ndef h(): return k()\ndef k(): return f()\ndef fine(): return 1\n"


def timed(run):
    began = time.monotonic()
    value = run()
    return value, time.monotonic() - began


@pytest.mark.slow
def test_those_who_call_it_are_asked_for_a_quarter_of_the_time():
    with ForkServer(Limits(call=2.0), slot=52) as server:
        session = Session(server, Program((ENDLESS,)), 60.0)
        session.start()
        names = ("f", "g", "h", "fine")
        seen = session.observe([Call(name, ()) for name in names])
        session.close()
        spent = 60.0 - session.processor_time_left
    assert [one.outcome for one in seen] == ["timeout", "timeout", "timeout", "returned"]
    assert 2.0 <= spent < 3 * 2.0  # seconds of processor time; on a machine without any to spare, less


@pytest.mark.slow
def test_an_endless_sigmoid_costs_its_own_question_and_little_time(monkeypatch):
    left, close = [], Session.close
    monkeypatch.setattr(Session, "close", lambda self: (left.append(self.processor_time_left), close(self)))
    name = "forward_backward"
    work = overlaid(solution(name), "def sigmoid(a):\n    while True: pass\n")
    with ForkServer(Limits(call=1.0), slot=52) as server:
        result = Judge(questions.find(name), "tests", server).judge(work)
    short = {one.id: one.points for one in result.questions if one.points is not None and one.points < one.max}
    assert short == {"q2_sigmoid": 0}
    # Of the processor, which neighbors do not take; without a hurry each of nine functions would take 1 s, twice.
    assert SECONDS - min(left) < 6


@pytest.mark.slow
def test_a_demonstration_that_never_ends_is_cut_short_in_silence(judge):
    """A notebook that may read any name runs the hand-out's demonstrations, each for a short time."""
    name = "forward_backward"
    work = solution(name)
    cells = (*work.cells, "while True: pass", "eval('1')")
    brief = frozenset({len(work.cells) + 1})
    result, spent = timed(lambda: judge(name).judge(type(work)(**{**vars(work), "cells": cells, "brief": brief})))
    assert result.notes == () and spent < 15
    assert all(one.points in (one.max, None) for one in result.questions)
