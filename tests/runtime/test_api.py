"""`ndlint.verify` and `ndlint.watch`, called by a program that Python runs."""

import subprocess
import sys

import pytest

from tests.runtime.verifying import Verifier

START = (
    "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\nimport ndlint\n"
    "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, 'softmax')])\n"
    "model.compile('sgd', 'sparse_categorical_crossentropy')\n"
    "x = np.ones((8, 4), 'float32')\ny = np.arange(8) % 3\n"
    "def show(found):\n    print([(f.code, f.site.line, f.site.column) for f in found])\n"
)


@pytest.mark.parametrize(
    ("call", "codes"),
    [
        ("model, x, y", []),
        ("model, x", []),
        ("model, x[:, :3]", ["NDL201"]),
        ("model, x, y + 1", ["NDL303"]),
        ("model, x, y=y[:5]", ["NDL501"]),
        ("model, x, y, validation_data=(x * np.nan, y)", ["NDL401"]),
        ("model, x.astype('float64'), y, epochs=3", ["NDL101"]),
        ("model, tf.data.Dataset.from_tensor_slices((x, y)).batch(4)", []),
        ("model, tf.data.Dataset.from_tensor_slices((x, y))", ["NDL503"]),
    ],
)
def test_verify_tells_what_fit_would_meet(verifier: Verifier, call: str, codes: list[str]) -> None:
    code = f"{START}before = model.get_weights()[0]\nshow(ndlint.verify({call}))\n"
    ran = verifier.run(code + "print((model.get_weights()[0] == before).all())\n")
    assert ran.out == f"{[(found, 12, 6) for found in codes]}\nTrue\n", ran.err
    assert "NDL" not in ran.err


def test_watch_tells_at_once_and_is_undone(verifier: Verifier) -> None:
    code = START + (
        "from tensorflow import constant\nreal = tf.constant, keras.Model.fit, tf.Tensor.__add__\n"
        "with ndlint.watch() as watched:\n"
        "    constant(np.array([np.nan, 1]), 'float32')\n"
        "    show(watched.findings)\n"
        "    try:\n        tf.constant([1]) + np.float64(0.5)\n"
        "    except Exception:\n        pass\n"
        "print((tf.constant, keras.Model.fit, tf.Tensor.__add__) == real, constant is real[0])\n"
        "constant(np.array([np.inf, 1]))\nshow(watched.findings)\n"
    )
    ran = verifier.run(code)
    assert ran.out == (
        "[('NDL401', 14, 5)]\nTrue True\n[('NDL401', 14, 5), ('NDL107', 17, 9)]\n"
    ), ran.err
    assert [(found.line, found.code) for found in ran.found] == [(14, "NDL401"), (17, "NDL107")]
    assert "14 |     constant(np.array([np.nan, 1]), 'float32')" in ran.err


def test_watch_is_undone_when_the_program_raises(verifier: Verifier) -> None:
    code = START + (
        "try:\n    with ndlint.watch(quiet=True) as watched:\n        model.fit(x[:, :2], y)\n"
        "except ValueError as error:\n    print('raised')\n"
        "print(keras.Model.fit.__module__, tf.constant.__code__.co_filename.count('ndlint'))\n"
        "show(watched.findings)\n"
    )
    ran = verifier.run(code)
    assert ran.out.startswith("raised\nkeras.src.backend"), ran.err
    assert ran.out.endswith(" 0\n[('NDL201', 13, 9)]\n")
    assert "NDL" not in ran.err


def test_cells_of_a_notebook_are_shown(verifier: Verifier) -> None:
    cell = "with ndlint.watch():\n    tf.constant(np.array([np.nan]))\n"
    code = START + (
        f"import linecache\ncell = {cell!r}\n"
        "linecache.cache['<cell 7>'] = (1, None, cell.splitlines(True), '<cell 7>')\n"
        "exec(compile(cell, '<cell 7>', 'exec'), globals())\n"
        "exec(compile(cell, '<typed>', 'exec'), globals())\n"
    )
    err = verifier.run(code).err
    assert "<cell 7>:2:5: NDL401 [silent] tf.constant of a float64 array" in err
    assert "2 |     tf.constant(np.array([np.nan]))" in err
    assert "<typed>:2:5: NDL401 [silent] tensorflow.constant of a float64 array" in err


def test_importing_ndlint_brings_no_engine() -> None:
    code = (
        "import sys, ndlint\n"
        "print([m for m in sys.modules if m.startswith(('numpy', 'ndlint.'))], ndlint.__version__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf8", check=True
    )
    assert done.stdout.startswith("[] ")
