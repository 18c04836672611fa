"""Functions of the standard library that work on objects and functions of the program."""

import pytest

from ndlint.values.array import Array
from ndlint.values.base import Int, List, Tuple, Unknown, Value
from tests.interpreter.final import final

START = """\
import copy
from functools import partial
import numpy as np
from elsewhere import unseen

def add(a, b, c=1):
    return a + b + c

class Box:
    size = 3
    def grow(self, by, times=1):
        self.size = self.size + by * times
        return self.size

box = Box()
values = [np.zeros(3), 2]
"""
WANTED: dict[str, Value | None] = {
    "partial(add, 1)(2)": Int(4),
    "partial(add, 1, c=5)(2)": Int(8),
    "partial(add, c=5)(1, 2, c=0)": Int(3),
    "partial(partial(add, 1), 2)(c=3)": Int(6),
    "partial(box.grow, times=2)(4)": Int(11),
    "partial(np.zeros, 4)().shape[0]": Int(4),
    "[f(1) for f in [partial(add, 1), partial(add, 2)]]": List((Int(3), Int(4))),
    "copy.deepcopy([1, (2, 3)])": List((Int(1), Tuple((Int(2), Int(3))))),
    "copy.deepcopy({'a': 2})['a']": Int(2),
    "copy.deepcopy(box).size": None,
    "unseen(partial(box.grow, 1)) or box.size": None,
}


@pytest.mark.parametrize("text", WANTED)
def test_values(text: str) -> None:
    found = final(f"{START}x = {text}\n", "x")
    wanted = WANTED[text]
    assert isinstance(found, Unknown) if wanted is None else found == wanted


@pytest.mark.parametrize(
    ("text", "is_finite"),
    [
        ("other = copy.deepcopy(values)\nother[0][0] = np.nan\nx = values[0]", True),
        ("other = copy.deepcopy(values)\nother[0][0] = np.nan\nx = other[0]", False),
        ("pair = copy.deepcopy([values[0]] * 2)\npair[0][0] = np.nan\nx = pair[1]", False),
        ("fill = partial(values[0].fill)\nfill(np.nan)\nx = values[0]", False),
    ],
)
def test_what_is_shared_and_what_is_not(text: str, is_finite: bool) -> None:
    found = final(START + text, "x")
    assert isinstance(found, Array)
    assert found.facts.is_finite is is_finite
