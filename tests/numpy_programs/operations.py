"""The table of the operations that random programs are made of."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from tests.numpy_programs.drawing import Drawing

Maker = Callable[[Drawing], str]
"""Draws the text of the operation: an expression or, where it changes an array, a statement."""
M = TypeVar("M", bound=Maker)


@dataclass(frozen=True, slots=True)
class Operation:
    """`weight` is how often the operation is drawn, beside the others."""

    family: str
    name: str
    make: Maker
    weight: float = 1


OPERATIONS: list[Operation] = []


def operation(family: str, *names: str, weight: float = 1) -> Callable[[M], M]:
    """Register what draws an operation; with several names, it is given the name, too."""

    def register(make: M) -> M:
        OPERATIONS.extend(Operation(family, name, make, weight) for name in names)
        return make

    return register


def each(
    family: str, names: "list[str] | tuple[str, ...]", make: Callable[[Drawing, str], str],
    weight: float,
) -> None:  # fmt: skip
    """Register operations that are drawn alike; together they have the weight."""
    for name in names:
        OPERATIONS.append(Operation(family, name, _of(make, name), weight / len(names)))


def _of(make: Callable[[Drawing, str], str], name: str) -> Maker:
    return lambda d: make(d, name)


def real(name: str) -> Any:
    """NumPy's function of a public name; None where this version has none."""
    found: Any = np
    for part in name.split(".")[1:]:
        found = getattr(found, part, None)
    return found


@lru_cache(maxsize=4096)
def accepts(name: str, *dtypes: Any) -> bool:
    """Whether NumPy's function takes arrays of one element of these dtypes."""
    with np.errstate(all="ignore"):
        try:
            real(name)(*(np.ones(1, dtype) for dtype in dtypes))
        except Exception:
            return False
    return True
