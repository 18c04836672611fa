"""The same elements in another shape."""

import numpy as np

from tests.numpy_programs.drawing import Drawing, Operand
from tests.numpy_programs.fresh import Form
from tests.numpy_programs.operations import each, operation


def factors(d: Drawing, size: int) -> Form:
    """A shape with so many elements."""
    dims: list[int] = []
    while size > 1 and len(dims) < 3:
        divisors = [n for n in range(1, size + 1) if size % n == 0]
        dims.append(d.pick(divisors))
        size //= dims[-1]
    return (*dims, size)


def target(d: Drawing, a: Operand) -> str:
    """A shape that the array may be given."""
    if d.wrong():
        return str(d.shape(1))
    shape = list(factors(d, a.size) if a.size else a.shape)
    if d.chance(45) and shape and 0 not in shape:
        shape[d.choose(len(shape))] = -1
    if a.rank and d.chance(20) and len(shape) == 1:
        return f"{a}.shape[0], -1" if a.shape[0] else "-1"
    return str(tuple(shape))


@operation("shaping", "numpy.reshape", weight=1)
def reshape(d: Drawing) -> str:
    a = d.array()
    shape = target(d, a)
    return f"np.reshape({a}, {shape if shape[0] in '(-' else f'({shape})'})"


@operation("shaping", "ndarray.reshape", weight=4)
def reshape_method(d: Drawing) -> str:
    a = d.array()
    shape = target(d, a)
    return f"{a}.reshape({shape.strip('()') if d.chance(50) and shape != '()' else shape})"


@operation("shaping", "ndarray.T", weight=1.2)
def transposed(d: Drawing) -> str:
    return f"{d.array(least=1)}.T"


def flattened(d: Drawing, name: str) -> str:
    a = d.array()
    return f"np.ravel({a})" if name == "numpy.ravel" else f"{a}.{name.split('.')[1]}()"


each("shaping", ["numpy.ravel", "ndarray.ravel", "ndarray.flatten"], flattened, 1.5)


@operation("shaping", "numpy.transpose", weight=1.2)
def transpose(d: Drawing) -> str:
    a = d.array(least=1)
    order = list(range(a.rank))
    for i in range(a.rank - 1):
        j = d.number(i, a.rank - 1)
        order[i], order[j] = order[j], order[i]
    if d.wrong():
        order = order[1:] if d.chance(50) else [*order, 1]
    if d.chance(50):
        return f"{a}.transpose({', '.join(map(str, order))})"
    return f"np.{d.pick(('transpose', 'permute_dims'))}({a}, {tuple(order)})"


@operation("shaping", "numpy.swapaxes", weight=0.8)
def swapaxes(d: Drawing) -> str:
    a = d.array(least=1)
    pair = f"{d.axis(a.rank)}, {d.axis(a.rank)}"
    return f"{a}.swapaxes({pair})" if d.chance(40) else f"np.swapaxes({a}, {pair})"


@operation("shaping", "numpy.moveaxis", weight=0.7)
def moveaxis(d: Drawing) -> str:
    a = d.array(least=1)
    return f"np.moveaxis({a}, {d.axis(a.rank)}, {d.axis(a.rank)})"


@operation("shaping", "numpy.expand_dims", weight=1.2)
def expand_dims(d: Drawing) -> str:
    a = d.array(most=4)
    axis = d.axis(a.rank + 1)
    return f"np.expand_dims({a}, {d.pick(('', 'axis='))}{axis})"


@operation("shaping", "numpy.squeeze", weight=1.2)
def squeeze(d: Drawing) -> str:
    a = d.array(lambda o: 1 in o.shape)
    ones = [i for i, n in enumerate(a.shape) if n == 1]
    axis = ""
    if d.chance(50) and (ones or d.is_misfit):
        axis = str(d.axis(a.rank) if d.wrong() or not ones else d.pick(ones))
    if d.chance(40):
        return f"{a}.squeeze({axis})"
    return f"np.squeeze({a}{', axis=' + axis if axis else ''})"


def widened(d: Drawing, name: str) -> str:
    return f"np.{name[6:]}({d.array()})"


each("shaping", [f"numpy.atleast_{n}d" for n in (1, 2, 3)], widened, 0.8)


@operation("shaping", "numpy.flip", weight=0.7)
def flip(d: Drawing) -> str:
    a = d.array(least=1)
    return f"np.flip({a}{', axis=' + d.axes(a.rank) if d.chance(70) else ''})"


def flipped(d: Drawing, name: str) -> str:
    return f"np.{name[6:]}({d.array(least=2 if name == 'numpy.fliplr' else 1)})"


each("shaping", ["numpy.fliplr", "numpy.flipud"], flipped, 0.4)


@operation("shaping", "numpy.roll", weight=0.7)
def roll(d: Drawing) -> str:
    a = d.array(least=1)
    axis = f", axis={d.axis(a.rank)}" if d.chance(65) else ""
    return f"np.roll({a}, {d.number(-2, 3)}{axis})"


@operation("shaping", "numpy.rot90", weight=0.5)
def rot90(d: Drawing) -> str:
    a = d.array(least=2)
    axes = d.pick(("", ", axes=(0, 1)", ", axes=(1, 0)", ", axes=(-2, -1)"))
    return f"np.rot90({a}{d.pick(('', ', 2', ', 3', ', k=-1'))}{axes})"


@operation("shaping", "numpy.broadcast_to", weight=0.6)
def broadcast_to(d: Drawing) -> str:
    a = d.array()
    shape = tuple(n if n != 1 else d.number(1, 3) for n in a.shape)
    more = d.shape(0, 1)
    return f"np.broadcast_to({a}, {d.shape() if d.wrong() else (*more, *shape)})"


@operation("shaping", "numpy.resize", weight=0.3)
def resize(d: Drawing) -> str:
    return f"np.resize({d.array()}, {d.shape()})"


@operation("shaping", "numpy.tile", weight=0.8)
def tile(d: Drawing) -> str:
    a = d.array(lambda o: o.size < 40)
    return f"np.tile({a}, {d.pick(('2', '(2, 1)', '(1, 2)', '3', '(2, 1, 1)', '[2, 2]'))})"


@operation("shaping", "numpy.repeat", weight=1)
def repeat(d: Drawing) -> str:
    a = d.array(lambda o: o.size < 60)
    axis = f", axis={d.axis(a.rank)}" if d.chance(60) and a.rank else ""
    count = str(d.number(0, 3))
    if axis and d.chance(15):
        count = str([d.number(0, 2) for _ in range(a.shape[int(axis[7:]) % a.rank])])
    return f"{a}.repeat({count}{axis})" if d.chance(30) else f"np.repeat({a}, {count}{axis})"


@operation("shaping", "numpy.pad", weight=0.9)
def pad(d: Drawing) -> str:
    a = d.array(lambda o: o.size < 60, "biufc", least=1)
    rank = a.rank + 1 if d.wrong() else a.rank
    each_axis = "(" + "".join(f"({d.number(0, 2)}, {d.number(0, 2)}), " for _ in range(rank)) + ")"
    width = d.pick((each_axis, "1", "(1, 2)", "((1, 0),)"))
    modes = ("", ", 'constant'", ", constant_values=3", ", mode='edge'", ", mode='reflect'")
    return f"np.pad({a}, {width}{d.pick(modes[: 3 if 0 in a.shape else 5])})"


@operation("shaping", "numpy.newaxis", weight=1.5)
def newaxis(d: Drawing) -> str:
    a = d.array(most=4)
    new = d.pick(("None", "np.newaxis"))
    keys = ("{}", "..., {}", "{}, ...", ":, {}", "{}, :") if a.rank else ("{}", "..., {}")
    return f"{a}[{d.pick(keys).format(new)}]"


@operation("shaping", "ndarray.view", weight=0.3)
def view(d: Drawing) -> str:
    a = d.array(kinds="iuf", least=1)
    kinds = {1: "'uint8'", 2: "'int16'", 4: "'float32'", 8: "'int64'", 16: "'complex128'"}
    same = kinds[np.dtype(a.dtype).itemsize]
    return f"{a}.view({d.pick(('', same))})"


@operation("shaping", "ndarray.copy", weight=0.5)
def copy(d: Drawing) -> str:
    a = d.array()
    return f"{a}.copy()" if d.chance(50) else f"np.copy({a})"
