"""Merge two versions of a text that have a common base, line by line, as `diff3 -m` does."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Merge:
    """A merged text, and how many places conflict; those hold both versions between marks."""

    text: str
    conflicts: int


def merge(base: str, mine: str, theirs: str, mine_name: str = "yours", theirs_name: str = "nnhw") -> Merge:
    """Return `mine` with the changes that lead from `base` to `theirs`."""
    b, m, t = (text.splitlines(keepends=True) for text in (base, mine, theirs))
    lines: list[str] = []
    conflicts = 0
    at_base = at_mine = at_theirs = 0
    for base_line, mine_line, theirs_line, size in [*_common(b, m, t), (len(b), len(m), len(t), 0)]:
        changed = b[at_base:base_line], m[at_mine:mine_line], t[at_theirs:theirs_line]
        merged = _merged(*changed)
        if merged is None:
            conflicts += 1
            merged = _marked(changed[1], changed[2], mine_name, theirs_name)
        lines += merged + b[base_line : base_line + size]
        at_base, at_mine, at_theirs = base_line + size, mine_line + size, theirs_line + size
    return Merge("".join(lines), conflicts)


def _common(base: list[str], mine: list[str], theirs: list[str]) -> list[tuple[int, int, int, int]]:
    """Return the runs of lines that all three have: where each begins in base, mine and theirs, and how long it is."""
    in_mine, in_theirs = (_positions(base, other) for other in (mine, theirs))
    runs: list[tuple[int, int, int, int]] = []
    for line in sorted(set(in_mine) & set(in_theirs)):
        start = (line, in_mine[line], in_theirs[line])
        if runs and all(x + runs[-1][3] == y for x, y in zip(runs[-1], start)):
            runs[-1] = (*runs[-1][:3], runs[-1][3] + 1)
        else:
            runs.append((*start, 1))
    return runs


def _positions(base: list[str], other: list[str]) -> dict[int, int]:
    """Return line of base → the same line of the other text, as far as they match."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {block.a + k: block.b + k for block in blocks for k in range(block.size)}


def _merged(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """Return the lines if one side alone changed, or both alike; None in a conflict."""
    if theirs in (base, mine):
        return mine
    return theirs if mine == base else None


def _marked(mine: list[str], theirs: list[str], mine_name: str, theirs_name: str) -> list[str]:
    whole = [*mine, "=======\n", *theirs]
    whole = [line if line.endswith("\n") else line + "\n" for line in whole]
    return [f"<<<<<<< {mine_name}\n", *whole, f">>>>>>> {theirs_name}\n"]
