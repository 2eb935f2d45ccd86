"""Test that values keep their base type and every bit on the wire, and that everything else is refused."""

import math
import random
import struct
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograder.checks.normalize_values import MAX_DICT, Opaque, plain
from autograder.sandbox.wire.messages import HEADER, Malformed, TooMany, pack, pack_plainly, sizes, unpack

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just(...), st.complex_numbers(),
    st.builds(Opaque, st.text(max_size=80)), st.binary(),
)  # fmt: skip
ARRAYS = npst.arrays(
    st.one_of(npst.integer_dtypes(endianness="="), npst.floating_dtypes(endianness="=", sizes=(16, 32, 64)),
              npst.complex_number_dtypes(endianness="=", sizes=(64, 128)), npst.boolean_dtypes()),
    npst.array_shapes(min_dims=0, max_dims=4, min_side=0),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
) | st.sets(st.integers() | st.text(), max_size=5)


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or struct.pack("d", a) == struct.pack("d", b)
    return a == b or repr(a) == repr(b)


def through(value):
    data = pack(["m", value])
    text, raw = sizes(data[: HEADER.size])
    return unpack(data[HEADER.size : HEADER.size + text], data[HEADER.size + text :])[0][1]


@given(VALUES)
@settings(max_examples=60, deadline=None)
def test_a_value_comes_back_the_same(value):
    assert same(through(value), value)


def test_arrays_come_back_writable():
    array = through(np.ones((2, 3)))
    array += 1
    assert array.sum() == 12


def test_an_object_array_is_carried_as_opaque():
    assert through(np.array([object()])) == Opaque("ndarray") or isinstance(through(np.array([object()])), Opaque)


def test_a_subclass_is_rebuilt_as_its_base():
    class Sly(float):
        def __eq__(self, other):
            return True

    assert type(through(Sly(3.0))) is float


def test_halves_of_surrogate_pairs_do_not_get_through():
    message, _ = unpack(b'["m","a\\ud800b",{"d":[["\\udfff",{"o":"\\ud800"}]]}]', b"")
    assert message[1:] == ["a?b", {"?": Opaque("?")}]


def test_a_boolean_array_holds_zeros_and_ones_only():
    data = unpack(b'["m",{"a":["|b1",[2]]}]', b"\x07\x00")[0][1]
    assert data.view(np.uint8).tolist() == [1, 0]


MALFORMED = {
    "no json": b"hello",
    "no list": b"{}",
    "no name": b"[]",
    "a number for a name": b"[3]",
    "unknown tag": b'["m",{"z":1}]',
    "two tags": b'["m",{"t":[],"s":[]}]',
    "empty tag": b'["m",{}]',
    "dunder tag": b'["m",{"__class__":1}]',
    "internal method as a tag": b'["m",{"array":1}]',
    "object dtype": b'["m",{"a":["|O",[1]]}]',
    "void dtype": b'["m",{"a":["|V8",[1]]}]',
    "string dtype": b'["m",{"a":["<U4",[1]]}]',
    "dtype list": b'["m",{"a":[["<f8"],[1]]}]',
    "negative shape": b'["m",{"a":["<f8",[-1]]}]',
    "float shape": b'["m",{"a":["<f8",[1.0]]}]',
    "boolean shape": b'["m",{"a":["<f8",[true]]}]',
    "too much announced": b'["m",{"a":["<f8",[99]]}]',
    "overflowing shape": b'["m",{"a":["<f8",[4294967296,4294967296,4294967296]]}]',
    "empty but huge": b'["m",{"a":["<f8",[0,9223372036854775807,9223372036854775807]]}]',
    "many dimensions": b'["m",{"a":["<f8",[' + b"1," * 99 + b"1]]}]",
    "huge integer": b'["m",' + b"9" * 5000 + b"]",
    "large integer": b'["m",' + str(1 << 9000).encode() + b"]",
    "deep": b"[" * 100_000,
    "deep and closed": b'["m",' + b"[" * 60 + b"]" * 60 + b"]",
    "deep tuples": b'["m",' + b'{"t":[' * 500 + b"]}" * 500 + b"]",
    "bad utf-8": b'["m","\xff"]',
    "utf-16": '["m"]'.encode("utf-16") + b"\x00",
    "set of lists": b'["m",{"s":[[1]]}]',
    "number as a key": b'["m",{"d":[[1,2]]}]',
    "odd pair": b'["m",{"d":[["a"]]}]',
    "complex of text": b'["m",{"c":["1","2"]}]',
    "uncalled callable": b'["m",{"f":0}]',
    "a recipe, which never comes from a worker": b'["m",{"r":7}]',
    "bytes not sent": b'["m",{"b":5}]',
    "negative bytes": b'["m",{"b":-1}]',
    "text left over": b'["m"] x',
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED.keys())
def test_anything_else_is_malformed(text):
    with pytest.raises(Malformed):
        unpack(text, b"")


def test_a_set_of_numbers_chosen_to_collide_is_refused_at_once():
    collide = ",".join(str(k * ((1 << 61) - 1)) for k in range(100_000))
    began = time.process_time()
    with pytest.raises(TooMany):
        unpack(b'["m",{"s":[' + collide.encode() + b"]}]", b"")
    assert time.process_time() - began < 5  # the set itself would take minutes


def test_a_dict_of_more_entries_than_any_answer_has_is_named_by_its_size_and_refused_on_the_line():
    entries = {str(key): 1.0 for key in range(MAX_DICT + 1)}
    assert plain(entries) == Opaque("dict of more than 1,000 entries")
    assert plain(dict(list(entries.items())[1:])) == dict(list(entries.items())[1:])
    text = b'["m",{"d":[' + b",".join(b'["%d",1]' % key for key in range(MAX_DICT + 1)) + b"]}]"
    with pytest.raises(TooMany, match="a dict of more than 1,000 entries"):
        unpack(text, b"")


@pytest.mark.parametrize("sides", [["9" * 4000] * 100, ["1"] * 65], ids=["long numbers", "many"])
def test_a_shape_that_no_array_has_is_refused_before_its_sides_are_multiplied(sides):
    with pytest.raises(Malformed, match="not a shape"):  # the product of sides that fill a message would take minutes
        unpack(b'["m",{"a":["<f8",[' + ",".join(sides).encode() + b"]]}]", b"")


@pytest.mark.slow
def test_more_values_than_any_answer_needs_are_refused():
    with pytest.raises(TooMany):
        unpack(b'["m",[' + b"[]," * 300_000 + b"[]]]", b"")


def test_the_size_counts_what_values_take_in_memory():
    assert unpack(b'["m",[' + b"[]," * 9_999 + b"[]]]", b"")[1] > 10_000 * 48


def test_bytes_left_over_are_malformed():
    with pytest.raises(Malformed):
        unpack(b'["m"]', b"x")


def mutations(count, seed):
    """Yield messages with flipped, removed, doubled or random bytes."""
    rng = random.Random(seed)
    good = [
        pack(["m", v])
        for v in ({"a": np.ones((2, 3)), "b": [1, (2.0, "x")]}, {1, 2}, ..., Opaque("x"), 3j, np.zeros((0, 3)))
    ]
    for _ in range(count):
        data = bytearray(rng.choice(good))
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(data) + 1)
            kind = rng.randrange(4)
            if kind == 0 and at < len(data):
                data[at] = rng.randrange(256)
            elif kind == 1:
                del data[at : at + rng.randint(1, 8)]
            elif kind == 2:
                data[at:at] = data[at : at + 8] or b"["
            else:
                data[at:at] = rng.choice([b"{", b"[", b'"', b"1e999", b"NaN", b"null", b'{"a":["<f8",[9]]}', b"\xff"])
        yield bytes(data)


def either(data):
    """Decode the bytes and ignore Malformed; any other exception fails the test."""
    if len(data) < HEADER.size:
        return
    text, _ = sizes(data[: HEADER.size])
    try:
        unpack(data[HEADER.size :][:text], data[HEADER.size :][text:])
    except Malformed:
        pass


def test_mutated_messages_decode_or_are_malformed():
    for data in mutations(2_000, seed=1):
        either(data)


@pytest.mark.slow
def test_ten_thousand_mutated_messages_decode_or_are_malformed():
    for data in mutations(100_000, seed=2):
        either(data)


@pytest.mark.parametrize("value", [
    1.5, -0.0, 1e-320, 1e300, 0.1 + 0.2, np.zeros((2, 3)), np.array(2.5), np.zeros((0, 4)), np.arange(3), np.ones(2, np.float32), np.array([True]),
    np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.array([np.nan, np.inf]),
], ids=repr)  # fmt: skip
def test_the_usual_answer_is_packed_as_any_other(value):
    assert pack_plainly(value) == pack(["observed", "returned", value, "", "", "", [], []])


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, 3, True, None, "x", [1.0], np.array(["x"]), np.float32(1), np.array([None])], ids=repr
)
def test_what_is_not_usual_is_left_to_the_other(value):
    assert pack_plainly(value) is None
