"""Random programs with Keras models: no claim of a crash that does not come."""

import pytest

from ndlint.knowledge import registry
from ndlint.knowledge.keras.layers.base import LAYERS
from ndlint.knowledge.registry import MODELS, OBSERVERS
from ndlint.target import Target, aiming_at
from tests.knowledge.keras.building import WAYS
from tests.knowledge.keras.kinds import KINDS
from tests.knowledge.keras.layer_cases import layer_case
from tests.knowledge.keras.programs import START, random_program
from tests.knowledge.keras.scenarios import FOUND, SILENT, scenario
from tests.knowledge.keras.stacks import on_keras_2, stack_program
from tests.knowledge.keras.symbols import symbolic_program
from tests.knowledge.keras.test_applications import USES
from tests.knowledge.keras.test_weights import set_program
from tests.knowledge.tensorflow.bulk import Program, Score, compare
from tests.truth.reality import Reality

USUAL = 90
LONG = 2000
LONG_EACH = 20
FEW = 30
CALLED = {
    "keras.Model.__call__": "model(",
    "keras.layers.Layer.__call__": "dense(",
    "keras.applications.Application": "keras.applications.MobileNet(",
}
"""How a call of an object looks in the programs."""
ELSEWHERE = (
    "keras.Model.summary", "keras.backend.", "keras.config.", "keras.datasets.", "keras.losses.",
    "keras.metrics.", "keras.ops.", "keras.optimizers.", "keras.preprocessing.", "keras.utils.",
)  # fmt: skip
"""Functions of data, and questions about the surroundings, which have tests of their own."""
PREPARING = ".preprocess_input"
"""A function of data, too, in each module of `keras.applications`."""


def judged(reality: Reality, programs: list[Program]) -> Score:
    """The score; fails where anything that was said is not so, or too little was found."""
    score = compare(reality, programs)
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])
    assert score.found_share >= 0.95, "\n\n".join(score.missed[:10])
    return score


def usual() -> list[Program]:
    return [random_program(seed) for seed in range(USUAL)]


def test_random_models(reality: Reality) -> None:
    score = judged(reality, usual())
    assert score.findable > USUAL // 6
    assert score.raised < score.programs


def test_random_stacks(reality: Reality) -> None:
    score = judged(reality, [stack_program(seed) for seed in range(USUAL)])
    assert score.findable > USUAL // 6
    assert score.raised < score.programs


def test_random_stacks_on_keras_2(legacy: Reality) -> None:
    programs = [on_keras_2(stack_program(seed)) for seed in range(USUAL // 2)]
    with aiming_at(Target(keras=2)):
        judged(legacy, programs)


def test_scenarios(reality: Reality) -> None:
    judged(reality, [scenario(topic, 0) for topic in FOUND | SILENT])


def test_unknown_sizes(reality: Reality) -> None:
    judged(reality, [symbolic_program(seed) for seed in range(FEW)])


UNSEEN = {
    "by arguments that are not known": "model.predict(*args, verbose=0)",
    "inside another model": "keras.Sequential([model]).predict(*args, verbose=0)",
    "inside a layer": "layers.TimeDistributed(model)(np.ones((2, 3, 1)))",
}
"""Ways to build a model for (n, 1); an array of shape (n,) fits it then."""


@pytest.mark.parametrize("way", UNSEEN)
def test_built_unseen(reality: Reality, way: str) -> None:
    text = (
        f"{START}model = keras.Sequential([layers.Dense(2)])\n"
        "args = (np.ones((3, 1)),) if keras.__version__ else ()\n"
        f"{UNSEEN[way]}\nout = model(np.ones(5))\n"
    )
    judged(reality, [Program(text)])


MISSED = {
    "a depthwise convolution whose two strides differ, which TensorFlow refuses when it runs": (
        "model = keras.Sequential([layers.DepthwiseConv2D(2, strides=(1, 2))])\n"
        "out = model(np.ones((3, 8, 8, 2)))\n"
    ),
    "a Softmax layer that gets the mask of the steps: masks are not followed": (
        "model = keras.Sequential([layers.Masking(0.0), layers.Softmax()])\n"
        "out = model(np.ones((3, 8, 6)))\n"
    ),
}


@pytest.mark.parametrize("why", MISSED)
def test_missed(reality: Reality, request: pytest.FixtureRequest, why: str) -> None:
    request.applymarker(pytest.mark.xfail(reason=why, raises=AssertionError))
    judged(reality, [Program(START + MISSED[why], must_find="model(np")])


def test_every_name_has_a_program() -> None:
    registry.load()
    programs = usual() + [scenario(topic, 0) for topic in FOUND | SILENT]
    texts = [p.text for p in programs]
    texts += [layer_case(name, seed).text for name in KINDS for seed in range(6)]
    texts += [*WAYS.values(), *USES.values(), *(set_program(seed).text for seed in range(9))]
    text = "\n".join(texts)
    keras = {name for name in MODELS | OBSERVERS if name.startswith("keras.")}
    names = {n for n in keras if not n.startswith(ELSEWHERE) and not n.endswith(PREPARING)}
    missing = {n for n in names | set(LAYERS) if CALLED.get(n, f"{n.split('.')[-1]}(") not in text}
    assert not missing


@pytest.mark.nightly
def test_many_unknown_sizes(reality: Reality) -> None:
    judged(reality, [symbolic_program(seed) for seed in range(FEW, FEW + LONG)])


@pytest.mark.nightly
def test_many_scenarios(reality: Reality) -> None:
    seeds = range(1, LONG_EACH + 1)
    judged(reality, [scenario(topic, seed) for topic in FOUND | SILENT for seed in seeds])


@pytest.mark.nightly
def test_many_random_stacks(reality: Reality) -> None:
    judged(reality, [stack_program(seed) for seed in range(USUAL, USUAL + LONG)])


@pytest.mark.nightly
def test_many_random_stacks_on_keras_2(legacy: Reality) -> None:
    programs = [on_keras_2(stack_program(seed)) for seed in range(USUAL, USUAL + LONG)]
    with aiming_at(Target(keras=2)):
        judged(legacy, programs)


@pytest.mark.nightly
def test_many_scenarios_on_keras_2(legacy: Reality) -> None:
    seeds = range(LONG_EACH)
    programs = [on_keras_2(scenario(topic, seed)) for topic in FOUND | SILENT for seed in seeds]
    with aiming_at(Target(keras=2)):
        judged(legacy, programs)


@pytest.mark.nightly
def test_many_random_models(reality: Reality) -> None:
    judged(reality, [random_program(seed) for seed in range(USUAL, USUAL + LONG)])
