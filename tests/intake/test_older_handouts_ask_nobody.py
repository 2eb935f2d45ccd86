"""Prose of another version of the hand-out is not a student's: nobody is asked about it."""

import json
import re
from pathlib import Path

import pytest

from autograder.intake import read_submission
from autograder.intake.handout import handout_of
from autograder.intake.written_answers import without_reworded

PROJECT = Path(__file__).resolve().parents[2]
NAMES = ["chain_rule", "forward_backward", "initialization", "trainability"]
OWN = "I think early layers starve because each sigmoid multiplies by at most a quarter, so nothing arrives below."


def reworded(text, step):
    """Return `text` with every `step`-th word replaced."""
    words = re.split(r"(\s+)", text)
    return "".join("changed" if i % (2 * step) == 0 and word.isalpha() else word for i, word in enumerate(words))


@pytest.mark.parametrize("step", [9, 15, 40])
@pytest.mark.parametrize("name", NAMES)
def test_reworded_handout_flags_nothing(name, step):
    notebook = json.loads((PROJECT / "assignments" / name / f"{name}.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and not cell["metadata"].get("tags"):
            cell["source"] = reworded("".join(cell["source"]), step)
            cell["id"] = "old-" + cell["id"][:40]
    submission = read_submission(json.dumps(notebook).encode(), name, f"{name}.ipynb")
    assert not submission.needs_review
    assert len(submission.unattributed.split()) < 60


@pytest.mark.parametrize("name", NAMES)
def test_prose_of_ones_own_is_kept(name):
    assert without_reworded(OWN, handout_of(name)) == OWN
