"""Functions of NumPy that change none of their arguments, and of whose result nothing is claimed.

A function that is not modelled at all may change what it is given.
"""

from ndlint.knowledge.registry import models
from ndlint.values.base import NOTHING, UNKNOWN, Value

PURE = (
    "array2string", "array_repr", "array_str", "can_cast", "convolve", "corrcoef", "correlate",
    "cov", "digitize", "ediff1d", "finfo", "gradient", "histogram", "histogram2d",
    "histogram_bin_edges", "iinfo", "in1d", "interp", "intersect1d", "iscomplexobj",
    "isrealobj", "iterable", "lexsort", "may_share_memory", "meshgrid", "polyfit", "polyval",
    "promote_types", "result_type", "roots", "searchsorted", "select", "setdiff1d", "setxor1d",
    "shares_memory", "trace", "trapezoid", "trapz", "union1d", "unravel_index", "vander",
    "fft.fft", "fft.fft2", "fft.fftfreq", "fft.fftshift", "fft.ifft", "fft.rfft", "linalg.cholesky",
    "linalg.cond", "linalg.det", "linalg.eig", "linalg.eigh", "linalg.eigvals", "linalg.inv",
    "linalg.lstsq", "linalg.matrix_power", "linalg.matrix_rank", "linalg.multi_dot",
    "linalg.pinv", "linalg.qr", "linalg.solve", "linalg.svd", "ndarray.dump", "ndarray.dumps",
    "ndarray.searchsorted", "ndarray.tobytes", "ndarray.tofile", "ndarray.trace",
)  # fmt: skip
SILENT = (
    "set_printoptions", "testing.assert_allclose", "testing.assert_almost_equal",
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
