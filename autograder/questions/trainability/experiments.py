"""Experiments of trainability: what to try next, as a sentence and as code that exposes the known slips."""

from __future__ import annotations

from collections.abc import Mapping

from autograder.questions.schema import Experiment

DATA = (
    "X, Y = np.array([[1.0, -2.0, 0.4], [0.5, 1.5, -1.1]]), np.array([0.5, -1.0])\n"
    "W0 = np.array([[0.5, -0.3, 0.8], [0.2, 0.7, -0.5], [-0.4, 0.1, 1.0], [0.9, -0.6, 0.3], [0.1, 0.2, -0.7]])\n"
    "W1 = np.array([[1.5, -2.0, 0.5, 0.8, -1.2]])\n"
)
EXPERIMENTS: Mapping[str, tuple[Experiment, ...]] = {
    "q1_losses": (
        Experiment(
            "Call training_losses with rates of 1e150 and print the warnings: does it run quietly, and does the list "
            "have as many losses as steps?",
            DATA + "shown = training_losses(X, Y, W0, W1, 1e150, 1e150, 6)",
            ("quiet",),
        ),
        Experiment(
            "Set one of the two rates to 0 and the other to 1e-6: by how much should the loss fall in one step, if "
            "your gradient is right? Then the other way round, with two rows, three inputs and five units; print the "
            "arrays before and after.",
            DATA
            + "shown = [training_losses(X, Y, W0, W1, r0, r1, n) for r0, r1, n in ((0.5, 0.0, 4), (0.0, 0.5, 4), (0.7, "
            "0.9, 3), (1.0, 1.0, 1))] + [W0, W1]",
        ),
        Experiment(
            "Call training_losses with rates of 1e150: does it run quietly, and does the list have as many losses as "
            "steps?",
            DATA + "shown = training_losses(X, Y, W0, W1, 1e150, 1e150, 6)",
        ),
    ),
    "q2_convergence": (
        Experiment(
            "Work the measure out by hand for 25 losses: 4, then 24 times 1; then for 2, 8, inf, and for 4, 3, 2 with "
            "one nan in the middle, and follow your function line by line.",
            "shown = [convergence_measure(np.array(v)) for v in ([4.0] + [1.0] * 24, [4.0, 2.0, 1.0], [2.0, 8.0, "
            "np.inf], [4.0, np.nan, 2.0], [1.0] + [3.0] * 24)]",
        ),
        Experiment(
            "Take 40 losses that fall from 8 to 1 in equal steps, and 40 that rise from 1 to 8; put 10⁹ or inf among "
            "them, or three small ones at the end: which of them count, and how? Print the losses after it: are they "
            "what they were?",
            "fall = np.linspace(8.0, 1.0, 40)\nspike = fall.copy(); spike[5] = 1e6\nrise = fall[::-1].copy(); late = "
            "rise.copy(); late[30] = 1e9\n"
            "hole = fall.copy(); hole[5] = np.inf\nhigh = fall.copy(); high[5] = 1e9\nend = np.full(40, 9.0); end[0], "
            "end[-3:] = 4.0, 0.1\n"
            "shown = [convergence_measure(v.copy()) for v in (fall, rise, spike, late, hole, high, end, np.array([2.0, "
            "2.0]), np.array([3.0, 1e30]), np.array([1e-3, -np.inf, 5.0]))]\nconvergence_measure(hole)\nshown += "
            "[hole[5]]",
        ),
    ),
    "q3_boundary": (
        Experiment(
            "Try the four pictures of 2 × 2 pixels in which a single corner is positive, and the two with opposite "
            "corners alike; then one whose upper row is positive, and one whose left column is.",
            "found = []\nfor i in range(4):\n    V = -np.ones((2, 2)); V.flat[i] = 0.5; found.append(boundary(V))\n"
            "found += [boundary(np.array([[1.0, -1.0], [-1.0, 1.0]])), boundary(np.array([[1.0, 2.0], [3.0, 4.0]]))]\n"
            "shown = found + [boundary(np.array([[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0]])), boundary(np.array([[1.0, "
            "-1.0], [1.0, -1.0], [1.0, -1.0]])), boundary(np.array([[1.0, 2.0, -1.0], [3.0, 1e-9, 4.0]])), "
            "boundary(np.array([[1.0, 5.0], [-1e-9, 2.0], [3.0, 1.0]]))]",
        ),
    ),
    "q4_dimension": (
        Experiment(
            "Print the counts of boxes for a diagonal of 256 pixels, a full square, a single row, two distant rows and "
            "i, j = np.indices((256, 256)); (i & j) == 0: by which factor do they shrink when the side doubles?",
            "i, j = np.indices((256, 256))\nshown = [round(float(box_dimension(E)), 1) for E in (np.eye(256, "
            "dtype=bool), np.ones((256, 256), bool), np.arange(256)[:, None] * np.ones(256) == 8, np.eye(255, "
            "dtype=bool), np.ones((64, 64), bool), (i & j) == 0, (i == 8) | (i == 200))]",
        ),
    ),
}
