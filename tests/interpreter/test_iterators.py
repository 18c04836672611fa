"""What `itertools` and `functools.reduce` make, and attributes that are asked for by name."""

import pytest

from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Bool, Float, Int, List, Str, Tuple, Unknown, Value
from tests.interpreter.final import final

START = """\
import copy, itertools, math, operator
from functools import reduce, wraps
from itertools import chain
import numpy as np
from elsewhere import coin, files, unseen

class Base:
    kind = "base"
    def __init__(self):
        self.items = [1, 2]
    @property
    def first(self):
        return self.items[0]
    def grow(self, by):
        return len(self.items) + by

class Open(Base):
    def __getattr__(self, name):
        return 5

class Foreign(unseen.Base):
    pass

def timed(function):
    @wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)
    return inner

@timed
def make(rows, columns=2):
    return np.zeros((rows, columns))

box, shape, name, n = Base(), (2, 3, 4), "model", 3
filled = [np.zeros((2, 3)) for _ in files]
"""
ONE, TWO, THREE = Int(1), Int(2), Int(3)
VALUES: dict[str, Value | None] = {
    "list(chain([1], (2, 3)))": List((ONE, TWO, THREE)),
    "list(chain.from_iterable([[1], [2]]))": List((ONE, TWO)),
    "list(itertools.product([1, 2], 'a'))": List((Tuple((ONE, Str("a"))), Tuple((TWO, Str("a"))))),
    "list(itertools.combinations([1, 2], 2))": List((Tuple((ONE, TWO)),)),
    "list(itertools.repeat(3, 2))": List((THREE, THREE)),
    "list(itertools.islice([1, 2, 3], 1, None))": List((TWO, THREE)),
    "list(itertools.islice(itertools.count(), n))": List(None, Int()),
    "[a for a, _ in zip(itertools.repeat(7), files)][0]": Int(7),
    "next(itertools.islice(itertools.cycle([1, 1]), 5))": ONE,
    "reduce(lambda a, b: a * b, shape)": Int(24),
    "reduce(operator.mul, shape, 2)": Int(48),
    "reduce(operator.mul, files)": None,
    "math.prod(shape)": Int(24),
    "math.prod([2.0, 3], start=2)": Float(12.0),
    "math.prod(files)": None,
    "divmod(7, 2)": Tuple((THREE, ONE)),
    "pow(2, 3)": Int(8),
    "sum([1, 2], 3)": Int(6),
    "sum([], 3)": THREE,
    "max(shape, key=lambda v: -v)": TWO,
    "min('ab', 'c', key=len)": Str("c"),
    "max([1, 1], key=unseen)": ONE,
    "getattr(box, 'kind')": Str("base"),
    "getattr(box, 'first')": ONE,
    "getattr(box, 'grow')(2)": Int(4),
    "getattr(box, 'other', 7)": Int(7),
    "getattr(box, 'kind', 7)": Str("base"),
    "getattr(Open(), 'other', 7)": None,
    "getattr(Foreign(), 'other', 7)": None,
    "setattr(box, name, n) or box.model": THREE,
    "hasattr(box, 'kind')": Bool(True),
    "hasattr(box, 'other')": Bool(False),
    "hasattr(box, '__len__')": Bool(),
    "hasattr(Open(), 'other')": Bool(),
    "hasattr(Foreign(), 'other')": Bool(),
    "copy.copy([1, 2])": List((ONE, TWO)),
    "copy.copy(box).grow(1)": THREE,
    "list(zip(*files))": List(None),
    "list(zip(*[files, files]))": List(None, Tuple((UNKNOWN, UNKNOWN))),
    "list(zip(*(unseen(i) for i in range(400))))": List(None),
    "len(list(zip(*((i, i) for i in range(400)))))": TWO,
    "make(4, columns=n).shape[1]": THREE,
}


@pytest.mark.parametrize("text", VALUES)
def test_values(text: str) -> None:
    found = final(f"{START}found = {text}\n", "found")
    wanted = VALUES[text]
    assert isinstance(found, Unknown) if wanted is None else found == wanted


ARRAYS = {
    "np.concatenate(list(chain(filled, filled)))": "float64 array of shape (?, 3)",
    "getattr(np, 'ones')(n)": "float64 array of shape (3,)",
    "sum([np.ones(3), np.ones((2, 3))])": "float64 array of shape (2, 3)",
    "reduce(np.add, [np.ones(3), np.ones((2, 3))])": "float64 array of shape (2, 3)",
    "np.stack(next(zip(*((np.ones(5), i) for i in shape * 99))))": (
        "float64 array of shape (297, 5)"
    ),
    "np.array(list(zip(*[(box, i) for i in range(400)]))[1])": "int64 array of shape (400,)",
    "[np.array(c) for c in zip(*zip(filled, files))][0]": "float64 array of shape (?, 2, 3)",
    "np.array(list(zip(*[(1, 2), (3, 4), (5, 6)])))": "int64 array of shape (2, 3)",
    "next(itertools.cycle(filled))": "float64 array of shape (2, 3)",
    "np.zeros(reduce(operator.add, shape))": "float64 array of shape (9,)",
}


@pytest.mark.parametrize("text", ARRAYS)
def test_arrays(text: str) -> None:
    found = final(f"{START}found = {text}\n", "found")
    assert isinstance(found, Array)
    assert found.description == ARRAYS[text]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("other = copy.copy(box)\nother.items.append(3)\nfound = box.grow(0)", THREE),
        ("other = copy.copy(box)\nother.items = []\nfound = box.grow(0)", TWO),
        ("other = copy.copy(box.items)\nother.append(3)\nfound = box.grow(0)", TWO),
        ("z = chain(box.items)\nbox.items.append(3)\nfound = list(z)", List(None)),
        ("setattr(box, unseen(), 3)\nfound = box.kind", None),
        ("if hasattr(box, 'kind'): found = 1\nelse: found = 2", ONE),
    ],
)
def test_what_is_shared_and_what_is_not(text: str, wanted: Value | None) -> None:
    found = final(START + text, "found")
    assert isinstance(found, Unknown) if wanted is None else found == wanted
