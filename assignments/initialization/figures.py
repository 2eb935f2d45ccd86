"""Draw the figures of the notebooks.

Each is an image with a text alternative, on a light card that also suits a dark page and paper. Colors differ in
lightness, too, and errors are marked by more than color.
"""

import base64
import html
import io
import itertools
import pathlib
import sys

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

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


def show_lab(height=820):
    """Show the page lab.html in the notebook; any browser can open the file by itself."""
    page = pathlib.Path(__file__).with_name("lab.html")
    if not _in_a_notebook():
        print(f"Open {page.name} in a browser.")
        return
    from IPython.display import HTML, display

    inner = html.escape(page.read_text(encoding="utf-8"))
    frame = (
        f'<iframe title="Initialization lab" srcdoc="{inner}" style="width:100%;height:{height}px;border:0"></iframe>'
    )
    display(HTML(f"<div>{frame}</div>"))  # of an HTML that begins with <iframe IPython warns
