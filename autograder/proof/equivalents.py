"""Mutants that keep their points because they are right answers too, each with the reason."""

from __future__ import annotations

from autograder.proof.mutants import Mutant

# (question, changed line before and after) → why it is right.
EQUIVALENT: dict[tuple[str, str], str] = {}


def reason_for(mutant: Mutant) -> str:
    """Why a surviving mutant is a right answer; empty if no reason is known."""
    return EQUIVALENT.get((mutant.question, mutant.change), "")
