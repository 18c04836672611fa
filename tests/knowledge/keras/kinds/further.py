"""Layers that few programs use: further normalization, pooling and recurrence."""

from random import Random

from tests.knowledge.keras.kinds.making import Kind, Make, choose, data_format, several, size


def convolution_recurrent(count: int) -> Make:
    """The arguments of a recurrent convolution over so many axes."""

    def make(random: Random) -> str:
        step = random.choice((f"strides={size(random, count)}", "dilation_rate=2", ""))
        options = several(
            random, step, f"padding={random.choice(('valid', 'same'))!r}", data_format(random),
            "return_sequences=True", random.choice(("", "", "stateful=True")),
        )  # fmt: skip
        return ", ".join(filter(None, (f"2, {size(random, count)}", options)))

    return make


def adaptive(count: int) -> Make:
    """The arguments of pooling to a size of so many axes."""

    def make(random: Random) -> str:
        return ", ".join(filter(None, (size(random, count), several(random, data_format(random)))))

    return make


def local(count: int) -> Make:
    """The arguments of a convolution over so many axes whose weights differ by place."""

    def make(random: Random) -> str:
        options = several(random, f"strides={size(random, count)}", "activation='relu'")
        return ", ".join(filter(None, (f"2, {size(random, count)}", options)))

    return make


FLOAT = ("float32", "float32", "float64", "float16")


def of_cell(random: Random) -> str:
    """The arguments of an RNN."""
    name = random.choice(("LSTMCell", "GRUCell", "SimpleRNNCell"))
    option = random.choice(("", ", return_sequences=True", ", go_backwards=True"))
    return f"layers.{name}({random.randint(1, 4)}){option}"


FURTHER: dict[str, Kind] = {
    "GroupNormalization": Kind(
        choose("", "2", "groups=1", "groups=2, axis=1", "groups=-1", "4"), 3, dtypes=FLOAT
    ),
    "UnitNormalization": Kind(choose("", "axis=1", "axis=[1, 2]", "axis=-2"), 3, dtypes=FLOAT),
    "RMSNormalization": Kind(
        choose("", "axis=1", "axis=-1", "axis=2"), 3, dtypes=FLOAT, keras=(3,)
    ),
    "SpectralNormalization": Kind(
        choose("layers.Dense(3)", "layers.Conv1D(2, 2)", "layers.Embedding(9, 2)"),
        3,
        dtypes=("float32",),
    ),
    "EinsumDense": Kind(
        choose("'abc,cd->abd', (None, 4)", "'...x,xy->...y', 4", "'ab,bc->ac', 4"),
        3,
        dtypes=FLOAT,
    ),
    "ReversibleEmbedding": Kind(
        choose("9, 2", "input_dim=9, output_dim=4, tie_weights=False"),
        2,
        dtypes=("float32", "int32"),
        keras=(3,),
        calls=("layer({0})", "layer({0}, reverse=False)"),
    ),
    **{
        f"Adaptive{kind}Pooling{n}D": Kind(adaptive(n), n + 2, dtypes=FLOAT, keras=(3,))
        for kind in ("Max", "Average")
        for n in (1, 2, 3)
    },
    **{
        f"LocallyConnected{n}D": Kind(local(n), n + 2, dtypes=("float32",), keras=(2,))
        for n in (1, 2)
    },
    "RNN": Kind(of_cell, 3, dtypes=("float32",)),
    "ThresholdedReLU": Kind(choose("", "theta=1.0"), 2, dtypes=("float32",)),
    **{
        f"ConvLSTM{n}D": Kind(convolution_recurrent(n), n + 3, dtypes=("float32",))
        for n in (1, 2, 3)
    },
}
