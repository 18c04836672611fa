"""Random expressions of the generated programs."""

import random

from tests.interpreter.prologue import NAMES, PROLOGUE, WILD


class Expressions:
    """Makes expressions over the names of the prologue."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lines: list[str] = PROLOGUE.splitlines()
        self.functions: list[str] = []
        self.depth = 0
        self.in_loop = False
        self.in_function = False
        self.fresh = 0
        self.attempts = 0
        self.calm = seed % 3 > 0
        """Without code that the analyser does not see, which leaves little known."""

    def pick(self, *choices: str) -> str:
        calm = [c for c in choices if not any(word in c for word in WILD)]
        chosen = self.random.choice(calm if self.calm and calm else choices)
        return chosen.replace("outside.coin()", "random.random() < 0.5") if self.calm else chosen

    def name(self, kind: str) -> str:
        return f"{kind}{self.random.randrange(NAMES[kind])}"

    def put(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    def condition(self) -> str:
        n = self.name("n")
        return self.pick(
            "outside.coin()",
            "outside.coin()",
            f"{n} > 2",
            f"{n} % 2 == 0",
            f"{self.name('l')}",
            f"{n} in {self.name('l')}",
            f"{self.name('o')} is {self.name('o')}",
            f"isinstance({self.name(self.pick('n', 'a', 'l', 'd'))}, (int, list))",
            f"not {self.name('d')}",
            f"(n0 := {self.number()}) > 1",
            f"1 < {self.number()} < 4",
            f"{n} > 1 and outside.coin()",
            f"outside.coin() or {self.number()} > 2",
            f"{self.name('a')}.ndim == 1",
        )

    def number(self, deep: bool = True) -> str:
        n = self.name("n")
        if not deep:
            return self.pick(n, str(self.random.randint(-2, 5)))
        x, y = self.number(False), self.number(False)
        choices = [
            f"{x} + {y}",
            f"{x} * {y} % 97",
            f"{x} // 3",
            f"{x} % 4",
            f"-{n}",
            f"abs({n})",
            f"len({self.name('l')})",
            f"sum({self.name('l')})",
            f"max({x}, {y})",
            f"min({self.name('l')} + [1])",
            f"{self.name('a')}.shape[0]",
            f"{self.name('o')}.size",
            f"{self.name('o')}.total",
            f"{self.name('o')}.double",
            f"Base.plus({x})",
            f"{self.name('o')}.plus({x}, y={y})",
            "Derived.count()",
            f"{self.name('o')}.count()",
            f"({x} if {self.pick('outside.coin()', f'{n} > 1')} else {y})",
            f"round({x} / 2)",
            f"{self.name('d')}.get('k', {x})",
            f"{self.name('d')}.setdefault('z', {x})",
            f"(lambda v, w={x}: v + w)({y})",
            f"int(f'{{{n}}}')",
            f"({n} or {y})",
            f"len([v for v in {self.name('l')} if v > {x}])",
            f"{self.name('l')}[-1]",
            "t0[0]",
            f"outside.same({x})",
            f"{self.name('l')}.pop()",
            f"len({self.name('m')})",
            f"sum(v for v in {self.name('l')})",
            f"bool({n})",
            f"(-{n} % 9) ** 2",
            f"min({x}, 9) % 7 ** 3",
            f"({n} and {y})",
            f"len({self.name('d')})",
            f"outside.call(lambda: {x})",
            f"len([n1 := n1 + v for v in range({self.pick('2', '30')})])",
            f"sorted({self.name('l')} + [{x}])[0]",
            "len('%s {}'.format(3))",
            f"{self.item(self.name('l'))}",
            f"next(iter({self.name('l')}))",
            "sum(len(v) for v in m0 if v.ndim)",
            f"max([abs(v) for v in {self.name('l')}] + [{x}])",
            f"{self.item('q0')}[1][-1]",
            f"{self.item('r0')}.size",
            "sum([v for w in q0 for v in w[1]])",
            f"int(any(v > {x} for v in {self.name('l')}))",
            f"[v for v in {self.name('l')} if v == v and v > {x}][0]",
            f"list(map(lambda v: v + {x}, {self.name('l')}))[-1]",
            f"list(enumerate({self.name('l')}, {x}))[0][0]",
            f"len(list(zip({self.name('l')}, m0)))",
            f"sorted({self.name('l')}, reverse=True)[0]",
            f"[m0.append(m0[0]) or len(m0) for v in {self.name('l')}[:3]][-1]",
            f"{{1: {x}, (1, 2): {y}}}[{self.pick('1', '(1, 2)', n)}]",
            f"len({{v: 1 for v in {self.name('l')}}})",
            f"(2 if {x} in {{1: 2, 3: 4}} else 3)",
            f"len(f'{{{n}}} {{{x}}}')",
            f"int(str({x}))",
        ]
        choices += [f"{f}({self.arguments()})" for f in self.functions] * 3
        return self.pick(*choices)

    def item(self, sequence: str) -> str:
        """An item of it, at a place that is mostly not known."""
        return f"{sequence}[{self.name('n')} % len({sequence})]"

    def count(self) -> str:
        """A small number of times, mostly not known."""
        return self.pick("random.randrange(3)", "random.randrange(1, 4)", "outside.small()", "20")

    def arguments(self) -> str:
        a, n, values = self.name("a"), self.number(False), self.name("l")
        return self.pick(
            f"{a}, {n}",
            f"{a}, k={n}",
            f"{a}",
            f"{a}, {n}, {n}, {n}",
            f"*[{a}, {n}]",
            f"k={n}, p={a}",
            f"{a}, **dict(k={n}, z=1)",
            f"{a}, *{values}",
            f"*outside.same([{a}]), {n}",
        )

    def array(self) -> str:
        a = self.name("a")
        return self.pick(
            a,
            f"{a}[:1]",
            f"{a}.T",
            f"{a}.reshape(-1)",
            f"np.asarray({a})",
            f"{a}.copy()",
            f"{a} + {self.number(False)}",
            f"{a} / 0.5",
            f"{a}.astype('float32')",
            f"np.array({self.name('l')} + [1])",
            f"np.zeros({self.random.randint(1, 4)})",
            f"{self.name('m')}[0]",
            f"{self.name('m')}[-1]",
            f"{self.name('o')}.data",
            "t0[1]",
            f"({a} if outside.coin() else {self.name('a')})",
            f"outside.same({a})",
            f"np.array([{self.name('n')}, np.nan])",
            f"np.ravel({a})",
            f"np.concatenate([{a}[:2], {a}[:2]])",
            f"{self.name('d')}.get('a', {a})",
            "np.array([[1, 2], [3, 4.5]])",
            f"outside.coin() and {a} or {a}",
            f"np.where({a} > 1, {a}, 0)",
            f"{a}.flatten()",
            f"np.expand_dims({a}, 0)",
            f"next(iter({self.name('m')}))",
            f"np.full((2, 2), {self.name('n')} / 2)",
            self.item("m0"),
            f"{self.item('q0')}[0]",
            f"{self.item('r0')}.data",
            f"(np.array(m0) if m0 else {a})",
            "np.stack(m0)",
            "np.concatenate(m0)",
            f"np.array({self.name('l')}) if {self.name('l')} else {a}",
            f"np.array([{a} for _ in range(random.randrange(1, 4))])",
            f"np.array([v * {self.name('n')} for v in range(20)])",
            f"np.array([[v, {self.name('n')}] for v in {self.name('l')} + [1]])",
            f"np.vstack([{a}[:1] for _ in range(random.randrange(1, 4))])",
            f"np.hstack([v for v in m0 if v.ndim == {a}.ndim] + [{a}])",
            f"{a}[[v % 2 for v in {self.name('l')}]]",
            f"{a}[{self.name('l')}[:2]]",
        )
