"""Prints the dtypes that NumPy 1 gives, for `numpy_1_dtypes.json`.

To be run by a Python that has NumPy 1.26, from the root of the repository:

    python tests/knowledge/numpy/measure_numpy_1.py > tests/knowledge/numpy/numpy_1_dtypes.json
"""

import json
import operator
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
OPERATORS = ("add", "truediv")
Table = dict[str, dict[str, dict[str, str]]]


def operands() -> list[str]:
    """Expressions for both sides of an operator."""
    made = [f"np.ones({shape}, {name!r})" for name in ARRAYS for shape in ("3", "()")]
    made += [f"np.{name}({value!r})" for name, values in SCALARS.items() for value in values]
    return [*made, "np.bool_(True)", *map(repr, PYTHON)]


def measured() -> Table:
    """Operator, left and right side -> the dtype of the result, "" where NumPy raises."""
    return {
        name: {
            left: {right: dtype(name, left, right) for right in operands() if "np." in left + right}
            for left in operands()
        }
        for name in OPERATORS
    }


def dtype(name: str, left: str, right: str) -> str:
    """The dtype of the result of one operator."""
    try:
        result = getattr(operator, name)(eval(left), eval(right))
    except (TypeError, OverflowError):
        return ""
    return str(np.asarray(result).dtype.name)


if __name__ == "__main__":
    if not np.__version__.startswith("1."):
        sys.exit(f"NumPy {np.__version__} is not NumPy 1")
    warnings.simplefilter("ignore")
    json.dump(measured(), sys.stdout, indent=0)
    print()
