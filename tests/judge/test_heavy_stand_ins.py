"""Test that stand-ins are computed within bounds: light calls in the judge, all others in a confined process."""

import os
import signal
import sys
import time

import numpy as np
import pytest

import reference_impl as ref
from autograder.judge.callback_limits import is_light, measure
from autograder.judge.stand_in_process import StandInDesk, StandInProcess

N = 100_000_000
NOTHING = np.zeros((N, 0))
WEIGHTS = (np.zeros((1, 0)), np.ones((1, 1)), 1.0, 1.0)

TOO_MUCH = {
    "rows without columns": ("training_losses", (NOTHING, 0.0, *WEIGHTS, 1)),
    "columns without rows": ("training_losses", (np.zeros((0, N)), 0.0, *WEIGHTS, 1)),
    "an empty side in the middle": ("sigmoid", (np.zeros((N, 0, 7)),)),
    "two sides that are each within bounds": (
        "training_losses",
        (np.zeros((20_000, 0)), 0.0, np.zeros((20_000, 0)), 1.0),
    ),
    "rows without columns, in a list": ("sigmoid", ([NOTHING],)),
    "rows without columns, in a dict": ("sigmoid", ({"a": NOTHING},)),
    "a list of empty lists": ("sigmoid", ([[]] * 100_000,)),
    "an empty target": ("loss_gradients", (np.ones((2, 2)), np.zeros((N, 0)), np.ones((2, 2)), np.ones(2), 1.0, 1.0)),
    "a keyword": ("sigmoid", (), {"a": NOTHING}),
    "many steps": ("training_losses", (np.zeros((1, 1)), 0.0, *WEIGHTS, 10**9)),
    "many steps in an array": ("training_losses", (np.zeros((1, 1)), 0.0, *WEIGHTS, np.array([10**9]))),
    "many steps, by keyword": ("gradient_descent", (), {"steps": 10**9}),
    "many hidden units": ("zero_init_forward", (np.ones(2), 10**9)),
    "a negative size": ("zero_init_forward", (np.ones(2), -(10**9))),
    "a long text": ("sigmoid", ("1" * 1_000_000,)),
}


@pytest.fixture
def desk():
    desk = StandInDesk([], [getattr(ref, name) for name in ref.__all__ if callable(getattr(ref, name))])
    yield desk
    desk.close()


@pytest.mark.parametrize(("name", "arguments"), [(one[0], one[1:]) for one in TOO_MUCH.values()], ids=TOO_MUCH)
def test_what_no_case_holds_is_refused_before_it_is_computed(desk, name, arguments):
    with pytest.raises(ValueError, match="at most"):
        desk.answer(name, getattr(ref, name), arguments[0], arguments[1] if len(arguments) > 1 else {})


def test_every_side_counts():
    assert measure([NOTHING]) == (N, 0) and measure([np.zeros((0, 0))]) == (1, 0)


@pytest.mark.parametrize(
    "arguments",
    [
        (np.zeros((3000, 1)), np.zeros((3000, 1))),
        (np.zeros((3000, 0)), np.zeros((3000, 0))),
        (np.ones(400), 1000),
        (1000, 1000),
        (np.array([1000]), np.array(1000)),
        ([1000, 1000],),
        ({"rows": 1000}, 1000),
        ([[]] * 3000, np.zeros(3000)),
        (np.ones(10), 50, 50, 50),
        (np.ones(300_000),),
    ],
    ids=lambda arguments: str([np.shape(one) for one in arguments]),
)
def test_what_could_be_multiplied_is_not_computed_in_the_judge(arguments):
    assert not is_light(arguments)


def test_a_network_of_the_cases_size_is():
    assert is_light((np.ones(5), np.ones((8, 5)), np.ones(8), np.ones((1, 8)), 0.5))


def slow(count):
    total = 0
    for i in range(count):
        total += i
    return total


def large(count):
    return np.ones(count).sum()


def quiet(value):
    return float(np.log(value) + 1 / np.zeros(1)[0])


def stubborn(count):
    signal.signal(signal.SIGPROF, signal.SIG_IGN) if count == 0 else None
    return np.linalg.matrix_power(np.random.default_rng(0).normal(size=(1500, 1500)), count).sum()


def whose():
    return [os.geteuid(), os.getppid()]


HERE = sys.modules[__name__]


@pytest.fixture
def process(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(os.path.dirname(__file__))
    monkeypatch.setattr(HERE, "__name__", "test_heavy_stand_ins")
    for function in (slow, large, quiet, stubborn, whose):
        monkeypatch.setattr(function, "__module__", "test_heavy_stand_ins")
    process = StandInProcess([slow, large, quiet, stubborn, whose])
    yield process
    process.close()


@pytest.mark.slow
def test_a_process_answers_and_stays(process):
    assert process.answer(slow, (10,), {}) == 45
    first = process._process.pid
    assert process.answer(large, (10,), {}) == 10 and process._process.pid == first


@pytest.mark.slow
@pytest.mark.parametrize(("function", "count"), [(slow, 10**10), (stubborn, 1000)])
def test_what_takes_long_is_ended_even_inside_a_library(process, function, count):
    process.answer(slow, (1,), {})
    before = os.times()
    with pytest.raises(ValueError, match="more than"):
        process.answer(function, (count,), {})
    spent = os.times()
    assert spent.children_user + spent.children_system - before.children_user - before.children_system < 3
    assert process.answer(slow, (10,), {}) == 45  # another one


@pytest.mark.slow
def test_what_takes_much_memory_is_ended(process):
    with pytest.raises(ValueError, match="more than"):
        process.answer(large, (20_000_000,), {})


@pytest.mark.slow
def test_it_is_nobody_and_dies_with_the_judge(process):
    user, parent = process.answer(whose, (), {})
    assert parent == os.getpid() and (user != 0 or os.geteuid() != 0)


@pytest.mark.slow
def test_it_ends_when_its_judge_is_killed():
    script = (
        "import os, signal, sys; sys.path[:0] = [%r]; import test_heavy_stand_ins as t\n"
        "from autograder.judge.stand_in_process import StandInProcess\n"
        "p = StandInProcess([t.slow]); p.answer(t.slow, (3,), {}); print(p._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    import subprocess

    done = subprocess.run(
        [sys.executable, "-c", script % os.path.dirname(__file__)], stdout=subprocess.PIPE, cwd=os.getcwd()
    )
    pid = int(done.stdout)
    for _ in range(100):
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().split()[2] == "Z":
                    return
        except FileNotFoundError:
            return
        time.sleep(0.05)
    raise AssertionError("it goes on")


@pytest.mark.slow
def test_no_warning_of_a_stand_in_reaches_the_terminal(desk, process, capfd, recwarn):
    desk.answer("quiet", quiet, (0.0,), {})
    process.answer(quiet, (0.0,), {})
    assert capfd.readouterr().err == "" and not recwarn.list
