"""`preprocess_input` of every pretrained model, on pixels of every kind."""

from ndlint.knowledge.keras.pixels import KEEPING, SCALING
from ndlint.target import Target, aiming_at
from tests.knowledge.tensorflow.bulk import Program, compare
from tests.truth.reality import Reality

START = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
PIXELS = "np.random.RandomState(0).randint(0, 256, (2, 8, 8, 3)).astype('{}')"
DTYPES = ("uint8", "int64", "float32", "float64", "float16")


def programs() -> list[Program]:
    """Arrays, which are changed where they are floats, and tensors."""
    given = [PIXELS.format(dtype) for dtype in DTYPES]
    given += [f"tf.constant({PIXELS.format(dtype)})" for dtype in ("uint8", "float32")]
    return [
        Program(
            f"{START}x = {x}\nout = keras.applications.{module}.preprocess_input(x)\n",
            ("x", "out"),
        )
        for module in (*SCALING, *KEEPING)
        for x in given
    ]


def test_every_preprocess_input(real: Reality, keras: int) -> None:
    with aiming_at(Target(keras=keras)):
        score = compare(real, programs())
    print(score)
    assert not score.wrong, "\n\n".join(score.wrong)
    assert score.raised < score.programs // 8  # tensors of integers
