"""Every other function of NumPy's that is modelled: called with as many arrays as it needs.

So that no function is left out by being forgotten, this is made from the table of the
knowledge, not from a list of names.
"""

import inspect

from ndlint.knowledge import registry
from tests.numpy_programs import (  # noqa: F401  imported first: these are not the others
    choosing,
    creation,
    elementwise,
    indexing,
    joining,
    products,
    reductions,
    shaping,
)
from tests.numpy_programs.drawing import Drawing
from tests.numpy_programs.operations import OPERATIONS, each, real
from tests.numpy_programs.products import square

APART = (
    "numpy.ma.", "numpy.testing.", "numpy.random.", "numpy.lib.", "numpy.ndarray.dump",
    "numpy.ndarray.to", "numpy.ndarray.__", "numpy.ndarray.filled", "numpy.ndarray.partition",
)  # fmt: skip
"""Masked arrays, tests, files, and generators of random numbers, whose arguments are their own."""
NAMED = frozenset(
    f"numpy.{name}"
    for name in (
        "array2string", "array_repr", "array_str", "can_cast", "dtype", "finfo", "frombuffer",
        "fromfile", "fromiter", "genfromtxt", "iinfo", "load", "loadtxt", "promote_types",
        "result_type", "save", "savetxt", "savez", "savez_compressed", "set_printoptions",
        "linalg.matrix_power", "linalg.multi_dot", "fft.fftfreq", "identity", "geomspace",
    )
)  # fmt: skip
"""What takes or gives no array, or is drawn beside another: `identity` beside `eye`."""
NO_ARRAYS = frozenset(
    f"numpy.{name}"
    for name in (
        "busday_count", "busday_offset", "datetime_as_string", "format_float_positional",
        "format_float_scientific", "fromfunction", "frompyfunc", "is_busday", "mintypecode",
        "typename",
    )
)  # fmt: skip
"""What takes dates, texts, functions or one number: no program calls it with arrays of numbers.

That it raises for them says nothing of shapes and dtypes that a program gets wrong.
"""
VECTORS = frozenset(
    f"numpy.{name}"
    for name in ("convolve", "correlate", "digitize", "histogram2d", "interp", "polyval", "roots",
                 "vander")
)  # fmt: skip
"""What takes arrays of one axis."""
SPELLED = {
    "numpy.select": "np.select([{a} > 0, {a} < 0], [{a}, 1], 0)",
    "numpy.polyfit": "np.polyfit(np.arange({n}), np.arange({n}.0), 1)",
    "numpy.unravel_index": "np.unravel_index({n}, (4, 5))",
    "numpy.cross": "np.cross(np.arange(3), np.ones((2, 3)))",
    "numpy.apply_along_axis": "np.apply_along_axis(np.sum, 0, {a})",
    "numpy.issubdtype": "np.issubdtype({a}.dtype, np.floating)",
    "numpy.isdtype": "np.isdtype({a}.dtype, 'real floating')",
    "numpy.mgrid.__getitem__": "np.mgrid[0:{n}, 0:3]",
    "numpy.ogrid.__getitem__": "np.ogrid[0:{n}, 0:3]",
    "numpy.kaiser": "np.kaiser({n}, 2.0)",
    **{
        f"numpy.{name}": f"np.{name}({{n}})"
        for name in ("bartlett", "base_repr", "binary_repr", "blackman", "diag_indices",
                     "fft.rfftfreq", "hamming", "hanning", "tri", "tril_indices", "triu_indices")
    },
}  # fmt: skip
"""What takes numbers, slices, dtypes or functions, as programs write them."""


def required(name: str) -> int | None:
    """How many arrays the function needs; None where it is no function that tells."""
    function = real(name)
    if function is None or inspect.isclass(function) or not callable(function):
        return None
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:
        return None
    return len([p for p in parameters if p.default is p.empty and p.kind < p.VAR_POSITIONAL])


def plain_call(d: Drawing, name: str) -> str:
    count = required(name) or 1
    last = name.rpartition(".")[2]
    if name in SPELLED:
        return SPELLED[name].format(a=d.array(kinds="iuf"), n=d.number(2, 5))
    if name.startswith("numpy.linalg.") and count == 1:
        return f"np.{name[6:]}({square(d)})"
    a = d.array(lambda o: o.size > 0, "iuf", 1, 1 if name in VECTORS else 2)
    more = [d.like(a.shape, "iuf").text for _ in range(count - 1)]
    if name.startswith("numpy.ndarray."):
        return f"{a}.{last}({', '.join(more)})"
    return f"np.{name[6:]}({', '.join([a.text, *more])})"


_drawn = {o.name.split(" ")[0] for o in OPERATIONS}
_drawn |= {n.replace("ndarray.", "numpy.ndarray.") for n in _drawn if n.startswith("ndarray.")}
_methods = {n.replace("numpy.", "numpy.ndarray.") for n in _drawn}
OTHERS = sorted(
    n
    for n in registry.MODELS
    if n.startswith("numpy.")
    and not n.startswith(APART)
    and n not in _drawn | _methods | NAMED | NO_ARRAYS
    and required(n)
)
each("others", OTHERS, plain_call, 2.5)
