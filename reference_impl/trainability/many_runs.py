"""Many runs at once: the same arithmetic as `experiment`, arranged so that NumPy works on thousands of runs per call.

Arrays keep the axis of runs (one datapoint) or of data (full batch) last, and change in place, in chunks of about the
size of an L2 cache. Runs whose outcome is settled leave the batch.
"""

import numpy as np

from reference_impl.trainability.experiment import CLIP, TAIL

ESCAPE = 1e9
"""A run whose v passed this never came back (empirical; after 10⁶ one in 1024 did), so it needs no more steps."""

STEPS_BETWEEN_DEPARTURES = 8
"""Leaving costs a copy of the whole batch; a run that stays a few steps too long costs its share of them."""


def _tanh_of_half(doubled, out):
    """tanh a = 1 − 2/(e²ᵃ + 1) from 2a, to 4·10⁻¹⁶ absolute: all that its use in 1 − tanh² and in sums asks.

    NumPy's own tanh is as fast where the processor has AVX-512, and takes more than twice as long where it has not.
    """
    np.exp(doubled, out=out)
    out += 1
    np.divide(-2, out, out=out)
    out += 1


class OneDatapointRuns:
    """Runs on a single datapoint, where ∂L/∂W⁽⁰⁾ = (∂L/∂z)xᵀ has rank one.

    So W⁽⁰⁾ moves along xᵀ only, and z = W⁽⁰⁾x with W⁽¹⁾ is the whole state, 2h numbers in place of h(d + 1):
    z ← z − rate0 ‖x‖² ∂L/∂z. Kept here is 2a = 2(√2/√d) z, twice the argument of tanh.
    """

    chunk = 2048  # runs; each of 4 arrays of (16, 2048) float64 is 256 KiB

    def __init__(self, X, Y, W0, W1, rates0, rates1):
        x, (self.target,) = X[0], Y
        hidden_units, inputs = W0.shape
        into_hidden = np.sqrt(2) / np.sqrt(inputs)
        self.rates_a = 2 * into_hidden**2 * (x @ x) * (2 / hidden_units) * rates0
        self.rates_W1 = (2 / hidden_units) * rates1
        self.doubled_a = np.repeat(2 * into_hidden * (W0 @ x)[:, np.newaxis], len(rates0), axis=1)
        self.W1 = np.repeat(W1.T, len(rates0), axis=1)
        self._allocate()

    def _allocate(self):
        self.A, self.products = np.empty_like(self.doubled_a), np.empty_like(self.doubled_a)

    def losses(self):
        """The loss of each run as it stands; remembers what `step` needs."""
        _tanh_of_half(self.doubled_a, out=self.A)
        np.multiply(self.W1, self.A, out=self.products)
        self.residual = self.products.sum(axis=0) / len(self.doubled_a) - self.target
        return self.residual**2

    def step(self):
        """One step of gradient descent, after `losses`."""
        A, slope = self.A, self.products
        slope *= A
        np.subtract(self.W1, slope, out=slope)  # W⁽¹⁾(1 − A²)
        slope *= self.rates_a * self.residual
        self.doubled_a -= slope
        A *= self.rates_W1 * self.residual
        self.W1 -= A

    def step_unmoved(self):
        """One step; whether it left a run exactly as it was, as every further step then will."""
        doubled_a, W1 = self.doubled_a.copy(), self.W1.copy()
        self.step()
        return (doubled_a == self.doubled_a).all(axis=0) & (W1 == self.W1).all(axis=0)

    def keep(self, staying):
        """Drop the runs that are not `staying`, a bool for each."""
        self.rates_a, self.rates_W1 = self.rates_a[staying], self.rates_W1[staying]
        self.doubled_a, self.W1 = self.doubled_a.compress(staying, axis=1), self.W1.compress(staying, axis=1)
        self._allocate()


class FullBatchRuns:
    """Runs on n datapoints: W⁽⁰⁾ of all runs under one another, so that each layer is one large matrix product."""

    chunk = 32  # runs; the one large array, (32, 16, 272) float64, is about 1 MiB

    def __init__(self, X, Y, W0, W1, rates0, rates1):
        runs, (self.hidden_units, inputs) = len(rates0), W0.shape
        into_hidden = np.sqrt(2) / np.sqrt(inputs)
        self.X, self.Y = into_hidden * X, Y  # (n, d)
        self.doubled_XT = np.ascontiguousarray(2 * self.X.T)  # the product is 2a
        per_residual = 2 / (len(Y) * self.hidden_units)
        self.rates0, self.rates1 = per_residual * rates0, per_residual * rates1
        self.W0 = np.repeat(W0[np.newaxis], runs, axis=0)  # (runs, h, d)
        self.W1 = np.repeat(W1, runs, axis=0)  # (runs, h)
        self._allocate()

    def _allocate(self):
        self.A = np.empty((len(self.W1), self.hidden_units, len(self.Y)))

    def losses(self):
        """The loss of each run as it stands; remembers what `step` needs."""
        A, (_, datapoints) = self.A, self.doubled_XT.shape
        np.matmul(self.W0.reshape(-1, len(self.doubled_XT)), self.doubled_XT, out=A.reshape(-1, datapoints))
        _tanh_of_half(A, out=A)
        self.residual = np.matmul(self.W1[:, np.newaxis], A)[:, 0] / self.hidden_units - self.Y  # (runs, n)
        return np.mean(self.residual**2, axis=1)

    def step(self):
        """One step of gradient descent, after `losses`."""
        A = self.A
        toward_W1 = np.matmul(A, self.residual[:, :, np.newaxis])[:, :, 0]  # (runs, h)
        A *= A
        np.subtract(1, A, out=A)  # here, not as Σrx − ΣA²rx: in saturated units that difference is all rounding
        A *= self.residual[:, np.newaxis]
        toward_W0 = np.matmul(A.reshape(-1, len(self.X)), self.X).reshape(self.W0.shape)
        toward_W0 *= (self.rates0[:, np.newaxis] * self.W1)[:, :, np.newaxis]
        self.W0 -= toward_W0
        self.W1 -= self.rates1[:, np.newaxis] * toward_W1

    def step_unmoved(self):
        """One step; whether it left a run exactly as it was, as every further step then will."""
        W0, W1 = self.W0.copy(), self.W1.copy()
        self.step()
        return (W0 == self.W0).all(axis=(1, 2)) & (W1 == self.W1).all(axis=1)

    def keep(self, staying):
        """Drop the runs that are not `staying`, a bool for each."""
        self.rates0, self.rates1 = self.rates0[staying], self.rates1[staying]
        self.W0, self.W1 = self.W0[staying], self.W1[staying]
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
    with np.errstate(all="ignore"):
        losses = runs.losses()
        first, V, present = losses[0], np.empty(len(losses)), np.arange(len(losses))
        sums = np.zeros((3, len(losses)))  # of v, of 1/v, and of v over the tail
        for step in range(steps):
            losses = runs.losses()
            v = np.minimum(np.where(np.isfinite(losses), losses, CLIP) / first, CLIP)
            sums += v, 1 / v, v * (step >= steps - TAIL)
            if step % STEPS_BETWEEN_DEPARTURES:
                runs.step()
                continue
            escaped = ~(losses <= ESCAPE * first)  # NaN is neither above nor below
            leaving = escaped | runs.step_unmoved()
            if leaving.any():
                rest = np.where(escaped, CLIP, v)[leaving]
                V[present[leaving]] = _completed(sums[:, leaving], rest, steps - step - 1, steps)
                runs.keep(~leaving)
                present, sums = present[~leaving], sums[:, ~leaving]
                if len(present) == 0:
                    break
        V[present] = _completed(sums, np.ones(len(present)), 0, steps)
    return V


def _completed(sums, v, remaining, steps):
    """V of runs whose v stays what it is for the remaining steps."""
    total, inverse, tail = sums
    converged = tail + v * min(remaining, TAIL) < min(TAIL, steps)
    return np.where(converged, -(total + v * remaining), inverse + remaining / v)
