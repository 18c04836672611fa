"""`tf.data.Dataset`: what a pipeline yields, and how much of it.

Source: TensorFlow 2.21, `data/ops/dataset_ops.py` and `batch_op.py`; compared with the real
`element_spec` and `cardinality()`.
"""

from collections.abc import Callable, Iterator
from functools import reduce

from msgspec.structs import replace

from ndlint.events import Contract, Conversion, Event, Parted, Sliced
from ndlint.knowledge.binding import ADType, Size
from ndlint.knowledge.registry import Refusal, models, observes
from ndlint.values import dtype as dtypes
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    Bool,
    Dict,
    Int,
    Nothing,
    Tuple,
    Value,
    elements,
    leaves,
)
from ndlint.values.conversion import tensor_of
from ndlint.values.dataset import INFINITE, Dataset, Elements, each_tensor, some_of, taken_out
from ndlint.values.dimension import FREE, UNKNOWN_DIM, Dim, add, differ, render
from ndlint.values.dtype import UNKNOWN_DTYPE
from ndlint.values.facts import between, whole
from ndlint.values.frame import as_numpy
from ndlint.values.join import join
from ndlint.values.shape import SCALAR, UNKNOWN_SHAPE, Shape

DATASET = "tensorflow.data.Dataset"
UNKNOWN_DATASET = Dataset()
INTEGER = Array(Kind.TENSOR, dtypes.INT64, SCALAR)
TEXT = Array(Kind.TENSOR, UNKNOWN_DTYPE, SCALAR)
NO = Bool(False)


def as_tensors(value: Value) -> Value:
    """What a data set makes of its argument: tuples and dicts stay, all else is a tensor."""
    match value:
        case Tuple(items):
            return Tuple(tuple(map(as_tensors, items)))
        case Dict(items) if items is not None:
            return Dict(tuple((k, as_tensors(v)) for k, v in items))
        case Dataset():
            return value
        case _ if value == NOTHING:
            return UNKNOWN
    tensor = tensor_of(as_numpy(value))
    if tensor is None:
        return UNKNOWN
    if not tensor.dtype.is_one_of(dtypes.NUMPY_NUMBERS | {"bfloat16"}):
        tensor = replace(tensor, dtype=UNKNOWN_DTYPE)
    origins = tensor.origins
    return tensor if origins.row is None else replace(tensor, origins=replace(origins, row=None))


@models(f"{DATASET}.from_tensor_slices")
def from_tensor_slices(tensors: Value, name: Value = UNKNOWN) -> Value:
    """One element for each index of the first axis. Shape: (n, ...) -> n times (...).

    Raises: ValueError for what has no axis, InvalidArgumentError or ValueError where the
    first axes differ.
    """
    whole_of_it = as_tensors(tensors)
    return Dataset(each_tensor(whole_of_it, _slice), _length(whole_of_it), 0)


def _slice(tensor: Array) -> Array:
    """One row. Where the rank is not known, the last axes may be all there are."""
    shape = Shape(tensor.shape.dims[1:]) if tensor.shape.rank_known else UNKNOWN_SHAPE
    return replace(tensor, shape=shape)


def _length(value: Value) -> Dim:
    """The common size of the first axes. Raises: Refusal, as `from_tensor_slices`."""
    found: Dim = UNKNOWN_DIM
    for tensor in leaves(value):
        if not isinstance(tensor, Array):
            continue
        if tensor.shape.rank == 0:
            raise Refusal(
                "ValueError",
                "a scalar has no axis along which it could be cut into elements",
                Contract.SLICES,
            )
        size = tensor.shape.axis(0) if tensor.shape.rank_known else UNKNOWN_DIM
        if differ(found, size):
            told = f"the first axes have different sizes, {render(found)} and {render(size)}"
            raise Refusal("ValueError", told, Contract.LENGTHS)
        if not isinstance(found, int):
            found = size if size is not UNKNOWN_DIM else found
    return found


@observes(f"{DATASET}.from_tensor_slices")
def _sliced(tensors: Value, name: Value = NOTHING) -> tuple[Event, ...]:
    """It is cut into elements, and every array in it becomes a tensor of its own dtype."""
    given = tuple(as_numpy(value) for value in elements(tensors) or ())
    return (Sliced(value=tensors, items=given, name=name), *_converted(tensors))


@observes(f"{DATASET}.from_tensors")
def _converted(tensors: Value, name: Value = NOTHING) -> tuple[Event, ...]:
    """Every array in it becomes a tensor of its own dtype."""
    return tuple(
        Conversion(value=part, dtype=None, items=items, takes_dtype=False)
        for part, items in _parts(tensors)
        if part != NOTHING or tensors == NOTHING  # None in a tuple stays None
    )


def _parts(
    value: Value, items: tuple[int, ...] | None = ()
) -> Iterator[tuple[Value, tuple[int, ...] | None]]:
    """What becomes one tensor each, and its place in tuples; None: it is in a dict."""
    match value:
        case Tuple(parts):
            for number, part in enumerate(parts):
                yield from _parts(part, None if items is None else (*items, number))
        case Dict(pairs):
            for _, part in pairs or ():
                yield from _parts(part, None)
        case _:
            yield as_numpy(value), items


@models(f"{DATASET}.from_tensors")
def from_tensors(tensors: Value, name: Value = UNKNOWN) -> Value:
    """One element: all of it."""
    return Dataset(as_tensors(tensors), 1)


@models(f"{DATASET}.range")
def counted(*bounds: Value, output_type: ADType | None = None, name: Value = UNKNOWN) -> Value:
    """The numbers of a `range`, int64 by default."""
    scalar = Array(Kind.TENSOR, output_type or dtypes.INT64, SCALAR)
    numbers = [b.number for b in bounds if isinstance(b, Int) and b.number is not None]
    if not 1 <= len(numbers) == len(bounds) <= 3 or (len(numbers) == 3 and numbers[2] == 0):
        return Dataset(scalar, UNKNOWN_DIM, 0)
    found = range(*numbers)
    if found and output_type is None:
        scalar = replace(scalar, facts=whole(min(found), max(found)))
    return Dataset(scalar, len(found), 0)


@models(f"{DATASET}.zip")
def zipped(*args: Value, datasets: Value = NOTHING, name: Value = UNKNOWN) -> Value:
    """Elements side by side, as long as every data set has one."""
    given: Value = datasets if datasets != NOTHING else Tuple(args)
    if len(args) == 1 and not isinstance(args[0], Dataset):
        given = args[0]
    parts = [leaf for leaf in leaves(given) if isinstance(leaf, Dataset)]
    if not parts or len(parts) != len(list(leaves(given))):
        return UNKNOWN_DATASET
    counts = {part.batches for part in parts}
    batches = counts.pop() if len(counts) == 1 else None
    sizes = [part.cardinality for part in parts]
    is_whole = UNKNOWN_DIM not in sizes and all(size == sizes[0] for size in sizes)
    element = _side_by_side(given)
    return Dataset(element if is_whole else some_of(element), _shortest(sizes), batches)


def _side_by_side(given: Value) -> Value:
    match given:
        case Dataset(element):
            return element
        case Tuple(items):
            return Tuple(tuple(map(_side_by_side, items)))
        case Dict(items) if items is not None:
            return Dict(tuple((k, _side_by_side(v)) for k, v in items))
    return UNKNOWN


def _shortest(sizes: list[Dim]) -> Dim:
    ends = [s for s in sizes if s != INFINITE]
    if not ends:
        return INFINITE
    numbers = [s for s in ends if isinstance(s, int)]
    if len(numbers) == len(ends):
        return min(numbers)
    return ends[0] if all(s == ends[0] for s in ends) else UNKNOWN_DIM


@models(f"{DATASET}.batch")
def batch(
    ds: Value,
    batch_size: Size,
    drop_remainder: Value = NO,
    num_parallel_calls: Value = NOTHING,
    deterministic: Value = NOTHING,
    name: Value = UNKNOWN,
) -> Value:
    """Elements stacked. The first axis is free where the last batch may be smaller."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    return in_batches(ds, _stacked, batch_size, drop_remainder)


def in_batches(
    ds: Dataset, stacked: Callable[[Array, Dim], Value], size: Dim, drop_remainder: Value
) -> Dataset:
    """The data set in batches: `stacked` makes a tensor one of many, with such an axis."""
    drops = drop_remainder.truth if isinstance(drop_remainder, Bool) else None
    axis = UNKNOWN_DIM if drops is None else size if drops else FREE
    if any(isinstance(leaf, Dataset) for leaf in leaves(ds.element)):
        element: Value = UNKNOWN
    else:
        kept = ds.element if drops is False else some_of(ds.element)
        element = each_tensor(kept, lambda tensor: stacked(tensor, axis))
    return replace(
        ds,
        element=element,
        cardinality=_in_batches(ds.cardinality, size, drops),
        batches=None if ds.batches is None else ds.batches + 1,
        rows_match=True,
    )


def _stacked(tensor: Array, axis: Dim) -> Array:
    shape = tensor.shape
    dims = (axis, *shape.dims) if shape.rank_known else shape.dims
    return replace(tensor, shape=Shape(dims, shape.rank_known))


def _in_batches(cardinality: Dim, size: Dim, drops: bool | None) -> Dim:
    if cardinality in (INFINITE, 0):
        return cardinality
    if not isinstance(cardinality, int) or not isinstance(size, int) or size < 1:
        return UNKNOWN_DIM
    full, rest = divmod(cardinality, size)
    if drops is None:
        return full if not rest else UNKNOWN_DIM
    return full + (rest > 0 and not drops)


@models(f"{DATASET}.unbatch")
def unbatch(ds: Value, name: Value = UNKNOWN) -> Value:
    """Elements taken apart along their first axis. How many there are is known where all batches
    are of one size."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    batches = ds.batches - 1 if ds.batches else None
    sizes = [leaf.shape.axis(0) for leaf in leaves(ds.element) if isinstance(leaf, Array)]
    size = next((s for s in sizes if isinstance(s, int)), UNKNOWN_DIM)
    count = ds.cardinality if ds.cardinality == INFINITE else UNKNOWN_DIM
    if isinstance(ds.cardinality, int) and isinstance(size, int) and size > 0:
        count = INFINITE if ds.cardinality == INFINITE else ds.cardinality * size
    element = each_tensor(ds.element, _slice)
    return replace(ds, element=element, cardinality=count, batches=batches, rows_match=False)


@models(f"{DATASET}.shuffle")
def shuffle(
    ds: Value,
    buffer_size: Value,
    seed: Value = NOTHING,
    reshuffle_each_iteration: Value = NOTHING,
    name: Value = UNKNOWN,
) -> Value:
    """The same elements in another order: in yet another one each time, if that is not ruled out.

    Measured on TensorFlow 2.21: a seed does not change that, nor does a second shuffle without it.
    """
    if not isinstance(ds, Dataset):
        return UNKNOWN
    if buffer_size == Int(1):
        return replace(ds)
    match reshuffle_each_iteration:
        case Bool(False):
            return replace(ds)
        case Bool(True) | Nothing():
            return replace(ds, is_mixed=True, mix=0, mixed_at=())
    return replace(ds, is_mixed=False)


@models(f"{DATASET}.prefetch", f"{DATASET}.with_options")
def prefetch(
    ds: Value, buffer_size: Value = NOTHING, name: Value = UNKNOWN, **rest: Value
) -> Value:
    """The same elements."""
    return _unchanged(ds)


@models(f"{DATASET}.cache", f"{DATASET}.snapshot")
def cache(ds: Value, *arguments: Value, **options: Value) -> Value:
    """The same elements, in the order in which they were kept."""
    return replace(ds, is_mixed=False) if isinstance(ds, Dataset) else UNKNOWN


@models(f"{DATASET}.unique", f"{DATASET}.ignore_errors")
def unique(ds: Value, *arguments: Value, **options: Value) -> Value:
    """Some of the elements."""
    return chosen_of(ds) if isinstance(ds, Dataset) else UNKNOWN


def chosen_of(ds: Dataset, count: Dim = UNKNOWN_DIM) -> Dataset:
    """So many of the elements; it is not known which."""
    return replace(ds, element=some_of(ds.element), cardinality=count, is_mixed=False)


def _unchanged(ds: Value) -> Value:
    return replace(ds) if isinstance(ds, Dataset) else UNKNOWN


@models(f"{DATASET}.repeat")
def repeat(ds: Value, count: Size | None = None, name: Value = UNKNOWN) -> Value:
    """The elements over and over; without an end where no count is given."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    return replace(ds, cardinality=_repeated(ds.cardinality, count))


def _repeated(size: Dim, count: Dim | None) -> Dim:
    if size == 0 or count == 0:
        return 0
    if count is None or (isinstance(count, int) and count < 0) or size == INFINITE:
        # Of what may be empty, there may be no end to go on to.
        return INFINITE if isinstance(size, int) and isinstance(count, int | None) else UNKNOWN_DIM
    return size * count if isinstance(size, int) and isinstance(count, int) else UNKNOWN_DIM


@models(f"{DATASET}.take")
def take(ds: Value, count: Size, name: Value = UNKNOWN) -> Value:
    """The first elements; all for -1."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    size = ds.cardinality
    if count == INFINITE:
        kept = size
    elif isinstance(size, int) and isinstance(count, int) and count >= 0:
        kept = _shortest([size, count])
    else:
        kept = UNKNOWN_DIM
    return _part_of(ds, kept)


@models(f"{DATASET}.skip")
def skip(ds: Value, count: Size, name: Value = UNKNOWN) -> Value:
    """All but the first elements; none for a negative count."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    size = ds.cardinality
    left: Dim = UNKNOWN_DIM
    if isinstance(count, int) and isinstance(size, int):
        if size == INFINITE:
            left = UNKNOWN_DIM if count < 0 else INFINITE
        else:
            left = 0 if count < 0 else max(0, size - count)
    return _part_of(ds, left)


def _part_of(ds: Dataset, count: Dim) -> Dataset:
    """The first or the last elements, so many of them."""

    def part(tensor: Array) -> Array:
        # A scalar is one of the elements of what was cut into these.
        is_cut = ds.is_unbatched and tensor.shape.rank == 0
        whole = ds.cardinality if is_cut else UNKNOWN_DIM
        return replace(tensor, facts=tensor.facts.of_places(count, whole))

    is_all = isinstance(count, int) and count == ds.cardinality
    element = ds.element if is_all else each_tensor(ds.element, part)
    return replace(ds, element=element, cardinality=count, mix=0)


@models(f"{DATASET}.shard")
def shard(ds: Value, num_shards: Size, index: Size, name: Value = UNKNOWN) -> Value:
    """Every so manieth element."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    size, shards, first = ds.cardinality, num_shards, index
    if size == INFINITE:
        return chosen_of(ds, INFINITE)
    if isinstance(size, int) and isinstance(shards, int) and isinstance(first, int) and shards > 0:
        return chosen_of(ds, size // shards + (first < size % shards))
    return chosen_of(ds)


@models(f"{DATASET}.enumerate")
def enumerated(ds: Value, start: Value = NOTHING, name: Value = UNKNOWN) -> Value:
    """Each element after its number, an int64."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    return replace(ds, element=Tuple((INTEGER, ds.element)))


@models(f"{DATASET}.concatenate")
def concatenate(ds: Value, dataset: Value, name: Value = UNKNOWN) -> Value:
    """The elements of one, then those of the other."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    if not isinstance(dataset, Dataset):
        return UNKNOWN_DATASET
    sizes = (ds.cardinality, dataset.cardinality)
    count = INFINITE if INFINITE in sizes else add(*sizes)
    element = join(ds.element, dataset.element)
    if ds.batches is None or ds.batches != dataset.batches:
        return Dataset(some_of(element), count)
    return Dataset(element, count, ds.batches)


@models(f"{DATASET}.cardinality", "tensorflow.data.experimental.cardinality")
def cardinality(dataset: Value) -> Value:
    """The number of elements, an int64; -1 is no end, -2 not known."""
    if not isinstance(dataset, Dataset):
        return UNKNOWN
    size = dataset.cardinality
    return replace(INTEGER, facts=between(size, size)) if isinstance(size, int) else INTEGER


@models(f"{DATASET}.as_numpy_iterator")
def as_numpy_iterator(ds: Value) -> Value:
    """The elements as arrays."""
    return Elements(taken_out(ds, Kind.NDARRAY)) if isinstance(ds, Dataset) else UNKNOWN


@models(f"{DATASET}.get_single_element")
def get_single_element(ds: Value, name: Value = UNKNOWN) -> Value:
    """The only element."""
    return taken_out(ds) if isinstance(ds, Dataset) else UNKNOWN


@models(f"{DATASET}.list_files")
def list_files(
    file_pattern: Value, shuffle: Value = NOTHING, seed: Value = NOTHING, name: Value = UNKNOWN
) -> Value:
    """The names of files: in another order each time, if that is not ruled out."""
    return Dataset(TEXT, UNKNOWN_DIM, 0, is_mixed=shuffle in (NOTHING, Bool(True)))


@models("tensorflow.data.TextLineDataset", "tensorflow.data.TFRecordDataset")
def lines(filenames: Value, *arguments: Value, **options: Value) -> Value:
    """The lines, or records, of files."""
    return Dataset(TEXT, UNKNOWN_DIM, 0)


@models(f"{DATASET}.counter", f"{DATASET}.random")
def numbers(*arguments: Value, dtype: ADType = dtypes.INT64, **options: Value) -> Value:
    """Numbers without an end."""
    return Dataset(replace(INTEGER, dtype=dtype), INFINITE, 0)


@models(f"{DATASET}.sample_from_datasets", f"{DATASET}.choose_from_datasets")
def chosen(datasets: Value, *arguments: Value, **options: Value) -> Value:
    """The elements of several data sets, in some order."""
    parts = elements(datasets)
    found = [part for part in parts or () if isinstance(part, Dataset)]
    if not found or len(found) != len(parts or ()):
        return UNKNOWN_DATASET
    counts = {part.batches for part in found}
    batches = counts.pop() if len(counts) == 1 else None
    element = some_of(reduce(join, (part.element for part in found)))
    return Dataset(element, UNKNOWN_DIM, batches)


@observes(f"{DATASET}.take")
def _taken(ds: Value, count: Value, name: Value = UNKNOWN) -> Parted | None:
    """Elements from the start."""
    return Parted(dataset=ds, count=count, are_skipped=False) if isinstance(ds, Dataset) else None


@observes(f"{DATASET}.skip")
def _skipped(ds: Value, count: Value, name: Value = UNKNOWN) -> Parted | None:
    """All but these."""
    return Parted(dataset=ds, count=count, are_skipped=True) if isinstance(ds, Dataset) else None
