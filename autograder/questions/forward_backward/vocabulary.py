"""Quantities of forward_backward that a wrong gradient of the network may be a product of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.checks.arguments import build
from autograder.questions.vocabulary import Rival, Step, Vocabulary, no_quantities, rivals_of, sizes

STEPS = {
    "x": Step("x", "The step from the weights to a is missing: the input x.", "The input x is in it twice."),
    "W1": Step("W⁽¹⁾", "The step from z to y is missing.", "The step from z to y is in it twice."),
    "slope": Step("the slope of sigmoid", "The step from a to z is missing.", "The step from a to z is in it twice."),
    "slope at z": Step("the slope of sigmoid, taken at z,"),
    "z": Step("z", "z is missing as a factor.", "There is a z too many."),
    "1−z": Step(
        "the rest of sigmoid's slope",
        "The slope of sigmoid is not complete: one of its two factors is missing.",
        "There is a 1 − z too many.",
    ),
    "a": Step("a"),
    "W0": Step("W⁽⁰⁾"),
    "b0": Step("b⁽⁰⁾"),
    "b1": Step("b⁽¹⁾"),
    "y": Step("y"),
    "upstream": Step("upstream", "upstream is missing: the gradient of L needs it.", "upstream is in it twice."),
    "1+z": Step("1 + z"),
    "‖x‖": Step(
        "the length of x", "It is divided by the length of x.", "It is multiplied by the length of x.", counts=True
    ),
    "ΣW0": Step("the sum of each unit's weights"),
    "Σx": Step("the sum of the inputs"),
    "ΣW1": Step("the sum of all output weights"),
    "h": Step(
        "h",
        "It is divided by the number of hidden units.",
        "It is multiplied by the number of hidden units.",
        counts=True,
    ),
    "d": Step("d", "It is divided by the number of inputs.", "It is multiplied by the number of inputs.", counts=True),
}


def network_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities for an answer with one number per unit, (h,), or for a single number."""
    x, W0, b0, W1, b1 = (np.asarray(argument, float) for argument in arguments[:5])
    a = W0 @ x + b0
    quantities = {
        "W1": W1.ravel(), "slope": ref.sigmoid_derivative(a), "slope at z": ref.sigmoid_derivative(ref.sigmoid(a)),
        "z": ref.sigmoid(a), "1+z": 1 + ref.sigmoid(a), "Σx": x.sum(), "ΣW1": W1.sum(),
        "‖x‖": np.linalg.norm(x), "ΣW0": W0.sum(axis=1),
        "1−z": ref.sigmoid(-a), "a": a, "b0": b0, "b1": b1, "y": W1.ravel() @ ref.sigmoid(a) + b1,
        **sizes(h=len(a), d=len(x)),
    }  # fmt: skip
    if len(arguments) > 5:
        quantities["upstream"] = float(arguments[5])
    return quantities


def matrix_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities for ∂y/∂W⁽⁰⁾, (h, d), with units in rows and inputs in columns."""
    rows = {
        name: value[:, np.newaxis] if np.ndim(value) == 1 else value
        for name, value in network_quantities(arguments, key).items()
    }
    return {**rows, "x": np.asarray(arguments[0], float)[np.newaxis, :], "W0": np.asarray(arguments[1], float)}


def backward_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities for the gradient under `key`."""
    return (matrix_quantities if key == "W0" else network_quantities)(arguments, key)


def activation_quantities(arguments: tuple[Any, ...], key: str | None) -> Mapping[str, Any]:
    """Return the quantities for an elementwise function of a."""
    a = np.asarray(arguments[0], float)
    return {"a": a, "z": ref.sigmoid(a), "1−z": ref.sigmoid(-a)}


def _scaled(function: Any, factor: float) -> Any:
    return lambda arguments: function(factor * np.asarray(arguments[0], float))


def _activation(function: Any, others: tuple[tuple[str, Any], ...] = ()) -> Vocabulary:
    return Vocabulary(
        activation_quantities,
        STEPS,
        (
            ("The argument is halved: the function is evaluated at a / 2.", _scaled(function, 0.5)),
            ("The argument is doubled: the function is evaluated at 2a.", _scaled(function, 2.0)),
            ("The argument has the wrong sign: the function is evaluated at −a.", _scaled(function, -1.0)),
            ("The argument is rounded before the function is applied.", lambda args: function(np.round(args[0]))),
            (
                "The function is applied twice: sigmoid(a) is used where a belongs.",
                lambda args: function(ref.sigmoid(np.asarray(args[0], float))),
            ),
            *(
                (
                    f"The argument is clipped at ±{bound}: larger values of a are not followed.",
                    lambda args, bound=bound: function(np.clip(np.asarray(args[0], float), -bound, bound)),
                )
                for bound in (1, 5, 6, 8, 10, 15, 20, 30, 50, 100)
            ),
            *others,
        ),
    )


def _unscaled(vocabulary: Vocabulary) -> Vocabulary:
    """Return the vocabulary of a function of which twice the argument is twice the value, which is plainer to say."""
    return replace(vocabulary, rivals=vocabulary.rivals[2:])


def _curve(function: Callable[..., Any]) -> Rival:
    return lambda args: function(np.asarray(args[0], float))


MEASURED = "It is a slope measured over a small step: use the formula itself."
SHIFTED = "The argument is shifted: at 0 the curve must be one half."
OTHER_CURVES = (
    *((SHIFTED, _curve(lambda a, by=by: ref.sigmoid(a + by))) for by in (-1, -0.5, 0.5, 1)),
    *(("The argument is rounded before the function is applied.", _curve(lambda a, cut=cut: ref.sigmoid(cut(a))))
      for cut in (np.trunc, np.floor, np.ceil)),
    ("The entries' mean is subtracted first: each entry is treated by itself.", _curve(lambda a: ref.sigmoid(a - a.mean()))),
    ("The largest entry is subtracted first: each entry is treated by itself.", _curve(lambda a: ref.sigmoid(a - a.max()))),
    ("The curve runs from −1 to 1: that is tanh of half the argument.", _curve(lambda a: 2 * ref.sigmoid(a) - 1)),
    ("That is a bell: the sigmoid rises from 0 to 1.", _curve(lambda a: np.exp(-(a**2)))),
    ("That is a bell: the sigmoid rises from 0 to 1.", _curve(lambda a: np.exp(-(a**2) / 2))),
    ("That is a step from 0 to 1: the sigmoid is smooth.", _curve(lambda a: a > 0)),
    ("That is a step from 0 to 1: the sigmoid is smooth.", _curve(lambda a: a >= 0)),
    ("That is softplus, which grows without bound: the sigmoid is its slope.", _curve(lambda a: np.logaddexp(0, a))),
    ("Only the denominator is left: the sigmoid is 1 divided by it.", _curve(lambda a: 1 + np.exp(-a))),
    ("That is an exponential, which grows without bound.", _curve(np.exp)),
    ("A minus stands where the denominator needs a plus.", _curve(lambda a: 1 / (1 - np.exp(-a)))),
    ("That is a straight line that is cut off at 0 and 1: the sigmoid is curved.", _curve(lambda a: np.clip(0.2 * a + 0.5, 0, 1))),
    ("That is a straight line that is cut off at 0 and 1: the sigmoid is curved.", _curve(lambda a: np.clip(a / 6 + 0.5, 0, 1))),
    ("That is a straight line that is cut off at 0 and 1: the sigmoid is curved.", _curve(lambda a: np.clip(0.25 * a + 0.5, 0, 1))),
    ("That is softsign, a quotient without an exponential.", _curve(lambda a: a / (1 + np.abs(a)))),
    ("That is softsign, a quotient without an exponential.", _curve(lambda a: 0.5 * (1 + a / (1 + np.abs(a))))),
    ("That is an arctangent, not the sigmoid.", _curve(lambda a: 0.5 + np.arctan(a) / np.pi)),
    ("The numbers in the denominator are wrong: far to the right the curve must reach 1.", _curve(lambda a: 1 / (2 + np.exp(-a)))),
    ("The exponential in the denominator has a factor: at 0 the curve must be one half.", _curve(lambda a: 1 / (1 + 2 * np.exp(-a)))),
    ("The sigmoid is multiplied by its argument: that is the SiLU.", _curve(lambda a: a * ref.sigmoid(a))),
    ("The exponent is squared: it is a itself, with a minus.", _curve(lambda a: 1 / (1 + np.exp(-(a**2))))),
    ("The size of a is used, not a itself.", _curve(lambda a: ref.sigmoid(np.abs(a)))),
)  # fmt: skip
OTHER_SLOPES = (
    ("One of the slope's two factors has a square that does not belong there.", _curve(lambda a: ref.sigmoid(a) * (1 - ref.sigmoid(a) ** 2))),
    ("The slope is that of ReLU, 1 or 0.", _curve(lambda a: a > 0)),
    ("A 2 is in the slope's second factor, and the first one is missing.", _curve(lambda a: 1 - 2 * ref.sigmoid(a))),
    *((MEASURED, _curve(lambda a, h=h, k=k: (ref.sigmoid(a + h * (1 - k)) - ref.sigmoid(a - h * k)) / h))
      for h in (0.1, 0.02, 1e-2, 2e-3, 1e-3, 2e-4, 1e-4) for k in (0, 1, 0.5)),
    ("In one of the two factors a itself is used where sigmoid(a) belongs.", _curve(lambda a: ref.sigmoid(a) * (1 - a))),
    ("In one of the two factors a itself is used where sigmoid(a) belongs.", _curve(lambda a: a * (1 - ref.sigmoid(a)))),
    ("The slope of sigmoid stands under a root.", _curve(lambda a: np.sqrt(ref.sigmoid_derivative(a)))),
    ("The two factors of the slope are added: they are multiplied.", _curve(lambda a: ref.sigmoid(a) - ref.sigmoid(-a))),
    ("That is the slope of tanh in terms of its value; the sigmoid's has another form.", _curve(lambda a: 1 - ref.sigmoid(a) ** 2)),
    ("It is derived once more: that is the slope of the slope.", _curve(lambda a: ref.sigmoid_derivative(a) * (1 - 2 * ref.sigmoid(a)))),
    ("That is the sigmoid less its square root, not its square.", _curve(lambda a: ref.sigmoid(a) - np.sqrt(ref.sigmoid(a)))),
)  # fmt: skip


def _hidden(arguments: tuple[Any, ...]) -> np.ndarray:
    x, W0, b0 = (np.asarray(argument, float) for argument in arguments[:3])
    return ref.sigmoid(W0 @ x + b0)


def _output(sentence: str, y: Any) -> tuple[str, Any]:
    """Return a rival for y, computed from z, W⁽¹⁾ (h,) and b⁽¹⁾."""
    return sentence, lambda args: y(_hidden(args), np.asarray(args[3], float).ravel(), float(args[4]))


OUTPUTS = (
    _output("y averages over the hidden units: it should be a sum.", lambda z, V, c: V @ z / len(z) + c),
    _output("b⁽¹⁾ is added once for each hidden unit: it belongs to y once.", lambda z, V, c: V @ z + c * len(z)),
    _output("The output has no activation: y is not passed through sigmoid.", lambda z, V, c: ref.sigmoid(V @ z + c)),
    _output("y does not use the output weights.", lambda z, V, c: z.sum() + c),
    _output("b⁽¹⁾ is multiplied with, not added.", lambda z, V, c: (V @ z) * c),
)


def _both(hidden: Callable[[np.ndarray, np.ndarray, np.ndarray], Any]) -> Rival:
    """Return a function that gives z and y, with z computed otherwise."""

    def changed(arguments: tuple[Any, ...]) -> tuple[Any, float]:
        x, W0, b0, W1, b1 = (np.asarray(argument, float) for argument in arguments[:5])
        z = hidden(x, W0, b0)
        return z, float(W1.ravel() @ z + b1)

    return changed


def _softmax(a: np.ndarray) -> Any:
    powers = np.exp(a - a.max())
    return powers / powers.sum()


FORWARDS = (
    _output("The slope of sigmoid is used where z belongs.", lambda z, V, c: V @ (z * (1 - z)) + c),
    _output("The output weights have the wrong sign.", lambda z, V, c: c - V @ z),
    _output("The hidden activations are squared.", lambda z, V, c: V @ z**2 + c),
    _output("The output weights are squared.", lambda z, V, c: V**2 @ z + c),
    _output("The output weights have lost their signs.", lambda z, V, c: np.abs(V) @ z + c),
    _output("The sums of weights and activations are multiplied: multiply each pair first.", lambda z, V, c: V.sum() * z.sum() + c),
    *OUTPUTS,
    _output("y leaves out the last hidden unit.", lambda z, V, c: V[:-1] @ z[:-1] + c),
    _output("y leaves out the first hidden unit.", lambda z, V, c: V[1:] @ z[1:] + c),
    _output("The largest contribution alone is used: y adds up all of them.", lambda z, V, c: np.max(V * z) + c),
    ("The hidden layer uses softmax: its activation is the sigmoid.", _both(lambda x, W0, b0: _softmax(W0 @ x + b0))),
    ("The input comes in reverse order.", _both(lambda x, W0, b0: ref.sigmoid(W0 @ x[::-1] + b0))),
    ("The input is sorted: each weight has an input of its own.", _both(lambda x, W0, b0: ref.sigmoid(W0 @ np.sort(x) + b0))),
    ("The input has lost its signs.", _both(lambda x, W0, b0: ref.sigmoid(W0 @ np.abs(x) + b0))),
    ("b⁽⁰⁾ is added twice.", _both(lambda x, W0, b0: ref.sigmoid(W0 @ x + 2 * b0))),
    ("b⁽⁰⁾ is multiplied with, not added.", _both(lambda x, W0, b0: ref.sigmoid((W0 @ x) * b0))),
    ("b⁽⁰⁾ comes in reverse order.", _both(lambda x, W0, b0: ref.sigmoid(W0 @ x + b0[::-1]))),
    ("The weighted inputs are averaged: they are added up.", _both(lambda x, W0, b0: ref.sigmoid(W0 @ x / x.size + b0))),
    ("The weighted inputs are averaged, with the bias: they are added up.", _both(lambda x, W0, b0: ref.sigmoid((W0 @ x + b0) / x.size))),
    ("The inputs are added up without their weights.", _both(lambda x, W0, b0: ref.sigmoid(x.sum() + b0))),
    ("The weights are added up without their inputs.", _both(lambda x, W0, b0: ref.sigmoid(W0.sum(axis=1) + b0))),
    ("The last input takes no part.", _both(lambda x, W0, b0: ref.sigmoid(W0[:, :-1] @ x[:-1] + b0))),
    ("The mean of b⁽⁰⁾ is added to every unit: each has a bias of its own.", _both(lambda x, W0, b0: ref.sigmoid(W0 @ x + b0.mean()))),
    ("The input is scaled to length 1 on its way in.", _both(lambda x, W0, b0: ref.sigmoid(W0 @ (x / (np.linalg.norm(x) or 1)) + b0))),
    ("The input's mean is subtracted on its way in.", _both(lambda x, W0, b0: ref.sigmoid(W0 @ (x - x.mean()) + b0))),
)  # fmt: skip


def _gradients(
    slope: Callable[[np.ndarray], Any] = ref.sigmoid_derivative,
    inputs: Callable[[np.ndarray], Any] = lambda x: x,
    output: Callable[[np.ndarray, float], np.ndarray] = lambda V, b1: V,
    unit: Callable[[np.ndarray, np.ndarray], Any] | None = None,
) -> Callable[[tuple[Any, ...]], Mapping[str, np.ndarray]]:
    """Return a function that gives the hidden layer's gradients with a step changed.

    Args:
        slope: the slope as a function of the pre-activations.
        inputs: what the last step multiplies with.
        output: the output weights as they are used.
        unit: what is made of output weights and activations, in place of weight times slope.
    """

    def changed(arguments: tuple[Any, ...]) -> Mapping[str, np.ndarray]:
        x, W0, b0, W1, b1 = (np.asarray(argument, float) for argument in arguments[:5])
        upstream = float(arguments[5]) if len(arguments) > 5 else 1.0
        a = W0 @ x + b0
        units = unit(W1.ravel(), ref.sigmoid(a)) if unit else output(W1.ravel(), float(b1)) * slope(a)
        b0_gradient = upstream * units
        return {"W0": np.outer(b0_gradient, inputs(x)), "b0": b0_gradient}

    return changed


def _clipped_slope(a: np.ndarray, bound: float) -> np.ndarray:
    return ref.sigmoid_derivative(np.clip(a, -bound, bound))


INSIDE = "The output weight is inside the slope, too: it multiplies the slope of sigmoid as a whole."
CHANGED_GRADIENTS = {
    "A bracket is missing: the output weight multiplies the whole slope.": _gradients(unit=lambda V, z: V * z - z**2),
    "A bracket is missing: the slope's two factors are multiplied.": _gradients(unit=lambda V, z: V * z - z),
    "The output weight and the slope are added: they are multiplied.": _gradients(unit=lambda V, z: V + z * (1 - z)),
    INSIDE: _gradients(unit=lambda V, z: V * z * (1 - V * z)),
    "The output weight and z are added: they are on one path.": _gradients(unit=lambda V, z: (V + z) * (1 - z)),
    "One of the slope's two factors stands where both belong, and squared.": _gradients(unit=lambda V, z: V * z**2),
    "The pre-activations are rounded before the slope is taken.": _gradients(lambda a: ref.sigmoid_derivative(np.round(a))),
    "The mean of the output weights is used for every unit.": _gradients(output=lambda V, b1: np.full(V.size, V.mean())),
    "The largest output weight is used for every unit.": _gradients(output=lambda V, b1: np.full(V.size, V.max())),
    "The first output weight is used for every unit.": _gradients(output=lambda V, b1: np.full(V.size, V[0])),
    "The output weights are sorted: each unit has its own.": _gradients(output=lambda V, b1: np.sort(V)),
    "The inputs are sorted: each weight has an input of its own.": _gradients(inputs=np.sort),
    "The first input is used for every weight.": _gradients(inputs=lambda x: np.full(x.size, x[0])),
    "The mean of the inputs is used for every weight.": _gradients(inputs=lambda x: np.full(x.size, x.mean())),
    "b⁽¹⁾ is added to the output weights: it is on no path through a hidden unit.": _gradients(output=lambda V, b1: V + b1),
    "Only the signs of the output weights are used: their size counts.": _gradients(output=lambda V, b1: np.sign(V)),
    "In one of the slope's two factors a stands where z belongs.": _gradients(lambda a: ref.sigmoid(a) * (1 - a)),
    "The output weights have lost their signs.": _gradients(output=lambda V, b1: np.abs(V)),
    "The output weights come in reverse order.": _gradients(output=lambda V, b1: V[::-1]),
    "The slope is that of ReLU, 1 or 0; the hidden layer has a sigmoid.": _gradients(lambda a: a > 0),
    "The slope is that of tanh; the hidden layer has a sigmoid.": _gradients(lambda a: 1 - np.tanh(a) ** 2),
    "The slope is taken at twice the pre-activation.": _gradients(lambda a: ref.sigmoid_derivative(2 * a)),
    "The slope is taken at half the pre-activation.": _gradients(lambda a: ref.sigmoid_derivative(a / 2)),
    "The sigmoid is derived twice: once is asked for.": _gradients(lambda a: ref.sigmoid_derivative(a) * (1 - 2 * ref.sigmoid(a))),
    "The inputs have lost their signs.": _gradients(inputs=np.abs),
    "The inputs' mean is subtracted from them.": _gradients(inputs=lambda x: x - x.mean()),
    "The inputs come in reverse order.": _gradients(inputs=lambda x: x[::-1]),
    "The slope of sigmoid stands under a root.": _gradients(lambda a: np.sqrt(ref.sigmoid_derivative(a))),
    **{
        f"The pre-activations are clipped at ±{bound}: larger ones are not followed.": _gradients(
            partial(_clipped_slope, bound=bound)
        )
        for bound in (1, 5, 6, 8, 10, 15, 20, 25, 30, 50)
    },
}  # fmt: skip


def _perceptron(decide: Callable[..., Any]) -> Rival:
    return lambda args: int(decide(np.asarray(args[0], float), np.asarray(args[1], float), float(args[2])))


SMALL_SUMS = "Small positive sums count as 0 here: is the sum rounded, or compared with another number than 0?"
DECISIONS = (
    *((SMALL_SUMS, _perceptron(lambda x, w, b, k=k: w @ x + b > k)) for k in (1.0, 0.5, 0.1, np.log(1.5), np.log(0.7 / 0.3))),
    *((SMALL_SUMS, _perceptron(lambda x, w, b, cut=cut: cut(float(w @ x + b)) > 0)) for cut in (int, round)),
    *(("Some negative sums count as positive here: is the sum compared with another number than 0?",
       _perceptron(lambda x, w, b, k=k: w @ x + b > k)) for k in (-1.0, -0.5)),
    *((f"Only the first {number} of the inputs is used." if k == 1 else f"Only the first {number} inputs are used.",
       _perceptron(lambda x, w, b, k=k: w[:k] @ x[:k] + b > 0)) for k, number in ((1, "entry"), (2, "two"), (3, "three"))),
    ("The last input takes no part.", _perceptron(lambda x, w, b: w[:-1] @ x[:-1] + b > 0)),
    ("The first input takes no part.", _perceptron(lambda x, w, b: w[1:] @ x[1:] + b > 0)),
    ("w·x and b are each compared with 0: it is their sum that decides.", _perceptron(lambda x, w, b: w @ x > 0 and b > 0)),
    ("w·x and b are each compared with 0: it is their sum that decides.", _perceptron(lambda x, w, b: w @ x > 0 or b > 0)),
    ("b is multiplied with, not added.", _perceptron(lambda x, w, b: (w @ x) * b > 0)),
    ("The weights take no part: the inputs are added up without them.", _perceptron(lambda x, w, b: x.sum() + b > 0)),
    ("The inputs take no part: the weights are added up without them.", _perceptron(lambda x, w, b: w.sum() + b > 0)),
    ("Weights and inputs are added where they should be multiplied.", _perceptron(lambda x, w, b: (w + x).sum() + b > 0)),
    ("Every weighted input has to be above the border here; it is their sum that decides.", _perceptron(lambda x, w, b: np.all(w * x + b > 0))),
    ("Every weighted input has to be above the border here; it is their sum that decides.", _perceptron(lambda x, w, b: np.all(w * x > -b))),
    ("The largest weighted input decides; it is their sum that should.", _perceptron(lambda x, w, b: np.max(w * x) + b > 0)),
    ("The bias alone decides: the weighted sum takes no part.", _perceptron(lambda x, w, b: b > 0)),
    ("The size of w·x is used: its sign counts, too.", _perceptron(lambda x, w, b: abs(w @ x) + b > 0)),
    ("The bias has lost its sign.", _perceptron(lambda x, w, b: w @ x + abs(b) > 0)),
    ("The weights have lost their signs.", _perceptron(lambda x, w, b: np.abs(w) @ x + b > 0)),
    ("The inputs have lost their signs.", _perceptron(lambda x, w, b: w @ np.abs(x) + b > 0)),
    ("Each product has lost its sign.", _perceptron(lambda x, w, b: np.abs(w * x).sum() + b > 0)),
    ("Only the signs of the inputs are used: their size counts.", _perceptron(lambda x, w, b: w @ np.sign(x) + b > 0)),
    ("Only the signs of the inputs are used: their size counts.", _perceptron(lambda x, w, b: w @ (x > 0) + b > 0)),
    ("Only the signs of the weights are used: their size counts.", _perceptron(lambda x, w, b: np.sign(w) @ x + b > 0)),
    ("The products are multiplied with each other: they are added up.", _perceptron(lambda x, w, b: np.prod(w * x) + b > 0)),
    *(("The bias is rounded.", _perceptron(lambda x, w, b, cut=cut: w @ x + cut(b) > 0)) for cut in (round, int)),
    ("The bias is squared.", _perceptron(lambda x, w, b: w @ x + b * b > 0)),
    ("The inputs are squared.", _perceptron(lambda x, w, b: w @ x**2 + b > 0)),
    ("The inputs come in reverse order.", _perceptron(lambda x, w, b: w @ x[::-1] + b > 0)),
)  # fmt: skip


def _backward(arguments: tuple[Any, ...], upstream: float) -> Mapping[str, Any]:
    x, W0, b0, W1, b1 = arguments[:5]
    return ref.backward(x, W0, b0, W1, b1, upstream)


def _as_a_target(arguments: tuple[Any, ...]) -> Mapping[str, np.ndarray]:
    """Return the gradients of (y − t)² with upstream in the place of t."""
    y = ref.forward(*arguments[:5])[1]
    return _backward(arguments, 2 * (y - float(arguments[5])))


def _without_two(arguments: tuple[Any, ...]) -> Mapping[str, np.ndarray]:
    return {key: np.asarray(value) / 2 for key, value in _as_a_target(arguments).items()}


TARGET = "upstream is taken for a target: it is ∂L/∂y already, and nothing is to be subtracted from y."
BACKWARD = (
    *(("upstream is cut to a whole number: it may be a fraction.",
       lambda args, cut=cut: _backward(args, float(cut(float(args[5]))))) for cut in (np.trunc, np.floor, np.round)),
    ("Only the sign of upstream is used: its size counts.", lambda args: _backward(args, float(np.sign(args[5])))),
    ("upstream goes through an activation: it is multiplied as it is.", lambda args: _backward(args, float(ref.sigmoid(np.asarray(args[5], float))))),
    ("upstream goes through an activation: it is multiplied as it is.", lambda args: _backward(args, float(np.tanh(args[5])))),
    (TARGET, _as_a_target),
    (TARGET, _without_two),
    ("The gradient of b1 adds up the hidden activations: the bias is multiplied with none of them.",
     lambda args: {"b1": float(args[5]) * _hidden(args).sum()}),
    ("The gradient of b1 is multiplied by y: y itself is on no path.",
     lambda args: {"b1": float(args[5]) * float(ref.forward(*args[:5])[1])}),
    ("upstream is added to the gradient: the chain rule multiplies along a path.",
     lambda args: {key: value + float(args[5]) for key, value in _backward(args, 1.0).items()}),
    ("It is divided by upstream, not multiplied with it.",
     lambda args: {key: np.asarray(value) / float(args[5]) for key, value in _backward(args, 1.0).items()}),
)  # fmt: skip
OTHER_ACTIVATION = "Another function is used where the sigmoid belongs."


def _activated(of: Callable[[np.ndarray], Any]) -> Rival:
    """Return another function of the pre-activations."""

    def activated(arguments: tuple[Any, ...]) -> Any:
        x, W0, b0 = (np.asarray(argument, float) for argument in arguments[:3])
        return of(W0 @ x + b0)

    return activated


OUTPUT_WEIGHTS = (
    *((OTHER_ACTIVATION, _activated(of)) for of in (np.tanh, ref.relu, _softmax, np.abs, lambda a: 2 * ref.sigmoid(a) - 1)),
    ("sigmoid is applied once more to z.", lambda args: ref.sigmoid(_hidden(args))),
    ("The slope of sigmoid is taken at y: the output has no activation.",
     lambda args: _hidden(args) * ref.sigmoid_derivative(np.asarray(ref.forward(*args)[1], float))),
)  # fmt: skip
OUTPUT_BIAS = (
    ("The slope of sigmoid is taken at y: the output has no activation.",
     lambda args: ref.sigmoid_derivative(np.asarray(ref.forward(*args)[1], float))),
    ("The output weights are added up: the bias does not pass through them.", lambda args: np.sum(args[3])),
)  # fmt: skip
CHANGED_WEIGHTS = "Something is made of the output weights: they are used as they are."
ACTIVATIONS = (
    *((CHANGED_WEIGHTS, lambda args, of=of: of(np.ravel(np.asarray(args[3], float))))
      for of in (_softmax, np.sign, ref.sigmoid, np.tanh, lambda V: V - V.mean(), lambda V: np.full(V.size, V.mean()),
                 lambda V: np.full(V.size, V[0]), lambda V: np.full(V.size, V.max()))),
    ("The slope of sigmoid is taken at y: the output has no activation.",
     lambda args: np.ravel(np.asarray(args[3], float)) * ref.sigmoid_derivative(np.asarray(ref.forward(*args)[1], float))),
    ("W⁽¹⁾ is multiplied by itself turned round.", lambda args: np.ravel(args[3]) * np.ravel(args[3])[::-1]),
    ("The hidden weights of each unit are added up: they come before z, not after it.", lambda args: np.sum(args[1], axis=1)),
)  # fmt: skip
RELUS = (
    ("The largest of all entries is used everywhere: each entry is compared with 0 by itself.",
     _curve(lambda a: np.full(a.shape, max(0.0, a.max())))),
    ("That is ELU, which bends below 0: ReLU is 0 there.", _curve(lambda a: np.where(a > 0, a, np.expm1(np.minimum(a, 0))))),
    ("That is the SiLU: ReLU is 0 for every negative number.", _curve(lambda a: a * ref.sigmoid(a))),
    ("Only entries above 1 pass: the border is 0.", _curve(lambda a: np.where(a > 1, a, 0))),
    ("The positive side is squared.", _curve(lambda a: np.maximum(a, 0) ** 2)),
    ("The corner lies at 1 in place of 0.", _curve(lambda a: np.maximum(a - 1, 0))),
    ("Negative entries become 1 where 0 belongs.", _curve(lambda a: np.where(a > 0, a, 1))),
    ("Negative entries become −1 where 0 belongs.", _curve(lambda a: np.where(a > 0, a, -1))),
    ("Results are cut off at 1.", _curve(lambda a: np.clip(a, 0, 1))),
)  # fmt: skip


def _quotient(
    arguments: tuple[Any, ...],
    *,
    up: Callable[[float], float] = lambda step: step,
    down: Callable[[float], float] = lambda step: -step,
    over: Callable[[float], float] = lambda step: 2 * step,
    blank: int | slice | None = None,
    of: Callable[[float, float], float] = lambda high, low: high - low,
) -> np.ndarray:
    """Return a difference quotient at each entry of theta whose two points or whose divisor are changed.

    Args:
        arguments: those of numerical_gradient.
        up: how far from theta the one point lies, by step.
        down: how far from theta the other point lies, by step.
        over: the divisor, by step.
        of: what is made of the function's two values.
        blank: the place of the entries that stay 0.
    """
    f, theta = build(arguments[0]), np.asarray(arguments[1], float)
    step = float(arguments[2]) if len(arguments) > 2 else USUAL_STEP
    slopes = np.zeros_like(theta)
    for place in np.ndindex(theta.shape):
        values = []
        for by in (up(step), down(step)):
            moved = theta.copy()
            moved[place] += by
            values.append(float(f(moved)))
        slopes[place] = of(*values) / over(step)
    if blank is not None:
        slopes.flat[blank] = 0.0
    return slopes


USUAL_STEP = 1e-5
OTHER_STEP = "step is an argument: a number of your own stands in its place, in the points or in the divisor."
ONE_SIDED = "Both points lie on the same side of theta: one belongs on each side, equally far away."
ONE_VALUE = "Only one of the function's two values is used: a slope is made of their difference."
NUMBER = "The number beside step in the divisor is wrong: how far apart are the two points?"
QUOTIENTS: tuple[tuple[str, dict[str, Any]], ...] = (
    *((OTHER_STEP, {"over": lambda step, own=own: 2 * own}) for own in (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)),
    *((OTHER_STEP, {"up": lambda step, own=own: own, "down": lambda step, own=own: -own}) for own in (1e-3, 1e-4, 1e-5, 1e-6)),
    (ONE_SIDED, {"up": lambda step: 2 * step, "down": lambda step: step, "over": lambda step: step}),
    (ONE_SIDED, {"up": lambda step: 2 * step, "down": lambda step: 0.0, "over": lambda step: 2 * step}),
    (ONE_SIDED, {"up": lambda step: -step, "down": lambda step: -2 * step, "over": lambda step: step}),
    ("The points lie two steps away from theta: one step is asked for.",
     {"up": lambda step: 2 * step, "down": lambda step: -2 * step, "over": lambda step: 4 * step}),
    ("The divisor has the square of step: the distance of the two points belongs there.", {"over": lambda step: step**2}),
    ("The divisor has the square of step: the distance of the two points belongs there.", {"over": lambda step: 2 * step**2}),
    ("step multiplies the difference: it belongs in the divisor.", {"over": lambda step: 1 / (2 * step)}),
    ("step multiplies the difference: it belongs in the divisor.", {"over": lambda step: 2 / step}),
    ("Nothing divides the difference: the distance of the two points belongs there.", {"over": lambda step: 1.0}),
    ("The last entry is never filled in: does a loop end too early?", {"blank": -1}),
    ("The slopes have lost their signs.", {"of": lambda high, low: abs(high - low)}),
    ("One of the two points is theta itself: one belongs on each side, equally far away.", {"down": lambda step: 0.0}),
    ("Only the first entry is filled in: does the loop end at once, or a return stand inside it?", {"blank": slice(1, None)}),
    (ONE_VALUE, {"of": lambda high, low: high}),
    (ONE_VALUE, {"of": lambda high, low: high, "over": lambda step: step}),
    (ONE_VALUE, {"of": lambda high, low: low}),
    *((NUMBER, {"over": lambda step, k=k: k * step}) for k in (0.5, 3.0, 5.0, 10.0)),
    ("The first entry is never filled in: does a loop begin too late?", {"blank": 0}),
)  # fmt: skip


RELU_SLOPES = (
    ("That is a itself: the slope there does not depend on a.", _curve(lambda a: a)),
    ("That is the slope of tanh: ReLU's is 0 or 1.", _curve(lambda a: 1 - np.tanh(a) ** 2)),
    ("That is the slope of sigmoid: ReLU's is 0 or 1.", _curve(ref.sigmoid_derivative)),
    ("That is tanh: ReLU's slope is 0 or 1.", _curve(np.tanh)),
    ("That is 1 divided by a, or a divided by something: ReLU's slope is 0 or 1.", _curve(lambda a: np.where(a > 0, 1 / np.where(a > 0, a, 1), 0))),
    ("It is 0 on the positive side as well.", _curve(np.zeros_like)),
    ("The largest of all entries decides: each entry is compared with 0 by itself.", _curve(lambda a: np.full(a.shape, float(a.max() > 0)))),
)  # fmt: skip


def _rivals(key: str) -> tuple[tuple[str, Rival], ...]:
    """Return the changed gradients of one parameter as functions of a network's arguments."""
    return tuple((said, lambda args, of=of: of(args)[key]) for said, of in CHANGED_GRADIENTS.items())


VOCABULARY: Mapping[str, Vocabulary] = {
    "perceptron": Vocabulary(no_quantities, {}, DECISIONS),
    "sigmoid": _activation(ref.sigmoid, OTHER_CURVES),
    "sigmoid_derivative": _activation(ref.sigmoid_derivative, OTHER_SLOPES),
    "relu": _unscaled(_activation(ref.relu, RELUS)),
    "relu_derivative": Vocabulary(activation_quantities, STEPS, RELU_SLOPES),
    "forward": Vocabulary(network_quantities, STEPS, FORWARDS),
    "numerical_gradient": Vocabulary(no_quantities, {}, rivals_of(_quotient, QUOTIENTS)),
    "dy_dW1": Vocabulary(network_quantities, STEPS, OUTPUT_WEIGHTS),
    "dy_db1": Vocabulary(network_quantities, STEPS, OUTPUT_BIAS),
    "dy_dz": Vocabulary(network_quantities, STEPS, ACTIVATIONS),
    "dy_dW0": Vocabulary(matrix_quantities, STEPS, _rivals("W0")),
    "dy_db0": Vocabulary(network_quantities, STEPS, _rivals("b0")),
    "backward": Vocabulary(backward_quantities, STEPS, (*CHANGED_GRADIENTS.items(), *BACKWARD)),
}
