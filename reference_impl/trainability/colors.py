"""Colors for V: blue and green where training converged, red and yellow where it failed."""

import numpy as np

SPECTRAL = np.array(
    [
        (158, 1, 66),
        (213, 62, 79),
        (244, 109, 67),
        (253, 174, 97),
        (254, 224, 139),
        (255, 255, 191),
        (230, 245, 152),
        (171, 221, 164),
        (102, 194, 165),
        (50, 136, 189),
        (94, 79, 162),
    ]
)
"""The anchors of ColorBrewer's "Spectral" (Cynthia Brewer, Apache License 2.0), which Matplotlib interpolates."""


def render(V):
    """Return the picture of V, shape (r, c), as uint8 RGB, shape (r, c, 3), with V's first row at the bottom.

    Colors show ranks, not values, so that every picture uses the whole scale: minus the equalized V, in `Spectral`.
    """
    return spectral(-equalize(V))[::-1]


def equalize(V):
    """Return V by rank with its sign: −1 … −0.25 for the negative values in order, 0.25 … 1 for the others.

    Equal values get the middle of their ranks. A single rank gets the first value of its scale: −1 if negative, 0.25 if
    positive.
    """
    V = np.asarray(V)
    _, inverse, counts = np.unique(V, return_inverse=True, return_counts=True)
    negative = np.count_nonzero(V < 0)
    scale = np.concatenate([np.linspace(-1, -0.25, negative), np.linspace(0.25, 1, V.size - negative)])
    last = np.cumsum(counts) - 1
    middle = (scale[last - counts + 1] + scale[last]) / 2
    return middle[inverse].reshape(V.shape)


def spectral(t):
    """Return Matplotlib's `Spectral` of t in [−1, 1] as uint8 RGB, in 256 steps interpolated linearly."""
    anchors = np.linspace(0, 1, len(SPECTRAL))
    steps = np.linspace(0, 1, 256)
    table = np.stack([np.interp(steps, anchors, channel) for channel in SPECTRAL.T], axis=1)
    index = np.clip((np.asarray(t) + 1) / 2 * 256, 0, 255).astype(int)
    return table.astype(np.uint8)[index]
