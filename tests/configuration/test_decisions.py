"""What is said is what flake8 would decide of codes and files, were ndlint any other plugin."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from flake8.options.parse_args import parse_args  # type: ignore[import-untyped]
from flake8.style_guide import Decision, StyleGuideManager  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from ndlint import flake8_plugin
from ndlint.findings import Certainty, Effect, Finding
from ndlint.flake8_plugin import Plugin
from ndlint.values.trace import Site

CODES = ("NDL101", "NDL105", "NDL401")
OTHERS = ("E501", "E741", "F401", "W503", "N801")
FILES = ("a.py", "./a.py", "sub/a.py", "sub/b.py")
prefixes = st.lists(
    st.sampled_from(["N", "ND", "NDL", "NDL1", "NDL10", "NDL101", "NDL105", "NDL4", "E", "E5"]),
    min_size=1,
    max_size=3,
).map(",".join)
patterns = st.sampled_from(["a.py", "*.py", "sub/*", "./sub/a.py", "?.py", "sub", "*/b.py", "c.py"])
file_ignores = st.lists(st.tuples(patterns, prefixes), min_size=1, max_size=3).map(
    lambda rows: "\n".join(f"{pattern}:{codes}" for pattern, codes in rows)
)
configurations = st.fixed_dictionaries(
    {},
    optional={
        "select": prefixes,
        "ignore": prefixes,
        "extend-select": prefixes,
        "extend-ignore": prefixes,
        "per-file-ignores": file_ignores,
    },
)


def decisions(arguments: list[str], codes: tuple[str, ...]) -> dict[tuple[str, str], bool]:
    """What flake8 lets through."""
    _, options = parse_args(arguments)
    guides = StyleGuideManager(options, None)
    return {
        (file, code): guides.style_guide_for(file).should_report_error(code) is Decision.Selected
        for file in FILES
        for code in codes
    }


def said() -> dict[tuple[str, str], bool]:
    """What the plugin yields, of findings of all codes in all files."""
    shows: Callable[[Finding], bool] = Plugin._settings().shows
    return {
        (file, code): shows(
            Finding(code, "", "", Effect.COST, Certainty.CERTAIN, Site(file, 1, 1, 1, 1))
        )
        for file in FILES
        for code in CODES
    }


@pytest.fixture(scope="module", autouse=True)
def _here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patching:
        patching.chdir(tmp_path_factory.mktemp("decisions"))
        patching.setattr(sys, "argv", ["flake8"])
        yield
    Plugin.given, Plugin.settings = {}, None


@settings(max_examples=60)
@given(configurations)
def test_as_flake8_decides(chosen: dict[str, str]) -> None:
    arguments = [f"--{name}={value}" for name, value in chosen.items()]
    with patch.object(flake8_plugin, "let_pass", lambda options: None):
        as_any_other = decisions(arguments, CODES)
        others = decisions(arguments, OTHERS)
    ours = decisions(arguments, CODES)
    assert said() == as_any_other
    assert all(ours[place] for place, is_said in as_any_other.items() if is_said)
    assert decisions(arguments, OTHERS) == others


@settings(max_examples=60)
@given(configurations)
def test_the_same_in_a_file(chosen: dict[str, str]) -> None:
    arguments = [f"--{name}={value}" for name, value in chosen.items()]
    Path("setup.cfg").unlink(missing_ok=True)
    decisions(arguments, ())
    on_command_line = said()
    lines = [f"{name} = {value}".replace("\n", "\n    ") for name, value in chosen.items()]
    Path("setup.cfg").write_text("\n".join(["[flake8]", *lines]))
    parse_args([])
    assert said() == on_command_line
    Path("setup.cfg").unlink()
