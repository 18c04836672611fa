"""The weights of layers and models, and what `set_weights` does with others."""

from random import Random

import pytest

from ndlint.knowledge.keras.layers.weights import CONVOLUTIONS, FINDERS, GATES, WEIGHTLESS
from ndlint.target import Target, aiming_at
from tests.knowledge.keras.kinds import KINDS
from tests.knowledge.keras.layer_cases import START, Case, layer_case
from tests.knowledge.keras.test_layers import Answer, said
from tests.knowledge.tensorflow.bulk import Program, compare, exact, real_results
from tests.truth.reality import Reality

EACH, LONG_EACH = 4, 60
COUNT = 40
SHOWS = ("count", *(f"shape{number}" for number in range(6)))
ASKING = (
    "weights = layer.get_weights()\ncount = (len(weights),)\n"
    + "".join(f"shape{n} = weights[{n}].shape\n" for n in range(6))
)  # fmt: skip
KNOWN = {n for n in KINDS if n in WEIGHTLESS | FINDERS.keys() | CONVOLUTIONS.keys() | GATES.keys()}


def case(name: str, seed: int) -> str:
    """A layer that is called once, and asked for its weights."""
    text = layer_case(name, seed).text
    called = text[: text.index("\nshape = ")]
    return f"{called}\n{ASKING}"


def compared(real: Reality, keras: int, seeds: range) -> None:
    names = [name for name, kind in KINDS.items() if keras in kind.keras]
    cases = [(name, case(name, seed)) for name in names for seed in seeds]
    found = 0
    programs = [Program(text, SHOWS) for _, text in cases]
    for (name, text), ran in zip(cases, real_results(real, programs), strict=True):
        if "count" not in ran.values:
            continue  # the layer was refused
        _, answers = said(Case("", text, 0, SHOWS), keras)
        really: list[Answer] = [
            tuple(ran.values[n]["items"]) if n in ran.values else None for n in SHOWS
        ]
        problems = [a for a, r in zip(answers, really, strict=True) if a is not None and a != r]
        assert not problems, f"{answers}, really {really}\n{text}"
        found += name in KNOWN and answers == really
    assert found > len(seeds) * len(KNOWN) // 4


def test_weights_of_layers(real: Reality, keras: int) -> None:
    compared(real, keras, range(EACH))


@pytest.mark.nightly
def test_weights_of_many_layers(real: Reality, keras: int) -> None:
    compared(real, keras, range(EACH, LONG_EACH))


LAYERS = {
    "layers.Dense({0})": "(6,)", "layers.Dense({0}, use_bias=False)": "(5, 6)",
    "layers.Conv2D({0}, {1})": "(8, 8, {2})", "layers.LSTM({0})": "(5, {2})",
    "layers.GRU({0}, reset_after=False)": "(5, {2})", "layers.BatchNormalization()": "({2},)",
    "layers.Embedding({0}, {1})": "(4,)",
}  # fmt: skip
"""Layers, and the shape of a sample for each."""


def set_program(seed: int) -> Program:
    """A layer, or a model of two, that gets the weights of another one, or some of them."""
    random = Random(f"weights {seed}")
    pattern, sample = random.choice([*LAYERS.items()])
    numbers = [random.choice((2, 3)) for _ in range(3)]
    others = [random.choice((n, n, n, 4)) for n in numbers]
    cut = random.choice(("", "", "", "[:-1]", "[::-1]", "[:1]"))
    lines = ["import numpy as np"]
    for name, sizes in (("one", numbers), ("two", others)):
        shape, made = sample.format(*sizes), pattern.format(*sizes)
        if seed % 2:
            lines.append(
                f"{name} = keras.Sequential([keras.Input({shape}), {made}, layers.ReLU(), "
                "layers.Flatten(), layers.Dense(2)])"
            )
        else:
            lines += [f"{name} = {made}", f"h = {name}(keras.Input({shape}))"]
    lines += [f"given = two.get_weights(){cut}", "one.set_weights(given)"]
    return Program(START + "\n".join(lines) + "\n", must_find="set_weights")


def test_given_weights(real: Reality, keras: int) -> None:
    score = exact(real, [set_program(seed) for seed in range(COUNT)], keras)
    assert COUNT // 4 < score.raised < COUNT


TABLES = tuple(
    f"table = np.zeros({shape})\nlayer = layers.Embedding(10, 4, weights={given})\n"
    "h = layer(keras.Input((3,)))\n"
    for shape in ("(10, 4)", "(10, 5)", "(9, 4)", "(4, 10)", "(10,)")
    for given in ("[table]", "table", "[table, table]", "None")
)
"""Embeddings that are made with a table."""


def test_tables(real: Reality, keras: int) -> None:
    programs = [Program(f"{START}import numpy as np\n{text}") for text in TABLES]
    with aiming_at(Target(keras=keras)):
        score = compare(real, programs)
    assert not score.wrong, "\n".join(score.wrong[:10])
    assert score.claimed > len(TABLES) // 4
