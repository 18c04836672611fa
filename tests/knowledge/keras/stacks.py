"""Random models of many kinds of layers, fed once: the same seed, the same program."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.knowledge.keras.kinds import KINDS
from tests.knowledge.keras.programs import START, added, functional, in_list, off_in_one_way
from tests.knowledge.tensorflow.bulk import Program

ANY = (
    "Dense", "Dropout", "Activation", "BatchNormalization", "LayerNormalization", "ReLU",
    "Softmax", "Rescaling", "Masking", "GaussianNoise", "Flatten",
)  # fmt: skip
ON = {
    2: ("Dense", "RepeatVector", "Reshape"),
    3: (
        "Conv1D", "SeparableConv1D", "Conv1DTranspose", "MaxPooling1D", "AveragePooling1D",
        "GlobalMaxPooling1D", "GlobalAveragePooling1D", "LSTM", "GRU", "SimpleRNN",
        "Bidirectional", "UpSampling1D", "ZeroPadding1D", "Cropping1D", "SpatialDropout1D",
    ),
    4: (
        "Conv2D", "Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose",
        "MaxPooling2D", "MaxPooling2D", "AveragePooling2D", "GlobalMaxPooling2D",
        "GlobalAveragePooling2D", "UpSampling2D", "ZeroPadding2D", "Cropping2D",
        "SpatialDropout2D", "TimeDistributed",
    ),
}  # fmt: skip
"""Layers that take inputs of so many axes."""
ARGUMENTS: dict[str, Callable[[Random], str]] = {
    # What they return has the same number of axes for any input, so that the next one fits.
    "BatchNormalization": lambda random: "",
    "LayerNormalization": lambda random: "",
    "TimeDistributed": lambda random: "layers.Dense(2)",
    "Reshape": lambda random: random.choice(("(-1, 1)", "(1, -1)")),
    "Activation": lambda random: "'relu'",
    "Flatten": lambda random: "",
}


ELSEWHERE = (
    "channels_first",  # TensorFlow has no such convolution on a CPU
    "stateful",  # the batches of a fixed size are another matter
    "output_padding",  # Keras compares it with the strides when the layer is made
)


def stack_program(seed: int) -> Program:
    """One model and one array, that fits or is off in one way."""
    random = Random(f"stack {seed}")
    rank = random.choice((2, 3, 3, 4, 4, 4))
    sample = tuple(random.choice((4, 6, 8, 10)) for _ in range(rank - 1))
    stack = random_stack(random, rank)
    if random.random() < 0.15:
        sample = (random.choice((1, 3)), *sample[1:])
    lines = random.choice((in_list, added, functional))(random, sample, stack)
    fits = (3, *sample)
    fed = off_in_one_way(random, sample) if random.random() < 0.5 else fits
    fed = fits if 0 in fed else fed  # what an empty array does is another matter
    lines.append(f"x = np.ones({fed}, dtype='float32')")
    feed = random.choice(("model.predict(x, verbose=0)", "model(x)", "model.predict(x, 2, 0)"))
    text = START + "\n".join([*lines, f"out = {feed}"]) + "\n"
    return Program(text, ("out",), must_find="(", topic=f"stack, seed {seed}")


def on_keras_2(program: Program) -> Program:
    """The same program as it is written for Keras 2."""
    text = program.text
    for there, here in KERAS_2:
        text = text.replace(there, here)
    return replace(program, text=text)


KERAS_2 = (
    (
        "import keras\nfrom keras import layers\n",
        "from tensorflow import keras\nlayers = keras.layers\n",
    ),
    ("keras.ops.mean", "keras.backend.mean"),
    ("InputLayer(shape", "InputLayer(input_shape"),
    ("InputLayer(batch_shape", "InputLayer(batch_input_shape"),
)


def random_stack(random: Random, rank: int) -> list[str]:
    """Two to seven layers, most of which fit on the one below."""
    stack: list[str] = []
    for _ in range(random.randint(2, 7)):
        on = rank if random.random() < 0.95 else random.choice((2, 3, 4))
        name = random.choice(ON.get(on, ANY) if random.random() < 0.7 else ANY)
        arguments = ARGUMENTS.get(name, KINDS[name].arguments)(random)
        if any(word in arguments for word in ELSEWHERE):
            continue
        stack.append(f"layers.{name}({arguments})")
        rank = _after(name, arguments, rank)
    return stack or ["layers.Flatten()"]


def _after(name: str, arguments: str, rank: int) -> int:
    """The number of axes that the layer usually returns."""
    if name == "Flatten" or (name.startswith("Global") and "keepdims" not in arguments):
        return 2
    if name in ("LSTM", "GRU", "SimpleRNN", "Bidirectional"):
        return 3 if "return_sequences=True" in arguments else 2
    return 3 if name in ("RepeatVector", "Reshape") else rank
