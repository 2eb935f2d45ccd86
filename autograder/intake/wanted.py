"""What an assignment asks for, as plain data: all that reading a submission needs to know of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.questions.schema import Assignment


@dataclass(frozen=True)
class Wanted:
    """The names that an assignment's questions ask for.

    Attributes:
        owned: names that a student defines.
        ids: all questions; by_hand: those that are answered in words.
        others: names and ids of the other assignments, by assignment.
    """

    assignment: str
    owned: frozenset[str]
    ids: tuple[str, ...]
    by_hand: tuple[str, ...]
    others: tuple[tuple[str, frozenset[str]], ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Return the same as JSON can hold it."""
        others = [[name, sorted(names)] for name, names in self.others]
        return {**asdict(self), "owned": sorted(self.owned), "others": others}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Wanted:
        """Return the inverse of `to_plain`."""
        others = tuple((name, frozenset(names)) for name, names in plain["others"])
        return cls(plain["assignment"], frozenset(plain["owned"]), tuple(plain["ids"]), tuple(plain["by_hand"]), others)


def wanted_of(assignment: Assignment) -> Wanted:
    """Return what `assignment` asks for."""
    from autograder import questions  # imports NumPy, which reading does without

    others = [questions.find(name) for name in questions.names() if name != assignment.name]
    return Wanted(
        assignment.name,
        frozenset(assignment.owner),
        assignment.ids,
        tuple(question.id for question in assignment.questions if question.by_hand),
        tuple((other.name, frozenset({*other.owner, *other.ids})) for other in others),
    )
