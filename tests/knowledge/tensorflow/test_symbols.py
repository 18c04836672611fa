"""Who takes which tensor: what ndlint says of a program against what TensorFlow and Keras do."""

import pytest

from ndlint.analysis import analyse
from ndlint.findings import Effect
from ndlint.knowledge.tensorflow.attributes import INSTEAD, LACKING, OF_DATASETS, OF_SYMBOLS
from ndlint.knowledge.tensorflow.symbols import (
    ALIKE,
    JOINING,
    OF_BOTH,
    OF_KERAS,
    OF_NUMPY,
    OF_TENSORFLOW,
    UNLIKE,
)
from ndlint.source.text import parse
from ndlint.target import Target
from tests.truth.reality import Reality

START = (
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
    "tf.autograph.set_verbosity(0)\nx = np.ones((8, 4), 'float32')\nt = tf.constant(x)\n"
    "v = tf.Variable(x)\nds = tf.data.Dataset.from_tensor_slices(x)\ni = keras.Input((4,))\n"
)
FUNCTION = "@tf.function{how}\ndef f(a, b=1):\n    c = tf.abs(a)\n    return {body}\nf({given})\n"
LAYER = "class Own(keras.layers.Layer):\n    def call(self, a):\n        return {body}\n{used}\n"
MODEL = (
    "class Own(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
    "        self.dense = keras.layers.Dense(1)\n    def call(self, a):\n"
    "        return self.dense({body})\nmodel = Own()\nmodel.compile('sgd', 'mse'{how})\n{used}\n"
)
LOSS = (
    "def loss(y, p):\n    {body}\n    return tf.reduce_mean((y - p) ** 2)\n"
    "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
    "model.compile('sgd', loss)\n{used}\n"
)
METRIC = (
    "def metric(y, p):\n    {body}\n    return tf.reduce_mean(p)\n"
    "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
    "model.compile('sgd', 'mse', metrics=[{metrics}])\n{used}\n"
)
FIT, CALL = "model.fit(x, x[:, :1], verbose=0)", "Own()(i)"
EAGER = "tf.config.run_functions_eagerly(True)\n"


def function(body: str, given: str = "t", how: str = "") -> str:
    """A program with a `tf.function` that returns this of its argument a."""
    return FUNCTION.format(body=body, given=given, how=how)


STORE = "def f(a):\n    made = np.zeros(4, {dtype})\n    made{at} = a{at}\n    return a\n"

FAILS = (
    STORE.format(at="[0]", dtype="'float32'") + "tf.function(f)(t[0])\n",
    STORE.format(at="[:2]", dtype="int") + "ds.map(f)\n",
    *(function(body) for body in (
        "np.sqrt(a)", "np.mean(c)", "np.dot(np.ones((2, 8)), c)", "np.stack([a, c])", "a.numpy()",
        "c[0].numpy()", "np.where(a > 0, 1, 0)", "a.reshape((4, 8))", "c.T",
        "tf.zeros(3).astype(int)",         "np.array([c, c])", "np.maximum(0, a)", "np.float32(a)",
    )),
    function("np.sqrt(a)", "x"), function("np.mean(a)", "a=x"), function("a.mean()", "x"),
    function("np.sqrt(b)", "t, np.float32(2)"),
    function("np.sqrt(a[0])", "[x]"), function("np.sqrt(a)", how="(autograph=False)"),
    "tf.function(lambda a: np.sqrt(a))(x)\n", "tf.function(lambda a: np.sqrt(a['k']))({'k': x})\n",
    "def f(a):\n    return a.numpy()\ng = tf.function(f, jit_compile=True)\ng(x)\n",
    "@tf.function\ndef g(a):\n    return np.exp(a)\n" + function("g(a)"),
    "ds.map(lambda a: np.sqrt(a))\n", "ds.map(lambda a: a.numpy())\n",
    "ds.filter(lambda a: np.all(a > 0))\n", "ds.batch(2).map(lambda a: a.reshape(-1))\n",
    LAYER.format(body="np.sqrt(a)", used=CALL), LAYER.format(body="a.numpy()", used=CALL),
    LAYER.format(body="a * 2 / a.max()", used=CALL), LAYER.format(body="a.sum()", used="Own()(x)"),
    *(MODEL.format(body=body, how="", used=used) for body, used in (
        ("np.sqrt(a)", FIT), ("np.sqrt(a)", "model.predict(x, verbose=0)"), ("a.numpy()", FIT),
        ("a.astype('float32')", "model(x)"),
    )),
    *(LOSS.format(body=body, used=used) for body, used in (
        ("np.sqrt(p)", FIT), ("y.numpy()", FIT), ("np.mean(y)", "model.evaluate(x, x[:, :1])"),
        ("p.flatten()", "model.train_on_batch(x, x[:, :1])"),
    )),
    METRIC.format(body="np.sqrt(p)", metrics="metric", used=FIT),
    METRIC.format(body="y.numpy()", metrics="'mae', metric", used="model.evaluate(x, x[:, :1])"),
    "np.sqrt(i)\n", "np.array(i)\n", "i.numpy()\n", "np.concatenate([i, i])\n", "i.astype(int)\n",
    "np.mean(keras.layers.Dense(2)(i))\n", "keras.layers.Dense(2)(i).T\n", "i[0] = 1\n",
    "t[0] = 0\n", "v[0] = 0\n", "v[0] += 1\n", "t[0, 1] += 1\n", "for a in ds:\n    a[0] = 1\n",
    "for a in ds.batch(2):\n    a.flatten()\n", "keras.layers.Dense(2)(x).mean()\n", "v.copy()\n",
    "ds.shape\n", "ds.batch(4).dtype\n", "ds.mean()\n", "(t + 1).tolist()\n",
    "tf.reduce_sum(t).item()\n",
)  # fmt: skip
"""Programs that fail on both Kerases."""
FAILS_ON_3 = (
    "x * i\n", "np.float32(2) * i\n", "x @ keras.layers.Dense(8)(i)\n", "x - i\n",
    "tf.reduce_mean(i)\n", "tf.concat([i, i], 1)\n", "tf.nn.relu(keras.layers.Dense(2)(i))\n",
    "tf.matmul(tf.ones((4, 4)), i)\n", "tf.cast(i, tf.int32)\n", "tf.math.reduce_std(i, axis=1)\n",
    "tf.reduce_mean(input_tensor=i)\n",
)  # fmt: skip
"""Programs that fail on Keras 3 only."""
RUNS = (
    STORE.format(at="[0]", dtype="object") + "tf.function(f)(t[0])\n",
    STORE.format(at="[0]", dtype="'float32'") + "f(t[0])\n",
    *(function(body) for body in (
        "a * np.sqrt(2.0)", "np.shape(a)[0] * a", "np.ndim(a) * a", "np.ones(4) * a",
        "tf.sqrt(a) * np.prod(a.shape)", "np.sqrt(x) * a", "np.mean(t) * a", "t.numpy() * a",
        "np.isscalar(a)", "tf.numpy_function(np.sqrt, [a], tf.float32)", "a * np.sqrt(b)",
        "tf.py_function(lambda z: np.sqrt(z.numpy()), [a], tf.float32)",
        "a if np.array_equal(a, a) else c", "np.float64(2) * a", "len(a)",
    )),
    EAGER + function("np.sqrt(a)"), EAGER + function("a.numpy()"),
    EAGER + function("a.mean()", "x").replace("tf.abs(a)", "np.abs(a)"),
    function("a + tf.ones(4)", "x.astype('float64')", "(input_signature=[tf.TensorSpec([8, 4])])"),
    function("a + 1", "x") + "np.sqrt(f(x)), f(x).numpy()\n",
    "for a in ds.map(tf.sqrt):\n    np.sqrt(a), a.numpy()\n",
    "for a in ds.batch(2).map(lambda a: tf.abs(a) * np.sqrt(2)):\n    np.mean(a)\n",
    LAYER.format(body="np.sqrt(a)", used="Own()(x)"), LAYER.format(body="tf.sqrt(a)", used=CALL),
    LAYER.format(body="a * np.sqrt(a.shape[-1])", used=CALL),
    LAYER.format(body="a if a.shape[0] is None else a.numpy()", used=CALL + "\nOwn()(x)"),
    LAYER.format(body="a.numpy() if tf.executing_eagerly() else a", used=CALL + "\nOwn()(x)"),
    MODEL.format(body="tf.constant(a.numpy())", how=", run_eagerly=True", used="model.predict(x)"),
    MODEL.format(body="a", how="", used=FIT + "\nnp.sqrt(model(x)), model(x).numpy()"),
    METRIC.format(body="np.sqrt(p.shape[-1])", metrics="metric", used=FIT),
    METRIC.format(body="np.sqrt(p)", metrics="metric", used="model.predict(x, verbose=0)"),
    METRIC.format(body="np.sqrt(p)", metrics="'mae'", used=FIT + "\nmetric(t, t)"),
    LOSS.format(body="np.sqrt(2.0)", used=FIT), LOSS.format(body="p.shape, p.dtype", used=FIT),
    "np.array_equal(i, i)\n", "np.shape(i)\n", "i.shape, i.dtype\n", "i * x[0]\n",
    "i + np.float32(2)\n", "tf.ones(4) * i\n", "tf.is_tensor(i)\n",
    "keras.activations.relu(i)\n", "v[0].assign(x[0])\n",
    "t.shape, t.dtype, t.ndim, t.numpy().T, v.shape\n", "getattr(t, 'T', None)\n",
    "hasattr(t, 'reshape') and t.reshape(4)\n", "ds.take(2).repeat(2)\n", "ds.element_spec.shape\n",
    "try:\n    t.reshape(4)\nexcept AttributeError:\n    pass\n",
    "b = t.numpy() if hasattr(t, 'numpy') else t\nb.mean()\n", "x[0] = t[0]\n",
    "np.sqrt(v), np.mean(t)\n",     "a = x if len(x) else t\na.mean()\n",
)  # fmt: skip
"""Programs that run on both Kerases."""
RUNS_ON_3 = ("i.reshape((2, 2))\n", "i.squeeze()\n", "keras.ops.mean(i)\n", "np.squeeze(i)\n")
"""Programs that run on Keras 3 only."""


def claims_crash(program: str, keras: int) -> bool:
    """Whether ndlint says that the program certainly fails."""
    found = analyse(parse("program.py", program), Target(keras=keras))
    return any(f.effect is Effect.CRASH and f.certainty.value == "certain" for f in found)


@pytest.mark.parametrize("program", [*FAILS, *FAILS_ON_3])
def test_what_fails_is_found(program: str, keras: int, real: Reality) -> None:
    outcome = real.run(START + program)
    assert outcome.ok is (keras == 2 and program in FAILS_ON_3), outcome
    assert claims_crash(START + program, keras) is not outcome.ok, outcome


@pytest.mark.parametrize("program", [*RUNS, *RUNS_ON_3])
def test_what_runs_is_left_alone(program: str, keras: int, real: Reality) -> None:
    outcome = real.run(START + program)
    if keras == 3 or program in RUNS:
        assert outcome.ok, outcome
        found = analyse(parse("program.py", START + program), Target(keras=keras))
        assert not [f for f in found if f.effect is Effect.CRASH and f.certainty.value == "certain"]


ARGUMENTS = "((), (0,), (1,), (1, 1), ((2, 2),), (0, 1), (x,), (x[0],), ('float32',), (1.0, 2.0))"
TRIED = """
def tried(function, *before):
    ran, refused = [], False
    for rest in {arguments}:
        try:
            function(*before, *rest)
        except Exception as error:
            refused |= any(word in str(error) for word in {words})
        else:
            ran.append(rest)
    return refused and not ran
def found(path, root):
    for part in path.split("."):
        root = getattr(root, part, None)
    return root
"""
WORDS = ("symbolic", "KerasTensor", "no attribute 'numpy'")


def trying(arguments: str = ARGUMENTS) -> str:
    """A program's beginning, with `tried`: whether a function refuses what stands `before`."""
    return START + TRIED.format(arguments=arguments, words=WORDS)


def test_numpy_takes_no_symbols(keras: int, real: Reality) -> None:
    names = sorted(OF_NUMPY - JOINING)
    program = trying() + (
        f"names, both = {names}, {sorted(OF_BOTH)}\nwrong = []\n"
        "def look(s):\n"
        "    known = {n: found(n, np) for n in names}\n"
        "    wrong.extend(n for n, f in known.items() if f and not tried(f, s))\n"
        "    wrong.extend(n for n in both if known.get(n) and not tried(known[n], x[:4], s)\n"
        "                 and not tried(known[n], 1.0, s))\n"
        f"    joins = {sorted(JOINING)}\n"
        "    wrong.extend(n for n in joins if not tried(getattr(np, n), [s, s]))\n"
        "    return s\n"
        "tf.function(look, autograph=False)(t[:4])\nlook(i)\nprint(wrong)\n"
    )
    outcome = real.run(program, shows="wrong == []")
    assert outcome.ok, outcome
    assert outcome.shows, real.run(program + "raise ValueError(wrong)\n").said


def test_tensorflow_takes_no_symbols_of_keras_3(reality: Reality) -> None:
    more = (
        "((), (1,), (0,), ('float32',), ((-1,),), (s,), (1, 1), (0., 1.), ((1, 1),), ([2, 2],), "
        "(tf.ones((1, 1, 3, 2)), 1, 'SAME'), (2, 2, 'SAME'), ([[0, 0]] * 4,), (t[0, :3],), "
        "(t[0, :3], 1), (tf.ones((1, 1, 3, 2)), (1, 1, 1, 1), 'SAME'), (s, s), (s, 1))"
    )
    program = trying(more) + (
        "s = keras.Input((4, 4, 3))\n"
        f"names = {sorted(name.partition('.')[2] for name in OF_TENSORFLOW)}\n"
        "wrong = [n for n in names if not tried(found(n, tf), s)]\n"
        "still = [n for n in wrong if not tried(found(n, tf), [s, s])]\n"
    )
    outcome = reality.run(program, shows="still == []")
    assert outcome.ok, outcome
    assert outcome.shows, reality.run(program + "raise ValueError(still)\n").said


def test_tensors_lack_what_is_told(keras: int, real: Reality) -> None:
    has = OF_SYMBOLS if keras == 3 else frozenset()
    program = START + (
        f"lacking, symbols, sets = {sorted(LACKING)}, {sorted(has)}, {sorted(OF_DATASETS)}\n"
        "layer = keras.layers.Dense(2)\nlayer.build((None, 4))\n"
        "all_of_them = (t, v, layer.kernel, t > 0, i, ds)\n"
        "wrong = [(type(o).__name__, n) for o in all_of_them for n in lacking\n"
        "         if hasattr(o, n) and n not in (symbols if o is i else sets if o is ds else ())]\n"
        "missing = [n for n in symbols if not hasattr(i, n)]\n"
        "wrong += tf.function(lambda a: [n for n in lacking if hasattr(a, n)])(t)\n"
    )
    outcome = real.run(program, shows="not wrong and not missing")
    assert outcome.ok and outcome.shows, outcome


def test_advice_names_functions_that_exist(reality: Reality) -> None:
    of_keras = {*ALIKE, *OF_KERAS.values(), *INSTEAD.values(), *(k for _, k in UNLIKE.values())}
    of_tensorflow = {*ALIKE, *OF_KERAS, *(name for name, _ in UNLIKE.values())}
    program = trying() + (
        f"wrong = [n for n in {sorted(of_keras)} if not found(n, keras.ops)]\n"
        f"wrong += [n for n in {sorted(of_tensorflow)} if not found(n, tf)]\n"
    )
    outcome = reality.run(program, shows="wrong == []")
    assert outcome.shows, reality.run(program + "raise ValueError(wrong)\n").said
