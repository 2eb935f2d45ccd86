"""A stub is read in any encoding, parsed but never run."""

import pytest

from autograder.intake import Unreadable
from autograder.intake.script import read_script, string_variables


@pytest.mark.parametrize(
    ("encoding", "first"),
    [
        ("utf-8", ""), ("utf-8-sig", ""), ("utf-16", ""), ("cp1252", ""),
        ("latin-1", "# -*- coding: latin-1 -*-\n"), ("cp437", "#!/usr/bin/python\n# vim: set fileencoding=cp437 :\n"),
        ("shift_jis", "# coding=shift_jis\n"),
    ],
)  # fmt: skip
def test_a_script_is_read_in_its_declared_or_any_common_encoding(encoding, first):
    word = "名前" if encoding == "shift_jis" else "déjà"
    text = f"{first}x = '{word}'\n"
    assert read_script(text.encode(encoding), "work.py") == text


@pytest.mark.parametrize("name", ["rot13", "base64", "no-such-codec", "hex"])
def test_a_declared_encoding_that_yields_no_text_is_passed_over(name):
    assert read_script(f"# coding: {name}\nx = 1\n".encode(), "work.py").endswith("x = 1\n")


def test_crlf_becomes_newlines():
    assert read_script(b"x = 1\r\ny = 2\r\n", "work.py") == "x = 1\ny = 2\n"


def test_a_syntax_error_is_unreadable_and_names_its_line():
    with pytest.raises(Unreadable, match=r"work.py, line 2: .*hand it in again"):
        read_script(b"import math\ndef f(:\n", "work.py")


@pytest.mark.parametrize("text", ["", "\n\n", "x = '\0'", "(" * 100_000, "-" * 200_000 + "1", "x" + ".a" * 200_000])
def test_a_hostile_or_empty_script_gets_a_sentence(text):
    with pytest.raises(Unreadable) as refusal:
        read_script(text.encode(), "work.py")
    assert "None" not in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('q = "a"', "a"), ("q = '''a\nb'''", "a\nb"), ('q = ("a" "b")', "ab"), ('q = "a" + "b"', "ab"),
        ('q: str = "a"', "a"), ('p = q = "a"', "a"), ('q = dedent("""a""")', "a"), ('q = " a ".strip()', " a "),
        ('q = "old"\nq = "new"', "new"), ("q = 3", None), ("q = input()", None), ("q = __import__('os').name", None),
        ('if True:\n    q = "a"', None), ("q = ...", None), ("q = f'{1}'", None), ("q = (", None),
        ("q = " + "+".join(['"a"'] * 5000), None),
    ],
)  # fmt: skip
def test_string_variables_come_from_the_syntax_alone(text, found):
    assert string_variables(text).get("q") == found


def test_an_invalid_escape_warns_nobody():
    assert read_script(b'x = "\\d"\n', "work.py")


def test_a_notebooks_lines_in_a_file_are_read_as_in_the_notebook():
    text = read_script(b"%matplotlib inline\n!pip install numpy\ndef f():\n    return 1\n", "work.py")
    assert "run_line_magic('matplotlib', 'inline')" in text and text.count("\n") == 4


def test_what_is_no_python_even_so_is_refused_as_python_says():
    with pytest.raises(Unreadable, match="line 2: invalid syntax"):
        read_script(b"%matplotlib inline\ndef f(:\n", "work.py")
