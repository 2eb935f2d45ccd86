"""`python NAME.py` prints a sentence for anything that keeps it from running, and accepts each word of its help."""

from __future__ import annotations

import ast
import os
import re
import signal
import subprocess
import sys
from itertools import pairwise

import pytest

from autograder import questions
from autograder.content.build_folder import _write
from autograder.content.script import stub
from autograder.content.sources import document
from autograder.content.student_document import solved_document
from autograder.course import Course

from .half_written import half_written
from .sweep import spliced

# Python 3.8 as far as a program can ask for its version.
AS_OLD_PYTHON = """
import sys, types
old = types.ModuleType("sys")
vars(old).update(vars(sys))
old.version_info = (3, 8, 10, "final", 0)
sys.modules["sys"] = old
exec(compile(open(sys.argv[1], encoding="utf-8").read(), sys.argv[1], "exec"), {"__name__": "__main__"})
"""
OLD = "This homework needs Python 3.10 or newer; this is Python 3.8.\n"


@pytest.fixture
def folder(tmp_path, student_files):
    _write(tmp_path, student_files("chain_rule"))
    return tmp_path


def run(folder, *words, **environment):
    environment = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def solved(name: str) -> str:
    return stub(solved_document(document(name), Course().assignment(name)))


@pytest.mark.slow
@pytest.mark.parametrize("file", ["public_checks.py", "NAME.py"])
@pytest.mark.parametrize("name", questions.names())
def test_an_old_python_can_parse_the_file_and_says_which_one_is_needed(name, file, tmp_path, student_files):
    _write(tmp_path, student_files(name))
    file = file.replace("NAME", name)
    ast.parse((tmp_path / file).read_text(encoding="utf-8"), feature_version=(3, 8))
    assert run(tmp_path, "-c", AS_OLD_PYTHON, file).stderr == OLD


def test_without_numpy_the_file_says_what_to_type(folder):
    (folder / "numpy.py").write_text("raise ImportError\n")
    done = run(folder, "chain_rule.py")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "NumPy is not installed. Type  pip install numpy  and run this file again.\n"


@pytest.mark.slow
def test_a_tab_among_spaces_is_named_with_its_line(folder):
    text = spliced("chain_rule", "gradient_step", "def gradient_step(w, gradient, rate):\n    a = 1\n\treturn a")
    (folder / "chain_rule.py").write_text(text, encoding="utf-8")
    line = text.splitlines().index("\treturn a") + 1
    done = run(folder, "public_checks.py")
    assert done.stdout.startswith(f"Line {line} of chain_rule.py mixes tabs and spaces,"), done.stdout
    assert "convert tabs to spaces" in " ".join(done.stdout.split())
    assert done.stderr == ""


@pytest.mark.slow
def test_a_file_in_a_windows_encoding_is_checked_and_said_to_be_one(folder):
    text = solved("chain_rule").replace("∂", "d").replace("# Part 1", "# Part 1, très bien", 1)
    (folder / "chain_rule.py").write_bytes(text.encode("cp1252", "replace"))
    done = run(folder, "public_checks.py")
    assert done.stdout.startswith("chain_rule.py is saved in a Windows encoding, and Python expects UTF-8:")
    assert "6 of 8 pass, 2 can only be checked for readability." in done.stdout
    assert done.stderr == ""


@pytest.mark.slow
def test_what_is_no_python_is_named_with_its_line(folder):
    text = spliced("chain_rule", "gradient_step", "def gradient_step(w, gradient, rate:\n    return 1")
    (folder / "chain_rule.py").write_text(text, encoding="utf-8")
    done = run(folder, "public_checks.py")
    assert done.stdout.startswith("Python cannot start chain_rule.py: ")
    assert f"line {text.splitlines().index('def gradient_step(w, gradient, rate:') + 1}" in " ".join(
        done.stdout.split()
    )


@pytest.mark.slow
def test_it_claims_no_more_than_it_has_checked(folder):
    (folder / "chain_rule.py").write_text(solved("chain_rule"), encoding="utf-8")
    lines = run(folder, "chain_rule.py").stdout.splitlines()
    assert "6 of 8 pass, 2 can only be checked for readability." in lines
    assert [line.split()[1] for line in lines if line.startswith("  q")].count("readable") == 2


@pytest.mark.slow
def test_of_a_quiz_it_claims_that_it_can_be_read_and_nothing_else(tmp_path, student_files):
    _write(tmp_path, student_files("participation"))
    (tmp_path / "participation.py").write_text(solved("participation"), encoding="utf-8")
    told = run(tmp_path, "participation.py").stdout
    sentence = "17 of 17 answers can be read; these checks do not tell you whether they are correct."
    assert f"{sentence} Look up what you are not sure of." in " ".join(told.split())
    assert told.endswith("\nWhen you are done, hand in participation.py.\n")
    assert not re.search(r"\bpass|hidden tests|\bok\b", told)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "unwritten"), [
    ("chain_rule", "q1, q2, q3, q4, q5, q6, q7, q8"),
    ("initialization", "q1, q2, q3, q4, q5, q6, q7, q8 (in words)"),
])  # fmt: skip
def test_it_ends_its_list_with_what_is_unwritten(name, unwritten, tmp_path, student_files):
    _write(tmp_path, student_files(name))
    assert f"Still to write: {unwritten}." in " ".join(run(tmp_path, f"{name}.py").stdout.split())


@pytest.mark.slow
def test_of_solved_work_nothing_is_left_to_write_but_words(tmp_path, student_files):
    _write(tmp_path, student_files("forward_backward"))
    text = solved("forward_backward")
    (tmp_path / "forward_backward.py").write_text(text, encoding="utf-8")
    done = " ".join(run(tmp_path, "forward_backward.py").stdout.split())
    assert "Still to write: q12 (in words)." in done and "When you are done" not in done
    assert done.endswith("Write q12 (in words); then hand in forward_backward.py.")
    (tmp_path / "forward_backward.py").write_text(text.replace('= """\n\n"""', '= """Words."""'), encoding="utf-8")
    assert "Still to write" not in run(tmp_path, "forward_backward.py").stdout


@pytest.mark.slow
def test_the_first_experiment_of_a_file_asks_for_a_prediction_in_the_file(tmp_path, student_files):
    _write(tmp_path, student_files("participation"))
    done = run(tmp_path, "participation.py", "experiments").stdout
    number = int(re.search(r"^Type your prediction above line (\d+) first", done, re.MULTILINE)[1])
    lines = (tmp_path / "participation.py").read_text(encoding="utf-8").splitlines()
    assert "reconcile(" in lines[number - 1]
    text = "\n".join(lines).replace("prediction = ...", "prediction = 2", 1)
    (tmp_path / "participation.py").write_text(text, encoding="utf-8")
    assert "you predicted: 2\n" in run(tmp_path, "participation.py", "experiments").stdout


def wide(text: str, columns: int) -> list[str]:
    """Return the lines of more columns, save for those that are copied whole."""
    return [
        line for line in text.splitlines() if len(line) > columns and not line.startswith(("    called as", "      "))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", questions.names())
def test_no_line_of_prose_is_wider_than_the_terminal(name, tmp_path, student_files):
    _write(tmp_path, student_files(name))
    assert wide(run(tmp_path, f"{name}.py").stdout, 80) == []
    assert wide(run(tmp_path, f"{name}.py", COLUMNS="60").stdout, 60) == []


@pytest.mark.slow
@pytest.mark.parametrize("words", ["--help", "q9", "hint", "hint q9", "hint q1", "q1 q2"])
def test_no_answer_to_a_command_is_wider_than_the_terminal(words, folder):
    code = half_written("raises an exception", "local_partials")
    (folder / "chain_rule.py").write_text(spliced("chain_rule", "local_partials", code), encoding="utf-8")
    done = run(folder, "chain_rule.py", *words.split())
    assert done.stdout and wide(done.stdout, 80) == [] and done.stderr == ""


@pytest.mark.slow
@pytest.mark.parametrize("name", ["chain_rule", "forward_backward"])
def test_an_encoding_without_greek_stops_no_experiment(name, tmp_path, student_files):
    _write(tmp_path, student_files(name))
    text = solved(name).replace("prediction = ...", "prediction = 1")
    (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    words = f"{name}.py", "experiments"
    ascii, utf8 = (run(tmp_path, *words, PYTHONIOENCODING=encoding) for encoding in ("ascii", "utf-8"))
    assert ascii.stderr == utf8.stderr == "" and re.search("[λ∂]", utf8.stdout)
    assert ascii.stdout == utf8.stdout.encode("ascii", "replace").decode()


@pytest.mark.slow
def test_files_beside_the_file_are_read_from_any_folder(tmp_path, student_files):
    _write(tmp_path / "trainability", student_files("trainability"))
    done = run(tmp_path, os.path.join("trainability", "trainability.py"))
    assert "0 of 4 questions pass" in done.stdout and done.stderr == ""
    assert done.stdout.endswith(f"      python {os.path.join('trainability', 'trainability.py')}\n")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="closes a pipe")
@pytest.mark.parametrize("words", [[], ["experiments"]])
def test_a_reader_that_goes_away_is_no_error(words, folder):
    (folder / "chain_rule.py").write_text(solved("chain_rule"), encoding="utf-8")
    command = [sys.executable, "-u", "chain_rule.py", *words]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""


@pytest.mark.slow
@pytest.mark.parametrize("word", ["q6", "Q6", "6", "q6_squared_loss", "squared_loss", "squared_loss_gradient"])
def test_a_question_goes_by_its_number_and_by_its_functions(word, folder):
    assert run(folder, "chain_rule.py", word).stdout.startswith("q6_squared_loss: ")


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="sends a signal")
def test_ctrl_c_says_which_line_it_stopped_and_what_was_judged_stays(folder):
    code = "def total_derivatives(*a):\n    print('here', flush=True)\n    while True:\n        pass"
    text = spliced("chain_rule", "total_derivatives", code)
    (folder / "chain_rule.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "chain_rule.py"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        before = []
        for line in process.stdout:
            before.append(line.split()[0])
            if line == "here\n":
                break
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate()
    assert before == ["q1_structure", "q2_local_partials", "here"]
    loop = text.splitlines().index("    while True:") + 1
    assert re.fullmatch(rf"Stopped inside total_derivatives, line ({loop - 1}|{loop}|{loop + 1})\.\n", rest)
    assert (process.returncode, errors) == (130, "")


@pytest.mark.slow
def test_help_names_every_command(folder):
    told = run(folder, "chain_rule.py", "--help").stdout
    assert [line for line in told.splitlines() if not line.startswith(" ")] == [
        "python chain_rule.py", "python chain_rule.py q1", "python chain_rule.py hint q1",
        "python chain_rule.py experiments", "python chain_rule.py --help",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_quiz_has_no_hints_and_offers_none(tmp_path, student_files):
    _write(tmp_path, student_files("participation"))
    head = (tmp_path / "participation.py").read_text(encoding="utf-8").partition("import sys")[0]
    assert "hint" not in run(tmp_path, "participation.py", "--help").stdout + head


@pytest.mark.slow
def test_hints_come_one_at_a_time(folder):
    first, second = (run(folder, "chain_rule.py", "hint", *words).stdout for words in (("q7",), ("q7", "2")))
    assert first.startswith("Hint 1 of 2 for q7_gradient_step: ")
    assert first.endswith("Next hint:  python chain_rule.py hint q7 2\n")
    assert second.startswith("Hint 2 of 2 for q7_gradient_step: ") and "Next hint" not in second


@pytest.mark.slow
def test_a_hint_that_is_not_there_is_said_to_be_none(folder):
    assert run(folder, "chain_rule.py", "hint", "q7", "3").stdout == "q7_gradient_step has 2 hints.\n"
    assert "There is no question" in run(folder, "chain_rule.py", "hint", "q99").stdout


@pytest.mark.slow
def test_a_name_with_a_space_is_quoted_where_it_is_to_be_typed(folder):
    (folder / "my work (1).py").write_bytes((folder / "chain_rule.py").read_bytes())
    told = run(folder, "my work (1).py").stdout
    assert told.endswith('\n      python "my work (1).py"\n')


@pytest.mark.slow
def test_a_function_that_raises_does_not_keep_the_others_from_being_judged(folder):
    text = spliced("chain_rule", "squared_loss", half_written("raises an exception", "squared_loss"))
    (folder / "chain_rule.py").write_text(text, encoding="utf-8")
    told = run(folder, "chain_rule.py").stdout
    assert re.search(r"q6_squared_loss +not yet", told) and re.search(r"q8_vector_derivatives +ok", told)


@pytest.fixture
def quiz(tmp_path, student_files):
    _write(tmp_path, student_files("participation"))

    def answered(answers: dict[str, str], *words: str) -> str:
        text = (tmp_path / "participation.py").read_text(encoding="utf-8")
        for name, answer in answers.items():
            text = text.replace(f"\n{name} = ...", f"\n{name} = {answer}")
        (tmp_path / "mine.py").write_text(text, encoding="utf-8")
        return " ".join(run(tmp_path, "mine.py", *words).stdout.split())

    return answered


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("p2 = b", 'p2 = "b"'),
        ("p17 = {a, d}", 'p17 = {"a", "d"}'),
        ('p17 = ["a", d]', 'p17 = ["a", "d"]'),
        ("p10 = 5*(x + w)", 'p10 = "5*(x + w)"'),
        ("p10 = 5x", 'p10 = "5x"'),
        ("p1 = the chain rule", 'p1 = "the chain rule"'),
        ("p2 = “b”", 'The curly quote “ comes from pasted text. Type "'),
        ('p2 = "b”', 'The curly quote ” comes from pasted text. Type "'),
        ("p3 = −1", "The sign − comes from pasted text. Type -"),
        ("p3 = 2×3", "The sign × comes from pasted text. Type *"),
        ("p3 =\u00a01", "A space of another kind comes from pasted text. Type a space"),
    ],
)
def test_an_answer_without_quotes_or_with_pasted_signs_is_told_what_to_type_and_where(
    tmp_path, student_files, line, shown
):
    _write(tmp_path, student_files("participation"))
    text = (tmp_path / "participation.py").read_text(encoding="utf-8")
    text = text.replace(f"\n{line.split()[0]} = ...", f"\n{line}")
    (tmp_path / "mine.py").write_text(text, encoding="utf-8")
    number = text.split("\n").index(line) + 1
    done = run(tmp_path, "public_checks.py", "mine.py")
    said = " ".join(done.stdout.split())
    assert shown in said and f"line {number}: " in said and done.stderr == ""
    if "NameError" in said:
        assert run(tmp_path, "mine.py").stdout == done.stdout and run(tmp_path, "mine.py").stderr == ""


@pytest.mark.slow
def test_letters_without_quotes_are_said_to_need_them(quiz):
    assert 'Letters, words and formulas go in quotes: p2 = "b"' in quiz({"p2": "b"})
    assert 'p9 is not answered yet. Letters go in quotes: p9 = {"a", "d"} (or set() for none).' in quiz({}, "p9")
    assert 'p2 is not answered yet. Letters go in quotes: p2 = "a".' in quiz({}, "p2")


@pytest.mark.parametrize(
    ("name", "answer", "read"),
    [
        ("p2", '"b" and "d"', "d"),
        ("p2", '" (C) "', "c"),
        ("p17", '["h", "A"]', "a, h"),
        ("p17", "set()", "none applies"),
    ],
)
def test_a_readable_answer_is_shown_as_it_is_read(quiz, name, answer, read):
    assert f"{name}: we can read your answer ({read});" in quiz({name: answer}, name)


@pytest.mark.parametrize("name", questions.names())
def test_no_two_experiments_have_the_same_label(name, student_files):
    labels = re.findall(r"== .* ==", student_files(name)[f"{name}.py"].decode())
    assert labels and len(set(labels)) == len(labels)


@pytest.mark.slow
def test_each_experiment_is_printed_under_its_question(folder):
    (folder / "chain_rule.py").write_text(solved("chain_rule"), encoding="utf-8")
    lines = run(folder, "chain_rule.py", "experiments").stdout.splitlines()
    labels = [line for line in lines if line.startswith("== ")]
    assert labels[:3] == ["== q2 ==", "== q3 (1 of 2) ==", "== q3 (2 of 2) =="] and "== q8 ==" in labels
    assert all(after and not after.startswith("== ") for before, after in pairwise(lines) if before in labels)
