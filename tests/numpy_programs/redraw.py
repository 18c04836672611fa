"""What of a program depends on the values in its arrays, found out by running it with others.

After each statement, the elements of what it made are replaced by others of the same dtype,
and the shape stays. What comes out in every such run alike, the shapes and dtypes decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.numpy_programs.program import Program, Step, quiet, start

RUNS = 5
"""So many other runs: all elements 0, all 1, and random ones."""
Form = Any
"""The dtypes and shapes of a result, or the class of what was raised."""


class Willing:
    """What every operator takes: an array of objects raises for what they are."""

    def _itself(self, *_: object) -> "Willing":
        return self

    def __mod__(self, _other: object) -> int:
        return 0  # Without an end, Euclid's algorithm would go on for ever.

    __rmod__ = __mod__

    def __float__(self) -> float:
        return 1.0

    def __index__(self) -> int:
        return 1

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._itself


for _name in ("add", "sub", "mul", "truediv", "floordiv", "pow", "and", "or", "xor", "lshift",
              "rshift"):  # fmt: skip
    setattr(Willing, f"__{_name}__", Willing._itself)
    setattr(Willing, f"__r{_name}__", Willing._itself)
for _name in ("neg", "pos", "invert", "abs", "lt", "le", "gt", "ge"):
    setattr(Willing, f"__{_name}__", Willing._itself)


@dataclass(frozen=True, slots=True)
class Dependence:
    """`on_values`: the statements whose result has another shape or dtype for other values.

    `is_structural`: what the last statement raised, the shapes and dtypes decide.
    """

    on_values: frozenset[int]
    is_structural: bool


def dependence(program: Program) -> Dependence:
    """What of the program depends on values."""
    with quiet():
        own = [form(program.names.get(step.target)) for step in program.steps]
        if program.error is not None:
            own[-1] = type(program.error)
        runs = [_forms(program.steps, number) for number in range(RUNS)]
    # An array that changes its form later would be told by its last one; none does.
    varies = [
        i
        for i in range(len(own))
        if any(run[i] != own[i] for run in runs if i < len(run) and not isinstance(run[i], type))
    ]
    return Dependence(frozenset(varies), _is_structural(program, own, runs, varies))


def _is_structural(
    program: Program, own: list[Form], runs: list[list[Form]], varies: Sequence[int]
) -> bool:
    last = len(own) - 1
    reached = [run[last] for run in runs if len(run) > last]
    read = set(program.steps[-1].reads)
    depends = any(program.steps[i].target in read for i in varies if i < last)
    same = bool(reached) and all(found is own[last] for found in reached)
    return program.error is not None and same and not depends


def _forms(steps: Sequence[Step], number: int) -> list[Form]:
    """The form of each result in another run, until a statement raises."""
    names = start(number + 1)
    random = np.random.default_rng(number)
    found: list[Form] = []
    for step in steps:
        try:
            for name, code in step.inline:
                names[name] = _refilled(eval(code, names), random, number)
            exec(step.named or step.code, names)
        except Exception as error:
            return [*found, type(error)]
        found.append(form(names[step.target]))
        names[step.target] = _refilled(names[step.target], random, number)
    return found


def form(value: Any) -> Form:
    """The dtypes and shapes in a value; of Python's own, its class by name."""
    if isinstance(value, np.ndarray | np.generic):
        return str(value.dtype), value.shape
    if isinstance(value, tuple | list):
        return type(value).__name__, *map(form, value)
    return type(value).__name__


def _refilled(value: Any, random: np.random.Generator, number: int) -> Any:
    """The value with other elements; an array that can be written to is changed itself."""
    if isinstance(value, tuple | list):
        parts = [_refilled(part, random, number) for part in value]
        return parts if isinstance(value, list) else tuple(parts)
    if not isinstance(value, np.ndarray | np.generic):
        return value
    other = _elements(value, random, number)
    if isinstance(value, np.ndarray) and value.flags.writeable:
        value[...] = other
        return value
    return other if isinstance(value, np.ndarray) else other[()]


def _elements(like: Any, random: np.random.Generator, number: int) -> Any:
    """An array of the form of another one."""
    if like.dtype.kind == "O" and number == RUNS - 1:
        return np.full(like.shape, Willing(), object)
    if number < 2:
        made = np.full(like.shape, number)
    elif like.dtype.kind in "fc":
        made = np.round(random.normal(0, 2, like.shape), 1)
    else:
        made = random.integers(0 if like.dtype.kind in "ub" else -2, 5, like.shape)
    return made.astype(bool if like.dtype.kind == "b" and number > 1 else like.dtype)
