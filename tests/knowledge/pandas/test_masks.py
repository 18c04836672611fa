"""What is compared is a mask, whatever dtype the column has; elements of it may be missing."""

from itertools import product
from typing import Any

import pandas as pd
import pytest

from ndlint.values.array import Array
from ndlint.values.base import Value
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.frame import FLAGS, Column, Frame
from tests.knowledge.numpy.lifting import inside
from tests.knowledge.tensorflow.bulk import Program, verdict

NUMBERS = (
    "pd.Series([1, 2, 3])",
    "pd.Series([1, 2, None]).astype('Int64')",
    "pd.Series([1.5, None, 2])",
    "pd.Series(pd.array([1, 2, None], dtype='Int64')).map({1: 5, 'x': 1})",
)
SERIES = (
    *NUMBERS,
    "pd.Series(['a', 'b', None])",
    "pd.Series([1, 2, 1]).astype('category')",
)
ORDERED = ("{s} > 1", "1 > {s}", "{s}.between(0, 2)")
"""Of words and of categories, pandas refuses it."""
EQUAL = (
    "{s} == 'a'",
    "{s} != 'a'",
    "{s} == 1",
    "{s}.isin([1])",
    "{s} == {s}",
    "~({s} == 1)",
    "({s} == 1) | ({s} == 2)",
    "({s} == 1) & {s}.isna()",
)
READ = "import pandas as pd\nf = pd.read_csv('a.csv')\n"
MASKS = (
    "f['x'] == 'a'",
    "f['x'] > 2",
    "'2020-01-01' <= f['x']",
    "f['x'].between(1, 2)",
    "(f['x'] > 2) & (f['y'] < 3) | ~(f['z'] == 'a')",
    "f['x'] < f['y']",
)


def found_in(text: str, name: str) -> Value:
    return verdict(Program(text, shows=(name,))).values[name]


@pytest.mark.parametrize(
    ("compared", "series"), [*product(EQUAL, SERIES), *product(ORDERED, NUMBERS)]
)
def test_elements_are_bools_or_missing(series: str, compared: str) -> None:
    text = compared.format(s=series)
    real = eval(text, {"pd": pd})
    found = found_in(f"import pandas as pd\nm = {text}\n", "m")
    assert isinstance(found, Column)
    assert found.extension in (None, "" if real.dtype == bool else str(real.dtype))
    assert inside(real.to_numpy(), found.array) is None


@pytest.mark.parametrize("mask", MASKS)
def test_rows_are_chosen_of_a_frame_that_is_read(mask: str) -> None:
    found = found_in(f"{READ}g = f[{mask}][['x', 'y']]\n", "g")
    assert isinstance(found, Frame)
    assert found.breadth == 2
    flags = found_in(f"{READ}m = {mask}\n", "m")
    assert isinstance(flags, Column)
    assert flags.array.dtype == FLAGS


@pytest.mark.parametrize("labels", ["pd.Series(['x'])", "f['x']", "f['x'] + ''"])
def test_labels_choose_columns(labels: str) -> None:
    """What holds labels is no mask: the frame has other columns then, not all of them."""
    scope: dict[str, Any] = {}
    text = f"import pandas as pd\nf = pd.DataFrame({{'x': ['x'], 'y': [1]}})\ng = f[{labels}]\n"
    exec(text, scope)
    found = found_in(text, "g")
    assert scope["g"].shape[1] == 1
    assert not isinstance(found, Frame) or found.breadth in (1, UNKNOWN_DIM)


def test_an_index_is_compared_to_an_array() -> None:
    for compared in ("> '2020-01-02'", "== '2020-01-02'", "!= 1"):
        text = f"pd.date_range('2020-01-01', periods=3) {compared}"
        found = found_in(f"import pandas as pd\nm = {text}\n", "m")
        assert inside(eval(text, {"pd": pd}), found) is None
        assert isinstance(found, Array)
