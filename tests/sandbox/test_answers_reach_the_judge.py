"""Test that answers arrive in order, up to the call that ends a worker, on the board and on the line."""

import os

import numpy as np
import pytest

from autograder.checks.arguments import Function, Seeded
from autograder.checks.normalize_values import plain
from autograder.sandbox.wire.calls import CALLS_A_MESSAGE, Requests, calls_in, packed
from autograder.sandbox.wire.messages import frames, opened, pack
from autograder.sandbox.wire.shared_memory import SIZE, Board, Chalk


def asks(numbers):
    return [("f", (number,)) for number in numbers]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ending", "outcome"), [("os._exit(0)", "crash"), ("time.sleep(60)", "timeout"), ("bytearray(1 << 40)", "memory")]
)
@pytest.mark.parametrize("at", [0, 5, 31, 40])
def test_answers_before_an_ending_count_and_the_next_call_is_blamed(load, ending, outcome, at):
    worker = load(f"import os, time\ndef f(n):\n    if n == {at}: {ending}\n    return n")
    seen = list(worker.calls(asks(range(50)), 1.0))
    assert [one.value for one in seen[:-1]] == list(range(at)) and seen[-1].outcome == outcome
    assert not worker.alive


@pytest.mark.slow
def test_each_call_has_the_whole_time(load):
    worker = load("import time\ndef f(n):\n    time.sleep(0.5)\n    return n")
    assert [one.value for one in worker.calls(asks(range(6)), 1.5)] == list(range(6))


@pytest.mark.parametrize("sizes", [(1, 20_000, 20_000, 1, 2), (40_000, 1, 40_000), (5, 5, 5), (33_000,) * 3])
def test_answers_that_the_board_cannot_hold_come_in_order(load, sizes):
    worker = load("import numpy as np\ndef f(n): return np.arange(n, dtype=float)")
    for _ in range(2):  # the board serves the next batch again
        seen = list(worker.calls(asks(sizes)))
        assert [one.value.size for one in seen] == list(sizes)
        assert all(np.array_equal(one.value, np.arange(n)) for one, n in zip(seen, sizes))


def test_a_look_at_a_variable_between_calls(load):
    worker = load("import numpy as np\nx = np.ones(50_000)\ndef f(n):\n    global x\n    x = n")
    assert worker.read("x").value.size == 50_000
    assert worker.call("f", (3,)).outcome == "returned" and worker.read("x").value == 3


def test_requests_are_made_bytes_once_and_say_the_same():
    recipes = (np.arange(3.0), "a", 2)
    requests = Requests()
    [(first, count)] = requests.messages([("f", recipes), ("g", recipes), ("f", (1,))])
    [(second, _)] = requests.messages([("f", recipes), ("g", recipes), ("f", (1,))])
    assert first == second and count == 3
    assert [name for name, _ in calls_in(first)] == ["f", "g", "f"]
    assert first == packed([("f", recipes), ("g", recipes), ("f", (1,))])


RECIPES = [
    None, True, 3, -(1 << 70), 2.5, float("inf"), 1j, "σ", np.arange(6).reshape(2, 3), np.zeros((0, 3)), np.float32(2), np.array([True]),
    np.asfortranarray(np.ones((2, 3))), Seeded(7), [1, [2.0, np.ones(2)]], (1, ("a",)), {"a": np.ones(1)},
]  # fmt: skip


@pytest.mark.parametrize("recipe", RECIPES, ids=repr)
def test_a_recipe_goes_to_the_worker_as_it_is(recipe):
    [(name, (got,))] = calls_in(packed([("f", (recipe,))]))
    wanted = plain(recipe) if isinstance(recipe, np.generic) else recipe
    assert name == "f" and type(got) is type(wanted) and repr(got) == repr(wanted)
    assert not isinstance(recipe, np.ndarray) or (got.dtype, got.tobytes()) == (recipe.dtype, recipe.tobytes())


def test_a_public_function_arrives_made_and_is_the_same_in_every_call():
    """An answer that is remembered by the identity of its function is then wrong."""
    recipe = Function("halved", "def halved(x):\n    return np.asarray(x) / 2")
    (_, (first,)), (_, (second,)) = calls_in(packed([("f", (recipe,)), ("f", (recipe,))]))
    assert first(np.ones(2)).tolist() == [0.5, 0.5] and first.__name__ == "halved"
    assert first is second


def test_no_other_kind_of_recipe_is_sent():
    with pytest.raises(TypeError, match="object"):
        packed([("f", (object(),))])
    with pytest.raises(TypeError, match="ndarray"):
        packed([("f", (np.array([object()]),))])


def test_a_worker_tells_calls_from_other_messages():
    assert calls_in(pack(["read", "x"])) is None and calls_in(packed([])) == []


def test_more_calls_than_a_message_holds_are_many_messages():
    full = CALLS_A_MESSAGE
    assert [count for _, count in Requests().messages(asks(range(2 * full + 6)))] == [full, full, 6]
    large = [("f", (np.zeros(1 << 17),))] * 3
    assert [count for _, count in Requests().messages(large)] == [1, 1, 1]


def test_a_board_shows_whole_answers_of_the_batch_at_hand():
    board = Board()
    chalk = Chalk(board.descriptor)
    chalk.begin()
    assert (
        chalk.write(pack(["a"])) and chalk.write(pack(["b"])) and not chalk.write(b"x" * SIZE) and not chalk.write(b"")
    )
    assert [opened(frame)[0] for frame in frames(board.answers(board.length(1)))] == [["a"], ["b"]]
    assert board.length(2) == 0
    assert list(frames(board.answers(board.length(1) - 1))) == [pack(["a"])]
    chalk.enter(7, 5)
    chalk.begin()
    assert (board.statement(), board.length(1), board.length(2)) == ((7, 5), 0, 0)
    board.close()
    board.close()


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="sealed memory is Linux's")
def test_a_worker_can_neither_cut_the_board_off_nor_let_it_grow():
    board = Board()
    for size in (0, 1 << 30):
        with pytest.raises(PermissionError):
            os.ftruncate(board.descriptor, size)
    with pytest.raises(PermissionError):
        os.pwrite(board.descriptor, b"x", SIZE)
    board.close()


def test_where_no_memory_without_a_name_is_allowed_a_deleted_file_serves(load, monkeypatch):
    def refused(*_):
        raise PermissionError

    monkeypatch.setattr(os, "memfd_create", refused, raising=False)
    worker = load("import os\ndef f(n):\n    if n == 3: os._exit(0)\n    return n")
    assert [one.value for one in worker.calls(asks(range(5)))] == [0, 1, 2, None]
