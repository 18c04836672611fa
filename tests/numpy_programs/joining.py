"""Arrays put together and taken apart."""

from tests.numpy_programs.drawing import Drawing, Operand
from tests.numpy_programs.fresh import Form
from tests.numpy_programs.operations import each, operation

STACKS = ("stack", "vstack", "hstack", "dstack", "column_stack")


def beside(d: Drawing, a: Operand, axis: int) -> Operand:
    """An array that can be put beside another one along an axis."""
    shape = list(a.shape)
    if shape:
        shape[axis % len(shape)] = d.pick((shape[axis % len(shape)], 1, 2))
    return d.like(tuple(shape))


def listed(d: Drawing, items: list[str]) -> str:
    text = ", ".join(items)
    return f"[{text}]" if d.chance(60) else f"({text},)"


@operation("joining", "numpy.concatenate", weight=4)
def concatenate(d: Drawing) -> str:
    a = d.array(lambda o: o.size < 100, "biufc", least=1)
    axis = d.axis(a.rank)
    items = [a.text, *(beside(d, a, axis if a.rank else 0).text for _ in range(d.number(1, 2)))]
    spelled = "" if axis == 0 and d.chance(60) else f", axis={axis}"
    if d.chance(8):
        spelled = ", axis=None"
    if d.chance(6):
        spelled += ", dtype='float32'"
    return f"np.{d.pick(('concatenate', 'concatenate', 'concat'))}({listed(d, items)}{spelled})"


def stacked(d: Drawing, name: str) -> str:
    a = d.array(lambda o: o.size < 100, "biufc", most=3)
    items = [a.text, *(d.like(a.shape).text for _ in range(d.number(1, 2)))]
    axis = f", axis={d.axis(a.rank + 1)}" if name == "numpy.stack" and d.chance(60) else ""
    return f"np.{name[6:]}({listed(d, items)}{axis})"


each("joining", [f"numpy.{n}" for n in STACKS], stacked, 4)


@operation("joining", "numpy.append", weight=0.8)
def append(d: Drawing) -> str:
    a = d.array(lambda o: o.size < 100, "biufc", least=1)
    if d.chance(50):
        return f"np.append({a}, {d.pick(('1', '[1, 2]', '2.5', d.array(kinds='biufc').text))})"
    axis = d.axis(a.rank)
    return f"np.append({a}, {beside(d, a, axis if a.rank else 0)}, axis={axis})"


@operation("joining", "numpy.insert", weight=0.3)
def insert(d: Drawing) -> str:
    a = d.array(kinds="biufc", least=1)
    axis = f", axis={d.axis(a.rank)}" if d.chance(60) else ""
    return f"np.insert({a}, 0, 1{axis})"


def sections(d: Drawing, size: int, equal: bool) -> str:
    """Into how many parts, or between which places, an axis is split."""
    if d.chance(35):
        return d.pick(("[1]", "[1, 2]", "[2, 3]", "(1,)"))
    fitting = [n for n in range(1, 6) if size % n == 0]
    return str(d.number(2, 5) if d.wrong() or not equal else d.pick(fitting))


def parts(d: Drawing, name: str) -> str:
    a = d.array(least=1)
    axis = d.axis(a.rank)
    size = a.shape[axis] if -a.rank <= axis < a.rank else 4
    count = sections(d, size, name == "numpy.split")
    return f"np.{name[6:]}({a}, {count}, axis={axis})"


each("joining", ["numpy.split", "numpy.array_split"], parts, 2)


def sides(d: Drawing, name: str) -> str:
    a = d.array(least=2)
    shape: Form = (*a.shape, 1, 1)
    return f"np.{name[6:]}({a}, {sections(d, shape[0 if name[6] == 'v' else 1], True)})"


each("joining", ["numpy.vsplit", "numpy.hsplit"], sides, 0.7)


@operation("joining", "numpy.array of arrays", weight=1)
def array_of(d: Drawing) -> str:
    a = d.array(lambda o: o.size < 60, "biufc", most=3)
    items = [a.text, *(d.like(a.shape).text for _ in range(d.number(0, 2)))]
    return f"np.{d.pick(('array', 'asarray'))}([{', '.join(items)}])"


@operation("joining", "numpy.delete", weight=0.4)
def delete(d: Drawing) -> str:
    a = d.array(lambda o: 0 not in o.shape, least=1)
    if d.chance(40):
        return f"np.delete({a}, 0)"
    return f"np.delete({a}, {d.pick(('0', '-1', '[0]', 'slice(0, 1)'))}, axis={d.axis(a.rank)})"
