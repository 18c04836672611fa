"""What is known of an array's elements."""

import math
from dataclasses import dataclass
from enum import Enum


class Truth(Enum):
    """Whether something holds of at least one element."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"

    def join(self, other: "Truth") -> "Truth":
        """What holds of either."""
        return self if self is other else Truth.MAYBE

    def either(self, other: "Truth") -> "Truth":
        """Whether it holds of at least one of two, of which all elements count."""
        if Truth.YES in (self, other):
            return Truth.YES
        return Truth.NO if self is other is Truth.NO else Truth.MAYBE

    def weakened(self) -> "Truth":
        """What holds of a part of the elements."""
        return Truth.NO if self is Truth.NO else Truth.MAYBE


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts about elements: NaN, Inf, and the closed range of the finite ones."""

    nan: Truth = Truth.MAYBE
    inf: Truth = Truth.MAYBE
    low: float = -math.inf
    high: float = math.inf

    def join(self, other: "Facts") -> "Facts":
        """What holds of either array."""
        return Facts(
            self.nan.join(other.nan),
            self.inf.join(other.inf),
            min(self.low, other.low),
            max(self.high, other.high),
        )

    def both(self, other: "Facts") -> "Facts":
        """What holds of an array made of all elements of two."""
        return Facts(
            self.nan.either(other.nan),
            self.inf.either(other.inf),
            min(self.low, other.low),
            max(self.high, other.high),
        )

    def of_a_part(self) -> "Facts":
        """What holds of some of the elements, or of a rearrangement of them."""
        return Facts(self.nan.weakened(), self.inf.weakened(), self.low, self.high)

    @property
    def is_finite(self) -> bool:
        """Whether certainly no element is NaN or Inf."""
        return self.nan is Truth.NO and self.inf is Truth.NO


UNKNOWN_FACTS = Facts()
FINITE = Facts(Truth.NO, Truth.NO)


def between(low: float, high: float) -> Facts:
    """Finite elements in [low, high]."""
    return Facts(Truth.NO, Truth.NO, low, high)
