"""Random programs whose data ndlint cannot know: it reasons with `x.shape[0]` and the like."""

from random import Random

from tests.knowledge.keras.programs import KEEPING, START
from tests.knowledge.tensorflow.bulk import Program

DECLARED = (
    "x.shape[1:]", "x.shape", "(x.shape[0],)", "(x.shape[1],)", "(x.shape[1], 1)", "(len(x),)",
    "x.shape[1:] + (1,)", "(x.shape[1] + 1,)", "(x.shape[1] - 1,)", "(2 * x.shape[1],)",
    "(x.shape[1], x.shape[-1])", "(x.shape[0], x.shape[1])", "(None, x.shape[-1])", "(3,)",
    "(n,)", "(n + 1,)", "x[0].shape", "(x.shape[1], 2)", "(x.size // len(x),)",
)  # fmt: skip
FED = (
    "x", "x[:, :-1]", "x[..., None]", "x.reshape(len(x), -1)", "x.T", "np.concatenate([x, x])",
    "np.concatenate([x, x], axis=1)", "np.ones((x.shape[0], x.shape[1]))", "x[0]", "x[:2]",
    "np.ones((5, x.shape[1] + 1))", "np.ones((x.shape[1], x.shape[0]))", "np.zeros_like(x)",
    "np.expand_dims(x, -1)", "np.ones(x.shape[0])", "np.ones((4, n))", "np.ones((4, n, 1))",
    "np.ones((x.shape[0], 3))", "np.ones((x.shape[0], x.shape[1], 1))", "np.ones((n, 4))",
    "np.ones((x.shape[0], x.shape[1], x.shape[-1]))", "np.ones((4, x.shape[1] - 1))",
    "np.ones((4, n - 1))", "np.ones((7, x.shape[0]))", "np.ones((4, n, x.shape[0]))",
)  # fmt: skip
OTHER = (
    *KEEPING, "layers.Reshape((-1,))", "layers.Reshape((-1, 2))", "layers.Reshape((2, -1))",
    "layers.Conv1D(2, 2)", "layers.Conv1D(2, 2, padding='same')", "layers.MaxPooling1D(2)",
    "layers.LSTM(2)", "layers.LSTM(2, return_sequences=True)", "layers.BatchNormalization()",
    "layers.GlobalMaxPooling1D()", "layers.RepeatVector(2)", "layers.ZeroPadding1D(1)",
    "layers.Cropping1D(1)", "layers.UpSampling1D(2)", "layers.Embedding(9, 2)",
)  # fmt: skip
MODELS = (
    "model = keras.Sequential([keras.Input({declared}), {layers}])",
    "model = keras.Sequential([layers.Dense(2, input_shape={declared}), {layers}])",
    "i = keras.Input({declared})\nh = i\nfor f in [{layers}]:\n    h = f(h)\n"
    "model = keras.Model(i, h)",
)


def symbolic_program(seed: int) -> Program:
    """A model whose input shape is made of unknown sizes, fed with data of unknown size."""
    random = Random(f"symbols {seed}")
    rank = random.choice((1, 2, 2, 2, 3))
    real = tuple(random.choice((1, 2, 3)) for _ in range(rank))
    layers = [random.choice(KEEPING), "layers.Dense(2)", "layers.Flatten()", random.choice(OTHER)]
    stack = random.sample(layers, random.randint(1, 4))
    model = random.choice(MODELS).format(declared=random.choice(DECLARED), layers=", ".join(stack))
    feed = random.choice(("model({fed})", "model.predict({fed}, verbose=0)"))
    text = (
        f"{START}import pickle\n"
        f"x = pickle.loads(pickle.dumps(np.ones({real})))\n"
        f"n = pickle.loads(pickle.dumps({random.randint(1, 3)}))\n"
        f"{model}\nout = {feed.format(fed=random.choice(FED))}\n"
    )
    return Program(text, ("out",), topic=f"symbols, seed {seed}")
