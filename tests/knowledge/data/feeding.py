"""Random arguments of `fit` and its like: lengths, lists and data sets that fit or do not."""

from random import Random

from tests.knowledge.tensorflow.bulk import Program

START = (
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
    "from tensorflow.keras import layers\nD = tf.data.Dataset\n"
)
SAMPLES = ((1,), (2,), (4,), (3, 1), (3, 2))
LOSSES = ("mse", "mae", "huber")
MUST = "# !"
"""Stands in the line that must be found where it raises."""


def random_feed(seed: int) -> Program:
    """One model, fed once."""
    random = Random(seed)
    sample = random.choice(SAMPLES)
    kind = random.choice(("sequential", "functional", "functional", "two", "unbuilt"))
    lines = _model(random, kind, sample)
    lines.append(f"model.compile('sgd', {random.choice(LOSSES)!r})")
    feed = random.choice((_lengths, _lengths, _lists, _samples, _dataset, _dataset))
    if kind == "two":
        feed = random.choice((_two, _two, _lists))
    lines += feed(random, sample, kind)
    text = START + "\n".join(lines) + "\n"
    if kind == "unbuilt" or "_split" in text:
        # A model may be built for anything, and what is too little to be split is not told.
        text = text.replace(MUST, "")
    return Program(text, must_find=MUST, topic=f"seed {seed}, {kind}")


def _model(random: Random, kind: str, sample: tuple[int, ...]) -> list[str]:
    if kind == "two":
        return [
            "a, b = keras.Input((4,), name='a'), keras.Input((3,), name='b')",
            "model = keras.Model([a, b], layers.Dense(1)(layers.Concatenate()([a, b])))",
        ]
    flat = "layers.Flatten(), " if len(sample) > 1 else ""
    if kind == "functional":
        body = "layers.Flatten()(a)" if flat else "a"
        return [f"a = keras.Input({sample})", f"model = keras.Model(a, layers.Dense(1)({body}))"]
    declared = "" if kind == "unbuilt" else f"keras.Input({sample}), "
    return [f"model = keras.Sequential([{declared}{flat}layers.Dense(1)])"]


def _count(random: Random) -> int:
    return random.choice((1, 2, 6, 6, 6, 6, 7))


def _array(random: Random, sizes: tuple[int, ...]) -> str:
    maker = random.choice(("np.ones({}, 'float32')",) * 4 + ("tf.ones({})", "np.ones({}, 'int64')"))
    return str(maker.format(sizes))


def _labels(random: Random, count: int) -> str:
    return _array(random, (count,) if random.random() < 0.5 else (count, 1))


def _call(random: Random, x: str, y: str, count: int) -> str:
    """A call of one of the methods, with arguments of it that change nothing, or something."""
    match random.randrange(8):
        case 0:
            return f"model.evaluate({x}, {y}, verbose=0)"
        case 1:
            return f"model.predict({x}, verbose=0)"
        case 2:
            return f"model.{random.choice(('train', 'test'))}_on_batch({x}, {y})"
        case 3:
            weights = f"np.ones({_count(random)}, 'float32')"
            return f"model.fit({x}, {y}, sample_weight={weights}, verbose=0)"
        case 4:
            split = random.choice((0.25, 0.5, 0.1))
            freq = random.choice(("", ", validation_freq=2"))
            return f"model.fit({x}, {y}, validation_split={split}{freq}, verbose=0)"
        case 5:
            more = f"np.ones(({_count(random)},), 'float32')"
            opening, closing = random.choice(("()", "[]"))
            return f"model.fit({x}, {y}, validation_data={opening}{x}, {more}{closing}, verbose=0)"
        case 6:
            epochs = random.choice((1, 2))
            return f"model.fit(x={x}, y={y}, batch_size=2, epochs={epochs}, verbose=0)"
    return f"model.fit({x}, {y}, verbose=0)"


def _lengths(random: Random, sample: tuple[int, ...], kind: str) -> list[str]:
    count = _count(random)
    lines = [
        f"x = {_array(random, (count, *sample))}",
        f"y = {_labels(random, _count(random) if random.random() < 0.6 else count)}",
    ]
    if random.random() < 0.2:
        lines.append(
            random.choice(("y = y[1:]", "x = x[:-1]", "x, y = x[:4], y[:4]", "y = y[::2]"))
        )
    return [*lines, f"{_call(random, 'x', 'y', count)} {_must(lines)}"]


def _must(lines: list[str]) -> str:
    return "" if any("tf." in line for line in lines) else MUST


def _lists(random: Random, sample: tuple[int, ...], kind: str) -> list[str]:
    """Lists of numbers as x, or y, or both."""
    count = random.choice((1, 3, 6))
    x, y = f"np.ones(({count}, *{sample}), 'float32')", f"np.ones({count}, 'float32')"
    if random.random() < 0.6:
        x = random.choice(
            (f"{x}.tolist()", _nested(sample, count), f"tuple({_nested(sample, count)})")
        )
    if random.random() < 0.6:
        y = random.choice(
            (f"[1.0] * {count}", f"[{', '.join(['0.0'] * count)}]", f"[[1]] * {count}", f"[{y}]",
             f"({', '.join(['2'] * count)},)", f"[np.float32(1) for i in range({count})]")
        )  # fmt: skip
    lines = [f"x = {x}", f"y = {y}"]
    return [*lines, _call(random, "x", "y", count)]


def _nested(sample: tuple[int, ...], count: int) -> str:
    text = "1.0"
    for size in reversed((count, *sample)):
        text = f"[{', '.join([text] * size)}]"
    return text


def _samples(random: Random, sample: tuple[int, ...], kind: str) -> list[str]:
    """A list of arrays where the model has one input, or output."""
    count = random.choice((1, 2, 4))
    sizes = random.choice((sample, sample, (1, *sample), (count, *sample)))
    x = ", ".join([f"np.ones({sizes}, 'float32')"] * count)
    y = random.choice(
        (f"np.ones({count}, 'float32')", f"[np.ones({random.choice((1, count))})] * {count}")
    )
    return [f"x = [{x}]", f"y = {y}", _call(random, "x", "y", count)]


def _dataset(random: Random, sample: tuple[int, ...], kind: str) -> list[str]:
    """Data sets, batched or not, whose elements fit or do not."""
    off = (*sample[:-1], random.choice((sample[-1], sample[-1], sample[-1] + 1)))
    x = f"np.ones({(6, *off)}, 'float32')"
    y = random.choice(("np.ones(6, 'float32')", "np.ones((6, 1), 'float32')"))
    steps = "".join(
        random.choice(("", ".shuffle(3)", ".take(4)", ".prefetch(1)", ".cache()")) for _ in range(2)
    )
    batch = random.choice(("", "", ".batch(2)", ".batch(4)", ".batch(3, drop_remainder=True)"))
    after = random.choice(("", "", ".repeat(2)", ".take(2)"))
    weights = random.choice(("", "", f", {y}"))
    ds = f"ds = D.from_tensor_slices(({x}, {y}{weights})){steps}{batch}{after}"
    match random.randrange(5):
        case 0:
            return [ds, f"model.evaluate(ds, verbose=0) {MUST}"]
        case 1:
            return [ds, f"model.predict(ds, verbose=0) {MUST}"]
        case 2:
            only = f"ds = D.from_tensor_slices({x}){steps}{batch}{after}"
            return [only, f"model.predict(ds, verbose=0) {MUST}"]
        case 3:
            fits = f"np.ones({(6, *sample)}, 'float32')"
            return [ds, f"model.fit({fits}, {y}, validation_data=ds, verbose=0) {MUST}"]
    return [ds, f"model.fit(ds, verbose=0) {MUST}"]


def _two(random: Random, sample: tuple[int, ...], kind: str) -> list[str]:
    """Several inputs, as a list, a tuple, a dict, or in a data set."""
    counts = [random.choice((6, 6, 6, 5)) for _ in range(3)]
    a, b = f"np.ones(({counts[0]}, 4), 'float32')", f"np.ones(({counts[1]}, 3), 'float32')"
    x = random.choice((f"[{a}, {b}]", f"({a}, {b})", f"{{'a': {a}, 'b': {b}}}"))
    y = f"np.ones({counts[2]}, 'float32')"
    if random.random() < 0.3:
        pair = random.choice((f"({a}, {b})", f"{{'b': {b}, 'a': {a}}}"))
        batch = random.choice(("", ".batch(2)"))
        return [f"ds = D.from_tensor_slices(({pair}, {y})){batch}", "model.fit(ds, verbose=0)"]
    return [f"x = {x}", f"y = {y}", f"{_call(random, 'x', 'y', 6)}"]
