"""Draw the figures of the notebooks.

Each is an image with a text alternative, on a light card that also suits a dark page and paper. Colors differ in
lightness, too, and errors are marked by more than color.
"""

import base64
import html
import io
import sys

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
