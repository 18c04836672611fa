"""NDL107."""

from collections.abc import Iterator
from math import isfinite, nextafter

from ndlint.events import Arithmetic, Converts
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.casts import cast_operand
from ndlint.rules.base import Example, Rule
from ndlint.rules.kernels import KERNELS
from ndlint.values.array import Array, Kind
from ndlint.values.dtype import FLOATS, INTEGERS
from ndlint.values.facts import Facts, Truth
from ndlint.values.shape import broadcast, conflict

KEEPS_TARGET = frozenset({"assign"})
"""What converts on purpose: the variable's dtype is asked for."""
ALWAYS_WRONG = frozenset({"+", "-", "squared_difference", "concat", "stack"})
"""Operations to whose result every fraction counts."""
SCALING = frozenset({"*", "/"})
"""Those to whose result a fraction counts wherever the tensor is not 0."""
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


class IntegerTensorTruncates(Rule):
    """An integer tensor meets a NumPy float, which TensorFlow truncates to an integer.

    ## What it does
    Finds operators and functions on an integer tensor and an array or NumPy number of
    floats that holds, or may hold, a fraction.

    ## Why is this bad
    Nothing raises. TensorFlow converts what is no tensor to the dtype of the tensor:
    `tf.range(3) * np.float64(0.5)` is 0, 0, 0, and a comparison is made with the truncated
    number, which is told where it makes a difference: for `t >= 2.5`, not for `t > 2.5`. A
    Python float raises instead.

    ## Example
    ```python
    tf.constant([10, 20]) * np.float64(2.5)  # 20, 40
    ```

    ## Use instead
    ```python
    tf.cast(tf.constant([10, 20]), tf.float32) * np.float64(2.5)  # 25.0, 50.0
    ```

    ## Fix safety
    Unsafe: the result becomes a float tensor.
    """

    code = "NDL107"
    name = "integer-tensor-truncates"
    effect = Effect.SILENT
    of_dtypes = True
    assumes_no_promotion = True

    _START = "import numpy as np\nimport tensorflow as tf\nt = tf.constant([10, 20])\n"
    bad = [
        Example(
            _START + "r = t * np.float64(2.5)\n",
            shows="np.array(r).tolist() == [20, 40]",
        ),
        Example(
            _START + "r = np.array([0.5, 1.5]) + t\n",
            shows="np.array(r).tolist() == [10, 21]",
        ),
        Example(
            _START + "r = t / np.array([0.5, 2.5])\n",
            shows="np.isinf(np.array(r)).tolist() == [True, False]",
        ),
        Example(
            _START + "r = tf.maximum(np.random.rand(2) + 10.25, t)\n",
            shows="r.dtype == tf.int32 and int(r[0]) == 10",
        ),
        Example(
            _START + "r = tf.constant([1, 2], tf.uint8) - np.float64(127.5)\n",
            shows="np.array(r).tolist() == [130, 131]",
        ),
    ]
    good = [
        Example(_START + "r = tf.cast(t, tf.float32) * np.float64(2.5)\n"),
        Example(_START + "r = np.array([1, 2]) + t\n"),
        Example(_START + "r = t / np.float64(255.0)\n"),
        Example(
            _START + "r = tf.maximum(np.random.rand(2) + 10.25, tf.cast(t, tf.float64))\n",
        ),
        Example(_START + "r = np.array([1.0, 2.0]) + t\n"),
        Example(
            _START + "r = t > np.float64(10.5)\nassert np.array(r).tolist() == [False, True]\n"
        ),
    ]

    def on_arithmetic(self, event: Arithmetic) -> Iterator[Finding]:
        """A NumPy float that is converted to the integers of a tensor."""
        if event.converts is Converts.ALONE or event.does in KEEPS_TARGET:
            return
        tensor = next(iter(event.tensors), None)
        if tensor is None or not _is_integer(event, tensor):
            return
        if event.operands[0] is not tensor and (
            event.converts is Converts.TO_FIRST
            or (event.operation and tensor.kind is Kind.VARIABLE)  # which may raise
        ):
            return
        for array in event.operands:
            if not isinstance(array, Array) or array.is_tensor or _raises(event, tensor, array):
                continue
            certainty = _certainty(event, tensor, array)
            if certainty is None:
                continue
            yield self.finding(
                event,
                f"{event.call}: TensorFlow truncates the {array.description} to {tensor.dtype}, "
                f"the dtype of the {tensor.kind.value}; write tf.cast(..., tf.float32) around "
                f"the {tensor.kind.value}",
                array.origins.dtype,
                certainty,
                repairs=cast_operand(event, tensor),
            )
            return


def _is_integer(event: Arithmetic, tensor: Array) -> bool:
    """Whether the operation computes in the tensor's integers."""
    names = KERNELS.get(event.does, INTEGERS)
    same = all(other.dtype == tensor.dtype for other in event.tensors)
    return tensor.dtype.name is not None and tensor.dtype.is_one_of(names) and same


def _certainty(event: Arithmetic, tensor: Array, array: Array) -> Certainty | None:
    """How sure it is that the result is wrong; None: it may well be right."""
    loses, does = array.facts.fractions, event.does
    if not array.dtype.is_one_of(FLOATS) or loses is Truth.NO:
        return None
    if does in MIRRORED:
        # Only a tensor that holds the very number that is left is compared wrongly.
        is_wrong = loses is Truth.YES and _misjudges(event, tensor, array.facts)
        return Certainty.LIKELY if is_wrong else None
    if does in SCALING and tensor.facts.ends == (0, 0):
        return None
    certain = does in ALWAYS_WRONG or (
        does in SCALING and (array.shape.rank == 0 or not _reaches(tensor.facts, 0))
    )
    return Certainty.CERTAIN if certain and loses is Truth.YES else Certainty.LIKELY


def _misjudges(event: Arithmetic, tensor: Array, facts: Facts) -> bool:
    """Whether a whole number compares with a number of these otherwise than with its whole part.

    Numbers above 0 become smaller: `t > 2.5` and `t > 2` are the same of whole numbers,
    `t >= 2.5` and `t >= 2` are not.
    """
    does = event.does if event.operands[0] is tensor else MIRRORED[event.does]
    if does in ("<", ">="):
        return facts.high > 0
    return facts.low < 0 if does in (">", "<=") else True


def _reaches(facts: Facts, distance: float) -> bool:
    """Whether a number so near to 0 lies in the range."""
    return facts.low <= distance and facts.high >= -distance


def _go_together(does: str, x: tuple[int, ...] | None, y: tuple[int, ...] | None) -> bool:
    """Whether arrays of the shapes can be stacked, or put one after the other on some axis."""
    if x is None or y is None:
        return True
    if does == "stack":
        return x == y
    return 0 < len(x) == len(y) and sum(m != n for m, n in zip(x, y, strict=True)) <= 1


def _raises(event: Arithmetic, tensor: Array, array: Array) -> bool:
    """Whether the operation may raise instead: for its shapes, or for what is left of a number."""
    first, second = (tensor, array) if event.operands[0] is tensor else (array, tensor)
    match event.does:
        case "concat" | "stack":
            return not _go_together(event.does, first.shape.numbers, second.shape.numbers)
        case "@":
            x, y = first.shape, second.shape
            flat = any(s.rank is not None and s.rank < 2 for s in (x, y))
            return flat or conflict(x.axis(-1), y.axis(-2))
    if broadcast(first.shape, second.shape) is None:
        return True
    if event.does in ("//", "%"):  # by what may become 0
        is_known = isfinite(second.facts.low) or isfinite(second.facts.high)
        limit = 0 if second is tensor else nextafter(1, 0)
        return is_known and _reaches(second.facts, limit)
    return event.does == "**" and second.facts.low < 0
