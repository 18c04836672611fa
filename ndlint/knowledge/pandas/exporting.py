"""What NumPy and Python get of frames and series.

Source: pandas, `core/base.py` (`to_numpy`), `core/frame.py`.
"""

from ndlint.knowledge.binding import as_dtype
from ndlint.knowledge.numpy.casting import cast
from ndlint.knowledge.registry import models
from ndlint.values.base import NOTHING, UNKNOWN, Value
from ndlint.values.frame import Column, Frame, table


@models("pandas.DataFrame.to_numpy", "pandas.Series.to_numpy", "pandas.Index.to_numpy", view=True)
def to_numpy(
    a: Value, dtype: Value = NOTHING, copy: Value = UNKNOWN, na_value: Value = NOTHING
) -> Value:
    """The array of all data. Shape: (rows, columns) of a frame, (rows) of a series."""
    match a:
        case Frame():
            array = table(a)
        case Column(found):
            array = found
        case _:
            return UNKNOWN
    if na_value != NOTHING:
        return UNKNOWN
    asked = None if dtype == NOTHING else as_dtype(dtype)
    return array if asked is None else cast(array, asked)
