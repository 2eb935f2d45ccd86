"""Experiments of initialization: what to try next, as a sentence and as code that exposes the known slips."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.questions.schema import Experiment

DATA = (
    "X = np.array([[1.0, -2.0], [0.5, 1.5], [-1.0, 0.3]])\n"
    "targets = np.array([0.5, -1.0, 2.0])\n"
    "W0 = np.array([[0.5, -0.3], [0.2, 0.7], [-0.4, 0.1], [0.9, -0.6]])\n"
    "b0 = np.array([0.1, -0.2, 0.3, 0.0])\n"
    "W1 = np.array([[1.5, -2.0, 0.5, 0.8]])\n"
    "b1 = 0.25\n"
)
EQUAL = (
    "W0, b0, W1 = np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]), np.array([0.5, 0.5, 0.5]), "
    "np.array([[3.0, 3.0, 3.0]])\n"
)
EXPERIMENTS: Mapping[str, tuple[Experiment, ...]] = {
    "q1_zero_forward": (
        Experiment(
            "Put a = 0 into your sigmoid and look at what comes out, before you multiply by any weight; then try three "
            "hidden units and one.",
            "shown = [zero_init_forward(np.array([1.0, -2.0]), 3), zero_init_forward(np.array([4.0]), 1)]",
        ),
    ),
    "q2_zero_gradients": (
        Experiment(
            "Nudge one parameter from 0 to 0.001 with all others at 0: does y move, and by how much? Do it for one of "
            "W0, of b0, of W1, and b1, with two inputs and three hidden units.",
            "shown = zero_init_gradients(np.array([1.0, -2.0]), 3)",
        ),
    ),
    "q3_loss_gradients": (
        Experiment(
            "Compare one entry of each gradient with the slope of your own loss, for three rows of data, two inputs "
            "and four hidden units: nudge that parameter by 1e-5 either way. What is the ratio?",
            DATA + "shown = loss_gradients(X, targets, W0, b0, W1, b1)",
        ),
        Experiment(
            "Take one row of data and the same row three times: the loss and its gradients must be the same.",
            DATA
            + "shown = [loss_gradients(X[:1], targets[:1], W0, b0, W1, b1), loss_gradients(X[[0, 0, 0]], targets[[0, "
            "0, 0]], W0, b0, W1, b1)]",
        ),
        Experiment(
            "Make b0 large, 33 and −33 among its entries, so that some units are in a dead zone: their gradients must "
            "be tiny, and still shrink when you go on to 36 and −36.",
            DATA
            + "shown = [loss_gradients(X, targets, W0, b0 + s * np.array([1.0, -1.0, 1.0, -1.0]), W1, b1) for s in "
            "(33.0, 36.0)]",
        ),
    ),
    "q4_gradient_descent": (
        Experiment(
            "Print the loss after each of five small steps: does it fall every time? Then compare steps=0 with what "
            "you started from, and steps=1 with one step worked out from your own loss_gradients; print the arrays "
            "after it.",
            DATA
            + "shown = [gradient_descent(X, targets, W0, b0, W1, b1, 0.1, n) for n in (0, 1, 2, 5)] + [W0, b0, W1]",
        ),
        Experiment(
            "Start from integers, and from a network whose parameters are all equal: what comes out after three steps?",
            DATA
            + "shown = [gradient_descent(X, targets, np.ones((4, 2), int), np.ones(4, int), np.ones((1, 4), int), 1, "
            "0.1, 3), gradient_descent(X, targets, 0 * W0, 0 * b0, 0 * W1, 0.0, 0.1, 30)]",
        ),
        Experiment(
            "Start from the mean of the targets and W0, b0, W1 of zeros, with a rate of 1e-9 and 200 steps: b1 has to "
            "move a little in every step. Compare 100 and 200 steps to many digits.",
            DATA + "shown = ['%.10g' % gradient_descent(X, targets, W0, b0, W1, b1, 1e-11, n)[3] for n in (1, 2, 50)]",
        ),
    ),
    "q5_identical_units": (
        Experiment(
            "Take three identical units, change one number of the third unit at a time, by 0.1 and by the tolerance, "
            "once in each of the three arrays, and see what comes out.",
            EQUAL + "found = [hidden_units_identical(W0, b0, W1)]\n"
            "for change in (0.1, -0.1, 1e-7):\n    for a in (W0, b0, W1):\n        old = a.flat[-1]\n        "
            "a.flat[-1] = old + change\n"
            "        found.append(hidden_units_identical(W0, b0, W1))\n        a.flat[-1] = old\n"
            "W0[2, 0] = 1.05\nfound += [hidden_units_identical(W0, b0, W1, tolerance=0.1), hidden_units_identical(W0, "
            "b0, W1, tolerance=0.01)]\n"
            "shown = found + [hidden_units_identical(W0[:1], b0[:1], W1[:, :1])]",
        ),
        Experiment(
            "Take units that all differ; then rows of W0 that differ but have the same sum, and three whose mean is "
            "the first of them, with all else equal: what comes out, and is it a bool?",
            EQUAL
            + "v = np.array([1.0, 2.0, 3.0])\nR = np.array([[1.0, 2.0], [2.0, 1.0], [0.0, 3.0]])\nM = np.array([[1.0, "
            "2.0], [0.0, 1.0], [2.0, 3.0]])\n"
            "shown = [hidden_units_identical(R, b0, W1), hidden_units_identical(M, b0, W1), hidden_units_identical(W0 "
            "+ v[:, None], b0 + v, W1 + v), hidden_units_identical(W0, b0 + v, W1 + v), hidden_units_identical(W0 + "
            "v[:, None], b0, W1), hidden_units_identical(W0, b0 + v, W1), hidden_units_identical(W0, b0, W1 + v), "
            "hidden_units_identical(W0[::-1] * [1, 0], b0, W1), hidden_units_identical(W0 * 1000 + [[0, 0], [1e-8, 0], "
            "[0, 0]], b0, W1)]",
        ),
    ),
    "q6_merge_units": (
        Experiment(
            "Compute y of both networks for three different x and compare: what is the difference, and does it change "
            "with x? Print the shapes.",
            EQUAL + "shown = merge_identical_units(W0, b0, W1, 0.75)",
        ),
    ),
    "q7_break_symmetry": (
        Experiment(
            "Draw a matrix with fan_in 50 and fan_out 200, and look at its shape, .var(), .min() and .max(); draw it "
            "twice with the same seed.",
            "def drawn(f, n=50, m=200):\n    W = np.asarray(f(n, m, np.random.default_rng(1)))\n    again = "
            "np.asarray(f(n, m, np.random.default_rng(1)))\n"
            "    return [W.shape, float('%.2g' % W.var()), round(float(W.mean() / W.std()), 1), float('%.2g' % "
            "np.abs(W).max()), bool((W == again).all()), len(np.unique(W)) > 100]\n"
            "shown = [drawn(xavier_uniform), drawn(he_normal), drawn(he_normal, 200, 50)]",
        ),
    ),
}
