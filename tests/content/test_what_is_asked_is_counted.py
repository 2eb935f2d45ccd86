"""Words, minutes and questions of each assignment are counted by a command and printed in the instructor's page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder import questions
from autograder.content.sources import document
from autograder.content.workload import CORE, table, workload
from autograder.course import AssignmentSettings, Course

NOTEBOOKS = ("chain_rule", "forward_backward", "initialization", "trainability")
PAGE = Path(__file__).parents[2] / "docs" / "instructor.md"


def test_the_instructors_page_holds_what_the_command_prints():
    assert table(Course()) in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_question_has_a_time(name):
    assert list(workload(name, Course()).minutes) == [
        one.id.partition("_")[0] for one in questions.find(name).questions
    ]


@pytest.mark.parametrize("name", ("chain_rule", "forward_backward", "initialization"))
def test_the_core_path_takes_as_long_as_it_says(name):
    said = CORE.search(document(name).passages[0].source)
    assert int(said[2]) == workload(name, Course()).core_minutes


def test_the_core_path_takes_three_to_four_hours_in_all():
    assert 180 <= sum(workload(name, Course()).core_minutes for name in NOTEBOOKS) <= 240


def test_the_core_path_holds_what_the_slides_ask():
    core = workload("forward_backward", Course()).core
    assert core == {f"q{number}" for number in (1, 2, 3, 4, 6, 7, 8, 9, 11, 12)}


def test_what_a_course_leaves_out_is_not_counted():
    course = Course(settings={"forward_backward": AssignmentSettings(omit=("q11_relu",))})
    less, all_of_it = workload("forward_backward", course), workload("forward_backward", Course())
    assert (less.questions, less.words < all_of_it.words) == (all_of_it.questions - 1, True)


def test_words_are_those_of_the_prose():
    words = workload("participation", Course()).words
    text = "\n".join(passage.source for passage in document("participation").passages if not passage.is_code)
    text = re.sub(r"<!-- BEGIN.*?END \w+ -->", "", text, flags=re.DOTALL)
    assert 0.9 < words / len(text.split()) < 1.1
