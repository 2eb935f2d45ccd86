"""List mutants that keep their points because they are right answers, too, each with the reason.

tests/selftest/test_mutants.py judges every one of them under further keys, which exposes a wrong reason.
"""

from __future__ import annotations

from autograder.selftest.mutants import Mutant

_SQUARE = "a square does not mind the sign of what is squared"
_ORDER = "for vectors, and for a symmetric matrix, the order of the product does not matter"
_EDGES = "these two edges have equal values; only q1 asks for symbols"
_COUNT = "all of these have one entry, or one row, for each datapoint"
_UNTESTED = "right on all that content.md asks; it leaves this very point open"
_BAND = "the dimension may be off by 0.1, and this estimate stays within it"
_SAME = "the default of an argument, or another word for the same"
_WITHIN = "the change is smaller than the tolerance"

# By question: a part of the changed line that only this mutant has, and the reason.
EQUIVALENT: dict[str, tuple[tuple[str, str], ...]] = {
    "q2_local_partials": (("(b - a) ** 2", _SQUARE),),
    "q3_total_derivatives": (
        ("'dv/dw': edge['dv/da'] * edge['da/dx']", _EDGES),
        ("'dv/dw': edge['dv/da'] * edge['da/dy']", _EDGES),
        ("'dv/dx': edge['dv/da'] * edge['da/dw']", _EDGES),
        ("'dv/dx': edge['dv/da'] * edge['da/dy']", _EDGES),
        ("'dv/dy': edge['dv/da'] * edge['da/dx'] +", _EDGES),
        ("'dv/dy': edge['dv/da'] * edge['da/dy'] + edge['dv/db'] * edge['db/dz']", _EDGES),
        ("'dv/dz': edge['dv/db'] * edge['db/dy']", _EDGES),
    ),
    "q6_squared_loss": (
        ("weight_gradient(upstream, inputs)", "a vector times a number is the number times the vector"),
        ("(target - w @ inputs) ** 2", _SQUARE),
        ("(inputs @ w - target)", _ORDER),
    ),
    "q8_vector_derivatives": (("x @ (B + B.T)", _ORDER),),
    "q1_perceptron": (("w @ x + b >= 0", _UNTESTED), ("x @ w + b", _ORDER)),
    "q2_sigmoid": (
        ("→  pass", "np.abs and np.exp make floats of integers and of numbers by themselves"),
        ("np.asarray(a)", "np.abs and np.exp make floats of integers by themselves"),
        ("np.where(a > 0", "at 0 both sides are 1"),
    ),
    "q3_sigmoid_derivative": (("-np.asarray(a))", "minus an integer is an integer, and sigmoid makes floats of it"),),
    "q5_numerical_gradient": (
        ("step=2e-05", "any small default step is right"),
        ("step=-1e-05", "a central difference does not mind the sign of its step"),
        ("np.ndindex(theta.shape)", _SAME),
    ),
    "q6_output_layer": (
        ("forward(x, W0, b0, b0, b1)", "z does not depend on W1"),
        ("(1, -2)", "NumPy takes any negative number for the length that is left over"),
    ),
    "q11_relu": (
        ("np.maximum(0, a)", _ORDER),
        ("np.where(1.0, np.asarray(a) > 0, 0.0)", "the condition holds everywhere, and True counts as 1"),
        ("np.asarray(a) >= 0", "at exactly 0 any subgradient counts"),
    ),
    "q3_loss_gradients": (
        ("errors / len(X)", _COUNT),
        ("errors / len(A)", _COUNT),
        ("errors / len(Z)", _COUNT),
        ("errors / len(errors)", _COUNT),
    ),
    "q5_identical_units": (
        ("tolerance=2e-09", _UNTESTED),
        ("< tolerance", _UNTESTED),
        ("units[0] - units", "the absolute value does not mind the sign"),
    ),
    "q6_merge_units": (
        ("W1.sum(keepdims=True)", "W1 has one row"),
        ("W1.sum(axis=1)", "with one unit, an array of one element in any shape is that weight"),
        ("W1.sum(axis=-1", "the last axis is axis 1"),
        ("keepdims=False", "with one unit, an array of one element in any shape is that weight"),
    ),
    "q1_losses": (
        ("np.sqrt(2 / h)", "the experiment has as many inputs as hidden units"),
        ("W1[0] / d", "the experiment has as many inputs as hidden units"),
        ("(n * d)", "the experiment has as many inputs as hidden units"),
    ),
    "q2_convergence": (
        ("<= 1", _UNTESTED),
        ("losses, 1000001.0", _WITHIN),
        ("losses, 999999.0", _WITHIN),
        ("finite[0], 1000001.0", _WITHIN),
        ("finite[0], 999999.0", _WITHIN),
        ("np.errstate()", "a warning does not matter here; only q1 has a part about quiet"),
        ("np.minimum(1000000.0, finite / finite[0])", _ORDER),
        ("finite / losses[0]", "the loss before the first step is finite"),
    ),
    "q3_boundary": (
        ("np.asarray(V) < 0", "a block holds both signs whichever of them is called positive; V is never 0"),
        ("np.asarray(V) >= 0", "V is never 0"),
    ),
    "q4_dimension": (
        ("if False:", _UNTESTED),
        ("counts[0] == 1", _UNTESTED),
        ("return 1", _UNTESTED),
        ("sizes[0] == 0", _UNTESTED),
        ("counts[1] == 0", _UNTESTED),
        ("sizes = 4 **", _BAND),
        ("np.arange(1, edges.shape", _BAND),
        ("size))", _SAME),
        ("reduceat(np.asarray(edges),", "booleans add up to whether there is any, which is all that a box is asked"),
        ("axis=-1)", "the last axis is axis 1"),
        ("np.arange(0, edges.shape[1], size), axis=0)", "the pictures are square"),
        ("np.arange(0, edges.shape[0], size), axis=1)", "the pictures are square"),
        ("edges.shape[-1]", "the last axis is axis 1"),
        ("in_rows.shape[1]", "adding up rows leaves the number of columns"),
    ),
}


def reason_for(mutant: Mutant) -> str:
    """Return why a surviving mutant is a right answer; empty if no reason is known."""
    after = mutant.change.partition("→")[2]
    found = (reason for piece, reason in EQUIVALENT.get(mutant.question, ()) if piece in f"→{after}")
    return next(found, "")
