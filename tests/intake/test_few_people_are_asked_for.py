"""On a realistic class at most one question in twenty students is flagged: no wrong answer, no stub, no scratch code."""

import json
import random

import pytest

from autograder import questions
from autograder.intake import read_submission
from autograder.judge.judge import Judge
from autograder.paths import ASSIGNMENTS
from autograder.sandbox import ForkServer
from tests.intake.solved_notebook import NAME, answer_cells, solved

STUDENTS = 30
NOTES = [
    "# Notes\n\nask about q3",
    "I do not get this.",
    "Try $\\sigma(0) = 1/2$ first.",
    "TODO",
    "sigmoid(0) must be 0.5, see the slides",
    "def = definition, sorry",
    "| a | sigmoid |\n| --- | --- |\n| 0 | 0.5 |",
    "```\nsigmoid(0)\n```",
]
SCRATCH = [
    "sigmoid(0.5)",
    "x = np.linspace(-3, 3)\ny = sigmoid(x)",
    "# sigmoid(0) is wrong?",
    "for a in (0, 1):\n    print(relu(a))",
    "forward",
    "1 / 0",
    "def helper(z):\n    return sigmoid(z) * 2",
    "assert abs(sigmoid(0) - 0.5) < 1e-9",
    "# def helper(z): return z",
    "import time\ntime.time()",
    "x = ",
    "test = sigmoid",
]
WRONG = [
    lambda text: text.replace("return ", "return 2 * ", 1),
    lambda text: text.replace("return ", "return None\n    return ", 1),
    lambda text: text.replace("np.exp", "np.expp"),
    lambda text: text.replace("def ", "def try_", 1),  # a trial; `my_` would be an answer under another name
    lambda text: f"{text[: text.index('return')]}slope = ",
    lambda text: f"{text[: text.index('return')]}return np.array(",
    lambda text: text.replace("return ", "result = ", 1),
]
# Whole, but for a slip of the pen: Jupyter shows it in red, so hardly anybody hands it in. A person is asked.
UNREADABLE = [
    lambda text: text.replace(":", "", 1),
    lambda text: text.replace("return ", "retrun ", 1),
]
HASTY = 11  # the student who hands such an answer in


def student(number):
    """A notebook: finished, unfinished or blank; with slips, notes of one's own and scratch cells."""
    chance = random.Random(number)
    given = {
        cell["id"]: cell for cell in json.loads((ASSIGNMENTS / NAME / f"{NAME}.ipynb").read_text("utf-8"))["cells"]
    }
    book = solved()
    cells = answer_cells(book)
    done = chance.choice([0, 3, 7, len(cells), len(cells), len(cells)])
    for i, cell in enumerate(cells):
        if i >= done:
            cell["source"] = "".join(given[cell["id"]]["source"])
        elif chance.random() < 0.2:
            cell["source"] = chance.choice(WRONG)(cell["source"])
    if number == HASTY:
        cells[1]["source"] = chance.choice(UNREADABLE)(cells[1]["source"])
    for cell in book["cells"]:
        if "q12_dead_zones" in cell["metadata"].get("tags", ()) and (done < len(cells) or chance.random() < 0.2):
            cell["source"] = "".join(given[cell["id"]]["source"])
    for _ in range(chance.randrange(5)):
        kind, texts = chance.choice([("markdown", NOTES), ("code", SCRATCH), ("code", SCRATCH)])
        at = chance.randrange(3, len(book["cells"]))
        book["cells"].insert(at, {"cell_type": kind, "source": chance.choice(texts), "metadata": {}})
    return json.dumps(book).encode()


@pytest.fixture(scope="module")
def records():
    with ForkServer(slot=63) as server:
        judge = Judge(questions.find(NAME), "tests", server)
        return [judge.judge(read_submission(student(number), NAME, "x.ipynb")) for number in range(STUDENTS)]


def test_at_most_one_student_in_twenty_is_flagged(records):
    lost = [(i, q) for i, record in enumerate(records) for q in record.questions if q.needs_review]
    flagged = [(i, q.id, q.note) for i, q in lost if "Pending review" not in q.note]  # that is carried credit's
    assert len({i for i, _, _ in flagged}) <= STUDENTS / 20, flagged


def test_an_answer_that_python_cannot_read_is_flagged(records):
    """Its code was skipped, and a definition of its name is in there."""
    assert any(one.needs_review and "which Python cannot read" in one.note for one in records[HASTY].questions)


def test_the_class_is_a_mixed_one(records):
    totals = [record.total for record in records]
    assert min(totals) == 0 and max(totals) == 42 and len(set(totals)) > 10
