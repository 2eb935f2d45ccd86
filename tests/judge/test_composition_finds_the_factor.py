"""Test that an unforeseen wrong answer is named by its quantities, or not at all."""

import dataclasses
import random
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest

from autograder import questions
from autograder.checks.observation import Observation
from autograder.judge.cases import question_cases
from autograder.judge.composition import CONSTANTS, _Table, compose, diagnose
from autograder.judge.habits import answers_of
from autograder.judge.judge import Judge
from autograder.judge.result_builder import question_result
from autograder.judge.slips import SlipCatalogue, look, reference_namespace
from autograder.judge.surroundings import Surroundings
from autograder.judge.verdict import alike, judge_question
from autograder.questions.schema import Call
from autograder.selftest import catalogue

NAMED = [(name, question.id) for name in ("forward_backward", "chain_rule") for question in questions.find(name).questions
         if any(function in questions.find(name).vocabulary for function in question.owns)]  # fmt: skip

KEY = "composition"


def judged(name, question_id, change, key=KEY):
    """Judge the reference's answers after `change(answer, quantities)`, applied to each number or array of it."""
    assignment = questions.find(name)
    cases = question_cases(assignment, assignment.question(question_id), key)
    namespace = reference_namespace(assignment)

    def changed(ask):
        seen = look(namespace, ask)
        if not isinstance(ask, Call) or seen.outcome != "returned" or ask.name not in assignment.vocabulary:
            return seen
        of = assignment.vocabulary[ask.name].quantities
        if isinstance(seen.value, dict):
            value = {key: change(item, of(ask.arguments, key)) for key, item in seen.value.items()}
        elif isinstance(seen.value, tuple):
            value = tuple(change(item, of(ask.arguments, None)) for item in seen.value)
        else:
            value = change(seen.value, of(ask.arguments, None))
        return Observation("returned", value)

    with np.errstate(all="ignore"):
        seen = {key: changed(ask) for key, ask in cases.asks.items()}
        again = {key: changed(ask) for key, ask in cases.repeats.items()}
    return judge_question(cases, seen, again), assignment


def times(symbols):
    """Return a change that multiplies with these quantities, and divides by those with a minus."""

    def change(value, quantities):
        product = np.asarray(value, float)
        for symbol, exponent in symbols:
            quantity = {**quantities, **CONSTANTS}.get(symbol)
            if quantity is None or np.broadcast_shapes(np.shape(quantity), product.shape) != product.shape:
                return value
            with np.errstate(all="ignore"):
                product = product * np.asarray(quantity, float) ** exponent
        return np.where(np.isfinite(product), product, value)  # an entry that divides by 0 stays as it is

    return change


@pytest.mark.slow
@pytest.mark.parametrize("count", [8, pytest.param(100, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("name", "question_id"), NAMED)
def test_random_products_are_composed_as_drawn_or_not_at_all(name, question_id, count):
    vocabulary = questions.find(name).vocabulary
    owned = next(function for function in questions.find(name).question(question_id).owns if function in vocabulary)
    draw = random.Random(question_id)
    symbols = [*vocabulary[owned].steps, *CONSTANTS]
    for _ in range(count):
        drawn = [(draw.choice(symbols), draw.choice((-1, 1))) for _ in range(draw.choice((1, 2)))]
        result, assignment = judged(name, question_id, times(drawn))
        composition = compose(result, assignment.vocabulary)
        if composition is None or not composition.formula.startswith("truth ·"):
            continue
        part = next(part for part in result.parts if part.cases.part.name == composition.part)
        answers = answers_of(alike(part, result), result)
        vocabulary = assignment.vocabulary[part.wrong[0].case.ask.name]
        table = _Table.of(answers, vocabulary, Surroundings(vocabulary))
        value = table.truth.copy()
        for factor in composition.formula.removeprefix("truth · ").split(" · "):
            symbol, _, exponent = factor.partition("^")
            with np.errstate(all="ignore"):
                value = value * table.values[table.symbols.index(symbol)] ** int(exponent or 1)
        clear = np.isfinite(value)
        with np.errstate(all="ignore"):  # within the part's own tolerance, which grows with the factor
            room = 1e-12 + 1e-5 * np.abs(value) + table.room * np.abs(np.where(table.truth, value / table.truth, 1.0))
        assert np.all(np.abs(value - table.got)[clear] <= room[clear]), (drawn, composition.formula)


@pytest.mark.slow
@pytest.mark.parametrize("count", [4, pytest.param(40, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("name", "question_id"), NAMED)
def test_sentences_about_random_products_hold_no_hidden_number(name, question_id, count):
    vocabulary = questions.find(name).vocabulary
    owned = next(function for function in questions.find(name).question(question_id).owns if function in vocabulary)
    draw = random.Random(f"{question_id} leaks")
    symbols = [*vocabulary[owned].steps, *CONSTANTS]
    for _ in range(count):
        drawn = [(draw.choice(symbols), draw.choice((-1, 1))) for _ in range(draw.choice((1, 2)))]
        leaks, _ = texts(name, question_id, times(drawn), KEY)
        if leaks:  # one of a million numbers is now and then hidden by chance, but not under two keys
            leaks_again, all_again = texts(name, question_id, times(drawn), KEY + ", another")
            leaks -= all_again - leaks_again
        assert not leaks, drawn


@cache
def judge_of(name, key):
    return Judge(questions.find(name), key)


def texts(name, question_id, change, key):
    """Return the texts with a hidden number, and all texts, that a student may read about an answer."""
    result, assignment = judged(name, question_id, change, key)
    composition = diagnose(result, assignment.vocabulary)
    record = question_result(result, None, False)
    if composition is not None:
        record = dataclasses.replace(record, slip_sentence=composition.sentence)
    shown = SimpleNamespace(questions=(record,))
    hidden = catalogue.hidden_numbers(judge_of(name, key), question_id)
    return set(catalogue.leaks(shown, hidden)), set(catalogue.readable(shown))


@pytest.mark.parametrize(
    ("question_id", "drawn", "sentence"),
    [
        ("q8_hidden_weights", [("W1", -1)], "The step from z to y is missing."),
        ("q8_hidden_weights", [("x", 1)], "The input x is in it twice."),
        ("q9_hidden_biases", [("slope", 1)], "The step from a to z is in it twice."),
        ("q10_backward", [("upstream", 1)], "upstream is in it twice."),
        ("q7_hidden_output", [("−1", 1)], "The sign is the wrong way round."),
        ("q7_hidden_output", [("2", 1)], "It is twice what it should be."),
    ],
)
def test_composition_names_the_step(question_id, drawn, sentence):
    result, assignment = judged("forward_backward", question_id, times(drawn))
    assert compose(result, assignment.vocabulary).sentence == sentence


def test_answer_that_is_no_product_is_not_named():
    draw = np.random.RandomState(0)
    result, assignment = judged(
        "forward_backward",
        "q8_hidden_weights",
        lambda value, _: np.asarray(value) * draw.uniform(0.5, 2, np.shape(value)),
    )
    assert compose(result, assignment.vocabulary) is None


@pytest.mark.parametrize("digits", [2, 4])
def test_rounding_is_named_with_its_digits(digits):
    result, assignment = judged("forward_backward", "q9_hidden_biases", lambda value, _: np.round(value, digits))
    assert f"{digits} decimals" in compose(result, assignment.vocabulary).sentence


def test_sentences_of_steps_hold_no_formula():
    for name in questions.names():
        for vocabulary in questions.find(name).vocabulary.values():
            for step in vocabulary.steps.values():
                for exponent in (-1, 1, 2):
                    assert not set("=*/^") & set(step.sentence(exponent))


# How students write the slope; in a dead zone it differs from the accurate one by more than a composition may.
NATURAL = """
def hidden(x, W0, b0, W1, b1):
    z = 1 / (1 + np.exp(-(W0 @ x + b0)))
    return W1.ravel() * z * (1 - z)
def dy_dW0(x, W0, b0, W1, b1):
    return {factor} * np.outer(hidden(x, W0, b0, W1, b1), x)
def dy_db0(x, W0, b0, W1, b1):
    return {factor} * hidden(x, W0, b0, W1, b1)
def backward(x, W0, b0, W1, b1, upstream):
    d = {factor} * upstream * hidden(x, W0, b0, W1, b1)
    return {{"W0": np.outer(d, x), "b0": d, "W1": upstream * forward(x, W0, b0, W1, b1)[0], "b1": upstream}}
"""
FACTORS = {
    "2": "It is twice what it should be.",
    "4": "It is four times what it should be.",
    "0.5": "It is half of what it should be.",
    "-1": "The sign is the wrong way round.",
    "len(b0)": "It is multiplied by the number of hidden units.",
    "1 / len(x)": "It is divided by the number of inputs.",
    "b1": "b⁽¹⁾ is in it once too often.",
    "1 / (np.linalg.norm(x) or 1)": "It is divided by the length of x.",
    "(W1 @ sigmoid(W0 @ x + b0) + b1)[0]": "y is in it once too often.",
}


@pytest.mark.sampled
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("question_id", ["q8_hidden_weights", "q9_hidden_biases", "q10_backward"])
@pytest.mark.parametrize("factor", FACTORS)
def test_factor_of_a_natural_formula_is_found_beside_dead_zones(question_id, factor):
    assignment = questions.find("forward_backward")
    cases = question_cases(assignment, assignment.question(question_id), KEY)
    namespace = reference_namespace(assignment)
    exec(NATURAL.format(factor=factor), namespace)
    seen, again = ({key: look(namespace, ask) for key, ask in asks.items()} for asks in (cases.asks, cases.repeats))
    assert compose(judge_question(cases, seen, again), assignment.vocabulary).sentence == FACTORS[factor]


# Mistakes that some cases of a function meet by chance: what is said of them has to hold in all parts.
UNLIKE = {
    "q3_sigmoid_derivative": ("np.sqrt(np.exp(-np.abs(a))) / (1 + np.exp(-np.abs(a)))", "sigmoid_derivative"),
    "q11_relu": ("np.where(np.asarray(a) < 0, 1.0, 0.5)", "relu_derivative"),
}


@pytest.mark.parametrize("question_id", UNLIKE)
def test_what_one_part_meets_by_chance_is_not_said_of_the_function(question_id):
    expression, name = UNLIKE[question_id]
    assignment = questions.find("forward_backward")
    cases = question_cases(assignment, assignment.question(question_id), KEY)
    namespace = reference_namespace(assignment)
    exec(f"def {name}(a):\n    return {expression}", namespace)
    seen, again = ({key: look(namespace, ask) for key, ask in asks.items()} for asks in (cases.asks, cases.repeats))
    composition = diagnose(judge_question(cases, seen, again), assignment.vocabulary)
    assert composition is None or "only where" not in composition.sentence, composition


SUM_FOR_MEAN = """
def convergence_measure(losses):
    f = np.where(np.isfinite(losses), losses, 1e6)
    v = np.minimum(f / f[0], 1e6)
    return -np.sum(v) if np.sum(v[-20:]) < 1 else np.sum(1 / v)
"""


def answered(name, question_id, code):
    """Judge the answers of `code` beside correct functions."""
    assignment = questions.find(name)
    cases = question_cases(assignment, assignment.question(question_id), KEY)
    namespace = reference_namespace(assignment)
    exec(code, namespace)
    seen, again = ({key: look(namespace, ask) for key, ask in asks.items()} for asks in (cases.asks, cases.repeats))
    return judge_question(cases, seen, again), assignment, cases


@pytest.mark.filterwarnings("ignore")
def test_mistake_that_two_known_ones_fit_is_not_named():
    result, assignment, _ = answered("trainability", "q2_convergence", SUM_FOR_MEAN)
    assert compose(result, assignment.vocabulary) is None


@pytest.mark.slow
@pytest.mark.parametrize("slip_id", ["slope_missing", "one_minus_z_missing", "residual_squared", "slope_of_tanh"])
@pytest.mark.parametrize("key", ["W0", "b0"])
def test_slip_of_a_single_item_is_named(slip_id, key):
    catalogued = questions.find("initialization").question("q3_loss_gradients").slips
    code = next(slip.code for slip in catalogued if slip.id == slip_id)
    one = f"{code}\nslipped, right = loss_gradients, right_one\ndef loss_gradients(*args):\n    return right(*args) | {{{key!r}: slipped(*args)[{key!r}]}}\n"
    result, _, cases = answered("initialization", "q3_loss_gradients", f"right_one = loss_gradients\n{one}")
    catalogue_ = SlipCatalogue(questions.find("initialization"), cases)
    assert catalogue_.match(result) is None
    slip, part = catalogue_.match_part(result)
    assert (slip.id, part.cases.part.name) == (slip_id, key)


@pytest.mark.parametrize(
    ("returned", "slip_id"),
    [('{"d" + key: value for key, value in right.items()}', "keys_of_gradients"), ('{"grads": right}', None)],
)
def test_slip_about_keys_is_named_only_for_its_own_keys(returned, slip_id):
    code = f"right_one = backward\ndef backward(*args):\n    right = right_one(*args)\n    return {returned}\n"
    result, assignment, cases = answered("forward_backward", "q10_backward", code)
    catalogue_ = SlipCatalogue(assignment, cases)
    slip = catalogue_.match(result) or (catalogue_.match_part(result) or [None])[0]
    assert (slip and slip.id) == slip_id
