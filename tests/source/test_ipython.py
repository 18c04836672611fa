"""IPython's syntax, as the Python that stands for it, line for line."""

import pytest

from ndlint.source.ipython import is_python, translated


def magic(name: str, line: str = "") -> str:
    return f"get_ipython().run_line_magic({name!r}, {line!r})"


STATEMENTS = {
    "line magic": ("%matplotlib inline\nx = 1", f"{magic('matplotlib', 'inline')}\nx = 1"),
    "no options": ("%reset", magic("reset")),
    "shell": ("!pip install -q keras", "get_ipython().system('pip install -q keras')"),
    "shell with an apostrophe": ("!echo it's\nx = (1,\n2)", None),
    "shell over lines": (
        "!pip install \\\n  keras \\\n  numpy\nx = 1",
        "get_ipython().system('pip install    keras    numpy')\n\n\nx = 1",
    ),
    "shell to a list": ("!!ls", "get_ipython().getoutput('ls')"),
    "in a block": (
        "if x:\n    %cd data\n    !ls\nelse:\n\ty = 1",
        f"if x:\n    {magic('cd', 'data')}\n    get_ipython().system('ls')\nelse:\n\ty = 1",
    ),
    "shell assigned": ("files = !ls *.npy", "files = get_ipython().getoutput('')"),
    "shell unpacked": ("a, *b = !ls", "a, *b = get_ipython().getoutput('')"),
    "shell in brackets": ("(a, b) = !ls", "(a, b) = get_ipython().getoutput('')"),
    "shell into an item": ("d['k'] = !ls", "d['k'] = get_ipython().getoutput('')"),
    "magic assigned": ("t = %timeit -o f(x)", f"t = {magic('timeit', '-o f(x)')}"),
    "help": ("keras?", "pass"),
    "help before": ("?keras.layers", "pass"),
    "more help": ("  \nkeras.layers.Dense??  ", "\npass"),
    "help for a magic": ("%time?", "pass"),
    "help for a cell magic": ("%%time?", "pass"),
    "help by wildcard": ("np.*load*?", "pass"),
    "called without brackets": ("/f x", "get_ipython().run_cell('/f x')"),
    "automagic": ("pip install -q keras", magic("pip", "install -q keras")),
    "automagic and blank lines": ("cd data\n\n", f"{magic('cd', 'data')}\n\n"),
    "time": ("%time model.fit(x, y)", "0    ;model.fit(x, y)"),
    "time, wide": ("if a:\n  %time   h = f( 1 )  # noqa", "if a:\n  0      ;h = f( 1 )  # noqa"),
    "time over lines": ("%time f(1, \\\n  2)", "0    ;f(1, \\\n  2)"),
    "time of a loop": ("%time for i in x: f(i)", magic("time", "for i in x: f(i)")),
    "timeit": ("%timeit -n 3 f(x)", magic("timeit", "-n 3 f(x)")),
    "in a string": ("!ls\ns = '''\n%d\n!x\n? '''\n", None),
    "in a string after an escape": ('!ls\ns = \'\\\'\' + """ \\"""\n!x\n"""\n', None),
    "in brackets": ("!ls\nx = (a  # )\n% 3)\n", None),
    "after a backslash": ("!ls\nx = a \\\n% 3\n", None),
    "after a comment's bracket": ("x = 1  # (\n%cd a", f"x = 1  # (\n{magic('cd', 'a')}"),
    "a format in a string": ("!ls\nprint('x = %d' % 3)\nf(a = 1)", None),
    "in a dedented cell": ("\n  %cd a\n  x = 1", f"\n{magic('cd', 'a')}\nx = 1"),
}
"""The cell, and its Python; None: only the first line changes."""


@pytest.mark.parametrize("name", STATEMENTS)
def test_statements(name: str) -> None:
    text, expected = STATEMENTS[name]
    lines = text.split("\n")
    python = translated(lines).lines
    assert is_python("\n".join(python))
    if expected is None:
        assert python[1:] == lines[1:]
    else:
        assert python == expected.split("\n")


CELLS = {
    "time": ("%%time\nx = 1", f"{magic('time')}\nx = 1"),
    "two": ("%%capture out\n%%time\nx = 1", f"{magic('capture', 'out')}\n{magic('time')}\nx = 1"),
    "with a magic": (
        "\n%%prun -l 3\n%cd a\nx = 1",
        f"\n{magic('prun', '-l 3')}\n{magic('cd', 'a')}\nx = 1",
    ),
    "repeated": (
        "%%timeit\nx = f(x)",
        f"{magic('timeit')}\nx = f(x)\nget_ipython().run_cell('x = f(x)')",
    ),
    "shell": ("%%bash -e\nls\n", "get_ipython().run_cell_magic('bash', '-e', 'ls\\n')\n\n"),
    "unknown": ("%%sql\nx", "get_ipython().run_cell_magic('sql', '', 'x')\n"),
    "a shell alone": ("%%!\nls", "get_ipython().run_cell_magic('!', '', 'ls')\n"),
    "nothing in it": ("%%time", magic("time")),
}


@pytest.mark.parametrize("name", CELLS)
def test_cell_magics(name: str) -> None:
    text, expected = CELLS[name]
    python = "\n".join(translated(text.split("\n")).lines)
    assert is_python(python)
    assert python == expected


@pytest.mark.parametrize("text", ["", "\n \n", "x = 1\n", "  x = 1\n  y = '''\na'''"])
def test_python_stays_as_it_is(text: str) -> None:
    lines = text.split("\n")
    found = translated(lines)
    assert len(found.lines) == len(lines)
    for line, python in zip(lines, found.lines, strict=True):
        assert python in (line.removeprefix(found.indent), line.strip())
