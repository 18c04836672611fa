"""Values are equal by what they are, apart from where they come from."""

from math import nan
from operator import eq, ne

from msgspec import Struct

from ndlint.values.base import AxisOf, Float, Int
from ndlint.values.equality import equal_apart_from


@equal_apart_from("origin")
class Sample(Struct, frozen=True, eq=False):
    number: float
    origin: str = ""


class Other(Struct, frozen=True):
    number: float


def same(a: object, b: object) -> bool:
    """Whether they are equal, on which both operators agree."""
    assert eq(a, b) is not ne(a, b)
    return bool(eq(a, b))


def test_what_is_left_out_makes_no_difference() -> None:
    here, there, another = Sample(1, "here"), Sample(1, "there"), Sample(2, "here")
    assert same(here, there)
    assert hash(here) == hash(there)
    assert not same(here, another)
    assert len({here, there, another}) == 2


def test_another_class_is_never_equal() -> None:
    assert not same(Sample(1), Other(1))


def test_a_number_is_equal_whatever_axis_it_was_read_of() -> None:
    assert same(Int(4), Int(4, AxisOf("x", 0)))


def test_nan_is_equal_to_itself() -> None:
    assert same(Float(nan), Float(float("nan")))
    assert not same(Float(0.0), Float(-0.0))
