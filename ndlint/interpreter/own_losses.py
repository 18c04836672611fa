"""Losses and metrics of the program's own: Keras calls them, in a graph, on the labels and the
output of a model that is trained or evaluated.

Source: Keras 3.15, `losses/loss.py` (`Loss.__call__`, `LossFunctionWrapper`); tf_keras 2.21,
`engine/compile_utils.py` (`match_dtype_and_rank`), `losses.py` (`LossFunctionWrapper`).
"""

from typing import cast

from ndlint.events import Feed, Supervised
from ndlint.interpreter.classes import find
from ndlint.interpreter.derived import library_base
from ndlint.interpreter.functions import enter
from ndlint.interpreter.graphs import as_symbol
from ndlint.interpreter.objects import Closure, Instance
from ndlint.interpreter.run import Run
from ndlint.interpreter.tracing import cast_to
from ndlint.knowledge.binding import Arguments
from ndlint.knowledge.keras.pairing import Sizes, adjusted_2, adjusted_3
from ndlint.target import current
from ndlint.values.array import Array, Kind, Origins
from ndlint.values.base import NOTHING, Value, leaves
from ndlint.values.dataset import Dataset
from ndlint.values.dimension import Dim, free_axis
from ndlint.values.dtype import FLOAT32, FLOATS, UNKNOWN_DTYPE, DType
from ndlint.values.shape import UNKNOWN_SHAPE, Shape

BASE = "keras.losses.Loss"
METRIC = "keras.metrics.Metric"


def call_own_losses(run: Run, feed: Feed) -> None:
    """Run each loss and each metric that is a function or an object of the program."""
    for pair in feed.supervised:
        function, receiver = _function(run, pair.own)
        if function is not None and run.state is not None:
            _call(run, function, receiver, _compared(run, pair, is_function=not receiver))
    measured = [p for p in feed.supervised if p.loss is not None or p.own != NOTHING]
    if not measured or any(pair.problems for pair in measured):
        return
    compiled = dict(feed.model.compiled)
    given = [compiled.get(name, NOTHING) for name in ("metrics", "weighted_metrics")]
    for metric in (leaf for value in given for leaf in leaves(value)):
        function, receiver = _metric(run, metric)
        # Of several outputs, it is not followed which one a metric measures.
        for pair in measured if measured[0].count == 1 else measured[:1]:
            if function is not None and run.state is not None:
                _call(run, function, receiver, _measured(run, feed, pair, bool(receiver)))


def _call(
    run: Run, function: Closure, receiver: tuple[Value, ...], tensors: tuple[Array, ...]
) -> None:
    """Call a function as Keras does, once for each graph."""
    before = run.live.fork()
    with run.in_graph() as graph:
        given = [*receiver, *(run.live.box(as_symbol(t, graph)) for t in tensors)]
        enter(run, function, Arguments(given))
    if run.state is not None:
        run.state = run.state.join(before)


def _function(run: Run, loss: Value) -> tuple[Closure | None, tuple[Value, ...]]:
    """What is called, and what stands before labels and output; None: it is not followed."""
    inner = run.live.peek(loss)
    if isinstance(inner, Closure):
        return inner, ()
    if isinstance(inner, Instance) and library_base(inner.cls) == BASE:
        if find(run, inner.cls.order, "__call__") is None:
            method = find(run, inner.cls.order, "call")
            return (method, (loss,)) if isinstance(method, Closure) else (None, ())
    return None, ()


def _metric(run: Run, metric: Value) -> tuple[Closure | None, tuple[Value, ...]]:
    """What is called, and what stands before labels and output; None: it is not followed."""
    inner = run.live.peek(metric)
    if isinstance(inner, Instance) and library_base(inner.cls) == METRIC:
        method = find(run, inner.cls.order, "update_state")
        return (method, (metric,)) if isinstance(method, Closure) else (None, ())
    return (inner, ()) if isinstance(inner, Closure) else (None, ())


def _in_batches(run: Run, pair: Supervised) -> tuple[Array, Shape, Shape]:
    """The labels, and their shape and that of the output in one batch, of any size."""
    batch = free_axis(run.keys.new(), 0)
    labels = pair.labels if isinstance(pair.labels, Array) else Array()
    y, p = (
        Shape((batch, *shape.dims[1:])) if shape.rank else UNKNOWN_SHAPE
        for shape in (labels.shape, pair.output)
    )
    return labels, y, p


def _measured(run: Run, feed: Feed, pair: Supervised, is_object: bool) -> tuple[Array, Array]:
    """The labels and the output as a metric gets them: Keras 3 leaves them as they come, Keras 2
    gives labels a second axis, and converts them for a function. Measured on both."""
    if pair.count > 1:
        return Array(Kind.TENSOR), Array(Kind.TENSOR)
    labels, y, p = _in_batches(run, pair)
    # Floats of a data set, and of one batch that is given by itself, are not cast.
    data = dict(feed.given).get(f"{pair.role.removesuffix('y')}x")
    is_cast = feed.is_cut and not isinstance(data, Dataset)
    dtype = cast_to(labels.dtype, casts=is_cast and labels.is_numpy)
    if current().keras == 2:
        y = Shape((*y.dims, 1)) if y.rank == 1 and p.rank == 2 else y
        dtype = dtype if is_object else UNKNOWN_DTYPE
    known = Origins(dtype=labels.origins.dtype, shape=labels.origins.shape)
    output = UNKNOWN_DTYPE if pair.tensor is None else pair.tensor.dtype
    predictions = Array(Kind.TENSOR, output, p, origins=Origins(output=True))
    return Array(Kind.TENSOR, dtype, y, origins=known), predictions


def _compared(run: Run, pair: Supervised, is_function: bool) -> tuple[Array, Array]:
    """The labels and the output as the loss gets them: tensors of one batch, of any size."""
    labels, y, p = _in_batches(run, pair)
    if y.rank is not None and p.rank is not None:
        y, p = map(Shape, _adjusted(y.dims, p.dims, is_function))
    dtypes = _dtypes(labels.dtype, UNKNOWN_DTYPE if pair.tensor is None else pair.tensor.dtype)
    known = Origins(dtype=labels.origins.dtype, shape=labels.origins.shape)
    return Array(Kind.TENSOR, dtypes[0], y, origins=known), Array(Kind.TENSOR, dtypes[1], p)


def _adjusted(
    labels: tuple[Dim, ...], output: tuple[Dim, ...], is_function: bool
) -> tuple[tuple[Dim, ...], ...]:
    """The axes as they are when the loss is called. Those of size 1 are looked for, which bring
    both to one rank, but not for an object of the program's own class."""
    y, p = cast("Sizes", labels), cast("Sizes", output)
    if current().keras == 3:
        return adjusted_3(y, p) if is_function else (y, p)
    y = (*y, 1) if len(y) == 1 and len(p) == 2 else y
    return adjusted_2(y, p) if is_function else (y, p)


def _dtypes(labels: DType, output: DType) -> tuple[DType, DType]:
    """Keras 3 converts both to the dtype of the loss; Keras 2 floats to that of the output."""
    if current().keras == 3:
        return FLOAT32, FLOAT32
    return output if labels.is_one_of(FLOATS) else labels, output
