"""Casts of what meets in an operation."""

from collections.abc import Iterator, Set
from functools import cache
from inspect import signature

from ndlint.events import Arithmetic
from ndlint.fixes.calls import place_of_operand
from ndlint.fixes.repair import Argument, Place, Repair, Rewrite, SetArgument, rewrites
from ndlint.knowledge.registry import MODELS
from ndlint.values.array import Array
from ndlint.values.trace import Site, Trace

EXACT = frozenset({
    "numpy.zeros", "numpy.ones", "numpy.full", "numpy.empty", "numpy.array", "numpy.asarray",
})  # fmt: skip
"""Functions that with dtype="float32" return what they return without, rounded."""


@cache
def _asked_for_dtype() -> frozenset[str]:
    """TensorFlow's functions that can be asked for a dtype."""
    return frozenset(
        name
        for name, known in MODELS.items()
        if name.startswith("tensorflow.") and "dtype" in signature(known.function).parameters
    )


def cast_operand(event: Arithmetic, operand: Array, dtype: str = "float32") -> tuple[Repair, ...]:
    """Cast one operand of an operation, where it stands."""
    index = next(n for n, other in enumerate(event.operands) if other is operand)
    text = f"<tensorflow.cast>({{}}, <tensorflow.{dtype}>)"
    return rewrites(f"cast it to {dtype}", place_of_operand(event, index), text)


def created_as_float32(tensor: Array) -> Iterator[Repair]:
    """Ask for float32 where a tensor was made of something else, by what can be asked for it."""
    if tensor.origins.dtype:
        made = Place(tensor.origins.dtype[-1].site)
        dtype = Argument(("dtype",), 1)
        change = SetArgument(made, dtype, "<tensorflow.float32>", _asked_for_dtype())
        yield Repair("convert it to float32", (change,))


def as_float32(origin: Trace, only_fed_at: Set[Site]) -> Iterator[Repair]:
    """Make an array float32 where it is created, or after what was last computed.

    It is safe where the value goes nowhere but to models at these sites, which cast it.
    """
    for step in dict.fromkeys((*origin[-1:], *origin[:1])):
        place = Place(step.site)
        for change in (
            SetArgument(place, Argument(("dtype",)), '"float32"', EXACT),
            Rewrite(place, '{}.astype("float32")'),
        ):
            yield Repair("make it float32", (change,), only_fed_at=only_fed_at)
