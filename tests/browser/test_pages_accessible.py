"""axe-core finds no violation in the pages we write: solution pages and the course site, light, dark and narrow."""

import pytest

from autograder.classroom.final_results import Standing
from autograder.classroom.journal_rows import RollEntry
from autograder.classroom.pages.feedback import Openness, feedback_page
from autograder.content.site import build_site
from autograder.course import Course
from autograder.judge.result import PartResult, QuestionResult, Result
from autograder.quiz.bank import read_bank
from autograder.quiz.paper import sheets

pytestmark = pytest.mark.browser
NAMES = ("chain_rule", "forward_backward", "initialization", "trainability", "participation")
LOOKS = {"light": ("light", 1200), "dark": ("dark", 1200), "narrow": ("light", 360)}


@pytest.fixture(params=LOOKS)
def show(request, browser):
    """`show(path)`: the page of a file, in one of three looks."""
    scheme, width = LOOKS[request.param]
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})

    def shown(path):
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield shown
    context.close()


@pytest.fixture(scope="module")
def site(built):
    return build_site(NAMES, Course(), built / "dist")


def violations(page):
    """The rules that axe finds broken, each with the first place where."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    found = axe.Axe().run(page).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


def overflows(page):
    """Does the page scroll sideways?"""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def feedback(message):
    """The feedback page of a student with one wrong part, after the due date."""
    part = PartResult("theta left as it was", 0.0, 1.0, "wrong", "wrong", message, message)
    question = QuestionResult("q5_numerical_gradient", 0.0, 1.0, (part,), experiment=message)
    result = Result("forward_backward", "ada", "s", "g", "k", "graded", questions=(question,))
    standing = Standing(RollEntry("ada", "", "", "", "s", "s", "", "", False, ""), result, {}, {}, 0.0)
    return feedback_page(standing, {}, Openness(True, True, True, "", "https://example.edu/solution.html"))


@pytest.mark.parametrize("message", ["numerical_gradient modified theta; it must leave it unchanged.", "x" * 300])
def test_a_feedback_page_is_read_without_scrolling_sideways(message, show, tmp_path):
    path = tmp_path / "feedback.html"
    path.write_text(feedback(message), encoding="utf-8")
    page = show(path)
    assert violations(page) == []
    assert page.locator("table *, div").evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth + 1)") == []
    assert not overflows(page)
    cells = page.get_by_role("table").get_by_role("row").last.get_by_role("cell")
    assert [cell.get_attribute("data-head") for cell in cells.all()] == ["Points", "Public cases", "Hidden cases"]


def test_the_quiz_on_paper_is_accessible_on_a_screen(show, tmp_path):
    path = tmp_path / "paper.html"
    path.write_text(sheets(read_bank("participation"), "key", None).page, encoding="utf-8")
    page = show(path)
    assert violations(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("name", NAMES)
def test_a_solution_page_is_accessible(name, built, show):
    page = show(built / "dist" / f"{name}-solution.html")
    assert violations(page) == []
    assert not overflows(page)


def test_the_site_is_accessible(site, show):
    page = show(site)
    assert violations(page) == []
    assert not overflows(page)


def test_the_lab_on_the_site_is_shown_in_full(site, show):
    page = show(site)
    inside = page.frame_locator("iframe[title='Initialization lab']").locator("html")
    page.wait_for_timeout(300)  # its height follows the page inside
    height = page.locator("iframe").evaluate("frame => frame.clientHeight")
    assert inside.evaluate("html => html.offsetHeight") == inside.evaluate("html => html.scrollHeight") == height


@pytest.mark.parametrize("width", [244, 360])
def test_the_lab_fits_the_narrowest_notebook(width, built, show):
    page = show(built / "assignments" / "initialization" / "lab.html")
    page.set_viewport_size({"width": width, "height": 900})
    page.get_by_role("button", name="Step").click()
    page.get_by_role("table").wait_for()
    assert not overflows(page)


def test_axe_reports_what_is_wrong(show, tmp_path):
    (tmp_path / "bad.html").write_text("<!doctype html><title>t</title><img src='x.png'>", encoding="utf-8")
    assert {rule for rule, _ in violations(show(tmp_path / "bad.html"))} >= {"image-alt", "html-has-lang"}
