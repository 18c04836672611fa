"""Options of the command line, which are their defaults as the program is meant to be run."""

import pytest

from ndlint.values.base import Bool, Float, Int, Str, Unknown, Value
from tests.interpreter.final import final, finished

START = """\
import argparse
parser = argparse.ArgumentParser()
group = parser.add_argument_group("more")
parser.add_argument("data")
parser.add_argument("--batch-size", "-b", type=int, default=32)
parser.add_argument("--rate", type=float, default="0.1")
parser.add_argument("--name", default="x")
parser.add_argument("--out", dest="folder", default="y")
parser.add_argument("--fast", action="store_true")
parser.add_argument("--needed", type=int)
group.add_argument("-e", default=3)
parser.set_defaults(name="z")
args = parser.parse_args()
"""
OPTIONS: dict[str, Value | None] = {
    "batch_size": Int(32), "rate": Float(0.1), "name": Str("z"), "folder": Str("y"),
    "fast": Bool(False), "e": Int(3), "data": None, "needed": None, "other": None,
}  # fmt: skip


@pytest.mark.parametrize("name", OPTIONS)
def test_options(name: str) -> None:
    found = final(f"{START}x = args.{name}", "x")
    wanted = OPTIONS[name]
    assert isinstance(found, Unknown) if wanted is None else found == wanted


@pytest.mark.parametrize(
    ("text", "is_assumed"), [("x = args.rate", True), ("x = args.data", False), ("x = args", False)]
)
def test_a_default_is_an_assumption(text: str, is_assumed: bool) -> None:
    state = finished(START + text).final
    assert state is not None
    assert state.assumed is is_assumed


@pytest.mark.parametrize(
    "change",
    [
        "unseen(parser)\nargs = parser.parse_args()",
        "args = parser.parse_args(['--rate', '3'])",
        "args.rate = unseen()",
        "unseen(args)",
    ],
)
def test_what_may_be_another_is_not_known(change: str) -> None:
    program = f"from elsewhere import unseen\n{START}{change}\nx = args.rate"
    assert isinstance(final(program, "x"), Unknown)
