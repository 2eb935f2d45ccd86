"""Print the quiz in a real browser: each paper fits two sides of Letter and A4, and the key fits one page."""

import re

import pytest

from autograder.course import Course
from autograder.quiz import export

pytestmark = pytest.mark.browser
STUDENTS = 30


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("paper")
    people = "".join(f"A Rather Long Name {number},student{number}@example.edu\n" for number in range(STUDENTS))
    (place / "roster.csv").write_text(f"name,email\n{people}")
    export("participation", "print", Course(), place, place / "roster.csv")
    return place


@pytest.mark.parametrize("size", ["Letter", "A4"])
@pytest.mark.parametrize(
    "name, pages", [("paper", 2), ("paper-key", 1), ("papers", 2 * STUDENTS), ("papers-key", 1)], ids=str
)
def test_it_takes_as_many_pages_as_it_should(folder, browser, name, pages, size):
    page = browser.new_page()
    page.goto((folder / f"participation-{name}.html").as_uri())
    printed = page.pdf(format=size, prefer_css_page_size=False)
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == pages
