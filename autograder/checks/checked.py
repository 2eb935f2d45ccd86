"""What the public checks found of one question; it shows itself as a panel in a notebook and as text elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .check_panel import panel
from .check_text import full_text
from .findings import Finding


@dataclass(frozen=True)
class CheckedPart:
    """One part: its first public case that is not right, or its first case; what it asked, expected and got."""

    name: str
    finding: Finding
    ask: dict[str, Any]
    expect: dict[str, Any] = field(default_factory=dict)
    got: Any = None
    line: str = ""  # of the student's code that raised
    transposed: bool = False


@dataclass(frozen=True)
class Checked:
    """One question's public checks."""

    id: str
    title: str
    parts: tuple[CheckedPart, ...]
    note: str = ""
    hints: tuple[str, ...] = ()
    reads_only: bool = False  # do the public cases say no more than that the answer can be read?
    origin: str = ""  # of what is wrong, perhaps: a function of another question that it calls and that fails itself

    @property
    def right(self) -> bool:
        return all(part.finding.right for part in self.parts) and not self.note

    @property
    def blank(self) -> bool:
        """Is nothing written yet?"""
        return not self.right and all(part.finding.verdict == "missing" for part in self.parts)

    @property
    def wrong(self) -> list[CheckedPart]:
        """The parts that are not right."""
        return [part for part in self.parts if not part.finding.right]

    def __repr__(self) -> str:
        return full_text(self)

    def _repr_html_(self) -> str:
        return panel(self)
