"""Data sets through functions of the program, which TensorFlow runs once, when it is told of them.

Source: TensorFlow 2.21, `data/ops/structured_function.py`; truth cases G.map_*.
"""

from msgspec.structs import replace

from ndlint.knowledge.registry import Applied, models
from ndlint.knowledge.tensorflow.data import DATASET, as_tensors
from ndlint.values.base import UNKNOWN, List, Tuple, Value
from ndlint.values.dataset import Dataset, taken_out
from ndlint.values.dimension import UNKNOWN_DIM


@models(f"{DATASET}.map")
def mapped(ds: Value, map_func: Value, *arguments: Value, **options: Value) -> object:
    """Every element through a function, which gets the parts of a tuple one by one."""
    if not isinstance(ds, Dataset):
        return UNKNOWN

    def after(returned: Value) -> Value:
        is_packed = _holds_list(returned)
        return replace(ds, element=UNKNOWN if is_packed else as_tensors(returned))

    return Applied(map_func, _given(ds), after, in_graph=True)


@models(f"{DATASET}.filter")
def filtered(ds: Value, predicate: Value, name: Value = UNKNOWN) -> object:
    """Some of the elements."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    fewer = replace(ds, cardinality=UNKNOWN_DIM)
    return Applied(predicate, _given(ds), lambda _: fewer, in_graph=True)


@models(f"{DATASET}.flat_map", f"{DATASET}.interleave")
def flattened(ds: Value, map_func: Value, *arguments: Value, **options: Value) -> object:
    """The elements of the data sets that a function makes."""
    if not isinstance(ds, Dataset):
        return UNKNOWN

    def after(returned: Value) -> Value:
        if not isinstance(returned, Dataset):
            return Dataset()
        return replace(returned, cardinality=UNKNOWN_DIM, batches=None)

    return Applied(map_func, _given(ds), after, in_graph=True)


def _given(ds: Dataset) -> tuple[Value, ...] | None:
    """What the function is called with; None: not even how much is known."""
    element = taken_out(ds.element)
    if element == UNKNOWN:
        return None
    return element.items if isinstance(element, Tuple) else (element,)


def _holds_list(value: Value) -> bool:
    """Whether a list is returned, which TensorFlow may pack into one tensor."""
    if isinstance(value, Tuple):
        return any(map(_holds_list, value.items))
    return isinstance(value, List)
