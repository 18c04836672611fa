"""The array of a frame with columns of categories."""

import numpy as np
import pandas as pd
import pytest

from ndlint.values.array import Array
from ndlint.values.dtype import OBJECT
from tests.knowledge.numpy.lifting import inside
from tests.knowledge.tensorflow.bulk import Program, verdict

START = "import numpy as np\nimport pandas as pd\n"
COLUMNS = {
    "categories": "pd.Categorical([1, 2, 1])",
    "others": "pd.Categorical([1, 2, 3])",
    "one": "pd.Categorical([1] * 3)",
    "ordered": "pd.Categorical([1, 2, 1], ordered=True)",
    "endless": "pd.Categorical(np.array([1.0, np.inf, 1.0]))",
    "one float": "pd.Categorical(np.ones(3))",
    "a part": "pd.Categorical([1, 1, 2, 1])[:3]",
    "floats": "pd.Categorical([1.0, 2.5, 1.0])",
    "bools": "pd.Categorical([True, False, True])",
    "words": "pd.Categorical(['u', 'v', 'u'])",
    "missing": "pd.Categorical([1, None, 1])",
    "numbers": "[1, 2, 3]",
    "own": "pd.array([1, 2, 3], dtype='Int64')",
}
UNTOLD = {"missing", "ordered", "a part"}
OF_NUMBERS = {"categories", "others", "floats", "bools", "one", "endless", "one float"}
"""Of two such columns, only certainly equal categories are told."""


@pytest.mark.filterwarnings("ignore:invalid value encountered in cast")
@pytest.mark.parametrize("first", COLUMNS)
@pytest.mark.parametrize("second", COLUMNS)
def test_the_array_of_two_columns(first: str, second: str) -> None:
    text = f"pd.DataFrame({{'a': {COLUMNS[first]}, 'b': {COLUMNS[second]}}}).to_numpy()"
    found = verdict(Program(f"{START}x = {text}\n", shows=("x",))).values["x"]
    assert inside(eval(text, {"np": np, "pd": pd}), found) is None
    assert isinstance(found, Array)
    kinds = {first, second}
    assert found.dtype.names or kinds & UNTOLD or kinds <= OF_NUMBERS
    assert found.dtype == OBJECT or kinds not in ({"categories"}, {"one"})
