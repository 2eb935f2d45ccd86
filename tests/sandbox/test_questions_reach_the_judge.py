"""Test that the judge computes replaced functions, may call back, and survives any question of a worker."""

import numpy as np
import pytest

from autograder.sandbox import ForkServer, Limits, Program


def serve(**functions):
    return {"replace": functions}


def test_a_replaced_function_is_computed_by_the_judge(load):
    worker = load("def g(x):\n    return wrong(x) + 1\ndef wrong(x):\n    return None", **serve(wrong=lambda x: x * 10))
    assert worker.call("g", (np.arange(3.0),)).value.tolist() == [1, 11, 21]


def test_other_functions_can_take_their_place_in_the_same_worker(load):
    worker = load(
        "def f(): return 1\ndef g(): return 10\nh = f\ndef total(): return f() + g() + h()", **serve(f=lambda: 2)
    )
    assert worker.call("total", ()).value == 14
    worker.replace({"g": lambda: 20, "missing": lambda: 0})
    assert worker.call("total", ()).value == 22
    worker.replace({})
    assert worker.call("total", ()).value == 12 and worker.call("missing", ()).outcome == "missing"


def test_keywords_and_tuples_pass(load):
    worker = load(
        "def g(x):\n    a, b = pair(x=x, y=2)\n    return a + b", **serve(pair=lambda x, y: (x, np.float64(y)))
    )
    assert worker.call("g", (3,)).value == 5


def test_the_judge_calls_back_a_function_it_was_given(load):
    worker = load("def g(x):\n    return twice(lambda t: t + 1, x)", **serve(twice=lambda f, x: f(f(x))))
    assert worker.call("g", (3.0,)).value == 5.0


def test_calls_back_may_ask_again(load):
    cell = "def g(x):\n    return apply(lambda t: double(t) + apply(lambda u: u, 1), x)"
    worker = load(cell, **serve(apply=lambda f, x: f(x), double=lambda x: 2 * x))
    assert worker.call("g", (4,)).value == 9


def test_arguments_of_a_public_function_recipe_can_be_handed_on(load):
    from autograder.checks.arguments import Function

    worker = load("def g(f, x):\n    return apply(f, x)", **serve(apply=lambda f, x: f(x)))
    assert worker.call("g", (Function("square", "def square(x):\n    return np.sum(x ** 2)"), np.ones(3))).value == 3.0


def test_what_the_judge_raises_is_a_value_error_there(load):
    def fails(x):
        raise KeyError("no such thing")

    seen = load("def g(x):\n    return fails(x)", **serve(fails=fails)).call("g", (1,))
    assert (seen.error, "no such thing" in seen.message) == ("ValueError", True)


def test_an_exception_of_the_students_own_goes_through_the_judge_unchanged(load):
    worker = load(
        "def mine(t):\n    raise NotImplementedError\ndef g(x):\n    return apply(mine, x)",
        **serve(apply=lambda f, x: f(x)),
    )
    assert worker.call("g", (1,)).outcome == "missing"


def test_the_student_may_catch_it_and_ask_again(load):
    cell = "def g(x):\n    try:\n        return apply(lambda t: 1 / 0, x)\n    except ZeroDivisionError:\n        return apply(lambda t: t, x)"
    assert load(cell, **serve(apply=lambda f, x: f(x))).call("g", (7,)).value == 7


def test_aliases_and_helper_modules_are_replaced_too(load):
    files = {"mine.py": b"def wrong(x):\n    return 0\ndef through(x):\n    return wrong(x)"}
    cell = "import mine\nfrom mine import wrong as alias, wrong\ndef g(x):\n    return [alias(x), wrong(x), mine.through(x)]"
    assert load(cell, files=files, **serve(wrong=lambda x: x)).call("g", (5,)).value == [5, 5, 5]


def test_another_thread_may_not_ask(load):
    cell = "import threading\ndef g(x):\n    seen = []\n    def run():\n        try: p(x)\n        except RuntimeError as e: seen.append(str(e))\n    t = threading.Thread(target=run); t.start(); t.join()\n    return seen"
    assert "own thread" in load(cell, **serve(p=lambda x: x)).call("g", (5,)).value[0]


GARBAGE = [
    "object()",
    "np.array([object()])",
    "[[[[]]]]",
    "{'a': {1, 2}}",
    "'x' * 1000",
    "float('nan')",
    "10 ** 400",
    "np.zeros((0, 9))",
    "lambda: 1",
    "...",
]


@pytest.mark.parametrize("argument", GARBAGE)
def test_garbage_as_an_argument_reaches_the_function_as_plain_values(load, argument):
    worker = load(f"import numpy as np\ndef g():\n    return p({argument}, k={argument})", **serve(p=lambda x, k: 1))
    assert worker.call("g", ()).value == 1


def test_wrong_arguments_are_the_students_error(load):
    seen = load("def g():\n    return p(1, 2, 3, z=4)", **serve(p=lambda x: 1)).call("g", ())
    assert seen.outcome == "raised" and "argument" in seen.message


def test_nesting_beyond_the_limit_ends_the_worker(load):
    worker = load("def g(n):\n    return apply(g, n + 1)", **serve(apply=lambda f, x: f(x)))
    assert worker.call("g", (0,)).outcome == "protocol"


@pytest.mark.slow
def test_questions_beyond_the_limit_end_the_worker():
    with ForkServer(Limits(questions=50), slot=42) as server:
        worker = server.load(
            Program(("def g(n):\n    return sum(p(i) for i in range(n))",)), replace={"p": lambda x: x}
        )
        assert worker.call("g", (50,)).value == 1225
        assert worker.call("g", (51,)).outcome == "protocol"


def test_arguments_beyond_the_limit_end_the_worker(load):
    worker = load("import numpy as np\ndef g():\n    return p(np.zeros(1 << 20))", **serve(p=lambda x: 1))
    assert worker.call("g", ()).outcome == "protocol"


def test_a_name_that_is_not_served_cannot_be_asked_for(load):
    forge = "def g():\n    asker = p.__closure__[-1].cell_contents\n    return asker.ask('secret', (), {})"
    assert load(forge, **serve(p=lambda x: 1)).call("g", ()).outcome in ("protocol", "raised")


@pytest.mark.slow
def test_time_spent_in_calls_back_counts(load):
    worker = load(
        "import time\ndef g():\n    return apply(lambda t: time.sleep(60), 1)", **serve(apply=lambda f, x: f(x))
    )
    assert worker.call("g", ()).outcome == "timeout"


def test_no_except_in_a_served_function_can_hide_a_death(load):
    def stubborn(f):
        for _ in range(3):
            try:
                f()
            except Exception:
                pass
        return 1

    worker = load("import os\ndef g():\n    return stubborn(lambda: os._exit(1))", **serve(stubborn=stubborn))
    assert worker.call("g", ()).outcome == "crash"
