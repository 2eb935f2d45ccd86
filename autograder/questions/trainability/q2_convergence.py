"""q2: a convergence measure whose sign says whether a run converged and whose size says how fast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, number
from autograder.questions.covering import cases, covering
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant
from autograder.questions.trainability.run_domain import convergence_domain

Run = tuple[np.ndarray, tuple[str, ...]]


def _falling(draw: Draw, length: int, first: float, last: float) -> np.ndarray:
    """Return losses that fall from `first` to `first`·`last`, with random dips of up to 30 %."""
    return first * last ** np.linspace(0, 1, length) * np.append(1.0, draw.uniform(0.7, 1.0, length - 1))


def _level(draw: Draw, level: float, place: int = 0, height: float = 1.0) -> np.ndarray:
    """Return losses at `level` times the first one, except for one of `height` times the first at `place`."""
    v = np.full(60, level)
    v[0], v[place] = 1.0, height
    return draw.uniform(2.0, 5.0) * v


def _public_converged(draw: Draw) -> Iterator[Run]:
    yield np.array([4.0, 2.0, 1.0]), ()
    yield np.array([2.0, 40.0, *[1.0] * 20]), ("a peak just before the last 20",)
    yield np.array([2.0, 4e7, *[1.0] * 20]), ("clipped",)
    yield np.array([2.0, *[1.0] * 20, 14.0]), ("the last loss is high",)


def _converged(draw: Draw) -> Iterator[Run]:
    yield _falling(draw, 60, draw.uniform(2.0, 5.0), 0.01), ()
    yield _falling(draw, 60, draw.uniform(0.01, 0.05), 0.2), ()
    yield _falling(draw, 7, draw.uniform(2.0, 5.0), 0.1), ("fewer than 20",)
    hill = _falling(draw, 80, draw.uniform(2.0, 5.0), 0.1)
    hill[5:30] *= 10.0 ** draw.uniform(1, 2)
    yield hill, ("a hill on the way",)
    late_hill = _falling(draw, 80, draw.uniform(2.0, 5.0), 0.1)
    late_hill[25:50] *= 10.0 ** draw.uniform(1, 2)
    yield late_hill, ("a hill on the way",)
    hill = hill.copy()
    hill[31:34] = hill[0] * 10.0 ** draw.uniform(7, 9)
    yield hill, ("clipped",)
    late = _falling(draw, 50, draw.uniform(2.0, 5.0), 0.2)
    late[-1] = 3 * late[0]
    yield late, ("the last loss is high",)
    yield _level(draw, 0.9, place=-21, height=50.0), ("a peak just before the last 20",)


def _public_failed(draw: Draw) -> Iterator[Run]:
    yield np.array([1.0, 2.0, 4.0]), ()
    yield np.array([2.0, 50.0, *[1.0] * 19]), ("a peak at the first of the last 20",)
    yield np.array([1.0, 0.01, *[1.02] * 20]), ("just above the start",)


def _failed(draw: Draw) -> Iterator[Run]:
    yield 1 / _falling(draw, 60, draw.uniform(2.0, 5.0), 0.01), ()
    yield 1 / _falling(draw, 7, draw.uniform(2.0, 5.0), 0.1), ("fewer than 20",)
    blown_up = np.append(draw.uniform(2.0, 5.0), 10.0 ** draw.uniform(8, 12, 199))
    yield blown_up, ("clipped",)
    back = 1 / _falling(draw, 50, draw.uniform(2.0, 5.0), 0.05)
    back[-1] = 0.1 * back[0]
    yield back, ("the last loss is low",)
    late = _falling(draw, 120, draw.uniform(2.0, 5.0), 0.01)
    late[-20:] = draw.uniform(2.0, 4.0) * late[0]
    yield late, ("failed at the end",)
    yield _level(draw, 0.95, place=-20, height=4.0), ("a peak at the first of the last 20",)
    yield _level(draw, draw.uniform(1.1, 1.9)), ("just above the start",)


def _public_not_finite(draw: Draw) -> Iterator[Run]:
    yield np.array([2.0, np.inf]), ()
    yield np.array([2.0, 8.0, np.inf, np.nan]), ()


def _not_finite(draw: Draw) -> Iterator[Run]:
    for first in (draw.uniform(2.0, 5.0), draw.uniform(0.01, 0.05), draw.uniform(100.0, 500.0)):
        run = first * 10.0 ** np.linspace(0, 5, 40)
        run[25:33], run[33:] = np.inf, np.nan
        yield run, ()
    returned = _falling(draw, 90, draw.uniform(2.0, 5.0), 0.1)
    returned[10], returned[11] = np.inf, np.nan
    yield returned, ("not finite on the way",)


def _expected(losses: np.ndarray) -> Expectation:
    return number(ref.convergence_measure(losses))


DOMAIN = convergence_domain(lambda losses: [_expected(losses)])


def _part(
    name: str,
    public: Callable[[Draw], Iterator[Run]],
    hidden: Callable[[Draw], Iterator[Run]],
    concerns: Callable[[np.ndarray], bool],
) -> Part:
    def given(runs: Iterable[Run]) -> Iterator[Case]:
        for losses, tags in runs:
            yield Case(Call("convergence_measure", (losses,)), _expected(losses), tags)

    def all_hidden(draw: Draw) -> Iterator[Case]:
        calls = (call for call in covering(DOMAIN, draw.shared()) if concerns(*call))
        return chain(given(hidden(draw)), cases(DOMAIN, calls, _expected))

    return Part(name, 1, public=lambda draw: given(public(draw)), hidden=all_hidden)


def _is_finite(losses: np.ndarray) -> bool:
    return bool(np.isfinite(losses).all())


def _is_converged(losses: np.ndarray) -> bool:
    return _is_finite(losses) and ref.convergence_measure(losses) < 0


def _written(**changed: str) -> str:
    """Return code for the right function, except for the lines given."""
    lines = {
        "f": "np.where(np.isfinite(losses), losses, 1e6)",
        "v": "f / f[0]",
        "c": "np.minimum(v, 1e6)",
        "good": "np.mean(c[-20:]) < 1",
        "down": "-np.sum(c)",
        "up": "np.sum(1 / c)",
    } | changed
    body = "".join(f"    {name} = {code}\n" for name, code in lines.items())
    return f"def convergence_measure(losses):\n{body}    return down if good else up\n"


CONVERGENCE = Question(
    id="q2_convergence",
    domains=(DOMAIN,),
    title="One number for a run",
    owns={"convergence_measure": ref.convergence_measure},
    parts=(
        _part("converged", _public_converged, _converged, _is_converged),
        _part("failed", _public_failed, _failed, lambda losses: _is_finite(losses) and not _is_converged(losses)),
        _part("non-finite", _public_not_finite, _not_finite, lambda losses: not _is_finite(losses)),
    ),
    experiment=(
        "Work the measure out by hand for the losses 4, 2, 1 and for 2, 8, inf, then follow your function line by "
        "line."
    ),
    slips=(
        Slip("signs_exchanged", "A run that converged gets a negative number.",
             _written(down="np.sum(c)", up="-np.sum(1 / c)")),
        Slip("no_sign", "The sign is to say whether the run converged.", _written(down="np.sum(c)")),
        Slip("sum_for_failed", "For a failed run the reciprocals are added, so that blowing up at once gives a small "
             "number.",
             _written(up="np.sum(c)")),
        Slip("reciprocal_for_converged", "For a converged run the values themselves are added, not their reciprocals.",
             _written(down="-np.sum(1 / c)")),
        Slip("reciprocal_of_sum", "The sum of the reciprocals is not the reciprocal of the sum.",
             _written(up="1 / np.sum(c)")),
        Slip("not_relative", "The losses are to be divided by the first one, so that runs can be compared.",
             _written(v="f")),
        Slip("relative_to_largest", "The losses are divided by the first of them, not by the largest.",
             _written(v="f / np.max(f)")),
        Slip("relative_to_last", "The losses are divided by the first of them, not by the last.",
             _written(v="f / f[-1]")),
        Slip("not_clipped", "The values are to be clipped before they are added.", _written(c="v")),
        Slip("clipped_before_dividing", "Clip what comes out of the division, not what goes in.",
             _written(v="np.minimum(f, 1e6) / f[0]", c="v")),
        Slip("clipped_at_thousand", "The values are clipped at another number: read step 3 once more.",
             _written(c="np.minimum(v, 1e3)")),
        Slip("last_value_only", "Whether a run converged is decided by the mean of its last 20 values, not by the last "
             "one.",
             _written(good="c[-1] < 1")),
        Slip("mean_of_all", "Whether a run converged is decided by its end: the last 20 values.",
             _written(good="np.mean(c) < 1")),
        Slip("last_ten", "The mean goes over the last 20 values.", _written(good="np.mean(c[-3:]) < 1")),
        Slip("first_twenty", "The mean goes over the last 20 values, not over the first.",
             _written(good="np.mean(c[:20]) < 1")),
        Slip("any_below_one", "A single low value does not mean that the run converged.",
             _written(good="np.any(c[-20:] < 1)")),
        Slip("all_below_one", "The mean has to be below 1, not each value.", _written(good="np.all(c[-20:] < 1)")),
        Slip("mean_for_sum", "The values are added up, not averaged.",
             _written(down="-np.mean(c)", up="np.mean(1 / c)")),
        Slip("tail_added_up", "The sum goes over the whole run; the last 20 values only decide its sign.",
             _written(down="-np.sum(c[-20:])", up="np.sum(1 / c[-20:])")),
        Slip("replaced_after_dividing", "What is not finite is replaced before the division, so that it is divided, "
             "too.",
             _written(f="np.asarray(losses)", v="np.where(np.isfinite(f), f / f[0], 1e6)")),
        Slip("nan_left", "NaN is not finite either, and it compares with nothing.",
             _written(f="np.where(np.isinf(losses), 1e6, losses)")),
        Slip("not_finite_dropped", "Losses that are not finite are replaced, not left out.",
             _written(f="losses[np.isfinite(losses)]")),
        Slip("nan_to_zero", "np.nan_to_num turns NaN into 0, which looks like perfect convergence.",
             _written(f="np.nan_to_num(losses)")),
        Slip("replaced_by_zero", "A loss that is not finite is a bad sign; a 0 in its place looks like success.",
             _written(f="np.where(np.isfinite(losses), losses, 0.0)", up="np.sum(1 / np.where(c > 0, c, np.inf))")),
        Slip("changed_in_place", "The losses belong to the caller: put the replaced ones in a new array.",
             _written(f="losses; f[~np.isfinite(f)] = 1e6")),
        Slip("yes_or_no", "A number is asked for whose size counts, not only a yes or no.",
             _written(down="-1.0", up="1.0")),
        Slip("running", "One number for the whole run is asked for.",
             _written(down="-np.cumsum(c)", up="np.cumsum(1 / c)")),
    ),
    variants=(
        Variant("loop", """
def convergence_measure(losses):
    v = []
    for loss in losses:
        if np.isnan(loss) or np.isinf(loss):
            loss = 1e6
        v.append(min(loss / losses[0], 1e6))
    tail = v[-20:]
    if sum(tail) / len(tail) < 1:
        return -sum(v)
    return sum(1 / value for value in v)
"""),
        Variant("nan_to_num", _written(f="np.nan_to_num(losses, nan=1e6, posinf=1e6)", c="np.clip(v, None, 1e6)")),
        Variant("mask", _written(f="np.array(losses, dtype=float); f[~np.isfinite(f)] = 10 ** 6")),
        Variant("one_element", _written(down="[-c.sum()]", up="(1 / c).sum(keepdims=True)")),
        Variant("mean_of_tail_by_sum", _written(good="c[-20:].sum() < len(c[-20:])")),
    ),
)  # fmt: skip
