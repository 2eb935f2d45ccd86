"""Test that the functions a function may use include all it does use, so that no carried error is missed."""

import pytest

from autograder.intake.static_analysis import reached


@pytest.mark.parametrize(
    "cells",
    [
        ["def f(x): return g(x)"],
        ["def f(x): return h(x)", "def h(x): return g(x)"],
        ["f = lambda x: g(x)"], ["def wrap(k): return k", "f = wrap(g)"], ["f, other = g, 1"],
        ["if True:\n    def f(x): return g(x)"], ["try:\n    f = g\nexcept NameError: pass"],
        ["class K:\n    def f(self): return g", "f = K().f"], ["def f(x): return table['k'](x)", "table = {}\ntable['k'] = g"],
        ["from functools import cache", "@cache\ndef f(x): return g(x)"], ["@g\ndef f(x): return x"],
        ["%matplotlib inline\ndef f(x): return g(x)"], ["def f(x):\n    return k(x)", "k = g", "k = 3"],
        ["def f(x):\n    from my_module import helper\n    return helper(x)", "def helper(x): return g(x)"],
        ["def f(x): return obj.method(x)", "class C:\n    def method(self, x): return g(x)", "obj = C()"],
    ],
)  # fmt: skip
def test_every_way_to_a_function_is_seen(cells):
    assert "g" in reached(cells, ["f"])


@pytest.mark.parametrize(
    "how",
    [
        "globals()['g']",
        "eval('g')(x)",
        "getattr(m, 'g')",
        "sys.modules['__main__'].g",
        "importlib.import_module('__main__').g",
        "f.__globals__['g'](x)",
    ],
)
def test_with_reflection_it_could_be_any(how):
    assert reached([f"def f(x): return {how}"], ["f"]) is None


def test_a_parameter_or_a_docstring_of_the_same_name_reaches_nothing():
    assert "g" not in reached(['def f(x, h):\n    "uses h"\n    return h(x)', "h = g"], ["f"])


def test_what_is_not_mentioned_is_not_reached():
    assert "g" not in reached(["def f(x): return h(x)", "def h(x): return x", "def g(x): return f(x)"], ["f"])


@pytest.mark.parametrize("text", ["(" * 5000, "x = '\0'", "-" * 100_000 + "1"])
def test_hostile_text_ends_the_search_and_nothing_else(text):
    assert reached([text, "def f(): return g"], ["f"])


def test_nothing_is_known_of_more_code_than_can_be_looked_through():
    assert reached(["def f(x): return x", "y = 1\n" * 90_000], ["f"]) is None
