"""Lists where an array or a tuple belongs, against both Kerases.

Of a list that a loop fills, what is said holds however often the loop ran. Of batches, whatever
gives them.
"""

import pytest

from ndlint.findings import Effect
from ndlint.target import Target, aiming_at
from tests.knowledge.tensorflow.bulk import Program, exact, real_results, verdict
from tests.truth.reality import Reality

TURNS = (0, 1, 2, 40)
MODELS = {
    "sequential": "m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n",
    "functional": "a = keras.Input((4,))\nm = keras.Model(a, keras.layers.Dense(1)(a))\n",
}
ITEMS = {
    "numbers": "float(i)",
    "rows": "np.full(4, i, 'float32')",
    "batches": "np.full((1, 4), i, 'float32')",
    "labels": "np.full(1, i, 'float32')",
    "arrays": "np.full((40, 4), i, 'float32')",
}
CALLS = {
    "x": "m.fit(found, y, verbose=0)",
    "y": "m.fit(x, found, verbose=0)",
    "both": "m.fit(found, found, verbose=0)",
    "predict": "m.predict(found, verbose=0)",
    "batch": "m.train_on_batch(x, found)",
}
SAID = {("numbers", "x"), ("numbers", "y"), ("rows", "x"), ("rows", "predict")}
"""What of it is said on both Kerases, whatever the model."""


def program(model: str, item: str, call: str, turns: int) -> Program:
    """A list of so many items; how many there are cannot be read in the program."""
    return Program(
        "import numpy as np\nfrom tensorflow import keras\n"
        "x, y = np.ones((40, 4), 'float32'), np.ones((40, 1), 'float32')\n"
        f"{MODELS[model]}m.compile('sgd', 'mse')\nfound = []\n"
        f"turns = int(np.random.randint({turns}, {turns + 1}))\n"
        f"for i in range(turns):\n    found.append({ITEMS[item]})\n{CALLS[call]}\n"
    )


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("item", ITEMS)
def test_filled(real: Reality, keras: int, model: str, item: str) -> None:
    calls = list(CALLS)
    with aiming_at(Target(keras=keras)):
        said = {
            call
            for call in calls
            if any(
                f.effect is Effect.CRASH for f in verdict(program(model, item, call, 40)).findings
            )
        }
        programs = [program(model, item, call, turns) for call in calls for turns in TURNS]
        raised = [ran.line is not None for ran in real_results(real, programs)]
    for number, call in enumerate(calls):
        each = raised[number * len(TURNS) : (number + 1) * len(TURNS)]
        assert call not in said or all(each), (call, each)
    assert {call for of, call in SAID if of == item} <= said


BATCHES = (
    "(x, y)",
    "[x, y]",
    "([x], y)",
    "(x, [y])",
    "(x, y, [w])",
    "([row for row in x], y)",
    "(x, [1.0] * 4)",
    "(x, list(map(float, y)))",
    "([], y)",
    "([x, x],)",
    "({'a': [x]}, y)",
    "(tuple(x for _ in range(1)), y)",
)
WAYS = {
    "generator": (
        "def batches():\n    while True:\n        yield {batch}\n",
        "batches(), {steps}=2",
    ),
    "sequence": (
        "class Batches(keras.utils.Sequence):\n    def __len__(self):\n        return 2\n"
        "    def __getitem__(self, index):\n        return {batch}\n",
        "Batches()",
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("model", MODELS)
def test_yielded(real: Reality, keras: int, model: str, way: str) -> None:
    definition, given = WAYS[way]
    programs = [
        Program(
            "import numpy as np\nfrom tensorflow import keras\n"
            "x, y, w = np.ones((4, 4), 'float32'), np.ones((4, 1), 'float32'), np.ones(4)\n"
            f"{MODELS[model]}m.compile('sgd', 'mse')\n{definition.format(batch=batch)}"
            f"m.{call}({given.format(steps=steps)}, verbose=0)\n",
            must_find="verbose" if keras == 3 else "",
        )
        for batch in BATCHES
        for call, steps in (("fit", "steps_per_epoch"), ("evaluate", "steps"), ("predict", "steps"))
    ]
    exact(real, programs, keras)
