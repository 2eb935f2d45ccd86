"""Experiments of forward_backward: what to try next, as a sentence and as code that exposes the known slips."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.questions.schema import Experiment

NET = (
    "x = np.array([1.0, -2.0])\n"
    "W0 = np.array([[0.5, -0.3], [0.2, 0.7], [-0.4, 0.1]])\n"
    "b0 = np.array([0.1, -0.2, 0.3])\n"
    "W1 = np.array([[1.5, -2.0, 0.5]])\n"
    "b1 = 0.25\n"
)
WIDE = "x, W0, b0, W1, b1 = np.array([2]), np.array([[15], [-15]]), np.array([1, -1]), np.array([[3, -2]]), 1\n"
FAR = (
    "Take one input x = 2 and two hidden units with W0 = [[15], [−15]], b0 = [1, −1], so that a is 31 and −31: what "
    "comes out must be tiny, and not 0. Print z and each factor: which of them has rounded to 0?"
)
EXPERIMENTS: Mapping[str, tuple[Experiment, ...]] = {
    "q1_perceptron": (
        Experiment(
            "Take one input with x = 1 and w = 1, let b be −2, −1, 0, 1 and 2, and print the answers: where do they "
            "change, and what is the answer exactly there?",
            "shown = [perceptron(np.array([1.0]), np.array([1.0]), b) for b in (-2.0, -1.0, 0.0, 1.0, 2.0)]",
        ),
        Experiment(
            "Take x = [1, −2] and w = [3, 1], so that the two products have different signs, with b = −2, 0 and 2: add "
            "by hand and compare.",
            "shown = [perceptron(np.array([1.0, -2.0]), np.array([3.0, 1.0]), b) for b in (-2.0, -0.5, 2.0)]",
        ),
    ),
    "q2_sigmoid": (
        Experiment(
            "Print sigmoid(np.array([-1000.0, 1000.0])) with a loop over both entries, too: it is 0 and 1, without a "
            "warning.",
            "shown = [sigmoid(np.array([-1000.0, 1000.0])), sigmoid(-1000.0), sigmoid(1000.0), "
            "sigmoid(np.array([-30.0, 30.0]))]",
            ("extremes",),
        ),
        Experiment(
            "Print sigmoid(np.log(3)), which is 3/4, sigmoid(np.array([[-3, 3]])), which rises and adds up to 1, and "
            "sigmoid(2), which is one number: is each in the shape you gave?",
            "shown = [sigmoid(np.log(3)), sigmoid(np.array([[-3, 3]])), sigmoid(2), sigmoid(np.array([[0.5], [2.0]]))]",
        ),
        Experiment(
            "Print sigmoid(np.array([-1000.0, -35.0, 35.0, 1000.0])): at −35 it is tiny and not 0, and there is no "
            "warning. Then print the array: is it what it was?",
            "a = np.array([-1000.0, -35.0, 35.0, 1000.0])\nshown = [sigmoid(a), a]",
        ),
    ),
    "q3_sigmoid_derivative": (
        Experiment(
            "Print sigmoid_derivative(np.array([-40.0, -30.0, 30.0, 40.0, 1000.0])): the same on both sides, tiny and "
            "falling, not 0 before 1000, and no warning.",
            "shown = [sigmoid_derivative(np.array([-40.0, -30.0, 30.0, 40.0])), sigmoid_derivative(np.array([-1000.0, "
            "1000.0]))]",
            ("extremes",),
        ),
        Experiment(
            "Compare sigmoid_derivative(a) with (sigmoid(a + 1e-5) − sigmoid(a − 1e-5)) / 2e-5 at a = −2, 0 and 2, "
            "once as numbers and once as np.array([[-2, 0, 2]]): what is the ratio?",
            "shown = [*(sigmoid_derivative(a) for a in (-2.0, 0.0, 2.0)), sigmoid_derivative(np.array([[-2, 0, 2]]))]",
        ),
        Experiment(
            "Print sigmoid_derivative(np.array([-1000.0, -30.0, 30.0, 1000.0])): the same on both sides, and no "
            "warning. Then print the array: is it what it was?",
            "a = np.array([-1000.0, -40.0, -30.0, 30.0, 40.0, 1000.0])\nshown = [sigmoid_derivative(a), a]",
        ),
    ),
    "q4_forward": (
        Experiment(
            "Set W0 and b0 to zeros: every z must be ½, and y half the sum of W1 plus b1, whatever x is. Then give b0 "
            "and b1 values, one at a time.",
            NET
            + "shown = [forward(x, 0 * W0, 0 * b0, W1, 0.0), forward(x, 0 * W0, b0, W1, 0.0), forward(x, 0 * W0, 0 * "
            "b0, W1, b1)]",
        ),
        Experiment(
            "Take two inputs and three hidden units and work out z and y by hand, unit by unit; then with one hidden "
            "unit: what is the shape of z, and is y a single number?",
            NET + "shown = [forward(x, W0, b0, W1, b1), forward(x, W0[:1], b0[:1], W1[:, :1], b1)]",
        ),
        Experiment(FAR, WIDE + "shown = forward(x, W0, b0, W1, b1)"),
    ),
    "q5_numerical_gradient": (
        Experiment(
            "Take f = lambda t: 0.3 * t.sum()**3 / t.shape[0], at np.array([[1, 2], [0, 1]]), with a step of 0.5: does "
            "f see theta's shape, and does each entry move alone?",
            "f = lambda t: 0.3 * t.sum() ** 3 / t.shape[0]\n"
            "shown = [numerical_gradient(f, np.array([[1, 2], [0, 1]]), 0.5), numerical_gradient(f, np.array([0.5, "
            "2.0]), 0.5)]",
            ("any shape",),
        ),
        Experiment(
            "Let f raise an exception on its third call, catch it, and print theta: is it what it was?",
            "theta, count = np.array([1.0, 2.0, -0.5]), []\nbefore = theta.copy()\n"
            "def f(t):\n    count.append(1)\n    if len(count) == 3: raise KeyError('third')\n    return np.sum(t ** "
            "3)\n"
            "try:\n    ended = numerical_gradient(f, theta)\nexcept KeyError as error:\n    ended = 'KeyError'\n"
            "left = bool((before == theta).all())\n"
            "numerical_gradient(lambda t: np.sum(t ** 3), theta)\n"
            "whole = np.array([1.0, 2.0, 0.1])\nnumerical_gradient(lambda t: np.sum(t ** 2), whole)\n"
            "shown = [ended, left, bool((before == theta).all()), bool((whole == np.array([1.0, 2.0, 0.1])).all())]",
            ("theta left",),
        ),
        Experiment(
            "Measure the slope of lambda t: np.sum(t**3) at np.array([[1.0, 2.0]]) and at np.array(2), with steps of "
            "0.1 and 0.01: in which shape does it come, and how does the error shrink?",
            "f = lambda t: np.sum(t ** 3)\nshown = [numerical_gradient(f, np.array([[1.0, 2.0]]), 0.1), "
            "numerical_gradient(f, np.array([[1.0, 2.0]]), 0.01), numerical_gradient(f, np.array([1, 2])), "
            "numerical_gradient(f, np.array(2.0))]",
        ),
        Experiment(
            "Take f = lambda t: 0.3 * t.sum()**3, in which all entries count together, at np.array([1, 2]) and at "
            "[1.0, 2.0], with a step of 0.5: is the result the same, and is theta what it was?",
            "f = lambda t: 0.3 * t.sum() ** 3\na = np.array([1.0, 2.0])\nshown = [numerical_gradient(f, np.array([1, "
            "2]), 0.5), numerical_gradient(f, a, 0.5), a]",
        ),
        Experiment(
            "Call numerical_gradient(lambda t: np.sum(t**3), theta) without a step at theta = 1, 1000 and −0.001: how "
            "many digits are right?",
            "shown = [numerical_gradient(lambda t: np.sum(t ** 3), np.array([v])) for v in (1.0, 1000.0, -0.001, 0.0)]",
        ),
    ),
    "q6_output_layer": (
        Experiment(
            "Compare dy_dW1 with numerical_gradient of y as a function of W1, entry by entry: what is the ratio in "
            "entry [2]? Then raise b1 by 0.1: by how much does y rise?",
            NET + "shown = [dy_dW1(x, W0, b0, W1, b1), dy_db1(x, W0, b0, W1, b1)]",
        ),
        Experiment(
            "Print dy_db1 for two different networks, one of them with large numbers: by how much does y rise with b1 "
            "in each?",
            NET + "shown = [dy_db1(3 * x, W0, b0, 7 * W1, 2.0), dy_dW1(0 * x, W0, 0 * b0, W1, b1)]",
        ),
        Experiment(FAR, WIDE + "shown = [dy_dW1(x, W0, b0, W1, b1), dy_db1(x, W0, b0, W1, b1)]"),
    ),
    "q7_hidden_output": (
        Experiment(
            "Write y as a function of z alone, lambda z: (W1 @ z + b1).item(), and compare with its numerical "
            "gradient, entry by entry: does the answer change when you change z?",
            NET
            + "shown = [dy_dz(x, W0, b0, W1, b1), dy_dz(5 * x, W0, b0, W1, b1), dy_dz(x, W0[:1], b0[:1], W1[:, :1], "
            "b1)]",
        ),
    ),
    "q8_hidden_weights": (
        Experiment(FAR, WIDE + "shown = dy_dW0(x, W0, b0, W1, b1)", ("dead zones", "by formula")),
        Experiment(
            "Compare one unit with your numerical gradient, row [2] of dy_dW0 with row [2] of the measured one, for "
            "two inputs and three hidden units: what is the shape, what is the ratio, and which factor of the chain "
            "has that value?",
            NET + "shown = dy_dW0(x, W0, b0, W1, b1)",
        ),
        Experiment(FAR, WIDE + "shown = dy_dW0(x, W0, b0, W1, b1)"),
        Experiment(
            "Call dy_dW0 twice with the same arrays and print the arrays before and after: does anything change?",
            NET
            + "one = dy_dW0(x, W0, b0, W1, b1).copy()\ntwo = dy_dW0(2 * x, W0, b0, W1, b1)\nshown = [one, two, x, W0, "
            "b0, W1]",
        ),
    ),
    "q9_hidden_biases": (
        Experiment(FAR, WIDE + "shown = dy_db0(x, W0, b0, W1, b1)", ("dead zones", "by formula")),
        Experiment(
            "Compare each entry with numerical_gradient of y as a function of b0: what is the ratio? Then set x to "
            "zeros: should the biases' gradient vanish too?",
            NET + "shown = [dy_db0(x, W0, b0, W1, b1), dy_db0(0 * x, W0, b0, W1, b1)]",
        ),
        Experiment(FAR, WIDE + "shown = dy_db0(x, W0, b0, W1, b1)"),
    ),
    "q10_backward": (
        Experiment(
            "Call backward with upstream 1, then with −3 and with 0, and divide the second by the first, key by key: "
            "what should every ratio be? Compare the first with your functions of q6 to q9.",
            NET + "shown = [backward(x, W0, b0, W1, b1, u) for u in (1.0, -3.0, 0.0)]",
        ),
        Experiment(
            "Print the arrays before the call of backward and after it: does anything change?",
            NET + "shown = [backward(x, W0, b0, W1, b1, 2.0), backward(x, W0, b0, W1, b1, 2.0), x, W0, b0, W1]",
        ),
        Experiment(FAR, WIDE + "shown = backward(x, W0, b0, W1, b1, 2)"),
    ),
    "q11_relu": (
        Experiment(
            "Print relu and relu_derivative of −3, of 3 and of np.array([[-3, 0, 1, 3]]): is each what the graph says, in "
            "the shape you gave, and is the array still what it was?",
            "a = np.array([[-3, 0, 1, 3]])\nshown = [f(v) for f in (relu, relu_derivative) for v in (-3, 3, -0.5, 0.5, "
            "2.5)] + [relu(np.array([[-3.0, 0.0, 1.0, 3.0]])), relu_derivative(np.array([[-3.0, 3.0]])), relu(a), "
            "relu_derivative(a), a.copy()]",
        ),
        Experiment(
            "Print relu_derivative of −0.001, of 0.001 and of 1000, and relu of a million: where does the slope jump?",
            "shown = [f(v) for f in (relu, relu_derivative) for v in (-1e-3, 1e-3, 1000.0, -1000.0, 1e6)]",
        ),
    ),
}
