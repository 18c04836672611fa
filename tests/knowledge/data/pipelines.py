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
        case 5:
            return random.choice((_generated, _generated, _other))(random)
    return _slices(random)


def _other(random: Random) -> str:
    pair = f"[{_slices(random)}, {_slices(random)}]"
    return random.choice((
        "D.random(3)", "D.counter(2)", "D.counter(dtype=tf.int32)", "D.list_files('/dev/null')",
        "tf.data.TextLineDataset('/dev/null')", "tf.data.TFRecordDataset('/dev/null')",
        f"D.sample_from_datasets({pair})", f"D.choose_from_datasets({pair}, D.range(2))",
    ))  # fmt: skip


def _generated(random: Random) -> str:
    """What a generator is said to yield, in both ways; what it does yield plays no part."""
    shapes = ("()", "(4,)", "[None, 2]", "None", "tf.TensorShape([None])", "(2, 3)")
    names = ("tf.int32", "tf.float32", "'float64'", "np.uint8", "tf.bool")
    count = random.choice((1, 1, 2, 3))
    shown = [(random.choice(shapes), random.choice(names)) for _ in range(count)]
    is_dict = count > 1 and random.random() < 0.3

    def told(parts: list[str]) -> str:
        if is_dict:
            return f"{{{', '.join(f'{k!r}: {p}' for k, p in zip('bac', parts, strict=False))}}}"
        return f"({', '.join(parts)})" if count > 1 else parts[0]

    dtypes, sizes = told([d for _, d in shown]), told([s for s, _ in shown])
    way = random.randrange(3)
    if way == 0:
        return f"D.from_generator(lambda: iter([]), {dtypes})"
    if way == 1:
        return f"D.from_generator(lambda: iter([]), {dtypes}, output_shapes={sizes})"
    specs = told([f"tf.TensorSpec({s}, {d})" for s, d in shown])
    return f"D.from_generator(lambda: iter([]), output_signature={specs})"


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
            *_regrouped(random), *_chosen(random),
        )
    )  # fmt: skip


def _regrouped(random: Random) -> tuple[str, ...]:
    """Other ways to put elements together; windows are made batches again, or kept."""
    size, drop = random.choice((1, 2, 3)), random.choice(("", ", drop_remainder=True"))
    ways = ("", f", shift={random.choice((1, 2))}", ", 1, 2")
    window = f"window({size}{random.choice(ways)}{drop})"
    return (
        f"padded_batch({size}{drop})", f"padded_batch({size}, {_padded(random)}{drop})",
        f"ragged_batch({size}{drop})", f"rebatch({size}{drop})", window,
        f"{window}.flat_map(lambda w: w.batch({size}{drop}))", f"{window}.batch(2)",
        f"{window}.flat_map(lambda x, y: D.zip((x.batch({size}), y.batch({size}{drop}))))",
        f"{window}.map(lambda w: w)", f"batch({size}{drop}).unbatch()",
    )  # fmt: skip


def _padded(random: Random) -> str:
    shapes = ("[]", "[4]", "[None]", "(3, None)", "tf.TensorShape([None])", "[-1]")
    one, other = random.choice(shapes), random.choice(shapes)
    return random.choice((one, f"({one}, {other})", f"{{'x': {one}, 'b': {other}}}"))


def _chosen(random: Random) -> tuple[str, ...]:
    """Some of the elements, or what is made of them."""
    return (
        "take_while(lambda *e: True)", "filter(lambda *e: True)", "unique()", "ignore_errors()",
        "apply(lambda d: d.batch(2))", "rejection_resample(lambda *e: 0, [0.5, 0.5])",
        "scan(np.int64(0), lambda s, e: (s + 1, e))", "scan(0, lambda s, e: (s, s))",
        "map(lambda *e: [e[0], e[0]])", "map(lambda *e: e, num_parallel_calls=2)",
        f"shard({random.choice((2, 3))}, {random.choice((0, 1))})",
        "interleave(lambda *e: D.from_tensors(e[0]).repeat(2), cycle_length=2)",
        "flat_map(lambda *e: D.from_tensors(e))", f"take({random.choice((-2, 4))})",
        "snapshot('/dev/null/none')",
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
        "ds = D.range(6).window(2)\nfor w in ds:\n    for a in w.batch(2):\n        pass\n": "a",
        "spec = tf.TensorSpec.from_tensor(tf.ones((2, 3)))\n"
        "ds = D.from_generator(lambda: iter([np.ones((2, 3))]), output_signature=spec)\n"
        "for a in ds:\n    pass\n": "a",
        "def count(n):\n    for i in range(n):\n        yield i, [i, 2 * i]\n"
        "ds = D.from_generator(count, (tf.int64, tf.float32), ((), (2,)), args=(3,))\n"
        "for a, b in ds.batch(2):\n    pass\n": "ab",
        "ds = D.list_files('/dev/null', shuffle=False)\nfor a in ds:\n    pass\n": "",
        "it = iter(D.range(3))\na = next(it)\nb = next(it)\n": "ab",
        "a = list(D.range(3))\n": "a",
        "a = [float(x) for x in D.range(3)]\n": "a",
    }
    return [Program(START + text, tuple(shows)) for text, shows in texts.items()]
