"""Reference for the extra-credit assignment: which learning rates train a small network, and how rough the border is.

`experiment` and `fractal` contain the definitions; `grid` makes pictures with the fast implementation in `many_runs`.
"""

from reference_impl.trainability.colors import render
from reference_impl.trainability.experiment import convergence_measure, load_data, training_losses
from reference_impl.trainability.fractal import boundary, box_dimension
from reference_impl.trainability.grid import OVERVIEW, ZOOM, picture, refine
from reference_impl.trainability.png import png_bytes

__all__ = [
    "OVERVIEW",
    "ZOOM",
    "boundary",
    "box_dimension",
    "convergence_measure",
    "load_data",
    "picture",
    "png_bytes",
    "refine",
    "render",
    "training_losses",
]
