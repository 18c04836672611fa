"""Prints the dtypes that NumPy 1 gives, for `numpy_1_dtypes.json`.

To be run by a Python that has NumPy 1.26, from the root of the repository:

    python tests/knowledge/numpy/measure_numpy_1.py > tests/knowledge/numpy/numpy_1_dtypes.json
"""

import json
import sys
import warnings
from typing import Any

import numpy as np

ARRAYS = ("bool", "int8", "uint8", "int64", "float16", "float32", "float64")
SCALARS: dict[str, tuple[Any, ...]] = {
    "int8": (-1,), "uint8": (200,), "int64": (1, 300, 2**40), "float16": (1.5,),
    "float32": (1.5, 1e10), "float64": (2.0, 1e300),
}  # fmt: skip
PYTHON = (True, 1, -1, 200, 300, 70000, 2**40, 1.5, 1e10, 1e300)
EXPRESSIONS = (
    "{} + {}", "{} / {}", "{} ** {}", "{} // {}", "np.maximum({}, {})", "np.clip({}, 0, {})",
    "np.where(np.ones(3) > 0, {}, {})", "np.linspace({}, {}, 3)", "np.dot({}, {})",
    "np.append({}, {})",
)  # fmt: skip
NOTHING = "-"
"""Stands for the dtype where NumPy raises, or has no part in it."""
Table = dict[str, dict[str, str]]


def operands() -> list[str]:
    """What stands for the two gaps of an expression."""
    made = [f"np.ones({shape}, {name!r})" for name in ARRAYS for shape in ("3", "()")]
    made += [f"np.{name}({value!r})" for name, values in SCALARS.items() for value in values]
    return [*made, "np.bool_(True)", *map(repr, PYTHON)]


def measured() -> Table:
    """Expression and left operand -> the dtypes with each right operand, in their order."""
    return {
        expression: {
            left: " ".join(dtype(expression, left, right) for right in operands())
            for left in operands()
        }
        for expression in EXPRESSIONS
    }


def dtype(expression: str, left: str, right: str) -> str:
    """The dtype of one result."""
    if "np." not in left + right:
        return NOTHING
    try:
        result = eval(expression.format(left, right))
    except (TypeError, OverflowError, ValueError):
        return NOTHING
    return str(np.asarray(result).dtype.name)


if __name__ == "__main__":
    if not np.__version__.startswith("1."):
        sys.exit(f"NumPy {np.__version__} is not NumPy 1")
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    json.dump(measured(), sys.stdout, indent=0)
    print()
