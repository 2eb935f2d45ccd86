"""The extra-credit assignment: which learning rates train a small network, and how rough the border between them is."""

from reference_impl.trainability.experiment import convergence_measure, load_data, training_losses
from reference_impl.trainability.fractal import boundary, box_dimension

__all__ = ["boundary", "box_dimension", "convergence_measure", "load_data", "training_losses"]
