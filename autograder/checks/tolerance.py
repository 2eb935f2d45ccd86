"""The distance from the truth up to which an answer is right, and its derivation."""

from __future__ import annotations

import numpy as np

from .expectations import Expectation

# The error budget of a right formula, in units of ε (u = ε/2 is one rounding error).
#
# 1. The pre-activation a = Σ W x + b. Rounding W and x to the dtype, their product, a sum of d + 1 terms in any order:
#    |δa| ≤ (d + 4) u·condition with condition = Σ|W||x| + |b|, so at most 8ε·condition for d ≤ 12.
# 2. Later steps propagate δa: |σ′| ≤ σ and |σ″| ≤ σ′, so σ and σ′ have the relative error |δa|. This is the term
#    BUDGET·ε·condition·|truth|. In float64 it is below RTOL (1e-6, far above all rounding errors and far below the
#    nearest wrong formula, σ′ × 1.001); in float32, where ε is 1.2e-7, it is the larger one.
# 3. z near 1, by 1/(1 + e⁻ᵃ), ½(1 + tanh(a/2)) or 1 − 1/(1 + eᵃ), is off by at most 2ε from exp or tanh and two more
#    rounding errors. 1 − z has the same absolute error: 3ε·scale, where scale counts z and 1 − z as 1.
# 4. Products of up to four factors, and the sum y of h ≤ 16 terms: 4u and 16u, 10ε·scale.
#
# 3 and 4 add up to 13ε; BUDGET is the next power of two. tests/judge/test_tolerance_budget.py measures the margin.
RTOL = 1e-6
BUDGET = 16
# The default condition of an expectation: pre-activations whose terms add up to 64.
CONDITION = 64.0
RTOL_FLOAT32 = BUDGET * CONDITION * float(np.finfo(np.float32).eps)


def tolerance(expect: Expectation, dtype: np.dtype) -> np.ndarray:
    """Return the distance from the truth up to which an answer of this dtype is right (see expectations.py)."""
    truth = np.abs(np.asarray(expect["value"]))
    if "within" in expect:
        return np.full(truth.shape, float(expect["within"]))
    single = dtype.kind == "f" and dtype.itemsize < 8
    eps = float(np.finfo(np.float32 if single else np.float64).eps)
    relative = np.maximum(expect.get("rtol", RTOL), BUDGET * eps * np.asarray(expect.get("condition", CONDITION)))
    scale = np.asarray(expect.get("scale", truth))
    return relative * truth + BUDGET * eps * scale + np.asarray(expect.get("half_width", 0.0))
