"""The runner that the other tests believe."""

import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType

import pytest

from tests.truth.reality import Outcome, Reality

MEGABYTE = 1 << 20
LABELS_DO_NOT_FIT = """
import numpy as np
import keras

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="softmax")])
model.compile(loss="categorical_crossentropy")
model.fit(np.zeros((8, 4), "float32"), np.zeros(8, "int64"), verbose=0)
"""


@pytest.fixture(scope="module")
def legacy() -> Iterator[Reality]:
    with Reality("k2") as real:
        yield real


def test_a_program_that_runs(reality: Reality) -> None:
    outcome = reality.run("import tensorflow as tf\nx = tf.constant([1.0, 2.0])\nprint(x)\n")
    assert outcome == Outcome(ok=True)


def test_a_program_that_raises(reality: Reality) -> None:
    outcome = reality.run(LABELS_DO_NOT_FIT)
    assert not outcome.ok
    assert outcome.said.startswith("ValueError: ")
    assert "must have the same rank" in outcome.message
    assert outcome.line == 7


@pytest.mark.parametrize(
    ("code", "error", "line"),
    [
        ("def f():\n    return 1 / 0\n\nf()\n", "ZeroDivisionError", 2),
        ("x = 1\nx = = 2\n", "SyntaxError", 2),
        ("import sys\nsys.exit('gone')\n", "SystemExit", None),
        ("raise KeyboardInterrupt\n", "KeyboardInterrupt", 1),
        ("import os\nos._exit(3)\n", "Died", None),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n", "Died", None),
    ],
)
def test_how_a_program_ends(reality: Reality, code: str, error: str, line: int | None) -> None:
    outcome = reality.run(code)
    assert (outcome.ok, outcome.error, outcome.line) == (False, error, line)


def test_how_it_died(reality: Reality) -> None:
    assert reality.run("import os\nos._exit(3)\n").message == "exit status 3"


def test_an_answer_that_was_not_waited_for() -> None:
    """It is not taken for the next program's."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGUSR1, give_up)
    try:
        with Reality() as real:
            real.run("first = 1\n")
            threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGUSR1)).start()
            with pytest.raises(TimeoutError):
                real.run("import time\ntime.sleep(3)\nraise ValueError\n")
            assert real.run("second = 2\n", shows="second == 2") == Outcome(ok=True, shows=True)
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_a_program_that_hangs(reality: Reality) -> None:
    outcome = reality.run("while True:\n    pass\n", limit=1.0)
    assert outcome.said == "Timeout: no end after 1 s"
    assert reality.run("x = 1\n").ok


def test_an_exit_without_fault_is_fine(reality: Reality) -> None:
    assert reality.run("raise SystemExit(0)\n").ok


def test_a_message_is_cut(reality: Reality) -> None:
    message = reality.run("raise ValueError('é' * 100_000 + 'end')\n").message
    assert message == "é" * 500 + "é" * 497 + "end"


@pytest.mark.parametrize(("shows", "value"), [("x > 1", True), ("x > 2", False), ("[]", False)])
def test_what_a_program_shows(reality: Reality, shows: str, value: bool) -> None:
    outcome = reality.run("x = 2\n", shows=shows)
    assert (outcome.shows, outcome.shows_error) == (value, None)


def test_an_expression_without_value(reality: Reality) -> None:
    outcome = reality.run("x = 2\n", shows="y > 1")
    assert outcome.ok
    assert outcome.shows is None
    assert outcome.shows_error == "NameError: name 'y' is not defined"


def test_programs_do_not_see_each_other(reality: Reality) -> None:
    reality.run("import builtins\nbuiltins.leak = 1\n")
    assert reality.run("leak\n").error == "NameError"


def test_memory(reality: Reality) -> None:
    code = "import numpy as np\nx = np.ones({} << 20, 'uint8')\ndel x\n"
    small = reality.run(code.format(1), measure=True).extra_bytes
    large = reality.run(code.format(50), measure=True).extra_bytes
    assert small is not None
    assert large is not None
    assert large >= 40 * MEGABYTE
    assert 0 <= small < 20 * MEGABYTE


def test_autograph_finds_the_source(reality: Reality) -> None:
    code = """
import tensorflow as tf

@tf.function
def sign(x):
    if x > 0:
        return 1
    return -1

assert sign(tf.constant(3.0)) == 1
"""
    assert reality.run(code) == Outcome(ok=True)


@pytest.mark.parametrize(
    "code",
    [
        "import keras\n(x, y), _ = keras.datasets.mnist.load_data()",
        "from keras.datasets import mnist\n(x, y), _ = mnist.load_data()",
        "from tensorflow.keras.datasets.mnist import load_data\n(x, y), _ = load_data()",
        "import tensorflow as tf\n(x, y), _ = tf.keras.datasets.mnist.load_data()",
    ],
)
def test_nothing_is_downloaded(reality: Reality, code: str) -> None:
    shows = "(x.shape, str(x.dtype), y.shape, str(y.dtype))"
    expected = "((60000, 28, 28), 'uint8', (60000,), 'uint8')"
    assert reality.run(code, shows=f"{shows} == {expected}").shows is True


def test_the_versions(reality: Reality, legacy: Reality) -> None:
    assert reality.versions["keras"].startswith("3.")
    assert legacy.versions["keras"].startswith("2.")


def test_the_other_keras(legacy: Reality) -> None:
    code = (
        "import tensorflow as tf\nimport tf_keras\n(x, _), _ = tf.keras.datasets.mnist.load_data()"
    )
    outcome = legacy.run(
        code, shows="tf.keras.Sequential is tf_keras.Sequential and len(x) == 60000"
    )
    assert (outcome.said, outcome.shows) == ("", True)


def test_a_server_that_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.truth.reality.SERVER", "tests.truth.no_such_server")
    with pytest.raises(RuntimeError, match="no_such_server"), Reality() as real:
        real.run("x = 1")
