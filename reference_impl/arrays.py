"""Conversion of arguments to floating-point arrays, and checks of their shapes."""

import numpy as np


def as_inexact(values):
    """Return the values as an array of floating-point or complex numbers, without a copy if possible.

    Integers and booleans become float64, so int8 neither overflows nor truncates; float32, float64, longdouble and
    complex keep their precision.
    """
    array = np.asarray(values)
    return array if array.dtype.kind in "fc" else array.astype(np.float64)


def require_shape(name, array, expected, because):
    """Raise ValueError with both shapes unless `array` has the expected one."""
    if array.shape != expected:
        raise ValueError(f"{name} has shape {array.shape}, expected {expected} {because}")


def require_dimensions(name, array, axes):
    """Raise ValueError unless `array` has one axis for each letter of `axes`, as in "hd"."""
    if array.ndim != len(axes):
        wanted = "(" + ", ".join(axes) + ("," if len(axes) == 1 else "") + ")"
        raise ValueError(f"{name} has shape {array.shape}, expected {wanted}")


def as_scalar(name, value):
    """Return the number in `value`, which may be a number, a 0-d array or an array of one element."""
    array = as_inexact(value)
    if array.size != 1:
        raise ValueError(f"{name} has shape {array.shape}, expected a single number")
    return array.reshape(())[()]
