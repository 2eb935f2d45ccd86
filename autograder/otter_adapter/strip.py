"""Solutions out of code, by otter's own rules for its markers."""

from __future__ import annotations


def without_solution(source: str) -> str:
    """`source` with `...` in place of what otter's `# SOLUTION` and `# BEGIN SOLUTION` … `# END SOLUTION` mark."""
    from otter.assign.solutions import replace_solutions

    return "\n".join(replace_solutions(source.splitlines(), "python"))
