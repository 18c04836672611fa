"""`train_step` and `test_step` of the program's own models, which Keras runs on each batch."""

from msgspec.structs import replace

from ndlint.interpreter.classes import find
from ndlint.interpreter.functions import enter
from ndlint.interpreter.graphs import as_symbols
from ndlint.interpreter.objects import Closure, Instance
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import boxed
from ndlint.interpreter.tracing import cast_to
from ndlint.knowledge.binding import Arguments
from ndlint.target import current
from ndlint.values.array import Array, Kind, Origins
from ndlint.values.base import NOTHING, Tuple, Value
from ndlint.values.dataset import Dataset, taken_out
from ndlint.values.dimension import UNKNOWN_DIM, Dim, free_axis
from ndlint.values.dtype import NUMPY_NUMBERS
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

STEPS = {"fit": "train_step", "evaluate": "test_step"}
WEIGHTS = ("class_weight", "sample_weight")
PLAIN = 4
"""So many positional arguments of `fit` and `evaluate` are no weights."""


def run_step(run: Run, owner: Value, name: str, arguments: Arguments) -> None:
    """Run the step on one batch of what `fit` or `evaluate` is given, as TensorFlow's graph does.

    Nothing is run where not all is known of a batch.
    """
    inner = run.live.peek(owner)
    is_usual = current().usual_graphs and current().usual_backend
    if not isinstance(inner, Instance) or name not in STEPS or not is_usual:
        return
    method, batch = find(run, inner.cls.order, STEPS[name]), _batch(run, arguments)
    if not isinstance(method, Closure) or method.kind or batch is None:
        return
    before = run.live.fork()
    with run.in_graph() as graph:
        given = as_symbols(run, boxed(run, batch), graph)
        enter(run, method, Arguments([owner, given]))
    if run.state is not None:
        run.state = run.state.join(before)


def _batch(run: Run, arguments: Arguments) -> Value | None:
    """The `data` of a step: x alone, or a tuple of x and y; None: not all is known of it."""
    given = dict(zip(("x", "y"), arguments.positional, strict=False)) | dict(arguments.keywords)
    is_weighted = any(given.get(name, NOTHING) != NOTHING for name in WEIGHTS)
    if is_weighted or not arguments.complete or len(arguments.positional) > PLAIN:
        return None
    x, y = (run.live.open(given.get(name, NOTHING)) for name in ("x", "y"))
    size = free_axis(run.keys.new(), 0)
    if isinstance(x, Dataset):
        rows = size if x.rows_match else UNKNOWN_DIM
        return taken_out(x, rows=rows) if x.batches else None
    parts = [_tensor(part, size) for part in ((x,) if y == NOTHING else (x, y))]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    return known[0] if y == NOTHING else Tuple(known)


def _tensor(data: Value, size: Dim) -> Array | None:
    """The tensor of one batch of an array: floats are float32. Shape: (batch, ...)."""
    if not isinstance(data, Array) or data.kind is not Kind.NDARRAY:
        return None
    if data.shape.axis(0) == 0 or data.shape.rank == 0 or not data.dtype.is_one_of(NUMPY_NUMBERS):
        return None
    shape = Shape((size, *data.shape.dims[1:])) if data.shape.rank_known else UNKNOWN_SHAPE
    tensor = Array(Kind.TENSOR, cast_to(data.dtype, casts=True), shape)
    return replace(tensor, origins=Origins(data.origins.dtype, data.origins.shape))
