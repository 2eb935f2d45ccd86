"""The boundary between converged and failed runs, and its box-counting dimension."""

import numpy as np


def boundary(V):
    """Return True where a 2 × 2 block of V has both signs; shape (r − 1, c − 1) for V of shape (r, c)."""
    converged = np.asarray(V) < 0
    blocks = [converged[:-1, :-1], converged[:-1, 1:], converged[1:, :-1], converged[1:, 1:]]
    return np.any(blocks, axis=0) & ~np.all(blocks, axis=0)


def box_dimension(edges):
    """Return the median slope of −log N(s) against log s, where N(s) boxes of side s = 1, 2, 4, … meet the set.

    The median over scales is used, not a least-squares fit, since pixels distort the counts of the finest boxes (an
    anti-diagonal line of odd length meets as many boxes of side 2 as of side 1) and the frame those of the coarsest.

    Args:
        edges: bool, shape (r, c), at least 2 × 2; if a side is not a power of two, its last box is smaller.

    Returns:
        float: 2 for a filled square, 1 for a straight line, 0 for a point and for the empty set.
    """
    edges = np.asarray(edges, dtype=bool)
    counts = [np.count_nonzero(edges)]
    while min(edges.shape) > 2:
        edges = _halve(edges)
        counts.append(np.count_nonzero(edges))
    if counts[0] == 0 or len(counts) < 2:
        return 0.0
    return float(np.median(-np.diff(np.log2(counts))))


def _halve(edges):
    """Return which boxes of twice the side meet the set: those of which a quarter does."""
    rows, columns = edges.shape
    padded = np.pad(edges, ((0, rows % 2), (0, columns % 2)))
    return padded[::2, ::2] | padded[1::2, ::2] | padded[::2, 1::2] | padded[1::2, 1::2]
