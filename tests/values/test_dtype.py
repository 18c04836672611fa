"""The joint dtype of several arrays is NumPy's, whatever their order."""

from itertools import combinations

import numpy as np

from ndlint.values.dtype import NUMPY_NUMBERS, dtype, promote_all

NAMES = sorted(NUMPY_NUMBERS - {"longdouble"})


def test_of_several() -> None:
    for count in (1, 2, 3, 4):
        for names in combinations(NAMES, count):
            found = promote_all([dtype(name) for name in names])
            assert found == dtype(np.result_type(*names).name), names
            assert promote_all([dtype(name) for name in reversed(names)]) == found


def test_of_one_of_several() -> None:
    found = promote_all([dtype("int8"), dtype("uint8", "float16"), dtype("float16")])
    assert found == dtype("float16")
    assert not promote_all([dtype("int8"), dtype("str")]).names
