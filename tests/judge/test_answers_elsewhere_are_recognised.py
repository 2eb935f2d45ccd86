"""Test that a function under another name, a misspelled key and a print for a return are named in every question."""

import pytest

from autograder import questions
from autograder.checks.similar_names import namesake


def functions():
    """Yield a function of each question, with its question and assignment."""
    for name in questions.names():
        for question in questions.find(name).questions:
            for function in [f for f, truth in question.owns.items() if callable(truth)][:1]:
                quick = function in ("gradient_step", "dy_dW0")
                yield pytest.param(name, question.id, function, id=function, marks=[] if quick else pytest.mark.slow)


def messages(judged, code, name, question_id):
    return [part.message for part in judged(code, name)[question_id].parts]


@pytest.mark.parametrize(("name", "question_id", "function"), list(functions()))
@pytest.mark.parametrize(
    "respelled", [lambda f: f.replace("_", "").title(), lambda f: f + "s" if len(f) > 4 else f.upper()]
)
def test_other_name_is_said(judged, name, question_id, function, respelled):
    other = respelled(function)
    texts = messages(judged, f"{other} = {function}\ndef {function}(*args): ...", name, question_id)
    assert any(f"you have defined {other}: rename that to {function}." in text for text in texts), texts


@pytest.mark.parametrize(("name", "question_id", "function"), list(functions()))
def test_printed_result_is_said(judged, name, question_id, function):
    texts = messages(
        judged, f"_right = {function}\ndef {function}(*args):\n    print(_right(*args))", name, question_id
    )
    assert any("write `return` in place of `print`" in text for text in texts), texts


DICTS = [("chain_rule", "q2_local_partials", "local_partials"), ("chain_rule", "q3_total_derivatives", "total_derivatives"),
         ("forward_backward", "q10_backward", "backward"), ("initialization", "q2_zero_gradients", "zero_init_gradients"),
         ("initialization", "q3_loss_gradients", "loss_gradients")]  # fmt: skip
SPELLED = {
    "{k.upper() if k != k.upper() else k.lower(): v for k, v in found.items()}": "spell the key",
    "{k.replace('/', '_') + '_': v for k, v in found.items()}": "spell the key",
    "{'all': found}": "return one dictionary",
    "tuple(found.values())": "returned a tuple of length",
    "list(found.values())": "returned a list of length",
}


@pytest.mark.parametrize(
    ("name", "question_id", "function"),
    [pytest.param(*one, marks=[] if one[2] == "backward" else pytest.mark.slow) for one in DICTS],
)
@pytest.mark.parametrize("made", SPELLED)
def test_other_key_is_said(judged, name, question_id, function, made):
    code = f"_right = {function}\ndef {function}(*args):\n    found = _right(*args)\n    found = found if isinstance(found, dict) else found[1]\n    return {made}"
    texts = messages(judged, code, name, question_id)
    assert any(SPELLED[made] in text for text in texts), texts


@pytest.mark.parametrize(
    ("name", "other"),
    [("gradient_step", "grad_step"), ("dy_dW0", "dydW0"), ("gradient_step", "gradient_stpe"), ("sigmoid", "Sigmoid")],
)
def test_abbreviation_and_typo_are_recognised(name, other):
    assert namesake(name, ["np", "helper", other], {"dy_dW1"}) == other


def test_name_that_is_asked_for_itself_is_never_meant():
    assert namesake("dy_dW0", ["dy_dW1", "dy_db0"], {"dy_dW1", "dy_db0"}) == ""
