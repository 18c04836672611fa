"""The plugin alone, with findings that a stand-in for the analysis makes."""

import ast
from argparse import Namespace
from collections.abc import Iterator

import pytest

import ndlint.analysis
from ndlint.findings import Certainty, Effect, Finding
from ndlint.flake8_plugin import Plugin
from ndlint.source.text import Source
from ndlint.target import Target
from ndlint.values.trace import Site

CODES = ("NDL101", "NDL201", "NDL203", "NDL901")


def analyse(source: Source, target: Target) -> list[Finding]:
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
def _analyse(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(ndlint.analysis, "analyse", analyse)
    yield
    options()


def options(
    select: list[str] | None = None,
    extend_select: list[str] | None = None,
    disable_noqa: bool = False,
) -> None:
    """Tell the plugin flake8's options."""
    Plugin.parse_options(
        Namespace(select=select, extend_select=extend_select, disable_noqa=disable_noqa)
    )


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
    options(select=["E", "NDL"])
    assert codes("keras\n") == list(CODES)
    assert said("keras; recurse\n") == [(1, 0, "NDL000 cannot be analysed: nested too deeply")]
    options(extend_select=["NDL9"])
    assert codes("keras\n") == list(CODES)
    options(select=["NDL1"], extend_select=["NDL000"])
    assert "NDL901" not in codes("keras\n")
    assert codes("keras; recurse\n") == ["NDL000"]


def test_noqa_for_a_contract_covers_its_diagnoses() -> None:
    assert codes("keras  # noqa: NDL201\n") == ["NDL101"]
    assert codes("keras  # noqa: NDL203\n") == ["NDL101", "NDL201"]
    options(disable_noqa=True)
    assert codes("keras  # noqa: NDL201\n") == ["NDL101", "NDL201", "NDL203"]
