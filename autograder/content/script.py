"""Write a student document as a Python file: prompts as comments in plain words, experiments on request."""

from __future__ import annotations

import json
import re
import textwrap
from dataclasses import replace

from autograder.content.document import Document, Passage
from autograder.content.percent_source import ContentError
from autograder.content.plain_text import plain_text
from autograder.content.public_checks import used_in
from autograder.content.sources import code_of
from autograder.content.student_document import by_command
from autograder.latex_to_text import NoPlainForm

HEAD = """\
# /// script
# requires-python = ">=3.10"
# dependencies = ["numpy"]
# ///
#
# {name}.py
#
# The same questions as in {name}.ipynb, with the prompts in plain words.
# Hand in this file or the notebook, not both.
# Write your answers where you see `...` or empty quotes. Then, in a terminal:
#
#     python {name}.py                runs the public checks, explains the first that fails
#     python {name}.py {first:<15}explains that question
{hint}#     python {name}.py experiments    runs the experiments between the questions as well
#
# Where uv is installed, `uv run {name}.py` does the same without any set-up.
# Should Python refuse to start the file at all, `python public_checks.py` says why.
# Where the text says "cell", it means the next block of code; experiments print what they show, from top to bottom.

import sys

if sys.version_info < (3, 10):
    sys.exit("This homework needs Python 3.10 or newer; this is Python %d.%d." % sys.version_info[:2])
try:
{imports}
except ImportError:
    sys.exit("NumPy is not installed. Type  pip install numpy  and run this file again.")

EXPERIMENTS = "experiments" in sys.argv[1:]

if __name__ == "__main__":
    try:
        from public_checks import {names}
    except ImportError:
        sys.exit("The file public_checks.py is not here: unzip {name}-student.zip and work in the folder it makes.")
    judge_what_is_there(__file__, globals())  # should an exception end this file early
"""
HINT = """\
#     python {name}.py {hint:<15}shows a hint for it
"""
TAIL = """\
if __name__ == "__main__":
    sys.exit(main(__file__, globals()))
"""


def stub(document: Document, *, hints: bool = True) -> str:
    """Return the stub of a student document. It runs while blank, and prints only the checks.

    Args:
        document: the student document, without solutions.
        hints: whether questions have hints; if so, the head shows the command for one.

    Raises:
        ContentError: a formula has no plain form.
    """
    first = next((passage.question for passage in document.passages if passage.question), "q1").partition("_")[0]
    imports = textwrap.indent(document.imports, "    ")
    names = ", ".join(["judge_what_is_there", "main", *used_in(code_of(document))])
    hint = HINT.format(name=document.name, hint=f"hint {first}") if hints else ""
    blocks = [HEAD.format(name=document.name, imports=imports, first=first, hint=hint, names=names).rstrip()]
    label = document.name
    labels = []
    for passage in document.passages:
        label = _heading_in(passage) or label
        labels.append((passage.question.partition("_")[0] or label) if passage.role in ("run", "example") else "")
    for number, passage in enumerate(document.passages):
        label, count = labels[number], labels.count(labels[number])
        which = f" ({labels[: number + 1].count(label)} of {count})" if count > 1 else ""
        if block := _block(passage, document, label + which):
            blocks.append(block)
    return "\n\n\n".join([*blocks, TAIL.format(name=document.name)])


def _heading_in(passage: Passage) -> str:
    """Return the last heading in a passage of prose, in plain text and without its points; "" if it has none."""
    headings = [] if passage.is_code else re.findall(r"^##+ +(.+)$", passage.source, re.MULTILINE)
    return plain_text(re.sub(r" \([\d.]+ points?[^)]*\)", "", headings[-1])).strip() if headings else ""


def _block(passage: Passage, document: Document, label: str) -> str:
    if passage.role == "figure":
        return "# Here the notebook draws a picture; this file does not."
    if passage.role in ("run", "example"):
        said = json.dumps(f"\n== {label} ==", ensure_ascii=False)
        return f"if EXPERIMENTS:\n    print({said})\n" + textwrap.indent(passage.source, "    ")
    if passage.role == "written":
        return f'{passage.question} = """\n\n"""'
    if passage.is_code:
        return passage.source
    source = by_command(passage.source, document.name, passage.question) if passage.question else passage.source
    return _comment(replace(passage, source=source), document.file)


def _comment(passage: Passage, file: str) -> str:
    """Return prose as a block of comments; headings keep a second `#`."""
    try:
        lines = plain_text(passage.source).splitlines()
    except NoPlainForm as error:
        raise ContentError(
            f"{file}, line {passage.line}: {error} has no plain form; write it differently, or add it to latex_to_text.py."
        ) from None
    if passage.source.startswith("#"):
        lines[0] = "# " + lines[0]
    return "\n".join(f"# {line}".rstrip() if not line.startswith("# ") else f"#{line}" for line in lines)
