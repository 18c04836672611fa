"""`match`: which cases are taken, and what they bind."""

import pytest

from ndlint.values.base import Bool, Dict, Float, Int, List, Str, Tuple, Unknown, Value
from tests.interpreter.final import final

START = """\
from dataclasses import dataclass
from enum import Enum
import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from elsewhere import coin, files, unseen

@dataclass
class Point:
    x: int
    y: int = 5

class Plain:
    def __init__(self):
        self.size = 3

class Color(Enum):
    RED = 1
    BLUE = 2

found = 0
"""
CASES: dict[tuple[str, str], Value | None] = {
    ("'a'", "case 'b': found = 1\ncase 'a': found = 2\ncase _: found = 3"): Int(2),
    ("3", "case 1 | 2: found = 1\ncase 3 | 4: found = 2"): Int(2),
    ("7", "case 1: found = 1\ncase other: found = other + 1"): Int(8),
    ("7", "case 1: found = 1"): Int(0),
    ("None", "case None: found = 1\ncase _: found = 2"): Int(1),
    ("True", "case None: found = 1\ncase True: found = 2"): Int(2),
    ("'a'", "case 0: found = 1\ncase [_]: found = 2\ncase {}: found = 3\ncase _: found = 4"): Int(
        4
    ),
    ("(1, 'a')", "case [x]: found = 1\ncase [x, y]: found = [y, x]"): List((Str("a"), Int(1))),
    ("[1, 2, 3]", "case [first, *rest]: found = (first, rest)"): Tuple(
        (Int(1), List((Int(2), Int(3))))
    ),
    ("[1, 2, 3]", "case [*_, 4]: found = 1\ncase [*rest, 3]: found = rest"): List((Int(1), Int(2))),
    ("{'k': 1, 'j': 2}", "case {'z': v}: found = v\ncase {'k': v, **r}: found = (v, r)"): Tuple(
        (Int(1), Dict(((Str("j"), Int(2)),)))
    ),
    ("Point(1)", "case Plain(): found = 1\ncase Point(a, y=b): found = a + b"): Int(6),
    ("Point(1, 2)", "case Point(x=2): found = 1\ncase Point(1, 2 as b): found = b"): Int(2),
    ("2.5", "case int(): found = 1\ncase float(v): found = v"): Float(2.5),
    ("Plain()", "case Point(): found = 1\ncase Plain(size=s): found = s"): Int(3),
    ("Color.BLUE", "case Color.RED: found = 1\ncase Color.BLUE: found = 2"): Int(2),
    ("5", "case v if v > 9: found = 1\ncase v if v > 3: found = 2\ncase _: found = 3"): Int(2),
    ("np.zeros(2)", "case [a, b]: found = 1\ncase _: found = 2"): Int(2),
    ("[1, (2, [3])]", "case [1, (2, [x])]: found = x"): Int(3),
    ("(1, 2)", "case (2, x) | (x, 2): found = x"): Int(1),
    # Where it is not known which is taken, what holds of all.
    ("files", "case 'a': found = 7\ncase _: found = 7"): Int(7),
    ("files", "case 'a': found = 7\ncase _: found = 8"): Int(),
    ("files", "case 'a': found = 7"): Int(),
    ("files", "case {'k': v}: found = v\ncase [v]: found = v\ncase _: found = files"): None,
    ("(1, files)", "case (2, _): found = 1\ncase (1, 'a'): found = 2\ncase (1, _): found = 2"): Int(
        2
    ),
    ("Point(files)", "case Point(1): found = 1\ncase Point(): found = 1.5"): None,
    ("5", "case v if coin(): found = 7\ncase v: found = v + 2"): Int(7),
    (
        "[f for f in files]",
        "case []: found = 1\ncase [f]: found = 1\ncase [_, *r]: found = 1",
    ): Int(),
    ("[len(f) for f in files]", "case [n, *_]: found = n + 0 * found\ncase _: found = 1"): Int(),
    ("Plain()", "case Plain(other=1): found = 1\ncase Plain(): found = 1"): Int(1),
    ("unseen()", "case Point(x=1, y=v): found = v\ncase _: found = 1"): None,
    ("isinstance(Point(1), (Plain, Point))", "case v: found = v"): Bool(True),
    ("isinstance(Point(1), (Plain, int, np.ndarray))", "case v: found = v"): Bool(False),
    ("isinstance([1], (unseen, list))", "case v: found = v"): Bool(True),
    ("isinstance([1], (unseen, tuple))", "case v: found = v"): Bool(),
    ("isinstance(None, Point)", "case v: found = v"): Bool(False),
    ("isinstance(keras.Input((3,)), (tuple, list))", "case v: found = v"): Bool(False),
    ("isinstance(keras.layers.Dense(1), str)", "case v: found = v"): Bool(False),
    ("isinstance(tf.data.Dataset.range(3), (dict, np.ndarray))", "case v: found = v"): Bool(False),
    ("isinstance(pd.DataFrame({'a': [1]}), np.ndarray)", "case v: found = v"): Bool(False),
    ("isinstance(pd.Series(['a']).values, np.ndarray)", "case v: found = v"): Bool(None),
    ("isinstance(keras.Input((3,)), keras.KerasTensor)", "case v: found = v"): Bool(),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_found(case: tuple[str, str]) -> None:
    subject, cases = case
    indented = "\n".join(f"    {line}" for line in cases.splitlines())
    found = final(f"{START}match {subject}:\n{indented}\n", "found")
    wanted = CASES[case]
    assert isinstance(found, Unknown) if wanted is None else found == wanted


def test_a_case_that_leaves_leaves_the_others() -> None:
    text = (
        "for _ in range(3):\n    match files:\n        case 1: break\n        case _: found = 1\n"
    )
    assert final(START + text, "found") == Int()
    text = "def f(v):\n    match v:\n        case 'a': return 1\n    return 2\nfound = f('a')\n"
    assert final(START + text, "found") == Int(1)


def test_a_list_that_is_captured_is_the_same_one() -> None:
    text = "kept = [1]\nmatch (kept, 2):\n    case (inner, 2): inner.append(5)\nfound = kept\n"
    assert final(START + text, "found") == List((Int(1), Int(5)))
    text = (
        "kept = [1]\nmatch (kept, files):\n    case (inner, 'a'): inner.append(5)\nfound = kept\n"
    )
    assert final(START + text, "found") == List(None, Int(), is_filled=True)
