"""What is fed to a model: the arguments of `fit`, `evaluate`, `predict`, batch methods, calls."""

from collections.abc import Iterator
from math import prod

from msgspec.structs import replace

from ndlint.events import Feed, Matched
from ndlint.knowledge.binding import as_number
from ndlint.knowledge.keras.accepted import is_refused
from ndlint.knowledge.keras.batches import batch_misfit
from ndlint.knowledge.keras.ids import lookups
from ndlint.knowledge.keras.labels import supervised, unlabelled
from ndlint.knowledge.keras.misfits import misfit
from ndlint.knowledge.keras.naming import in_order, misplaced
from ndlint.knowledge.keras.pixels import rescaled
from ndlint.knowledge.keras.samples import (
    PARTS,
    Roles,
    Way,
    count_of,
    data_of,
    disagreements,
    lengths,
    listed,
    spread,
    without_lists,
)
from ndlint.knowledge.keras.tables import as_fed, is_table_refused, stands_for_no_array
from ndlint.knowledge.keras.tensors import input_dtype
from ndlint.knowledge.keras.training import after_data
from ndlint.knowledge.keras.weighting import class_left_out
from ndlint.knowledge.registry import observes
from ndlint.target import current
from ndlint.values.array import Array, SparseMatrix
from ndlint.values.base import NOTHING, UNKNOWN, Dict, Int, List, Tuple, Value, elements, leaves
from ndlint.values.dataset import INFINITE, Dataset, some_of
from ndlint.values.facts import UNKNOWN_FACTS, looks_scaled
from ndlint.values.fed import Fed, Holds, Listed, Misfit
from ndlint.values.frame import Column, Frame
from ndlint.values.keras import Model
from ndlint.values.shape import UNKNOWN_SHAPE

Told = tuple[Matched, Feed] | None
"""What a call with x and y is: that the model is fed, and that they are of the same samples."""


@observes("keras.Model.fit")
def fit(
    model: Value,
    x: Value = NOTHING,
    y: Value = NOTHING,
    batch_size: Value = NOTHING,
    epochs: Value = UNKNOWN,
    verbose: Value = NOTHING,
    callbacks: Value = NOTHING,
    validation_split: Value = NOTHING,
    validation_data: Value = NOTHING,
    shuffle: Value = NOTHING,
    class_weight: Value = NOTHING,
    sample_weight: Value = NOTHING,
    initial_epoch: Value = NOTHING,
    steps_per_epoch: Value = NOTHING,
    validation_steps: Value = NOTHING,
    validation_batch_size: Value = NOTHING,
    validation_freq: Value = NOTHING,
    **options: Value,
) -> Told:
    """Training on x and y, then a look at the validation data after every epoch."""
    if initial_epoch not in (NOTHING, Int(0)):
        return None
    if isinstance(epochs, Int) and epochs.number is not None and epochs.number < 1:
        return None
    roles: Roles = [("x", _in_steps(x, steps_per_epoch)), ("y", y)]
    is_split = validation_split != NOTHING and validation_data == NOTHING
    is_validated = validation_freq in (NOTHING, Int(1))
    if is_validated:
        roles += _validation(_in_steps(validation_data, validation_steps))
    cut = _cut(batch_size, validation_split, steps_per_epoch, validation_batch_size)
    roles.append(("sample_weight", sample_weight))
    feed = _feed(model, roles, cut, is_split=is_split, trains=True)
    if feed is None:
        return None
    if is_split and not is_validated:
        # What is too short may still be as long as the part for training.
        feed = replace(feed, disagreements=())
    beside = feed.beside
    is_cut_off = validation_data == NOTHING and (as_number(validation_split) or 0) > 0
    if is_cut_off and isinstance(dict(feed.given)["x"], Dataset):
        beside += ("validation_split",)
    uses_all = not is_split and steps_per_epoch == NOTHING
    left_out = class_left_out(class_weight, dict(feed.given)["y"], uses_all)
    endless = _endless(feed, {"x": steps_per_epoch, "validation x": validation_steps})
    if _is_bare(validation_data):
        feed = replace(feed, unlabelled=(*feed.unlabelled, "validation y"))
    feed = replace(
        feed, class_weight=class_weight, unweighted=left_out, beside=beside, endless=endless
    )
    return Matched(rows=x, labels=y, are_inputs=True, is_cut_off=is_split), feed


@observes("keras.Model.evaluate")
def evaluate(
    model: Value,
    x: Value = NOTHING,
    y: Value = NOTHING,
    batch_size: Value = NOTHING,
    verbose: Value = NOTHING,
    sample_weight: Value = NOTHING,
    steps: Value = NOTHING,
    *rest: Value,
    **options: Value,
) -> Told:
    """Loss and metrics on x and y."""
    roles: Roles = [("x", _in_steps(x, steps)), ("y", y), ("sample_weight", sample_weight)]
    feed = _feed(model, roles, _cut(batch_size, steps))
    if feed is None:
        return None
    feed = replace(feed, endless=_endless(feed, {"x": steps}))
    return Matched(rows=x, labels=y, are_inputs=True), feed


@observes("keras.Model.train_on_batch")
def train_on_batch(
    model: Value,
    x: Value,
    y: Value = NOTHING,
    sample_weight: Value = NOTHING,
    *rest: Value,
    **options: Value,
) -> Feed | None:
    """One step of training on one batch."""
    roles: Roles = [("x", x), ("y", y), ("sample_weight", sample_weight)]
    return _feed(model, roles, way=Way.BATCH, trains=True)


@observes("keras.Model.test_on_batch")
def test_on_batch(
    model: Value,
    x: Value,
    y: Value = NOTHING,
    sample_weight: Value = NOTHING,
    *rest: Value,
    **options: Value,
) -> Feed | None:
    """Loss and metrics on one batch."""
    roles: Roles = [("x", x), ("y", y), ("sample_weight", sample_weight)]
    return _feed(model, roles, way=Way.BATCH)


@observes("keras.Model.predict")
def predict(
    model: Value,
    x: Value,
    batch_size: Value = NOTHING,
    verbose: Value = NOTHING,
    steps: Value = NOTHING,
    *rest: Value,
    **options: Value,
) -> Feed | None:
    """Prediction, batch by batch."""
    feed = _feed(model, [("x", _in_steps(x, steps))], _cut(batch_size, steps))
    return None if feed is None else replace(feed, endless=_endless(feed, {"x": steps}))


@observes("keras.Model.predict_on_batch")
def predict_on_batch(model: Value, x: Value) -> Feed | None:
    """Prediction of one batch."""
    return _feed(model, [("x", x)], way=Way.BATCH)


@observes("keras.Model.__call__")
def call(model: Value, inputs: Value, *rest: Value, **options: Value) -> Feed | None:
    """The model called like a function."""
    return _feed(model, [("x", inputs)], way=Way.CALL)


def _validation(value: Value) -> Roles:
    if isinstance(value, Array | Frame | Column):
        return [("validation x", value), ("validation y", NOTHING)]
    items = (value,) if isinstance(value, Dataset) else elements(value)
    if items is None or not 0 < len(items) <= len(PARTS):
        return []
    if len(items) == 1 and not isinstance(items[0], Dataset):
        return []
    parts = (*items, NOTHING, NOTHING)
    return [(f"validation {name}", part) for name, part in zip(PARTS, parts, strict=False)]


def _in_steps(data: Value, steps: Value) -> Value:
    """The data, of which no more is taken than so many batches: it may be but a part. Of what
    comes from a generator, it is known what holds of each batch."""
    if steps == NOTHING or not isinstance(data, Dataset) or data.batches is None:
        return data
    return replace(data, element=some_of(data.element))


def _is_bare(validation_data: Value) -> bool:
    """Whether Keras 2 certainly asks for the truth of an array, as it does of `validation_data`."""
    numbers = validation_data.shape.numbers if isinstance(validation_data, Array) else None
    return current().keras == 2 and numbers is not None and prod(numbers) > 1


def _endless(feed: Feed, steps: dict[str, Value]) -> tuple[str, ...]:
    """The roles of data sets without an end, where no number of steps is given for them."""
    return tuple(
        role
        for role, data in feed.given
        if isinstance(data, Dataset) and data.cardinality == INFINITE
        if steps.get(role) == NOTHING
    )


def _cut(batch_size: Value, *others: Value) -> Value:
    """The size of the batches; not known where another argument has a say in it."""
    return batch_size if all(other == NOTHING for other in others) else UNKNOWN


def _feed(
    model: Value,
    roles: Roles,
    batch_size: Value | None = None,
    way: Way = Way.CUT,
    is_split: bool = False,
    trains: bool = False,
) -> Feed | None:
    """The event. `batch_size` is the argument of that name; None: the data is one batch.

    Where the model runs inside a graph, a layer looks at sizes that it does not look at
    when it is called on data.
    """
    if not isinstance(model, Model):
        return None
    tables = dict(roles)
    refused = {r for r, v in roles if is_table_refused(v, way)}
    roles = [(r, as_fed(v, way)) for r, v in roles]
    given, datasets = roles, {r: v for r, v in roles if isinstance(v, Dataset)}
    if way is Way.CUT:
        roles = without_lists(spread(roles))
    traced = way is not Way.CALL and "run_eagerly" not in dict(model.compiled)
    fed: list[Fed] = []
    for role, value in roles:
        size = None if role in datasets else batch_size
        if role.endswith("x"):
            whole = _uncut(role, value) if size is not None else None
            # Validation data comes to a model that training data has built.
            built = model if role == "x" else after_data(model, dict(roles)["x"])
            found = [whole] if whole else _inputs(built, role, value, size, traced)
            uses_all = role in datasets or batch_size != UNKNOWN
            fed += [_entering(built, value, one, way, uses_all) for one in found]
        elif isinstance(value, Array):
            fed.append(Fed(role, value))
    # Keras does not compare lengths in what a data set yields, one batch after the other.
    in_arrays = [(r, v) for r, v in roles if f"{data_of(r)}x" not in datasets]
    yielded = [(r, v) for r, v in roles if f"{data_of(r)}x" in datasets]
    return Feed(
        model=model,
        inputs=tuple(_looked_at(model, one, way, refused) for one in fed),
        casts_to=input_dtype(model),
        given=tuple(given),
        lengths=lengths(in_arrays),
        supervised=supervised(model, roles, None if "x" in datasets else batch_size, trains),
        disagreements=(
            *disagreements(model, in_arrays, way, is_split),
            *disagreements(model, yielded, Way.YIELDED, is_split=False),
        ),
        lists=(
            *listed(model, in_arrays, way),
            *_no_arrays(tables, way, is_split),
            *_yielded_lists(datasets),
        ),
        unlabelled=unlabelled(model, dict(given), trains),
        unbatched=tuple(r for r, d in datasets.items() if d.is_unbatched),
        is_cut=way is Way.CUT,
        beside=tuple(_beside(given)) if way is Way.CUT else (),
    )


def _beside(given: Roles) -> Iterator[str]:
    """The parameters that are certainly given beside a data set, and may not be.

    Source: Keras 3.15, `trainers/data_adapters/__init__.py`; tf_keras 2.21,
    `engine/data_adapter.py`.
    """
    values = dict(given)
    for role, value in given:
        is_data = isinstance(value, Array | Dataset | Frame | Column) or bool(elements(value))
        if not role.endswith("x") and is_data:
            if isinstance(values.get(f"{data_of(role)}x"), Dataset):
                yield role


def _entering(model: Model, given: Value, fed: Fed, way: Way, uses_all: bool) -> Fed:
    """What is fed, with what the first layers of the model do to its elements.

    `given` is the whole argument; `uses_all`: the model certainly sees all that is fed.
    """
    array = fed.value
    if fed.misfit is not None or not isinstance(array, Array) or array.facts is UNKNOWN_FACTS:
        return fed
    places = (given,) if given is array else in_order(model, given) or ()
    is_run = way is not Way.CALL
    is_sure = uses_all and (is_run or array.is_numpy)
    for index, part in enumerate(places):
        if part is array:
            found = lookups(model, index, array, is_run, is_sure)
            scaled = rescaled(model, index) if looks_scaled(array.facts) else None
            if found or scaled is not None:
                return replace(fed, lookups=tuple(found), rescaled=scaled)
    return fed


def _looked_at(model: Model, fed: Fed, way: Way, tables: set[str]) -> Fed:
    """What is fed, with whether it is refused for its dtype, as the `tables` of these roles are."""
    array = fed.value
    if not isinstance(array, Array):
        return fed
    refused = fed.role in tables or is_refused(model, fed.role, array, way)
    return replace(fed, is_refused=True) if refused else fed


def _no_arrays(given: dict[str, Value], way: Way, is_split: bool) -> Iterator[Listed]:
    """What stands in the place of an array, and is none for this Keras."""
    for role, value in given.items():
        kind = stands_for_no_array(value, role, way, is_split)
        if kind:
            holds = Holds.SPARSE if isinstance(value, SparseMatrix) else Holds.TABLE
            yield Listed(role, holds, 0, kind)


def _yielded_lists(datasets: dict[str, Dataset]) -> Iterator[Listed]:
    """The generators and sequences that yield lists: Keras 3 takes tuples, dicts and arrays."""
    if current().keras != 3:
        return
    for role, data in datasets.items():
        if isinstance(data.element, List):
            yield Listed(role, Holds.LISTS, count_of(data.element))
        elif isinstance(data.element, Tuple):
            parts = zip(PARTS, data.element.items, strict=False)
            name = next((name for name, part in parts if _holds_list(part)), None)
            if name is not None:
                yield Listed(role, Holds.LIST_INSIDE, None, name)


def _holds_list(part: Value) -> bool:
    """Whether a part of a batch is a list, or there is one in it."""
    match part:
        case List():
            return True
        case Tuple(items):
            return any(map(_holds_list, items))
        case Dict(items) if items is not None:
            return any(_holds_list(value) for _, value in items)
    return False


def _uncut(role: str, value: Value) -> Fed | None:
    """What is to be cut into batches and has no axis to be cut along."""
    if isinstance(value, Array) and value.shape.rank == 0:
        return Fed(role, value, Misfit(UNKNOWN_SHAPE, value.shape, "it has no axis of samples"))
    return None


def _inputs(
    model: Model, role: str, value: Value, batch_size: Value | None, traced: bool
) -> list[Fed]:
    """The arrays of an `x`: one, or one for each input of the model."""
    parts = in_order(model, value)
    if elements(value) is None and not isinstance(value, Dict):
        problem = _alone(model, value) or misfit(model, 0, value, traced)
        return [Fed(role, value, problem or batch_misfit(model, value, batch_size))]
    if parts is not None:
        return [Fed(role, part, misfit(model, i, part, traced)) for i, part in enumerate(parts)]
    problem = misplaced(model, value)
    loose = [Fed(role, part) for part in leaves(value)] if isinstance(value, Dict) else []
    if problem is None:
        return loose
    first, *rest = loose or [Fed(role, part) for part in (elements(value) or ())[:1]]
    return [replace(first, misfit=problem), *rest]


def _alone(model: Model, value: Value) -> Misfit | None:
    """One array where the model takes several. Source: Keras 3.15, truth case B.multi."""
    if not isinstance(value, Array) or len(model.inputs) < 2:
        return None
    reason = f"it is one array, and the model has {len(model.inputs)} inputs"
    return Misfit(UNKNOWN_SHAPE, value.shape, reason)
