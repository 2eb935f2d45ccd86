"""Test that `reference_impl` has the published functions and arguments, and needs only NumPy."""

import ast
import inspect
import sys
from pathlib import Path

import pytest

import reference_impl as ref

NETWORK = "x W0 b0 W1 b1"
TRAINED = "X targets W0 b0 W1 b1"
SIGNATURES = {
    "local_partials": "w x y z c",
    "total_derivatives": "w x y z c",
    "weight_gradient": "inputs upstream",
    "squared_loss": "w inputs target",
    "squared_loss_gradient": "w inputs target",
    "gradient_step": "w gradient learning_rate",
    "linear_gradient": "b x",
    "square_gradient": "x",
    "quadratic_gradient": "B x",
    "perceptron": "x w b",
    "sigmoid": "a",
    "sigmoid_derivative": "a",
    "forward": NETWORK,
    "numerical_gradient": "f theta step",
    "dy_dW1": NETWORK,
    "dy_db1": NETWORK,
    "dy_dz": NETWORK,
    "dy_dW0": NETWORK,
    "dy_db0": NETWORK,
    "backward": f"{NETWORK} upstream",
    "relu": "a",
    "relu_derivative": "a",
    "zero_init_forward": "x hidden_units",
    "zero_init_gradients": "x hidden_units",
    "loss_gradients": TRAINED,
    "gradient_descent": f"{TRAINED} learning_rate steps",
    "hidden_units_identical": "W0 b0 W1 tolerance",
    "merge_identical_units": "W0 b0 W1 b1",
    "xavier_uniform": "fan_in fan_out rng",
    "he_normal": "fan_in fan_out rng",
    "training_losses": "X Y W0 W1 rate0 rate1 steps",
    "convergence_measure": "losses",
    "boundary": "V",
    "box_dimension": "edges",
}
MODULES = sorted(Path(ref.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("name", SIGNATURES)
def test_arguments_are_the_published_ones(name):
    assert list(inspect.signature(getattr(ref, name)).parameters) == SIGNATURES[name].split()


def test_exactly_the_published_names_are_offered():
    assert sorted(ref.__all__) == sorted([*SIGNATURES, "structure", "closed_form"])


def test_the_published_defaults_hold():
    assert inspect.signature(ref.numerical_gradient).parameters["step"].default == 1e-5


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_imports_are_numpy_the_standard_library_and_our_own_room(module):
    tree, names = ast.parse(module.read_text("utf-8")), []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names.append("." * node.level + (node.module or ""))
        elif isinstance(node, ast.Import):
            names.extend(alias.name for alias in node.names)
    assert {name.split(".")[0] for name in names} <= {"numpy", "reference_impl", *sys.stdlib_module_names}
