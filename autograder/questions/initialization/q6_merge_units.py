"""q6: the network with one hidden unit that computes the same function as identical units together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, either, every, item, number, shape_of, vector
from autograder.questions.covering import cases, covering
from autograder.questions.domain import BIGGEST, Argument, Domain, Row, Values
from autograder.questions.initialization.sample_networks import PARAMETERS, away_from_zero, equal_network
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant


def _same_function(W0: np.ndarray, b0: np.ndarray, W1: np.ndarray, b1: float) -> Expectation:
    """Expect one unit that computes the same function: the common unit, or its mirror image.

    The mirror image exists because σ(−a) = 1 − σ(a). If W0 and W1 are not 0, these two are the only solutions.
    """
    w, b, total = W0[0], float(b0[0]), float(W1.sum())
    scale = float(np.abs(W1).sum()) + abs(b1)
    return either(
        _one_unit(w, b, total, float(b1), scale),
        _one_unit(-w, -b, -total, float(b1) + total, scale),
    )


def _one_unit(w: np.ndarray, b: float, out: float, b1: float, scale: float) -> Expectation:
    entries = (vector(w), number(b), number(out, scale), number(b1, scale))
    return every(*(item(i, PARAMETERS, entry, size=4) for i, entry in enumerate(entries)))


def _merged_shapes(W0: np.ndarray, b0: np.ndarray, W1: np.ndarray, b1: float) -> Expectation:
    """Expect W0 of shape (1, d) and one element in each of the others, in an array of any shape."""
    shapes = (shape_of(W0[:1]), shape_of(0.0), shape_of(0.0), shape_of(0.0))
    return every(*(item(i, PARAMETERS, shape, size=4) for i, shape in enumerate(shapes)))


def _public_networks(draw: Draw) -> Iterator[tuple[Any, ...]]:
    yield np.tile([1.0, -2.0], (3, 1)), np.full(3, 0.5), np.full((1, 3), 2.0), -1.0, ()
    yield np.tile([1, 2, 3], (2, 1)), np.full(2, 1), np.full((1, 2), 4), 1, ("integers",)


def _hidden_networks(draw: Draw) -> Iterator[tuple[Any, ...]]:
    for h, d in ((5, 3), (2, 5)):
        yield *equal_network(draw, h, d), float(away_from_zero(draw)), ()
    row, out = draw.integers(1, 4, 3), -draw.integers(1, 4)
    yield np.tile(row, (4, 1)), np.full(4, 2), np.full((1, 4), out), 3, ("integers",)


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    """Make all units equal to the first one."""
    W0, b0, W1 = (values[name].copy() for name in ("W0", "b0", "W1"))
    smallest = np.abs(W0).min(axis=1).astype(float)
    if row.styles.get("W0") == "whole" and W0.shape[1] > 3:  # inner weights that differ can change places
        smallest[np.ptp(W0[:, 1:-1], axis=1) == 0] = np.inf
    least = smallest.argmin()  # this row keeps an entry of 0, if any
    W0[:], b0[:], W1[:] = W0[least], b0[0], W1[0, 0]
    # With 2·b1 = −ΣW1 a unit with flipped signs would count as the mirror image.
    b1 = values["b1"] + (2 * values["b1"] == -W1.sum() != 0)
    return values | {"W0": W0, "b0": b0, "W1": W1, "b1": b1}


def _inner_moved(W0: np.ndarray) -> np.ndarray:
    """Return other weights of the same sum, first and last columns and signs; in another order, if inner ones differ."""
    inner = W0[:, 1:-1]
    for moved in (inner[:, ::-1], np.roll(inner, 1, axis=1)):
        if not np.array_equal(moved, inner):
            return np.column_stack([W0[:, 0], moved, W0[:, -1]])
    found = W0.astype(float)
    found[:, 1] *= 1.25
    found[:, 2] -= W0[:, 1] * 0.25
    return found


DOMAIN = Domain(
    "merge_identical_units",
    (
        Argument("W0", ("h", "d")),
        Argument("b0", ("h",), entries=False),
        Argument("W1", ("1", "h"), entries=False),
        Argument("b1"),
    ),
    lambda *call: [_merged_shapes(*call), _same_function(*call)],
    sizes={"h": (1, BIGGEST), "d": (1, BIGGEST)},
    compared=(("d", "h"),),
    settle=_settled,
    fits=lambda W0, b0, W1, b1: ref.hidden_units_identical(W0, b0, W1, 0.0),
    others={  # the same change in every unit, without a change of sign
        "W0": lambda W0, b0, W1, b1: _inner_moved(W0),
        "b0": lambda W0, b0, W1, b1: b0 * 3,
        "W1": lambda W0, b0, W1, b1: W1 * 3,
    },
    public={"h": 3, "d": 3},
    nudged={"the biases added": lambda W0, b0, W1, b1: (W0[:1], b0.sum(), W1.sum(), b1)},
)


def _merge_part(name: str, points: float, expect: Callable[..., Expectation]) -> Part:
    def given(networks: Iterable[tuple[Any, ...]]) -> Iterator[Case]:
        for *call, tags in networks:
            yield Case(Call("merge_identical_units", tuple(call)), expect(*call), tags)

    def hidden(draw: Draw) -> Iterator[Case]:
        shared = draw.shared()
        return chain(given(_hidden_networks(shared)), cases(DOMAIN, covering(DOMAIN, shared), expect))

    return Part(name, points, public=lambda draw: given(_public_networks(draw)), hidden=hidden)


def _merged(W0: str = "W0[:1]", b0: str = "b0[:1]", W1: str = "W1.sum(axis=1, keepdims=True)", b1: str = "b1") -> str:
    return f"def merge_identical_units(W0, b0, W1, b1):\n    return {W0}, {b0}, {W1}, {b1}\n"


MERGE_UNITS = Question(
    id="q6_merge_units",
    domains=(DOMAIN,),
    title="How big is this network really?",
    owns={"merge_identical_units": ref.merge_identical_units},
    parts=(_merge_part("shapes", 1, _merged_shapes), _merge_part("same function", 3, _same_function)),
    experiment=(
        "Compute y of both networks for three different x and compare: what is the difference, and does it change with "
        "x?"
    ),
    slips=(
        Slip("one_outgoing_weight", "All units added to y; the one that is left has to do the work of all of them, "
             "not its own or an average share.",
             _merged(W1="W1[:, :1]")),
        Slip("everything_summed", "Adding up inside the sigmoid is not adding up behind it: only one of the arrays is "
             "to be summed.",
             _merged(W0="W0.sum(axis=0, keepdims=True)", b0="b0.sum(keepdims=True)")),
        Slip("biases_summed", "The hidden bias stands inside the sigmoid: summing it moves the pre-activation.",
             _merged(b0="b0.sum(keepdims=True)")),
        Slip("weights_summed", "The incoming weights stand inside the sigmoid: summing them makes it steeper.",
             _merged(W0="W0.sum(axis=0, keepdims=True)")),
        Slip("inside_for_outside", "The right sum in the wrong place: what the units have in common stays, what they "
             "add to y is added up.",
             _merged(W0="W0.sum(axis=0, keepdims=True)", b0="b0.sum(keepdims=True)", W1="W1[:, :1]")),
        Slip("b1_multiplied", "There is one output bias already; merging hidden units leaves it alone.",
             _merged(b1="b1 * len(b0)")),
        Slip("b1_averaged", "The output bias belongs to no hidden unit, so it is not shared out among them.",
             _merged(b1="b1 / len(b0)")),
        Slip("b1_dropped", "The output bias got lost on the way.", _merged(b1="0.0")),
        Slip("mirrored_without_b1", "Turning all signs round mirrors the sigmoid about ½, and that shifts y.",
             _merged(W0="-W0[:1]", b0="-b0[:1]", W1="-W1.sum(axis=1, keepdims=True)")),
        Slip("weights_across", "W0 was shortened along the wrong axis: one unit with all its inputs is asked for.",
             _merged(W0="W0[:, :1].T[:, :1]")),
        Slip("W0_flat", "The values are right, but W0 of one unit is still a matrix with one row.",
             _merged(W0="W0[0]")),
        Slip("W0_column", "The values are right, but W0 of one unit is a row: h comes first in its shape.",
             _merged(W0="W0[:1].T")),
        Slip("not_merged", "These are still all the units: a network with a single hidden unit is asked for.",
             "def merge_identical_units(W0, b0, W1, b1):\n    return W0, b0, W1, b1\n"),
        Slip("outgoing_not_merged", "W1 still has an entry for each of the old units.", _merged(W1="W1")),
        Slip("three_returned", "Four parameters make a network: (W0, b0, W1, b1).",
             "def merge_identical_units(W0, b0, W1, b1):\n    return W0[:1], b0[:1], W1.sum(axis=1, keepdims=True)\n"),
    ),
    variants=(
        Variant("times_units", _merged(W1="W1[:, :1] * len(b0)")),
        Variant("means", _merged(W0="W0.mean(axis=0).reshape(1, -1)", b0="[b0.mean()]", W1="np.array([[W1.sum()]])")),
        Variant("numbers", _merged(W0="[list(W0[-1])]", b0="b0[-1]", W1="sum(W1[0])", b1="np.array([b1])")),
        Variant("mirrored",
                _merged(W0="-W0[:1]", b0="-b0[:1]", W1="-W1.sum(axis=1, keepdims=True)", b1="b1 + W1.sum()")),
        Variant("as_list",
                "def merge_identical_units(W0, b0, W1, b1):\n"
                "    return [W0[0:1, :], b0[:1], W1 @ np.ones((W1.shape[1], 1)), b1]\n"),
    ),
)  # fmt: skip
