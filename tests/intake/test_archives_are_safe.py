"""Zips and folders: traversal, links, devices and bombs are left out with a sentence, the work is read; junk is ignored."""

import io
import os
import re
import struct
import subprocess
import warnings
import zipfile

import pytest

from autograder.intake import Unreadable
from autograder.intake import safe_archive as rules
from autograder.intake.safe_archive import Source, gather


def zipped(*entries, compression=zipfile.ZIP_DEFLATED):
    """A zip of (name or ZipInfo, data) pairs."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of the duplicates that we make on purpose
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def special(name, mode):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    return info


def left_out(data, sentence):
    """The work beside it is read, and the sentence says what was not."""
    found = gather(data, "work.zip")
    assert found["work.ipynb"] == b"{}" and re.search(sentence, " ".join(found.left_out)), found.left_out


def refused(data, sentence):
    with pytest.raises(Unreadable, match=sentence):
        gather(data, "work.zip")


@pytest.mark.parametrize(
    "name", ["../up.py", "a/../../up.py", "/etc/x.py", "C:/x.py", "C:\\x.py", "..\\up.py", "a/" * 30 + "x"]
)
def test_a_name_that_leads_out_is_left_out(name):
    data = zipped(("work.ipynb", b"{}"), (name, b"x"))
    left_out(data, "leads out")
    assert set(gather(data, "work.zip")) == {"work.ipynb"}


@pytest.mark.parametrize(
    ("mode", "word"), [(0o120777, "link"), (0o020666, "device"), (0o010666, "pipe"), (0o060666, "device")]
)
def test_links_devices_and_pipes_are_left_out(mode, word):
    refused(zipped((special("x.py", mode), b"/etc/passwd")), word)
    left_out(zipped((special("x.py", mode), b"/etc/passwd"), ("work.ipynb", b"{}")), word)


def test_code_that_comes_twice_is_refused():
    refused(zipped(("x.py", b"1"), ("x.py", b"2")), "twice")


def test_data_that_come_twice_are_read_once():
    left_out(zipped(("work.ipynb", b"{}"), ("x.csv", b"1"), ("x.csv", b"2")), "twice")


def test_an_encrypted_member_is_left_out():
    for others in [(), (("work.ipynb", b"{}"),)]:
        data = bytearray(zipped(*others, ("x.py", b"1")))
        data[data.rindex(b"PK\1\2") + 8] |= 1
        (left_out if others else refused)(bytes(data), "without a password")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_rare_compression_is_refused(method):
    refused(zipped(("x.py", b"1" * 100), compression=method), "ordinary zip")


@pytest.mark.parametrize("kind", ["png", "csv", "txt"])
def test_of_too_many_members_the_work_is_read(kind):
    data = zipped(*((f"a/{i}.{kind}", b"") for i in range(300)), ("work.ipynb", b"{}"))
    left_out(data, "301 files; at most 200")
    assert len(gather(data, "work.zip")) == 200 and gather(data, "work.zip").review == (kind != "png")


def test_a_directory_of_a_million_entries_is_refused_before_it_is_read():
    refused(b"PK\3\4" + b"PK\1\2" * 30_000, "too many files")


def test_a_bomb_is_refused_by_its_ratio():
    refused(zipped(("x.txt", b"\0" * 30_000_000)), "far more than its size")


@pytest.mark.slow
def test_of_a_zip_of_more_than_50_mb_the_work_is_read():
    data = zipped(*((f"{i}.bin", os.urandom(100_000) * 100) for i in range(6)), ("work.ipynb", b"{}"))
    left_out(data, "at most 50 MB")


def test_a_bomb_that_lies_about_its_size_is_refused_while_unpacking(monkeypatch):
    monkeypatch.setattr(rules, "MAX_TOTAL", 100_000)
    data = bytearray(zipped(("x.txt", b"ab" * 500_000)))
    for mark, at in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        data[data.rindex(mark) + at : data.rindex(mark) + at + 4] = struct.pack("<I", 10)
    with pytest.raises(Unreadable):
        gather(bytes(data), "work.zip")


@pytest.mark.parametrize("cut", [10, 60, -10, -40])
def test_a_truncated_zip_gets_a_sentence(cut):
    refused(zipped(("x.ipynb", os.urandom(300)))[:cut], "zip")


def test_a_damaged_member_gets_a_sentence():
    data = bytearray(zipped(("x.ipynb", os.urandom(300))))
    data[60] ^= 0xFF
    refused(bytes(data), "damaged")


JUNK = ["__MACOSX/._x.ipynb", ".DS_Store", ".ipynb_checkpoints/x.py", "node_modules/y/z.ipynb", "__MACOSX/z.py", "a/__pycache__/m.pyc", ".OTTER_LOG",
        "Thumbs.db", "__zip_filename__", ".git/HEAD", "venv/lib/x.py"]  # fmt: skip


@pytest.mark.parametrize("name", JUNK)
def test_junk_is_left_out_of_zips(name):
    assert set(gather(zipped(("x.ipynb", b"{}"), (name, b"")), "work.zip")) == {"x.ipynb"}


@pytest.mark.parametrize("name", JUNK)
def test_junk_is_left_out_of_folders(tmp_path, name):
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_bytes(b"")
    (tmp_path / "x.ipynb").write_bytes(b"{}")
    assert set(gather(tmp_path)) == {"x.ipynb"}


def test_backslashes_of_windows_zips_are_folders():
    assert set(gather(zipped(("a\\x.py", b"")), "work.zip")) == {"a/x.py"}


def test_a_zip_is_known_by_its_content_whatever_its_name():
    assert set(gather(zipped(("x.py", b"")), "work.ipynb")) == {"x.py"}


def test_a_link_in_a_folder_is_left_out(tmp_path):
    (tmp_path / "x.ipynb").symlink_to("/etc/passwd")
    with pytest.raises(Unreadable, match="a link"):
        gather(tmp_path)
    (tmp_path / "work.py").write_bytes(b"")
    assert set(gather(tmp_path)) == {"work.py"}


@pytest.mark.slow
def test_a_folder_that_is_a_thousand_deep_costs_only_itself(tmp_path):
    (tmp_path / "work.py").write_bytes(b"")
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(1500):
            os.mkdir("deep")
            os.chdir("deep")
    finally:
        os.chdir(here)
    found = gather(tmp_path)
    assert set(found) == {"work.py"} and "depth of 20" in found.left_out[0]
    subprocess.run(["rm", "-rf", str(tmp_path / "deep")], check=True)  # too deep for Python's own


def test_a_path_of_4096_bytes_costs_only_itself(tmp_path):
    (tmp_path / "work.py").write_bytes(b"")
    here = os.getcwd()
    try:
        os.chdir(tmp_path)
        for _ in range(17):
            os.mkdir("n" * 250)
            os.chdir("n" * 250)
        with open("x.csv", "w"):
            pass
    finally:
        os.chdir(here)
    assert set(gather(tmp_path)) == {"work.py"}
    subprocess.run(["rm", "-rf", str(tmp_path / ("n" * 250))], check=True)


def test_a_pipe_in_a_folder_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "x.py")
    with pytest.raises(Unreadable, match="pipe"):
        gather(tmp_path)


def test_members_of_a_class_archive_are_read_under_their_own_names(tmp_path):
    (tmp_path / "class.zip").write_bytes(zipped(("submission_1/x.py", b"1"), ("submission_2/x.py", b"2")))
    assert gather(Source(tmp_path / "class.zip", (("x.py", "submission_2/x.py"),))) == {"x.py": b"2"}


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path):
    with pytest.raises(Unreadable, match="cannot be read"):
        gather(tmp_path / "x.ipynb")
