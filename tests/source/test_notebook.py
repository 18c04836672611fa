"""Notebooks: what program they are, and what is none."""

import ast
import json
import random
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from ndlint.source.cells import in_cell
from ndlint.source.files import Unreadable, decode, parse_text
from ndlint.source.text import parse
from tests.source.notebooks import code, markdown, notebook

BOTH = ("x = 1\ny = 2", "import keras")


def test_code_cells_are_one_program() -> None:
    source = parse_text("a.ipynb", notebook(markdown("# keras"), *BOTH, "", "%cd a"))
    assert source.lines[:4] == ["x = 1", "y = 2", "import keras", ""]
    assert [cell.number for cell in source.cells] == [2, 3, 4, 5]
    assert source.written == ["x = 1", "y = 2", "import keras", "", "%cd a"]
    assert len(source.lines) == len(source.written)


CELLS = (
    markdown("keras"),
    "x = 1\ny = 2",
    markdown("%time x"),
    "  a = 1\n  z = 2",
    "%%bash\nls",
    "print 'a'\nx = 2\n",
    "w = 1",
    "%%timeit\nb = 1",
    "c; v = '''\n''', 1",
    "!a \\\n  b\n%time   t = 1\nd = 'é'; u = 2",
)
PLACES = {
    "x": (2, 1, 1),
    "y": (2, 2, 1),
    "z": (4, 2, 3),
    "w": (7, 1, 1),
    "b": (8, 2, 1),
    "c": (9, 1, 1),
    "v": (9, 1, 4),
    "t": (10, 3, 9),
    "u": (10, 4, 10),
}
"""Where each name stands: cell, line, column."""


@pytest.mark.parametrize("name", PLACES)
def test_a_place_is_counted_in_its_cell(name: str) -> None:
    source = parse_text("a.ipynb", notebook(*CELLS))
    names = (n for n in ast.walk(source.tree) if isinstance(n, ast.Name) and n.id == name)
    site = in_cell(source.cells, source.site(next(names)))
    assert (site.cell, site.line, site.column) == PLACES[name]
    assert (site.end_line, site.end_column) == (site.line, site.column + 1)


def test_a_place_over_lines_ends_in_its_cell() -> None:
    source = parse_text("a.ipynb", notebook("keras", "  v = '''\nb''', 1"))
    site = in_cell(source.cells, source.site(source.tree.body[1]))
    assert (site.line, site.column, site.end_line, site.end_column) == (1, 3, 2, 8)


PASSED_OVER = {
    "Python 2": ("import keras\nprint 'a'", 2, "line 2: Missing parentheses in call"),
    "no end": ("f(keras", 1, "line 1: '(' was never closed"),
    "several words": ("pip install keras\nx = 1", 1, "line 1: invalid syntax"),
    "below a cell magic": ("%%time\nx = 1\nif keras:", 3, "line 3: expected an indented block"),
    "a null": ("keras\0", 1, "null bytes"),
    "half a character": ("keras = '\ud800'", 1, "surrogates not allowed"),
    "signs": ("keras = " + "-" * 20000 + "1", 1, "nested too deeply"),
}


@pytest.mark.parametrize("name", PASSED_OVER)
def test_a_cell_that_is_no_python_is_passed_over(name: str) -> None:
    text, line, reason = PASSED_OVER[name]
    cells = [*BOTH, text, "z = 1"]
    document = json.loads(notebook(*BOTH, "", "z = 1"))
    document["cells"][2]["source"] = text
    source = parse_text("a.ipynb", json.dumps(document))
    problem = source.cells[2].problem
    assert problem is not None
    assert (problem.line, reason in problem.reason) == (line, True), problem.reason
    assert source.lines[-1] == "z = 1"
    assert source.cells[3].start == sum(cell.count("\n") + 1 for cell in cells[:3])
    (stands_for,) = (s for s in source.tree.body if isinstance(s, ast.Expr))
    assert isinstance(stands_for.value, ast.Call)
    assert [c.problem for c in source.cells if c.number != 3] == [None] * 3


def test_what_notebooks_may_have_that_scripts_do_not() -> None:
    cells = ("await keras.f()", "async for x in y:\n  pass", "return 1", "f(x);", "x\x0c\ny")
    source = parse_text("a.ipynb", notebook(*cells))
    assert [cell.problem for cell in source.cells] == [None] * len(cells)


def test_a_bom_before_a_cell_is_no_part_of_it() -> None:
    source = parse_text("a.ipynb", notebook("import keras", "\ufeffx = 1\n%cd a\ny = 2"))
    assert [cell.problem for cell in source.cells] == [None, None]
    places = [in_cell(source.cells, source.site(node)) for node in source.tree.body]
    assert [(site.line, site.column) for site in places] == [(1, 1), (1, 2), (2, 1), (3, 1)]


def test_line_endings() -> None:
    source = parse_text("a.ipynb", notebook("keras\r\nx = 1\r\n%cd a", "y\rz"))
    assert source.written == ["keras", "x = 1", "%cd a", "y", "z"]
    assert len(source.tree.body) == 5


LANGUAGES: dict[str, tuple[dict[str, object], bool]] = {
    "none": ({}, True),
    "Python": ({"kernelspec": {"name": "python3", "language": "python"}}, True),
    "IPython": ({"language_info": {"name": "ipython"}}, True),
    "R": ({"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": "R"}}, False),
    "Julia": ({"kernelspec": {"name": "julia-1.9", "language": "julia"}}, False),
    "the kernel's word": (
        {"kernelspec": {"name": "a", "language": "python"}, "language_info": {"name": "scala"}},
        False,
    ),
    "nonsense": ({"kernelspec": [], "language_info": {"name": 3}}, True),
}


@pytest.mark.parametrize("name", LANGUAGES)
def test_only_python_is_read(name: str) -> None:
    metadata, is_read = LANGUAGES[name]
    document = json.loads(notebook("import keras"))
    document["metadata"] = metadata
    source = parse_text("a.ipynb", json.dumps(document))
    assert bool(source.cells) is is_read
    assert bool(source.text) is is_read


def test_a_cell_in_another_language_is_left_out() -> None:
    other = code("x <- keras", vscode={"languageId": "r"})
    same = code("keras", vscode={"languageId": "python"})
    source = parse_text("a.ipynb", notebook(other, same))
    assert [(cell.number, cell.lines) for cell in source.cells] == [(2, ("keras",))]


def test_a_notebook_without_keras_is_not_looked_into() -> None:
    text = notebook("print 'a'").replace("keras", "other")
    source = parse_text("a.ipynb", text)
    assert (source.text, source.cells) == ("", ())


NO_NOTEBOOKS = {
    "nothing": ("", "line 1: not JSON"),
    "cut off": (notebook(*BOTH)[:-20], "not JSON"),
    "a script": ("import keras\n", "line 1: not JSON"),
    "too deep": ("[" * 100_000, "not JSON that can be read"),
    "a list": ('["keras"]', "not a notebook: it names no nbformat"),
    "null": ("null", "not a notebook"),
    "no version": ('{"cells": [], "metadata": {"keras": 1}}', "not a notebook"),
    "no cells": ('{"nbformat": 4, "metadata": {"keras": 1}}', "not a notebook: its cells"),
    "cells of none": ('{"nbformat": 4, "metadata": {}, "cells": ["keras"]}', "its cells"),
    "cells are null": ('{"nbformat": 4, "metadata": {"keras": 1}, "cells": null}', "its cells"),
    "no source": (
        '{"nbformat": 4, "metadata": {}, "cells": '
        '[{"cell_type": "code", "metadata": {"keras": 1}}]}',
        "cell 1 has no source",
    ),
    "version 3": (
        '{"nbformat": 3, "metadata": {}, "worksheets": [{"cells": [{"input": "import keras"}]}]}',
        "format 3, not 4; `jupyter nbconvert --to notebook` converts it",
    ),
    "version 5": ('{"nbformat": 5, "cells": []}', "format 5, not 4"),
}


@pytest.mark.parametrize("name", NO_NOTEBOOKS)
def test_what_is_no_notebook_is_named(name: str) -> None:
    text, reason = NO_NOTEBOOKS[name]
    with pytest.raises(Unreadable) as raised:
        parse_text("a.ipynb", text)
    assert raised.value.reason.startswith("cannot be parsed: ")
    assert reason in raised.value.reason


JUNK: tuple[object, ...] = (None, 3, -1.5, True, "keras", [], ["keras", 3], {}, {"a": None})


def test_junk_anywhere_is_read_or_named() -> None:
    """Each value of a notebook in turn is something else."""
    text = notebook(*BOTH, code("keras", "raises-exception", vscode={"languageId": "python"}))
    places = list(_places(json.loads(text), ()))
    assert len(places) > 50
    for place in places:
        for junk in JUNK:
            document = json.loads(text)
            holder = document
            for key in place[:-1]:
                holder = holder[key]
            holder[place[-1]] = junk
            try:
                source = parse_text("a.ipynb", json.dumps(document))
            except Unreadable as problem:
                assert problem.reason.startswith("cannot be parsed: ")
            else:
                assert len(source.lines) == len(source.written)


def _places(value: object, above: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The paths of keys to everything in a value of JSON."""
    items: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield (*above, key)
        yield from _places(inner, (*above, key))


def test_a_notebook_is_utf_8() -> None:
    data = notebook("# coding: latin-1\nkeras = 'é'").encode()
    for bytes_ in (data, b"\xef\xbb\xbf" + data):
        original = decode("a.ipynb", bytes_)
        assert original.encoded(original.text) == bytes_
        assert "é" in parse_text("a.ipynb", original.text).text
    with pytest.raises(Unreadable, match="not valid utf-8"):
        decode("a.ipynb", data.replace("é".encode(), b"\xe9"))
    with pytest.raises(Unreadable, match="binary"):
        decode("a.ipynb", data.decode().encode("utf-16"))


STATEMENTS = (
    "x = [1,\n  2]",
    "def f(a):\n\n    return a",
    "s = '''\n%no\n!no'''",
    "if x:\n  y = f(x)\nelse:\n  y = 'é'",
    "# a comment\n",
    "class A:\n    b = 1  # keras",
    "z = x \\\n  % 3",
)
EXTRAS = ("%matplotlib inline", "!ls -l \\\n  a", "y?", "%time x", "a = !ls", "?x")


def test_any_notebook_keeps_its_lines_and_its_python() -> None:
    """Random cells of Python, with IPython's lines among them, or the whole under a magic."""
    chance = random.Random(1)
    for _ in range(100):
        cells, python = [], ["import keras"]
        for _ in range(chance.randint(1, 6)):
            parts = chance.choices(STATEMENTS, k=chance.randint(0, 4))
            python += parts
            for extra in chance.choices(EXTRAS, k=chance.randint(0, 3)):
                parts.insert(chance.randint(0, len(parts)), extra)
            head = chance.choice(["", "%%time\n", "\n%%capture a\n"])
            cells.append(head + "\n".join(parts))
        source = parse_text("a.ipynb", notebook("import keras", *cells))
        assert [cell.problem for cell in source.cells] == [None] * (len(cells) + 1)
        assert source.written == [n for c in ("import keras", *cells) for n in c.split("\n")]
        kept = [ast.unparse(s) for s in source.tree.body if not _is_of_ipython(s)]
        assert kept == [ast.unparse(s) for s in parse("", "\n".join(python)).tree.body]


def _is_of_ipython(statement: ast.stmt) -> bool:
    """Whether a statement stands for one of `EXTRAS`, or for a magic."""
    text = ast.unparse(statement)
    return "get_ipython" in text or text in ("pass", "0", "x")
