"""Keywords that declare the input of a layer: every layer class with each of them, on both
Kerases."""

import ndlint.knowledge.registry as registry
from ndlint.knowledge.keras.layers.base import LAYERS, RUN_CODE
from ndlint.knowledge.keras.layers.keywords import check_keywords
from ndlint.target import Target, aiming_at
from ndlint.values.base import UNKNOWN
from ndlint.values.keras import Layer
from tests.truth.reality import Reality

KEYWORDS = {
    "batch_input_shape": "(None, 4)", "batch_shape": "(None, 4)", "shape": "(4,)",
    "input_shape": "(4,)", "input_dim": "4", "input_length": "4", "batch_size": "4",
}  # fmt: skip
OWN = {"Embedding": "input_dim", "ReversibleEmbedding": "input_dim", "InputLayer": "input_dim"}
"""Layers that have another parameter of that name, or none of this meaning."""
TRIED = """
from tensorflow import keras
L = keras.layers
ARGUMENTS = (
    [], [2], [2, 3], [2, 2, 2], [(2,)], [(1,)], [[0.0, 1.0]], [0.5], ["relu"], ["ab->ba", (3,)],
    [lambda x: x], [2, 0.1],
)
INSIDE = [lambda: L.Dense(2), lambda: L.LSTM(2), lambda: L.LSTMCell(2), lambda: [L.LSTMCell(2)]]

def works(made, given, **options):
    try:
        made(*given, **options)
    except Exception:
        return False
    return True

def answer(name, keyword, value):
    made = getattr(L, name, None)
    tries = ARGUMENTS if name != "InputLayer" else [[]]
    for given in [*tries, *([inner()] for inner in INSIDE)]:
        if made is None:
            return None
        options = {} if name != "InputLayer" or keyword.endswith("shape") else {"input_shape": (4,)}
        if name == "InputLayer" or works(made, given):
            return works(made, given, **options, **{keyword: value})
    return None
"""


def test_every_layer(real: Reality, keras: int) -> None:
    registry.load()
    said = {}
    with aiming_at(Target(keras=keras)):
        for path in {*LAYERS, *RUN_CODE}:
            name = path.rpartition(".")[2]
            for keyword in KEYWORDS:
                if OWN.get(name) != keyword:
                    said[name, keyword] = _is_taken(Layer(path, ((keyword, UNKNOWN),)))
    values = "{" + ", ".join(f"{k!r}: {v}" for k, v in KEYWORDS.items()) + "}"
    outcome = real.run(
        f"{TRIED}\nsaid, values = {said!r}, {values}\n"
        "real = {(n, k): answer(n, k, values[k]) for n, k in said}\n"
        "wrong = {p: real[p] for p in said if real[p] not in (None, said[p])}\n"
        "known = sum(r is not None for r in real.values())\n"
        "assert not wrong, wrong\nassert known > 0.6 * len(said), known\n"
    )
    assert outcome.ok, outcome.said


def _is_taken(layer: Layer) -> bool:
    try:
        check_keywords(layer, [name for name, _ in layer.options])
    except registry.Refusal:
        return False
    return True
