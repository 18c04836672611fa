"""The dtypes that models do not take.

Source: measured on Keras 3.15 and tf_keras 2.21, arrays of each dtype given to `fit`, `evaluate`,
`predict`, batch methods and calls of models of numbers and of words; truth cases B.fit_x, B.fit_y.
"""

from ndlint.knowledge.keras.samples import Way
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.base import Str
from ndlint.values.dtype import FLOATS, OBJECT, WORDS
from ndlint.values.keras import Model

NEVER = frozenset({"datetime64", "timedelta64", "void"})
"""What TensorFlow has no dtype for."""


def is_refused(model: Model, role: str, array: Array, way: Way) -> bool:
    """Whether Keras certainly raises for the dtype of an array that is given for this role."""
    if not array.dtype.names or 0 in array.shape.dims:
        return False
    if array.is_numpy and array.dtype.is_one_of(_never_taken(array, way)):
        return True
    is_told = array.dtype.is_one_of(WORDS) or (array.is_numpy and array.dtype == OBJECT)
    return is_told and _takes_numbers(model, role)


def _never_taken(array: Array, way: Way) -> frozenset[str]:
    """The dtypes of such arrays that no model takes in this way."""
    if current().keras == 2:
        return NEVER | {"longdouble"} if way is Way.CALL else NEVER
    if way is not Way.CUT:
        return NEVER | {"longdouble"}
    # Before Keras 3 cuts an array into batches it looks up its dtype, and has none for words. It
    # makes a tensor of a flat array of objects that all are strings.
    has_rows = array.shape.rank not in (None, 1)
    return NEVER | WORDS | {"longdouble"} | ({"object"} if has_rows else frozenset())


def _takes_numbers(model: Model, role: str) -> bool:
    """Whether what is given for the role is certainly to be numbers."""
    if role.endswith("x"):
        return bool(model.inputs) and all(i.dtype.is_one_of(FLOATS) for i in model.inputs)
    return role.endswith("y") and isinstance(dict(model.compiled).get("loss"), Str)
