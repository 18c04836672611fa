"""`train_test_split` unpacked in every order: what ndlint says of it, and what the names hold."""

from itertools import permutations
from typing import Any

import numpy as np
import pytest
from sklearn.model_selection import train_test_split

from ndlint.analysis import analyse
from ndlint.findings import Certainty, Effect, Finding
from ndlint.source.text import parse

NAMES = ("x_train", "x_test", "y_train", "y_test")
START = (
    "import numpy as np\nfrom tensorflow import keras\n"
    "from sklearn.model_selection import train_test_split\n"
    "model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])\n"
    "model.compile('sgd', 'mse')\n"
)
KNOWN = "x, y = np.zeros((8, 1), 'float32'), np.ones((8, 1), 'float32')\n"
UNKNOWN = "def run(x, y):\n    "
SIZES = ("", ", test_size=0.5", ", test_size=0.2", ", train_size=2", ", test_size=size")


def said(code: str) -> list[Finding]:
    """What NDL510 says of a program."""
    return [f for f in analyse(parse("program.py", code)) if f.code == "NDL510"]


@pytest.mark.parametrize("size", SIZES[:4])
@pytest.mark.parametrize("order", [*permutations(NAMES)], ids=" ".join)
def test_every_order(order: tuple[str, ...], size: str) -> None:
    split = f"{', '.join(order)} = train_test_split(x, y{size})\n"
    held: dict[str, Any] = {"train_test_split": train_test_split, "np": np}
    exec(KNOWN + split, held)
    is_right = all(held[name].any() == name.startswith("y") for name in NAMES)
    is_right = is_right and order.index("x_train") % 2 == order.index("y_train") % 2
    assert bool(said(START + KNOWN + split)) is not is_right
    fit = "model.fit(x_train, y_train)\n"
    for finding in said(START + KNOWN + split + fit):
        assert not is_right
        differs = len(held["x_train"]) != len(held["y_train"])
        assert (finding.effect is Effect.CRASH) <= differs
        assert finding.effect is Effect.CRASH or not differs or finding.site.line == 7
    for other in SIZES:
        unknown = UNKNOWN + split.replace(f"y{size})", f"y{other})")
        for finding in said(f"{START}{unknown}    {fit}"):
            assert not is_right
            assert finding.certainty is Certainty.LIKELY
            is_known = other not in (", test_size=0.5", ", train_size=2", ", test_size=size")
            assert finding.effect is not Effect.CRASH or is_known


@pytest.mark.parametrize(
    ("targets", "given", "found"),
    [
        ("train_x, train_y, test_x, test_y", "x, y", True),
        ("xTrain, yTrain, xTest, yTest", "x, y", True),
        ("xtr, ytr, xte, yte", "x, y", True),
        ("X_train, X_val, y_train, y_val", "x, y", False),
        ("train_images, test_images, train_labels, test_labels", "x, y", False),
        ("train_images, train_labels, val_images, val_labels", "x, y", True),
        ("a_train, a_test, b_train, b_test, y_train, y_test", "x, z, y", False),
        ("a_train, b_train, y_train, a_test, b_test, y_test", "x, z, y", True),
        ("a, b, c, d", "x, y", False),
        ("x_train, x_rest, y_train, y_rest", "x, y", False),
        ("x_train, y_train, *rest", "x, y", False),
        ("train, test", "x", False),
        ("test, train", "x", False),
        ("x_train, y_train, x_test, y_test", "*arrays", False),
    ],
)
def test_names(targets: str, given: str, found: bool) -> None:
    code = f"{START}def run(x, y, z, arrays):\n    {targets} = train_test_split({given})\n"
    assert bool(said(code)) is found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("a, b, c, d = train_test_split(x, y)\nmodel.fit(a, b)", True),
        ("a, b, c, d = train_test_split(x, y)\nmodel.fit(a, c)", False),
        ("a, b, c, d = train_test_split(x, y)\nmodel.fit(a / 2, b.reshape(-1, 1))", True),
        ("a, b = train_test_split(x)\nmodel.fit(a, a)", False),
        ("a, b = train_test_split(x)\nmodel.fit(np.concatenate([a, y]), b)", False),
        ("a, b = train_test_split(x)\nc, d = train_test_split(x)\nmodel.fit(a, d)", False),
        ("a, b, c, d = train_test_split(x, y)\nmodel.fit(a, model.predict(b))", True),
        ("a, b, c, d = train_test_split(x, y)\nmodel.fit(a, d)", False),
    ],
)
def test_sides(lines: str, found: bool) -> None:
    assert bool(said(START + KNOWN + lines + "\n")) is found
