"""The rubric of a question by hand, from the solution's `<!-- BEGIN RUBRIC -->` block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder import paths

_RUBRIC = re.compile(r"<!-- BEGIN RUBRIC -->(.*?)<!-- END RUBRIC -->", re.DOTALL)


def rubric_of(assignment: str, question: str, folder: Path | None = None) -> str:
    """The rubric in Markdown; empty if the solution is not there or has none."""
    path = folder / f"{assignment}.py" if folder else paths.solution(f"{assignment}.py")
    if not path.is_file():
        return ""
    text = re.sub(r"^# ?", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    section = re.search(rf"^## {re.escape(question)}\b(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    found = _RUBRIC.search(section[1]) if section else None
    return found[1].strip() if found else ""


@dataclass(frozen=True)
class RubricBox:
    """What a grader ticks: what an answer has to say, and the points for it."""

    points: float
    text: str


_BOX = re.compile(r"^[-*] \*\*(\d+(?:\.\d+)?) points?:?\*\*:?\s*(.*)")
_SHARE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?|\.\d+) for\b:?\s*")


def boxes_of(rubric: str) -> tuple[RubricBox, ...]:
    """Return the boxes of a rubric: each list item `- **1 point:** …`, or its shares (`1 for: …; 0.5 for: …`) if they sum up."""
    return tuple(box for line in rubric.splitlines() if (found := _BOX.match(line)) for box in _boxes(*found.groups()))


def _boxes(points: str, text: str) -> Iterator[RubricBox]:
    shares = list(_SHARE.finditer(text))
    if len(shares) < 2 or abs(sum(float(share[1]) for share in shares) - float(points)) > 1e-9:
        yield RubricBox(float(points), text)
        return
    about = text[: shares[0].start()].strip(" .;,:")
    ends = [*(share.start() for share in shares[1:]), len(text)]
    for share, end in zip(shares, ends):
        yield RubricBox(
            float(share[1]),
            f"{about}: {text[share.end() : end].strip(' .;,')}" if about else text[share.end() : end].strip(" ;,"),
        )
