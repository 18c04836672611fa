"""Random programs of functions of `keras.ops`: on arrays and tensors, in a `tf.function`, and on
symbolic tensors of a functional model.

Tensors and numbers of all dtypes meet; each result is an operand of what comes after it.
"""

from random import Random

from tests.knowledge.tensorflow.bulk import Program

BOTH = (
    "add", "subtract", "multiply", "divide", "true_divide", "divide_no_nan", "floor_divide", "mod",
    "power", "maximum", "minimum", "equal", "not_equal", "greater", "greater_equal", "less",
    "less_equal", "logical_and", "logical_or", "logical_xor", "matmul", "dot", "inner", "outer",
)  # fmt: skip
ONE = (
    "abs", "absolute", "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctanh", "ceil",
    "copy", "cos", "cosh", "elu", "erf", "exp", "exp2", "expm1", "floor", "gelu", "hard_sigmoid",
    "isfinite", "isinf", "isnan", "leaky_relu", "log", "log10", "log1p", "log2", "log_sigmoid",
    "logical_not", "nan_to_num", "negative", "ravel", "relu", "relu6", "round", "rsqrt", "selu",
    "shape", "sigmoid", "sign", "silu", "sin", "sinh", "softplus", "softsign", "sqrt", "square",
    "squareplus", "stop_gradient", "swish", "tan", "tanh", "tanh_shrink", "trunc",
)  # fmt: skip
REDUCTIONS = (
    "all", "amax", "amin", "any", "argmax", "argmin", "count_nonzero", "logsumexp", "max", "mean",
    "median", "min", "norm", "prod", "std", "sum", "var",
)  # fmt: skip
CALLS: dict[str, tuple[str, ...]] = {
    **{name: (f"ops.{name}(a, b)", f"ops.{name}(b, a)", f"ops.{name}(a, {{n}})") for name in BOTH},
    **{name: (f"ops.{name}(a)",) for name in ONE},
    **{
        name: (
            f"ops.{name}(a)", f"ops.{name}(a, axis={{axis}})", f"ops.{name}(a, axis=-1)",
            f"ops.{name}(a, axis=-1, keepdims=True)", f"ops.{name}(a, keepdims=True)",
        )
        for name in REDUCTIONS
    },
    **{
        name: (f"ops.{name}(a)", f"ops.{name}(a, axis={{axis}})", f"ops.{name}(a, axis=-1)")
        for name in ("cumsum", "cumprod", "flip", "normalize", "squeeze")
    },
    **{
        name: (f"ops.{name}(a)", f"ops.{name}(a, axis=-1)", f"ops.nn.{name}(a, axis=0)")
        for name in ("softmax", "log_softmax")
    },
    **{name: (f"ops.{name}(a)", f"ops.{name}(a, axis=-1)") for name in ("sort", "argsort")},
    **{
        name: (f"ops.{name}(a)", f"ops.{name}(a, dtype='{{to}}')")
        for name in ("zeros_like", "ones_like")
    },
    **{
        name: (f"ops.{name}({{shape}})", f"ops.{name}({{shape}}, '{{to}}')", f"ops.{name}(3)")
        for name in ("zeros", "ones", "empty")
    },
    **{name: (f"ops.{name}(a)", f"ops.{name}(a, k=1)") for name in ("tril", "triu")},
    **{
        name: (f"ops.{name}([a, b])", f"ops.{name}([a, a])", f"ops.{name}([b, a, a])")
        for name in ("vstack", "hstack")
    },
    **{
        name: (
            f"ops.{name}([a, b])", f"ops.{name}([a, b], axis=1)", f"ops.{name}([b, a], axis=-1)",
            f"ops.{name}([a, a], axis={{axis}})", f"ops.{name}([a])",
        )
        for name in ("concatenate", "stack")
    },
    "arange": (
        "ops.arange(5)", "ops.arange({n})", "ops.arange(1, 9, 2)", "ops.arange(1, 4, dtype='{to}')",
        "ops.arange(0.0, 1.0, 0.25)", "ops.arange(np.int64(4))", "ops.arange(3, 1)",
    ),
    "broadcast_to": ("ops.broadcast_to(a, {shape})", "ops.broadcast_to(a, (2, 2, 3))"),
    "cast": ("ops.cast(a, '{to}')", "ops.cast(a, tf.{to})", "ops.cast(a, float)"),
    "clip": ("ops.clip(a, 0, 1)", "ops.clip(a, 0.0, 1.0)", "ops.clip(a, b, 2)"),
    "convert_to_numpy": ("ops.convert_to_numpy(a)",),
    "convert_to_tensor": (
        "ops.convert_to_tensor(a)", "ops.convert_to_tensor(a, '{to}')",
        "ops.convert_to_tensor(a, dtype='{to}')", "ops.convert_to_tensor([1, 2])",
        "ops.convert_to_tensor([0.5, 2])",
    ),
    "diagonal": ("ops.diagonal(a)", "ops.diagonal(a, axis1=0, axis2=-1)", "ops.diagonal(a, 1)"),
    "einsum": (
        "ops.einsum('ij,jk->ik', a, b)", "ops.einsum('ij->ji', a)", "ops.einsum('ij,ij->i', a, b)",
        "ops.einsum('bij,jk->bik', a, b)", "ops.einsum('...i->...', a)",
        "ops.einsum('bij,bkj->bik', a, b)",
    ),
    "expand_dims": (
        "ops.expand_dims(a, {axis})", "ops.expand_dims(a, -1)", "ops.expand_dims(a, axis=0)",
        "ops.expand_dims(a, (0, -1))",
    ),
    "eye": ("ops.eye(3)", "ops.eye(2, dtype='{to}')"),
    "full": ("ops.full({shape}, 2)", "ops.full({shape}, 0.5, '{to}')", "ops.full((2,), {n})"),
    "identity": ("ops.identity(3)",),
    "moveaxis": ("ops.moveaxis(a, 0, -1)", "ops.moveaxis(a, {axis}, 1)"),
    "one_hot": (
        "ops.one_hot(a, 4)", "ops.one_hot(ops.cast(a, 'int32'), 3)", "ops.one_hot(a, 4, axis=0)",
        "ops.one_hot(a, 4, dtype='{to}')",
    ),
    "pad": (
        "ops.pad(a, 1)", "ops.pad(a, [[1, 1], [0, 2]])", "ops.pad(a, ((0, 0), (1, 1)), 'reflect')",
        "ops.pad(a, [[1, 1], [0, 0], [2, 2]])",
    ),
    "repeat": ("ops.repeat(a, 2)", "ops.repeat(a, 2, axis={axis})", "ops.repeat(a, 3, axis=-1)"),
    "reshape": (
        "ops.reshape(a, (-1, 3))", "ops.reshape(a, {shape})", "ops.reshape(a, (-1,))",
        "ops.reshape(a, [3, -1])", "ops.reshape(a, (2, -1, 1))", "ops.reshape(a, (-1, 4))",
    ),
    "roll": ("ops.roll(a, 1)", "ops.roll(a, 1, axis=-1)"),
    "split": (
        "ops.split(a, 2)[0]", "ops.split(a, 3, axis=-1)[1]", "ops.split(a, [1], axis={axis})[1]",
        "ops.split(a, [1, 2], axis=-1)[2]",
    ),
    "swapaxes": ("ops.swapaxes(a, 0, -1)", "ops.swapaxes(a, {axis}, 1)"),
    "take": (
        "ops.take(a, [0, 1], axis=0)", "ops.take(a, 0, axis={axis})", "ops.take(a, [[0, 0]])",
        "ops.take(a, np.array([0, 1]), axis=-1)",
    ),
    "tensordot": (
        "ops.tensordot(a, b, axes=1)", "ops.tensordot(a, b, [[1], [0]])", "ops.tensordot(a, b)",
    ),
    "tile": ("ops.tile(a, 2)", "ops.tile(a, (2, 1))", "ops.tile(a, [1, 2, 1])"),
    "transpose": (
        "ops.transpose(a)", "ops.transpose(a, (1, 0))", "ops.transpose(a, axes=[0, 2, 1])"
    ),
    "unstack": ("ops.unstack(a)[0]", "ops.unstack(a, axis=-1)[1]", "ops.unstack(a, axis=1)[0]"),
    "where": ("ops.where(a, a, b)", "ops.where(a > 0, a, {n})", "ops.where(b > 0, 0, a)"),
}  # fmt: skip
"""Name below `keras.ops` -> calls of it, with `a` and `b` for tensors."""
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "@", "<", ">=")
OTHERS = ("a {operator} b", "a {operator} {n}", "-a", "a[..., None]", "a[0]", "a[:, 0]", "a[:, 1:]")
DTYPES = ("float32", "float32", "float32", "float64", "float16", "int32", "int64", "uint8", "bool")
SHAPES = ("(2, 3)", "(2, 3)", "(3,)", "(3, 2)", "(2, 2, 3)", "(2, 1)", "()", "(4, 3)", "(1, 3)")
NUMBERS = ("2", "0.5", "3", "-1", "True", "np.float32(2)", "np.int64(2)")
AXES = ("0", "1", "-1", "-2", "2")
MADE = (
    "tf.ones({shape}, '{to}')", "tf.constant(np.full({shape}, 3, '{to}'))",
    "np.ones({shape}, '{to}')", "np.full({shape}, 2, '{to}')", "np.full({shape}, 0.5)",
    "np.arange(3)", "tf.Variable(tf.ones({shape}, '{to}'))", "[1.0, 2.0, 3.0]", "2", "1.5",
)  # fmt: skip
SYMBOLS = (
    "keras.Input({shape}, dtype='{to}')", "keras.Input({shape})",
    "keras.KerasTensor({shape}, '{to}')",
    "keras.Input(batch_shape=(2, 3), dtype='{to}')", "keras.Input((3,))", "keras.Input((None, 3))",
)  # fmt: skip
WAYS = ("eager", "graph", "symbols")
START = "import numpy as np\nimport tensorflow as tf\nimport keras\nfrom keras import ops\n"
MOST = 6


def program(seed: int, name: str | None = None) -> Program:
    """A program whose results are `r0`, `r1`, …; each third is eager, makes a graph, is symbolic.

    `name`: of the function that the first line calls.
    """
    random = Random(f"ops {seed} {name}")
    way = WAYS[seed % 3]
    usual = (random.choice(DTYPES), random.choice(SHAPES))
    lines = [f"{x} = {_made(random, way, *usual)}" for x in "abc"]
    names, body = ["a", "b", "c"], []
    count = 1 if name else random.randint(2, MOST)
    for number in range(count):
        body.append(f"r{number} = {_statement(random, names, name)}")
        names += [f"r{number}"] * 2
    made = [f"r{number}" for number in range(count)]
    if way == "graph":
        inside = "\n".join(f"    {line}" for line in body)
        results = ", ".join(made)
        lines += ["@tf.function", "def f(a, b, c):", inside, f"    return [{results}]"]
        lines.append(f"[{results}] = f(a, b, c)")
    else:
        lines += body
    return Program(START + "\n".join(lines) + "\n", tuple(made), topic=f"{way} {seed} {name}")


def _made(random: Random, way: str, dtype: str, shape: str) -> str:
    if random.random() < 0.2:
        dtype = random.choice(DTYPES)
    if random.random() < 0.3:
        shape = random.choice(SHAPES)
    makers = SYMBOLS if way == "symbols" and random.random() < 0.8 else MADE
    return random.choice(makers).format(shape=shape, to=dtype)


def _statement(random: Random, names: list[str], name: str | None) -> str:
    if name is None and random.random() < 0.2:
        template = random.choice(OTHERS)
    else:
        template = random.choice(CALLS[name or random.choice(sorted(CALLS))])
    for field, choices in (
        ("to", DTYPES), ("shape", SHAPES), ("n", NUMBERS), ("axis", AXES), ("operator", OPERATORS),
    ):  # fmt: skip
        template = template.replace("{" + field + "}", random.choice(choices))
    stand = {"a": random.choice(names), "b": random.choice(names)}
    return _renamed(template, stand)


def _renamed(text: str, stand: dict[str, str]) -> str:
    """The call with other operands in the places of a and b."""
    out, word = [], ""
    for letter in f"{text} ":
        if letter.isalnum() or letter in "_'":
            word += letter
            continue
        out += [stand.get(word, word), letter]
        word = ""
    return "".join(out).strip()
