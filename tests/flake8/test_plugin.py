"""The plugin alone, with findings that a stand-in for the analysis makes."""

import ast
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from flake8.options.parse_args import parse_args  # type: ignore[import-untyped]

import ndlint.analysis
import ndlint.rules
import ndlint.source.prefilter
from ndlint.configuration.values import CHOICES
from ndlint.findings import Certainty, Effect, Finding
from ndlint.flake8_plugin import OPTIONS, Plugin
from ndlint.source.text import Source
from ndlint.target import Target
from ndlint.values.trace import Site

CODES = ("NDL101", "NDL201", "NDL203", "NDL901")


def analyse(source: Source, target: Target, caches: bool) -> list[Finding]:
    """Every code at each line, the last line first; "recurse" goes wrong."""
    if "recurse" in source.text:
        raise RecursionError
    return [
        Finding(code, "name", "message", effect, certainty, Site(source.path, line, 3, line, 4))
        for line in range(len(source.lines) - 1, 0, -1)
        for code in CODES
        for effect, certainty in [
            (Effect.CRASH, Certainty.CERTAIN),
            (Effect.SILENT, Certainty.UNPROVEN),
        ]
    ]


@pytest.fixture(autouse=True)
def _analyse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ndlint.analysis, "analyse", analyse)
    monkeypatch.setattr(ndlint.rules, "codes", lambda: dict.fromkeys(("NDL000", *CODES), ""))
    monkeypatch.setattr(ndlint.source.prefilter, "may_hold_finding", lambda source: True)
    options()
    yield
    Plugin.given, Plugin.settings, Plugin.disable_noqa = {}, None, False


def options(*arguments: str) -> Namespace:
    """Have flake8 tell the plugin its options. Returns: what flake8 goes on with."""
    _, given = parse_args(["--isolated", *arguments])
    assert isinstance(given, Namespace)
    return given


def said(text: str) -> list[tuple[int, int, str]]:
    """What the plugin yields to flake8 for a text."""
    lines = text.splitlines(keepends=True)
    plugin = Plugin(ast.parse(text), "a.py", lines)
    return [(line, column, message) for line, column, message, _ in plugin.run()]


def codes(text: str) -> list[str]:
    """The codes that the plugin yields for a text."""
    return [message.split()[0] for _, _, message in said(text)]


def test_places_are_in_order_and_columns_start_at_0() -> None:
    assert said("keras\nx\n")[:4] == [
        (1, 2, "NDL101 message"),
        (1, 2, "NDL201 message"),
        (1, 2, "NDL203 message"),
        (2, 2, "NDL101 message"),
    ]


def test_a_text_without_the_libraries_is_not_analysed() -> None:
    assert said("recurse\n") == []


def test_what_is_off_by_default_must_be_selected() -> None:
    assert codes("keras\n") == ["NDL101", "NDL201", "NDL203"]
    assert codes("keras; recurse\n") == []
    options("--select=E,NDL")
    assert codes("keras\n") == list(CODES)
    assert said("keras; recurse\n") == [(1, 0, "NDL000 cannot be analysed: nested too deeply")]
    options("--extend-select=NDL9")
    assert codes("keras\n") == list(CODES)
    options("--select=NDL1", "--extend-select=NDL000")
    assert "NDL901" not in codes("keras\n")
    assert codes("keras; recurse\n") == ["NDL000"]


def test_noqa_for_a_contract_covers_its_diagnoses() -> None:
    assert codes("keras  # noqa: NDL201\n") == ["NDL101"]
    assert codes("keras  # noqa: NDL203\n") == ["NDL101", "NDL201"]
    options("--disable-noqa")
    assert codes("keras  # noqa: NDL201\n") == ["NDL101", "NDL201", "NDL203"]


def test_the_options_take_what_the_keys_take() -> None:
    assert {name: choices for name, (choices, _) in OPTIONS.items()} == CHOICES


def test_certainty() -> None:
    options("--certainty=unproven")
    assert codes("keras\n") == [*CODES[:3], *CODES[:3]]


def test_flake8_lets_pass_what_the_plugin_yields() -> None:
    given = options("--ignore=E1,NDL1,N8", "--select=E", "--per-file-ignores=a.py,b.py:NDL1 c.py:E")
    assert given.ignore == ["E1", "N8"]
    assert given.select == ["E"]
    assert given.extend_select == ["NDL"]
    assert given.per_file_ignores.split() == ["a.py:NDLX", "b.py:NDLX", "c.py:E"]
    assert options("--per-file-ignores=NDL").per_file_ignores == "NDL"
    assert options("--per-file-ignores=a.py:N").per_file_ignores == "a.py:N"
