"""Write the student folder's README: three ways to start, how to check, what to hand in."""

from __future__ import annotations

from autograder.content.document import Document
from autograder.content.public_checks import reads_only
from autograder.questions.schema import Assignment

TEXT = """\
# {title}

Work in **one** of two files, whichever you like: they ask the same questions for the same points.

- `{name}.ipynb`, a notebook, with {holds};
- `{name}.py`, a plain Python file, with the same prompts in plain words (also the best way in for a screen reader).

## Three ways to start

1. **Notebook on your machine.** Unzip the folder, keep its files together, open `{name}.ipynb` in JupyterLab or VS Code,
   and run the first cell. You need Python 3.10 or newer with {packages} (`pip install jupyterlab {install}`);
   otter-grader is optional.
2. **Notebook on Colab.** Upload `{name}.ipynb` and run the first cell; it asks for the file `{name}-student.zip` that you were
   given, because the checks are in it. Nothing else needs installing.
3. **Plain Python.** Edit `{name}.py` in any editor and run `python {name}.py`. It needs only NumPy. (Where uv is installed,
   `uv run {name}.py` needs no set-up.)

## Checking your work

Each question has public checks: `grader.check("{first}")` in the notebook, `python {name}.py` in a terminal. {checks}
{by_hand}
## Handing in

Save your work. In the notebook, restart the kernel and run all cells once. Then hand in `{name}.ipynb` or `{name}.py`, not
both. You may hand in again as often as the deadline allows.
"""
CHECKS = """\
They compare
your answers with a few known ones. Your score comes from additional hidden tests (other sizes, extreme values, integers), so
test your work on inputs of your own, too. `python {name}.py hint {short}` shows a hint."""
QUIZ_CHECKS = """\
They only say
whether an answer can be read, not whether it is correct."""
BY_HAND = """
{ids} is answered in words and read by a person: in the notebook, write in the cell that says so; in `{name}.py`, write between
the quotes.
"""


def readme(assignment: Assignment, document: Document) -> str:
    """Return the README of a student folder.

    Args:
        assignment: the assignment as the course gives it.
        document: the student document; it shows whether Matplotlib is needed.
    """
    by_hand = " and ".join(f"`{question.id}`" for question in assignment.questions if question.by_hand)
    first = next(question.id for question in assignment.questions if not question.by_hand)
    quiz = reads_only(assignment)
    roles = {passage.role for passage in document.passages}
    draws = "figure" in roles
    holds = ["formulas", *["figures"] * draws, *["experiments"] * bool(roles & {"run", "example"})]
    return TEXT.format(
        title=assignment.title,
        name=assignment.name,
        first=first,
        holds=" and ".join(filter(None, [", ".join(holds[:-1]), holds[-1]])),
        packages="NumPy and Matplotlib" if draws else "NumPy",
        install="numpy matplotlib" if draws else "numpy",
        checks=(QUIZ_CHECKS if quiz else CHECKS).format(name=assignment.name, short=first.partition("_")[0]),
        by_hand=BY_HAND.format(ids=by_hand, name=assignment.name) if by_hand else "",
    )
