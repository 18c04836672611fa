"""What is passed over may change whatever it names, and nothing else is forgotten."""

import pytest

from ndlint.analysis import analyse
from ndlint.source.text import parse

BEFORE = """\
import numpy as np
import keras
x = np.zeros((8, 3), dtype="float32")
items = [x]
def shaped(): return x
def rebinds():
    global x
    x = None
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
"""

KEEPS = {
    "nothing": "x",
    "other names": "get_ipython().run_cell('y z')",
    "an attribute of that name": "get_ipython().run_cell('y.x')",
    "a harmless magic": "get_ipython().run_line_magic('cd', 'x')",
    "an empty magic": "get_ipython().run_line_magic('time', '')",
    "a shell": "get_ipython().system('echo x')",
    "a cell in another language": "get_ipython().run_cell_magic('bash', '-e', 'x=1')",
    "an expression that is timed": "get_ipython().run_line_magic('timeit', 'x + 1')",
    "a method of it": "get_ipython().run_cell('x.sum(); x[0] = 1; print(x.shape)')",
    "the library": "get_ipython().run_cell('keras.backend.clear_session()')",
    "not IPython's": "get_ipython(3).run('x', 'x'); y.run_cell('x')",
}
LOSES = {
    "a cell": "get_ipython().run_cell('x = 1')",
    "a cell that prints": "get_ipython().run_cell('print x')",
    "a magic": "get_ipython().run_line_magic('sql', 'x << select')",
    "a cell magic": "get_ipython().run_cell_magic('sql', '', 'x')",
    "an option of a cell magic": "get_ipython().run_cell_magic('bash', '--out x', '')",
    "a file": "get_ipython().run_line_magic('run', 'train.py')",
    "pylab": "get_ipython().run_line_magic('pylab', 'inline')",
    "everything from a module": "get_ipython().run_cell('print 1; from a import *')",
    "exec": "get_ipython().run_cell('print 1; exec(a)')",
    "a magic in a cell": "get_ipython().run_cell('print 1\\n%run train.py')",
    "a definition": "get_ipython().run_cell('def x(a): print 1')",
    "an import": "get_ipython().run_cell('import x.y; print 1')",
    "a function that binds it": "get_ipython().run_cell('print rebinds()')",
    "another form of the letters": "get_ipython().run_cell('\\uff58 = 1')",
    "in a function": "def f():\n    get_ipython().run_line_magic('sql', 'x')\nf()",
    "the model": "get_ipython().run_cell('model = 1')",
}


@pytest.mark.parametrize("name", KEEPS)
def test_what_it_cannot_reach_stays_known(name: str) -> None:
    assert _crashes(KEEPS[name], "model.predict(x)")


@pytest.mark.parametrize("name", LOSES)
def test_what_it_may_bind_is_not_known(name: str) -> None:
    assert not _crashes(LOSES[name], "model.predict(x)")


def test_in_a_branch_it_leaves_what_holds_on_the_other_side() -> None:
    assert _crashes("if y:\n    get_ipython().run_cell('x = 1')", "model.predict(x)")
    both = "if y:\n    get_ipython().run_cell('x = 1')\nelse:\n    x = f()"
    assert not _crashes(both, "model.predict(x)")


def test_what_it_may_change_is_not_known() -> None:
    assert _crashes("", "model.predict(items[0])")
    assert not _crashes("get_ipython().run_cell('items.append(1)')", "model.predict(items[0])")
    assert not _crashes(
        "get_ipython().run_line_magic('timeit', 'f(items)')", "model.predict(items[0])"
    )


def test_what_went_elsewhere_stays_known_where_no_code_of_the_program_runs() -> None:
    lost = "import tensorflow as tf\nfrom a import f\nf(x)\nx.fill(np.nan)"
    for name in ("a shell", "a harmless magic", "an empty magic"):
        assert _says("NDL401", f"{lost}\n{KEEPS[name]}", "tf.constant(x)")
    code = KEEPS["the library"]
    assert not _says("NDL401", f"{lost}\n{code}", "tf.constant(x)")


def test_builtins_may_be_bound_by_what_binds_anything() -> None:
    assert _crashes("n = len('abc')", "model.predict(np.zeros((8, n)))")
    assert not _crashes(LOSES["pylab"] + "\nn = len('abc')", "model.predict(np.zeros((8, n)))")


def test_what_is_made_afterwards_is_known() -> None:
    made = BEFORE.partition("items")[0] + BEFORE.splitlines()[-1] + "\n"
    assert _crashes(f"get_ipython().run_cell('x = model = 1')\n{made}", "model.predict(x)")


def _crashes(between: str, last: str) -> bool:
    """Whether the last line is said to crash."""
    return _says("NDL201", between, last)


def _says(code: str, between: str, last: str) -> bool:
    program = f"{BEFORE}{between}\n{last}\n"
    found = [f for f in analyse(parse("a.py", program)) if f.code == code]
    return any(finding.site.line == program.count("\n") for finding in found)
