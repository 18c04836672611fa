"""Where a frame is, in characters, as the static side has it."""

import ast
import sys

from ndlint.runtime.places import Places, statement_at
from ndlint.runtime.sources import Sources
from ndlint.source.text import parse

TEXT = """
é = "ü"
class Thing:
    def fit(self, *given): return look("fit", self)
    def __call__(self, given): return look("__call__", self)
    def __add__(self, other): return look("", self)
    def __lt__(self, other): return look("", self)
class Owner:
    thing = Thing()
n = Owner()
def make(): return Thing()
r = "é", n.thing.fit("ü", (n
    .thing
    .fit(1)))
n.thing.fit(n.thing.fit(1) + n.thing + é)
x = n.thing
x += 1
if x < 3: pass
n.thing(x); make()(x)
[x.fit(i) for i in (1,)]
"""
EXPECTED = [
    ("n.thing.fit", "n\n    .thing\n    .fit(1)", 12),
    ("n.thing.fit", 'n.thing.fit("ü", (n\n    .thing\n    .fit(1)))', 12),
    ("n.thing.fit", "n.thing.fit(1)", 15),
    ("+", "n.thing.fit(1) + n.thing", 15),
    ("+", "n.thing.fit(1) + n.thing + é", 15),
    ("n.thing.fit", "n.thing.fit(n.thing.fit(1) + n.thing + é)", 15),
    ("+", "x += 1", 17),
    ("<", "x < 3", 18),
    ("n.thing", "n.thing(x)", 19),
    ("make(…)", "make()(x)", 19),
    ("x.fit", "x.fit(i)", 20),
]


def test_places_are_those_of_the_source() -> None:
    source = parse("program.py", TEXT)
    sources = Sources()
    sources.add("/somewhere/program.py", source)
    places = Places(sources)
    found = []

    def look(name: str, thing: object) -> object:
        frame = sys._getframe(2)
        place = places.of(frame.f_code, frame.f_lasti, frame.f_lineno, name)
        statement = statement_at(source, frame.f_code, frame.f_lasti, frame.f_lineno)
        assert statement is not None
        lines = TEXT.split("\n")[place.site.line - 1 : place.site.end_line]
        lines[-1] = lines[-1][: place.site.end_column - 1]
        lines[0] = lines[0][place.site.column - 1 :]
        found.append((place.call, "\n".join(lines), statement.lineno))
        return thing

    exec(compile(source.tree, "/somewhere/program.py", "exec"), {"look": look})
    if sys.version_info >= (3, 11):
        assert found == EXPECTED
    else:  # lines only
        assert [line for *_, line in found] == [line for *_, line in EXPECTED]


def test_what_has_no_source_has_its_line() -> None:
    places = Places(Sources())
    code = compile("f(1)", "<typed>", "exec")
    place = places.of(code, -1, 3, "f")
    assert (place.site.path, place.site.line, place.call) == ("<typed>", 3, "")


def test_statements_are_found_in_every_block() -> None:
    source = parse("program.py", "try:\n  pass\nexcept E:\n  f()\nmatch x:\n  case 1:\n    g()\n")
    sources = Sources()
    sources.add("p", source)
    code = compile(source.tree, "p", "exec")
    for line, text in ((4, "f()"), (7, "g()")):
        at = (
            next(
                offset
                for offset, (first, _, column, _) in zip(
                    range(0, 10_000, 2), getattr(code, "co_positions", list)(), strict=False
                )
                if first == line and column
            )
            if sys.version_info >= (3, 11)
            else -1
        )
        statement = statement_at(source, code, at, line)
        assert statement is not None
        assert ast.unparse(statement) == text
