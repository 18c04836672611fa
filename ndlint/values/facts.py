"""What is known of an array's elements."""

import math
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from ndlint.values.dimension import Dim
from ndlint.values.rounding import rounded


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


class Facts(Struct, frozen=True):
    """Facts about elements: NaN, Inf, the closed range of the finite ones, and whether one
    of these is no whole number."""

    nan: Truth = Truth.MAYBE
    inf: Truth = Truth.MAYBE
    low: float = -math.inf
    high: float = math.inf
    fraction: Truth = Truth.MAYBE
    reached: bool = False
    """Whether `low` and `high` are certainly elements."""
    varied: bool = False
    """Whether certainly an element lies between `low` and `high`, and is neither."""
    scaled: bool = False
    """Whether the elements are others, divided by 255 or the like, and nothing else was done."""
    distinct: int = 0
    """How many different elements there are; 0: it is not known."""
    draws: int = 0
    """The number of elements where each was drawn by itself, every one of the different elements,
    or every whole number of the range, being as likely as any other, and they are in no order; 0:
    they were not."""

    def join(self, other: "Facts") -> "Facts":
        """What holds of either array."""
        return Facts(
            self.nan.join(other.nan),
            self.inf.join(other.inf),
            min(self.low, other.low),
            max(self.high, other.high),
            self.fractions.join(other.fractions),
            self.reached and other.reached and self.ends == other.ends,
            self.varied and other.varied,
            self.scaled and other.scaled,
            self.distinct if self.distinct == other.distinct else 0,
            self.draws if self._drawn_of == other._drawn_of else 0,
        )

    @property
    def _drawn_of(self) -> tuple[float, ...]:
        """Of what how many elements were drawn."""
        return (self.draws, self.distinct, *self.ends)

    def both(self, other: "Facts") -> "Facts":
        """What holds of an array made of all elements of two."""
        low, high = min(self.low, other.low), max(self.high, other.high)
        known = [end for f in (self, other) if f.reached for end in f.ends]
        return Facts(
            self.nan.either(other.nan),
            self.inf.either(other.inf),
            low,
            high,
            self.fractions.either(other.fractions),
            self.reached and other.reached,
            self.varied or other.varied or any(low < end < high for end in known),
            self.scaled and other.scaled,
            int(high - low) + 1 if self._joins(other) else 0,
        )

    def _joins(self, other: "Facts") -> bool:
        """Whether both hold every whole number of their ranges, and so of the joint range."""
        gap = max(self.low, other.low) - min(self.high, other.high)
        return self.is_dense and other.is_dense and gap <= 1

    def of_a_part(self) -> "Facts":
        """What holds of some of the elements, or of a rearrangement of them."""
        return Facts(
            self.nan.weakened(),
            self.inf.weakened(),
            self.low,
            self.high,
            self.fractions.weakened(),
            scaled=self.scaled,
        )

    def of_places(self, count: Dim, whole_count: Dim) -> "Facts":
        """What holds of so many of an array's elements, which were chosen by their places.

        Where the array holds something else than what was drawn (the same twice), its number of
        elements is another one.
        """
        if not self.draws or self.draws != whole_count or not isinstance(count, int):
            return self.of_a_part()
        return self.drawn(count)

    def drawn(self, count: int) -> "Facts":
        """What holds of so many elements, each drawn by itself from these, all as likely."""
        if self._is_range:
            return evenly_drawn(int(self.low), int(self.high), count)
        if self.distinct and holds_each(self.distinct, count):
            return replace(self, draws=count)
        return self.of_a_part()

    @property
    def classes(self) -> int | None:
        """How many different elements there are, if none is missing; None: it is not known."""
        return self.distinct or None if self.is_finite else None

    def numbered(self) -> "Facts":
        """The facts of the whole numbers from 0 that stand for the different elements."""
        if self.classes is None:
            return between(0, math.inf)
        return replace(up_to(self.classes), draws=self.draws)

    def amid_zeros(self) -> "Facts":
        """What holds of these elements, and perhaps some zeros among them."""
        low, high = min(self.low, 0), max(self.high, 0)
        return replace(self, low=low, high=high, reached=False, varied=False, distinct=0, draws=0)

    @property
    def in_order(self) -> "Facts":
        """What holds of the same elements after they were sorted."""
        return replace(self, draws=0) if self.draws else self

    def rounded_to(self, dtype: str) -> "Facts":
        """What holds of the elements rounded to this floating-point dtype."""
        low, high = rounded(self.low, dtype), rounded(self.high, dtype)
        if math.isfinite(self.low + self.high) and not math.isfinite(low + high):
            return Facts(self.nan)
        # So small, whole numbers stay what they are; others may come to be alike, or whole.
        stays = self.fraction is Truth.NO and max(-low, high) <= LARGEST_EXACT
        varied, fraction = self.varied and stays, self.fraction.weakened()
        return replace(
            self,
            low=low,
            high=high,
            fraction=fraction,
            varied=varied,
            distinct=self.distinct if stays else 0,
            draws=self.draws if stays else 0,
        )

    @property
    def ends(self) -> tuple[float, float]:
        """The range of the finite elements."""
        return self.low, self.high

    @property
    def has_ends(self) -> bool:
        """Whether the ends of the range are certainly elements, if there is any element."""
        is_finite = math.isfinite(self.low) and math.isfinite(self.high)
        return is_finite and (self.reached or self.low == self.high)

    @property
    def is_dense(self) -> bool:
        """Whether certainly every whole number of the range is an element."""
        return self._is_range and self.distinct > 0

    @property
    def _is_range(self) -> bool:
        """Whether these are whole numbers of a range, of which none is known to be missing."""
        count = self.high - self.low + 1
        return self.fractions is Truth.NO and count < math.inf and self.distinct in (0, count)

    def rises_to(self, number: float) -> bool:
        """Whether certainly an element is as great or greater, if there is any element."""
        if self.low >= number or (self.has_ends and self.high >= number):
            return True
        return self._rarely_in(number - self.low)

    def falls_to(self, number: float) -> bool:
        """Whether certainly an element is as small or smaller, if there is any element."""
        if self.high <= number or (self.has_ends and self.low <= number):
            return True
        return self._rarely_in(self.high - number)

    def _rarely_in(self, values: float) -> bool:
        """Whether all that was drawn is among so many of a range as good as never."""
        return self.draws > 0 and self._is_range and _chance(values, self) < CHANCE

    @property
    def is_single(self) -> bool:
        """Whether all finite elements are the same known number."""
        return self.low == self.high

    @property
    def fractions(self) -> Truth:
        """Whether a finite element is no whole number, as far as the range tells, too."""
        if self.low == self.high and _is_whole(self.low):
            return Truth.NO
        is_end = self.has_ends and self.reached and not all(map(_is_whole, self.ends))
        return Truth.YES if is_end else self.fraction

    @property
    def is_finite(self) -> bool:
        """Whether certainly no element is NaN or Inf."""
        return self.nan is Truth.NO and self.inf is Truth.NO

    @property
    def vanishes(self) -> Truth:
        """Whether elements from -1 to 1 have fractions, so that integers keep nothing of them."""
        is_within = self.is_finite and self.low >= -1 and self.high <= 1
        return self.fractions if is_within else Truth.NO


CHANCE = 1e-6
"""What happens less often than this, where something is drawn, is said not to happen."""
MOST_DRAWS = 10**9
"""More are as many, and too many for the exponent of a float."""
LARGEST_EXACT = 2**24
"""Up to here a float32 holds every whole number."""
SCALES = (127.5, 128, 255, 256, 32767, 32768, 65535)
"""The greatest numbers of integers of 8 and 16 bits, and the middle of their range."""


def is_scale(number: float) -> bool:
    """Whether a division by this brings pixels, or samples of a sound, to 0..1 or about there."""
    return any(abs(number - scale) <= scale / 1000 for scale in SCALES)


def is_scaling(symbol: str, other: Facts) -> bool:
    """Whether "/" or "*" with elements that are all one number is such a division."""
    number = other.low if other.low == other.high else 0
    if symbol == "*":
        return 0 < number < 1 and is_scale(1 / number)
    return symbol == "/" and is_scale(number)


def looks_scaled(facts: Facts) -> bool:
    """Whether the elements may well be pixels that were brought to 0..1, or to 0..2, already: they
    were divided so, or have fractions and lie there."""
    if facts.scaled:
        return facts.high <= 2 or facts.high == math.inf
    return facts.low >= 0 and facts.high <= 1 and facts.fractions is Truth.YES


def _is_whole(number: float) -> bool:
    return isinstance(number, int) or number.is_integer()


UNKNOWN_FACTS = Facts()
FINITE = Facts(Truth.NO, Truth.NO)


def between(low: float, high: float) -> Facts:
    """Finite elements in [low, high], at least one."""
    return Facts(
        Truth.NO, Truth.NO, low, high, Truth.MAYBE if holds_whole(low, high) else Truth.YES
    )


def exactly(number: float) -> Facts:
    """The facts of one finite element."""
    return replace(between(number, number), reached=True, distinct=1)


def holds_whole(low: float, high: float) -> bool:
    """Whether a whole number lies in [low, high]."""
    known = math.isfinite(low) and math.isfinite(high)
    return not known or math.floor(high) >= math.ceil(low)


def whole(low: float, high: float) -> Facts:
    """Finite whole numbers in [low, high]."""
    return Facts(Truth.NO, Truth.NO, low, high, Truth.NO)


def up_to(number: int) -> Facts:
    """The facts of all the whole numbers from 0 to below this one, in any order."""
    known = whole(0, number - 1)
    return replace(known, reached=True, varied=number > 2, distinct=number)


def evenly_drawn(low: int, high: int, count: int) -> Facts:
    """So many whole numbers in [low, high], each drawn by itself and as likely as any other.

    With enough of them, the ends are among them, and all between: but for a chance of less than
    `CHANCE`, which is certain enough.
    """
    known = replace(whole(low, high), draws=count)
    values = high - low + 1
    return replace(
        known,
        reached=2 * _chance(values - 1, known) < CHANCE,
        varied=values > 2 and _chance(2, known) < CHANCE,
        distinct=values if holds_each(values, count) else 0,
    )


def holds_each(values: int, draws: int) -> bool:
    """Whether so many draws certainly hold each of so many values, all as likely."""
    return values * _power(1 - 1 / values, draws) < CHANCE


def _chance(values: float, facts: Facts) -> float:
    """How likely all that was drawn is among so many of the values."""
    return _power(min(max(0, values) / (facts.high - facts.low + 1), 1), facts.draws)


def _power(share: float, draws: int) -> float:
    return float(share ** min(draws, MOST_DRAWS))
