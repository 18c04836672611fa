"""Steps through the generators of the generated programs: pairs of a number and an array."""

from tests.interpreter.expressions import Expressions


class Stepping(Expressions):
    """What goes through a generator: `g0`, or what a generator function makes."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.generators: list[str] = []

    def generator(self) -> str:
        return self.pick("g0", *(f"{f}({self.name('a')})" for f in self.generators * 3))

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
