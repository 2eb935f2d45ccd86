"""Reference implementations of the homework's functions, under the names that students define.

`import reference_impl as ref; ref.dy_dW0(x, W0, b0, W1, b1)`. The package imports only NumPy and nothing of the grader.
A process that runs a student's code never imports it.
"""

from reference_impl.activations import perceptron, relu, relu_derivative, sigmoid, sigmoid_derivative
from reference_impl.chain_rule import (
    closed_form,
    gradient_step,
    linear_gradient,
    local_partials,
    quadratic_gradient,
    square_gradient,
    squared_loss,
    squared_loss_gradient,
    structure,
    total_derivatives,
    weight_gradient,
)
from reference_impl.differentiation import numerical_gradient
from reference_impl.initialization import (
    gradient_descent,
    he_normal,
    hidden_units_identical,
    merge_identical_units,
    xavier_uniform,
    zero_init_forward,
    zero_init_gradients,
)
from reference_impl.network import backward, dy_db0, dy_db1, dy_dW0, dy_dW1, dy_dz, forward, loss_gradients
from reference_impl.trainability import boundary, box_dimension, convergence_measure, training_losses

__all__ = [
    "backward",
    "boundary",
    "box_dimension",
    "closed_form",
    "convergence_measure",
    "dy_dW0",
    "dy_dW1",
    "dy_db0",
    "dy_db1",
    "dy_dz",
    "forward",
    "gradient_descent",
    "gradient_step",
    "he_normal",
    "hidden_units_identical",
    "linear_gradient",
    "local_partials",
    "loss_gradients",
    "merge_identical_units",
    "numerical_gradient",
    "perceptron",
    "quadratic_gradient",
    "relu",
    "relu_derivative",
    "sigmoid",
    "sigmoid_derivative",
    "square_gradient",
    "squared_loss",
    "squared_loss_gradient",
    "structure",
    "total_derivatives",
    "training_losses",
    "weight_gradient",
    "xavier_uniform",
    "zero_init_forward",
    "zero_init_gradients",
]
