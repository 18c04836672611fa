"""What holds of every fix, in programs that are put together at random of the rules' examples."""

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyflakes.checker import Checker  # type: ignore[import-untyped]
from pyflakes.messages import UndefinedName  # type: ignore[import-untyped]

from ndlint.analysis import analyse
from ndlint.findings import Edit, Finding
from ndlint.fixes.trial import Repaired, repaired
from ndlint.source.files import decode
from ndlint.source.noqa import without_waived
from ndlint.source.text import Source, parse
from ndlint.target import Target
from tests.fixes.patchwork import NOQA, programs

BOM = b"\xef\xbb\xbf"
LINE_END = re.compile(r"\r\n|\r|\n")


@pytest.mark.parametrize("unsafe", (True, False))
@pytest.mark.parametrize("keras", (2, 3))
@given(data=st.data())
def test_what_holds_of_every_fix(data: st.DataObject, keras: int, unsafe: bool) -> None:
    text = data.draw(programs(keras))
    target = Target(keras=keras)
    before = analyse(parse("program.py", text), target)
    done = fixed(text, target, unsafe)
    after = done.source.text

    # It is a program, and a better one.
    assert Counter(f.code for f in done.found) <= Counter(f.code for f in before)
    assert len(done.found) + len(done.fixed) <= len(before)
    assert undefined(after) <= undefined(text)
    again = fixed(after, target, unsafe)
    assert (again.source.text, again.fixed) == (after, [])

    # Nothing was done but what is told.
    replayed = text
    for finding in done.fixed:
        assert unsafe or finding.fixes[0].safety == "safe"
        check_imports(replayed, finding.fixes[0].edits)
        replayed = applied(replayed, finding.fixes[0].edits)
    assert replayed == after

    # What is no code stays.
    assert comments(after) == comments(text)
    assert under_noqa(after) == under_noqa(text)
    assert {*LINE_END.findall(after)} == {*LINE_END.findall(text)}
    original = decode("program.py", BOM + text.encode())
    assert original.text == text
    assert original.encoded(after) == BOM + after.encode()


def fixed(text: str, target: Target, unsafe: bool) -> Repaired:
    """The program after its fixes."""
    source = parse("program.py", text)
    return repaired(source, target, analyse(source, target), told, unsafe)


def told(source: Source, findings: Sequence[Finding]) -> list[Finding]:
    """What is to be fixed: all but what a `# noqa` waives."""
    return without_waived(findings, source.text)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text after the edits, made from the last to the first."""
    starts = [0, *(end.end() for end in LINE_END.finditer(text))]
    for edit in reversed(edits):
        start = starts[edit.site.line - 1] + edit.site.column - 1
        end = starts[edit.site.end_line - 1] + edit.site.end_column - 1
        text = text[:start] + edit.text + text[end:]
    return text


def check_imports(text: str, edits: Sequence[Edit]) -> None:
    """What is imported comes before what needs it, and takes no name from anything else."""
    imports = [edit for edit in edits if edit.text.startswith(("import ", "from "))]
    assert [*edits[: len(imports)]] == imports
    known = bindings(text)
    for name, meant in bindings("".join(edit.text for edit in imports)):
        assert {what for bound, what in known if bound == name} <= {meant}


def bindings(text: str) -> set[tuple[str, str]]:
    """The names that a program binds, each with what it imports, or ""."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                found |= {(a.asname or a.name.partition(".")[0], a.name) for a in names}
            case ast.ImportFrom(module=module, names=names):
                found |= {(a.asname or a.name, f"{module}.{a.name}") for a in names}
            case ast.Name(id=name, ctx=ast.Store()) | ast.FunctionDef(name=name):
                found.add((name, ""))
    return found


def undefined(text: str) -> Counter[str]:
    """The names that nothing binds where they are used."""
    messages = Checker(ast.parse(text)).messages
    return Counter(m.message_args[0] for m in messages if isinstance(m, UndefinedName))


def comments(text: str) -> list[str]:
    """All comments, in order."""
    lines: Iterable[str] = io.StringIO(text, newline=None)
    tokens = tokenize.generate_tokens(iter([*lines, ""]).__next__)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def under_noqa(text: str) -> list[str]:
    """The lines of every simple statement with a `# noqa`."""
    lines = LINE_END.split(text)
    statements = (
        "\n".join(lines[node.lineno - 1 : node.end_lineno])
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.stmt) and not hasattr(node, "body")
    )
    return sorted(statement for statement in statements if NOQA in statement)
