"""What an argument may be: any number or array, integers taken as float64, shapes stated by name."""

import numpy as np


def as_inexact(values):
    """The values as an array in which division and exp make sense.

    Integers and booleans become float64 (so that int8 neither overflows nor truncates); float32, float64,
    longdouble and complex keep their precision. No copy is made where none is needed.
    """
    array = np.asarray(values)
    return array if array.dtype.kind in "fc" else array.astype(np.float64)


def require_shape(name, array, expected, because):
    """Raise ValueError, giving both shapes, unless `array` has the expected one."""
    if array.shape != expected:
        raise ValueError(f"{name} has shape {array.shape}, expected {expected} {because}")


def require_dimensions(name, array, axes):
    """Raise ValueError unless `array` has one axis for each letter of `axes`, as in "hd"."""
    if array.ndim != len(axes):
        wanted = "(" + ", ".join(axes) + ("," if len(axes) == 1 else "") + ")"
        raise ValueError(f"{name} has shape {array.shape}, expected {wanted}")


def as_scalar(name, value):
    """The one number in `value`, which may be a number, a 0-d array or an array of one element."""
    array = as_inexact(value)
    if array.size != 1:
        raise ValueError(f"{name} has shape {array.shape}, expected a single number")
    return array.reshape(())[()]
