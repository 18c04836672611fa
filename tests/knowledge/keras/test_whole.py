"""Numbers that are no `int`, for every parameter of the tables, against both Kerases."""

from collections.abc import Iterator

from ndlint.knowledge.keras.whole import COUNTS, INTS, WHOLE
from ndlint.target import Target, aiming_at
from tests.knowledge.tensorflow.bulk import Program, compare
from tests.truth.reality import Reality

NUMBERS = (
    "{n}", "np.int64({n})", "np.int32({n})", "{n} / 1", "np.float64({n})", "np.float32({n})",
    "np.array([{n}]).max()", "np.prod((1, {n}))", "int(np.prod((1, {n})))", "{n}.5",
    "({n} * 4) // 4", "np.mean([{n}, {n}])",
)  # fmt: skip
START = (
    "import numpy as np\n{imported}\nlayers = keras.layers\n"
    "x, y = np.ones((8, 6), 'float32'), np.ones((8, 1), 'float32')\n"
)
MODEL = (
    "model = keras.Sequential([keras.Input((6,)), layers.Dense(1)])\n"
    "model.compile(optimizer='sgd', loss='mse')\n"
)
SAMPLES = {1: (8, 6), 2: (8, 8, 6), 3: (6, 6, 6, 3)}
REQUIRED = {
    "Conv": "filters=6, kernel_size=2", "SeparableConv": "filters=3, kernel_size=2",
    "DepthwiseConv": "kernel_size=2", "Embedding": "input_dim=10, output_dim=4",
    "MultiHeadAttention": "num_heads=2, key_dim=3", "CategoryEncoding": "num_tokens=5",
    "LSTM": "units=3", "GRU": "units=3", "SimpleRNN": "units=3", "Dense": "units=3",
    "AveragePooling": "pool_size=2", "RepeatVector": "n=2", "GroupNormalization": "groups=2",
}  # fmt: skip
"""The arguments that a layer cannot do without, by how its name begins."""


def layer_programs(keras: int) -> Iterator[Program]:
    """A layer with one of its parameters given as each kind of number, and called."""
    pairs = {(name, p) for t in (INTS, WHOLE) for k in t for name, ps in t[k].items() for p in ps}
    for name, parameter in sorted(pairs):
        needed = next((r for start, r in REQUIRED.items() if name.startswith(start)), "")
        others = [part for part in needed.split(", ") if part and not part.startswith(parameter)]
        number = 10 if parameter in ("input_dim", "num_tokens") else 2
        number = 1 if parameter == "axis" else number
        sample = _sample(name)
        for written in NUMBERS:
            given = ", ".join([*others, f"{parameter}={written.format(n=number)}"])
            dtype = "int32" if name == "Embedding" else "float32"
            call = f"made(keras.Input({sample}, dtype={dtype!r}))"
            if name == "MultiHeadAttention":
                call = f"made(keras.Input({sample}), keras.Input({sample}))"
            text = _start(keras) + f"made = layers.{name}({given})\n{call}\n"
            yield Program(text, must_find="layers.", topic=f"{name} {given}")


def _sample(name: str) -> tuple[int, ...]:
    dimension = next((int(d) for d in "123" if f"{d}D" in name), 0)
    if dimension:
        return SAMPLES[dimension]
    return (8, 6) if name in ("LSTM", "GRU", "SimpleRNN", "MultiHeadAttention") else (6,)


def _start(keras: int) -> str:
    return START.format(imported="import keras" if keras == 3 else "from tensorflow import keras")


def count_programs(keras: int) -> Iterator[Program]:
    """A method of a model with one of its counts given as each kind of number."""
    for method, data in (("fit", "x, y"), ("evaluate", "x, y"), ("predict", "x")):
        names = ("batch_size", "epochs", "initial_epoch", "steps_per_epoch")
        for name in names if method == "fit" else ("batch_size", "steps"):
            number = 1 if name == "initial_epoch" else 2
            more = {"initial_epoch": "epochs=3, ", "batch_size": ""}.get(name, "batch_size=4, ")
            for written in NUMBERS:
                given = f"{more}{name}={written.format(n=number)}, verbose=0"
                text = _start(keras) + MODEL + f"model.{method}({data}, {given})\n"
                yield Program(text, must_find="model.", topic=f"{method} {given}")


def test_numbers_of_layers(real: Reality, keras: int) -> None:
    _check(real, keras, [*layer_programs(keras)], 0.98)


def test_counts(real: Reality, keras: int) -> None:
    assert set(COUNTS[2]) < set(COUNTS[3])
    _check(real, keras, [*count_programs(keras)], 1)


def _check(real: Reality, keras: int, programs: list[Program], least: float) -> None:
    with aiming_at(Target(keras=keras)):
        score = compare(real, programs)
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.findable > 20
    assert score.found_share >= least, "\n".join(score.missed[:20])
