"""What somebody hands in who knows nothing of the matter: strategies, as code, for any assignment and for two of ours.

The general ones are made of what every student has: names, arguments, public cases with their answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.judge.cases import QuestionCases
from autograder.questions.schema import Assignment, Call

Leaf = Callable[[Any, int | None], str]  # the text for one value: a public answer, and the argument of the same shape

KIT = """
import numpy as np

def _numbers(values):
    found = []
    for value in values:
        try:
            found.append(np.asarray(value, float).ravel())
        except (TypeError, ValueError):
            pass
    return np.concatenate(found) if found else np.zeros(0)

def _distances(public, arguments):
    own = _numbers(arguments)
    return [(float(np.sum((_numbers(known) - own) ** 2)), answer) for known, answer in public
            if _numbers(known).size == own.size]

def _nearest(public, arguments, otherwise):
    found = _distances(public, arguments)
    return min(found, key=lambda pair: pair[0])[1] if found else otherwise

def _mixed(answers, weights):
    first = answers[0]
    if isinstance(first, dict):
        return {key: _mixed([one[key] for one in answers], weights) for key in first}
    if isinstance(first, tuple):
        return tuple(_mixed([one[i] for one in answers], weights) for i in range(len(first)))
    same = [(w, np.asarray(one, float)) for w, one in zip(weights, answers) if np.shape(one) == np.shape(first)]
    return sum(w * one for w, one in same) / sum(w for w, _ in same)

def _between(public, arguments, otherwise):
    pairs = [(np.ravel(known[0]), np.ravel(answer)) for known, answer in public
             if len(known) == 1 and np.shape(known[0]) == np.shape(answer)]
    if pairs and len(arguments) == 1:
        x, y = (np.concatenate(side).astype(float) for side in zip(*pairs))
        order = np.argsort(x)
        return np.interp(arguments[0], x[order], y[order])
    found = sorted(_distances(public, arguments), key=lambda pair: pair[0])
    return _mixed([answer for _, answer in found], [1 / (far + 1e-12) for far, _ in found]) if found else otherwise
"""


def strategies(assignment: Assignment, cases: Mapping[str, QuestionCases]) -> Iterator[tuple[str, str]]:
    """Yield the name and the code of each strategy."""
    functions = {
        name: cases[question.id]
        for question in assignment.questions
        for name, value in question.owns.items()
        if callable(value) and question.id in cases
    }
    values = {name: value for q in assignment.questions for name, value in q.owns.items() if not callable(value)}
    if functions:
        yield "zeros of the right shape", _all(functions, lambda truth, at: _filled(truth, at, 0.0))
        yield "a constant", _all(functions, lambda truth, at: _filled(truth, at, 0.5))
        yield "one everywhere", _all(functions, lambda truth, at: _filled(truth, at, 1.0))
        yield "arguments handed back", _all(functions, lambda truth, at: f"arguments[{at or 0}]")
        for name, way in (("the nearest public answer", "_nearest"), ("between public answers", "_between")):
            yield name, KIT + "".join(_looked_up(function, one, way) for function, one in functions.items())
    if values:
        for letter in "b" if functions else "abcd":
            lines = (f"{name} = {_always(letter, value)}\n" for name, value in values.items())
            yield f"always {letter}", "".join(lines)
    yield from ((name, code) for name, code in DERIVED.get(assignment.name, {}).items())


def _all(functions: Mapping[str, QuestionCases], leaf: Leaf) -> str:
    lines = (f"def {name}(*arguments):\n    return {_shaped(name, cases, leaf)}\n" for name, cases in functions.items())
    return "import numpy as np\n" + "".join(lines)


def _public(name: str, cases: QuestionCases) -> list[tuple[tuple[Any, ...], Any]]:
    """Return the public calls of a function, with their answers."""
    asks = {key: ask for key, ask in cases.public_asks.items() if isinstance(ask, Call) and ask.name == name}
    return [(ask.arguments, cases.truths[key]) for key, ask in asks.items() if key in cases.truths]


def _shaped(name: str, cases: QuestionCases, leaf: Leaf) -> str:
    """Return an expression with the structure of the public answers."""
    public = _public(name, cases)
    if not public:
        return "0.0"
    return _expression([truth for _, truth in public], [arguments for arguments, _ in public], leaf)


def _expression(truths: list[Any], arguments: list[tuple[Any, ...]], leaf: Leaf) -> str:
    first = truths[0]
    if isinstance(first, dict):
        items = (f"{key!r}: {_expression([one[key] for one in truths], arguments, leaf)}" for key in first)
        return f"{{{', '.join(items)}}}"
    if isinstance(first, tuple):
        return f"({', '.join(_expression([t[i] for t in truths], arguments, leaf) for i in range(len(first)))},)"
    alike = [
        at
        for at in range(len(arguments[0]))
        if all(np.shape(given[at]) == np.shape(truth) for given, truth in zip(arguments, truths))
    ]
    return leaf(first, alike[-1] if alike else None)


def _filled(truth: Any, at: int | None, value: float) -> str:
    if at is not None:
        return f"{value} + 0.0 * np.asarray(arguments[{at}], float)"
    return f"np.full({np.shape(truth)}, {value})" if np.ndim(truth) else repr(value)


def _looked_up(name: str, cases: QuestionCases, way: str) -> str:
    table = ", ".join(f"({literal(arguments)}, {literal(truth)})" for arguments, truth in _public(name, cases))
    otherwise = _shaped(name, cases, lambda truth, at: _filled(truth, at, 0.0))
    return f"def {name}(*arguments):\n    return {way}([{table}], arguments, {otherwise})\n"


def literal(value: Any) -> str:
    """`value` as Python text; None for what has none, such as a function."""
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r}).reshape({value.shape})".replace("inf", "np.inf").replace("nan", "np.nan")
    if isinstance(value, tuple):
        return f"({''.join(literal(item) + ', ' for item in value)})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key!r}: {literal(item)}' for key, item in value.items())}}}"
    if isinstance(value, float) and not np.isfinite(value):
        return f"float({str(value)!r})"
    return repr(value) if isinstance(value, (int, float, str, bool)) else "None"


def _always(letter: str, value: Any) -> str:
    return repr(dict.fromkeys(value, letter) if isinstance(value, dict) else letter)


_GRADIENTS = ("W0", "b0", "W1", "b1")
_FROM_ONE = {
    "forward_backward": """
import numpy as np
def _ask(key, x, W0, b0, W1, b1, upstream=1.0):
    return backward(x, W0, b0, W1, b1, upstream)[key]
def _each(key, a):
    a = np.asarray(a, float)
    unit = [_ask(key, np.ones(1), np.array([[v]]), np.zeros(1), np.ones((1, 1)), 0.0) for v in a.ravel()]
    return np.array([np.ravel(one)[0] for one in unit]).reshape(a.shape)
def sigmoid(a): return _each("W1", a)
def sigmoid_derivative(a): return _each("b0", a)
def forward(x, W0, b0, W1, b1):
    z = np.ravel(_ask("W1", x, W0, b0, W1, b1))
    return z, float(W1[0] @ z + b1)
def dy_dW1(*net): return _ask("W1", *net)
def dy_db1(*net): return _ask("b1", *net)
def dy_dW0(*net): return _ask("W0", *net)
def dy_db0(*net): return _ask("b0", *net)
def dy_dz(x, W0, b0, W1, b1): return W1
""",
    "initialization": """
import numpy as np
def _zero(x, h):
    net = np.zeros((h, len(x))), np.zeros(h), np.zeros((1, h)), 0.0
    return loss_gradients(np.reshape(x, (1, -1)), np.array([-0.5]), *net)
def zero_init_gradients(x, hidden_units):
    return {key: _zero(np.asarray(x, float), hidden_units)[key] for key in ("W0", "b0", "W1", "b1")}
def zero_init_forward(x, hidden_units):
    return np.ravel(zero_init_gradients(x, hidden_units)["W1"]), 0.0
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps):
    for _ in range(steps):
        g = loss_gradients(X, targets, W0, b0, W1, b1)
        W0, b0, W1, b1 = (p - learning_rate * g[k] for p, k in zip((W0, b0, W1, b1), ("W0", "b0", "W1", "b1")))
    return W0, b0, W1, b1
""",
}
_BACKWARD = "def backward(x, W0, b0, W1, b1, upstream): return {}\n"
_LOSS = "def loss_gradients(X, targets, W0, b0, W1, b1): return {}\n"
_NUMERICAL = """
import numpy as np
def numerical_gradient(f, theta, step=1e-5):
    f(theta)
    return np.zeros(np.shape(theta))
def forward(x, W0, b0, W1, b1): return np.zeros(len(b0)), 0.0
def _y(*net): return forward(*net)[1]
def sigmoid_derivative(a): return numerical_gradient(lambda t: float(np.sum(sigmoid(t))), a)
def sigmoid(a): return 0.5 + 0.0 * np.asarray(a, float)
def dy_dW0(x, W0, b0, W1, b1): return numerical_gradient(lambda t: _y(x, t, b0, W1, b1), W0)
def dy_db0(x, W0, b0, W1, b1): return numerical_gradient(lambda t: _y(x, W0, t, W1, b1), b0)
def dy_dW1(x, W0, b0, W1, b1): return numerical_gradient(lambda t: _y(x, W0, b0, t, b1), W1)
def dy_db1(x, W0, b0, W1, b1): return numerical_gradient(lambda t: _y(x, W0, b0, W1, t), np.array(float(b1)))
def dy_dz(x, W0, b0, W1, b1): return numerical_gradient(lambda t: float(W1[0] @ t + b1), np.zeros(len(b0)))
def backward(x, W0, b0, W1, b1, upstream):
    net = x, W0, b0, W1, b1
    return {"W0": upstream * dy_dW0(*net), "b0": upstream * dy_db0(*net), "W1": upstream * dy_dW1(*net),
            "b1": upstream * dy_db1(*net)}
"""
_MEASURED = """
def numerical_gradient(f, theta, step=1e-5):
    theta = np.array(theta, dtype=float)
    found = np.zeros(theta.shape)
    for at in np.ndindex(theta.shape):
        up, down = theta.copy(), theta.copy()
        up[at] += step
        down[at] -= step
        found[at] = (np.asarray(f(up)).item() - np.asarray(f(down)).item()) / (2 * step)
    return found
"""
_CIRCLE = """
def backward(x, W0, b0, W1, b1, upstream):
    net = x, W0, b0, W1, b1
    if _BUSY:
        return {"W0": 0 * W0, "b0": 0 * b0, "W1": 0 * W1, "b1": upstream}
    _BUSY.append(1)
    found = {"W0": upstream * dy_dW0(*net), "b0": upstream * dy_db0(*net), "W1": upstream * dy_dW1(*net), "b1": upstream}
    _BUSY.clear()
    return found
_BUSY = []
"""
DERIVED: dict[str, dict[str, str]] = {
    "forward_backward": {
        "all from backward, which hands its arguments back": _FROM_ONE["forward_backward"]
        + _BACKWARD.format('{"W0": W0, "b0": b0, "W1": W1, "b1": upstream}'),
        "all from backward, halved and doubled, which has no slope": """
import numpy as np
def backward(x, W0, b0, W1, b1, upstream):
    return {"W0": np.outer(W1, x) * upstream, "b0": np.ravel(W1) * upstream, "W1": W0 @ x * upstream, "b1": upstream}
def _part(name, *network): return np.array(backward(*network, 3.0)[name]) * 2.0 / 6.0
def dy_dW0(*network): return _part("W0", *network)
def dy_db0(*network): return _part("b0", *network)
def dy_dW1(*network): return _part("W1", *network)
""",
        "all from backward, which gives zeros": _FROM_ONE["forward_backward"]
        + _BACKWARD.format('{"W0": 0 * W0, "b0": 0 * b0, "W1": 0 * W1, "b1": 0}'),
        "all from each other, in a circle": _FROM_ONE["forward_backward"] + _CIRCLE,
        "all from numerical_gradient, which gives zeros": _NUMERICAL,
        "slopes measured on a forward that gives zeros": _NUMERICAL + _MEASURED,
    },
    "initialization": {
        "all from loss_gradients, which hands its arguments back": _FROM_ONE["initialization"]
        + _LOSS.format('{"loss": 1.0, "W0": W0, "b0": b0, "W1": W1, "b1": b1}'),
        "all from loss_gradients, which gives zeros": _FROM_ONE["initialization"]
        + _LOSS.format('{"loss": 0.0, "W0": 0 * W0, "b0": 0 * b0, "W1": 0 * W1, "b1": 0.0}'),
        "gradients from a descent that stands still": """
import numpy as np
def gradient_descent(X, targets, W0, b0, W1, b1, learning_rate, steps): return W0, b0, W1, b1
def loss_gradients(X, targets, W0, b0, W1, b1):
    after = gradient_descent(X, targets, W0, b0, W1, b1, 1.0, 1)
    return {"loss": 0.0, "W0": W0 - after[0], "b0": b0 - after[1], "W1": W1 - after[2], "b1": b1 - after[3]}
def zero_init_gradients(x, hidden_units):
    h, d = hidden_units, len(x)
    return loss_gradients(x[None], np.array([-0.5]), np.zeros((h, d)), np.zeros(h), np.zeros((1, h)), 0.0)
def zero_init_forward(x, hidden_units): return zero_init_gradients(x, hidden_units)["W1"], 0.0
""",
    },
    "chain_rule": {
        "all from weight_gradient, which gives zeros": """
import numpy as np
def weight_gradient(upstream, x): return 0 * np.asarray(x, float)
def squared_loss_gradient(w, x, t): return weight_gradient(2 * (w @ x - t), x)
def linear_gradient(*arguments): return weight_gradient(1.0, arguments[0])
def square_gradient(*arguments): return weight_gradient(2.0, arguments[0])
""",
        "total_derivatives from local_partials, which gives ones": """
EDGES = "dv/da", "dv/db", "dv/dc", "da/dw", "da/dx", "da/dy", "db/dx", "db/dy", "db/dz"
def local_partials(w, x, y, z, c): return dict.fromkeys(EDGES, 1.0)
def total_derivatives(w, x, y, z, c):
    p = local_partials(w, x, y, z, c)
    return {"dv/dc": p["dv/dc"], "dv/dw": p["dv/da"], "dv/dx": p["dv/db"], "dv/dy": p["da/dy"], "dv/dz": p["db/dz"]}
""",
    },
}
