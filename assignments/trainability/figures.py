"""The figures of the notebooks. Each is shown as an image with a text alternative, on a light card that also suits a
dark page and paper; colors are told apart by lightness too, and what is wrong is marked by more than color.
"""

import base64
import html
import io
import sys
import time

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

INK, QUIET, BLUE, ORANGE, RED = "#1b1b1b", "#8a8a8a", "#1f5fa8", "#c96a00", "#b00020"
CARD = "background:#fff;padding:8px;border-radius:6px;max-width:100%;height:auto"


def _in_a_notebook():
    return "ipykernel" in sys.modules


def _image(figure, text):
    """The figure as an HTML image on a white card, so that it can be read in dark mode and in print."""
    png = io.BytesIO()
    figure.savefig(png, facecolor="white")
    data = base64.b64encode(png.getvalue()).decode()
    return f'<img alt="{html.escape(text)}" style="{CARD}" src="data:image/png;base64,{data}">'


def _plot(width, height, **labels):
    figure = Figure(figsize=(width, height), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set(**labels)
    axes.grid(color="#dddddd", lw=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    return figure, axes


class Picture:
    """A picture that grows in one place: first how far it is, then V in colors, then a finer V."""

    def __init__(self, exponents0, exponents1):
        self.window = (*exponents0, *exponents1)
        self.image, self.began, self.told, self.place = "", time.perf_counter(), 0.0, None
        self._show("Training …")

    def seconds(self, allowed):
        """The time for a finer look; outside of a notebook nobody looks."""
        return allowed if _in_a_notebook() else 0

    def progress(self, share):
        """Say how far it is, twice a second."""
        spent = time.perf_counter() - self.began
        if spent - self.told > 0.5 and share < 1:
            self.told = spent
            self._show(f"{share:.0%} of the runs, about {spent * (1 / share - 1):.0f} s left")

    def draw(self, V):
        """Show V: blue-green where it is negative (converged), red-yellow where it is positive (failed)."""
        figure, axes = _plot(
            5.6, 5.2, xlabel="learning rate of W0, a power of ten", ylabel="learning rate of W1, a power of ten"
        )
        axes.set_title(f"{V.shape[1]} × {V.shape[0]} runs: blue-green converged, red-yellow failed", fontsize=10)
        axes.grid(False)
        axes.imshow(-_ranked(V), cmap="Spectral", vmin=-1, vmax=1, origin="lower", extent=self.window, aspect="auto")
        _draw_border(axes, V, self.window)
        half = V.shape[0] // 2
        quarters = {"lower left": V[:half, :half], "lower right": V[:half, half:], "upper left": V[half:, :half],
                    "upper right": V[half:, half:]}  # fmt: skip
        shares = ", ".join(f"{name} {np.mean(part < 0):.0%}" for name, part in quarters.items())
        text = f"A picture of {V.shape[1]} × {V.shape[0]} training runs. Share that converged, quarter by quarter: {shares}."
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


def _draw_border(axes, V, window):
    """A dark line between pixels of different signs, for every kind of color vision."""
    rows, columns = V.shape
    x, y = np.linspace(*window[:2], columns + 1), np.linspace(*window[2:], rows + 1)
    failed = V >= 0
    upright = [[(x[j + 1], y[i]), (x[j + 1], y[i + 1])] for i, j in np.argwhere(failed[:, 1:] != failed[:, :-1])]
    level = [[(x[j], y[i + 1]), (x[j + 1], y[i + 1])] for i, j in np.argwhere(failed[1:] != failed[:-1])]
    axes.add_collection(LineCollection(upright + level, colors=INK, linewidths=1))


def _ranked(V):
    """V's ranks, spread evenly over −1 … −0.25 (converged) and 0.25 … 1 (failed)."""
    colors = np.empty(V.shape)
    for chosen, low, high in ((V < 0, -1.0, -0.25), (V >= 0, 0.25, 1.0)):
        colors[chosen] = np.linspace(low, high, chosen.sum())[np.argsort(np.argsort(V[chosen]))]
    return colors
