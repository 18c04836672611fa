"""Random models and layers of the program's own classes, fed once or twice."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.knowledge.keras.programs import off_in_one_way
from tests.knowledge.tensorflow.bulk import Program

START = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
START += "layers = keras.layers\n"
LAYERS = """
class Scaled(layers.Layer):
    def __init__(self, units=4, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return tf.matmul(inputs, self.w) + self.b


class Block(layers.Layer):
    def __init__(self, units, rate=0.1, **kwargs):
        super(Block, self).__init__(**kwargs)
        self.layers_inside = []
        for _ in range(2):
            self.layers_inside.append(layers.Dense(units, activation="relu"))
        self.drop = layers.Dropout(rate)

    def call(self, x, training=None):
        for layer in self.layers_inside:
            x = layer(x)
        return self.drop(x, training=training)

    def get_config(self):
        return {**super().get_config(), "units": 3}


class Residual(Block):
    def build(self, input_shape):
        self.project = layers.Dense(input_shape[-1])
        super().build(input_shape)

    def call(self, x, training=False):
        return self.project(super().call(x, training=training)) + x


class Pair(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.join = layers.Concatenate()
        self.left, self.right = layers.Dense(2), layers.Dense(3)

    def call(self, inputs):
        return self.join([self.left(inputs), self.right(inputs)])


class Merged(keras.layers.Layer):
    def __init__(self, axis):
        super().__init__()
        self.merge = layers.Concatenate(axis=axis)
        self.dense = layers.Dense(3)

    def call(self, inputs):
        return self.merge([inputs, self.dense(inputs)])


class Told(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.dense = layers.Dense(units)

    def call(self, x):
        return self.dense(x)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], 3)


class Wide(layers.Dense):
    def call(self, x):
        return tf.concat([super().call(x), super().call(x)], axis=-1)


def halved(t, by=2.0):
    return t / by


class Stack(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.inside = keras.Sequential([layers.Dense(units), layers.ReLU()])

    def call(self, x):
        return self.inside(x)

"""
PARTS: dict[int, tuple[str, ...]] = {
    0: (
        "Scaled({n})", "Block({n})", "Pair()", "layers.Dense({n})", "layers.Dropout(0.5)",
        "layers.LayerNormalization()", "layers.Activation('relu')", "Stack({n})", "Residual(3)",
        "Merged(-1)", "layers.BatchNormalization()", "layers.Flatten()", "Told({n})", "Wide({n})",
        "keras.Sequential([Block({n}), layers.Dense(2)])",
        "layers.Lambda(halved)", "layers.Lambda(lambda t: tf.expand_dims(t, -1))",
        "layers.Lambda(lambda t: tf.reduce_mean(t, axis=1))", "layers.Lambda(lambda t: t[:, :2])",
        "layers.Lambda(lambda t: tf.reshape(t, (-1, {n})), name='again')",
        "layers.Lambda(lambda t: t, output_shape=({n},))",
        "layers.Lambda(lambda t: tf.concat([t, tf.ones((1, {n}))], axis=-1))",
    ),
    2: ("layers.Reshape((-1, 1))", "layers.RepeatVector(2)"),
    3: (
        "layers.LSTM({n})", "layers.LSTM({n}, return_sequences=True)", "layers.Conv1D({n}, 2)",
        "layers.GlobalMaxPooling1D()", "layers.GlobalAveragePooling1D()", "Merged(1)",
        "layers.MaxPooling1D(2)", "layers.Flatten()",
    ),
    4: (
        "layers.Conv2D({n}, 3)", "layers.MaxPooling2D(2)", "layers.GlobalAveragePooling2D()",
        "layers.Conv2D({n}, 3, padding='same')", "layers.Flatten()", "layers.UpSampling2D()",
    ),
}  # fmt: skip
"""Layers by the number of axes that they take; 0: any."""
STEPS = (
    "x = x * 2.0", "x = tf.nn.relu(x)", "x = tf.reshape(x, (tf.shape(x)[0], -1))",
    "x = x + tf.reduce_mean(x, axis=-1, keepdims=True)", "x = tf.expand_dims(x, -1)",
    "x = tf.reshape(x, (-1, {n}))", "x = tf.square(x)", "x = tf.transpose(x)",
    "if training:\n            x = x * 0.5", "x = x[:, :2]", "x = x[:, 0]",
    "x = tf.concat([x, x], axis=-1)", "x = tf.reduce_sum(x, axis=1)", "y = x\n        x = x + y",
    "if x.shape[0] is None:\n            x = x * 1.0\n        else:\n            x = tf.abs(x)",
    "x = x / tf.constant(np.ones(1))", "self.seen = x", "self.count += 1",
)  # fmt: skip
"""What `call` does with a tensor."""


@dataclass(frozen=True, slots=True)
class Written:
    """A class: its text, and how an object is made of it."""

    text: str
    made: str


def subclass_program(seed: int) -> Program:
    """A model of the program's own class, given data that fits or that is off in one way."""
    random = Random(f"subclass {seed}")
    rank = random.choice((2, 2, 3, 3, 4))
    sample = tuple(random.choice((4, 6, 8, 10)) for _ in range(rank - 1))
    way = random.choice(WAYS)
    lines = way(random, sample)
    text = START + LAYERS + "\n".join(lines) + "\n"
    return Program(text, ("out", "out2", "shape"), topic=f"subclass, seed {seed}")


def _class(random: Random, base: str, rank: int) -> str:
    """A class with two to five layers and steps between them."""
    made, called = [], []
    for i in range(random.randint(2, 5)):
        near = PARTS.get(rank, ())
        part = random.choice(near if near and random.random() < 0.5 else PARTS[0])
        if random.random() < 0.04:
            part = random.choice(PARTS[random.choice((2, 3, 4))])
        n = random.randint(1, 4)
        made.append(f"        self.part{i} = {part.format(n=n)}")
        called.append(f"        x = self.part{i}(x)")
        rank = _after(part, rank)
        if random.random() < 0.3:
            step = random.choice(STEPS)
            called.append(f"        {step.format(n=n)}")
            rank = 2 if "reshape" in step else rank
    if random.random() < 0.15:
        called.append(called[0])
    start = random.choice(("super().__init__()", "super(Own, self).__init__()"))
    training = random.choice((", training=None", ", training=False", ""))
    if not training:
        called = [line.replace("if training", "if True") for line in called]
    head = random.choice(("", "", "@keras.utils.register_keras_serializable()\n"))
    traced = random.choice(("", "", "", "    @tf.function\n"))
    return (
        f"{head}class Own({base}):\n    def __init__(self):\n        {start}\n"
        "        self.count = 0\n" + "\n".join(made) + "\n\n"
        f"{traced}    def call(self, x{training}):\n" + "\n".join(called) + "\n        return x\n"
    )


def _after(part: str, rank: int) -> int:
    if "Flatten" in part or "Global" in part or ("LSTM" in part and "return" not in part):
        return 2
    return 3 if "Reshape" in part or "Repeat" in part else rank


def _data(random: Random, sample: tuple[int, ...], fits: float = 0.6) -> str:
    shape = off_in_one_way(random, sample) if random.random() > fits else (4, *sample)
    if 0 in shape:  # what an empty array does is another matter
        shape = (4, *sample)
    dtype = random.choice(("float32", "float32", "float64", "int64"))
    return f"np.ones({shape}, '{dtype}')"


def _uses(random: Random, sample: tuple[int, ...]) -> list[str]:
    """One to three calls of the model."""
    lines: list[str] = []
    for i in range(random.randint(1, 3)):
        x = f"x{i}"
        lines.append(f"{x} = {_data(random, sample, 0.7 if i else 0.6)}")
        out = "out" if i == 0 else "out2"
        use: Callable[[Random, str, str], list[str]] = random.choice(
            (_predicted, _predicted, _called, _called, _trained)
        )
        lines += use(random, x, out)
    return lines


def _predicted(random: Random, x: str, out: str) -> list[str]:
    method = random.choice(
        ("predict({x}, verbose=0)", "predict({x}, 2, 0)", "predict_on_batch({x})")
    )
    return [f"{out} = model.{method.format(x=x)}", f"shape = {out}.shape"]


def _called(random: Random, x: str, out: str) -> list[str]:
    option = random.choice(("", "", ", training=True"))
    return [f"{out} = model({x}{option if 'training' in option else ''})"]


def _trained(random: Random, x: str, out: str) -> list[str]:
    loss = random.choice(
        ("mse", "mse", "categorical_crossentropy", "sparse_categorical_crossentropy")
    )
    shape = random.choice(("(len({x}), 2)", "(len({x}), 1)", "(len({x}),)", "(len({x}), 2, 3)"))
    y = f"y = np.zeros({shape.format(x=x)}, 'float32')"
    call = random.choice((
        "model.fit({x}, y, verbose=0)", "model.fit({x}, y, validation_data=({x}, y), verbose=0)",
        "model.evaluate({x}, y, verbose=0)", "model.train_on_batch({x}, y)",
        "model.fit(tf.data.Dataset.from_tensor_slices(({x}, y)).batch(2), verbose=0)",
    ))  # fmt: skip
    return [f"model.compile('sgd', '{loss}')", y, call.format(x=x)]


def _subclassed(random: Random, sample: tuple[int, ...]) -> list[str]:
    text = _class(random, "keras.Model", len(sample) + 1)
    return [text, "model = Own()", *_uses(random, sample)]


def _in_a_functional(random: Random, sample: tuple[int, ...]) -> list[str]:
    text = _class(random, random.choice(("layers.Layer", "keras.Model")), len(sample) + 1)
    declared = (None, *sample[1:]) if random.random() < 0.2 and len(sample) > 1 else sample
    return [
        text, f"inputs = keras.Input({declared})", "own = Own()", "h = own(inputs)",
        *(["h = layers.Dense(2)(h)"] if random.random() < 0.5 else []),
        *(["h = own(h)"] if random.random() < 0.1 else []),
        "model = keras.Model(inputs, h)", "shape = model.output_shape", *_uses(random, sample),
    ]  # fmt: skip


def _by_hand(random: Random, sample: tuple[int, ...]) -> list[str]:
    text = _class(random, "keras.Model", len(sample) + 1)
    y = random.choice(("tf.zeros((4, 2))", "np.zeros((4, 1), 'float32')"))
    return [
        text, "model = Own()", "optimizer = keras.optimizers.SGD(0.01)",
        f"x, y = {_data(random, sample)}, {y}",
        "loss_of = keras.losses.MeanSquaredError()",
        "for step in range(2):",
        "    with tf.GradientTape() as tape:",
        "        out = model(x, training=True)" if "training" in text else "        out = model(x)",
        "        loss = tf.reduce_mean(tf.square(out))",
        "    grads = tape.gradient(loss, model.trainable_variables)",
        "    if all(g is not None for g in grads) and grads:",
        "        optimizer.apply_gradients(zip(grads, model.trainable_variables))",
        *_uses(random, sample),
    ]  # fmt: skip


def _stacked(random: Random, sample: tuple[int, ...]) -> list[str]:
    text = _class(random, "layers.Layer", len(sample) + 1)
    start = f"keras.Input({sample}), " if random.random() < 0.7 else ""
    parts = random.choice(("Own(), layers.Dense(2)", "layers.Dense(3), Own()", "Own()"))
    made = [f"model = keras.Sequential([{start}{parts}])"]
    if random.random() < 0.4:
        made += ["model.add(Block(2))", "model.add(layers.Dense(2))"]
    return [text, *made, *_uses(random, sample)]


TWO = """
class Two(keras.Model):
    def __init__(self, axis):
        super().__init__()
        self.a, self.b = layers.Dense(3), layers.Dense(3)
        self.join = layers.Concatenate(axis=axis)
        self.head = layers.Dense(2)

    def call(self, inputs, training=None, mask=None):
        {unpacked}
        h = self.join([self.a(x), self.b(y)])
        return {returned}

"""


def _two_inputs(random: Random, sample: tuple[int, ...]) -> list[str]:
    by_name = random.random() < 0.3
    unpacked = 'x, y = inputs["x"], inputs["y"]' if by_name else "x, y = inputs"
    returned = random.choice(("self.head(h)", "self.head(h)", "(self.head(h), x)", "[h, y]"))
    text = TWO.format(unpacked=unpacked, returned=returned)
    out = "out" if returned == "self.head(h)" else "several"
    lines = [text, f"model = Two({random.choice((-1, 1))})"]
    other = sample if random.random() < 0.7 else (*sample[:-1], 5)
    if random.random() < 0.4:
        a, b = f"keras.Input({sample})", f"keras.Input({other})"
        given = f'{{"x": {a}, "y": {b}}}' if by_name else f"[{a}, {b}]"
        lines += [f"own, given = model, {given}", "h = own(given)"]
        lines += ["model = keras.Model(given, h)"]
    for _ in range(2):
        a, b = _data(random, sample, 0.7), _data(random, other, 0.7)
        x = f'{{"x": {a}, "y": {b}}}' if by_name else f"[{a}, {b}]"
        y = random.choice(("np.zeros((4, 2), 'float32')", "np.zeros((4, 3), 'float32')"))
        lines += random.choice((
            [f"{out} = model({x})"], [f"{out} = model.predict({x}, verbose=0)"],
            ["model.compile('sgd', 'mse')", f"model.fit({x}, {y}, verbose=0)"],
        ))  # fmt: skip
    return lines


WAYS = (
    _subclassed, _subclassed, _subclassed, _in_a_functional, _in_a_functional, _by_hand, _stacked,
    _two_inputs,
)  # fmt: skip
