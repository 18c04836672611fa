"""Random data sets that go through functions of the program: the same seed, the same program."""

from random import Random

from tests.knowledge.data.pipelines import DESCRIBED, SHOWS, START
from tests.knowledge.tensorflow.bulk import Program

FUNCTIONS = (
    "def scale(x, y):\n    x = tf.cast(x, tf.float32) / 255.0\n    return x, y\n"
    "def either(x, y, wide=True):\n    if wide:\n        return x[..., tf.newaxis], y\n"
    "    return x, y\n"
    "@tf.function\ndef traced(x, y):\n    return tf.reduce_sum(x), y\n"
    "class Change:\n    def __init__(self, factor):\n        self.factor = factor\n"
    "    def __call__(self, x, y):\n        return x * self.factor, y\n"
    "change = Change(2)\n"
)
KEEPING = (
    "map(scale)", "map(either, num_parallel_calls=tf.data.AUTOTUNE)", "map(traced)", "map(change)",
    "map(lambda x, y: (x, y))", "map(lambda x, y: (x * 2, y))", "map(lambda x, y: (y, x))",
    "map(lambda x, y: (tf.expand_dims(x, 0), y))", "map(lambda *pair: pair)",
    "map(map_func=lambda x, y: (x, tf.cast(y, tf.float32)))", "map(lambda x, y: (x, [1, 2]))",
    "map(lambda x, y: (x, 1.5))", "map(lambda x, y: (tf.zeros((2, 3)), y))", "batch(2)", "batch(2)",
    "filter(lambda x, y: True)", "filter(lambda x, y: tf.reduce_sum(y) >= 0)", "unbatch()",
    "flat_map(lambda x, y: D.from_tensors((x, y)))", "shuffle(2)", "repeat(2)", "take(3)",
    "interleave(lambda x, y: D.zip((D.from_tensors(x), D.from_tensors(y))), cycle_length=2)",
    "map(lambda x, y: (x / 255.0, y))", "map(lambda x, y: (x + tf.ones((1,)), y))",
    "map(lambda x, y: (x + np.ones((1,)), y))", "map(lambda x, y: (tf.matmul(x, x), y))",
)  # fmt: skip
ENDING = (
    "map(lambda x, y: x)", "map(lambda x, y: {'b': x, 'a': y})", "map(lambda x, y: ((x, x), y))",
    "map(lambda x, y: (x, None))", "map(lambda x, y: [x, x])", "map(lambda x, y: np.float64(2))",
    "map(lambda x, y: (x, y, tf.ones(())))", "map(lambda x, y: D.from_tensors(y))",
    "flat_map(lambda x, y: D.range(3))", "map(lambda x, y: print(x))",
)  # fmt: skip


def random_mapping(seed: int) -> Program:
    """Pairs that go through up to four functions; then what the data set yields."""
    random = Random(seed)
    x = random.choice(("np.ones((6, 2))", "np.ones((6, 2, 2), 'float32')", "np.ones(6, 'uint8')"))
    y = random.choice(("np.zeros(6, 'int64')", "np.ones((6, 1), 'float32')"))
    lines = [f"ds = D.from_tensor_slices(({x}, {y}))"]
    lines += [f"ds = ds.{random.choice(KEEPING)}" for _ in range(random.randrange(1, 5))]
    if random.random() < 0.3:
        lines.append(f"ds = ds.{random.choice(ENDING)}")
    text = START + FUNCTIONS + "\n".join(lines) + "\n" + DESCRIBED
    return Program(text, SHOWS, topic=f"seed {seed}")


def changing() -> Program:
    """Functions that change what is around them."""
    return Program(
        f"{START}seen = []\na = np.ones(3)\n"
        "def note(x):\n    seen.append(x.shape)\n    a[:] = 7.0\n    return x\n"
        "ds = D.range(3).map(note)\nn = len(seen)\n"
        "for x in ds.filter(lambda x: seen.append(1) or True):\n    pass\nm = len(seen)\n",
        ("a", "n", "m", "x"),
    )
