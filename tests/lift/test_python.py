"""Python's own values are lifted as they are, and nothing that is made of them does harm."""

from collections import OrderedDict, namedtuple
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ndlint.lift import lift
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    GENERATOR,
    NOTHING,
    SET,
    UNKNOWN,
    Bool,
    Complex,
    Dict,
    Ellipse,
    Float,
    Int,
    List,
    Name,
    Slice,
    Str,
    Tuple,
    Value,
)
from ndlint.values.dtype import FLOAT64, INT64
from ndlint.values.facts import Facts, Truth
from ndlint.values.shape import SCALAR, Shape

NAN = float("nan")
ONES = Facts(Truth.NO, Truth.NO, 1, 1, Truth.NO, reached=True)
Pair = namedtuple("Pair", "a b")
PLAIN: list[tuple[object, Value]] = [
    (None, NOTHING), (..., Ellipse()), (True, Bool(True)), (3, Int(3)), (2**70, Int(2**70)),
    (NAN, Float(NAN)), ("a", Str("a")), (b"a", UNKNOWN), (1j, Complex()), ({1}, SET),
    (range(3), UNKNOWN), (bytearray(b"a"), UNKNOWN), (memoryview(b"a"), UNKNOWN),
    (slice(1, None, -1), Slice(Int(1), NOTHING, Int(-1))),
    (slice(1j), Slice(NOTHING, Complex(), NOTHING)),
    (np, Name("numpy")), (np.float32, Name("numpy.float32")), (int, Name("builtins.int")),
    ([], List(())), ((), Tuple(())), ({}, Dict(())),
    ([[1, 2], (0.5, [NAN])],
     List((List((Int(1), Int(2))), Tuple((Float(0.5), List((Float(NAN),))))))),
    ({"a": [1], 2: "b"}, Dict(((Str("a"), List((Int(1),))), (Int(2), Str("b"))))),
    ([np.ones(2), [np.int64(1)]],
     List((Array(dtype=FLOAT64, shape=Shape((2,)), facts=ONES),
           List((Array(Kind.SCALAR, INT64, SCALAR, ONES),))))),
    ([{1}, 2], List((SET, Int(2)))),
    ((n for n in [1]), GENERATOR), (frozenset({1}), SET),
    ({None: 1}, Dict(None)), (OrderedDict(a=1), Dict(None)), (Pair(1, 2), UNKNOWN),
    (pd.NA, UNKNOWN), (pd.NaT, UNKNOWN), (pd.array([1, None], "Int64"), UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("thing", "expected"), PLAIN, ids=range(len(PLAIN)))
def test_a_plain_value_is_known(thing: object, expected: Value) -> None:
    assert lift(thing) == expected


def test_what_can_be_read_only_once_is_not_read() -> None:
    numbers = iter([1, 2])
    assert lift([numbers, (n for n in numbers)]) == List((UNKNOWN, GENERATOR))
    assert next(numbers) == 1


def test_what_has_no_end_is_left_unknown() -> None:
    own: list[object] = [1]
    own.append(own)
    assert List(None) in leaves_and_lists(lift(own))
    assert lift([0] * 99_999) == List((Int(0),) * 99_999)
    assert lift([0] * 100_001) == List(None)
    assert lift(([0] * 60_000, [1] * 60_000)) == Tuple((List((Int(0),) * 60_000), List(None)))


def leaves_and_lists(value: Value) -> list[Value]:
    """A value, and all that it holds."""
    held = value.items or () if isinstance(value, List) else ()
    return [value, *(inner for item in held for inner in leaves_and_lists(item))]


def refuses(*_: object) -> Any:
    """What a class does that is of no use to anybody."""
    raise RuntimeError("not today")


AWKWARD: dict[str, Callable[[], object]] = {
    "class": type("Proxy", (), {"__class__": property(refuses)}),
    "attributes": type("Proxy", (), {"__getattr__": refuses}),
    "dtype": lambda: SimpleNamespace(dtype=np.dtype("f4"), shape=(3,)),
    "number": type("Number", (int,), {"__int__": refuses}),
    "length": type("Items", (list,), {"__len__": refuses}),
    "items": type("Items", (tuple,), {"__iter__": refuses}),
    "keys": type("Keys", (dict,), {"__len__": refuses, "dtype": property(refuses)}),
    "key": lambda: {type("Key", (str,), {"__str__": refuses})("a"): 1},
}


@pytest.mark.parametrize("name", AWKWARD)
def test_no_object_makes_it_raise(name: str) -> None:
    assert lift([AWKWARD[name](), 1]) in (List((UNKNOWN, Int(1))), List((Dict(None), Int(1))))
