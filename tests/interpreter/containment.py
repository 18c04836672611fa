"""Whether a real value lies inside what the interpreter knows of it."""

import math
from types import GeneratorType
from typing import Any

import numpy as np

from ndlint.interpreter.objects import Closure, Instance, UserClass
from ndlint.interpreter.state import State
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    UNKNOWN,
    Bool,
    Dict,
    Float,
    Int,
    List,
    Nothing,
    Opaque,
    Ref,
    Str,
    Tuple,
    Value,
)
from ndlint.values.dtype import canonical
from ndlint.values.facts import Facts, Truth

DEPTH = 6


def misses(state: State, value: Value, real: Any, path: str, depth: int = 0) -> list[str]:
    """Where the real value is not what the interpreter takes it for."""
    known = state.peek(value) if isinstance(value, Ref) else value
    if depth > DEPTH:
        return []

    def inner(item: Value, part: Any, at: str) -> list[str]:
        return misses(state, item, part, f"{path}{at}", depth + 1)

    wrong = [f"{path}: {known} but really {real!r}"]
    match known:
        case Nothing():
            return [] if real is None else wrong
        case Int() | Float() | Bool() | Str():
            return [] if _is_scalar(known, real) else wrong
        case List(None, each, length, is_filled):
            if type(real) is not list or (is_filled and not real):
                return wrong
            if isinstance(length, int) and length != len(real):
                return wrong
            return [m for i, part in enumerate(real) for m in inner(each, part, f"[{i}]")]
        case Tuple(items) | List(items) if items is not None:
            if not isinstance(real, tuple if isinstance(known, Tuple) else list):
                return wrong
            if len(items) != len(real):
                return wrong
            return [m for i, item in enumerate(items) for m in inner(item, real[i], f"[{i}]")]
        case Dict(items):
            if type(real) is not dict:
                return wrong
            if items is None:
                return [m for k, v in real.items() for m in inner(known.each, v, f"[{k!r}]")]
            keys = [getattr(k, "text", getattr(k, "number", None)) for k, _ in items]
            if keys != list(real) or len(items) != len(real):
                return wrong
            return [
                m
                for k, (_, v) in zip(keys, items, strict=True)
                for m in inner(v, real[k], f"[{k!r}]")
            ]
        case Array():
            return [] if _is_array(known, real) else wrong
        case Instance(attributes=attributes):
            if type(real).__name__ != known.cls.name:
                return wrong
            sure = [(k, v) for k, v in attributes if v != UNKNOWN]  # others may not be there
            if any(not hasattr(real, k) for k, _ in sure):
                return wrong
            return [m for k, v in sure for m in inner(v, getattr(real, k), f".{k}")]
        case Closure():
            return [] if callable(real) else wrong
        case UserClass():
            return [] if isinstance(real, type) and real.__name__ == known.name else wrong
        case Opaque("builtins.set"):
            return [] if isinstance(real, set | frozenset) else wrong
        case Opaque("builtins.generator"):
            return [] if isinstance(real, GeneratorType) else wrong
    return []


def _is_scalar(known: Value, real: Any) -> bool:
    match known:
        case Int():
            return type(real) is int and known.number in (None, real)
        case Bool(truth):
            return isinstance(real, bool | np.bool_) and (truth is None or truth == real)
        case Str(text):
            return type(real) is str and text in (None, real)
        case Float(number):
            return type(real) is float and (number is None or repr(number) == repr(real))
    return False


def _is_array(known: Array, real: Any) -> bool:
    wanted = np.generic if known.kind is Kind.SCALAR else np.ndarray
    if known.is_tensor or not isinstance(real, wanted):
        return False
    if known.dtype.names and canonical(real.dtype.name) not in known.dtype.names:
        return False
    if known.shape.rank_known and len(known.shape.dims) != real.ndim:
        return False
    if len(known.shape.dims) > real.ndim:
        return False
    for dim, size in zip(reversed(known.shape.dims), reversed(real.shape), strict=False):
        if isinstance(dim, int) and dim != size:
            return False
    return real.dtype.kind not in "fiub" or _has_facts(known.facts, np.asarray(real))


def _has_facts(facts: Facts, real: Any) -> bool:
    for claim, found in ((facts.nan, np.isnan(real)), (facts.inf, np.isinf(real))):
        if (claim is Truth.YES and not found.any()) or (claim is Truth.NO and found.any()):
            return False
    finite = real[np.isfinite(real)] if real.ndim else real.reshape(1)[np.isfinite(real.reshape(1))]
    if not finite.size:
        return True
    slack = 1e-6 * max(1.0, float(np.abs(finite).max()))
    return (facts.low - slack <= finite.min() and finite.max() <= facts.high + slack) or math.isnan(
        slack
    )
