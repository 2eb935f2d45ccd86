"""The example in questions/README.md, copied as it stands, is built, proven and graded; planted faults are refused."""

import re

import pytest

from autograder import course, paths, questions
from autograder.content.build_folder import student_files
from autograder.content.percent_source import ContentError
from autograder.content.sources import document
from autograder.judge.cases import question_cases
from autograder.judge.judge import Judge
from autograder.questions.typed import choice_question
from autograder.selftest.checks_run import untrue

GUIDE = (paths.QUESTIONS / "README.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```(?:python|yaml)\n# (\S+)\n(.*?)```", GUIDE, re.DOTALL))


@pytest.fixture
def example(course_in, monkeypatch):
    """A course with the guide's example; `edit(file, old, new)` plants a fault."""
    folder = course_in()
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setenv("NNHW_COURSE", str(folder))

    def edit(name, old, new):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    yield edit
    monkeypatch.undo()
    questions.names()


def built():
    return student_files(document("slopes"), course.load())


@pytest.mark.slow
def test_the_example_is_built(example):
    files = built()
    stub = files["slopes.py"].decode()
    assert "Points: 8" in stub and "q4_why` is graded by a person" in stub and "2*x*(w*x + b)" not in stub


@pytest.mark.slow
def test_the_example_is_graded(example, tmp_path):
    from autograder.content.notebook import notebook, to_text
    from autograder.content.student_document import solved_document
    from autograder.intake import read_submission
    from autograder.intake.handout import Handout
    from autograder.sandbox import ForkServer

    assignment = course.load().assignment("slopes")
    solved = to_text(notebook(solved_document(document("slopes"), assignment))).encode()
    with ForkServer() as server:
        result = Judge(assignment, "a key", server).judge(
            read_submission(solved, assignment, "slopes.ipynb", Handout("slopes"))
        )
    assert {q.id: q.points for q in result.questions} == {
        "q1_slope": 3, "q2_formula": 2, "q3_where": 1, "q4_why": None,
    }  # fmt: skip


@pytest.mark.slow
def test_the_quiz_of_the_example_is_built_and_exported(example, nnhw, tmp_path):
    stub = student_files(document("warmup"), course.load())["warmup.py"].decode()
    assert "p2 (1 point)" in stub and "0.8" not in stub
    folder = paths.course_folder()
    assert nnhw("quiz", "warmup", "--to", "moodle", "--course", folder, cwd=tmp_path)[0] == 0
    assert (folder / "dist" / "warmup-moodle.xml").is_file()


def test_a_fault_in_a_bank_is_a_sentence_with_its_line(example, nnhw, tmp_path):
    example("solutions/warmup.yaml", "tolerance: 0.001\n    ", "")
    status, _, error = nnhw("build", "warmup", "--course", paths.course_folder(), cwd=tmp_path)
    assert status == 2 and "warmup.yaml, line 12: question p2: `tolerance` is missing" in error


@pytest.mark.slow
@pytest.mark.parametrize("name", ["slopes", "warmup"])
def test_the_example_is_proven(name, example, nnhw, tmp_path):
    status, said, _ = nnhw("check", name, "--course", paths.course_folder(), cwd=tmp_path)
    assert status == 0, said


def test_what_the_tables_list_exists():
    import autograder.checks.expectations as expectations
    from autograder.questions.domain import Argument, Domain

    names = set(re.findall(r"^\| `(\w+)\(", GUIDE, re.MULTILINE)) | set(re.findall(r", `(\w+)\(", GUIDE))
    assert len(names) >= 9 and all(hasattr(expectations, name) for name in names if name != "Argument")
    assert {"integers", "zero", "negative", "scale", "counts"} <= set(Argument.__dataclass_fields__)
    assert {"sizes", "public", "settle"} <= set(Domain.__dataclass_fields__)


@pytest.mark.sampled
@pytest.mark.parametrize(
    "old, new, word",
    [
        ("(3 points)", "(4 points)", "add up to 3"),
        ("{{points}}.", "{{points}} of 8 points.", "typed by hand"),
        ("{{points q1_slope.values}}", "{{points q1_slope.speed}}", "no part 'speed'"),
        ("q4_why (2", "q5_why (2", "no question 'q5_why'"),
        ("# Say in two", "# ![a curve](figures/curve.png)\n#\n# Say in two", "figures/curve.png"),
        ("# Say in two", "# <img alt='a curve' src=figures/curve.png>\n#\n# Say in two", "figures/curve.png"),
        ("# Say in two", "# ![a curve][c]\n#\n# [c]: figures/curve.png\n#\n# Say in two", "figures/curve.png"),
        ("# Say in two", "# ![a curve](<figures/a curve.png>)\n#\n# Say in two", "figures/a curve.png"),
        ("# BEGIN SOLUTION", "# begin", "SOLUTION"),
        ("- **1 point:** the step", "- **3 points:** the step", "rubric adds up to 4"),
        ("- **1 point:** the step", "- 1 point: the step", "'- 1 point: the step is zero.' in its rubric"),
        ("- **1 point:** the step is zero.", "- The step is zero (two points).", "in its rubric; write each item"),
        ("- **1 point:** the step", "1. **2 pts** the step", "in its rubric; write each item"),
        ("· Why it matters", "· Why it counts", "in its declaration"),
        ("(2 points, by hand)", "(2 points)", "is graded by hand; write (2 points, by hand)"),
        ("(2 points) · The same", "(2 points, by hand) · The same", "is not graded by hand"),
        ("# Write `slope(w, x)`,", "# With `return 2 * w * x**2`, write `slope(w, x)`,", "q1_slope"),
        ("in the symbols w,", "(it is `2*x*(w*x + b)`) in the symbols w,", "q2_formula"),
        ("in the symbols w,", "($2x(b + x w)$) in the symbols w,", "q2_formula"),
        ("in the symbols w,", "(`d = x * 2 * (x*w + b)`) in the symbols w,", "q2_formula"),
        ("# Write `slope(w, x)`,", "# Write (return 2 * w * x**2) `slope(w, x)`,", "q1_slope"),
        ("# Say in two", "# It does not move: the step is the learning rate times zero. Say in two", "q4_why"),
    ],
)
def test_a_planted_fault_is_refused(example, old, new, word):
    example("solutions/slopes.py", old, new)
    with pytest.raises(ContentError, match=re.escape(word)):
        built()


@pytest.mark.parametrize(
    "owns, word",
    [
        ("{'slope': lambda w, x: 2 * w * x}", "not the truth of the cases: part values finds it wrong"),
        ("{'slope': lambda w: 2 * w}", "not the truth of the cases: part values finds it error"),
        ("{'slope': 3}", "is not a function"),
        ("{}", "`owns` does not map it"),
        ("{'slope': slope, 'slip': slope}", "no case of the question asks for it"),
    ],
)
def test_a_stand_in_that_is_not_the_truth_is_refused(example, owns, word):
    example("questions/slopes.py", '{"slope": slope}', owns)
    assignment = questions.find("slopes")
    (refusal,) = untrue(question_cases(assignment, assignment.question("q1_slope"), "a key"))
    assert word in str(refusal)


@pytest.mark.slow
def test_the_check_refuses_a_stand_in_that_is_not_the_truth(example):
    from autograder.selftest.checks_run import CheckTask, run

    example("questions/slopes.py", '{"slope": slope}', '{"slope": lambda w, x: 2 * w * x}')
    refusals = [
        r for outcome in run(CheckTask(course.load(), "slopes", "q1_slope", twice=True)) for r in outcome.refusals
    ]
    assert any("not the truth of the cases" in str(refusal) for refusal in refusals)


def test_a_picture_goes_along(example):
    example("solutions/slopes.py", "# Say in two", "# ![a curve](figures/curve.png)\n#\n# Say in two")
    picture = paths.course_folder() / "solutions" / "figures" / "curve.png"
    picture.parent.mkdir()
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert built()["figures/curve.png"] == picture.read_bytes()


@pytest.mark.slow
def test_a_new_assignment_of_the_starter_is_built(course_in, nnhw, monkeypatch):
    folder = course_in()
    assert nnhw("new", "regression", cwd=folder)[0] == 0
    monkeypatch.setenv("NNHW_COURSE", str(folder))
    assert "regression.py" in student_files(document("regression"), course.load())


def test_several_right_letters_are_a_set():
    made = choice_question("q1_all", "All", {"a", "c"}, {"a": "It is.", "b": "It is not.", "c": "It is."})
    assert made.owns == {"q1_all": {"a", "c"}} and {slip.id for slip in made.slips} == {
        "misses_a",
        "ticks_b",
        "misses_c",
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    "old, new, word",
    [
        ("import numpy as np", "import numpy as np\n\nfirst = 1 / 0", "line 7: ZeroDivisionError"),
        ("def slope(w, x):", "def slope(w, x:", "never closed"),
        ('Part("values", 3, _public, _hidden)', 'Part("values", 3, _publik, _hidden)', "_publik"),
        ("w, x = np.array", "w, z = np.array", "NameError: name 'x' is not defined, so the cases of q1_slope"),
        ("cases(DOMAIN, covering", "cases(DOMAIN, uncovering", "so the cases of q1_slope cannot be drawn"),
        (
            "    return vector(slope(w, x))",
            "    raise RuntimeError('boom')",
            "RuntimeError: boom, so the cases of q1_slope",
        ),
        ("ASSIGNMENT = ", "HOMEWORK = ", "must end with `ASSIGNMENT ="),
        ('    "slopes",', '    "slips",', "must end with `ASSIGNMENT ="),
    ],
)
def test_an_error_in_a_questions_module_is_a_sentence(example, nnhw, tmp_path, old, new, word):
    example("questions/slopes.py", old, new)
    status, _, error = nnhw("build", "slopes", "--course", paths.course_folder(), cwd=tmp_path)
    assert status == 2 and "slopes.py" in error and word in error and "Traceback" not in error
