"""What a program asks of its surroundings: how Keras is set up, which versions are there."""

import sys

import numpy as np
import pytest

from ndlint.engine import target_of
from ndlint.interpreter.interpret import interpret
from ndlint.knowledge import registry
from ndlint.source.text import parse
from ndlint.target import TODAY, Target, aiming_at
from ndlint.values.base import Bool, Int, Str, Value

START = """\
import sys
import numpy as np
import keras
import tensorflow as tf
from keras import backend as K
from packaging import version
"""
KERAS_2 = Target(keras=2, numpy=1)
ANSWERS: dict[str, bool | None] = {
    "K.image_data_format() == 'channels_first'": False,
    "tf.keras.backend.image_data_format() == 'channels_last'": True,
    "keras.config.image_data_format() in ('channels_first',)": False,
    "K.image_dim_ordering() == 'th'": False,
    "K.backend() == 'tensorflow'": True,
    "keras.config.floatx() == 'float32'": True,
    "tf.__version__.startswith('2')": True,
    "tf.__version__.startswith('1.')": False,
    "tf.__version__.split('.')[0] == '2'": True,
    "int(tf.__version__[0]) < 2": False,
    "int(tf.__version__.split('.')[1]) > 10": True,
    "int(tf.__version__.split('.')[1]) > 20": None,
    "tf.__version__ >= '2.0'": True,
    "tf.__version__ < '2.20'": None,
    "version.parse(tf.__version__) >= version.parse('2.4')": True,
    "version.parse(tf.__version__).major == 2": True,
    "[int(v) for v in tf.__version__.split('.')[:2]] == 1": None,
    "keras.__version__[:2] == '3.'": True,
    "np.__version__ < '2'": False,
    "int(np.__version__.split('.')[0]) == 2": True,
    "sys.version_info >= (3, 8)": True,
    "sys.version_info[0] < 3": False,
    "sys.version_info.major == 3": True,
    "sys.version_info[:2] > (3, 4)": True,
    "sys.version_info >= (3, 14)": None,
    "tf.__version__ > np.__version__": None,
    "tf.__version__ + '' == '2'": None,
    "keras.backend.floatx() == 'float16'": False,
    "keras.config.backend() == 'jax'": False,
    "tf.executing_eagerly()": None,
    "bool(tf.config.list_physical_devices('GPU'))": None,
    "bool(tf.config.experimental.list_physical_devices('GPU'))": None,
    "len(tf.config.list_logical_devices()) > 0": None,
    "len(tf.config.experimental.list_logical_devices()) > 0": None,
    "tf.test.is_gpu_available()": None,
    "tf.test.is_built_with_cuda()": None,
    "tf.test.gpu_device_name() == ''": None,
}
MODULES = ("keras.backend.", "keras.config.", "tensorflow.config.", "tensorflow.test.")


def value_of(text: str, target: Target = TODAY, before: str = "") -> Value:
    registry.load()
    source = parse("program.py", f"{START}{before}\nx = {text}\n")
    with aiming_at(target_of([source], target)):
        run = interpret(source, lambda _event, _reached: False)
    assert run.final is not None
    return run.final.open(run.final.variables(run.home)["x"])


@pytest.mark.parametrize("text", ANSWERS)
def test_questions(text: str) -> None:
    found = value_of(text)
    wanted = ANSWERS[text]
    assert found == Bool(wanted) or (wanted is None and not isinstance(found, Bool))


def test_every_question_is_asked() -> None:
    registry.load()
    names = [name for name in registry.MODELS if name.startswith(MODULES)]
    asked = " ".join(ANSWERS).replace("K.", "keras.backend.").replace("tf.", "tensorflow.")
    assert len(names) >= 14
    assert not [name for name in names if f"{name}(" not in asked]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("K.image_data_format()", "K.set_image_data_format('channels_first')"),
        ("K.floatx()", "K.set_floatx('float64')"),
        ("K.backend()", "import os\nos.environ['KERAS_BACKEND'] = 'jax'"),
    ],
)
def test_what_the_program_changes_is_not_known(text: str, before: str) -> None:
    assert value_of(text, before=before) == Str()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tf.__version__.startswith('2')", None),
        ("keras.__version__.startswith('2.')", True),
        ("np.__version__.startswith('1.')", True),
    ],
)
def test_the_target_decides(text: str, wanted: bool | None) -> None:
    found = value_of(text, KERAS_2)
    assert found == Bool(wanted) or (wanted is None and not isinstance(found, Bool))


@pytest.mark.parametrize("text", [t for t in ANSWERS if t.startswith(("sys.", "np.", "int(np."))])
def test_this_python_answers_the_same(text: str) -> None:
    known = value_of(text, Target(numpy=int(np.__version__[0])))
    if isinstance(known, Bool) and known.truth is not None:
        assert eval(text, {"sys": sys, "np": np}) == known.truth


def test_a_part_that_is_the_same_in_all_versions_is_known() -> None:
    assert value_of("tuple(int(v) for v in tf.__version__.split('.')[:1])[0]") in (Int(2), Int())
    assert value_of("[int(v) for v in tf.__version__.split('.')[:2]][0]") == Int(2)
