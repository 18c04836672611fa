"""Random programs out of the features that the interpreter handles.

A name keeps its kind for the whole program (`n` int, `a` array, `l` list of ints, `m` list of
arrays, `d` dict, `o` object, `t` tuple), so that most programs run to their end.
"""

from tests.interpreter.stepping import Stepping


class Generator(Stepping):
    """One program for one seed."""

    def program(self) -> str:
        """The text."""
        for i in range(self.random.randint(1, 3)):
            self.function(f"f{i}")
        for _ in range(self.random.randint(4, 12)):
            self.statement()
        return "\n".join(self.lines) + "\n"

    def block(self, size: int = 3) -> None:
        self.depth += 1
        before = len(self.lines)
        for _ in range(self.random.randint(1, size)):
            self.statement()
        if len(self.lines) == before:
            self.put("pass")
        self.depth -= 1

    def statement(self) -> None:
        compound = [
            self.branch,
            self.loop,
            self.while_loop,
            self.attempt,
            self.context,
            self.match,
            self.nested,
            self.generating,
        ]
        if self.depth < 3 and self.random.random() < 0.35:
            self.random.choice(compound)()
        else:
            self.simple()

    def simple(self) -> None:
        n, a, values, d, o = (self.name(k) for k in "naldo")
        x = self.number()
        choices = [
            f"{n} = {x}",
            f"{n} += {x}",
            f"{n}, {self.name('n')} = {x}, {n}",
            f"{n}, *l0 = {values} + [1]",
            f"(*l1, {n}) = {values} + [2]",
            f"{a} = {self.array()}",
            f"{a} = {self.array()}",
            f"{a} = {self.name('a')} = {self.array()}",
            f"{a}[0] = {self.pick('np.nan', 'np.inf', '7', n)}",
            f"{a} += {self.number(False)}",
            f"{a}[...] = {self.pick('1', 'np.nan')}",
            f"{a}.fill(np.nan)",
            f"{a}[:1] *= 2",
            f"{a} *= 2",
            f"{a}.shape = -1",
            f"np.multiply({a}, 2, out={a})",
            f"{a}.sort()",
            f"{values}.append({x})",
            f"{values} += [{x}]",
            f"{values} = {self.name('l')}",
            f"{values}.extend({self.name('l')}[:3])",
            f"{values}[0] = {x}",
            f"{values}.insert(0, {x})",
            f"{values} = [v + 1 for v in {self.name('l')}]",
            f"{values} = {self.name('l')}[:2]",
            f"{values} = {self.name('l')}[:4] * 2",
            f"{values}.sort()",
            f"del {values}[0]",
            f"{values} = list(range({self.random.randint(1, 20)}))",
            f"{values} = list({values})",
            f"{values} = {values} or [{x}]",
            f"{values} = sorted({self.name('l')})",
            f"{values}.clear()",
            f"m0.append({self.array()})",
            f"m0 = [{self.array()}, {a}]",
            "m0[0][0] = np.nan",
            "m0 = [v for v in m0]",
            f"m0 = [{a}] * 2",
            f"m0 = m0[:4] + [{a}]",
            f"m0[-1] = {a}",
            f"m0 = m0 if outside.coin() else [{a}]",
            f"m0 = [v for v in m0 if v.ndim] or [{a}]",
            f"{d}['k'] = {x}",
            f"{d}['a'] = {self.array()}",
            f"{d} = {self.name('d')}",
            f"{d}.pop('j', 0)",
            f"{d} = {{'k': {x}, 'a': {a}}}",
            f"{d} = {{**{self.name('d')}, 'z': {n}}}",
            f"{d}.update(k={n})",
            f"{d} = {{s: {n} for s in ('k', 'j')}}",
            f"{d}[{self.pick('str(3)', 'outside.word()')}] = {n}",
            f"{d} = dict({self.name('d')}, a={a})",
            f"{d} |= {{'w': {n}}}",
            f"{d} = dict(zip('kj', {values} + [1, 2]))",
            f"{o}.size = {x}",
            f"{o} = {self.name('o')}",
            f"{o} = Base({a})",
            f"{o} = Derived({a}, {n})",
            f"{o}.data = {self.array()}",
            f"{o}.spoil()",
            f"{o} = {o}.grow({n})",
            f"Base.total = {x}",
            f"{o}.total += 1",
            f"setattr({o}, 'size', {n})",
            f"{o}.data[0] = np.inf",
            "Derived.total += 1",
            f"t0 = ({n}, {a}, {values})",
            "t0[2].append(4)",
            "t0[1][0] = np.nan",
            "t0 = (1, *t0[1:])",
            f"outside.hold({self.pick(a, values, d, o, 'm0', 't0')})",
            "outside.poke()",
            f"assert {n} == {n}, {x}",
            f"outside.call({self.pick('o0.spoil', 'lambda: a0.fill(np.inf)', f'l0.append, {n}')})",
            f"list(map({self.pick('l1.append', 'lambda v: l0.append(v)')}, {values}[:5]))",
            f"list(map({o}.grow, {values}[:5]))",
            "print(end='')",
            f"for a2 in m0: a2[0] = {self.pick('np.nan', '3')}",
            f"outside.spoil({self.pick(a, 'm0', o, 't0')})",
            *self.gathering(),
            "l0, l1 = l1, l0",
            "a0, a1 = a1, a0",
            "o0, o1 = o1, o0",
            "m0[0], m0[-1] = m0[-1], m0[0]",
            f"{a} = {a}.reshape({n} - {n} + 1, -1)",
            "globals()['n2'] = 8",
            f"vars({o})['size'] = {n}",
            f"z = zip(l0, l1); l1 = list(z) and list(v for v, _ in z); {n} = len(l1)",
            f"k = {d}.keys(); {d}['q'] = 1; l0 = [len(k)]",
            f"{a}[{a} > 1] = np.nan",
            f"{values}[:] = [{x}]",
        ]
        calls = [f"{n} = {f}({self.arguments()})" for f in self.functions]
        self.put(self.pick(*choices, *calls * 8, *self.steps() * 2, *self.put_together()))
        if self.in_loop and self.random.random() < 0.08:
            self.put(f"if {self.condition()}: {self.pick('break', 'continue')}")
        if self.in_function and self.random.random() < 0.08:
            self.put(f"if {self.condition()}: return {self.number()}")
        if self.attempts and self.random.random() < 0.15:
            self.put(f"if {self.condition()}: raise {self.pick('ValueError', 'KeyError')}('no')")

    def branch(self) -> None:
        self.put(f"if {self.condition()}:")
        self.block()
        if self.random.random() < 0.4:
            self.put(f"elif {self.condition()}:")
            self.block()
        if self.random.random() < 0.6:
            self.put("else:")
            self.block()

    def loop(self) -> None:
        n, values = self.name("n"), self.name("l")
        self.put(
            self.pick(
                f"for {n} in {values}[:9]:",
                f"for {n} in range({self.pick('3', '20', f'min({n}, 9)', 'outside.small()')}):",
                f"for i, {n} in enumerate({values}[:5]):",
                f"for {n}, v in zip({values}, range(4)):",
                f"for {self.name('a')} in list(m0):",
                f"for s, n1 in list({{'k': 1, 'q': {n}}}.items()):",
                f"for {self.name('o')} in (o0, o1):",
                *self.stepped_loops() * 2,
            )
        )
        self._loop_body()

    def gathering(self) -> list[str]:
        """What fills lists and dicts, and takes from them, without all places known."""
        n, a, values, d, o = (self.name(k) for k in "naldo")
        x, times = self.number(False), self.count()
        return [
            f"for _ in range({times}): m0.append({self.array()})",
            f"m0 = [{self.array()} for _ in range({times})] or m0",
            f"m0 = [{a} for v in {values} if v > {x}] or m0",
            f"m0 = [v + {n} for v in m0]",
            f"{self.item('m0')} = {self.array()}",
            f"{self.item('m0')}[0] = {self.pick('np.nan', '4')}",
            f"{self.item('m0')}.shape = -1",
            f"m0.insert({n}, {a})",
            "m0.reverse()",
            f"{a} = m0.pop({n} % len(m0))",
            "del m0[0]",
            f"m0 = m0[{n}:] or m0",
            "m0 = m0[::-1]",
            f"m0 = [{a}] + m0 * 2 if len(m0) < 5 else m0[:2]",
            f"m0 = list(map(lambda v: v * {x}, m0))",
            "m0 = sorted(m0, key=lambda v: v.size)",
            f"{values} = [v for v in range({times})] + [{x}]",
            f"{values} = [v for v in range(30) if v > {n}]",
            f"for _ in range({times}): {values}.append({self.pick(x, f'len({values})')})",
            f"{self.item(values)} = {x}",
            f"{values}[1:] = [{x}, {n}]",
            f"{values}.remove({values}[-1])",
            f"{values} = [*{self.name('l')}, {x}, *{self.name('l')}]",
            f"{values} = {values}[::-1]",
            f"{values} *= 2 - len({values}) // 9",
            f"{values} += ({x}, {n})",
            f"{values} = list(filter(lambda v: v > {x}, {self.name('l')}))",
            f"{values} = [{self.name('l')}.append(v) or v for v in {values}[:4]]",
            f"{values} = [n0 := v + n0 for v in {values}[:{times}]]",
            f"{values}.sort(reverse=True)",
            f"{values} = [v for v in reversed({self.name('l')})]",
            f"z = zip(l0, m0); {self.pick('l0.append(1)', 'pass')}; l1 = [v for v, _ in z]",
            f"z = iter(l0); {self.pick('l0.append(1)', 'pass')}; {n} = next(z); l1 = list(z)",
            f"z = map(lambda v: v + {n}, {self.name('l')}); {n} = {x}; l1 = list(z)",
            f"{d}[{n}] = {x}",
            f"{d} = {{v: {n} for v in {values}}}",
            f"{d} = {{**{self.name('d')}, {n}: {x}}}",
            f"{n} = {d}.get({n}, {x})",
            f"{n} = {d}.pop({n}, {x})",
            f"{n} = {d}.setdefault({n}, {x})",
            f"for s in {d}: {d}[s] = {n}",
            f"for s, w in {d}.items(): {d}[s] = w",
            f"q0.append([{a}, {values}])",
            f"q0 = [[{self.array()}, [{x}]] for _ in range({times})] or q0",
            f"q0 = [[v, [n]] for v, n in zip(m0, {values} + [1])] or q0",
            f"{self.item('q0')}[0][0] = np.nan",
            f"{self.item('q0')}[0] = {self.array()}",
            f"{self.item('q0')}[1].append({x})",
            f"{self.item('q0')}[1][0] = {x}",
            f"q0[0][1].append({x})",
            f"for v in q0: v[{self.pick('1', '-1')}] = [{x}]",
            f"for u, v in q0: v.append({x}); u[0] = 2",
            f"for _ in range({times}): q0.append([{a}, list({values})])",
            f"{values} = {self.item('q0')}[1]",
            f"r0.append({self.pick(o, f'Base({a})')})",
            f"r0 = [Base({self.array()}, {x}) for _ in range({times})] or r0",
            f"for _ in range({times}): r0.append(Base({a}))",
            f"{self.item('r0')}.data = {self.array()}",
            f"{self.item('r0')}.size = {x}",
            f"{self.item('r0')}.spoil()",
            f"{self.item('r0')}.grow({x})",
            f"for v in r0: v.size += {n}; {a} = v.data",
            f"{o} = {self.item('r0')}",
            f"r0 = [v for v in r0 if v.size > {x}] or r0",
            f"r0[0] = {o}",
        ]

    def while_loop(self) -> None:
        self.fresh += 1
        counter = f"w{self.fresh}"
        self.put(f"{counter} = {self.random.randint(0, 5)}")
        if self.random.random() < 0.5:
            self.put(f"while ({counter} := {counter} - 1) > 0:")
        else:
            self.put("while True:")
            self.put(f"    {counter} -= 1")
            self.put(f"    if {counter} < 0: break")
        self._loop_body()

    def _loop_body(self) -> None:
        outer, self.in_loop = self.in_loop, True
        self.block()
        self.in_loop = outer
        if self.random.random() < 0.2:
            self.put("else:")
            self.block(1)

    def attempt(self) -> None:
        self.put("try:")
        self.attempts += 1
        self.block()
        self.attempts -= 1
        if self.random.random() < 0.5:
            self.put(
                f"    {self.pick('raise ValueError', '{}[n0]', 'int(chr(65))', 'outside.fail()')}"
            )
        final = self.random.random() < 0.4
        if not final or self.random.random() < 0.6:
            self.put(self.pick("except (ValueError, KeyError) as error:", "except Exception:"))
            self.block(2)
            if self.random.random() < 0.3:
                self.put("else:")
                self.block(1)
        if final:
            self.put("finally:")
            self.block(1)
            if self.in_function and self.random.random() < 0.2:
                self.put(f"    return {self.number()}")

    def context(self) -> None:
        self.put(
            self.pick(
                "with outside.quiet():",
                "with outside.context() as c:",
                "with open('/dev/null') as c:",
            )
        )
        self.block(2)

    def match(self) -> None:
        self.put(f"match {self.pick(*(self.name(k) for k in 'lndto'))}:")
        self.depth += 1
        for _ in range(self.random.randint(1, 3)):
            pattern = self.pick(
                "[n0, *l1]", "(n0, a0, l0)", "1 | 2", "{'k': n2}", "[n1]", "[*_, n1]", "[1, n0]",
                "[n0, n1] | [n0, _, n1]", "{'k': 1, **d1}", "int(n2)", "list() as l1", "None",
                "Base(size=n0)", "Derived() as o1", "-1 | 3", "(1, a1, [n1, *_])", "[]",
                "Base(size=2)",
            )  # fmt: skip
            self.put(f"case {pattern}{self.pick('', '', f' if {self.condition()}')}:")
            self.block(2)
        self.put("case _:")
        self.block(2)
        self.depth -= 1

    def nested(self) -> None:
        self.fresh += 1
        self.function(f"g{self.fresh}", nested=True)

    def function(self, name: str, nested: bool = False) -> None:
        outer = self.in_loop, self.in_function
        if self.random.random() < 0.2 and not self.calm:
            self.put(self.pick("@outside.decorator", "@outside.twice"))
        self.put(
            f"def {name}(p, k={self.pick('1', 'n1')}, *rest, "
            f"memo={self.pick('[]', 'l0', 'a1')}, **options):"
        )
        self.variables()
        self.in_loop, self.in_function = False, True
        self.block(4)
        self.depth += 1
        if not self.calm:
            self.put(f"if outside.deep(): return {name}(p, k - 1) if k > 0 else 0")
        if self.random.random() < 0.3:
            self.put(self.pick("p[0] = np.nan", "memo[0] = np.nan", "options['k'] = 1"))
        if self.random.random() < 0.3:
            self.put("def inner():")
            self.put(f"    nonlocal k; k += 1; {self.pick('n2 = k', 'p[0] = k', 'l1.append(k)')}")
            self.put(self.pick("inner()", "outside.call(inner)", "outside.hold(inner)"))
        self.put(f"return {self.pick('k', self.number(False), 'len(rest)', 'len(options)')}")
        self.depth -= 1
        self.in_loop, self.in_function = outer
        if not nested or self.random.random() < 0.5:
            self.functions.append(name)
        if nested:
            self.put(f"{self.name('n')} = {name}({self.arguments()})")
            if name in self.functions:
                self.functions.remove(name)

    def generating(self) -> None:
        """A generator function, of pairs of a number and an array."""
        outer = self.in_loop, self.in_function
        self.fresh += 1
        self.put(f"def y{self.fresh}(p, k={self.pick('1', 'n1')}, **options):")
        self.variables()
        self.in_loop, self.in_function = False, True
        self.block(2)
        self.depth += 1
        loop = self.pick("for v in range(3):", "while outside.coin():", "for n0 in l0[:4]:", "")
        inner = int(loop != "")
        if loop:
            self.put(loop)
        self.depth += inner
        self.put(f"yield {self.pick('n0', 'n1', 'k', 'n2')}, {self.pick('a0', 'a1', 'p', 'p * 2')}")
        self.depth -= 1
        self.block(2)
        self.depth += 1 - inner
        if self.random.random() < 0.4:
            self.put(self.pick("yield n1, a0", f"n2 = {self.number()}", "p[0] = np.nan"))
        self.depth -= 1
        self.in_loop, self.in_function = outer
        if self.depth == 0:
            self.generators.append(f"y{self.fresh}")
        self.put(f"g0 = y{self.fresh}({self.name('a')})")

    def variables(self) -> None:
        """What a function begins with: some names are the module's, the others its own."""
        self.depth += 1
        kept = self.random.sample(["n0", "n1", "a0", "l0", "m0", "o0", "d0"], 2)
        self.put("global " + ", ".join([*kept, "n2", "l1", "a1", "a2", "t0", "d1", "o1"]))
        self.put("n0 = 4" if "n0" not in kept else "pass")
        for local, value in (
            ("n1", "k"),
            ("a0", "p"),
            ("l0", "[k]"),
            ("m0", "[p]"),
            ("o0", "Base(p)"),
            ("d0", "options"),
        ):
            if local not in kept:
                self.put(f"{local} = {value}")
        self.depth -= 1
