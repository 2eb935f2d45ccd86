"""Test the translation of IPython's syntax against IPython's own, and that valid Python is not changed."""

import ast

import pytest

from autograder.sandbox.ipython_syntax import as_python

transformer = pytest.importorskip("IPython.core.inputtransformer2").TransformerManager()

SOURCES = [
    "%matplotlib inline",
    "%time x = 3",
    "    %indented",
    "  x = 1\n  if x:\n      !ls",
    "\n\n   x = 1\n   y = 2",
    ">>> x = 1\n>>> if x:\n...     y = 2\n",
    "!ls -la {x}",
    "x = !ls",
    "x = %pwd",
    "a, b = %time 1, 2",
    "d = {}\nd.k = !ls",
    "print?",
    "np.dot?",
    "?np.dot",
    "if True:\n    !ls\n    x = 1\n    %time y = 2",
    "def f():\n    '''\n    %not a magic\n    !nor this\n    '''\n    return 1\n%magic",
    "x = [\n    1,\n    2 %\n    3,\n]\n%magic",
    "s = 'it''s # no comment'\n!ls",
    "y = 5 \\\n    % 3\n!ls",
    "x = 1  # a question?\n!ls",
    'text = """\nwhat?\n"""\n%magic after',
    "a = 3; b = '%d' % a\n!echo $a",
    "f(\"!\", '%x')\n%magic",
    'x = "\\""\n%magic',
    "try:\n    import google.colab\n    !pip install x\nexcept ImportError:\n    pass",
]

PYTHON = ["x = 5 % 3", "a = '%d' % 3\nb = a", "x != 3\nx %= 4", "s = '''\n!ls\n'''", "x = (3\n% 2)", "await f()", "# ?"]


def calls(source):
    """Return the program's calls, assignments and blocks, without `getoutput`'s splitting."""
    text = ast.unparse(ast.parse(source))
    return text.replace("get_ipython().run_line_magic('pinfo', 'print')", "PINFO")


@pytest.mark.parametrize("source", SOURCES)
def test_it_reads_as_in_ipython(source):
    assert calls(as_python(source)) == calls(transformer.transform_cell(source + "\n"))


@pytest.mark.parametrize("source", SOURCES)
def test_line_numbers_stay(source):
    assert as_python(source).count("\n") == source.count("\n")


@pytest.mark.parametrize("source", PYTHON)
def test_python_is_left_alone(source):
    assert as_python(source) == source
