"""How many samples the arguments of `fit` and its like hold, and the lists that Keras refuses.

Source: Keras 3.15, `trainers/data_adapters/` (`array_slicing.can_slice_array`,
`data_adapter_utils.check_data_cardinality`, `train_validation_split`); tf_keras 2.21,
`engine/data_adapter.py`; measured on both, truth cases E.*.
"""

from collections.abc import Iterator
from enum import Enum

from ndlint.knowledge.keras.fitting import is_declared
from ndlint.knowledge.keras.misfits import misfit
from ndlint.target import current
from ndlint.values.array import Array
from ndlint.values.base import (
    GENERATOR,
    NOTHING,
    SET,
    UNKNOWN,
    Bool,
    Dict,
    Float,
    Int,
    List,
    Opaque,
    Str,
    Tuple,
    Value,
    elements,
    leaves,
)
from ndlint.values.conversion import as_array
from ndlint.values.dataset import Dataset
from ndlint.values.dimension import Wild, add, differ
from ndlint.values.fed import Disagreement, Holds, Length, Listed
from ndlint.values.keras import Model
from ndlint.values.shape import Shape

Roles = list[tuple[str, Value]]
"""Parameters and what is given for them."""
PARTS = ("x", "y", "sample_weight")
NUMBERS = (Int, Float, Bool, Str)


class Way(Enum):
    """How a model takes its data."""

    CUT = "cut"
    """`fit`, `evaluate`, `predict`: it is cut into batches."""
    BATCH = "batch"
    """`train_on_batch` and its like: it is one batch."""
    YIELDED = "yielded"
    """`fit`, `evaluate`, `predict` of a data set: each of its elements is one batch."""
    CALL = "call"
    """The model is called."""


def data_of(role: str) -> str:
    """What stands before the parameter: "" or "validation "."""
    return role.removesuffix(role.rpartition(" ")[2])


def spread(roles: Roles) -> Roles:
    """The roles with a data set replaced by what it yields: x, y and sample weights.

    Beside a data set, none of the others may be given: nothing is known then. Keras 2 takes a list
    for a tuple of x and y.
    """
    kinds = (Tuple, List) if current().keras == 2 else Tuple
    found = dict(roles)
    for prefix in ("", "validation "):
        data = found.get(f"{prefix}x")
        if not isinstance(data, Dataset):
            continue
        names = [f"{prefix}{n}" for n in PARTS if f"{prefix}{n}" in found]
        items = data.element.items if isinstance(data.element, kinds) else None
        parts = items or (UNKNOWN if isinstance(data.element, List) else data.element,)
        if len(parts) > len(PARTS) or any(found[n] != NOTHING for n in names[1:]):
            parts = (UNKNOWN,) * len(PARTS)
        for i, name in enumerate(names):
            found[name] = parts[i] if i < len(parts) else NOTHING
    return list(found.items())


def without_lists(roles: Roles) -> Roles:
    """The roles with the arrays that Keras 2 makes of lists of numbers, where all are such."""
    given = dict(roles)
    if current().keras != 2 or not _begins_with_number(given.get("x", NOTHING)):
        return roles
    y = given.get("y", NOTHING)
    if y != NOTHING and not _begins_with_number(y):
        return roles
    own = ("x", "y", "sample_weight")
    return [(r, (as_array(v) or UNKNOWN) if r in own and v != NOTHING else v) for r, v in roles]


def lengths(roles: Roles) -> tuple[Length, ...]:
    """The number of samples of each array."""
    return tuple(
        Length(name, array.shape.dims[0], data, array.origins.shape)
        for role, value in roles
        for data in ("validation" if role.startswith("validation ") else "",)
        for name, array in _arrays(role, value)
        if array.shape.rank and not isinstance(array.shape.dims[0], Wild)
    )


def _arrays(name: str, value: Value) -> Iterator[tuple[str, Array]]:
    """Each array in the value, with how it is reached."""
    match value:
        case Array():
            yield name, value
        case Tuple(items) | List(items):
            for i, item in enumerate(items or ()):
                yield from _arrays(f"{name}[{i}]", item)
        case Dict(items):
            for key, item in items or ():
                text = key.text if isinstance(key, Str) else "?"
                yield from _arrays(f"{name}[{text!r}]", item)


def disagreements(model: Model, roles: Roles, way: Way, is_split: bool) -> tuple[Disagreement, ...]:
    """The first two arguments that differ in their number of samples, of each data.

    `is_split`: validation samples are cut off at the length of x, so that what is longer
    passes.
    """
    found = []
    for data in ("", "validation"):
        known = [n for n in lengths(roles) if n.data == data]
        for other in known[1:]:
            problem = _compared(known[0], other, way, is_split and not data)
            if problem is not None:
                found.append(problem)
                break
    return tuple(_advised(d, dict(roles)) for d in found)


def _compared(first: Length, other: Length, way: Way, is_split: bool) -> Disagreement | None:
    if way is Way.CALL or not differ(first.size, other.size):
        return None
    if is_split:
        gap = add(first.size, other.size, -1)
        return Disagreement(first, other) if isinstance(gap, int) and gap > 0 else None
    if way is Way.CUT or (way is Way.BATCH and current().keras == 2):
        return Disagreement(first, other)
    # Else one batch is left to the layers and the loss.
    if not (isinstance(first.size, int) and isinstance(other.size, int)) or _is_x(other):
        return None
    return Disagreement(first, other, repeats=1 in (first.size, other.size), is_certain=False)


def _is_x(length: Length) -> bool:
    return length.role.startswith(("x", "validation x"))


def _advised(found: Disagreement, given: dict[str, Value]) -> Disagreement:
    """A row where a column belongs is turned."""
    array = given.get(found.second.role)
    turned = (1, found.first.size)
    if isinstance(array, Array) and array.shape.numbers == turned and turned[1] != 1:
        advice = f"{found.second.role} is one row: write .reshape(-1)"
        return Disagreement(found.first, found.second, found.repeats, found.is_certain, advice)
    return found


def listed(model: Model, roles: Roles, way: Way) -> tuple[Listed, ...]:
    """The lists and tuples among the arguments that Keras certainly refuses."""
    whole = dict(roles)
    given = {role: _written_out(value) for role, value in roles}
    found = []
    for role, value in given.items():
        items = elements(value)
        if not items:
            if _is_no_data(model, role, given, way):
                kind = value.path.rpartition(".")[2] if isinstance(value, Opaque) else "None"
                found.append(Listed(role, Holds.NO_DATA, 0, kind))
            continue
        data = data_of(role)
        kind = "list" if isinstance(value, List) else "tuple"
        count = count_of(whole[role])
        if _has_number(value):
            if _refuses_numbers(model, role, given, data, way):
                found.append(Listed(role, Holds.NUMBERS, count, kind))
            continue
        arrays = [item for item in items if isinstance(item, Array)]
        if len(arrays) == len(items) and model.is_known:
            holds = _refused_samples(model, role, given, data, way)
            if count is None and holds is not None:
                only = given | {role: List(items[:1])}
                holds = _refused_samples(model, role, only, data, way)
            if holds is not None:
                found.append(Listed(role, holds, count, kind))
    return tuple(found)


def _written_out(value: Value) -> Value:
    """The same; a list of numbers or arrays that is not known item by item, as if it had one item,
    or two where it has more or may have: what it is refused for does not depend on how many."""
    items = elements(value)
    if items is not None:
        written = tuple(map(_written_out, items))
        return Tuple(written) if isinstance(value, Tuple) else List(written)
    if not isinstance(value, List) or value.size == 0:
        return value
    each = _written_out(value.each)
    if isinstance(each, Array) and each.shape.rank:
        return List((each,) * (1 if value.size == 1 else 2))
    if not _begins_with_number(List((each,))):
        return value
    return List((each,) * (1 if not isinstance(value.size, int) else min(value.size, 2)))


def count_of(value: Value) -> int | None:
    """The number of items of a list or tuple, None: not known."""
    size = value.size if isinstance(value, List) else len(elements(value) or ())
    return size if isinstance(size, int) else None


ITERATORS = "builtins."
"""What the names of Python's own classes begin with."""


def _is_no_data(model: Model, role: str, given: dict[str, Value], way: Way) -> bool:
    """Whether Keras certainly refuses what is no data at all.

    Keras 2 takes an iterator for a generator of batches, as Keras 3 does a generator only.
    """
    value = given[role]
    if value == NOTHING and role == "x":
        # A layer of the program's own may do with nothing.
        return model.is_known or all(v == NOTHING for v in given.values())
    if not isinstance(value, Opaque) or not value.path.startswith(ITERATORS):
        return False
    if role.endswith("x") and way is Way.CUT and value == GENERATOR:
        return False
    is_taken = value.path not in ("builtins.range", SET.path)
    if current().keras == 2 and role.endswith("x") and is_taken:
        return False
    if way is Way.CUT:
        return True
    return model.is_known and (way is Way.BATCH or current().keras == 3)


def _is_number(value: Value) -> bool:
    return isinstance(value, NUMBERS) or (isinstance(value, Array) and value.shape.rank == 0)


def _has_number(value: Value) -> bool:
    """Whether a number or a string stands where an array belongs."""
    return any(map(_is_number, leaves(value)))


def _begins_with_number(value: Value) -> bool:
    """Whether it is what Keras 2 takes for a list of numbers: it looks at the first one only."""
    items = elements(value)
    if not items:
        return False
    return isinstance(items[0], NUMBERS) or _begins_with_number(items[0])


def _refuses_numbers(model: Model, role: str, given: dict[str, Value], data: str, way: Way) -> bool:
    """Whether Keras refuses the numbers in this argument."""
    if current().keras == 2:
        if way is Way.CALL:
            return role == "x" and _are_inputs_too_many(model, given[role])
        return _refuses_numbers_2(role, given, data, way)
    value = given[role]
    if way is Way.CUT:
        return True
    if not model.is_known or role.endswith("sample_weight"):
        return False
    items = elements(value) or ()
    # One number for the labels of one output is taken for all samples.
    is_single = len(items) == 1 and _is_number(items[0])
    return role == "x" or (len(model.outputs) == 1 and not is_single)


def _are_inputs_too_many(model: Model, value: Value) -> bool:
    """Whether Keras 2 takes several numbers for as many tensors, and the model has one input."""
    has_one = model.is_known and len(model.inputs) == 1 and is_declared(model.inputs[0].shape)
    numbers = [*leaves(value)]
    return has_one and len(numbers) > 1 and all(isinstance(n, NUMBERS) for n in numbers)


def _refuses_numbers_2(role: str, given: dict[str, Value], data: str, way: Way) -> bool:
    """Keras 2 takes lists of numbers, but not beside arrays, and not for one batch."""
    plain = [leaf for leaf in leaves(given[role]) if isinstance(leaf, NUMBERS)]
    if way is Way.BATCH:
        return bool(plain)
    others = [given.get(f"{data}{n}", NOTHING) for n in ("x", "y")]
    return any(isinstance(other, Array) and other.shape.rank != 0 for other in others)


def _refused_samples(
    model: Model, role: str, given: dict[str, Value], data: str, way: Way
) -> Holds | None:
    """What a list of arrays holds that the model's one input or output does not take."""
    value = given[role]
    arrays = [item for item in elements(value) or () if isinstance(item, Array)]
    others = [(r, v) for r, v in given.items() if data_of(r) == data]
    differ_in_length = any(
        not d.repeats and d.is_certain for d in disagreements(model, others, way, False)
    )
    if role.endswith("y"):
        is_one = len(model.outputs) == 1 and len(arrays) > 1
        return Holds.SAMPLES if is_one and differ_in_length else None
    if not role.endswith("x") or len(model.inputs) > 1:
        return None
    if not model.inputs:
        return Holds.SAMPLES if differ_in_length and len(arrays) > 1 else None
    unfit = [misfit(model, 0, array) is not None for array in arrays]
    stackable = all(misfit(model, 0, _with_batch_axis(a)) is None for a in arrays)
    if len(arrays) == 1:
        return Holds.SAMPLES if unfit[0] and stackable else None
    # Keras 3 gives a Sequential model the first array only.
    takes_first = model.sequential and current().keras == 3 and not unfit[0]
    if takes_first and not (differ_in_length and way is Way.CUT):
        return None
    return Holds.SAMPLES if any(unfit) else Holds.BATCHES


def _with_batch_axis(array: Array) -> Array:
    return Array(array.kind, array.dtype, Shape((1, *array.shape.dims), array.shape.rank_known))
