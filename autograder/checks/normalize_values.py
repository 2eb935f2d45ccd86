"""Conversion of what a student returned to base types, so that it contains no subclasses and none of their objects."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

MAX_DEPTH = 8  # nested lists; an answer needs three, and a list that doubles at each level grows to 2 to this power
MAX_ITEMS = 2_000_000  # numbers in an array
MAX_LIST = 200_000  # items of a list or a tuple, each a separate object
MAX_DICT = 1000  # entries; an answer needs nine, and each is an object with a name
MAX_BITS = 1023  # of an integer, so that it can be converted to a float
MAX_SET = 1000  # numbers can be chosen to collide, and building a set of n such numbers takes n² steps
NUMERIC_KINDS = "biufc"
USUAL = (np.dtype(np.float64), np.dtype(np.int64), np.dtype(np.bool_))


@dataclass(frozen=True)
class Opaque:
    """A value of a type that no question asks for, replaced by the type's name."""

    type_name: str


def plain(value: Any, depth: int = 0) -> Any:
    """Return `value` as None, Ellipsis, bool, int, float, complex, str, ndarray, list, tuple, set, dict or Opaque.

    NumPy scalars keep their precision: float64 becomes float, float32 a 0-d array of that dtype. Objects with an
    `__array__` method (a pandas Series, a tensor) become arrays. Raises no exception but MemoryError.
    """
    try:
        return _plain(value, depth)
    except MemoryError:
        raise
    except Exception:  # a hostile __array__ or __iter__ may raise anything
        return Opaque(_type_name(value))


def _plain(value: Any, depth: int) -> Any:
    kind = type(value)
    if value is None or value is Ellipsis or kind in (bool, float, complex, str):
        return value
    if kind is int:
        return value if value.bit_length() <= MAX_BITS else Opaque("number of more than 300 digits")
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, np.generic):
        return _numpy_scalar(value)
    if depth >= MAX_DEPTH:
        return Opaque(_type_name(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return _sequence(value, depth)
    if isinstance(value, dict):
        if len(value) > MAX_DICT:
            return Opaque(f"dict of more than {MAX_DICT:,} entries")
        return {_key(key): plain(item, depth + 1) for key, item in value.items()}
    return _number_or_array(value)


def _sequence(value: Any, depth: int) -> Any:
    if len(value) > (MAX_SET if isinstance(value, (set, frozenset)) else MAX_LIST):
        return Opaque(_type_name(value))
    items = [plain(item, depth + 1) for item in value]
    if isinstance(value, list):
        return items
    if isinstance(value, tuple):
        return tuple(items)
    return {item for item in items if item is None or item is Ellipsis or isinstance(item, (str, int, float, bool))}


def _number_or_array(value: Any) -> Any:
    bases: tuple[Any, ...] = (str, int, float, complex)
    for base in bases:
        if isinstance(value, base):
            return _plain(base(value), 0)
    if isinstance(value, (Fraction, Decimal)):
        return float(value)
    if hasattr(value, "__array__"):
        return _array(np.asarray(value))
    return Opaque(_type_name(value))


def _numpy_scalar(value: np.generic) -> Any:
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, np.integer):
        return int(value)  # of 64 bits at most
    if isinstance(value, np.str_):
        return str(value)
    return float(value) if value.dtype == np.float64 else _array(np.asarray(value))


MOST_TEXTS = 100


def _array(value: np.ndarray) -> Any:
    if type(value) is np.ndarray and value.dtype in USUAL and value.size <= MAX_ITEMS:  # nearly always
        return np.array(value, order="C")
    if value.dtype.kind == "U" and value.size <= MOST_TEXTS:
        return [str(text) for text in value.ravel()]  # the letters of a quiz answer
    array = np.array(value, copy=True, subok=False, order="C")
    if array.dtype.kind == "O":
        array = np.array([_as_number(item) for item in array.ravel()]).reshape(array.shape)
    if array.dtype.kind not in NUMERIC_KINDS:
        return Opaque(f"array of {array.dtype}")
    if array.size > MAX_ITEMS:
        return Opaque(f"array of more than {MAX_ITEMS:,} numbers")
    if array.dtype in (np.longdouble, np.clongdouble):
        array = array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)
    return array.astype(array.dtype.newbyteorder("="))


def _as_number(item: Any) -> Any:
    if isinstance(item, np.ndarray) and item.size == 1:
        item = item.reshape(())[()]
    if isinstance(item, (bool, int, float, np.generic, Fraction, Decimal)):
        return float(item)
    raise TypeError("the array contains objects that are not numbers")


def _key(key: Any) -> str:
    return str(key) if isinstance(key, str) else repr(plain(key))[:80]


def _type_name(value: Any) -> str:
    return str(type(value).__name__)[:80]
