"""Random whole models, one layer a line: the same seed, the same program.

Sequential models, and functional ones with branches, merges, several inputs and outputs,
layers that are shared, models inside models. Layers are made first, then called in lines of
their own, so that the line of an error says which call was refused.
"""

from dataclasses import dataclass, field
from random import Random

from tests.knowledge.keras.kinds import KINDS

START = "from tensorflow import keras\nlayers = keras.layers\n"
KEEPING = (
    "Dropout", "Activation", "BatchNormalization", "ReLU", "GaussianNoise", "Identity",
    "LayerNormalization", "LeakyReLU", "Rescaling", "UnitNormalization",
)  # fmt: skip
"""Layers that take any input and keep its shape, so that branches may meet again."""
TAME = {"BatchNormalization": "", "LayerNormalization": "", "UnitNormalization": ""}
"""Their arguments, where random ones would name an axis that may not be there."""
MERGES = (
    "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate", "Concatenate",
    "Dot",
)  # fmt: skip
ATTENTION = ("Attention", "AdditiveAttention", "MultiHeadAttention", "GroupedQueryAttention")
RECURRENT = ("LSTM", "GRU", "SimpleRNN", "Bidirectional", "RNN")
SIZES = (4, 6, 8, 10, 12)
CHANNELS = (1, 2, 3, 3, 4, 8)


@dataclass(frozen=True, slots=True)
class Whole:
    """A program that builds one model.

    `calls` are the lines in which a layer is called or added; `shows` are the variables that
    hold the shapes of what the model returns.
    """

    text: str
    calls: frozenset[int]
    shows: tuple[str, ...]


@dataclass(slots=True)
class _Draft:
    """A program while it is written: its lines, and which of them call layers."""

    random: Random
    keras: int
    lines: list[str] = field(default_factory=START.splitlines)
    calls: list[int] = field(default_factory=list)
    count: int = 0

    def new(self, letter: str) -> str:
        self.count += 1
        return f"{letter}{self.count}"

    def write(self, line: str) -> None:
        self.lines.append(line)

    def call(self, line: str) -> None:
        self.lines.append(line)
        self.calls.append(len(self.lines))


@dataclass(frozen=True, slots=True)
class _Tensor:
    """A variable that holds a symbolic tensor, and how many axes it probably has."""

    name: str
    rank: int


def whole_program(seed: int, keras: int) -> Whole:
    """A model of 3 to 10 layers, most of which fit, and the shapes that it returns."""
    random = Random(f"whole {seed}")
    draft = _Draft(random, keras)
    kind = random.random()
    count = random.randint(3, 10)
    if kind < 0.35:
        _sequential(draft, "model", count)
        ends = 1
    else:
        ends = _functional(draft, count)
    if ends == 1:
        draft.write("shape0 = model.output_shape")
    elif random.random() < 0.5:
        for end in range(ends):
            draft.write(f"shape{end} = model.output_shape[{end}]")
    else:
        for end in range(ends):
            draft.write(f"shape{end} = model.outputs[{end}].shape")
    shows = tuple(f"shape{end}" for end in range(ends))
    return Whole("\n".join(draft.lines) + "\n", frozenset(draft.calls), shows)


def _input_shape(random: Random) -> tuple[int | None, ...]:
    rank = random.choice((2, 3, 3, 4, 4, 4, 5))
    spatial = [random.choice(SIZES) for _ in range(rank - 2)]
    shape: list[int | None] = [*spatial, random.choice(CHANNELS if rank > 2 else SIZES)]
    for axis in range(rank - 2):
        if random.random() < 0.08:
            shape[axis] = None
    return tuple(shape)


def _sequential(draft: _Draft, name: str, count: int) -> int:
    """A Sequential, part by part; some parts are a Sequential themselves. The rank returned."""
    random = draft.random
    shape = _input_shape(random)
    inner = draft.new("inner") if random.random() < 0.25 else ""
    rank = len(shape) + 1
    if inner:
        rank = _stack(draft, inner, shape, random.randint(1, 3))
        draft.write(f"{name} = keras.Sequential()")
        if random.random() < 0.5:
            draft.write(f"{name}.add(keras.Input({shape}))")
        draft.call(f"{name}.add({inner})")
    else:
        draft.write(f"{name} = keras.Sequential()")
        draft.write(f"{name}.add(keras.Input({shape}))")
    return _add_layers(draft, name, rank, count)


def _stack(draft: _Draft, name: str, shape: tuple[int | None, ...], count: int) -> int:
    draft.write(f"{name} = keras.Sequential()")
    draft.write(f"{name}.add(keras.Input({shape}))")
    return _add_layers(draft, name, len(shape) + 1, count)


def _add_layers(draft: _Draft, name: str, rank: int, count: int) -> int:
    for _ in range(count):
        layer, rank = _made(draft, rank)
        draft.call(f"{name}.add({layer})")
    return rank


def _functional(draft: _Draft, count: int) -> int:
    """A graph that ends in `model`; the number of its outputs."""
    random = draft.random
    starts = [_input(draft, _input_shape(random))]
    while random.random() < 0.25 and len(starts) < 3:
        again = random.random() < 0.6
        shape = draft.lines[-1].partition("(")[2] if again else ""
        starts.append(
            _again(draft, shape, starts[-1]) if again else _input(draft, _input_shape(random))
        )
    tensors = list(starts)
    unused = list(starts[1:])
    shared: list[tuple[str, int, int]] = []
    for _ in range(count):
        given = tensors[-1] if random.random() < 0.75 else random.choice(tensors)
        made = _step(draft, given, tensors, shared)
        tensors.append(made)
        unused = [t for t in unused if t.name not in draft.lines[-1]]
    ends = [tensors[-1], *unused]
    while random.random() < 0.25 and len(ends) < 3:
        ends.append(random.choice(tensors))
    ends = list(dict.fromkeys(ends))
    given_names, ends_names = _listed(starts), _listed(ends)
    draft.write(f"model = keras.Model({given_names}, {ends_names})")
    return len(ends)


def _listed(tensors: list[_Tensor]) -> str:
    names = [t.name for t in tensors]
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def _input(draft: _Draft, shape: tuple[int | None, ...]) -> _Tensor:
    name = draft.new("i")
    draft.write(f"{name} = keras.Input({shape})")
    return _Tensor(name, len(shape) + 1)


def _again(draft: _Draft, arguments: str, like: _Tensor) -> _Tensor:
    """One more input of the same shape."""
    name = draft.new("i")
    draft.write(f"{name} = keras.Input({arguments}")
    return _Tensor(name, like.rank)


def _step(
    draft: _Draft, given: _Tensor, tensors: list[_Tensor], shared: list[tuple[str, int, int]]
) -> _Tensor:
    """One more part of the graph: a layer, one that was called before, a merge, a model."""
    random, way = draft.random, draft.random.random()
    fitting = [entry for entry in shared if entry[1] == given.rank]
    if way < 0.1 and fitting:
        layer, _, rank = random.choice(fitting)
        return _called(draft, f"{layer}({given.name})", rank)
    if way < 0.35:
        return _merged(draft, given, tensors)
    if way < 0.43:
        return _nested(draft, given, tensors)
    layer, rank = _made(draft, given.rank)
    shared.append((layer, given.rank, rank))
    return _called(draft, f"{layer}({given.name})", rank)


def _called(draft: _Draft, call: str, rank: int) -> _Tensor:
    name = draft.new("h")
    draft.call(f"{name} = {call}")
    return _Tensor(name, rank)


def _merged(draft: _Draft, given: _Tensor, tensors: list[_Tensor]) -> _Tensor:
    """The tensor and another one, merged: mostly a branch of it, which has its shape."""
    random = draft.random
    alike = [t for t in tensors if t.rank == given.rank and t != given]
    if alike and random.random() < 0.5:
        other = random.choice(alike)
    else:
        name = random.choice(KEEPING)
        layer = draft.new("layer")
        arguments = TAME.get(name) if name in TAME else KINDS[name].arguments(random)
        draft.write(f"{layer} = layers.{name}({arguments})")
        other = _called(draft, f"{layer}({given.name})", given.rank)
        tensors.append(other)
    kinds = [n for n in ATTENTION if draft.keras in KINDS[n].keras]
    usual = given.rank != 3 or random.random() < 0.7
    name = random.choice(MERGES) if usual else random.choice(kinds)
    kind, layer = KINDS[name], draft.new("layer")
    arguments = kind.arguments(random)
    if name == "Concatenate" and given.rank == 2:
        arguments = ""
    draft.write(f"{layer} = layers.{kind.path or name}({arguments})")
    names = (given.name, other.name, other.name)
    calls = [call for call in kind.calls if "_mask={" not in call and "mask=[" not in call]
    call = random.choice(calls).format(*names) if calls else ""
    call = call.replace("layer(", f"{layer}(") or f"{layer}([{given.name}, {other.name}])"
    scores = "[1]" in call and name in ATTENTION[2:]
    return _called(draft, call, 4 if scores else 3 if name == "Dot" else given.rank)


def _nested(draft: _Draft, given: _Tensor, tensors: list[_Tensor]) -> _Tensor:
    """A model made for the tensor, called on it, or on another one."""
    random = draft.random
    inner = draft.new("inner")
    if random.random() < 0.4:
        draft.write(f"{inner} = keras.Sequential()")
        draft.write(f"{inner}.add(keras.Input({given.name}.shape[1:]))")
        rank = _add_layers(draft, inner, given.rank, random.randint(1, 3))
    else:
        start = draft.new("i")
        draft.write(f"{start} = keras.Input({given.name}.shape[1:])")
        end = _Tensor(start, given.rank)
        for _ in range(random.randint(1, 3)):
            layer, after = _made(draft, end.rank)
            end = _called(draft, f"{layer}({end.name})", after)
        rank = end.rank
        draft.write(f"{inner} = keras.Model({start}, {end.name})")
    on = given if random.random() < 0.85 else random.choice(tensors)
    return _called(draft, f"{inner}({on.name})", rank)


def _made(draft: _Draft, rank: int) -> tuple[str, int]:
    """A new layer that probably takes so many axes: its variable, the axes that it returns."""
    random = draft.random
    if random.random() < 0.25:
        names = list(KEEPING)
    elif random.random() < 0.12 and rank > 2:
        names = ["Flatten", "Dense", "Dense", "Reshape"]
    else:
        wanted = rank if random.random() < 0.96 else random.choice((2, 3, 4))
        names = [n for n, k in KINDS.items() if k.rank == wanted and _takes_one(n, draft.keras)]
    name = random.choice(names or ["Flatten"])
    kind = KINDS[name]
    arguments = TAME[name] if name in TAME and rank < 4 else kind.arguments(random)
    layer = draft.new("layer")
    draft.write(f"{layer} = layers.{kind.path or name}({arguments})")
    return layer, _after(name, arguments, rank)


def _takes_one(name: str, keras: int) -> bool:
    kind = KINDS[name]
    return (
        keras in kind.keras
        and not kind.inputs
        and "float32" in kind.dtypes
        and name != "Equalization"  # it returns its very input, which no model can be made of
    )


def _after(name: str, arguments: str, rank: int) -> int:
    """The number of axes that the layer usually returns."""
    if name == "Flatten" or (name.startswith("Global") and "keepdims" not in arguments):
        return 2
    if name in RECURRENT:
        return 3 if "return_sequences=True" in arguments else 2
    if name.startswith("ConvLSTM"):
        return rank if "return_sequences=True" in arguments else rank - 1
    if name == "Reshape":
        return arguments.count(",") + (1 if arguments.endswith(",)") else 2)
    return {"RepeatVector": 3, "Embedding": rank + 1, "ReversibleEmbedding": rank + 1}.get(
        name, rank
    )
