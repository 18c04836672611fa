"""`tf.data` pipelines as a program writes them: which data set is which, and what is dropped."""

from msgspec.structs import replace

from ndlint.events import Discarded
from ndlint.interpreter import lowered as op
from ndlint.interpreter.lowered import dotted
from ndlint.interpreter.run import Run
from ndlint.values.base import UNKNOWN, Name
from ndlint.values.dataset import Dataset
from ndlint.values.trace import Step

METHOD = "tensorflow.data.Dataset."
"""Begins the public names of the methods of data sets."""


def told_apart(run: Run, made: Dataset, path: str, node: op.Call, label: str) -> Dataset:
    """A data set that the call of the public function has made: it can be told from others that
    are mixed. Where the program drops it, that is an event."""
    if made.is_mixed and not made.mix:
        step = Step(run.site(node.place), f"mixed by {label}")
        made = replace(made, mix=run.keys.new(), mixed_at=made.mixed_at or (step,))
    if node.is_dropped and path.startswith(METHOD):
        _discard(run, path.removeprefix(METHOD), node, label)
    return made


def _discard(run: Run, method: str, node: op.Call, label: str) -> None:
    """Tell that nobody takes what a method makes of a data set that a variable holds: not where a
    notebook shows it, or what may be raised is all that is asked for."""
    owner, place = _owner(run, node), node.place
    if owner and not run.expects_error and not run.module.source.is_shown(place):
        run.emit(Discarded(method=method, owner=owner), place, label)


def _owner(run: Run, node: op.Call) -> str:
    """The variable, or attribute, whose method, or chain of methods, is called; "": there is
    none."""
    callee = node.callee
    while isinstance(callee, op.Attribute):
        inner = callee.value
        if isinstance(inner, op.Call):
            callee = inner.callee
            continue
        held = run.load(inner.name) if isinstance(inner, op.Load) else UNKNOWN
        root = run.load(dotted(inner).partition(".")[0])
        is_held = isinstance(held, Dataset) or isinstance(inner, op.Attribute)
        return dotted(inner) if is_held and root is not None and type(root) is not Name else ""
    return ""
