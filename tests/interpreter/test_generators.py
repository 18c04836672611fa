"""Generator functions: what their steps give, and what is sound to say when they have run."""

import pytest

from ndlint.values.array import Array
from ndlint.values.base import Int, List, Str, Tuple, Unknown, Value
from tests.interpreter.final import final, finished
from tests.interpreter.test_soundness import check_program

START = """\
import numpy as np
from elsewhere import unseen, coin
x = np.zeros((100, 8), "float32")
size, calls, kept, buffer = 4, 0, [], np.zeros(3)

def batches(data, n=32):
    for i in range(0, len(data), n):
        yield data[i:i + n], i

def endless():
    while True:
        yield np.zeros((size, 2))

def either():
    yield 1
    yield 2

def same(times=2):
    for _ in range(times):
        yield 7

def counted():
    global calls
    for _ in range(3):
        yield calls
        calls += 1
    calls = "over"

def refilled():
    while True:
        yield buffer
        buffer[0] = np.nan

def own():
    mine = np.zeros(3)
    while True:
        yield mine
        if np.isnan(mine[0]):
            mine = "spoilt"

def delegating(data):
    yield from batches(data)
    yield from [(np.ones((2, 8), "float32"), 3)]

def empty():
    if False:
        yield 1

class Pairs:
    def __init__(self, data):
        self.data = data
    def __iter__(self):
        for i in range(0, len(self.data), 4):
            yield self.data[i:i + 4], i

class Listed(Pairs):
    def __iter__(self):
        return iter([self.data, self.data])

class Itself(Pairs):
    def __iter__(self):
        return self
    def __next__(self):
        global calls
        calls += 1
        return self.data

class Loader:
    def __init__(self, data):
        self.data, self.at = data, 0
    def flow(self):
        while True:
            yield self.data[self.at:self.at + 4]
            self.at += 4
"""
ARRAYS = {
    "next(batches(x))[0]": "float32 array of shape (?, 8)",
    "[a for a, _ in batches(x, n=10)][0]": "float32 array of shape (?, 8)",
    "list(batches(x))[-1][0]": "float32 array of shape (?, 8)",
    "np.concatenate([a for a, i in batches(x)])": "float32 array of shape (?, 8)",
    "next(endless())": "float64 array of shape (4, 2)",
    "next(Loader(x).flow())": "float32 array of shape (?, 8)",
    "next(delegating(x))[0]": "float32 array of shape (?, 8)",
    "[a for a, _ in Pairs(x)][0]": "float32 array of shape (4, 8)",
    "list(Pairs(x))[0][0]": "float32 array of shape (4, 8)",
    "next(enumerate(Pairs(x)))[1][0]": "float32 array of shape (4, 8)",
    "list(zip(Pairs(x), Listed(x)))[0][1]": "float32 array of shape (100, 8)",
    "list(Listed(x))[1]": "float32 array of shape (100, 8)",
    "next(iter(endless()))": "float64 array of shape (4, 2)",
    "next(enumerate(endless()))[1]": "float64 array of shape (4, 2)",
    "list(zip(endless(), range(3)))[0][0]": "float64 array of shape (4, 2)",
    "list(map(np.transpose, endless()))[0]": "float64 array of shape (2, 4)",
}


@pytest.mark.parametrize("text", ARRAYS)
def test_arrays(text: str) -> None:
    found = final(f"{START}found = {text}\n", "found")
    assert isinstance(found, Array)
    assert found.description == ARRAYS[text]


VALUES: dict[str, Value | None] = {
    "found = next(same())": Int(7),
    "found = next(either())": Int(),
    "found = list(same())": List(None, Int(7)),
    "g = same()\nnext(g)\nfound = next(g)": Int(7),
    "g = same()\nfor _ in g: pass\nfound = next(g)": None,
    "found = 7\nfor found in same(): pass": Int(7),
    # What was begun under one size goes on with it.
    "g = endless()\nnext(g)\nsize = 5\nfound = next(g)": None,
    "g = endless()\nsize = 5\nfound = next(g).shape[0]": Int(5),
    "for a in endless():\n    size = size + 1\n    found = a.shape[0]\n    if coin(): break": Int(),
    # Where it is stepped through unseen, it may have done anything.
    "g = counted()\nunseen(g)\nfound = calls": None,
    "next(counted())\nfound = calls": None,
    "for _ in counted():\n    calls = 9\nfound = calls": None,
    "g = counted()\nfound = calls": Int(0),
    "for _ in Itself(x):\n    break\nfound = calls": None,
    "counted()\nfound = calls": Int(0),
    "sum(counted())\nfound = calls": None,
    "np.fromiter(counted(), int)\nfound = calls": None,
    "for a in counted(): kept.append(a)\nfound = kept": List(None),
    "found = 5\nfor found in empty(): pass": Int(5),
    "found = next(same(times='no'))": Int(7),
    "found = list(batches([1, 2, 3], 1))[0]": Tuple((List((Int(),)), Int())),
    "def inner():\n    yield 'a'\nfound = next(inner())": Str("a"),
}


@pytest.mark.parametrize("text", VALUES)
def test_values(text: str) -> None:
    found = final(f"{START}{text}\n", "found")
    wanted = VALUES[text]
    assert isinstance(found, Unknown) if wanted is None else found == wanted


@pytest.mark.parametrize(
    ("text", "is_finite"),
    [
        ("found = next(refilled())", False),
        ("next(refilled())\nfound = buffer", False),
        ("for found in own():\n    break", True),
        ("for found in own():\n    found[0] = np.nan\n    break", False),
        ("first = None\nfor a in refilled():\n    first = a\n    break\nfound = buffer", False),
        ("g = endless()\nfound = next(g)\nnext(g)[0] = np.nan", True),
    ],
)
def test_what_the_generator_and_its_user_share(text: str, is_finite: bool) -> None:
    found = final(START + text, "found")
    assert isinstance(found, Array)
    assert found.facts.is_finite is is_finite


def test_nothing_comes_after_a_step_that_finds_no_item() -> None:
    assert finished(f"{START}next(empty())\n").final is None


def test_recursion_ends() -> None:
    text = "def walk(n):\n    yield n\n    yield from walk(n - 1)\nfor found in walk(3): pass\n"
    assert isinstance(final("found = 0\n" + text, "found"), Unknown | Int)


STARTS = {
    "what comes after an item": "    yield 1\n    found = np.ones(2)\n",
    "what comes before none": "    found = np.ones(2)\n    return\n    yield 1\n",
}
THROUGH = (
    "all(given())", "[v for v in given()]", "{v for v in given()}", "{v: 1 for v in given()}",
    "[*given()]", "dict.fromkeys(given())", "list(given())", "list(map(int, given()))",
    "list(zip(given(), [1, 2]))", "list(enumerate(given()))", "max(given(), default=0)",
    "print(*given())", "set(given())", "sorted(given())", "sum(given())", "tuple(given())",
    "3 in given()", "np.fromiter(given(), float)", "functools.reduce(max, given(), 1)",
    "[].extend(given())",
)  # fmt: skip


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("text", THROUGH)
def test_whoever_goes_through_it_runs_it_to_its_end(start: str, text: str) -> None:
    begin = "import functools\nimport numpy as np\nfound = np.zeros(1)\n"
    body = f"def given():\n    global found\n{STARTS[start]}"
    check_program(f"{begin}{body}x = {text}\n")
