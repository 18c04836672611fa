"""Every layer class against the real one, on Keras 3 and on Keras 2."""

from collections.abc import Sequence

import pytest

from ndlint.events import Event, Refused
from ndlint.interpreter.interpret import interpret
from ndlint.interpreter.run import Reached
from ndlint.knowledge import registry
from ndlint.knowledge.keras.layers.base import LAYERS
from ndlint.source.text import parse
from ndlint.target import Target, aiming_at
from ndlint.values.base import Int, Nothing, Tuple, Value
from tests.knowledge.keras.layer_cases import KINDS, Case, data_case, layer_case, state_case
from tests.knowledge.tensorflow.bulk import UNKNOWN_LINE, Program, Ran, real_results
from tests.truth.reality import Reality

EACH = 7
FEW = 40
LONG_EACH = 300
RARE = 1000
"""One in so many may be what TensorFlow refuses of axes of which Keras knows no size."""
Answer = tuple[int | None, ...] | None
NOT_KNOWN = {
    3: ("TimeDistributed(",),  # asks the layer inside for a shape without looking at the input
    2: (
        "dilation_rate=",  # with an axis of unknown size, what is left out becomes the batch
        "SeparableConv1D(", "SeparableConv2D(",  # channels first: as above
        "UpSampling3D(",  # does not look at the rank
    ),
}  # fmt: skip
"""What is not all known, and why."""


@pytest.fixture(params=(3, 2))
def keras(request: pytest.FixtureRequest) -> int:
    """The Keras that the test is about."""
    version: int = request.param
    return version


@pytest.fixture
def real(keras: int, reality: Reality, legacy: Reality) -> Reality:
    """The TensorFlow with that Keras."""
    return legacy if keras == 2 else reality


def said(case: Case, keras: int) -> tuple[list[int], list[Answer]]:
    """The lines that ndlint says Keras refuses, and the shapes that it infers."""
    refused: list[int] = []

    def hear(event: Event, reached: Reached) -> bool:
        if isinstance(event, Refused):
            refused.append(event.site.line)
        return False

    registry.load()
    with aiming_at(Target(keras=keras)):
        run = interpret(parse("case.py", case.text), hear)
        return refused, [_shape(run.live.open(run.load(name) or Int())) for name in case.shows]


def _shape(value: Value) -> Answer:
    if not isinstance(value, Tuple):
        return None
    sizes: list[int | None] = []
    for item in value.items:
        if isinstance(item, Nothing):
            sizes.append(None)
        elif isinstance(item, Int) and item.number is not None:
            sizes.append(item.number)
        else:
            return None
    return tuple(sizes)


def judged(real: Reality, cases: Sequence[Case], keras: int) -> tuple[list[str], list[str], int]:
    """What ndlint says wrongly, what it does not know, and how many are both refused."""
    wrong: list[str] = []
    unknown: list[str] = []
    both = 0
    programs = [Program(case.text, case.shows) for case in cases]
    for case, ran in zip(cases, real_results(real, programs), strict=True):
        if ran.line is not None and ran.line < case.line:
            continue  # the arguments do not go together, or the first call was refused
        refused, found = said(case, keras)
        story = f"{ran.error[:200] or _really(case, ran)}; said {refused} {found}\n{case.text}"
        may_be_unknown = case.again or any(name in case.text for name in NOT_KNOWN[keras])
        if case.line in refused:
            is_so = ran.line in (case.line, UNKNOWN_LINE)  # some take the process with them
            both += is_so
            if not is_so:
                wrong.append(story)
        elif ran.line == case.line:
            if not may_be_unknown:
                unknown.append(story)
        else:
            for real_shape, shape in zip(_really(case, ran), found, strict=True):
                if shape is None:
                    if not may_be_unknown:
                        unknown.append(story)
                elif shape != real_shape:
                    wrong.append(story)
    return wrong, unknown, both


def _really(case: Case, ran: Ran) -> list[Answer]:
    return [tuple(ran.values[n]["items"]) if n in ran.values else None for n in case.shows]


def check(real: Reality, cases: Sequence[Case], keras: int) -> None:
    """Fail where ndlint says what is not so, or does not know what it should."""
    wrong, unknown, both = judged(real, cases, keras)
    assert not wrong, "\n".join(wrong[:10])
    assert len(unknown) <= len(cases) // RARE, "\n".join(unknown[:10])
    assert both > len(cases) // 20


def test_layers_on_symbols(real: Reality, keras: int) -> None:
    check(real, [layer_case(name, seed) for name in KINDS for seed in range(EACH)], keras)


def test_states(real: Reality, keras: int) -> None:
    check(real, [state_case(seed) for seed in range(FEW)], keras)


def test_layers_on_data(real: Reality, keras: int) -> None:
    wrong, _, both = judged(real, [data_case(n, s) for n in KINDS for s in range(EACH)], keras)
    assert not wrong, "\n".join(wrong[:10])
    assert both > len(KINDS) // 4


@pytest.mark.nightly
def test_many_layers_on_symbols(real: Reality, keras: int) -> None:
    seeds = range(EACH, LONG_EACH)
    check(real, [layer_case(name, seed) for name in KINDS for seed in seeds], keras)


@pytest.mark.nightly
def test_many_layers_on_data(real: Reality, keras: int) -> None:
    seeds = range(EACH, LONG_EACH)
    wrong, _, _ = judged(real, [data_case(n, s) for n in KINDS for s in seeds], keras)
    assert not wrong, "\n".join(wrong[:10])


def test_every_layer_is_tried() -> None:
    registry.load()
    missing = set(LAYERS) - {f"keras.layers.{name}" for name in KINDS}
    assert missing <= {"keras.layers.InputLayer"}
