"""Test that a wrong formula's sentence names the kind of mistake and the node, never the right term."""

import pytest

from autograder.checks.formula_notation import Notation
from autograder.checks.formula_reader import read_expression
from autograder.judge.formula_diagnosis import explain_difference
from autograder.judge.formula_identity import NowhereDefined, identical

EDGES = Notation.of_graph({"v": "abc", "a": "wxy", "b": "xyz"})
VARIABLES = Notation(symbols=tuple("abcwxyz"))
DEFINITIONS = {name: read_expression(text, VARIABLES) for name, text in {"a": "(w+x+y)^2", "b": "(x-y-z)^2"}.items()}
EDGE_PATHS = {"a": "dv/da*da/dx", "b": "dv/db*db/dx"}
VALUE_PATHS = {"a": "4c(a-b)(w+x+y)", "b": "-4c(a-b)(x-y-z)"}


def explain(text, notation, truth, paths, definitions=None):
    wrong, right = read_expression(text, notation), read_expression(truth, notation)
    try:
        assert not identical(wrong, right, "key", definitions)
    except NowhereDefined:
        pass
    return explain_difference(
        wrong, right, "key", {n: read_expression(p, notation) for n, p in paths.items()}, definitions
    )


@pytest.mark.parametrize(
    "text, kind, words",
    [
        ("dv/da*da/dx", "path_missing", "through b"),
        ("db/dx*dv/db", "path_missing", "through a"),
        ("dv/da*da/dw", "path_missing", "through b"),
        ("dv/da*da/dx + dv/db", "other", "insert numbers"),
        ("dv/da*da/dx - dv/db*db/dx", "sign", "through b has the wrong sign"),
        ("dv/db*db/dx - dv/da*da/dx", "sign", "through a has the wrong sign"),
        ("-dv/da*da/dx - dv/db*db/dx", "sign", "Your expression has the wrong sign"),
        ("2(dv/da*da/dx + dv/db*db/dx)", "factor", "2 times"),
        ("(dv/da*da/dx + dv/db*db/dx)/2", "factor", "1/2 times"),
        ("dv/da*da/dx + 3dv/db*db/dx", "factor", "through b is off by a constant factor: it is 3 times"),
        ("dv/da*da/dx + dv/db*db/dy", "path_superfluous", "db/dy lies on no path"),
        ("dv/da*da/dx + dv/db*db/dx + dv/dc", "path_superfluous", "dv/dc lies on no path"),
        ("0", "zero", "is 0"),
        ("dv/da*da/dx*dv/db*db/dx", "other", "insert numbers"),
    ],
)
def test_wrong_structure_is_told_by_kind(text, kind, words):
    said = explain(text, EDGES, "dv/da*da/dx + dv/db*db/dx", EDGE_PATHS)
    assert said.kind == kind and words in said.sentence


@pytest.mark.parametrize(
    "text, kind, words",
    [
        ("4c(a-b)(w+x+y)", "path_missing", "through b"),
        ("4cw(a-b)+4c(a-b)(x+y)", "path_missing", "through b"),
        ("-4c(a-b)(x-y-z)", "path_missing", "through a"),
        ("4c(a-b)(w+x+y) + 4c(a-b)(x-y-z)", "sign", "through b has the wrong sign"),
        ("8cx(a-b)+4c(a-b)(w-z)", "sign", "through b has the wrong sign"),
        ("-4c(a-b)(w+2y+z)", "sign", "Your expression has the wrong sign"),
        ("2c((w+x+y)^2-b)(w+2y+z)", "factor", "1/2 times"),
        ("4c(a-b)(w+x+y)-2c(a-b)(x-y-z)", "factor", "through b is off by a constant factor: it is 1/2 times"),
        ("2c(a-b)(w+x+y)+4c(a-b)(x-y-z)", "factor", "through b has the wrong sign"),
        ("4(a-b)(w+2y+z)", "other", "insert numbers"),
        ("1/(a-(w+x+y)^2)", "undefined", "divides by something that is 0"),
        ("a-(w+x+y)^2", "zero", "is 0"),
    ],
)
def test_wrong_closed_form_is_told_by_kind(text, kind, words):
    said = explain(text, VARIABLES, "4c(a-b)(w+2y+z)", VALUE_PATHS, DEFINITIONS)
    assert said.kind == kind and words in said.sentence


def test_path_that_does_not_exist_is_named():
    said = explain("4c(a-b)(w+x+y) - 4c(a-b)(x-y-z)", VARIABLES, "4c(a-b)(w+x+y)", VALUE_PATHS, DEFINITIONS)
    assert (said.kind, said.sentence) == ("path_superfluous", "One path too many: no path goes through b.")


def test_missing_path_is_told_before_one_too_many():
    said = explain("4c(a-b)(x-y-z)", VARIABLES, "4c(a-b)(w+x+y)", dict(reversed(VALUE_PATHS.items())), DEFINITIONS)
    assert said.sentence == "A path is missing: the one through a. One path too many: no path goes through b."


@pytest.mark.parametrize("text", ["4c(a-b)(w+x+y)", "-4c(a-b)(w+2y+z)", "4(a-b)", "0", "2c(a-b)(w+x+y)+4c(a-b)(x-y-z)"])
def test_sentence_gives_no_term_of_the_answer_away(text):
    said = explain(text, VARIABLES, "4c(a-b)(w+2y+z)", VALUE_PATHS, DEFINITIONS)
    assert not any(term in said.sentence for term in ("w+", "2y", "(a", "4c", "x-y"))
    assert said.sentence.count(". ") <= 1 and said.sentence.endswith(".")


def test_very_long_wrong_answer_is_not_analysed():
    said = explain("+".join(["x"] * 5_000), VARIABLES, "4c(a-b)(w+2y+z)", VALUE_PATHS, DEFINITIONS)
    assert said.kind == "other"


def test_right_answer_has_no_difference_to_explain():
    right = read_expression("2c", VARIABLES)
    with pytest.raises(ValueError, match="identical to the truth"):
        explain_difference(right, right, "key")
