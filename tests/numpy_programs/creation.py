"""New arrays, in the middle of a program."""

from ndlint.knowledge import registry
from ndlint.knowledge.numpy.distributions import DISTRIBUTIONS
from tests.numpy_programs.drawing import Drawing
from tests.numpy_programs.operations import each, operation, real

NEW = ("zeros", "ones", "empty")
LIKE = ("zeros_like", "ones_like", "empty_like")


def dims(d: Drawing) -> str:
    """A shape argument: numbers, or sizes of arrays that there are."""
    a = d.array(least=1)
    if d.wrong():
        return d.pick(("-1", "(2, -3)", "(3, -1)"))
    if a.rank and a.text[0] == "x" and d.chance(40):
        return d.pick((f"{a}.shape", f"({a}.shape[0], 2)", f"len({a})", f"{a}.shape[::-1]"))
    return d.pick((str(d.shape()), str(d.number(0, 5)), str(list(d.shape(1)))))


def new(d: Drawing, name: str) -> str:
    dtype = f", {d.pick(('', 'dtype='))}{d.dtype_text('biufc')}" if d.chance(40) else ""
    return f"np.{name[6:]}({dims(d)}{dtype})"


each("creation", [f"numpy.{n}" for n in NEW], new, 1.2)


def like(d: Drawing, name: str) -> str:
    dtype = f", dtype={d.dtype_text('biufc')}" if d.chance(30) else ""
    return f"np.{name[6:]}({d.array(kinds='biufcU')}{dtype})"


each("creation", [f"numpy.{n}" for n in LIKE], like, 0.8)


@operation("creation", "numpy.full", weight=0.6)
def full(d: Drawing) -> str:
    fill = d.pick(("7", "0.5", "True", "np.nan", "1j"))
    if d.chance(30):
        return f"np.full_like({d.array(kinds='biufc')}, {d.pick(('1', '0', '2.5'))})"
    return f"np.full({dims(d)}, {fill})"


@operation("creation", "numpy.arange", weight=0.8)
def arange(d: Drawing) -> str:
    return d.pick(
        (f"np.arange({d.number(0, 6)})", f"np.arange({d.number(0, 2)}, {d.number(0, 7)})",
         f"np.arange(0, {d.number(1, 3)}, 0.5)", f"np.arange({d.number(0, 9)}, 0, -2)",
         f"np.arange({d.array(least=1)}.shape[-1])", f"np.arange({d.number(1, 5)}.0)",
         f"np.arange({d.number(0, 5)}, dtype={d.dtype_text('iuf')})")
    )  # fmt: skip


@operation("creation", "numpy.linspace", weight=0.6)
def linspace(d: Drawing) -> str:
    count = d.pick(("", f", {d.number(0, 6)}", f", num={d.number(1, 6)}, endpoint=False"))
    return f"np.linspace({d.pick(('0', '-1.5', '2'))}, {d.pick(('1', '5', '2.5'))}{count})"


@operation("creation", "numpy.logspace", weight=0.1)
def logspace(d: Drawing) -> str:
    return d.pick((f"np.logspace(0, 2, {d.number(1, 4)})", f"np.geomspace(1, 8, {d.number(1, 4)})"))


@operation("creation", "numpy.eye", weight=0.6)
def eye(d: Drawing) -> str:
    n = d.number(0, 5)
    return d.pick((f"np.eye({n})", f"np.identity({n})", f"np.eye({n}, {d.number(1, 4)}, k=1)",
                   f"np.eye({n}, dtype={d.dtype_text()})"))  # fmt: skip


@operation("creation", "numpy.array", weight=0.8)
def array(d: Drawing) -> str:
    rows = [[d.number(0, 3) for _ in range(2)] for _ in range(d.number(1, 3))]
    if d.wrong():
        rows.append([1, 2, 3])
    dtype = f", dtype={d.dtype_text('biufc')}" if d.chance(30) else ""
    ndmin = f", ndmin={d.number(1, 3)}" if d.chance(10) and not dtype else ""
    return f"np.array({rows}{dtype}{ndmin})"


def converted(d: Drawing, name: str) -> str:
    a = d.array(kinds="biufc")
    dtype = f", dtype={d.dtype_text('biufc')}" if d.chance(40) else ""
    return f"np.{name[6:].split(' ', maxsplit=1)[0]}({a}{dtype})"


CONVERTING = ("numpy.array of one", "numpy.asarray", "numpy.asanyarray", "numpy.ascontiguousarray")
each("creation", CONVERTING, converted, 0.7)

SCALARS = ("float32", "float64", "int64", "uint8", "bool_")


def scalar_class(d: Drawing, name: str) -> str:
    return f"np.{name[6:]}({d.pick(('3', '1.5', 'True', d.array(kinds='biuf').text))})"


each("creation", [f"numpy.{n}" for n in SCALARS], scalar_class, 0.5)

SHAPED = ("rand", "randn")
SIZED = ("random", "random_sample", "standard_normal", "ranf", "sample", "standard_exponential")


def size(d: Drawing) -> str:
    return f"size={d.shape()}" if d.chance(80) else d.pick((f"size={d.number(1, 4)}", ""))


def distribution(d: Drawing, name: str) -> str:
    """Numbers drawn from one of the distributions."""
    last = name.rpartition(".")[2]
    owner = "rng" if ".Generator." in name else "np.random"
    if last in SHAPED:
        return f"{owner}.{last}({', '.join(map(str, d.shape()))})"
    if last in SIZED:
        return f"{owner}.{last}({size(d)})"
    known = DISTRIBUTIONS[last].parameters
    special = {"n": "5", "a": "1.5", "left": "-1", "mode": "0", "right": "2"}
    needed = [special.get(p, "0.5") for p, default in known if default is None]
    return f"{owner}.{last}({', '.join([*needed, size(d)]).rstrip(', ')})"


DRAWN = [
    n for n in registry.MODELS
    if n.rpartition(".")[0] in ("numpy.random", "numpy.random.Generator") and real(n) is not None
    and n.rpartition(".")[2] in (*SHAPED, *SIZED, *DISTRIBUTIONS)
]  # fmt: skip
each("creation", DRAWN, distribution, 1.6)


@operation("creation", "numpy.random integers", weight=0.6)
def integers(d: Drawing) -> str:
    ends = d.pick(("5", "0, 3", "-2, 4"))
    return f"{d.pick(('rng.integers', 'np.random.randint'))}({ends}, size={d.shape()})"


@operation("creation", "numpy.random choice", weight=0.4)
def choice(d: Drawing) -> str:
    owner = d.pick(("rng", "np.random"))
    a = d.array(lambda o: 0 not in o.shape, "biuf", least=1, most=1)
    return f"{owner}.choice({d.pick((a.text, '5'))}, size={d.shape()})"


@operation("creation", "numpy.random permutation", weight=0.4)
def permutation(d: Drawing) -> str:
    owner = d.pick(("rng", "np.random"))
    return f"{owner}.permutation({d.pick((d.array(least=1).text, '5'))})"


@operation("creation", "numpy.random shuffle", weight=0.3)
def shuffle(d: Drawing) -> str:
    a = d.array(lambda o: o.text[0] == "x", least=1)
    return f"{d.pick(('rng', 'np.random'))}.shuffle({a}) ;" if a.text[0] == "x" else a.text
