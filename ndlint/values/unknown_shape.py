"""The shape of a value of which nothing is known but its identity."""

from ndlint.values.base import Value


class ShapeOf(Value, frozen=True):
    """`x.shape` of the unknown value number `key`: its axes are symbols of that number."""

    key: int
    label: str
