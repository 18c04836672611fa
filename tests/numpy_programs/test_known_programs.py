"""Small programs in which results share data, or are scalars, against NumPy."""

import pytest

from tests.numpy_programs.program import Program, quiet, start, step
from tests.numpy_programs.verdict import judge

SHARING = [
    "np.ascontiguousarray(x0)", "np.asfortranarray(x0)", "np.asarray(x0, order='C')",
    "np.asanyarray(x0, order='C')", "np.real(x0)", "x0.conj()", "np.trim_zeros(x0)",
    "np.real_if_close(x0)", "np.polyder(x0, 0)", "np.polyint(x0, 0)", "np.ma.getdata(x0)",
    "np.meshgrid(x0, copy=False)", "x0.getfield(np.float32)", "np.diag(x0[:, None])", "np.diag(x0)",
]  # fmt: skip
SCALARS = ["np.flip(x0[0])", "np.apply_along_axis(np.sum, 0, x0)", "np.flip(np.full((), 7))"]


@pytest.mark.parametrize("made", SHARING)
def test_what_shares_data_changes_with_it(made: str) -> None:
    _check("x0 = np.full(2, 1, dtype=np.float32)", f"x1 = {made}", "x0.fill(2.5)")


@pytest.mark.parametrize("made", SCALARS)
def test_what_is_a_scalar(made: str) -> None:
    _check("x0 = np.ones(3)", f"x1 = {made}")


def _check(*lines: str) -> None:
    names = start()
    steps = tuple(step(None, line) for line in lines)
    with quiet():
        for each in steps:
            exec(each.code, names)
    assert judge(Program(steps, names, None)).unsound == ()
