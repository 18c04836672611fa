"""Attributes and subscripts."""

import ast
from collections.abc import Callable
from functools import lru_cache

from ndlint.interpreter import lowered as op
from ndlint.interpreter.axes import named_axes, named_index
from ndlint.interpreter.calls import refusable
from ndlint.interpreter.classes import (
    class_attribute,
    instance_attribute,
    member_attribute,
    record_attribute,
    special,
    super_attribute,
)
from ndlint.interpreter.graphs import is_symbol
from ndlint.interpreter.lowered import dotted
from ndlint.interpreter.modules import module_attribute, named
from ndlint.interpreter.objects import Instance, Member, ModuleObject, Record, Super, UserClass
from ndlint.interpreter.origins import as_row, with_origins
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import boxed, each_item, is_known_key
from ndlint.interpreter.strings import characters
from ndlint.knowledge.binding import DTypeValue
from ndlint.knowledge.keras.attributes import attribute as keras_attribute
from ndlint.knowledge.keras.tensors import index as symbolic_index
from ndlint.knowledge.numpy import indexing
from ndlint.knowledge.numpy.attributes import attribute as numpy_attribute
from ndlint.knowledge.numpy.dtype_questions import Limits
from ndlint.knowledge.pandas import selecting as frames
from ndlint.knowledge.python import versions
from ndlint.knowledge.registry import MODELS
from ndlint.knowledge.scipy import sparse
from ndlint.knowledge.tensorflow.attributes import (
    LACKING,
    check_attribute,
    check_dataset_attribute,
)
from ndlint.knowledge.tensorflow.operators import attribute as tensor_attribute
from ndlint.knowledge.tensorflow.operators import index as tensor_index
from ndlint.knowledge.tensorflow.symbols import refused_conversion
from ndlint.values import dimension
from ndlint.values.archive import Archive
from ndlint.values.array import Array, SparseMatrix
from ndlint.values.base import (
    NOTHING,
    UNKNOWN,
    AxisOf,
    Dict,
    Int,
    List,
    Method,
    Name,
    Nothing,
    Opaque,
    Slice,
    Str,
    Tuple,
    Unknown,
    Value,
    elements,
)
from ndlint.values.dataset import Dataset
from ndlint.values.frame import Column, Frame
from ndlint.values.keras import KerasTensor, Layer, Model
from ndlint.values.losses import Loss
from ndlint.values.options import Options
from ndlint.values.unknown_shape import ShapeOf
from ndlint.values.version import Varying, Version

MAY_LACK = LACKING | {"numpy"}
"""Attributes that tensors, or symbols among them, have not."""
METHODS_ONLY = frozenset({Dict, List, Loss, Method, Opaque, Str})
"""The types of values of which every attribute is followed as a method."""


@lru_cache(maxsize=4096)
def in_library(path: str, names: tuple[str, ...]) -> Value | None:
    """`path.name.name` of a library; None where what has the last name is an object."""
    found: Value = Name(path)
    for name in names:
        if type(found) is not Name:
            return None
        found = named(f"{found.path}.{name}")
    return found


def attribute(
    run: Run, owner: Value, name: str, label: str = "", written: op.Attribute | None = None
) -> Value:
    """`owner.name`; `label`: how the program writes the owner of a shape.

    `written` is the expression; None: what is not there may be asked for in another way.
    """
    inner = named_axes(run, owner, label) if name == "shape" else run.live.peek(owner)
    match inner:
        case Unknown(key, known_label) if name == "shape" and key is not None:
            return ShapeOf(key, known_label or label or "x")
        case Unknown():
            return run.unknown()
        case Dict(items, is_bunch=True):
            return dict(items or ()).get(Str(name)) or Method(owner, name)
        case _ if type(inner) in METHODS_ONLY:
            return Method(owner, name)
        case Instance():
            return instance_attribute(run, owner, inner, name)
        case Array():
            if written is not None and inner.is_tensor and name in MAY_LACK:
                return _lacking(run, owner, written, lambda: _check(run, inner, name))
            return _array_attribute(run, owner, inner, name, label)
        case KerasTensor() if written is not None and name in MAY_LACK:
            return _lacking(run, owner, written, lambda: _check(run, inner, name))
        case Dataset() if written is not None:
            return _lacking(run, owner, written, lambda: check_dataset_attribute(name))
        case Model() | Layer() | KerasTensor():
            found = keras_attribute(run.live.open(owner), name)
            return Method(owner, name) if found is None else boxed(run, found)
        case Frame() | Column():
            return _frame_attribute(run, owner, name, label)
        case SparseMatrix():
            held = sparse.attribute(inner, name)
            return Method(owner, name) if held is None else run.live.box(held)
        case Archive() | Limits() | DTypeValue():
            held = inner.attribute(name)
            return Method(owner, name) if held is None else run.live.box(held)
        case UserClass():
            return class_attribute(run, inner, name)
        case Super():
            return super_attribute(run, inner, name)
        case ModuleObject():
            return module_attribute(run, inner, name)
        case Name(path):
            return named(f"{path}.{name}")
        case Nothing() if not name.startswith("__"):
            return run.fail()
        case Record():
            return record_attribute(run, inner, name)
        case Tuple(items) if name in ("rank", "ndims"):  # of TensorFlow's shapes
            return Int(len(items))
        case Member():
            return member_attribute(run, inner, name)
        case Options():
            return _option(run, inner, name)
        case Version() | Varying():
            return versions.attribute(inner, name) or Method(owner, name)
    return Method(owner, name)


def _check(run: Run, tensor: Array | KerasTensor, name: str) -> None:
    """Look at an attribute that a tensor is asked for. Raises: Refusal, where it has none."""
    if name in LACKING:
        check_attribute(tensor, name)
    elif is_symbol(run, tensor):
        raise refused_conversion(tensor)


def _lacking(run: Run, owner: Value, written: op.Attribute, check: Callable[[], None]) -> Value:
    """A method of an object, unless it certainly has no such attribute: that is told then."""
    name = written.name

    def found() -> Value:
        if name not in run.added:
            check()
        return Method(owner, name)

    return refusable(run, found, (run.live.peek(owner),), written.place, dotted(written))


def _option(run: Run, options: Options, name: str) -> Value:
    """An option of the command line: that it is its default is assumed from here on."""
    found = options.get(name)
    if found is None or found == UNKNOWN or found.is_mutable:
        return run.unknown()
    run.live.assumed = True
    return found


def _frame_attribute(run: Run, owner: Value, name: str, label: str) -> Value:
    frame = named_index(run, owner)
    found = frames.attribute(frame, name) if isinstance(frame, Frame | Column) else None
    if found is None:
        return Method(owner, name)
    if name == "shape" and isinstance(found, Tuple):
        return Tuple(tuple(_with_axis(size, label, i) for i, size in enumerate(found.items)))
    result = run.unknown() if found == UNKNOWN else run.live.box(found)
    run.live.link(owner, result)
    return result


def _array_attribute(run: Run, owner: Value, array: Array, name: str, label: str) -> Value:
    known = numpy_attribute if array.is_numpy else tensor_attribute
    found = known(array, name)
    if found is None:
        return Method(owner, name)
    if name == "shape" and isinstance(found, Tuple):
        return Tuple(tuple(_with_axis(size, label, i) for i, size in enumerate(found.items)))
    result = run.live.box(found)
    run.live.link(owner, result)
    return result


def _with_axis(size: Value, owner: str, index: int) -> Value:
    return Int(size.size, AxisOf(owner, index)) if isinstance(size, Int) else size


def subscript(run: Run, owner: Value, index: Value, place: op.Node) -> Value:
    """`owner[index]`"""
    inner = named_index(run, owner)
    if type(inner) is Unknown:
        return run.unknown()
    match inner, index:
        case ((Tuple(items) | List(items)), _) if items is not None:
            if any(isinstance(i, List) for i in items):
                # Lists in a long literal have no identity: they cannot be followed.
                run.live.lose(owner)
                return run.unknown()
            return _item(run, items, index, isinstance(inner, Tuple))
        case Str(text), _:
            return characters(text, index) or run.unknown()
        case List(), Slice():
            return run.live.box(_some(inner, index))
        case List(), Int():
            return each_item(run, inner)
        case Dict(items), _ if items is not None and is_known_key(index):
            return dict(items).get(index) or run.unknown()
        case Name(path), _ if f"{path}.__getitem__" in MODELS:
            return _made_by_index(run, path, index, place)
        case Dict(), _ if inner.items != ():
            return each_item(run, inner)
        case ShapeOf(key, label), Int(int(axis)) if axis >= 0:
            return Int(dimension.symbol(key, axis, f"{label}.shape[{axis}]"), AxisOf(label, axis))
        case ShapeOf(), Int():
            return Int()
        case Archive(), _:
            return _stored(run, inner.get(index), place)
        case SparseMatrix(), _:
            part = sparse.index(inner, run.live.open(index))
            return run.unknown() if part == UNKNOWN else run.live.box(part)
        case Frame() | Column(), _:
            return _frame_item(run, owner, frames.index(inner, run.live.open(index)), place)
        case Method(frame, ("iloc" | "loc") as way), _:
            held = run.live.peek(frame)
            if not isinstance(held, Frame | Column):
                return run.unknown()
            located = frames.locate(held, way, run.live.open(index))
            return _frame_item(run, frame, located, place)
        case Array(), _:
            return _array_item(run, owner, inner, index, place)
        case KerasTensor(), _:
            part = symbolic_index(inner, run.live.open(index))
            return run.unknown() if part == UNKNOWN else part
        case Nothing(), _:
            return run.fail()
        case ((Version() | Varying()), _):
            return versions.item(inner, index)
        case UserClass(kind="enum"), Str(str(name)):
            return class_attribute(run, inner, name)
        case Instance(), _:
            found = special(run, owner, "__getitem__", index)
            return run.unknown() if found is None else found
    return run.unknown()


def _some(value: List, index: Slice) -> List:
    """A slice of a list that is not known item by item."""
    is_all = index.start == index.stop == NOTHING and isinstance(index.step, Nothing | Int)
    if is_all and index.step in (NOTHING, Int(1), Int(-1)):
        return value
    return List(None, value.each)


def _item(run: Run, items: tuple[Value, ...], index: Value, is_tuple: bool) -> Value:
    if isinstance(index, Int) and index.number is not None:
        return items[index.number] if -len(items) <= index.number < len(items) else run.unknown()
    if isinstance(index, Slice):
        bounds: list[int | None] = []
        for part in (index.start, index.stop, index.step):
            if isinstance(part, Nothing):
                bounds.append(None)
            elif isinstance(part, Int) and part.number is not None:
                bounds.append(part.number)
            else:
                if is_tuple:
                    return run.unknown()
                return run.live.box(List(None, run.live.like_each(*items) if items else UNKNOWN))
        if bounds[2] == 0:
            return run.unknown()
        part_of = items[slice(*bounds)]
        return Tuple(part_of) if is_tuple else run.live.box(List(part_of))
    if isinstance(index, Int):
        return each_item(run, List(items))
    run.live.lose(*items)
    return run.unknown()


def _array_item(run: Run, owner: Value, array: Array, index: Value, place: op.Node) -> Value:
    key = run.live.open(index)
    look_up = indexing.index if array.is_numpy else tensor_index
    text = _text(place)
    result = refusable(run, lambda: look_up(array, key), (array, key), place, text)
    result = with_origins(result, (array,), text, lambda: run.site(place))
    if _takes_first_axis(key):
        result = as_row(result, text.removeprefix("[…]"))
    boxed = run.live.box(result)
    if array.is_numpy and (isinstance(key, Str) or indexing.is_basic(key)):
        run.live.link(owner, boxed)
    return boxed


def _frame_item(run: Run, owner: Value, found: Value, place: op.Node) -> Value:
    """What a subscript takes out of a frame or a series."""
    if found == UNKNOWN:
        run.live.lose(owner)
        return run.unknown()
    held = (run.live.peek(owner),)
    boxed = run.live.box(with_origins(found, held, _text(place), lambda: run.site(place)))
    run.live.link(owner, boxed)
    return boxed


def _made_by_index(run: Run, path: str, index: Value, place: op.Node) -> Value:
    """What an object of a library makes that is only there to be indexed: `np.r_[a, b]`."""
    key = run.live.open(index)

    def make() -> Value:
        result = MODELS[f"{path}.__getitem__"].function(key)
        return result if isinstance(result, Value) else UNKNOWN

    result = refusable(run, make, (key,), place, _text(place))
    if result == UNKNOWN:
        return run.unknown()
    return boxed(run, with_origins(result, (key,), _text(place), lambda: run.site(place)))


def _stored(run: Run, array: Value, place: op.Node) -> Value:
    """An array that is read from an archive."""
    if not isinstance(array, Array):
        return run.unknown()
    return run.live.box(with_origins(array, (), _text(place), lambda: run.site(place)))


def _takes_first_axis(key: Value) -> bool:
    """Whether the subscript is a number, or begins with one."""
    first = (elements(key) or (key,))[0]
    return isinstance(first, Int) or (isinstance(first, Array) and first.shape.rank == 0)


LONGEST = 40
"""So long a subscript is still shown in full."""


@lru_cache(maxsize=1024)
def _text(place: op.Node) -> str:
    """The subscript as the program writes it, for a trace: "x_train[:100]"."""
    text = ast.unparse(place) if isinstance(place, ast.Subscript) else ""
    return text if 0 < len(text) <= LONGEST else "[…]"
