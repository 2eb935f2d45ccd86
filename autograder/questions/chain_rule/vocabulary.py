"""Quantities of chain_rule that a wrong derivative may be a product of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.questions.vocabulary import Arguments, Rival, Step, Vocabulary, rivals_of, sizes

STEPS = {
    "c": Step("c"),
    "a−b": Step("the difference a − b", "The inner derivative is incomplete: the difference a − b is missing."),
    "s": Step("w + x + y", "The inner derivative of a is missing."),
    "r": Step("x − y − z", "The inner derivative of b is missing."),
    "dv/da": Step("the step from a to v", "The step from a to v is missing.", "The step from a to v is in it twice."),
    "dv/db": Step("the step from b to v", "The step from b to v is missing.", "The step from b to v is in it twice."),
    "da/dw": Step("the step into a", "The step into a is missing.", "The step into a is in it twice."),
    "db/dx": Step("the step into b", "The step into b is missing.", "The step into b is in it twice."),
    "upstream": Step("upstream", "The upstream gradient is missing.", "upstream is in it twice."),
    "inputs": Step(
        "the input", "The local derivative is missing: the input of each weight.", "The inputs are in it twice."
    ),
    "residual": Step("the residual ŷ − t", "The residual ŷ − t is missing.", "The residual is in it twice."),
    "ŷ": Step("ŷ"),
    "t": Step("the target"),
    "w": Step("w"),
    "λ": Step("the learning rate", "The learning rate is missing.", "The learning rate is in it twice."),
    "gradient": Step("the gradient", "The gradient is missing.", "The gradient is in it twice."),
    "x": Step("x"),
    "y": Step("y"),
    "z": Step("z"),
    "‖inputs‖": Step(
        "the length of the inputs",
        "It is divided by the length of the inputs.",
        "It is multiplied by the length of the inputs.",
        counts=True,
    ),
    "b": Step("b"),
    "Bx": Step("B x"),
    "Bᵀx": Step("Bᵀ x"),
    "n": Step(
        "n", "It is divided by the number of entries.", "It is multiplied by the number of entries.", counts=True
    ),
}


def graph_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities of v = c(a − b)² at one point."""
    w, x, y, z, c = map(float, arguments)
    s, r = w + x + y, x - y - z
    va = 2 * c * (s * s - r * r)
    outer = {"dv/db": -va} if key == "dv/dz" else {"dv/da": va}  # the path of z leads through b alone
    return {
        "c": c, "s": s, "r": r, "a−b": s * s - r * r, **outer, "da/dw": 2 * s, "db/dx": 2 * r,
        "w": w, "x": x, "y": y, "z": z,
    }  # fmt: skip


def neuron_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities of one linear neuron."""
    inputs, upstream = np.asarray(arguments[0], float), float(arguments[1])
    length = float(np.linalg.norm(inputs))
    return {"inputs": inputs, "upstream": upstream, "‖inputs‖": length, **sizes(n=inputs.size)}


def loss_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities of the squared loss of a linear neuron."""
    w, inputs, target = np.asarray(arguments[0], float), np.asarray(arguments[1], float), float(arguments[2])
    y = float(w @ inputs)
    return {"inputs": inputs, "residual": y - target, "ŷ": y, "t": target, "w": w, **sizes(n=w.size)}


def step_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities of one step of gradient descent."""
    return {
        "w": np.asarray(arguments[0], float), "gradient": np.asarray(arguments[1], float), "λ": float(arguments[2]),
    }  # fmt: skip


def form_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities of a linear, square or quadratic form."""
    x = np.asarray(arguments[-1], float)
    first = np.asarray(arguments[0], float)
    if first.ndim == 2:
        return {"x": x, "Bx": first @ x, "Bᵀx": first.T @ x, **sizes(n=x.size)}
    return {"x": x, "b": first, **sizes(n=x.size)}


def _graph(
    arguments: Arguments,
    *,
    inside_a: Sequence[float] = (1, 1, 1),
    inside_b: Sequence[float] = (1, -1, -1),
    powers: tuple[int, int] = (2, 2),
    nodes: Callable[[float, float], tuple[float, float]] = lambda a, b: (a, b),
    outer: Callable[[float, float], float] = lambda a, b: a - b,
) -> Mapping[str, float]:
    """Return all derivatives of v with one step of the graph changed; the edges keep their signs."""
    w, x, y, z, c = map(float, arguments)
    s, r = np.dot(inside_a, (w, x, y)), np.dot(inside_b, (x, y, z))
    a, b = nodes(s ** powers[0], r ** powers[1])
    va, dc = 2 * c * outer(a, b), outer(a, b) ** 2
    return {
        "dv/da": va, "dv/db": -va, "dv/dc": dc, "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
        "db/dx": 2 * r, "db/dy": -2 * r, "db/dz": -2 * r,
        "dv/dw": 2 * va * s, "dv/dx": 2 * va * (s - r), "dv/dy": 2 * va * (s + r), "dv/dz": 2 * va * r,
    }  # fmt: skip


GRAPHS: Mapping[str, dict[str, Any]] = {
    "a is used without its square.": {"powers": (1, 2)},
    "b is used without its square.": {"powers": (2, 1)},
    "a and b are used without their squares.": {"powers": (1, 1)},
    "a has another power than 2.": {"powers": (3, 2)},
    "b has another power than 2.": {"powers": (2, 3)},
    "a and b are added where their difference belongs.": {"outer": lambda a, b: a + b},
    "a takes no part where the difference a − b belongs.": {"outer": lambda a, b: -b},
    "b takes no part where the difference a − b belongs.": {"outer": lambda a, b: a},
    "a and b have changed places.": {"nodes": lambda a, b: (b, a)},
    **{f"{name} is left out of w + x + y.": {"inside_a": [float(i != k) for i in range(3)]} for k, name in enumerate("wxy")},
    **{f"{name} has the wrong sign in w + x + y.": {"inside_a": [1 - 2.0 * (i == k) for i in range(3)]} for k, name in enumerate("wxy")},
    **{f"{name} is left out of x − y − z.": {"inside_b": [s * (i != k) for i, s in enumerate((1, -1, -1))]} for k, name in enumerate("xyz")},
    **{f"{name} has the wrong sign in x − y − z.": {"inside_b": [s * (1 - 2 * (i == k)) for i, s in enumerate((1, -1, -1))]} for k, name in enumerate("xyz")},
    "All signs in x − y − z are plus.": {"inside_b": (1, 1, 1)},
}  # fmt: skip


def _total(w: float, x: float, y: float, z: float, c: float) -> float:
    return c * ((w + x + y) ** 2 - (x - y - z) ** 2) ** 2


def _measured(arguments: Arguments, *, step: float, sides: tuple[int, int]) -> Mapping[str, float]:
    """Return the total derivatives as difference quotients."""
    at = np.array(arguments, float)
    moved = {name: step * np.eye(5)[k] for k, name in enumerate("wxyzc")}
    high, low = sides
    return {
        f"dv/d{name}": (_total(*(at + high * by)) - _total(*(at + low * by))) / (step * (high - low))
        for name, by in moved.items()
    }


def _unbracketed(arguments: Arguments, *, sign: int = 1, nodes: bool = False) -> Mapping[str, float]:
    """Return the derivatives with the bracket dropped in the edges out of v, and in those into a and b."""
    w, x, y, z, c = map(float, arguments)
    s, r = w + x + y, x - y - z
    va, vb = 2 * c * s**2 - r**2, -2 * c * s**2 - sign * r**2
    a_w, b_x, b_y = (2 * w + x + y, 2 * x - y - z, -2 * x - sign * (y + z)) if nodes else (2 * s, 2 * r, -2 * r)
    return {
        "dv/da": va, "dv/db": vb, "da/dw": a_w, "da/dx": a_w, "da/dy": a_w, "db/dx": b_x, "db/dy": b_y, "db/dz": b_y,
        "dv/dw": va * a_w, "dv/dx": va * a_w + vb * b_x, "dv/dy": va * a_w + vb * b_y, "dv/dz": vb * b_y,
    }  # fmt: skip


def _square(of: Callable[[float, float], float]) -> Rival:
    """Return a wrong square of the difference a − b, which is dv/dc."""

    def square(arguments: Arguments) -> Mapping[str, float]:
        w, x, y, z, _ = map(float, arguments)
        return {"dv/dc": of((w + x + y) ** 2, (x - y - z) ** 2)}

    return square


# What is made of the edges of a path, the outer and the inner one, in place of their product; `bare` is the outer one
# without its factor c.
EDGES: tuple[Callable[[float, float, float], float], ...] = (
    lambda outer, inner, bare: outer, lambda outer, inner, bare: inner, lambda outer, inner, bare: outer + inner,
    lambda outer, inner, bare: outer * inner / 2, lambda outer, inner, bare: 2 * outer, lambda outer, inner, bare: -2 * outer,
    lambda outer, inner, bare: outer * inner / 4, lambda outer, inner, bare: 2 * outer * inner,
    lambda outer, inner, bare: bare * inner, lambda outer, inner, bare: bare,
    lambda outer, inner, bare: outer * inner**2, lambda outer, inner, bare: outer * inner**2 / 2,
    lambda outer, inner, bare: outer * inner**2 / 4, lambda outer, inner, bare: outer**2 * inner,
    lambda outer, inner, bare: outer * abs(inner), lambda outer, inner, bare: abs(outer) * inner,
)  # fmt: skip


def _path(arguments: Arguments, *, edges: Callable[[float, float, float], float], node: str) -> Mapping[str, float]:
    """Return the derivatives by x and y, which have two paths, with the edges of the path through `node` changed."""
    w, x, y, z, c = map(float, arguments)
    s, r = w + x + y, x - y - z
    bare = 2 * (s**2 - r**2)
    va = c * bare
    through_a = edges(va, 2 * s, bare) if node == "a" else 2 * va * s
    by_x, by_y = (edges(-va, inner, -bare) if node == "b" else -va * inner for inner in (2 * r, -2 * r))
    return {"dv/dx": through_a + by_x, "dv/dy": through_a + by_y}


BRACKET = "A bracket is missing: the factor in front belongs to the whole of it."
PATHS = {
    node: f"The path through {other} is right: look at the edges of the path through {node}, which are multiplied."
    for node, other in ("ab", "ba")
}
MEASURED = "It is a slope measured over a small step: use the chain rule itself."
GRAPH_RIVALS = (
    *rivals_of(_graph, GRAPHS.items()),
    *rivals_of(
        _unbracketed, ((BRACKET, {"sign": sign, "nodes": nodes}) for sign in (1, -1) for nodes in (False, True))
    ),
    ("a and b are squared one by one: the square is that of their difference.", _square(lambda a, b: a**2 - b**2)),
    ("a and b are squared one by one: the square is that of their difference.", _square(lambda a, b: a**2 + b**2)),
)
PATH_RIVALS = rivals_of(_path, ((PATHS[node], {"edges": edges, "node": node}) for node in "ab" for edges in EDGES))
TOTAL_RIVALS = rivals_of(
    _measured,
    (
        (MEASURED, {"step": step, "sides": sides})
        for step in (0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)
        for sides in ((1, 0), (0, -1), (1, -1))
    ),
)

Prediction = Callable[[np.ndarray, np.ndarray], Any]
PREDICTIONS: Mapping[str, Prediction] = {
    "ŷ averages over the inputs: it is their weighted sum.": lambda w, x: np.mean(w * x),
    "ŷ adds up the inputs without their weights.": lambda w, x: np.sum(x),
    "ŷ adds up the weights without their inputs.": lambda w, x: np.sum(w),
    "ŷ leaves out the last weight.": lambda w, x: w[:-1] @ x[:-1],
    "ŷ leaves out the first weight.": lambda w, x: w[1:] @ x[1:],
    "ŷ uses the first weight and input alone.": lambda w, x: w[0] * x[0],
    "ŷ takes the inputs in reverse order.": lambda w, x: w @ x[::-1],
    "ŷ has lost its sign.": lambda w, x: abs(w @ x),
    "ŷ adds weights and inputs: each input is multiplied with its weight.": lambda w, x: np.sum(w + x),
    "ŷ sorts the inputs: each one meets a weight of its own.": lambda w, x: w @ np.sort(x),
    "ŷ multiplies the sums of weights and inputs: multiply each pair first.": lambda w, x: np.sum(w) * np.sum(x),
    "ŷ takes the largest product: it is the sum of all of them.": lambda w, x: np.max(w * x),
    "The inputs have lost their signs in ŷ.": lambda w, x: w @ np.abs(x),
    "The inputs are squared in ŷ.": lambda w, x: w @ x**2,
    "The weights are squared in ŷ.": lambda w, x: w**2 @ x,
}


def _residual(arguments: Arguments, prediction: Prediction) -> tuple[np.ndarray, Any]:
    w, inputs = (np.asarray(argument, float) for argument in arguments[:2])
    return inputs, prediction(w, inputs) - float(arguments[2])


def _loss_with(prediction: Prediction) -> Rival:
    return lambda arguments: _residual(arguments, prediction)[1] ** 2


def _loss_gradient_with(prediction: Prediction) -> Rival:
    def gradient(arguments: Arguments) -> Any:
        inputs, residual = _residual(arguments, prediction)
        return 2 * residual * inputs

    return gradient


def _loss_as(of: Callable[[np.ndarray, np.ndarray, float, float], Any]) -> Rival:
    """Return a function of the weights, the inputs, ŷ and the target."""

    def changed(arguments: Arguments) -> Any:
        w, inputs = (np.asarray(argument, float) for argument in arguments[:2])
        return of(w, inputs, float(w @ inputs), float(arguments[2]))

    return changed


ONE_BY_ONE = "ŷ and the target are squared one by one: their difference is squared as a whole."
POWER = "The residual has another power than 2."
LOSSES = (
    (POWER, _loss_as(lambda w, x, y, t: abs(y - t) ** 3)),
    ("The residual has kept its sign: a square is never negative.", _loss_as(lambda w, x, y, t: (y - t) * abs(y - t))),
    ("ŷ and the target are multiplied: the loss is made of their difference.", _loss_as(lambda w, x, y, t: (y * t) ** 2)),
    ("ŷ and the target are multiplied: the loss is made of their difference.", _loss_as(lambda w, x, y, t: y * t)),
    (POWER, _loss_as(lambda w, x, y, t: abs(y - t) ** 0.5)),
    (ONE_BY_ONE, _loss_as(lambda w, x, y, t: y**2 + t**2)),
    (ONE_BY_ONE, _loss_as(lambda w, x, y, t: y**2 - t)),
    (ONE_BY_ONE, _loss_as(lambda w, x, y, t: y - t**2)),
    ("ŷ and the target are added: the loss compares them.", _loss_as(lambda w, x, y, t: (y + t) ** 2)),
    ("Each product is compared with the target by itself: it is their sum that should be.", _loss_as(lambda w, x, y, t: np.sum((w * x - t) ** 2))),
    ("Each product is compared with the target by itself: it is their sum that should be.", _loss_as(lambda w, x, y, t: np.mean((w * x - t) ** 2))),
)  # fmt: skip
LOSS_GRADIENTS = (
    (BRACKET, _loss_as(lambda w, x, y, t: (2 * y - t) * x)),
    (BRACKET, _loss_as(lambda w, x, y, t: 2 * y * x - t)),
    (BRACKET, _loss_as(lambda w, x, y, t: 2 * (y * x - t))),
    (BRACKET, _loss_as(lambda w, x, y, t: 2 * (y - t * x))),
    (BRACKET, _loss_as(lambda w, x, y, t: 2 * y - t * x)),
    ("ŷ and the target are added: the loss compares them.", _loss_as(lambda w, x, y, t: 2 * (y + t) * x)),
    ("The residual has lost its sign.", _loss_as(lambda w, x, y, t: 2 * abs(y - t) * x)),
    ("Only the sign of the residual is used: its size counts.", _loss_as(lambda w, x, y, t: 2 * np.sign(y - t) * x)),
    ("Only the sign of the residual is used: its size counts.", _loss_as(lambda w, x, y, t: np.sign(y - t) * x)),
    ("The inputs are added up: each weight has an input of its own.", _loss_as(lambda w, x, y, t: np.full(x.size, 2 * (y - t) * x.sum()))),
    ("Weights and inputs are both in the gradient: one of them is differentiated away.", _loss_as(lambda w, x, y, t: 2 * (y - t) * w * x)),
)  # fmt: skip


def _neuron(of: Callable[[np.ndarray, float], Any]) -> Rival:
    return lambda args: of(np.asarray(args[0], float), float(args[1]))


def _cut_upstream(cut: Callable[[float], float]) -> Rival:
    return _neuron(lambda x, u: cut(u) * x)


def _softmax(x: np.ndarray) -> Any:
    powers = np.exp(x - x.max())
    return powers / powers.sum()


NEURONS = (
    ("The sum of the inputs is in it as well: each weight has one input.", _neuron(lambda x, u: u * x * x.sum())),
    ("The mean of the inputs is in it as well: each weight has one input.", _neuron(lambda x, u: u * x * x.mean())),
    ("The median of the inputs is used for every weight.", _neuron(lambda x, u: np.full(x.size, u * np.median(x)))),
    ("The inputs are sorted: each weight has an input of its own.", _neuron(lambda x, u: u * np.sort(x))),
    ("The first input is used for every weight.", _neuron(lambda x, u: np.full(x.size, u * x[0]))),
    ("The last input is used for every weight.", _neuron(lambda x, u: np.full(x.size, u * x[-1]))),
    ("The largest input is used for every weight.", _neuron(lambda x, u: np.full(x.size, u * x.max()))),
    ("Only the signs of the inputs are used: their size counts.", _neuron(lambda x, u: u * np.sign(x))),
    ("The inputs are divided by their sum: they are used as they are.", _neuron(lambda x, u: u * x / (x.sum() or 1))),
    ("The inputs are divided by the largest: they are used as they are.", _neuron(lambda x, u: u * x / (np.abs(x).max() or 1))),
    ("The inputs are divided by the largest: they are used as they are.", _neuron(lambda x, u: u * x / (x.max() or 1))),
    ("The inputs go through softmax: they are used as they are.", _neuron(lambda x, u: u * _softmax(x))),
    ("The inputs go through an exponential: they are used as they are.", _neuron(lambda x, u: u * np.exp(x))),
    ("The inputs go through an activation: z is linear in them.", _neuron(lambda x, u: u / (1 + np.exp(-x)))),
    ("The inputs go through an activation: z is linear in them.", _neuron(lambda x, u: u * np.tanh(x))),
    ("The inputs go through an activation: z is linear in them.", _neuron(lambda x, u: u * np.maximum(x, 0))),
    ("The inputs' mean is subtracted from them.", _neuron(lambda x, u: u * (x - x.mean()))),
    ("upstream and the inputs are added: the chain rule multiplies.", _neuron(lambda x, u: u + x)),
    ("upstream and the inputs are subtracted: the chain rule multiplies.", _neuron(lambda x, u: u - x)),
    ("upstream and the inputs are subtracted: the chain rule multiplies.", _neuron(lambda x, u: x - u)),
    ("Only the sign of upstream is used: its size counts.", _neuron(lambda x, u: np.sign(u) * x)),
    ("upstream has lost its sign.", _neuron(lambda x, u: abs(u) * x)),
    *(("upstream is cut to a whole number: it may be a fraction.", _cut_upstream(cut)) for cut in (np.trunc, np.floor, np.round)),
)  # fmt: skip


def _step(move: Callable[[np.ndarray, np.ndarray, float], Any]) -> Rival:
    return lambda args: move(np.asarray(args[0], float), np.asarray(args[1], float), float(args[2]))


MOVES: tuple[tuple[str, Callable[[np.ndarray, np.ndarray, float], Any]], ...] = (
    ("A bracket is in the wrong place: the learning rate multiplies the gradient alone.", lambda w, g, rate: (w - rate) * g),
    ("The learning rate multiplies the weights as well: it multiplies the gradient alone.", lambda w, g, rate: rate * (w - g)),
    ("The gradient is averaged: each weight has an entry of its own.", lambda w, g, rate: w - rate * np.mean(g)),
    ("The gradient is added up: each weight has an entry of its own.", lambda w, g, rate: w - rate * np.sum(g)),
    ("The weights are squared.", lambda w, g, rate: w**2 - rate * g),
    ("Only the positive entries of the gradient are used.", lambda w, g, rate: w - rate * np.maximum(g, 0)),
    ("Only the negative entries of the gradient are used.", lambda w, g, rate: w - rate * np.minimum(g, 0)),
    ("The gradient is squared.", lambda w, g, rate: w - rate * g**2),
    ("The gradient has lost its signs.", lambda w, g, rate: w - rate * np.abs(g)),
    ("The gradient is divided by the number of weights.", lambda w, g, rate: w - rate * g / g.size),
    ("The gradient is divided by its largest entry.", lambda w, g, rate: w - rate * g / np.max(np.abs(g))),
    ("The gradient comes in reverse order.", lambda w, g, rate: w - rate * g[::-1]),
    *(("The learning rate has a number beside it.", lambda w, g, rate, k=k: w - k * rate * g) for k in (0.5, 0.9, 0.99, 0.1, 0.01, 0.001, 1.5, 3.0, 4.0, 5.0, 10.0, 100.0)),
    *(("The weights are added to the gradient: nothing of the kind is asked for.", lambda w, g, rate, k=k: w - rate * (g + k * w))
      for k in (1.0, 0.5, 0.1, 0.05, 0.01, 0.001, 1e-4)),
    ("The learning rate is squared.", lambda w, g, rate: w - rate**2 * g),
    ("The learning rate has lost its sign.", lambda w, g, rate: w - abs(rate) * g),
    ("The weights have lost their signs.", lambda w, g, rate: np.abs(w) - rate * g),
    ("The gradient and the learning rate are added.", lambda w, g, rate: w - (rate + g)),
    ("The order is wrong: the step is subtracted from the weights, not the other way round.", lambda w, g, rate: rate * g - w),
    *(("The weights are shrunk beside the step: nothing of the kind is asked for.", lambda w, g, rate, k=k: w * (1 - k) - rate * g)
      for k in (0.5, 0.1, 0.05, 0.01, 0.005, 0.001, 1e-4)),
    *(("The gradient is cut off: its size counts.", lambda w, g, rate, k=k: w - rate * np.clip(g, -k, k)) for k in (0.5, 1, 5, 10)),
)  # fmt: skip


def _form(value: Callable[[np.ndarray, np.ndarray], Any]) -> Rival:
    return lambda args: value(np.asarray(args[0], float), np.asarray(args[-1], float))


def _with_changed_x(of: Callable[[np.ndarray], Any]) -> Callable[[np.ndarray, np.ndarray], Any]:
    return lambda B, x: (B + B.T) @ of(x)


WHOLE = "That is the value of the form in every entry: its slope by each xᵢ is asked for."
LINEAR = (
    (WHOLE, _form(lambda b, x: np.full(x.size, b @ x))),
    ("The sum of b is in every entry: each xᵢ has an entry of its own.", _form(lambda b, x: np.full(x.size, b.sum()))),
)
SQUARE = (
    ("The value of the form is in every entry, beside x: its slope is asked for.", _form(lambda _, x: (x @ x) * x)),
    ("The value of the form is in every entry, beside x: its slope is asked for.", _form(lambda _, x: 2 * (x @ x) * x)),
    ("x has another power than in the right result.", _form(lambda _, x: x**3)),
    ("x has another power than in the right result.", _form(lambda _, x: 2 * x**3)),
    ("x has another power than in the right result.", _form(lambda _, x: 3 * x**2)),
    (WHOLE, _form(lambda _, x: np.full(x.size, x @ x))),
    ("It is divided by the length of x.", _form(lambda _, x: 2 * x / (np.linalg.norm(x) or 1))),
    ("It is divided by the length of x.", _form(lambda _, x: x / (np.linalg.norm(x) or 1))),
)
HALF_USED = "Only the entries of B on one side of its diagonal take part."
ONE_SIDE = "One of the product rule's two terms lacks B: it stands in both."
SCALED = "B is used as one number: each of its entries has a place of its own."
CHANGED_X = "Something is made of x on the way: it is multiplied as it is."
QUADRATIC = (
    ("The value of the form is in every entry, beside x: its slope is asked for.", _form(lambda B, x: (x @ B @ x) * x)),
    *(
        (CHANGED_X, _form(_with_changed_x(of)))
        for of in (np.square, np.abs, np.sign, np.sort, lambda x: x[::-1], lambda x: x - x.mean())
    ),
    ("B is multiplied with its transpose: the product rule adds the two sides.", _form(lambda B, x: B.T @ B @ x)),
    ("B is multiplied with itself: the product rule adds two terms.", _form(lambda B, x: B @ B @ x)),
    (ONE_SIDE, _form(lambda B, x: B @ x + x)),
    (ONE_SIDE, _form(lambda B, x: B.T @ x + x)),
    (SCALED, _form(lambda B, x: np.trace(B) * x)),
    (SCALED, _form(lambda B, x: 2 * np.trace(B) * x)),
    (SCALED, _form(lambda B, x: np.sum(B) * x)),
    (SCALED, _form(lambda B, x: 2 * np.sum(B) * x)),
    ("x is missing: only the entries of B are added up.", _form(lambda B, x: (B + B.T).sum(axis=0))),
    ("x is missing: only the entries of B are added up.", _form(lambda B, x: B.sum(axis=0))),
    ("x is missing: only the entries of B are added up.", _form(lambda B, x: B.sum(axis=1))),
    (WHOLE, _form(lambda B, x: np.full(x.size, x @ B @ x))),
    ("That holds for symmetric B alone: the columns of B are used, its rows are not.", _form(lambda B, x: 2 * B.T @ x)),
    (
        "The entries of B are multiplied with x, but added up along the wrong axis.",
        _form(lambda B, x: 2 * x * B.sum(axis=0)),
    ),
    (
        "The entries of B are multiplied with x, but added up along the wrong axis.",
        _form(lambda B, x: x * (B + B.T).sum(axis=0)),
    ),
    ("x stands twice beside B: one of the two is differentiated away.", _form(lambda B, x: x * (B @ x))),
    (HALF_USED, _form(lambda B, x: (np.triu(B) + np.triu(B).T) @ x)),
    (HALF_USED, _form(lambda B, x: (np.tril(B) + np.tril(B).T) @ x)),
    ("The product rule's two terms are multiplied: they are added.", _form(lambda B, x: (B @ x) * (B.T @ x))),
    ("B is multiplied with its transpose: the product rule adds the two sides.", _form(lambda B, x: B @ B.T @ x)),
    ("The diagonal of B is left out, or in it once too little.", _form(lambda B, x: (B + B.T) @ x - np.diag(B) * x)),
    ("B is used entry by entry, without its signs.", _form(lambda B, x: (np.abs(B) + np.abs(B).T) @ x)),
)

VOCABULARY: Mapping[str, Vocabulary] = {
    "local_partials": Vocabulary(graph_quantities, STEPS, GRAPH_RIVALS),
    "total_derivatives": Vocabulary(graph_quantities, STEPS, GRAPH_RIVALS + PATH_RIVALS + TOTAL_RIVALS),
    "weight_gradient": Vocabulary(neuron_quantities, STEPS, NEURONS),
    "squared_loss": Vocabulary(
        loss_quantities,
        STEPS | {"residual": Step("the residual ŷ − t", "The residual is not squared.")},
        (*((said, _loss_with(of)) for said, of in PREDICTIONS.items()), *LOSSES),
    ),
    "squared_loss_gradient": Vocabulary(
        loss_quantities,
        STEPS,
        (*((said, _loss_gradient_with(of)) for said, of in PREDICTIONS.items()), *LOSS_GRADIENTS),
    ),
    "gradient_step": Vocabulary(step_quantities, STEPS, tuple((said, _step(of)) for said, of in MOVES)),
    "linear_gradient": Vocabulary(form_quantities, STEPS, LINEAR),
    "square_gradient": Vocabulary(form_quantities, STEPS, SQUARE),
    "quadratic_gradient": Vocabulary(form_quantities, STEPS, QUADRATIC),
}
