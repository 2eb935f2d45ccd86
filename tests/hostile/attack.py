"""One hostile submission."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from baseline import CELLS, PRELUDE


@dataclass(frozen=True)
class Attack:
    """`cell` runs after the honest cells; `%(repository)s`, `%(vault)s`, `%(port)d` in it are filled in.

    `files` lie beside the notebook. `probe` names a graded function whose call carries the attack out, "" if the cell
    does. `handed_in` is a name and the bytes of one file that takes the place of all that. The vault holds a classmate's work, a results file and the key, readable by the grader's own user.
    """

    family: str
    name: str
    cell: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    probe: str = "dy_dz"
    first: bool = False
    handed_in: tuple[str, bytes] = ("", b"")

    def cells(self, **places: object) -> tuple[str, ...]:
        """The whole submission, cell by cell."""
        cell = self.cell
        for name, value in places.items():
            cell = cell.replace(f"%({name})s", str(value))
        return (PRELUDE, cell, *CELLS) if self.first else (PRELUDE, *CELLS, cell)


def table(family: str, attacks: Mapping[str, str], **common: object) -> list[Attack]:
    """Attacks of one family, by name."""
    return [Attack(family, name, cell.strip("\n"), **common) for name, cell in attacks.items()]
