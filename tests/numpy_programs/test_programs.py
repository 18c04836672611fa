"""What is inferred of random NumPy programs holds of what NumPy does with them."""

import pytest

from ndlint.knowledge import registry
from tests.numpy_programs.measure import measure
from tests.numpy_programs.operations import OPERATIONS
from tests.numpy_programs.others import APART, NAMED, NO_ARRAYS, required

SHARE_CLAIMED = 0.95
SHARE_EXACT = 0.90


@pytest.mark.parametrize("number", range(4))
def test_random_programs(number: int) -> None:
    """1,000 programs, without one unsound inference."""
    assert measure(250, number).programs >= 250


@pytest.mark.nightly
@pytest.mark.parametrize("number", range(100, 104))
def test_many_random_programs(number: int) -> None:
    """20,000 programs; most of what can be known is known, and most crashes are said."""
    tally = measure(5000, number)
    assert tally.share_claimed >= SHARE_CLAIMED, tally.missed.most_common(20)
    assert tally.share_exact >= SHARE_EXACT


def test_every_function_is_drawn() -> None:
    registry.load(("numpy",))
    names = {o.name.split(" ")[0] for o in OPERATIONS}
    drawn = {n if n.startswith("numpy.") else f"numpy.{n}" for n in names}
    functions = {n for n in registry.MODELS if n.startswith("numpy.") and required(n)}
    left = functions - NAMED - NO_ARRAYS - drawn
    apart = {n for n in left if n.startswith(APART)}
    assert {n for n in left - apart if n.replace(".ndarray", "") not in drawn} == set()
