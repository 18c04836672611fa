"""Steps through the generators of the generated programs: pairs of a number and an array."""

from tests.interpreter.expressions import Expressions


class Stepping(Expressions):
    """What goes through a generator: `g0`, or what a generator function makes."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.generators: list[str] = []

    def generator(self) -> str:
        return self.pick(
            "g0",
            "g1",
            f"Paired({self.name('a')})",
            *(f"{f}({self.name('a')})" for f in self.generators * 3),
        )

    def steps(self) -> list[str]:
        """Statements; none where there is no generator function yet."""
        if not self.generators:
            return []
        n, a, values = self.name("n"), self.name("a"), self.name("l")
        made = self.generator()
        return [
            f"g0 = {made}",
            f"{n}, {a} = next(g0)",
            f"{n}, {a} = next({made})",
            f"{n}, a2 = next(g0); a2[0] = np.nan",
            f"m0 = [v for _, v in {made}] or m0",
            f"{values} = [u for u, v in list({made})] + [1]",
            f"for {n}, {a} in {made}: {values}.append({n})",
            f"for {n}, a2 in {made}: a2[0] = np.nan",
            f"for {n}, a2 in {made}: {n} = {self.number()}",
            f"for {n}, {a} in {made}: break",
            f"for _, {a} in {made}: m0.append({a}); {n} = len(m0)",
            f"m0 = [v * {n} for u, v in {made} if u > {n}] or m0",
            f"z = list(zip({values}, {made})); m0 = [v for _, (_, v) in z] or m0",
            f"for i, ({n}, {a}) in enumerate({made}): {values}.append(i)",
            f"for {n}, a2 in {made}: a2.fill({self.pick(n, 'np.nan')}); {a} = m0[0]",
            f"m0 = list(map(lambda v: v[1], {made})) or m0",
            f"sum(v for v, _ in {made})",
            f"outside.hold({made})",
            f"outside.call(lambda: list({made}))",
        ]

    def stepped_loops(self) -> list[str]:
        """The heads of loops."""
        n, a = self.name("n"), self.name("a")
        return [f"for {n}, {a} in {self.generator()}:"] if self.generators else []

    def put_together(self) -> list[str]:
        """Statements with what the standard library makes of numbers, lists and objects."""
        n, a, values, o, d = (self.name(k) for k in "nalod")
        x, y = self.number(False), self.number(False)
        return [
            f"{values} = list(itertools.chain({values}[:3], {self.name('l')}[:3])) + [{x}]",
            f"z = itertools.chain({values}, m0); {values}.append({x}); {n} = len(list(z))",
            f"{values} = list(itertools.islice({values}, {self.random.randint(0, 4)})) + [{x}]",
            f"for {n}, s in itertools.product({values}[:3], 'ab'): {d}[s] = {n}",
            f"for {n}, {a} in zip(itertools.count(), m0): {a}[0] = {n}",
            f"m0 = [v for v, _ in zip(itertools.repeat({a}), {values})] or m0",
            f"{n} = functools.reduce(lambda v, w: v + w, {values}, {x})",
            f"{n} = functools.reduce(lambda v, w: {values}.append(1) or v, l1[:3], 0)",
            f"{n} = sum({values}, {x})",
            f"{a} = sum([v * 2 for v in m0[:1]])",
            f"{n} = math.prod({values}[:3])",
            f"{n}, _ = divmod({x}, 3)",
            f"{n} = pow({x}, 2) % 97",
            f"{n} = max({values}, key=lambda v: -v)",
            f"{a} = min(m0, key=lambda v: v.size)",
            f"{n} = getattr({o}, 'size', {x})",
            f"{n} = getattr({o}, 'absent', {x})",
            f"{n} = getattr({o}, 'double')",
            f"if hasattr({o}, 'extra'): {n} = {o}.extra",
            f"setattr({o}, 'extra', {x})",
            f"{o} = copy.copy({o})",
            f"{values} = copy.copy({values})",
            f"m0 = copy.copy(m0); m0[0] = {a}",
            f"{a} = copy.copy({a})",
            f"{d} = copy.copy({d})",
            f"{d}[f'k{{{n} % 3}}'] = {x}",
            f"{n} = len(f'{{{n}}}_{{{values}[0]:03d}}')",
            f"{n} = int('{{}}'.format({x})) + len('a,b'.split(','))",
            f"{values} = [int(v) for v in ' '.join(str(w) for w in {values}).split()] + [{y}]",
            f"{n} = int(str({n})[-1:])",
            f"{n} = isinstance({o}, Derived) + isinstance({values}, (Base, list))",
        ]
