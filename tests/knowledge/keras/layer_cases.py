"""Random layers with random arguments on inputs of random shapes, as programs."""

from dataclasses import dataclass
from random import Random

from tests.knowledge.keras.kinds import KINDS
from tests.knowledge.keras.kinds.making import USUAL_SIZES, Sizes

START = "from tensorflow import keras\nlayers = keras.layers\n"


@dataclass(frozen=True, slots=True)
class Case:
    """A program that calls one layer in its line `line`.

    `shows` are the variables that hold the shapes and dtypes of what it returns. `again`: the
    layer was called before.
    """

    name: str
    text: str
    line: int
    shows: tuple[str, ...]
    again: bool = False


def shape_of_rank(random: Random, rank: int, usual: tuple[int, ...] = USUAL_SIZES) -> Sizes:
    """A whole input: mostly of the rank, with usual sizes and some that are None."""
    if random.random() < 0.12:
        rank += random.choice((-2, -1, 1))
    sizes: list[int | None] = [random.choice(usual) for _ in range(max(0, rank - 1))]
    for axis in range(len(sizes)):
        if random.random() < 0.1:
            sizes[axis] = None
    return (random.choice((None, None, None, 2)), *sizes)


def like(random: Random, shape: Sizes) -> Sizes:
    """A shape that may go together with another one."""
    sizes = list(shape)
    for axis in range(len(sizes)):
        if random.random() < 0.15:
            sizes[axis] = random.choice((1, 2, 3, None))
    if random.random() < 0.1 and len(sizes) > 2:
        del sizes[-1]
    return tuple(sizes)


def layer_case(name: str, seed: int) -> Case:
    """One layer called once, or a second time on another shape."""
    random = Random(f"{name} {seed}")
    kind = KINDS[name]
    given = [shape_of_rank(random, kind.rank, kind.sizes)]
    if kind.inputs and len(given[0]) < 2:
        given = [(None, 3)]
    lines = [f"layer = layers.{kind.path or name}({kind.arguments(random)})", *kind.setup]
    again = not kind.inputs and not kind.setup and random.random() < 0.15
    for _ in range(max(again, kind.inputs - 1)):
        given.append(like(random, given[0]))
    dtypes = [random.choice(kind.dtypes)] * len(given)
    if kind.masks:
        given += kind.masks(random, given)
        dtypes += ["bool"] * (len(given) - len(dtypes))
    lines += [
        f"i{n} = keras.Input(batch_shape={shape}, dtype={dtype!r})"
        for n, (shape, dtype) in enumerate(zip(given, dtypes, strict=True))
    ]
    return _called(name, lines, again, len(given), random)


def data_case(name: str, seed: int) -> Case:
    """One layer called once on arrays, or a second time on others."""
    random = Random(f"data {name} {seed}")
    kind = KINDS[name]
    given = [_sizes(shape_of_rank(random, kind.rank, kind.sizes))]
    lines = [
        "import numpy as np",
        f"layer = layers.{kind.path or name}({kind.arguments(random)})",
        *kind.setup,
    ]
    again = not kind.inputs and not kind.setup and random.random() < 0.2
    for _ in range(max(again, kind.inputs - 1)):
        given.append(_sizes(like(random, given[0])))
    dtypes = [random.choice(kind.dtypes)] * len(given)
    if kind.masks:
        given += map(_sizes, kind.masks(random, given))
        dtypes += ["bool"] * (len(given) - len(dtypes))
    lines += [
        f"i{n} = {_array(shape, dtype)}"
        for n, (shape, dtype) in enumerate(zip(given, dtypes, strict=True))
    ]
    return _called(name, lines, again, len(given), random)


def _called(name: str, lines: list[str], again: bool, count: int, random: Random) -> Case:
    kind = KINDS[name]
    if again:
        lines.append("first = layer(i0)")
    names = [f"i{n}" for n in range(count)]
    inputs = f"[{', '.join(names)}]" if kind.inputs else names[-1]
    if first := random.choice(kind.firsts).format(*names):
        lines.append(f"first = {first}")
        again = True
    chosen = random.choice(kind.calls) if kind.calls else kind.call
    call = chosen.format(*names) if chosen else f"layer({inputs})"
    lines += [f"out = {call}", "shape = out.shape", KIND]
    text = START + "\n".join(lines) + "\n"
    line = text[: text.index("\nout = ")].count("\n") + 2
    return Case(name, text, line, ("shape", "kind"), again)


KIND = "kind = (out.dtype if isinstance(out.dtype, str) else out.dtype.name,)"


def _array(shape: tuple[int, ...], dtype: str) -> str:
    return f"np.full({shape}, 'a')" if dtype == "string" else f"np.ones({shape}, {dtype!r})"


def _sizes(shape: Sizes) -> tuple[int, ...]:
    return tuple(2 if size is None else size for size in shape)


STATEFUL = ("LSTM", "GRU", "SimpleRNN")


def state_case(seed: int) -> Case:
    """A recurrent layer that returns its states, alone or in both directions."""
    random = Random(f"states {seed}")
    name = random.choice(STATEFUL)
    options = f"3, return_state=True{random.choice(('', ', return_sequences=True'))}"
    made, count = f"layers.{name}({options})", 3 if name == "LSTM" else 2
    if random.random() < 0.5:
        mode = random.choice(("'concat'", "'sum'", "None"))
        made = f"layers.Bidirectional({made}, merge_mode={mode})"
        count = 2 * count - (mode != "None")
    lines = [
        f"i0 = keras.Input(batch_shape={shape_of_rank(random, 3)})",
        f"out = {made}(i0)",
        *(f"shape{n} = out[{n}].shape" for n in range(count)),
    ]
    text = START + "\n".join(lines) + "\n"
    return Case("states", text, 4, tuple(f"shape{n}" for n in range(count)))
