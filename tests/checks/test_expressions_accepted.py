"""Test that spellings of formulas from the published page are read; they were collected before the reader was run."""

import pytest

from autograder.checks.formula_notation import Notation
from autograder.checks.formula_reader import read_expression
from autograder.judge.formula_identity import identical

GRAPH = {"graph": {"v": ["a", "b", "c"], "a": ["w", "x", "y"], "b": ["x", "y", "z"]}}
CLOSED = {"symbols": list("abcwxyz"), "totals": ["dv/dc", "dv/dw", "dv/dx", "dv/dy", "dv/dz"]}
DEFINITIONS = {"a": "(w+x+y)**2", "b": "(x-y-z)**2"}

# Each of these is dv/da·da/dx + dv/db·db/dx.
STRUCTURE = [
    "dv/da*da/dx + dv/db*db/dx",
    "dv/da * da/dx + dv/db * db/dx",
    "dv/da*da/dx+dv/db*db/dx",
    "dv/db*db/dx + da/dx*dv/da",
    "(dv/da)*(da/dx) + (dv/db)*(db/dx)",
    "(dv/da)(da/dx)+(dv/db)(db/dx)",
    "[dv/da][da/dx] + [dv/db][db/dx]",
    "[(dv/da)*(da/dx)] + [(dv/db)*(db/dx)]",
    "dv/da da/dx + dv/db db/dx",
    "dv / da * da / dx + dv / db * db / dx",
    "d v / d a * d a / d x + d v / d b * d b / d x",
    "dv/da·da/dx + dv/db·db/dx",
    "dv/da⋅da/dx + dv/db⋅db/dx",
    "dv/da × da/dx + dv/db × db/dx",
    "dv/da ∗ da/dx + dv/db ∗ db/dx",
    "∂v/∂a · ∂a/∂x + ∂v/∂b · ∂b/∂x",
    "∂v/∂a ∂a/∂x + ∂v/∂b ∂b/∂x",
    "(∂v/∂a)(∂a/∂x) + (∂v/∂b)(∂b/∂x)",
    "(∂v)/(∂a)*(∂a)/(∂x) + (∂v)/(∂b)*(∂b)/(∂x)",
    "(dv)/(da) (da)/(dx) + (dv)/(db) (db)/(dx)",
    "((dv)/(da))((da)/(dx)) + ((dv)/(db))((db)/(dx))",
    "∂v/∂a*da/dx + dv/db*∂b/∂x",
    "𝜕v/𝜕a 𝜕a/𝜕x + 𝜕v/𝜕b 𝜕b/𝜕x",
    "𝑑𝑣/𝑑𝑎 · 𝑑𝑎/𝑑𝑥 + 𝑑𝑣/𝑑𝑏 · 𝑑𝑏/𝑑𝑥",
    "ｄｖ／ｄａ＊ｄａ／ｄｘ＋ｄｖ／ｄｂ＊ｄｂ／ｄｘ",
    "∂v∕∂a·∂a∕∂x + ∂v⁄∂b·∂b⁄∂x",
    (
        r"\frac{\partial v}{\partial a}\frac{\partial a}{\partial x}+"
        r"\frac{\partial v}{\partial b}\frac{\partial b}{\partial x}"
    ),
    (
        r"\frac{\partial v}{\partial a} \cdot \frac{\partial a}{\partial x} +"
        r" \frac{\partial v}{\partial b} \cdot \frac{\partial b}{\partial x}"
    ),
    r"\frac{dv}{da}\times\frac{da}{dx}+\frac{dv}{db}\times\frac{db}{dx}",
    r"\dfrac{dv}{da}\,\dfrac{da}{dx} + \dfrac{dv}{db}\;\dfrac{db}{dx}",
    r"\tfrac{dv}{da}~\tfrac{da}{dx} + \tfrac{dv}{db}\quad\tfrac{db}{dx}",
    r"\frac{∂v}{∂a}\frac{∂a}{∂x} + \frac{∂v}{∂b}\frac{∂b}{∂x}",
    r"\frac { \partial v } { \partial a } \frac{\partial  a}{\partial  x} + \frac{dv}{db}\!\frac{db}{dx}",
    r"\partial v/\partial a * \partial a/\partial x + \partial v/\partial b * \partial b/\partial x",
    r"\partial v / \partial a \cdot \partial a / \partial x + \partial v / \partial b \cdot \partial b / \partial x",
    r"\left(\frac{dv}{da}\right)\left(\frac{da}{dx}\right) + \left(\frac{dv}{db}\right)\left(\frac{db}{dx}\right)",
    r"\left[\frac{dv}{da}\frac{da}{dx}\right] + \left[ \frac{dv}{db}\frac{db}{dx} \right]",
    (
        r"\frac{\mathrm{d}v}{\mathrm{d}a}\frac{\mathrm{d}a}{\mathrm{d}x} +"
        r" \frac{\mathrm{d}v}{\mathrm{d}b}\frac{\mathrm{d}b}{\mathrm{d}x}"
    ),
    r"\mathrm{d}v/\mathrm{d}a \cdot \mathrm{d}a/\mathrm{d}x + \mathrm dv/\mathrm db \cdot \mathrm db/\mathrm dx",
    (
        r"\frac{\partial{v}}{\partial{a}}\frac{\partial{a}}{\partial{x}} +"
        r" \frac{\partial{v}}{\partial{b}}\frac{\partial{b}}{\partial{x}}"
    ),
    r"\bigl(\frac{dv}{da}\bigr)\frac{da}{dx} + \Big(\frac{dv}{db}\Big)\frac{db}{dx}",
    r"{\frac{dv}{da}}{\frac{da}{dx}}+{\frac{dv}{db}}{\frac{db}{dx}}",
    r"\displaystyle\frac{dv}{da}\frac{da}{dx} + \frac{dv}{db}\frac{db}{dx}",
    r"\\frac{dv}{da}\\cdot\\frac{da}{dx} + dv/db \\cdot db/dx",
    r"$\frac{dv}{da}\frac{da}{dx} + \frac{dv}{db}\frac{db}{dx}$",
    r"$$\frac{dv}{da}\frac{da}{dx} + \frac{dv}{db}\frac{db}{dx}$$",
    r"\(\frac{dv}{da}\frac{da}{dx} + \frac{dv}{db}\frac{db}{dx}\)",
    r"\[\frac{dv}{da}\frac{da}{dx} + \frac{dv}{db}\frac{db}{dx}\]",
    r"$\frac{dv}{dx} = \frac{dv}{da}\frac{da}{dx} + \frac{dv}{db}\frac{db}{dx}$.",
    r"dv/dx = $\frac{dv}{da}\frac{da}{dx} + \frac{dv}{db}\frac{db}{dx}$",
    "\frac{dv}{da}\frac{da}{dx} + \frac{dv}{db}\frac{db}{dx}",
    "\frac{dv}{da}\times\frac{da}{dx} + \tfrac{dv}{db} \times \tfrac{db}{dx}",
    "\\left(\frac{dv}{da}\right)(da/dx) + \big(dv/db\big)(db/dx)",
    "\frac{\text{d}v}{\text{d}a}\frac{da}{dx} + \frac{\rm{d}v}{db}\frac{db}{dx}",
    "= dv/da*da/dx + dv/db*db/dx",
    "dv/dx = dv/da*da/dx + dv/db*db/dx",
    "dv/dx=dv/da*da/dx+dv/db*db/dx",
    "(dv/dx) = (dv/da)(da/dx) + (dv/db)(db/dx)",
    "(∂v)/(∂x) = dv/da*da/dx + dv/db*db/dx",
    "∂v/∂x = ∂v/∂a ∂a/∂x + ∂v/∂b ∂b/∂x",
    r"\frac{\partial v}{\partial x} = dv/da*da/dx + dv/db*db/dx",
    r"\partial v/\partial x = dv/da*da/dx + dv/db*db/dx",
    "dv/da*da/dx + dv/db*db/dx.",
    "dv/da*da/dx + dv/db*db/dx;",
    "  dv/da*da/dx + dv/db*db/dx\n",
    "dv/da*da/dx\n  + dv/db*db/dx",
    "dv/da*da/dx\t+\tdv/db*db/dx",
    "\u200bdv/da\u00a0*\u2009da/dx + dv/db\u2062db/dx",
    "dv/da*da/dx + dv/db*db/dx + dv/dc*dc/dx",
    "dv/da*da/dx*dc/dc + dv/db*db/dx",
    "dv/da*(da/dx + da/db*db/dx) + dv/db*db/dx",
    "dv/da*(da/dx*dx/dx + da/dy*dy/dx) + dv/db*db/dx",
    "-(-dv/da*da/dx - dv/db*db/dx)",
    "dv/da*da/dx - -dv/db*db/dx",
    "+dv/da*da/dx + (+dv/db)*db/dx",
    "(2*dv/da*da/dx + 2*dv/db*db/dx)/2",
    r"\frac{2*dv/da*da/dx + 2*dv/db*db/dx}{2}",
    "dv/da*da/dx + 3dv/db*db/dx - 2*dv/db*db/dx",
    "dv/da*da/dx/1 + 0.5*2*dv/db*db/dx + 0",
    "dv/da**1*da/dx^1 + (dv/db)^{1}*db/dx",
    "1·dv/da·da/dx − (−1)·dv/db·db/dx",
    "dv/da*da/dx + dv/db*db/dx + dv/dc²*0",
]

# Each of these is dv/dw = 4c(a − b)(w + x + y), where a = (w + x + y)² and b = (x − y − z)².
CLOSED_FORM = [
    "4*c*(a-b)*(w+x+y)",
    "4c(a-b)(w+x+y)",
    "4 c (a - b) (w + x + y)",
    "(w+x+y)4c(a-b)",
    "c(a-b)(w+x+y)4",
    "c4(a-b)(w+x+y)",
    "2c(a-b)2(w+x+y)",
    "2*c*(a - b)*2*(w + x + y)",
    "2c(a-b)·2(w+x+y)",
    "2c(a−b)×2(w＋x＋y)",
    "4×c×(a–b)×(w+x+y)",
    "4*c*(a-b)*w + 4*c*(a-b)*x + 4*c*(a-b)*y",
    "4c(aw+ax+ay-bw-bx-by)",
    "4*a*c*w+4*a*c*x+4*a*c*y-4*b*c*w-4*b*c*x-4*b*c*y",
    "-4c(b-a)(w+x+y)",
    "4(ca-cb)(w+x+y)",
    "4[c(a-b)][w+x+y]",
    "{4c}{(a-b)}{(w+x+y)}",
    "4c*((w+x+y)^2-(x-y-z)^2)*(w+x+y)",
    "4c*((w+x+y)**2-b)*(w+x+y)",
    "4c(a-(x-y-z)²)(w+x+y)",
    "4c((w+x+y)²−(x−y−z)²)(w+x+y)",
    "4c(w+x+y)^3 - 4cb(w+x+y)",
    "4c(w+x+y)³-4c(x-y-z)^{2}(w+x+y)",
    "4c(w+x+y)(w+2x-z)(w+2y+z)",
    "4*c*((w+x+y)+(x-y-z))*((w+x+y)-(x-y-z))*(w+x+y)",
    "4ca(a-b)/(w+x+y)",
    "4c(a-b)a(w+x+y)^-1",
    "4c(a-b)a(w+x+y)^{-1}",
    "4c(a-b)a(w+x+y)⁻¹",
    "4*c*(a**2-b**2)*(w+x+y)/(a+b)",
    "8/2c(a-b)(w+x+y)",
    "8c(a-b)(w+x+y)/2",
    "4.0*c*(a-b)*(w+x+y)",
    "0.5*8c(a-b)(w+x+y)",
    ".5*8.c(a-b)(w+x+y)",
    "1/(1/4)*c(a-b)(w+x+y)",
    "4c(a-b)^1(w+x+y)^{1}",
    "4c(a-b)**1*(w+x+y)**1",
    "4c(a-b)(w+x+y)x^0",
    "4c(a-b)(w+x+y) + 0*z",
    "2^2c(a-b)(w+x+y)",
    "2**2*c*(a-b)*(w+x+y)",
    "2^{1+1}c(a-b)(w+x+y)",
    "2²c(a-b)(w+x+y)",
    "(-2)^2c(a-b)(w+x+y)",
    "-2^2c(b-a)(w+x+y)",
    "--4c(a-b)(w+x+y)",
    "4c(a-b)(w--x+y)",
    "4c(a-b)(w+x++y)",
    r"4c\left(a-b\right)\left(w+x+y\right)",
    r"4\,c\,(a-b)\,(w+x+y)",
    r"4 \cdot c \cdot (a-b) \cdot (w+x+y)",
    r"4 \times c \times \left[a-b\right] \times (w+x+y)",
    r"\frac{8c(a-b)(w+x+y)}{2}",
    r"\frac{8}{2}c(a-b)(w+x+y)",
    r"\frac82c(a-b)(w+x+y)",
    r"\frac 8 2 c(a-b)(w+x+y)",
    r"\frac{8}2c(a-b)(w+x+y)",
    r"8\frac c2(a-b)(w+x+y)",
    r"\dfrac{4c(a-b)(w+x+y)}{1}",
    r"\frac{\frac{8c(a-b)}{1}}{\frac{2}{w+x+y}}",
    r"\left\{4c(a-b)\right\}(w+x+y)",
    r"\frac{4c(a-b)a}{w+x+y}",
    r"$4c(a-b)(w+x+y)$",
    r"$$ 4c(a-b)(w+x+y) $$",
    r"\( 4c(a-b)(w+x+y) \)",
    r"\[4c(a-b)(w+x+y)\]",
    r"$\frac{dv}{dw} = 4c(a-b)(w+x+y)$",
    "\frac{8}{2}c\times(a-b)\times(w+x+y)",
    "4c\\left(a-b\right)\big(w+x+y\big)",
    "dv/dw = 4c(a-b)(w+x+y)",
    "∂v/∂w = 4c(a-b)(w+x+y)",
    "=4c(a-b)(w+x+y)",
    "4c(a-b)(w+x+y).",
    "4c(a-b)(w+x+y) ;",
    "4*c*(a-b)\n*(w+x+y)",
    "４ｃ（ａ－ｂ）（ｗ＋ｘ＋ｙ）",
    "4𝑐(𝑎−𝑏)(𝑤+𝑥+𝑦)",
    "4c(a‑b)(w+x+y)",
    "4·c·(a−b)·(w+x+y)",
    "4•c•(a-b)∙(w+x+y)",
    "8÷2·c(a-b)(w+x+y)",
    "4\u0387c・(a﹘b)‧(w﹢x﹢y)",
    "4ⅽ(a-b)(w+x+y)",
    "4\u2062c\u2062(a-b)\u2062(w+x+y)",
    "((((4))))(((c)))((a-b))((w+x+y))",
    "(w+x+y)(a-b)c + 3(w+x+y)(a-b)c",
    "c(a-b)(w+x+y)(x-1)/(x-1)*4",
    "4ˆ1*c*(a-b)*(w+x+y)",
    "(2c(a-b))(2(w+x+y))(1)",
    "2c(a-b)*2(w+x+y)^(3-2)",
]

# Readable, and wrong for dv/dx.
STRUCTURE_WRONG = [
    "dv/da*da/dx",
    "dv/db*db/dx",
    "dv/da*da/dx - dv/db*db/dx",
    "-dv/da*da/dx - dv/db*db/dx",
    "dv/da*da/dx + dv/db*db/dy",
    "dv/da*da/dw + dv/db*db/dx",
    "dv/da*da/dx * dv/db*db/dx",
    "dv/da + da/dx + dv/db + db/dx",
    "dv/da*db/dx + dv/db*da/dx",
    "(dv/da + dv/db)*(da/dx + db/dx)",
    "da/dx + db/dx",
    "dv/da*da/dx + dv/db*db/dx + dv/dc",
    "2*(dv/da*da/dx + dv/db*db/dx)",
    "(dv/da*da/dx + dv/db*db/dx)/2",
    "dv/da*da/dx + dv/db*db/dx + 1",
    "dv/da*da/dx + dv/db*db/dz",
    "dv/da*da/dx + dv/da*da/dx",
    "dv/da*da/dx**2 + dv/db*db/dx",
    "dv/dc",
    "0",
    "1",
    "da/dz",
]

# Readable, and wrong for dv/dw.
CLOSED_FORM_WRONG = [
    "4c(a-b)(w+x-y)",
    "-4c(a-b)(w+x+y)",
    "2c(a-b)(w+x+y)",
    "4c(a+b)(w+x+y)",
    "4(a-b)(w+x+y)",
    "4c(a-b)",
    "2c(a-b)",
    "4c(a-b)(w+x+y)^2",
    "4c(a-b)^2(w+x+y)",
    "4c(a-b)w+x+y",
    "4c a-b (w+x+y)",
    "4c(a-b)(w+x+y) + 1",
    "4c(a-b)(w+x+y) + x - y",
    "4c((w+x+y)-(x-y-z))(w+x+y)",
    "4c((w+x+y)^2-(x-y+z)^2)(w+x+y)",
    "4c(a-b)(x-y-z)",
    "4/c(a-b)(w+x+y)",
    "4c/(a-b)(w+x+y)",
    "4.0001c(a-b)(w+x+y)",
    "4c(a-b)(w+x+y)/1000000007",
    "4c(a-b)(2w+x+y)",
    "4cab(w+x+y)",
    "4c(a-b)(w+x+z)",
    "4^2c(a-b)(w+x+y)",
    "4c(a-b)*w*x*y",
    "(a-b)^2",
    "4c(a-b)+(w+x+y)",
    "-2^2c(a-b)(w+x+y)",
    "1/4c(a-b)(w+x+y)",
    "16/2c(a-b)(w+x+y)",
    "0",
    "4",
]

EDGES, VARIABLES = Notation.from_data(GRAPH), Notation.from_data(CLOSED)
DEFINED = {name: read_expression(text, VARIABLES) for name, text in DEFINITIONS.items()}


def is_dv_dx(text):
    return identical(read_expression(text, EDGES, "dv/dx"), read_expression(STRUCTURE[0], EDGES), "key")


def is_dv_dw(text):
    return identical(
        read_expression(text, VARIABLES, "dv/dw"), read_expression(CLOSED_FORM[0], VARIABLES), "key", DEFINED
    )


@pytest.mark.parametrize("text", STRUCTURE)
def test_structure_is_accepted_in_this_spelling(text):
    assert is_dv_dx(text)


@pytest.mark.parametrize("text", CLOSED_FORM)
def test_closed_form_is_accepted_in_this_spelling(text):
    assert is_dv_dw(text)


@pytest.mark.parametrize("text", STRUCTURE_WRONG)
def test_wrong_structure_is_not_accepted(text):
    assert not is_dv_dx(text)


@pytest.mark.parametrize("text", CLOSED_FORM_WRONG)
def test_wrong_closed_form_is_not_accepted(text):
    assert not is_dv_dw(text)


NAMES = Notation.from_data({"symbols": ["w_1", "w2", "lambda", "σ", "x", "d"]})


@pytest.mark.parametrize(
    "text, same",
    [
        ("w1", "w_1"),
        ("w_{1}", "w_1"),
        ("w₁", "w_1"),
        ("w_2x", "x*w2"),
        ("w₁w₂", "w_1*w2"),
        ("λ", "lambda"),
        (r"\lambda x", "lambda*x"),
        (r"\sigma_", None),
        ("sigma", "σ"),
        ("2dx", "2*d*x"),
        ("d/x", "d/x"),
    ],
)
def test_names_of_several_letters_are_read_in_every_spelling(text, same):
    if same is None:
        with pytest.raises(ValueError):
            read_expression(text, NAMES)
    else:
        assert read_expression(text, NAMES).steps == read_expression(same, NAMES).steps or identical(
            read_expression(text, NAMES), read_expression(same, NAMES), "key"
        )


GRAMMAR = [
    ("a/2b", "(a/2)*b"),
    ("1/2c", "(1/2)*c"),
    ("a/b/c", "a/(b*c)"),
    ("a/bc", "(a/b)*c"),
    ("-x^2", "0-x*x"),
    ("(-x)^2", "x*x"),
    ("2x^2", "2*x*x"),
    ("x^2y", "x*x*y"),
    ("x^-2y", "y/(x*x)"),
    ("2^3^2", "512"),
    ("x²³", "x^23"),
    ("x^2³", "x^8"),
    ("x⁰⁰⁰⁰⁰¹²", "x^12"),
    ("x⁺²", "x*x"),
    ("a-b-c", "(a-b)-c"),
    ("a--b", "a+b"),
    ("a-+-b", "a+b"),
    ("a*-b", "0-a*b"),
    ("-a*b", "0-a*b"),
    ("abc", "a*b*c"),
    ("cab", "a*b*c"),
    ("2 a", "2*a"),
    ("a 2", "2*a"),
    ("0.1*10", "1"),
    ("1/3+1/3+1/3", "1"),
    ("x^0", "1"),
    ("0*x", "0"),
    (r"\frac12", "1/2"),
    (r"\frac123", "3/2"),
    (r"\frac12 3", "3/2"),
    (r"\frac ab c", "a*c/b"),
    (r"\frac{a}{b}^2", "a*a/(b*b)"),
]


@pytest.mark.parametrize("name", ["dL/dw2", "∂L/∂w₂", r"\frac{\partial L}{\partial w_2}", "∂L/∂w_{2}", "y", "w1"])
def test_any_name_may_stand_before_an_answer_that_has_none(name):
    of_a_quiz = Notation.from_data({"symbols": ["a", "b", "c"]})
    assert read_expression(f"{name} = 5b", of_a_quiz).steps == read_expression("5b", of_a_quiz).steps


@pytest.mark.parametrize("text, same", GRAMMAR)
def test_operators_bind_as_published(text, same):
    assert identical(read_expression(text, VARIABLES), read_expression(same, VARIABLES), "key")
