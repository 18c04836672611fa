"""What an expression computes with is seen as it runs, and decides what the source left open."""

import ast
from typing import Any

import pytest

from ndlint.runtime.checkpoints import SHOW, compiled, telling
from ndlint.runtime.operands import PART, span_of, watched_at
from ndlint.source.text import parse
from tests.runtime.verifying import Verifier

EXPRESSIONS = {
    "f(2) + f(3)": [(0, 2), (1, 3)],
    "x - f(3)": [(1, 3)],
    "-f(4)": [(0, 4)],
    "f(1).__add__(f(2))": [(1, 1), (0, 2)],
    "f(1).conjugate(f(2), 3) if x < 0 else x * f(5)": [(1, 5)],
    "g(f(1), x, f(2))": [(0, 1), (2, 2)],
    "[x / f(i) for i in (1, 2)]": [(1, 1), (1, 2)],
    "x + 1": [],
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_computed_parts_are_shown_in_order_and_nothing_else_changes(text: str) -> None:
    program = f"r = {text}\n"
    names: dict[str, Any] = {"x": 7, "f": lambda n: n, "g": lambda *given: given}
    shown: list[tuple[int, object]] = []

    def show(number: int, index: int, thing: object) -> object:
        shown.append((index, thing))
        return thing

    source = parse("program.py", program)
    whole = _about(source.tree, text)
    spans = {watched.span: 0 for watched in watched_at(source, [source.site(whole)])}
    real = dict(names)
    exec(program, real)
    with telling(lambda line, column: None, show):
        exec(compiled(program, "program.py", (), spans), names)
    assert (shown, names["r"]) == (EXPRESSIONS[text], real["r"])


def _about(tree: ast.Module, text: str) -> ast.expr:
    """The expression that the case is about: the first operation; of a condition, a product."""
    kinds = (ast.BinOp,) if " if " in text else (ast.BinOp, ast.UnaryOp, ast.Call)
    return next(node for node in ast.walk(tree) if isinstance(node, kinds))


def test_an_update_shows_what_it_is_made_with() -> None:
    source = parse("program.py", "x /= max(x)\n")
    (watched,) = watched_at(source, [source.site(source.tree.body[0])])
    assert ast.unparse(watched.statement) == f"x /= {PART.format(1)}"
    assert watched.span == span_of(source.tree.body[0])  # type: ignore[arg-type]
    assert SHOW not in ast.unparse(source.tree), "the source itself stays"


START = "import numpy as np\nimport tensorflow as tf\nx = np.random.default_rng(0).random((9, 3))\n"
SCALED = "z = (x - x.mean(axis=0)) / x.std(axis=0)\n"
DECIDED = {
    "a constant column": (f"x[:, 1] = 5\n{SCALED}", "confirmed"),
    "none": (SCALED, "refuted"),
    "a constant column in an update": ("x[:, 1] = 0\nx /= x.max(axis=0)\n", "confirmed"),
    "a function": ("x[:, 1] = 0\nz = np.divide(x, x.max(axis=0))\n", "confirmed"),
    "never": (f"if x.sum() < 5:\n    {SCALED}", "not reached"),
    "in a loop": (
        "x[:, 1] = 5\nfor n in range(3):\n    v = x[:, n : n + 1]\n    z = v / v.std()\n",
        "confirmed",
    ),
    "a part that does not wrap": (
        "x = (x * 255).astype('uint8')\nz = (x // 2)[:3] * 2\n",
        "refuted",
    ),
    "a part that wraps": ("x = (x * 255).astype('uint8')\nz = x[:3] * 2\n", "confirmed"),
}


@pytest.mark.parametrize("case", DECIDED)
def test_the_real_operands_decide(verifier: Verifier, case: str) -> None:
    code, verdict = DECIDED[case]
    ran = verifier.verify(START + code)
    found = {what for (_, told), what in ran.verdicts.items() if told in ("NDL403", "NDL404")}
    assert found == {verdict} or (verdict == "refuted" and not found), ran.err
    assert bool(ran.codes) is (verdict == "confirmed"), ran.err
