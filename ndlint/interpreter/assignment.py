"""How a value is bound to a target."""

from ndlint.events import STORE, Computed
from ndlint.interpreter import lowered as op
from ndlint.interpreter.classes import find, special
from ndlint.interpreter.graphs import is_symbol
from ndlint.interpreter.lists import extended, like_all, list_of
from ndlint.interpreter.lowered import Operation
from ndlint.interpreter.methods import like_values
from ndlint.interpreter.modules import set_module_attribute
from ndlint.interpreter.objects import Closure, Instance, ModuleObject, UserClass
from ndlint.interpreter.origins import is_assumed, with_origins
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import each_item, is_known_key, items_of
from ndlint.knowledge.numpy.indexing import assign as assign_elements
from ndlint.knowledge.pandas.selecting import assigned as with_assigned
from ndlint.knowledge.pandas.selecting import renamed, without
from ndlint.knowledge.registry import Refusal
from ndlint.knowledge.tensorflow.attributes import check_assignment
from ndlint.knowledge.tensorflow.symbols import refused_element
from ndlint.values.array import Array, Kind
from ndlint.values.base import (
    Dict,
    Int,
    List,
    Name,
    Nothing,
    Opaque,
    Ref,
    Slice,
    Str,
    Unknown,
    Value,
)
from ndlint.values.dataset import Dataset
from ndlint.values.dimension import UNKNOWN_DIM
from ndlint.values.dtype import FLOATS, INTEGERS
from ndlint.values.frame import Column, Frame
from ndlint.values.keras import KerasTensor, Layer, Model


def assign(run: Run, target: Operation, value: Value) -> None:
    """`target = value`"""
    match target:
        case op.Load(name=name):
            if type(value) is Unknown and value.key is not None and not value.label:
                value = Unknown(value.key, name)
            run.store(name, value)
        case op.Display(items=targets):
            _unpack(run, targets, value)
        case op.Starred(value=inner):
            assign(run, inner, value)
        case op.Attribute(value=owner, name=name):
            set_attribute(run, run.evaluate(owner), name, value)
        case op.Subscript(value=owner, index=index):
            set_item(run, run.evaluate(owner), run.evaluate(index), value, target)


def _unpack(run: Run, targets: tuple[Operation, ...], value: Value) -> None:
    items, each = items_of(run, value)
    starred = next((i for i, t in enumerate(targets) if isinstance(t, op.Starred)), None)
    if items is not None and starred is None and len(items) == len(targets):
        for target, item in zip(targets, items, strict=True):
            assign(run, target, item)
        return
    if items is not None and starred is not None and len(items) >= len(targets) - 1:
        after = len(targets) - starred - 1
        middle = items[starred : len(items) - after]
        spread = [*items[:starred], run.live.box(List(middle)), *items[len(items) - after :]]
        for target, item in zip(targets, spread, strict=True):
            assign(run, target, item)
        return
    for target in targets:
        item = each() if items is None else each_item(run, List(items))
        if isinstance(target, op.Starred):
            item = run.live.box(List(None, run.live.like_each(item)))
        assign(run, target, item)


def set_attribute(run: Run, owner: Value, name: str, value: Value) -> None:
    """`owner.name = value`"""
    inner = run.live.peek(owner)
    if isinstance(inner, Array | Dataset | KerasTensor | Name):
        run.added.add(name)
    if isinstance(owner, Ref) and isinstance(inner, Instance):
        found = find(run, inner.cls.order, name)
        if isinstance(found, Closure) and found.kind == "descriptor":
            run.hand_over(owner, value)
        elif special(run, owner, "__setattr__", Str(name), value) is None:
            run.live.write(owner, inner.with_attribute(name, value))
    elif isinstance(owner, Ref) and isinstance(inner, Array):
        run.live.write(owner, Array(inner.kind))  # `x.shape = …`, `x.flat = …`
        run.live.forget_forms(run.live.links.get(owner.key, ()))
    elif isinstance(owner, Ref) and isinstance(inner, Frame) and name == "columns":
        run.live.write(owner, renamed(inner, run.live.open(value)))
    elif isinstance(owner, Ref) and isinstance(inner, Frame | Column) and name == "index":
        run.live.write(owner, inner.indexed(UNKNOWN_DIM))
    elif isinstance(inner, UserClass):
        run.live.variables(inner.scope)[name] = value
    elif isinstance(inner, ModuleObject):
        set_module_attribute(run, inner, name, value)
    elif isinstance(inner, Model | Layer) and name == "trainable":
        return  # what a layer returns does not depend on it
    elif not isinstance(inner, Name | Opaque):
        run.hand_over(owner, value)
        if name in ("shape", "dtype"):
            _forget_forms(run)


def _forget_forms(run: Run) -> None:
    """An unknown array changes its shape: it may be any that was lost."""
    state = run.live
    lost = {value.key for value in state.loose if isinstance(value, Ref)}
    state.forget_forms(lost.union(*(state.links.get(key, ()) for key in lost)))


def set_item(run: Run, owner: Value, index: Value, value: Value, target: Operation) -> None:
    """`owner[index] = value`"""
    inner = run.live.peek(owner)
    if isinstance(inner, Nothing):
        run.fail()
        return
    if not isinstance(owner, Ref):
        _refuse_assignment(run, inner, target)
        run.hand_over(owner, value)
        return
    if special(run, owner, "__setitem__", index, value) is not None:
        return
    match inner, index:
        case Array(), _:
            run.live.write(owner, _with_elements(run, inner, index, value, target))
        case Frame(), _:
            given = run.live.open(value)
            frame = with_assigned(inner, run.live.open(index), given)
            sources = (inner, given)
            run.live.write(
                owner, with_origins(frame, sources, "assignment", lambda: run.site(target.place))
            )
        case List(items), Int(int(at)) if items is not None and -len(items) <= at < len(items):
            run.live.write(
                owner, List((*items[: at % len(items)], value, *items[at % len(items) + 1 :]))
            )
        case List(), Int():
            changed = extended(run, inner, List((value,)))
            run.live.write(owner, like_all(run, changed, inner.size))
        case List(), Slice():
            changed = extended(run, inner, list_of(run, value))
            run.live.write(owner, like_all(run, changed, UNKNOWN_DIM))
        case Dict(items), _ if items is not None and is_known_key(index):
            run.live.write(owner, Dict(tuple({**dict(items), index: value}.items())))
        case Dict(), _:
            run.live.write(owner, Dict(None, like_values(run, inner, value)))
        case ((List() | Dict()), _):
            run.live.lose(value)
            run.live.write(owner, inner.disturbed())
        case _:
            run.hand_over(owner, value)


def _refuse_assignment(run: Run, owner: Value, target: Operation) -> None:
    """Tell where no element of a tensor, or of a scalar, can be set."""
    try:
        check_assignment(owner)
        if isinstance(owner, Array) and owner.kind is Kind.SCALAR:
            raise Refusal("TypeError", f"an element cannot be set in {owner.described}")
    except Refusal as refusal:
        run.emit(refusal.of((owner,)), target.place, "assignment")


def remove_item(run: Run, owner: Value, index: Value) -> None:
    """`del owner[index]`"""
    inner = run.live.peek(owner)
    if isinstance(owner, Ref) and isinstance(inner, Frame):
        run.live.write(owner, without(inner, run.live.open(index)))
    else:
        run.hand_over(owner)


def _with_elements(run: Run, array: Array, index: Value, value: Value, target: Operation) -> Value:
    """The array after `array[index] = value`."""
    if not array.is_numpy:
        _refuse_assignment(run, array, target)
        return array.disturbed()
    given = run.live.open(value)
    if is_symbol(run, given) and array.dtype.is_one_of(INTEGERS | FLOATS | {"bool"}):
        run.emit(refused_element(given).of((array, given)), target.place, "assignment")
        return array.disturbed()
    try:
        changed = assign_elements(array, run.live.open(index), given)
    except Refusal as refusal:
        doubtful = is_assumed(array, given)
        run.emit(refusal.of((array, given)), target.place, "assignment", doubtful)
        return array.disturbed()
    if array.dtype.is_one_of(INTEGERS):
        event = Computed(operation=STORE, operands=(array, given), result=changed)
        run.emit(event, target.place, "assignment")
    return with_origins(changed, (array, given), "assignment", lambda: run.site(target.place))
