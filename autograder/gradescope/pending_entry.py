"""What instructors read on Gradescope of credit that a person decides on: whose error, and the points it would be."""

from __future__ import annotations

from typing import Any

from autograder.judge.pending_credit import listed
from autograder.judge.result import Doubt, QuestionResult, Result


def pending_entry(result: Result) -> dict[str, Any] | None:
    """An entry that instructors alone see, without points; None where nothing waits for a person."""
    pending = [(one, one.awaits) for one in result.questions if one.awaits is not None]
    trusted = [(one, one.on_trust) for one in result.questions if one.on_trust is not None and one.override is None]
    if not pending and not trusted:
        return None
    more = sum(doubt.points - doubt.without for _, doubt in pending)
    lines = [_line(one, doubt, "not paid yet") for one, doubt in pending]
    lines += [_line(one, doubt, "paid meanwhile") for one, doubt in trusted]
    return {
        "name": f"Credit that a person decides on: {more:g} points pending",
        "output": "\n\n".join(
            [*lines, "Look at these functions: were they tried? Then set the points, or leave them."]
        ),
        "output_format": "text",
        "visibility": "hidden",
    }


def _line(question: QuestionResult, doubt: Doubt, paid: str) -> str:
    """One question: "q4_forward: 4 of 4 points once backward is right, 0 without; not paid yet"."""
    lenders = [lender.function for lender in doubt.lenders]
    are = "is" if len(lenders) == 1 else "are"
    with_it = f"{doubt.points:g} of {question.max:g} points once {listed(lenders)} {are} right"
    return f"{question.id}: {with_it}, {doubt.without:g} without; {paid}."
