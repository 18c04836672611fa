"""In an editor that runs flake8 through python-lsp-server, findings come and go with the text."""

from pathlib import Path

import pytest

from tests.editors.language_server import edited

CLEAN = """\
import keras
import numpy as np

x = np.zeros((8, 4), dtype="float32")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
y = model.predict(x)
"""
FAULTY = CLEAN.replace("(8, 4)", "(8, 3)")
FINDING = ("NDL201", 5, 4)
BELOW = ("NDL201", 6, 4)


@pytest.mark.parametrize("on_disk", [None, FAULTY], ids=["new", "saved"])
def test_the_findings_are_those_of_the_buffer(tmp_path: Path, on_disk: str | None) -> None:
    path = tmp_path / "train.py"
    if on_disk is not None:
        path.write_text(on_disk, encoding="utf8")
    with edited(path) as buffer:
        buffer.open(CLEAN)
        assert buffer.settled([]) == []
        buffer.change(FAULTY)
        assert buffer.settled([FINDING]) == [FINDING]
        buffer.change("\n" + FAULTY)
        assert buffer.settled([BELOW]) == [BELOW]
        buffer.change(CLEAN)
        assert buffer.settled([]) == []
