"""V as colours: blue-green where training converged, red-yellow where it failed."""

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
"""The eleven anchors of ColorBrewer's "Spectral" (Cynthia Brewer, Apache License 2.0), which matplotlib interpolates."""


def render(V):
    """The picture of V: (r, c) → uint8 RGB, (r, c, 3), with V's first row at the bottom.

    Colours are ranks, not values, so that every picture uses the whole scale: minus the equalised V, in `Spectral`.
    """
    return spectral(-equalise(V))[::-1]


def equalise(V):
    """V by rank, its sign kept: −1 … −0.25 for the negative values in their order, 0.25 … 1 for the others.

    Equal values get the middle of their ranks. A sign that has one rank only gets the end nearest to 0 (0.25) if
    positive and −1 if negative, as the first of its scale.
    """
    V = np.asarray(V)
    _, inverse, counts = np.unique(V, return_inverse=True, return_counts=True)
    negative = np.count_nonzero(V < 0)
    scale = np.concatenate([np.linspace(-1, -0.25, negative), np.linspace(0.25, 1, V.size - negative)])
    last = np.cumsum(counts) - 1
    middle = (scale[last - counts + 1] + scale[last]) / 2
    return middle[inverse].reshape(V.shape)


def spectral(t):
    """Matplotlib's `Spectral` on [−1, 1]: 256 steps, interpolated linearly between the anchors; uint8 RGB."""
    anchors = np.linspace(0, 1, len(SPECTRAL))
    steps = np.linspace(0, 1, 256)
    table = np.stack([np.interp(steps, anchors, channel) for channel in SPECTRAL.T], axis=1)
    index = np.clip((np.asarray(t) + 1) / 2 * 256, 0, 255).astype(int)
    return table.astype(np.uint8)[index]
