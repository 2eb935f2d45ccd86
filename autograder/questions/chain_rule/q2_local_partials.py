"""q2: the partial derivatives on the nine edges of the graph, as numbers."""

from __future__ import annotations

import reference_impl as ref
from autograder.questions.chain_rule.graph_parts import derivatives, domain
from autograder.questions.schema import Question, Slip, Variant

EDGES = ("dv/da", "dv/db", "dv/dc", "da/dw", "da/dx", "da/dy", "db/dx", "db/dy", "db/dz")
WHOLE = 'a dict with the nine keys "dv/da", "dv/db", "dv/dc", "da/dw", "da/dx", "da/dy", "db/dx", "db/dy" and "db/dz"'


def _edges(top: str = "", **changed: str) -> str:
    """Return code for the right edges, except for those given as dv_da="…".

    `top` comes after the nodes, or replaces their formulas.
    """
    entries = {
        "dv/da": "2 * c * (a - b)", "dv/db": "-2 * c * (a - b)", "dv/dc": "(a - b) ** 2",
        "da/dw": "2 * s", "da/dx": "2 * s", "da/dy": "2 * s",
        "db/dx": "2 * t", "db/dy": "-2 * t", "db/dz": "-2 * t",
    } | {key.replace("_", "/"): code for key, code in changed.items()}  # fmt: skip
    body = ", ".join(f'"{key}": {code}' for key, code in entries.items() if code)
    nodes = "    s, t = w + x + y, x - y - z\n    a, b = s ** 2, t ** 2\n"
    return f"def local_partials(w, x, y, z, c):\n{nodes}{top}    return {{{body}}}\n"


def _same(code: str, *keys: str) -> dict[str, str]:
    return dict.fromkeys(keys, code)


SLIPS = (
    Slip("inner_sign", "y and z stand in b with a minus sign, and the derivative of the inside keeps it.",
         _edges(**_same("2 * t", "db_dy", "db_dz"))),
    Slip("inner_sign_y", "The inside of b contains −y: what is its derivative with respect to y?",
         _edges(db_dy="2 * t")),
    Slip("inner_sign_z", "The inside of b contains −z: what is its derivative with respect to z?",
         _edges(db_dz="2 * t")),
    Slip("all_of_b_negative", "x stands in b with a plus sign, unlike y and z.", _edges(db_dx="-2 * t")),
    Slip("sign_of_dv_db", "Raise b a little, with a above it: does v grow or shrink?", _edges(dv_db="2 * c * (a - b)")),
    Slip("nodes_the_wrong_way_round", "The difference is the wrong way round in your edges out of v: it is a − b, as "
         "in v.",
         _edges(dv_da="2 * c * (b - a)", dv_db="-2 * c * (b - a)")),
    Slip("c_missing", "c multiplies the whole square, so it stays in the derivatives with respect to a and b.",
         _edges(dv_da="2 * (a - b)", dv_db="-2 * (a - b)")),
    Slip("two_missing_above", "The power rule brings the exponent down, on the edges out of v as well.",
         _edges(dv_da="c * (a - b)", dv_db="-c * (a - b)")),
    Slip("two_missing_below", "The power rule brings the exponent down, on the edges out of a and b as well.",
         _edges(**_same("s", "da_dw", "da_dx", "da_dy"), db_dx="t", **_same("-t", "db_dy", "db_dz"))),
    Slip("square_kept", "The power rule lowers the exponent: the square does not survive on the edges to a and b.",
         _edges(dv_da="2 * c * (a - b) ** 2", dv_db="-2 * c * (a - b) ** 2")),
    Slip("dv_dc_without_square", "c multiplies a square; for dv/dc that square stays as it is.", _edges(dv_dc="a - b")),
    Slip("dv_dc_power_rule", "For dv/dc, a and b are held still and c is not squared: the power rule has nothing to "
         "do.",
         _edges(dv_dc="2 * (a - b)")),
    Slip("dv_dc_like_dv_da", "That is how v depends on a; dv/dc asks how it depends on c.",
         _edges(dv_dc="2 * c * (a - b)")),
    Slip("dv_dc_is_v", "That is v itself. By how much does it grow when c grows by 1?",
         _edges(dv_dc="c * (a - b) ** 2")),
    Slip("nodes_not_squared", "a and b are squares; in your difference they are only their roots.",
         _edges(top="    a, b = s, t\n")),
    Slip("b_all_plus", "In b, y and z are subtracted; your b adds them.",
         _edges(top="    t = x + y + z\n    b = t ** 2\n")),
    Slip("b_z_plus", "In b, z is subtracted as well; check the inside of your b.",
         _edges(top="    t = x - y + z\n    b = t ** 2\n")),
    Slip("node_for_its_root", "The derivative of a square has the inside in it, not the square itself.",
         _edges(**_same("2 * a", "da_dw", "da_dx", "da_dy"), db_dx="2 * b", **_same("-2 * b", "db_dy", "db_dz"))),
    Slip("root_loses_sign", "A square root forgets the sign of what was squared: try numbers with w + x + y below 0.",
         _edges(top="    s, t = a ** 0.5, b ** 0.5\n")),
    Slip("own_variable_only", "The power rule keeps the whole inside of the square, not only the variable you "
         "differentiate by.",
         _edges(da_dw="2 * w", da_dx="2 * x", da_dy="2 * y", db_dx="2 * x", db_dy="-2 * y", db_dz="-2 * z")),
    Slip("inner_derivative_alone", "That is the derivative of the inside alone; the square around it has one, too.",
         _edges(**_same("1", "da_dw", "da_dx", "da_dy"), db_dx="1", **_same("-1", "db_dy", "db_dz"))),
    Slip("b_like_a", "The edges of b have b's own inside in them, not that of a.",
         _edges(db_dx="2 * s", **_same("-2 * s", "db_dy", "db_dz"))),
    Slip("paths_for_edges", "An edge is local. The edges of a and b were multiplied by the edge above them, which is "
         "the next question.",
         _edges(**_same("4 * c * (a - b) * s", "da_dw", "da_dx", "da_dy"), db_dx="-4 * c * (a - b) * t",
                **_same("4 * c * (a - b) * t", "db_dy", "db_dz"))),
    Slip("cut_to_integers", "The values are cut to whole numbers; arguments may be fractions.",
         _edges(top="    s, t = int(s), int(t)\n    a, b = s ** 2, t ** 2\n")),
    Slip("c_dropped_from_dict", 'v depends on c directly, so "dv/dc" is one of the nine edges.', _edges(dv_dc="")),
    Slip("formulas_as_text", "Numbers are asked for here, computed from the arguments; formulas come in a later "
         "question.",
         _edges(dv_da="'2*c*(a-b)'", dv_db="'-2*c*(a-b)'", dv_dc="'(a-b)**2'",
                **_same("'2*(w+x+y)'", "da_dw", "da_dx", "da_dy"),
                db_dx="'2*(x-y-z)'", **_same("'-2*(x-y-z)'", "db_dy", "db_dz"))),
    Slip("list_for_dict", "The nine values are to come in a dict, each under its own key.",
         "def local_partials(w, x, y, z, c):\n    s, t = w + x + y, x - y - z\n    a, b = s ** 2, t ** 2\n"
         "    return [2 * c * (a - b), -2 * c * (a - b), (a - b) ** 2, 2 * s, 2 * s, 2 * s, 2 * t, -2 * t, -2 * t]\n"),
)  # fmt: skip

VARIANTS = (
    Variant("expanded", """
def local_partials(w, x, y, z, c):
    a = w*w + x*x + y*y + 2*w*x + 2*w*y + 2*x*y
    b = x*x + y*y + z*z - 2*x*y - 2*x*z + 2*y*z
    return {"dv/da": 2*a*c - 2*b*c, "dv/db": 2*b*c - 2*a*c, "dv/dc": a*a - 2*a*b + b*b,
            "da/dw": 2*w + 2*x + 2*y, "da/dx": 2*w + 2*x + 2*y, "da/dy": 2*w + 2*x + 2*y,
            "db/dx": 2*x - 2*y - 2*z, "db/dy": 2*y + 2*z - 2*x, "db/dz": 2*z + 2*y - 2*x}
"""),
    Variant("measured", """
def local_partials(w, x, y, z, c):
    def slope(f, at, i, step=1e-4):
        up, down = list(at), list(at)
        up[i] += step
        down[i] -= step
        return (f(*up) - f(*down)) / (2 * step)
    a = lambda w, x, y: (w + x + y) ** 2
    b = lambda x, y, z: (x - y - z) ** 2
    v = lambda a, b, c: c * (a - b) ** 2
    top = (a(w, x, y), b(x, y, z), c)
    found = {"dv/d" + n: slope(v, top, i) for i, n in enumerate("abc")}
    found |= {"da/d" + n: slope(a, (w, x, y), i) for i, n in enumerate("wxy")}
    return found | {"db/d" + n: slope(b, (x, y, z), i) for i, n in enumerate("xyz")}
"""),
    Variant("arrays_of_one",
            _edges(da_dw="np.array([2.0 * s])", dv_dc="np.square(a - b)", db_dx="np.array([[2 * t]])")),
    Variant("more_keys", _edges(a="a", b="b")),
    Variant("complex_step", """
def local_partials(w, x, y, z, c):
    def slope(f, at, i):
        at = [complex(value) for value in at]
        at[i] += 1e-30j
        return f(*at).imag / 1e-30
    a = lambda w, x, y: (w + x + y) ** 2
    b = lambda x, y, z: (x - y - z) ** 2
    v = lambda a, b, c: c * (a - b) ** 2
    top = (a(w, x, y), b(x, y, z), c)
    found = {"dv/d" + n: slope(v, top, i) for i, n in enumerate("abc")}
    found |= {"da/d" + n: slope(a, (w, x, y), i) for i, n in enumerate("wxy")}
    return found | {"db/d" + n: slope(b, (x, y, z), i) for i, n in enumerate("xyz")}
"""),
)  # fmt: skip

DOMAIN = domain("local_partials", ref.local_partials, EDGES, WHOLE)

LOCAL_PARTIALS = Question(
    id="q2_local_partials",
    title="The nine edges",
    owns={"local_partials": ref.local_partials},
    parts=derivatives(DOMAIN, ref.local_partials, EDGES, WHOLE),
    domains=(DOMAIN,),
    slips=SLIPS,
    variants=VARIANTS,
    experiment=(
        "Pick an edge, nudge its lower end by 0.001 with everything else held still, and divide the change of its "
        "upper end by 0.001."
    ),
)
