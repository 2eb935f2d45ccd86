"""Markdown and LaTeX in plain words: a screen reader reads what the notebook shows."""

from __future__ import annotations

import pytest

from autograder.content.plain_text import plain_text
from autograder.latex_to_text import NoPlainForm, plain_math

FORMULAS = {
    r"\frac{\partial v}{\partial a}": "∂v/∂a",
    r"\frac{\partial L}{\partial w_1} = \frac{\partial L}{\partial z} \cdot \frac{\partial z}{\partial w_1}": "∂L/∂w₁ = ∂L/∂z · ∂z/∂w₁",
    r"\frac{a + b}{2s}": "(a + b)/(2s)",
    r"\frac{1}{n}\sum_{i=1}^{n}(y_i-t_i)^2": "(1/n)Σᵢ₌₁ⁿ(yᵢ−tᵢ)²",
    r"\sigma'(a) = \sigma(a)\,(1 - \sigma(a))": "σ′(a) = σ(a) (1 − σ(a))",
    r"W^{(0)}x + b^{(0)}": "W⁽⁰⁾x + b⁽⁰⁾",
    r"[W^{(1)\top} \circ z \circ (1 - z)] x^\top": "[W⁽¹⁾ᵀ ∘ z ∘ (1 − z)] xᵀ",
    r"\hat{y} - t": "ŷ − t",
    r"\pm\sqrt{6/(n_{\text{in}}+m)}": "±√(6/(nᵢₙ+m))",
    r"w_{\text{new}}": "w_new",
    r"e^{-a}": "e⁻ᵃ",
    r"10^{-5}": "10⁻⁵",
    r"x^{y^2 z}": "x^(y² z)",
    r"\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}": "[1 , 2; 3 , 4]",
    r"\mathbb{R}^{h \times d}": "ℝ^(h × d)",
}


@pytest.mark.parametrize("latex", FORMULAS)
def test_formula_in_plain_text(latex):
    assert plain_math(latex) == FORMULAS[latex]


@pytest.mark.parametrize("latex", [r"\unheard{x}", r"\frac{a}", "{a", "a}", r"x^"])
def test_what_has_no_plain_form_is_refused(latex):
    with pytest.raises(NoPlainForm):
        plain_math(latex)


TEXTS = {
    "## A *heading* with **stress**": "A heading with stress",
    "Call `f(*a, **b)` and `x_1`.": "Call `f(*a, **b)` and `x_1`.",
    "Cost: $5 and $6.": "Cost: $5 and $6.",
    "See [the notes](https://a.b/c) or <https://d.e>.": "See the notes (https://a.b/c) or https://d.e.",
    "![a slope](x.png)": "[picture: a slope]",
    "2 * 3 * 4 and snake_case_name": "2 * 3 * 4 and snake_case_name",
    "| a | b |\n| --- | --- |\n| $x_1$ | `y` |": "  | a | b\n  | x₁ | `y`",
    "```\nkeep  *this*\n```": "    keep  *this*",
    "$$a\n= b$$": "    a = b",
}


@pytest.mark.parametrize("markdown", TEXTS)
def test_markdown_in_plain_text(markdown):
    assert plain_text(markdown) == TEXTS[markdown]


def test_lines_are_short_and_items_hang():
    found = plain_text("- " + "word " * 40).splitlines()
    assert max(map(len, found)) <= 96
    assert [line[:2] for line in found] == ["- ", "  ", "  "]
