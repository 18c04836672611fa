"""A condition goes the way that one of its parts decides by itself, whatever the others are."""

import pytest

from ndlint.findings import Certainty
from tests.knowledge.tensorflow.bulk import Program, verdict

START = """import numpy as np
import tensorflow as tf
from random import random
c = random() > 0.5
x = tf.zeros((2, 3))
"""
CRASH = "tf.squeeze(x, axis=[-1])"
CONDITIONS = {
    "c and x.shape[-1] == 1": None,
    "x.shape[-1] == 1 and c": None,
    "c and x.shape[-1] == 3": Certainty.LIKELY,
    "c or x.shape[-1] == 3": Certainty.CERTAIN,
    "c or x.shape[-1] == 1": Certainty.LIKELY,
    "not (c or x.shape[-1] == 3)": None,
    "not (c and x.shape[-1] == 1)": Certainty.CERTAIN,
    "c and (c or len(x)) and not len(x)": None,
    "c and (random() > 0.5 or len(x) == 2)": Certainty.LIKELY,
    "(c and x.shape[-1] == 1) or len(x) == 2": Certainty.CERTAIN,
    "bool(c) < len(x) < 2": None,
    "tf.rank(x) == 2": Certainty.CERTAIN,
    "tf.rank(x) > 2": None,
    "tf.rank(x) < tf.rank(x[None])": Certainty.CERTAIN,
    "tf.size(x) == 6": Certainty.CERTAIN,
    "tf.size(x) < 6": None,
    "tf.size(open('a').readlines()) < 6": Certainty.LIKELY,
    "np.max(np.arange(6)) > 5": None,
    "np.max(np.arange(6)) >= 5": Certainty.CERTAIN,
    "np.max(np.array([0, 255], 'uint8') / 255.0) > 1": None,
    "np.float32(0.1) < 0.2": Certainty.LIKELY,
}


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize(
    "form",
    [
        "if {}:\n    {}",
        "if not ({}):\n    pass\nelse:\n    {}",
        "while {}:\n    {}",
        "y = {1} if {0} else x",
        "[{1} for i in range(1) if {0}]",
        "match x:\n    case _ if {}:\n        {}",
    ],
)
def test_a_part_decides_by_itself(condition: str, form: str) -> None:
    code = START + form.format(condition, CRASH)
    found = [f.certainty for f in verdict(Program(f"{code}\n")).findings if f.code == "NDL601"]
    wanted = CONDITIONS[condition]
    assert found == ([] if wanted is None else [wanted])


def test_a_failed_assertion_ends_the_program() -> None:
    code = f"{START}assert c and x.shape[-1] == 1\n{CRASH}\n"
    assert not verdict(Program(code)).findings


GRAPHS = {
    "c > 0 and x.shape[-1] == 1": True,
    "c > 0 and x.shape[-1] == 1 and True": True,
    "x.shape[-1] == 1 and c > 0": False,
    "tf.rank(x) == 3": True,
    "len(x.shape) == 3": False,
}
"""Whether the branch becomes a part of a graph, and its error is one (TensorFlow 2.21): a graph
takes both ways of what a tensor decides, though Python's `and` would be false."""


@pytest.mark.parametrize("condition", GRAPHS)
def test_a_graph_takes_both_ways(condition: str) -> None:
    code = (
        f"import tensorflow as tf\n@tf.function\ndef f(c, x):\n    if {condition}:\n"
        f"        x = {CRASH}\n    return x\nf(tf.constant(1), tf.zeros((2, 3)))\n"
    )
    assert bool(verdict(Program(code)).findings) is GRAPHS[condition]
