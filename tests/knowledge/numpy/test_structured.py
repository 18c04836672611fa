"""Structured arrays and dtypes: fields, attributes, comparisons."""

from functools import partial
from typing import Any

import numpy as np
import pytest

from ndlint.interpreter.interpret import interpret
from ndlint.knowledge import registry
from ndlint.knowledge.binding import DTypeValue, as_dtype
from ndlint.knowledge.numpy import indexing
from ndlint.lift.arrays import dtype_of, lift_array
from ndlint.source.text import parse
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Bool, Value
from tests.knowledge.numpy.cases import check, quietly
from tests.knowledge.numpy.lifting import inside, lift, weakenings

FIELDS: list[Any] = [("a", "f4"), ("b", np.int16, (2, 3)), ("c", [("d", bool), ("e", "U3")])]
RECORDS = np.zeros((4, 2), FIELDS)


def test_lists_of_fields() -> None:
    assert as_dtype(lift(FIELDS)) == dtype_of(np.dtype(FIELDS))
    for wrong in ([("a",)], [(1, "f4")], ["f4"], [("a", "f4", "x")]):
        assert as_dtype(lift(wrong)) == Array().dtype


@pytest.mark.parametrize("key", ["a", "b", "c", "x", ["a", "b"], 0, slice(1, 3), (0, 1)])
def test_fields(key: Any) -> None:
    real = quietly(lambda: RECORDS[key])
    array = lift_array(RECORDS)
    known = isinstance(key, str | slice) and key != "x"
    problem = check(real, partial(indexing.index, array, lift(key)), known, key == "x")
    assert problem is None
    for weak in weakenings(array):
        assert isinstance(weak, Array)
        assert check(real, partial(indexing.index, weak, lift(key)), False, False) is None
    assert check(real, partial(indexing.index, array, UNKNOWN), False, False) is None


def test_assigned_fields() -> None:
    after = RECORDS.copy()
    after["a"] = 3
    assert inside(after, indexing.assign(lift_array(RECORDS), lift("a"), lift(3)), True) is None


@pytest.mark.parametrize("name", ["name", "kind", "str", "char", "itemsize", "type", "names"])
def test_attributes_of_dtypes(name: str) -> None:
    kinds: list[Any] = ["float32", "int8", "bool", "uint64", "complex64", FIELDS, "U3"]
    for real in [np.dtype(kind) for kind in kinds]:
        value = DTypeValue(dtype_of(real)).attribute(name)
        expected = getattr(real, name)
        assert value is None or value == lift(expected) or inside(expected, value) is None
    assert DTypeValue(Array().dtype).attribute(name) is None


LINES = """
x = np.zeros(3, "float32")
same = x.dtype == np.float32
other = x.dtype != "float64"
python = x.dtype == float
unknown = x.dtype == made()
kind = x.dtype.kind == "f"
table = np.array([(1, 2.0), (3, 4.0)], dtype=[("n", int), ("v", "f4")])
values = table["v"]
view = table["v"]
view[:] = np.nan
after = table["v"]
filled = np.zeros(3)
np.copyto(src=np.nan, dst=filled)
word = "v" in table.dtype.names
pair = np.array([(1, 2), (3, 4)], dtype=made())
"""


def test_programs() -> None:
    registry.load()
    run = interpret(parse("case.py", f"import numpy as np{LINES}"), lambda _event, _reached: False)

    def value(name: str) -> Value:
        return run.live.open(run.load(name) or UNKNOWN)

    for name in ("same", "other", "kind", "word"):
        assert value(name) == Bool(True), name
    assert value("python") == Bool(False) and value("unknown") == Bool()
    real = np.array([(1, 2.0), (3, 4.0)], dtype=[("n", int), ("v", "f4")])
    assert inside(real, value("table"), exact=True) is None
    assert inside(real["v"], value("values"), exact=True) is None
    real["v"][:] = np.nan
    assert inside(real["v"], value("after"), exact=True) is None
    assert inside(np.full(3, np.nan), value("filled"), exact=True) is None
    pair = value("pair")
    assert isinstance(pair, Array) and pair.shape.rank is None
