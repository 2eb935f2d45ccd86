"""The environment of a mistake: in which kind of call an answer is wrong, while it is right in all the others.

The wrong cases of a part are compared with the kinds of calls that its function's domain distinguishes: sizes,
integers, zeros, signs, equal arguments. A kind is named only if the cases bear it out: every wrong case is of it, and
no right one. What is said names arguments and sizes as the homework does, and no number of a hidden case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from autograder.checks.tolerance import tolerance
from autograder.judge.cases import QuestionCases
from autograder.judge.verdict import JudgedCase, JudgedPart, JudgedQuestion
from autograder.questions.domain import ANY_SHAPE, Argument, Domain, is_integer
from autograder.questions.regimes import Facts
from autograder.questions.schema import Call, Case

NUMERIC = frozenset({"number", "vector", "matrix", "array"})
SHOWS = 1e-3  # the largest tolerance, as a share of the truth, of an entry in which a mistake shows
FEWEST = 3  # wrong cases from which on a kind may be named that right cases share
FEWEST_RIGHT = 2  # right cases of a kind other than a size: a mistake is right in one case by chance
SHARED = 0.34  # the largest share of right cases in such a kind
SIZES = (1, 2, 3, 4, 5, 6, 8, 10)  # which a loop or a shape may have been written for
LETTERS = frozenset("dhn")  # which the homework itself uses


@dataclass(frozen=True)
class Kind:
    """A kind of call: its name after "when", which of a part's cases are of it, whether it is about a size or a zero."""

    phrase: str
    inside: np.ndarray
    of_size: bool = False
    of_zero: bool = False
    loose: bool = False  # a bound that another mistake meets by chance
    least: int = 1  # cases that are of the kind, and that are not, for it to be named where more is known

    def is_borne_out(self, use: np.ndarray) -> bool:
        """Return whether enough of these cases are of the kind, and enough are not."""
        inside = self.inside[use]
        return bool(min(inside.sum(), (~inside).sum()) >= self.least)


class Kinds:
    """The kinds of a part's cases, the plainest first, and a table that compares all of them with an answer at once.

    Args:
        kinds: the kinds.
        cases: how many cases there are.
        shows: in which of them a mistake would show: many mistakes meet a truth that is 0.
    """

    def __init__(self, kinds: tuple[Kind, ...], cases: int, shows: np.ndarray) -> None:
        self._kinds, self.shows = kinds, shows
        self._inside = np.array([kind.inside for kind in kinds], bool).reshape(len(kinds), cases)
        self._loose = np.array([kind.loose for kind in kinds], bool)
        self.sizes = tuple(kind for kind in kinds if kind.of_size)

    def exact(self, wrong: np.ndarray, strictly: bool) -> list[Kind]:
        """Return the kinds whose cases are the wrong ones, or the right ones among those in which a mistake shows."""
        use, same = wrong | self.shows, self._inside == wrong
        return self._those(np.all(same, axis=1) | ~np.any(same[:, use], axis=1), strictly)

    def holding(self, wrong: np.ndarray, strictly: bool) -> list[Kind]:
        """Return the kinds of which every wrong case is."""
        return self._those(np.all(self._inside[:, wrong], axis=1), strictly)

    def _those(self, chosen: np.ndarray, strictly: bool) -> list[Kind]:
        return [self._kinds[k] for k in np.flatnonzero(chosen & ~self._loose if strictly else chosen)]


def where(part: JudgedPart, question: JudgedQuestion, strictly: bool = False) -> str:
    """Return in which cases a part is wrong, as the end of a sentence: " in every case", ", but only when h = 1".

    With `strictly`, leave out kinds that another mistake meets by chance, since there is more to say already.
    """
    wrong = np.array([not one.finding.right for one in part.judged])
    if not wrong.all():
        told = _told(_kinds_of(part.judged, ("part", id(part.cases)), question.cases), wrong, strictly)
        return told or _among_all(part, question, strictly) or ", in some hidden cases"
    return _among_all(part, question, strictly) or " in every case"


def _told(kinds: Kinds, wrong: np.ndarray, strictly: bool) -> str:
    use = wrong | kinds.shows
    if wrong[use].all():
        return "" if use.all() else ", save where the right result is 0 or almost 0"
    likely = kinds.exact(wrong, strictly)
    if 2 * wrong[use].sum() > use.sum():
        # Code that is right in few calls was more often written for a size than for a sign.
        likely.sort(key=lambda kind: not (kind.of_size and np.array_equal(kind.inside[use], ~wrong[use])))
    told = (_exactly(kind, wrong, use) for kind in likely if not strictly or kind.is_borne_out(use))
    return next(filter(None, told), "") or _nearly(kinds, wrong, strictly)


def _among_all(part: JudgedPart, question: JudgedQuestion, strictly: bool) -> str:
    """Return the kind of call in which the function is wrong, by the cases of all parts: one part may ask for one kind."""
    name, key = part.wrong[0].case.ask.name, part.wrong[0].case.expect.get("item")
    same = [
        one
        for other in question.parts
        for one in other.judged
        if one.case.ask.name == name and one.case.expect.get("item") == key
    ]
    calls = {question.cases.fingerprint(one.case.ask): one for one in same}
    if len(calls) == len(part.judged):
        return ""
    bad = {question.cases.fingerprint(one.case.ask) for one in same if not one.finding.right}
    wrong = np.array([call in bad for call in calls])
    if wrong.all():
        return ""
    return _told(_kinds_of(tuple(calls.values()), ("all", name, key), question.cases), wrong, strictly)


def _exactly(kind: Kind, wrong: np.ndarray, use: np.ndarray) -> str:
    if np.array_equal(kind.inside, wrong):
        return f", but only when {kind.phrase}"
    inside, wrong = kind.inside[use], wrong[use]
    if np.array_equal(inside, ~wrong) and (kind.of_size or inside.sum() >= FEWEST_RIGHT):
        why = " (is that size fixed in your code?)" if kind.of_size else ""
        return f": it is right only when {kind.phrase}{why}"
    return ""


def _nearly(kinds: Kinds, wrong: np.ndarray, strictly: bool) -> str:
    """Return the narrowest kind that holds every wrong case and few right ones: a mistake need not show each time."""
    if wrong.sum() < FEWEST:
        return ""
    use = wrong | kinds.shows
    fixed = next((kind for kind in kinds.sizes if _is_fixed(kind.inside[use], wrong[use])), None)
    if fixed is not None:
        return f": it is right when {fixed.phrase} and hardly ever else (is that size fixed in your code?)"
    holding = kinds.holding(wrong, strictly)
    best = min(holding, key=lambda kind: (kind.inside & use).sum(), default=None)
    if best is None or (best.inside & use & ~wrong).sum() > SHARED * (best.inside & use).sum():
        return ""
    return f", only when {best.phrase}, though not every time"


def _is_fixed(inside: np.ndarray, wrong: np.ndarray) -> bool:
    """Return whether all cases of this kind are right, and few others."""
    others = (~wrong & ~inside).sum()
    few = others <= 1 if inside.sum() < FEWEST else others <= wrong.sum() / 4
    return inside.sum() > 1 and not np.any(wrong & inside) and few


def _kinds_of(judged: Sequence[JudgedCase], those: tuple[Any, ...], cases: QuestionCases) -> Kinds:
    """Return the kinds of these cases, computed once, since they depend on the calls alone."""
    key = ("environment", *those)
    if key not in cases.aside:
        domains = {domain.function: domain for domain in cases.question.domains}
        shows = np.array([_shows(one.case, cases) for one in judged])
        cases.aside[key] = Kinds(tuple(_named(judged, domains)), len(judged), shows)
    return cases.aside[key]


def _shows(case: Case, cases: QuestionCases) -> bool:
    """Return whether a wrong gradient would be wrong in this case: its truth is not 0 throughout."""
    vocabulary = cases.vocabulary.get(case.ask.name)
    expect = case.expect
    if vocabulary is None or not vocabulary.steps or expect["kind"] not in NUMERIC or "and" in expect:
        return True
    truth = np.asarray(expect["value"], float)
    return bool(np.any(tolerance(expect, truth.dtype) < SHOWS * np.abs(truth)))


def _named(judged: Sequence[JudgedCase], domains: dict[str, Domain]) -> Iterator[Kind]:
    """Yield the kinds of the cases, the plainest first, each set of cases under its first name and its first size.

    A size and an argument that is 0 are named together where their cases are the same.
    """
    seen: dict[tuple[bytes, bool], Kind] = {}
    for kind in _kinds(judged, domains):
        mark = (kind.inside.tobytes(), kind.of_size)
        size = seen.get((mark[0], True))
        if kind.of_zero and size is not None and not size.of_zero:
            seen[mark[0], True] = replace(size, phrase=f"{size.phrase} and {kind.phrase}", of_zero=True)
        elif mark not in seen and kind.inside.any() and not kind.inside.all():
            seen[mark] = kind
    yield from seen.values()


def _kinds(judged: Sequence[JudgedCase], domains: dict[str, Domain]) -> Iterator[Kind]:
    asks = [one.case.ask for one in judged]
    calls = [ask for ask in asks if isinstance(ask, Call) and ask.name in domains]
    if len(calls) == len(asks) and len({call.name for call in calls}) == 1:
        domain = domains[calls[0].name]
        yield from _of_domain(domain, [Facts(domain, call.arguments) for call in calls])
    tags = dict.fromkeys(tag for one in judged for tag in one.case.tags)
    for tag in tags:
        inside = np.array([tag in one.case.tags for one in judged])
        if tag not in UNSAID:
            yield Kind(TAGS.get(tag, _called(tag)), inside)


TAGS = {
    "integers": "there are integers among the arguments",
    "zeros": "an argument holds zeros",
    "dead zone": "there is a dead zone",
    "clipped": "losses are clipped",
}
UNSAID = frozenset({"a generator that gives one value"})  # what only a grader's own generator does


def _of_domain(domain: Domain, facts: Sequence[Facts]) -> Iterator[Kind]:
    for letter in domain.sizes:
        yield _size(domain, facts, letter, 1)
    for argument in domain.arguments:
        if argument.numeric:
            yield from _of_zeros(argument, facts)
    yield from _of_integers(domain, facts)
    yield from _of_one_integer(domain, facts)
    yield from _of_equal_arguments(domain, facts)
    for one, other in domain.compared:
        pairs = [(fact.sizes[one], fact.sizes[other]) for fact in facts]
        for sign, holds in (("=", np.equal), ("<", np.less), (">", np.greater)):
            yield Kind(
                f"{_sized(domain, one)} {sign} {_sized(domain, other)}", np.array([holds(a, b) for a, b in pairs])
            )
    for special in domain.specials:
        yield Kind(_called(special.name), np.array([bool(special.holds(*fact.call)) for fact in facts]))
    for argument in domain.arguments:
        if argument.numeric:
            yield from _of_entries(argument, facts)
    yield from _of_shapes(domain, facts)
    for letter in domain.sizes:
        yield from _of_sizes(domain, facts, letter)


def _called(name: str) -> str:
    """Return a special's name as it follows "when": a comparison as it is, a thing after "there is"."""
    return (
        name
        if any(sign in name for sign in "<>=")
        else f"there is {name}"
        if name.startswith(("a ", "an "))
        else f"the case is of this kind: {name}"
    )


def _sized(domain: Domain, letter: str) -> str:
    """Return a size's name for a student: h, steps, the number of rows of V."""
    counting = next((a.name for a in domain.arguments if a.counts == letter), "")
    if counting or letter in LETTERS:
        holder = next((a for a in domain.arguments if a.shape == ANY_SHAPE), None)
        return counting or (f"the number of entries of {holder.name}" if holder and letter == "n" else letter)
    holder = next(a for a in domain.arguments if letter in a.shape)
    what = "entries" if len(holder.shape) == 1 else ("rows", "columns")[holder.shape.index(letter)]
    return f"the number of {what} of {holder.name}"


def _size(domain: Domain, facts: Sequence[Facts], letter: str, size: int) -> Kind:
    inside = np.array([fact.sizes[letter] == size for fact in facts])
    return Kind(_is(_sized(domain, letter), size), inside, of_size=True)


def _is(name: str, size: int) -> str:
    return f"{name} is {size}" if " " in name else f"{name} = {size}"


def _of_sizes(domain: Domain, facts: Sequence[Facts], letter: str) -> Iterator[Kind]:
    name, sizes = _sized(domain, letter), np.array([fact.sizes[letter] for fact in facts])
    yield Kind(_is(name, 0), sizes == 0)
    for size in SIZES[1:]:
        yield Kind(_is(name, size), sizes == size, of_size=True, least=FEWEST_RIGHT)
    for size in SIZES:
        yield Kind(f"{name} is larger than {size}", sizes > size, loose=True, least=2)
    yield Kind(f"{name} is odd", sizes % 2 == 1, loose=True, least=FEWEST)
    yield Kind(f"{name} is the largest that occurs", sizes == sizes.max(), loose=True)


def _of_integers(domain: Domain, facts: Sequence[Facts]) -> Iterator[Kind]:
    free = [argument.name for argument in domain.free]
    arrays = {argument.name for argument in domain.free if argument.shape}
    integers = [fact.integers for fact in facts]
    if len(free) > 1:
        yield Kind("all arguments are integers", np.array([len(one) == len(free) for one in integers]))
        yield Kind("there are integers among the arguments", np.array([bool(one) for one in integers]))
        if len(arrays) > 1:
            yield Kind("there is an array of integers", np.array([bool(one & arrays) for one in integers]))
            yield Kind("all arrays hold integers", np.array([arrays <= one for one in integers]))
    for name in free:
        holds = "holds integers" if name in arrays else "is an integer"
        yield Kind(f"{name} {holds}", np.array([name in one for one in integers]))


def _of_one_integer(domain: Domain, facts: Sequence[Facts]) -> Iterator[Kind]:
    """Yield the one argument that is an integer, or is none, unlike all others."""
    free = [argument.name for argument in domain.free]
    arrays = {argument.name for argument in domain.free if argument.shape}
    integers = [fact.integers for fact in facts]
    if len(free) > 1:
        for name in free:
            alone = f"{name} alone {'holds integers' if name in arrays else 'is an integer'}"
            yield Kind(alone, np.array([one == {name} for one in integers]))
            yield Kind(
                f"all arguments but {name} are integers", np.array([one == set(free) - {name} for one in integers])
            )


def _of_equal_arguments(domain: Domain, facts: Sequence[Facts]) -> Iterator[Kind]:
    numeric = [(i, argument) for i, argument in enumerate(domain.arguments) if argument.numeric]
    for (i, one), (j, other) in combinations(numeric, 2):
        if len(one.shape) == len(other.shape):
            yield Kind(f"{one.name} and {other.name} are equal", np.array([_equal(fact.call, i, j) for fact in facts]))


def _equal(call: tuple[Any, ...], i: int, j: int) -> bool:
    return j < len(call) and bool(np.array_equal(call[i], call[j]))


def _of_zeros(argument: Argument, facts: Sequence[Facts]) -> Iterator[Kind]:
    entries = [fact.entries.get(argument.name) for fact in facts]
    known = [one for one in entries if one is not None]
    if len(known) == len(entries):
        words = f"{argument.name} is 0{' throughout' if argument.shape else ''}"
        yield Kind(words, np.array([not one.any for one in known]), of_zero=True)


def _of_entries(argument: Argument, facts: Sequence[Facts]) -> Iterator[Kind]:
    name, array = argument.name, bool(argument.shape)
    entries = [fact.entries.get(name) for fact in facts]
    if any(one is None for one in entries):
        return
    known = [one for one in entries if one is not None]
    if array:
        yield Kind(f"an entry of {name} is 0", np.array([not one.all for one in known]))
        yield Kind(f"an entry of {name} is negative", np.array([one.low < 0 for one in known]))
        yield Kind(f"no entry of {name} is positive", np.array([one.high <= 0 for one in known]))
        yield Kind(f"all entries of {name} are positive", np.array([one.low > 0 for one in known]))
        yield Kind(f"all entries of {name} are negative", np.array([one.high < 0 for one in known]))
        yield Kind(f"all entries of {name} are equal", np.array([one.low == one.high for one in known]))
    else:
        yield Kind(f"{name} is negative", np.array([one.low < 0 for one in known]))
        yield Kind(f"{name} is positive", np.array([one.low > 0 for one in known]))
        yield Kind(f"{name} = 1", np.array([one.low == 1 for one in known]))
    for size in (1, 2, 5, 10, 20, 30, 50, 100):
        yield Kind(f"|{name}| is larger than {size} somewhere" if array else f"|{name}| is larger than {size}",
                   np.array([one.size > size for one in known]))  # fmt: skip
    yield Kind(f"{name} is large", np.array([one.size >= 4.5 for one in known]))
    yield Kind(f"{name} is small", np.array([one.any and one.size <= 0.2 for one in known]))


def _of_shapes(domain: Domain, facts: Sequence[Facts]) -> Iterator[Kind]:
    for i, argument in enumerate(domain.arguments):
        if argument.shape == ANY_SHAPE:
            values = [fact.call[i] for fact in facts]
            yield Kind(
                f"{argument.name} is a number, not an array", np.array([not isinstance(v, np.ndarray) for v in values])
            )
            for axes, what in ((0, "no axis"), (1, "one axis"), (2, "two axes"), (3, "three axes"), (4, "four axes")):
                inside = np.array([isinstance(v, np.ndarray) and v.ndim == axes for v in values])
                yield Kind(f"{argument.name} is an array of {what}", inside)
            yield Kind(f"{argument.name} is an array of more than one axis", np.array([np.ndim(v) > 1 for v in values]))
            whole = np.array([is_integer(v) for v in values])
            yield Kind(f"{argument.name} holds integers", whole)
