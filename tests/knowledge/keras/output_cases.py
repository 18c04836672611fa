"""Programs that give losses, metrics, labels and weights for outputs: as many, or others."""

from random import Random

from tests.knowledge.keras.supervision_cases import OPEN, SAMPLES, Case

START = (
    "import numpy as np\n{imported}\nlayers = keras.layers\nx = np.ones((6, 4), 'float32')\n"
    "ids = np.array([0, 1, 2] * 2)\none = np.ones((6, 1), 'float32')\n"
)
SPARSE = "'sparse_categorical_crossentropy'"
TWO = (
    "i = keras.Input((4,))\na = layers.Dense(3, 'softmax', name='a')(i)\n"
    "b = layers.Dense(1{name})(i)\n"
)
MODELS = (
    (TWO.format(name=", name='b'") + "model = keras.Model(i, [a, b])", 2),
    (TWO.format(name=", name='b'") + "model = keras.Model(i, {'a': a, 'b': b})", 2),
    (TWO.format(name="") + "model = keras.Model(i, [a, b])", 2),
    ("i = keras.Input((4,))\nmodel = keras.Model(i, layers.Dense(1, name='b')(i))", 1),
    ("model = keras.Sequential([keras.Input((4,)), layers.Dense(1, name='b')])", 1),
)
"""Models with two outputs, one of which may have no name, and with one."""
LOSSES = {
    2: (
        f"[{SPARSE}, 'mse']", f"[{SPARSE}, 'mse']", f"{{'a': {SPARSE}, 'b': 'mse'}}",
        f"({SPARSE}, keras.losses.MeanSquaredError())", f"[{SPARSE}]", f"[{SPARSE}, 'mse', 'mse']",
        f"[{SPARSE}, None]", f"{{'a': {SPARSE}}}", f"{{'a': {SPARSE}, 'other': 'mse'}}",
        f"{{'a': {SPARSE}, 'b': 'mse', 'other': 'mse'}}", "'mae'", "[None, 'mse']",
    ),
    1: ("'mse'", "'mse'", "['mse']", "('mse',)", "['mse', 'mae']", "{'b': 'mse'}", "[]", "{}",
        "{'other': 'mse'}"),
}  # fmt: skip
"""By the number of outputs."""
METRICS = {
    2: (
        "None", "None", "None", "{'a': 'accuracy'}", "{'a': ['accuracy'], 'b': ['mae']}",
        "['accuracy', 'mae']", "[['accuracy'], ['mae']]", "['accuracy']", "{'other': 'mae'}",
        "{'a': 'accuracy', 'other': 'mae'}", "'accuracy'", "[['accuracy'], ['mae'], ['mae']]",
    ),
    1: ("None", "None", "['mae']", "('mae', 'mse')", "'mae'", "keras.metrics.MeanSquaredError()",
        "[keras.metrics.MeanSquaredError()]", "[]", "{'b': 'mae'}"),
}  # fmt: skip
LABELS = {
    2: ("[ids, one]", "[ids, one]", "(ids, one)", "{'a': ids, 'b': one}", "one", "[ids]",
        "[ids, one, one]", "{'a': ids}", "{'a': ids, 'other': one}",
        "{'a': ids, 'b': one, 'other': one}"),
    1: ("one", "one", "[one]", "(one,)", "{'b': one}", "{'other': one}", "[one, one]"),
}  # fmt: skip
CALLS = (
    "model.fit(x, y, verbose=0)", "model.evaluate(x, y, verbose=0)", "model.train_on_batch(x, y)",
    "model.test_on_batch(x, y)", "model.fit(x, y, epochs=1, batch_size=3, verbose=0)",
)  # fmt: skip


def output_case(seed: int, keras: int) -> Case:
    """One model, compiled and fed: a line of either is judged, the first that raises."""
    random = Random(f"outputs {seed}")
    model, count = random.choice(MODELS)
    loss, metrics = random.choice(LOSSES[count]), random.choice(METRICS[count])
    labels = random.choice(LABELS[count])
    if random.random() < 0.6:
        # Two things that are off hide each other.
        loss = LOSSES[count][0] if random.random() < 0.7 else loss
        metrics = "None"
    eager = random.choice(("", "", "", ", run_eagerly=True"))
    lines = [
        *_imports(keras), *model.split("\n"), f"y = {labels}",
        f"model.compile(optimizer='sgd', loss={loss}, metrics={metrics}{eager})",
        random.choice(CALLS),
    ]  # fmt: skip
    is_at_compile = keras == 3 and not metrics.startswith(("[", "(", "{", "None"))
    line = len(lines) - is_at_compile
    lines.append(f"verdict = np.int64({OPEN})")
    return Case(f"loss={loss} metrics={metrics} y={labels}", "\n".join(lines) + "\n", line)


def weight_case(seed: int, keras: int) -> Case:
    """One model with weights of samples of any shape; the labels fit."""
    random = Random(f"weights {seed}")
    output = random.choice([s for s in SAMPLES if s])
    weights = random.choice(SAMPLES) if random.random() < 0.7 else output[: random.randint(0, 3)]
    count = random.choice((6, 3, 40))
    is_sparse = random.random() < 0.3
    loss = random.choice(("'mse'", "'mae'", "keras.losses.Huber()", "'binary_crossentropy'"))
    labels = f"np.ones({(count, *output)})"
    activation = "sigmoid"
    if is_sparse:
        loss, labels, activation = SPARSE, f"np.zeros({(count, *output[:-1])}, int)", "softmax"
    sample = (*output[:-1], 2)
    call = random.choice((
        "model.fit(x, y, sample_weight=w, verbose=0)", "model.train_on_batch(x, y, w)",
        "model.evaluate(x, y, sample_weight=w, verbose=0)",
        "model.fit(x, y, validation_data=(x, y, w), verbose=0)",
        "model.fit(x, y, sample_weight=w, batch_size=2, verbose=0)",
    ))  # fmt: skip
    lines = [
        *_imports(keras), f"x = np.ones({(count, *sample)}, 'float32')", f"y = {labels}",
        f"w = np.ones({(count, *weights)}, 'float32')",
        f"model = keras.Sequential([keras.Input({sample}), "
        f"layers.Dense({output[-1]}, {activation!r})])",
        f"model.compile(optimizer='sgd', loss={loss})", call,
    ]  # fmt: skip
    line = len(lines)
    lines.append(f"verdict = np.int64({OPEN})")
    topic = f"weights {weights} of {'ids' if is_sparse else 'values'} {output}"
    return Case(topic, "\n".join(lines) + "\n", line)


def _imports(keras: int) -> list[str]:
    imported = "import keras" if keras == 3 else "from tensorflow import keras"
    return START.format(imported=imported).splitlines()
