"""q4: the derivatives of v as formulas."""

from __future__ import annotations

from typing import Any

import reference_impl as ref
from autograder.questions.chain_rule.graph_parts import KEYS, changed, written
from autograder.questions.schema import Question, Slip, Variant

NOTATION = {"symbols": list("abcwxyz"), "totals": list(KEYS)}
DEFINITIONS = {"a": "(w + x + y)**2", "b": "(x - y - z)**2"}
THROUGH_A, THROUGH_B = "4*c*(a - b)*(w + x + y)", "4*c*(a - b)*(x - y - z)"
PATHS = {
    "dv/dc": {},
    "dv/dw": {"a": THROUGH_A},
    "dv/dx": {"a": THROUGH_A, "b": f"-{THROUGH_B}"},
    "dv/dy": {"a": THROUGH_A, "b": THROUGH_B},
    "dv/dz": {"b": THROUGH_B},
}


def _but(**entries: Any) -> str:
    """Return code for the right answers, except for those given as dx="…"."""
    return changed("closed_form", {f"dv/{name}": value for name, value in entries.items()})


def _all(before: str, after: str = "", *, dc: str = "(a-b)^2", inner: str = "w+x+y, w+2y+z, w+2x-z, x-y-z") -> str:
    """Return all five answers, given the text before and after the sum that depends on the variable."""
    dw, dx, dy, dz = (f"{before}({sum_.strip()}){after}" for sum_ in inner.split(","))
    return _but(dc=dc, dw=dw, dx=dx, dy=dy, dz=dz)


SLIPS = (
    Slip("x_through_a_alone", "x reaches v by two paths, and one of them is missing in your formula.",
         _but(dx="4c(a-b)(w+x+y)")),
    Slip("x_through_b_alone", "x reaches v by two paths, and one of them is missing in your formula.",
         _but(dx="-4c(a-b)(x-y-z)")),
    Slip("y_through_a_alone", "y reaches v by two paths, and one of them is missing in your formula.",
         _but(dy="4c(a-b)(w+x+y)")),
    Slip("y_through_b_alone", "y reaches v by two paths, and one of them is missing in your formula.",
         _but(dy="4c(a-b)(x-y-z)")),
    Slip("one_path_each", "x and y each reach v by two paths; you followed one.",
         _but(dx="4c(a-b)(w+x+y)", dy="4c(a-b)(w+x+y)")),
    Slip("sign_of_dv_db", "b is subtracted in v: the edge from v to b has a minus sign.",
         _but(dx="4c(a-b)(w+x+y) + 4c(a-b)(x-y-z)", dy="4c(a-b)(w+x+y) - 4c(a-b)(x-y-z)", dz="-4c(a-b)(x-y-z)")),
    Slip("inner_sign", "y and z stand in b with a minus sign: the derivative of the inside keeps it.",
         _but(dy="4c(a-b)(w+x+y) - 4c(a-b)(x-y-z)", dz="-4c(a-b)(x-y-z)")),
    Slip("sign_of_dz", "Two minus signs lie on the path to z; one of them got lost.", _but(dz="-4c(a-b)(x-y-z)")),
    Slip("sum_for_x", "The two paths to x are right up to their sum: collect the terms of the brackets once more.",
         _but(dx="4c(a-b)(w+2y-z)")),
    Slip("sum_for_y", "The two paths to y are right up to their sum: collect the terms of the brackets once more.",
         _but(dy="4c(a-b)(w+2x+z)")),
    Slip("y_left_single", "Two equal terms add up to twice the term, they do not merge into one.",
         _but(dx="4c(a-b)(w+y+z)", dy="4c(a-b)(w+x-z)")),
    Slip("x_and_y_exchanged", "The formulas for x and y are each other's.",
         _but(dx="4c(a-b)(w+2x-z)", dy="4c(a-b)(w+2y+z)")),
    Slip("y_copied_from_x", "The formula for y is still the one for x.", _but(dy="4c(a-b)(w+2y+z)")),
    Slip("one_two_missing", "There are two squares on each path, and each of them brings down a 2.", _all("2c(a-b)")),
    Slip("both_twos_missing", "There are two squares on each path, and each of them brings down a factor.",
         _all("c(a-b)")),
    Slip("a_two_too_many", "There are two squares on each path, not three.", _all("8c(a-b)")),
    Slip("c_missing", "c multiplies all of v and does not go away when you differentiate by something else.",
         _all("4(a-b)")),
    Slip("difference_turned_round", "The difference is the wrong way round: v has a − b in it.", _all("4c(b-a)")),
    Slip("square_kept", "The power rule lowers the exponent: the square of the difference does not survive.",
         _all("4c(a-b)^2")),
    Slip("difference_missing", "The power rule leaves the base standing: a − b is missing.", _all("4c")),
    Slip("difference_added", "v holds the difference of a and b, not their sum.", _all("4c(a+b)", dc="(a+b)^2")),
    Slip("stops_at_a_and_b", "Those are the edges out of v; the path goes on to the variable.",
         _but(dw="2c(a-b)", dx="2c(a-b) - 2c(a-b)", dy="2c(a-b) - 2c(a-b)", dz="-2c(a-b)")),
    Slip("inner_derivative_missing", "The square in a (and in b) has a derivative as well; only its inside was "
         "differentiated.",
         _but(dw="2c(a-b)", dx="0", dy="4c(a-b)", dz="2c(a-b)")),
    Slip("node_for_its_root", "The derivative of a square holds the inside once, not the square.",
         _but(dw="4c(a-b)a", dx="4c(a-b)a - 4c(a-b)b", dy="4c(a-b)a + 4c(a-b)b", dz="4c(a-b)b")),
    Slip("nodes_not_squared", "a and b are squares; with their roots in their place the difference is another one.",
         _but(dc="((w+x+y) - (x-y-z))^2", dw="4c((w+x+y) - (x-y-z))(w+x+y)", dz="4c((w+x+y) - (x-y-z))(x-y-z)")),
    Slip("bracket_forgotten", "The factor in front multiplies the whole sum: where does your bracket close?",
         _but(dw="4c(a-b)w+x+y", dx="4c(a-b)w+2y+z", dy="4c(a-b)w+2x-z", dz="4c(a-b)x-y-z")),
    Slip("bracket_of_difference_forgotten", "Without brackets the factor in front multiplies a alone.",
         _but(dc="a-b^2", dw="4c*a-b(w+x+y)", dx="4c*a-b(w+2y+z)", dy="4c*a-b(w+2x-z)", dz="4c*a-b(x-y-z)")),
    Slip("dc_without_square", "c multiplies a square; that square is its derivative.", _but(dc="a-b")),
    Slip("dc_power_rule", "c itself is not squared: the power rule has nothing to do here.", _but(dc="2(a-b)")),
    Slip("dc_like_a", "That is how v depends on a; here c changes and a stays.", _but(dc="2c(a-b)")),
    Slip("dc_is_v", "That is v itself: by how much does it grow when c grows by 1?", _but(dc="c(a-b)^2")),
    Slip("squares_subtracted", "The square of a difference is not the difference of the squares.", _but(dc="a^2-b^2")),
    Slip("square_of_difference_short", "When a difference is squared, there is a mixed term as well.",
         _but(dc="a^2+b^2")),
    Slip("symbols_left", "This time the edges are to be worked out: put the formulas of q2 in their place.",
         _but(dw="dv/da*da/dw", dx="dv/da*da/dx + dv/db*db/dx", dy="dv/da*da/dy + dv/db*db/dy", dz="dv/db*db/dz")),
    Slip("handed_back", "That is the question itself: write it as a formula in a, b, c, w, x, y, z.",
         _but(dc="dv/dc", dw="dv/dw", dx="dv/dx", dy="dv/dy", dz="dv/dz")),
    Slip("numbers_put_in", "A formula in letters is asked for, not its value at one point.",
         _but(dc="64", dw="288", dx="192", dy="384", dz="96")),
    Slip("no_strings", "Each formula is a text in quotation marks.", _but(dc=64, dw=288, dx=192, dy=384, dz=96)),
    Slip("sigma_notation", "Only the letters a, b, c, w, x, y, z, numbers, + − * / ^ and brackets can be read here.",
         _but(dw="4c(a-b)·s", dx="4c(a-b)(s-t)", dy="4c(a-b)(s+t)", dz="4c(a-b)·t")),
)  # fmt: skip

VARIANTS = (
    Variant("python", _all("4*c*(a - b)*", dc="(a - b)**2", inner="w + x + y, w + 2*y + z, w + 2*x - z, x - y - z")),
    Variant("latex",
            _but(dc=r"\left(a-b\right)^{2}", dw=r"4c\left(a-b\right)\left(w+x+y\right)", dx=r"$4\,c\,(a-b)\,(w+2y+z)$",
                          dy=r"4 \cdot c \cdot (a-b) \times [w+2x-z]", dz=r"\(4c(a-b)(x-y-z)\)")),
    Variant("sums_of_paths",
            _but(dx="2c(a-b)*2(w+x+y) - 2c(a-b)*2(x-y-z)", dy="2c(a-b)*2(w+x+y) + (-2c(a-b))*(-2(x-y-z))")),
    Variant("definitions_put_in", _all("4c((w+x+y)^2 - (x-y-z)^2)", dc="((w+x+y)² − (x−y−z)²)²")),
    Variant("put_in_partly",
            _but(dw="4c(a - (x-y-z)^2)(w+x+y)", dz="4c((w+x+y)**2 - b)(x-y-z)", dc="(a - b)((w+x+y)² − b)")),
    Variant("factored_difference", _all("4c(w+2x-z)(w+2y+z)", dc="(w+2x-z)^2 (w+2y+z)^2")),
    Variant("expanded",
            _but(dc="a^2 - 2ab + b^2", dw="4acw + 4acx + 4acy - 4bcw - 4bcx - 4bcy",
                 dz="4c(ax - ay - az - bx + by + bz)")),
    Variant("signs_inside", _but(dw="-4c(b-a)(w+x+y)", dz="4c(b-a)(y+z-x)", dc="(b-a)^2")),
    Variant("powers_of_one", _but(dw="4 c (a-b)^1 (w+x+y)^1", dz="2^2 c (a-b) (x-y-z)", dc="(a-b)^3/(a-b)")),
    Variant("with_own_name", _but(dc="dv/dc = (a-b)²", dw="∂v/∂w = 4c(a-b)(w+x+y)", dz="= 4·c·(a−b)·(x−y−z)")),
    Variant("fractions", _but(dw=r"\frac{8c(a-b)(w+x+y)}{2}", dx="(a-b)(w+2y+z)c/0.25", dz=r"4c(a-b)\cdot(x-y-z)")),
    Variant("root_as_quotient", _but(dw="4c(a-b)a/(w+x+y)", dz="4c(a-b)b/(x-y-z)")),
    Variant("full_width", _all("４ｃ（ａ－ｂ）", dc="（ａ－ｂ）＾２")),
)  # fmt: skip

CLOSED_FORM = Question(
    id="q4_closed_form",
    title="The same, as formulas",
    owns={"closed_form": ref.closed_form},
    parts=tuple(written("closed_form", key, ref.closed_form[key], NOTATION, PATHS[key], DEFINITIONS) for key in KEYS),
    slips=SLIPS,
    variants=VARIANTS,
    experiment=(
        "Put numbers into your formula, with w + x + y below 0, and compare with your own total_derivatives at the "
        "same numbers."
    ),
)
