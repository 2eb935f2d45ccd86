"""Quantities of forward_backward that a wrong gradient of the network may be a product of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

import reference_impl as ref
from autograder.questions.vocabulary import Step, Vocabulary, sizes

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


def _activation(function: Any) -> Vocabulary:
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
        ),
    )


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


def _gradients(
    slope: Callable[[np.ndarray], np.ndarray] = ref.sigmoid_derivative,
    output: Callable[[np.ndarray, float], np.ndarray] = lambda V, b1: V,
) -> Callable[[tuple[Any, ...]], Mapping[str, np.ndarray]]:
    """Return a function that gives the hidden layer's gradients with its slope or its output weights changed."""

    def changed(arguments: tuple[Any, ...]) -> Mapping[str, np.ndarray]:
        x, W0, b0, W1, b1 = (np.asarray(argument, float) for argument in arguments[:5])
        upstream = float(arguments[5]) if len(arguments) > 5 else 1.0
        b0_gradient = upstream * output(W1.ravel(), float(b1)) * slope(W0 @ x + b0)
        return {"W0": np.outer(b0_gradient, x), "b0": b0_gradient}

    return changed


def _clipped_slope(a: np.ndarray, bound: float) -> np.ndarray:
    return ref.sigmoid_derivative(np.clip(a, -bound, bound))


CHANGED_GRADIENTS = {
    "The pre-activations are rounded before the slope is taken.": _gradients(lambda a: ref.sigmoid_derivative(np.round(a))),
    "b⁽¹⁾ is added to the output weights: it is on no path through a hidden unit.": _gradients(output=lambda V, b1: V + b1),
    "The output weights have lost their signs.": _gradients(output=lambda V, b1: np.abs(V)),
    "The slope of sigmoid stands under a root.": _gradients(lambda a: np.sqrt(ref.sigmoid_derivative(a))),
    **{
        f"The pre-activations are clipped at ±{bound}: larger ones are not followed.": _gradients(
            partial(_clipped_slope, bound=bound)
        )
        for bound in (1, 5, 6, 8, 10, 15, 20, 25, 30, 50)
    },
}  # fmt: skip


def _rivals(key: str) -> tuple[tuple[str, Callable[[tuple[Any, ...]], Any]], ...]:
    """Return the changed gradients of one parameter as functions of a network's arguments."""
    return tuple((said, lambda args, of=of: of(args)[key]) for said, of in CHANGED_GRADIENTS.items())


NETWORK = Vocabulary(network_quantities, STEPS)
VOCABULARY: Mapping[str, Vocabulary] = {
    "sigmoid": _activation(ref.sigmoid),
    "sigmoid_derivative": _activation(ref.sigmoid_derivative),
    "relu": _activation(ref.relu),
    "forward": Vocabulary(network_quantities, STEPS, OUTPUTS),
    "dy_dW1": NETWORK,
    "dy_db1": NETWORK,
    "dy_dz": NETWORK,
    "dy_dW0": Vocabulary(matrix_quantities, STEPS, _rivals("W0")),
    "dy_db0": Vocabulary(network_quantities, STEPS, _rivals("b0")),
    "backward": Vocabulary(backward_quantities, STEPS, tuple(CHANGED_GRADIENTS.items())),
}
