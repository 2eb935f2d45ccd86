"""Fast training of many runs: the arithmetic of `experiment`, arranged so that each NumPy call handles many runs.

The last axis of arrays is that of runs (one datapoint) or of data (full batch). Arrays are modified in place, in chunks
that fit an L2 cache. Runs whose outcome is settled leave the batch.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from reference_impl.trainability.experiment import CLIP, TAIL

ESCAPE = 1e9
"""Runs stop at this v, from which none recovered (empirical; one in 1024 recovered from 10⁶)."""

STEPS_BETWEEN_DEPARTURES = 8
"""Steps between removals of settled runs, since a removal copies the whole batch.

The first removals are more frequent, since most runs that blow up do so early.
"""

TO_POWER = 2 / np.log(2)
"""Factor of the power p = 2a/ln 2, from which tanh a is computed, since 2ᵖ = e²ᵃ."""

SATURATED = 60
"""Power from which on tanh is ±1 in float64 (1 − 2⁻⁵⁹); larger powers may be clipped to it."""

SLOW = 1000
"""Power from which on `any_slow` is set: beyond ±1022, exp2 leaves the normal numbers and is up to ten times slower."""


def _tanh_of_power(powers, out, any_slow):
    """Write tanh a = 1 − 2/(2ᵖ + 1) into `out`, with an absolute error of 4·10⁻¹⁶, enough for 1 − tanh² and for sums.

    NumPy's tanh is slower, by more than a factor of two on a processor without AVX-512.
    """
    if any_slow:
        powers = np.clip(powers, -SATURATED, SATURATED, out=out)
    np.exp2(powers, out=out)
    out += 1
    np.divide(-2, out, out=out)
    out += 1


def _on_cache_lines(shape):
    """Return an empty array aligned to cache lines of 64 bytes, so that an AVX-512 vector is always within one."""
    size = int(np.prod(shape))
    room = np.empty(size + 7)
    start = -room.ctypes.data % 64 // room.itemsize
    return room[start : start + size].reshape(shape)


class OneDatapointRuns:
    """A batch of runs on a single datapoint, where ∂L/∂W⁽⁰⁾ = (∂L/∂z)xᵀ has rank one.

    W⁽⁰⁾ changes only along xᵀ, so the state is z = W⁽⁰⁾x and W⁽¹⁾, 2h numbers instead of h(d + 1):
    z ← z − rate0 ‖x‖² ∂L/∂z. `powers` holds p = (2/ln 2)(√2/√d) z.
    """

    chunk = 2048  # runs; each of 4 arrays of (16, 2048) float64 is 256 KiB

    def __init__(self, X, Y, W0, W1, rates0, rates1):
        x, (self.target,) = X[0], Y
        hidden_units, inputs = W0.shape
        into_hidden = np.sqrt(2) / np.sqrt(inputs)
        self.rates_power = TO_POWER * into_hidden**2 * (x @ x) * (2 / hidden_units) * rates0
        self.rates_W1 = (2 / hidden_units) * rates1
        self.powers = np.repeat(TO_POWER * into_hidden * (W0 @ x)[:, np.newaxis], len(rates0), axis=1)
        self.W1 = np.repeat(W1.T, len(rates0), axis=1)
        self._allocate()

    def __len__(self):
        return self.powers.shape[1]

    def _allocate(self):
        self.A, self.products = np.empty_like(self.powers), np.empty_like(self.powers)
        self._look_for_slow()

    def _look_for_slow(self):
        self.any_slow = np.abs(self.powers).max(initial=0) > SLOW

    def losses(self):
        """Return the current loss of each run, and store what `step` needs."""
        _tanh_of_power(self.powers, self.A, self.any_slow)
        np.multiply(self.W1, self.A, out=self.products)
        self.residual = self.products.sum(axis=0) / len(self.powers) - self.target
        return self.residual**2

    def step(self):
        """Take one step of gradient descent, after `losses`."""
        A, slope = self.A, self.products
        slope *= A
        np.subtract(self.W1, slope, out=slope)  # W⁽¹⁾(1 − A²)
        slope *= self.rates_power * self.residual
        self.powers -= slope
        A *= self.rates_W1 * self.residual
        self.W1 -= A

    def step_unmoved(self):
        """Take one step and return which runs it did not change, and therefore no further step will."""
        powers, W1 = self.powers.copy(), self.W1.copy()
        self.step()
        self._look_for_slow()
        return (powers == self.powers).all(axis=0) & (W1 == self.W1).all(axis=0)

    def keep(self, staying):
        """Drop the runs that are not `staying`, a bool for each."""
        self.rates_power, self.rates_W1 = self.rates_power[staying], self.rates_W1[staying]
        self.powers, self.W1 = self.powers.compress(staying, axis=1), self.W1.compress(staying, axis=1)
        self._allocate()


class FullBatchRuns:
    """A batch of runs on n datapoints, with W⁽⁰⁾ of all runs stacked so that each layer is one large matrix product.

    The first axis is that of units, the second that of runs, so that the residuals of all runs are a common factor of
    all units. `W1` is divided by h, as ŷ needs it.
    """

    chunk = 14  # runs; the large array, (16, 14, 272) float64, takes 476 KiB, and OpenBLAS is slower with 15 runs

    def __init__(self, X, Y, W0, W1, rates0, rates1):
        runs, (hidden_units, inputs) = len(rates0), W0.shape
        into_hidden = np.sqrt(2) / np.sqrt(inputs)
        self.X, self.Y = X, Y  # (n, d), (n,)
        self.to_powers = np.ascontiguousarray(TO_POWER * into_hidden * X.T)  # (d, n)
        self.largest_calm_weight = SLOW / np.abs(self.to_powers).sum(axis=0).max()
        self.rates0 = 2 / len(Y) * into_hidden * rates0
        self.rates1 = 2 / len(Y) / hidden_units**2 * rates1
        self.W0 = np.repeat(W0[:, np.newaxis], runs, axis=1)  # (h, runs, d)
        self.W1 = np.repeat(W1 / hidden_units, runs, axis=0)  # (runs, h)
        self._allocate()

    def __len__(self):
        return len(self.W1)

    def _allocate(self):
        (hidden_units, runs, inputs), datapoints = self.W0.shape, len(self.Y)
        self.A = _on_cache_lines((hidden_units, runs, datapoints))
        self.A_of_run = self.A.transpose(1, 0, 2)
        self.rows_of_A, self.rows_of_W0 = self.A.reshape(-1, datapoints), self.W0.reshape(-1, inputs)
        self.residual = _on_cache_lines((runs, datapoints))
        self.residual_row, self.residual_column = self.residual[:, np.newaxis], self.residual[:, :, np.newaxis]
        self._look_for_slow()

    def _look_for_slow(self):
        self.any_slow = np.abs(self.W0).max(initial=0) > self.largest_calm_weight

    def losses(self):
        """Return the current loss of each run, and store what `step` needs."""
        np.matmul(self.rows_of_W0, self.to_powers, out=self.rows_of_A)
        _tanh_of_power(self.A, self.A, self.any_slow)
        np.matmul(self.W1[:, np.newaxis], self.A_of_run, out=self.residual_row)
        self.residual -= self.Y
        return np.matmul(self.residual_row, self.residual_column)[:, 0, 0] / len(self.Y)

    def step(self):
        """Take one step of gradient descent, after `losses`."""
        A = self.A
        toward_W1 = np.matmul(self.A_of_run, self.residual_column)[:, :, 0]  # (runs, h)
        A *= A
        np.subtract(1, A, out=A)  # not as Σrx − ΣA²rx, which is only rounding error in saturated units
        A *= self.residual
        toward_W0 = np.matmul(self.rows_of_A, self.X).reshape(self.W0.shape)
        toward_W0 *= (self.rates0 * self.W1.T)[:, :, np.newaxis]
        self.W0 -= toward_W0
        toward_W1 *= self.rates1[:, np.newaxis]
        self.W1 -= toward_W1

    def step_unmoved(self):
        """Take one step and return which runs it did not change, and therefore no further step will."""
        W0, W1 = self.W0.copy(), self.W1.copy()
        self.step()
        self._look_for_slow()
        return (W0 == self.W0).all(axis=(0, 2)) & (W1 == self.W1).all(axis=1)

    def keep(self, staying):
        """Drop the runs that are not `staying`, a bool for each."""
        self.rates0, self.rates1 = self.rates0[staying], self.rates1[staying]
        self.W0, self.W1 = self.W0.compress(staying, axis=1), self.W1[staying]
        self._allocate()


def measure(runs, steps):
    """Return V of each run after `steps` losses, as `convergence_measure` does, summed up during training.

    Two kinds of runs leave early: those beyond `ESCAPE`, whose later v count as `CLIP`, and those that a step did not
    change, whose v is therefore constant. Otherwise V is exact up to rounding errors.

    Args:
        runs: a new batch of one of the classes above; it is used up.
        steps: T ≥ 1.

    Returns:
        V, shape (runs,).
    """
    with _quiet_and_in_place():
        V, present = np.empty(len(runs)), np.arange(len(runs))
        first = runs.losses()[0]  # the same for all: they start from the same weights
        sums = np.zeros((3, len(runs)))  # of v, of 1/v, and of v over the tail
        end = 0
        while end < steps:
            start, end = end, min(end + min(max(end, 2), STEPS_BETWEEN_DEPARTURES), steps)
            losses, unmoved = _train(runs, end - start)
            v = np.minimum(np.where(np.isfinite(losses), losses, CLIP) / first, CLIP)
            tail = v[max(0, steps - TAIL - start) :]
            sums += v.sum(axis=0), (1 / v).sum(axis=0), tail.sum(axis=0)
            escaped = ~(losses[-1] <= ESCAPE * first)  # NaN is neither above nor below
            leaving = escaped | unmoved
            if leaving.any():
                rest = np.where(escaped, CLIP, v[-1])[leaving]
                V[present[leaving]] = _completed(sums[:, leaving], rest, steps - end, steps)
                runs.keep(~leaving)
                present, sums = present[~leaving], sums[:, ~leaving]
                if len(present) == 0:
                    break
        V[present] = _completed(sums, np.ones(len(present)), 0, steps)
    return V


@contextmanager
def _quiet_and_in_place() -> Iterator[None]:
    """Switch warnings off and make NumPy's buffers shorter than a row, so that it does not copy broadcast arrays."""
    with np.errstate(all="ignore"):
        before = np.setbufsize(1024)
        try:
            yield
        finally:
            np.setbufsize(before)


def _train(runs, steps):
    """Return the losses before each of `steps` steps, (steps, runs), and which runs the last step did not change."""
    losses = np.empty((steps, len(runs)))
    for row in losses[:-1]:
        row[:] = runs.losses()
        runs.step()
    losses[-1] = runs.losses()
    return losses, runs.step_unmoved()


def _completed(sums, v, remaining, steps):
    """Return V of runs whose v is constant for the remaining steps."""
    total, inverse, tail = sums
    converged = tail + v * min(remaining, TAIL) < min(TAIL, steps)
    return np.where(converged, -(total + v * remaining), inverse + remaining / v)
