"""Data sets and what brings them into shape, against the real functions and stand-in data."""

from ndlint.knowledge import registry
from ndlint.knowledge.registry import MODELS
from ndlint.target import Target, aiming_at
from ndlint.values.array import Array
from ndlint.values.base import Tuple, Value
from tests.knowledge.data.samples import START, loading, one_hot, padded, programs
from tests.knowledge.tensorflow.bulk import Program, compare, verdict
from tests.truth.reality import Reality

KERAS_3 = (
    loading("california_housing", ""),
    loading("california_housing", "version='small'"),
)
HOMES = ("keras.datasets.", "keras.utils.", "keras.preprocessing.")


def test_agrees_with_keras_3(reality: Reality) -> None:
    score = compare(reality, [*programs(), *KERAS_3])
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])


def test_agrees_with_keras_2(legacy: Reality) -> None:
    with aiming_at(Target(keras=2)):
        score = compare(legacy, programs())
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong[:10])


def known(program: Program, name: str) -> Value:
    return verdict(program).values[name]


def numbers(value: Value) -> tuple[int, ...] | None:
    assert isinstance(value, Array), value
    return value.shape.numbers


def test_every_shape_of_a_data_set_is_known() -> None:
    for name in ("mnist", "cifar100", "imdb", "reuters", "boston_housing"):
        program = loading(name, "")
        assert numbers(known(program, "y_train")), name
        assert isinstance(known(program, "shape0"), Tuple), name


def test_classes_of_a_data_set_are_counted() -> None:
    labels = "keras.datasets.mnist.load_data()[0][1]"
    assert numbers(known(one_hot(labels, ""), "r")) == (60_000, 10)
    assert numbers(known(one_hot(labels + "[:10]", ""), "r")) is None
    coarse = "keras.datasets.cifar100.load_data('coarse')[1][1]"
    assert numbers(known(one_hot(coarse, ""), "r")) == (10_000, 20)


def test_options_that_change_the_count() -> None:
    for name, option, counts in (
        ("imdb", "maxlen=100", (None, None)),
        ("reuters", "maxlen=100", (None, None)),
        ("reuters", "test_split=0.5", ((5614,), (5614,))),
        ("boston_housing", "test_split=0.1", ((455,), (51,))),
        ("boston_housing", "test_split=share", (None, None)),
    ):
        program = loading(name, option)
        found = tuple(numbers(known(program, y)) for y in ("y_train", "y_test"))
        assert found == counts, (name, option)


def test_padded_reviews() -> None:
    rows = "keras.datasets.imdb.load_data()[0][0]"
    assert numbers(known(padded(rows, ", maxlen=80"), "r")) == (25_000, 80)
    changed = Program(
        START + f"x = {rows}\nx[0] = [[1, 2], [3, 4]]\nr = keras.utils.pad_sequences(x, 80)\n",
        ("r",),
    )
    assert numbers(known(changed, "r")) is None


def test_every_name_has_a_program() -> None:
    registry.load()
    text = "\n".join(p.text for p in [*programs(), *KERAS_3])
    names = {n for n in MODELS if n.startswith(HOMES)}
    # Keras 1 had these functions in a module of their own; what yields batches of files and of
    # images is tried in test_directories.py.
    others = ("np_utils", "_from_directory", "ImageDataGenerator", "timeseries_dataset")
    missing = {n for n in names if f"{n}(" not in text and not any(o in n for o in others)}
    assert not missing
