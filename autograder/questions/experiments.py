"""Experiments: what a student may try next, in words, and the same as code by which `nnhw check` sees that it exposes.

An experiment is shown for a failing part, and for a recognized slip only if what it shows there differs visibly from what
a right answer shows. The code runs beside the functions that the assignment asks for; it sets `shown`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Experiment:
    """One experiment.

    Args:
        text: what to do and what to look at; no formula of an answer and no number of a hidden case.
        code: the same in Python; `shown` is what a person then looks at. `formula(answers, **symbols)` puts numbers into
            written answers.
        parts: the parts that it is about; all of the question without any.
    """

    text: str
    code: str
    parts: tuple[str, ...] = ()
