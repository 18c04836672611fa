"""The data sets of scikit-learn: what is known of each is what it makes."""

import numpy as np
import pytest
from sklearn import datasets

from ndlint.knowledge.sklearn.datasets import HELD
from ndlint.values.array import Array
from ndlint.values.base import Value
from ndlint.values.frame import Column, Frame
from tests.knowledge.numpy.lifting import inside
from tests.knowledge.tensorflow.bulk import Program, verdict

START = "import numpy as np\nfrom sklearn import datasets\n"
OFFLINE = [name for name in HELD if name != "fetch_california_housing"]
MADE = [
    "make_classification()", "make_classification(500, 12, n_classes=3, n_informative=5)",
    "make_classification(n_samples=12, n_classes=2, random_state=0)",
    "make_classification(300, weights=[0.99])", "make_classification(300, flip_y=0.9)",
    "make_classification(n_samples=300, n_features=6, weights=[0.5], flip_y=0)",
    "make_blobs()", "make_blobs(60, 5, centers=4)", "make_blobs(2, centers=3)",
    "make_blobs(n_samples=50, centers=[[0, 0, 0], [1, 1, 1]])", "make_moons(40)", "make_circles(7)",
    "make_moons(n_samples=200, noise=0.1)", "make_regression(50, 4)",
    "make_regression(n_samples=30, n_features=3, n_targets=2)", "make_friedman1(20)",
    "make_multilabel_classification(30, n_classes=4)",
]  # fmt: skip
UNTOLD = [
    "make_blobs([3, 4])", "make_moons((3, 4))", "make_regression(50, 4, coef=True)[0], 0",
    "make_classification(return_X_y=False).X, 0", "load_digits(n_class=5, return_X_y=True)",
    "make_multilabel_classification(sparse=True)",
]  # fmt: skip


def pair(text: str) -> tuple[Value, Value, dict[str, np.ndarray]]:
    """What is known of x and y, and what they are."""
    found = verdict(Program(f"{START}{text}\n", shows=("x", "y"))).values
    real: dict[str, np.ndarray] = {"datasets": datasets}
    exec(text, real)
    return found["x"], found["y"], real


@pytest.mark.parametrize("call", MADE)
def test_made(call: str) -> None:
    x, y, real = pair(f"x, y = datasets.{call}")
    for value, array in ((x, real["x"]), (y, real["y"])):
        assert isinstance(value, Array)
        assert value.shape.numbers == array.shape
        assert value.dtype.name == array.dtype.name
        assert not inside(array, value)
        assert value.facts.distinct in (0, len(set(array.ravel().tolist())))


@pytest.mark.parametrize("call", UNTOLD)
def test_untold(call: str) -> None:
    x, _, _ = pair(f"x, y = datasets.{call}")
    assert not isinstance(x, Array) or x.shape.numbers is None


@pytest.mark.parametrize("name", OFFLINE)
@pytest.mark.parametrize(
    "way", ["d = datasets.{}()\nx, y = d.data, d['target']", "x, y = datasets.{}(return_X_y=True)"]
)
def test_held(name: str, way: str) -> None:
    x, y, real = pair(way.format(name))
    for value, array in ((x, real["x"]), (y, real["y"])):
        assert isinstance(value, Array)
        assert value.shape.numbers == array.shape
        assert not inside(array, value)
        assert value.facts.distinct in (0, len(set(array.tolist()))) if array.ndim == 1 else True


@pytest.mark.parametrize("name", OFFLINE)
def test_frames(name: str) -> None:
    x, y, real = pair(f"x, y = datasets.{name}(return_X_y=True, as_frame=True)")
    assert isinstance(x, Frame)
    assert isinstance(y, Column)
    assert (x.rows, x.breadth) == real["x"].shape
    assert y.dtype_name == str(real["y"].dtype)


def test_images() -> None:
    found, _, real = pair("d = datasets.load_digits()\nx, y = d.images, d.target")
    assert isinstance(found, Array)
    assert found.shape.numbers == real["x"].shape
    assert not inside(real["x"], found)


def test_bunch_that_is_changed() -> None:
    text = "d = datasets.load_iris()\nd.data = d.data[:, :2]\nx, y = d.data, d.target"
    found, _, _ = pair(text)
    assert not isinstance(found, Array) or found.shape.numbers in (None, (150, 2))
