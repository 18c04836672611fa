"""Random `tf.data` pipelines: the same seed, the same program."""

from random import Random

from tests.knowledge.tensorflow.bulk import Program

START = "import numpy as np\nimport tensorflow as tf\nD = tf.data.Dataset\n"
DTYPES = ("float32", "float64", "int64", "uint8", "bool")
LEAVES = 4
"""So many tensors of an element are compared."""
DESCRIBED = (
    "flat = tf.nest.flatten(ds.element_spec)\n"
    + "".join(f"if len(flat) > {i}:\n    s{i} = flat[{i}].shape\n    d{i} = flat[{i}].dtype\n"
              "    if s{i}.rank is None:\n        del s{i}\n".replace("{i}", str(i))
              for i in range(LEAVES))
    + "count = len(flat)\nn = np.asarray(ds.cardinality())\n"
)  # fmt: skip
SHOWS = ("n", *(f"{what}{i}" for i in range(LEAVES) for what in "sd"))


def random_pipeline(seed: int) -> Program:
    """A data set, changed up to six times; then what it yields, and how much."""
    random = Random(seed)
    lines = [f"ds = {_source(random)}"]
    for _ in range(random.randrange(7)):
        lines.append(f"ds = ds.{_step(random)}" if random.random() < 0.9 else _joined(random))
    text = START + "\n".join(lines) + "\n" + DESCRIBED
    return Program(text, SHOWS, topic=f"seed {seed}")


def _source(random: Random) -> str:
    match random.randrange(8):
        case 0:
            bounds = random.choice(("7", "2, 9", "0, 10, 3", "5, 0, -2", "3, 3"))
            return f"D.range({bounds}{random.choice(('', ', output_type=tf.int32'))})"
        case 1:
            return f"D.from_tensors({_structure(random, random.randrange(5))})"
        case 2:
            return f"D.zip(({_slices(random)}, {_slices(random)}))"
        case 3:
            return f"D.zip({_slices(random)}, D.range(4).batch(2))"
        case 4:
            return f"D.zip({{'a': {_slices(random)}, 'b': D.range(8)}})"
    return _slices(random)


def _slices(random: Random) -> str:
    return f"D.from_tensor_slices({_structure(random, random.choice((1, 3, 6, 8)))})"


def _structure(random: Random, count: int) -> str:
    match random.randrange(7):
        case 0:
            return f"({_array(random, count)}, {_array(random, count)})"
        case 1:
            return f"(({_array(random, count)}, {_array(random, count)}), {_array(random, count)})"
        case 2:
            return f"{{'x': {_array(random, count)}, 'b': {_array(random, count)}}}"
        case 3:
            return f"({{'b': {_array(random, count)}}}, {_array(random, count)})"
        case 4:
            return random.choice(
                ("[1, 2, 3]", "[1.5, 2.0]", "[[1, 2], [3, 4]]", "([1, 2], [0.5, 1])")
            )
    return _array(random, count)


def _array(random: Random, count: int) -> str:
    sizes = [count, *(random.choice((1, 2, 3)) for _ in range(random.randrange(3)))]
    array = f"np.ones({tuple(sizes)}, {random.choice(DTYPES)!r})"
    return f"tf.constant({array})" if random.random() < 0.2 else array


def _step(random: Random) -> str:
    number = random.choice((-1, 0, 1, 2, 3, 5, 20))
    return random.choice(
        (
            f"batch({random.choice((1, 2, 3, 4))})", f"batch({random.choice((1, 2, 3, 4))})",
            f"batch({random.choice((2, 3))}, drop_remainder=True)", "batch(2, True)",
            f"take({number})", f"skip({number})", f"repeat({number})", "repeat()",
            "shuffle(4, seed=1)", "prefetch(tf.data.AUTOTUNE)", "cache()", "unbatch()",
            "enumerate()", "enumerate(start=3)", "with_options(tf.data.Options())",
            "shard(2, 1)", "concatenate(ds)", "concatenate(ds.batch(2))",
        )
    )  # fmt: skip


def _joined(random: Random) -> str:
    return random.choice(("ds = D.zip((ds, ds))", "ds = D.zip(ds, D.range(5))"))


def others() -> list[Program]:
    """What is done with a data set when it is made, and the other ways to make one."""
    ds = "ds = D.from_tensor_slices((np.arange(6.0), np.ones((6, 2), 'uint8')))"
    batched = f"{ds}.batch(3)\n"
    texts = {
        f"{batched}a, b = next(iter(ds))\n": "ab",
        f"{batched}for a, b in ds:\n    c = b + b\n": "abc",
        f"{batched}for i, (a, b) in enumerate(ds):\n    pass\n": "abi",
        f"{batched}for a, b in ds.as_numpy_iterator():\n    pass\n": "ab",
        f"{ds}\nfor a, b in ds.as_numpy_iterator():\n    pass\n": "ab",
        f"{ds}\na, b = next(ds.as_numpy_iterator())\n": "ab",
        f"{batched}n = len(ds)\nm = ds.cardinality()\n": "nm",
        f"{batched}k = tf.data.experimental.cardinality(ds)\n": "k",
        f"{ds}.take(1)\na, b = ds.get_single_element()\n": "ab",
        "ds = D.from_tensor_slices({'a': np.ones((3, 2))}).batch(2)\n"
        "for d in ds:\n    a = d['a']\n    d['b'] = 1\n    b = d['b']\n": "ab",
        "ds = D.range(3).padded_batch(2)\nfor a in ds:\n    pass\n": "a",
        "ds = D.range(6).window(2)\nfor w in ds:\n    pass\n": "",
        "ds = D.list_files('/dev/null', shuffle=False)\nfor a in ds:\n    pass\n": "",
        "it = iter(D.range(3))\na = next(it)\nb = next(it)\n": "ab",
        "a = list(D.range(3))\n": "a",
        "a = [float(x) for x in D.range(3)]\n": "a",
    }
    return [Program(START + text, tuple(shows)) for text, shows in texts.items()]
