"""What runs only where a condition that is not decided did not end the function, or the turn of
a loop, need not run: what goes wrong there is likely. And in the first turn of a loop its count
is known."""

import numpy as np
import pytest

from ndlint.findings import Certainty
from tests.knowledge.tensorflow.bulk import Program, verdict

START = "import numpy as np\nimport tensorflow as tf\nfrom random import random\n"
CRASH = "tf.cast(None, tf.float32)"
WAYS = {
    f"def f():\n    if random() > 0.5:\n        return 1\n    {CRASH}\nf()": Certainty.LIKELY,
    f"def f():\n    if random() > 0.5:\n        raise OSError\n    {CRASH}\nf()": Certainty.CERTAIN,
    f"def f(ready=True):\n    if not ready:\n        return 1\n    {CRASH}\nf()": Certainty.CERTAIN,
    f"def f():\n    if random() > 0.5:\n        return 1\nf()\n{CRASH}": Certainty.CERTAIN,
    "def f():\n    for x in open('a'):\n        if x:\n            return 1\n"
    f"    {CRASH}\nf()": Certainty.LIKELY,
    "def g():\n    return 1\ndef f():\n    if g() == 2:\n        return 1\n"
    f"    {CRASH}\nf()": Certainty.CERTAIN,
    f"def f(a):\n    match a:\n        case 1:\n            return 1\n    {CRASH}\n"
    "f(random())": Certainty.LIKELY,
    f"for x in open('a'):\n    if not x:\n        continue\n    {CRASH}": Certainty.LIKELY,
    f"for x in open('a'):\n    if not x:\n        break\n{CRASH}": Certainty.CERTAIN,
    f"for x in open('a'):\n    match x:\n        case '':\n            break\n"
    f"    {CRASH}": Certainty.LIKELY,
    f"def g():\n    {CRASH}\nfor x in open('a'):\n    if not x:\n        break\n"
    "    g()": Certainty.LIKELY,
    f"def f(mode):\n    if mode == tf.compat.v1.estimator.ModeKeys.PREDICT:\n        return 1\n"
    f"    {CRASH}\nf(tf.compat.v1.estimator.ModeKeys.PREDICT)": None,
    f"def f(mode):\n    if mode != tf.compat.v1.estimator.ModeKeys.PREDICT:\n        return 1\n"
    f"    {CRASH}\nf(tf.compat.v1.estimator.ModeKeys.PREDICT)": Certainty.CERTAIN,
    f"import pandas as pd\ndef f(v):\n    if v == pd.NaT:\n        return 1\n    {CRASH}\n"
    "f(pd.NaT)": Certainty.LIKELY,
    f"import data\ndef f(v):\n    if v == data.ROWS:\n        return 1\n    {CRASH}\n"
    "f(data.ROWS)": Certainty.LIKELY,
}


@pytest.mark.parametrize("code", WAYS)
def test_what_follows_a_way_out_is_likely(code: str) -> None:
    found = [f.certainty for f in verdict(Program(f"{START}{code}\n")).findings]
    assert found == ([] if WAYS[code] is None else [WAYS[code]])


HEADS = (
    "for i, b in enumerate(parts):",
    "for i, (b, _) in enumerate(zip(parts, parts)):",
    "for i in range(len(parts)):\n        b = parts[i]",
)
TURNS = {
    "if i == 0:\n            a = b\n        else:\n            a = np.concatenate((a, b))": True,
    "if i > 0:\n            a = np.vstack((a, b))\n        else:\n            a = b": True,
    "if not i:\n            a = b\n            continue\n"
    "        a = np.concatenate((a, b), axis=0)": True,
    "a = b if i == 0 else np.concatenate((a, b))": True,
    "if i == 1:\n            a = b\n        else:\n            a = np.concatenate((a, b))": False,
    "if i == 0:\n            a = b[0]\n        else:\n"
    "            a = np.concatenate((a, b))": False,
}
GIVEN = ("[]", "np.array([])")


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("given", GIVEN)
def test_the_count_of_the_first_turn_is_known(head: str, turn: str, given: str) -> None:
    code = (
        f"def join(paths):\n    parts = [np.zeros((3, 4)) for _ in paths]\n    a = {given}\n"
        f"    {head}\n        {turn}\n    return a\n"
    )
    names: dict[str, object] = {"np": np}
    exec(
        code + "failed = False\ntry:\n    join('abc')\nexcept ValueError:\n    failed = True\n",
        names,
    )
    assert names["failed"] is not TURNS[turn]
    assert bool(verdict(Program(START + code)).findings) is not TURNS[turn]
