"""The commands as their users type them: output, exit status, never a traceback."""

import os
import re
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.cli_parser import parser_of_all

PROJECT = Path(__file__).resolve().parents[2]
COMMANDS = (
    "build",
    "check",
    "grade",
    "report",
    "explain",
    "compare",
    "written",
    "gradebook",
    "rehearse",
    "quiz",
    "picture",
    "new",
)


def nnhw(*words, **environment):
    command = [sys.executable, "-m", "autograder", *map(str, words)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, env={**os.environ, **environment}, timeout=240)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    text = capsys.readouterr().out
    assert ended.value.code == 0 and "example:\n  nnhw " + command in text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_parses(command, capsys):
    with pytest.raises(SystemExit):
        main([command, "--help"])
    example = re.search(r"example:\n  nnhw (.*)", capsys.readouterr().out)[1]
    assert parser_of_all().parse_args(example.split()).command == command


@pytest.mark.slow
@pytest.mark.parametrize(
    "words, sentence",
    [
        (("grade", "nope", "."), "there is no assignment 'nope'"),
        (("grade", "chain_rule", "no/such/file"), "no such file"),
        (("report", "no/such/folder"), "no/such/folder"),
        (("quiz", "chain_rule", "--to", "canvas"), "is not a quiz"),
        (("build", "nope"), "there is no assignment"),
        (("new", "Not-A-Name"), "not a valid name"),
        (("new", "chain_rule"), "taken"),
        (("picture", "--size", "0"), "positive"),
        (("grade",), "required"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_2(words, sentence):
    found = nnhw(*words)
    error = found.stderr.decode()
    assert found.returncode == 2 and sentence in error and "Traceback" not in error


def test_an_empty_folder_is_nothing_to_grade(tmp_path):
    found = nnhw("grade", "chain_rule", tmp_path, "--out", tmp_path / "out")
    assert found.returncode == 2 and b"nothing to grade" in found.stderr.lower()


@pytest.mark.slow
def test_what_the_system_refuses_is_said_in_words(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "taken").write_text("")
    found = nnhw("grade", "chain_rule", tmp_path / "a.py", "--out", tmp_path / "taken")
    assert found.returncode == 2 and found.stderr.decode() == f"nnhw grade: {tmp_path / 'taken'}: File exists.\n"


@pytest.mark.slow
def test_a_table_that_was_asked_for_and_is_not_there_is_wrong_usage(tmp_path):
    (tmp_path / "a.py").write_text("x = 1\n")
    nnhw("grade", "chain_rule", tmp_path / "a.py", "--out", tmp_path / "out")
    found = nnhw("gradebook", tmp_path / "out", "--extensions", tmp_path / "nope.csv", "--out", tmp_path / "g.csv")
    assert found.returncode == 2 and b"nope.csv cannot be read" in found.stderr and not (tmp_path / "g.csv").exists()


@pytest.mark.slow
def test_a_terminal_of_windows_gets_its_output():
    assert nnhw("build", "--help", PYTHONIOENCODING="cp1252").returncode == 0
    found = nnhw("quiz", "x", "--to", "canvas", PYTHONIOENCODING="cp1252:strict")
    assert found.returncode == 2 and b"Traceback" not in found.stderr


@pytest.mark.slow
def test_a_picture_is_drawn_and_measured(tmp_path):
    found = nnhw("picture", "--size", "32", "--steps", "60", "--out", tmp_path / "f.png")
    assert found.returncode == 0 and "Box dimension" in found.stdout.decode()
    assert (tmp_path / "f.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_an_interrupted_picture_says_what_there_is(tmp_path):
    out = tmp_path / "f.png"
    command = [sys.executable, "-m", "autograder", "picture", "--size", "4096", "--out", str(out), "--quiet"]
    heard = partial(signal.signal, signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    with subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.PIPE, preexec_fn=heard) as drawing:
        end = time.monotonic() + 120
        while not out.is_file() and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(0.2)  # past the writing of the file
        drawing.send_signal(signal.SIGINT)
        told = drawing.communicate(timeout=60)[1].decode()
    assert drawing.returncode == 1
    assert re.fullmatch(r"stopped: .*f\.png has (64 × 64|128 × 128) pixels so far\.\n", told)


@pytest.mark.slow
def test_quiet_is_quiet(tmp_path):
    found = nnhw("picture", "--size", "16", "--steps", "30", "--out", tmp_path / "f.png", "--quiet")
    assert (found.returncode, found.stdout, found.stderr) == (0, b"", b"")


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error():
    """`nnhw explain … | head`: the pipe is closed while there is more to say."""
    code = "from autograder import cli, commands; commands.report = lambda a: print('x' * 100_000) or 0; raise SystemExit(cli.main(['report', '.']))"
    read, write = os.pipe()
    os.close(read)
    found = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, stdout=write, stderr=subprocess.PIPE, timeout=60)
    os.close(write)
    assert (found.returncode, found.stderr) == (0, b"")
