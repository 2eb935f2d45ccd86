"""Wrap a right answer so that it is wrong in one way, for the seventh collection."""

import textwrap


def wrap(code, name, before="pass", after="pass", head=""):
    """CODE with NAME replaced by one that runs BEFORE on `args` and AFTER on `out`."""
    return (code + f"\n_inner_{name} = {name}\n{head}\n\ndef {name}(*args):\n    args = list(args)\n" + textwrap.indent(before, "    ")
            + f"\n    out = _inner_{name}(*args)\n" + textwrap.indent(after, "    ") + "\n    return out\n")


def when(code, name, condition, effect="out = out * 1.001 + 1e-3", head=""):
    return wrap(code, name, after=f"if {condition}:\n    {effect}", head=head)


def memo(code, name, key, head=""):
    """The answer remembered by KEY, an expression in `args`."""
    return wrap(code, name, head=f"_seen_{name} = {{}}\n" + head, before=f"_k = {key}\nif _k in _seen_{name}:\n    return _seen_{name}[_k]",
                after=f"_seen_{name}[_k] = out")


# how a result of an array (or a scalar) may be distorted slightly, always beyond the stated tolerance of 1e-6
SCALAR = ["out = out * (1 + 1e-4)", "out = out * (1 - 1e-5)", "out = float(np.float16(out))", "out = round(float(out), 2)", "out = out + 1e-3", "out = abs(out)"]
VECTOR = ["out = np.asarray(out) * (1 + 1e-4)", "out = np.asarray(out) * (1 - 1e-5)", "out = np.asarray(out).astype(np.float16).astype(float)",
          "out = np.round(out, 3)", "out = np.abs(out)", "out = np.asarray(out)[::-1]", "out = np.sort(out)", "out = np.asarray(out) + 1e-3", "out = np.trunc(np.asarray(out, float))",
          "out = np.asarray(out).astype(np.int64)", "out = np.maximum(out, -5.0)", "out = np.minimum(out, 5.0)", "out = np.asarray(out, float)[:8]"]
