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
    """The arguments of an RNN: one cell, a list of them, or a stack."""
    cells = [_cell(random) for _ in range(random.choice((1, 1, 2, 3)))]
    every = f"[{', '.join(cells)}]"
    stack = f"layers.StackedRNNCells({every})"
    ways = (every, stack, f"cell={every}", f"cell={stack}")
    given = random.choice(ways) if len(cells) > 1 or random.random() < 0.3 else cells[0]
    options = several(
        random, "return_sequences=True", "go_backwards=True", random.choice(("", "stateful=True"))
    )
    return ", ".join(filter(None, (given, options)))


def _cell(random: Random) -> str:
    name = random.choice(("LSTMCell", "GRUCell", "SimpleRNNCell"))
    return f"layers.{name}({random.randint(1, 4)}{random.choice(('', ', use_bias=False'))})"


NORMALIZED = (
    "layers.Dense(3)", "layers.Dense(2, 'relu'), power_iterations=2", "layers.Conv1D(2, 2)",
    "layers.Conv1D(4, 2, groups=2)", "layers.Conv1D(2, 3, padding='same')", "layers.Conv2D(2, 2)",
    "layers.Conv1D(2, 2, data_format='channels_first')", "layers.Conv1DTranspose(2, 3, 2)",
    "layers.Conv2DTranspose(2, 2)", "layers.Embedding(9, 2)", "layer=layers.Embedding(9, 3)",
    "layers.EinsumDense('...x,xy->...y', 4)", "layers.DepthwiseConv1D(2)", "layers.LSTM(3)",
    "layers.SeparableConv1D(2, 2)", "layers.BatchNormalization()", "layers.Dropout(0.5)",
)  # fmt: skip
"""Layers that have a kernel, and a few that have none."""
EQUATIONS = (
    ("abc,cd->abd", ("(None, 4)", "(3, 4)", "[4, 2]", "4", "(None, None)"), "abd"),
    ("...x,xy->...y", ("4", "(4,)", "(None, 4)"), "xy"),
    ("...xy,yz->...xz", ("(None, 4)", "(2, 3)", "4"), "xz"),
    ("ab,bc->ac", ("4", "(2,)"), "ac"),
    ("ab...,bc->ac...", ("4", "[2]", "(4, 2)"), "ac"),
    ("abc,cde->abde", ("(None, 2, 3)", "(4, 1, 2)"), "abde"),
    ("abc,bcd->ad", ("4", "(2, 3)"), "ad"),
    ("abc,bd->adc", ("(4, None)", "(2, 3)"), "adc"),
    ("aBc,Bcd->aBd", ("(None, 4)", "(3, 4)"), "aBd"),
    ("abcd,dce->abe", ("(None, 4)",), "abe"),
    ("abc,cd->ad", ("4",), "ad"),
    ("abc,cd->abe", ("(None, 4)",), "abe"),
    ("abc,de->abd", ("(None, 4)",), "abd"),
    ("abc, cd -> abd", ("(None, 4)",), "abd"),
)
"""Equations, what may be declared of their outputs, and the labels of these."""


def einsum(random: Random) -> str:
    """The arguments of an EinsumDense."""
    equation, declared, labels = random.choice(EQUATIONS)
    axes = "".join(label for label in labels if random.random() < 0.4)
    options = several(random, "activation='relu'", f"bias_axes={axes!r}" if axes else "")
    return ", ".join(filter(None, (f"{equation!r}, {random.choice(declared)}", options)))


FURTHER: dict[str, Kind] = {
    "GroupNormalization": Kind(
        choose("", "2", "groups=1", "groups=2, axis=1", "groups=-1", "4"), 3, dtypes=FLOAT
    ),
    "UnitNormalization": Kind(choose("", "axis=1", "axis=[1, 2]", "axis=-2"), 3, dtypes=FLOAT),
    "RMSNormalization": Kind(
        choose("", "axis=1", "axis=-1", "axis=2"), 3, dtypes=FLOAT, keras=(3,)
    ),
    "SpectralNormalization": Kind(
        choose(*NORMALIZED), 3, dtypes=(*FLOAT, "int32", "uint8", "bool")
    ),
    "EinsumDense": Kind(einsum, 3, dtypes=(*FLOAT, "int32", "bool")),
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
    "RNN": Kind(of_cell, 3, dtypes=(*FLOAT, "int32")),
    "ThresholdedReLU": Kind(choose("", "theta=1.0"), 2, dtypes=("float32",)),
    **{
        f"ConvLSTM{n}D": Kind(convolution_recurrent(n), n + 3, dtypes=("float32",))
        for n in (1, 2, 3)
    },
}
