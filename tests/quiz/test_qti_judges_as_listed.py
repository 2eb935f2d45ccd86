"""Judge the Canvas export with an independent reader of QTI 1.2: exactly the listed right answers are right.

Written from IMS's "Question & Test Interoperability: ASI Information Model", 1.2, sections on `resprocessing`: conditions
are tried in order, one whose `conditionvar` is true sets the score, `continue="No"` ends it; several tests side by side in
a `conditionvar` hold together, but for an item with one text field, where Canvas takes each `varequal` as an answer.
"""

import io
import itertools
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace

import pytest

from autograder.quiz.bank import Bank, Item, judgeable, read_bank
from autograder.quiz.canvas import canvas_zip

BANK = read_bank("participation")


def bare(element):
    return element.tag.rpartition("}")[2]


def is_true(test, given, several):
    """Whether one test of a `conditionvar` holds for `given`, the identifiers that were chosen or the texts typed."""
    name, inside = bare(test), list(test)
    if name in ("conditionvar", "and"):
        return (any if several and name == "conditionvar" else all)(is_true(one, given, several) for one in inside)
    if name == "or":
        return any(is_true(one, given, several) for one in inside)
    if name == "not":
        return not any(is_true(one, given, several) for one in inside)
    if name == "other":
        return True
    if name == "varequal":
        return any(test.text.strip().casefold() == one.strip().casefold() for one in given) or (
            is_number(test.text) and any(is_number(one) and float(one) == float(test.text) for one in given)
        )
    compared = {"vargte": float.__ge__, "vargt": float.__gt__, "varlte": float.__le__, "varlt": float.__lt__}[name]
    return any(is_number(one) and compared(float(one), float(test.text)) for one in given)


def is_number(text):
    return bool(re.fullmatch(r"\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*", text, re.IGNORECASE))


def score(item, given):
    """Return SCORE after response processing."""
    types_text = any(bare(one) == "render_fib" for one in item.iter())
    found = 0.0
    for condition in (one for one in item.iter() if bare(one) == "respcondition"):
        test = next(one for one in condition if bare(one) == "conditionvar")
        if not is_true(test, given, types_text):
            continue
        for setting in (one for one in condition if bare(one) == "setvar" and one.get("varname") == "SCORE"):
            found = float(setting.text)
        if condition.get("continue", "No") == "No":
            break
    return found


def exported(*items):
    with zipfile.ZipFile(io.BytesIO(canvas_zip(Bank("b", "B", "Intro", items)))) as package:
        trees = [ET.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")]
    return [one for tree in trees for one in tree.iter() if bare(one) == "item"]


@pytest.fixture(scope="module")
def items():
    return {source.id: (source, item) for source, item in zip(BANK.items, exported(*BANK.items), strict=True)}


@pytest.mark.sampled
@pytest.mark.parametrize("name", [item.id for item in BANK.items])
def test_every_set_of_options_is_scored_as_here(items, name):
    source, item = items[name]
    source = judgeable(source)
    if not source.options:
        return  # judged as a text or a number, below
    labels = [one.get("ident") for one in item.iter() if bare(one) == "response_label"]
    if source.kind == "single":
        for label, option in zip(labels, source.options, strict=True):
            assert score(item, [label]) == (100 if option.right else 0), label
        return
    # Canvas's own choices would give partial credit, so the letters are typed.
    assert not any(bare(one) == "render_choice" for one in item.iter())
    letters = [option.letter for option in source.options]
    sets = itertools.chain.from_iterable(itertools.combinations(letters, size) for size in range(len(letters) + 1))
    for chosen in sets:
        for text in ("".join(chosen), ", ".join(chosen), " ".join(reversed(chosen)), "".join(chosen).upper()):
            assert score(item, [text]) == (100 if {*chosen} == source.right_letters else 0), text


@pytest.mark.parametrize("name", [item.id for item in BANK.items if item.kind == "text"])
def test_texts_are_judged_as_listed(items, name):
    source, item = items[name]
    assert {score(item, [answer]) for answer in source.answers} == {100}
    assert {score(item, [answer]) for answer, _ in source.wrong} <= {0}
    assert score(item, ["something else"]) == score(item, [""]) == 0


@pytest.mark.parametrize("name", [item.id for item in BANK.items if item.kind == "number"])
def test_numbers_are_judged_within_the_tolerance_of_here(items, name):
    source, item = items[name]
    right = float(source.answers[0])
    for factor, wanted in ((0, 100), (0.9, 100), (-0.9, 100), (1.5, 0), (-1.5, 0)):
        given = right + factor * source.tolerance
        assert score(item, [repr(given)]) == wanted, given
    for answer, _ in source.wrong:
        assert not is_number(answer) or score(item, [answer]) == 0


@pytest.mark.parametrize("tolerance", [1e-9, 1e-6, 0.004, 0.5, 100.0])
@pytest.mark.parametrize("value", ["0.000123", "-7", "1234567.25", "0.25", "1e-7"])
def test_a_tolerance_is_not_rounded_away(value, tolerance):
    (item,) = exported(
        Item("n1", "number", "topic", "How much?", answers=(value,), tolerance=tolerance, explanation="Why.")
    )
    assert score(item, [value]) == 100
    assert score(item, [repr(float(value) + 0.9 * tolerance)]) == 100
    assert score(item, [repr(float(value) - 1.1 * tolerance)]) == 0
    assert score(item, [repr(float(value) + 1.1 * tolerance)]) == 0


def test_the_reader_sees_a_wrong_export():
    """Seen to fail: an item of which the right options were mixed up is not scored as here."""
    source = next(item for item in BANK.items if item.kind == "single")
    rights = [option.right for option in (*source.options[1:], source.options[0])]
    turned = replace(source, options=tuple(map(lambda o, right: replace(o, right=right), source.options, rights)))
    (item,) = exported(turned)
    labels = [one.get("ident") for one in item.iter() if bare(one) == "response_label"]
    assert score(item, [label for label, option in zip(labels, source.options) if option.right]) == 0
