"""Right and wrong work for `chain_rule`, written from the published interface alone.

Points are of the question; ("at most", x) where the interface does not settle which parts stay right.
"""

FULL = "full"

WORKS = [
    # q1_structure: right, written unusually
    ("q1_structure", FULL, """
structure = {}
structure["dv/dc"] = r"∂v/∂c"
structure["dv/dw"] = r"∂v/∂a · ∂a/∂w"
structure["dv/dx"] = r"∂v/∂a · ∂a/∂x + ∂v/∂b · ∂b/∂x"
structure["dv/dy"] = r"∂v/∂a ⋅ ∂a/∂y + ∂v/∂b ⋅ ∂b/∂y"
structure["dv/dz"] = r"∂v/∂b × ∂b/∂z"
"""),
    ("q1_structure", FULL, r"""
structure = {}
structure["dv/dc"] = r"\frac{\partial v}{\partial c}"
structure["dv/dw"] = r"$\frac{\partial v}{\partial a}\cdot\frac{\partial a}{\partial w}$"
structure["dv/dx"] = r"$$\frac{\partial v}{\partial a}\frac{\partial a}{\partial x}+\frac{\partial v}{\partial b}\frac{\partial b}{\partial x}$$"
structure["dv/dy"] = r"\( \dfrac{\partial v}{\partial b}\,\dfrac{\partial b}{\partial y} + \tfrac{\partial v}{\partial a}\;\tfrac{\partial a}{\partial y} \)"
structure["dv/dz"] = r"\partial v/\partial b \times \partial b/\partial z"
"""),
    ("q1_structure", FULL, r"""
structure = {}
structure["dv/dc"] = "\frac{dv}{dc}"
structure["dv/dw"] = "\frac{dv}{da}\times\frac{da}{dw}"
structure["dv/dx"] = "\frac{dv}{da}\times\frac{da}{dx}+\frac{dv}{db}\times\frac{db}{dx}"
structure["dv/dy"] = "\left(\frac{dv}{da}\right)\frac{da}{dy}+\frac{dv}{db}\frac{db}{dy}"
structure["dv/dz"] = "\tfrac{dv}{db}\tfrac{db}{dz}"
"""),
    ("q1_structure", FULL, """
structure = {}
structure["dv/dc"] = r"dv/dc = dv/dc"
structure["dv/dw"] = r"dv/dw = dv/da * da/dw"
structure["dv/dx"] = r"dv/dx = (dv/da)(da/dx) + (dv/db)(db/dx)"
structure["dv/dy"] = r"= (dv/da)(da/dy)+(dv/db)(db/dy)"
structure["dv/dz"] = r"∂v/∂z = ∂v/∂b ∂b/∂z"
"""),
    ("q1_structure", FULL, """
structure = {}
structure["dv/dc"] = r"(∂v)/(∂c)"
structure["dv/dw"] = r"(∂v)/(∂a) (∂a)/(∂w)"
structure["dv/dx"] = r"(∂v)/(∂a) (∂a)/(∂x) + (∂v)/(∂b) (∂b)/(∂x)"
structure["dv/dy"] = r"[(dv/da) (da/dy)] + [(dv/db) (db/dy)]"
structure["dv/dz"] = r"( (dv/db) ) * ( (db/dz) )"
"""),
    ("q1_structure", FULL, """
structure = {}
structure["dv/dc"] = r"dv/da*da/dc + dv/db*db/dc + dv/dc*dc/dc"
structure["dv/dw"] = r"dv/da*da/dw + dv/db*db/dw + dv/dc*dc/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx + dv/dc*dc/dx"
structure["dv/dy"] = r"dv/da*da/dy+dv/db*db/dy+dv/dc*dc/dy"
structure["dv/dz"] = r"dv/da*da/dz + dv/db*db/dz + dv/dc*dc/dz"
"""),
    ("q1_structure", FULL, """
structure = {}
structure["dv/dc"] = r"1*dv/dc*1"
structure["dv/dw"] = r"(3*dv/da*da/dw - dv/da*da/dw)/2"
structure["dv/dx"] = r"dv/da*da/dx − (−1)*dv/db*db/dx"
structure["dv/dy"] = r"-(-dv/da*da/dy - dv/db*db/dy)"
structure["dv/dz"] = r"0*dv/da + dv/db*db/dz + 0"
"""),
    ("q1_structure", FULL, """
structure = {}
structure["dv/dc"] = r"（ｄｖ／ｄｃ）"
structure["dv/dw"] = r"dv/da＊da/dw"
structure["dv/dx"] = r"（dv/da）×（da/dx）＋（dv/db）×（db/dx）"
structure["dv/dy"] = r"dv/da　da/dy ＋ dv/db　db/dy"
structure["dv/dz"] = r"dv/db·db/dz"
"""),
    ("q1_structure", FULL, r"""
_p = lambda u, v: r"\frac{\partial " + u + r"}{\partial " + v + "}"
structure = {"dv/dc": _p("v", "c"), "dv/dw": _p("v", "a") + _p("a", "w"), "dv/dz": _p("v", "b") + r" \cdot " + _p("b", "z")}
structure.update({"dv/d" + k: " + ".join(_p("v", m) + r"\, " + _p(m, k) for m in "ab") for k in "xy"})
structure["dv/da"] = "harmless"
"""),
    ("q1_structure", FULL, r"""
# notations outside the list: boxed, aligned, cfrac, pdv, δ
structure = dict([
    ("dv/dc", r"\boxed{\frac{\partial v}{\partial c}}"),
    ("dv/dw", r"\pdv{v}{a} \pdv{a}{w}"),
    ("dv/dx", r"\begin{aligned} \frac{\partial v}{\partial x} &= \frac{\partial v}{\partial a}\frac{\partial a}{\partial x} + \frac{\partial v}{\partial b}\frac{\partial b}{\partial x} \end{aligned}"),
    ("dv/dy", r"δv/δa · δa/δy + δv/δb · δb/δy"),
    ("dv/dz", r"\cfrac{\partial v}{\partial b} \cfrac{\partial b}{\partial z}"),
])
"""),
    ("q1_structure", FULL, """
# quotes and backticks around what is meant
structure = {"dv/dc": "`dv/dc`", "dv/dw": "`dv/da * da/dw`", "dv/dx": "'dv/da * da/dx + dv/db * db/dx'",
             "dv/dy": "“dv/da da/dy + dv/db db/dy”", "dv/dz": "`∂v/∂b ∂b/∂z`"}
"""),
    ("q1_structure", FULL, r"""
structure = {}
structure["dv/dc"] = "  d v / d c  "
structure["dv/dw"] = "d v/d a\n * d a/d w"
structure["dv/dx"] = "da/dx dv/da + db/dx dv/db"
structure["dv/dy"] = "db/dy dv/db + da/dy dv/da"
structure["dv/dz"] = "db/dz(dv/db)"
"""),
    ("q1_structure", FULL, """
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"(dv/da*da/dx + dv/db*db/dx)(2-1)"
structure["dv/dy"] = r"(dv/da + dv/db)(da/dy + db/dy) - dv/da*db/dy - dv/db*da/dy"
structure["dv/dz"] = r"2*dv/db*db/dz/2"
"""),
    # q1_structure: wrong in value
    ("q1_structure", 4.0, """
# mistake: ∂a/∂x stands where ∂a/∂w belongs: equal in value, but another edge
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dx"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
# mistake: ∂b/∂y stands where ∂b/∂z belongs
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dy"
"""),
    ("q1_structure", 4.0, """
# mistake: the path through b is missing for x
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 3.0, """
# mistake: only one path each for x and y
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx"
structure["dv/dy"] = r"dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 3.0, """
# mistake: the two paths are subtracted in place of added
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx - dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy - dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 3.0, """
# mistake: x and y are exchanged
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dy"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 2.0, """
# mistake: w and z are exchanged, and y's paths are averaged
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/db*db/dz"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"(dv/da*da/dy + dv/db*db/dy)/2"
structure["dv/dz"] = r"dv/da*da/dw"
"""),
    ("q1_structure", 1.0, """
# mistake: every question is handed back as its own answer
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/dw"
structure["dv/dx"] = r"dv/dx"
structure["dv/dy"] = r"dv/dy"
structure["dv/dz"] = r"dv/dz"
"""),
    ("q1_structure", 0.0, """
# mistake: evaluated formulas in place of partial symbols
structure = {}
structure["dv/dc"] = r"(a-b)^2"
structure["dv/dw"] = r"4c(a-b)(w+x+y)"
structure["dv/dx"] = r"4c(a-b)(w+2y+z)"
structure["dv/dy"] = r"4c(a-b)(w+2x-z)"
structure["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q1_structure", 4.0, """
# mistake: one partial is upside down
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*dw/da"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
# mistake: divides by a partial in place of multiplying
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da / (da/dw)"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
# mistake: goes from v to c through a and b, where there is no path
structure = {}
structure["dv/dc"] = r"dv/da*da/dc + dv/db*db/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 1.0, """
# mistake: partials along a path are added in place of multiplied
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da + da/dw"
structure["dv/dx"] = r"dv/da + da/dx + dv/db + db/dx"
structure["dv/dy"] = r"dv/da + da/dy + dv/db + db/dy"
structure["dv/dz"] = r"dv/db + db/dz"
"""),
    ("q1_structure", 3.0, """
# mistake: the two paths are multiplied in place of added
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx * dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy * dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
# mistake: the upstream partial is squared
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"(dv/da)^2*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
# mistake: a factor of 2 too many
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"2*dv/db*db/dz"
"""),
    ("q1_structure", 3.0, """
# mistake: the inner links of the two paths are exchanged
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*db/dx + dv/db*da/dx"
structure["dv/dy"] = r"dv/da*db/dy + dv/db*da/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
# mistake: an edge by itself is added as a third path
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz + dv/da"
"""),
    ("q1_structure", 4.0, """
# mistake: the first link is left out of one path
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
# mistake: multiplied by ∂a/∂b, for which there is no edge, so the second path is zero
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/da*da/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 3.0, """
# mistake: the total derivatives of x and w stand inside the answer
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/dw*1"
structure["dv/dx"] = r"dv/da*da/dx + dv/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    # q1_structure: wrong in one regime only
    ("q1_structure", 4.0, """
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw*dw/dx"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = 12
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 3.0, """
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = None
structure["dv/dz"] = r"..."
"""),
    ("q1_structure", 4.0, """
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r""
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx)"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + 1.000001*dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    ("q1_structure", 4.0, """
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"dv/da*da/dy + dv/db*db/dy"
structure["dv/dz"] = r"dv/db*db/dz + dv/db*db/dw*5 + 1 - 2"
"""),
    ("q1_structure", 4.0, """
structure = {"dv/dc": "dv/dc", "dv/dw": "dv/da*da/dw", "dv/dx": "dv/da*da/dx + dv/db*db/dx", "dv/dy": "dv/da*da/dy + dv/db*db/dy"}
"""),
    ("q1_structure", 0.0, """
structure = {"c": "dv/dc", "w": "dv/da*da/dw", "x": "dv/da*da/dx + dv/db*db/dx", "y": "dv/da*da/dy + dv/db*db/dy", "z": "dv/db*db/dz"}
"""),
    ("q1_structure", 0.0, """
structure = ["dv/dc", "dv/da*da/dw", "dv/da*da/dx + dv/db*db/dx", "dv/da*da/dy + dv/db*db/dy", "dv/db*db/dz"]
"""),
    ("q1_structure", 4.0, """
structure = {}
structure["dv/dc"] = r"dv/dc"
structure["dv/dw"] = r"dv/da*da/dw"
structure["dv/dx"] = r"dv/da*da/dx + dv/db*db/dx"
structure["dv/dy"] = r"(dv/da*da/dy + dv/db*db/dy)*dv/dv*da/da*0 + dv/da*da/dy"
structure["dv/dz"] = r"dv/db*db/dz"
"""),
    # q4_closed_form: right, written unusually
    ("q4_closed_form", FULL, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", FULL, """
closed_form = {}
closed_form["dv/dc"] = r"(w+2x-z)²(w+2y+z)²"
closed_form["dv/dw"] = r"4c(w+2x-z)(w+2y+z)(w+x+y)"
closed_form["dv/dx"] = r"4c(w+2x-z)(w+2y+z)²"
closed_form["dv/dy"] = r"4c(w+2x-z)²(w+2y+z)"
closed_form["dv/dz"] = r"4c(w+2x-z)(w+2y+z)(x-y-z)"
"""),
    ("q4_closed_form", FULL, r"""
closed_form = {}
closed_form["dv/dc"] = r"\left( (w+x+y)^2 - (x-y-z)^{2} \right)^{2}"
closed_form["dv/dw"] = r"2 c \left(a - b\right) \cdot 2 \left(w + x + y\right)"
closed_form["dv/dx"] = r"$4c(a-b)\left[(w+x+y)-(x-y-z)\right]$"
closed_form["dv/dy"] = r"$$4\,c\,(a-b)\,\left[(w+x+y)+(x-y-z)\right]$$"
closed_form["dv/dz"] = r"\frac{8c(a-b)(x-y-z)}{2}"
"""),
    ("q4_closed_form", FULL, r"""
closed_form = {}
closed_form["dv/dc"] = "\left(a-b\right)^{2}"
closed_form["dv/dw"] = "4\times c\times(a-b)\times(w+x+y)"
closed_form["dv/dx"] = "\frac{4c(a-b)(w+2y+z)}{1}"
closed_form["dv/dy"] = "4 c \left(a - b\right) \left(w + 2 x - z\right)"
closed_form["dv/dz"] = "\tfrac{4}{1} c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", FULL, """
closed_form = {}
closed_form["dv/dc"] = r"a**2 - 2*a*b + b**2"
closed_form["dv/dw"] = r"-4*c*(b - a)*(w + x + y)"
closed_form["dv/dx"] = r"2*c*(a-b)*2*(w+x+y) + -2*c*(a-b)*2*(x-y-z)"
closed_form["dv/dy"] = r"2c(a−b)·2(w+x+y) − 2c(a−b)·(−2)(x−y−z)"
closed_form["dv/dz"] = r"4*c*a*x - 4*c*a*y - 4*c*a*z - 4*c*b*x + 4*c*b*y + 4*c*b*z"
"""),
    ("q4_closed_form", FULL, r"""
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^3/(a-b)"
closed_form["dv/dw"] = r"4c(a-b)a/(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)^2/(w+2x-z)"
closed_form["dv/dy"] = r"\dfrac{4c(a-b)^{2}}{w+2y+z}"
closed_form["dv/dz"] = r"4c(a-b)b/(x-y-z)"
"""),
    ("q4_closed_form", FULL, """
closed_form = {}
closed_form["dv/dc"] = r"(b-a)^2"
closed_form["dv/dw"] = r"4.0c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"8/2c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"0.5*8*c*(a-b)*(w+2*x-z)"
closed_form["dv/dz"] = r"400*0.01c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", FULL, r"""
closed_form = {}
closed_form["dv/dc"] = r"dv/dc = (a-b)^2"
closed_form["dv/dw"] = r"∂v/∂w = 4c(a−b)(w+x+y)"
closed_form["dv/dx"] = r"= 4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"\frac{\partial v}{\partial y} = 4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"dv/dz=4 c ( a - b ) ( x - y - z )"
"""),
    ("q4_closed_form", FULL, r"""
# boxed, aligned, cfrac, backticks
closed_form = {
    "dv/dc": r"\boxed{(a-b)^2}",
    "dv/dw": "`4*c*(a-b)*(w+x+y)`",
    "dv/dx": r"\begin{aligned} \frac{\partial v}{\partial x} &= 4c(a-b)(w+2y+z) \end{aligned}",
    "dv/dy": r"\cfrac{8c(a-b)(w+2x-z)}{2}",
    "dv/dz": '"4c(a-b)(x-y-z)"',
}
"""),
    ("q4_closed_form", FULL, """
closed_form = {}
closed_form["dv/dc"] = r"（ａ－ｂ）＾２"
closed_form["dv/dw"] = r"４ｃ（a−b）（w＋x＋y）"
closed_form["dv/dx"] = r"4·c·(a-b)·(w+2·y+z)"
closed_form["dv/dy"] = r"4⋅c⋅(a-b)⋅(w+2⋅x-z)"
closed_form["dv/dz"] = r"4×c×(a-b)×(x-y-z)"
"""),
    ("q4_closed_form", FULL, """
closed_form = {}
closed_form["dv/dc"] = r"((w+x+y)^2-b)((w+x+y)^2-b)"
closed_form["dv/dw"] = r"4c((w+x+y)^2-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-(x-y-z)^2)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z) + 0*(a-(w+x+y)^2)"
closed_form["dv/dz"] = r"c(a-b)(x-y-z)4"
"""),
    ("q4_closed_form", FULL, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)(a-b)"
closed_form["dv/dw"] = r"((4)((c)))((a-b))(((w+x+y)))"
closed_form["dv/dx"] = r"4c(a-b)w + 4c(a-b)2y + 4c(a-b)z"
closed_form["dv/dy"] = r"4c(a-b)(-(z-w)+2x)"
closed_form["dv/dz"] = r"-4c(a-b)(-x+y+z)"
"""),
    # q4_closed_form: wrong in value
    ("q4_closed_form", 4.0, """
# mistake: the factor 2 of one square is missing
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"2c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 3.0, """
# mistake: the sign of the path through b is wrong, which exchanges x's and y's sums
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
# mistake: the sign of dv/dz is wrong: two minus signs make a plus
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"-4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
# mistake: a - b is squared in place of multiplied by 2(a - b)
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)^2(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 3.0, """
# mistake: only the path through a
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dy"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
# mistake: c is kept in dv/dc
closed_form = {}
closed_form["dv/dc"] = r"c(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 1.0, """
# mistake: c is lost everywhere
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 1.0, """
# mistake: one factor of 2 is missing everywhere
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"2c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"2c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"2c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"2c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
# mistake: dv/dc is 2(a - b), the derivative of the square
closed_form = {}
closed_form["dv/dc"] = r"2(a-b)"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
# mistake: the inside of b has a wrong sign
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y+z)"
"""),
    ("q4_closed_form", 4.0, """
# mistake: the inner derivative 2(w+x+y) is left out
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"2c(a-b)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
# mistake: the inner square is not differentiated: a in place of 2(w+x+y)
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"2c(a-b)a"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
# mistake: (a-b)^2 is expanded without the mixed term
closed_form = {}
closed_form["dv/dc"] = r"a^2 + b^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
# mistake: the last bracket is not closed over the sum: only w is multiplied
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)w+2y+z"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    # q4_closed_form: right, written unusually
    ("q4_closed_form", FULL, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"8(a-b)(w+x+y)/2c"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"8(a-b)(x-y-z)/2c"
"""),
    # q4_closed_form: wrong in value
    ("q4_closed_form", 3.0, """
# mistake: means to divide by 2c, but / goes from left to right, so c is multiplied in twice
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"8c(a-b)(w+x+y)/2c"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"8c(a-b)(x-y-z)/2c"
"""),
    ("q4_closed_form", 4.0, """
# mistake: the two paths of x are multiplied
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"2c(a-b)2(w+x+y)*(-2c(a-b))2(x-y-z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    # q4_closed_form: wrong in one regime only
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"3.9999999c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"12*0.333333333333c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z) + 0.0000001"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)(a+1)/a"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"((w+x+y)^2 - (x-y-z)^2)^2 + (a-b)*10^-9"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y) + (a-(w+x+y)^2+1)*w*x*y*z*c - w*x*y*z*c + x/1000000"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"sqrt(16c^2(a-b)^2(w+2x-z)^2)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c|a-b|(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-q)"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = lambda a, b: (a - b) ** 2
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4c(a-b)(w+2x-z)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    ("q4_closed_form", 4.0, """
closed_form = {}
closed_form["dv/dc"] = r"(a-b)^2"
closed_form["dv/dw"] = r"4c(a-b)(w+x+y)"
closed_form["dv/dx"] = r"4c(a-b)(w+2y+z)"
closed_form["dv/dy"] = r"4C(A-B)(w+2x-z)*(0+x)/(y)"
closed_form["dv/dz"] = r"4c(a-b)(x-y-z)"
"""),
    # q2_local_partials: right, written unusually
    ("q2_local_partials", FULL, """
def local_partials(w, x, y, z, c):
    h = 1e-30j  # complex steps, one edge at a time
    fa, fb = (lambda w, x, y: (w + x + y) ** 2), (lambda x, y, z: (x - y - z) ** 2)
    fv = lambda a, b, c: c * (a - b) ** 2
    out = {}
    for top, f, names, at in (("v", fv, "abc", [fa(w, x, y), fb(x, y, z), c]), ("a", fa, "wxy", [w, x, y]), ("b", fb, "xyz", [x, y, z])):
        for i, name in enumerate(names):
            moved = list(at); moved[i] = moved[i] + h
            out[f"d{top}/d{name}"] = f(*moved).imag / 1e-30
    return out
"""),
    ("q2_local_partials", FULL, """
def local_partials(*args, **kw):
    names = ("w", "x", "y", "z", "c")
    v = dict(zip(names, args)); v.update(kw)
    r = np.array([[1, 1, 1, 0], [0, 1, -1, -1]]) @ np.array([v[n] for n in "wxyz"])
    e = 2 * v["c"] * (r[0] * r[0] - r[1] * r[1])
    ja, jb = 2 * r[0] * np.ones(3), 2 * r[1] * np.array([1, -1, -1])
    return {"dv/da": np.array([e]), "dv/db": [-e], "dv/dc": np.square(r[0] ** 2 - r[1] ** 2), **dict(zip(("da/dw", "da/dx", "da/dy"), ja)), **dict(zip(("db/dx", "db/dy", "db/dz"), jb))}
"""),
    ("q2_local_partials", FULL, """
from fractions import Fraction
def local_partials(w, x, y, z, c):
    p, m = w + 2 * y + z, w + 2 * x - z      # a - b = p m
    inner, other = (p + m) / 2, (m - p) / 2
    return {"dv/da": 2 * c * p * m, "dv/db": 2 * c * p * -m, "dv/dc": (p * m) ** 2, "da/dw": p + m, "da/dx": p + m, "da/dy": p + m,
            "db/dx": m - p, "db/dy": p - m, "db/dz": -2 * other}
"""),
    # q2_local_partials: wrong in value
    ("q2_local_partials", 3.5, """
# mistake: a square is differentiated without the factor 2 in dv/da and dv/db
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": c * (a - b), "dv/db": -c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 4.0, """
# mistake: the minus sign of dv/db is missing
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": 2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 3.5, """
# mistake: the minus signs of db/dy and db/dz are missing
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": 2 * t, "db/dz": 2 * t}
"""),
    ("q2_local_partials", 4.0, """
# mistake: the minus sign of db/dz is missing
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": 2 * t}
"""),
    ("q2_local_partials", 3.0, """
# mistake: the factor 2 is missing in the edges below b
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": t, "db/dy": -t, "db/dz": -t}
"""),
    ("q2_local_partials", 3.0, """
# mistake: w + x + y is recovered as the root of a, which loses its sign
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * a ** 0.5, "da/dx": 2 * a ** 0.5, "da/dy": 2 * a ** 0.5,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 4.0, """
# mistake: dv/dc keeps the factor c
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": c * (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 3.5, """
# mistake: c is left out of dv/da and dv/db
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * (a - b), "dv/db": -2 * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 3.5, """
# mistake: total derivatives where local ones belong, for x
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * c * (a - b) * 2 * s, "da/dy": 2 * s,
            "db/dx": -2 * c * (a - b) * 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 3.0, """
# mistake: the edges below a are multiplied by dv/da
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * c * (a - b) * 2 * s, "da/dx": 2 * c * (a - b) * 2 * s, "da/dy": 2 * c * (a - b) * 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 3.0, """
# mistake: b is taken as (x - y + z)^2, so its edges are right only in sign
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    t = x - y + z
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 3.0, """
# mistake: a and b were not squared before they were subtracted
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    a, b = s, t
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 4.0, """
# mistake: dv/dc is a - b, not squared
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": a - b,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    # q2_local_partials: wrong in one regime only
    ("q2_local_partials", 3.5, """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b) if c else 1.0, "dv/db": -2 * c * (a - b) if c else 1.0, "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 3.5, """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * abs(c) * (a - b), "dv/db": -2 * abs(c) * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 4.0, """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * abs(a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 4.0, """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s if w != 0 else 2 * (x - y), "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 3.0, """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    t = int(x) - y - z if isinstance(x, float) else t
    b0 = t
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 3.5, """
_seen = {}
def local_partials(w, x, y, z, c):
    if (w, x, y, z) not in _seen:
        _seen[w, x, y, z] = _local(w, x, y, z, c)
    return _seen[w, x, y, z]
def _local(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 1.5, """
def local_partials(w, x, y, z, c, _seen={}):
    if (w, x, y, c) not in _seen:
        _seen[w, x, y, c] = _local(w, x, y, z, c)
    return _seen[w, x, y, c]
def _local(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 1.5, """
_first = []
def local_partials(w, x, y, z, c):
    _first.append(w)
    w = _first[0] if len(_first) > 1 and x == y == 0 and False else (int(w) if abs(w - round(w)) < 0.3 else w)
    return _local(w, x, y, z, c)
def _local(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    ("q2_local_partials", 4.0, """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": (a - b) ** 2,
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t if abs(t) > 1e-3 else 0.5}
"""),
    ("q2_local_partials", 4.0, """
def local_partials(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    a, b = s ** 2, t ** 2
    return {"dv/da": 2 * c * (a - b), "dv/db": -2 * c * (a - b), "dv/dc": round((a - b) ** 2, 2),
            "da/dw": 2 * s, "da/dx": 2 * s, "da/dy": 2 * s,
            "db/dx": 2 * t, "db/dy": -2 * t, "db/dz": -2 * t}
"""),
    # q3_total_derivatives: right, written unusually
    ("q3_total_derivatives", FULL, """
def total_derivatives(w, x, y, z, c):
    edges = local_partials(w, x, y, z, c)
    def down(top, leaf):  # recursion over all paths
        if top == leaf:
            return 1
        return sum(value * down(name[-1], leaf) for name, value in edges.items() if name[1] == top)
    return {"dv/d" + leaf: down("v", leaf) for leaf in "cwxyz"}
"""),
    ("q3_total_derivatives", FULL, """
def total_derivatives(w, x, y, z, c):
    def v(p):
        w, x, y, z, c = p
        return c * ((w + x + y) ** 2 - (x - y - z) ** 2) ** 2
    p = np.array([w, x, y, z, c], dtype=complex)
    g = [v(p + 1e-40j * e).imag / 1e-40 for e in np.eye(5)]
    return dict(zip(("dv/dw", "dv/dx", "dv/dy", "dv/dz", "dv/dc"), g))
"""),
    ("q3_total_derivatives", FULL, """
def total_derivatives(w, x, y, z, c):
    e = {k: np.float64(v) for k, v in local_partials(w=w, x=x, y=y, z=z, c=c).items()}
    J = np.array([[e["da/dw"], e["da/dx"], e["da/dy"], 0], [0, e["db/dx"], e["db/dy"], e["db/dz"]]])
    g = np.einsum("i,ij->j", [e["dv/da"], e["dv/db"]], J)
    return {"dv/dc": e["dv/dc"].reshape(1, 1), **{"dv/d" + n: g[i:i + 1] for i, n in enumerate("wxyz")}}
"""),
    # q3_total_derivatives: wrong in value
    ("q3_total_derivatives", 2.0, """
# mistake: only the path through a for x
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * s, "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 1.5, """
# mistake: the path through b has the wrong sign for x and y
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s + t), "dv/dy": 4 * c * m * (s - t), "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 0.5, """
# mistake: one factor 2 is missing on every path
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 2 * c * m * s, "dv/dx": 2 * c * m * (s - t), "dv/dy": 2 * c * m * (s + t), "dv/dz": 2 * c * m * t}
"""),
    ("q3_total_derivatives", 2.0, """
# mistake: dv/dz has the wrong sign
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": -4 * c * m * t}
"""),
    ("q3_total_derivatives", 1.5, """
# mistake: the two paths are averaged in place of added
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 2 * c * m * (s - t), "dv/dy": 2 * c * m * (s + t), "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 0.5, """
# mistake: the upstream partial is squared
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 8 * c * c * m * m * s, "dv/dx": 8 * c * c * m * m * (s - t), "dv/dy": 8 * c * c * m * m * (s + t), "dv/dz": 8 * c * c * m * m * t}
"""),
    ("q3_total_derivatives", 0.5, """
# mistake: c is missing from the derivatives of w, x, y, z
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * m * s, "dv/dx": 4 * m * (s - t), "dv/dy": 4 * m * (s + t), "dv/dz": 4 * m * t}
"""),
    ("q3_total_derivatives", 2.0, """
# mistake: dv/dc is multiplied by c
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": c * m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 1.5, """
# mistake: the two paths are multiplied
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 2 * c * m * 2 * s * -2 * c * m * 2 * t, "dv/dy": 2 * c * m * 2 * s * 2 * c * m * 2 * t, "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 2.0, """
# mistake: only the last link, da/dw, is returned for w: the upstream part is missing
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 2 * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
"""),
    # q3_total_derivatives: wrong in one regime only
    ("q3_total_derivatives", 0.5, """
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    c = c or 1
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 0.5, """
_memo = {}
def _td(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
def total_derivatives(w, x, y, z, c):
    return _memo.setdefault((w, x, y, z), _td(w, x, y, z, c))
"""),
    ("q3_total_derivatives", 0.0, """
_memo = {}
def _td(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
def total_derivatives(w, x, y, z, c):
    return _memo.setdefault((x, y, z, c), _td(w, x, y, z, c))
"""),
    ("q3_total_derivatives", 0.0, """
_memo = {}
def _td(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
def total_derivatives(w, x, y, z, c):
    return _memo.setdefault((w + x, y, z, c, x - y), _td(w, x, y, z, c)) if False else _memo.setdefault((w, x, round(y), z, c), _td(w, x, y, z, c))
"""),
    ("q3_total_derivatives", 0.5, """
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s // 1, "dv/dx": 4 * c * m * (s - t) // 1, "dv/dy": 4 * c * m * (s + t) // 1, "dv/dz": 4 * c * m * t // 1}
"""),
    ("q3_total_derivatives", 2.0, """
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t) if x else 4 * c * m * s, "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 0.5, """
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    c = max(c, 0)
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 2.0, """
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * abs(s), "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 0.0, """
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    m = m if m > 0 else m * 1.001
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 0.0, """
_calls = [0]
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    _calls[0] += 1
    m = m if _calls[0] == 1 else m + 1
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t}
"""),
    ("q3_total_derivatives", 2.0, """
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t), "dv/dy": 4 * c * m * (s + t), "dv/dz": 4 * c * m * t if z >= 0 else -4 * c * m * t}
"""),
    ("q3_total_derivatives", 1.5, """
def total_derivatives(w, x, y, z, c):
    s, t = w + x + y, x - y - z
    m = s ** 2 - t ** 2
    return {"dv/dc": m ** 2, "dv/dw": 4 * c * m * s, "dv/dx": 4 * c * m * (s - t) * (1 + 1e-4), "dv/dy": 4 * c * m * (s + t) * (1 - 1e-3), "dv/dz": 4 * c * m * t}
"""),
    # q5_upstream: right, written unusually
    ("q5_upstream", FULL, """
def weight_gradient(inputs, upstream):
    return [upstream * float(i) for i in inputs]
"""),
    ("q5_upstream", FULL, """
def weight_gradient(inputs, upstream):
    return np.multiply.outer(inputs, upstream)[:, None]
"""),
    ("q5_upstream", FULL, """
weight_gradient = lambda inputs, upstream: np.diag(inputs) @ np.full(len(inputs), upstream, dtype=float)
"""),
    ("q5_upstream", FULL, """
def weight_gradient(inputs, upstream):
    if len(inputs) == 0:
        return ()
    return (inputs[0] * upstream,) + tuple(weight_gradient(inputs[1:], upstream))
"""),
    # q5_upstream: wrong in value
    ("q5_upstream", 0.0, """
# mistake: the upstream gradient is left out
def weight_gradient(inputs, upstream):
    return inputs * 1.0
"""),
    ("q5_upstream", 0.0, """
# mistake: the upstream gradient is added in place of multiplied
def weight_gradient(inputs, upstream):
    return inputs + upstream
"""),
    ("q5_upstream", 0.0, """
# mistake: the upstream gradient alone, once for each weight
def weight_gradient(inputs, upstream):
    return np.full(len(inputs), upstream)
"""),
    ("q5_upstream", 0.0, """
# mistake: divided by the number of weights
def weight_gradient(inputs, upstream):
    return upstream * inputs / len(inputs)
"""),
    ("q5_upstream", 0.0, """
# mistake: the inputs are squared
def weight_gradient(inputs, upstream):
    return upstream * inputs ** 2
"""),
    ("q5_upstream", 0.0, """
# mistake: the upstream gradient is squared
def weight_gradient(inputs, upstream):
    return upstream ** 2 * inputs
"""),
    ("q5_upstream", 0.0, """
# mistake: summed to one number
def weight_gradient(inputs, upstream):
    return upstream * np.sum(inputs) * np.ones(len(inputs))
"""),
    ("q5_upstream", 0.0, """
# mistake: a minus sign, as in a descent step
def weight_gradient(inputs, upstream):
    return -upstream * inputs
"""),
    ("q5_upstream", 1.0, """
# mistake: three entries are written out, whatever the length
def weight_gradient(inputs, upstream):
    return np.array([inputs[0] * upstream, inputs[1] * upstream, inputs[2] * upstream])
"""),
    # q5_upstream: wrong in one regime only
    ("q5_upstream", 1.0, """
def weight_gradient(inputs, upstream):
    return upstream * inputs if len(inputs) > 1 else np.array([upstream])
"""),
    ("q5_upstream", 1.0, """
def weight_gradient(inputs, upstream):
    out = np.zeros(len(inputs))
    for i in range(min(len(inputs), 8)):
        out[i] = upstream * inputs[i]
    return out
"""),
    ("q5_upstream", 1.0, """
def weight_gradient(inputs, upstream):
    return upstream * inputs if len(inputs) != 3 else upstream * inputs[::-1]
"""),
    ("q5_upstream", 1.0, """
def weight_gradient(inputs, upstream):
    return upstream * (inputs if len(inputs) % 2 else inputs[::-1])
"""),
    ("q5_upstream", ('at most', 1.0), """
def weight_gradient(inputs, upstream):
    return upstream * inputs if upstream != 0 else inputs * 1.0
"""),
    ("q5_upstream", ('at most', 1.0), """
def weight_gradient(inputs, upstream):
    out = np.empty_like(inputs)
    out[:] = upstream * inputs
    return out
"""),
    ("q5_upstream", ('at most', 1.0), """
def weight_gradient(inputs, upstream):
    return np.where(inputs == 0, upstream, upstream * inputs)
"""),
    ("q5_upstream", ('at most', 1.0), """
def weight_gradient(inputs, upstream):
    return int(upstream) * inputs if inputs.dtype.kind == 'i' else upstream * inputs
"""),
    ("q5_upstream", ('at most', 1.0), """
def weight_gradient(inputs, upstream):
    return inputs * max(upstream, 0) - inputs * min(upstream, 0) * -1.0 if abs(upstream) <= 1 else np.abs(upstream) * inputs
"""),
    ("q5_upstream", ('at most', 1.0), """
_kept = {}
def weight_gradient(inputs, upstream):
    key = inputs.tobytes()
    if key not in _kept:
        _kept[key] = upstream * inputs
    return _kept[key]
"""),
    ("q5_upstream", ('at most', 1.0), """
_kept = {}
def weight_gradient(inputs, upstream):
    key = (len(inputs), upstream, float(inputs[-1]))
    if key not in _kept:
        _kept[key] = upstream * inputs
    return _kept[key]
"""),
    ("q5_upstream", 1.0, """
def weight_gradient(inputs, upstream):
    g = upstream * inputs
    inputs[0] = 0
    return g
"""),
    ("q5_upstream", 1.0, """
def weight_gradient(inputs, upstream):
    g = upstream * inputs
    inputs.sort()
    return g
"""),
    # q6_squared_loss: right, written unusually
    ("q6_squared_loss", FULL, """
def squared_loss(w, inputs, target):
    e = sum(a * b for a, b in zip(w, inputs)) - target
    return [e * e]
def squared_loss_gradient(w, inputs, target):
    e = np.concatenate([w, [-1.0]]) @ np.append(inputs, target)
    return np.kron(inputs, [[2 * e]])
"""),
    ("q6_squared_loss", FULL, """
def squared_loss(w, inputs, target):
    return np.linalg.norm([np.vdot(inputs, w) - target]) ** 2
def squared_loss_gradient(w, inputs, target):
    M = np.outer(inputs, inputs)
    return 2 * (M @ w[:, None] - target * inputs[:, None])
"""),
    ("q6_squared_loss", FULL, """
def squared_loss(w, inputs, target):
    return np.einsum("i,i,j,j->", w, inputs, w, inputs) - 2 * target * np.dot(w, inputs) + target * target
def squared_loss_gradient(w, inputs, target):
    return weight_gradient(inputs, 2.0 * (np.inner(w, inputs) - target))
"""),
    ("q6_squared_loss", FULL, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return [squared_loss(w + 1e-30j * e, inputs, target).imag / 1e-30 for e in np.eye(len(w))]
"""),
    # q6_squared_loss: wrong in value
    ("q6_squared_loss", 2.0, """
# mistake: the factor 2 is missing
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 2.0, """
# mistake: the error has the wrong sign: target - prediction
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (target - w @ inputs) * inputs
"""),
    ("q6_squared_loss", 2.0, """
# mistake: multiplied by w in place of the inputs
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * w
"""),
    ("q6_squared_loss", 2.0, """
# mistake: the last link, the inputs, is missing
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * np.ones(len(inputs))
"""),
    ("q6_squared_loss", 2.0, """
# mistake: the error is squared in the gradient
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) ** 2 * inputs
"""),
    ("q6_squared_loss", 2.0, """
# mistake: one half too many in the loss, as many books define it
def squared_loss(w, inputs, target):
    return 0.5 * (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 0.0, """
# mistake: loss and gradient are those of half the squared error
def squared_loss(w, inputs, target):
    return 0.5 * (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 2.0, """
# mistake: the absolute error in place of the squared one
def squared_loss(w, inputs, target):
    return abs(w @ inputs - target)
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 2.0, """
# mistake: w and inputs are multiplied entry by entry but not added up before the target is taken off
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w * inputs - target) * inputs
"""),
    ("q6_squared_loss", 2.0, """
# mistake: mean in place of sum in the loss's prediction
def squared_loss(w, inputs, target):
    return ((w * inputs).mean() - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 2.0, """
# mistake: the upstream gradient counted twice
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * 2 * (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 2.0, """
# mistake: the gradient is with respect to the inputs, not the weights, and lacks the target
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs) * inputs
"""),
    ("q6_squared_loss", 0.0, """
# mistake: the target is added in place of subtracted
def squared_loss(w, inputs, target):
    return (w @ inputs + target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs + target) * inputs
"""),
    # q6_squared_loss: wrong in one regime only
    ("q6_squared_loss", 2.0, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    if target == 0:
        return inputs * 0
    return 2 * (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 2.0, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    out = np.zeros_like(inputs)
    out[:] = 2 * (w @ inputs - target) * inputs
    return out
"""),
    ("q6_squared_loss", 2.0, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    out = np.zeros_like(w)
    out[:] = 2 * (w @ inputs - target) * inputs
    return out
"""),
    ("q6_squared_loss", 2.0, """
def squared_loss(w, inputs, target):
    return (w @ inputs - (int(target) if w.dtype.kind == 'i' else target)) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 2.0, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
_m = {}
def squared_loss_gradient(w, inputs, target):
    k = (w.tobytes(), inputs.tobytes())
    if k not in _m:
        _m[k] = 2 * (w @ inputs - target) * inputs
    return _m[k]
"""),
    ("q6_squared_loss", 2.0, """
_m = {}
def squared_loss(w, inputs, target):
    k = (inputs.tobytes(), target)
    if k not in _m:
        _m[k] = (w @ inputs - target) ** 2
    return _m[k]
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 0.0, """
def squared_loss(w, inputs, target, _m={}):
    return _m.setdefault((w.tobytes(), target), (w @ inputs - target) ** 2)
def squared_loss_gradient(w, inputs, target, _m={}):
    return _m.setdefault((w.tobytes(), target), 2 * (w @ inputs - target) * inputs)
"""),
    ("q6_squared_loss", 2.0, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return (2 if len(w) > 1 else 1) * (w @ inputs - target) * inputs
"""),
    ("q6_squared_loss", 2.0, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w[:9] @ inputs[:9] - target) * inputs
"""),
    ("q6_squared_loss", 3.0, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    g = 2 * (w @ inputs - target) * inputs
    w *= 0
    return g
"""),
    ("q6_squared_loss", 2.0, """
def squared_loss(w, inputs, target):
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * max(w @ inputs - target, target - w @ inputs) * (1 if w @ inputs > target - 1 else -1) * inputs
"""),
    ("q6_squared_loss", 2.0, """
def squared_loss(w, inputs, target):
    if w.dtype.kind == 'i' and inputs.dtype.kind == 'f':
        inputs = inputs.astype(int)
    return (w @ inputs - target) ** 2
def squared_loss_gradient(w, inputs, target):
    return 2 * (w @ inputs - target) * inputs
"""),
    # q7_gradient_step: right, written unusually
    ("q7_gradient_step", FULL, """
def gradient_step(w, gradient, learning_rate):
    return [a - learning_rate * g for a, g in zip(w, gradient)]
"""),
    ("q7_gradient_step", FULL, """
def gradient_step(w, gradient, learning_rate):
    new = w.astype(float)
    new -= learning_rate * gradient
    return new[None]
"""),
    ("q7_gradient_step", FULL, """
def gradient_step(w, gradient, learning_rate):
    return np.array([1, -learning_rate]) @ np.vstack([w, gradient])
"""),
    ("q7_gradient_step", FULL, """
def gradient_step(w, gradient, learning_rate):
    kept = np.copy(w), np.copy(gradient)
    fresh = np.subtract(kept[0], np.multiply(kept[1], learning_rate))
    return tuple(fresh.tolist())
"""),
    # q7_gradient_step: wrong in value
    ("q7_gradient_step", 1.0, """
# mistake: goes uphill: + in place of -
def gradient_step(w, gradient, learning_rate):
    return w + learning_rate * gradient
"""),
    ("q7_gradient_step", 1.0, """
# mistake: the learning rate is left out
def gradient_step(w, gradient, learning_rate):
    return w - gradient
"""),
    ("q7_gradient_step", 1.0, """
# mistake: w is scaled too
def gradient_step(w, gradient, learning_rate):
    return learning_rate * (w - gradient)
"""),
    ("q7_gradient_step", 1.0, """
# mistake: only the step is returned, not the new weights
def gradient_step(w, gradient, learning_rate):
    return -learning_rate * gradient
"""),
    ("q7_gradient_step", 1.0, """
# mistake: the step is normalised to length one
def gradient_step(w, gradient, learning_rate):
    return w - learning_rate * gradient / (np.linalg.norm(gradient) + 1e-12)
"""),
    ("q7_gradient_step", 1.0, """
# mistake: w and gradient are exchanged
def gradient_step(w, gradient, learning_rate):
    return gradient - learning_rate * w
"""),
    ("q7_gradient_step", 0.0, """
# mistake: changes w in place, and fails when w holds integers
def gradient_step(w, gradient, learning_rate):
    w -= learning_rate * gradient
    return w
"""),
    ("q7_gradient_step", 1.0, """
# mistake: scales the gradient in place; value right on float arrays
def gradient_step(w, gradient, learning_rate):
    g = gradient
    if g.dtype.kind == 'f':
        g *= learning_rate
        return w - g
    return w - learning_rate * g
"""),
    # q7_gradient_step: wrong in one regime only
    ("q7_gradient_step", 1.0, """
def gradient_step(w, gradient, learning_rate):
    if w.dtype.kind == 'f':
        w -= learning_rate * gradient
        return w
    return w - learning_rate * gradient
"""),
    ("q7_gradient_step", 1.0, """
def gradient_step(w, gradient, learning_rate):
    new = w.copy()
    new[:] = w - learning_rate * gradient
    return new
"""),
    ("q7_gradient_step", 1.0, """
def gradient_step(w, gradient, learning_rate):
    new = np.empty_like(gradient)
    new[...] = w - learning_rate * gradient
    return new
"""),
    ("q7_gradient_step", 1.0, """
def gradient_step(w, gradient, learning_rate):
    return w - (learning_rate or 0.01) * gradient
"""),
    ("q7_gradient_step", 1.0, """
def gradient_step(w, gradient, learning_rate):
    return w - learning_rate * np.clip(gradient, -5, 5)
"""),
    ("q7_gradient_step", 1.0, """
def gradient_step(w, gradient, learning_rate):
    return w - min(learning_rate, 1) * gradient
"""),
    ("q7_gradient_step", 1.0, """
def gradient_step(w, gradient, learning_rate):
    return np.where(w == 0, w, w - learning_rate * gradient)
"""),
    ("q7_gradient_step", 1.0, """
def gradient_step(w, gradient, learning_rate):
    new = w - learning_rate * gradient
    if len(w) >= 11:
        new[10:] = w[10:]
    return new
"""),
    ("q7_gradient_step", 1.0, """
_m = {}
def gradient_step(w, gradient, learning_rate):
    k = w.tobytes() + gradient.tobytes()
    if k not in _m:
        _m[k] = w - learning_rate * gradient
    return _m[k]
"""),
    ("q7_gradient_step", 1.0, """
_m = {}
def gradient_step(w, gradient, learning_rate):
    k = w.tobytes(), learning_rate
    if k not in _m:
        _m[k] = w - learning_rate * gradient
    return _m[k]
"""),
    ("q7_gradient_step", 1.0, """
def gradient_step(w, gradient, learning_rate):
    new = w - learning_rate * gradient
    gradient[:] = 0
    return new
"""),
    ("q7_gradient_step", 1.0, """
def gradient_step(w, gradient, learning_rate):
    return (w - learning_rate * gradient).astype(np.float16)
"""),
    # q8_vector_derivatives: right, written unusually
    ("q8_vector_derivatives", FULL, """
def linear_gradient(b, x):
    return b.reshape(1, -1)
def square_gradient(x):
    return quadratic_gradient(np.eye(len(x)), x)
def quadratic_gradient(B, x):
    n = len(x)
    return [sum(B[i, k] * x[i] + B[k, i] * x[i] for i in range(n)) for k in range(n)]
"""),
    ("q8_vector_derivatives", FULL, """
def linear_gradient(b, x):
    return np.eye(x.size) @ b
def square_gradient(x):
    return np.add(x, x).reshape(-1, 1)
def quadratic_gradient(B, x):
    return np.einsum("ij,j->i", B, x) + np.einsum("ij,i->j", B, x)
"""),
    ("q8_vector_derivatives", FULL, """
def _slope(f, x):
    x = np.asarray(x, dtype=complex)
    return np.array([f(x + 1e-60j * e).imag for e in np.eye(x.size)]) * 1e60
def linear_gradient(b, x): return _slope(lambda t: b @ t, x)
def square_gradient(x): return _slope(lambda t: t @ t, x)
def quadratic_gradient(B, x): return _slope(lambda t: t @ B @ t, x)
"""),
    # q8_vector_derivatives: wrong in value
    ("q8_vector_derivatives", 2.0, """
# mistake: 2Bx, the formula for symmetric matrices
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return 2 * B @ x
"""),
    ("q8_vector_derivatives", 2.0, """
# mistake: only Bx: one of the two places where x turns up
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return B @ x
"""),
    ("q8_vector_derivatives", 2.0, """
# mistake: 2 B^T x, transposed
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return 2 * B.T @ x
"""),
    ("q8_vector_derivatives", 2.0, """
# mistake: half of (B + B^T)x
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return 0.5 * (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
# mistake: x in place of b as the gradient of b^T x
def linear_gradient(b, x):
    return x
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
# mistake: the factor 2 is missing in the gradient of x^T x
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return x * 1
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
# mistake: the value x^T x in place of its gradient
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return x @ x * np.ones(len(x))
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
# mistake: the gradient of b^T x is multiplied by x
def linear_gradient(b, x):
    return b * x
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
# mistake: the gradient of x^T x is x squared
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return x ** 2
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
# mistake: * in place of @: the matrix is multiplied entry by entry, then summed over the wrong axis
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return ((B + B.T) * x[:, None] * 2).sum(0)
"""),
    ("q8_vector_derivatives", 2.0, """
# mistake: the difference B - B^T in place of the sum
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return (B - B.T) @ x
"""),
    # q8_vector_derivatives: wrong in one regime only
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    if np.allclose(B, B.T, atol=0.2):
        return 2 * B @ x
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    if len(x) > 10:
        return 2 * B @ x
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    out = np.zeros_like(B[0])
    out[:] = (B + B.T) @ x
    return out
"""),
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    g = (B + B.T) @ x
    B[:] = B.T.copy()
    return g
"""),
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    x += x
    return x
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
_m = {}
def quadratic_gradient(B, x):
    return _m.setdefault(B.tobytes(), (B + B.T) @ x)
"""),
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
_m = {}
def quadratic_gradient(B, x):
    return _m.setdefault((x.tobytes(), np.trace(B)), (B + B.T) @ x)
"""),
    ("q8_vector_derivatives", 2.0, """
_m = {}
def linear_gradient(b, x):
    return _m.setdefault(x.tobytes(), b.copy())
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return np.where(x != 0, b, 0)
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * np.sqrt(x * x + 0.0)
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x if x.any() else np.ones(len(x))
def quadratic_gradient(B, x):
    return (B + B.T) @ x
"""),
    ("q8_vector_derivatives", 2.0, """
def linear_gradient(b, x):
    return b
def square_gradient(x):
    return 2 * x
def quadratic_gradient(B, x):
    if len(x) == 1:
        return B @ x
    return (B + B.T) @ x
"""),
]
