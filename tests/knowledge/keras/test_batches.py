"""Stateful layers and the sizes of batches, on both Kerases: no wrong claim, and none missed."""

from itertools import product

import pytest

from tests.knowledge.keras.programs import START
from tests.knowledge.keras.stacks import on_keras_2
from tests.knowledge.tensorflow.bulk import Program, exact
from tests.truth.reality import Reality

Sizes = tuple[int, int, int | None]
SIZES: tuple[Sizes, ...] = (
    (4, 8, 4),
    (4, 10, 4),
    (4, 9, 4),
    (4, 8, None),
    (32, 70, None),
    (2, 3, 2),
    (4, 6, 6),
)
"""The batch size that is declared, the samples, the batch size that is asked for."""
FEW = SIZES[1:4]
CALLS = (
    "model.fit(x, y, {size}verbose=0)", "model.predict(x, {size}verbose=0)",
    "model.evaluate(x, y, {size}verbose=0)", "model(x)", "model.train_on_batch(x, y)",
)  # fmt: skip
LAYERS = ("LSTM(3, stateful=True)", "GRU(3, stateful=True)", "LSTM(3)", "SimpleRNN(2, stateful=1)")


def programs(layers: tuple[str, ...], sizes: tuple[Sizes, ...]) -> list[Program]:
    """Every call with every size; what a crash needs is known, so each must be found."""
    made = []
    for layer, (held, count, size), call in product(layers, sizes, CALLS):
        asked = "" if size is None else f"batch_size={size}, "
        text = (
            f"{START}model = keras.Sequential([keras.Input((5, 2), batch_size={held}), "
            f"layers.{layer}, layers.Dense(1)])\n"
            "model.compile(optimizer='sgd', loss=loss)\n"
            f"x = np.ones(({count}, 5, 2), 'float32')\ny = np.ones(({count}, 1), 'float32')\n"
            f"{call.format(size=asked)}\n"
        )
        must = "(x" if "stateful=True" in layer else ""
        made.append(Program(text, (), must_find=must, topic=f"{layer} {held} {count} {size}"))
    return made


@pytest.mark.parametrize("keras", [3, 2])
def test_stateful_layers(keras: int, reality: Reality, legacy: Reality) -> None:
    judged(keras, legacy if keras == 2 else reality, LAYERS[:1], FEW)


@pytest.mark.nightly
@pytest.mark.parametrize("keras", [3, 2])
def test_all_stateful_layers(keras: int, reality: Reality, legacy: Reality) -> None:
    judged(keras, legacy if keras == 2 else reality, LAYERS, SIZES)


def judged(keras: int, real: Reality, layers: tuple[str, ...], sizes: tuple[Sizes, ...]) -> None:
    cases = programs(layers, sizes)
    score = exact(real, [on_keras_2(p) for p in cases] if keras == 2 else cases, keras)
    assert score.findable > len(cases) // 4
