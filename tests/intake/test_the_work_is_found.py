"""Which file is the work, which files go with it, and when a person has to look."""

import io
import time
import types
import zipfile

import pytest

from autograder.intake import Unreadable
from autograder.intake.choose_main_file import _is_answer
from autograder.intake.handout import SILENT
from autograder.intake.notebook import Cell
from tests.intake.conftest import CODE, PROMPT, STUB, TEMPLATE, code, given, notebook, prose

DONE = "def plain_sum(x):\n    return sum(x)"
DONE_STUB = STUB.replace(CODE[0], DONE)


def packed(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "."), data)
    return buffer.getvalue()


def folder(path, **files):
    for name, data in files.items():
        inside = path / name.replace("__", ".")
        inside.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_a_notebook_gives_its_code_cells(read):
    assert read(given(DONE)).cells == (DONE, CODE[1])


def test_a_stub_gives_its_text(read):
    found = read(DONE_STUB.encode(), "two_sums.py")
    assert (found.kind, found.cells, found.main) == ("script", (DONE_STUB,), "two_sums.py")


@pytest.mark.parametrize("name", ["two_sums (1).ipynb", "ada.ipynb", "Two Sums-Copy1.IPYNB", "名前.ipynb"])
def test_a_renamed_notebook_is_the_work(read, tmp_path, name):
    (tmp_path / name).write_bytes(given(DONE))
    assert read(tmp_path).main == name and read(tmp_path / name).cells[0] == DONE


def test_of_notebook_and_stub_the_one_that_differs_is_the_work(read):
    assert read(packed(two_sums__ipynb=given(), two_sums__py=DONE_STUB), "w.zip").kind == "script"
    assert read(packed(two_sums__ipynb=given(DONE), two_sums__py=STUB), "w.zip").kind == "notebook"


@pytest.mark.parametrize(
    "extra", ["print(plain_sum([1, 2]))", "import numpy as np\nx = np.zeros(3)", "# plain_sum = 3"]
)
def test_an_experiment_or_the_cell_of_another_hand_out_does_not_make_a_notebook_the_work(read, extra):
    old = notebook(code(extra), *(code(source) for source in CODE), prose(PROMPT), prose(TEMPLATE, "q3_words"))
    found = read(packed(two_sums__ipynb=old, two_sums__py=DONE_STUB), "w.zip")
    assert found.kind == "script" and not found.needs_review


@pytest.mark.parametrize(
    "answer", ["plain_sum = sum", "class plain_sum: ...", "if True:\n    def plain_sum(x): ...", "plain_sum[0] = 1"]
)
def test_an_answer_anywhere_makes_a_notebook_the_work(read, answer):
    filled = notebook(*(code(source) for source in CODE), code(answer))
    assert read(packed(two_sums__ipynb=filled, two_sums__py=STUB), "w.zip").kind == "notebook"


@pytest.mark.parametrize("text", ["\n" * 400_000, "x" * 400_000, "x " * 200_000, "x[" * 200_000])
def test_no_text_takes_long_to_be_asked_for_an_answer(text):
    start = time.process_time()
    assert not _is_answer(Cell("code", text), frozenset({"plain_sum"}))
    assert time.process_time() - start < 2


def test_if_both_differ_it_is_the_notebook_and_a_person_looks(read):
    found = read(packed(two_sums__ipynb=given(DONE), two_sums__py=DONE_STUB), "w.zip")
    assert found.kind == "notebook" and found.needs_review and "two_sums.py was filled in, too" in found.notes[0]


def test_if_neither_differs_it_is_the_notebook_and_nobody_looks(read):
    found = read(packed(two_sums__ipynb=given(), two_sums__py=STUB), "w.zip")
    assert found.kind == "notebook" and not found.needs_review


def test_a_filled_copy_beside_the_untouched_original_is_the_work(read):
    found = read(packed(**{"two_sums__ipynb": given(), "two_sums-Copy1__ipynb": given(DONE)}), "w.zip")
    assert found.main == "two_sums-Copy1.ipynb" and not found.needs_review


def test_a_damaged_notebook_beside_a_good_stub_leaves_the_stub_and_a_note(read):
    found = read(packed(two_sums__ipynb=given(DONE)[:-9], two_sums__py=DONE_STUB), "w.zip")
    assert found.kind == "script" and found.needs_review and "breaks off" in found.notes[0]


def test_running_the_notebook_does_not_count_as_a_change(read):
    executed = given().replace(b'"outputs": []', b'"outputs": [{"output_type": "stream", "text": "hi"}]')
    assert read(packed(two_sums__ipynb=executed, two_sums__py=DONE_STUB), "w.zip").kind == "script"


def test_own_modules_and_data_go_along_and_hand_out_folders_do_not(read):
    files = {"my_sums__py": "x = 1", "data__csv": "1,2", "checks/__init____py": "evil", "tests/q1__py": "evil"}
    files = {name.replace("____", "__.", 1) if "init" in name else name: data for name, data in files.items()}
    assert set(read(packed(two_sums__ipynb=given(DONE), **files), "w.zip").files) == {
        "my_sums.py",
        "data.csv",
        "figures.py",
    }


def test_the_hand_outs_modules_are_the_hand_outs_version(read):
    found = read(packed(two_sums__ipynb=given(DONE), figures__py="import os"), "w.zip")
    assert found.files["figures.py"] == SILENT


def test_figures_are_silent_whatever_is_asked_of_them():
    figures = types.ModuleType("figures")
    exec(SILENT, vars(figures))
    assert figures.draw_network(d=2).set_title("x") is not None and not hasattr(figures, "__path__")


def test_a_helper_module_is_not_mistaken_for_the_stub(read):
    helper = "def mean(x):\n    return 3\n"
    found = read(packed(two_sums__ipynb=given(DONE), helper__py=helper), "w.zip")
    assert found.kind == "notebook" and not found.needs_review and "helper.py" in found.files


def test_a_renamed_stub_beside_its_helper_is_the_work(read):
    assert read(packed(mine__py=DONE_STUB, helper__py="def f(): pass"), "w.zip").main == "mine.py"


@pytest.mark.parametrize("top", ["two_sums", "two_sums/two_sums", "Ada's work"])
def test_a_folder_around_everything_does_not_matter(read, top):
    found = read(packed(**{f"{top}/two_sums__ipynb": given(DONE), f"{top}/data/x__csv": "1"}), "w.zip")
    assert found.main == "two_sums.ipynb" and "data/x.csv" in found.files


def test_a_zip_in_a_folder_is_opened(read, tmp_path):
    assert read(folder(tmp_path, work__zip=packed(two_sums__ipynb=given(DONE)))).cells[0] == DONE


def test_a_zip_that_was_renamed_or_zipped_again_is_opened(read, tmp_path):
    archive = packed(two_sums__ipynb=given(DONE))
    assert read(folder(tmp_path, two_sums__ipynb=archive, data__npz=packed(x="1"))).cells[0] == DONE
    assert read(packed(inner__zip=archive), "outer.zip").cells[0] == DONE


def test_an_empty_zip_is_called_empty(read):
    with pytest.raises(Unreadable, match="What was handed in is empty"):
        read(packed(), "w.zip")


def test_neither_name_nor_outputs_change_the_hash(read, tmp_path):
    executed = given(DONE).replace(b'"outputs": []', b'"outputs": [1]')
    assert read(given(DONE), "a.ipynb").sha256 == read(executed, "b.ipynb").sha256 != read(given()).sha256


MUCH = "y = 1\n" * 90_000  # half a megabyte of code takes half a gigabyte to parse


@pytest.mark.parametrize(
    "work", [{"two_sums.py": (DONE_STUB + MUCH).encode()}, {"two_sums.ipynb": notebook(code(DONE + MUCH))}]
)
def test_more_code_than_can_be_parsed_in_a_container_is_refused(read, work):
    ((name, data),) = work.items()
    with pytest.raises(
        Unreadable, match=rf"{name} is too large: it holds 5\d\d kB of code, and at most 500 kB are read"
    ):
        read(data, name)


@pytest.mark.slow
def test_two_files_of_much_code_are_the_most_that_is_parsed(read, tmp_path):
    for number in range(4):
        (tmp_path / f"two_sums {number:02}.py").write_text(DONE_STUB + MUCH[:498_000])
    assert " ".join(read(tmp_path).notes).count("is too large") == 2


@pytest.mark.slow
@pytest.mark.parametrize(("name", "most"), [("data.csv", "12 MB in all"), ("more.py", "500 kB")])
def test_a_file_too_large_for_a_worker_is_left_out_and_named(read, tmp_path, name, most):
    (tmp_path / "two_sums.py").write_text(DONE_STUB)
    (tmp_path / "small.csv").write_bytes(b"1")
    (tmp_path / name).write_bytes(b"1\n" * 7_000_000)
    found = read(tmp_path)
    assert set(found.files) & {"small.csv", name} == {"small.csv"}
    assert found.notes == (f"{name} was left out, as it is too large: {most} are read beside the work.",)
    assert found.needs_review


@pytest.mark.parametrize("files", [{"notes__txt": b"x"}, {"a__docx": b"x", "b__pdf": b"y"}])
def test_without_notebook_and_script_there_is_a_sentence(read, tmp_path, files):
    with pytest.raises(Unreadable, match="no notebook and no .py file.*Hand in two_sums.ipynb"):
        read(folder(tmp_path, **files))


def test_a_notebook_of_another_assignment_is_named(read):
    other = notebook(code("def sigmoid(a): ...\ndef dy_dW0(x): ..."), prose("## q8_hidden_weights"))
    with pytest.raises(Unreadable, match="is the work for forward_backward, not for two_sums"):
        read(other)


def test_a_notebook_without_any_known_name_is_read(read):
    assert read(notebook(code("print(1)"))).cells == ("print(1)",)


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        ([prose(PROMPT), prose("Because.", "q3_words")], "Because."),
        ([prose(PROMPT), prose("Because.")], "Because."),
        ([prose("Because.", "q3_words")], "Because."),
        ([prose(PROMPT), prose(f"{TEMPLATE}\n\nBecause.", "q3_words")], "Because."),
        ([prose(PROMPT), prose(TEMPLATE, "q3_words"), prose("Because.")], "Because."),
        ([prose(f"{PROMPT}\n\nBecause.")], "Because."),
        ([prose(PROMPT), prose("One.", "q3_words"), prose("Two.")], "One.\n\nTwo."),
        ([prose(PROMPT), prose(TEMPLATE, "q3_words")], None),
        ([prose(PROMPT), prose("", "q3_words")], None),
        ([prose("## q2_mean"), prose("Not here.")], None),
        ([prose(PROMPT.partition("\n")[0]), prose(TEMPLATE, "q3_words"), prose("# What next")], None),
        ([prose(PROMPT), prose("Because.", "q3_words"), prose("# What next"), prose("A note.")], "Because."),
        ([prose(PROMPT), prose("# My view\n\nBecause.")], "# My view\n\nBecause."),
        ([code('q3_words = "Because."')], "Because."),
    ],
)  # fmt: skip
def test_written_answers_are_found_in_a_notebook(read, cells, answer):
    assert read(notebook(code(CODE[0]), *cells)).written.get("q3_words") == answer


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ('q3_words = """Because."""', "Because."), ("q3_words = 'Because.'", "Because."),
        ('q3_words = """Your answer here."""', None), ('q3_words = ""', None), ("q3_words = ...", None),
        ('q3_words = """Your answer here. Because."""', "Because."),
    ],
)  # fmt: skip
def test_written_answers_are_found_in_a_stub(read, line, answer):
    assert read("\n".join([*CODE, line]).encode(), "two_sums.py").written.get("q3_words") == answer
