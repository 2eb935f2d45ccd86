"""Assert the judge's verdicts in the zip's test files; the plugin puts the verdicts into their environment."""

from __future__ import annotations

from typing import Any

from autograder.judge.result import Result

# The name under which the plugin's cell leaves the verdicts in otter's kernel. No student code runs there.
VERDICTS = "nnhw_verdicts"
PASSED = ""


def verdicts(result: Result) -> dict[str, Any]:
    """Return question → part → "public" or "hidden" → "" if right, else the sentence on what is wrong."""
    return {
        question.id: {
            part.name: {
                "public": PASSED if part.public_verdict == "right" else part.message or "This is not right yet.",
                "hidden": PASSED if part.verdict == "right" else part.gap or part.message or "This is not right yet.",
            }
            for part in question.parts
        }
        for question in result.questions
    }


def require(environment: dict[str, Any], question: str, part: str, cases: str) -> None:
    """Raise AssertionError with the judge's sentence unless the "public" or "hidden" `cases` of a part are right."""
    judged = environment.get(VERDICTS)
    if judged is None:
        raise AssertionError("No verdicts: grade with the plugin that otter_config.json lists.")
    sentence = judged["questions"].get(question, {}).get(part, {}).get(cases, judged["message"])
    if sentence != PASSED:
        raise AssertionError(sentence)
