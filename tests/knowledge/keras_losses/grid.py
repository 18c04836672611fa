"""Programs in which labels meet an output: every pair of shapes, for every loss.

After the call that is judged, a program works out `verdict`: 0, the loss is that of labels
of the proper shape; 1, it is another; 2, there are no such labels to compare with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

Sizes = tuple[int, ...]
OUTPUTS: tuple[Sizes, ...] = (
    (), (1,), (3,), (6,), (1, 1), (1, 3), (3, 1), (3, 3), (5, 1), (5, 3), (6, 1),
    (1, 1, 1), (1, 1, 3), (4, 5, 1), (4, 5, 3),
)  # fmt: skip
"""Sample shapes of outputs; the labels' are more."""
LABELS: tuple[Sizes, ...] = (
    *OUTPUTS, (2,), (5,), (2, 1), (5, 2), (4, 5), (4, 5, 2),
)  # fmt: skip
ROWS = (
    "categorical_crossentropy", "categorical_focal_crossentropy", "kl_divergence",
    "cosine_similarity", "categorical_hinge",
)  # fmt: skip
"""Losses that compare rows: of one unit, they have no proper labels."""
LINEAR = ("mean_absolute_error", "mean_absolute_percentage_error", "hinge")
"""Losses of which the mean over all pairs may be the one over the right pairs."""
SPARSE = "sparse_categorical_crossentropy"
LOSSES = (
    "mean_squared_error", "mean_absolute_error", "huber", "binary_crossentropy", SPARSE, *ROWS,
    "binary_focal_crossentropy", "poisson", "hinge", "squared_hinge", "log_cosh",
    "mean_squared_logarithmic_error", "mean_absolute_percentage_error",
)  # fmt: skip
ALIASES = {"mean_squared_error": "mse", "mean_absolute_error": "MAE", "binary_crossentropy": "bce"}
WITH_ACTIVATIONS = ("binary_crossentropy", SPARSE, *ROWS[:2], "binary_focal_crossentropy")
METHODS = ("evaluate", "evaluate", "fit", "train_on_batch", "test_on_batch", "named", "direct")
DTYPES = ("float32", "float32", "float64", "int64", "int32", "uint8", "bool", "float16")
START = (
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
    "random = np.random.RandomState({seed})\n"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One program: `line` is that of the call that is judged."""

    loss: str
    output: Sizes
    labels: Sizes
    text: str
    line: int


def cells() -> Iterator[tuple[str, str, int, Sizes, Sizes]]:
    """Loss, activation, number of samples, output and labels: the whole grid."""
    for loss in LOSSES:
        activations = ("linear", "sigmoid", "softmax") if loss in WITH_ACTIVATIONS else ("linear",)
        for activation in activations:
            for count in (6, 3):
                for output in OUTPUTS:
                    for labels in LABELS:
                        yield loss, activation, count, output, labels


def case(seed: int, cell: tuple[str, str, int, Sizes, Sizes]) -> Case:
    """The program of one cell; how it is written is drawn."""
    loss, activation, count, output, labels = cell
    random = Random(seed)
    method = random.choice(METHODS)
    lines = START.format(seed=seed).splitlines()
    lines += _labels(random, loss, (count, *labels), output, method == "direct")
    if method == "direct":
        lines.append(f"p = random.rand(*{(count, *output)}).astype('float32')")
        if random.random() < 0.5:
            lines.append("p = tf.constant(p)")
        run = f"loss = np.mean({_direct(random, loss)}(y, p))"
    else:
        lines += _model(random, activation, count, output)
        lines.append(f"loss = {_written(random, loss)}")
        lines.append("optimizer = keras.optimizers.SGD(learning_rate=0.0)")
        lines.append("model.compile(optimizer=optimizer, loss=loss)")
        run = _fed(method)
    line = len(lines) + 1
    compile_again = "" if method == "direct" else "model.compile(optimizer=optimizer, loss=used); "
    proper = "p.shape[:-1]" if loss == SPARSE else "p.shape"
    is_one = not output or output[-1] == 1
    # Rows of one unit have no proper labels; few whole numbers may be alike by chance, and
    # so is the mean of what is linear on either side.
    has_none = (loss in ROWS and is_one) or (count == 3 and "crossentropy" in loss)
    has_none |= loss in LINEAR
    is_bce_of_softmax = "binary" in loss and activation == "softmax"
    lines += [
        run if method == "direct" else f"used = loss; {run}",
        "found = np.float64(loss)",
        f"proper = {proper}"
        if method == "direct"
        else f"p = model.predict(x, verbose=0); proper = {proper}",
        "y = np.asarray(y)",
        f"verdict = np.int64({2 if loss == SPARSE and is_one else 1})",
        f"if y.size == np.prod(proper) and {has_none or is_bce_of_softmax}:",
        "    verdict = np.int64(2)",
        "elif y.size == np.prod(proper):",
        f"    y = y.reshape(proper); {compile_again}{run}",
        "    verdict = np.int64(not np.isclose(found, np.float64(loss), 1e-4, equal_nan=True))",
    ]
    return Case(loss, output, labels, "\n".join(lines) + "\n", line)


def _labels(random: Random, loss: str, shape: Sizes, output: Sizes, is_direct: bool) -> list[str]:
    dtype = random.choice(DTYPES)
    if is_direct or loss == "cosine_similarity":
        dtype = "float32" if loss != SPARSE else "int64"
    if loss == SPARSE:
        # A sparse loss of one unit knows the class 0 only.
        made = f"random.randint(0, {max(1, output[-1] if output else 1)}, {shape})"
    elif "crossentropy" not in loss:
        # Of labels on one side of the output, the mean error is that of their mean.
        dtype = dtype if dtype not in ("uint8", "bool") else "float32"
        made = f"(3 * random.randn(*{shape}))"
    elif dtype.startswith("float"):
        made = f"random.rand(*{shape})"
    else:
        made = f"random.randint(0, 2, {shape})"
    return [f"y = {made}.astype({dtype!r})"] + ["y = tf.constant(y)"] * (
        is_direct and random.random() < 0.5
    )


def _model(random: Random, activation: str, count: int, output: Sizes) -> list[str]:
    """A model with this output; a rank of 1 comes from Reshape."""
    sample = (*output[:-1], 2)
    units = output[-1] if output else 1
    given = random.choice(
        (
            f"activation={activation!r}",
            f"{activation!r}",
            f"activation=keras.activations.{activation}",
        )
    )
    # Outputs above 0: some losses clip what is below.
    kernel = "kernel_initializer=keras.initializers.RandomUniform(0.1, 0.5)"
    layers = [f"keras.layers.Dense({units}, {given}, {kernel})"]
    if random.random() < 0.2:
        layers = [
            f"keras.layers.Dense({units}, {kernel})",
            f"keras.layers.Activation({activation!r})",
        ]
    if not output:
        layers.append("keras.layers.Reshape(())")
    x = f"x = random.rand(*{(count, *sample)}).astype('float32')"
    kind = random.choice(("declared", "declared", "unbuilt", "functional"))
    if kind == "functional":
        calls = ["out = inputs", *(f"out = {layer}(out)" for layer in layers)]
        return [x, f"inputs = keras.Input({sample})", *calls, "model = keras.Model(inputs, out)"]
    first = [f"keras.Input({sample})"] if kind == "declared" else []
    return [x, f"model = keras.Sequential([{', '.join(first + layers)}])"]


def _written(random: Random, loss: str) -> str:
    """The loss as an argument of `compile`."""
    ways = [repr(loss), repr(loss), f"keras.losses.{class_name(loss)}()", repr(class_name(loss))]
    if loss in ALIASES:
        ways.append(repr(ALIASES[loss]))
    return random.choice(ways)


def _direct(random: Random, loss: str) -> str:
    """The loss as it is called; some functions are not in every Keras."""
    made = f"keras.losses.{class_name(loss)}()"
    return random.choice((made, made, f"keras.losses.{loss}" if loss == SPARSE else made))


def class_name(loss: str) -> str:
    """The loss class of a function."""
    return "KLDivergence" if loss == "kl_divergence" else loss.title().replace("_", "")


def _fed(method: str) -> str:
    match method:
        case "fit":
            return "loss = model.fit(x, y, verbose=0).history['loss'][0]"
        case "named":
            return "loss = model.evaluate(y=y, x=x, verbose=0)"
    quiet = ", verbose=0" if method == "evaluate" else ""
    return f"loss = model.{method}(x, y{quiet})"


METRICS = (
    "'mse'", "'MAE'", "'mean_squared_error'", "'binary_crossentropy'", "'poisson'", "'hinge'",
    "'sparse_categorical_crossentropy'", "'categorical_crossentropy'", "'cosine_similarity'",
    "keras.metrics.Precision()", "keras.metrics.Recall(name='r')", "keras.metrics.AUC()",
    "keras.metrics.TruePositives()", "'AUC'", "keras.metrics.MeanSquaredError()",
    "keras.metrics.SparseCategoricalCrossentropy()", "'accuracy'", "'categorical_accuracy'",
    "keras.metrics.Precision(top_k=1)", "keras.metrics.BinaryAccuracy()",
)  # fmt: skip


def metric_case(seed: int) -> Case:
    """A program with a loss that takes any labels, and a metric that may not."""
    random = Random(seed)
    metric = random.choice(METRICS)
    output, labels = random.choice(OUTPUTS[1:]), random.choice(LABELS)
    count = random.choice((3, 6))
    most = output[-1] if "sparse" in metric.lower() else 2
    lines = START.format(seed=seed).splitlines()
    lines += _model(random, random.choice(("linear", "sigmoid", "softmax")), count, output)
    lines += [
        f"y = random.randint(0, {most}, {(count, *labels)})",
        "def none(y_true, y_pred):\n    return 0.0 * tf.reduce_mean(y_pred)",
        f"model.compile(optimizer='sgd', loss=none, metrics=[{metric}])",
        "model.evaluate(x, y, verbose=0)",
    ]
    text = "\n".join(lines) + "\n"
    return Case(metric, output, labels, text + "verdict = np.int64(2)\n", text.count("\n"))
