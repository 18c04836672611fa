"""The shape of a value of which nothing is known but its identity."""

from dataclasses import dataclass

from ndlint.values.base import Value


@dataclass(frozen=True, slots=True)
class ShapeOf(Value):
    """`x.shape` of the unknown value number `key`: its axes are symbols of that number."""

    key: int
    label: str
