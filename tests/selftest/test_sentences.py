"""Every slip's sentence and the gap beside it, in a file that a person can read: sentences.txt.

After a change that is meant: python tests/selftest/test_sentences.py
"""

import re
import sys
from pathlib import Path

import pytest

from autograder import questions
from autograder.judge.cases import question_cases
from autograder.judge.messages import hidden_gap, public_message
from autograder.judge.slips import SlipCatalogue

GOLDEN = Path(__file__).with_name("sentences.txt")


def sentences(name):
    """For each slip of an assignment: id, what it is called, what the public and the hidden cases show."""
    assignment = questions.find(name)
    for question in assignment.questions:
        if question.by_hand:
            continue
        yield f"\n## {name}.{question.id}"
        for slip, judged in SlipCatalogue(assignment, question_cases(assignment, question, "golden")).judged():
            lost = next((part for part in judged.parts if not part.right), None)
            gap = (public_message(lost) or hidden_gap(lost, judged, named=True)) if lost else "It changes an argument."
            yield f"{slip.id}: {slip.sentence}\n    {gap}"


@pytest.mark.slow
def test_every_sentence_is_the_reviewed_one():
    found = [line for name in questions.names() for text in sentences(name) for line in text.splitlines()]
    assert found == GOLDEN.read_text(encoding="utf-8").splitlines()


def lines():
    return [line for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def test_sentences_are_short():
    slips = [line for line in lines() if not line.startswith(" ")]
    assert [s for s in slips if len(re.findall(r"[.?!…](?=\s|$)", s)) > 3 or len(s) > 420] == []


def test_sentences_hold_no_trace_of_ours():
    words = ("Traceback", "autograder/", "reference_impl", "assert ", "array(", "0x")
    assert [line for line in lines() if any(word in line for word in words)] == []


def test_every_slip_says_something_and_shows_a_gap():
    slips, gaps = [l for l in lines() if not l.startswith(" ")], [l for l in lines() if l.startswith(" ")]
    assert len(slips) == len(gaps) == sum(len(q.slips) for n in questions.names() for q in questions.find(n).questions)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    text = "".join(f"{line}\n" for name in questions.names() for line in sentences(name))
    GOLDEN.write_text(text, encoding="utf-8")
    print(f"{GOLDEN} written; read what changed.")
