"""How operators are evaluated: by Python, NumPy or TensorFlow, as their operands decide."""

import ast
import math
import operator
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from ndlint.events import NEGATE, Arithmetic, Computed, Pairing
from ndlint.interpreter import lowered as op
from ndlint.interpreter.absence import is_none
from ndlint.interpreter.access import subscript
from ndlint.interpreter.assignment import assign, set_item
from ndlint.interpreter.calls import refusable
from ndlint.interpreter.lists import extended, like_all, list_of
from ndlint.interpreter.members import are_same, compared
from ndlint.interpreter.objects import Instance, Member
from ndlint.interpreter.origins import is_assumed, with_origins
from ndlint.interpreter.run import Run
from ndlint.interpreter.sequences import is_known_key, is_made_by_code
from ndlint.knowledge.binding import DTypeValue, as_dtype
from ndlint.knowledge.keras.tensors import operate as operate_on_keras
from ndlint.knowledge.numpy import operators as numpy
from ndlint.knowledge.pandas import operators as frames
from ndlint.knowledge.python import versions
from ndlint.knowledge.registry import Refusal
from ndlint.knowledge.tensorflow import operators as tensors
from ndlint.source.libraries import LIBRARIES
from ndlint.values import dimension
from ndlint.values.archive import Archive
from ndlint.values.array import Array
from ndlint.values.base import (
    SEQUENCES,
    UNKNOWN,
    Bool,
    Dict,
    Float,
    Int,
    List,
    Name,
    Nothing,
    Ref,
    Str,
    Tuple,
    Unknown,
    Value,
    elements,
)
from ndlint.values.dimension import UNKNOWN_DIM, is_natural
from ndlint.values.dtype import DType
from ndlint.values.facts import UNKNOWN_FACTS
from ndlint.values.frame import Column, Frame, join_columns
from ndlint.values.keras import KerasTensor
from ndlint.values.likely import is_likely, made_of
from ndlint.values.version import Varying, Version

COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})
PYTHON: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "//": operator.floordiv, "%": operator.mod, "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
TABLES = frozenset({Column, Frame})
SCALARS = frozenset({Bool, Float, Int, Unknown})
"""The types of plain numbers, and of what is not known at all."""
LONGEST = 4096
"""A list or string that Python would repeat or add up beyond this is not followed."""


def binary(run: Run, symbol: str, left: Value, right: Value, place: op.Node) -> Value:
    """`left symbol right`"""
    if symbol in ("is", "is not", "in", "not in"):
        return _membership(run, symbol, left, right)
    if type(left) in SCALARS and type(right) in SCALARS:
        return python(symbol, left, right)
    state = run.live
    for value in (left, right):
        if type(state.peek(value)) is Instance:
            run.hand_over(left, right)
            return run.unknown()
    a, b = state.open(left), state.open(right)
    kinds = {type(a), type(b)}
    if not kinds.isdisjoint(TABLES):
        return _tables(run, symbol, a, b, place)
    if KerasTensor in kinds and not any(isinstance(x, Array) and x.is_tensor for x in (a, b)):
        return refusable(run, lambda: operate_on_keras(symbol, a, b), (a, b), place, symbol)
    if Array in kinds:
        return _arrays(run, symbol, a, b, place)
    if type(a) is Name and a == b and symbol in ("==", "!=") and _is_member(a):
        return Bool(symbol == "==")
    if isinstance(a, DTypeValue) and symbol in ("==", "!="):
        return _compare_dtypes(symbol, a.dtype, as_dtype(b))
    if symbol in "+*" and (isinstance(a, SEQUENCES) or isinstance(b, SEQUENCES)):
        return _sequences(run, symbol, left, right)
    return python(symbol, a, b)


def _arrays(run: Run, symbol: str, a: Value, b: Value, place: op.Node) -> Value:
    if symbol == "%" and isinstance(a, Str):
        return Str()  # the text with the array in it
    operate = numpy.operate
    if any(isinstance(x, Array) and x.is_tensor for x in (a, b)):
        operate = tensors.operate
        if run.emit(Arithmetic(operands=(a, b)), place, symbol, is_assumed(a, b)):
            return run.unknown()
    else:
        _pair(run, symbol, a, b, place)
    label = _label(symbol, a, b, place)
    result = refusable(run, lambda: operate(symbol, a, b), (a, b), place, symbol)
    if operate is numpy.operate and symbol in numpy.ARITHMETIC and isinstance(result, Array):
        is_chosen = run.may_choose(result)
        event = Computed(operation=symbol, operands=(a, b), result=result, chosen=is_chosen)
        run.emit(event, place, symbol)
    return run.live.box(with_origins(result, (a, b), label, lambda: run.site(place)))


def _tables(run: Run, symbol: str, a: Value, b: Value, place: op.Node) -> Value:
    found = frames.operate(symbol, a, b)
    if found == UNKNOWN:
        return run.unknown()
    label = _label(symbol, a, b, place)
    return run.live.box(with_origins(found, (a, b), label, lambda: run.site(place)))


def _pair(run: Run, symbol: str, a: Value, b: Value, place: op.Node) -> None:
    """Tell that an array made of a model's output meets one that was not, in NumPy."""
    if not isinstance(a, Array) or not isinstance(b, Array) or symbol == "@":
        return
    if a.origins.output != b.origins.output:
        made, other = (a, b) if a.origins.output else (b, a)
        run.emit(Pairing(predictions=made, other=other), place, symbol, is_assumed(a, b))


def _label(symbol: str, a: Value, b: Value, place: op.Node) -> str:
    """The operation for a trace: "/ 255", "* other", "1 -"."""
    for value, other_first in ((b, False), (a, True)):
        number = getattr(value, "number", None)
        if number is not None:
            return f"{number} {symbol}" if other_first else f"{symbol} {number}"
    if isinstance(place, ast.BinOp) and isinstance(place.right, ast.Name | ast.Attribute):
        return f"{symbol} {ast.unparse(place.right)}"
    return symbol


def unary(run: Run, symbol: str, operand: Value, place: op.Node) -> Value:
    """`-x`, `+x`, `~x`"""
    value = run.live.open(operand)
    match value:
        case Int(int(number)):
            return Int({"-": -number, "+": number, "~": ~number}[symbol])
        case Int(size):
            return Int(dimension.multiply(size, -1)) if symbol == "-" else Int()
        case Float(number) if symbol in "+-":
            return Float(-number if number is not None and symbol == "-" else number)
        case Frame() | Column():
            return run.live.box(frames.unary(symbol, value))
        case Array():
            library = numpy if value.is_numpy else tensors
            result = refusable(run, lambda: library.unary(symbol, value), (value,), place, symbol)
            if value.is_numpy and symbol == "-" and isinstance(result, Array):
                is_chosen = run.may_choose(result)
                event = Computed(
                    operation=NEGATE, operands=(value,), result=result, chosen=is_chosen
                )
                run.emit(event, place, "-")
            return run.live.box(with_origins(result, (value,), symbol, lambda: run.site(place)))
    return UNKNOWN


def python(symbol: str, a: Value, b: Value) -> Value:
    """An operator on Python's own numbers and strings."""
    x, y = _plain(a), _plain(b)
    if symbol in COMPARISONS and (is_likely(x) or is_likely(y)):
        return Bool()  # both ways are looked at
    if x is not None and y is not None and symbol in PYTHON and _is_small(symbol, x, y):
        try:
            return _value(PYTHON[symbol](x, y), x, y)
        except (TypeError, ZeroDivisionError, OverflowError):
            return UNKNOWN
    if symbol == "**" and isinstance(x, int | float) and isinstance(y, int | float):
        try:
            return _value(math.pow(x, y)) if abs(y) < 64 and isinstance(x, float) else _power(x, y)
        except (OverflowError, ValueError, ZeroDivisionError):
            return UNKNOWN
    if symbol in COMPARISONS:
        return _compare(symbol, a, b)
    if isinstance(a, Int) and isinstance(b, Int):
        if symbol in "+-":
            return Int(dimension.add(a.size, b.size, 1 if symbol == "+" else -1))
        if symbol == "*":
            return Int(dimension.multiply(a.size, b.size))
        return Int(dimension.shared(a.size, b.size)) if symbol == "//" else _number(symbol, a, b)
    return _number(symbol, a, b)


def _power(x: float, y: float) -> Value:
    if isinstance(x, int) and isinstance(y, int) and 0 <= y < 64 and abs(x) < 2**16:
        return Int(x**y)
    if isinstance(x, int) and isinstance(y, int):
        return Int() if y >= 0 else Float()
    return _value(math.pow(x, y))


def _number(symbol: str, a: Value, b: Value) -> Value:
    if isinstance(a, Int | Float | Bool) and isinstance(b, Int | Float | Bool):
        if symbol == "**":
            return _any_power(a, b)
        if symbol == "/" or Float in (type(a), type(b)):
            return Float() if symbol in ("+", "-", "*", "/", "//", "%") else UNKNOWN
        return Int() if symbol in ("+", "-", "*", "//", "%") else UNKNOWN
    if isinstance(a, Str) and symbol in "+%":
        return Str()
    return UNKNOWN


def _any_power(a: Int | Float | Bool, b: Int | Float | Bool) -> Value:
    """A power of numbers of which one is not known: of a float below 0, it may be complex."""
    x, y = _plain(a), _plain(b)
    if isinstance(a, Float) or isinstance(b, Float):
        is_whole = not isinstance(b, Float) or (y is not None and y.is_integer())
        return Float() if is_whole or (x is not None and x > 0) else UNKNOWN
    if y is None:
        return UNKNOWN
    return Int() if y >= 0 else Float()


def _compare(symbol: str, a: Value, b: Value) -> Value:
    if isinstance(a, Int) and isinstance(b, Int):
        if dimension.same(a.size, b.size):
            return Bool(symbol in ("==", "<=", ">="))
        if dimension.differ(a.size, b.size) and symbol in ("==", "!="):
            return Bool(symbol == "!=")
    if isinstance(a, Tuple) and isinstance(b, Tuple) and symbol in ("==", "!="):
        if len(a.items) != len(b.items):
            return Bool(symbol == "!=")
        each = [python("==", x, y) for x, y in zip(a.items, b.items, strict=True)]
        if Bool(False) in each:
            return Bool(symbol == "!=")
        if all(e == Bool(True) for e in each):
            return Bool(symbol == "==")
    if isinstance(a, Member) or isinstance(b, Member):
        return compared(symbol, a, b)
    if isinstance(a, Version | Varying) or isinstance(b, Version | Varying):
        return versions.compare(symbol, a, b)
    known = Int | Float | Bool | Str | Nothing
    return Bool() if isinstance(a, known) and isinstance(b, known) else UNKNOWN


def _is_member(name: Name) -> bool:
    """Whether it is an attribute of a library's class, as the members of enumerations are. What a
    module holds may be an array, or be unequal to itself, as `pandas.NaT` is."""
    parts = name.path.split(".")
    return len(parts) > 2 and parts[0] in LIBRARIES and parts[-2][:1].isupper()


def _compare_dtypes(symbol: str, a: DType, b: DType | None) -> Bool:
    if b is None or a.name is None or b.name is None or "void" in (a.name, b.name):
        return Bool()
    return Bool((a.name == b.name) is (symbol == "=="))


def _plain(value: Value) -> Any:
    if type(value) is Unknown:
        return None
    match value:
        case Int(int(x)) | Float(float(x)) | Bool(bool(x)) | Str(str(x)):
            return x
        case Member(value=inner, is_plain=True):
            return _plain(inner)
    return None


def _is_small(symbol: str, x: Any, y: Any) -> bool:
    if isinstance(x, str) or isinstance(y, str):
        return symbol in COMPARISONS or (symbol == "+" and type(x) is type(y))
    return abs(x) < 2**128 and abs(y) < 2**128 if symbol == "*" else True


def _value(result: object, *operands: object) -> Value:
    match result:
        case bool():
            return Bool(result)
        case int():
            return Int(made_of(result, *operands))
        case float():
            return Float(made_of(result, *operands))
        case str():
            return Str(result) if len(result) <= LONGEST else Str()
    return UNKNOWN


def _sequences(run: Run, symbol: str, left: Value, right: Value) -> Value:
    a, b = run.live.peek(left), run.live.peek(right)
    if symbol == "*":
        if isinstance(a, Int):
            a, b = b, a
        items = elements(a)
        if items is not None and isinstance(b, Int) and b.number is not None:
            if len(items) * max(b.number, 0) <= LONGEST:
                repeated = items * b.number
                return Tuple(repeated) if isinstance(a, Tuple) else run.live.box(List(repeated))
        if isinstance(a, List) and isinstance(b, Int):
            size = dimension.multiply(a.size, b.size) if is_natural(b.size) else UNKNOWN_DIM
            return run.live.box(like_all(run, a, size))
        return UNKNOWN
    if isinstance(a, List) and isinstance(b, List):
        return run.live.box(extended(run, a, b))
    if isinstance(a, Tuple) and isinstance(b, Tuple):
        return Tuple((*a.items, *b.items))
    return UNKNOWN


def _membership(run: Run, symbol: str, left: Value, right: Value) -> Value:
    a, b = run.live.peek(left), run.live.peek(right)
    if symbol in ("is", "is not"):
        known = _is_same(run, a, b)
        return Bool(known if known is None or symbol == "is" else not known)
    if is_made_by_code(run, right):
        run.hand_over(right)
        return Bool()
    if isinstance(b, Dict) and b.keys is not None and is_known_key(a):
        return Bool((a in b.keys) == (symbol == "in"))
    items = b.names if isinstance(b, Archive) else elements(b)
    x = _plain(a)
    if isinstance(x, str) and isinstance(b, Str) and b.text is not None:
        return Bool((x in b.text) == (symbol == "in"))
    if items is not None and x is not None and x == x and all(_plain(i) is not None for i in items):
        found = any(_plain(i) == x for i in items)
        return Bool(found if symbol == "in" else not found)
    if isinstance(a, Member) and items is not None:
        each = [compared("==", a, i) for i in items]
        if Bool(True) in each or all(e == Bool(False) for e in each):
            return Bool((Bool(True) in each) is (symbol == "in"))
    return Bool()


def _is_same(run: Run, a: Value, b: Value) -> bool | None:
    if isinstance(a, Member) or isinstance(b, Member):
        return are_same(a, b)
    if isinstance(a, Nothing) or isinstance(b, Nothing):
        return is_none(run, b if isinstance(a, Nothing) else a)
    if isinstance(a, Bool) and isinstance(b, Bool) and None not in (a.truth, b.truth):
        return a.truth == b.truth
    return None


def _operates(run: Run, node: op.Augment, current: Value, value: Value) -> bool:
    """Whether the operator gives what is put into an array of NumPy's; that it certainly cannot
    be put there is told."""
    before, given = run.live.peek(current), run.live.open(value)
    if not isinstance(before, Array) or not before.is_numpy:
        return True
    try:
        return numpy.check_update(node.symbol, before, given)
    except Refusal as refusal:
        run.emit(refusal.of((before, given)), node.place, f"{node.symbol}=")
        return False


def _change_cached(run: Run, column: Ref) -> None:
    """Pandas 2 gives the same series each time that a column is asked for: one that a variable
    holds may be the one that is changed in place."""
    changed = run.live.peek(column)
    for key in run.live.links.get(column.key, ()):
        other = run.live.heap.get(key)
        if isinstance(changed, Column) and isinstance(other, Column):
            joined = join_columns(other, changed) or other.disturbed()
            run.live.write(Ref(key, many=True), joined)


def augment(run: Run, node: op.Augment) -> None:
    """`target symbol= value`: an array or list changes in place, anything else is bound anew."""
    owner = index = None
    if isinstance(node.target, op.Subscript):
        owner, index = run.evaluate(node.target.value), run.evaluate(node.target.index)
        current = subscript(run, owner, index, node.target.place)
    else:
        current = run.evaluate(node.target)
    value = run.evaluate(node.value)
    if _operates(run, node, current, value):
        result = binary(run, node.symbol, current, value, node.place)
    else:
        result = run.unknown()
    before = run.live.peek(current)
    if isinstance(current, Ref) and isinstance(before, Array | List):
        after = run.live.peek(result)
        if isinstance(before, Array):
            same = isinstance(after, Array) and before.is_numpy and after.dtype == before.dtype
            facts = after.facts if same and isinstance(after, Array) else UNKNOWN_FACTS
            after = replace(before, facts=facts, masked=before.masked.weakened())
        elif isinstance(before, List) and not isinstance(after, List):
            after = extended(run, before, list_of(run, value)) if node.symbol == "+" else List(None)
        run.live.write(current, after)
        result = current
    elif isinstance(current, Ref) and isinstance(before, Frame | Column):
        after = run.live.peek(result)
        run.live.write(current, after if type(after) is type(before) else before.disturbed())
        _change_cached(run, current)
        result = current
    elif isinstance(current, Ref) or isinstance(before, Unknown):
        run.hand_over(current, value)
        result = current
    if owner is None or index is None:
        assign(run, node.target, result)
    else:
        set_item(run, owner, index, result, node.target)
