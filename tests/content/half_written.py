"""Half-written answers: states of a student's function before it is right."""

from __future__ import annotations

VARIANTS = {
    "returns None": "def {name}(*a, **k):\n    return None",
    "is still an ellipsis": "{name} = ...",
    "is no function": "{name} = 3.0",
    "returns a string": "def {name}(*a, **k):\n    return 'W0'",
    "returns an empty dict": "def {name}(*a, **k):\n    return {{}}",
    "returns an empty list": "def {name}(*a, **k):\n    return []",
    "returns one number": "def {name}(*a, **k):\n    return 7",
    "returns NaN": "def {name}(*a, **k):\n    return float('nan')",
    "returns an array of another shape": "def {name}(*a, **k):\n    return np.ones((2, 7))",
    "returns its first argument": "def {name}(*a, **k):\n    return a[0]",
    "returns a tuple of None": "def {name}(*a, **k):\n    return (None, None)",
    "raises an exception": "def {name}(*a, **k):\n    return 1 / 0",
    "lacks a key": "def {name}(*a, **k):\n    return {{}}['W0']",
    "takes other arguments": "def {name}():\n    return 1",
    "ends the program": "def {name}(*a, **k):\n    raise SystemExit",
    "is a generator": "def {name}(*a, **k):\n    yield 1",
    "is an async function": "async def {name}(*a, **k):\n    return 1",
    "raises what is no Exception": "def {name}(*a, **k):\n    raise KeyboardInterrupt",
    "works in place": "def {name}(*a, **k):\n    for x in a:\n        if isinstance(x, np.ndarray):\n            x[...] = 0",
    "goes on endlessly": "def {name}(*a, **k):\n    while True:\n        pass",
    "goes on endlessly and swallows exceptions": (
        "def {name}(*a, **k):\n    while True:\n        try:\n            k = 1\n        except Exception:\n            pass"
    ),
}
# What a variable may be in place of a dictionary of texts, a letter, a number.
UNREADABLE = (
    "...",
    "None",
    "3",
    "float('nan')",
    "'('",
    "''",
    "r'dv/dx'",
    "'x' * 200000",
    "[]",
    "['a', 3]",
    "{}",
    "{'dv/dx': 3}",
    "{'dv/dc': None, 'dv/dw': '(', 'dv/dx': ['a']}",
    "np.ones((2, 2))",
    "lambda: 1",
)
ENDLESS = tuple(name for name in VARIANTS if "endlessly" in name)
# Forms in which a result `r` counts as well. What is a number for one function is an entry for another.
FORMS = {
    "columns": "np.reshape(r, (-1, 1)) if np.ndim(r) == 1 else r",
    "lists": "r.tolist() if isinstance(r, np.ndarray) else r",
    "arrays of no axis": "np.array(r) if np.ndim(r) == 0 else r",
    "arrays of one element": "np.array([r]) if np.ndim(r) == 0 else r",
    "booleans of NumPy": "np.bool_(r) if np.ndim(r) == 0 and r in (0, 1) else r",
}
IN_ANOTHER_FORM = """
{name}_before = {name}
def {name}(*a, **k):
    def form(r):
        if isinstance(r, dict):
            return {{key: form(value) for key, value in r.items()}}
        return [form(value) for value in r] if isinstance(r, tuple) else {form}
    return form({name}_before(*a, **k))
"""


def in_another_form(form: str, name: str) -> str:
    """Return code, to follow the definition of `name`, after which it gives its results in this form."""
    return IN_ANOTHER_FORM.format(name=name, form=FORMS[form])


def half_written(variant: str, name: str) -> str:
    """Return code that defines `name` as this kind of half-written answer."""
    return VARIANTS[variant].format(name=name)
