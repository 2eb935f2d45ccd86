"""Quantities of chain_rule that a wrong derivative may be a product of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.questions.vocabulary import Step, Vocabulary, sizes

STEPS = {
    "c": Step("c"),
    "a−b": Step("the difference a − b", "The inner derivative is incomplete: the difference a − b is missing."),
    "s": Step("w + x + y", "The inner derivative of a is missing."),
    "r": Step("x − y − z", "The inner derivative of b is missing."),
    "dv/da": Step("the step from a to v", "The step from a to v is missing.", "The step from a to v is in it twice."),
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
    return {
        "c": c, "s": s, "r": r, "a−b": s * s - r * r,
        "dv/da": 2 * c * (s * s - r * r), "da/dw": 2 * s, "db/dx": 2 * r, "w": w, "x": x, "y": y, "z": z,
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


FORM = Vocabulary(form_quantities, STEPS)
VOCABULARY: Mapping[str, Vocabulary] = {
    "local_partials": Vocabulary(graph_quantities, STEPS),
    "total_derivatives": Vocabulary(graph_quantities, STEPS),
    "weight_gradient": Vocabulary(neuron_quantities, STEPS),
    "squared_loss": Vocabulary(loss_quantities, STEPS),
    "squared_loss_gradient": Vocabulary(loss_quantities, STEPS),
    "gradient_step": Vocabulary(step_quantities, STEPS),
    "linear_gradient": FORM,
    "square_gradient": FORM,
    "quadratic_gradient": FORM,
}
