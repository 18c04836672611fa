"""What the next statement of a random program is made of: choices, names, operands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from tests.numpy_programs.fresh import Form, new_array

T = TypeVar("T")

DTYPES = (
    *("float64",) * 24, *("int64",) * 14, *("float32",) * 16, *("uint8",) * 8, *("int32",) * 8,
    *("bool",) * 8, *("int8",) * 4, *("int16",) * 4, *("float16",) * 4, *("complex64",) * 3,
    *("complex128",) * 2, *("uint16", "uint32", "uint64"), *("str",) * 2, *("object",) * 2,
)  # fmt: skip
"""Of a hundred new arrays, so many of each dtype."""
RANKS = (*(1,) * 27, *(2,) * 37, *(3,) * 20, *(4,) * 8, *(0,) * 8)
SIZES = (*(3,) * 22, *(2,) * 24, *(4,) * 20, *(1,) * 15, *(5,) * 15, *(0,) * 4)
LARGEST = 300
"""Arrays of more elements are no operands: programs are to stay small."""
MISFITS = 14
"""Of a hundred statements, so many may get an argument that does not fit."""


@lru_cache
def dtypes_of(kinds: str) -> tuple[str, ...]:
    """The dtypes of these kinds, as often as they are drawn."""
    return tuple(name for name in DTYPES if np.dtype(name).kind in kinds)


@dataclass(frozen=True, slots=True)
class Operand:
    """An array as the program writes it, and what it is when the program gets there."""

    text: str
    shape: Form
    dtype: Any

    def __str__(self) -> str:
        return self.text

    @property
    def rank(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return int(np.prod(self.shape, dtype=int))


class Drawing:
    """Draws the statements of one program; `names` are its variables as they are by now.

    `choose(n)` gives a number below n; what is simple has the small numbers.
    """

    def __init__(self, choose: Callable[[int], int]) -> None:
        self.choose = choose
        self.names: dict[str, Any] = {}
        self.is_misfit = False
        self.inline: list[str] = []
        """The new arrays of the statement that is drawn."""

    # ---- choices

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.choose(len(options))]

    def number(self, least: int, most: int) -> int:
        """A whole number in [least, most]."""
        return least + self.choose(most - least + 1)

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.choose(100) >= 100 - percent

    def begin(self) -> None:
        """Decide whether the statement that is drawn next may get what does not fit."""
        self.is_misfit = self.chance(MISFITS)
        self.inline = []

    def wrong(self) -> bool:
        """Whether the argument that is drawn next is to be one that does not fit."""
        return self.is_misfit and self.chance(70)

    # ---- shapes and dtypes

    def shape(self, least: int = 0, most: int = 4) -> Form:
        """A small shape with so many axes."""
        rank = min(max(self.pick(RANKS), least), most)
        return tuple(self.pick(SIZES) for _ in range(rank))

    def dtype(self, kinds: str = "biufcUO") -> str:
        """The name of a dtype of one of the kinds."""
        return self.pick(dtypes_of(kinds))

    def dtype_text(self, kinds: str = "biuf") -> str:
        """A dtype argument."""
        name = self.dtype(kinds)
        plain = {"float64": "float", "int64": "int", "bool": "bool", "str": "str"}
        if name in plain and self.chance(50):
            return plain[name]
        return f"'{name}'" if self.chance(30) or name in ("str", "object") else f"np.{name}"

    def axis(self, rank: int) -> int:
        """An axis of an array of that rank."""
        if self.wrong() or not rank:
            return rank if self.chance(50) else -rank - 1
        return self.number(-rank, rank - 1)

    def axes(self, rank: int) -> str:
        """An axis, several, or None."""
        kind = self.choose(10)
        if kind < 3 or not rank:
            return "None" if not self.wrong() else str(self.axis(rank))
        if kind < 8 or rank < 2:
            return str(self.axis(rank))
        first = self.number(0, rank - 2)
        return f"({first}, {self.axis(rank) if self.wrong() else self.number(first + 1, rank - 1)})"

    # ---- operands

    def operands(self) -> list[Operand]:
        """Every array that the program has by now, also those in its lists and tuples."""
        found: list[Operand] = []
        for name, value in self.names.items():
            if name[0] != "x":
                continue
            parts = value if isinstance(value, tuple | list) else None
            each = [(name, value)] if parts is None else [
                (f"{name}[{i}]", part) for i, part in enumerate(parts[:3])
            ]  # fmt: skip
            found += [
                Operand(text, part.shape, part.dtype)
                for text, part in each
                if isinstance(part, np.ndarray | np.generic) and part.size <= LARGEST
            ]
        return found

    def array(
        self,
        suits: Callable[[Operand], bool] = lambda _: True,
        kinds: str = "biufcUO",
        least: int = 0,
        most: int = 8,
    ) -> Operand:
        """An array that suits, of the kinds of dtype, with so many axes: mostly a known one."""
        known = self.operands()
        if not self.wrong():
            known = [
                o for o in known if o.dtype.kind in kinds and least <= o.rank <= most and suits(o)
            ]
        if known and not self.chance(12):
            # The newest are the likeliest: programs are chains.
            back = min(self.choose(len(known)), self.choose(len(known)))
            return known[-1 - back]
        for _ in range(4):
            made = self.fresh(self.shape(least, min(most, 4)), self.dtype(kinds))
            if suits(made):
                return made
        return made

    def changeable(self, kinds: str, suits: Callable[[Operand], bool] = lambda _: True) -> Operand:
        """An array that a statement may change: a variable, or an item of a list."""

        def may_change(o: Operand) -> bool:
            owner = self.names.get(o.text.partition("[")[0])
            return isinstance(owner, np.ndarray | list) and suits(o)

        return self.array(may_change, kinds, least=1)

    def partner(self, of: Operand, kinds: str = "biufc") -> Operand:
        """An array that broadcasts with another one."""

        def fits(other: Operand) -> bool:
            pairs = zip(reversed(of.shape), reversed(other.shape), strict=False)
            return all(x == y or 1 in (x, y) for x, y in pairs)

        if self.wrong():
            return self.array(kinds=kinds)
        known = [o for o in self.operands() if o.dtype.kind in kinds and fits(o)]
        if known and self.chance(60):
            return self.pick(known[::-1])
        start = self.number(0, of.rank)
        ones = [1 if self.chance(15) else n for n in of.shape[start:]]
        return self.fresh(tuple(ones), self.dtype(kinds))

    def like(self, shape: Form, kinds: str = "biufc") -> Operand:
        """An array of exactly that shape."""
        if self.wrong():
            return self.array(kinds=kinds)
        known = [o for o in self.operands() if o.shape == shape and o.dtype.kind in kinds]
        if known and self.chance(60):
            return self.pick(known[::-1])
        return self.fresh(shape, self.dtype(kinds))

    def scalar(self) -> str:
        """A number of Python's or NumPy's."""
        return self.pick(
            ("2", "1", "0", "3", "-1", "0.5", "1.5", "2.0", "-3", "1e-3", "300", "True",
             "np.float32(2)", "np.int64(3)", "np.uint8(200)", "np.float64(0.1)", "1j", "np.nan")
        )  # fmt: skip

    def fresh(self, shape: Form, dtype: str) -> Operand:
        """A new array, by one of many ways to make one."""
        text = new_array(self, shape, dtype)
        self.inline.append(text)
        return Operand(text, shape, np.dtype(dtype))
