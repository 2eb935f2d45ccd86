"""Find the names that a student's functions may use, and whether they could keep anything between calls.

The judge uses the result only to skip work: a question that reaches no function of another question gains nothing from
a correct one. In doubt a name counts as used. Facts from the reader of a submission are announced here, so that the
judge does not parse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from autograder.intake.analysis.facts import TOO_DEEP, Facts
from autograder.intake.analysis.purity import PURE_BUILTINS
from autograder.intake.analysis.statements import KnownTexts, statements_of

# With these a function can reach any name without mentioning it.
_REFLECTION = frozenset(
    [
        "eval",
        "exec",
        "globals",
        "locals",
        "vars",
        "getattr",
        "sys",
        "inspect",
        "importlib",
        "__import__",
        "__globals__",
        "__dict__",
        "__builtins__",
    ]
)
# Characters of code that are analyzed; nothing is known about longer code, such as large modules beside the work.
MOST = 500_000
_known: KnownTexts[tuple[Facts, ...]] = KnownTexts(1_000_000)
_waiting: dict[tuple[str, ...], Callable[[], Sequence[tuple[Facts, ...]]]] = {}


def announce(sources: Sequence[str], analysis: Callable[[], Sequence[tuple[Facts, ...]]]) -> None:
    """Register a function that returns the facts of `sources` without parsing; it is called when they are needed."""
    _waiting.clear()
    _waiting[tuple(sources)] = analysis


def facts_in(sources: Iterable[str]) -> list[tuple[Facts, ...]]:
    """Return the facts of each source's statements."""
    sources = tuple(sources)
    analysis = _waiting.get(sources)
    if analysis is not None:
        known = list(analysis())
        if len(known) == len(sources):
            return known
    return [_facts_of(source) for source in sources]


def _facts_of(source: str) -> tuple[Facts, ...]:
    known = _known.get(source)
    if known is None:
        known = _known.put(source, tuple(dict.fromkeys(one.facts for one in statements_of(source))))
    return known


def reached(sources: Iterable[str], names: Iterable[str]) -> set[str] | None:
    """Return all names used in the definitions of `names` and of those found there; None if that could be any name.

    Args:
        sources: the cells of a submission and the text of its modules.
        names: the functions to start from.
    """
    sources = tuple(sources)
    if sum(map(len, sources)) > MOST:
        return None
    words: dict[str, set[str]] = {}
    for facts in (statement for source in facts_in(sources) for statement in source):
        for name in facts.touches:
            words.setdefault(name, set()).update(facts.uses)
    reachable: set[str] = set()
    waiting = set(names)
    while waiting:
        reachable |= waiting
        waiting = set().union(*(words.get(name, set()) for name in waiting)) - reachable
    return None if reachable & _REFLECTION else reachable


def remembers_nothing(sources: Iterable[str], names: Iterable[str]) -> bool:
    """Return whether the functions `names`, and all that they use, surely keep nothing between two calls.

    Args:
        sources: the cells of a submission and the text of its modules.
        names: the functions to start from.
    """
    bindings: dict[str, list[tuple[bool, frozenset[str]]]] = {}
    for facts in (statement for source in facts_in(sources) for statement in source):
        if facts.error is not None and facts.error.message == TOO_DEEP:
            return False
        for name, constant, reads in facts.bindings:
            bindings.setdefault(name, []).append((constant, reads))
    seen: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        seen.add(name)
        if name not in bindings and name not in PURE_BUILTINS:
            return False
        for constant, reads in bindings.get(name, ()):
            if not constant:
                return False
            waiting |= reads - seen
    return True
