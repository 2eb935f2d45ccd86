"""Check that report.html and feedback.html escape hostile text, load nothing, keep secrets, and are accessible."""

import html.parser
import re
from dataclasses import replace

import pytest

from autograder.classroom.code_excerpts import snippet
from autograder.classroom.compare import compare
from autograder.classroom.final_results import Standing, open_graded
from autograder.classroom.hand_grading import written
from autograder.classroom.journal_rows import RollEntry
from autograder.classroom.pages.feedback import Openness, QuestionHeading, feedback_page
from autograder.classroom.pages.html import Markup, environment
from autograder.classroom.pages.report import write_report
from autograder.course import Course
from autograder.judge.result import PartResult, QuestionResult, Result
from autograder.package_files import IMAGE, files_for
from autograder.paths import PACKAGE
from tests.classroom.conftest import ASSIGNMENT

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; alert(1); '",
    "</style><b>",
    "\u202egpj.exe",
    "a\0b",
    "&lt;",
]


class Elements(html.parser.HTMLParser):
    """Return all elements with their attributes, and all text."""

    def __init__(self, text):
        super().__init__()
        self.found, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, name, attributes):
        self.found.append((name, dict(attributes)))

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_markup(text):
    found = Elements(paragraph(text))
    assert [name for name, _ in found.found] == ["p"] and set(found.found[0][1]) == {"title"}


def test_markup_is_not_escaped_twice():
    assert "><b>c</b> &amp; d</p>" in paragraph(Markup("<b>c</b> &amp; d"))


def test_reordering_and_invisible_characters_are_made_visible():
    assert ">a\ufffdb\ufffdc\ufffd</p>" in paragraph("a\u202eb\u2066c\x07")


def test_no_page_is_built_but_from_templates():
    """Check that only templates contain tags; no module of these rooms writes HTML itself."""
    sources = [path for room in ("classroom", "review", "quiz") for path in (PACKAGE / room).rglob("*.py")]
    builders = [
        path.name
        for path in sources
        if re.search(r"""["']</?(html|table|tr|td|section|main|p|svg|rect|ol|li)[ >]""", path.read_text("utf-8"))
    ]
    # One hands markdown-it the elements in place of a student's headings, the other takes its paragraph off.
    assert sorted(builders) == ["pages.py", "student_markdown.py"]


def test_the_gradescope_image_holds_no_templates():
    sources = [path.read_text("utf-8") for inside, path in files_for(IMAGE) if inside.endswith(".py")]
    assert len(sources) > 50
    assert not [text for text in sources if re.search(r"jinja2|markupsafe|classroom\.pages", text)]
    assert not [
        lock.name for lock in (PACKAGE.parent / "locks").glob("grade-*.txt") if "jinja2" in lock.read_text().lower()
    ]


@pytest.fixture
def out(run, hand_in, tmp_path):
    hand_in("ada.ipynb", slips={"q4_forward": "transposed"}, points={"q4_forward": 2.0, "q8_hidden_weights": 0.0})
    hand_in("eve <script>alert(1)<:script>.ipynb", slips={"q4_forward": "transposed"}, points={"q4_forward": 0.0})
    hand_in("bob.ipynb", review=True)
    hand_in("cyd.ipynb", **{"raise": "</main><script>alert(2)</script>"})
    (tmp_path / "class" / "notes <b>.txt").write_text("x")
    run(tmp_path / "class")
    return tmp_path / "out"


@pytest.fixture
def with_all_pages(run, hand_in, tmp_path, out):
    """Written answers, a decision by hand and a comparison, too."""
    run(tmp_path / "class", out=tmp_path / "before")
    hand_in(
        "dan.ipynb",
        "# Dead zones\n\nThe slope is $\\frac{1}{4}$ at most.\n\n### And then\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    )
    (out / "overrides.csv").write_text("student,question,points,reason,by\nada,q4_forward,3,an interview,Ann\n")
    run(tmp_path / "class")
    written(out, ("ann", "bo"))
    compare(tmp_path / "before", out)


def paragraph(text):
    return environment().from_string('<p title="{{ text }}">{{ text }}</p>').render(text=text)


PAGES = ["report.html", "results/ada/feedback.html", "written/q12_dead_zones.html", "comparison.html"]


def test_a_report_holds_what_issue_and_ta_ask_for(out):
    text = Elements((out / "report.html").read_text("utf-8")).text
    for words in ("4 students: 3 graded, 1 internal error", "2 students share this slip", "A factor is missing.", "return v1",
                  "Submissions that need a person", "bob", "notes <b>.txt is not a notebook", "both differ"):  # fmt: skip
        assert words in text
    assert not re.search(r"plagiar|copied|cheat|identical submission", text, re.IGNORECASE)


def test_a_report_loads_nothing_and_holds_no_foreign_script(out):
    found = Elements((out / "report.html").read_text("utf-8")).found
    assert [a.get("type") for name, a in found if name == "script"] == ["application/json", None]
    assert not [
        a
        for _, a in found
        for key, value in a.items()
        if key == "src" or (value or "").startswith(("http", "//", "javascript"))
    ]
    assert not [a for _, a in found if any(key.startswith("on") for key in a)]


def test_every_student_of_a_report_links_to_a_feedback_page_and_every_question_to_its_review(out):
    from urllib.parse import unquote

    found = Elements((out / "report.html").read_text("utf-8")).found
    links = [a["href"] for name, a in found if name == "a" and not a["href"].startswith("#")]
    pages = [link for link in links if link.startswith("results/")]
    assert len(pages) == 4 and all((out / unquote(page)).is_file() for page in pages)
    reviews = {unquote(link) for link in links if link not in pages}
    names = [unquote(page).split("/")[1] for page in pages]
    assert reviews == {f"review.html#{name}/{question}" for name in names for question in ASSIGNMENT.ids}
    assert "nnhw review out" in Elements((out / "review.html").read_text("utf-8")).text


def test_a_report_says_at_its_top_what_a_person_has_to_see_to(out):
    text = (out / "report.html").read_text("utf-8")
    jumps = [a["href"] for name, a in Elements(text).found if name == "a" and a["href"].startswith("#")]
    ids = {a["id"] for _, a in Elements(text).found if "id" in a}
    assert jumps == ["#ungraded", "#review", "#questions"] and {jump[1:] for jump in jumps} <= ids
    section = text.partition("<h2>Could not be graded</h2>")[2].partition("</section>")[0]
    assert "cyd" in section and "The grader failed on this submission" in section


def test_with_names_hidden_no_name_is_left(out):
    with open_graded(out) as journal:
        write_report(journal, Course(), hide_names=True)
    text = (out / "report.html").read_text("utf-8")
    assert [text[max(0, found.start() - 40) : found.end() + 20] for found in re.finditer("ada|bob|cyd|eve", text)] == []
    assert "Student 1" in text


def test_an_example_keeps_the_mathematics_and_drops_who_wrote_it():
    cell = (
        "# Ada Lovelace, 42\n"
        "def dy_dW0(x, W0, b0, W1, b1):\n"
        "    '''by Ada'''\n"
        "    lovelace = forward(x, W0, b0, W1, b1)[0]  # mine\n"
        "    print('Ada was here')\n"
        "    return np.outer(W1 * lovelace * (1 - lovelace), x)\n"
    )
    found = snippet((cell,), ASSIGNMENT, "q8_hidden_weights")
    assert not re.search("ada|lovelace|42|mine", found, re.IGNORECASE) and "np.outer(W1 * v1 * (1 - v1), x)" in found


def standing(visibility_points=1.0):
    parts = (PartResult("shape", 0.0, 1.0, "wrong", "right", "PUBLIC", "GAP", "HIDDEN 3.14159"),)
    question = QuestionResult(
        "q8_hidden_weights", visibility_points, 6.0, parts, slip="transposed", slip_sentence="SLIP", experiment="TRY"
    )
    result = Result("forward_backward", "ada", "s", "g", "k", "graded", questions=(question,))
    return Standing(RollEntry("ada", "", "", "", "s", "s", "", "", False, ""), result, {}, {}, 0.0)


def test_feedback_never_tells_what_is_for_tas():
    for hidden in (True, False):
        assert "HIDDEN" not in feedback_page(standing(), {}, Openness(hidden, True, True))


def test_feedback_before_the_due_date_shows_public_cases_alone():
    text = feedback_page(standing(), {}, Openness(False, False, False, "Later."))
    assert "PUBLIC" in text and "Later." in text and not re.search("GAP|SLIP|of 6", text)


def test_feedback_before_the_due_date_has_the_same_form_whether_hidden_cases_failed_or_not():
    before = Openness(False, False, False, "Later.")
    wrong = standing()
    parts = (PartResult("shape", 0.0, 1.0, "wrong", "right", "", "GAP", "HIDDEN"),)
    wrong, right = (replace(wrong, result=replace(wrong.result, questions=(replace(wrong.result.questions[0], parts=p),)))
                    for p in (parts, (replace(parts[0], verdict="right", gap=""),)))  # fmt: skip
    assert feedback_page(wrong, {}, before) == feedback_page(right, {}, before)
    assert "All public cases are right." in feedback_page(right, {}, before)


def test_where_public_cases_only_read_an_answer_feedback_does_not_call_it_right():
    parts = tuple(
        PartResult(name, 0.0, 1.0, "wrong", "right", message)
        for name, message in (("dv/dw", ""), ("dv/dx", "cannot be read"))
    )
    result = replace(standing().result, questions=(QuestionResult("q1_structure", 1.0, 2.0, parts),))
    read = {"q1_structure": QuestionHeading.of(Course().assignment("chain_rule").question("q1_structure"))}
    for opened in (Openness(False, False, False, "Later."), Openness(True, True, True)):
        text = feedback_page(replace(standing(), result=result), read, opened)
        assert ">can be read</td>" in text and "cannot be read" in text and ">right</td>" not in text
    fine = replace(result, questions=(QuestionResult("q1_structure", 1.0, 2.0, parts[:1]),))
    text = feedback_page(replace(standing(), result=fine), read, Openness(False, False, False, "Later."))
    assert "these checks do not show whether it is correct" in text and "are right" not in text


def test_feedback_after_the_due_date_shows_points_gap_and_slip():
    text = feedback_page(standing(), {}, Openness(True, True, True))
    assert all(word in text for word in ("GAP", "SLIP", "1 of 6"))


def test_a_slip_that_hidden_cases_alone_reveal_waits_for_the_due_date():
    assert "SLIP" not in feedback_page(standing(), {}, Openness(True, True, False))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_page_of_hostile_names_has_no_element_of_theirs(hostile):
    text = environment().from_string(
        '{% extends "page.html" %}{% block title %}{{ it }}{% endblock %}{% block body %}<main><h1>{{ it }}</h1></main>{% endblock %}'
    )
    found = Elements(text.render(it=hostile))
    assert {name for name, _ in found.found} <= {"html", "head", "meta", "title", "style", "body", "main", "h1"}


@pytest.fixture
def show(browser, out):
    pages = []

    def show(file, width=1200, **options):
        pages.append(browser.new_page(viewport={"width": width, "height": 900}, **options))
        pages[-1].on("dialog", lambda dialog: pytest.fail("a student's script ran"))
        pages[-1].goto(f"file://{out / file}")
        return pages[-1]

    yield show
    for one in pages:
        one.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("file", PAGES)
def test_pages_fit_a_phone_and_a_judge_process_without_sideways_scrolling(with_all_pages, show, file, width):
    shown = show(file, width)
    assert shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("file", PAGES)
def test_axe_finds_no_violation(with_all_pages, show, file, scheme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe-playwright-python (nnhw[test])"
    )
    results = axe.Axe().run(show(file, color_scheme=scheme))
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.browser
def test_the_table_sorts_by_keyboard_and_says_so(show):
    shown = show("report.html")
    shown.get_by_role("button", name="Total").focus()
    shown.keyboard.press("Enter")
    totals = [
        float(cell)
        for cell in shown.eval_on_selector_all(
            "#students td.number:nth-of-type(2)", "cells => cells.map(c => c.textContent || -1)"
        )
    ]
    assert totals == sorted(totals) and shown.locator('th[aria-sort="ascending"]').inner_text().startswith("Total")


@pytest.mark.browser
def test_names_can_be_hidden_and_shown_again(show):
    shown = show("report.html")
    shown.get_by_role("button", name="Hide names").click()
    assert "ada" not in shown.locator("main").inner_text() and not shown.locator("#students a[href]").count()
    shown.get_by_role("button", name="Hide names").click()
    assert "ada" in shown.locator("#students").inner_text() and shown.locator("#students a[href]").count() == 4 * 13


@pytest.mark.browser
def test_the_script_makes_the_same_rows_as_the_template(show):
    shown = show("report.html")
    rows = "[...document.querySelectorAll('#students tbody tr')].map(row => row.outerHTML.replace(/>\\s+</g, '><'))"
    before = shown.evaluate(rows)
    shown.get_by_label("Find").fill("no such student")
    shown.get_by_label("Find").fill("")
    assert shown.evaluate(rows) == before


@pytest.mark.browser
def test_finding_a_student_hides_the_others(show):
    shown = show("report.html")
    shown.get_by_label("Find").fill("ada")
    assert shown.locator("#students tbody tr:visible").count() == 1
