"""Data is lifted exactly: what is said of an array is what NumPy itself says of it."""

import ast
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import ml_dtypes
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as numpy_strategies

from ndlint.lift import lift, scanning
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind, Objects
from ndlint.values.dtype import UNKNOWN_DTYPE
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, Facts, Truth
from ndlint.values.frame import as_numpy
from ndlint.values.shape import Shape
from tests.truth.reality import ROOT, Reality

NAN, INF = float("nan"), float("inf")
NO, MAYBE, YES = Truth.NO, Truth.MAYBE, Truth.YES
EMPTY = Facts(NO, NO, fraction=NO)


def lifted(thing: object) -> Array:
    """The abstract value of what is an array."""
    found = lift(thing)
    assert isinstance(found, Array), found
    return found


def truth(holds: object) -> Truth:
    return YES if holds else NO


def facts_of(real: Any) -> tuple[Facts, tuple[int, ...] | None]:
    """What NumPy says of all elements at once, and of the first that is not finite."""
    is_finite = np.isfinite(real)
    nan, inf = truth(np.isnan(real).any()), truth(np.isinf(real).any())
    first = next((tuple(index) for index in np.argwhere(~is_finite).tolist()), None)
    finite = real[is_finite]
    if real.dtype.kind == "c" and real.size:
        return Facts(nan, inf), first
    if not finite.size:
        return Facts(nan, inf, fraction=NO), first
    low, high = finite.min().item(), finite.max().item()
    fraction = truth((finite % 1 != 0).any())
    varied = bool(((finite > low) & (finite < high)).any())
    return Facts(nan, inf, low, high, fraction, reached=True, varied=varied), first


# ---- arrays


def unaligned(array: Any) -> Any:
    """The same elements, each one byte off its place."""
    rows = np.zeros(array.shape, [("before", "i1"), ("here", array.dtype)])
    rows["here"] = array
    return rows["here"]


LAYOUTS: list[Callable[[Any], Any]] = [
    lambda a: a,
    np.asfortranarray,
    lambda a: a.T,
    lambda a: np.atleast_1d(a)[..., ::-1],
    lambda a: np.repeat(np.atleast_1d(a), 2, axis=-1)[..., ::2],
    lambda a: np.broadcast_to(a, (2, *a.shape)),
    unaligned,
]
"""Ways in which an array may lie in memory."""
USUAL = st.sampled_from((0.0, -1.0, 2.0, 0.5, NAN, INF, -INF))


@st.composite
def arrays(draw: st.DrawFn) -> Any:
    """An array of numbers, in either byte order, of up to three axes."""
    dtype = draw(
        numpy_strategies.boolean_dtypes()
        | numpy_strategies.integer_dtypes()
        | numpy_strategies.unsigned_integer_dtypes()
        | numpy_strategies.floating_dtypes()
        | numpy_strategies.complex_number_dtypes()
    )
    shape = draw(numpy_strategies.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
    elements = numpy_strategies.from_dtype(dtype) | USUAL if dtype.kind == "f" else None
    array = draw(numpy_strategies.arrays(dtype, shape, elements=elements))
    return draw(st.sampled_from(LAYOUTS))(array)


@given(arrays(), st.integers(1, 9))
def test_an_array_is_what_numpy_says(real: Any, piece: int) -> None:
    facts, first = facts_of(real)
    with patch.object(scanning, "PIECE", piece):
        found = lifted(real)
    dtype = dtypes.dtype(real.dtype.name)
    assert found == Array(Kind.NDARRAY, dtype, Shape(real.shape), facts)
    assert found.origins.first == first


@given(arrays(), st.integers(1, 9))
def test_of_a_large_array_the_range_may_stay_open(real: Any, piece: int) -> None:
    facts, first = facts_of(real)
    with patch.object(scanning, "PIECE", piece), patch.object(scanning, "LARGE", 0):
        found = lifted(real)
    assert (found.facts.nan, found.facts.inf, found.origins.first) == (facts.nan, facts.inf, first)
    assert found.facts.fraction in (facts.fraction, MAYBE)
    if np.isfinite(facts.low):
        assert found.facts.low <= facts.low <= facts.high <= found.facts.high
    if found.facts.reached:
        assert found.facts.ends == facts.ends


def array(
    dtype: str,
    shape: tuple[int, ...],
    facts: Facts = FINITE,
    kind: Kind = Kind.NDARRAY,
    masked: Truth = NO,
    objects: Objects = Objects.ANYTHING,
) -> Array:
    """An array; without a dtype where that has no name here."""
    name = dtypes.dtype(dtype) if dtype else UNKNOWN_DTYPE
    return Array(kind, name, Shape(shape), facts, masked, objects)


def held(low: float, high: float, fraction: Truth = NO) -> Facts:
    """Of finite elements: the least, the greatest, and whether one is no whole number."""
    return Facts(NO, NO, low, high, fraction, reached=True)


def of_objects(*items: object) -> Any:
    """An array of these very objects."""
    made = np.empty(len(items), object)
    made[:] = items
    return made


class Table(np.ndarray):
    """An array of the program's own class."""


HOLES = np.array([[1.0, NAN], [INF, 4.0]])
HOLED = Facts(YES, YES, 1, 4, NO, reached=True)
FIELDS = [("a", "f4"), ("b", "i4")]
OTHERS = [
    (np.float32(0.5), array("float32", (), held(0.5, 0.5, YES), kind=Kind.SCALAR), None),
    (np.float16(NAN),
     array("float16", (), Facts(YES, NO, fraction=NO), kind=Kind.SCALAR), ()),
    (np.True_, array("bool", (), held(1, 1), kind=Kind.SCALAR), None),
    (np.str_("a"), array("str", (), kind=Kind.SCALAR), None),
    (np.zeros((0, 3), ">f4"), array("float32", (0, 3), EMPTY), None),
    (np.array([1, -2.5], "g"), array("longdouble", (2,), held(-2.5, 1, YES)), None),
    (np.array([1, NAN], "G"), array("", (2,), Facts(YES, NO)), (1,)),
    (np.array([2**64 - 1], "u8"),
     array("uint64", (1,), held(2**64 - 1, 2**64 - 1)), None),
    (np.array([[3, NAN]], ml_dtypes.bfloat16),
     array("bfloat16", (1, 2), Facts(YES, NO, 3, 3, NO, reached=True)), (0, 1)),
    (np.array([1, NAN], ml_dtypes.float8_e4m3fn), array("", (2,), UNKNOWN_FACTS), None),
    (np.array([1, 2], ml_dtypes.int4), array("", (2,), UNKNOWN_FACTS), None),
    (np.array([["a"], ["bc"]]), array("str", (2, 1)), None),
    (np.array([b"a"]), array("bytes", (1,)), None),
    (np.array(["2020-02-02", "NaT"], "M8[D]"), array("datetime64", (2,)), None),
    (np.array([1], "m8[s]"), array("timedelta64", (1,)), None),
    (
        np.array([(NAN, 1)], FIELDS),
        Array(
            dtype=dtypes.structured((("a", dtypes.FLOAT32, ()), ("b", dtypes.INT32, ()))),
            shape=Shape((1,)),
        ),
        None,
    ),
    (np.array([(NAN, 1)], FIELDS)["a"],
     array("float32", (1,), Facts(YES, NO, fraction=NO)), (0,)),
    (np.ones(3, "(2,)i2"), array("int16", (3, 2), held(1, 1)), None),
    (np.rec.array([(NAN, 1)], FIELDS), array("", (1,), UNKNOWN_FACTS), None),
    (np.ones((2, 1), "f4").view(Table), array("float32", (2, 1), held(1, 1)), None),
    (np.ma.masked_invalid(HOLES),
     array("float64", (2, 2), HOLED, kind=Kind.MASKED, masked=YES), (0, 1)),
    (np.ma.array(HOLES, mask=False),
     array("float64", (2, 2), HOLED, kind=Kind.MASKED), (0, 1)),
    (np.ma.array([1, 3]), array("int64", (2,), held(1, 3), kind=Kind.MASKED), None),
    (np.ma.masked,
     array("float64", (), held(0, 0), kind=Kind.MASKED, masked=YES), None),
    (of_objects(1, "a", None), array("object", (3,), Facts(NO, NO)), None),
    (of_objects(), array("object", (0,), Facts(NO, NO)), None),
    (of_objects(True, 1, 0.5, np.float32(NAN)),
     array("object", (4,), Facts(YES, NO), objects=Objects.NUMBER), None),
    (of_objects(-INF, 1j),
     array("object", (2,), Facts(NO, YES), objects=Objects.NUMBER), None),
    (of_objects(complex(INF, NAN)),
     array("object", (1,), Facts(YES, YES), objects=Objects.NUMBER), None),
    (of_objects([1, 2], (NAN,), np.array([NAN])),
     array("object", (3,), Facts(NO, NO), objects=Objects.SEQUENCE), None),
    (of_objects([1, 0.5], [], [2]),
     array("object", (3,), Facts(NO, NO), objects=Objects.NUMBERS), None),
    (of_objects([1], ["a"]),
     array("object", (2,), Facts(NO, NO), objects=Objects.SEQUENCE), None),
    (of_objects(None, NAN),
     array("object", (2,), Facts(YES, NO), objects=Objects.NO_STRING), None),
]  # fmt: skip
"""What is lifted, as what, and where its first NaN or Inf is."""


@pytest.mark.parametrize(("real", "expected", "first"), OTHERS)
def test_every_array_has_its_value(
    real: object, expected: Array, first: tuple[int, ...] | None
) -> None:
    found = lifted(real)
    assert found == expected
    assert found.origins.first == first


# ---- memory


def frame_of(data: Any) -> object:
    """A frame of the rows of an array, which it shares."""
    return pd.DataFrame(data.T, copy=False)


@pytest.mark.parametrize(
    "form", (np.asarray, np.asfortranarray, lambda a: a.astype(">f4"), frame_of)
)
def test_a_large_array_is_looked_at_in_little_memory(form: Callable[[Any], object]) -> None:
    data = np.zeros((16, 1 << 20), "float32")
    assert data.nbytes == 64 << 20
    data[-1, -1] = NAN
    thing = form(data)
    lift(form(data[:, :2]))  # what is imported does not count
    tracemalloc.start()
    try:
        found = as_numpy(lift(thing))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(found, Array)
    last = tuple(n - 1 for n in found.shape.dims if isinstance(n, int))
    assert (found.facts.nan, found.facts.inf, found.origins.first) == (YES, NO, last)
    assert peak < 4 << 20, peak


# ---- TensorFlow's data

CHECKS = Path(__file__).with_name("tensor_checks.py")
TOOLS = {"run", "same", "arrays", "tensor", "of", "generated"}
NAMES = [
    node.name
    for node in ast.parse(CHECKS.read_text("utf8")).body
    if isinstance(node, ast.FunctionDef) and node.name not in TOOLS
]


@pytest.mark.parametrize("name", NAMES)
def test_what_tensorflow_owns(reality: Reality, name: str) -> None:
    outcome = reality.run(
        f"import sys\nsys.path.append({str(ROOT)!r})\n"
        f"from tests.lift.tensor_checks import run\nrun({name!r})\n",
    )
    assert outcome.ok, outcome.said
