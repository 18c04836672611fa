"""`pad_sequences`: rows of the same length.

Source: Keras 3.15, `utils/sequence_utils.py`; tf_keras 2.21, `utils/data_utils.py`: they are alike.
"""

from ndlint.events import Contract, Preparation, Prepared
from ndlint.knowledge.binding import ADType, as_int
from ndlint.knowledge.keras.numbers import no_integer
from ndlint.knowledge.numpy.casting import cast_facts
from ndlint.knowledge.registry import Refusal, models, observes
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Objects
from ndlint.values.base import (
    NOTHING,
    Float,
    Int,
    List,
    Str,
    Value,
    elements,
    leaves,
)
from ndlint.values.conversion import as_array, joint_dtype, joint_facts, row_arrays
from ndlint.values.dimension import UNKNOWN_DIM, Dim
from ndlint.values.dtype import DType
from ndlint.values.facts import FINITE, UNKNOWN_FACTS, Facts, Truth
from ndlint.values.frame import as_numpy
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

ZERO = Float(0.0)


@observes("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences")
def padding(
    sequences: Value,
    maxlen: Value = NOTHING,
    dtype: ADType = dtypes.INT32,
    padding: Value = NOTHING,
    truncating: Value = NOTHING,
    value: Value = ZERO,
) -> Prepared | None:
    """Sequences of which all elements become numbers of one dtype."""
    data = _all_elements(sequences)
    return None if data is None else Prepared(step=Preparation.PADDED, data=data, dtype=dtype)


@models("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences")
def pad_sequences(
    sequences: Value,
    maxlen: Value = NOTHING,
    dtype: ADType = dtypes.INT32,
    padding: Value = NOTHING,
    truncating: Value = NOTHING,
    value: Value = ZERO,
) -> Value:
    """One row for each sequence, int32 by default. Shape: (n, maxlen) for flat ones.

    Raises: ValueError for a text that is no number, TypeError for None.
    """
    if dtype.is_one_of(dtypes.INTEGERS):
        _check_integers(sequences, is_whole=maxlen == NOTHING)
    rows = _rows(sequences)
    shape = UNKNOWN_SHAPE if rows is None else _padded(rows, sequences, maxlen)
    facts = _filled(_all_elements(sequences), dtype, as_array(value), is_whole=maxlen == NOTHING)
    return Array(dtype=dtype, shape=shape, facts=facts)


def _padded(count: Dim, sequences: Value, maxlen: Value) -> Shape:
    """The shape, where the sequences are known to be flat or to have axes of their own."""
    longest = _number_of(maxlen)
    if isinstance(sequences, Array):
        if sequences.objects is Objects.NUMBERS:
            return Shape((count, longest))
        if sequences.dtype.is_one_of(dtypes.NUMPY_NUMBERS):
            length = sequences.shape.dims[1] if maxlen == NOTHING else longest
            return Shape((count, length, *sequences.shape.dims[2:]))
        return UNKNOWN_SHAPE
    rows = [as_array(item) for item in elements(sequences) or ()]
    flat = [row for row in rows if row is not None and row.shape.rank == 1]
    if not rows or len(flat) < len(rows):
        return UNKNOWN_SHAPE
    lengths = [row.shape.dims[0] for row in flat]
    known = [n for n in lengths if isinstance(n, int)]
    if maxlen == NOTHING and len(known) == len(lengths):
        longest = max(known)
    return Shape((count, longest))


def _number_of(maxlen: Value) -> Dim:
    number = as_int(maxlen)
    if number is not None:
        return number
    return maxlen.size if isinstance(maxlen, Int) else UNKNOWN_DIM


def _rows(sequences: Value) -> Dim | None:
    """How many sequences there are; None where it is not known."""
    items = elements(sequences)
    if items is not None:
        return len(items)
    if isinstance(sequences, Array) and sequences.shape.rank:
        is_flat = sequences.shape.rank == 1 and sequences.dtype.name != "object"
        return None if is_flat else sequences.shape.dims[0]
    return None


# ---- the elements


def _all_elements(sequences: Value) -> Array | None:
    """All elements of the sequences, as one array of unknown shape; None: they are not known."""
    value = as_numpy(sequences)
    if isinstance(value, Array):
        has_rows = (value.shape.rank or 0) > 1 and value.dtype.is_one_of(dtypes.NUMPY_NUMBERS)
        return value if has_rows else None
    if isinstance(value, List) and value.items is None:
        return as_array(value.each)
    rows = [row for row in row_arrays(elements(value) or ()) or () if row.shape.size != 0]
    if not rows or any(row.shape.rank == 0 for row in rows):
        return None
    origins = rows[0].origins
    return Array(dtype=joint_dtype(rows), facts=joint_facts(rows), origins=origins)


def _filled(data: Array | None, dtype: DType, filler: Array | None, is_whole: bool) -> Facts:
    """The facts of the rows: of all elements, or of some where they are cut (`is_whole`: not),
    and of what fills them up."""
    if data is None or filler is None or not dtype.is_one_of(dtypes.INTEGERS | dtypes.FLOATS):
        return FINITE if dtype.is_one_of(dtypes.INTEGERS) else UNKNOWN_FACTS
    own = cast_facts(data.facts, data.dtype, dtype)
    more = cast_facts(filler.facts, filler.dtype, dtype)
    low, high = min(own.low, more.low), max(own.high, more.high)
    # Nobody knows here whether anything is cut off, or filled up.
    kept = own if is_whole else own.of_a_part()
    return Facts(
        _of_either(kept.nan, more.nan),
        _of_either(kept.inf, more.inf),
        low,
        high,
        _of_either(kept.fractions, more.fractions),
        reached=kept.reached and own.ends == (low, high),
        varied=kept.varied,
    )


def _of_either(own: Truth, more: Truth) -> Truth:
    """Whether it holds of an element, or of what may have been added."""
    return own.either(more.weakened())


def _check_integers(sequences: Value, is_whole: bool) -> None:
    """Raises: Refusal, where an element that Python tells by itself is no integer.

    `is_whole`: nothing is cut off; else a sequence must have none but such elements. Arrays are
    cast as a whole, of which NumPy refuses nothing.
    """
    for row in elements(sequences) or ():
        if isinstance(row, Str) and not (is_whole and row.text):
            continue  # an empty one is passed over
        problems = [problem for leaf in leaves(row) if (problem := no_integer(leaf))]
        if problems and (is_whole or len(problems) == sum(1 for _ in leaves(row))):
            error, element = problems[0]
            raise Refusal(error, f"a sequence holds {element}", Contract.PADDING)
