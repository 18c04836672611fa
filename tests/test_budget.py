"""A module that takes too many operations is given up by name; what was found is kept."""

import pytest

from ndlint.analysis import analyse
from ndlint.findings import Certainty
from ndlint.source.text import parse

FOUND_FIRST = """
import numpy as np
import tensorflow as tf
t = tf.convert_to_tensor(np.ones(3)) + tf.ones(3)
"""
NESTED = """
def level{n}(f):
    for _ in range(16):
        for _ in range(16):
            {inner}
"""


def test_a_module_beyond_the_budget_is_given_up() -> None:
    levels = "level0 = print\n" + "".join(
        NESTED.format(n=n, inner=f"level{n - 1}(f)") for n in range(1, 8)
    )
    findings = analyse(parse("a.py", FOUND_FIRST + levels + "level7(print)\n"))
    assert [(f.code, f.effect is None) for f in findings] == [("NDL000", True), ("NDL104", False)]
    assert "given up" in findings[0].message
    assert findings[1].certainty is Certainty.CERTAIN


@pytest.mark.parametrize("item", ["1.0", "[1.0, 2.0]"])
def test_so_is_one_that_goes_through_a_long_list_again_and_again(item: str) -> None:
    text = "import numpy as np\nimport keras\nitems = [" + f"{item}, " * 10_000 + "]\n"
    text += "def f(a):\n" + "    np.array(items)\n" * 200
    (finding,) = analyse(parse("a.py", text))
    assert "given up" in finding.message
