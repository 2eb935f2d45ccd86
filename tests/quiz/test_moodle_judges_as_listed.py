"""An independent reader of Moodle's rules: every listed right answer is right, every wrong one wrong, nothing else matches."""

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
    """The share of the first answer that matches, in percent."""
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


def test_an_expression_without_known_wrong_answers_stays_and_is_warned_of():
    item = replace(ITEM, kind="symbolic", answers=("5*b",))
    assert judgeable(item) == item
    assert "spelling will be judged" in warnings_of(Bank("b", "B", "", (item,)))[0]
