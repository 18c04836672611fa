"""Codes and prefixes, as users write them."""

import pytest

import ndlint.rules
from ndlint.configuration.codes import Codes, checked, ours, split
from ndlint.configuration.problem import WrongValue

KNOWN = {"NDL101": "a", "NDL105": "b", "NDL201": "c", "NDL901": "d"}


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ndlint.rules, "codes", lambda: KNOWN)


@pytest.mark.parametrize(
    ("select", "extend_select", "ignore", "on_command_line", "in_flake8"),
    [
        (None, "", "", "NDL000 NDL101 NDL105 NDL201", "NDL101 NDL105 NDL201"),
        ("NDL1", "", "", "NDL000 NDL101 NDL105", "NDL101 NDL105"),
        ("NDL101,NDL2", "", "", "NDL000 NDL101 NDL201", "NDL101 NDL201"),
        ("N", "", "", "NDL000 NDL101 NDL105 NDL201 NDL901", "NDL000 NDL101 NDL105 NDL201 NDL901"),
        ("NDL9", "", "", "NDL000 NDL901", "NDL901"),
        ("", "", "", "NDL000", ""),
        (None, "", "NDL1", "NDL000 NDL201", "NDL201"),
        (None, "", "NDL000", "NDL101 NDL105 NDL201", "NDL101 NDL105 NDL201"),
        (None, "", "NDL", "", ""),
        (None, "", "ND", "", ""),
        ("NDL1", "", "NDL101", "NDL000 NDL105", "NDL105"),
        ("NDL101", "", "NDL1", "NDL000 NDL101", "NDL101"),
        ("NDL101", "", "NDL101", "NDL000", ""),
        ("NDL2", "", "N", "NDL201", "NDL201"),
        (None, "NDL9", "", "NDL000 NDL101 NDL105 NDL201 NDL901", "NDL101 NDL105 NDL201 NDL901"),
        (None, "NDL1", "", "NDL000 NDL101 NDL105 NDL201", "NDL101 NDL105 NDL201"),
        (None, "NDL101", "NDL1", "NDL000 NDL101 NDL201", "NDL101 NDL201"),
        ("NDL2", "NDL101", "", "NDL000 NDL101 NDL201", "NDL101 NDL201"),
        (None, "NDL000", "", "NDL000 NDL101 NDL105 NDL201", "NDL000 NDL101 NDL105 NDL201"),
    ],
)
def test_the_longer_prefix_wins_then_ignore(
    select: str | None, extend_select: str, ignore: str, on_command_line: str, in_flake8: str
) -> None:
    named = None if select is None else checked(split(select))
    for says, wanted in ((True, on_command_line), (False, in_flake8)):
        codes = Codes(named, checked(split(extend_select)), checked(split(ignore)), says)
        assert " ".join(code for code in ("NDL000", *KNOWN) if codes.wants(code)) == wanted


def test_what_a_file_ignores_counts_as_what_all_ignore() -> None:
    assert not Codes().wants("NDL101", ("NDL1",))
    assert Codes(("NDL101",)).wants("NDL101", ("NDL1",))
    assert Codes().wants("NDL201", ("NDL1",))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("NDL101", ("NDL101",)),
        (" NDL101, NDL2\n,NDL000", ("NDL101", "NDL2", "NDL000")),
        ("NDL101 NDL2,", ("NDL101", "NDL2")),
        (" ,", ()),
        ("", ()),
    ],
)
def test_commas_and_spaces(text: str, codes: tuple[str, ...]) -> None:
    assert checked(split(text)) == codes


UNKNOWN = [
    ("NDL102", "unknown code 'NDL102'; did you mean NDL101?"),
    ("ndl201", "unknown code 'ndl201'; did you mean NDL201?"),
    ("NLD2", "unknown code 'NLD2'; did you mean NDL2?"),
    ("NDL101,E501", "unknown code 'E501'"),
    ("NDL1011", "unknown code 'NDL1011'; did you mean NDL101?"),
    ("quux", "unknown code 'quux'"),
]


@pytest.mark.parametrize(("text", "message"), UNKNOWN)
def test_an_unknown_code_is_named_with_the_nearest(text: str, message: str) -> None:
    with pytest.raises(WrongValue) as raised:
        checked(split(text))
    assert str(raised.value) == message


def test_the_codes_of_other_plugins_are_passed_over() -> None:
    assert ours(split("E,W5,NDL2,N,ND,NDL,N801,NLD,B9")) == ("NDL2", "N", "ND", "NDL")
    assert ours(split("E501")) == ()
    with pytest.raises(WrongValue, match="unknown code 'NDL102'; did you mean NDL101"):
        ours(split("E501,NDL102"))
