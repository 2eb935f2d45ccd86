"""q5: whether all hidden units agree in incoming weights, bias and outgoing weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.expectations import Expectation, number, truth_values
from autograder.questions.covering import cases, covering
from autograder.questions.domain import BIGGEST, NEAREST, Argument, Domain, Row, Special, Values
from autograder.questions.initialization.sample_networks import Units, equal_network
from autograder.questions.schema import Call, Case, Draw, Part, Question, Slip, Variant


def _identical(units: Units, *tolerance: float, tags: tuple[str, ...] = ()) -> Case:
    truth = ref.hidden_units_identical(*units, *tolerance)
    return Case(Call("hidden_units_identical", (*units, *tolerance)), truth_values(number(float(truth))), tags)


ARRAYS = ("W0", "b0", "W1")
DEFAULT = 1e-9


def _deviation(W0: np.ndarray, b0: np.ndarray, W1: np.ndarray) -> np.ndarray:
    """Return the largest difference from the first unit in each of the three arrays, shape (3,)."""
    units = (np.asarray(array, float) for array in (W0.T, b0, W1))
    return np.array([np.abs(array - array[..., :1]).max() for array in units])


def _beyond(array: int) -> Callable[..., float]:
    """Return a function of a call: the relative excess over the tolerance in one array, if the others agree."""

    def distance(*call: Any) -> float:
        deviation, tolerance = _deviation(*call[:3]), call[3] if len(call) > 3 else DEFAULT
        others = np.delete(deviation, array)
        return float(deviation[array] / tolerance - 1) if tolerance and not others.any() else 1.0

    return distance


def _sides(array: int, name: str) -> Iterator[Special]:
    """Yield specials for a difference just within the tolerance and one of 5 to 11 times the tolerance.

    An answer that compares with the mean or the deviation of all units tolerates more, but at most that much.
    """
    beyond = _beyond(array)
    yield Special(f"beyond the tolerance in {name}", lambda *call: 4 <= beyond(*call) <= 10)
    yield Special(f"just within the tolerance in {name}", lambda *call: -5 * NEAREST <= beyond(*call) <= -NEAREST)


NEAR = [special for i, name in enumerate(ARRAYS) for special in _sides(i, name)]
_EQUAL, _OTHER = "units that are equal", "units that differ"
_ZERO = "all parameters zero"
_DRIFT, _MULTIPLE = "units that drift", "a unit that is twice another"
_LAST = {array: f"the last of many differs in {array}" for array in ARRAYS}


def _settled(values: Values, row: Row, draw: Draw) -> Values:
    """Make all units equal, then change one of them in one array, by a lot or as the row requires."""
    units = {name: values[name].copy() for name in ARRAYS}
    least = np.abs(units["W0"]).min(axis=1).argmin()  # this row keeps an entry of 0, if any
    units["W0"][:], units["b0"][:], units["W1"][:] = units["W0"][least], units["b0"][0], units["W1"][0, 0]
    tolerance = draw.choice((None, None, 0.25, 1e-5))
    if row.special == _ZERO:
        return {**{name: np.zeros_like(array) for name, array in units.items()}, "tolerance": tolerance}
    h = len(units["b0"])
    near = next((i for i, special in enumerate(NEAR) if special.name == row.special), None)
    if near is not None and h > 1:
        tolerance = tolerance if near != 4 else None  # a difference that float32 loses
        by = (tolerance or DEFAULT) * (draw.uniform(6, 10) if near % 2 == 0 else 1 - draw.uniform(1.5, 4.0) * NEAREST)
        name = ARRAYS[near // 2]
        units[name] = units[name].astype(float)
        _unit(units, name, draw.integers(1, h), draw)[...] += by
    elif h > 1 and row.special == _MULTIPLE:
        unit = draw.integers(0, h)
        for array in (units["W0"].T, units["b0"], units["W1"][0]):
            array[..., unit] *= 2
    elif row.special in (_DRIFT, *_LAST.values()):
        return {**_spread(units, tolerance or DEFAULT, row.special, draw), "tolerance": tolerance}
    elif h > 1 and (row.special == _OTHER or (row.special != _EQUAL and draw.integers(0, 2))):
        name = draw.choice(ARRAYS)
        _unit(units, name, draw.integers(0, h), draw)[...] += draw.choice((-1, 1)) * draw.integers(1, 4)
    return {**units, "tolerance": tolerance}


def _spread(equal: dict[str, np.ndarray], tolerance: float, special: str, draw: Draw) -> dict[str, np.ndarray]:
    """Return units that drift by a little from each to the next, or many of which the last differs in one entry."""
    weights = np.resize(equal["W0"][0], BIGGEST) if special == _LAST["W0"] else equal["W0"][0]
    unit = np.array([*weights, equal["b0"][0], equal["W1"][0, 0]], float)
    units = np.tile(unit, (8 if special == _DRIFT else BIGGEST, 1))
    if special == _DRIFT:
        units[:, draw.integers(0, units.shape[1])] += 0.8 * tolerance * np.arange(8)
    else:
        units[-1, {_LAST["W0"]: -3, _LAST["b0"]: -2, _LAST["W1"]: -1}[special]] += draw.uniform(1.0, 2.0)
    return {"W0": units[:, :-2].copy(), "b0": units[:, -2].copy(), "W1": units[:, -1:].T.copy()}


def _last_alone(array: str) -> Special:
    """Return the special of the largest layer in which only the last entry of one array differs."""

    def holds(W0: np.ndarray, b0: np.ndarray, W1: np.ndarray, *_: Any) -> bool:
        if len(b0) < BIGGEST or (array == "W0" and W0.shape[1] < BIGGEST):
            return False
        units = np.column_stack([W0, b0, W1[0]])
        apart = np.argwhere(units != units[0])
        position = W0.shape[1] + {"W0": -1, "b0": 0, "W1": 1}[array]
        return apart.tolist() == [[BIGGEST - 1, position]]

    return Special(_LAST[array], holds)


def _drifts(*call: Any) -> bool:
    """Return True if every unit is within the tolerance of the one before it, but not all are of the first."""
    units, tolerance = (
        np.column_stack([call[0], call[1], call[2][0]]).astype(float),
        call[3] if len(call) > 3 else DEFAULT,
    )
    return bool(
        np.abs(np.diff(units, axis=0)).max(initial=0) <= tolerance and _deviation(*call[:3]).max() >= 4 * tolerance
    )


def _is_twice(W0: np.ndarray, b0: np.ndarray, W1: np.ndarray, *_: Any) -> bool:
    """Return True if not all units are equal, but each is the smallest one or twice it."""
    units = np.column_stack([W0, b0, W1[0]])
    least = units[np.abs(units).sum(axis=1).argmin()]
    return bool((units != units[0]).any() and ((units == least) | (units == 2 * least)).all(axis=None))


def _unit(units: dict[str, np.ndarray], name: str, unit: int, draw: Draw) -> np.ndarray:
    """Return a view of one entry of that unit, to be changed in place."""
    array = units[name]
    if name == "W0":
        return array[unit, draw.integers(0, array.shape[1]) :][:1]
    return array.reshape(-1)[unit : unit + 1]


def _apart(array: np.ndarray) -> np.ndarray:
    """Return changes to two inner units that keep the sum, both ends and every sign."""
    return np.reshape([0, 0.5, -0.5, 0], array.shape) * array


def _expected(*call: Any) -> Expectation:
    return truth_values(number(float(ref.hidden_units_identical(*call))))


DOMAIN = Domain(
    "hidden_units_identical",
    (
        Argument("W0", ("h", "d")),
        Argument("b0", ("h",), entries=False),
        Argument("W1", ("1", "h"), entries=False),
        Argument("tolerance", given=True),
    ),
    lambda *call: [_expected(*call)],
    sizes={"h": (1, BIGGEST), "d": (1, BIGGEST)},
    compared=(("d", "h"),),
    specials=(
        *NEAR,
        Special(_EQUAL, lambda *call: not _deviation(*call[:3]).any()),
        Special(_ZERO, lambda *call: not any(map(np.any, call[:3]))),
        Special(_OTHER, lambda *call: bool(_deviation(*call[:3]).any())),
        Special(_DRIFT, _drifts),
        Special(_MULTIPLE, _is_twice),
        *map(_last_alone, ARRAYS),
        Special("the default tolerance", lambda *call: len(call) == 3),
    ),
    settle=_settled,
    first=Row(special=_EQUAL),
    others={"b0": lambda W0, b0, *_: b0 + _apart(b0), "W1": lambda W0, b0, W1, *_: W1 + _apart(W1)},
    public={"h": 4, "d": 2},
)


def _covering(draw: Draw, equal: bool) -> Iterator[Case]:
    calls = covering(DOMAIN, draw.shared())
    return cases(DOMAIN, (call for call in calls if ref.hidden_units_identical(*call) == equal), _expected)


def _tolerance_decides(draw: Draw, tolerance: float) -> Case:
    """Return a case in which one unit differs by 0.01, with the given tolerance; the units depend on the key only."""
    W0, b0, W1 = equal_network(draw.shared(), 3, 2)
    W0[1, 1] += 0.01
    return _identical((W0, b0, W1), tolerance)


def _public_equal(draw: Draw) -> Iterator[Case]:
    yield _identical((np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([3.0, 3.0]), np.array([[4.0, 4.0]])))
    yield _identical((np.array([[1, 2]]), np.array([3]), np.array([[4]])), tags=("h = 1", "integers"))
    yield _identical(
        (np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([3.0, 3.01]), np.array([[4.0, 4.0]])), 0.1, tags=("tolerance",)
    )


def _hidden_equal(draw: Draw) -> Iterator[Case]:
    yield _identical(equal_network(draw, 5, 3))
    yield _identical((np.full((3, 2), 2.0), np.full(3, 5.0), np.full((1, 3), 2.0)), tags=("all weights equal",))
    yield _tolerance_decides(draw, 0.1)
    yield from _covering(draw, equal=True)
    W0, b0, W1 = equal_network(draw, 4, 3)
    noise = draw.uniform(-1.0, 1.0, 4) * 1e-13
    yield _identical((W0 + noise[:, None], b0 - noise, W1 + noise), tags=("rounding",))
    large = 2e13 * noise
    yield _identical((W0 + large[:, None], b0 - large, W1 + large), 20.0, tags=("a large tolerance",))


def _public_unequal(draw: Draw) -> Iterator[Case]:
    W0, b0, W1 = np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([3.0, 3.0]), np.array([[4.0, 4.0]])
    yield _identical((np.array([[1.0, 2.0], [2.0, 1.0]]), b0, W1), tags=("W0 differs",))
    yield _identical((W0, np.array([3.0, 7.0]), W1), tags=("b0 differs",))
    yield _identical((W0, b0, np.array([[4.0, -4.0]])), tags=("W1 differs",))
    yield _identical((W0, np.array([3.0, 3.01]), W1), 0.001, tags=("tolerance",))
    yield _identical((np.array([[1000.0, 2.0], [1000.001, 2.0]]), b0, W1), tags=("large scale",))
    drifting = np.array([[1.0, 2.0], [1.0, 2.095], [1.0, 2.19], [1.0, 2.285]]), np.full(4, 3.0), np.full((1, 4), 4.0)
    yield _identical(drifting, 0.1, tags=("units that drift",))


def _hidden_unequal(draw: Draw) -> Iterator[Case]:
    for array, name in enumerate(("W0", "b0", "W1")):
        for size, sign, tolerance in ((1e-6, -1.0, ()), (1e-2, 1.0, (1e-5,))):
            units = equal_network(draw, draw.integers(3, 6), 3)
            units[array][_last_unit(array, draw)] += sign * size * draw.uniform(1.0, 2.0)
            small = ("a small difference",) if size < 1e-3 else ()
            yield _identical(units, *tolerance, tags=(f"{name} differs", *small))
    yield _identical(_large(draw), tags=("large scale",))
    yield _identical(_pairs(draw), tags=("two pairs",))
    yield _identical(_proportional(draw), tags=("proportional rows",))
    yield _identical(_permuted(draw), tags=("a permuted row",))
    yield _identical(_balanced(draw), tags=("differences that cancel",))
    constant_rows = tuple(np.array(v) for v in ([[1, 1], [2, 2]], [3, 3], [[4, 4]]))
    yield _identical(constant_rows, tags=("integers",))
    yield _tolerance_decides(draw, 0.001)
    yield from _covering(draw, equal=False)


def _last_unit(array: int, draw: Draw) -> Any:
    """Return the index of an entry of the last unit, which a comparison of neighbors in pairs may skip."""
    return ((-1, draw.integers(0, 3)), -1, (0, -1))[array]


def _large(draw: Draw) -> Units:
    """Return units with weights of 1e4 that differ by 1e-3, which is far above an absolute tolerance of 1e-9."""
    W0, b0, W1 = equal_network(draw, 3, 2)
    W0 *= 1e4
    W0[1, 0] += 1e-3
    return W0, b0, W1


def _pairs(draw: Draw) -> Units:
    """Return two different pairs of identical units."""
    first, second = equal_network(draw, 2, 3), equal_network(draw, 2, 3)
    return tuple(np.concatenate([a, b + 0.25], axis=-1 if a.shape == (1, 2) else 0) for a, b in zip(first, second))


def _balanced(draw: Draw) -> Units:
    """Return units of which the first is the mean of all, and the other two differ from it in opposite directions."""
    W0, b0, W1 = equal_network(draw, 3, 2)
    W0[1, 0] += 0.5
    W0[2, 0] -= 0.5
    return W0, b0, W1


def _proportional(draw: Draw) -> Units:
    W0, b0, W1 = equal_network(draw, 3, 2)
    return W0 * np.array([[1.0], [2.0], [3.0]]), b0, W1


def _permuted(draw: Draw) -> Units:
    """Return units of which the last has the same weights in another order, so that sum and set agree."""
    W0, b0, W1 = equal_network(draw, 3, 2)
    W0[:] = [0.5, -1.5]
    W0[2] = [-1.5, 0.5]
    return W0, b0, W1


def _test(*conditions: str, first: str = "") -> str:
    body = " and ".join(conditions)
    return f"def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n{first}    return bool({body})\n"


ROWS = "np.all(np.abs(W0 - W0[0]) <= tolerance)"
BIASES = "np.all(np.abs(b0 - b0[0]) <= tolerance)"
OUTGOING = "np.all(np.abs(W1 - W1[0, 0]) <= tolerance)"


def _close(options: str) -> str:
    pairs = (("W0", "W0[0]"), ("b0", "b0[0]"), ("W1", "W1[0, 0]"))
    return _test(*(f"np.allclose({a}, {b}{options})" for a, b in pairs))


IDENTICAL_UNITS = Question(
    id="q5_identical_units",
    domains=(DOMAIN,),
    title="Are all units the same?",
    owns={"hidden_units_identical": ref.hidden_units_identical},
    parts=(
        Part("equal", 1, public=_public_equal, hidden=_hidden_equal),
        Part("unequal in any one of the three", 2, public=_public_unequal, hidden=_hidden_unequal),
    ),
    experiment=(
        "Take two identical units, change one number at a time, once in each of the three arrays, and see what comes "
        "out."
    ),
    slips=(
        Slip("b0_not_compared", "Two units with different biases are different units.", _test(ROWS, OUTGOING)),
        Slip("W1_not_compared", "Units that lead on with different weights are different units.", _test(ROWS, BIASES)),
        Slip("W0_not_compared", "The incoming weights take no part in your comparison.", _test(BIASES, OUTGOING)),
        Slip("always_true", "Your answer is True for any units: when are two of them different?", _test("True")),
        Slip("W0_alone", "A unit is more than its incoming weights: two more arrays belong to it.", _test(ROWS)),
        Slip("first_two_only", "Only two of the units were compared; a third may differ.",
             _test("np.all(np.abs(W0[:2] - W0[0]) <= tolerance)", "np.all(np.abs(b0[:2] - b0[0]) <= tolerance)",
                   "np.all(np.abs(W1[0, :2] - W1[0, 0]) <= tolerance)")),
        Slip("columns_for_rows", "Your comparison runs along the wrong axis of W0: one unit's incoming weights are a "
             "row.",
             _test("np.all(np.abs(W0 - W0[:, :1]) <= tolerance)", BIASES, OUTGOING)),
        Slip("all_weights_equal", "Equal units need not have all weights equal: inside a row they may differ.",
             _test("np.all(np.abs(W0 - W0[0, 0]) <= tolerance)", BIASES, OUTGOING)),
        Slip("all_parameters_equal", "The three arrays are not to be compared with each other, only unit with unit.",
             _test("np.ptp(np.concatenate([W0.ravel(), b0, W1.ravel()])) <= tolerance")),
        Slip("bitwise", "Rounding sets equal units apart in the last digit: the tolerance is to allow for that.",
             _test("np.all(W0 == W0[0])", "np.all(b0 == b0[0])", "np.all(W1 == W1[0, 0])")),
        Slip("relative_tolerance", "np.allclose adds a tolerance relative to the size of the numbers unless told "
             "otherwise; an absolute one is asked for.",
             _close(", atol=tolerance")),
        Slip("default_tolerances", "np.allclose with its own defaults never looks at the tolerance that was handed in.",
             _close("")),
        Slip("tolerance_fixed", "The tolerance handed in is not used.",
             _test(ROWS, BIASES, OUTGOING, first="    tolerance = 1e-9\n")),
        Slip("sign_of_difference", "A difference may be negative, and then it is below every tolerance.",
             _test(ROWS.replace("np.abs", ""), BIASES.replace("np.abs", ""), OUTGOING.replace("np.abs", ""))),
        Slip("any_pair", "It is enough for your test that something agrees; all units have to.",
             _test("np.any(np.abs(W0[1:] - W0[0]) <= tolerance) or len(b0) == 1",
                   "np.any(np.abs(b0[1:] - b0[0]) <= tolerance) or len(b0) == 1",
                   "np.any(np.abs(W1[0, 1:] - W1[0, 0]) <= tolerance) or len(b0) == 1")),
        Slip("sums_of_rows", "Rows with the same sum are not yet the same rows.",
             _test("np.ptp(W0.sum(axis=1)) <= tolerance", BIASES, OUTGOING)),
        Slip("rank_one", "Rows that are multiples of each other have rank one, but they are different units.",
             _test("np.linalg.matrix_rank(W0, tol=1e-7) <= 1", BIASES, OUTGOING)),
        Slip("mean_unit", "The mean of all units may agree with the first one though the units themselves do not.",
             _test(*(f"np.all(np.abs({units}) <= tolerance)"
                     for units in ("W0.mean(axis=0) - W0[0]", "b0.mean() - b0[0]", "W1.mean() - W1[0, 0]")))),
        Slip("one_is_enough", "Agreement in one of the three is not enough: the unit has to agree in all.",
             _test(f"({ROWS} or {BIASES} or {OUTGOING})")),
        Slip("one_for_each_unit", "One answer for the whole layer is asked for, not one for each unit.",
             "def hidden_units_identical(W0, b0, W1, tolerance=1e-9):\n"
             "    return np.all(np.abs(W0 - W0[0]) <= tolerance, axis=1)\n"),
        Slip("negated", "The answer is the other way round: True means that the units agree.",
             _test(f"not ({ROWS} and {BIASES} and {OUTGOING})")),
        Slip("text", "The answer should be True or False, not a text.",
             _test(ROWS, BIASES, OUTGOING).replace("return bool(", "return str(")),
    ),
    variants=(
        Variant("allclose", _close(", rtol=0, atol=tolerance")),
        Variant("spread",
                _test("np.ptp(W0, axis=0).max() <= tolerance", "np.ptp(b0) <= tolerance", "np.ptp(W1) <= tolerance")),
        Variant("standard_deviation",
                _test("np.std(W0, axis=0).max() <= tolerance", "np.std(b0) <= tolerance", "np.std(W1) <= tolerance")),
        Variant("stacked", """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.hstack([W0, b0[:, None], W1.T])
    return np.isclose(units, units[0], rtol=0, atol=tolerance).all()
"""),
        Variant("every_pair", """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    for i in range(len(b0)):
        for j in range(i):
            if max(abs(W0[i] - W0[j])) > tolerance or abs(b0[i] - b0[j]) > tolerance:
                return 0
            if abs(W1[0][i] - W1[0][j]) > tolerance:
                return 0
    return 1
"""),
        Variant("distance", """
def hidden_units_identical(W0, b0, W1, tolerance=1e-9):
    units = np.column_stack([W0, b0, W1.ravel()])
    return np.array([np.linalg.norm(units - units.mean(axis=0)) < tolerance])
"""),
    ),
)  # fmt: skip
