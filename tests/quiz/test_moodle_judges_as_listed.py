"""Judge the Moodle export with an independent reader of Moodle's rules: exactly the listed right answers are right."""

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from autograder.quiz.bank import Bank, Item, judgeable, read_bank, warnings_of
from autograder.quiz.moodle import moodle_xml

BANK = read_bank("participation")
ITEM = Item("t1", "text", "topic", "Which?", explanation="Why.")


def matches(given, pattern):
    """question/type/shortanswer/question.php: `*` is anything unless a backslash stands before it; case does not count."""
    pieces = re.split(r"(?<!\\)\*", pattern)
    return re.fullmatch(".*".join(re.escape(piece.replace("\\*", "*")) for piece in pieces), given, re.IGNORECASE)


def grade(question, given):
    """Return the percentage of the first answer that matches."""
    answers = [(answer.findtext("text"), float(answer.get("fraction"))) for answer in question.findall("answer")]
    return next((share for pattern, share in answers if matches(given, pattern)), 0.0)


def exported(*items):
    return ET.fromstring(moodle_xml(Bank("b", "B", "Intro", items))).findall("question[name]")


@pytest.mark.parametrize("answer", ["5*b", "a * b", "**", "*", "2**n", "w*", "C*-algebra"])
def test_a_star_matches_itself_alone(answer):
    (question,) = exported(replace(ITEM, answers=(answer,), wrong=((answer.replace("*", "+"), "No."),)))
    assert grade(question, answer) == 100
    for other in (answer.replace("*", "+"), answer.replace("*", " - r + "), answer + "x"):
        assert grade(question, other) == 0


@pytest.mark.parametrize("item", [item for item in BANK.items if item.kind == "text"], ids=lambda item: item.id)
def test_texts_are_judged_as_listed(item):
    (question,) = exported(item)
    assert {grade(question, answer) for answer in item.answers} == {100}
    assert {grade(question, answer) for answer, _ in item.wrong} <= {0}


@pytest.mark.parametrize("item", [item for item in BANK.items if item.kind == "symbolic"], ids=lambda item: item.id)
def test_an_expression_becomes_a_choice_with_one_right_option(item):
    (question,) = exported(item)
    assert question.get("type") == "multichoice"
    shares = [float(answer.get("fraction")) for answer in question.findall("answer")]
    assert sorted(shares) == [*[0.0] * len(item.wrong), 100.0]
    assert any(item.id in sentence for sentence in warnings_of(BANK))


def test_an_expression_without_known_wrong_answers_is_asked_for_its_value():
    item = replace(ITEM, kind="symbolic", answers=("5*b - a/2",), variables=("a", "b"))
    (question,) = exported(item)
    assert question.get("type") == "numerical" and "<mn>2</mn>" in "".join(question.itertext())
    right, tolerance = float(question.findtext("answer/text")), float(question.findtext("answer/tolerance"))
    assert abs(right - 14) <= tolerance < 0.1
    assert "value of the expression" in warnings_of(Bank("b", "B", "", (item,)))[0]


@pytest.mark.parametrize("answer", ["5*b", "b**2", "f(b)", "1/(b - 2)"])
def test_an_expression_whose_value_nobody_knows_stays_and_is_warned_of(answer):
    item = replace(ITEM, kind="symbolic", answers=(answer,), variables=("b",) if answer != "5*b" else ())
    assert judgeable(item) == item
    assert "spelling will be judged" in warnings_of(Bank("b", "B", "", (item,)))[0]


@pytest.mark.parametrize("source", [item for item in BANK.items if item.kind == "multiple"], ids=lambda item: item.id)
def test_select_all_is_all_or_nothing_as_here(source):
    """Check that typed letters are all or nothing; Moodle's own choices would give partial credit."""
    (question,) = exported(source)
    assert question.get("type") == "shortanswer"
    letters = [option.letter for option in source.options]
    for size in range(len(letters) + 1):
        for chosen in itertools.combinations(letters, size):
            for text in ("".join(chosen), ", ".join(chosen), " ".join(reversed(chosen)), "".join(chosen).upper()):
                wanted = 100 if {*chosen} == source.right_letters else 0
                assert grade(question, text) == wanted, text
    shown = "".join(question.find("questiontext").itertext())
    assert all(f"<strong>{letter})</strong>" in shown for letter in letters) and "all or nothing" in shown
    assert any(source.id in sentence for sentence in warnings_of(BANK, "moodle"))


def test_numbers_are_judged_within_the_tolerance_of_here():
    """question/type/numerical: an answer within `tolerance` of the value, which is nominal (absolute) by default."""
    for source in (item for item in BANK.items if item.kind == "number"):
        (question,) = exported(source)
        assert float(question.findtext("answer/text")) == float(source.answers[0])
        assert float(question.findtext("answer/tolerance")) == source.tolerance
