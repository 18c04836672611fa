"""`while`: few turns are run one by one, many together."""

import pytest

from ndlint.values.base import UNKNOWN, Bool, Int, List, Value
from tests.interpreter.final import final

START = "from elsewhere import coin, files\nfound, i, n, kept = 0, 0, 3, []\n"
LOOPS: dict[str, Value] = {
    "while i < 3:\n    found += 2\n    i += 1": Int(6),
    "while i <= n:\n    kept.append(i)\n    i += 1\nfound = len(kept)": Int(4),
    "while n > 0:\n    n -= 1\n    found += n": Int(3),
    "while (n := n - 1) > 0:\n    found += n": Int(3),
    "while i != n:\n    i += 1\nfound = i": Int(3),
    "while i < 3:\n    i += 1\nelse:\n    found = 5": Int(5),
    "while i < 3:\n    i += 1\n    if i == 2: break\nelse:\n    found = 5\nfound += i": Int(2),
    "while i < 3:\n    i += 1\n    if coin(): continue\n    found = 7": Int(),
    "while i < 3:\n    i += 1\n    if coin(): break\nfound = i": Int(),
    "while i < 3:\n    found = 7\n    if coin(): i += 1": Int(7),
    "while i < n:\n    i += 1\n    n += 1\n    found = 1": Int(1),
    "while i < 1000:\n    i += 1\nfound = i": Int(),
    "while i < len(files):\n    i += 1\n    found = 1": Int(),
    "while i < 3:\n    i = len(files)\n    found = 1": Int(1),
    "while found:\n    found = 9": Int(0),
    "while i < 3:\n    i += 1\n    found = [found]": List((List((List((Int(0),)),)),)),
    "while i < 2:\n    i += 1\n    found = coin() or i\nfound = found == 2": UNKNOWN,
    "while 0 < i + 1 < 3:\n    i += 1\nfound = i > 9": Bool(),
}


@pytest.mark.parametrize("text", LOOPS)
def test_what_is_found(text: str) -> None:
    found = final(START + text, "found")
    assert found == LOOPS[text]
