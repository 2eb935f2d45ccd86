"""Check that a picture in an answer reaches the grader's page, re-encoded by intake, and nothing else does."""

import pytest

from autograder.classroom.hand_grading import Answer, _page
from tests.classroom.conftest import ASSIGNMENT


def shown(*pictures):
    answer = Answer("code", "See ![](picture 1).", 1, pictures)
    return _page(ASSIGNMENT.question("q12_dead_zones"), ASSIGNMENT.name, [answer], {"code": ("",)})


def test_a_picture_that_intake_made_is_shown():
    assert '<img src="data:image/jpeg;base64,AAAA"' in shown("data:image/jpeg;base64,AAAA")


@pytest.mark.parametrize(
    "uri", ["javascript:alert(1)", "https://example.org/a.png", "data:text/html;base64,AAAA", '"><script>']
)
def test_nothing_else_is(uri):
    assert "<img" not in shown(uri)
