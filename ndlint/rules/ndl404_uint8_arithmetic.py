"""NDL404."""

from collections.abc import Iterator

from ndlint import events
from ndlint.events import Computed, Contract, Refused
from ndlint.findings import Certainty, Effect, Finding
from ndlint.fixes.calls import place_of_computed
from ndlint.fixes.repair import Repair, rewrites
from ndlint.rules.base import Example, Rule
from ndlint.values.array import Array
from ndlint.values.conversion import as_array
from ndlint.values.facts import Facts, exactly
from ndlint.values.overflow import Range, exact_range, integer_limits, reaches_its_ends
from ndlint.values.trace import Trace

NARROW = frozenset({"uint8", "int8", "uint16", "int16"})
"""Integers of images and sounds. Wider ones wrap, too, but mostly because that is wanted."""
ADVICE = 'cast first, for example with .astype("float32")'
OPERATORS = frozenset({"+", "-", "*", "//", "%"})
"""Where a Python integer does not fit, these are cured by a cast of the array that it meets; a
method may be one that changes it."""
Operation = tuple[str, Facts, Facts]


class Uint8Arithmetic(Rule):
    """Arithmetic of uint8, or other narrow integers, leaves their range and wraps around.

    ## What it does
    Finds `+`, `-`, `*`, `**` and their functions of NumPy on arrays of uint8, int8, uint16 or
    int16 of which the values are known, from a data set say, where a result is too large or too
    small for the dtype. `255 - x`, `x // 2` and what else stays in the range is left alone, and
    so are arrays of which only the dtype is known, and elements that were chosen first, as in
    `y[y >= 5] - 5`, for they may have been chosen to fit.

    ## Why is this bad
    Nothing raises. NumPy computes in the dtype of the array: of pixels, `x * 2` makes 144 of
    200, and `x - 128` makes 228 of 100. Only a Python integer that does not fit the dtype by
    itself, as in `x + 300` or `x * -1`, raises OverflowError, in NumPy 2.

    ## Example
    ```python
    (x, y), _ = tf.keras.datasets.mnist.load_data()
    x = x - 128
    ```

    ## Use instead
    ```python
    (x, y), _ = tf.keras.datasets.mnist.load_data()
    x = x.astype("float32") - 128
    ```

    ## Fix safety
    Unsafe: the result becomes a float array.
    """

    code = "NDL404"
    name = "uint8-arithmetic"
    effect = Effect.SILENT

    _START = "import numpy as np\nimport tensorflow as tf\nx = np.array([0, 100, 200], np.uint8)\n"
    bad = [
        Example(_START + "r = x * 2\n", shows="r.tolist() == [0, 200, 144]"),
        Example(_START + "r = x - 128\n", shows="r.tolist() == [128, 228, 72]"),
        Example(_START + "r = x[:1] - x[2:]\n", shows="r.tolist() == [56]"),
        Example(_START + "r = np.square(x)\n", shows="r.tolist() == [0, 16, 64]"),
        Example(_START + "r = -x\n", shows="r.tolist() == [0, 156, 56]"),
        Example(_START + "x += 100\n", shows="x.tolist() == [100, 200, 44]", has_fix=False),
        Example(_START + "r = x + 300\n", raises="OverflowError: Python integer 300"),
    ]
    good = [
        Example(_START + "r = x.astype('float32') * 2\n"),
        Example(_START + "r = x - 127.5\n"),
        Example(_START + "r = x[:1].astype('int16') - x[2:]\n"),
        Example(_START + "r = np.square(x.astype(np.int32))\n"),
        Example(_START + "r = 255 - x\n"),
        Example(_START + "x //= 2\nx += 100\n"),
        Example(
            _START + "masks = np.zeros((8, 4), 'uint8')\nfor i in range(8):\n"
            "    masks[i] = np.random.randint(1, 4, 4)\n    masks[i] -= 1\n"
        ),
        Example(_START + "r = (x > 50).astype('uint8') * 255\n"),
        Example(_START + "r = x[x >= 100] - 100\nr = np.where(x > 50, x - 50, 0)\n"),
        Example(_START + "r = np.array([v for v in x if v > 50]) - 50\n"),
        Example(_START + "r = [v - 50 if v > 50 else 0 for v in x]\n"),
        Example(_START + "for v in x:\n    if v > 50:\n        v -= 50\n"),
        Example(_START + "r = (x - x.min()) / (x.max() - x.min())\n"),
    ]

    def on_computed(self, event: Computed) -> Iterator[Finding]:
        """NumPy computes narrow integers."""
        dtype, operation = event.result.dtype.name, _operation(event)
        if dtype not in NARROW or operation is None:
            return
        span = exact_range(*operation)
        certainty = None if span is None else _certainty(event, span, operation)
        if span is None or certainty is None:
            return
        least, greatest = integer_limits(dtype)
        yield self.finding(
            event,
            f"{event.call} gives {_told(*span)}, and {dtype} holds "
            f"{least} to {greatest}: what lies beyond wraps around; {ADVICE}",
            _origin(event),
            certainty,
            repairs=_cast_first(event),
        )

    def on_refused(self, event: Refused) -> Iterator[Finding]:
        """A Python integer does not fit the array that it meets."""
        if event.contract is Contract.INTEGER_RANGE:
            yield self.finding(
                event,
                f"{event.call}: {event.message}, and NumPy raises; {ADVICE}",
                _origin(event),
                effect=Effect.CRASH,
                repairs=_cast_first(event) if event.call in OPERATORS else (),
            )


def _operation(event: Computed) -> Operation | None:
    """What is computed, as an operator of two operands."""
    known = [array.facts for array in map(as_array, event.operands) if array is not None]
    match event.operation, known:
        case "+" | "-" | "*" | "**", [x, y]:
            return event.operation, x, y
        case events.NEGATE, [x]:
            return "-", exactly(0), x
        case events.SQUARE, [x]:
            return "**", x, exactly(2)
    return None


def _certainty(event: Computed, span: Range, operation: Operation) -> Certainty | None:
    """How sure it is that a result does not fit; None: they may all well do."""
    symbol, x, y = operation
    least, greatest = integer_limits(event.result.dtype.name or "")
    low, high = span
    if least <= low and high <= greatest:
        return None
    if event.chosen:
        return None
    operands = [v for v in event.operands if isinstance(v, Array)]
    size = event.result.shape.size
    has_elements = isinstance(size, int) and size > 0
    if has_elements and (reaches_its_ends(x, y) or low > greatest or high < least):
        return Certainty.CERTAIN
    if any(v.origins.partly for v in operands):
        return None  # it may be one part alone that is computed with
    # `x - x.min()` fits: an extreme, or what is bounded by another array, depends on that.
    bounded = any(v.origins.summary for v in operands)
    return None if bounded and symbol == "-" else Certainty.LIKELY


def _told(low: float, high: float) -> str:
    return f"{low:.0f}" if low == high else f"numbers from {low:.0f} to {high:.0f}"


def _first_array(event: Computed | Refused) -> tuple[int, Array] | None:
    return next(((i, v) for i, v in enumerate(event.operands) if isinstance(v, Array)), None)


def _origin(event: Computed | Refused) -> Trace:
    found = _first_array(event)
    return found[1].origins.dtype if found is not None else ()


def _cast_first(event: Computed | Refused) -> tuple[Repair, ...]:
    """Cast the array where it is an operand of an expression; what changes in place cannot be."""
    found = _first_array(event)
    if found is None:
        return ()
    return rewrites(
        "cast it to float32", place_of_computed(event, found[0]), '{}.astype("float32")'
    )
