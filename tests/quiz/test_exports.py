"""Check the exports of the quiz to Canvas, Moodle and paper."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from fractions import Fraction

import pytest

from autograder.course import Course
from autograder.questions.quiz_bank import BankError
from autograder.quiz import QuizError, export
from autograder.quiz.bank import exportable, read_bank
from autograder.quiz.canvas import canvas_zip
from autograder.quiz.moodle import moodle_xml
from autograder.quiz.paper import evaluate, key_sheet, sheets

BANK = read_bank("participation")
NAMES = {"single": "multiple_choice_question", "number": "numerical_question",
         "text": "short_answer_question", "symbolic": "short_answer_question"}  # fmt: skip


@pytest.fixture(scope="module")
def qti():
    """Return the metadata of each QTI item of the Canvas package, as one string."""
    with zipfile.ZipFile(io.BytesIO(canvas_zip(BANK))) as package:
        trees = [ET.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")]
    return [item for tree in trees for item in tree.iter() if item.tag.endswith("}item")]


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("name,email\nAda,ada@x.edu\nBob,bob@x.edu\nAda,ada2@x.edu\n")
    return path


def test_canvas_gets_every_question_in_its_kind(qti):
    kinds = [next(f.text for f in item.iter() if f.text in NAMES.values()) for item in qti]
    assert kinds == [NAMES[exportable(item).kind] for item in BANK.items]


def _pays(condition):
    return any(e.tag.endswith("setvar") and e.text == "100" for e in condition.iter())


def test_canvas_knows_the_right_option(qti):
    for item, source in zip(qti, BANK.items):
        if source.kind == "single":
            paid = next(c for c in item.iter() if c.tag.endswith("respcondition") and _pays(c))
            right = next(e.text for e in paid.iter() if e.tag.endswith("varequal"))
            labels = [e.get("ident") for e in item.iter() if e.tag.endswith("response_label")]
            assert source.options[labels.index(right)].right


def test_the_manifest_names_what_is_in_the_package():
    with zipfile.ZipFile(io.BytesIO(canvas_zip(BANK))) as package:
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        named = {element.get("href") for element in manifest.iter() if element.tag.endswith("}file")}
        files = {name for name in package.namelist() if not name.endswith("/")}
        assert named == files - {"imsmanifest.xml"}


def test_every_prompt_stands_alone():
    """Other systems and paper shuffle the questions."""
    told = re.compile(r"(last|previous|next) question|question (above|before|below)|that activation")
    assert [item.id for item in BANK.items if told.search(item.prompt)] == []


def test_options_that_a_prompt_names_by_letter_are_in_groups():
    named = [item for item in BANK.items if re.search(r"of [a-h] to [a-h]", item.prompt)]
    assert named and all("".join(item.groups) == "".join(o.letter for o in item.options) for item in named)


def test_moodle_does_not_shuffle_options_named_by_letter():
    for question, item in zip(ET.fromstring(moodle_xml(BANK)).findall("question[name]"), BANK.items, strict=True):
        if item.options and item.kind == "single":
            assert question.findtext("shuffleanswers") == ("false" if item.groups else "true"), item.id


def test_moodle_gets_every_question_and_its_shares_are_all_or_nothing():
    found = [q for q in ET.fromstring(moodle_xml(BANK)) if q.get("type") != "category"]
    assert [q.find("name/text").text.split(" ")[0] for q in found] == [item.id for item in BANK.items]
    for question in found:
        shares = [float(a.get("fraction")) for a in question.findall("answer")]
        assert max(shares) == 100 and {*shares} <= {0, 100}


def test_every_moodle_answer_has_feedback():
    for answer in ET.fromstring(moodle_xml(BANK)).iter("answer"):
        assert answer.findtext("feedback/text").strip()


@pytest.mark.slow
def test_papers_differ_in_order_and_numbers_and_come_again_alike(roster):
    papers = sheets(BANK, "key", roster).papers
    assert len({tuple(item.id for item in paper.items) for paper in papers}) == 3
    assert len({tuple(i.prompt for i in paper.items if i.id.startswith("n")) for paper in papers}) == 3
    assert sheets(BANK, "key", roster).page == sheets(BANK, "key", roster).page
    assert sheets(BANK, "other", roster).page != sheets(BANK, "key", roster).page


def test_groups_of_options_stay_apart_on_paper(roster):
    for paper in sheets(BANK, "key", roster).papers:
        for item in (item for item in paper.items if item.groups):
            source = {option.text: option.letter for one in BANK.items if one.id == item.id for option in one.options}
            order = "".join(source[option.text] for option in item.options)
            assert [sorted(order[:4]), sorted(order[4:])] == [list(group) for group in item.groups]


def test_what_paper_asks_in_numbers_is_not_asked_twice(roster):
    for paper in sheets(BANK, "key", roster).papers:
        ids = {item.id for item in paper.items}
        assert {"n1", "n2"} <= ids and not {"p10", "p11"} & ids


def test_the_key_is_right_after_shuffling(roster):
    for paper in sheets(BANK, "key", roster).papers:
        for item, answer in zip(paper.items, paper.answers):
            if item.options:
                source = next(one for one in BANK.items if one.id == item.id)
                right = {option.text for option in source.options if option.right}
                assert {o.text for o in item.options if o.letter in answer.split(", ")} == right


def test_numbers_on_paper_are_worked_out(roster):
    for paper in sheets(BANK, "key", roster).papers:
        item = next(i for i in paper.items if i.id == "n4")
        p, t = (float(re.search(pattern, item.prompt)[1]) for pattern in (r"\\hat{y} = (-?\d+)", r"t = (-?\d+)"))
        assert float(item.answers[0]) == 2 * (p - t)


def test_the_paper_shows_no_answer():
    page = sheets(BANK, "key", None).page
    assert not any(option.explanation in page for item in BANK.items for option in item.options)
    assert BANK.items[0].answers[0] not in page.split("<ol>")[1].split("</li>")[0].lower()


def test_every_student_has_a_row_on_the_key_sheet(roster):
    found = key_sheet(BANK, sheets(BANK, "key", roster))
    assert all(word in found for word in ("ada@x.edu", "ada2@x.edu", "bob@x.edu"))


def test_numbers_are_exact():
    assert evaluate("w - r * g", {"w": 1, "r": 0.1, "g": 3}) == Fraction(7, 10)


@pytest.mark.parametrize("expression", ["__import__('os')", "w ** 9", "x", "[1]"])
def test_nothing_but_arithmetic_is_evaluated(expression):
    with pytest.raises(QuizError):
        evaluate(expression, {"w": 1})


def test_a_roster_goes_with_print_alone(tmp_path, roster):
    with pytest.raises(QuizError, match="--to print"):
        export("participation", "canvas", Course(), tmp_path, roster)


def test_what_is_no_quiz_is_refused(tmp_path):
    with pytest.raises(BankError, match="not a quiz"):
        export("chain_rule", "canvas", Course(), tmp_path)
