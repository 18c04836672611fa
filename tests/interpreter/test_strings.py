"""Strings that are put together, cut, and asked."""

import pytest

from ndlint.values.base import Bool, Float, Int, List, Str, Tuple, Unknown, Value
from tests.interpreter.final import final

START = """\
from elsewhere import unseen
name, n, rate, text = "model", 3, 0.5, str(unseen())
def letters():
    yield "a"
"""
VALUES: dict[str, Value | None] = {
    "f'{name}_{n}'": Str("model_3"),
    "f'{n:03d} {rate:.2f} {name!r:>8}'": Str("003 0.50  'model'"),
    "f'{n:{n}}'": Str("  3"),
    "f'{unseen()}_{n}'": Str(),
    "f'{n:9999}'": Str(),
    "f'{name:d}'": Str(),
    "'{}-{x}'.format(n, x=name)": Str("3-model"),
    "'{:9999}'.format(n)": Str(),
    "'{:{w}}'.format('a', w=9 ** 9)": Str(),
    "'{:{w}}'.format('a', w=3)": Str("a  "),
    "'a,b'.split(',')": List((Str("a"), Str("b"))),
    "text.split(',')": List(None, Str()),
    "text.split(',')[0]": Str(),
    "'a/b.png'.rsplit('.', 1)[0]": Str("a/b"),
    "'a=b'.partition('=')[2]": Str("b"),
    "text.partition('=')": Tuple((Str(), Str(), Str())),
    "'-'.join([name, 'x'])": Str("model-x"),
    "'-'.join(letters())": Str(),
    "'x'.zfill(99999)": Str(),
    "'abc'.find('c')": Int(2),
    "text.count('a')": Int(),
    "'abc'.startswith(('x', 'a'))": Bool(True),
    "text.endswith('a')": Bool(),
    "name[0] + name[-2:]": Str("mel"),
    "name[9]": None,
    "name[unseen()]": None,
    "text[1:]": Str(),
    "name[::unseen()]": Str(),
    "'od' in name": Bool(True),
    "'x' not in name": Bool(True),
    "'x' in text": Bool(),
    "float('12.5 %'.rstrip(' %'))": Float(12.5),
    "'abc'.encode()": None,
}


@pytest.mark.parametrize("text", VALUES)
def test_values(text: str) -> None:
    found = final(f"{START}found = {text}\n", "found")
    wanted = VALUES[text]
    assert isinstance(found, Unknown) if wanted is None else found == wanted
