"""Tensors of nothing, and shapes that become tensors, against TensorFlow itself."""

import pytest

from tests.knowledge.tensorflow.bulk import Program, compare
from tests.truth.reality import Reality

EMPTY = ("()", "[]", "[()]", "([],)", "tf.zeros(()).shape", "np.zeros(0)", "[np.zeros(0)]")
MADE = (
    "tf.constant({})",
    "tf.convert_to_tensor({})",
    "tf.abs({})",
    "tf.reduce_sum({})",
    "tf.concat([{}, tf.constant({})], 0)",
    "tf.Variable({})",
)
RETURNED = ("t.shape", "(t.shape, t)", "(1, 2)", "()", "(t.shape[0], 3)")


@pytest.mark.parametrize("empty", EMPTY)
def test_what_is_made_of_nothing(reality: Reality, empty: str) -> None:
    programs = [
        Program(
            f"import numpy as np\nimport tensorflow as tf\nr = {made.format(empty, empty)}\n",
            ("r",),
        )
        for made in MADE
    ]
    score = compare(reality, programs)
    assert not score.wrong, "\n\n".join(score.wrong)


def test_shapes_that_are_returned(reality: Reality) -> None:
    programs = [
        Program(
            "import tensorflow as tf\n@tf.function\ndef f(t):\n"
            f"    return {returned}\nr = f(tf.ones({shape}))\ns = r[0] if len(r) else None\n",
            ("r", "s"),
        )
        for returned in RETURNED
        for shape in ("(2, 3)", "()")
    ]
    score = compare(reality, programs)
    assert not score.wrong, "\n\n".join(score.wrong)
