"""Programs in which a loss or a metric meets labels: every built-in one, given in every way.

After the call that is judged, a program works out `verdict`: 0, the value is that of labels of
the proper shape; 1, it is another, or no labels of that size could be meant; 2, nothing tells.
The value for proper labels comes from the same loss or metric, called with tensors of equal
shapes, of which nothing broadcasts.
"""

from dataclasses import dataclass
from random import Random

Sizes = tuple[int, ...]
SAMPLES: tuple[Sizes, ...] = (
    (), (1,), (2,), (3,), (6,), (1, 1), (1, 3), (3, 1), (3, 3), (5, 1), (5, 3), (5, 2), (6, 1),
    (1, 1, 1), (1, 1, 3), (4, 5, 1), (4, 5, 3), (4, 5, 2), (4, 5),
)  # fmt: skip
"""Shapes of one sample, of labels and of outputs: rank 1 to 4 with the batch axis."""
COUNTS = (6, 3)
DTYPES = ("float32", "float64", "int32", "int64", "uint8", "bool")
SAME, OTHER, OPEN = 0, 1, 2
"""The verdicts."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A class of losses or metrics: how it is made and named, and what its labels are.

    `names` are its functions and strings, by Keras. `holds`: "values" of the output's shape,
    "ids" of classes, one for each row, or "class ids" of the output's shape. `rows`: of one
    unit alone nothing is compared. `counts`: what it counts does not tell of a broadcast.
    `draws`: so many programs are drawn for each pair of shapes.
    """

    arguments: str = ""
    functions: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()
    functions_2: tuple[str, ...] = ()
    strings_2: tuple[str, ...] = ()
    holds: str = "values"
    rows: bool = False
    counts: bool = False
    keras: tuple[int, ...] = (3, 2)
    draws: int = 1

    def named(self, keras: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Its functions, and the strings that mean it."""
        return (self.functions, self.strings) if keras == 3 else (self.functions_2, self.strings_2)


def _alike(name: str, *aliases: str, rows: bool = False, holds: str = "values") -> Subject:
    """A loss whose function has one name in both, and `aliases` as strings. What is done with a
    crossentropy depends on the activation, too."""
    both = (name, *aliases)
    draws = 3 if "crossentropy" in name else 1
    return Subject("", (name,), both, both, both, rows=rows, holds=holds, draws=draws)


def _only_3(name: str, holds: str = "values", arguments: str = "", known: bool = True) -> Subject:
    strings = (name,) if known else ()
    return Subject(arguments, (name,), strings, holds=holds, keras=(3,))


SPARSE = "SparseCategoricalCrossentropy"
LOSSES = {
    "MeanSquaredError": _alike("mean_squared_error", "mse", "MSE"),
    "MeanAbsoluteError": _alike("mean_absolute_error", "mae", "MAE"),
    "MeanAbsolutePercentageError": _alike("mean_absolute_percentage_error", "mape"),
    "MeanSquaredLogarithmicError": _alike("mean_squared_logarithmic_error", "msle"),
    "Huber": _alike("huber"),
    "LogCosh": _alike("log_cosh"),
    "CosineSimilarity": _alike("cosine_similarity", rows=True),
    "KLDivergence": _alike("kl_divergence", "kld", rows=True),
    "Poisson": _alike("poisson"),
    "Hinge": _alike("hinge"),
    "SquaredHinge": _alike("squared_hinge"),
    "CategoricalHinge": _alike("categorical_hinge", rows=True),
    "BinaryCrossentropy": _alike("binary_crossentropy"),
    "BinaryFocalCrossentropy": _alike("binary_focal_crossentropy"),
    "CategoricalCrossentropy": _alike("categorical_crossentropy", rows=True),
    "CategoricalFocalCrossentropy": _alike("categorical_focal_crossentropy", rows=True),
    SPARSE: _alike("sparse_categorical_crossentropy", rows=True, holds="ids"),
    "Dice": _only_3("dice"),
    "Tversky": _only_3("tversky"),
    "Circle": _only_3("circle", "one id"),
    "CTC": _only_3("ctc", "text"),
    "CategoricalGeneralizedCrossEntropy": Subject(
        "q=0.5",
        ("categorical_generalized_cross_entropy",),
        holds="ids",
        rows=True,
        keras=(3,),
    ),
}  # fmt: skip
"""The loss classes."""
NO_LOSSES = {
    "Loss": "what it does is the program's own",
    "Reduction": "no loss: the names of ways to reduce one",
    "deserialize": "makes a loss of its configuration",
    "get": "finds a loss by its name",
    "serialize": "makes a configuration of a loss",
}
"""Other names in `keras.losses`."""


def _metric(
    name: str, *strings: str, holds: str = "values", rows: bool = False, counts: bool = False
) -> Subject:
    """A metric with a function of its own in both; Keras 3 knows strings by the class."""
    both = (name, *strings)
    return Subject("", (name,), both, both, both, holds=holds, rows=rows, counts=counts)


def _counting(name: str, arguments: str = "", keras: tuple[int, ...] = (3, 2)) -> Subject:
    """A metric that counts, and has no function; Keras 3 knows it by a string."""
    strings = () if arguments else (name,)
    return Subject(arguments, (), strings, counts=True, keras=keras)


METRICS = {
    "MeanSquaredError": _metric("mean_squared_error", "mse"),
    "MeanAbsoluteError": _metric("mean_absolute_error", "mae"),
    "MeanAbsolutePercentageError": _metric("mean_absolute_percentage_error", "mape"),
    "MeanSquaredLogarithmicError": _metric("mean_squared_logarithmic_error", "msle"),
    "RootMeanSquaredError": Subject("", (), ("root_mean_squared_error",)),
    "LogCoshError": Subject("", ("log_cosh",), ("log_cosh_error",), ("log_cosh",), ("log_cosh",)),
    "CosineSimilarity": Subject("", (), ("cosine_similarity",), rows=True),
    "KLDivergence": Subject(
        "",
        ("kl_divergence",),
        ("kl_divergence",),
        ("kl_divergence",),
        ("kullback_leibler_divergence",),  # Keras 2 takes the other string for no metric
        rows=True,
    ),
    "Poisson": _metric("poisson"),
    "Hinge": _metric("hinge"),
    "SquaredHinge": _metric("squared_hinge"),
    "CategoricalHinge": Subject("", ("categorical_hinge",), ("categorical_hinge",), rows=True),
    "BinaryCrossentropy": _metric("binary_crossentropy"),
    "CategoricalCrossentropy": _metric("categorical_crossentropy", rows=True),
    SPARSE: _metric("sparse_categorical_crossentropy", holds="ids", rows=True),
    "PearsonCorrelation": Subject(
        "", ("pearson_correlation",), ("pearson_correlation",), rows=True, keras=(3,)
    ),
    "ConcordanceCorrelation": Subject(
        "", ("concordance_correlation",), ("concordance_correlation",), rows=True, keras=(3,)
    ),
    "R2Score": Subject("", (), ("r2_score",), counts=True),
    "F1Score": _counting("f1_score"),
    "FBetaScore": _counting("fbeta_score", "average='micro'"),
    "Accuracy": Subject("", (), ("accuracy", "acc"), (), ("accuracy", "acc"), counts=True),
    "BinaryAccuracy": _metric("binary_accuracy", counts=True),
    "CategoricalAccuracy": _metric("categorical_accuracy", counts=True),
    "SparseCategoricalAccuracy": _metric("sparse_categorical_accuracy", holds="ids", counts=True),
    "TopKCategoricalAccuracy": _metric("top_k_categorical_accuracy", counts=True),
    "SparseTopKCategoricalAccuracy": _metric(
        "sparse_top_k_categorical_accuracy", holds="ids", counts=True
    ),
    "AUC": _counting("auc"),
    "Precision": _counting("precision"),
    "Recall": _counting("recall"),
    "TruePositives": _counting("true_positives"),
    "TrueNegatives": _counting("true_negatives"),
    "FalsePositives": _counting("false_positives"),
    "FalseNegatives": _counting("false_negatives"),
    "SensitivityAtSpecificity": _counting("", "0.5"),
    "SpecificityAtSensitivity": _counting("", "0.5"),
    "PrecisionAtRecall": _counting("", "recall=0.5"),
    "RecallAtPrecision": _counting("", "0.5"),
    "IoU": _counting("", "num_classes=2, target_class_ids=[0, 1]"),
    "BinaryIoU": _counting("binary_io_u", "threshold=0.5"),
    "MeanIoU": _counting("", "2"),
    "OneHotIoU": _counting("", "num_classes=6, target_class_ids=[0]"),
    "OneHotMeanIoU": _counting("", "num_classes=6"),
}
"""The metric classes."""
ACCURACY = {
    "accuracy": Subject(
        strings=("accuracy", "acc", "Accuracy"),
        strings_2=("accuracy", "acc", "Accuracy"),
        counts=True,
        draws=2,
    )
}
"""Strings that mean one of three accuracies: which one, the shapes tell."""
NO_METRICS = {
    "Mean": "the mean of what it is given: there are no labels",
    "Sum": "the sum of what it is given: there are no labels",
    "MeanTensor": "the mean of what it is given: there are no labels",
    "Metric": "what it does is the program's own",
    "MeanMetricWrapper": "what it does is the program's own",
    "MeanRelativeError": "needs a normalizer of the data's shape",
    "binary_focal_crossentropy": "the loss, under another name",
    "categorical_focal_crossentropy": "the loss, under another name",
    "huber": "the loss, under another name",
    "deserialize": "makes a metric of its configuration",
    "get": "finds a metric by its name",
    "serialize": "makes a configuration of a metric",
}
"""Other names in `keras.metrics`."""


@dataclass(frozen=True, slots=True)
class Case:
    """One program: `line` is that of the call that is judged."""

    topic: str
    text: str
    line: int


Cell = tuple[str, int, Sizes, Sizes]
"""A class, the number of samples, the shapes of one sample of the output and of the labels."""


def cells(subjects: dict[str, Subject], keras: int) -> list[Cell]:
    """The whole grid; the numbers of samples take turns."""
    tried = {name: subject for name, subject in subjects.items() if keras in subject.keras}
    names = [name for name, subject in tried.items() for _ in range(subject.draws)]
    pairs = [(i + j, p, y) for i, p in enumerate(SAMPLES) for j, y in enumerate(SAMPLES)]
    return [(n, COUNTS[turn % len(COUNTS)], p, y) for n in names for turn, p, y in pairs]


def loss_case(seed: int, cell: Cell, keras: int) -> Case:
    """The program of one cell of the losses; how it is written is drawn."""
    name, _, output, _ = cell
    subject = LOSSES[name]
    random = Random(f"loss {seed}")
    made = f"keras.losses.{name}({subject.arguments})"
    functions, strings = subject.named(keras)
    is_direct = random.random() < 0.4
    if is_direct:
        written = random.choice((made, *(f"keras.losses.{f}" for f in functions)))
        if name == "CategoricalGeneralizedCrossEntropy":
            written = made  # its function asks for q
        lines = _start(random, cell, subject, keras)
        lines += _predictions(random, cell, output)
        judged = f"found = np.mean({written}(y, p))"
    else:
        names = [made, made, *map(repr, strings), *(f"keras.losses.{f}" for f in functions)]
        if name == "CategoricalGeneralizedCrossEntropy":
            names = [made]
        if keras == 3:
            names.append(f"keras.losses.{name}")
        if subject.strings:
            names.append(repr(name))
        written = random.choice(names)
        lines = _start(random, cell, subject, keras, takes_any_dtype=True)
        lines += _model(random, name, cell)
        lines.append("optimizer = keras.optimizers.SGD(learning_rate=0.0)")
        eager = random.choice(("", "", ", run_eagerly=True"))
        lines.append(f"model.compile(optimizer=optimizer, loss={written}{eager})")
        judged = f"found = {_fed(random, '')}"
    lines.append(judged)
    line = len(lines)
    lines.append("p = np.asarray(p)" if is_direct else "p = model.predict(x, verbose=0)")
    right = f"np.mean({written if is_direct else made}(tf.constant(y), tf.constant(p)))"
    lines += _verdict(subject, cell, right, _is_softened(name, subject, lines))
    return Case(f"{name} {keras}", "\n".join(lines) + "\n", line)


def metric_case(seed: int, cell: Cell, keras: int) -> Case:
    """The program of one cell of the metrics: beside a loss that takes anything, or called."""
    name, _, output, _ = cell
    subject = METRICS[name]
    random = Random(f"metric {seed}")
    made = f"keras.metrics.{name}({subject.arguments})"
    functions, strings = subject.named(keras)
    is_direct = random.random() < 0.4
    if is_direct:
        lines = _start(random, cell, subject, keras)
        lines += _predictions(random, cell, output)
        if functions and random.random() < 0.4:
            judged = f"found = np.mean(keras.metrics.{random.choice(functions)}(y, p))"
        else:
            lines.append(f"metric = {made}")
            judged = random.choice(("found = metric(y, p)", "found = metric.update_state(y, p)"))
        tail = "p = np.asarray(p)"
        if "metric = " in lines[-1]:
            tail += "; found = np.mean(metric.result())"
    else:
        names = [made, made, *map(repr, strings), *(f"keras.metrics.{f}" for f in functions)]
        if not subject.arguments:
            names += [repr(name), f"keras.metrics.{name}(name='m')"]
            names += [f"keras.metrics.{name}"] * (keras == 3)
        lines = _beside(random, cell, subject, keras, random.choice(names))
        judged = f"found = {_fed(random, '[1]')}"
        tail = "p = model.predict(x, verbose=0)"
    line = len("\n".join([*lines, judged]).split("\n"))
    right = "reference.update_state(tf.constant(y), tf.constant(p)); right = reference.result()"
    lines += [judged, tail, f"reference = {made}"]
    lines += _verdict(subject, cell, right, _is_softened(name, subject, lines))
    return Case(f"{name} {keras}", "\n".join(lines) + "\n", line)


def accuracy_case(seed: int, cell: Cell, keras: int) -> Case:
    """The program of one cell of "accuracy"; whether it raises is all that is compared."""
    name = cell[0]
    subject = ACCURACY[name]
    random = Random(f"accuracy {seed}")
    written = repr(random.choice(subject.named(keras)[1]))
    lines = _beside(random, cell, subject, keras, written)
    lines.append(f"found = {_fed(random, '[1]')}")
    text = "\n".join(lines)
    return Case(f"{name} {keras}", f"{text}\nverdict = np.int64({OPEN})\n", text.count("\n") + 1)


def _beside(random: Random, cell: Cell, subject: Subject, keras: int, written: str) -> list[str]:
    """A model that is compiled with the metric, beside a loss that takes anything."""
    lines = _start(random, cell, subject, keras, takes_any_dtype=True)
    lines += _model(random, cell[0], cell)
    lines.append("def none(y_true, y_pred):\n    return 0.0 * tf.reduce_mean(y_pred)")
    eager = random.choice(("", "", ", run_eagerly=True"))
    return [*lines, f"model.compile(optimizer='sgd', loss=none, metrics=[{written}]{eager})"]


def _start(
    random: Random, cell: Cell, subject: Subject, keras: int, takes_any_dtype: bool = False
) -> list[str]:
    """The imports and the labels `y`."""
    _, count, output, labels = cell
    shape = (count, *labels)
    imported = "import keras" if keras == 3 else "from tensorflow import keras"
    lines = [
        "import numpy as np", "import tensorflow as tf", imported,
        f"random = np.random.RandomState({random.randrange(10**6)})",
    ]  # fmt: skip
    dtype = random.choice(DTYPES)
    units = output[-1] if output else 1
    match subject.holds:
        case "ids":
            made = _classes(shape, min(2, units) if dtype == "bool" else units)
        case "text":
            made = f"random.randint(1, {max(2, units)}, {shape})"
        case "values" if dtype.startswith("float"):
            made = f"random.rand(*{shape})"
        case _:
            made = _classes(shape, 2)
    lines.append(f"y = {made}.astype({dtype!r})")
    if not takes_any_dtype and random.random() < 0.5:
        lines.append("y = tf.constant(y)")
    return lines


def _classes(shape: Sizes, count: int) -> str:
    """Ids of so many classes, not all alike: of such a broadcast would make no difference."""
    return f"random.permutation(np.arange({_size(shape)}) % {count}).reshape({shape})"


def _size(shape: Sizes) -> int:
    size = 1
    for length in shape:
        size *= length
    return size


def _predictions(random: Random, cell: Cell, output: Sizes) -> list[str]:
    lines = [f"p = random.rand(*{(cell[1], *output)}).astype('float32')"]
    return lines + ["p = tf.constant(p)"] * (random.random() < 0.5)


def _model(random: Random, name: str, cell: Cell) -> list[str]:
    """A model with this output, above 0: some losses clip what is below."""
    _, count, output, _ = cell
    units = output[-1] if output else 1
    choices = ["linear", "sigmoid"] + ["softmax"] * ("Binary" not in name and units > 1)
    activation = random.choice(choices)
    kernel = "kernel_initializer=keras.initializers.RandomUniform(0.1, 0.5)"
    layers = [f"keras.layers.Dense({units}, activation={activation!r}, {kernel})"]
    if random.random() < 0.2:
        layers = [
            f"keras.layers.Dense({units}, {kernel})",
            f"keras.layers.Activation({activation!r})",
        ]
    layers += ["keras.layers.Reshape(())"] * (not output)
    sample = (*output[:-1], 2)
    x = f"x = random.rand(*{(count, *sample)}).astype('float32')"
    kind = random.choice(("declared", "declared", "unbuilt", "functional"))
    if kind == "functional":
        calls = ["out = inputs", *(f"out = {layer}(out)" for layer in layers)]
        return [x, f"inputs = keras.Input({sample})", *calls, "model = keras.Model(inputs, out)"]
    first = [f"keras.Input({sample})"] if kind == "declared" else []
    return [x, f"model = keras.Sequential([{', '.join(first + layers)}])"]


def _fed(random: Random, part: str) -> str:
    """A call that compares the labels, and returns the value; `part` is it of several."""
    if random.random() < 0.25 and not part:
        return "model.fit(x, y, verbose=0).history['loss'][0]"
    method = random.choice(("evaluate", "evaluate", "train_on_batch", "test_on_batch"))
    quiet = ", verbose=0" if method == "evaluate" else ""
    data = random.choice(("x, y", "x, y", "y=y, x=x"))
    return f"model.{method}({data}{quiet}){part}"


def _is_softened(name: str, subject: Subject, lines: list[str]) -> bool:
    """Whether a crossentropy of rows takes what sigmoid was given for logits of softmax: it has
    another value than the same one that is called with probabilities."""
    return subject.rows and "Crossentropy" in name and "'sigmoid'" in "".join(lines)


def _verdict(subject: Subject, cell: Cell, right: str, is_open: bool = False) -> list[str]:
    """Lines that compare what was `found` with the value for labels of the proper shape."""
    _, _, output, _ = cell
    proper = {"ids": "p.shape[:-1]", "one id": "p.shape[:1]"}.get(subject.holds, "p.shape")
    is_one = not output or output[-1] == 1
    is_open |= subject.counts or subject.holds == "text" or (subject.rows and is_one)
    if is_open:
        return [f"verdict = np.int64({OPEN})"]
    kind = "int64" if subject.holds != "values" else "float32"
    return [
        f"y = np.asarray(y).astype({kind!r})",
        f"verdict = np.int64({OTHER})",
        f"if y.size == np.prod({proper}):",
        f"    y = y.reshape({proper}); right = None",
        f"    {right if 'right = ' in right else f'right = {right}'}",
        "    found, right = np.mean(found), np.mean(right)",
        "    same = np.isclose(found, right, 2e-5, equal_nan=True)",
        # A mean of differences that all have one sign is the same for all pairs.
        "    is_open = np.isnan(found) or np.all(y >= np.max(p)) or np.all(y <= np.min(p))",
        f"    verdict = np.int64({OTHER} if not same else {OPEN} if is_open else {SAME})",
    ]
