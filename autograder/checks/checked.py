"""The result of one question's public checks, displayed as a panel in a notebook and as text elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .check_panel import panel
from .check_text import full_text
from .findings import Finding


@dataclass(frozen=True)
class CheckedPart:
    """The result of one part: its first public case that is not right, or its first case if all are right."""

    name: str
    finding: Finding
    ask: dict[str, Any]
    expect: dict[str, Any] = field(default_factory=dict)
    got: Any = None
    line: str = ""  # of the student's code that raised an exception
    transposed: bool = False


@dataclass(frozen=True)
class Checked:
    """The results of one question's public checks."""

    id: str
    title: str
    parts: tuple[CheckedPart, ...]
    note: str = ""
    hints: tuple[str, ...] = ()
    reads_only: bool = False  # the public cases only check that the answer can be read
    advice: str = ""  # how to find out whether an answer is right that can only be read here
    origin: str = ""  # a sentence on a likely cause: a function of an earlier question that it calls and that fails

    @property
    def right(self) -> bool:
        return all(part.finding.right for part in self.parts) and not self.note

    @property
    def blank(self) -> bool:
        """Return True if no part is written yet."""
        return not self.right and all(part.finding.verdict == "missing" for part in self.parts)

    @property
    def wrong(self) -> list[CheckedPart]:
        """Return the parts that are not right."""
        return [part for part in self.parts if not part.finding.right]

    def __repr__(self) -> str:
        return full_text(self)

    def _repr_html_(self) -> str:
        return panel(self)
