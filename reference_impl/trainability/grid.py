"""V on a grid of learning rates, refined in steps that reuse the points already computed."""

import numpy as np

from reference_impl.trainability.experiment import load_data
from reference_impl.trainability.many_runs import FullBatchRuns, OneDatapointRuns, measure

OVERVIEW = (1e-3, 1e6, 1e-3, 1e6)
"""The window of the whole picture: lowest and highest rate of W⁽⁰⁾ (x axis), then of W⁽¹⁾ (y axis)."""

ZOOM = (164.6, 167.9, 18.15, 18.52)
"""A window on the border, a thousand times narrower; the border looks smooth in the overview but is rough."""

ROWS_OF_BAND = 4

COARSEST = 64
"""Smallest side of a grid made by halving; a picture of 64 × 64 runs takes a fraction of a second."""


def picture(size=256, window=OVERVIEW, steps=500, full_batch=False, progress=None):
    """Return V of a size × size grid of runs; row i has the i-th rate of W⁽¹⁾, column j the j-th rate of W⁽⁰⁾.

    Args:
        size: number of runs per side, ≥ 2.
        window: (rate0_min, rate0_max, rate1_min, rate1_max), logarithmic; the maxima are excluded.
        steps: number of losses in a run, ≥ 1.
        full_batch: train on all 272 datapoints instead of one.
        progress: called as progress(done, total) with numbers of runs, after each batch.

    Returns:
        V, shape (size, size); negative where the run converged.

    Raises:
        ValueError: size, window or steps are out of range.
    """
    *_, V = refine(size, window, steps, full_batch, progress)
    return V


def refine(size=256, window=OVERVIEW, steps=500, full_batch=False, progress=None):
    """Yield V of finer and finer grids, up to the full size; arguments as in `picture`.

    The grids are nested: every second row and column of a grid is the grid before, so no run is repeated. Sides are
    halved as long as they are even and the result is at least 64.
    """
    _require_sense(size, window, steps)
    log_rates0, log_rates1 = log_rates(size, window)
    data, kind = load_data(full_batch), FullBatchRuns if full_batch else OneDatapointRuns
    V, known = np.empty((size, size)), np.zeros((size, size), dtype=bool)
    for stride in _strides(size):
        stage = np.zeros_like(known)
        stage[::stride, ::stride] = True
        todo = _by_neighborhood(np.argwhere(stage & ~known))
        for start in range(0, len(todo), kind.chunk):
            rows, columns = todo[start : start + kind.chunk].T
            V[rows, columns] = measure(kind(*data, 10 ** log_rates0[columns], 10 ** log_rates1[rows]), steps)
            known[rows, columns] = True
            if progress:
                progress(int(np.count_nonzero(known)), known.size)
        yield V[::stride, ::stride].copy()


def log_rates(size, window):
    """Return log₁₀ of the rates of the columns (W⁽⁰⁾) and rows (W⁽¹⁾), in equal steps without the maximum."""
    lowest0, highest0, lowest1, highest1 = np.log10(window)
    fraction = np.arange(size) / size
    return lowest0 + (highest0 - lowest0) * fraction, lowest1 + (highest1 - lowest1) * fraction


def _by_neighborhood(pixels):
    """Return the pixels (rows, columns) sorted by bands of a few rows, so that the runs of a chunk behave alike."""
    rows, columns = pixels.T
    band = np.searchsorted(np.unique(rows), rows) // ROWS_OF_BAND
    return pixels[np.lexsort((rows, columns, band))]


def _strides(size):
    """Return the strides of the nested grids, from coarse to fine: [4, 2, 1] for a size of 256."""
    strides = [1]
    while size % 2 == 0 and size // 2 >= COARSEST:
        size //= 2
        strides.insert(0, 2 * strides[0])
    return strides


def _require_sense(size, window, steps):
    if size < 2 or steps < 1:
        raise ValueError(f"size is {size} and steps {steps}, expected at least 2 and 1")
    lowest0, highest0, lowest1, highest1 = window
    if not (0 < lowest0 < highest0 < np.inf and 0 < lowest1 < highest1 < np.inf):
        raise ValueError(f"window is {tuple(window)}, expected 0 < rate0_min < rate0_max and 0 < rate1_min < rate1_max")
