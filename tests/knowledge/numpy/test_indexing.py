"""Subscripts, attributes and operators against NumPy."""

import copy
import operator
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ndlint.knowledge.numpy import attributes, indexing, ufuncs
from ndlint.lift.arrays import lift_array
from ndlint.values import shape as shapes
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Int, Tuple
from ndlint.values.dimension import UNKNOWN_DIM, add
from ndlint.values.shape import Shape
from tests.knowledge.numpy.cases import check, infer, quietly
from tests.knowledge.numpy.lifting import inside, lift, weakenings

nan, inf = float("nan"), float("inf")
V = np.arange(5.0)
M = np.arange(12.0).reshape(3, 4)
C = np.arange(24, dtype="uint8").reshape(2, 3, 4)
N = np.array([1.0, nan, inf])
EMPTY = np.zeros((0, 3), "float32")
HIDDEN = np.ma.masked_invalid([1.0, nan, 2.0])
OBJECTS = np.array([1, 2.5, True], object)

KEYS: list[tuple[Any, Any]] = [
    (V, 0), (V, -5), (V, np.int64(2)), (V, slice(1, 3)), (V, slice(None, None, -1)),
    (V, slice(None, None, 2)), (V, slice(10, 20)), (V, slice(-2, None)), (V, ...), (V, None),
    (V, [0, 1]), (V, []), (V, np.array([[0, 1], [2, 3]])), (V, V > 2),
    (V, [True, False] * 2 + [True]),
    (V, (0, ...)), (V, (None, slice(None), None)), (V, (slice(None, 3), None)), (V, ()),
    (M, 0), (M, (0, 1)), (M, (slice(None), 0)), (M, (slice(None), [0, 1])), (M, ([0, 1], [2, 3])),
    (M, (0, [1, 2])), (M, M > 3), (M, M[:, 0] > 3), (M, (slice(None), M[0] > 1)), (M, (..., 0)),
    (M, (..., None)), (M, (slice(0, 2), slice(1, 3))), (M, (M[:, 0] > 0, 0)), (M, (np.int32(1),)),
    (M, (slice(None), np.newaxis, slice(None))), (M, slice(0, 0)), (M, (slice(None), slice(3, 1))),
    (C, 1), (C, (1, 2)), (C, (1, 2, 3)), (C, (..., 0)), (C, (0, ..., 0)),
    (C, (0, slice(None), [0, 1])),
    (C, ([0, 1], slice(None), [0, 1])), (C, (slice(None), [0, 1], [0, 1])),
    (C, (slice(None), 0, [0, 1])),
    (C, (0, slice(None), 0)), (C, (None, 0, None, ..., None)), (C, C > 3), (C, (C[:, :, 0] > 3)),
    (C, (..., C[0, 0] > 1)), (C, (np.array([0, 1])[:, None], np.array([0, 1, 2]))),
    (N, 0), (N, slice(None)), (N, slice(0, 3)), (N, slice(0, 2)), (N, ~np.isnan(N)), (N, [0]),
    (EMPTY, slice(None)), (EMPTY, (slice(None), 0)), (HIDDEN, slice(0, 2)), (HIDDEN, slice(None)),
    (np.float32(3), ...), (np.float32(3), ()), (np.ones((1, 1)), (0,)), (np.array(["a", "b"]), 0),
    (np.array([None, {}]), 0), (OBJECTS, slice(0, 2)), (OBJECTS, [0]), (OBJECTS, None),
    (V, True), (V, slice(np.int64(1), np.int64(3))),
    (C, np.zeros((0, 3), bool)), (C, np.zeros((2, 0), bool)), (V, np.zeros(0, bool)),
]  # fmt: skip
BAD_KEYS: list[tuple[Any, Any]] = [
    (V, 5), (V, -6), (V, (0, 0)), (M, (3, 0)), (M, (0, 4)), (M, (0, 0, 0)), (M, (..., ...)),
    (M, V > 2), (M, ([0, 1], [0, 1, 2])), (np.float32(3), 0), (M, M[:2] > 3), (EMPTY, 0),
    (M, [0, 7]), (V, -np.arange(7)), (M, V), (V, 1.0), (M, (slice(None), [4])), (EMPTY, [0]),
    (C, np.zeros((1, 0), bool)), (C, np.zeros((0, 5), bool)), (EMPTY, np.zeros((1,), bool)),
]  # fmt: skip
VALUES: list[tuple[Any, Any, Any]] = [
    (V, 0, nan), (V, slice(1, 3), inf), (V, slice(0, 0), nan), (V, slice(None), nan), (V, ..., 3),
    (V, V > 2, nan), (V, V > 20, nan), (V, [0], nan), (N, slice(None), 1.0), (N, ..., 0),
    (N, 0, 2.0),
    (N, np.isnan(N), 0), (M, (0, 0), -5), (M, slice(None), np.arange(4)), (M, 0, np.ones((1, 4))),
    (M, (slice(None), 0), [1, 2, 3]), (C, ..., 300.0), (C, 0, 7.9), (C, ..., np.float32(3)),
    (EMPTY, ..., nan), (EMPTY, slice(None), nan), (HIDDEN, 0, nan), (HIDDEN, ..., 0.0),
    (V.astype("int64"), 0, nan), (V.astype("int64"), slice(1, 2), inf), (V, slice(0, 2), [1, 2, 3]),
    (M, ..., np.ones(3)), (M, 0, np.ones((2, 4))), (V, 7, 1), (V > 1, 0, nan), (V, 0, np.ma.masked),
    (V.astype("float16"), 0, 1e30), (V, 0, np.ones(1)), (V, 0, True), (OBJECTS, 0, 2.5),
    (OBJECTS, 0, "a"), (OBJECTS, slice(None), np.arange(3)), (OBJECTS, 1, np.ones(2)),
    (OBJECTS, 1, None), (OBJECTS, ..., "a"), (C, 0, 300), (C, C > 3, -1),
    (C[0], (0, 0), np.ones(3)),
    (V.astype("int64"), [0], nan), (V.astype("complex64"), 0, np.ones(3)), (M, [0, 9], 1),
    (C, [4], -1), (C, ([0, 9], 0), 300), (V.astype("int64"), [9], nan), (C, 4, -1), (V, [9], M),
]  # fmt: skip


@pytest.mark.parametrize(("a", "key"), KEYS, ids=repr)
def test_index(a: Any, key: Any) -> None:
    real = quietly(lambda: a[key])
    array, abstract = lift_array(a), lift(key)
    masks = [k for k in (key if isinstance(key, tuple) else (key,)) if _is_mask(k)]
    opaque = a.dtype.kind in "OU" or key is True
    assert (
        check(real, partial(indexing.index, array, abstract), not (masks or opaque), False) is None
    )
    for weak in weakenings(array):
        assert isinstance(weak, Array)
        assert check(real, partial(indexing.index, weak, abstract), False, False) is None, weak
    for weak in weakenings(abstract):
        assert check(real, partial(indexing.index, array, weak), False, False) is None, weak
    if indexing.is_basic(abstract) and isinstance(real, np.ndarray) and real.size and a.shape:
        assert np.shares_memory(real, a)


def _is_mask(key: Any) -> bool:
    return (
        np.asarray(key).dtype == bool if isinstance(key, list | np.ndarray) and len(key) else False
    )


@pytest.mark.parametrize(("a", "key"), BAD_KEYS, ids=repr)
def test_bad_index(a: Any, key: Any) -> None:
    real = quietly(lambda: a[key])
    assert isinstance(real, IndexError)
    assert check(real, partial(indexing.index, lift_array(a), lift(key)), False, True) is None


@pytest.mark.parametrize(("a", "key", "value"), VALUES, ids=repr)
def test_assign(a: Any, key: Any, value: Any) -> None:
    def change() -> Any:
        b = copy.deepcopy(a)
        b[key] = value
        return b

    real = quietly(change)
    array, k, v = lift_array(a), lift(key), lift(value)
    certain = not isinstance(real, Exception)
    is_whole = np.shape(value) != () or value != 300.0
    raises = not certain and (a.dtype.kind == "f" or is_whole) and np.shape(value) != (1,)
    assert check(real, partial(indexing.assign, array, k, v), certain, raises) is None
    for weak in weakenings(array):
        assert isinstance(weak, Array)
        assert check(real, partial(indexing.assign, weak, k, v), False, False) is None, weak
    for weak in [*weakenings(k), UNKNOWN]:
        assert check(real, partial(indexing.assign, array, weak, v), False, False) is None, weak
    for weak in [*weakenings(v), UNKNOWN]:
        assert check(real, partial(indexing.assign, array, k, weak), False, False) is None, weak


def test_assigned_nan_is_certain() -> None:
    for key, value, nans in ((0, nan, "yes"), (slice(None), 1.0, "no"), ([0], 1.0, "maybe")):
        start = lift_array(np.array([nan, 1.0]) if value == 1.0 else V)
        assert indexing.assign(start, lift(key), lift(value)).facts.nan.value == nans


OPERATORS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "//": operator.floordiv, "%": operator.mod, "**": operator.pow, "@": operator.matmul,
    "&": operator.and_, "|": operator.or_, "^": operator.xor, "<<": operator.lshift,
    ">>": operator.rshift, "==": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
OPERANDS: list[Any] = [
    V, M, M[0], N, N.astype("float32"), C, C[0, 0], EMPTY, EMPTY[0:0, 0], V > 2, np.zeros(3),
    np.float32(2), np.float64(nan), np.array([-128, 127, 3], "int8"),
    np.array([6e4, -6e4, 0.1], "float16"),
    np.array([0.1, 0.2, 0.7], "float32"), 0, 2, -1, 0.5, 255, 300, nan, inf, True, 0.0, 2.0,
    [1, 2, 3], HIDDEN, np.array(7), np.uint64(2**63), np.array([], "int64"), np.array([-inf, 0, 4]),
]  # fmt: skip


@pytest.mark.parametrize("symbol", OPERATORS)
def test_operators(symbol: str) -> None:
    for left in OPERANDS:
        for right in OPERANDS:
            if isinstance(left, np.ndarray | np.generic) or isinstance(
                right, np.ndarray | np.generic
            ):
                _check_operator(symbol, left, right)


def _check_operator(symbol: str, left: Any, right: Any) -> None:
    real = quietly(lambda: OPERATORS[symbol](left, right))
    x, y = lift(left), lift(right)
    # An integer array to a negative power raises unless it is empty.
    certain = not isinstance(real, Exception) and not (symbol == "**" and np.size(left) == 0)
    problem = check(real, partial(ufuncs.operate, symbol, x, y), certain, False)
    assert problem is None, (problem, symbol, left, right)
    for weak in weakenings(x):
        problem = check(real, partial(ufuncs.operate, symbol, weak, y), False, False)
        assert problem is None, (problem, symbol, weak, right)
    for weak in weakenings(y):
        problem = check(real, partial(ufuncs.operate, symbol, x, weak), False, False)
        assert problem is None, (problem, symbol, left, weak)


@pytest.mark.parametrize("symbol", "-+~")
def test_unary(symbol: str) -> None:
    function: Any = {"-": operator.neg, "+": operator.pos, "~": operator.invert}[symbol]
    for a in OPERANDS:
        if isinstance(a, np.ndarray | np.generic):
            real = quietly(partial(function, a))
            certain = not isinstance(real, Exception)
            assert check(real, partial(ufuncs.unary, symbol, lift(a)), certain, False) is None, a
            for weak in weakenings(lift(a)):
                assert check(real, partial(ufuncs.unary, symbol, weak), False, False) is None, weak


@pytest.mark.parametrize(
    ("symbol", "left", "right", "nans", "infs"),
    [
        ("+", N, 1, "yes", "yes"), ("/", V[1:], 0, "no", "yes"),
        ("/", np.zeros(3), 0.0, "yes", "no"),
        ("/", V, V, "maybe", "maybe"), ("*", M, 2.0, "no", "no"), ("-", V, 1, "no", "no"),
        ("/", C, 255.0, "no", "no"), ("+", N, np.zeros((0, 3)), "maybe", "maybe"),
        ("==", N, 1, "no", "no"), ("**", M, 2, "no", "no"), ("**", -V[1:], 0.5, "yes", "no"),
    ],
)  # fmt: skip
def test_certainty(symbol: str, left: Any, right: Any, nans: str, infs: str) -> None:
    result = ufuncs.operate(symbol, lift(left), lift(right))
    assert isinstance(result, Array)
    assert (result.facts.nan.value, result.facts.inf.value) == (nans, infs)


def test_scaled_pixels() -> None:
    pixels = Array(dtype=lift_array(C).dtype, shape=lift_array(C).shape)
    scaled = ufuncs.operate("/", pixels, lift(255.0))
    assert isinstance(scaled, Array)
    assert (scaled.facts.low, scaled.facts.high) == (0, 1)


ATTRIBUTES = ("shape", "ndim", "size", "dtype", "T", "nbytes", "itemsize", "real", "imag", "mT")


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_attributes(name: str) -> None:
    for a in (V, M, C, N, EMPTY, np.float32(3), np.array(7), HIDDEN, np.ones(2, "complex64")):
        real = quietly(partial(getattr, a, name))
        value = attributes.attribute(lift_array(a), name)
        assert isinstance(real, Exception) or (value and inside(real, value, True) is None), a
        for weak in weakenings(lift_array(a)):
            assert isinstance(weak, Array)
            found = attributes.attribute(weak, name)
            assert found is None or isinstance(real, Exception) or not inside(real, found), weak


def test_masked_attributes() -> None:
    for name in ("data", "mask"):
        value = attributes.attribute(lift_array(HIDDEN), name)
        assert value is not None and inside(getattr(HIDDEN, name), value, True) is None
    assert attributes.attribute(lift_array(V), "reshape") is None


def test_symbols_survive() -> None:
    from ndlint.values.dimension import symbol

    n = symbol(1, 0, "x.shape[0]")
    x = Array(shape=Shape((n, 28, 28)))
    kept = indexing.index(x, lift((slice(None), None)))
    assert isinstance(kept, Array) and kept.shape == Shape((n, 1, 28, 28))
    assert attributes.attribute(x, "shape") == lift((Int(n), 28, 28))
    scaled = ufuncs.operate("/", x, lift(255.0))
    assert isinstance(scaled, Array) and scaled.shape == x.shape
    more = infer("numpy.concatenate", [Tuple((x, Array(shape=Shape((2, 28, 28)))))], {})
    assert isinstance(more, Array) and more.shape == Shape((add(n, 2), 28, 28))
    rows = infer("numpy.zeros", [Tuple((Int(n), Int(10)))], {})
    assert isinstance(rows, Array) and rows.shape == Shape((n, 10))
    places = infer("numpy.arange", [Int(n)], {})
    assert isinstance(places, Array) and places.shape == Shape((n,))


def test_unknown_stays_unknown() -> None:
    for name in ("exp", "mean", "squeeze", "maximum", "clip", "float32"):
        made = infer(f"numpy.{name}", [UNKNOWN] if name != "maximum" else [UNKNOWN, Int(0)], {})
        assert made == UNKNOWN or (isinstance(made, Array) and made.shape.rank is None)
    images = infer("numpy.reshape", [UNKNOWN, lift((-1, 28, 28, 1))], {})
    assert isinstance(images, Array) and images.shape == Shape((UNKNOWN_DIM, 28, 28, 1))


@given(
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3).flatmap(
        lambda s: st.tuples(st.just(s), hnp.basic_indices(s, allow_newaxis=True))
    )
)
def test_any_basic_index(pair: tuple[tuple[int, ...], Any]) -> None:
    shape, key = pair
    a = np.ones(shape)
    assert check(a[key], partial(indexing.index, lift_array(a), lift(key)), True, False) is None


@given(hnp.mutually_broadcastable_shapes(num_shapes=2, min_side=0))
def test_any_broadcast(pair: Any) -> None:
    x, y = pair.input_shapes
    joint = shapes.broadcast(shapes.of(x), shapes.of(y))
    assert joint is not None and joint.numbers == pair.result_shape
