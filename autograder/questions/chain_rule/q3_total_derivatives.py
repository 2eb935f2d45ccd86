"""q3: the total derivatives along all paths of the graph, as numbers."""

from __future__ import annotations

import reference_impl as ref
from autograder.questions.chain_rule.graph_parts import KEYS, WHOLE, derivatives, domain
from autograder.questions.schema import Question, Slip, Variant


def _totals(top: str = "", **changed: str) -> str:
    """Return code for the right totals, except for those given as dw="…", from local edges va, vb, vc, aw, ….

    `top` comes after the edges.
    """
    right = {"dc": "vc", "dw": "va * aw", "dx": "va * ax + vb * bx", "dy": "va * ay + vb * by", "dz": "vb * bz"}
    entries = right | changed
    body = ", ".join(f'"dv/{key}": {code}' for key, code in entries.items() if code)
    return f"""
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    va, vb, vc = 2 * c * (a - b), -2 * c * (a - b), (a - b) ** 2
    aw, ax, ay, bx, by, bz = 2 * s, 2 * s, 2 * s, 2 * t, -2 * t, -2 * t
{top}    return {{{body}}}
"""


SLIPS = (
    Slip("x_through_a_alone", "x reaches v by two paths; one of them is missing.", _totals(dx="va * ax")),
    Slip("x_through_b_alone", "x reaches v by two paths; one of them is missing.", _totals(dx="vb * bx")),
    Slip("y_through_a_alone", "y reaches v by two paths; one of them is missing.", _totals(dy="va * ay")),
    Slip("y_through_b_alone", "y reaches v by two paths; one of them is missing.", _totals(dy="vb * by")),
    Slip("one_path_each", "x and y each reach v by two paths: walk up the graph from x in every way you can.",
         _totals(dx="va * ax", dy="va * ay")),
    Slip("one_path_each_through_b", "x and y each reach v by two paths, and one of the two goes through a.",
         _totals(dx="vb * bx", dy="vb * by")),
    Slip("paths_subtracted", "Paths are added; the minus signs are in the edges already. Or have dv/dx and dv/dy changed places?",
         _totals(dx="va * ax - vb * bx", dy="va * ay - vb * by")),
    Slip("paths_multiplied", "Along a path the edges are multiplied; from path to path they are added.",
         _totals(dx="va * ax * vb * bx", dy="va * ay * vb * by")),
    Slip("edges_added", "Along a path the edges are multiplied, not added.",
         _totals(dw="va + aw", dx="va + ax + vb + bx", dy="va + ay + vb + by", dz="vb + bz")),
    Slip("upper_edge_alone", "The path from v to w has two edges, as has the one to z; the lower one is missing.",
         _totals(dw="va", dz="vb")),
    Slip("lower_edge_alone", "The path from v to w has two edges, as has the one to z; the upper one is missing.",
         _totals(dw="aw", dz="bz")),
    Slip("upper_edges_missing", "The edges out of v are missing everywhere.",
         _totals(dw="aw", dx="ax + bx", dy="ay + by", dz="bz")),
    Slip("dz_through_a", "z feeds b alone: go along that path once more, with the sign of each of its two edges.", _totals(dz="va * bz")),
    Slip("dw_through_b", "w feeds a and nothing else, and both edges of that path bring their own sign.", _totals(dw="vb * aw")),
    Slip("sign_of_dv_db", "The edge from v to b has a sign of its own: what happens to v when b grows towards a?",
         _totals(top="    vb = va\n")),
    Slip("inner_sign", "y and z stand in b with a minus sign; it has got lost on the way up.",
         _totals(top="    by, bz = bx, bx\n")),
    Slip("y_like_x", "x and y enter b with different signs, so their derivatives differ.",
         _totals(dy="va * ax + vb * bx")),
    Slip("all_like_w", "w, x and y look alike in a, but x and y also enter b.",
         _totals(dx="va * aw", dy="va * aw", dz="va * aw")),
    Slip("crossed_edges", "Each path stays with its node: the edge to a is followed by an edge of a.",
         _totals(dx="va * bx + vb * ax", dy="va * by + vb * ay")),
    Slip("two_missing", "There is a square in v and one in each of a and b: every one of them brings down a 2.",
         _totals(top="    va, vb = c * (a - b), -c * (a - b)\n")),
    Slip("c_missing", "c multiplies the whole square and does not go away when you differentiate by something else.",
         _totals(top="    va, vb = 2 * (a - b), -2 * (a - b)\n")),
    Slip("dv_dc_power_rule", "For c, a and b are held still and c itself is not squared.", _totals(dc="2 * (a - b)")),
    Slip("dv_dc_without_square", "c multiplies a square; its derivative is that square.", _totals(dc="a - b")),
    Slip("dv_dc_is_v", "That is v itself. By how much does it grow when c grows by 1?", _totals(dc="c * (a - b) ** 2")),
    Slip("dv_dc_zero", "v depends on c directly: that edge is a path of its own.", _totals(dc="0.0")),
    Slip("sum_for_x_slip_of_the_pen", "Something went wrong where the two paths to x were put together: expand both "
         "once more.",
         _totals(dx="4 * c * (a - b) * (w + 2 * y - z)")),
    Slip("sum_for_y_slip_of_the_pen", "Something went wrong where the two paths to y were put together: expand both "
         "once more.",
         _totals(dy="4 * c * (a - b) * (w + 2 * x + z)")),
    Slip("root_loses_sign", "A square root forgets the sign of what was squared: try numbers with w + x + y below 0.",
         _totals(top="    s, t = a ** 0.5, b ** 0.5\n"
                     "    aw, ax, ay, bx, by, bz = 2 * s, 2 * s, 2 * s, 2 * t, -2 * t, -2 * t\n")),
    Slip("tuple_for_dict", "The five values are to come in a dict, each under its own key.",
         _totals(top="    return vc, va * aw, va * ax + vb * bx, va * ay + vb * by, vb * bz\n")),
)  # fmt: skip

VARIANTS = (
    Variant("closed_forms", """
def total_derivatives(w, x, y, z, c):
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    return {"dv/dc": (a - b) ** 2, "dv/dw": 4*c*(a - b)*(w + x + y), "dv/dx": 4*c*(a - b)*(w + 2*y + z),
            "dv/dy": 4*c*(a - b)*(w + 2*x - z), "dv/dz": 4*c*(a - b)*(x - y - z)}
"""),
    Variant("factored_difference", """
def total_derivatives(w, x, y, z, c):
    d = (w + 2*x - z) * (w + 2*y + z)
    return {"dv/dc": d*d, "dv/dw": 4*c*d*(w + x + y), "dv/dx": 4*c*d*(w + 2*y + z), "dv/dy": 4*c*d*(w + 2*x - z),
            "dv/dz": -4*c*d*(y + z - x)}
"""),
    Variant("from_edges", """
def total_derivatives(w, x, y, z, c):
    e = local_partials(w, x, y, z, c)
    paths = {"c": ["dv/dc"], "w": ["dv/da da/dw"], "z": ["dv/db db/dz"],
             "x": ["dv/da da/dx", "dv/db db/dx"], "y": ["dv/da da/dy", "dv/db db/dy"]}
    return {"dv/d" + n: sum(np.prod([e[k] for k in path.split()]) for path in several) for n, several in paths.items()}
"""),
    Variant("complex_step", """
def total_derivatives(w, x, y, z, c):
    found = {}
    for i, n in enumerate("wxyzc"):
        at = [complex(value) for value in (w, x, y, z, c)]
        at[i] += 1e-30j
        W, X, Y, Z, C = at
        found["dv/d" + n] = (C * ((W + X + Y) ** 2 - (X - Y - Z) ** 2) ** 2).imag / 1e-30
    return found
"""),
    Variant("expanded", """
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s*s, t*t
    return {"dv/dc": a*a - 2*a*b + b*b, "dv/dw": 4*c*a*s - 4*c*b*s, "dv/dx": 4*c*a*s - 4*c*b*s - 4*c*a*t + 4*c*b*t,
            "dv/dy": 4*c*a*s - 4*c*b*s + 4*c*a*t - 4*c*b*t, "dv/dz": 4*c*a*t - 4*c*b*t}
"""),
)  # fmt: skip

DOMAIN = domain("total_derivatives", ref.total_derivatives, KEYS, WHOLE)

TOTAL_DERIVATIVES = Question(
    id="q3_total_derivatives",
    needs=("q2_local_partials",),
    title="Putting the paths together",
    owns={"total_derivatives": ref.total_derivatives},
    parts=derivatives(DOMAIN, ref.total_derivatives, KEYS, WHOLE),
    domains=(DOMAIN,),
    slips=SLIPS,
    variants=VARIANTS,
    experiment="Nudge one input by 0.001 up and down, compute v both times, and divide the change by 0.002.",
)
