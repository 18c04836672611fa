"""Dense layers, convolutions, pooling, recurrent layers, normalization, merging."""

from random import Random

from tests.knowledge.keras.kinds.making import (
    FLOATS,
    Kind,
    Make,
    choose,
    data_format,
    several,
    size,
    stepping,
)


def convolution(count: int, first: str = "", extra: tuple[str, ...] = ()) -> Make:
    """The arguments of a convolution over so many axes."""

    def make(random: Random) -> str:
        padding = "'valid', 'same'" + (", 'causal'" if count == 1 and "groups" in extra else "")
        chosen = random.choice(padding.split(", "))
        kernel = size(random, count, 1, 4)
        options = [
            stepping(random, count),
            f"padding={chosen}",
            data_format(random),
            "activation='relu'",
            *(f"{e}={random.choice((1, 2))}" for e in extra),
        ]
        start = f"{first and random.choice((2, 4))}{first and ', '}{kernel}"
        return ", ".join(filter(None, (start, several(random, *options))))

    return make


def transposed(count: int) -> Make:
    """The arguments of a transposed convolution over so many axes."""

    def make(random: Random) -> str:
        options = [
            random.choice((f"strides={size(random, count)}", "dilation_rate=2")),
            f"padding={random.choice(('valid', 'same'))!r}",
            data_format(random),
        ]
        if random.random() < 0.2:
            options = ["strides=3", "output_padding=1", options[1]]
        chosen = several(random, *options) if len(options) < 4 else ", ".join(options)
        return ", ".join(filter(None, (f"2, {size(random, count, 1, 4)}", chosen)))

    return make


def pooling(kind: str, count: int) -> Make:
    """The arguments of pooling over so many axes."""

    def make(random: Random) -> str:
        pool = f"pool_size={size(random, count, 1, 4)}"
        options = several(
            random,
            pool if kind == "Max" else "",
            f"strides={random.choice((size(random, count), 'None'))}",
            f"padding={random.choice(('valid', 'same'))!r}",
            data_format(random),
        )
        # Keras 3 has no default for the average.
        return options if kind == "Max" else ", ".join(filter(None, (pool, options)))

    return make


def global_pooling(random: Random) -> str:
    return several(random, data_format(random), "keepdims=True")


def recurrent(random: Random) -> str:
    options = several(
        random, f"return_sequences={random.choice((True, False))}", "activation='relu'",
        "go_backwards=True", random.choice(("", "stateful=True")),
    )  # fmt: skip
    return ", ".join(filter(None, (str(random.randint(1, 4)), options)))


def bidirectional(random: Random) -> str:
    inner = random.choice(("LSTM", "GRU", "SimpleRNN"))
    options = several(random, "return_sequences=True")
    mode = random.choice(("", "merge_mode='sum'", "merge_mode='concat'", "'mul'", "'ave'"))
    made = f"layers.{inner}({random.randint(1, 3)}{options and ', '}{options})"
    return ", ".join(filter(None, (made, mode)))


def distributed(random: Random) -> str:
    return random.choice(
        ("layers.Dense(3)", "layers.Flatten()", "layers.Conv2D(2, 2)", "layers.MaxPooling2D()",
         "layers.LSTM(3)", "layers.Dropout(0.5)", "layers.Dense(2, activation='relu')",
         "layers.Conv1D(2, 2)", "layers.MaxPooling1D()", "layers.GlobalAveragePooling1D()",
         "layers.GlobalMaxPooling2D(keepdims=True)", "layers.GRU(2, return_sequences=True)",
         "layers.AveragePooling2D(2, padding='same')", "layers.Conv1DTranspose(2, 2)",
         "layers.EinsumDense('...x,xy->...y', 4)", "layers.Activation('relu')")
    )  # fmt: skip


def pairs(count: int) -> Make:
    """What is cut or added at both ends of so many axes."""

    def make(random: Random) -> str:
        kind = random.random()
        if kind < 0.2:
            return ""
        if kind < 0.5:
            return str(random.randint(0, 2))
        if count == 1:
            return size(random, 2, 0, 2)
        if kind < 0.7:
            return f"({', '.join(str(random.randint(0, 2)) for _ in range(count))})"
        inner = [f"({random.randint(0, 2)}, {random.randint(0, 2)})" for _ in range(count)]
        return f"({', '.join(inner)})"

    return make


def target(random: Random) -> str:
    sizes = [random.choice((-1, 1, 2, 3, 4, 6)) for _ in range(random.randint(1, 3))]
    if sizes.count(-1) > 1:
        sizes = [abs(s) for s in sizes]
    return str(tuple(sizes))


def order(random: Random) -> str:
    axes = list(range(1, random.choice((2, 3, 3, 4))))
    random.shuffle(axes)
    return str(tuple(axes))


USUAL: dict[str, Kind] = {
    "Dense": Kind(choose("3", "units=2", "2, 'relu'", "4, activation=keras.activations.tanh"), 2),
    "Embedding": Kind(choose("10, 4", "input_dim=10, output_dim=3", "5, 2, mask_zero=True"), 2),
    "Flatten": Kind(choose("", "data_format='channels_first'"), 3),
    "Activation": Kind(
        choose("'relu'", "'softmax'", "keras.activations.relu", "'tanh'", "'sigmoid'", "'linear'",
               "'exponential'", "activation='elu'", "keras.activations.gelu", "'log_softmax'",
               "'leaky_relu'", "keras.activations.selu", "'swish'"),
        2, dtypes=(*FLOATS, "bool"),
    ),
    "Reshape": Kind(target, 3),
    "Permute": Kind(order, 3),
    "RepeatVector": Kind(choose("3", "n=2"), 2),
    "Conv1D": Kind(convolution(1, "filters", ("groups",)), 3),
    "Conv2D": Kind(convolution(2, "filters", ("groups",)), 4),
    "Conv3D": Kind(convolution(3, "filters", ("groups",)), 5),
    "SeparableConv1D": Kind(convolution(1, "filters", ("depth_multiplier",)), 3),
    "SeparableConv2D": Kind(convolution(2, "filters", ("depth_multiplier",)), 4),
    "DepthwiseConv1D": Kind(convolution(1, "", ("depth_multiplier",)), 3),
    "DepthwiseConv2D": Kind(convolution(2, "", ("depth_multiplier",)), 4),
    "Conv1DTranspose": Kind(transposed(1), 3),
    "Conv2DTranspose": Kind(transposed(2), 4),
    "Conv3DTranspose": Kind(transposed(3), 5),
    **{
        f"{kind}Pooling{n}D": Kind(pooling(kind, n), n + 2)
        for kind in ("Max", "Average")
        for n in (1, 2, 3)
    },
    **{
        f"Global{kind}Pooling{n}D": Kind(global_pooling, n + 2)
        for kind in ("Max", "Average")
        for n in (1, 2, 3)
    },
    "BatchNormalization": Kind(choose("", "axis=1", "axis=-1", "axis=2"), 3),
    "LayerNormalization": Kind(choose("", "axis=1", "axis=[1, 2]", "axis=-2"), 3),
    "Normalization": Kind(choose("", "axis=-1", "axis=None"), 2),
    "PReLU": Kind(choose("", "shared_axes=[1]", "shared_axes=[1, 2]"), 3),
    "Softmax": Kind(choose("", "axis=-1"), 2),
    "LSTM": Kind(recurrent, 3),
    "GRU": Kind(recurrent, 3),
    "SimpleRNN": Kind(recurrent, 3),
    "Bidirectional": Kind(bidirectional, 3),
    "TimeDistributed": Kind(distributed, 4),
    "SpatialDropout1D": Kind(choose("0.5"), 3),
    "SpatialDropout2D": Kind(choose("0.5", "0.5, data_format='channels_first'"), 4),
    "SpatialDropout3D": Kind(choose("0.5"), 5),
    "UpSampling1D": Kind(choose("", "3", "size=2"), 3),
    "UpSampling2D": Kind(choose("", "3", "(1, 2)", "size=(3, 2)"), 4),
    "UpSampling3D": Kind(choose("", "3", "size=(1, 2, 1)"), 5),
    **{f"ZeroPadding{n}D": Kind(pairs(n), n + 2) for n in (1, 2, 3)},
    **{f"Cropping{n}D": Kind(pairs(n), n + 2) for n in (1, 2, 3)},
    **{
        name: Kind(choose(arguments), 2)
        for name, arguments in {
            "ActivityRegularization": "0.1", "AlphaDropout": "0.5", "Dropout": "0.5", "ELU": "",
            "GaussianDropout": "0.5", "GaussianNoise": "0.1", "Identity": "", "LeakyReLU": "",
            "Masking": "0.0", "ReLU": "", "Rescaling": "1 / 255",
        }.items()
    },
    **{
        name: Kind(choose(""), 3, inputs=2)
        for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")
    },
    "Concatenate": Kind(choose("", "axis=1", "axis=-1", "axis=2"), 3, inputs=2),
    "Dot": Kind(choose("axes=1", "axes=-1", "axes=(2, 1)", "1"), 3, inputs=2),
}  # fmt: skip
"""How each layer class is tried."""
