"""Long chains of one thing are run, not refused."""

import pytest

from ndlint.interpreter.interpret import interpret
from ndlint.knowledge import registry
from ndlint.source.text import parse

CHAINS = {
    "operators": "y = 1\nx = " + " + ".join(["y"] * 500),
    "calls": "x = y" + ".f()" * 400,
    "subscripts": "x = y" + "[0]" * 500,
    "conditions": "x = " + " and ".join(["y"] * 500),
    "elif": "if y: pass\n" + "".join(f"elif y == {i}: x = {i}\n" for i in range(500)),
}


@pytest.mark.parametrize("text", CHAINS.values(), ids=CHAINS)
def test_long_chains(text: str) -> None:
    registry.load()
    assert interpret(parse("program.py", text), lambda _event, _reached: False).final
