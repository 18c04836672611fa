"""Subscripts: what they give, and what is assigned to them."""

import numpy as np

from tests.numpy_programs.drawing import Drawing, Operand
from tests.numpy_programs.operations import operation

SLICES = (":", "1:", ":2", "::2", "::-1", "-1:", ":-1", "1:3", "2::-1", "-2:", "0:0", "4:1:-1")


def whole(d: Drawing, size: int) -> str:
    """An index of an axis of that size."""
    if d.wrong() or not size:
        return str(size if d.chance(50) else -size - 1)
    return str(d.number(-size, size - 1))


def basic_key(d: Drawing, a: Operand) -> str:
    """Ints, slices, None and `...`, no more of them than there are axes."""
    count = d.number(1, max(a.rank, 1))
    if d.wrong():
        count = a.rank + 1
    items: list[str] = []
    for i in range(count):
        size = a.shape[i] if i < a.rank else 3
        is_int = d.chance(40) and (size or d.is_misfit)
        items.append(whole(d, size) if is_int else d.pick(SLICES))
    if d.chance(10):
        items.insert(d.choose(len(items) + 1), "None")
    if d.chance(12) and len(items) <= a.rank:
        items.insert(0, "...")
        items[1:] = [d.pick(SLICES) if i[0] in "-0123456789" and ":" not in i else i
                     for i in items[1:]]  # fmt: skip
    return ", ".join(items)


def index_list(d: Drawing, size: int) -> str:
    return "[" + ", ".join(whole(d, size) for _ in range(d.number(1, 3))) + "]"


def fancy_key(d: Drawing, a: Operand) -> str:
    """A list or an array of indices, perhaps beside slices and ints."""
    first = a.shape[0] if a.rank else 0
    forms = [index_list(d, first)]
    if first:
        forms += [f"np.array({index_list(d, first)})", f"np.arange({min(first, 2)})"]
        forms += [f"rng.integers(0, {first}, size={d.shape(1, 2)})"]
    known = [o.text for o in d.operands() if o.dtype.kind in "iu" and o.rank and o.size < 40]
    if known and d.chance(10):
        return d.pick(known)
    key = d.pick(forms)
    if a.rank > 1 and d.chance(45):
        second = a.shape[1]
        more = [":", d.pick(SLICES), *([whole(d, second), index_list(d, second)] if second else [])]
        return f"{key}, {d.pick(more)}" if d.chance(70) else f"{d.pick(SLICES)}, {key}"
    return key


def mask(d: Drawing, a: Operand) -> str:
    """A mask of the array's shape, or of its first axes."""
    known = [o.text for o in d.operands() if o.dtype.kind == "b" and o.shape == a.shape and o.rank]
    if known and d.chance(50):
        return d.pick(known)
    if d.wrong():
        return d.array(kinds="b", least=1).text
    if a.rank > 1 and d.chance(30):
        return f"{a}[{', '.join(':' * (a.rank - 1))}, 0] > 0" if 0 not in a.shape else f"{a} > 0"
    return f"{a} {d.pick(('> 0', '!= 1', '== 0', '<= 2'))}"


@operation("indexing", "x[basic]", weight=5)
def basic(d: Drawing) -> str:
    a = d.array(least=1)
    return f"{a}[{basic_key(d, a)}]"


@operation("indexing", "x[fancy]", weight=2.5)
def fancy(d: Drawing) -> str:
    a = d.array(lambda o: bool(o.shape and o.shape[0]), least=1)
    return f"{a}[{fancy_key(d, a)}]"


@operation("indexing", "x[mask]", weight=1.6)
def masked(d: Drawing) -> str:
    a = d.array(kinds="biuf", least=1)
    return f"{a}[{mask(d, a)}]"


@operation("indexing", "np.eye(n)[y]", weight=0.7)
def one_hot(d: Drawing) -> str:
    n = d.number(2, 5)
    known = [o.text for o in d.operands() if o.dtype.kind in "iu" and o.rank]
    y = d.pick(known) if known and d.chance(30) else f"rng.integers(0, {n}, size={d.shape(1, 2)})"
    return f"np.eye({n}{d.pick(('', ', dtype=np.float32'))})[{y}]"


@operation("indexing", "numpy.take", weight=0.7)
def take(d: Drawing) -> str:
    a = d.array(lambda o: 0 not in o.shape, least=1)
    axis = d.axis(a.rank)
    size = a.shape[axis] if -a.rank <= axis < a.rank else 1
    key = d.pick((index_list(d, size), whole(d, size), f"np.array({index_list(d, size)})"))
    if d.chance(30):
        return f"np.take({a}, {d.pick(('0', '[0]', '[[0, 0]]'))})"
    return f"{a}.take({key}, axis={axis})" if d.chance(40) else f"np.take({a}, {key}, {axis})"


def changed(d: Drawing) -> Operand:
    return d.changeable("biufc", lambda o: bool(o.size))


@operation("indexing", "x[basic] = y", weight=2.2)
def assign(d: Drawing) -> str:
    a = changed(d)
    if a.text[0] != "x":
        return f"{a}[{basic_key(d, a)}]"
    key = basic_key(d, a)
    return f"{a}[{key}] = {assigned(d, a, key)}"


def assigned(d: Drawing, a: Operand, key: str) -> str:
    """What fits into `a[key]`."""
    if d.chance(50):
        return d.pick(
            ("0", "1", "2", "0.5", "-1", "True", "np.nan", "np.inf")[
                : 6 + 2 * (a.dtype.kind in "fc")
            ]
        )
    try:
        chosen = eval(f"np.empty({a.shape})[{key}]", {"np": np})
    except IndexError:
        chosen = np.empty(a.shape)
    return d.partner(Operand("", np.shape(chosen), a.dtype), "biuf").text


@operation("indexing", "x[fancy] = y", weight=0.8)
def assign_fancy(d: Drawing) -> str:
    a = changed(d)
    if a.text[0] != "x" or not a.rank or not a.shape[0]:
        return f"{a}[...]"
    return f"{a}[{fancy_key(d, a)}] = {d.pick(('0', '1', '2.5'))}"


@operation("indexing", "x[mask] = y", weight=0.9)
def assign_masked(d: Drawing) -> str:
    a = changed(d)
    if a.text[0] != "x":
        return f"{a}[...]"
    return f"{a}[{mask(d, a)}] = {d.pick(('0', '1', '-1', '0.5'))}"


@operation("indexing", "x[key] += y", weight=0.6)
def augment(d: Drawing) -> str:
    a = changed(d)
    if a.text[0] != "x":
        return f"{a}[...]"
    return f"{a}[{basic_key(d, a)}] {d.pick(('+=', '*=', '-='))} {d.pick(('1', '2', '0.5'))}"


@operation("indexing", "for row in x", weight=0.3)
def rows(d: Drawing) -> str:
    return f"[row for row in {d.array(lambda o: bool(o.shape and o.shape[0] < 6), least=1)}]"
