"""Hostile text costs the process that reads it its life, at most, and no other submission anything."""

import base64
import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pytest

from autograder.intake import Submission, Unreadable, read_submission
from autograder.intake.bounded import reader
from autograder.intake.bounded.reader import Reader, own_reader
from tests.intake.conftest import ASSIGNMENT, CODE, PROMPT, STUB, code, given, notebook, prose

N = 60_000
DONE = "def plain_sum(x):\n    return sum(x)"
HOSTILE = {
    "a magic that is none": b"1 1\n" + b" " * N + b"a",
    "punycode": b"# coding: punycode\n" + b"a-" * N,
    "undefined": b"# coding: undefined\nx = 1\n",
    "110,000 lines": (STUB + "y=x\n" * 110_000).encode(),
    "100,000 lines, all different": (STUB + "".join(f"y{i}=x\n" for i in range(45_000))).encode(),
    "open brackets": b"(\n" * N,
    "open strings": b"f'''{\n" * N,
    "joined magics": b"%a\\\n" * N,
    "magics in magics": b"%%time\n" * N,
    "a deep sum": b"x = " + b"-" * N + b"1",
    "a deep attribute": b"x" + b".a" * N,
    "f-strings in f-strings": ('x = f"' + '{f"' * N + '"').encode(),
    "commented definitions": b"# def plain_sum(x):\n#  return (\n" * 14_000,
    "globals": b"def f():\n" + b" global a\n" * 40_000,
}
HOSTILE_NOTEBOOKS = {
    "a heading of blanks": notebook(code(DONE), prose("#" + " " * N)),
    "a heading of lines": notebook(code(DONE), prose("#" + "\n" * N)),
    "endless lists": b'{"cells": [' + b"[]," * 8_000_000 + b"[]]}",
    "a deep list": b'{"cells":' + b"[" * 2_000_000,
    "escapes": b'{"cells": ["' + b'\\"' * 2_000_000,
    "outputs in outputs": b'{"outputs": [' * 500_000,
    "pictures that are none": notebook(code(DONE), prose("![](" * N)),
    "definitions that never close": notebook(code(DONE), prose("def plain_sum(x:\n" * 20_000)),
    "conflicts": b'{"cells": [\n' + b"<<<<<<< a\n=======\n>>>>>>> b\n" * 20_000,
    "commas": b'{"cells": [' + b"1, " * 200_000 + b" " * 600_000 + b"x",
}


SECONDS_LONG = {"100,000 lines, all different", "escapes", "outputs in outputs", "endless lists", "magics in magics"}


@pytest.mark.sampled
@pytest.mark.parametrize(
    "name",
    [pytest.param(one, marks=[pytest.mark.slow] * (one in SECONDS_LONG)) for one in (*HOSTILE, *HOSTILE_NOTEBOOKS)],
)
def test_hostile_text_gets_a_sentence_or_is_read_and_the_next_submission_is(read, name):
    data = HOSTILE.get(name) or HOSTILE_NOTEBOOKS[name]
    try:
        assert isinstance(read(data, "two_sums.py" if name in HOSTILE else "two_sums.ipynb"), Submission)
    except Unreadable as refusal:
        assert "fault of the grader" not in str(refusal) and len(str(refusal)) < 500
    assert read(given(DONE)).cells[0] == DONE


def test_many_large_pictures_cost_no_work(read):
    """Eight pictures of 36 million pixels would take all the time there is; the answer is read without them."""
    image = pytest.importorskip("PIL.Image")
    out = io.BytesIO()
    image.new("L", (6000, 6000)).save(out, "PNG")
    content = base64.b64encode(out.getvalue()).decode()
    answer = prose("Why? " + " ".join(f"![](attachment:{i}.png)" for i in range(8)), "q3_words")
    answer["attachments"] = {f"{i}.png": {"image/png": content} for i in range(8)}
    found = read(notebook(code(DONE), prose(PROMPT), answer))
    assert found.cells == (DONE,) and "Why?" in found.written["q3_words"] and not found.pictures
    assert "a person opens the file" in " ".join(found.notes)


def test_a_reader_that_ended_between_two_submissions_is_replaced(read):
    read(given(DONE))
    os.kill(own_reader()._process.pid, signal.SIGKILL)
    own_reader()._process.wait()
    assert read(given(DONE)).cells == (DONE, CODE[1])


@pytest.mark.slow
def test_a_reader_that_is_stopped_is_replaced_after_its_time(read):
    reader = own_reader()
    read(given(DONE))
    reader.limits, old = type(reader.limits)(wall=0.3), reader.limits
    os.kill(reader._process.pid, signal.SIGSTOP)
    with pytest.raises(Unreadable, match="takes more time"):
        read(given(DONE))
    reader.limits = old
    assert read(given(DONE)).cells[0] == DONE


def test_the_readers_process_has_no_rights_to_speak_of():
    reader = Reader()
    reader.start()
    status = Path(f"/proc/{reader._process.pid}/status").read_text()
    assert "limits" in reader.protection
    if sys.platform == "linux":
        assert "NoNewPrivs:\t1" in status
        if os.geteuid() == 0:
            assert "uid" in reader.protection and "Uid:\t0" not in status
    reader.close()


SLOW = """
    import sys
    from autograder.intake.bounded.reader import own_reader
    from autograder.intake.bounded.reader import ReadingLimits
    from autograder.intake.handout import Handout
    from autograder.intake.safe_archive import Gathered
    from autograder.intake.handout import Wanted
    reader = own_reader()
    reader.limits = ReadingLimits(cpu=600, wall=600)
    reader.start()
    print(reader._process.pid, flush=True)
    files = Gathered({"x.py": b"".join(b"y%d=x\\n" % i for i in range(50_000))})
    while True:
        reader.read(files, Wanted("x", frozenset({"f"}), ("q1",), ()), Handout("x"))
"""


@pytest.mark.slow
def test_the_reader_dies_with_its_judge_whatever_it_is_doing():
    judge = subprocess.Popen([sys.executable, "-c", textwrap.dedent(SLOW)], stdout=subprocess.PIPE)
    reader = int(judge.stdout.readline())
    time.sleep(0.2)  # it is in the middle of a file
    judge.kill()
    judge.wait()
    judge.stdout.close()
    for _ in range(500):
        if not Path(f"/proc/{reader}").exists():
            return
        time.sleep(0.02)
    pytest.fail("the reader outlived its judge")


def test_what_comes_back_is_checked(read):
    """A reader that was taken over can say no more than a submission, or nothing."""
    from autograder.intake.bounded.messages import submission_from

    for answer in ({}, {"files": []}, {"files": {"a": 7}}, json.loads("[1]")):
        with pytest.raises((ValueError, TypeError, KeyError, IndexError, AttributeError)):
            submission_from((answer, [b""]), [], {})


def test_the_reader_imports_no_numpy():
    """Each judge has a reader; with NumPy it would hold twice the memory and take twice as long to start."""
    code = "import sys, autograder.intake.bounded.guest; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_zip_is_opened_by_the_reader_alone(monkeypatch, tmp_path, handout):
    """Whatever a student packs costs the judge the bytes of the file as handed in."""
    path = tmp_path / "work.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner/work.ipynb", given(DONE))
    opened = []
    monkeypatch.setattr(zipfile.ZipFile, "__init__", lambda *a, **k: opened.append(a))
    for one in (path, path.read_bytes()):
        assert read_submission(one, ASSIGNMENT, "work.zip", handout).cells[0] == DONE and not opened


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="no other system reports the memory of a process in /proc")
def test_a_reader_that_keeps_much_memory_is_replaced(read, monkeypatch):
    """Four judges may have readers at a time, and glibc does not give back all that a large text took."""
    own_reader().close()
    own_reader().start()
    before = own_reader()._process
    read(given(DONE))
    assert own_reader()._process is before
    monkeypatch.setattr(reader, "KEPT", 100_000)
    read(STUB.encode() + b"y=x\n" * 10_000, "two_sums.py")
    assert own_reader()._process is not before


@pytest.mark.slow
@pytest.mark.parametrize("value", [b"[]", b"{}", b"0.5", b'"x"', b"null"])
def test_a_notebook_of_values_is_refused_before_it_is_parsed(read, value):
    """Parsed, 2,000,000 values take some 300 MB; no editor writes as many beside outputs."""
    with pytest.raises(Unreadable, match="millions of values"):
        read(b'{"cells": [], "metadata": {"a": [' + (value + b",") * 2_000_000 + b"0]}}")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits memory")
@pytest.mark.parametrize("setting", ["memory", "LARGE"])
def test_a_submission_that_needs_much_memory_is_read_alone(read, monkeypatch, setting):
    """After the reader ran out of memory, or at once because of its size."""
    own_reader().close()
    monkeypatch.setattr(
        own_reader() if setting == "memory" else reader,
        *{"memory": ("_memory", 36_000_000), "LARGE": ("LARGE", 1_000_000)}[setting],
    )
    alone = []
    monkeypatch.setattr(reader, "_alone", lambda seconds: alone.append(1) or contextlib.nullcontext())
    large = json.loads(given(DONE))
    large["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["0.123\n"] * 500_000}]
    assert read(json.dumps(large).encode()).cells[0] == DONE and len(alone) == 1
    assert read(given(DONE)).cells[0] == DONE and len(alone) == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="no other system limits memory")
def test_a_parser_without_memory_is_no_fault_of_the_grader(read):
    """In 90 MB, it ends with a SystemError; then the file is read alone, which may take too long."""
    try:
        read((STUB + "".join(f"y{i}=x\n" for i in range(45_000))).encode(), "two_sums.py")
    except Unreadable as error:
        assert "fault of the grader" not in str(error)
