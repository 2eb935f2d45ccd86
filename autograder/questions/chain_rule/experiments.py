"""Experiments of chain_rule: what to try next, as a sentence and as code that exposes the known slips."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.questions.schema import Experiment

NEGATIVE = "w + x + y below 0, such as w = −4, x = 1, y = −2, z = 5, c = 2"
EXPERIMENTS: Mapping[str, tuple[Experiment, ...]] = {
    "q1_structure": (
        Experiment(
            "Give every edge of the graph a number of its own, such as 2, 3, 5, 7, 11, 13, 17, 19, 23, work out your "
            "expression, and then walk up from the variable to v in every way there is: one product for each way, and "
            "their sum. Do both agree?",
            'edges = dict(zip(("dv/da", "dv/db", "dv/dc", "da/dw", "da/dx", "da/dy", "db/dx", "db/dy", "db/dz"), '
            "(2, 3, 5, 7, 11, 13, 17, 19, 23)))\nshown = formula(structure, **edges)",
        ),
    ),
    "q2_local_partials": (
        Experiment(
            f"Pick an edge, nudge its lower end by 0.001 with everything else held still, at {NEGATIVE}, and divide "
            f"the change of its "
            "upper end by 0.001: how does that compare with your entry?",
            "shown = [local_partials(-4.0, 1.0, -2.0, 5.0, 2.0), local_partials(1.3, 0.7, 2.1, -0.4, 0.5)]",
        ),
    ),
    "q3_total_derivatives": (
        Experiment(
            f"At {NEGATIVE}, nudge one input by 0.001 up and down, compute v both times, and divide the change by "
            f"0.002: how does that "
            "compare with your entry?",
            "shown = [total_derivatives(-4.0, 1.0, -2.0, 5.0, 2.0), total_derivatives(1.3, 0.7, 2.1, -0.4, 0.5)]",
        ),
    ),
    "q4_closed_form": (
        Experiment(
            f"Put numbers into your formula, with {NEGATIVE}, and compare with your own total_derivatives at the same "
            f"numbers.",
            "shown = formula(closed_form, w=-4, x=1, y=-2, z=5, c=2)",
        ),
    ),
    "q5_upstream": (
        Experiment(
            "Take the inputs 2, −1, 3 and upstream 0.5. Raise one weight by 0.01: by how much does z change, and by "
            "how much does L, if each unit of z is worth `upstream`? Then try four inputs.",
            "shown = [weight_gradient(np.array([2.0, -1.0, 3.0]), 0.5), weight_gradient(np.array([2.0, -1.0, 3.0, "
            "1.0]), -2.0)]",
        ),
        Experiment(
            "Call weight_gradient with integer inputs and upstream 0, 1, 2 and 0.5, and print the inputs after it: "
            "what changes?",
            "v = np.array([2, -1, 3])\nshown = [weight_gradient(v, u) for u in (0, 1, 2, 0.5)] + [v, "
            "weight_gradient(np.array([5.0]), 0.1)]",
        ),
    ),
    "q6_squared_loss": (
        Experiment(
            "Take w = [1, 2], inputs = [0.5, −1] and target = 3. Nudge one weight by 1e-5 up and down, compute the "
            "loss both times, and divide the change by 2e-5. Then take target = −1.5: what must the loss and its "
            "gradient be?",
            "w, v = np.array([1.0, 2.0]), np.array([0.5, -1.0])\n"
            "shown = [f(w, v, t) for f in (squared_loss, squared_loss_gradient) for t in (3.0, -1.5, -4.0)]",
        ),
        Experiment(
            "Print w and inputs before the call and after it, once with integers: is anything different?",
            "w, v = np.array([1, 2, 0]), np.array([3, -1, 2])\n"
            "shown = [squared_loss(w, v, 2), squared_loss_gradient(w, v, 2), w, v, "
            "squared_loss_gradient(np.array([2.0]), np.array([3.0]), 1)]",
        ),
    ),
    "q7_gradient_step": (
        Experiment(
            "Print w and gradient before the call and after it, once with integers, and the result for rates 0, 0.1 "
            "and 1: is anything different from what it should be?",
            "w, g = np.array([1.0, -2.0, 3.0]), np.array([0.5, 4.0, -1.0])\n"
            "whole, slope = np.array([1, -2, 3]), np.array([5, 4, -1])\n"
            "shown = [gradient_step(w, g, r) for r in (0.0, 0.1, 1.0)] + [w, g]\n"
            "shown += [gradient_step(whole, slope, 0.1), gradient_step(whole, np.array([0.5, 0.5, 0.5]), 1), whole, "
            "slope]",
        ),
    ),
    "q8_vector_derivatives": (
        Experiment(
            "Write the function out for n = 2 with B = [[1, 2], [0, 3]], x = [5, −1] and b = [4, 7], differentiate it "
            "by x₀ and by x₁, and compare entry by entry.",
            "B, x, b = np.array([[1.0, 2.0], [0.0, 3.0]]), np.array([5.0, -1.0]), np.array([4.0, 7.0])\n"
            "shown = [linear_gradient(b, x), square_gradient(x), quadratic_gradient(B, x)]",
        ),
        Experiment(
            "Call each of the three with n = 3, and with integers: which entries change?",
            "B, x, b = np.array([[1, 2, 0], [0, 3, -1], [4, 0, 2]]), np.array([5, -1, 2]), np.array([4, 7, -3])\n"
            "shown = [linear_gradient(b, x), square_gradient(x), quadratic_gradient(B, x), B, x, b]",
        ),
    ),
}
