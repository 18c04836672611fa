"""`keras.ops` against Keras itself: nothing inferred is wrong."""

from itertools import product

import pytest

from ndlint.knowledge import registry
from ndlint.knowledge.registry import MODELS
from tests.knowledge.keras_ops.programs import CALLS, program
from tests.knowledge.tensorflow.bulk import Program, Score, compare, exact
from tests.truth.reality import Reality

USUAL, LONG = 300, 6000
"""Programs; as many are eager, make a graph, and are symbolic."""
SHAPES = (
    (), (1,), (2,), (3,), (1, 2), (2, 1), (3, 1), (3, 3), (2, 3), (1, 1, 3), (3, 1, 1), (1, 3, 1),
    (3, 3, 2), (2, 3, 4), (1, 2, 3), (4, 1, 3), (2, 3, 1, 4),
)  # fmt: skip


def judged(reality: Reality, programs: list[Program]) -> Score:
    score = compare(reality, programs)
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.raised < score.programs
    return score


def test_each_function(reality: Reality) -> None:
    score = judged(reality, [program(seed, name) for name in CALLS for seed in range(3)])
    assert score.claimed > 20


def test_some_programs(reality: Reality) -> None:
    judged(reality, [program(seed) for seed in range(USUAL)])


def test_sums_of_all_shapes(reality: Reality) -> None:
    """Some are computed that NumPy refuses, and some have other shapes than with NumPy."""
    start = "import numpy as np\nimport tensorflow as tf\nfrom keras import ops\n"
    eager = "s = ops.add(np.ones({}), np.ones({}))\n"
    traced = "s = tf.function(lambda a, b: ops.add(a, b))(tf.ones({}), tf.ones({}))\n"
    programs = [
        Program(start + text.format(*pair), ("s",), must_find="ops.add")
        for text, pair in product((eager, traced), product(SHAPES, SHAPES))
    ]
    assert exact(reality, programs).claimed > 100


@pytest.mark.nightly
def test_many_programs(reality: Reality) -> None:
    judged(reality, [program(seed) for seed in range(USUAL, LONG)])
    judged(reality, [program(seed, name) for name in CALLS for seed in range(3, 60)])


def test_every_name_has_a_call() -> None:
    registry.load()
    names = {n.removeprefix("keras.ops.") for n in MODELS if n.startswith("keras.ops.")}
    assert names == set(CALLS)
