"""What arrays have and tensors have not.

Source: `dir()` of both, TensorFlow 2.21, Keras 3.15, tf_keras 2.21; truth cases A.op.attr_*.
"""

from ndlint.events import Contract
from ndlint.knowledge.registry import Refusal
from ndlint.target import current
from ndlint.values.array import Array, Kind
from ndlint.values.base import Tuple, Value
from ndlint.values.dimension import differ
from ndlint.values.dtype import BOOL, FLOATS, INTEGERS
from ndlint.values.keras import KerasTensor

INSTEAD = {
    "T": "transpose", "all": "all", "any": "any", "argmax": "argmax", "argmin": "argmin",
    "argsort": "argsort", "astype": "cast", "clip": "clip", "conj": "conj", "conjugate": "conj",
    "copy": "copy", "cumprod": "cumprod", "cumsum": "cumsum", "diagonal": "diagonal",
    "dot": "matmul", "flatten": "reshape", "imag": "imag", "mT": "swapaxes", "max": "max",
    "mean": "mean", "min": "min", "nonzero": "nonzero", "prod": "prod", "ravel": "reshape",
    "real": "real", "repeat": "repeat", "reshape": "reshape", "round": "round",
    "searchsorted": "searchsorted", "size": "size", "sort": "sort", "squeeze": "squeeze",
    "std": "std", "sum": "sum", "swapaxes": "swapaxes", "take": "take", "trace": "trace",
    "transpose": "transpose", "var": "var",
}  # fmt: skip
"""Attributes of an array -> the function of `keras.ops` that does the same."""
IN_TENSORFLOW = {
    "all": "reduce_all", "any": "reduce_any", "clip": "clip_by_value", "conj": "math.conj",
    "copy": "identity", "cumprod": "math.cumprod", "cumsum": "math.cumsum",
    "diagonal": "linalg.diag_part", "imag": "math.imag", "max": "reduce_max",
    "mean": "reduce_mean", "min": "reduce_min", "nonzero": "where", "prod": "reduce_prod",
    "real": "math.real", "std": "math.reduce_std", "sum": "reduce_sum", "swapaxes": "transpose",
    "take": "gather", "trace": "linalg.trace", "var": "math.reduce_variance",
}  # fmt: skip
"""Functions of `keras.ops` that have another name in TensorFlow."""
LACKING = frozenset(INSTEAD) | {
    "argpartition", "base", "byteswap", "choose", "compress", "ctypes", "data", "dump", "dumps",
    "fill", "flags", "flat", "getfield", "item", "itemsize", "nbytes", "partition", "put",
    "resize", "setfield", "setflags", "strides", "to_device", "tobytes", "tofile", "tolist",
    "view",
}  # fmt: skip
"""Attributes that arrays have, and neither tensors nor variables, of TensorFlow or Keras."""
OF_SYMBOLS = frozenset({"reshape", "squeeze"})
"""Those of them that symbolic tensors of Keras 3 have."""
OF_DATASETS = frozenset({"repeat", "take"})
"""Those that data sets have, to do something else."""
OF_ALL = frozenset({"dtype", "ndim", "shape"})
"""Attributes that tensors have like arrays, and data sets have not."""


def check_attribute(tensor: Array | KerasTensor, name: str) -> None:
    """Refuse an attribute that a tensor has not. Raises: AttributeError, as Refusal."""
    if isinstance(tensor, Array):
        raise _lacking(f"a {tensor.kind.value}", name, _written("tf", name))
    if current().keras == 2:
        raise _lacking("a symbolic tensor", name, _written("tf", name))
    if name not in OF_SYMBOLS:
        raise _lacking("a symbolic tensor", name, _written("keras.ops", name))


def check_dataset_attribute(name: str) -> None:
    """Look at an attribute that a data set is asked for. Raises: AttributeError, as Refusal."""
    if name in OF_ALL:
        raise _lacking("a dataset", name, "ask its element_spec")
    if name in LACKING - OF_DATASETS:
        raise _lacking("a dataset", name, "use it in a function that map takes")


def check_assignment(owner: Value) -> None:
    """Look at `owner[...] = value`. Raises: TypeError, as Refusal, where it is a tensor."""
    if isinstance(owner, KerasTensor):
        raise _unchanging("a symbolic tensor", "keras.ops.slice_update(...) makes a changed one")
    if isinstance(owner, Array) and owner.kind is Kind.VARIABLE:
        raise _unchanging("a variable", "write variable[...].assign(...)")
    if isinstance(owner, Array) and owner.is_tensor:
        raise _unchanging("a tensor", "tf.tensor_scatter_nd_update(...) makes a changed one")


def check_index(tensor: Array, key: Value) -> None:
    """Look at `tensor[key]`. Raises: TypeError, as Refusal, for an array of indices, and for a mask
    beside other parts of the key; ValueError for a mask of other axes."""
    parts = key.items if isinstance(key, Tuple) else (key,)
    arrays = [p for p in parts if isinstance(p, Array) and p.shape.rank == 1]
    refused = INTEGERS | FLOATS | ({"bool"} if isinstance(key, Tuple) else frozenset())
    if any(array.dtype.is_one_of(refused) for array in arrays):
        function = "gather" if len(parts) == 1 else "gather_nd"
        message = f"a {tensor.kind.value} takes no array of indices, as an array does"
        advice = f"write tf.{function}(..., indices)"
        raise Refusal("TypeError", f"{message}; {advice}", Contract.ARRAY_ATTRIBUTES)
    if isinstance(key, Array) and key.dtype == BOOL:
        check_mask(tensor, key)


def check_mask(tensor: Array, mask: Array) -> None:
    """Look at the axes of a mask. Raises: ValueError, as Refusal, where they are not the first of
    the tensor."""
    own, wanted = mask.shape, tensor.shape
    if own.rank is None or wanted.rank is None:
        return
    is_too_long = own.rank > wanted.rank
    if own.rank and (is_too_long or any(map(differ, own.dims, wanted.dims))):
        message = f"a mask of shape {own} is not for a tensor of shape {wanted}"
        raise Refusal("ValueError", message, Contract.TENSOR_SHAPES)


def _written(module: str, name: str) -> str:
    """What to write for an attribute."""
    if name not in INSTEAD:
        return "take its array first, with .numpy()" if module == "tf" else ""
    function = INSTEAD[name]
    if module == "tf":
        function = IN_TENSORFLOW.get(function, function)
    rest = ", [-1]" if name in ("flatten", "ravel") else ""
    return f"write {module}.{function}(...{rest})"


def _lacking(what: str, name: str, advice: str) -> Refusal:
    message = f"{what} has no attribute {name}, as an array has"
    whole = f"{message}; {advice}" if advice else message
    return Refusal("AttributeError", whole, Contract.ARRAY_ATTRIBUTES)


def _unchanging(what: str, advice: str) -> Refusal:
    message = f"{what} does not support item assignment, as an array does; {advice}"
    return Refusal("TypeError", message, Contract.ARRAY_ATTRIBUTES)
