"""Names that a function declares global, in what is inside it."""

import pytest

from tests.interpreter.test_soundness import check_program

GLOBALS = {
    "a lambda": "(lambda: found.append(1))()",
    "a comprehension": "[found.append(i) for i in range(2)]",
    "a function that gives": "def g():\n        yield found.append(1)\n    list(g())",
    "one of its own": "def g():\n        found = [2]\n        (lambda: found.append(1))()\n    g()",
    "a parameter": "def g(found):\n        return lambda: found.append(1)\n    g([3])()",
    "called by others": "return lambda: found.append(1)",
}
"""What is inside a function that declares `found` to be global, by what it shows."""


@pytest.mark.parametrize("inside", GLOBALS)
def test_global_names(inside: str) -> None:
    body = f"def f():\n    global found\n    found = []\n    {GLOBALS[inside]}\n"
    called = "(f() or bool)()\n"
    indented = body.replace("\n", "\n    ")
    check_program(f"found = [0]\n{body}{called}")
    check_program(f"def outer():\n    found = []\n    {indented}{called}outer()\n")
