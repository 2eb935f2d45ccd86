"""Draw the figures of the notebooks.

Each is an image with a text alternative, on a light card that also suits a dark page and paper. Colors differ in
lightness, too, and errors are marked by more than color.
"""

import base64
import html
import io
import itertools
import sys

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle

INK, QUIET, BLUE, ORANGE, RED = "#1b1b1b", "#8a8a8a", "#1f5fa8", "#c96a00", "#b00020"
CARD = "background:#fff;padding:8px;border-radius:6px;box-sizing:border-box;max-width:100%;height:auto"


def _blank(width, height):
    """Return a figure without axes, in units of its own width and height."""
    figure = Figure(figsize=(width, height), dpi=110)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height), aspect="equal")
    axes.axis("off")
    return figure, axes


def _in_a_notebook():
    return "ipykernel" in sys.modules


def _show(figure, text):
    """Show the figure with `text` for those who do not see it; outside of a notebook print the text."""
    if not _in_a_notebook():
        print(f"[figure: {text}]")
        return
    from IPython.display import HTML, display

    display(HTML(_image(figure, text)))


def _image(figure, text):
    """Return the figure as an HTML image on a white card, so that it can be read in dark mode and in print."""
    png = io.BytesIO()
    figure.savefig(png, facecolor="white")
    data = base64.b64encode(png.getvalue()).decode()
    return f'<img alt="{html.escape(text)}" style="{CARD}" src="data:image/png;base64,{data}">'


def _number(value, digits=4):
    try:
        return f"{float(value):.{digits}g}".replace("-", "−")
    except (TypeError, ValueError):
        return "?"


def draw_network(d=2, h=4):
    """Draw the network: d inputs, h hidden units with a sigmoid, one output."""
    figure, axes = _blank(7, 3.8)
    layers = [[(1.0, y) for y in _spread(d)], [(3.5, y) for y in _spread(h)], [(6.0, 1.8)]]
    for left, right in itertools.pairwise(layers):
        for start in left:
            for end in right:
                axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-", shrinkA=13, shrinkB=13, color=QUIET, lw=1))
    names = ([f"$x_{i + 1}$" for i in range(d)], [f"$z_{i + 1}$" for i in range(h)], ["$y$"])
    for places, labels in zip(layers, names):
        for place, label in zip(places, labels):
            axes.add_patch(Circle(place, 0.21, facecolor="#e8eef6", edgecolor=BLUE, lw=1.5, zorder=3))
            axes.text(*place, label, ha="center", va="center", fontsize=11, zorder=4)
    axes.text(2.25, 3.55, f"$W^{{(0)}}$: {h} × {d},  $b^{{(0)}}$: {h}", ha="center", fontsize=10)
    axes.text(4.85, 3.55, f"$W^{{(1)}}$: 1 × {h},  $b^{{(1)}}$: 1", ha="center", fontsize=10)
    axes.text(3.5, 0.08, "σ in every hidden unit", ha="center", fontsize=9, color=BLUE)
    axes.text(6.0, 1.3, "no activation", ha="center", fontsize=9, color=BLUE)
    inputs, units = _count(d, "input"), _count(h, "hidden unit")
    _show(figure, f"A network: {inputs}, each joined to {units} with a sigmoid, all joined to one output without one.")


def _count(number, thing):
    return f"{number} {thing}" + ("" if number == 1 else "s")


def _spread(count):
    return [1.8] if count == 1 else list(np.linspace(3.2, 0.5, count))


def draw_matrix_times_input(W, x):
    """W @ x, square by square: each row of W lies over x, products are added up."""
    W, x = np.asarray(W, float), np.asarray(x, float).ravel()
    rows, columns = W.shape
    figure, axes = _blank(3.2 * columns + 1.4, 0.62 * (rows + 1) + 0.3)
    top = 0.62 * rows + 0.3
    for j in range(columns):
        _square(axes, 2.2 * j + 0.3, top - 0.1, f"x[{j}] = {_number(x[j])}", "#fdf1e3", ORANGE, 2.0)
    for i in range(rows):
        y = top - 0.62 * (i + 1) - 0.1
        for j in range(columns):
            product = f"{_number(W[i, j])} · {_factor(x[j])}"
            _square(axes, 2.2 * j + 0.3, y, product, "#e8eef6", BLUE, 2.0)
        total = " + ".join(_number(W[i, j] * x[j]) for j in range(columns)).replace("+ −", "− ")
        axes.text(2.2 * columns + 0.5, y + 0.25, f"→  {total} = {_number(W[i] @ x)}", va="center", fontsize=12)
    _show(figure, f"W times x, row by row: {'; '.join(f'row {i}: {_number(W[i] @ x)}' for i in range(rows))}.")


def _factor(value):
    """Return a number after a dot, in brackets if it has a sign."""
    return f"({_number(value)})" if value < 0 else _number(value)


def _square(axes, x, y, text, face, edge, width):
    axes.add_patch(Rectangle((x, y), width, 0.5, facecolor=face, edgecolor=edge, lw=1.2))
    axes.text(x + width / 2, y + 0.25, text, ha="center", va="center", fontsize=13, color=INK)


def _plot(width, height, **labels):
    figure = Figure(figsize=(width, height), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set(**labels)
    axes.grid(color="#dddddd", lw=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


def draw_sigmoid():
    """σ and its slope σ′, with the dead zones shaded."""
    a = np.linspace(-10, 10, 401)
    s = 0.5 * (1 + np.tanh(a / 2))
    figure, axes = _plot(7, 3.4, xlabel="a", ylim=(-0.05, 1.08), xlim=(-10, 10))
    axes.plot(a, s, color=BLUE, lw=2)
    axes.text(1.9, 0.76, "σ(a)", fontsize=12, color=BLUE)
    axes.plot(a, s * s[::-1], color=ORANGE, lw=2, ls="--")
    axes.text(2.3, 0.16, "σ′(a)", fontsize=12, color=ORANGE)
    for low, high in ((-10, -5), (5, 10)):
        axes.axvspan(low, high, color="#eeeeee", zorder=0)
        axes.text((low + high) / 2, 0.5, "dead zone", ha="center", fontsize=10, color=INK)
    _show(figure, "The sigmoid rises from 0 to 1 around a = 0. Its slope is a low bump at 0 and next to nothing in the dead "
          "zones, below −5 and above 5.")  # fmt: skip


def draw_slopes_through_layers(layers=20, draws=500, large=1.5):
    """Draw what is left of a gradient after L layers of one unit each: the product of weight · slope, for a typical run.

    The weight is 1 in three of the curves; in the fourth, of ReLUs, it is `large`, and the product explodes.
    """
    rng = np.random.default_rng(0)
    a = rng.normal(size=(layers, draws))
    curves = {
        f"ReLU, weight {large:g}: explodes": (np.full_like(a, large), RED, "-."),
        "ReLU (a > 0), weight 1": (np.ones_like(a), INK, ":"),
        "tanh, weight 1": (1 / np.cosh(a) ** 2, ORANGE, "--"),
        "sigmoid, weight 1: vanishes": (0.25 / np.cosh(a / 2) ** 2, BLUE, "-"),
    }
    figure, axes = _plot(7, 3.6, xlabel="layers passed, L", ylabel="product of weight · slope", yscale="log")
    axes.set_title("How much of a gradient is left after L layers (a drawn from a standard normal)", fontsize=10)
    left = {}
    for name, (factors, color, style) in curves.items():
        typical = np.exp(np.cumsum(np.log(factors), axis=0).mean(axis=1))
        axes.plot(np.arange(1, layers + 1), typical, color=color, ls=style, lw=2, label=name)
        left[name] = typical[-1]
    axes.set_xticks([1, *range(5, layers + 1, 5)])
    axes.legend(frameon=False, fontsize=9, loc="lower left")
    words = "; ".join(f"{name}: {value:.1g}" for name, value in left.items())
    _show(figure, f"The product of weight times slope over L layers of one unit each. After {layers} layers: {words}.")


def draw_gradient_check(analytic, numeric, tolerance=1e-5):
    """Your formula beside the numerical gradient, entry by entry; entries that disagree are framed and crossed."""
    numeric = np.atleast_2d(np.asarray(numeric, float))
    analytic = np.asarray(analytic, float)
    if analytic.size != numeric.size or analytic.ndim > 2:
        print(f"The shapes differ: your formula gives {analytic.shape}, the numerical gradient {numeric.shape}.")
        return
    if np.atleast_2d(analytic).shape != numeric.shape:
        print(f"The shapes differ: your formula gives {analytic.shape}, the numerical gradient {numeric.shape}.")
        if analytic.ndim == 2 and analytic.T.shape != numeric.shape:
            return
        analytic = analytic.T
    analytic = np.atleast_2d(analytic)
    wrong = ~(np.abs(analytic - numeric) <= tolerance * np.maximum(1e-3, np.abs(analytic) + np.abs(numeric)))
    rows, columns = numeric.shape
    figure, axes = _blank(2.1 * columns + 0.4, 0.95 * rows + 0.5)
    for i in range(rows):
        for j in range(columns):
            _draw_entry(axes, 2.1 * j + 0.2, 0.95 * (rows - 1 - i) + 0.1, analytic[i, j], numeric[i, j], wrong[i, j])
    axes.text(0.2, 0.95 * rows + 0.2, "above: your formula · below: numerical", fontsize=9, color=INK)
    count = int(wrong.sum())
    places = ", ".join(f"({i}, {j})" for i, j in np.argwhere(wrong)[:8])
    _show(
        figure,
        f"A gradient check of {rows} × {columns} entries: "
        + (f"{count} differ, at {places}." if count else "all agree."),
    )


def _draw_entry(axes, x, y, analytic, numeric, wrong):
    face, edge = ("#fbe3e6", RED) if wrong else ("#eef5ee", "#3c7a3c")
    axes.add_patch(Rectangle((x, y), 2.0, 0.85, facecolor=face, edgecolor=edge, lw=2.4 if wrong else 1))
    axes.text(x + 1, y + 0.6, _number(analytic, 5), ha="center", va="center", fontsize=10, color=INK)
    axes.text(x + 1, y + 0.25, _number(numeric, 5), ha="center", va="center", fontsize=10, color=INK)
    axes.text(x + 1.82, y + 0.68, "✗" if wrong else "✓", ha="center", va="center", fontsize=10, color=edge)
