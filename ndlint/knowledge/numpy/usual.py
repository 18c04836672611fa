"""The dtypes that the most usual functions give, told without importing NumPy.

Whatever stands here is what NumPy says when it is asked, for each dtype and number
(`tests/knowledge/numpy/test_usual.py`). Most programs ask for nothing else.
"""

from ndlint.values import dtype as dtypes
from ndlint.values.overflow import integer_limits
from ndlint.values.rounding import LARGEST

ARITHMETIC = frozenset({"add", "sub", "mul", "multiply", "subtract"})
DIVISION = frozenset({"truediv", "divide", "true_divide"})
COMPARISON = frozenset(
    {"eq", "ne", "lt", "le", "gt", "ge", "equal", "not_equal", "less", "less_equal", "greater",
     "greater_equal"}
)  # fmt: skip
IN_PLACE = {"iadd": "add", "isub": "sub", "imul": "mul", "itruediv": "truediv"}
SMOOTH = frozenset(
    {"exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "sin", "cos", "tan", "tanh"}
)
ALIKE = frozenset({"max", "min"})
SUMS = frozenset({"sum", "prod", "cumsum", "cumprod"})
MEANS = frozenset({"mean", "std", "var"})
POSITIONS = frozenset({"argmax", "argmin", "argsort"})
QUESTIONS = frozenset({"isnan", "isinf", "isfinite", "logical_not"})
LOGIC = frozenset({"logical_and", "logical_or"})
ROUNDING = frozenset({"floor", "ceil", "trunc", "rint"})
SIGNS = frozenset({"neg", "negative", "square"})
WEAK = {"int": "int64", "float": "float64"}
"""The types of Python numbers that are told of here, and what they are by themselves."""


def usual(function: str, forms: tuple[str, ...], scalars: tuple[bool, ...]) -> str | None:
    """The name of the dtype that a function gives of operands; None where it is not told here.

    As `promotion.result_dtype` asks NumPy: `forms` are dtypes, or literals after `=`; `scalars`
    tells which operands are NumPy's scalars.
    """
    name = function.removeprefix("operator.")
    if len(forms) == 1:
        # An operator on a Python number is Python's own.
        dtype = forms[0] if name != function else WEAK.get(_weak(forms[0]), forms[0])
        return _of_one(name, dtype) if dtype in dtypes.NUMPY_NUMBERS else None
    joint = _joint(*forms) if len(forms) == 2 else None
    if joint is None:
        return None
    if name in IN_PLACE:
        result = _of_two(IN_PLACE[name], joint)
        return result if scalars[0] or forms[0] == result else None
    return _of_two(name, joint)


def _weak(form: str) -> str:
    """The type of a literal, "int" or "float"; nothing where it is neither."""
    if not form.startswith("="):
        return ""
    if form.removeprefix("=").removeprefix("-").isdigit():
        return "int" if _holds("int64", int(form.removeprefix("="))) else ""
    return "" if form in ("=True", "=None") or form.endswith("j") else "float"


def _of_one(name: str, dtype: str) -> str | None:
    is_whole = dtypes.KINDS[dtype] < dtypes.KINDS["float64"]
    if name in POSITIONS:
        return "int64"
    if name in QUESTIONS:
        return "bool"
    if name in SMOOTH:
        return dtypes.smooth(dtype)
    if is_whole and name in SUMS:
        return "uint64" if dtype in dtypes.UNSIGNED else "int64"
    if is_whole and name in MEANS:
        return "float64"
    if name in ("std", "var") and dtype in dtypes.COMPLEX:
        return None
    if (name in ROUNDING and dtype not in dtypes.FLOATS) or (name in SIGNS and dtype == "bool"):
        return None
    return dtype if name in SUMS | MEANS | ALIKE | ROUNDING | SIGNS else None


def _of_two(name: str, joint: str) -> str | None:
    if name in COMPARISON | LOGIC:
        return "bool"
    is_whole = dtypes.KINDS[joint] < dtypes.KINDS["float64"]
    if name in DIVISION:
        return "float64" if is_whole else joint
    return joint if name in ARITHMETIC and joint != "bool" else None


def _joint(first: str, second: str) -> str | None:
    """The dtype in which NumPy computes with two operands, one of which is an array."""
    if first.startswith("="):
        first, second = second, first
    if first not in dtypes.NUMPY_NUMBERS:
        return None
    weak = _weak(second)
    if not weak:
        return dtypes.joint(first, second) if second in dtypes.NUMPY_NUMBERS else None
    joint = dtypes.with_number(first, weak)
    return joint if joint and _holds(joint, float(second.removeprefix("="))) else None


def _holds(dtype: str, number: float) -> bool:
    if dtype in dtypes.INTEGERS:
        least, greatest = integer_limits(dtype)
        return least <= number <= greatest
    return abs(number) <= LARGEST["float16"]
