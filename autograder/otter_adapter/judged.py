"""What the zip's test files assert: the judge's verdicts, which the plugin has put into the environment."""

from __future__ import annotations

from typing import Any

from autograder.judge.result import Result

# The name under which the plugin's cell leaves the verdicts in otter's kernel. No student code runs there.
VERDICTS = "nnhw_verdicts"
PASSED = ""


def verdicts(result: Result) -> dict[str, Any]:
    """Question → part → {"public", "hidden"} → "" if right, else the sentence that says what is wrong."""
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
    """Raise AssertionError, with the judge's sentence, unless the "public" or "hidden" `cases` of a part are right."""
    found = environment.get(VERDICTS)
    if found is None:
        raise AssertionError("No verdicts: grade with the plugin that otter_config.json lists.")
    sentence = found["questions"].get(question, {}).get(part, {}).get(cases, found["message"])
    if sentence != PASSED:
        raise AssertionError(sentence)
