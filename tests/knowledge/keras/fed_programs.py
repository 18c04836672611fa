"""Random whole programs that train, evaluate or use a model: the same seed, the same program.

The data fits, or is off in exactly one way, by which the programs are counted. The models are of
layers that most programs have, with one to three inputs and outputs.
"""

from dataclasses import dataclass, field
from random import Random

Sizes = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fed:
    """One program. `off` names the one way in which its data does not fit, "" where it does."""

    text: str
    off: str


@dataclass(slots=True)
class _Part:
    """An input or an output while a program is written: its array, and how that is made.

    `low` and `high` are the ends of whole numbers, None where it holds any numbers. `dtype` is
    written where it is not "".
    """

    name: str
    sample: Sizes
    high: int | None = None
    low: int = 0
    dtype: str = "float32"
    before: str = ""
    after: str = ""
    loss: str = ""
    activation: str = ""


@dataclass(slots=True)
class _Draft:
    random: Random
    keras: int
    inputs: list[_Part] = field(default_factory=list)
    outputs: list[_Part] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


SPARSE, ONE_HOT = "sparse_categorical_crossentropy", "categorical_crossentropy"
REGRESSIONS = ("mse", "mae", "mean_squared_error", "keras.losses.Huber()", "log_cosh", "mape")


def fed_program(seed: int, keras: int) -> Fed:
    """A model, its data, and one call of it."""
    random = Random(f"fed {seed}")
    draft = _Draft(random, keras)
    imported = "import keras" if keras == 3 else "from tensorflow import keras"
    draft.lines = ["import numpy as np", imported, "layers = keras.layers",
                   "random = np.random.RandomState(0)"]  # fmt: skip
    if random.random() < 0.65:
        _sequential(draft)
    else:
        _functional(draft)
    method = random.choice(("fit", "fit", "fit", "evaluate", "predict"))
    has_weights = method != "predict" and random.random() < 0.15
    validates = method == "fit" and random.random() < 0.3
    off = random.choice(_ways(draft, method, has_weights, validates))
    if random.random() < 0.25:
        off = ""
    count = random.choice((12, 20, 40, 64))
    _put_off(draft, off, count)
    _write_data(draft, "", count, off)
    if validates:
        _write_data(draft, "v", 8, "")
    if has_weights:
        length = count - 1 if off == "length of sample_weight" else count
        shape = f"{length}, 2" if off == "weights of two columns" else f"{length}"
        draft.lines.append(f"w = random.rand({shape}).astype('float32')")
    if method != "predict":
        _compile(draft)
    draft.lines.append(_call(draft, method, off, has_weights, validates))
    return Fed("\n".join(draft.lines) + "\n", off)


def _sequential(draft: _Draft) -> None:
    """One input, a stack of layers, one output."""
    random = draft.random
    start, layers = _stack(random)
    end = _end(random, "y")
    layers.append(_last(random, end))
    draft.inputs, draft.outputs = [start], [end]
    parts = [f"layers.{layer}" for layer in layers]
    if random.random() < 0.5:
        listed = ", ".join([f"keras.Input({start.sample})", *parts])
        draft.lines.append(f"model = keras.Sequential([{listed}])")
        return
    draft.lines += ["model = keras.Sequential()", f"model.add(keras.Input({start.sample}))"]
    draft.lines += [f"model.add({part})" for part in parts]


def _functional(draft: _Draft) -> None:
    """One to three inputs that are concatenated, and one to three outputs."""
    random = draft.random
    ends = []
    for number in range(random.choice((1, 1, 2, 2, 3))):
        start, layers = _stack(random)
        start.name = f"x{number}"
        draft.inputs.append(start)
        draft.lines += [f"i{number} = keras.Input({start.sample})", f"h{number} = i{number}"]
        draft.lines += [f"h{number} = layers.{layer}(h{number})" for layer in layers]
        ends.append(f"h{number}")
    joined = f"layers.Concatenate()([{', '.join(ends)}])" if len(ends) > 1 else ends[0]
    draft.lines.append(f"h = {joined}")
    for number in range(random.choice((1, 1, 2, 3))):
        end = _end(random, f"y{number}")
        draft.outputs.append(end)
        layer = _last(random, end)[:-1] + f", name='out{number}')"
        draft.lines.append(f"o{number} = layers.{layer}(h)")
    inputs = _listed([f"i{n}" for n in range(len(draft.inputs))])
    outputs = _listed([f"o{n}" for n in range(len(draft.outputs))])
    draft.lines.append(f"model = keras.Model({inputs}, {outputs})")


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def _stack(random: Random) -> tuple[_Part, list[str]]:
    """An input, and layers that make one row of each sample."""
    kind = random.choice(("dense", "dense", "conv", "conv", "lstm", "embedding", "flatten"))
    units = random.choice((4, 8))
    dense = [f"Dense({units}, activation='relu')"] * random.randint(0, 2)
    match kind:
        case "dense":
            return _Part("x", (random.choice((3, 5, 8)),)), dense or [f"Dense({units})"]
        case "conv":
            sample = (*random.choice(((12, 12), (10, 14))), random.choice((1, 3)))
            pool = ["MaxPooling2D()"] * random.randint(0, 1)
            return _Part("x", sample), ["Conv2D(4, 3)", *pool, "Flatten()", *dense]
        case "lstm":
            layer = random.choice(("LSTM(4)", "GRU(3)", "Bidirectional(layers.LSTM(2))"))
            return _Part("x", (random.choice((6, 7)), random.choice((2, 3)))), [layer, *dense]
        case "embedding":
            words = random.choice((10, 50))
            after = random.choice(("LSTM(3)", "Flatten()", "GlobalAveragePooling1D()"))
            part = _Part("x", (random.choice((5, 9)),), words, dtype="int32")
            return part, [f"Embedding({words}, 4)", after, *dense]
    return _Part("x", random.choice(((4, 6), (5, 5, 3)))), ["Flatten()", *dense]


def _end(random: Random, name: str) -> _Part:
    """An output: its labels, and the loss that compares them."""
    match random.choice(("binary", "binary", "sparse", "sparse", "one hot", "number", "numbers")):
        case "binary":
            sample = random.choice(((), (1,)))
            return _Part(name, sample, 2, loss="binary_crossentropy", activation="sigmoid")
        case "sparse":
            classes = random.choice((3, 10))
            loss = random.choice((SPARSE, "keras.losses.SparseCategoricalCrossentropy()"))
            return _Part(name, (), classes, dtype="int64", loss=loss, activation="softmax")
        case "one hot":
            return _Part(name, (random.choice((3, 5)),), loss=ONE_HOT, activation="softmax")
        case "number":
            return _Part(name, random.choice(((), (1,))), loss=random.choice(REGRESSIONS))
    return _Part(name, (random.choice((2, 3)),), loss=random.choice(REGRESSIONS))


def _is_sparse(end: _Part) -> bool:
    return end.dtype == "int64"


def _last(random: Random, end: _Part) -> str:
    units = end.high if _is_sparse(end) else end.sample[0] if end.sample else 1
    activation = f", activation={end.activation!r}" if end.activation else ""
    return f"Dense({units}{activation})"


def _ways(draft: _Draft, method: str, has_weights: bool, validates: bool) -> list[str]:
    """The ways in which the data of this program can be off; what few programs can be, twice."""
    usual = ["no batch axis", "feature count", "extra axis", "list for array", "x dtype"]
    rare = []
    first = draft.inputs[0]
    if len(first.sample) == 3:
        rare += ["channels first", "no channels"]
    if first.high:
        rare += ["ids out of range"]
    if len(draft.inputs) > 1:
        rare += ["one array for several inputs", "an input too many", "length of an input"]
    if method == "predict":
        return usual + rare * 2
    end = draft.outputs[0]
    usual += ["label rank", "label width", "length of y", "label dtype"]
    if _is_sparse(end):
        rare += ["class ids from 1", "class ids below 0", "one-hot for class ids"]
    elif end.loss == ONE_HOT:
        rare += ["class ids for one-hot"]
    if len(draft.outputs) > 1:
        rare += ["one array for several outputs", "an output too many"]
    rare += ["length of sample_weight", "weights of two columns"] * has_weights
    rare += ["length of validation y"] * validates
    return usual + rare * 2


def _put_off(draft: _Draft, off: str, count: int) -> None:
    """Make one array other than it should be."""
    random = draft.random
    first = random.choice(draft.inputs) if off in ("feature count", "extra axis") else None
    first = first or draft.inputs[0]
    end = draft.outputs[0]
    match off:
        case "no batch axis":
            first.after = "[0]"
        case "feature count":
            first.sample = (*first.sample[:-1], first.sample[-1] + random.choice((1, 2)))
        case "extra axis":
            axis = random.choice((1, -1))
            first.after = "[:, None]" if axis == 1 else "[..., None]"
        case "channels first":
            first.after = ".transpose(0, 3, 1, 2)"
        case "no channels":
            first.after = "[..., 0]"
        case "ids out of range":
            first.low, first.high = (first.high or 1), (first.high or 1) + 5
        case "x dtype":
            first.dtype = random.choice(("float64", "int64", "uint8", "bool", "float16"))
        case "label dtype":
            end.dtype = random.choice(("float32", "float64", "int32", "uint8"))
        case "label rank":
            end.after = random.choice(("[:, None, None]", "[:, None]", "[..., None]"))
        case "label width":
            end.sample = (random.choice((2, 4)),)
        case "class ids from 1":
            end.low, end.high = 1, (end.high or 1) + 1
        case "class ids below 0":
            end.low = -1
        case "one-hot for class ids":
            end.before, end.after = f"np.eye({end.high}, dtype='float32')[", "]"
        case "class ids for one-hot":
            end.high, end.sample, end.dtype = end.sample[0], (), "int32"


def _write_data(draft: _Draft, prefix: str, count: int, off: str) -> None:
    """The lines that make the arrays; `prefix` tells validation data from the other."""
    for parts, shorter in ((draft.inputs, "length of an input"), (draft.outputs, "length of y")):
        for part in parts:
            is_short = off == shorter and part is parts[-1]
            made = _array(part, count - 2 if is_short else count)
            draft.lines.append(f"{prefix}{part.name} = {made}")


def _array(part: _Part, count: int) -> str:
    shape = (count, *part.sample)
    if part.high is None:
        made = f"random.rand(*{shape})"
    else:
        # Both ends are there, so that what is out of range is used.
        size = 1
        for length in shape:
            size *= length
        made = f"(np.arange({size}) % {part.high - part.low} + {part.low}).reshape({shape})"
    return f"{part.before}{made}.astype({part.dtype!r}){part.after}"


def _compile(draft: _Draft) -> None:
    random = draft.random
    losses = [p.loss if p.loss.startswith("keras.") else repr(p.loss) for p in draft.outputs]
    if len(losses) == 1:
        loss = losses[0]
    elif random.random() < 0.5:
        loss = f"[{', '.join(losses)}]"
    else:
        loss = "{" + ", ".join(f"'out{n}': {one}" for n, one in enumerate(losses)) + "}"
    metrics = random.choice(("", "", ", metrics=['accuracy']")) if len(losses) == 1 else ""
    optimizer = random.choice(("'adam'", "'sgd'", "keras.optimizers.Adam(1e-3)"))
    draft.lines.append(f"model.compile(optimizer={optimizer}, loss={loss}{metrics})")


def _call(draft: _Draft, method: str, off: str, has_weights: bool, validates: bool) -> str:
    x, y = _given(draft, "", off)
    arguments = [x]
    if method != "predict":
        arguments.append(y)
    if has_weights:
        arguments.append("sample_weight=w")
    if validates:
        vx, vy = _given(draft, "v", "")
        if off == "length of validation y":
            vy = f"[{', '.join(f'v{p.name}[:5]' for p in draft.outputs)}]"
            vy = vy[1:-1] if len(draft.outputs) == 1 else vy
        arguments.append(f"validation_data=({vx}, {vy})")
    if draft.random.random() < 0.3:
        arguments.append(f"batch_size={draft.random.choice((4, 8, 32))}")
    if method == "fit" and draft.random.random() < 0.5:
        arguments.append("epochs=2")
    return f"out = model.{method}({', '.join(arguments)}, verbose=0)"


def _given(draft: _Draft, prefix: str, off: str) -> tuple[str, str]:
    """The arguments x and y."""
    found = []
    for parts, one, many in (
        (draft.inputs, "one array for several inputs", "an input too many"),
        (draft.outputs, "one array for several outputs", "an output too many"),
    ):
        names = [f"{prefix}{part.name}" for part in parts]
        if off == one:
            names = names[:1]
        elif off == many:
            names.append(names[0])
        found.append(_listed(names))
    if off == "list for array":
        found[0] = f"{prefix}{draft.inputs[0].name}.tolist()"
    return found[0], found[1]
