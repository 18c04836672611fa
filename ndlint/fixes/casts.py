"""Casts of what meets in an operation."""

from collections.abc import Iterator

from ndlint.events import Arithmetic
from ndlint.fixes.repair import Argument, Operand, Place, Repair, Rewrite, SetArgument
from ndlint.values.array import Array


def cast_operand(event: Arithmetic, operand: Array, dtype: str = "float32") -> Repair:
    """Cast one operand of an operation, where it stands."""
    index = next(n for n, other in enumerate(event.operands) if other is operand)
    place = Place(event.site, (Operand(index),))
    text = f"<tensorflow.cast>({{}}, <tensorflow.{dtype}>)"
    return Repair(f"cast it to {dtype}", (Rewrite(place, text),))


def created_as_float32(tensor: Array) -> Iterator[Repair]:
    """Ask for float32 where a tensor was made of something else."""
    if tensor.origins.dtype:
        made = Place(tensor.origins.dtype[-1].site)
        change = SetArgument(made, Argument(("dtype",), 1), "<tensorflow.float32>")
        yield Repair("convert it to float32", (change,))
