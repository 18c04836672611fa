"""Programs put together at random of the rules' examples, and written in unusual ways."""

import ast
import re
from collections.abc import Callable
from functools import lru_cache
from textwrap import indent

from hypothesis import strategies as st

from ndlint.analysis import analyse
from ndlint.rules import all_rules
from ndlint.source.text import parse
from ndlint.target import Target

REMARK = "# é, 日本"
NOQA = "# noqa"
BEGINNINGS = (
    "",
    "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n\n",
    '"""What it does: é."""\n\nfrom __future__ import annotations\n',
    "import numpy\nfrom tensorflow.keras import layers as parts\n",
    "import math as np\nimport cmath as tf\n",
)
IMPORTS: tuple[Callable[[str], str], ...] = (
    lambda code: code,
    lambda code: _imported(code, "numpy", "np"),
    lambda code: _imported(code, "tensorflow", "tf"),
    lambda code: re.sub(r"\bnp\b", "numpy", code).replace("import numpy as numpy", "import numpy"),
)
"""How an example may import what it needs."""
PLACES: tuple[Callable[[str, int], str], ...] = (
    lambda code, number: code,
    lambda code, number: f"if True:\n{indent(code, chr(9))}",
    lambda code, number: f"def part_{number}():\n{indent(code, '    ')}\npart_{number}()\n",
    lambda code, number: f"def part_{number}(data=1):\n  {indent(code, '  ').lstrip()}",
    lambda code, number: f"class Part{number}:\n{indent(code, '    ')}\n",
    lambda code, number: f"try:\n{indent(code, '    ')}finally:\n    pass\n",
    lambda code, number: f"for step in range(2):\n{indent(code, '    ')}",
)
"""Where an example may stand."""
SPELLINGS = (
    ("\n", f"  {REMARK}\n"),
    ("\n", f"  {NOQA}\n"),
    ("\n", f"  {NOQA}: NDL3\n"),
    ("\n", " \t\n"),
    ("\n", "\n  \n"),
    ("\n", "\n\f\n"),
    ("\n", f"\n\t{REMARK}\n"),
    ("\n", "; "),
    ("\n    ", "; "),
    (" = ", " = \\\n  "),
    (", ", ",\n        "),
    (", ", f",  {REMARK}\n\t"),
    (", ", f",  {NOQA}\n\t"),
    ("(", "(\n  "),
    ("(", f"(  {REMARK}\n  "),
    (")", ",)"),
    (")", "\n)"),
    (")", f",  {REMARK}\n)"),
    ("[", "[\n    "),
    ("]", ",\n]"),
    (",", " ,"),
)
"""What may be written otherwise, where it means the same."""


@lru_cache(maxsize=2)
def examples(keras: int) -> tuple[list[str], list[str]]:
    """The bad examples for which a repair is proposed, and all the others."""
    target = Target(keras=keras)
    codes = {
        example.code: any(f.repairs for f in analyse(parse("example.py", example.code), target))
        for rule in all_rules()
        for example in (*rule.bad, *rule.good)
        if keras in example.keras
    }
    return [c for c in codes if codes[c]], [c for c in codes if not codes[c]]


@st.composite
def programs(draw: st.DrawFn, keras: int) -> str:
    """The text of a program of two to four examples."""
    faulty, others = (st.sampled_from(codes) for codes in examples(keras))
    codes = draw(st.lists(faulty | faulty | others, min_size=2, max_size=4))
    codes = [draw(st.sampled_from(IMPORTS))(code) for code in codes]
    parts = [draw(st.sampled_from(PLACES))(code, number) for number, code in enumerate(codes)]
    text = draw(st.sampled_from(BEGINNINGS)) + "".join(parts)
    meaning = ast.dump(ast.parse(text))
    for old, new in draw(st.lists(st.sampled_from(SPELLINGS), max_size=12)):
        written = _otherwise(text, old, new, draw(st.integers(0, 200)))
        text = written if _means(written) == meaning else text
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    return text.replace("\n", draw(st.sampled_from(("\n", "\r\n", "\r"))))


def _imported(code: str, library: str, alias: str) -> str:
    """An example that imports what it needs of a library, and not the library."""
    names = sorted({*re.findall(rf"\b{alias}\.(\w+)", code)})
    line = f"from {library} import {', '.join(names)}\n" if names else ""
    whole = f"import {library} as {alias}\n"
    return re.sub(rf"\b{alias}\.", "", code.replace(whole, line)) if whole in code else code


def _otherwise(text: str, old: str, new: str, number: int) -> str:
    """The text with one `old` replaced; `number` counts them, and then from the first again."""
    pieces = text.split(old)
    at = number % max(len(pieces) - 1, 1) + 1
    return old.join(pieces[:at]) + (new if len(pieces) > 1 else "") + old.join(pieces[at:])


def _means(text: str) -> str | None:
    try:
        return ast.dump(ast.parse(text))
    except SyntaxError:
        return None
