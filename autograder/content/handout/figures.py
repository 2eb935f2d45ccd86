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
import time

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle

INK, QUIET, BLUE, ORANGE, RED = "#1b1b1b", "#8a8a8a", "#1f5fa8", "#c96a00", "#b00020"
BORDER = "#000000"  # between runs that converged and runs that failed: darker than every color beside it, for every eye
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


# The warm-up graph ---------------------------------------------------------------------------------------------------

NODES = {"v": (4.0, 3.7), "a": (2.0, 2.3), "b": (5.8, 2.3), "c": (7.9, 2.3), "w": (0.7, 0.6), "x": (2.5, 0.6),
         "y": (5.3, 0.6), "z": (7.2, 0.6)}  # fmt: skip
# How far up an edge its label stands: low where two edges cross further up, and neighbours not at one height.
HEIGHTS = {"da/dy": 0.2, "db/dx": 0.2, "da/dw": 0.38, "db/dz": 0.38, "dv/dc": 0.4}
EDGES = ("dv/da", "dv/db", "dv/dc", "da/dw", "da/dx", "da/dy", "db/dx", "db/dy", "db/dz")


def draw_chain_rule_graph(values=None, inputs=None):
    """Draw the graph of v(a, b, c), a(w, x, y), b(x, y, z).

    Args:
        values: your partial derivatives, a dict with the nine edges as keys. Those that the public checks of
            q2_local_partials find wrong are drawn red and dashed, with a cross.
        inputs: values of w, x, y, z and c as a dict; every node then shows its value.
    """
    wrong = _wrong_edges(sys._getframe(1).f_globals) if values is not None else set()
    figure, axes = _blank(8.7, 4.3)
    for edge in EDGES:
        _draw_edge(axes, edge, None if values is None else values.get(edge), edge in wrong)
    known = _node_values(inputs) if inputs else {}
    for name, place in NODES.items():
        _draw_node(axes, name, place, known.get(name))
    _show(figure, _graph_in_words(values, known, wrong))


def _wrong_edges(names):
    """Return the edges whose public checks fail, as far as the checks are here."""
    try:
        from public_checks import check

        found = check("q2_local_partials", names)
        return {part.name for part in found.parts if not part.finding.right}
    except Exception:
        return set()


def _node_values(inputs):
    w, x, y, z, c = (inputs[name] for name in "wxyzc")
    a, b = (w + x + y) ** 2, (x - y - z) ** 2
    return {"w": w, "x": x, "y": y, "z": z, "c": c, "a": a, "b": b, "v": c * (a - b) ** 2}


def _draw_edge(axes, edge, value, wrong):
    upper, lower = NODES[edge[1]], NODES[edge[-1]]
    style = {"color": RED, "linestyle": "--"} if wrong else {"color": QUIET, "linestyle": "-"}
    axes.add_patch(
        FancyArrowPatch(lower, upper, arrowstyle="->", mutation_scale=14, shrinkA=17, shrinkB=17, lw=1.6, **style)
    )
    label = f"∂{edge[1]}/∂{edge[-1]}" + ("" if value is None else f" = {_number(value)}") + (" ✗" if wrong else "")
    share = HEIGHTS.get(edge, 0.55)
    x, y = ((1 - share) * low + share * high for low, high in zip(lower, upper))
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    axes.text(x, y, label, ha="center", va="center", fontsize=10, color=RED if wrong else INK, bbox=box)


def _draw_node(axes, name, place, value):
    axes.add_patch(Circle(place, 0.24, facecolor="#e8eef6", edgecolor=BLUE, lw=1.5, zorder=3))
    axes.text(*place, name, ha="center", va="center", fontsize=13, style="italic", color=INK, zorder=4)
    if value is not None:
        x, y, side = place[0] + 0.32, place[1], "left"
        if name in "cwxyz":  # below, since edges leave upwards
            x, y, side = place[0], place[1] - 0.4, "center"
        elif name == "a":
            x, side = place[0] - 0.32, "right"
        axes.text(x, y, _number(value), ha=side, va="center", fontsize=10, color=BLUE, zorder=4)


def _graph_in_words(values, known, wrong):
    text = "A graph. v depends on a, b and c; a on w, x and y; b on x, y and z."
    if known:
        text += " Values: " + ", ".join(f"{name} = {_number(value)}" for name, value in known.items()) + "."
    if values is not None:
        text += " Edges: " + ", ".join(f"{edge} = {_number(values.get(edge))}" for edge in EDGES) + "."
        text += f" The public checks find wrong: {', '.join(sorted(wrong))}." if wrong else ""
    return text


def _number(value, digits=4):
    try:
        return f"{float(value):.{digits}g}".replace("-", "−")
    except (TypeError, ValueError):
        return "?"


# One neuron -----------------------------------------------------------------------------------------------------------


def draw_neuron(upstream=5):
    """Draw one neuron, z = w₁a + w₂b + w₃c: numbers flow to the right, the upstream gradient comes back from the loss."""
    figure, axes = _blank(8.7, 3.5)
    z, loss = (4.3, 1.75), (7.7, 1.75)
    for name, weight, y in zip("abc", ("w_1", "w_2", "w_3"), (2.9, 1.75, 0.6)):
        axes.add_patch(FancyArrowPatch((1.0, y), z, arrowstyle="->", mutation_scale=14, shrinkA=17, shrinkB=17,
                                       color=QUIET, lw=1.6))  # fmt: skip
        x, height = 2.3, y + (1.75 - y) * (2.3 - 1.0) / (4.3 - 1.0)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
        axes.text(x, height, f"${weight}$", ha="center", va="center", fontsize=12, color=INK, bbox=box)
        _draw_node(axes, name, (1.0, y), None)
    _draw_node(axes, "z", z, None)
    _draw_node(axes, "L", loss, None)
    forward = FancyArrowPatch(z, loss, arrowstyle="->", mutation_scale=14, shrinkA=17, shrinkB=17, color=QUIET, lw=1.6,
                              linestyle="--", connectionstyle="arc3,rad=-0.16")  # fmt: skip
    back = FancyArrowPatch(loss, z, arrowstyle="->", mutation_scale=16, shrinkA=17, shrinkB=17, color=ORANGE, lw=2.2,
                           connectionstyle="arc3,rad=-0.16")  # fmt: skip
    axes.add_patch(forward)
    axes.add_patch(back)
    axes.text(6.0, 2.3, "the layers above", ha="center", fontsize=10, color=INK)
    axes.text(6.0, 1.0, f"upstream gradient ∂L/∂z = {_number(upstream)}", ha="center", fontsize=11, color=ORANGE)
    axes.text(4.3, 2.4, "z = w₁a + w₂b + w₃c", ha="center", fontsize=11, color=BLUE)
    axes.text(4.3, 0.45, "wanted: ∂L/∂w₁, ∂L/∂w₂, ∂L/∂w₃", ha="center", fontsize=11, color=ORANGE)
    words = (
        "One neuron. Its inputs a, b and c, each times a weight, add up to z; the layers above turn z into the loss L. "
    )
    _show(figure, words + f"Back from L comes the upstream gradient, ∂L/∂z = {_number(upstream)}. Wanted are ∂L/∂w₁, "
          "∂L/∂w₂ and ∂L/∂w₃.")  # fmt: skip


# The network and a matrix at work ------------------------------------------------------------------------------------


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


# Curves --------------------------------------------------------------------------------------------------------------


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


# A gradient check ----------------------------------------------------------------------------------------------------


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


# The picture of trainability ------------------------------------------------------------------------------------------


# Made once with faster code. The window: least and largest rate of W0, then of W1, as powers of ten.
REFERENCES = {
    (-3, 6, -3, 6): "reference_overview.png",
    (2.2164, 2.2251, 1.2589, 1.2676): "reference_zoom.png",
}


def _reference(window):
    """Return the reference picture of a window as colors, its lowest row first; None if there is none."""
    path = pathlib.Path(__file__).with_name(REFERENCES.get(tuple(window), "none.png"))
    return imread(path)[::-1, :, :3] if path.is_file() else None


class Picture:
    """A picture that grows in one place: first how far it is, then V in colors, then a finer V."""

    def __init__(self, exponents0, exponents1):
        self.window = (*exponents0, *exponents1)
        self.image, self.began, self.told, self.place = "", time.perf_counter(), 0.0, None

    def seconds(self, allowed):
        """Return the time for a finer picture; outside of a notebook there is none."""
        return allowed if _in_a_notebook() else 0

    def progress(self, share):
        """Say how far it is, twice a second."""
        spent = time.perf_counter() - self.began
        if spent - self.told > 0.5 and share < 1:
            self.told = spent
            self._show(f"{share:.0%} of the runs, about {spent * (1 / share - 1):.0f} s left")

    def draw(self, V):
        """Show V: blue-green where it is negative (converged), red-yellow where it is positive (failed).

        The reference picture of the same window is shown beside it, if there is one.
        """
        reference = _reference(self.window)
        figure = Figure(figsize=(5.6 if reference is None else 10.6, 5.2), dpi=110, layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(1, 1 if reference is None else 2, squeeze=False, sharey=True)[0]
        for axes in panels:
            axes.set(xlabel="learning rate of W0, a power of ten")
        panels[0].set(ylabel="learning rate of W1, a power of ten")
        panels[0].set_title(
            f"yours, {V.shape[1]} × {V.shape[0]} runs: blue-green converged, red-yellow failed", fontsize=9
        )
        panels[0].imshow(
            -_ranked(V), cmap="Spectral", vmin=-1, vmax=1, origin="lower", extent=self.window, aspect="auto"
        )
        _draw_border(panels[0], V >= 0, self.window)
        if reference is not None:
            panels[1].set_title(f"reference, {len(reference)} × {len(reference)} runs", fontsize=9)
            panels[1].imshow(reference, origin="lower", extent=self.window, aspect="auto")
            _draw_border(panels[1], reference.argmax(axis=2) == 0, self.window)  # most of all red: failed
        half = V.shape[0] // 2
        quarters = {"lower left": V[:half, :half], "lower right": V[:half, half:], "upper left": V[half:, :half],
                    "upper right": V[half:, half:]}  # fmt: skip
        shares = ", ".join(f"{name} {np.mean(part < 0):.0%}" for name, part in quarters.items())
        text = f"A picture of {V.shape[1]} × {V.shape[0]} training runs. Share that converged, quarter by quarter: {shares}."
        text += (
            "" if reference is None else f" Beside it the reference picture, {len(reference)} × {len(reference)} runs."
        )
        self.image, self.began, self.told = _image(figure, text), time.perf_counter(), 0.0
        self._show("" if _in_a_notebook() else f"[figure: {text}]")

    def _show(self, line):
        if not _in_a_notebook():
            print(line)
            return
        from IPython.display import HTML, display

        page = HTML(f"{self.image}<p>{line}</p>")
        if self.place is None:
            self.place = display(page, display_id=True)
        else:
            self.place.update(page)


def _draw_border(axes, failed, window):
    """Draw a dark line between runs that converged and runs that failed, for every kind of color vision."""
    rows, columns = failed.shape
    x, y = np.linspace(*window[:2], columns + 1), np.linspace(*window[2:], rows + 1)
    upright = [[(x[j + 1], y[i]), (x[j + 1], y[i + 1])] for i, j in np.argwhere(failed[:, 1:] != failed[:, :-1])]
    level = [[(x[j], y[i + 1]), (x[j + 1], y[i + 1])] for i, j in np.argwhere(failed[1:] != failed[:-1])]
    axes.add_collection(LineCollection(upright + level, colors=BORDER, linewidths=1 if rows < 200 else 0.6))


def _ranked(V):
    """V's ranks, spread evenly over −1 … −0.25 (converged) and 0.25 … 1 (failed)."""
    colors = np.empty(V.shape)
    for chosen, low, high in ((V < 0, -1.0, -0.25), (V >= 0, 0.25, 1.0)):
        colors[chosen] = np.linspace(low, high, chosen.sum())[np.argsort(np.argsort(V[chosen]))]
    return colors


# The initialization lab ----------------------------------------------------------------------------------------------


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
