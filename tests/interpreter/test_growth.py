"""How long a list is after a loop that adds to it, against Python: never another number."""

from random import Random

from ndlint.values.base import Int, List
from tests.knowledge.tensorflow.bulk import Program, verdict

PROGRAMS = 600
ITERABLES = (
    "range(400)", "range(len(data) - 3)", "range(3, len(data))", "enumerate(data)", "data",
    "zip(data, data)", "range(0, 900, 2)", "range(len(data) - {n})", "list(range(300))",
    "range(len(a), 320)", "a", "reversed(data)", "range(n)",
)  # fmt: skip
PLAIN = ("a.append(i)", "b.append(data[:2])", "a.append([i, i])", "b.append(len(data))")
OTHERS = (
    "if data[0] > {n}:\n    a.append(i)", "c.append(i)", "add(i)", "d = a", "a.extend([i, i])",
    "if i == 5:\n    continue", "if i == 7:\n    break", "a = a + [i]", "a.pop()", "a.clear()",
    "for j in range({n}):\n    b.append(j)",
    "try:\n    a.append(data[i])\nexcept Exception:\n    pass",
    "b = []", "holder.items.append(i)", "a += [i]", "len(b)", "a.insert(0, i)", "x = i",
    "with np.errstate():\n    a.append(i)", "other = [a, b]", "del a[0]", "a.append(*[i])",
)  # fmt: skip
AHEAD = ("c = a", "holder.items = a", "c = [a]", "c = (a, b)", "x = 0", "c = b", "pass", "pass")


def _indented(lines: list[str], depth: int) -> str:
    return "\n".join("    " * depth + line for text in lines for line in text.split("\n"))


def _program(random: Random) -> str:
    def filled(text: str) -> str:
        return text.replace("{n}", str(random.choice((1, 2, 50))))

    body = [random.choice(PLAIN) for _ in range(random.randint(1, 3))]
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        body.insert(random.randint(0, len(body)), filled(random.choice(OTHERS)))
    iterable, other = filled(random.choice(ITERABLES)), random.choice(("[]", "[0]", "list('ab')"))
    loop = [f"a, b, c, n = [], {other}, [], 310", random.choice(AHEAD)]
    loop += [f"for i in {iterable}:", _indented(body, 1)]
    if random.random() < 0.1:
        loop += ["else:", "    a.append(0)"]
    start = "import numpy as np\ndata = np.arange(500)\nclass Holder:\n    items = []\n"
    start += "holder = Holder()\n"
    if random.random() < 0.5:
        add = "def add(i):\n    a.append(i)\n    del a[500:]\n"
        return start + add + _indented(loop, 0) + "\nx, y = len(a), len(b)\n"
    add = "    def add(i):\n        b.append(i)\n        return a\n"
    text = f"{start}def f(data):\n{add}{_indented(loop, 1)}\n    return a, b\n"
    return f"{text}a, b = f(data)\nx, y = len(a), len(b)\n"


def test_lengths() -> None:
    known = 0
    for seed in range(PROGRAMS):
        text = _program(Random(seed))
        found = verdict(Program(text, shows=("x", "y", "a"))).values
        real: dict[str, int] = {}
        try:
            exec(text, real)
        except (AttributeError, IndexError, NameError, TypeError, ValueError):
            continue
        for name in ("x", "y"):
            value = found[name]
            if isinstance(value, Int) and value.number is not None:
                assert value.number == real[name], (name, value.number, real[name], text)
                known += isinstance(found["a"], List) and found["a"].items is None
    assert known > PROGRAMS // 4
