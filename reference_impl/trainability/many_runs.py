"""Many runs at once: the same arithmetic as `experiment`, arranged so that NumPy works on many runs per call.

Arrays keep the axis of runs (one datapoint) or of data (full batch) last, and change in place, in chunks that stay in an
L2 cache. Runs whose outcome is settled leave the batch.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from reference_impl.trainability.experiment import CLIP, TAIL

ESCAPE = 1e9
"""A run whose v passed this never came back (empirical; after 10⁶ one in 1024 did), so it needs no more steps."""

STEPS_BETWEEN_DEPARTURES = 8
"""Leaving costs a copy of the whole batch; a run that stays a few steps too long costs its share of them. At first, when
most of those that blow up do so, departures are more frequent."""

TO_POWER = 2 / np.log(2)
"""tanh a is computed from the power p = 2a/ln 2, for which 2ᵖ = e²ᵃ."""

SATURATED = 60
"""From this power on tanh is ±1 in float64 (1 − 2⁻⁵⁹), so that larger ones may be clipped to it."""

SLOW = 1000
"""exp2 takes up to ten times as long beyond ±1022, where it leaves the range of normal numbers."""


def _tanh_of_power(powers, out, any_slow):
    """Tanh a = 1 − 2/(2ᵖ + 1), to 4·10⁻¹⁶ absolute: all that its use in 1 − tanh² and in sums asks.

    NumPy's own tanh takes longer, and more than twice as long on a processor without AVX-512.
    """
    if any_slow:
        powers = np.clip(powers, -SATURATED, SATURATED, out=out)
    np.exp2(powers, out=out)
    out += 1
    np.divide(-2, out, out=out)
    out += 1


def _on_cache_lines(shape):
    """An empty array that begins with a cache line of 64 bytes: a vector of AVX-512 then never touches two."""
    size = int(np.prod(shape))
    room = np.empty(size + 7)
    start = -room.ctypes.data % 64 // room.itemsize
    return room[start : start + size].reshape(shape)


class OneDatapointRuns:
    """Runs on a single datapoint, where ∂L/∂W⁽⁰⁾ = (∂L/∂z)xᵀ has rank one.

    So W⁽⁰⁾ moves along xᵀ only, and z = W⁽⁰⁾x with W⁽¹⁾ is the whole state, 2h numbers in place of h(d + 1):
    z ← z − rate0 ‖x‖² ∂L/∂z. Kept here is the power p = (2/ln 2)(√2/√d) z.
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
        """The loss of each run as it stands; remembers what `step` needs."""
        _tanh_of_power(self.powers, self.A, self.any_slow)
        np.multiply(self.W1, self.A, out=self.products)
        self.residual = self.products.sum(axis=0) / len(self.powers) - self.target
        return self.residual**2

    def step(self):
        """One step of gradient descent, after `losses`."""
        A, slope = self.A, self.products
        slope *= A
        np.subtract(self.W1, slope, out=slope)  # W⁽¹⁾(1 − A²)
        slope *= self.rates_power * self.residual
        self.powers -= slope
        A *= self.rates_W1 * self.residual
        self.W1 -= A

    def step_unmoved(self):
        """One step; whether it left a run exactly as it was, as every further step then will."""
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
    """Runs on n datapoints: W⁽⁰⁾ of all runs under one another, so that each layer is one large matrix product.

    Units come first and runs second, so that the residuals of all runs are one factor for every unit. W⁽¹⁾ is kept
    divided by h, as ŷ needs it.
    """

    chunk = 14  # runs; the one large array, (16, 14, 272) float64, is 476 KiB, and with 15 OpenBLAS's product is slower

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
        """The loss of each run as it stands; remembers what `step` needs."""
        np.matmul(self.rows_of_W0, self.to_powers, out=self.rows_of_A)
        _tanh_of_power(self.A, self.A, self.any_slow)
        np.matmul(self.W1[:, np.newaxis], self.A_of_run, out=self.residual_row)
        self.residual -= self.Y
        return np.matmul(self.residual_row, self.residual_column)[:, 0, 0] / len(self.Y)

    def step(self):
        """One step of gradient descent, after `losses`."""
        A = self.A
        toward_W1 = np.matmul(self.A_of_run, self.residual_column)[:, :, 0]  # (runs, h)
        A *= A
        np.subtract(1, A, out=A)  # here, not as Σrx − ΣA²rx: in saturated units that difference is all rounding
        A *= self.residual
        toward_W0 = np.matmul(self.rows_of_A, self.X).reshape(self.W0.shape)
        toward_W0 *= (self.rates0 * self.W1.T)[:, :, np.newaxis]
        self.W0 -= toward_W0
        toward_W1 *= self.rates1[:, np.newaxis]
        self.W1 -= toward_W1

    def step_unmoved(self):
        """One step; whether it left a run exactly as it was, as every further step then will."""
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
    """V of each run after `steps` losses: `convergence_measure`, summed up on the way.

    Two kinds of runs leave early: those past `ESCAPE`, as if v stayed at the clip from there on, and those that a step
    left exactly as they were, whose v therefore never changes again. Else V is exact up to rounding.

    Args:
        runs: any of the classes above, fresh; consumed.
        steps: T ≥ 1.

    Returns:
        V, one for each run.
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
    """No warnings; and NumPy's buffers shorter than a row, since it copies into them what it repeats along an axis."""
    with np.errstate(all="ignore"):
        before = np.setbufsize(1024)
        try:
            yield
        finally:
            np.setbufsize(before)


def _train(runs, steps):
    """The losses before each of so many steps, (steps, runs), and which runs the last step left as they were."""
    losses = np.empty((steps, len(runs)))
    for row in losses[:-1]:
        row[:] = runs.losses()
        runs.step()
    losses[-1] = runs.losses()
    return losses, runs.step_unmoved()


def _completed(sums, v, remaining, steps):
    """V of runs whose v stays what it is for the remaining steps."""
    total, inverse, tail = sums
    converged = tail + v * min(remaining, TAIL) < min(TAIL, steps)
    return np.where(converged, -(total + v * remaining), inverse + remaining / v)
