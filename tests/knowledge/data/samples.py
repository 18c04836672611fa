"""Programs that get their data from Keras' data sets and bring it into shape."""

from ndlint.knowledge.keras.pixels import KEEPING, SCALING
from tests.knowledge.tensorflow.bulk import Program

START = (
    "from tests.truth.datasets import replace_downloads\nreplace_downloads()\n"
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
)
LOADS = {
    "mnist": "",
    "fashion_mnist": "",
    "cifar10": "",
    "cifar100": "label_mode='fine'",
    "imdb": "num_words=500",
    "reuters": "",
    "boston_housing": "",
}
"""The data sets of both versions, with arguments that the stand-ins take."""
PARTS = ("x_train", "y_train", "x_test", "y_test")


def loading(name: str, arguments: str) -> Program:
    """One data set: its labels, the shapes, and some of its rows."""
    text = (
        f"(x_train, y_train), (x_test, y_test) = keras.datasets.{name}.load_data({arguments})\n"
        + "".join(f"shape{i} = {p}.shape\nrows{i} = {p}[:4]\n" for i, p in enumerate(PARTS))
    )
    values = [f"{what}{i}" for i in range(4) for what in ("shape", "rows")]
    return Program(START + text, ("y_train", "y_test", *values), topic=name)


def from_module(name: str) -> Program:
    """The module imported from its package."""
    text = f"from tensorflow.keras.datasets import {name}\na, b = {name}.load_data()\ny = b[1]\n"
    return Program(START + text, ("y",), topic=name)


ARRAYS = (
    "np.arange(5)", "np.array([[2], [0], [1]])", "np.array([[0, 1], [1, 3]])", "np.int64(2)",
    "np.zeros((3, 1, 1), int)", "np.array([0, 9], 'uint8')", "np.array([0.0, 1.7])",
    "np.array([-1, 2])", "np.array([True, False])", "np.zeros(1, int)", "np.ones((2, 3), int)",
    "[0, 2, 1]", "3", "tf.constant([0, 2, 1])", "np.random.randint(0, 3, 7)",
    "np.random.randint(0, 3, (7, 1))", "np.array(['0', '1'])", "np.arange(12) % 4",
    "[0, -1, 2]", "np.array([-4, 1])", "[0, None]", "['a', 'b']", "['0', ' 1']",
    "[0.0, float('nan')]", "[[0], [-float('inf')]]", "np.array([0.0, -0.5])", "[]",
    "tf.constant([0, -1, 5])",
    "np.array([-1, -1])", "tf.constant([0.0, 1.7])", "np.array([3.0, 1.0], 'float32')",
)  # fmt: skip


COUNTS = (
    "", ", 4", ", num_classes=10", ", None", ", 0", ", 2.0", ", np.int64(4)", ", np.float64(4)",
    ", num_classes=-2",
)  # fmt: skip


def one_hot(array: str, arguments: str) -> Program:
    """`to_categorical`."""
    text = f"r = keras.utils.to_categorical({array}{arguments})\n"
    return Program(START + text, ("r",), topic="to_categorical")


ROWS = (
    "[[1, 2], [3]]", "[[1, 2], [3], [4, 5, 6]]", "[[[1, 2], [3, 4]], [[5, 6]]]", "[[1.5], [2]]",
    "np.ones((3, 4))", "np.ones((3, 4, 2), int)", "[np.ones(2), np.ones(3)]", "[[], []]", "[]",
    "[np.ones((2, 2)), np.ones((3, 2))]", "np.array([[1, 2], [3]], dtype=object)",
    "keras.datasets.imdb.load_data(num_words=50)[0][0]", "[[1], []]", "np.ones((2, 0))",
    "keras.datasets.reuters.load_data()[1][0]", "((1, 2), (3,))", "[['a', 'b'], ['c']]",
    "[['1', '2'], [' 3 ']]", "['12', '']", "['1a', '7']", "[[1, None], [2]]", "[[1, 2], [None]]",
    "[[1.5, float('nan')], [3]]", "[[float('inf')], [3]]", "[np.array([np.nan, 1.5]), [2]]",
    "[[-3, 500], [70]]", "[[0.2, -0.5], np.array([0.9])]", "[np.array([9, 7], 'uint8'), [-1]]",
    "[np.random.rand(n) for n in (1, 2)]", "[[True], [False, True]]", "[[['x'], ['y']]]",
)  # fmt: skip
PADDINGS = (
    "",
    ", maxlen=3",
    ", 5",
    ", maxlen=2, padding='post'",
    ", 4, 'float32'",
    ", None, value=7",
    ", value=-1.5",
    ", 2, 'float64', value=np.nan",
    ", 1, 'uint8', truncating='post'",
    ", dtype=object",
)


def padded(rows: str, arguments: str) -> Program:
    """`pad_sequences`, by both of its names."""
    home = "keras.utils" if len(arguments) % 2 else "keras.preprocessing.sequence"
    text = f"r = {home}.pad_sequences({rows}{arguments})\n"
    return Program(START + text, ("r",), topic="pad_sequences")


TABLES = (
    "np.ones((3, 4), 'float32')", "np.ones((3, 4))", "np.ones((2, 3, 4), 'uint8')", "np.ones(3)",
    "np.zeros((2, 2), bool)", "np.array([[np.nan, 1.0]])", "np.arange(12).reshape(4, 3)",
    "np.ones((3, 4), 'float16')", "tf.ones((2, 3))", "np.full((2, 2), 1e300)",
)  # fmt: skip


def normalized(table: str, arguments: str) -> Program:
    """`normalize`."""
    text = f"r = keras.utils.normalize({table}{arguments})\n"
    return Program(START + text, ("r",), topic="normalize")


IMAGES = (
    "np.full((2, 3, 3, 3), 200, 'uint8')", "np.full((3, 3, 3), 200.0)", "tf.ones((1, 2, 2, 3))",
    "np.random.rand(2, 3, 3, 3).astype('float32')", "np.zeros((1, 2, 2, 3), bool)",
    "tf.ones((1, 2, 2, 3), tf.uint8)", "np.ones((1, 2, 2, 3), 'float16')",
)  # fmt: skip


def prepared(module: str, image: str) -> Program:
    """`preprocess_input`, and what becomes of the image that it is given."""
    text = f"x = {image}\nr = keras.applications.{module}.preprocess_input(x)\nr = r / 255\n"
    return Program(START + text, ("x", "r"), topic="preprocess_input")


def programs() -> list[Program]:
    """Every one of them."""
    found = [loading(name, arguments) for name, arguments in LOADS.items()]
    found += [from_module("mnist"), from_module("imdb")]
    found += [one_hot(a, more) for a in ARRAYS for more in COUNTS]
    found += [padded(rows, more) for rows in ROWS for more in PADDINGS]
    found += [prepared(m, image) for m in (*SCALING, *KEEPING) for image in IMAGES]
    found += [normalized(t, more) for t in TABLES for more in ("", ", 1", ", axis=0", ", -1, 1")]
    return found
