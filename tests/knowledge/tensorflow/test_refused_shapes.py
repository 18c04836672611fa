"""Masks, values of variables and sums of products whose shapes do not fit, against TensorFlow: each
refusal is found that can be, and no other."""

from itertools import product

from tests.knowledge.tensorflow.bulk import Program, exact
from tests.truth.reality import Reality

SHAPES = ((), (1,), (3,), (4,), (3, 4), (4, 3), (3, 1), (2, 3, 4))
CALLS = {
    "mask": "tf.boolean_mask(tf.ones({a}), np.ones({b}, bool))",
    "index": "tf.ones({a})[np.ones({b}, bool)]",
    "assign": "tf.Variable(tf.ones({a})).assign(np.ones({b}, 'float32'))",
    "add": "tf.Variable(tf.ones({a})).assign_add(tf.ones({b}))",
    "dot": "tf.tensordot(tf.ones({a}), tf.ones({b}), 1)",
    "axes": "tf.tensordot(tf.ones({a}), tf.ones({b}), [[0], [-1]])",
}


def is_found(call: str, a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    """Whether a refusal must be found: of a value that broadcasts to the variable, nothing is said,
    and nothing of a mask, or a product, without axes."""
    if call in ("assign", "add"):
        padded = (1,) * (len(a) - len(b)) + b
        return len(b) > len(a) or any(m not in (1, n) for n, m in zip(a, padded, strict=True))
    return bool(b) and (bool(a) or call in ("mask", "index"))


def test_shapes_that_do_not_fit(reality: Reality) -> None:
    programs = [
        Program(
            f"import numpy as np\nimport tensorflow as tf\nr = {call.format(a=a, b=b)}\n",
            must_find="r =" if is_found(name, a, b) else "",
            topic=f"{name} {a} {b}",
        )
        for (name, call), a, b in product(CALLS.items(), SHAPES, SHAPES)
    ]
    score = exact(reality, programs)
    assert score.findable > len(programs) // 3
