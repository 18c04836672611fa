"""Frames that are read from files: what they hold is not known, but that they are tables.

Source: pandas, `io/parsers/readers.py`.
"""

from ndlint.knowledge.pandas.making import is_label
from ndlint.knowledge.registry import models
from ndlint.values.base import NOTHING, UNKNOWN, Int, Str, Value, elements
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.frame import Column, Frame, frame_of

NO_TABLE = frozenset({"chunksize", "iterator", "squeeze"})
"""Options with which something else may be returned."""


@models("pandas.read_csv", "pandas.read_table", "pandas.read_fwf")
def read_csv(filepath_or_buffer: Value, *arguments: Value, **options: Value) -> Value:
    """A frame; no label of it stands twice, for pandas changes the second."""
    if NO_TABLE & options.keys():
        return UNKNOWN
    header = options.get("header", NOTHING)
    is_flat = isinstance(header, Int | Str) or header == NOTHING
    names = elements(options.get("names", NOTHING))
    if names and all(map(is_label, names)) and not options.keys() & {"index_col", "usecols"}:
        return frame_of([(name, Column()) for name in names], UNKNOWN_DIM)
    return Frame(is_flat=is_flat)


@models("pandas.read_parquet", "pandas.read_pickle", "pandas.read_hdf", "pandas.read_json")
def read_other(*arguments: Value, **options: Value) -> Value:
    """Most often a frame, but anything may have been stored."""
    return UNKNOWN
