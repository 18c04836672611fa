"""Products of matrices and vectors, and linear algebra."""

from tests.numpy_programs.drawing import Drawing, Operand
from tests.numpy_programs.fresh import Form
from tests.numpy_programs.operations import each, operation

FLOATS = ("float64", "float64", "float32", "int64")


def matrices(d: Drawing, *, batched: bool) -> tuple[str, str]:
    """Two arrays whose inner sizes agree."""
    a = d.array(lambda o: o.size < 100, "iuf", least=1, most=3)
    if not a.rank:
        return a.text, d.array(kinds="iuf").text
    columns = d.number(1, 4)
    shapes: list[Form] = [(a.shape[-1], columns), (a.shape[-1],)]
    if batched and a.rank == 3:
        shapes.append((a.shape[0], a.shape[-1], columns))
    if d.chance(20) and a.rank == 2:
        return a.text, f"{a}.T"
    return a.text, d.like(d.pick(shapes), "iuf").text


@operation("products", "operator @", weight=2)
def at(d: Drawing) -> str:
    a, b = matrices(d, batched=True)
    return f"{a} @ {b}"


@operation("products", "numpy.matmul", weight=1)
def matmul(d: Drawing) -> str:
    a, b = matrices(d, batched=True)
    return f"np.matmul({a}, {b})"


@operation("products", "numpy.dot", weight=1.6)
def dot(d: Drawing) -> str:
    a, b = matrices(d, batched=False)
    return f"{a}.dot({b})" if d.chance(40) else f"np.dot({a}, {b})"


@operation("products", "numpy.inner", weight=0.5)
def inner(d: Drawing) -> str:
    a = d.array(lambda o: o.size < 100, "iuf", least=1, most=2)
    last = a.shape[-1:] or (1,)
    return f"np.inner({a}, {d.like(d.pick((last, (2, *last))), 'iuf')})"


def flat(d: Drawing, name: str) -> str:
    a = d.array(lambda o: o.size < 20, "iuf")
    b = d.like(a.shape, "iuf") if name == "numpy.vdot" else d.array(lambda o: o.size < 20, "iuf")
    return f"np.{name[6:]}({a}, {b})"


each("products", ["numpy.outer", "numpy.vdot", "numpy.kron"], flat, 1)


@operation("products", "numpy.tensordot", weight=0.7)
def tensordot(d: Drawing) -> str:
    a = d.array(lambda o: o.size < 60, "iuf", least=1, most=3)
    count = d.number(0, min(2, a.rank))
    b = d.like((*a.shape[a.rank - count :], 2), "iuf")
    if d.chance(40) and a.rank:
        i = d.number(0, a.rank - 1)
        return f"np.tensordot({a}, {d.like((2, a.shape[i]), 'iuf')}, axes=({[i]}, [1]))"
    return f"np.tensordot({a}, {b}, {d.pick(('', 'axes='))}{count})"


@operation("products", "numpy.einsum", weight=0.8)
def einsum(d: Drawing) -> str:
    if d.chance(50):
        a = d.array(kinds="iuf", least=2, most=2)
        return f"np.einsum({d.pick(SINGLE)}, {a})"
    a = d.array(kinds="iuf", least=2, most=2)
    b = d.like((a.shape[-1], 2) if a.rank else (1, 2), "iuf")
    return f"np.einsum('ij,jk->ik', {a}, {b})"


SINGLE = ("'ij->ji'", "'ij->i'", "'ij->'", "'ij'", "'...j->j'")


def square(d: Drawing) -> Operand:
    """A square matrix, or a stack of such."""
    if d.wrong():
        return d.array(kinds="iuf")
    known = [
        o for o in d.operands() if o.dtype.kind in "iuf" and o.dtype != "float16"
        and o.rank >= 2 and o.shape[-1] == o.shape[-2] > 0
    ]  # fmt: skip
    if known and d.chance(60):
        return d.pick(known[::-1])
    n = d.number(1, 4)
    noise = d.fresh((n, n), d.pick(FLOATS))
    return Operand(f"(np.eye({n}) * 3 + {noise})", (n, n), noise.dtype)


def of_square(d: Drawing, name: str) -> str:
    return f"np.{name[6:]}({square(d)})"


each("products", ["numpy.linalg.inv", "numpy.linalg.det"], of_square, 0.7)


@operation("products", "numpy.linalg.solve", weight=0.3)
def solve(d: Drawing) -> str:
    a = square(d)
    rows = a.shape[-1] if a.rank else 1
    return f"np.linalg.solve({a}, {d.like((rows, 2), 'iuf')})"


@operation("products", "numpy.diag", weight=0.5)
def diag(d: Drawing) -> str:
    return f"np.diag({d.array(lambda o: o.size < 30, 'biufc', least=1, most=2)})"


def triangle(d: Drawing, name: str) -> str:
    return f"np.{name[6:]}({d.array(kinds='biuf', least=2)}{d.pick(('', ', 1', ', k=-1'))})"


each("products", ["numpy.tril", "numpy.triu"], triangle, 0.4)


@operation("products", "numpy.trace", weight=0.3)
def trace(d: Drawing) -> str:
    return f"np.trace({d.array(kinds='iuf', least=2, most=2)})"
