"""What is said of all elements of a data set together, and of one that is taken out, against the
real ones; and what Keras makes of labels that no unit stands for."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from ndlint.values.array import Array
from ndlint.values.base import Value, leaves
from ndlint.values.dataset import Dataset
from ndlint.values.facts import Facts, Truth
from tests.knowledge.tensorflow.bulk import Program, exact, real_results, verdict
from tests.truth.reality import Reality

USUAL = 250
LONG = 3000
START = (
    "import numpy as np\nimport tensorflow as tf\nD = tf.data.Dataset\nr = np.random.RandomState\n"
)
MADE = (
    "np.arange(24)", "np.array([3, 1, 3, 7] * 6)", "r(0).randint(1, 5, 600)", "np.arange(24) % 3",
    "np.array([1.5, np.nan, 2.5] * 8)", "r(1).randint(0, 9, 24)", "np.linspace(0, 1, 24)",
    "r(2).permutation(24)", "np.arange(48).reshape(24, 2)", "r(3).randint(0, 3, (600, 1))",
)  # fmt: skip
STEPS = (
    "batch(5)", "batch(4)", "batch(5, drop_remainder=True)", "take(3)", "skip(2)", "take(600)",
    "skip(0)", "take(-1)", "shuffle(50, seed=3)", "repeat(2)", "prefetch(2)", "cache()",
    "shard(2, 1)", "map(lambda x, y: (y, x))", "map(lambda x, y: (x, y + 1))",
    "map(lambda x, y: (x, tf.expand_dims(y, -1)))", "map(lambda *pair: pair)",
    "map(lambda x, y: (x, tf.reshape(y, (-1,))))", "map(lambda x, y: (tf.cast(x, tf.float32), y))",
    "map(lambda x, y: (x, tf.reduce_max(y)))", "map(lambda x, y: (x, y[..., :1]))",
    "filter(lambda x, y: tf.reduce_sum(y) > 2)", "take_while(lambda x, y: tf.reduce_max(x) < 9)",
    "unbatch()", "rebatch(3)", "rebatch(7, drop_remainder=True)", "padded_batch(4)",
    "concatenate(ds.map(lambda x, y: (x, y + 20)))", "concatenate(ds)", "unique()",
    "flat_map(lambda x, y: D.from_tensors((x, y)).repeat(2))",
    "flat_map(lambda x, y: D.from_tensor_slices(([1, 2, 3], [4, 5, 6])).take(2))",
    "window(3).flat_map(lambda x, y: D.zip((x.batch(3), y.batch(3))))",
    "map(lambda x, y: (tf.constant([5, 6]), y))",
)  # fmt: skip
CUT = (
    "tf.gather(y, [0])", "tf.boolean_mask(y, y > 2)", "y[::2]", "y[-1]", "tf.reverse(y, [0])",
    "tf.slice(y, tf.zeros_like(tf.shape(y)), tf.ones_like(tf.shape(y)))", "tf.unstack(y)[0]",
    "tf.split(y, 2)[0]", "tf.random.shuffle(y)", "tf.sort(y, 0)", "tf.roll(y, 1, 0)",
    "tf.tile(y, [2])", "tf.repeat(y, 2, 0)", "tf.concat([y, y], 0)", "tf.pad(y, [[0, 1]])",
    "tf.unique(y)[0]",
    "tf.identity(y)", "tf.squeeze(y[tf.newaxis])", "tf.transpose(y)", "tf.where(y > 2, y, y)",
    "tf.maximum(y, 2)", "tf.linalg.diag(y)", "tf.linalg.diag_part(tf.linalg.diag(y))",
    "tf.stack([y, y])", "tf.gather(y, tf.argsort(y)[:2])", "tf.clip_by_value(y, 0, 3)",
    "tf.nn.embedding_lookup(y, [0, 1])", "tf.stop_gradient(y)", "tf.ensure_shape(y, y.shape)",
    "tf.dynamic_partition(y, tf.zeros_like(y, tf.int32), 2)[0]", "tf.math.top_k(y, 1).values",
)  # fmt: skip
"""What a function makes of a batch: the same elements, or some."""
SOURCES = (
    "D.from_tensor_slices(({x}, {y}))", "D.from_tensors(({x}, {y}))",
    "D.zip((D.from_tensor_slices({x}), D.from_tensor_slices({y}).take(9)))",
    "D.zip((D.from_tensor_slices({x}), D.from_tensor_slices({y})))",
    "D.zip((D.range(40), D.from_tensor_slices({y})))",
)  # fmt: skip
GATHERED = (
    "pairs = list(ds.as_numpy_iterator())\n"
    "all0 = np.concatenate([np.ravel(p[0]) for p in pairs])\n"
    "all1 = np.concatenate([np.ravel(p[1]) for p in pairs])\n"
    "one0, one1 = next(iter(ds))\n"
    "n0, n1 = np.int64(len(np.unique(all0))), np.int64(len(np.unique(all1)))\n"
)
SHOWS = ("all0", "all1", "one0", "one1", "n0", "n1")


def random_program(seed: int) -> Program:
    """A data set of pairs, changed up to four times; then what it gives."""
    random = Random(seed)
    x, y = random.choice(MADE), random.choice(MADE)
    lines = [f"ds = {random.choice(SOURCES).format(x=x, y=y)}"]
    lines += [f"ds = ds.{random.choice(STEPS)}" for _ in range(random.randrange(5))]
    if random.random() < 0.4:
        cut = f"map(lambda x, y: (x, {random.choice(CUT)}))"
        lines.append(f"ds = ds.batch(6).{cut}")
    text = START + "\n".join(lines) + "\n" + GATHERED
    return Program(text, SHOWS, topic=f"seed {seed}")


def problem(facts: Facts, real: dict[str, Any], distinct: int = 0) -> str | None:
    """What is said of the elements and is not so."""
    if "low" not in real:
        return None
    ends = real["low"], real["high"]
    if facts.nan is (Truth.NO if real["nan"] else Truth.YES):
        return "nan"
    if facts.low > ends[0] or facts.high < ends[1]:
        return "range"
    if facts.reached and ends != facts.ends:
        return "ends"
    is_other = 0 < distinct != facts.distinct > 0
    return "distinct" if is_other and not real["nan"] else None


def check(reality: Reality, seeds: range) -> int:
    """How often the ends are known; fails where something is said that is not so."""
    programs = [random_program(seed) for seed in seeds]
    told = 0
    for program, ran in zip(programs, real_results(reality, programs), strict=True):
        if ran.line is not None:
            continue
        said = verdict(replace(program, shows=("ds", "one0", "one1"))).values
        element: Value = said["ds"].element if isinstance(said["ds"], Dataset) else said["ds"]
        for index, leaf in enumerate(leaves(element)):
            one, real = said[f"one{index}"], ran.values
            if isinstance(leaf, Array):
                told += leaf.facts.reached
                counted = int(real[f"n{index}"]["low"])
                wrong = problem(leaf.facts, real[f"all{index}"], counted)
                assert not wrong, (wrong, leaf.facts, program)
            if isinstance(one, Array):
                wrong = problem(one.facts, real[f"one{index}"])
                assert not wrong, (wrong, one.facts, program)
    return told


def test_random_elements(reality: Reality) -> None:
    assert check(reality, range(USUAL)) > USUAL // 6


@pytest.mark.nightly
def test_many_random_elements(reality: Reality) -> None:
    assert check(reality, range(USUAL, USUAL + LONG)) > LONG // 6


MODEL = """
from tensorflow import keras
x, y = np.ones((600, 4), 'float32'), r(0).randint(1, 5, 600)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, activation='softmax')])
model.compile('sgd', 'sparse_categorical_crossentropy')
pairs = D.from_tensor_slices((x, y))
"""
FOUND = (
    "model.fit(pairs.batch(32), verbose=0)", "model.evaluate(pairs.batch(32), verbose=0)",
    "model.fit(pairs.shuffle(600).batch(32).prefetch(1), verbose=0)",
    "model.fit(pairs.take(400).batch(32), verbose=0)",
    "model.fit(pairs.map(lambda a, b: (a / 2, b)).batch(32), verbose=0)",
    "model.fit(x, y % 4, validation_data=pairs.batch(100), verbose=0)",
    "model.fit(D.zip((D.from_tensor_slices(x), D.from_tensor_slices(y))).batch(32), verbose=0)",
)  # fmt: skip
FINE = (
    "model.fit(pairs.map(lambda a, b: (a, b - 1)).batch(32), verbose=0)",
    "model.fit(pairs.filter(lambda a, b: b < 4).batch(32), verbose=0)",
    "model.fit(D.from_tensor_slices((x, np.sort(y))).batch(4), steps_per_epoch=2, verbose=0)",
    "model.evaluate(D.from_tensor_slices((x, np.sort(y))).batch(4), steps=2, verbose=0)",
    "model.fit(D.from_tensor_slices((x, np.sort(y))).take(40).batch(4), verbose=0)",
    "model.fit(x, y % 4, validation_data=D.from_tensor_slices((x, np.sort(y))).batch(4), "
    "validation_steps=2, verbose=0)",
)  # fmt: skip


def test_labels_without_a_unit(real: Reality, keras: int) -> None:
    found = [Program(f"{START}{MODEL}{text}\n", must_find=text) for text in FOUND]
    fine = [Program(f"{START}{MODEL}{text}\n") for text in FINE]
    score = exact(real, [*found, *fine], keras)
    assert score.raised == len(FOUND)
