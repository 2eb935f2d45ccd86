"""Any notebook that Jupyter, Colab or an old IPython saved is read; what is none gets one sentence."""

import json
import tracemalloc

import nbformat
import pytest
from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as st

from autograder.intake import Unreadable
from autograder.intake.notebook import read_notebook, without_outputs


def document(*cells, **more):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more}


def code(source, **more):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **more}


def sources(data):
    return [cell.source for cell in read_notebook(data, "work.ipynb")]


PLAIN = json.dumps(document(code("x = 'é'\ny = 2"))).encode()
UNICODE = json.dumps(document(code("x = 'é'\ny = 2")), ensure_ascii=False)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"]
)
def test_a_notebook_is_read_in_any_encoding(encoding):
    assert sources(UNICODE.encode(encoding)) == ["x = 'é'\ny = 2"]


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_other_systems_become_newlines(ends):
    assert sources(json.dumps(document(code(f"a = 1{ends}b = 2"))).encode()) == ["a = 1\nb = 2"]


def test_crlf_in_the_file_itself_does_not_matter():
    assert sources(json.dumps(document(code("x")), indent=1).replace("\n", "\r\n").encode()) == ["x"]


def test_source_as_a_list_of_lines_is_joined():
    assert sources(json.dumps(document(code(["a = 1\n", "b = 2"]))).encode()) == ["a = 1\nb = 2"]


@pytest.mark.parametrize("missing", ["metadata", "outputs", "execution_count", "source"])
def test_a_cell_may_lack_any_field_but_its_type(missing):
    cell = {key: value for key, value in code("x").items() if key != missing}
    assert len(sources(json.dumps(document(cell)).encode())) == 1


def test_a_notebook_without_metadata_and_versions_is_read():
    assert sources(json.dumps({"cells": [code("x")]}).encode()) == ["x"]


def test_format_3_as_nbformat_writes_it_is_read():
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_markdown_cell("hello")])
    old = nbformat.writes(nbformat.convert(book, 3), version=3)
    assert [(c.kind, c.source) for c in read_notebook(old.encode(), "n")] == [("code", "x = 1"), ("markdown", "hello")]


@pytest.mark.parametrize("minor", [0, 2, 4, 5])
def test_every_minor_version_of_format_4_is_read(minor):
    assert sources(json.dumps(document(code("x"), nbformat_minor=minor)).encode()) == ["x"]


@pytest.mark.parametrize("cut", [len(PLAIN) // 3, len(PLAIN) // 2, len(PLAIN) - 30, len(PLAIN) - 1])
def test_a_truncated_notebook_is_said_to_break_off(cut):
    with pytest.raises(Unreadable, match="breaks off.*hand that in"):
        read_notebook(PLAIN[:cut], "work.ipynb")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF, not a notebook"),
        (b"hello", "does not begin like one"),
        (b"[1, 2]", "holds no cells"),
        (b"{}", "holds no cells"),
        (b'{"cells": 3}', "holds no cells"),
        (b'{"cells": [ }', "damaged at line 1"),
        (b'{"cells": ' + b"[" * 100_000, "breaks off"),
        (b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "breaks off"),
    ],
)  # fmt: skip
def test_what_is_no_notebook_gets_a_sentence(data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        read_notebook(data, "work.ipynb")


def test_a_lone_surrogate_becomes_a_character_that_a_file_can_hold():
    assert sources(b'{"cells": [{"cell_type": "code", "source": "x = \'\\ud800\'"}]}')[0].encode()


@pytest.mark.parametrize("broken", [b"[\\x]", b"[" * 5000 + b"]" * 5000, b"[truncated]"])
def test_damage_within_outputs_costs_nothing(broken):
    whole = json.dumps(document(code("x"), code("y"))).encode()
    assert read_notebook(whole.replace(b'"outputs": []', b'"outputs": [' + broken + b"]"), "n.ipynb") == read_notebook(
        whole, "n.ipynb"
    )


@pytest.mark.slow
def test_forty_megabytes_of_outputs_are_dropped_while_reading():
    text = {"output_type": "stream", "name": "stdout", "text": ["0123456789\n"] * 300_000 + ["x\n" * 12_000_000]}
    data = json.dumps(document(code("x", outputs=[text]), code("y"))).encode()
    assert len(data) > 40_000_000
    tracemalloc.start()
    found = sources(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == ["x", "y"] and peak < 2_000_000


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@forall(
    st.recursive(
        st.text('[]{}"\\,:a') | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_cutting_outputs_keeps_everything_else(value):
    whole = {"outputs": [value], "source": value, "cells": [{"outputs": [[value]], "after": [value]}]}
    kept = {"outputs": [], "source": strip(value), "cells": [{"outputs": [], "after": strip([value])}]}
    assert json.loads(without_outputs(json.dumps(whole).encode())) == kept


def strip(value):
    if isinstance(value, dict):
        return {k: [] if k == "outputs" and isinstance(v, list) else strip(v) for k, v in value.items()}
    return [strip(item) for item in value] if isinstance(value, list) else value
