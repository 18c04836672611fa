"""An array that takes another shape in place takes it under all its names."""

import pytest

from ndlint.values.base import Bool
from tests.interpreter.final import final
from tests.interpreter.test_soundness import check_program

START = """\
import random
import numpy as np
import outside
a, b = np.zeros((2, 3)), np.zeros((2, 3))
m = [a, b]
"""
ENDS = (
    "m[random.randrange(2)].resize((9,), refcheck=False)",
    "m[random.randrange(2)].shape = -1",
    "b.shape = 6\nm[random.randrange(2)].shape = -1",
    "c = a if outside.coin() else b; c.shape = -1",
    "def f(): a.shape = -1\noutside.call(f)",
    "outside.call(lambda: a.resize((9,), refcheck=False))",
    "outside.hold(m)\ndef f(z): z.shape = -1\noutside.call(lambda: f(m[0]))",
    "def f(): setattr(a, 'shape', -1)\noutside.call(f)",
)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("text", ENDS)
def test_no_old_shape_is_kept(text: str) -> None:
    check_program(f"{START}{text}\n")


def test_other_functions_leave_the_shape() -> None:
    found = final(f"{START}def f(): a[0] = 1\noutside.call(f)\nx = a.shape == (2, 3)\n", "x")
    assert found == Bool(True)
