"""Every layer class against the real one, on Keras 3 and on Keras 2."""

from collections.abc import Sequence

import pytest

from ndlint.events import Event, Refused
from ndlint.interpreter.interpret import interpret
from ndlint.interpreter.run import Reached, Run
from ndlint.knowledge import registry
from ndlint.source.text import parse
from ndlint.target import Target, aiming_at
from ndlint.values.array import Array
from ndlint.values.base import Int, Nothing, Tuple, Value
from ndlint.values.keras import KerasTensor
from tests.knowledge.keras.kinds import KINDS
from tests.knowledge.keras.layer_cases import Case, data_case, layer_case, state_case
from tests.knowledge.tensorflow.bulk import UNKNOWN_LINE, Program, Ran, real_results
from tests.truth.reality import Reality

EACH = 7
FEW = 40
LONG_EACH = 207
RARE = 1000
"""One in so many may be what TensorFlow refuses of axes of which Keras knows no size."""
Answer = tuple[int | str | None, ...] | None
"""A shape, or a dtype alone; None: not known."""
NOT_KNOWN: dict[int, tuple[str, ...]] = {
    3: (),
    2: (
        "dilation_rate=",  # with an axis of unknown size, what is left out becomes the batch
        "SeparableConv1D(", "SeparableConv2D(",  # channels first: as above
        "UpSampling3D(",  # does not look at the rank
        "ConvLSTM",  # TensorFlow slides over axes of which it knows no size
    ),
}  # fmt: skip
"""What is not all known, and why."""


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
        return refused, [_answer(run, name) for name in case.shows]


def _answer(run: Run, name: str) -> Answer:
    """A shape that the program holds; as `kind`, the dtype of `out`."""
    if name == "kind":
        out = run.live.open(run.load("out") or Int())
        known = isinstance(out, KerasTensor | Array) and out.dtype.name
        return ({"str": "string"}.get(known, known),) if known else None
    return _shape(run.live.open(run.load(name) or Int()))


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
            pairs = zip(case.shows, _really(case, ran), found, strict=True)
            for name, real_shape, shape in pairs:
                if shape is None:
                    if not may_be_unknown and (name != "kind" or keras == 3):
                        unknown.append(story)
                elif shape != real_shape:
                    wrong.append(story)
    return wrong, unknown, both


def _really(case: Case, ran: Ran) -> list[Answer]:
    return [tuple(ran.values[n]["items"]) if n in ran.values else None for n in case.shows]


def tried(keras: int) -> list[str]:
    """The layer classes that this Keras has."""
    return [name for name, kind in KINDS.items() if keras in kind.keras]


def check(real: Reality, cases: Sequence[Case], keras: int) -> None:
    """Fail where ndlint says what is not so, or does not know what it should."""
    wrong, unknown, both = judged(real, cases, keras)
    assert not wrong, "\n".join(wrong[:10])
    assert len(unknown) <= len(cases) // RARE, "\n".join(unknown[:10])
    assert both > len(cases) // 20


def test_layers_on_symbols(real: Reality, keras: int) -> None:
    check(real, [layer_case(name, seed) for name in tried(keras) for seed in range(EACH)], keras)


def test_states(real: Reality, keras: int) -> None:
    check(real, [state_case(seed) for seed in range(FEW)], keras)


def test_layers_on_data(real: Reality, keras: int) -> None:
    wrong, _, both = judged(
        real, [data_case(n, s) for n in tried(keras) for s in range(EACH)], keras
    )
    assert not wrong, "\n".join(wrong[:10])
    assert both > len(KINDS) // 4


@pytest.mark.nightly
def test_many_layers_on_symbols(real: Reality, keras: int) -> None:
    seeds = range(EACH, LONG_EACH)
    check(real, [layer_case(name, seed) for name in tried(keras) for seed in seeds], keras)


@pytest.mark.nightly
def test_many_layers_on_data(real: Reality, keras: int) -> None:
    seeds = range(EACH, LONG_EACH)
    wrong, _, _ = judged(real, [data_case(n, s) for n in tried(keras) for s in seeds], keras)
    assert not wrong, "\n".join(wrong[:10])


NOT_TRIED = {
    "InputLayer": "declares; every model of the tests has one",
    "InputSpec": "no layer",
    "Layer": "what it does is the program's own",
    "Wrapper": "what it does is the program's own",
    "Lambda": "runs a function of the program",
    "GRUCell": "part of an RNN",
    "LSTMCell": "part of an RNN",
    "SimpleRNNCell": "part of an RNN",
    "StackedRNNCells": "part of an RNN, with which it is tried",
    "AbstractRNNCell": "what it does is the program's own",
    "TFSMLayer": "runs a saved model",
    "FlaxLayer": "runs another library's model",
    "JaxLayer": "runs another library's model",
    "TorchModuleWrapper": "runs another library's model",
    "DenseFeatures": "takes feature columns, which are gone",
}
"""Classes of `keras.layers` without a case, and why."""


def test_every_layer_is_tried(real: Reality, keras: int) -> None:
    """The list is Keras' own: one class may have several names."""
    program = (
        "import inspect\nfrom tensorflow import keras\n"
        "found = tuple(sorted({v.__name__ for v in vars(keras.layers).values() "
        "if inspect.isclass(v)}))\n"
    )
    (ran,) = real_results(real, [Program(program, ("found",))])
    missing = {n for n in ran.values["found"]["items"] if n not in KINDS} - set(NOT_TRIED)
    assert not missing
    assert not set(NOT_TRIED) & set(KINDS)
