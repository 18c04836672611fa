"""Random programs of several TensorFlow operations, eager and inside `tf.function`.

Tensors, variables, arrays and numbers of all dtypes meet in both orders; each result is an operand
of what comes after it.
"""

from random import Random

from tests.knowledge.tensorflow.bulk import Program
from tests.knowledge.tensorflow.programs import CALLS, NUMBERS, OPERATORS, SHAPES

DTYPES = ("float32", "float32", "float32", "float64", "int32", "int64", "uint8", "bool", "float16")
MADE = (
    "tf.ones({shape}, tf.{dtype})", "tf.ones({shape}, tf.{dtype})", "tf.zeros({shape}, tf.{dtype})",
    "tf.constant(np.full({shape}, 3, {dtype!r}))", "tf.Variable(tf.ones({shape}, tf.{dtype}))",
    "np.ones({shape}, {dtype!r})", "np.full({shape}, 2, {dtype!r})", "np.full({shape}, 0.5)",
    "np.random.rand(2, 3)", "np.arange(3)", "2", "0.5", "np.float64(1.5)", "np.int64(2)",
    "[1.0, 2.0, 3.0]",
)  # fmt: skip
UNSURE = ("random.", "image.random", "nn.dropout", "Variable", "Tensor.", "random_")
"""Calls that a function must not make, or whose result is none to compare."""
CHAINED = sorted(n for n in CALLS if not any(part in n for part in UNSURE) and "image" not in n)
OTHERS = (
    "{x}[0]",
    "{x}[:1]",
    "{x}[..., None]",
    "-{x}",
    "{x}[-1]",
    "abs({x})",
    "tf.cast({x}, {to})",
)
MOST = 6
"""Statements of a program."""


def chain(seed: int) -> Program:
    """A program whose results are `r0`, `r1`, …; in every second, a `tf.function` makes them."""
    random = Random(f"chain {seed}")
    names = ["a", "b", "c"]
    # Most operands are alike, or nearly every program would end with its first line.
    usual = (random.choice(DTYPES), random.choice(SHAPES))
    lines = [f"{name} = {_made(random, *usual)}" for name in names]
    made: list[str] = []
    body = []
    for number in range(random.randint(2, MOST)):
        text = _statement(random, [*names, *made, *made])
        body.append(f"r{number} = {text}")
        made.append(f"r{number}")
    if seed % 2:
        given, results = ", ".join(names), ", ".join(made)
        inside = "\n".join(f"    {line}" for line in body)
        lines += ["@tf.function", f"def f({given}):", inside, f"    return [{results}]"]
        lines.append(f"[{results}] = f({given})")
    else:
        lines += body
    text = "import numpy as np\nimport tensorflow as tf\n" + "\n".join(lines) + "\n"
    return Program(text, tuple(made), topic=f"chain {seed}")


def _made(random: Random, dtype: str, shape: str) -> str:
    if random.random() < 0.2:
        dtype = random.choice(DTYPES)
    if random.random() < 0.3:
        shape = random.choice(SHAPES)
    return random.choice(MADE).format(shape=shape, dtype=dtype)


def _statement(random: Random, names: list[str]) -> str:
    kind = random.random()
    if kind < 0.4:
        return f"{random.choice(names)} {random.choice(OPERATORS)} {random.choice(names)}"
    template = random.choice(CALLS[random.choice(CHAINED)]) if kind < 0.8 else random.choice(OTHERS)
    to = f"tf.{random.choice(DTYPES)}"
    text = template.replace("{to}", to).replace("{shape}", random.choice(SHAPES))
    text = text.replace("{n}", random.choice(NUMBERS[:4]))
    if kind >= 0.8:
        return text.format(x=random.choice(names)) if "{x}" in text else text
    return _renamed(text, random, names)


def _renamed(text: str, random: Random, names: list[str]) -> str:
    """The call with other operands in the places of a, b, t, v and i."""
    stand = {name: random.choice(names) for name in ("a", "b", "t", "v", "i")}
    out, word = [], ""
    for letter in f"{text} ":
        if letter.isalnum() or letter in "_.'":
            word += letter
            continue
        base, dot, rest = word.partition(".")
        out.append(stand[base] + dot + rest if base in stand else word)
        out.append(letter)
        word = ""
    return "".join(out).strip()
