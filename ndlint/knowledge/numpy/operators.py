"""Python's operators, and the ufuncs of two operands, on NumPy's arrays."""

from msgspec.structs import replace

from ndlint.events import Contract
from ndlint.knowledge.numpy import intervals
from ndlint.knowledge.numpy.casting import NUMPY_FLOATS, cast_facts
from ndlint.knowledge.numpy.cures import for_broadcast
from ndlint.knowledge.numpy.intervals import MAYBE, NO, YES
from ndlint.knowledge.numpy.outcome import (
    either_masked,
    element_kind,
    facts_in,
    has_elements,
    is_filled_beside,
    is_nonempty,
    refuse,
    refuse_shapes,
)
from ndlint.knowledge.numpy.promotion import Operand, exponent, operand, result_dtype
from ndlint.knowledge.registry import Refusal
from ndlint.target import current
from ndlint.values import shape as shapes
from ndlint.values.array import SUMMARY, Array, Kind
from ndlint.values.base import UNKNOWN, Int, List, Tuple, Value
from ndlint.values.dtype import FLOATS, NUMPY_NUMBERS, SIGNED, DType
from ndlint.values.facts import FINITE, Facts, Truth, between, is_scaling
from ndlint.values.shape import Shape

ARITHMETIC = {
    "+": "add", "-": "sub", "*": "mul", "/": "truediv", "//": "floordiv", "%": "mod",
    "**": "pow", "&": "and_", "|": "or_", "^": "xor", "<<": "lshift", ">>": "rshift",
}  # fmt: skip
COMPARISONS = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
BINARY = ARITHMETIC | COMPARISONS
"""Python's symbol -> the name in the `operator` module."""
DATES = frozenset({"datetime64", "timedelta64"})
BOUNDING = frozenset({"maximum", "minimum", "fmax", "fmin"})
UNARY = {"-": "neg", "+": "pos", "~": "invert"}


def operate(symbol: str, left: Value, right: Value) -> Value:
    """`left symbol right`, where at least one is an array. Shapes broadcast.

    Raises: ValueError where the shapes certainly do not broadcast or multiply.
    """
    if not isinstance(left, Array) and not isinstance(right, Array):
        return UNKNOWN
    if symbol == "@":
        from ndlint.knowledge.numpy.products import multiply_matrices

        x, y = operand(left), operand(right)
        if x is None or y is None:
            return UNKNOWN
        if all(op.literals is not None or op.array.kind is Kind.SCALAR for op in (x, y)):
            refuse("@ is not for two numbers", "TypeError")
        return multiply_matrices(x.array, y.array)
    if symbol == "*" and any(_may_repeat(x, y) for x, y in ((left, right), (right, left))):
        return UNKNOWN
    name = BINARY.get(symbol)
    return UNKNOWN if name is None else binary(f"operator.{name}", symbol, left, right)


def _may_repeat(sequence: Value, number: Value) -> bool:
    """Whether a list times a number of NumPy's may be Python's: an integer repeats it."""
    is_scalar = isinstance(number, Array) and number.kind is Kind.SCALAR
    return is_scalar and isinstance(sequence, Tuple | List) and not _is_float(number)


def _is_float(number: Value) -> bool:
    return isinstance(number, Array) and number.dtype.is_one_of(FLOATS)


def binary(function: str, symbol: str, left: Value, right: Value) -> Value:
    """A function of two operands that NumPy applies element by element.

    `symbol` names the arithmetic, for the facts; `function` is what gives the dtype.
    """
    x, y = operand(left), operand(right)
    if x is None or y is None:
        return UNKNOWN
    precise = symbol == "**" and function.startswith("operator.")
    dtype = result_dtype(function, x, exponent(y, right) if precise else y)
    if dtype is None:
        return UNKNOWN
    shape = shapes.broadcast(x.array.shape, y.array.shape)
    if shape is not None and not shape.rank and may_be_objects(x.array, y.array):
        return UNKNOWN
    if shape is None:
        lenient = Kind.MASKED in (x.array.kind, y.array.kind) or current().numpy == 1
        if (symbol in ("==", "!=") and lenient) or may_be_dates(x.array, y.array):
            return UNKNOWN
        s, t = x.array.shape, y.array.shape
        refuse_shapes(f"shapes {s} and {t} do not broadcast", for_broadcast(s, t))
    a, b = x.array, y.array
    if symbol == "**" and has_elements(shape):
        _check_power(a, right)
    masked = either_masked((a, b))
    if Kind.MASKED in (a.kind, b.kind):
        facts = facts_under_mask(dtype)
        # Division and its like hide the elements that they have no result for.
        masked = masked if symbol in ("+", "-", "*", *COMPARISONS) else masked.either(MAYBE)
    else:
        facts = binary_facts(symbol, x, y, dtype, shape)
        if is_scaling(symbol, b.facts) or (symbol == "*" and is_scaling(symbol, a.facts)):
            facts = replace(facts, scaled=True)
    masked = masked if has_elements(shape) or masked is NO else masked.weakened()
    made = Array(element_kind(shape, (a, b)), dtype, shape, facts, masked)
    return replace(made, origins=SUMMARY) if symbol in BOUNDING else made


def _check_power(base: Array, exponent: Value) -> None:
    """Raises: ValueError for integers to a negative power, if that is an integer of Python's."""
    negative = isinstance(exponent, Int) and exponent.number is not None and exponent.number < 0
    if negative and base.dtype.is_one_of(SIGNED | {"bool"}) and base.kind is not Kind.MASKED:
        refuse("integers have no negative integer powers")


def may_be_objects(*arrays: Array) -> bool:
    """Whether an element by itself may be any object of Python's: a dtype says so."""
    return any("object" in a.dtype.names for a in arrays)


def may_be_dates(*arrays: Array) -> bool:
    """Whether NumPy may refuse the dtypes, which it looks at before it looks at the shapes; what
    it takes beside dates is not known."""
    return any(not a.dtype.names.isdisjoint(DATES) for a in arrays)


def check_update(symbol: str, target: Array, value: Value) -> bool:
    """Whether `target symbol= value` gives what `target symbol value` does, of the target's dtype.

    Not so for strings, which are repeated in place only.

    Raises: what the operator itself does; TypeError where the result is of a higher kind than
    the array (floats for integers, signed for unsigned ones); ValueError where it has another
    shape. Source: NumPy, "Universal functions: casting rules".
    """
    y = operand(value)
    is_array = target.kind is Kind.NDARRAY and (target.shape.rank_known or target.shape.dims)
    if not is_array or y is None or y.array.kind is Kind.MASKED or symbol not in ARITHMETIC:
        return True  # a scalar is not changed: the name is bound anew
    if may_be_dates(target, y.array):
        return True
    if may_be_objects(y.array) and target.dtype.names != {"object"}:
        if y.array.dtype.names == {"object"} and target.dtype.is_one_of(NUMPY_NUMBERS):
            refuse(f"objects cannot be put into {target.described} in place", "TypeError")
        return True
    operands = Operand(target), exponent(y, value) if symbol == "**" else y
    name = ARITHMETIC[symbol]
    try:
        result_dtype(f"operator.i{name.rstrip('_')}", *operands)
    except Refusal as refusal:
        found = result_dtype(f"operator.{name}", *operands)
        refuse(
            f"{found or 'such'} results cannot be put into {target.described} in place",
            refusal.error,
            Contract.IN_PLACE,
        )
    shape = shapes.broadcast(target.shape, y.array.shape)
    if shape is None:
        s, t = target.shape, y.array.shape
        refuse_shapes(f"shapes {s} and {t} do not broadcast", for_broadcast(s, t))
    made, kept = shape.numbers, target.shape.numbers
    if made is not None and kept is not None and made != kept:
        refuse_shapes(f"a result of shape {shape} does not fit into {target.shape} in place")
    return target.dtype.names.isdisjoint({"str", "bytes"})


def facts_under_mask(dtype: DType) -> Facts:
    """What is known of data that a masked operation filled as it likes where it is masked."""
    if dtype.names == {"bool"}:
        return between(0, 1)
    return FINITE if intervals.is_whole(dtype) else Facts()


def binary_facts(symbol: str, x: Operand, y: Operand, dtype: DType, shape: Shape) -> Facts:
    """The facts of an element-wise operation on two arrays."""
    a, b = x.array, y.array
    if symbol in COMPARISONS:
        return intervals.compared(symbol, a.facts, b.facts, a.dtype, b.dtype)
    if dtype.names == {"bool"}:
        return between(0, 1)
    if dtype.may_be("complex64", "complex128", "object"):
        return _of_unknown(symbol, a, b)
    filled = has_elements(shape) or (is_nonempty(a) and is_nonempty(b))
    # What a YES becomes depends on whether the other operand has an element there.
    f, g = (_taking_part(p, q, dtype) for p, q in ((x, y), (y, x)))
    made = _computed(symbol, f, g, a.dtype, b.dtype, dtype, filled)
    if intervals.is_whole(dtype):
        return replace(made, nan=NO, inf=NO, fraction=NO)
    if _gives_whole(symbol, a, b):
        made = replace(made, fraction=NO)
    if symbol in ("+", "-", "*", "/", "//", "%", "maximum", "minimum", "arctan2"):
        made = replace(made, nan=made.nan.either(f.nan).either(g.nan))
    return made


def _gives_whole(symbol: str, a: Array, b: Array) -> bool:
    """Whether every finite result is certainly a whole number."""
    if symbol == "//":
        return True
    both = all(intervals.holds_only_whole(x.facts, x.dtype) for x in (a, b))
    return both and (
        symbol in ("+", "-", "*", "%", "maximum", "minimum", "fmax", "fmin")
        or (symbol == "**" and b.facts.low >= 0)
    )


def _taking_part(x: Operand, other: Operand, dtype: DType) -> Facts:
    """The facts of an operand; a Python number takes the result's dtype, if that is a float."""
    facts = _beside(x.array, other.array)
    if x.literals is None or not dtype.is_one_of(NUMPY_FLOATS):
        return facts
    return cast_facts(facts, x.array.dtype, dtype)


def _beside(a: Array, other: Array) -> Facts:
    """The facts of the elements of `a` that take part: all, unless `other` may be empty."""
    return a.facts if is_filled_beside(other, a) else a.facts.of_a_part()


def _of_unknown(symbol: str, a: Array, b: Array) -> Facts:
    """NaN is contagious in plain arithmetic whatever the dtype; nothing else is sure."""
    certain = symbol in ("+", "-", "*", "/") and not (a.dtype.may_be("object", "str"))
    certain = certain and not b.dtype.may_be("object", "str")
    nan = _beside(a, b).nan.either(_beside(b, a).nan)
    return Facts(YES if certain and nan is YES else MAYBE)


def _computed(
    symbol: str, x: Facts, y: Facts, xd: DType, yd: DType, dtype: DType, filled: bool
) -> Facts:
    match symbol:
        case "+":
            return intervals.added(x, y, xd, yd, dtype, 1)
        case "-":
            return intervals.added(x, y, xd, yd, dtype, -1)
        case "*":
            return intervals.multiplied(x, y, xd, yd, dtype)
        case "/":
            return intervals.divided(x, y, xd, yd, dtype, filled)
        case "//":
            return intervals.floored(x, y, xd, yd, dtype)
        case "%":
            return intervals.remainder(x, y, xd, yd, dtype)
        case "**":
            return intervals.powered(x, y, xd, yd, dtype, filled)
        case "maximum" | "minimum":
            pick = max if symbol == "maximum" else min
            return intervals.chosen(cast_facts(x, xd, dtype), cast_facts(y, yd, dtype), pick)
        case "fmax" | "fmin":
            made = Facts(x.nan.join(y.nan), x.inf.either(y.inf).weakened())
            return replace(made, nan=MAYBE if made.nan is YES else made.nan)
        case "arctan2":
            return Facts(NO, NO, -3.15, 3.15)
    return FINITE if intervals.is_whole(dtype) else Facts()


def unary(symbol: str, value: Value) -> Value:
    """`-x`, `+x`, `~x`. Dtype and shape stay."""
    name = UNARY.get(symbol)
    x = operand(value)
    if name is None or x is None or not isinstance(value, Array):
        return UNKNOWN
    dtype = result_dtype(f"operator.{name}", x)
    if dtype is None:
        return UNKNOWN
    return unary_result(x.array, dtype, _signed(symbol, x.array, dtype))


def _signed(symbol: str, a: Array, dtype: DType) -> Facts:
    if symbol == "-":
        return intervals.negated(a.facts, a.dtype, dtype)
    if symbol == "+":
        return a.facts
    return between(0, 1) if dtype.names == {"bool"} else FINITE


def unary_result(a: Array, dtype: DType, facts: Facts, hides: Truth = NO) -> Value:
    """The array that a function of one operand makes; `hides`: it masks where it has no result."""
    if not a.shape.rank and may_be_objects(a):
        return UNKNOWN
    if a.kind is Kind.MASKED:
        facts, masked = facts_under_mask(dtype), a.masked.either(hides)
    else:
        facts, masked = facts_in_place(a, facts), a.masked
    return Array(element_kind(a.shape, (a,)), dtype, a.shape, facts, masked)


def facts_in_place(a: Array, facts: Facts) -> Facts:
    """The facts of a result with an element for each of `a`."""
    return facts if is_nonempty(a) else facts_in(a.shape, facts)
