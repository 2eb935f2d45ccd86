"""Draw the figures of the notebooks.

Each is an image with a text alternative, on a light card that also suits a dark page and paper. Colors differ in
lightness, too, and errors are marked by more than color.
"""

import base64
import html
import io
import pathlib
import sys
import time

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.image import imread

BORDER = "#000000"  # between runs that converged and runs that failed: darker than every color beside it, for every eye
CARD = "background:#fff;padding:8px;border-radius:6px;box-sizing:border-box;max-width:100%;height:auto"


def _in_a_notebook():
    return "ipykernel" in sys.modules


def _image(figure, text):
    """Return the figure as an HTML image on a white card, so that it can be read in dark mode and in print."""
    png = io.BytesIO()
    figure.savefig(png, facecolor="white")
    data = base64.b64encode(png.getvalue()).decode()
    return f'<img alt="{html.escape(text)}" style="{CARD}" src="data:image/png;base64,{data}">'


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
