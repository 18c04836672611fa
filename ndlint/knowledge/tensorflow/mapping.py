"""Data sets through functions of the program, which TensorFlow runs once, when it is told of them.

Source: TensorFlow 2.21, `data/ops/structured_function.py`; truth cases G.map_*.
"""

from msgspec.structs import replace

from ndlint.knowledge.registry import Applied, models
from ndlint.knowledge.tensorflow.data import DATASET, as_tensors, chosen_of
from ndlint.values.array import Array
from ndlint.values.base import UNKNOWN, List, Tuple, Value, elements
from ndlint.values.dataset import Dataset, each_tensor, some_of, taken_out
from ndlint.values.dimension import UNKNOWN_DIM


@models(f"{DATASET}.map")
def mapped(ds: Value, map_func: Value, *arguments: Value, **options: Value) -> object:
    """Every element through a function, which gets the parts of a tuple one by one."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    given = taken_out(ds)
    tensors = zip(_tensors(given), _tensors(ds.element), strict=True)
    wholes = {id(one.facts): whole.facts for one, whole in tensors}

    def of_all(tensor: Array) -> Array:
        # Who has the very facts of what the function gets has the same elements.
        return replace(tensor, facts=wholes.get(id(tensor.facts), tensor.facts))

    def after(returned: Value) -> Value:
        return replace(ds, element=each_tensor(_returned(returned), of_all), rows_match=False)

    return Applied(map_func, _arguments(given), after, in_graph=True)


@models(f"{DATASET}.filter", f"{DATASET}.take_while")
def filtered(ds: Value, predicate: Value, name: Value = UNKNOWN) -> object:
    """Some of the elements."""
    if not isinstance(ds, Dataset):
        return UNKNOWN
    return Applied(predicate, _given(ds), lambda _: chosen_of(ds), in_graph=True)


@models(f"{DATASET}.rejection_resample")
def resampled(ds: Value, class_func: Value, *arguments: Value, **options: Value) -> object:
    """Some of the elements, each after its class."""
    if not isinstance(ds, Dataset):
        return UNKNOWN

    def after(returned: Value) -> Value:
        some = chosen_of(ds)
        element = Tuple((_returned(returned), some.element))
        return replace(some, element=element, rows_match=False)

    return Applied(class_func, _given(ds), after, in_graph=True)


@models(f"{DATASET}.scan")
def scanned(ds: Value, initial_state: Value, scan_func: Value, name: Value = UNKNOWN) -> object:
    """What a function of a state and each element gives, after the next state."""
    if not isinstance(ds, Dataset):
        return UNKNOWN

    def after(returned: Value) -> Value:
        made = elements(returned) or ()
        element = _returned(made[1]) if len(made) == 2 else UNKNOWN
        return replace(ds, element=element, rows_match=False)

    given = (as_tensors(initial_state), taken_out(ds))
    return Applied(scan_func, None if UNKNOWN in given else given, after, in_graph=True)


@models(f"{DATASET}.apply")
def applied(ds: Value, transformation_func: Value, name: Value = UNKNOWN) -> object:
    """What a function makes of the whole data set."""
    return Applied(transformation_func, (ds,), lambda made: made)


@models(f"{DATASET}.flat_map", f"{DATASET}.interleave")
def flattened(ds: Value, map_func: Value, *arguments: Value, **options: Value) -> object:
    """The elements of the data sets that a function makes."""
    if not isinstance(ds, Dataset):
        return UNKNOWN

    def after(returned: Value) -> Value:
        if not isinstance(returned, Dataset):
            return Dataset()
        element = some_of(returned.element)
        return replace(returned, element=element, cardinality=UNKNOWN_DIM, batches=None)

    return Applied(map_func, _given(ds), after, in_graph=True)


def _given(ds: Dataset) -> tuple[Value, ...] | None:
    """What the function is called with; None: not even how much is known."""
    return _arguments(taken_out(ds))


def _tensors(element: Value) -> list[Array]:
    """All tensors of an element, in order."""
    found: list[Array] = []

    def note(tensor: Array) -> Array:
        found.append(tensor)
        return tensor

    each_tensor(element, note)
    return found


def _arguments(element: Value) -> tuple[Value, ...] | None:
    if element == UNKNOWN:
        return None
    return element.items if isinstance(element, Tuple) else (element,)


def _returned(value: Value) -> Value:
    """What a function returns as an element: a list is a tuple, but not inside of one."""
    items = value.items or () if isinstance(value, List) else (value,)
    if any(map(_holds_list, items)) or (isinstance(value, List) and not items):
        return UNKNOWN
    return as_tensors(Tuple(items) if isinstance(value, List) else value)


def _holds_list(value: Value) -> bool:
    """Whether there is a list, of which TensorFlow may make one tensor."""
    if isinstance(value, Tuple):
        return any(map(_holds_list, value.items))
    return isinstance(value, List)
