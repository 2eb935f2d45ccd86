"""A student document as a Python file: prompts in plain words as comments, experiments behind a switch."""

from __future__ import annotations

import textwrap

from autograder.content.document import Document, Passage
from autograder.content.percent_source import ContentError
from autograder.content.plain_text import plain_text
from autograder.latex_to_text import NoPlainForm

HEAD = """\
# {name}.py
#
# The same questions as in {name}.ipynb, with the prompts in plain words.
# Hand in this file or the notebook, not both.
# Write your answers where you see `...` or empty quotes. Then, in a terminal:
#
#     python {name}.py                runs the public checks, explains the first that fails
#     python {name}.py {first:<15}explains that question
#     python {name}.py experiments    runs the experiments between the questions as well
#
# Where the text says "cell", it means the next block of code.

import sys

{imports}

EXPERIMENTS = "experiments" in sys.argv[1:]

if __name__ == "__main__":
    try:
        from checks.partial_file import judge_what_is_there
    except ImportError:
        sys.exit("The folder checks/ is not here: unzip {name}-student.zip and work in the folder it makes.")
    judge_what_is_there(__file__, globals())  # should an exception end this file early
"""
TAIL = """\
if __name__ == "__main__":
    from checks.self_check import main

    sys.exit(main(__file__, globals()))
"""


def stub(document: Document) -> str:
    """The stub of a student document; it runs when blank, and prints nothing but the checks.

    Raises:
        ContentError: a formula has no plain form.
    """
    first = next((passage.question for passage in document.passages if passage.question), "q1").partition("_")[0]
    blocks = [HEAD.format(name=document.name, imports=document.imports, first=first).rstrip()]
    blocks += [block for passage in document.passages if (block := _block(passage, document.file))]
    return "\n\n\n".join([*blocks, TAIL.format(name=document.name)])


def _block(passage: Passage, file: str) -> str:
    if passage.role == "figure":
        return ""
    if passage.role in ("run", "example"):
        return "if EXPERIMENTS:\n" + textwrap.indent(passage.source, "    ")
    if passage.role == "written":
        return f'{passage.question} = """\n\n"""'
    return passage.source if passage.is_code else _comment(passage, file)


def _comment(passage: Passage, file: str) -> str:
    """Prose as a block of comments; headings keep a second `#`."""
    try:
        lines = plain_text(passage.source).splitlines()
    except NoPlainForm as error:
        raise ContentError(
            f"{file}, line {passage.line}: {error} has no plain form; write it otherwise or add it to plain_math.py."
        ) from None
    if passage.source.startswith("#"):
        lines[0] = "# " + lines[0]
    return "\n".join(f"# {line}".rstrip() if not line.startswith("# ") else f"#{line}" for line in lines)
