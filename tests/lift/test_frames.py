"""A frame is lifted by its columns, which make the array that it would be."""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from ndlint.lift import lift
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, SparseMatrix
from ndlint.values.frame import as_numpy
from ndlint.values.shape import Shape
from tests.knowledge.numpy.lifting import inside

NAN, INF = float("nan"), float("inf")
COLUMNS: dict[str, tuple[object, ...]] = {
    "int8": (1, -2), "uint8": (3, 200), "int64": (4, -5), "uint64": (6, 7), "bool": (True, False),
    "float16": (0.5, NAN), "float32": (0.25, -INF), "float64": (2.0, NAN),
    "Int64": (1, None), "UInt8": (2, 3), "Float32": (0.5, None), "boolean": (True, None),
    "string": ("a", None), "str": ("b", "c"), "category": (1, NAN, 2), "object": (1, NAN, "a"),
    "datetime64[ns]": (0, None), "Sparse[float64]": (0.0, NAN), "period[D]": ("2020", None),
}  # fmt: skip
"""dtypes of a column, with what may stand in it."""


def frame(names: tuple[str, ...], rows: int) -> pd.DataFrame:
    """A table with columns of these dtypes; all have the same name."""
    if not names:
        return pd.DataFrame(index=range(rows))
    columns = [pd.Series(list(COLUMNS[name][:rows]), dtype=name) for name in names]
    return pd.concat(columns, axis=1, keys=["x"] * len(names))


def differs(thing: Any) -> bool:
    """Whether another array is made of what is lifted than pandas makes, or one that is not known
    though none of its dtypes is strange."""
    found, real = as_numpy(lift(thing)), thing.to_numpy()
    assert isinstance(found, Array)
    expected = lift(real)
    assert isinstance(expected, Array)
    is_strange = not found.dtype.names and is_untold(thing)
    of_objects = found.dtype == dtypes.OBJECT or not found.dtype.names
    same_first = of_objects or found.origins.first == expected.origins.first
    same_kind = is_strange or found.dtype == expected.dtype
    return not (same_kind and same_first and found.shape == expected.shape) or bool(
        inside(real, found)
    )


def is_untold(thing: Any) -> bool:
    """Whether it holds what is not followed: whether several columns have the same categories, and
    what the categories are where some are missing."""
    names = str(getattr(thing, "dtypes", thing))
    categories = names.count("category")
    return "Sparse" in names or categories == 2 or bool(categories and np.any(thing.isna()))


@pytest.mark.filterwarnings("ignore:invalid value encountered in cast")
@pytest.mark.parametrize("rows", (0, 1, 2))
def test_a_frame_is_the_array_that_it_would_be(rows: int) -> None:
    pairs = [(), *((name,) for name in COLUMNS), *product(COLUMNS, repeat=2)]
    assert [names for names in pairs if differs(frame(names, rows))] == []
    assert not differs(frame((*COLUMNS,), rows))
    numbers = ("float32", "int8", "float64", "uint8", "float32")
    assert not differs(frame(numbers, rows))


@pytest.mark.parametrize("name", COLUMNS)
def test_a_series_and_an_index_are_arrays(name: str) -> None:
    for rows in range(len(COLUMNS[name]) + 1):
        series = pd.Series(list(COLUMNS[name][:rows]), dtype=name)
        assert not differs(series)
        if name != "float16":  # pandas has no index of these
            assert not differs(pd.Index(series))
    assert not differs(pd.MultiIndex.from_product([[1, 2], ["a"]]))


@pytest.mark.parametrize("layout", ("bsr", "coo", "csc", "csr", "dia", "dok", "lil"))
@pytest.mark.parametrize("kind", ("matrix", "array"))
@pytest.mark.parametrize("shape", ((0, 2), (3, 4)))
def test_a_sparse_matrix_is_no_array(layout: str, kind: str, shape: tuple[int, int]) -> None:
    make = getattr(scipy.sparse, f"{layout}_{kind}")
    for dtype in ("bool", "int32", "float32", "float64", "complex64"):
        real = make(np.eye(*shape, dtype=dtype))
        assert lift(real) == SparseMatrix(dtypes.dtype(dtype), Shape(shape))
