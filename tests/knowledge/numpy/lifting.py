"""Real values as abstract ones, and whether a real value lies inside an abstract one."""

from collections.abc import Sequence
from math import isfinite
from typing import Any

import numpy as np
from msgspec.structs import replace

from ndlint.knowledge.binding import DTypeValue
from ndlint.knowledge.numpy.casting import REAL
from ndlint.lift.arrays import lift_array
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Complex,
    Ellipse,
    Float,
    Int,
    List,
    Name,
    Nothing,
    Slice,
    Str,
    Tuple,
    Unknown,
    Value,
)
from ndlint.values.dataset import Elements
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.dtype import UNKNOWN_DTYPE, DType
from ndlint.values.facts import UNKNOWN_FACTS, Facts, Truth
from ndlint.values.shape import UNKNOWN_SHAPE, Shape
from ndlint.values.unknown_shape import ShapeOf


def lift(real: Any) -> Value:
    """Any argument of a call, exactly."""
    match real:
        case Value():
            return real
        case None:
            return NOTHING
        case np.ndarray() | np.generic():
            return lift_array(real)
        case bool():
            return Bool(real)
        case int():
            return Int(real)
        case float():
            return Float(real)
        case str():
            return Str(real)
        case complex():
            return Complex()
        case tuple():
            return Tuple(tuple(map(lift, real)))
        case list():
            return List(tuple(map(lift, real)))
        case slice():
            return Slice(lift(real.start), lift(real.stop), lift(real.step))
        case np.dtype():
            return DTypeValue(DType(frozenset({dtypes.canonical(real.name) or ""})))
        case type():
            module = "numpy" if issubclass(real, np.generic) else "builtins"
            return Name(f"{module}.{real.__name__}")
    return Ellipse() if real is ... else UNKNOWN


def inside(real: Any, value: Value, exact: bool = False) -> str | None:
    """Why the real value is not what `value` says, or None; `exact`: dtype and shape are known."""
    match value:
        case Unknown():
            return "nothing is known" if exact else None
        case Array():
            return _array_inside(real, value, exact)
        case Int():
            known = value.number is None or value.number == real
            return None if type(real) is int and known else f"{real!r} is not {value}"
        case Float():
            known = value.number is None or repr(value.number) == repr(real)
            return None if type(real) is float and known else f"{real!r} is not {value}"
        case Complex():
            return None if type(real) is complex else f"{real!r} is no complex number"
        case Bool():
            known = value.truth is None or value.truth is real
            return None if type(real) is bool and known else f"{real!r} is not {value}"
        case Str():
            return None if isinstance(real, str) else f"{real!r} is no string"
        case Nothing():
            return None if real is None else f"{real!r} is not None"
        case Slice():
            pairs = ((real.start, value.start), (real.stop, value.stop), (real.step, value.step))
            return _first(inside(part, known, exact) for part, known in pairs)
        case Ellipse():
            return None if real is ... else f"{real!r} is not ..."
        case Elements(element):
            return _first(inside(each, element, exact) for each in real)
        case DTypeValue(dtype):
            fits = not dtype.names or dtypes.canonical(real.name) in dtype.names
            return None if fits else f"{real!r} is not {dtype}"
        case Tuple(items):
            if not isinstance(real, tuple) or len(real) != len(items):
                return f"{real!r} is no tuple of {len(items)}"
            return _first(inside(r, i, exact) for r, i in zip(real, items, strict=True))
        case List(items):
            if not isinstance(real, list):
                return f"{real!r} is no list"
            if items is None:
                return None
            if len(real) != len(items):
                return f"{len(real)} items, not {len(items)}"
            return _first(inside(r, i, exact) for r, i in zip(real, items, strict=True))
        case ShapeOf():
            return None if isinstance(real, tuple) else f"{real!r} is no shape"
        case _ if hasattr(value, "path"):
            return None if type(real).__name__ == value.path.rpartition(".")[2] else f"{real!r}"
    return f"{value!r} is not checked"


def _first(problems: Any) -> str | None:
    return next((p for p in problems if p), None)


class _Latest:
    """The array lifted last: one result is compared with many values."""

    real: Any = None
    lifted = Array()


def _lifted(real: Any) -> Array:
    if _Latest.real is not real:
        _Latest.real, _Latest.lifted = real, lift_array(real)
    return _Latest.lifted


def _array_inside(real: Any, value: Array, exact: bool) -> str | None:
    if not isinstance(real, np.ndarray | np.generic):
        return f"{real!r} is no array but {value} was inferred"
    it = _lifted(real)
    may_be_scalar = value.kind is Kind.NDARRAY and value.shape.rank in (None, 0)
    if it.kind is not value.kind and not (it.kind is Kind.SCALAR and may_be_scalar and not exact):
        return f"{it.kind} is not {value.kind}"
    if not (value.dtype.names >= it.dtype.names or value.dtype == UNKNOWN_DTYPE):
        return f"{it.dtype} is not {value.dtype}"
    if exact and value.dtype != it.dtype:
        return f"the dtype {it.dtype} is only known as {value.dtype}"
    if exact and value.shape != it.shape:
        return f"the shape {it.shape} is only known as {value.shape}"
    return _shape_inside(it.shape, value.shape) or wrong_elements(it, value)


def wrong_elements(it: Array, value: Array) -> str | None:
    """Why the elements of the lifted array are not what `value` says, or None."""
    return (
        _truth_inside("nan", it.facts.nan, value.facts.nan)
        or _truth_inside("inf", it.facts.inf, value.facts.inf)
        or _truth_inside("masked", it.masked, value.masked)
        or _range_inside(it.facts, value.facts)
        or _elements_inside(it.facts, value.facts)
        or _fraction_inside(it, value)
        or _objects_inside(it, value)
    )


def _shape_inside(real: Shape, value: Shape) -> str | None:
    too_long = len(value.dims) > len(real.dims)
    if too_long or (value.rank_known and len(value.dims) != len(real.dims)):
        return f"the shape {real} is not {value}"
    for size, known in zip(reversed(real.dims), reversed(value.dims), strict=False):
        if isinstance(known, int) and known != size:
            return f"the shape {real} is not {value}"
    return None


def _fraction_inside(it: Array, value: Array) -> str | None:
    if not it.dtype.is_one_of(REAL):
        return None  # nobody looked
    return _truth_inside("fraction", it.facts.fractions, value.facts.fractions)


def _objects_inside(it: Array, value: Array) -> str | None:
    holds = value.objects.join(it.objects) is value.objects or it.shape.size == 0
    return None if holds else f"an element is {it.objects.value}, not {value.objects.value}"


def _truth_inside(what: str, real: Truth, value: Truth) -> str | None:
    # Into fields, dates and strings the lift does not look: that it may be so says nothing.
    return (
        None if Truth.MAYBE in (real, value) or value is real else f"{what} is {real}, not {value}"
    )


def _range_inside(real: Facts, facts: Facts) -> str | None:
    if not isfinite(real.low) or (facts.low <= real.low and real.high <= facts.high):
        return None
    return f"[{real.low}, {real.high}] is not in [{facts.low}, {facts.high}]"


def _elements_inside(real: Facts, facts: Facts) -> str | None:
    """Whether what is claimed of single elements holds, if there are finite ones."""
    if not real.reached:
        return None
    if facts.reached and real.ends != facts.ends:
        return f"the ends {facts.ends} are no elements: {real.ends} are"
    is_varied = real.varied or any(facts.low < end < facts.high for end in real.ends)
    return f"no element lies in {facts.ends}" if facts.varied and not is_varied else None


def weakenings(value: Value) -> Sequence[Value]:
    """Values that know less: each must still hold of what the exact one holds of."""
    match value:
        case Array():
            some = Facts(
                value.facts.nan.weakened() if value.facts.nan is Truth.NO else Truth.MAYBE,
                Truth.MAYBE,
                value.facts.low - 1,
                value.facts.high + 1,
            )
            open_shape = Shape(tuple(UNKNOWN_DIM for _ in value.shape.dims))
            last = replace(value, shape=Shape(value.shape.dims[-1:], rank_known=False))
            return [
                replace(value, facts=UNKNOWN_FACTS),
                replace(value, facts=some),
                replace(value, dtype=UNKNOWN_DTYPE),
                replace(value, dtype=DType(value.dtype.names | {"float32", "int64"})),
                replace(value, shape=open_shape),
                replace(value, shape=Shape((UNKNOWN_DIM, *value.shape.dims[1:])))
                if value.shape.dims
                else value,
                replace(value, shape=UNKNOWN_SHAPE),
                last,
                Array(value.kind, masked=Truth.MAYBE),
            ]
        case Int():
            return [Int()]
        case Float():
            return [Float()]
        case Bool():
            return [Bool()]
        case Str():
            return [Str()]
        case Tuple(items) if items:
            return [Tuple((weak, *items[1:])) for weak in weakenings(items[0])] + [
                Tuple((*items[:-1], weak)) for weak in weakenings(items[-1])
            ]
        case List(items) if items:
            return [List(None), UNKNOWN] + [
                List((*items[:-1], weak)) for weak in weakenings(items[-1])
            ]
        case Slice(start, stop, step):
            return [Slice(w, stop, step) for w in weakenings(start)] + [
                Slice(start, w, step) for w in weakenings(stop)
            ]
    return [] if isinstance(value, Nothing | Ellipse | Unknown) else [UNKNOWN]
