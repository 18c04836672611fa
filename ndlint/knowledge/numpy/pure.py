"""Functions of NumPy that change none of their arguments, and of whose result nothing is claimed.

A function that is not modelled at all may change what it is given.
"""

from ndlint.knowledge.registry import models
from ndlint.values.base import NOTHING, UNKNOWN, Value

PURE = (
    "array2string", "array_repr", "array_str", "asmatrix", "bmat", "busday_count", "busday_offset",
    "common_type", "datetime_as_string", "einsum_path", "format_float_positional",
    "format_float_scientific", "frompyfunc", "get_printoptions", "geterr", "is_busday", "isfortran",
    "matrix", "may_share_memory", "min_scalar_type", "mintypecode", "nditer", "poly1d", "require",
    "shares_memory", "vectorize", "ndarray.dump", "ndarray.dumps",
    "ndarray.tobytes", "ndarray.tofile", "random.BitGenerator", "random.MT19937", "random.PCG64",
    "random.PCG64DXSM", "random.Philox", "random.SFC64", "random.SeedSequence", "random.bytes",
    "random.get_state", "random.RandomState.bytes", "random.RandomState.get_state",
    "random.Generator.bytes", "random.Generator.spawn",
)  # fmt: skip
SILENT = (
    "set_printoptions", "show_config", "random.set_state", "random.RandomState.set_state",
    "testing.assert_allclose", "testing.assert_almost_equal",
    "testing.assert_array_almost_equal", "testing.assert_array_equal", "testing.assert_equal",
)  # fmt: skip


@models(*(f"numpy.{name}" for name in PURE))
def pure(*args: Value, **kwargs: Value) -> Value:
    """Not known."""
    return UNKNOWN


@models(*(f"numpy.{name}" for name in SILENT))
def silent(*args: Value, **kwargs: Value) -> Value:
    """None, where it does not raise."""
    return NOTHING
