"""The work is found whatever its name and whatever lies beside it; what is no work gets the sentence that helps."""

import base64
import bz2
import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile
from email.message import EmailMessage

import pytest

from autograder.intake import Unreadable
from tests.intake.conftest import CODE, STUB, code, given, notebook, prose

DONE = "def plain_sum(x):\n    return sum(x)"
DONE_STUB = STUB.replace(CODE[0], DONE)
NAMES = [
    "two_sums.ipynb.txt", "two_sums.ipynb.json", "two_sums.json", "two_sums.txt", "two_sums", "two_sums.ipynb.download",
    "two_sums.ipynb (1)", "two_sums.ipynb.bak", "ada.dat", "TWO_SUMS.IPYNB.TXT", "work/two_sums.ipynb.txt", "two_sums.ipynb_",
]  # fmt: skip
SCRIPTS = [name.replace("ipynb", "py").replace("IPYNB", "PY") for name in NAMES if "json" not in name]


def lay(folder, **files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_of_another_name_is_the_work(read, tmp_path, name):
    found = read(lay(tmp_path, **{name: given(DONE)}))
    assert found.cells[0] == DONE and found.kind == "notebook" and not found.needs_review


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_of_another_name_is_the_work(read, tmp_path, name):
    found = read(lay(tmp_path, **{name: DONE_STUB}))
    assert found.cells == (DONE_STUB,) and found.kind == "script" and not found.needs_review


@pytest.mark.parametrize("name", NAMES)
def test_work_of_another_name_counts_where_the_well_named_file_is_as_handed_out(read, tmp_path, name):
    assert read(lay(tmp_path, **{"two_sums.ipynb": given(), name: given(DONE)})).cells[0] == DONE


def test_a_notebook_under_a_scripts_name_and_the_reverse_are_read(read):
    assert read(given(DONE), "two_sums.py").kind == "notebook"
    assert read(DONE_STUB.encode(), "two_sums.ipynb").kind == "script"


def many(folder, count, kind):
    return lay(folder, **{f"figs/f{i}.{kind}": b"x" for i in range(count)})


def linked(folder):
    (folder / "data.csv").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)


def deep(folder):
    path = folder
    for _ in range(30):
        path = path / "deep"
    path.mkdir(parents=True)
    (path / "x.py").write_text("x = 1")


NEIGHBOURS = {
    "300 pictures": lambda folder: many(folder, 300, "png"),
    "300 tables": lambda folder: many(folder, 300, "csv"),
    "300 modules": lambda folder: many(folder, 300, "py"),
    "300 texts": lambda folder: many(folder, 300, "txt"),
    "60 MB of data": lambda folder: lay(folder, **{"a.npz": b"0" * 30_000_000, "b.npz": b"0" * 30_000_000}),
    "a table of 60 MB": lambda folder: lay(folder, **{"a.csv": b"0" * 60_000_000}),
    "links": linked,
    "a pipe": lambda folder: os.mkfifo(folder / "pipe"),
    "deep folders": deep,
    "a name of 250 bytes": lambda folder: lay(folder, **{"n" * 250: b"x"}),
    "a page": lambda folder: lay(folder, **{"two_sums.html": b"<!DOCTYPE html><html></html>"}),
    "a broken zip": lambda folder: lay(folder, **{"old.zip": b"PK\3\4"}),
    "an empty file": lambda folder: lay(folder, **{"notes.txt": b""}),
}


@pytest.mark.sampled
@pytest.mark.parametrize("which", NEIGHBOURS)
@pytest.mark.parametrize("kind", ["ipynb", "py"])
def test_whatever_lies_beside_it_the_work_is_read(read, tmp_path, which, kind):
    lay(tmp_path, **{f"two_sums.{kind}": given(DONE) if kind == "ipynb" else DONE_STUB})
    NEIGHBOURS[which](tmp_path)
    assert DONE in read(tmp_path).cells[0]


PAGE = b"<!DOCTYPE html><html><head><title>%s</title></head><body>%s</body></html>"
ADVICE = {
    "a Git LFS pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n", "git lfs pull"),
    "a page of GitHub": (PAGE % (b"two_sums.ipynb at main - GitHub", b"jupyter"), "Download raw file"),
    "a page of a course": (PAGE % (b"Course", b"log in"), "web page that was saved in place"),
    "a page with a mark before it": (b"\xef\xbb\xbf\n" + PAGE % (b"Course", b""), "web page"),
    "an HTML export": (PAGE % (b"two_sums", b'<div class="jp-Notebook">'), "HTML export of a notebook"),
    "an HTML export of Colab": (PAGE % (b"two_sums.ipynb - Colab", b""), "HTML export of a notebook"),
    "a PDF": (b"%PDF-1.7", "is a PDF"),
    "a picture": (b"\x89PNG\r\n", "is a picture"),
    "a link": (b"[InternetShortcut]\nURL=https://x", "a link to a file"),
    "nothing": (b"", "is empty"),
    "zero bytes": (b"\0" * 5000, "5,000 zero bytes and nothing else"),
    "a conflict": (b'{"cells": [\n<<<<<<< a\n{"cell_type": "code", "source": "1"}\n=======\n'
                   b'{"cell_type": "code", "source": "2"}\n>>>>>>> b\n]}', "first in line 2"),
    "a brace too few": (given(DONE)[:-1], "breaks off"),
    "a comma too few": (given(DONE).replace(b'"metadata": {}, ', b'"metadata": {} ', 1), "damaged at line 1.*Jupyter cannot open it either"),
    "a list": (b"[1, 2]", "holds no cells"),
}  # fmt: skip


@pytest.mark.parametrize("which", [which for which, (_, sentence) in ADVICE.items() if sentence])
def test_what_is_no_notebook_gets_the_sentence_that_helps(read, which):
    data, sentence = ADVICE[which]
    with pytest.raises(Unreadable, match=sentence) as refusal:
        read(data, "two_sums.ipynb")
    assert "two_sums" in str(refusal.value)


@pytest.mark.parametrize("where", range(10))
def test_a_conflict_within_code_is_named_with_its_line(read, where):
    lines = DONE_STUB.split("\n")
    at = min(where, len(lines))
    text = "\n".join([*lines[:at], "<<<<<<< HEAD", "a = 1", "=======", "a = 2", ">>>>>>> theirs", *lines[at:]])
    with pytest.raises(Unreadable, match=f"first in line {at + 1}: two versions"):
        read(text.encode(), "two_sums.py")


@pytest.mark.parametrize("size", [1, 100, 4096])
def test_a_script_with_zero_bytes_after_it_is_read(read, size):
    assert read(DONE_STUB.encode() + b"\0" * size, "two_sums.py").cells == (DONE_STUB,)


def test_an_unnamed_definition_beside_the_work_is_known_of(read, tmp_path):
    """The student worked in another file, which nothing imports."""
    lay(tmp_path, **{"two_sums.ipynb": given(), "mine.py": DONE})
    assert read(tmp_path).elsewhere == {"plain_sum": "in mine.py, which was not graded"}


def test_prose_of_no_question_is_kept(read):
    found = read(notebook(code(DONE), prose("# Notes"), prose("I did this on a Sunday with much coffee and no help.")))
    assert "coffee" in found.unattributed and "coffee" in found.for_graders()["unattributed"]


def tarred(name, data, mode="w"):
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode) as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return held.getvalue()


def mailed(name, data):
    message = EmailMessage()
    message["Subject"] = "Homework"
    message.set_content("Here it is.")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


# What a packer, a mail program or a browser makes of a file: its name and its content.
WRAPS = {
    "gzip": lambda name, data: (f"{name}.gz", gzip.compress(data)),
    "gzip under its own name": lambda name, data: (name, gzip.compress(data)),
    "bzip2": lambda name, data: (f"{name}.bz2", bz2.compress(data)),
    "xz": lambda name, data: (f"{name}.xz", lzma.compress(data)),
    "a tar called zip": lambda name, data: ("two_sums.zip", tarred(name, data)),
    "a packed tar called zip": lambda name, data: ("two_sums.zip", tarred(name, data, "w:gz")),
    "a packed tar called gz": lambda name, data: ("two_sums.gz", tarred(name, data, "w:xz")),
    "no zip at all": lambda name, data: (f"{name}.zip", data),
    "base64": lambda name, data: (f"{name}.txt", base64.encodebytes(data)),
    "base64 in one line": lambda name, data: (f"{name}.b64", base64.b64encode(data)),
    "a data URI": lambda name, data: (f"{name}.txt", b"data:application/json;base64," + base64.b64encode(data)),
    "a mail": lambda name, data: ("mail.eml", mailed(name, data)),
    "a mail with a zip": lambda name, data: ("mail.eml", mailed("hw.zip", zipped(name, data))),
}


def zipped(name, data):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, data)
    return held.getvalue()


@pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)
@pytest.mark.parametrize("kind", ["ipynb", "py"])
@pytest.mark.parametrize("beside", [False, True])
def test_work_is_taken_out_of_what_is_wrapped_around_it(read, tmp_path, wrap, kind, beside):
    name, data = wrap(f"two_sums.{kind}", given(DONE) if kind == "ipynb" else DONE_STUB.encode())
    lay(tmp_path, **{name: data}, **({"notes.md": "My notes.", "photo.png": b"\x89PNG"} if beside else {}))
    found = read(tmp_path)
    assert DONE in found.cells[0] and not found.needs_review


def test_wrapped_data_beside_the_work_keeps_its_name(read, tmp_path):
    data = {
        "x.csv.gz": gzip.compress(b"1,2\n"),
        "k.txt": base64.b64encode(b"1" * 900),
        "d.tar.gz": b"\x1f\x8b",
        "e.bz2": b"BZh",
    }
    assert read(lay(tmp_path, **{"two_sums.ipynb": given(DONE)}, **data)).files.items() >= data.items()


@pytest.mark.parametrize(
    "start", [b"%PDF-1.7", b"\x89PNG", b"\xff\xd8\xff\xe0", b"\x28\xb5\x2f\xfd", b"# v2 git bundle\n"]
)
def test_a_person_is_asked_about_a_document_that_may_show_the_work(read, tmp_path, start):
    with pytest.raises(Unreadable) as refusal:
        read(lay(tmp_path, work=start + b"x" * 2000))
    assert refusal.value.review


@pytest.mark.parametrize("change", [
    lambda cell: cell.pop("cell_type"), lambda cell: cell.update(cell_type=cell["cell_type"].upper()),
    lambda cell: cell.update(source=dict(enumerate(cell["source"].splitlines(keepends=True)))),
])  # fmt: skip
def test_a_cell_without_a_type_or_with_numbered_lines_is_read(read, change):
    book = json.loads(given(DONE))
    for cell in book["cells"]:
        change(cell)
    assert read(json.dumps(book).encode()).cells[0] == DONE
