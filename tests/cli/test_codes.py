"""Codes and prefixes, as users write them."""

import click
import pytest

import ndlint.rules
from ndlint.cli.codes import Codes, parse

KNOWN = {"NDL101": "a", "NDL105": "b", "NDL201": "c", "NDL901": "d"}


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ndlint.rules, "codes", lambda: KNOWN, raising=False)


def parsed(*values: str) -> tuple[str, ...]:
    """What an option given these values holds."""
    option = click.Option(["--select"])
    return parse(click.Context(click.Command("check")), option, values)


@pytest.mark.parametrize(
    ("select", "ignore", "wanted"),
    [
        ("", "", "NDL000 NDL101 NDL105 NDL201"),
        ("NDL1", "", "NDL000 NDL101 NDL105"),
        ("NDL101,NDL2", "", "NDL000 NDL101 NDL201"),
        ("N", "", "NDL000 NDL101 NDL105 NDL201 NDL901"),
        ("NDL9", "", "NDL000 NDL901"),
        ("", "NDL1", "NDL000 NDL201"),
        ("", "NDL000", "NDL101 NDL105 NDL201"),
        ("", "NDL", ""),
        ("NDL1", "NDL101", "NDL000 NDL105"),
        ("NDL101", "NDL1", "NDL000 NDL101"),
        ("NDL101", "NDL101", "NDL000"),
    ],
)
def test_the_longer_prefix_wins(select: str, ignore: str, wanted: str) -> None:
    codes = Codes(parsed(select), parsed(ignore))
    assert " ".join(code for code in ("NDL000", *KNOWN) if code in codes) == wanted


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (("NDL101",), ("NDL101",)),
        (("NDL101, NDL2", "NDL000"), ("NDL101", "NDL2", "NDL000")),
        (("NDL101 NDL2,",), ("NDL101", "NDL2")),
        (("", ","), ()),
        ((), ()),
    ],
)
def test_commas_spaces_and_repetition(values: tuple[str, ...], codes: tuple[str, ...]) -> None:
    assert parsed(*values) == codes


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("NDL102", "unknown code 'NDL102'; did you mean NDL101?"),
        ("ndl201", "unknown code 'ndl201'; did you mean NDL201?"),
        ("NLD2", "unknown code 'NLD2'; did you mean NDL2?"),
        ("NDL101,E501", "unknown code 'E501'"),
        ("NDL1011", "unknown code 'NDL1011'; did you mean NDL101?"),
        ("quux", "unknown code 'quux'"),
    ],
)
def test_an_unknown_code_is_named_with_the_nearest(value: str, message: str) -> None:
    with pytest.raises(click.BadParameter) as raised:
        parsed(value)
    assert str(raised.value) == message
