"""Integer tensors beside NumPy's floats: what is said is compared with the right result.

Each program ends by comparing what TensorFlow computed with what NumPy computes of the
same numbers in float64, so that its last line fails where the result is wrong.
"""

from itertools import product
from random import Random

import pytest

from ndlint.findings import Certainty, Finding
from tests.knowledge.tensorflow.bulk import Program, Ran, Said, Score, compare
from tests.truth.reality import Reality

INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
TENSORS = ("[1, 2, 7]", "[3, 3, 3]", "[0, 5, 90]", "[0, 0, 0]", "[2]", "[[1, 2, 3], [4, 5, 6]]")
OPERANDS = (
    "np.float64(2.5)", "np.float64(2.0)", "np.float32(0.25)", "np.array([0.5, 1.5, 2.5])",
    "np.array([1.0, 2.0, 3.0])", "np.array([2.0, 2.5, 1.0], 'float32')", "np.random.rand(3)",
    "np.random.rand(3) - 0.5", "np.arange(3) / 2", "np.arange(4, 7) / 1", "np.array([5.5])",
    "np.array([-1.5, -0.5, -2.5])", "np.full(3, 7.0)", "np.full(3, 2.5)", "np.float16(0.5)",
    "np.arange(3).astype('float64')", "np.array([1, 2, 3])", "np.round(np.random.rand(3) * 9)",
    "np.random.rand(2, 3).astype('float32')", "np.array([4, 5, 6]).mean()", "np.zeros(3)",
    "np.random.rand(4)", "2.5", "2", "[0.5, 1.0, 2.0]", "[1, 2, 3]", "np.eye(3)[1] * 3",
)  # fmt: skip
SYMBOLS = ("+", "-", "*", "/", "//", "%", "**", "<", "<=", ">", ">=", "==", "!=")
FUNCTIONS = {
    "add": "x + y", "subtract": "x - y", "multiply": "x * y", "divide": "x / y",
    "truediv": "x / y", "pow": "x ** y", "maximum": "np.maximum(x, y)",
    "minimum": "np.minimum(x, y)", "math.squared_difference": "(x - y) ** 2",
    "math.floordiv": "x // y", "math.floormod": "x % y", "equal": "x == y", "less": "x < y",
    "not_equal": "x != y", "greater": "x > y", "less_equal": "x <= y", "greater_equal": "x >= y",
    "math.divide_no_nan": "np.where(y == 0, 0, x / np.where(y == 0, 1, y))",
}  # fmt: skip
"""Public name below `tensorflow` -> the same of x and y in NumPy."""
OPERATIONS = [
    *((f"{{}} {symbol} {{}}", f"x {symbol} y") for symbol in SYMBOLS),
    *((f"tf.{name}({{}}, {{}})", right) for name, right in FUNCTIONS.items()),
    ("tf.concat([{}, {}], 0)", "np.concatenate([x, y])"),
    ("tf.stack([{}, {}])", "np.stack([x, y])"),
    ("tf.where([True, False, True], {}, {})", "np.where([True, False, True], x, y)"),
    ("tf.tensordot({}, {}, 1)", "np.tensordot(x, y, 1)"),
]
"""What TensorFlow computes, and the same of x and y in NumPy."""
MADE, COMPARED = 6, 9
"""The lines that compute the result and that compare it."""


def program(seed: int) -> Program:
    """A random operation on a tensor and an operand, in either order."""
    random = Random(f"truncation {seed}")
    made, right = random.choice(OPERATIONS)
    numbers, dtype = random.choice(TENSORS), random.choice(INTEGERS)
    tensor = f"tf.constant(np.array({numbers}, {dtype!r}))"
    tensor = random.choice((tensor, tensor, f"tf.Variable({tensor})"))
    sides = random.choice((("t", "a"), ("a", "t")))
    x, y = (f"np.asarray({side}, 'float64')" for side in sides)
    text = (
        "import numpy as np\nimport tensorflow as tf\nnp.random.seed(0)\n"
        f"t = {tensor}\na = {random.choice(OPERANDS)}\nr = {made.format(*sides)}\n"
        f"x, y = {x}, {y}\n"
        f"right = np.asarray({right}, 'float64')\n"
        "assert np.allclose(np.asarray(r, 'float64'), right, rtol=1e-4, equal_nan=True)\n"
    )
    return Program(text, topic=f"truncation {seed}")


def truncations(said: Said) -> list[Finding]:
    return [f for f in said.findings if f.code == "NDL107"]


class Tally:
    """Counts what was found of the results that were wrong."""

    def __init__(self) -> None:
        self.claimed = 0
        self.wrong_results = 0
        self.told = 0

    def judge(self, ran: Ran, said: Said) -> str | None:
        """Why a claim about a truncation is not so, or None."""
        found = truncations(said)
        if ran.line == COMPARED:
            self.wrong_results += 1
            self.told += bool(found)
        if not found:
            return None
        self.claimed += 1
        if any(f.certainty is Certainty.CERTAIN for f in found) and ran.line != COMPARED:
            return f"{found[0].message}: it is said to be certainly wrong"
        if ran.line == MADE:
            return f"{found[0].message}: it raises"
        return None


def judged(reality: Reality, seeds: range) -> tuple[Score, Tally]:
    """The score; fails where anything that was said is not so."""
    tally = Tally()
    score = compare(reality, [program(seed) for seed in seeds], also=tally.judge)
    print(score, vars(tally))
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    return score, tally


def test_results_said_to_be_wrong_are_wrong(reality: Reality) -> None:
    _, tally = judged(reality, range(500))
    assert tally.claimed > 40
    # What is wrong else wrapped around, or compares floats of which nothing is known.
    assert tally.told > 0.5 * tally.wrong_results


@pytest.mark.nightly
def test_many_more(reality: Reality) -> None:
    judged(reality, range(1000, 8000))


def test_every_operation_is_written_in_both_languages() -> None:
    for (made, right), (x, y) in product(OPERATIONS, (("a", "t"), ("t", "a"))):
        compile(made.format(x, y), "made", "eval")
        compile(right, "right", "eval")
