"""Both front ends, in an empty folder of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ndlint.flake8_plugin import Plugin
from tests.configuration.front_ends import FrontEnds


@pytest.fixture
def ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[FrontEnds]:
    """Both front ends, with an empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    yield FrontEnds(monkeypatch, capsys)
    Plugin.given, Plugin.settings, Plugin.disable_noqa = {}, None, False
