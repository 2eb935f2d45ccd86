"""q1: the derivatives of v in symbols of the nine edges."""

from __future__ import annotations

from typing import Any

import reference_impl as ref
from autograder.questions.chain_rule.graph_parts import GRAPH, KEYS, changed, written
from autograder.questions.schema import Question, Slip, Variant

PATHS = {
    "dv/dc": {},
    "dv/dw": {"a": "dv/da*da/dw"},
    "dv/dx": {"a": "dv/da*da/dx", "b": "dv/db*db/dx"},
    "dv/dy": {"a": "dv/da*da/dy", "b": "dv/db*db/dy"},
    "dv/dz": {"b": "dv/db*db/dz"},
}


def _but(**entries: Any) -> str:
    """Return code for the right answers, except for those given as dx="…"."""
    return changed("structure", {f"dv/{name}": value for name, value in entries.items()})


def _throughout(a: str, b: str) -> dict[str, str]:
    """Return answers for w, x, y, z, given the path through a and the path through b with `?` for the variable."""
    single = {"dw": a.replace("?", "w"), "dz": b.replace("?", "z")}
    return single | {f"d{name}": f"{a} + {b}".replace("?", name) for name in "xy"}


SLIPS = (
    Slip("x_through_a_alone", "x feeds both a and b: walk down from v in every way that ends at x.",
         _but(dx="dv/da*da/dx")),
    Slip("x_through_b_alone", "x feeds both a and b: walk down from v in every way that ends at x.",
         _but(dx="dv/db*db/dx")),
    Slip("y_through_a_alone", "y feeds both a and b: walk down from v in every way that ends at y.",
         _but(dy="dv/da*da/dy")),
    Slip("y_through_b_alone", "y feeds both a and b: walk down from v in every way that ends at y.",
         _but(dy="dv/db*db/dy")),
    Slip("one_path_each", "x and y each reach v by two paths; you followed one.",
         _but(dx="dv/da*da/dx", dy="dv/da*da/dy")),
    Slip("one_path_each_through_b", "x and y each reach v by two paths, and one of them goes through a.",
         _but(dx="dv/db*db/dx", dy="dv/db*db/dy")),
    Slip("w_through_x", "∂a/∂w and ∂a/∂x are equal in value here, but they are different edges of the graph.",
         _but(dw="dv/da*da/dx")),
    Slip("z_through_y", "∂b/∂z and ∂b/∂y are equal in value here, but they are different edges of the graph.",
         _but(dz="dv/db*db/dy")),
    Slip("y_copied_from_x", "The answer for y is still the one for x: which edges end at y?",
         _but(dy="dv/da*da/dx + dv/db*db/dx")),
    Slip("x_and_y_exchanged", "The answers for x and y are each other's.",
         _but(dx="dv/da*da/dy + dv/db*db/dy", dy="dv/da*da/dx + dv/db*db/dx")),
    Slip("paths_subtracted", "Paths are added. If an edge is negative, its own value says so.",
         _but(dx="dv/da*da/dx - dv/db*db/dx", dy="dv/da*da/dy - dv/db*db/dy")),
    Slip("minus_for_y_and_z", "Signs belong to the values of the edges, not to the rule: in symbols, paths are added.",
         _but(dy="dv/da*da/dy - dv/db*db/dy", dz="-dv/db*db/dz")),
    Slip("paths_multiplied", "Edges are multiplied along a path; from path to path they are added.",
         _but(dx="dv/da*da/dx*dv/db*db/dx", dy="dv/da*da/dy*dv/db*db/dy")),
    Slip("edges_added", "Edges are added where they should be multiplied: along one path each edge scales the next.",
         _but(**_throughout("dv/da + da/d?", "dv/db + db/d?"))),
    Slip("sums_multiplied", "Multiply along each path first, then add the paths; yours are multiplied after adding.",
         _but(dx="(dv/da + dv/db)*(da/dx + db/dx)", dy="(dv/da + dv/db)*(da/dy + db/dy)")),
    Slip("edges_crossed", "An edge into a has to be followed by an edge out of a.",
         _but(dx="dv/da*db/dx + dv/db*da/dx", dy="dv/da*db/dy + dv/db*da/dy")),
    Slip("upper_edges_alone", "A path goes all the way from v to the variable; yours stop at a and b.",
         _but(**_throughout("dv/da", "dv/db"))),
    Slip("lower_edges_alone", "A path begins at v; yours begin at a and b.", _but(**_throughout("da/d?", "db/d?"))),
    Slip("z_through_a", "There is no edge from a to z: that derivative is zero.", _but(dz="dv/da*da/dz")),
    Slip("w_through_b", "There is no edge from b to w: that derivative is zero.", _but(dw="dv/db*db/dw")),
    Slip("z_follows_a_as_well", "z feeds b alone; an edge of another variable has crept into its derivative.",
         _but(dz="dv/da*da/dy + dv/db*db/dz")),
    Slip("w_follows_b_as_well", "w feeds a alone; an edge of another variable has crept into its derivative.",
         _but(dw="dv/da*da/dw + dv/db*db/dx")),
    Slip("c_left_out", "c feeds v directly: one edge is the whole path, and it is not zero.", _but(dc="0")),
    Slip("c_is_one", "∂c/∂c is 1, but how v depends on c is an edge of its own.", _but(dc="1")),
    Slip("c_in_every_path", "The edge to c lies on no path to the other variables.",
         _but(**{name: f"({path})*dv/dc" for name, path in _throughout("dv/da*da/d?", "dv/db*db/d?").items()})),
    Slip("path_counted_twice", "Each path counts once.",
         _but(dx="2*dv/da*da/dx + dv/db*db/dx", dy="2*dv/da*da/dy + dv/db*db/dy")),
    Slip("averaged", "Paths are added, not averaged.",
         _but(dx="(dv/da*da/dx + dv/db*db/dx)/2", dy="(dv/da*da/dy + dv/db*db/dy)/2")),
    Slip("handed_back", "That is the question itself: write each derivative by edges of the graph.",
         _but(dw="dv/dw", dx="dv/dx", dy="dv/dy", dz="dv/dz")),
    Slip("partly_handed_back", "A total derivative is left in your answer: follow its paths, too.",
         _but(dx="dv/dw + dv/db*db/dx", dy="dv/dw + dv/db*db/dy")),
    Slip("worked_out", "This question is about the graph alone: leave the edges as symbols and work nothing out yet.",
         _but(dc="(a-b)^2", dw="2c(a-b)*2(w+x+y)", dx="4c(a-b)(w+2y+z)", dy="4c(a-b)(w+2x-z)", dz="4c(a-b)(x-y-z)")),
    Slip("upside_down", "The derivatives are upside down: what changes stands above, by what it is changed below.",
         _but(dw="da/dv*dw/da", dx="da/dv*dx/da + db/dv*dx/db", dy="da/dv*dy/da + db/dv*dy/db", dz="db/dv*dz/db")),
    Slip("divided_along_the_path", "Along a path the edges are multiplied; yours are divided.",
         _but(dw="(dv/da)/(da/dw)", dz="(dv/db)/(db/dz)")),
    Slip("no_strings", "Each answer is a text in quotation marks.", _but(dc=1, dw=2, dx=3, dy=4, dz=5)),
    Slip("list_of_strings", "The answers are to stand in a dict, each under its own key.",
         "structure = list(structure.values())\n"),
)  # fmt: skip


def _spelled(a: str, b: str, c: str, plus: str = " + ") -> str:
    """Return all five answers, given the spelling of a path through a, a path through b and the edge to c.

    `?` is replaced by the variable.
    """
    both = {f"d{name}": f"{a}{plus}{b}".replace("?", name) for name in "xy"}
    return _but(dc=c, dw=a.replace("?", "w"), dz=b.replace("?", "z"), **both)


LATEX = r"\frac{{\partial v}}{{\partial {0}}} \cdot \frac{{\partial {0}}}{{\partial ?}}"

VARIANTS = (
    Variant("plain", _spelled("dv/da*da/d?", "dv/db*db/d?", "dv/dc")),
    Variant("unicode", _spelled("∂v/∂a · ∂a/∂?", "∂v/∂b · ∂b/∂?", "∂v/∂c")),
    Variant("side_by_side", _spelled("(dv/da)(da/d?)", "(dv/db)(db/d?)", "(dv/dc)", "+")),
    Variant("latex", _spelled(LATEX.format("a"), LATEX.format("b"), r"\frac{\partial v}{\partial c}")),
    Variant("latex_in_dollars",
            _spelled(r"\dfrac{dv}{da}\times\dfrac{da}{d?}", r"\dfrac{dv}{db}\times\dfrac{db}{d?}",
                     r"$\dfrac{dv}{dc}$")),
    Variant("with_own_name",
            _but(dw="dv/dw = dv/da * da/dw", dx="∂v/∂x = ∂v/∂b ∂b/∂x + ∂v/∂a ∂a/∂x", dz="= dv/db × db/dz")),
    Variant("lower_edge_first", _spelled("da/d? * dv/da", "db/d? * dv/db", "dv/dc")),
    Variant("with_zero_edges",
            _but(dw="dv/da*da/dw + dv/db*db/dw", dz="dv/da da/dz + dv/db db/dz", dc="dv/dc * dc/dc")),
    Variant("without_r",
            _spelled("\frac{dv}{da} \times \frac{da}{d?}", "\frac{dv}{db} \times \frac{db}{d?}", "\frac{dv}{dc}")),
    Variant("expanded_sum", _but(dx="2*dv/da*da/dx/2 + (dv/db)*(db/dx) + 0", dy="-(-dv/da*da/dy - dv/db*db/dy)")),
    Variant("full_width", _spelled("（∂v/∂a）＊（∂a/∂?）", "（∂v/∂b）＊（∂b/∂?）", "∂v/∂c", " ＋ ")),
    Variant("further_keys", "structure = {**structure, 'dv/da': 'dv/da', 'note': 'done'}\n"),
)  # fmt: skip

STRUCTURE = Question(
    id="q1_structure",
    title="The chain rule in symbols",
    owns={"structure": ref.structure},
    parts=tuple(written("structure", key, ref.structure[key], {"graph": GRAPH}, PATHS[key]) for key in KEYS),
    slips=SLIPS,
    variants=VARIANTS,
    experiment=(
        "Draw the graph, put a finger on the variable and walk up to v in every way there is: one product for each way."
    ),
)
