"""Random programs that build a Keras model and feed it: the same seed, the same program."""

from collections.abc import Callable, Sequence
from random import Random

from tests.knowledge.tensorflow.bulk import Program

START = (
    "import numpy as np\nimport keras\nfrom keras import layers\n"
    "def loss(y, p):\n    return keras.ops.mean(p)\n"
)
Size = int | None
KEEPING = (
    "layers.Dropout(0.5)", "layers.Activation('relu')", "layers.ReLU()", "layers.LeakyReLU()",
    "layers.ELU()", "layers.GaussianNoise(0.1)", "layers.GaussianDropout(0.5)",
)  # fmt: skip
UNMODELLED = (
    "layers.LayerNormalization()", "layers.Reshape((-1,))", "layers.Conv1D(2, 1)",
    "layers.BatchNormalization()", "layers.Reshape((1, -1))", "layers.UnitNormalization()",
)  # fmt: skip
DTYPES = ("float32", "float32", "float32", "float64", "int64", "uint8", "bool", "float16")


def random_program(seed: int) -> Program:
    """One model, fed once: with an array that fits, or that is off in one way."""
    random = Random(seed)
    sample = random_sample(random)
    stack, modelled = random_layers(random, len(sample))
    lines = random.choice(MODELS)(random, sample, stack)
    fed = off_in_one_way(random, sample)
    dtype = random.choice(DTYPES)
    lines.append(f"x = np.ones({fed}, dtype={dtype!r})")
    feed, shows = random_feed(random, fed)
    text = START + "\n".join([*lines, *feed]) + "\n"
    return Program(text, shows, must_find="(x" if modelled else "", topic=f"seed {seed}")


def random_sample(random: Random) -> tuple[Size, ...]:
    """The shape of one sample: rank 0 to 3, with axes of size 1 and free ones."""
    rank = random.choice((0, 1, 1, 1, 2, 2, 3))
    sizes: list[Size] = [random.choice((1, 2, 3, 4)) for _ in range(rank)]
    for axis in range(rank - 1):
        if random.random() < 0.15:
            sizes[axis] = None
    return tuple(sizes)


def random_layers(random: Random, rank: int) -> tuple[list[str], bool]:
    """One to six layers, and whether all of them are modelled."""
    stack: list[str] = []
    for _ in range(random.randint(1, 6)):
        kind = random.random()
        if kind < 0.4:
            stack.append(f"layers.Dense({random.randint(1, 4)})")
        elif kind < 0.6:
            stack.append("layers.Flatten()")
        else:
            stack.append(random.choice(KEEPING))
    if rank == 0 and random.random() < 0.8:
        stack.insert(0, "layers.Flatten()")
    modelled = random.random() < 0.85
    if not modelled:
        stack.insert(random.randint(0, len(stack)), random.choice(UNMODELLED))
    return stack, modelled


def in_list(random: Random, sample: tuple[Size, ...], stack: Sequence[str]) -> list[str]:
    """`keras.Sequential([...])`"""
    parts = declared(random, sample, stack)
    return [f"model = keras.Sequential([{', '.join(parts)}])"]


def added(random: Random, sample: tuple[Size, ...], stack: Sequence[str]) -> list[str]:
    """`model.add(...)`, layer by layer."""
    parts = declared(random, sample, stack)
    return ["model = keras.Sequential()", *(f"model.add({part})" for part in parts)]


def functional(random: Random, sample: tuple[Size, ...], stack: Sequence[str]) -> list[str]:
    """`keras.Model(inputs, outputs)`"""
    given = f"batch_shape={(None, *sample)}" if random.random() < 0.2 else f"{sample}"
    lines = [f"inputs = keras.Input({given})", "h = inputs"]
    lines += [f"h = {layer}(h)" for layer in stack]
    return [*lines, "model = keras.Model(inputs, h)"]


MODELS: tuple[Callable[[Random, tuple[Size, ...], Sequence[str]], list[str]], ...] = (
    in_list,
    added,
    functional,
)


def declared(random: Random, sample: tuple[Size, ...], stack: Sequence[str]) -> list[str]:
    """The parts of a Sequential, its input shape declared in one of many ways, or not."""
    ways = [
        [f"keras.Input({sample})", *stack],
        [f"keras.Input(shape={list(sample)}, batch_size=3)", *stack],
        [f"keras.Input(batch_shape={(None, *sample)})", *stack],
        [f"layers.InputLayer({sample})", *stack],
        [f"layers.InputLayer(shape={sample})", *stack],
        [f"layers.InputLayer(batch_shape={(None, *sample)})", *stack],
        [with_option(stack[0], f"input_shape={sample}"), *stack[1:]],
        [with_option(stack[0], f"input_shape={sample}"), *stack[1:]],
        list(stack),
        list(stack),
    ]
    if len(sample) == 1:
        ways.append([with_option(stack[0], f"input_dim={sample[0]}"), *stack[1:]])
    return random.choice(ways)


def with_option(call: str, option: str) -> str:
    """The call with one more keyword."""
    comma = "" if call.endswith("()") else ", "
    return f"{call[:-1]}{comma}{option})"


def off_in_one_way(random: Random, sample: tuple[Size, ...]) -> tuple[int, ...]:
    """The shape of a batch for the model, or of one that differs in one way."""
    sizes = [random.choice((2, 3, 5)) if size is None else size for size in sample]
    count = random.choice((1, 2, 4, 5, 7, 40))
    whole = [count, *sizes]
    match random.randint(0, 13):
        case 0:
            return tuple(sizes)
        case 1 if sizes:
            whole[-1] += random.choice((1, 2))
        case 2:
            whole.append(1)
        case 3:
            whole.append(random.choice((2, 3)))
        case 4 if sizes:
            whole.pop()
        case 5 if sizes:
            axis = random.randrange(1, len(whole))
            whole[axis] = random.choice((1, 2, 3, 6))
        case 6:
            whole.insert(0, 1)
        case 7 if random.random() < 0.5:
            return ()
        case 8:
            whole += [1, 1]
        case 9 if len(whole) > 2:
            whole[1:] = [whole[1] * whole[2], *whole[3:]]
        case 10 if random.random() < 0.3:
            whole[0] = 0
        case 11 if sizes:
            whole = [*whole[1:], whole[0]]
    return tuple(whole)


def random_feed(random: Random, fed: tuple[int, ...]) -> tuple[list[str], tuple[str, ...]]:
    """Lines that give `x` to the model, and the variables to look at."""
    length = fed[0] if fed else 1
    y = f"y = np.zeros(({length}, 1), dtype='float32')"
    train = ["model.compile(optimizer='sgd', loss=loss)", y]
    match random.choice("ppppcccctefvs"):
        case "p":
            method = random.choice(("predict", "predict", "predict_on_batch"))
            quiet = "" if method == "predict_on_batch" else ", verbose=0"
            return [f"out = model.{method}(x{quiet})", "shape = out.shape"], ("out", "shape")
        case "c":
            option = random.choice(("", "", ", training=True", ", training=False"))
            return [f"out = model(x{option})", "shape = out.shape"], ("out", "shape")
        case "t":
            method = random.choice(("train_on_batch", "test_on_batch"))
            return [*train, f"model.{method}(x, y)"], ()
        case "e":
            return [*train, "model.evaluate(x, y, verbose=0)"], ()
        case "v":
            valid = "validation_data=(x, y)"
            return [*train, f"model.fit(x, y, epochs=1, verbose=0, {valid})"], ()
        case "s":
            return [*train, "model.fit(x, y, 4, 1, 0)"], ()
    return [*train, "model.fit(x, y, verbose=0)"], ()
