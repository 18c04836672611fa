"""What `ndlint verify` says, when, and how it exits."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.runtime.verifying import Ran, Verifier
from tests.truth.reality import FLAVOURS, QUIET

START = "import numpy as np\nimport tensorflow as tf\nfrom tensorflow import keras\n"
FIT = (
    "model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])\n"
    "model.compile('sgd', 'mse')\n"
)
TABLE = """\
import csv
import sys

import numpy as np
from tensorflow import keras

with open("table.csv", "w", newline="") as file:
    rows = csv.writer(file)
    for number in range(50_000):
        rows.writerow(["" if number == 31_415 else number % 7, 1.0, number % 2])
{read}
x, y = table[:, :2].astype("float32"), table[:, 2].astype("float32")
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
print("training", file=sys.stderr, flush=True)
model.fit(x, y, batch_size=5000, verbose=2)
print("trained", file=sys.stderr, flush=True)
"""
READERS = {
    "NumPy": 'table = np.genfromtxt("table.csv", delimiter=",")',
    "pandas": 'import pandas\ntable = pandas.read_csv("table.csv", header=None).to_numpy()',
}


@pytest.mark.parametrize("reader", READERS)
def test_one_nan_in_a_table_is_told_before_the_training(verifier: Verifier, reader: str) -> None:
    code = TABLE.format(read=READERS[reader])
    ran = verifier.verify(code)
    (found,) = ran.found
    assert found.code == "NDL401"
    assert "31415" in ran.err.partition("training\n")[2].partition("trained")[0]
    assert ran.err.index("training\n") < ran.err.index("NDL401") < ran.err.index("trained")
    assert ran.verdicts == {}, "the source tells nothing of it"
    assert (ran.status, ran.out.startswith("10/10")) == (1, True)


def test_a_crash_is_explained_under_its_traceback(verifier: Verifier) -> None:
    ran = verifier.verify(
        START + FIT + "x = np.ones((8, 5), 'float32')\nmodel.fit(x, np.ones(8))\n"
    )
    told, _, after = ran.err.partition("Traceback (most recent call last):")
    assert ("NDL201" in told, "ValueError: " in after, ran.status) == (True, True, 2)
    explained = after.partition("ndlint: NDL201 tells why:\n")[2]
    assert explained.startswith("program.py:7:1: NDL201 [crash] x of model.fit has shape (8, 5)")
    assert "ndlint/runtime" not in ran.err, "no frame of ours"


def test_a_crash_of_numpy_is_explained_by_the_variables(verifier: Verifier) -> None:
    code = START + (
        "def flatten(images, size):\n    images = images / 255\n"
        "    return images.reshape(len(images), size)\n"
        "side = int(open('/dev/null').read() or 28)\n"
        "flatten(np.zeros((10, side, side)), 780)\n"
    )
    ran = verifier.verify(code)
    explained = ran.err.partition("ndlint: NDL207 tells why:\n")[2]
    assert explained.startswith("program.py:6:12: NDL207 [crash] images.reshape: ")
    assert ran.status == 2


def test_what_no_rule_knows_is_not_explained(verifier: Verifier) -> None:
    ran = verifier.verify(START + "t = tf.constant(1)\nraise KeyError('mine')\n")
    assert ran.err.rstrip().endswith("KeyError: 'mine'\nndlint: no findings in 1 file")
    assert ran.status == 2


VERDICTS = (
    START
    + FIT
    + (
        "import sys\nif 'sine' in sys.argv:\n    setattr(np, 'log', np.sin)\n"
        "def train():\n    model.fit(np.log(np.zeros((8, 4), 'float32')), np.ones(8), verbose=0)\n"
        "if 'train' in sys.argv:\n    train()\n"
        "p = model.predict(np.ones((8, 4), 'float32'), verbose=0)\n"
        "error = np.mean((np.arange(8.0) - p) ** 2)\n"
    )
)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "not reached"),
        (["train"], "confirmed"),
        (["train", "sine"], "refuted"),
    ],
)
def test_static_findings_get_a_verdict(
    verifier: Verifier, arguments: list[str], expected: str
) -> None:
    ran = verifier.verify(VERDICTS, after=arguments)
    assert ran.verdicts[10, "NDL401"] == expected, ran.err
    assert ran.verdicts[14, "NDL309"] == "confirmed"
    assert ran.status == 1


def test_what_the_source_knows_completes_what_objects_show(verifier: Verifier) -> None:
    code = (
        START
        + FIT
        + (
            "x = np.ones((8, 4), 'float32')\ny = np.arange(8) % 2\n"
            "p = model.predict(x, verbose=0)\nlabels = (p > 0.5).astype(int)\n"
            "accuracy = (labels == y).mean()\nrow = x[2] / 2\nmodel.predict(row, verbose=0)\n"
        )
    )
    ran = verifier.verify(code)
    told = [(found.line, found.code) for found in ran.found]
    assert told == [(10, "NDL309"), (12, "NDL202")], ran.err
    assert "is one sample of shape (4,) (x[2] took the batch axis away)" in ran.found[1].message
    assert set(ran.verdicts.values()) == {"confirmed"}


@pytest.mark.parametrize(
    ("made", "codes"),
    [
        ("np.where(np.tri(n) > 0, 0, -np.inf)", set()),
        ("np.log(np.arange(n))", {"NDL401"}),
        ("np.full(n, np.inf) / np.inf", {"NDL401"}),
    ],
)
def test_a_mask_may_hold_inf(verifier: Verifier, made: str, codes: set[str]) -> None:
    code = f"{START}import sys\nn = len(sys.argv) + 3\nx = {made}\nt = tf.constant(x, tf.float32)\n"
    ran = verifier.verify(code)
    assert {found.code for found in ran.found} == codes, ran.err


NAN = START + "t = tf.constant(np.array([1.0, np.nan], 'float32'){0})\n"


@pytest.mark.parametrize(
    ("code", "options", "codes", "status"),
    [
        (NAN.format(""), [], {"NDL401"}, 1),
        (NAN.format(")  # noqa: NDL401 ("), [], set(), 0),
        ("# flake8: noqa\n" + NAN.format(""), [], set(), 0),
        (NAN.format(""), ["--ignore", "NDL4"], set(), 0),
        (NAN.format(""), ["--select", "NDL1"], set(), 0),
        (NAN.format(""), ["--fail-on", "crash"], {"NDL401"}, 0),
    ],
)
def test_what_is_waived_or_not_wanted_is_not_said(
    verifier: Verifier, code: str, options: list[str], codes: set[str], status: int
) -> None:
    ran = verifier.verify(code.replace(")  # noqa: NDL401 ()", ")  # noqa: NDL401"), options)
    assert (ran.codes, ran.status) == (codes, status), ran.err


def test_a_loop_is_told_of_once_and_every_new_form_is_judged(verifier: Verifier) -> None:
    loop = (
        "for step in range(3000):\n"
        "    shape = (2, 4) if step < 2999 else (2, 5)\n"
        "    batch = np.full(shape, np.nan, 'float32')\n"
        "    t = tf.convert_to_tensor(batch)\n"
        "    try:\n        model(batch)\n    except Exception:\n        print('refused')\n"
    )
    ran = verifier.verify(START + FIT + loop)
    told = [(found.line, found.code) for found in ran.found]
    assert told == [(9, "NDL401"), (11, "NDL401"), (11, "NDL201")], ran.err
    assert ran.err.count("NDL401 [") == 2


def test_a_child_process_is_not_watched(verifier: Verifier) -> None:
    child = (
        "import os\nif os.fork() == 0:\n    tf.constant(np.array([np.nan] * 2))\n    os._exit(0)\n"
    )
    assert verifier.verify(START + child + "os.wait()\n").codes == set()


def test_a_fault_of_a_rule_does_not_reach_the_program(verifier: Verifier) -> None:
    code = START + (
        "from ndlint.rules.ndl401_nan_or_inf import NanOrInf\n"
        "NanOrInf.on_conversion = lambda self, event: 1 / 0\n"
        "print(tf.constant([1.0]).numpy(), tf.constant([2.0]).numpy())\n"
    )
    ran = verifier.verify(code)
    assert (ran.status, ran.out) == (0, "[1.] [2.]\n"), ran.err
    assert ran.err.count("a fault of its own") == 1
    assert "ZeroDivisionError" in ran.err


def start(folder: Path, code: str) -> "subprocess.Popen[str]":
    """Begin to verify a program in a process of its own."""
    (folder / "train.py").write_text(code)
    return subprocess.Popen(
        [sys.executable, "-m", "ndlint", "verify", "--isolated", "train.py"],
        cwd=folder,
        env=os.environ | QUIET | FLAVOURS["k3"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf8",
    )


def test_tensorflow_is_watched_however_late_it_is_imported(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text("from tensorflow import constant\nimport keras\n")
    code = (
        "import sys\nprint([m for m in ('numpy', 'tensorflow') if m in sys.modules])\n"
        "import numpy as np\nx = np.full((4, 3), np.inf)\n"
        "import model\nt = model.constant(x, 'float32')\n"
        "net = model.keras.Sequential([model.keras.Input((2,)), model.keras.layers.Dense(1)])\n"
        "net.predict(x)\n"
    )
    out, err = start(tmp_path, code).communicate(timeout=120)
    assert out.startswith("[]\n"), "ndlint imports neither before the program does"
    ran = Ran(0, out, err.replace("train.py", "program.py"))
    told = [(found.line, found.code) for found in ran.found]
    assert told == [(6, "NDL401"), (8, "NDL101"), (8, "NDL201"), (8, "NDL401")], err


def test_an_interrupt_ends_it_with_130(tmp_path: Path) -> None:
    process = start(tmp_path, "import time\nprint('on', flush=True)\ntime.sleep(60)\n")
    assert process.stdout is not None
    assert process.stdout.readline() == "on\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.startswith("Traceback") and "KeyboardInterrupt" in err


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "cannot be read: No such file"), (b"x = (\n", "cannot be parsed: line 1")],
)
def test_a_script_that_is_none_is_an_error(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / "train.py").write_bytes(content)
    command = [sys.executable, "-m", "ndlint", "verify", "train.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"ndlint: train.py: {reason}")
