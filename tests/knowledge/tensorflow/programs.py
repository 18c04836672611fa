"""Random one-line uses of TensorFlow: every registered function, all kinds of operands."""

import re
from collections.abc import Sequence
from random import Random

from tests.knowledge.tensorflow.bulk import Program

START = "import numpy as np\nimport tensorflow as tf\n"
DTYPES = ("float16", "float32", "float32", "float64", "float64", "int32", "int64", "uint8", "bool")
SHAPES = ("()", "(3,)", "(3,)", "(2, 3)", "(3, 3)", "(3, 1)", "(0,)", "(1,)", "(2, 3, 3)")
PYTHON = (
    "2", "2.5", "-1", "0", "True", "float('nan')", "float('inf')", "[1.0, 2.0, 3.0]", "[1, 2, 3]",
    "(1, 2, 3)", "[[1, 2, 3], [4, 5, 6]]", "[1, 2.5, 3]", "[True, False, True]",
    "[np.nan, 1.0, 2.0]", "[np.float64(1), np.float32(2), 3]", "300", "2**40", "'text'", "None",
    "[np.ones(3), np.ones(3)]", "[tf.ones(3), tf.ones(3)]", "[np.ones(3), tf.ones(3)]", "[]",
    "[[1, 2], [3]]", "[np.ones(3), np.ones(2)]", "0.5", "[0.5, 1.5, 2.5]",
)  # fmt: skip
ARRAYS = (
    "np.ones({shape}, {dtype!r})", "np.full({shape}, 3, {dtype!r})", "np.zeros({shape}, {dtype!r})",
    "np.random.rand(2, 3)", "np.array([1.0, np.nan, 2.0])", "np.log(np.zeros(3, {dtype!r}))",
    "np.ma.array([1.0, 2.0, 3.0], mask=[False, True, False])", "np.array([1, 2, 300])",
    "np.ma.masked_invalid(np.array([1.0, np.nan, 2.0]))", "np.ma.array([1.0, 2.0, 3.0])",
    "np.arange(3)", "np.linspace(0, 1, 3)", "np.full({shape}, np.nan)", "np.zeros({shape}) - 1",
    "np.array([True, False, True])", "np.array(['a', 'b'])", "np.eye(3, dtype={dtype!r})",
    "np.full({shape}, np.inf, 'float32')", "np.array([0.5, 1.5, 2.5])", "np.full({shape}, 0.5)",
    "np.array([1.0, None, 2.0])", "np.ones({shape}, object)", "np.array(['a', 1], dtype=object)",
    "np.array([[1, 2], [3]], dtype=object)", "np.array(['a', 'b', 'c'], dtype=object)",
    "np.ones({shape}, {dtype!r}).astype(object)", "np.empty(3, object)", "np.arange(3) / 2",
)  # fmt: skip
NUMBERS = ("2", "3", "1", "0", "-1", "np.int64(2)", "len(b.shape)", "2.0", "int(3.0)")
OPERATORS = (
    "+", "-", "*", "/", "//", "%", "**", "@", "==", "!=", "<", "<=", ">", ">=", "&", "|", "^",
)  # fmt: skip

TWO = (
    "add", "subtract", "multiply", "divide", "truediv", "pow", "equal", "not_equal", "greater",
    "greater_equal", "less", "less_equal", "maximum", "minimum", "math.squared_difference",
    "math.floordiv", "math.floormod", "math.divide_no_nan", "math.atan2", "matmul",
)  # fmt: skip
ONE = (
    "abs", "square", "negative", "sqrt", "exp", "sin", "cos", "tanh", "sigmoid", "math.log",
    "math.exp", "math.sqrt", "math.abs", "math.square", "math.tanh", "math.sigmoid", "nn.relu",
    "nn.sigmoid", "nn.tanh", "nn.softmax", "round", "sign", "identity", "stop_gradient",
    "zeros_like", "ones_like", "convert_to_tensor", "constant", "Variable", "acos", "asin", "atan",
    "cosh", "floor", "math.acos", "math.asin", "math.atan", "math.ceil", "math.cos", "math.erf",
    "math.expm1", "math.floor", "math.log1p", "math.log_sigmoid", "math.rsqrt", "math.sin",
    "math.softplus", "nn.elu", "nn.gelu", "nn.log_softmax", "nn.relu6", "nn.selu", "nn.silu",
    "nn.softplus", "nn.swish", "sinh", "tan", "acosh", "asinh", "atanh", "math.acosh", "math.asinh",
    "math.atanh", "math.cosh", "math.lgamma", "math.sinh", "math.tan", "nn.softsign",
    "math.negative",
    "math.sign", "math.softmax", "math.log_softmax", "math.is_nan", "math.is_inf", "math.is_finite",
    "logical_not", "math.logical_not", "nn.leaky_relu", "size", "rank", "shape",
    "linalg.matrix_transpose", "sort", "argsort", "math.top_k", "nn.top_k", "squeeze", "unstack",
    "random.shuffle", "cumsum", "math.cumsum", "math.cumprod", "math.l2_normalize",
    "nn.l2_normalize",
)  # fmt: skip
REDUCTIONS = (
    "reduce_sum", "reduce_mean", "reduce_max", "reduce_min", "reduce_prod", "math.reduce_sum",
    "math.reduce_mean", "math.reduce_max", "math.reduce_min", "math.reduce_std",
    "math.reduce_variance", "reduce_any", "reduce_all", "math.reduce_any", "math.reduce_all",
    "reduce_logsumexp", "math.reduce_logsumexp", "math.reduce_prod", "math.reduce_euclidean_norm",
)  # fmt: skip
CALLS: dict[str, Sequence[str]] = {
    **{name: [f"tf.{name}(a, b)", f"tf.{name}(b, a, name='n')"] for name in TWO},
    **{name: [f"tf.{name}(a)"] for name in ONE},
    **{
        name: [
            f"tf.{name}(a)", f"tf.{name}(a, axis=0)", f"tf.{name}(a, -1)", f"tf.{name}(a, [0, 1])",
            f"tf.{name}(a, axis=-1, keepdims=True)", f"tf.{name}(a, keepdims=True)",
            f"tf.{name}(a, axis=1, keepdims=False)", f"tf.{name}(a, [])", f"tf.{name}(a, (0,))",
        ]
        for name in REDUCTIONS
    },
    **{
        name: [
            f"tf.{name}(a)", f"tf.{name}(a, axis=-1)", f"tf.{name}(a, 0)",
            f"tf.{name}(a, axis=1, output_type=tf.int32)",
        ]
        for name in ("argmax", "math.argmax", "argmin", "math.argmin")
    },
    **{
        name: [f"tf.{name}(a, b)", f"tf.{name}(b, a)", f"tf.{name}(a > 0, b > 0)"]
        for name in (
            "logical_and", "logical_or", "math.logical_and", "math.logical_or", "math.logical_xor"
        )
    },
    **{
        name: [
            f"tf.{name}(a)", f"tf.{name}(a, axis=1)", f"tf.{name}(a, ord=1)",
            f"tf.{name}(a, axis=-1, keepdims=True)",
        ]
        for name in ("norm", "linalg.norm")
    },
    **{
        name: [f"tf.{name}(a, 0)", f"tf.{name}(a, axis=-1)", f"tf.{name}(a, 5)"]
        for name in ("cumsum", "math.cumsum", "math.cumprod")
    },
    **{
        name: [f"tf.{name}(0.0, 1.0, {{n}})", f"tf.{name}(0, 1, num=3)", f"tf.{name}(a, a, 3)"]
        for name in ("linspace", "math.linspace")
    },
    **{
        name: [f"tf.{name}(a)", f"tf.{name}(a, 2)", f"tf.{name}(a, k=5)"]
        for name in ("math.top_k", "nn.top_k")
    },
    **{
        name: [f"tf.{name}([0, 1], b, 1)", f"tf.{name}(a, b, k=2)"]
        for name in ("math.in_top_k", "nn.in_top_k")
    },
    **{
        f"image.{name}": [
            f"tf.image.{name}(i)", f"tf.image.{name}(a)", f"tf.image.{name}(tf.ones({{shape}}))"
        ]
        for name in (
            "flip_left_right", "flip_up_down", "random_flip_left_right", "random_flip_up_down",
            "rgb_to_grayscale", "grayscale_to_rgb", "per_image_standardization", "rot90",
        )
    },
    **{
        f"image.{way}_{what}": [f"tf.image.{way}_{what}(i, {arguments})"]
        for what, adjust, random in (
            ("brightness", "0.1", "0.2"), ("contrast", "2.0", "0.2, 0.5"), ("hue", "0.1", "0.2"),
            ("saturation", "2.0", "0.2, 0.5"),
        )
        for way, arguments in (("adjust", adjust), ("random", random))
    },
    "image.resize": [
        "tf.image.resize(i, (4, 4))", "tf.image.resize(i, [{n}, 3])", "tf.image.resize(a, (4, 4))",
        "tf.image.resize(i, (4, 5), method='nearest')", "tf.image.resize(i, (4, 5), 'bicubic')",
        "tf.image.resize(i, (4, 9), preserve_aspect_ratio=True)",
        "tf.image.resize(i, size=(4, 5), method=tf.image.ResizeMethod.NEAREST_NEIGHBOR)",
    ],
    "image.resize_with_pad": ["tf.image.resize_with_pad(i, 4, {n})"],
    "image.resize_with_crop_or_pad": ["tf.image.resize_with_crop_or_pad(i, 4, {n})"],
    "image.convert_image_dtype": [
        "tf.image.convert_image_dtype(i, {to})", "tf.image.convert_image_dtype(a, tf.float32)",
    ],
    "image.random_crop": ["tf.image.random_crop(i, (3, 3, 3))", "tf.image.random_crop(a, (2,))"],
    "image.crop_to_bounding_box": ["tf.image.crop_to_bounding_box(i, 0, 1, 2, {n})"],
    "nn.softmax_cross_entropy_with_logits": [
        "tf.nn.softmax_cross_entropy_with_logits(labels=a, logits=b)",
        "tf.nn.softmax_cross_entropy_with_logits(b, b)",
        "tf.nn.softmax_cross_entropy_with_logits(b, a, axis=0)",
    ],
    "nn.sparse_softmax_cross_entropy_with_logits": [
        "tf.nn.sparse_softmax_cross_entropy_with_logits(labels=[0, 1], logits=b)",
        "tf.nn.sparse_softmax_cross_entropy_with_logits(a, b)",
        "tf.nn.sparse_softmax_cross_entropy_with_logits(np.zeros((2, 3), int), b)",
    ],
    "nn.sigmoid_cross_entropy_with_logits": [
        "tf.nn.sigmoid_cross_entropy_with_logits(labels=a, logits=b)",
        "tf.nn.sigmoid_cross_entropy_with_logits(b, a)",
    ],
    "nn.conv2d": [
        "tf.nn.conv2d(i, tf.ones((2, 2, 3, 4)), 1, 'SAME')",
        "tf.nn.conv2d(i, np.ones((2, 2, 1, 4), 'float32'), strides=2, padding='VALID')",
        "tf.nn.conv2d(a, tf.ones((2, 2, 3, 4)), 1, padding='SAME')",
        "tf.nn.conv2d(i, b, 1, 'SAME')",
    ],
    "nn.bias_add": ["tf.nn.bias_add(b, a)", "tf.nn.bias_add(b, tf.ones(3))"],
    "linalg.matvec": ["tf.linalg.matvec(a, b)", "tf.linalg.matvec(b, a)", "tf.linalg.matvec(b, b)"],
    **{f"linalg.{name}": [f"tf.linalg.{name}(a)", f"tf.linalg.{name}(b)"]
       for name in ("inv", "cholesky", "det", "trace")},
    "nn.moments": ["tf.nn.moments(a, [0])", "tf.nn.moments(a, axes=[0, 1], keepdims=True)"],
    "nn.dropout": ["tf.nn.dropout(a, 0.5)", "tf.nn.dropout(a, rate=0.2)"],
    "nn.embedding_lookup": ["tf.nn.embedding_lookup(b, a)", "tf.nn.embedding_lookup(a, [0, 1])"],
    "clip_by_value": [
        "tf.clip_by_value(a, 0.0, 1.0)", "tf.clip_by_value(a, 0, 1)", "tf.clip_by_value(a, b, b)",
        "tf.clip_by_value(t, a, 5)",
    ],
    "gather": [
        "tf.gather(a, [0, 1])", "tf.gather(a, b)", "tf.gather(b, a)", "tf.gather(a, 0)",
        "tf.gather(b, [[0, 1]], axis=1)", "tf.gather(b, np.array([0, 1]), axis=-1)",
        "tf.gather(a, [0], batch_dims=1)", "tf.gather(b, [0], axis=5)",
    ],
    "one_hot": [
        "tf.one_hot(a, 3)", "tf.one_hot(a, depth={n})", "tf.one_hot(b, 4, dtype={to})",
        "tf.one_hot([0, 1], 3, axis=0)", "tf.one_hot([0, 1], 3, on_value=5, off_value=1)",
        "tf.one_hot(np.array([0, 1]), np.int64(3))", "tf.one_hot(a, 3, 1.0, 0.0, -1)",
    ],
    "range": [
        "tf.range({n})", "tf.range(5.0)", "tf.range(2, {n})", "tf.range(0, 1, 0.3)",
        "tf.range({n}, dtype={to})", "tf.range(np.int64(3))", "tf.range(5, 0, -2)",
        "tf.range(a)", "tf.range(tf.constant(5, tf.int64))", "tf.range(5, 2)", "tf.range(2, 5.5)",
    ],
    "boolean_mask": [
        "tf.boolean_mask(a, b > 0)", "tf.boolean_mask(b, [True, False])",
        "tf.boolean_mask(a, a > 0)", "tf.boolean_mask(a, np.ones({shape}, bool))",
        "tf.boolean_mask(tf.ones({shape}), tf.ones({shape}, tf.bool))",
        "tf.boolean_mask(b, np.ones(3, bool), axis=1)",
    ],
    "math.confusion_matrix": [
        "tf.math.confusion_matrix(a, a)", "tf.math.confusion_matrix([0, 1], [1, 1])",
        "tf.math.confusion_matrix([0, 2], [1, 1], num_classes=3)",
    ],
    "sequence_mask": ["tf.sequence_mask([1, 2])", "tf.sequence_mask(a, 5)"],
    "squeeze": [
        "tf.squeeze(a)", "tf.squeeze(b, 0)", "tf.squeeze(a, axis=-1)", "tf.squeeze(b, [0, 1])",
    ],
    "tile": [
        "tf.tile(a, [2])", "tf.tile(b, [2, 1])", "tf.tile(a, (1, 2))", "tf.tile(b, [-1])",
        "tf.tile(b, [{n}, 0])",
    ],
    "pad": [
        "tf.pad(a, [[1, 1]])", "tf.pad(b, [[1, 0], [0, 2]])", "tf.pad(a, ((1, 1), (0, {n})))",
        "tf.pad(b, [[0, 0], [1, 1]], 'REFLECT')", "tf.pad(b, [[1, 1]], constant_values=5)",
    ],
    "reverse": ["tf.reverse(a, [0])", "tf.reverse(b, axis=[-1])", "tf.reverse(b, [0, 1])"],
    "roll": ["tf.roll(a, 1, 0)", "tf.roll(b, shift=[1], axis=[0])"],
    "broadcast_to": ["tf.broadcast_to(a, {shape})", "tf.broadcast_to(b, (4, 2, 3))"],
    "split": [
        "tf.split(a, 3)", "tf.split(b, {n}, axis=-1)", "tf.split(b, [1, 2], 0)",
        "tf.split(b, [1, -1], axis=1)", "tf.split(a, num_or_size_splits=2)",
    ],
    "unstack": ["tf.unstack(a)", "tf.unstack(b, axis=1)", "tf.unstack(b, num=3)"],
    "repeat": [
        "tf.repeat(a, 2)", "tf.repeat(b, {n}, axis=0)", "tf.repeat(b, [1, 2], axis=0)",
        "tf.repeat(b, repeats=2, axis=-1)",
    ],
    "sort": ["tf.sort(a)", "tf.sort(b, axis=0)", "tf.sort(a, direction='DESCENDING')"],
    "argsort": ["tf.argsort(a)", "tf.argsort(b, axis=0)", "tf.argsort(a, direction='DESCENDING')"],
    "shape": ["tf.shape(a)", "tf.shape(b, out_type=tf.int64)"],
    "matmul": ["tf.matmul(a, b)", "tf.matmul(a, b, transpose_b=True)", "tf.matmul(a, a)"],
    "tensordot": [
        "tf.tensordot(a, b, 1)", "tf.tensordot(a, b, axes=0)", "tf.tensordot(b, a, 1)",
        "tf.tensordot(b, tf.ones({shape}, b.dtype), 1)", "tf.tensordot(b, b, 2)",
        "tf.tensordot(b, b, [[0], [1]])", "tf.tensordot(b, b, [[0, 1], [1, 0]])",
        "tf.tensordot(b, b, [1, 1])", "tf.tensordot(b, b, [[0, 1], [0]])",
    ],
    "einsum": ["tf.einsum('i,i->', a, b)", "tf.einsum('ij,jk->ik', a, b)", "tf.einsum('...->', a)"],
    "concat": ["tf.concat([a, b], 0)", "tf.concat([a, a], axis=-1)", "tf.concat((b, a), axis=1)"],
    "stack": ["tf.stack([a, b])", "tf.stack((b, a), axis=1)", "tf.stack(a)", "tf.stack([a, a], 0)"],
    "where": [
        "tf.where(a > 0, a, b)", "tf.where(a)", "tf.where(True, a, b)", "tf.where(b, a, a)",
        "tf.where([True, False, True], a, b)", "tf.where(a == a)",
    ],
    "cast": ["tf.cast(a, {to})", "tf.cast(a, dtype={to})"],
    "constant": [
        "tf.constant(a)", "tf.constant(a, {to})", "tf.constant(a, dtype={to}, shape=(3,))",
        "tf.constant(a, shape={shape})", "tf.constant(a, shape=(2, 3))",
    ],
    "convert_to_tensor": [
        "tf.convert_to_tensor(a)", "tf.convert_to_tensor(a, {to})",
        "tf.convert_to_tensor(a, dtype_hint={to})", "tf.convert_to_tensor(value=a, dtype={to})",
    ],
    "Variable": [
        "tf.Variable(a)", "tf.Variable(a, dtype={to})", "tf.Variable(a, trainable=False)",
        "tf.Variable(a, shape=tf.TensorShape(None))", "tf.Variable(initial_value=a, name='v')",
        "tf.Variable(lambda: a)",
    ],
    "reshape": [
        "tf.reshape(a, {shape})", "tf.reshape(a, (-1,))", "tf.reshape(a, [-1, 3])",
        "tf.reshape(a, (3, -1))", "tf.reshape(a, -1)", "tf.reshape(a, [])", "tf.reshape(a, (1, 3))",
        "tf.reshape(a, tf.shape(b))", "tf.reshape(a, b.shape)", "tf.reshape(a, (-1, 0))",
    ],
    "transpose": [
        "tf.transpose(a)", "tf.transpose(a, [1, 0])", "tf.transpose(a, perm=(0, 2, 1))",
        "tf.transpose(a, [])", "tf.transpose(a, conjugate=True)",
    ],
    "expand_dims": [
        "tf.expand_dims(a, 0)", "tf.expand_dims(a, axis=-1)", "tf.expand_dims(a, 1)",
        "tf.expand_dims(a, -2)", "tf.expand_dims(a, 5)",
    ],
    "zeros": ["tf.zeros({shape})", "tf.zeros({shape}, {to})", "tf.zeros(3)", "tf.zeros(a.shape)"],
    "ones": ["tf.ones({shape})", "tf.ones(shape={shape}, dtype={to})", "tf.ones([2, 3])"],
    "zeros_like": ["tf.zeros_like(a)", "tf.zeros_like(a, dtype={to})"],
    "ones_like": ["tf.ones_like(a)", "tf.ones_like(a, {to})"],
    "fill": ["tf.fill({shape}, 2.5)", "tf.fill([2], 7)", "tf.fill({shape}, a)", "tf.fill(3, 1)"],
    "eye": ["tf.eye(3)", "tf.eye(2, 3, dtype={to})", "tf.eye(2, batch_shape=[3])"],
    "random.normal": ["tf.random.normal({shape})", "tf.random.normal([2], dtype={to})"],
    "random.truncated_normal": ["tf.random.truncated_normal({shape}, 1.0, 2.0, {to})"],
    "random.uniform": [
        "tf.random.uniform({shape})", "tf.random.uniform([3], 0, 5, dtype={to})",
        "tf.random.uniform({shape}, maxval=2)", "tf.random.uniform([2], 0, float('inf'))",
    ],
    "Variable.assign": [
        "v.assign(a)", "v.assign(a, use_locking=True)", "v.assign(value=a)",
        "v.assign(np.ones({shape}, v.dtype.as_numpy_dtype))",
    ],
    "Variable.assign_add": [
        "v.assign_add(a)", "v.assign_add(a, read_value=False)",
        "v.assign_add(np.ones({shape}, v.dtype.as_numpy_dtype))",
    ],
    "Variable.assign_sub": ["v.assign_sub(a)"],
    "Tensor.numpy": ["t.numpy()", "v.numpy()", "(t + 0).numpy()"],
    "Tensor.get_shape": ["t.get_shape()", "v.get_shape()", "t.get_shape().rank"],
}  # fmt: skip
"""Public name below `tensorflow` -> calls of it. `t` is a tensor, `v` a variable."""

MIXING = {
    *TWO, "tensordot", "concat", "stack", "Variable.assign", "Variable.assign_add",
    "Variable.assign_sub",
}  # fmt: skip
"""Functions that raise for a float32 and a float64 tensor."""

OTHERS = (
    "-t", "+t", "~t", "-v", "abs(t)", "t[0]", "t[-1]", "t[:1]", "t[..., 0]", "t[0, 1]", "t[None]",
    "t[..., tf.newaxis]", "t[5]", "t[:, 0]", "v[0]", "v[1:]", "t[::-1]", "t[a]", "t[[0, 1]]",
    "t.shape.rank", "t.shape.ndims == 2",
    "t.shape", "t.dtype", "t.ndim", "v.shape", "t.shape[0]", "t.shape[-1]", "t.shape[1:]",
    "v.dtype", "t[t > 0]", "t[np.ones({shape}, bool)]", "t.shape.as_list()", "len(t)",
    "tuple(t.shape)", "t.numpy() / 2",
    "t.numpy() + a", "np.asarray(t)", "np.sum(t)", "np.array(v)", "v.value()", "v.read_value()",
    "t @ t", "tf.shape(t)", "t.get_shape()", "t == None", "t is None", "[t, t]", "t + t", "t * v",
)  # fmt: skip


def random_call(name: str, seed: int) -> Program:
    """A call of one registered function with random operands."""
    random = Random(f"{name} {seed}")
    template = random.choice(CALLS[name])
    return _program(random, template, f"{name} {seed}", both_tensors=name in MIXING)


def random_operation(seed: int) -> Program:
    """An operator between a tensor or variable and anything."""
    random = Random(seed)
    symbol = random.choice(OPERATORS)
    sides = random.choice((("t", "a"), ("a", "t"), ("t", "b"), ("v", "t"), ("t", "v"), ("v", "a")))
    whole = f"{sides[0]} {symbol} {sides[1]}"
    if random.random() < 0.3:
        whole += random.choice((" * 2", " / 255", " + t", " - v", " * np.float32(2)"))
    return _program(random, whole, f"operator {seed}", both_tensors="a" not in whole)


def random_other(seed: int) -> Program:
    """Subscripts, attributes and methods of tensors."""
    random = Random(f"other {seed}")
    return _program(random, random.choice(OTHERS), f"other {seed}", both_tensors=False)


def _program(random: Random, template: str, topic: str, both_tensors: bool) -> Program:
    whole = template.replace("{to}", _target(random)).replace("{shape}", random.choice(SHAPES))
    whole = whole.replace("{n}", random.choice(NUMBERS))
    lines = [f"a = {_operand(random)}", f"b = {_tensor(random)}", f"t = {_tensor(random)}"]
    lines += [f"v = tf.Variable({_tensor(random)})"]
    lines += [f"i = {_image(random)}"] * ("(i" in whole)
    text = START + "\n".join([*lines, f"r = {whole}"]) + "\n"
    return Program(text, ("a", "b", "t", "v", "r"), _mixes(text) if both_tensors else "", topic)


def _mixes(text: str) -> str:
    """What the raising line holds, where float32 and float64 tensors meet for certain."""
    made = dict(line.split(" = ", 1) for line in text.split("\n")[2:-1])
    used = re.findall(r"\b[abtv]\b", made["r"])
    tensors = [made[n] for n in used]
    if not all(t.startswith(("tf.ones", "tf.Variable(tf.ones")) for t in tensors):
        return ""
    wide = ["float64" in t for t in tensors]
    narrow = ["float32" in t for t in tensors]
    return "r = " if any(wide) and any(narrow) and all(map(max, wide, narrow)) else ""


def _target(random: Random) -> str:
    name = random.choice(DTYPES)
    return random.choice((f"tf.{name}", f"{name!r}", f"np.{name}" if name != "bool" else "bool"))


def _operand(random: Random) -> str:
    kind = random.random()
    if kind < 0.25:
        return random.choice(PYTHON)
    if kind < 0.65:
        return random.choice(ARRAYS).format(
            shape=random.choice(SHAPES), dtype=random.choice(DTYPES)
        )
    if kind < 0.75:
        return random.choice(("np.float64(2.5)", "np.float32(2.5)", "np.int64(3)", "np.uint8(3)"))
    if kind < 0.85:
        return f"tf.Variable({_tensor(random)})"
    return _tensor(random)


def _image(random: Random) -> str:
    shape = random.choice(("(5, 5, 3)", "(2, 5, 5, 3)", "(5, 5, 1)", "(2, 5, 5, 1)", "(5, 5)"))
    return f"{random.choice(('np', 'tf'))}.ones({shape}, {random.choice(DTYPES)!r})"


def _tensor(random: Random) -> str:
    return f"tf.ones({random.choice(SHAPES)}, tf.{random.choice(DTYPES)})"
