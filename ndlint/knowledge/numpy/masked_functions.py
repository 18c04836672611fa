"""numpy.ma's own versions of NumPy's functions.

They work on masked arrays and return them. What the plain function knows of a masked array
holds of them, too; where it works on data and mask alike, what it knows of the data does.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from ndlint.knowledge import binding
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.numpy.outcome import as_some_array, either_masked
from ndlint.knowledge.registry import MODELS, models
from ndlint.values.array import Array, Kind
from ndlint.values.base import UNKNOWN, List, Value, elements
from ndlint.values.facts import Truth

OF_ONE = frozenset({
    "abs", "absolute", "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctanh", "ceil",
    "conjugate", "cos", "cosh", "exp", "fabs", "floor", "log", "log10", "log2", "logical_not",
    "negative", "sin", "sinh", "sqrt", "tan", "tanh",
})  # fmt: skip
OF_TWO = frozenset({
    "add", "arctan2", "bitwise_and", "bitwise_or", "bitwise_xor", "divide", "equal", "floor_divide",
    "fmod", "greater", "greater_equal", "hypot", "less", "less_equal", "logical_and", "logical_or",
    "logical_xor", "mod", "multiply", "not_equal", "remainder", "subtract", "true_divide",
})  # fmt: skip
SHAPING = frozenset({"ravel", "swapaxes", "expand_dims"})
OF_ITSELF = frozenset({"reshape", "transpose"})
REDUCING = frozenset({"sum", "mean", "prod", "max", "min", "any", "all"})
JOINING = frozenset({"concatenate", "stack", "vstack", "hstack", "dstack", "column_stack"})
MAKING = frozenset({"arange", "empty", "identity", "indices"})
LIKE = frozenset({"empty_like", "ones_like", "zeros_like"})
NOT_FOLLOWED = (
    "allclose", "allequal", "anom", "anomalies", "append", "argmax", "argmin", "argsort", "around",
    "atleast_1d", "atleast_2d", "atleast_3d", "average", "clip", "compress_cols", "compress_rows",
    "copy", "corrcoef", "count", "count_masked", "cov", "cumprod", "cumsum", "diag", "diagonal",
    "diff", "dot", "getmask", "inner", "intersect1d", "isin", "is_mask", "make_mask",
    "make_mask_none", "mask_or", "masked_all", "masked_all_like", "masked_object", "maximum",
    "median", "minimum", "ndim", "nonzero", "notmasked_contiguous", "outer", "polyfit", "power",
    "ptp", "repeat", "resize", "round", "setdiff1d", "shape", "size", "sort", "squeeze", "std",
    "take", "trace", "union1d", "unique", "var", "where",
)  # fmt: skip


def _masked(value: Value) -> Value:
    """The masked array that numpy.ma makes of an operand first."""
    array = as_some_array(value)
    return UNKNOWN if array is None else replace(array, kind=Kind.MASKED)


def _plain(path: str, args: Iterable[Value], kwargs: dict[str, Value]) -> Value:
    """What the model of a function of NumPy's says."""
    function = MODELS[path].function
    bound = binding.bind(function, Arguments(tuple(args), kwargs))
    result = UNKNOWN if bound is None else binding.call(function, bound)
    return result if isinstance(result, Value) else UNKNOWN


def _still_masked(value: Value) -> Value:
    """A masked array with axes; without any, it may be a number or `np.ma.masked`."""
    is_sure = isinstance(value, Array) and value.kind is Kind.MASKED and value.shape.rank
    return value if is_sure else UNKNOWN


def _of_operands(name: str, count: int) -> Callable[..., Value]:
    def call(*args: Value, **kwargs: Value) -> Value:
        """As the plain function does with masked arrays."""
        if len(args) < count:
            return UNKNOWN
        operands = [_masked(a) for a in args[:count]]
        return _still_masked(_plain(f"numpy.{name}", (*operands, *args[count:]), kwargs))

    return call


def _of_itself(name: str) -> Callable[..., Value]:
    def call(a: Value, *args: Value, **kwargs: Value) -> Value:
        """As the array's own method does: an array that is not masked stays so."""
        return _plain(f"numpy.{name}", (a, *args), kwargs) if isinstance(a, Array) else UNKNOWN

    return call


def _reducing(name: str) -> Callable[..., Value]:
    def call(obj: Value, *args: Value, **kwargs: Value) -> Value:
        """A number, where nothing is hidden; else nothing is known."""
        result = _plain(f"numpy.{name}", (_masked(obj), *args), kwargs)
        is_number = isinstance(result, Array) and result.kind is Kind.SCALAR
        return result if is_number else UNKNOWN

    return call


def _joining(name: str) -> Callable[..., Value]:
    def call(arrays: Value, *args: Value, **kwargs: Value) -> Value:
        """The data is put together, and so are the masks."""
        parts = [as_some_array(a) for a in elements(arrays) or ()]
        known = [p for p in parts if p is not None]
        if not known or len(known) < len(parts):
            return UNKNOWN
        data = List(tuple(replace(p, kind=Kind.NDARRAY, masked=Truth.NO) for p in known))
        result = _plain(f"numpy.{name}", (data, *args), kwargs)
        if not isinstance(result, Array):
            return UNKNOWN
        return _still_masked(replace(result, kind=Kind.MASKED, masked=either_masked(known)))

    return call


def _making(name: str) -> Callable[..., Value]:
    def call(*args: Value, **kwargs: Value) -> Value:
        """A masked array that hides nothing."""
        if name in LIKE and (not isinstance(args[0], Array) or args[0].kind is Kind.MASKED):
            return UNKNOWN  # it may take a mask over
        result = _plain(f"numpy.{name}", args, kwargs)
        if not isinstance(result, Array):
            return UNKNOWN
        return _still_masked(replace(result, kind=Kind.MASKED, masked=Truth.NO))

    return call


def not_followed(*args: Value, **kwargs: Value) -> Value:
    """Not known; the arguments stay as they are."""
    return UNKNOWN


KNOWN = {
    **{name: _of_operands(name, 1) for name in OF_ONE | SHAPING},
    **{name: _of_itself(name) for name in OF_ITSELF},
    **{name: _of_operands(name, 2) for name in OF_TWO},
    **{name: _reducing(name) for name in REDUCING},
    **{name: _joining(name) for name in JOINING},
    **{name: _making(name) for name in MAKING | LIKE},
    **dict.fromkeys(NOT_FOLLOWED, not_followed),
}
for _name, _function in sorted(KNOWN.items()):
    models(f"numpy.ma.{_name}")(_function)
models("numpy.ma.amax")(KNOWN["max"])
models("numpy.ma.amin")(KNOWN["min"])
