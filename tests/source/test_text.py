"""Sites: where `ast` counts bytes, a site counts characters."""

import ast

import pytest

from ndlint.source.text import parse

PLACES = {
    "ascii": ("t = f(x)\n", (1, 5, 1, 9)),
    "two bytes": ("s = 'é'; t = f(x)\n", (1, 14, 1, 18)),
    "four bytes": ("s = '\U0001d400'; t = f('\U0001d400')\n", (1, 14, 1, 20)),
    "combining": ("s = 'e\u0301'; t = f(x)\n", (1, 15, 1, 19)),
    "tab": ("if 1:\n\tt = f(x)\n", (2, 6, 2, 10)),
    "several lines": ("é = 1\nt = f(\n  'é', x)\n", (2, 5, 3, 10)),
    "CRLF": ("é = 1\r\nt = f('é')\r\n", (2, 5, 2, 11)),
    "CR": ("é = 1\rt = f('é')\r", (2, 5, 2, 11)),
    "form feed": ("é = 1\n\x0c\nt = f(x)\n", (3, 5, 3, 9)),
    "line separator": ("é = '\u2028\x85'\nt = f(x)\n", (2, 5, 2, 9)),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_site_counts_characters(name: str) -> None:
    text, place = PLACES[name]
    source = parse("a.py", text)
    call = next(node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    site = source.site(call)
    assert (site.line, site.column, site.end_line, site.end_column) == place
