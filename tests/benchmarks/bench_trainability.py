"""The trainability picture against the plain loop over pixels, on one core: `python tests/benchmarks/bench_trainability.py`.

Overview window, 500 steps. The plain loop calls `training_losses` and `convergence_measure` for each pixel; it is timed
on a random sample of the same grid's pixels and scaled. Both are timed in turn, several times, in CPU seconds of this
process, and the best of each counts: neighbours who empty the processor's caches slow both, but not alike. Exits 1 below
a target.
"""

import os

os.environ.update(dict.fromkeys(["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"], "1"))

import argparse
import sys
import time

import numpy as np

from reference_impl.trainability import (
    OVERVIEW,
    boundary,
    box_dimension,
    convergence_measure,
    load_data,
    picture,
    training_losses,
)
from reference_impl.trainability.grid import log_rates

STEPS = 500
TURNS = 4
TARGETS = {"one datapoint": 200, "full batch": 4}  # times the speed of the plain loop


def cpu_seconds(function, *arguments, **keywords):
    start = time.process_time()
    result = function(*arguments, **keywords)
    return time.process_time() - start, result


def plain_loop(pixels, size, full_batch):
    """V of the pixels (rows, columns), run by run."""
    data, (log_rates0, log_rates1) = load_data(full_batch), log_rates(size, OVERVIEW)
    runs = [training_losses(*data, 10 ** log_rates0[j], 10 ** log_rates1[i], STEPS) for i, j in pixels]
    return [convergence_measure(losses) for losses in runs]


def compare(name, size, sample, full_batch):
    """Print one comparison; return the ratio of speeds."""
    draws = np.random.default_rng(0).choice(size * size, sample, replace=False)
    pixels = np.stack(np.unravel_index(draws, (size, size)), axis=1)
    turns = [
        (cpu_seconds(plain_loop, pixels, size, full_batch), cpu_seconds(picture, size, OVERVIEW, STEPS, full_batch))
        for _ in range(TURNS)
    ]
    plain, fast = (min(seconds for seconds, _ in side) for side in zip(*turns, strict=True))
    plain *= size * size / sample
    (_, V_plain), (_, V) = turns[0]
    differing = np.count_nonzero((np.array(V_plain) < 0) != (V[tuple(pixels.T)] < 0))
    print(
        f"{name}, {size}² pixels: {fast:.1f} s; plain loop {plain:.0f} s (from {sample} pixels); "
        f"{plain / fast:.1f} times, target {TARGETS[name]}; {differing} of {sample} sampled pixels of another class"
    )
    return plain / fast


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller grids, and no 512² picture")
    quick = parser.parse_args().quick
    one, full = (128, 16) if quick else (256, 32)
    met = [
        compare("one datapoint", one, 100, full_batch=False) >= TARGETS["one datapoint"],
        compare("full batch", full, 80, full_batch=True) >= TARGETS["full batch"],
    ]
    if not quick:
        wall = time.perf_counter()
        seconds, V = cpu_seconds(picture, 512, OVERVIEW, STEPS)
        dimension = box_dimension(boundary(V))
        wall = time.perf_counter() - wall
        print(f"512² × {STEPS} steps: {seconds:.1f} s of CPU, {wall:.1f} s by the clock; box dimension {dimension:.2f}")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
