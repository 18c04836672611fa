"""Draws programs by hypothesis and judges each; the same seed draws the same programs."""

from collections.abc import Callable
from functools import lru_cache

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from ndlint.knowledge import registry
from tests.numpy_programs.program import Program, draw_program
from tests.numpy_programs.tally import Tally
from tests.numpy_programs.verdict import Verdict, judge

EVEN = 100
"""Of greater ranges, hypothesis draws small numbers more often than others."""
_numbers: Callable[[int], SearchStrategy[int]] = lru_cache(lambda n: st.integers(0, n - 1))


@st.composite
def programs(draw: DrawFn) -> Program:
    """Programs that NumPy has run."""

    def choose(n: int) -> int:
        if n <= EVEN:
            return draw(_numbers(n))
        return (choose(-(-n // EVEN)) * EVEN + draw(_numbers(EVEN))) % n

    return draw_program(choose)


def measure(count: int, number: int = 0, *, stops: bool = True) -> Tally:
    """The figures of so many programs, drawn from the seed `number`.

    `stops`: fail with the smallest program about which the interpreter is wrong.
    """
    registry.load()
    tally = Tally()

    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(programs())
    def check(program: Program) -> None:
        verdict = judge(program)
        if not (stops and tally.unsound):
            tally.add(program, verdict)
        assert not (stops and verdict.unsound), _told(program, verdict)

    check()
    return tally


def _told(program: Program, verdict: Verdict) -> str:
    return "\n".join(("", *verdict.unsound, program.text, repr(program.error)))
