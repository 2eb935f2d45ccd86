"""`forward_backward`: the forward and backward pass of a network with one hidden layer."""

from __future__ import annotations

from autograder.questions.forward_backward import (
    q1_perceptron,
    q2_sigmoid,
    q3_sigmoid_derivative,
    q4_forward,
    q5_numerical_gradient,
    q6_output_layer,
    q7_hidden_output,
    q8_hidden_weights,
    q9_hidden_biases,
    q10_backward,
    q11_relu,
    q12_dead_zones,
)
from autograder.questions.forward_backward.experiments import EXPERIMENTS
from autograder.questions.forward_backward.vocabulary import VOCABULARY
from autograder.questions.schema import Assignment

ASSIGNMENT = Assignment(
    name="forward_backward",
    title="Forward and backward through one hidden layer",
    questions=(
        q1_perceptron.QUESTION,
        q2_sigmoid.QUESTION,
        q3_sigmoid_derivative.QUESTION,
        q4_forward.QUESTION,
        q5_numerical_gradient.QUESTION,
        q6_output_layer.QUESTION,
        q7_hidden_output.QUESTION,
        q8_hidden_weights.QUESTION,
        q9_hidden_biases.QUESTION,
        q10_backward.QUESTION,
        q11_relu.QUESTION,
        q12_dead_zones.QUESTION,
    ),
    vocabulary=VOCABULARY,
    experiments=EXPERIMENTS,
)
