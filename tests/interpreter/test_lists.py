"""Lists that are not known item by item, and what is made of them."""

import pytest

from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, Float, Int, List, Str, Tuple, Value
from ndlint.values.facts import Truth
from tests.interpreter.final import final
from tests.interpreter.test_soundness import check_program

START = """\
import os
import numpy as np
from elsewhere import files, coin
filled = []
for f in files:
    filled.append(np.zeros((28, 28), "uint8"))
"""
ARRAYS = {
    "np.array(filled)": "uint8 array of shape (?, 28, 28)",
    "np.stack(filled)": "uint8 array of shape (?, 28, 28)",
    "np.stack(filled, axis=-1)": "uint8 array of shape (28, 28, ?)",
    "np.concatenate(filled)": "uint8 array of shape (?, 28)",
    "np.concatenate(filled, axis=1)": "uint8 array of shape (28, ?)",
    "filled[0]": "uint8 array of shape (28, 28)",
    "[v for v in filled if coin()][3]": "uint8 array of shape (28, 28)",
    "np.array(filled[::-1])": "uint8 array of shape (?, 28, 28)",
    "np.array(filled + filled)": "uint8 array of shape (?, 28, 28)",
    "np.array([np.ones(3) for _ in range(1000)])": "float64 array of shape (1000, 3)",
    "np.vstack([np.ones((2, 3)) for _ in range(100)])": "float64 array of shape (200, 3)",
    "np.array([v.mean() for v in np.zeros((50, 3))])": "float64 array of shape (50,)",
    "np.array([[1, 2] for v in files])": "int64 array of shape (?, 2)",
    "np.array([int(f) for f in files])": "int64 array of shape (?,)",
    "np.array(list(map(float, files)))": "float64 array of shape (?,)",
    "np.array([a for _, a in enumerate(filled)])": "uint8 array of shape (?, 28, 28)",
    "np.array([a for a, _ in zip(filled, files)])": "uint8 array of shape (?, 28, 28)",
    "np.array(sorted([3, 1] * 30))": "int64 array of shape (60,)",
    "{f: np.ones(3) for f in files}['a']": "float64 array of shape (3,)",
    "{f: np.ones(3) for f in files}.get('a', np.ones(3))": "float64 array of shape (3,)",
    "dict(zip((1, 2), filled[:1] + [np.ones(3)]))": None,
    "np.array([np.zeros(len(f)) for f in files])": None,
    "np.array(filled + [np.ones(3)])": None,
    "np.array(filled + files)": None,
}


@pytest.mark.parametrize("text", ARRAYS)
def test_arrays_of_lists(text: str) -> None:
    found = final(START + f"x = {text}\n", "x")
    if ARRAYS[text] is None:
        assert not isinstance(found, Array) or not found.shape.rank_known
    else:
        assert isinstance(found, Array)
        assert found.description == ARRAYS[text]


VALUES: dict[str, Value] = {
    "[i for i in range(5) if i % 2]": List((Int(1), Int(3))),
    "[(i, j) for i in range(2) for j in 'ab' if j != 'a']": List(
        (Tuple((Int(0), Str("b"))), Tuple((Int(1), Str("b"))))
    ),
    "len([0 for i in range(1000)])": Int(1000),
    "[1, *range(2)]": List((Int(1), Int(0), Int(1))),
    "[*files, 1]": List(None, is_filled=True),
    "sum(v for v in [1, 2, 3])": Int(6),
    "max([2.5, 1.0])": Float(2.5),
    "sorted([2, 3, 1])": List((Int(1), Int(2), Int(3))),
    "list(enumerate('ab', 1))": List((Tuple((Int(1), Str("a"))), Tuple((Int(2), Str("b"))))),
    "{1: 2, (1, 'a'): 3}[1, 'a']": Int(3),
    "dict(zip([1, 2], 'ab'))[2]": Str("b"),
    "[seen.append(f) or len(seen) for f in files]": List(None, Int()),
    "os.listdir('.')": List(None, Str()),
    "next(iter([1, 2]))": Int(1),
}


@pytest.mark.parametrize("text", VALUES)
def test_values(text: str) -> None:
    assert final(START + f"seen = []\nx = {text}\n", "x") == VALUES[text]


def test_what_one_branch_does_to_an_item_may_not_have_been_done() -> None:
    text = """\
import numpy as np
from elsewhere import coin
a, b = np.array([np.nan]), np.ones(1)
lists = [[a], [b]]
if coin():
    lists.append([a])
    lists[1][0][0] = np.nan
x = lists[1][0]
"""
    found = final(text, "x")
    assert isinstance(found, Array)
    assert found.facts.nan is Truth.MAYBE


@pytest.mark.parametrize(
    "change",
    [
        "filled[0].fill(np.nan)",
        "for v in filled: v[0] = np.nan",
        "last = filled[-1]\nlast += np.nan",
        "a = [v for v in filled]\na[2][0] = np.nan",
    ],
)
def test_a_change_meets_one_of_many(change: str) -> None:
    start = START.replace('"uint8"', "float")
    found = final(f"{start}{change}\nx = filled[1]", "x")
    assert isinstance(found, Array)
    assert not found.facts.is_finite


def test_what_is_in_a_list_changes_with_it() -> None:
    found = final(START + "y = np.zeros(3)\nfilled.append(y)\nfilled[0][0] = np.nan\nx = y", "x")
    assert isinstance(found, Array)
    assert not found.facts.is_finite


@pytest.mark.parametrize(
    "change", ["filled.append(np.ones(3))", "filled[0] = 'text'", "unseen(filled)"]
)
def test_other_items_are_seen(change: str) -> None:
    found = final(f"from elsewhere import unseen\n{START}{change}\nx = filled[0]", "x")
    assert (
        found == UNKNOWN
        or not isinstance(found, Array)
        or not found.shape.rank_known
        or (found.shape.dims != (28, 28))
    )


GROWING = (
    "for n in mine:\n    if len(mine) < 3: mine.append(7)",
    "for n in mine:\n    mine[1:] = [4, 5]",
    "for n, v in zip(mine, range(4)):\n    mine[1:] = [4, 5]",
    "for v, n in enumerate(mine):\n    if len(mine) < 3: mine.append(7)",
    "for n in iter(mine):\n    if len(mine) < 3: mine.append(7)",
    "found = [(n, mine.append(3) if len(mine) < 3 else 0)[0] for n in mine]",
    "found = [(n, mine.append(3) if len(mine) < 3 else 0)[0] for n, _ in zip(mine, range(4))]",
    "found = list(map(lambda n: mine.append(n + 3) or n if len(mine) < 3 else n, mine))",
    "for n in held:\n    if len(held) < 2: held.append(a)\n    n[0] = np.nan",
    "for n in held:\n    n.shape = (3, 1)\n    if len(held) < 2: held += [a]",
    "held = [[b]]\nfor n in held:\n    n[0][0] = np.nan\n    if len(held) < 2: held.append([a])",
    "found = [(held.append(a) if len(held) < 2 else 0, n.fill(np.nan)) for n in held]",
)
"""Programs that put items into a list that they go through."""


@pytest.mark.parametrize("text", GROWING)
def test_a_list_that_grows_while_it_is_gone_through(text: str) -> None:
    start = "import numpy as np\na, b = np.zeros(3), np.ones(3)\nmine, held = [1], [b]\n"
    check_program(f"{start}{text}\n")
