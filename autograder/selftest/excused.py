"""Spoilers that no case can see, each with the reason; tests/selftest judges them by further keys and calls."""

from __future__ import annotations

from autograder.selftest.spoilers import Spoiler

_AT_THE_BOUND = "a thousandth shows at the bound of the draws alone, where a draw comes as near to it by chance"
_ROOM = "beside a loss of 10⁶ the tolerance of the sum is larger than what is cut off"

_STEP = "where the gradient is small, a large step's own error may be more than a thousandth of it"

# Question → (a piece of the regime's name, the way, the reason).
EXCUSED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "q5_numerical_gradient": (
        ("theta small", "a thousandth more", _STEP),
        ("theta zero", "a thousandth more", _STEP),
    ),
    "q7_break_symmetry": (("", "a thousandth more", _AT_THE_BOUND),),
    "q2_convergence": (("NaN", "cut to integers", _ROOM), ("inf", "cut to integers", _ROOM)),
}


def reason_for(spoiler: Spoiler) -> str:
    """Why no case can see it; empty if no reason is known."""
    found = (
        reason
        for piece, way, reason in EXCUSED.get(spoiler.question, ())
        if piece in spoiler.regime and way == spoiler.way
    )
    return next(found, "")
