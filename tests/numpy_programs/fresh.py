"""The many ways in which a program makes a new array of a shape and a dtype."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

Form = tuple[int, ...]


class Choices(Protocol):
    """What draws."""

    def pick(self, options: Sequence[str]) -> str: ...
    def number(self, least: int, most: int) -> int: ...
    def chance(self, percent: int) -> bool: ...


def new_array(d: Choices, shape: Form, dtype: str) -> str:
    """The text that makes such an array."""
    kind = np.dtype(dtype).kind
    ways = ["literal", "literal", "full", "ones", "zeros"]
    ways += ["arange", "like"] if kind in "iuf" else []
    ways += ["random", "random"] if dtype in ("float64", "int64", "float32") else []
    return WAYS["literal" if kind == "U" else d.pick(ways)](d, shape, dtype)


def _spelled(dtype: str) -> str:
    return f"'{dtype}'" if np.dtype(dtype).kind in "UO" else f"np.{dtype}"


def _dims(d: Choices, shape: Form) -> str:
    return str(shape[0]) if len(shape) == 1 and d.chance(50) else str(shape)


def _literal(d: Choices, shape: Form, dtype: str) -> str:
    items = _items(d, shape, np.dtype(dtype).kind)
    return f"np.array({items}, dtype='{'U1' if dtype == 'str' else dtype}')"


def _items(d: Choices, shape: Form, kind: str) -> str:
    """Nested lists, or one element."""
    if shape:
        return f"[{', '.join(_items(d, shape[1:], kind) for _ in range(shape[0]))}]"
    if kind in ELEMENTS:
        return d.pick(ELEMENTS[kind])
    return str(d.number(0, 9) / 2 if kind in "fc" else d.number(0, 5))


ELEMENTS = {"b": ("True", "False"), "U": ("'a'", "'3'"), "O": ("1", "None", "'b'", "2.5")}


def _full(d: Choices, shape: Form, dtype: str) -> str:
    fill = ELEMENTS.get(np.dtype(dtype).kind, ("7", "1", "0", "3", "2"))
    return f"np.full({_dims(d, shape)}, {d.pick(fill)}, dtype={_spelled(dtype)})"


def _ones(d: Choices, shape: Form, dtype: str) -> str:
    short = dtype == "float64" and d.chance(70)
    return f"np.ones({_dims(d, shape)}{'' if short else ', ' + _spelled(dtype)})"


def _zeros(d: Choices, shape: Form, dtype: str) -> str:
    return _ones(d, shape, dtype).replace("ones", "zeros")


def _arange(d: Choices, shape: Form, dtype: str) -> str:
    line = f"np.arange({int(np.prod(shape, dtype=int))}, dtype={_spelled(dtype)})"
    return line if len(shape) == 1 else f"{line}.reshape({shape})"


def _like(d: Choices, shape: Form, dtype: str) -> str:
    return f"np.ones_like(np.empty({_dims(d, shape)}), dtype={_spelled(dtype)})"


def _random(d: Choices, shape: Form, dtype: str) -> str:
    if dtype == "int64":
        return f"rng.integers({d.pick(('0, 5', '-3, 4', '10'))}, size={shape})"
    text = d.pick((f"rng.random({shape})", f"rng.normal(size={shape})"))
    return text + (".astype('float32')" if dtype == "float32" else "")


WAYS: dict[str, Callable[[Choices, Form, str], str]] = {
    "literal": _literal, "full": _full, "ones": _ones, "zeros": _zeros, "arange": _arange,
    "like": _like, "random": _random,
}  # fmt: skip
