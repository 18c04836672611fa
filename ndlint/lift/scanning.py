"""Looks at every element of an array, piece by piece: what the elements are, and where the
first NaN or Inf is. The pieces are small enough for the processor's cache, and nothing as
large as the array is made."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from ndlint.values.array import Objects
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, Facts, Truth

PIECE = 1 << 16
"""How many elements are looked at together."""
LARGE = 16 * PIECE
"""Of more floating-point elements, only NaN and Inf are told, not the range."""
NUMBERS = (bool, int, float, complex, np.generic)
PLAIN = (int, float)
"""The numbers in lists of which more is told than that they are lists."""
SEQUENCES = (list, tuple, np.ndarray)
FLOATS = (float, complex, np.inexact)
ENDLESS = (float("inf"), float("-inf"))
NOTHING_SEEN = Facts(Truth.NO, Truth.NO, fraction=Truth.NO)


class Scan(Struct, frozen=True):
    """What an array holds. `first` is the index of its first NaN or Inf, in the order of C."""

    facts: Facts
    first: tuple[int, ...] | None = None


def scan(data: Any) -> Scan:
    """The facts of an ndarray, exactly."""
    if data.dtype.kind == "O":
        return Scan(_of_objects(data))
    if data.dtype.kind in "SUTMm":
        return Scan(FINITE)
    # ml_dtypes' bfloat16 is no kind of NumPy's own; into its others, and fields, nobody looks.
    if data.dtype.kind not in "biufc" and data.dtype.name != "bfloat16":
        return Scan(UNKNOWN_FACTS)
    facts, first, seen = NOTHING_SEEN, None, 0
    only_finite = data.size > LARGE and data.dtype.kind == "f"
    for piece in _pieces(data):
        if only_finite and _is_finite(piece):
            here, where = FINITE, None
        else:
            here, where = _of_piece(piece, facts)
        if where is not None and first is None:
            first = tuple(int(i) for i in np.unravel_index(seen + where, data.shape))
        facts = _both(facts, here)
        seen += len(piece)
    return Scan(facts, first)


def objects_of(data: Any) -> Objects:
    """What every element of an array of objects is."""
    kinds = {type(item) for item in data.flat} if data.dtype.kind == "O" else set()
    if not kinds or any(issubclass(kind, str | bytes) for kind in kinds):
        return Objects.ANYTHING
    if all(issubclass(kind, NUMBERS) for kind in kinds):
        return Objects.NUMBER
    if all(issubclass(kind, SEQUENCES) for kind in kinds):
        is_flat = kinds == {list} and all(type(n) in PLAIN for row in data.flat for n in row)
        return Objects.NUMBERS if is_flat else Objects.SEQUENCE
    return Objects.NO_STRING


def _pieces(data: Any) -> Iterator[Any]:
    """Flat pieces of the array in the order of C, as they lie there where that is so."""
    native = data.dtype.isnative and data.dtype.name != "bfloat16"
    if data.flags.c_contiguous and native:
        flat = data.reshape(-1)
        for start in range(0, flat.size, PIECE):
            yield flat[start : start + PIECE]
        return
    kind = np.dtype("float32") if data.dtype.name == "bfloat16" else data.dtype.newbyteorder("=")
    yield from np.nditer(
        data,
        ["external_loop", "buffered", "zerosize_ok"],
        ["readonly"],
        op_dtypes=[kind],
        order="C",
        casting="safe",
        buffersize=PIECE,
    )


def _is_finite(piece: Any) -> bool:
    """Whether certainly no element is NaN or Inf: either spreads to the sum of the squares."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(np.dot(piece, piece)))


def _of_piece(piece: Any, before: Facts) -> tuple[Facts, int | None]:
    """The facts of a flat piece, and where in it the first NaN or Inf is.

    What is sure by the facts of the pieces before is not looked for. Both ends of the range
    tell of NaN and Inf, too: NaN spreads to them.
    """
    if not piece.size:
        return NOTHING_SEEN, None
    if piece.dtype.kind == "c":
        return _of_complex(piece)
    low, high = piece.min(), piece.max()
    if piece.dtype.kind != "f":
        varied = not before.varied and _lies_between(piece, low, high)
        return Facts(Truth.NO, Truth.NO, int(low), int(high), Truth.NO, True, varied), None
    nan = inf = Truth.NO
    first = None
    if not (np.isfinite(low) and np.isfinite(high)):
        finite = np.isfinite(piece)
        first = int(finite.argmin())
        nan = Truth.YES if np.isnan(piece).any() else Truth.NO
        inf = Truth.YES if np.isinf(piece).any() else Truth.NO
        piece = piece[finite]
        if not piece.size:
            return Facts(nan, inf, fraction=Truth.NO), first
        low, high = piece.min(), piece.max()
    fraction = Truth.NO
    if before.fraction is Truth.NO and bool((np.rint(piece) != piece).any()):
        fraction = Truth.YES
    varied = not before.varied and _lies_between(piece, low, high)
    return Facts(nan, inf, float(low), float(high), fraction, True, varied), first


def _lies_between(piece: Any, low: Any, high: Any) -> bool:
    """Whether an element lies between the ends."""
    return bool(low != high and ((piece > low) & (piece < high)).any())


def _of_complex(piece: Any) -> tuple[Facts, int | None]:
    finite = np.isfinite(piece)
    if finite.all():
        return Facts(Truth.NO, Truth.NO), None
    nan, inf = (Truth.YES if f(piece).any() else Truth.NO for f in (np.isnan, np.isinf))
    return Facts(nan, inf), int(finite.argmin())


def _both(facts: Facts, others: Facts) -> Facts:
    """The facts of all elements of two pieces; a piece without finite ones has no range."""
    if not facts.has_ends and facts.fraction is Truth.NO:
        facts, others = others, facts
    if not others.has_ends and others.fraction is Truth.NO:
        return replace(facts, nan=facts.nan.either(others.nan), inf=facts.inf.either(others.inf))
    return facts.both(others)


def _of_objects(data: Any) -> Facts:
    """NaN and Inf among the numbers of an array of objects."""
    nan = inf = Truth.NO
    for item in data.flat:
        if isinstance(item, FLOATS):
            nan = Truth.YES if item != item else nan
            inf = Truth.YES if item.real in ENDLESS or item.imag in ENDLESS else inf
    return Facts(nan, inf)
