"""The same work as Markdown, in archives, in old formats and out of sight: its answers are read, in code and in words."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pytest

from autograder.intake import Unreadable
from tests.intake.conftest import CODE, PROMPT, code, given, notebook, prose

DONE = "def plain_sum(x):\n    return sum(x)"
WORDS = "Because a sum of nothing is nothing, and the mean of nothing is not a number."
CELLS = [code(DONE), code(CODE[1]), prose(PROMPT), prose(WORDS, "q3_words"), prose("# What next\n\nHand it in.")]
DONE_BOOK = notebook(*CELLS)


def as_markdown(opening, closing="```", above="", between="", options=""):
    """How jupytext, Quarto, MyST and people write it; `opening` begins a block of code."""
    parts = [above]
    for cell in CELLS:
        if cell["cell_type"] == "code":
            parts.append(f"{opening}\n{options}{cell['source']}\n{closing}")
        else:
            parts.append(cell["source"])
    return f"\n\n{between}".join(parts).encode()


HEADER = "---\njupyter:\n  kernelspec:\n    name: python3\n---\n"
MARKDOWN = {
    "by hand": ("two_sums.md", as_markdown("```python")),
    "short": ("two_sums.md", as_markdown("```py")),
    "no language": ("two_sums.md", as_markdown("```")),
    "tildes": ("two_sums.md", as_markdown("~~~ python", "~~~")),
    "four": ("two_sums.md", as_markdown("````python", "````")),
    "jupytext": ("two_sums.md", as_markdown('```python deletable=false tags=["a"]', above=HEADER)),
    "regions": ("two_sums.md", as_markdown("```python", between="<!-- #region -->\n<!-- #endregion -->\n\n")),
    "MyST": ("two_sums.md", as_markdown("```{code-cell} ipython3", above=HEADER, between="+++\n\n", options=":tags: [a]\n\n")),
    "MyST, YAML": ("two_sums.md", as_markdown("```{code-cell}", options="---\ntags: [a]\n---\n")),
    "R Markdown": ("two_sums.Rmd", as_markdown("```{python, echo=TRUE}", above="---\ntitle: A\noutput: html_document\n---\n")),
    "R Markdown, R": ("two_sums.Rmd", as_markdown("```{python}", above="```{r setup}\nlibrary(reticulate)\n```")),
    "Quarto": ("two_sums.qmd", as_markdown("```{python}", above=HEADER, options="#| label: a\n")),
    "another name": ("homework 3.markdown", as_markdown("```python")),
    "a browser's name": ("two_sums.md.txt", as_markdown("```python")),
    "text": ("two_sums.txt", as_markdown("```python")),
    "Windows": ("two_sums.md", as_markdown("```python").replace(b"\n", b"\r\n")),
    "a mark": ("two_sums.md", b"\xef\xbb\xbf" + as_markdown("```python")),
    "UTF-16": ("two_sums.md", as_markdown("```python").decode().encode("utf-16")),
}  # fmt: skip


@pytest.mark.parametrize("which", MARKDOWN)
@pytest.mark.parametrize("beside", ["alone", "beside the blank notebook", "beside the blank stub"])
def test_markdown_gives_code_and_words(read, handout, tmp_path, which, beside):
    name, data = MARKDOWN[which]
    (tmp_path / name).write_bytes(data)
    if beside == "beside the blank notebook":
        (tmp_path / "two_sums.ipynb").write_bytes(given())
    elif beside == "beside the blank stub":
        (tmp_path / "two_sums.py").write_text(handout.stub)
    found = read(tmp_path)
    assert found.main == name and DONE in "\n".join(found.cells) and found.written == {"q3_words": WORDS}
    assert not found.needs_review and any("was read as a notebook" in note for note in found.notes)


def test_a_readme_beside_the_work_is_no_work(read, tmp_path):
    (tmp_path / "two_sums.ipynb").write_bytes(DONE_BOOK)
    (tmp_path / "README.md").write_bytes(as_markdown("```python").replace(b"sum(x)", b"7"))
    found = read(tmp_path)
    assert found.main == "two_sums.ipynb" and DONE in found.cells and not found.needs_review


def test_an_answer_in_markdown_beside_the_work_is_known_of(read, tmp_path):
    (tmp_path / "two_sums.ipynb").write_bytes(DONE_BOOK)
    (tmp_path / "more.md").write_text("```python\ndef mean(x):\n    return sum(x) / len(x)\n```\n")
    assert "more.md" in read(tmp_path).elsewhere["mean"]


def zipped(name, data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def tarred(name, data, *, link=False):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
        if link:
            info = tarfile.TarInfo("hw/passwords.txt")
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(info)
    return buffer.getvalue()


TAR = tarred("hw/two_sums.ipynb", DONE_BOOK)
ARCHIVES = {
    "hw.tar": TAR,
    "hw.tar.gz": gzip.compress(TAR),
    "HW.TGZ": gzip.compress(TAR),
    "hw.tar.bz2": bz2.compress(TAR),
    "hw.tar.xz": lzma.compress(TAR),
    "two_sums.ipynb.gz": gzip.compress(DONE_BOOK),
    "a link.tgz": gzip.compress(tarred("two_sums.ipynb", DONE_BOOK, link=True)),
    "dots.tar": tarred("./two_sums.ipynb", DONE_BOOK),
    "hw.zip": zipped("a/hw.tar.gz", gzip.compress(TAR)),
    "three.zip": zipped("a/2.zip", zipped("b/1.zip", zipped("two_sums.ipynb", DONE_BOOK))),
}
DAMAGED = {
    "half.tar.gz": gzip.compress(TAR)[:-40],
    "no.tar": b"x" * 2000,
    "empty.tar.gz": gzip.compress(b""),
    "bomb.tar.gz": gzip.compress(b"\0" * 60_000_000, 1),
    "bomb.tar.xz": lzma.compress(b"\0" * 60_000_000, preset=0),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives_are_opened(read, name):
    found = read(ARCHIVES[name], name)
    assert found.cells[0] == DONE and found.written == {"q3_words": WORDS} and "passwords.txt" not in found.files


@pytest.mark.slow
@pytest.mark.parametrize("name", DAMAGED)
def test_an_archive_that_cannot_be_opened_is_named(read, name):
    with pytest.raises(Unreadable, match="damaged, or unpacks to more"):
        read(DAMAGED[name], name)


OUT_OF_SIGHT = [
    ".ipynb_checkpoints/two_sums-checkpoint.ipynb",
    "hw/.ipynb_checkpoints/two_sums-checkpoint.ipynb",
    "__MACOSX/two_sums.ipynb",
    ".two_sums.ipynb",
]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", OUT_OF_SIGHT)
def test_work_out_of_sight_counts_where_nothing_else_is_filled_in_and_a_person_is_asked(read, tmp_path, name, packed):
    buffer = io.BytesIO()
    files = {name: DONE_BOOK, "two_sums.ipynb": given()}
    with zipfile.ZipFile(buffer, "w") as archive:
        for inside, data in files.items():
            archive.writestr(inside, data)
            (tmp_path / inside).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / inside).write_bytes(data)
    found = read(buffer.getvalue(), "work.zip") if packed else read(tmp_path)
    assert found.cells[0] == DONE and found.needs_review and "out of sight" in found.notes[0]


@pytest.mark.parametrize("name", OUT_OF_SIGHT)
def test_work_out_of_sight_beside_filled_work_is_passed_over(read, tmp_path, name):
    for inside, data in {name: DONE_BOOK.replace(b"sum(x)", b"7"), "two_sums.ipynb": DONE_BOOK}.items():
        (tmp_path / inside).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / inside).write_bytes(data)
    found = read(tmp_path)
    assert found.cells[0] == DONE and not found.needs_review and not found.notes


def sheets(cells, key):
    return [
        {"cell_type": cell["cell_type"], key if cell["cell_type"] == "code" else "source": cell["source"]}
        for cell in cells
    ]


FORMATS = {
    "3": {"nbformat": 3, "worksheets": [{"cells": sheets(CELLS, "input")}], "metadata": {"name": ""}},
    "3, two sheets": {"nbformat": 3, "worksheets": [{"cells": sheets(CELLS[:2], "input")}, {"cells": sheets(CELLS[2:], "input")}]},
    "2": {"nbformat": 2, "worksheets": [{"cells": sheets(CELLS, "input")}]},
    "1": {"cells": sheets(CELLS, "code")},
    "no metadata": {"cells": [{"cell_type": cell["cell_type"], "source": cell["source"]} for cell in CELLS]},
    "lines": {"cells": [{**cell, "source": cell["source"].splitlines(keepends=True)} for cell in CELLS]},
    "lines without ends": {"cells": [{**cell, "source": cell["source"].split("\n")} for cell in CELLS]},
    "carriage returns": {"cells": [{**cell, "source": cell["source"].replace("\n", "\r")} for cell in CELLS]},
    "nulls": {"cells": [{**cell, "id": None, "outputs": None, "attachments": None} for cell in CELLS]},
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("which", FORMATS)
def test_every_format_of_a_notebook_is_read(read, which, encoding):
    found = read(json.dumps(FORMATS[which]).encode(encoding))
    assert found.cells[0] == DONE and found.written == {"q3_words": WORDS}
