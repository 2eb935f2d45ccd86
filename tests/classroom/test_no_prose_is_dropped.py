"""Check that text outside all questions is shown at the end of the student's and the graders' pages."""

import json

from autograder.classroom.hand_grading import written
from autograder.classroom.pages.feedback import prose_of_no_question
from tests.intake.solved_notebook import NAME, solved

PROSE = "While I did this homework I found that a sigmoid <script>alert(1)</script> forgets what deep layers told it."


def test_it_is_on_the_students_page_and_on_the_graders(run, tmp_path):
    book = solved()
    at = next(i for i, cell in enumerate(book["cells"]) if cell["id"] == "q4_forward-prompt")
    book["cells"].insert(at, {"cell_type": "markdown", "source": PROSE, "metadata": {}})
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / f"{NAME}.ipynb").write_text(json.dumps(book))
    graded = run(tmp_path / "ada")
    page = next((graded.folder / "results").glob("*/feedback.html")).read_text(encoding="utf-8")
    assert "forgets what deep layers told it" in page and "<script>alert" not in page
    assert page.index("forgets what deep layers") > page.index("q11_relu")
    written(graded.folder)
    sheet = (graded.folder / "written" / "q12_dead_zones.html").read_text(encoding="utf-8")
    assert "Text outside the questions" in sheet and "<script>alert" not in sheet
    assert sheet.index("hands it on whole") < sheet.index("forgets what deep layers told it")


def test_only_a_picture_that_intake_made_is_shown():
    good, bad = "data:image/jpeg;base64,AAAA", "https://example.org/a.png"
    assert prose_of_no_question({"unattributed pictures": f"{good}\n{bad}"}) == ("", [good])
    assert prose_of_no_question({}) == ("", [])
