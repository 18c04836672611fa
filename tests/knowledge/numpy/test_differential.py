"""Every modelled function of NumPy against NumPy itself."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ndlint.knowledge.numpy.shaping import reshaped
from ndlint.knowledge.registry import MODELS, Refusal
from ndlint.values import shape as shapes
from ndlint.values.dimension import UNKNOWN_DIM, Dim, symbol
from tests.knowledge.numpy.cases import Case, problems
from tests.knowledge.numpy.table import CASES

BY_NAME: dict[str, list[Case]] = defaultdict(list)
for _case in CASES:
    BY_NAME[_case.name].append(_case)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_agrees_with_numpy(name: str) -> None:
    wrong = [f"{c}: {problem}" for c in BY_NAME[name] for problem in problems(c)[:1]]
    assert not wrong, "\n".join(wrong)


def test_every_model_has_a_case() -> None:
    missing = {n for n in MODELS if n.startswith("numpy.") and n not in BY_NAME}
    # Names that only older or newer versions of NumPy have cannot be called here.
    assert {n for n in missing if _exists(n)} == set()


def _exists(name: str) -> bool:
    owner: object = np
    for part in name.split(".")[1:]:
        if not hasattr(owner, part):
            return False
        owner = getattr(owner, part)
    return True


sides = st.lists(st.integers(0, 4), max_size=3)


@given(sides, st.lists(st.integers(-1, 6), max_size=3))
def test_any_reshape(shape: list[int], target: list[int]) -> None:
    try:
        real = np.zeros(shape).reshape(target).shape
    except ValueError:
        with pytest.raises(Refusal):
            reshaped(shapes.of(shape), shapes.of(target))
        return
    assert reshaped(shapes.of(shape), shapes.of(target)).numbers == real
    for i in range(len(target)):
        less: list[Dim] = [UNKNOWN_DIM if i == j else d for j, d in enumerate(target)]
        weak = reshaped(shapes.of(shape), shapes.of(less))
        known: list[tuple[Dim, int]] = list(zip(weak.dims, real, strict=True))
        assert all(dim == size for dim, size in known if isinstance(dim, int))


def test_symbolic_reshape() -> None:
    n = symbol(1, 0, "x.shape[0]")
    images = shapes.of((n, 28, 28))
    assert reshaped(images, shapes.of((-1, 784))) == shapes.of((n, 784))
    assert reshaped(images, shapes.of((n, -1))) == shapes.of((n, 784))
    assert reshaped(images, shapes.of((n, 28, 28, 1))) == shapes.of((n, 28, 28, 1))
    assert reshaped(images, shapes.of((-1, 500))).dims[0] is UNKNOWN_DIM
    with pytest.raises(Refusal, match=r"841 \* x.shape\[0\]"):
        reshaped(images, shapes.of((n, 29, 29)))
